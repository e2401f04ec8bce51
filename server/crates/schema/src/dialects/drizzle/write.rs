//! From the model to Drizzle source in the style of a house: declarations, and edits to files that are there.
//!
//! Leaves to others: which style a workspace has as a whole, which file a table belongs in, and what it should hold.

mod builder;
mod change;
mod column;
mod constraints;
mod creator;
mod cycles;
mod defaults;
mod edit;
mod file;
mod find;
mod free;
mod imports;
mod insert;
mod many;
mod merge;
mod page;
mod relation;
mod scan;
mod settle;
mod style;
mod table;

use std::collections::{BTreeMap, BTreeSet};

use text::Edits;

use super::types;
use crate::dialects;
use crate::model::Declarations;
use column::column;
pub use change::change_column;
pub use edit::{add_column, add_declarations, add_export, add_index};
pub use find::{Source, column_source};
pub use imports::Imports;
pub use many::add_relation;
use merge::add_imports;
pub use page::full_name;
pub use relation::{RelationDraft, relations};

pub use scan::{Name, names};
pub use style::{EnumForm, Style};
use style::{ColumnNames, Extras};
pub use table::{Draft, enumeration, row_type, table};
use free::free_names;

/// What a declaration may refer to: tables and enums by database name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scope {
    /// Tables by database name, with the database schema before it where one is named (`auth.users`).
    pub tables: BTreeMap<String, Target>,
    /// Enum types by database name, likewise.
    pub enums: BTreeMap<String, Target>,
    /// What `pgSchema` made, by the database schema's name.
    pub schemas: BTreeMap<String, Target>,
    /// What `customType` made, by the type as the database prints it.
    pub types: BTreeMap<String, Target>,
    /// References that close a cycle, as pairs of database names: TypeScript infers none of the types in a cycle
    /// unless one reference states its own.
    pub cycles: BTreeSet<(String, String)>,
}

/// Something a declaration may refer to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Target {
    /// The exported constant.
    pub key: String,
    /// The module to import it from; `None` if it stands in the same file.
    pub module: Option<String>,
    /// A table's columns: the source name by database name.
    pub columns: BTreeMap<String, String>,
}

/// Source and what it needs to have imported.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// The source, without imports.
    pub text: String,
    /// What it needs.
    pub imports: Imports,
}

/// The module that `pgTable` and the column builders come from.
pub const PG_CORE: &str = "drizzle-orm/pg-core";

/// One file with everything `declarations` hold, in the usual style. A key that is only the database name again, as in
/// SQL, becomes camel case. What cannot be said, or is not known, is left out and listed.
#[must_use]
pub fn file(declarations: &Declarations) -> dialects::Written {
    file::file(declarations, &Style::default())
}

/// The edits that add `addition` to `source`. See [`crate::dialects::insert`].
#[must_use]
pub fn insert(source: &str, addition: &Declarations, around: &Declarations) -> Option<Edits> {
    insert::insert(source, addition, around)
}

/// The name a constant or property gets for the database name `name`: `order_items` gives `orderItems`.
#[must_use]
pub fn camel(name: &str) -> String {
    let key = crate::names::camel_case(name);
    if key.starts_with(|it: char| it.is_ascii_digit()) || key.is_empty() { format!("_{key}") } else { key }
}

/// The names that declarations import besides builders: a constant called so would hide the import.
const IMPORTS: &[&str] = &[
    "authUsers", "check", "createId", "customType", "foreignKey", "index", "mysqlEnum", "nanoid", "pgEnum", "pgPolicy",
    "primaryKey", "relations", "sql", "ulid", "unique", "uniqueIndex",
];

/// The name an exported constant gets for the database name `name`; never a word TypeScript keeps for itself, and
/// never the name of a column builder.
#[must_use]
pub fn constant(name: &str) -> String {
    const RESERVED: &[&str] = &[
        "await",
        "break",
        "case",
        "catch",
        "class",
        "const",
        "continue",
        "debugger",
        "default",
        "delete",
        "do",
        "else",
        "enum",
        "export",
        "extends",
        "false",
        "finally",
        "for",
        "function",
        "if",
        "implements",
        "import",
        "in",
        "instanceof",
        "interface",
        "let",
        "new",
        "null",
        "package",
        "private",
        "protected",
        "public",
        "return",
        "static",
        "super",
        "switch",
        "this",
        "throw",
        "true",
        "try",
        "typeof",
        "var",
        "void",
        "while",
        "with",
        "yield",
    ];
    let key = camel(name);
    if RESERVED.contains(&key.as_str()) || IMPORTS.contains(&key.as_str()) || types::is_builder(&key) {
        format!("{key}Table")
    } else {
        key
    }
}

/// The item that occurs most often; of several, the one met first.
pub(crate) fn most_common<'a>(items: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for item in items {
        match counts.iter_mut().find(|it| it.0 == item) {
            Some(count) => count.1 += 1,
            None => counts.push((item, 1)),
        }
    }
    // `max_by_key` gives the last of equals, so the list is read backwards.
    counts.into_iter().rev().max_by_key(|it| it.1).map(|it| it.0)
}

/// The property of table constant `object` called `key`.
pub(crate) fn property(object: &str, key: &str, style: &Style) -> String {
    if is_identifier(key) { format!("{object}.{key}") } else { format!("{object}[{}]", style.quoted(key)) }
}

pub(crate) fn is_identifier(text: &str) -> bool {
    text.starts_with(|it: char| it.is_alphabetic() || it == '_' || it == '$')
        && text.chars().all(|it| it.is_alphanumeric() || it == '_' || it == '$')
}

#[cfg(test)]
mod tests;
