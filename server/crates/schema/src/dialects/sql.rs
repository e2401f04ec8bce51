//! SQL data definition: PostgreSQL's, and SQLite's and MySQL's as far as they write the same.
//!
//! [`read`] turns one file into a list of statements ([`ir`]); [`link`] replays them, file after file, and says what
//! then exists. What a statement does that cannot be told is unknown.

mod alter;
mod alteration;
mod blocks;
mod bounds;
mod catalog;
mod constraints;
mod create;
mod declare;
mod evaluate;
mod foreign;
pub mod glance;
mod ir;
mod naming;
mod pieces;
mod qualified;
mod query;
mod reader;
mod replay;
mod statements;
mod tables;
mod tree;
mod types;
pub mod write;

pub use ir::Module;
pub use qualified::qualified;
pub use reader::read;

use self::catalog::Catalog;
use super::{Linking, Module as AnyModule};
use crate::model::Declarations;

/// The endings of files in this language.
pub(super) const EXTENSIONS: &[&str] = &["sql"];

/// True if a statement of `code` defines something.
pub(super) fn is_written_in(code: &str) -> bool {
    let defines = |line: &str| {
        let mut words = line.split_whitespace().map(str::to_ascii_uppercase);
        let first = words.next();
        let is = |word: &str| first.as_deref() == Some(word);
        (is("CREATE") || is("ALTER") || is("DROP"))
            && words.next().is_some_and(|it| it.chars().all(|it| it.is_ascii_alphabetic()))
    };
    code.lines().any(defines)
}

/// What exists after the statements of the root files, in their order.
#[must_use]
pub fn link(linking: &Linking<'_>) -> Declarations {
    let modules = || {
        linking.roots.iter().filter_map(|file| match (linking.module)(*file) {
            Some(AnyModule::Sql(module)) => Some((*file, module)),
            _ => None,
        })
    };
    let database = modules().find_map(|(_, module)| module.database);
    let mut catalog = Catalog::new(database.unwrap_or_default());
    for (file, module) in modules() {
        catalog.file = file;
        catalog.search = None;
        for statement in &module.statements {
            replay::apply(&mut catalog, statement);
        }
    }
    declare::declarations(&catalog)
}

#[cfg(test)]
mod tests;
