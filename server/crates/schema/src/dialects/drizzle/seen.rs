//! Which tables drizzle-kit sees: those that are the value of an export of one of the schema's files.

use std::collections::HashSet;

use text::{FileId, Place};

use super::eval::Evaluator;
use super::ir::Export;
use super::values::Value;

/// What the exports of a schema's files are.
#[derive(Default)]
struct Exports {
    /// The numbers of the tables among them.
    tables: HashSet<usize>,
    /// Where exports stand that cannot be evaluated; any table made there may be one.
    unknown: Vec<Place>,
    /// The files of exports that cannot be evaluated, and stand nowhere.
    open: HashSet<FileId>,
}

/// Marks the tables that no file of `order` exports. Where none is exported at all, the code is no module of a schema,
/// but a piece of one, and nothing is marked.
pub(super) fn mark(evaluator: &mut Evaluator<'_>, order: &[FileId]) {
    let mut found = Exports::default();
    for file in order {
        collect(evaluator, *file, &mut found);
    }
    if found.tables.is_empty() {
        return;
    }
    for (number, table) in evaluator.found.tables.iter_mut().enumerate() {
        let holds = |it: &Place| {
            it.file == table.place.file
                && it.span.start() <= table.place.span.start()
                && table.place.span.end() <= it.span.end()
        };
        let may_be_seen = found.tables.contains(&number)
            || found.open.contains(&table.place.file)
            || found.unknown.iter().any(holds);
        table.unseen |= !may_be_seen;
    }
}

/// Adds what `file` exports.
fn collect(evaluator: &mut Evaluator<'_>, file: FileId, found: &mut Exports) {
    let Some(module) = evaluator.module(file) else { return };
    if !module.unread.is_empty() || !module.problems.is_empty() {
        found.open.insert(file);
    }
    for binding in module.bindings.iter().filter(|it| it.exported) {
        for word in binding.pattern.names() {
            evaluator.refuel();
            match evaluator.export(file, &word.text, &mut HashSet::new()) {
                Some(Value::Table(number)) => {
                    found.tables.insert(number);
                }
                Some(Value::Unknown) | None => found.unknown.push(Place::new(file, binding.span)),
                Some(_) => {}
            }
        }
    }
    for export in &module.exports {
        let (Export::Local { name, .. } | Export::From { name, .. }) = export else { continue };
        evaluator.refuel();
        match evaluator.export(file, name, &mut HashSet::new()) {
            Some(Value::Table(number)) => {
                found.tables.insert(number);
            }
            Some(Value::Unknown) | None => {
                found.open.insert(file);
            }
            Some(_) => {}
        }
    }
}
