//! Drizzle ORM: TypeScript modules that call `pgTable` and its friends.
//!
//! [`read`] turns one module into a small tree of constants, functions and calls ([`ir`]); [`link`] evaluates those
//! trees across files as far as that is possible without running them.

mod annotations;
mod bodies;
mod casing;
mod columns;
pub mod config;
mod constraints;
mod defaults;
mod effects;
mod eval;
mod fields;
mod functions;
mod ir;
mod library;
mod lower;
mod masked;
mod methods;
mod module;
mod mystery;
mod naming;
mod operators;
mod order;
mod paths;
mod policies;
mod recovery;
mod relations;
mod resolve;
mod seen;
mod selection;
mod tables;
mod texts;
mod touches;
mod types;
mod values;
pub mod write;

use std::collections::HashSet;

use text::{FileId, Place};

pub use module::{Module, read};

use self::eval::Evaluator;
use self::ir::{Export, Taken};
use self::values::Value;
use super::Linking;
use crate::model::{Database, Declarations, UnknownScope};

/// No ending tells: it is TypeScript like any other.
pub(super) const EXTENSIONS: &[&str] = &[];

/// True if `code` calls a constructor of tables.
pub(super) fn is_written_in(code: &str) -> bool {
    ["pgTable(", "sqliteTable(", "mysqlTable(", "pgEnum("].iter().any(|call| code.contains(call))
}

/// What the linked modules declare.
#[must_use]
pub fn link(linking: &Linking<'_>) -> Declarations {
    let mut evaluator = Evaluator::new(linking);
    let mut waiting: Vec<FileId> = linking.roots.iter().rev().copied().collect();
    let mut seen = HashSet::new();
    let mut order = Vec::new();
    while let Some(file) = waiting.pop() {
        if seen.insert(file) {
            order.push(file);
            visit(&mut evaluator, file, &mut waiting);
        }
    }
    evaluator.finish();
    seen::mark(&mut evaluator, &order);
    let database = evaluator.database;
    let mut found = evaluator.found;
    if let Some(database) = database {
        found.tables.retain(|it| it.database == database);
        found.enums.retain(|_| database == Database::PostgreSql);
    }
    let rank = |place: Place| {
        let file = order.iter().position(|it| *it == place.file).unwrap_or(usize::MAX);
        (file, place.file, place.span)
    };
    found.tables.sort_by_key(|table| rank(table.place));
    found.enums.sort_by_key(|it| rank(it.place));
    found.relations.sort_by_key(|it| rank(it.place));
    // A helper that is used twice is unknown once.
    found.unknowns.sort_by_cached_key(|it| (rank(it.place), it.what.clone()));
    found.unknowns.dedup();
    found
}

/// Evaluates everything `file` declares, and notes the files whose declarations it passes on.
fn visit(evaluator: &mut Evaluator<'_>, file: FileId, waiting: &mut Vec<FileId>) {
    let Some(module) = evaluator.module(file) else { return };
    for span in &module.unread {
        let what = "tables may be declared here that cannot be read".to_owned();
        evaluator.unknown(what, Place::new(file, *span), UnknownScope::Tables);
    }
    for index in 0..module.bindings.len() {
        evaluator.refuel();
        evaluator.declared(file, index);
    }
    for export in &module.exports {
        match export {
            Export::Local { .. } => {}
            Export::From { name, taken, specifier, span } => {
                evaluator.refuel();
                let found = evaluator.export(file, name, &mut HashSet::new());
                let target = (evaluator.resolve)(file, specifier).and_then(|it| evaluator.module(it));
                // A type is passed on like a value, and is none.
                if let (Some(Value::Unknown), Taken::Named(taken), Some(target)) = (found, taken, target)
                    && !target.says(taken)
                {
                    let what = format!("`{specifier}` does not export `{taken}`");
                    evaluator.unknown(what, Place::new(file, *span), UnknownScope::Tables);
                }
            }
            Export::Star { specifier, span } => match (evaluator.resolve)(file, specifier) {
                Some(target) => waiting.push(target),
                None if library::package(specifier).is_some() => {}
                None => {
                    let what = format!("what `{specifier}` exports cannot be read");
                    evaluator.unknown(what, Place::new(file, *span), UnknownScope::Tables);
                }
            },
        }
    }
}

#[cfg(test)]
mod tests;
