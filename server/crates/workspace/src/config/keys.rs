//! The keys of `schemark.toml`, as data: the reader, the documentation and editors' schemas are made from it.

use schema::dialects::Dialect;

/// A key of the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// Its name; keys of a table of tables carry the table's name before a dot: `schema.files`.
    pub name: &'static str,
    /// What it holds.
    pub value: Value,
    /// What it decides, in one sentence, and what holds if it is not written.
    pub doc: &'static str,
    /// An example line or lines.
    pub example: &'static str,
}

/// What a key holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// A string.
    Text,
    /// A list of strings.
    Texts,
    /// A list of globs relative to the file's folder; a folder's name means everything in it.
    Globs,
    /// `true` or `false`.
    Flag,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A table from names to strings.
    TextByName,
    /// A table from rule codes to severities.
    SeverityByRule,
    /// A list of tables with the keys that carry this one's name before a dot.
    Tables,
}

/// The words for severities.
pub const SEVERITIES: &[&str] = &["off", "hint", "info", "warning", "error"];

/// The words for how surely a name must be meant, each with all that the ones before it ask.
pub const STRICTNESSES: &[&str] = &["explicit", "declared", "everything"];

/// The words for dialects that can be read.
pub const DIALECTS: &[&str] = Dialect::NAMES;

/// The words for casings, as `drizzle.config` spells them.
pub const CASINGS: &[&str] = &["preserve", "snake_case", "camelCase"];

/// Every key, in the order of the documentation.
pub const KEYS: &[Key] = &[
    Key {
        name: "stories",
        value: Value::Globs,
        doc: "The markdown files that are stories. By default every markdown file that is no tool's template, \
              instruction or checklist, and no changelog or licence.",
        example: "stories = [\"docs/stories/**\", \"specs\"]",
    },
    Key {
        name: "exclude",
        value: Value::Globs,
        doc: "Files that are left alone altogether, stories and schemas alike.",
        example: "exclude = [\"docs/archive\"]",
    },
    Key {
        name: "external",
        value: Value::Texts,
        doc: "Names of tables that live elsewhere and are never reported.",
        example: "external = [\"auth_users\"]",
    },
    Key {
        name: "strictness",
        value: Value::OneOf(STRICTNESSES),
        doc: "How surely a text must mean a table or column for its absence to be reported. By default `explicit`: the \
              form leaves no doubt. `declared` adds what a document describes less surely (fields under a heading that \
              may be a table's, key entities), `everything` adds snake_case names in code spans. What they add is at \
              most a hint.",
        example: "strictness = \"declared\"",
    },
    Key {
        name: "inlayHints",
        value: Value::Flag,
        doc: "Whether editors show beside a plain noun the table that it means. By default they do not.",
        example: "inlayHints = true",
    },
    Key {
        name: "schema",
        value: Value::Tables,
        doc: "The schemas. By default those that `drizzle.config.*` and `prisma.config.*` files name, else every \
              TypeScript file that declares tables and every Prisma file with a `datasource`.",
        example: "[[schema]]\nfiles = [\"packages/db/src/schema\"]",
    },
    Key {
        name: "schema.files",
        value: Value::Globs,
        doc: "The files of one schema.",
        example: "files = [\"packages/db/src/schema/*.ts\"]",
    },
    Key {
        name: "schema.name",
        value: Value::Text,
        doc: "The schema's name in messages. By default the folder its files share.",
        example: "name = \"shop\"",
    },
    Key {
        name: "schema.dialect",
        value: Value::OneOf(DIALECTS),
        doc: "The schema's language. By default what the files' names say.",
        example: "dialect = \"drizzle\"",
    },
    Key {
        name: "schema.casing",
        value: Value::OneOf(CASINGS),
        doc: "How columns without an explicit name are named in the database. By default what the nearest \
              `drizzle.config` says, else as written.",
        example: "casing = \"snake_case\"",
    },
    Key {
        name: "rules",
        value: Value::SeverityByRule,
        doc: "How serious each rule's findings are. By default what the rule says; `schemark explain` lists the rules.",
        example: "[rules]\nmissing-timestamps = \"off\"",
    },
    Key {
        name: "override",
        value: Value::Tables,
        doc: "Severities for some paths. The last entry that fits wins.",
        example: "[[override]]\npaths = [\"legacy/**\"]\nrules = { table-naming = \"off\" }",
    },
    Key {
        name: "override.paths",
        value: Value::Globs,
        doc: "The files the override is for.",
        example: "paths = [\"legacy/**\"]",
    },
    Key {
        name: "override.rules",
        value: Value::SeverityByRule,
        doc: "How serious each rule's findings are there.",
        example: "rules = { table-naming = \"off\" }",
    },
    Key {
        name: "aliases",
        value: Value::TextByName,
        doc: "Names that stories use for tables, with the table that is meant.",
        example: "[aliases]\nclients = \"customers\"",
    },
];

/// The names valid directly below `table`; the empty table is the whole file.
pub(super) fn names_in(table: &str) -> impl Iterator<Item = &'static str> {
    KEYS.iter().filter_map(move |key| match (table, key.name.rsplit_once('.')) {
        ("", None) => Some(key.name),
        (_, Some((parent, name))) if parent == table => Some(name),
        _ => None,
    })
}
