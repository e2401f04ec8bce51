//! How a file is written: its database, its names, its white space.

use std::collections::BTreeSet;

use crate::dialects::prisma::ir::{Block, BlockKind, Value};
use crate::dialects::prisma::Module;
use crate::dialects::prisma::source::{Provider, Source};
use crate::model::{Database, Declarations};

/// How names in the source are made of those in the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Naming {
    /// As Prisma recommends: `OrderItem` and `createdAt`, with `@@map` and `@map` where the database differs.
    Mapped,
    /// As in the database, as `prisma db pull` writes it.
    AsInDatabase,
}

/// Whether indexes of a part of the rows can be written: a preview feature of the newest version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Partial {
    Written,
    LeftOut,
}

/// How a file is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Style {
    pub(super) database: Database,
    /// The datasource's name, which native types begin with.
    pub(super) datasource: String,
    /// The database schemas; empty if models do not name theirs.
    pub(super) schemas: Vec<String>,
    pub(super) models: Naming,
    pub(super) fields: Naming,
    pub(super) partial: Partial,
    pub(super) indent: String,
    pub(super) line_end: &'static str,
}

/// The database schema of what names none.
pub(super) const PUBLIC: &str = "public";

impl Style {
    /// The style of a new file for `declarations`.
    pub(super) fn of_new(declarations: &Declarations) -> Self {
        let database = declarations.tables.first().map(|it| it.database).unwrap_or_default();
        Self {
            database,
            datasource: "db".to_owned(),
            schemas: if database == Database::PostgreSql { schemas(declarations) } else { Vec::new() },
            models: Naming::Mapped,
            fields: Naming::Mapped,
            partial: Partial::Written,
            indent: "  ".to_owned(),
            line_end: "\n",
        }
    }

    /// The style of the file `source`, read as `module`; `around` is what the whole schema declares.
    pub(super) fn of_file(source: &str, module: &Module, addition: &Declarations, around: &Declarations) -> Self {
        let new = Self::of_new(addition);
        let block = module.blocks.iter().find(|it| it.kind == BlockKind::Datasource);
        let database = match (block, around.tables.first()) {
            (Some(block), _) => database(block).unwrap_or(new.database),
            (None, Some(table)) => table.database,
            (None, None) => new.database,
        };
        let mut names: Vec<(&str, &str)> = Vec::new();
        let mut columns: Vec<(&str, &str)> = Vec::new();
        for it in around.tables.iter().filter(|it| !it.implied) {
            names.push((&it.key.text, &it.name.text));
            columns.extend(it.columns.iter().map(|it| (it.key.text.as_str(), it.name.text.as_str())));
        }
        let mut schemas = schemas(around);
        if !schemas.is_empty() {
            let more = addition.tables.iter().filter_map(|it| it.schema.clone());
            schemas.extend(more.filter(|it| !around.tables.iter().any(|there| there.schema.as_ref() == Some(it))));
        }
        let previews = |it: &Block| it.setting("previewFeatures").is_some_and(has_partial_indexes);
        Self {
            database,
            datasource: block.map_or_else(|| datasource(module), |it| it.name.text.clone()),
            schemas,
            models: naming(&names, |it| it.starts_with(char::is_lowercase)),
            fields: naming(&columns, |it| it.contains('_')),
            partial: if module.blocks.iter().any(previews) { Partial::Written } else { Partial::LeftOut },
            indent: indent(source, module),
            line_end: if source.contains("\r\n") { "\r\n" } else { "\n" },
        }
    }
}

fn has_partial_indexes(value: &Value) -> bool {
    value.items().iter().filter_map(Value::text).any(|it| it.text == "partialIndexes")
}

/// The database schemas that `declarations` name, with the usual one if something names none; empty if all is there.
fn schemas(declarations: &Declarations) -> Vec<String> {
    let tables = declarations.tables.iter().map(|it| it.schema.as_deref());
    let enums = declarations.enums.iter().map(|it| it.schema.as_deref());
    let named: BTreeSet<&str> = tables.chain(enums).map(|it| it.unwrap_or(PUBLIC)).collect();
    if named.iter().all(|it| *it == PUBLIC) {
        return Vec::new();
    }
    named.into_iter().map(str::to_owned).collect()
}

fn database(datasource: &Block) -> Option<Database> {
    let source = Source::of(std::iter::once(datasource));
    (source.provider != Provider::Other).then(|| source.database())
}

/// The name of the datasource as native types in `module`, a file without one, begin.
fn datasource(module: &Module) -> String {
    let fields = module.blocks.iter().flat_map(|it| &it.fields);
    let mut names = fields.flat_map(|it| &it.attributes).filter_map(|it| it.name.split_once('.'));
    names.next().map_or_else(|| "db".to_owned(), |it| it.0.to_owned())
}

/// How most of `names`, pairs of the name in the source and in the database, are made. Only those that are not as
/// Prisma recommends them, or that are mapped, say something.
fn naming(names: &[(&str, &str)], is_plain: fn(&str) -> bool) -> Naming {
    let as_in_database = names.iter().filter(|(key, name)| key == name && is_plain(name)).count();
    let mapped = names.iter().filter(|(key, name)| key != name && !is_plain(key)).count();
    if as_in_database > mapped { Naming::AsInDatabase } else { Naming::Mapped }
}

/// What the first field of `source` is indented with.
fn indent(source: &str, module: &Module) -> String {
    let blocks = module.blocks.iter().filter(|it| matches!(it.kind, BlockKind::Model | BlockKind::Enum));
    let first = blocks.flat_map(|it| &it.fields).next();
    let before = first.and_then(|it| source.get(..it.span.start().bytes()));
    let line = before.map(|it| it.rsplit('\n').next().unwrap_or_default());
    match line {
        Some(line) if !line.is_empty() && line.trim().is_empty() => line.to_owned(),
        _ => "  ".to_owned(),
    }
}
