//! How a team writes Drizzle: quotes and forms, constants, builders it shares, files. Read off its files.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use schema::dialects::drizzle::write::{EnumForm, Imports, PG_CORE, Source, Style, Written};
use schema::dialects::{Dialect, drizzle};
use schema::model::{Column, Database, Declarations, Table};
use schema::names::{snake_case, words};
use text::FileId;
use workspace::document::{Document, FileKind};
use workspace::path::RelPath;
use workspace::snapshot::Snapshot;

use super::layout::Layout;
use super::names::{EnumNames, ExportNames, TypeNames};
use crate::conventions::{
    Conventions, FEWEST_TABLES, Ids, alike, default_id, key_column, most_common, stamp,
};
use crate::generate::databases::database;

/// How a team writes Drizzle.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Habits {
    /// Quotes, semicolons and forms.
    pub(super) style: Style,
    /// How the constants of tables are called.
    pub(super) exports: ExportNames,
    /// How the constants of enums are called.
    pub(super) enums: EnumNames,
    /// What stands behind the keys of columns that most tables share, by the columns' database names.
    pub(super) builders: BTreeMap<String, Builder>,
    /// Spreads that most tables open or end with.
    pub(super) spreads: Vec<Written>,
    /// The columns that the spreads give.
    pub(super) spread_columns: Vec<Column>,
    /// How the types of rows are called, and where they stand.
    pub(super) types: TypeNames,
    /// The types that are declared already.
    pub(super) declared_types: BTreeSet<String>,
    /// Which file a table belongs in.
    pub(super) layout: Layout,
    /// True if a `drizzle.config` says where the schema is.
    pub(super) configured: bool,
}

/// What stands behind the key of a column, to be copied; imports are paths from the root with a leading `/`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Builder {
    written: Written,
    /// The text in it that differs from table to table, such as an id's prefix.
    prefix: Option<String>,
}

/// One schema file of a team.
#[derive(Debug, Clone)]
pub(super) struct HouseFile {
    /// Its number.
    pub(super) id: FileId,
    /// Its path.
    pub(super) path: RelPath,
    /// Its text.
    pub(super) source: Arc<str>,
}

/// What habits are read off.
#[derive(Debug, Clone, Default)]
pub(super) struct House<'a> {
    /// The schema's files and those that could export them.
    pub(super) files: Vec<HouseFile>,
    /// What the schema declares.
    pub(super) declarations: Option<&'a Declarations>,
    /// True if `package.json` lists nanoid.
    pub(super) nanoid: bool,
    /// The database package's folder, if the workspace has one.
    pub(super) package: Option<String>,
    /// Where `drizzle.config` says the schema is, below the root: a file, a folder or a glob.
    pub(super) configured: Option<String>,
}

impl<'a> House<'a> {
    /// What there is to read in root number `root`.
    pub(super) fn of(snapshot: &Snapshot, root: usize, declarations: Option<&'a Declarations>) -> Self {
        let documents = || snapshot.documents().filter(|it| it.root() == root);
        let nanoid = documents()
            .filter(|it| it.path().file_name() == "package.json")
            .any(|it| it.source().contains("\"nanoid\""));
        let package = ["packages/db", "packages/database"]
            .into_iter()
            .find(|folder| documents().any(|it| it.path().as_str().starts_with(&format!("{folder}/"))));
        let drizzle = documents().filter(|it| it.kind() == FileKind::Schema(Dialect::Drizzle));
        let file =
            |it: &Arc<Document>| HouseFile { id: it.id(), path: it.path().clone(), source: it.source() };
        House {
            files: drizzle.map(file).collect(),
            declarations,
            nanoid,
            package: package.map(str::to_owned),
            configured: documents().find_map(|it| configured(it)),
        }
    }

    /// How the team makes its tables, spreads aside.
    pub(super) fn conventions(&self) -> Conventions {
        let mut conventions = Conventions::default();
        if self.nanoid {
            conventions.id = default_id(Ids::Nanoid);
        }
        conventions.read_off(self.declarations)
    }
}

/// Where a `drizzle.config` says the schema is, below the root; `None` for other files.
fn configured(document: &Document) -> Option<String> {
    if !document.path().file_name().starts_with("drizzle.config.") {
        return None;
    }
    let config = drizzle::config::read(&document.source());
    let first = config.schema.first().filter(|_| config.known)?;
    Some(document.path().join(first)?.as_str().to_owned())
}

