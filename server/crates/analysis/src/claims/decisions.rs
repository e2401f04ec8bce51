//! Which declarations of a schema break a decision that a document records.

use schema::model::{Action, Column, ForeignKey, Table, TableKind};
use schema::names::{self, Case, same_column};
use story::Decision;
use text::Place;
use workspace::model::{Model, SchemaSet};

use crate::Related;
use crate::rules::has_index;

/// Columns that mark a row as deleted.
const DELETED: &[&str] = &["deleted_at", "is_deleted", "deleted", "deleted_on", "deleted_by"];

/// What breaks `decision` in `set`, each where it is declared, by place. Empty if nothing does, or if it cannot be told.
pub(crate) fn offenders(model: &Model, set: &SchemaSet, decision: &Decision) -> Vec<Related> {
    let tables = || set.declarations.tables.iter().filter(|it| it.kind == TableKind::Table && !it.implied);
    let columns = || tables().flat_map(|table| table.columns.iter().map(move |column| (table, column)));
    let keys = || tables().flat_map(|table| table.foreign_keys.iter().map(move |key| (table, key)));
    let column = |(table, column): (&Table, &Column), what: &str| {
        related(column.name.place, format!("`{}.{}` {what}", table.name.text, column.name.text))
    };
    let key = |(table, key): (&Table, &ForeignKey), what: &str| {
        related(
            key.place,
            format!("foreign key `{}` of `{}` {what}", key.columns.join("`, `"), table.name.text),
        )
    };
    let table =
        |table: &Table, what: &str| related(table.name.place, format!("`{}` {what}", table.name.text));
    let mut found: Vec<Related> = match decision {
        Decision::NoEnumTypes => {
            let enums = set.declarations.enums.iter();
            enums.map(|it| related(it.name.place, format!("`{}` is an enum type", it.name.text))).collect()
        }
        Decision::CascadeEverywhere => keys()
            .filter(|(_, it)| it.known && it.on_delete != Some(Action::Cascade))
            .map(|it| key(it, it.1.on_delete.map_or("says nothing of deletes", |_| "does not cascade")))
            .collect(),
        Decision::IndexedForeignKeys => keys()
            .filter(|(table, it)| table.complete && !table.more_constraints && !has_index(table, it))
            .map(|it| key(it, "has no index"))
            .collect(),
        Decision::NoSoftDeletes => columns()
            .filter(|(_, it)| DELETED.iter().any(|name| same_column(&it.name.text, name)))
            .map(|it| column(it, "marks rows as deleted"))
            .collect(),
        Decision::SnakeCaseColumns => columns()
            .filter(|(_, it)| names::case_of(&it.name.text).is_some_and(|case| case != Case::Snake))
            .map(|it| column(it, "is not in snake_case"))
            .collect(),
        Decision::PluralTables => tables()
            .filter(|it| names::is_singular(&it.name.text) && !names::is_plural(&it.name.text))
            .map(|it| table(it, "is singular"))
            .collect(),
        Decision::TimestampsEverywhere => tables()
            .filter(|it| it.complete && !(has(it, "created_at") && has(it, "updated_at")))
            .map(|it| table(it, "lacks `created_at` or `updated_at`"))
            .collect(),
        Decision::TimestampType(wanted) => columns()
            .filter(|(_, it)| it.ty.canonical.starts_with("timestamp") && it.ty.canonical != *wanted)
            .map(|it| column(it, &format!("is `{}`, not `{wanted}`", it.1.ty.canonical)))
            .collect(),
        Decision::NoTable(name) => {
            let there = model.table(name).present().filter(|it| tables().any(|own| std::ptr::eq(own, *it)));
            there.into_iter().map(|it| table(it, "is declared here")).collect()
        }
        Decision::NoColumn { table, column: name } => {
            let meant = table.as_ref().and_then(|it| model.table(it).present());
            columns()
                .filter(|(own, _)| table.is_none() || meant.is_some_and(|it| std::ptr::eq(it, *own)))
                .filter(|(_, it)| same_column(&it.name.text, name))
                .map(|it| column(it, "is declared here"))
                .collect()
        }
    };
    found.sort_by_key(|it| (it.place.file, it.place.span));
    found
}

fn has(table: &Table, name: &str) -> bool {
    table.columns.iter().any(|it| same_column(&it.name.text, name))
}

fn related(place: Place, message: String) -> Related {
    Related { place, message }
}
