//! Declarations made ready to be written: every constant and property has its name, and what Drizzle cannot say, or
//! what is unknown, is taken out and noted.

use std::collections::{BTreeMap, BTreeSet};

use super::builder::{builder, is_serial};
use super::column::is_supabase_user;
use super::defaults::module_of;
use super::page::{full_name, qualified};
use super::{Style, camel, constant, free_names};
use crate::model::{
    Column, Database, Declarations, DefaultValue, Enum, ForeignKey, Generated, Index, IndexKey, IndexPart, Table, TableKind, Unique,
    is_sql,
};

/// What is left out, in the user's words.
pub(super) type LeftOut = Vec<String>;

/// `declarations` ready to be written, where `known` declares more that may be referred to, and the file brings `names`.
pub(super) fn settled(
    declarations: &Declarations,
    known: &Declarations,
    names: &BTreeSet<String>,
    left_out: &mut LeftOut,
) -> Declarations {
    let mut settled = declarations.clone();
    left_out.extend(settled.unknowns.iter().map(|it| it.what.clone()));
    let mut taken: BTreeSet<String> = names.clone();
    for it in &mut settled.enums {
        it.key.text = unique(&enum_constant(it), "Enum", &mut taken);
        if !it.complete && !it.name.text.is_empty() && it.values.is_empty() {
            left_out.push(format!("the values of enum `{}`", it.name.text));
        }
    }
    let types: Vec<Enum> = known.enums.iter().chain(&settled.enums).cloned().collect();
    for table in &mut settled.tables {
        for column in table.columns.iter_mut().filter(|_| table.database != Database::PostgreSql) {
            list_values(column, &types);
        }
        table.key.text = unique(&table_constant(table), "Table", &mut taken);
        rename_columns(table);
    }
    promote(&mut settled.tables);
    let columns: BTreeMap<String, BTreeSet<String>> = known.tables.iter().chain(&settled.tables).map(listed).collect();
    for table in &mut settled.tables {
        settle_table(table, &columns, left_out);
        for column in &mut table.columns {
            settle_column(column, table.database, &table.name.text, names, left_out);
        }
    }
    settled
}

/// Only PostgreSQL has enum types: elsewhere a column lists the values itself.
fn list_values(column: &mut Column, types: &[Enum]) {
    let Some(name) = column.ty.enumeration.take() else { return };
    let found = types.iter().find(|it| it.name.text == name || it.key.text == name);
    if let Some(found) = found.filter(|it| column.allowed.is_empty() && it.complete) {
        column.allowed = found.values.iter().map(|it| it.text.clone()).collect();
    }
}

/// Makes constraints of the unique indexes that foreign keys lead to: drizzle-kit makes indexes after the keys.
fn promote(tables: &mut [Table]) {
    let target = |it: &ForeignKey| (qualified(it.table_schema.as_deref(), &it.table.text), it.references.clone());
    let targets: BTreeSet<_> = tables.iter().flat_map(|it| it.foreign_keys.iter().map(target)).collect();
    for table in tables.iter_mut().filter(|it| it.database == Database::PostgreSql) {
        let name = full_name(table);
        let columns = |it: &Index| -> Option<Vec<String>> {
            let is_plain = it.unique && it.predicate.is_none() && it.parts.iter().all(|it| it.order.is_empty());
            it.parts.iter().filter(|_| is_plain).map(|it| it.column().map(str::to_owned)).collect()
        };
        let is_target = |it: &Index| columns(it).is_some_and(|it| targets.contains(&(name.clone(), it)));
        let (promoted, indexes) = std::mem::take(&mut table.indexes).into_iter().partition(is_target);
        table.indexes = indexes;
        table.uniques.extend(promoted.into_iter().filter_map(|it: Index| {
            Some(Unique { columns: columns(&it)?, name: it.name, place: it.place })
        }));
    }
}

/// A table's full name and its columns' names.
fn listed(table: &Table) -> (String, BTreeSet<String>) {
    (full_name(table), table.columns.iter().map(|it| it.name.text.clone()).collect())
}

/// A key that is only the database name again gets the form that Drizzle's houses use.
fn table_constant(table: &Table) -> String {
    let (key, name) = (&table.key.text, &table.name.text);
    let own = !key.is_empty() && super::is_identifier(key) && key != name && constant(key) == camel(key);
    if own { key.clone() } else { constant(name) }
}