impl Habits {
    /// The habits of `house`.
    pub(super) fn of(house: &House<'_>) -> Self {
        let mut habits = Self { configured: house.configured.is_some(), ..Self::default() };
        let lines = house.files.iter().flat_map(|file| file.source.lines());
        habits.declared_types = lines.filter_map(declared_type).map(str::to_owned).collect();
        let conventions = house.conventions();
        if database(house.declarations) == Database::PostgreSql {
            habits.touch(&conventions);
        }
        let Some(declarations) = house.declarations.filter(|it| !it.tables.is_empty()) else {
            habits.layout = Layout::fallback(house);
            return habits;
        };
        let declares = |file: &&HouseFile| declarations.tables.iter().any(|it| it.place.file == file.id);
        let declaring: Vec<&str> = house.files.iter().filter(declares).map(|file| &*file.source).collect();
        habits.style = Style::of_files(&declaring);
        let lists = declarations.tables.iter().flat_map(|it| &it.columns).any(|it| !it.allowed.is_empty());
        if declarations.enums.is_empty() && !lists && declarations.tables.len() >= FEWEST_TABLES {
            // A team that came this far without an enum type does not want its first one from us.
            habits.style.enums = EnumForm::Option;
        }
        habits.exports = ExportNames::of(declarations);
        habits.types = TypeNames::of(house, declarations);
        habits.enums = EnumNames::of(declarations);
        let sources = Sources::of(house, declarations);
        habits.read_builders(&conventions, &sources, declarations);
        habits.read_spreads(&sources, declarations);
        habits.layout = Layout::of(house, declarations);
        habits
    }

    /// What stands behind the key of the column of the table `table` that the team shares and calls `name`.
    pub(super) fn builder(&self, name: &str, table: &str) -> Option<Written> {
        let Builder { written, prefix } = self.builders.get(name)?;
        let text = match prefix {
            Some(prefix) => {
                let own = prefix_of(table);
                written
                    .text
                    .replace(&format!("'{prefix}'"), &format!("'{own}'"))
                    .replace(&format!("\"{prefix}\""), &format!("\"{own}\""))
            }
            None => written.text.clone(),
        };
        Some(Written { text, imports: written.imports.clone() })
    }

    /// Lets the application say when a row last changed, where no table shows how it does.
    fn touch(&mut self, conventions: &Conventions) {
        let [_, updated] = conventions.timestamps.as_slice() else { return };
        let name = &updated.name.text;
        let zoned = match updated.ty.canonical.as_str() {
            "timestamp with time zone" => ", { withTimezone: true }",
            _ => "",
        };
        let text = format!("timestamp('{name}'{zoned}).notNull().defaultNow().$onUpdate(() => new Date())");
        let mut imports = Imports::default();
        imports.value(PG_CORE, "timestamp");
        let written = Written { text, imports };
        self.builders.insert(name.clone(), Builder { written, prefix: None });
    }

    /// Reads off how the columns that most tables share are written.
    fn read_builders(
        &mut self,
        conventions: &Conventions,
        sources: &Sources<'_>,
        declarations: &Declarations,
    ) {
        let tables = || declarations.tables.iter().filter(|it| !it.implied);
        let keys: Vec<(&Table, &Column)> = tables().filter_map(|it| Some((it, key_column(it)?))).collect();
        self.read_builder(&conventions.id.name.text, &keys, sources);
        for column in &conventions.timestamps {
            let wanted = snake_case(&column.name.text);
            let having: Vec<(&Table, &Column)> =
                tables().filter_map(|it| Some((it, stamp(it, &wanted)?))).collect();
            self.read_builder(&column.name.text, &having, sources);
        }
    }

    fn read_builder(&mut self, name: &str, columns: &[(&Table, &Column)], sources: &Sources<'_>) {
        if columns.is_empty() {
            return;
        }
        self.builders.remove(name);
        let alike = alike(columns);
        let written: Vec<Written> = alike.iter().filter_map(|it| sources.builder(it.0, it.1)).collect();
        let prefix = written
            .first()
            .zip(written.get(1))
            .and_then(|(first, second)| varying(&first.text, &second.text));
        let chosen = match prefix {
            Some(_) => written.into_iter().next(),
            None => most_common(written.iter().map(|it| it.text.clone()))
                .and_then(|text| written.into_iter().find(|it| it.text == text)),
        };
        if let Some(written) = chosen {
            self.builders.insert(name.to_owned(), Builder { written, prefix });
        }
    }

