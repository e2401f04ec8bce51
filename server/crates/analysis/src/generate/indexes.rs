//! The indexes of a generated table.

use schema::model::{Index, IndexPart, Table};

use super::claim::Claim;
use crate::conventions::{Conventions, ReferenceIndexes};

/// Adds the indexes that stories list, and one on every reference that has none, if the team makes them.
pub(super) fn add(table: &mut Table, claim: &Claim, conventions: &Conventions) {
    let names = &conventions.indexes;
    for said in &claim.indexes {
        let found: Vec<String> =
            said.columns.iter().filter_map(|it| Some(table.column(it)?.name.text.clone())).collect();
        if found.is_empty() || found.len() != said.columns.len() || leads(table, &found, found.len()) {
            continue;
        }
        let name = said.name.clone().unwrap_or_else(|| names.name(&table.name.text, &found));
        let rows = if said.unique { Rows::Unique } else { Rows::Any };
        table.indexes.push(index(name, found, rows));
    }
    if conventions.reference_indexes == ReferenceIndexes::LeftOut {
        return;
    }
    for key in table.foreign_keys.clone() {
        if !leads(table, &key.columns, key.columns.len()) {
            let name = names.name(&table.name.text, &key.columns);
            table.indexes.push(index(name, key.columns, Rows::Any));
        }
    }
}

/// True if a key, a unique constraint or an index begins with `columns`.
fn leads(table: &Table, columns: &[String], count: usize) -> bool {
    let starts = |it: &[String]| it.get(..count).is_some_and(|it| it == columns);
    let indexed = table.indexes.iter().filter(|it| it.predicate.is_none()).any(|it| {
        let parts: Vec<String> = it.parts.iter().filter_map(IndexPart::column).map(str::to_owned).collect();
        parts.len() == it.parts.len() && starts(&parts)
    });
    indexed
        || table.primary_key.as_ref().is_some_and(|it| starts(&it.columns))
        || table.uniques.iter().any(|it| starts(&it.columns))
}

/// Whether several rows may have the same values in an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rows {
    Any,
    Unique,
}

/// The index called `name` on `columns`.
pub(super) fn index(name: String, columns: Vec<String>, rows: Rows) -> Index {
    Index {
        name: Some(name),
        parts: columns.into_iter().map(IndexPart::of_column).collect(),
        unique: rows == Rows::Unique,
        ..Index::default()
    }
}
