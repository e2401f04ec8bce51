//! SQL data definition: PostgreSQL's, and SQLite's and MySQL's as far as they write the same.
//!
//! [`read`] turns one file into a list of statements ([`ir`]); [`link`] replays them, file after file, and says what
//! then exists. What a statement does that cannot be told is unknown.

mod alter;
mod alteration;
mod blocks;
mod bounds;
mod catalog;
mod conditions;
mod constraints;
mod create;
mod cuts;
mod declare;
mod doubts;
mod evaluate;
mod foreign;
pub mod glance;
mod heads;
mod held;
mod indexes;
mod inserts;
mod ir;
mod lite;
mod marks;
mod module;
mod mysql;
mod naming;
mod others;
mod pieces;
mod psql;
mod qualified;
mod query;
mod reader;
mod referring;
mod renaming;
mod replay;
mod routines;
mod scripts;
mod statements;
mod tables;
mod transactions;
mod tree;
mod types;
pub mod write;

pub use ir::Module;
pub use qualified::qualified;
pub use reader::read;

use text::FileId;

use self::catalog::Catalog;
use super::{Casing, Linking, Module as AnyModule, Order};
use crate::model::Declarations;
use crate::types::ColumnType;

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
    let modules = linking.roots.iter().filter_map(|file| match (linking.module)(*file) {
        Some(AnyModule::Sql(module)) => Some((*file, module)),
        _ => None,
    });
    let mut modules: Vec<(FileId, &Module)> = modules.collect();
    let is_bag = linking.order == Order::Unknown;
    if is_bag {
        modules = scripts::in_order(&modules);
    }
    let database = modules.iter().find_map(|(_, module)| module.database);
    let mut catalog = Catalog::new(database.unwrap_or_default());
    for (file, module) in &modules {
        catalog.file = *file;
        catalog.makes = is_bag.then(|| scripts::made(module).map(str::to_owned).collect());
        catalog.search.clear();
        for statement in &module.statements {
            replay::apply(&mut catalog, statement);
        }
    }
    if is_bag {
        catalog.search.clear();
        for (path, file, span) in scripts::disputed(&modules) {
            catalog.file = file;
            scripts::dispute(&mut catalog, path, span);
        }
    }
    declare::declarations(&catalog)
}

/// The type of the PostgreSQL `expression`, which speaks of no table; unknown if it cannot be told.
pub(super) fn type_of(expression: &str) -> ColumnType {
    let query = AnyModule::Sql(read(&format!("CREATE VIEW a AS SELECT {expression} AS b;")));
    let linking = Linking {
        roots: vec![FileId(0)],
        module: &|_| Some(&query),
        resolve: &|_, _| None,
        casing: Casing::Preserve,
        order: Order::Listed,
        database: None,
    };
    let columns = link(&linking).tables.into_iter().next().map(|it| it.columns).unwrap_or_default();
    match <[_; 1]>::try_from(columns) {
        Ok([only]) => only.ty,
        Err(_) => ColumnType::default(),
    }
}

#[cfg(test)]
mod tests;
