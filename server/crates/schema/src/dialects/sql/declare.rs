//! From the database as it is after the last statement to the model.

use std::collections::HashSet;

use super::alteration::path_of;
use super::catalog::{Body, Catalog, HeldColumn, HeldReference, HeldTable};
use super::ir::Part;
use super::{others, types};
use crate::model::{Generated, 
    Check, Column, Database, Declarations, DefaultValue, Enum, ForeignKey, Ident, Index, IndexPart, PrimaryKey,
    Table, TableKind, Unique, UnknownScope,
};
use crate::types::ColumnType;

/// Everything that exists in `catalog`.
pub(super) fn declarations(catalog: &Catalog) -> Declarations {
    let all = catalog.tables.iter().enumerate();
    let tables = all.filter_map(|(at, held)| Some(table(catalog, at, held.as_ref()?))).collect();
    let enums = catalog.enums.iter().flatten().map(|held| Enum {
        name: held.name.clone(),
        schema: held.schema.clone(),
        key: held.name.clone(),
        values: held.values.clone(),
        complete: held.complete,
        place: held.place,
    });
    let enums = enums.collect();
    // What was doubtful of a table that is gone is not any more.
    let alive: HashSet<&str> = catalog.tables.iter().flatten().map(|it| it.name.text.as_str()).collect();
    let gone: HashSet<&str> = catalog.gone.iter().map(|it| it.1.as_str()).collect();
    let is_gone = |name: &str| gone.contains(name) && !alive.contains(name);
    let mut unknowns = catalog.unknowns.clone();
    unknowns.retain(|it| !matches!(&it.scope, UnknownScope::Table(name) if is_gone(name)));
    Declarations { tables, enums, unknowns, others: others::listed(catalog), ..Declarations::default() }
}

fn table(catalog: &Catalog, number: usize, held: &HeldTable) -> Table {
    let mut table = Table {
        name: held.name.clone(),
        schema: held.schema.clone(),
        key: held.name.clone(),
        exported: true,
        kind: held.kind,
        database: catalog.database,
        columns: held.columns.iter().map(|it| column(catalog, number, held, it)).collect(),
        complete: !held.open,
        more_constraints: held.more,
        policies: held.policies.clone(),
        row_security: held.row_security,
        more_policies: held.more_policies,
        query: held.sql.clone(),
        doc: held.doc.clone(),
        place: held.place,
        ..Table::default()
    };
    for constraint in &held.constraints {
        let name = Some(constraint.name.clone()).filter(|_| constraint.named);
        let place = constraint.place;
        match &constraint.body {
            Body::Primary(columns) => {
                table.primary_key = Some(PrimaryKey { name, columns: columns.clone(), place });
            }
            Body::Unique(columns) => table.uniques.push(Unique { name, columns: columns.clone(), place }),
            Body::Check { expression, .. } => {
                table.checks.push(Check { name, expression: expression.clone(), place });
            }
            Body::Foreign(reference) => {
                let key = foreign_key(catalog, reference);
                table.foreign_keys.push(ForeignKey { name, place, ..key });
            }
            Body::Exclude(_) => {}
        }
    }
    for index in &held.indexes {
        let parts = index.parts.iter().map(|it| match it {
            Part::Column { name, order } => IndexPart { order: order.clone(), ..IndexPart::of_column(name) },
            Part::Expression { text, order, .. } => {
                IndexPart { order: order.clone(), ..IndexPart::of_expression(text) }
            }
        });
        table.indexes.push(Index {
            name: Some(index.name.clone()).filter(|_| index.named),
            parts: parts.collect(),
            unique: index.unique,
            predicate: index.predicate.clone(),
            method: index.method.clone(),
            place: index.place,
        });
    }
    table
}

fn column(catalog: &Catalog, number: usize, table: &HeldTable, held: &HeldColumn) -> Column {
    let ty = column_type(catalog, held);
    let domain = held.ty.as_ref().and_then(|it| catalog.type_of(it));
    let not_null = held.not_null || domain.is_some_and(|it| it.not_null);
    let inherited = domain.and_then(|it| it.default.clone()).filter(|_| held.default == DefaultValue::None);
    let is_table = table.kind == TableKind::Table;
    let default = match inherited {
        Some(inherited) => DefaultValue::Database(inherited),
        None if others::counts(catalog, number, &held.default) => DefaultValue::Increment,
        None => held.default.clone(),
    };
    // SQLite's columns need no type.
    let typed = held.ty.is_some() || catalog.database == Database::Sqlite;
    let generated = held.generated.clone().map(|it| match it {
        Generated::Identity { always, counting } => {
            Generated::Identity { always, counting: counting.of_column(&ty.canonical) }
        }
        other => other,
    });
    Column {
        name: held.name.clone(),
        key: held.name.clone(),
        nullable: (held.known && is_table && (typed || held.queried)).then_some(!not_null),
        known: held.known && typed,
        ty,
        default,
        generated,
        on_update: None,
        allowed: Vec::new(),
        doc: held.doc.clone(),
        place: held.place,
    }
}

fn column_type(catalog: &Catalog, held: &HeldColumn) -> ColumnType {
    let Some(ty) = &held.ty else { return ColumnType::default() };
    // An enum may be made after the column, if the files are no proper sequence.
    let number = held.enumeration.or_else(|| ty.name.as_ref().and_then(|it| catalog.find_enum(it)));
    if let Some(found) = number.and_then(|it| catalog.enums.get(it)?.as_ref()) {
        let name = found.name.text.clone();
        let schema = found.schema.as_ref().map(|it| format!("{it}.")).unwrap_or_default();
        let brackets = if ty.array { "[]" } else { "" };
        let canonical = format!("{schema}{name}{brackets}");
        return ColumnType { canonical, written: ty.written.clone(), enumeration: Some(name) };
    }
    let canonical = types::printed(ty, catalog.database);
    ColumnType { canonical, written: ty.written.clone(), enumeration: None }
}

fn foreign_key(catalog: &Catalog, held: &HeldReference) -> ForeignKey {
    let alive = held.target.and_then(|it| catalog.table(it));
    let by_name = || catalog.find(&path_of(held.schema.as_ref(), &held.table.text));
    let target = alive.or_else(|| by_name().and_then(|it| catalog.table(it)));
    let mut references = held.references.clone();
    if references.is_empty() {
        references = target.and_then(HeldTable::primary_key).map(<[String]>::to_vec).unwrap_or_default();
    }
    // Supabase's own users, whom every project refers to.
    if references.is_empty() && held.schema.as_deref() == Some("auth") && held.table.text == "users" {
        references.push("id".to_owned());
    }
    let name = target.map_or(&held.table.text, |it| &it.name.text).clone();
    ForeignKey {
        columns: held.columns.clone(),
        table: Ident { text: name, place: held.table.place },
        table_schema: target.map_or_else(|| held.schema.clone(), |it| it.schema.clone()),
        references,
        on_delete: held.on_delete,
        on_update: held.on_update,
        known: target.is_some(),
        ..ForeignKey::default()
    }
}
