//! How a team writes its schema: names, keys, timestamps, files. Read off the schema itself, so that what is generated
//! looks like what is there.
//!
//! Leaves to others: what to generate. Where a schema shows nothing, the defaults of [`Conventions::default`] hold.

mod columns;
mod files;
mod names;

use std::sync::Arc;

use schema::dialects::drizzle::write::{EnumForm, Imports, Style, Written};
use schema::model::{Action, Column, Declarations};
use text::FileId;
use workspace::path::RelPath;

pub(crate) use files::{FilePattern, Layout, Relations};
pub(crate) use names::{ExportNames, IndexNames, Number, TypeNames};

/// From this many tables on, what none of them has is left out on purpose.
const FEWEST_TABLES: usize = 5;

/// How a team writes its schema.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Conventions {
    /// Quotes, semicolons and forms.
    pub(crate) style: Style,
    /// Whether tables are called `orders` or `order`.
    pub(crate) tables: Number,
    /// How the constants are called.
    pub(crate) exports: ExportNames,
    /// The case of columns' database names.
    pub(crate) snake_columns: bool,
    /// The primary key.
    pub(crate) id: HouseColumn,
    /// The timestamps that most tables have, in order.
    pub(crate) timestamps: Vec<HouseColumn>,
    /// Spreads that most tables open or end with, and the columns they give.
    pub(crate) spreads: Vec<Written>,
    /// The columns that the spreads give.
    pub(crate) spread_columns: Vec<Column>,
    /// The action on delete of a reference that must be there, and of one that may be missing.
    pub(crate) on_delete: (Option<Action>, Option<Action>),
    /// How indexes are called.
    pub(crate) indexes: IndexNames,
    /// The type of short texts.
    pub(crate) short_text: String,
    /// The type of points in time.
    pub(crate) timestamp: String,
    /// The type of amounts.
    pub(crate) amount: String,
    /// The type of structured values.
    pub(crate) json: String,
    /// How enum constants end: `Enum`, or nothing.
    pub(crate) enum_suffix: String,
    /// True if enum constants are in Pascal case.
    pub(crate) pascal_enums: bool,
    /// How the types of rows are called, and where they stand.
    pub(crate) types: TypeNames,
    /// Which file a table belongs in.
    pub(crate) layout: Layout,
}

/// A column as the team writes it in most tables.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct HouseColumn {
    /// The column.
    pub(crate) column: Column,
    /// What stands behind its key, to be copied; imports are paths from the root with a leading `/`.
    pub(crate) builder: Option<Written>,
    /// The text in the builder that differs from table to table, such as an id's prefix.
    pub(crate) prefix: Option<String>,
}

/// One schema file of a team.
#[derive(Debug, Clone)]
pub(crate) struct HouseFile {
    /// Its number.
    pub(crate) id: FileId,
    /// Its path.
    pub(crate) path: RelPath,
    /// Its text.
    pub(crate) source: Arc<str>,
}

/// What conventions are read off.
#[derive(Debug, Clone, Default)]
pub(crate) struct House<'a> {
    /// The schema's files and those that could export them.
    pub(crate) files: Vec<HouseFile>,
    /// What the schema declares.
    pub(crate) declarations: Option<&'a Declarations>,
    /// True if `package.json` lists nanoid.
    pub(crate) nanoid: bool,
    /// The database package's folder, if the workspace has one.
    pub(crate) package: Option<String>,
    /// Where `drizzle.config` says the schema is, below the root: a file, a folder or a glob.
    pub(crate) configured: Option<String>,
}

impl Default for Conventions {
    fn default() -> Self {
        Self {
            style: Style::default(),
            tables: Number::Kept,
            exports: ExportNames::default(),
            snake_columns: true,
            id: columns::default_id(columns::Ids::Uuid),
            timestamps: columns::default_timestamps(["created_at", "updated_at"], "timestamp with time zone"),
            spreads: Vec::new(),
            spread_columns: Vec::new(),
            on_delete: (Some(Action::Cascade), Some(Action::SetNull)),
            indexes: IndexNames::default(),
            short_text: "text".to_owned(),
            timestamp: "timestamp with time zone".to_owned(),
            amount: "numeric(12,2)".to_owned(),
            json: "jsonb".to_owned(),
            enum_suffix: "Enum".to_owned(),
            pascal_enums: false,
            types: TypeNames::default(),
            layout: Layout::default(),
        }
    }
}

impl Conventions {
    /// The conventions of `house`.
    pub(crate) fn of(house: &House<'_>) -> Self {
        let mut conventions = Self::default();
        if house.nanoid {
            conventions.id = columns::default_id(columns::Ids::Nanoid);
        }
        let Some(declarations) = house.declarations.filter(|it| !it.tables.is_empty()) else {
            conventions.layout = Layout::fallback(house);
            return conventions;
        };
        let declaring: Vec<&str> = house
            .files
            .iter()
            .filter(|file| declarations.tables.iter().any(|it| it.place.file == file.id))
            .map(|file| &*file.source)
            .collect();
        conventions.style = Style::of_files(&declaring);
        let lists = declarations.tables.iter().flat_map(|it| &it.columns).any(|it| !it.allowed.is_empty());
        if declarations.enums.is_empty() && !lists && declarations.tables.len() >= FEWEST_TABLES {
            // A team that came this far without an enum type does not want its first one from us.
            conventions.style.enums = EnumForm::Option;
        }
        conventions.tables = names::number(declarations);
        conventions.exports = ExportNames::of(declarations);
        conventions.snake_columns = names::snake_columns(declarations);
        conventions.indexes = IndexNames::of(declarations);
        conventions.types = TypeNames::of(house, declarations);
        names::enums(&mut conventions, declarations);
        columns::types(&mut conventions, declarations);
        columns::house(&mut conventions, house, declarations);
        conventions.layout = Layout::of(house, declarations);
        conventions
    }
}

/// `imports` with every module below the root as a path from the root (`/src/lib/ids`): `from` is the file they stand in.
pub(crate) fn from_root(imports: &Imports, from: &RelPath) -> Imports {
    imports.rebased(|module| {
        if module == "." {
            format!("/{}", without_extension(from.as_str()))
        } else if module.starts_with('.') {
            from.join(module)
                .map_or_else(|| module.to_owned(), |it| format!("/{}", without_extension(it.as_str())))
        } else {
            module.to_owned()
        }
    })
}

/// A path without `.ts`, `.js` and the like.
pub(crate) fn without_extension(path: &str) -> &str {
    [".d.ts", ".tsx", ".mts", ".cts", ".ts", ".mjs", ".cjs", ".js"]
        .iter()
        .find_map(|it| path.strip_suffix(it))
        .unwrap_or(path)
}

#[cfg(test)]
mod tests;
