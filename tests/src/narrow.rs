//! What each language can say of a schema.

use schema::dialects::Dialect;
use schema::model::{Declarations, DefaultValue, Generated, Index, IndexPart, Table, Unique};

/// What is left of `declared` when it is written in `dialect`.
#[must_use]
pub fn narrow(dialect: Dialect, declared: &Declarations) -> Declarations {
    let mut declared = declared.clone();
    match dialect {
        Dialect::Drizzle => declared.tables.iter_mut().for_each(drizzle),
        Dialect::Prisma => declared.tables.iter_mut().for_each(prisma),
        Dialect::Dbml => declared.tables.iter_mut().for_each(dbml),
        Dialect::Mermaid => {
            declared.tables.retain(|it| !it.name.text.contains(['.', '%', '\t', '"', '\\']));
            declared.tables.iter_mut().for_each(mermaid);
        }
        Dialect::Sql => {}
    }
    declared
}

/// What SQL, Drizzle and Prisma can all say of a schema.
#[must_use]
pub fn shared(declared: &Declarations) -> Declarations {
    [Dialect::Sql, Dialect::Drizzle, Dialect::Prisma]
        .iter()
        .fold(declared.clone(), |it, dialect| narrow(*dialect, &it))
}

/// A block comment cannot hold its own end.
fn drizzle(table: &mut Table) {
    table.doc = table.doc.take().map(|it| it.replace("*/", "* /"));
}

/// Prisma knows no checks, no policies, no expressions and no identities; a list is never said to be NOT NULL, and an
/// index that forbids duplicates is a unique constraint.
fn prisma(table: &mut Table) {
    table.checks.clear();
    table.policies.clear();
    table.row_security = false;
    for column in &mut table.columns {
        if column.ty.canonical.ends_with("[]") {
            column.nullable = Some(true);
        }
        if let Some(Generated::Identity { .. }) = column.generated {
            column.default = DefaultValue::Increment;
        }
        column.generated = None;
    }
    let is_plain = |it: &IndexPart| it.column().is_some() && !it.order.contains("nulls");
    table.indexes.retain(|it| it.parts.iter().all(is_plain));
    unify(table);
}

/// A diagram names no column with a backtick, a percent sign or a tab, and no table with a dot or one of these.
fn mermaid(table: &mut Table) {
    let is_said = |name: &str| !name.contains(['`', '%', '\t']);
    table.columns.retain(|it| is_said(&it.name.text));
    table.primary_key.iter_mut().for_each(|it| it.columns.retain(|it| is_said(it)));
}

/// DBML knows no policies, no generated values, no order and no part of the rows in an index, and no names of keys; an
/// expression stands between backticks.
fn dbml(table: &mut Table) {
    table.checks.retain(|it| !it.expression.contains('`'));
    table.policies.clear();
    table.row_security = false;
    for column in &mut table.columns {
        if let Some(Generated::Identity { .. }) = column.generated {
            column.default = DefaultValue::Increment;
        }
        column.generated = None;
    }
    table.indexes.retain(|it| it.predicate.is_none());
    for part in table.indexes.iter_mut().flat_map(|it| &mut it.parts) {
        part.order.clear();
    }
    unify(table);
    table.uniques.iter_mut().for_each(|it| it.name = None);
    table.primary_key.iter_mut().for_each(|it| it.name = None);
}

/// Indexes that forbid duplicates, as unique constraints.
fn unify(table: &mut Table) {
    let is_unique =
        |it: &Index| it.unique && it.predicate.is_none() && it.parts.iter().all(|it| it.column().is_some());
    let (uniques, indexes) = std::mem::take(&mut table.indexes).into_iter().partition(is_unique);
    table.indexes = indexes;
    for it in uniques {
        let columns = it.parts.iter().filter_map(|it| it.column().map(str::to_owned)).collect();
        table.uniques.push(Unique { name: it.name, columns, place: it.place });
    }
}
