//! How things are called in the database: tables, columns, indexes.

use schema::model::{Declarations, IndexPart, Table};
use schema::names::{Case, case_of, is_plural, is_singular, plural, singular, snake_case};

use super::most_common;

/// Whether a name is for one or for many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Number {
    /// `order`.
    Singular,
    /// `orders`.
    Plural,
    /// Plural, but a name of several words that is written as a database would have it stays as it is.
    Kept,
}

impl Number {
    /// `name` in this number.
    pub(crate) fn of(self, name: &str) -> String {
        match self {
            Self::Singular => singular(name),
            Self::Kept if name.contains('_') => name.to_owned(),
            Self::Plural | Self::Kept => plural(name),
        }
    }
}

/// The number most tables are called in.
pub(crate) fn number(declarations: &Declarations) -> Number {
    vote(declarations.tables.iter().map(|it| it.name.text.as_str()))
}

pub(crate) fn vote<'a>(names: impl Iterator<Item = &'a str>) -> Number {
    let mut sum = 0i64;
    for name in names {
        // A noun such as `data` is both, and says nothing.
        sum += i64::from(is_plural(name)) - i64::from(is_singular(name));
    }
    if sum >= 0 { Number::Plural } else { Number::Singular }
}

/// The case most tables are called in, of those whose name shows one.
pub(super) fn table_case(declarations: &Declarations) -> Case {
    let own = declarations.tables.iter().filter(|it| !it.implied).map(|it| it.name.text.as_str());
    let cases = own.filter_map(|it| match case_of(it) {
        Some(Case::Snake) if !it.contains('_') => None,
        case => case,
    });
    most_common(cases).unwrap_or(Case::Snake)
}

/// True unless most columns of two words are in camel case.
pub(super) fn snake_columns(declarations: &Declarations) -> bool {
    let mut sum = 0i64;
    for column in declarations.tables.iter().flat_map(|it| &it.columns) {
        match case_of(&column.name.text) {
            Some(Case::Camel) => sum -= 1,
            Some(Case::Snake) if column.name.text.contains('_') => sum += 1,
            _ => {}
        }
    }
    sum >= 0
}

/// How indexes are called: `idx_orders_user_id`, `orders_user_id_idx`, `orders_user_idx`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct IndexNames {
    prefix: &'static str,
    suffix: &'static str,
    singular: bool,
    bare_column: bool,
    with_table: bool,
}

impl Default for IndexNames {
    fn default() -> Self {
        Self { prefix: "", suffix: "_idx", singular: false, bare_column: false, with_table: true }
    }
}

impl IndexNames {
    pub(super) fn of(declarations: &Declarations) -> Self {
        let named: Vec<(&Table, Vec<String>, &str)> = declarations
            .tables
            .iter()
            .flat_map(|table| table.indexes.iter().map(move |index| (table, index)))
            .filter_map(|(table, index)| Some((table, columns(&index.parts), index.name.as_deref()?)))
            .collect();
        let mut best = (0, Self::default());
        for (prefix, suffix) in [("", "_idx"), ("idx_", ""), ("", "_index"), ("ix_", "")] {
            for (singular, bare_column, with_table) in [
                (false, false, true),
                (false, true, true),
                (true, false, true),
                (true, true, true),
                (false, false, false),
                (false, true, false),
            ] {
                let pattern = Self { prefix, suffix, singular, bare_column, with_table };
                let hits = named.iter().filter(|it| pattern.name(&it.0.name.text, &it.1) == it.2).count();
                if hits > best.0 {
                    best = (hits, pattern);
                }
            }
        }
        best.1
    }

    /// The name of an index of `table` on `columns`.
    pub(crate) fn name(&self, table: &str, columns: &[String]) -> String {
        let table = if self.singular { singular(table) } else { table.to_owned() };
        let columns: Vec<&str> = columns
            .iter()
            .map(|it| if self.bare_column { it.strip_suffix("_id").unwrap_or(it) } else { it.as_str() })
            .collect();
        let middle =
            if self.with_table { format!("{table}_{}", columns.join("_")) } else { columns.join("_") };
        // PostgreSQL cuts names at 63 bytes; two cut names could be the same.
        let name = snake_case(&format!("{}{middle}{}", self.prefix, self.suffix));
        if name.len() <= 63 {
            name
        } else {
            name.chars().rev().take(63).collect::<Vec<_>>().into_iter().rev().collect()
        }
    }
}

fn columns(parts: &[IndexPart]) -> Vec<String> {
    parts.iter().filter_map(IndexPart::column).map(str::to_owned).collect()
}
