//! What the `datasource` says of the database.

use super::ir::{Block, BlockKind, Value, Word};
use crate::model::Database;

/// The database as far as types and tables depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Provider {
    /// PostgreSQL, and CockroachDB, which speaks its language.
    PostgreSql,
    Sqlite,
    MySql,
    /// MongoDB, SQL Server: names and keys are known, types are not.
    Other,
}

/// What the `datasource` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Source {
    pub(super) provider: Provider,
    /// False if Prisma keeps relations itself, without foreign keys in the database.
    pub(super) foreign_keys: bool,
}

impl Source {
    /// What `blocks` say. A schema without a `datasource` is read as one of PostgreSQL.
    pub(super) fn of<'a>(blocks: impl Iterator<Item = &'a Block>) -> Self {
        let mut source = Self { provider: Provider::PostgreSql, foreign_keys: true };
        for block in blocks {
            if let Some(provider) = block.setting("provider").and_then(Value::text) {
                source.provider = match provider.text.as_str() {
                    "postgresql" | "postgres" | "cockroachdb" => Provider::PostgreSql,
                    "sqlite" => Provider::Sqlite,
                    "mysql" => Provider::MySql,
                    _ => Provider::Other,
                };
                source.foreign_keys = provider.text != "mongodb";
            }
            let mode = block.setting("relationMode").or_else(|| block.setting("referentialIntegrity"));
            if mode.and_then(Value::text).is_some_and(|it| it.text == "prisma") {
                source.foreign_keys = false;
                break;
            }
        }
        source
    }

    /// The provider that `block`, a `datasource`, names, if it is none whose types are known.
    pub(super) fn unsupported(block: &Block) -> Option<&Word> {
        let provider = block.setting("provider").filter(|_| block.kind == BlockKind::Datasource)?.text()?;
        (Self::of(std::iter::once(block)).provider == Provider::Other).then_some(provider)
    }

    /// The database product of the tables.
    pub(super) fn database(self) -> Database {
        match self.provider {
            Provider::PostgreSql | Provider::Other => Database::PostgreSql,
            Provider::Sqlite => Database::Sqlite,
            Provider::MySql => Database::MySql,
        }
    }
}
