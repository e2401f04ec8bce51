//! Tables whose rows are settings: `settings.page_size` names a row by its key there, and no column.

use schema::model::{Column, Table, TableKind};
use schema::names::words;

/// What the column of keys is called, by its last word; beside `value` it may be one of `LOOSE_KEYS`, too.
const KEYS: &[&str] = &["key", "option", "parameter", "property", "setting"];

/// The same, of words that other tables are full of.
const LOOSE_KEYS: &[&str] = &["code", "name", "slug"];

/// What the column of values is called, by its last word.
const VALUES: &[&str] = &["content", "data", "json", "payload", "value", "values"];

/// Columns that stand beside a key and its value.
const COMPANIONS: &[&str] = &[
    "active",
    "category",
    "comment",
    "description",
    "editable",
    "enabled",
    "environment",
    "group",
    "hint",
    "id",
    "label",
    "locale",
    "module",
    "namespace",
    "note",
    "notes",
    "public",
    "scope",
    "secret",
    "section",
    "sensitive",
    "title",
    "type",
    "uuid",
    "version",
];

/// True if `table` keeps a value for each key, and `name` may be such a key.
pub(super) fn may_be_key(table: &Table, name: &str) -> bool {
    table.kind == TableKind::Table && !is_companion(name) && keeps_values(table)
}

fn keeps_values(table: &Table) -> bool {
    let has_value = |plain: bool| {
        table.columns.iter().any(|it| {
            let last = last(&it.name.text);
            if plain { last == "value" } else { VALUES.contains(&last.as_str()) }
        })
    };
    let is_key = |it: &Column| {
        let last = last(&it.name.text);
        let fits = KEYS.contains(&last.as_str()) && has_value(false)
            || LOOSE_KEYS.contains(&last.as_str()) && has_value(true);
        fits && is_text(it) && identifies(table, &it.name.text)
    };
    let Some(key) = table.columns.iter().find(|it| is_key(it)) else { return false };
    table.columns.iter().all(|it| {
        std::ptr::eq(it, key) || VALUES.contains(&last(&it.name.text).as_str()) || is_companion(&it.name.text)
    })
}

/// True if the column `name` tells the rows of `table` apart, alone or within an owner.
fn identifies(table: &Table, name: &str) -> bool {
    let primary = table.primary_key.iter().flat_map(|it| &it.columns);
    let unique = table.uniques.iter().flat_map(|it| &it.columns);
    primary.chain(unique).any(|it| it == name)
}

fn is_text(column: &Column) -> bool {
    let ty = column.ty.canonical.to_ascii_lowercase();
    ["text", "char", "varchar", "character", "citext", "string"].iter().any(|it| ty.starts_with(it))
}

/// True for the name of a column that says something of a row: who changed it, whose it is, what it is for.
fn is_companion(name: &str) -> bool {
    let last = last(name);
    COMPANIONS.contains(&last.as_str()) || matches!(last.as_str(), "at" | "by")
}

fn last(name: &str) -> String {
    words(name).pop().unwrap_or_default()
}