fn enum_constant(it: &Enum) -> String {
    let (key, name) = (&it.key.text, &it.name.text);
    let own = !key.is_empty() && super::is_identifier(key) && key != name && constant(key) == camel(key);
    if own { key.clone() } else { constant(&format!("{name}_enum")) }
}

/// `wanted`, with `suffix` or a number behind it if it is taken.
pub(super) fn unique(wanted: &str, suffix: &str, taken: &mut BTreeSet<String>) -> String {
    let mut name = wanted.to_owned();
    let mut number = 1;
    while !taken.insert(name.clone()) {
        name = if number == 1 { format!("{wanted}{suffix}") } else { format!("{wanted}{suffix}{number}") };
        number += 1;
    }
    name
}

/// What every table of Drizzle has besides its columns.
const MEMBERS: &[&str] = &["_", "enableRLS", "getSQL", "shouldOmitSQLParens"];

fn rename_columns(table: &mut Table) {
    let mut taken: BTreeSet<String> = MEMBERS.iter().map(|it| (*it).to_owned()).collect();
    for column in &mut table.columns {
        let (key, name) = (&column.key.text, &column.name.text);
        let is_snake = name.trim_matches('_').contains('_') || !super::is_identifier(name);
        let wanted = match (key.is_empty(), key == name && is_snake) {
            (true, _) | (_, true) => camel(name),
            _ => key.clone(),
        };
        column.key.text = unique(&wanted, "Column", &mut taken);
    }
}

fn settle_table(table: &mut Table, columns: &BTreeMap<String, BTreeSet<String>>, left_out: &mut LeftOut) {
    let title = full_name(table);
    let kind = if table.kind == TableKind::Table { "table" } else { "view" };
    if !table.complete {
        left_out.push(format!("columns of {kind} `{title}` that are not known"));
    }
    if table.more_constraints {
        left_out.push(format!("keys and indexes of `{title}` that are not known"));
    }
    if table.more_policies {
        left_out.push(format!("policies and row level security of `{title}` that are not known"));
    }
    if table.database == Database::Sqlite && table.schema.is_some() {
        left_out.push(format!("the schema of `{title}`"));
        table.schema = None;
    }
    if table.kind == TableKind::MaterializedView && table.database != Database::PostgreSql {
        left_out.push(format!("that view `{title}` is materialized"));
    }
    if table.database == Database::PostgreSql && !table.row_security && !table.policies.is_empty() {
        left_out.push(format!("that row level security of `{title}` is off: its policies turn it on"));
    }
    if table.kind != TableKind::Table && table.query.as_ref().is_none_or(|it| !is_sql(it)) {
        left_out.push(format!("the query of view `{title}`"));
        table.query = None;
    }
    let own = columns.get(&title).cloned().unwrap_or_default();
    let has = |names: &[String]| names.iter().all(|it| own.contains(it));
    table.primary_key = table.primary_key.take().filter(|it| {
        has(&it.columns) && !it.columns.is_empty() || drop(left_out, format!("the primary key of `{title}`"))
    });
    table.uniques.retain(|it| {
        has(&it.columns) || drop(left_out, format!("unique ({}) of `{title}`", it.columns.join(", ")))
    });
    table.foreign_keys.retain(|it| {
        let said = format!("foreign key ({}) of `{title}` to `{}`", it.columns.join(", "), it.table.text);
        has(&it.columns) && leads_somewhere(it, columns) || drop(left_out, said)
    });
    table.checks.retain(|it| {
        let name = it.name.as_deref().unwrap_or(&it.expression);
        is_sql(&it.expression) || drop(left_out, format!("check `{name}` of `{title}`"))
    });
    settle_indexes(table, &own, &title, left_out);
    settle_policies(table, &title, left_out);
}

/// Notes `what`; false, for [`Vec::retain`].
fn drop(left_out: &mut LeftOut, what: String) -> bool {
    left_out.push(what);
    false
}

/// True if `key` leads to columns that can be referred to.
fn leads_somewhere(key: &ForeignKey, columns: &BTreeMap<String, BTreeSet<String>>) -> bool {
    let target = columns.get(&qualified(key.table_schema.as_deref(), &key.table.text));
    let count = key.columns.len() == key.references.len() && !key.columns.is_empty();
    match target {
        Some(target) => count && key.references.iter().all(|it| target.contains(it)),
        None => is_supabase_user(key) && key.references == ["id"],
    }
}

