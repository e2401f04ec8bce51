//! Every place and every name in declarations, each with a word on what it is.

use schema::model::{Column, Declarations, Enum, Ident, Table};
use text::Place;

/// Every place that `declarations` name.
pub(super) fn of(declarations: &Declarations) -> Vec<(Place, &'static str)> {
    let mut found: Vec<(Place, &'static str)> =
        names(declarations).into_iter().map(|(ident, what)| (ident.place, what)).collect();
    for table in &declarations.tables {
        of_table(table, &mut found);
    }
    found.extend(declarations.enums.iter().map(|it| (it.place, "an enum")));
    found.extend(declarations.relations.iter().map(|it| (it.place, "a relation")));
    found.extend(declarations.unknowns.iter().map(|it| (it.place, "an unknown")));
    found
}

fn of_table(table: &Table, found: &mut Vec<(Place, &'static str)>) {
    found.push((table.place, "a table"));
    found.extend(table.columns.iter().map(|it| (it.place, "a column")));
    found.extend(table.primary_key.iter().map(|it| (it.place, "a primary key")));
    found.extend(table.uniques.iter().map(|it| (it.place, "a unique constraint")));
    found.extend(table.foreign_keys.iter().map(|it| (it.place, "a foreign key")));
    found.extend(table.indexes.iter().map(|it| (it.place, "an index")));
    found.extend(table.checks.iter().map(|it| (it.place, "a check")));
    found.extend(table.policies.iter().map(|it| (it.place, "a policy")));
}

/// Every name in `declarations` that stands somewhere: an implied table's and an empty place stand for nothing.
pub(super) fn names(declarations: &Declarations) -> Vec<(&Ident, &'static str)> {
    let mut found = Vec::new();
    for table in declarations.tables.iter().filter(|it| !it.implied) {
        found.push((&table.name, "the table name"));
        found.push((&table.key, "the table's key"));
        for Column { name, key, .. } in &table.columns {
            found.push((name, "the column name"));
            found.push((key, "the column's key"));
        }
    }
    for Enum { name, key, values, .. } in &declarations.enums {
        found.push((name, "the enum name"));
        found.push((key, "the enum's key"));
        found.extend(values.iter().map(|it| (it, "the value")));
    }
    found.extend(declarations.relations.iter().map(|it| (&it.name, "the relation")));
    found.retain(|(ident, _)| !ident.place.span.is_empty());
    found
}
