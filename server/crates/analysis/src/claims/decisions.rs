//! Which declarations of a schema break a decision that a document records.

use schema::model::{Action, Column, ForeignKey, Table, TableKind};
use schema::names::{self, Case, Folded, same_column};
use story::Decision;
use text::Place;
use workspace::model::SchemaSet;

use crate::Related;
use crate::rules::has_index;

/// Columns that mark a row as deleted.
const DELETED: &[&str] = &["deleted_at", "is_deleted", "deleted", "deleted_on", "deleted_by"];

/// What breaks `decision` in `set`, each where it is declared, by place. Empty if nothing does, or if it cannot be told.
pub(crate) fn offenders(set: &SchemaSet, decision: &Decision) -> Vec<Related> {
    let mut found = match decision {
        Decision::NoEnumTypes => {
            let enums = set.declarations.enums.iter();
            enums.map(|it| related(it.name.place, format!("`{}` is an enum type", it.name.text))).collect()
        }
        Decision::CascadeEverywhere => keys(set, |_, key| {
            let what = key.on_delete.map_or("says nothing of deletes", |_| "does not cascade");
            (key.known && key.on_delete != Some(Action::Cascade)).then_some(what)
        }),
        Decision::IndexedForeignKeys => keys(set, |table, key| {
            let judged = table.complete && !table.more_constraints;
            (judged && !has_index(table, key)).then_some("has no index")
        }),
        Decision::NoSoftDeletes => columns(set, |table, it| {
            // A log of what was deleted says when that was.
            let is_log = names::words(&table.name.text).iter().any(|it| it.starts_with("delet"));
            let marks = DELETED.iter().any(|name| same_column(&it.name.text, name));
            (marks && !is_log).then(|| "marks rows as deleted".to_owned())
        }),
        Decision::SnakeCaseColumns => columns(set, |_, it| {
            let is_other = names::case_of(&it.name.text).is_some_and(|case| case != Case::Snake);
            is_other.then(|| "is not in snake_case".to_owned())
        }),
        Decision::TimestampType(wanted) => columns(set, |_, it| {
            let ty = &it.ty.canonical;
            let differs = ty.starts_with("timestamp") && !is_of_type(ty, wanted);
            differs.then(|| format!("is `{ty}`, not `{wanted}`"))
        }),
        Decision::NoColumn { table, column } => {
            let meant = table.as_ref().and_then(|it| named(set, it));
            columns(set, |own, it| {
                let is_meant = table.is_none() || meant.is_some_and(|it| std::ptr::eq(it, own));
                (is_meant && same_column(&it.name.text, column)).then(|| "is declared here".to_owned())
            })
        }
        Decision::PluralTables => tables(set, |it| {
            let is_singular = names::is_singular(&it.name.text) && !names::is_plural(&it.name.text);
            is_singular.then_some("is singular")
        }),
        Decision::TimestampsEverywhere => tables(set, |it| {
            let has_both = has(it, "created_at") && has(it, "updated_at");
            (it.complete && !has_both).then_some("lacks `created_at` or `updated_at`")
        }),
        Decision::NoTable(name) => {
            let there = named(set, name);
            tables(set, |it| there.is_some_and(|there| std::ptr::eq(there, it)).then_some("is declared here"))
        }
    };
    found.sort_by_key(|it| (it.place.file, it.place.span));
    found
}

/// True if `ty` is `wanted`; where that says no precision, any will do.
fn is_of_type(ty: &str, wanted: &str) -> bool {
    let zone = |it: &str| it.ends_with("with time zone");
    ty == wanted || !wanted.contains('(') && zone(ty) == zone(wanted)
}

/// The table of `set` called `name`.
fn named<'a>(set: &'a SchemaSet, name: &str) -> Option<&'a Table> {
    set.table(&Folded::new(name))
}

/// The tables that people declared.
fn own(set: &SchemaSet) -> impl Iterator<Item = &Table> {
    set.declarations.tables.iter().filter(|it| it.kind == TableKind::Table && !it.implied)
}

/// The tables of which `flaw` says something.
fn tables(set: &SchemaSet, flaw: impl Fn(&Table) -> Option<&'static str>) -> Vec<Related> {
    let found = own(set).filter_map(|it| Some((it, flaw(it)?)));
    found.map(|(it, what)| related(it.name.place, format!("`{}` {what}", it.name.text))).collect()
}

/// The columns of which `flaw` says something.
fn columns(set: &SchemaSet, flaw: impl Fn(&Table, &Column) -> Option<String>) -> Vec<Related> {
    let all = own(set).flat_map(|table| table.columns.iter().map(move |column| (table, column)));
    let found = all.filter_map(|(table, it)| Some((table, it, flaw(table, it)?)));
    let text = |table: &Table, it: &Column, what| format!("`{}.{}` {what}", table.name.text, it.name.text);
    found.map(|(table, it, what)| related(it.name.place, text(table, it, what))).collect()
}

/// The foreign keys of which `flaw` says something.
fn keys(set: &SchemaSet, flaw: impl Fn(&Table, &ForeignKey) -> Option<&'static str>) -> Vec<Related> {
    let all = own(set).flat_map(|table| table.foreign_keys.iter().map(move |key| (table, key)));
    let found = all.filter_map(|(table, key)| Some((table, key, flaw(table, key)?)));
    let text = |table: &Table, key: &ForeignKey, what| {
        format!("foreign key `{}.{}` {what}", table.name.text, key.columns.join(", "))
    };
    found.map(|(table, key, what)| related(key.place, text(table, key, what))).collect()
}

fn has(table: &Table, name: &str) -> bool {
    table.columns.iter().any(|it| same_column(&it.name.text, name))
}

fn related(place: Place, message: String) -> Related {
    Related { place, message }
}