fn settle_indexes(table: &mut Table, own: &BTreeSet<String>, title: &str, left_out: &mut LeftOut) {
    let database = table.database;
    table.indexes.retain_mut(|it| {
        let columns: Vec<&str> = it.parts.iter().map(IndexPart::text).collect();
        let name = it.name.clone().unwrap_or_else(|| columns.join(", "));
        let known = it.parts.iter().all(|part| match &part.key {
            IndexKey::Column(column) => own.contains(column),
            IndexKey::Expression(expression) => is_sql(expression),
        });
        let said = it.predicate.as_ref().is_none_or(|it| is_sql(it) && database != Database::MySql);
        // Drizzle has no FULLTEXT and no SPATIAL indexes.
        let method = it.method.as_deref().map(str::to_lowercase);
        let made = database != Database::MySql || method.is_none_or(|it| matches!(it.as_str(), "btree" | "hash"));
        if !known || !said || !made || it.parts.is_empty() {
            return drop(left_out, format!("index `{name}` of `{title}`"));
        }
        if database == Database::MySql {
            it.method = it.method.as_deref().map(str::to_lowercase);
        }
        if database == Database::Sqlite && it.method.take().is_some() {
            left_out.push(format!("the method of index `{name}` of `{title}`"));
        }
        true
    });
}

fn settle_policies(table: &mut Table, title: &str, left_out: &mut LeftOut) {
    let said = table.database == Database::PostgreSql && table.kind == TableKind::Table;
    table.policies.retain(|it| {
        let conditions = it.using.iter().chain(&it.check).chain(&it.roles).all(|it| is_sql(it));
        said && conditions && !it.name.is_empty()
            || drop(left_out, format!("policy `{}` of `{title}`", it.name))
    });
    if table.row_security && !said {
        left_out.push(format!("row level security of `{title}`"));
    }
}

fn settle_column(
    column: &mut Column,
    database: Database,
    table: &str,
    names: &BTreeSet<String>,
    left_out: &mut LeftOut,
) {
    let title = format!("`{}` of `{table}`", column.name.text);
    if database == Database::Sqlite && column.ty.canonical == "int" {
        left_out.push(format!("the type `int` of {title}, which is written as integer"));
        column.ty.canonical = "integer".to_owned();
    }
    if !column.known || !column.ty.is_known() {
        left_out.push(format!("the type of {title}, which is written as text"));
        column.ty.canonical = "text".to_owned();
        column.ty.enumeration = None;
        column.default = DefaultValue::None;
    }
    if column.nullable.is_none() {
        left_out.push(format!("whether {title} may be NULL"));
    }
    let numbered = match database {
        Database::PostgreSql => is_serial(column) || super::defaults::is_identity(column),
        Database::Sqlite => column.ty.canonical == "integer",
        Database::MySql => builder(column, database, &Style::default()).is_some(),
    };
    let lost = match &column.default {
        DefaultValue::Database(sql) => (!is_sql(sql)).then(|| sql.clone()),
        DefaultValue::Application(function) => (!is_known(function, names)).then(|| function.clone()),
        DefaultValue::Increment if !numbered => Some("the next number".to_owned()),
        _ => None,
    };
    if let Some(lost) = lost {
        left_out.push(format!("the default of {title}: {lost}"));
        column.default = DefaultValue::None;
    }
    let by_database = database == Database::MySql && column.on_update.as_deref() == Some("current_timestamp");
    if column.on_update.as_ref().is_some_and(|it| !by_database && !is_known(it, names)) {
        left_out.push(format!("what {title} gets at each update"));
        column.on_update = None;
    }
    match &column.generated {
        Some(Generated::Stored(sql) | Generated::Virtual(sql)) if sql.is_empty() || !is_sql(sql) => {
            left_out.push(format!("how {title} is generated"));
            column.generated = None;
        }
        Some(Generated::Virtual(sql)) if database == Database::PostgreSql => {
            left_out.push(format!("that {title} is virtual"));
            column.generated = Some(Generated::Stored(sql.clone()));
        }
        Some(Generated::Identity { .. }) if database != Database::PostgreSql => {
            left_out.push(format!("that {title} is an identity"));
            column.generated = None;
        }
        _ => {}
    }
}

/// True if everything that `function` uses is there.
fn is_known(function: &str, names: &BTreeSet<String>) -> bool {
    let prisma = matches!(function, "cuid()" | "cuid(2)" | "uuid()" | "uuid(4)" | "uuid(7)");
    prisma || free_names(function).iter().all(|it| module_of(it).is_some() || names.contains(*it))
}