    /// Reads off the spreads that most tables have.
    fn read_spreads(&mut self, sources: &Sources<'_>, declarations: &Declarations) {
        let mut counts: BTreeMap<String, (usize, Written)> = BTreeMap::new();
        for table in &declarations.tables {
            let Some((file, source)) = sources.by_file.get(&table.place.file) else { continue };
            for spread in source.spreads(table) {
                let imports = from_root(&spread.imports, &file.path);
                counts.entry(spread.text.clone()).or_insert((0, Written { imports, text: spread.text })).0 +=
                    1;
            }
        }
        let usual: Vec<Written> =
            counts.into_values().filter(|it| it.0 * 2 > declarations.tables.len()).map(|it| it.1).collect();
        if usual.is_empty() {
            return;
        }
        let spreading = |table: &&Table| {
            let Some((_, source)) = sources.by_file.get(&table.place.file) else { return false };
            let there = source.spreads(table);
            usual.iter().all(|it| there.iter().any(|other| other.text == it.text))
        };
        let Some(table) = declarations.tables.iter().find(spreading) else { return };
        // What a spread gives is written elsewhere than in its table.
        let outside = table
            .columns
            .iter()
            .filter(|it| it.place.file != table.place.file || !table.place.span.covers(it.place.span));
        self.spread_columns = outside.cloned().collect();
        self.spreads = usual;
    }
}

/// The files that declare tables, each read once.
struct Sources<'a> {
    by_file: BTreeMap<FileId, (&'a HouseFile, Source<'a>)>,
}

impl<'a> Sources<'a> {
    fn of(house: &'a House<'_>, declarations: &Declarations) -> Self {
        let declares = |file: &&HouseFile| declarations.tables.iter().any(|it| it.place.file == file.id);
        let files = house.files.iter().filter(declares);
        Self { by_file: files.map(|it| (it.id, (it, Source::new(&it.source)))).collect() }
    }

    fn builder(&self, table: &Table, column: &Column) -> Option<Written> {
        let (file, source) = self.by_file.get(&table.place.file)?;
        let written = source.column(table, column)?;
        Some(Written { imports: from_root(&written.imports, &file.path), text: written.text })
    }
}

/// The quoted text by which two builders differ, if it is all they differ by: `ws` in `createId('ws')`.
fn varying(a: &str, b: &str) -> Option<String> {
    let (left, right): (Vec<&str>, Vec<&str>) =
        (a.split(['\'', '"']).collect(), b.split(['\'', '"']).collect());
    if left.len() != right.len() {
        return None;
    }
    let mut different = left.iter().zip(&right).enumerate().filter(|(_, (a, b))| a != b);
    // The odd parts stand between quotes; the rest of the builder must be the same.
    let (number, (text, _)) = different.next()?;
    (number % 2 == 1 && different.next().is_none() && !text.is_empty()).then(|| (*text).to_owned())
}

/// A short mark for a table: initials of several words, three letters of one.
fn prefix_of(table: &str) -> String {
    let words = words(&schema::names::singular(table));
    if words.len() > 1 {
        words.iter().filter_map(|it| it.chars().next()).collect()
    } else {
        words.first().map(|it| it.chars().take(3).collect()).unwrap_or_default()
    }
}

/// The type or interface that a line declares.
fn declared_type(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let line = line.strip_prefix("export ").unwrap_or(line);
    let rest = line.strip_prefix("type ").or_else(|| line.strip_prefix("interface "))?;
    rest.split([' ', '<', '=', '{']).next().filter(|it| !it.is_empty())
}

/// `imports` with every module below the root as a path from the root (`/src/lib/ids`): `from` is the file they stand in.
fn from_root(imports: &Imports, from: &RelPath) -> Imports {
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
pub(super) fn without_extension(path: &str) -> &str {
    [".d.ts", ".tsx", ".mts", ".cts", ".ts", ".mjs", ".cjs", ".js"]
        .iter()
        .find_map(|it| path.strip_suffix(it))
        .unwrap_or(path)
}
