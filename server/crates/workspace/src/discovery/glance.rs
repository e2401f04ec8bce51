//! What the text of a TypeScript or SQL file tells at a glance: whether it may belong to a schema that no setting
//! names.

use std::sync::Arc;

use schema::dialects::sql::glance as sql;

use super::accounts::{self, Account};
use crate::document::Body;
use crate::path::RelPath;

/// What a glance at a file tells. Files by the thousand are looked at so; only those that matter are read in full.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Glance {
    /// True if it calls constructors of tables, enums or views.
    pub(crate) calls_tables: bool,
    /// The modules it imports and re-exports, if it is of the kind that accompanies tables: a barrel, relations, types
    /// of rows. Empty for every other file.
    pub(crate) leads: Vec<String>,
    /// True if it takes something from `drizzle-kit`.
    pub(crate) imports_kit: bool,
    /// The tables that it speaks of as being there, if it is called like a file that does.
    pub(crate) accounts: Arc<[Account]>,
    /// What it does, if it is SQL that could be read.
    pub(crate) sql: Option<sql::Glance>,
    /// Why nothing can be told of it.
    pub(crate) problem: Option<&'static str>,
}

impl Glance {
    /// What a glance at `body`, the file at `path`, tells.
    pub(crate) fn of(path: &RelPath, body: &Body) -> Self {
        Self { accounts: accounts::told(path, body.source()), ..Self::of_part(path, body) }
    }

    /// The same of a file that is a part of a schema: the tables it speaks of are declared there.
    pub(crate) fn of_part(path: &RelPath, body: &Body) -> Self {
        // A file that is merely in another encoding of eight bits shows its words all the same.
        let problem = body.problem().filter(|_| body.is_unread());
        if path.extension() == "sql" {
            let sql = problem.is_none().then(|| sql::glance(body.source()));
            return Self { sql, problem, ..Self::default() };
        }
        Self { problem, ..Self::at(body.source()) }
    }

    /// What `source` tells.
    pub(crate) fn at(source: &str) -> Self {
        let leads = leads(source);
        let accompanies = leads.iter().any(|it| it.0 == Lead::Export)
            || (source.contains("elations(") && source.contains("drizzle-orm"))
            || ["$inferSelect", "$inferInsert", "InferSelectModel", "InferInsertModel"]
                .iter()
                .any(|it| source.contains(it));
        let leads =
            if accompanies { leads.into_iter().map(|it| it.1.to_owned()).collect() } else { Vec::new() };
        Self {
            calls_tables: calls_tables(source),
            leads,
            imports_kit: imports_kit(source),
            ..Self::default()
        }
    }
}

/// True if `source` imports Drizzle and calls a constructor of tables, enums or views.
fn calls_tables(source: &str) -> bool {
    const CALLS: &[&str] = &["Table(", "Enum(", "Schema(", "View(", "TableCreator("];
    source.contains("drizzle-orm")
        && ["pg", "sqlite", "mysql"]
            .iter()
            .any(|product| CALLS.iter().any(|call| source.contains(&format!("{product}{call}"))))
}

/// True if `source` takes something from `drizzle-kit`, and does not merely speak of it.
fn imports_kit(source: &str) -> bool {
    let is_taken = |(at, word): (usize, &str)| {
        let quotes = ['\'', '"'];
        let before = source.get(..at).unwrap_or_default();
        let after = source.get(at + word.len()..).unwrap_or_default();
        let before = before.strip_suffix("npm:").unwrap_or(before);
        let code = before.trim_end_matches(quotes);
        let code = code.trim_end();
        code.len() < before.len()
            && (after.starts_with(quotes) || after.starts_with('@'))
            && ["from", "import", "require(", "import("].iter().any(|it| code.ends_with(it))
    };
    source.match_indices("drizzle-kit").any(is_taken)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lead {
    Import,
    Export,
}

/// The modules that the statements of `source` lead to, as people lay them out: one statement begins at a line's
/// start, and its last line names the module.
fn leads(source: &str) -> Vec<(Lead, &str)> {
    let mut leads = Vec::new();
    let mut statement = None;
    for line in source.lines() {
        let line = line.trim_start();
        if line.starts_with("import") {
            statement = Some(Lead::Import);
        } else if line.starts_with("export") {
            statement = Some(Lead::Export);
        }
        let Some(lead) = statement else { continue };
        let named = line.rsplit_once("from").map_or_else(|| line.strip_prefix("import"), |it| Some(it.1));
        if let Some(module) = named.and_then(quoted) {
            leads.push((lead, module));
            statement = None;
        }
    }
    leads
}

/// The text in quotes that `rest` begins with.
fn quoted(rest: &str) -> Option<&str> {
    let rest = rest.trim_start();
    let quote = rest.chars().next().filter(|it| matches!(it, '\'' | '"'))?;
    rest.strip_prefix(quote)?.split_once(quote).map(|it| it.0)
}

#[cfg(test)]
mod tests {
    use super::Glance;

    fn leads(source: &str) -> Vec<String> {
        Glance::at(source).leads
    }

    #[test]
    fn a_barrel_leads_to_what_it_exports_and_imports() {
        let source = "import { env } from \"../env\";\nexport * from './users'\nexport {\n  orders,\n  type Order,\n} from './orders';\n\
            export * as enums from './_enums';\nimport './effects';\n";
        assert_eq!(leads(source), ["../env", "./users", "./orders", "./_enums", "./effects"]);
    }

    #[test]
    fn relations_and_types_of_rows_accompany_tables() {
        let relations = "import { relations } from 'drizzle-orm';\nimport { users } from './users';\n\
            export const usersRelations = relations(users, () => ({}));\n";
        assert_eq!(leads(relations), ["drizzle-orm", "./users"]);
        let types = "import type { users } from './users';\nexport type User = typeof users.$inferSelect;\n";
        assert_eq!(leads(types), ["./users"]);
    }

    #[test]
    fn a_config_of_drizzle_kit_is_told_by_what_it_imports() {
        let configs = [
            "import { defineConfig } from 'drizzle-kit';",
            "import type { Config } from \"drizzle-kit\";",
            "const { defineConfig } = require('drizzle-kit');",
            "/** @type { import(\"drizzle-kit\").Config } */",
            "import { defineConfig } from \"npm:drizzle-kit@0.31\";",
        ];
        for config in configs {
            assert!(Glance::at(config).imports_kit, "{config}");
        }
        let others = [
            "export default { external: ['drizzle-kit'] };",
            "// drizzle-kit reads this",
            "import x from './drizzle-kit';",
        ];
        for other in others {
            assert!(!Glance::at(other).imports_kit, "{other}");
        }
    }

    #[test]
    fn code_that_uses_tables_does_not() {
        let client = "import { drizzle } from 'drizzle-orm/node-postgres';\nimport * as schema from './schema';\n\
            export const db = drizzle(process.env.URL, { schema });\n";
        assert_eq!(leads(client), [""; 0]);
    }
}
