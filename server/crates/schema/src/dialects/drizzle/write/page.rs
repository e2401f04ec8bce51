//! What the writers of one piece of source share: what may be referred to, the style, and the imports so far.

use super::{Imports, Scope, Style, Target};
use crate::model::{Database, Table};

/// A piece of source on its way: what it may refer to, how it is written, and what it needs to have imported.
pub(super) struct Page<'a> {
    pub(super) scope: &'a Scope,
    pub(super) style: &'a Style,
    pub(super) database: Database,
    pub(super) imports: Imports,
}

impl<'a> Page<'a> {
    pub(super) fn new(scope: &'a Scope, style: &'a Style, database: Database) -> Self {
        Self { scope, style, database, imports: Imports::default() }
    }

    /// `name`, imported from the module of the database's own functions.
    pub(super) fn core(&mut self, name: &str) -> String {
        self.imports.value(core(self.database), name);
        name.to_owned()
    }

    /// The type `name` of the same module.
    pub(super) fn core_type(&mut self, name: &str) -> String {
        self.imports.type_only(core(self.database), name);
        name.to_owned()
    }

    /// The constant of `target`, imported if it stands elsewhere.
    pub(super) fn refer(&mut self, target: &Target) -> String {
        if let Some(module) = &target.module {
            self.imports.value(module, &target.key);
        }
        target.key.clone()
    }

    /// `expression` as a tagged template.
    pub(super) fn sql(&mut self, expression: &str) -> String {
        self.imports.value("drizzle-orm", "sql");
        let text = expression.trim();
        format!("sql`{}`", text.replace('\\', "\\\\").replace('`', "\\`").replace("${", "\\${"))
    }

    /// `list` in the house's quotes, with commas.
    pub(super) fn listed(&self, list: &[String]) -> String {
        list.iter().map(|it| self.style.quoted(it)).collect::<Vec<_>>().join(", ")
    }
}

/// The module that the functions for `database` come from.
pub(super) fn core(database: Database) -> &'static str {
    match database {
        Database::PostgreSql => super::PG_CORE,
        Database::Sqlite => "drizzle-orm/sqlite-core",
        Database::MySql => "drizzle-orm/mysql-core",
    }
}

/// The prefix of the functions and types for `database`: `pg` and `Pg`.
pub(super) fn prefixes(database: Database) -> (&'static str, &'static str) {
    match database {
        Database::PostgreSql => ("pg", "Pg"),
        Database::Sqlite => ("sqlite", "SQLite"),
        Database::MySql => ("mysql", "MySql"),
    }
}

/// The name that tells `table` from those of other database schemas: `auth.users`, or `users` in the usual one.
#[must_use]
pub fn full_name(table: &Table) -> String {
    qualified(table.schema.as_deref(), &table.name.text)
}

/// `name` with the database schema before it, unless that is the usual one.
pub(super) fn qualified(schema: Option<&str>, name: &str) -> String {
    match schema.filter(|it| *it != "public") {
        Some(schema) => format!("{schema}.{name}"),
        None => name.to_owned(),
    }
}
