//! The names PostgreSQL gives to constraints and indexes that have none.

use super::catalog::{Catalog, HeldTable};
use super::ir::Part;

/// The schema that has no name in the catalog.
pub(super) const PUBLIC: &str = "public";

/// The longest name, in bytes.
const LONGEST: usize = 63;
/// Names that are tried where the first is taken: nobody has as many indexes of the same columns.
const MOST_TRIES: usize = 100;

/// `table_columns_label`, shortened where it is too long, as `makeObjectName` does.
fn joined(table: &str, columns: &str, label: &str) -> String {
    let overhead = label.len() + 1 + usize::from(!columns.is_empty());
    let room = LONGEST.saturating_sub(overhead);
    let (mut first, mut second) = (table.len(), columns.len());
    while first + second > room {
        if first > second {
            first -= 1;
        } else {
            second = second.saturating_sub(1);
        }
        if first + second == 0 {
            break;
        }
    }
    let mut name = cut(table, first).to_owned();
    for part in [cut(columns, second), label].iter().filter(|it| !it.is_empty()) {
        name.push('_');
        name.push_str(part);
    }
    name
}

fn cut(text: &str, mut length: usize) -> &str {
    while !text.is_char_boundary(length) {
        length -= 1;
    }
    text.get(..length).unwrap_or(text)
}

/// The first of `name_label`, `name_label1`, … that is free.
fn free(table: &str, columns: &str, label: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let plain = joined(table, columns, label);
    if !is_taken(&plain) {
        return plain;
    }
    let numbered = (1..MOST_TRIES).map(|it| joined(table, columns, &format!("{label}{it}")));
    numbered.into_iter().find(|it| !is_taken(it)).unwrap_or(plain)
}

/// The name of a constraint of `table` on `columns`.
pub(super) fn constraint(table: &HeldTable, columns: &[String], label: &str) -> String {
    let taken = |name: &str| {
        table.constraints.iter().any(|it| it.name == name) || table.indexes.iter().any(|it| it.name == name)
    };
    free(&table.name.text, &columns.join("_"), label, taken)
}

/// The name of an index of `table` on `parts`.
pub(super) fn index(catalog: &Catalog, table: &HeldTable, parts: &[Part]) -> String {
    let names = parts.iter().map(|it| match it {
        Part::Column { name, .. } => name.as_str(),
        Part::Expression { label, .. } => label.as_str(),
    });
    let taken = |name: &str| {
        catalog.index_tables.contains_key(&(table.schema.clone(), name.to_owned()))
            || table.constraints.iter().any(|it| it.name == name)
    };
    // Two parts of one name get numbers.
    let mut seen: Vec<String> = Vec::new();
    for name in names {
        let mut unique = name.to_owned();
        let mut count = 0;
        while seen.contains(&unique) && count < MOST_TRIES {
            count += 1;
            unique = format!("{name}{count}");
        }
        seen.push(unique);
    }
    free(&table.name.text, &seen.join("_"), "idx", taken)
}
