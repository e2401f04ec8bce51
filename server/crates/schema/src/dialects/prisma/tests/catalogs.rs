//! The fixtures held against the catalog of PostgreSQL or SQLite after Prisma's own migration was applied to it.
//!
//! Each `*.catalog` lists what the database then holds, one thing per line; the fixtures' own text is all that is
//! read here.

use super::declared;
use crate::model::{Database, DefaultValue, Table, TableKind};

fn qualified(schema: Option<&String>, name: &str) -> String {
    format!("{}.{name}", schema.map_or("public", String::as_str))
}

/// The lines of the catalog that `table` makes.
fn lines(table: &Table, found: &mut Vec<String>) {
    let name = qualified(table.schema.as_ref(), &table.name.text);
    found.push(format!("table {name}"));
    for column in &table.columns {
        let nullable = if column.nullable == Some(true) { "" } else { " not null" };
        let held = matches!(column.default, DefaultValue::Database(_) | DefaultValue::Increment);
        let default = if held { " default" } else { "" };
        found.push(format!("column {name}.{} {}{nullable}{default}", column.name.text, column.ty.canonical));
    }
    found.extend(table.primary_key.iter().map(|it| format!("key {name}({})", it.columns.join(", "))));
    found.extend(table.uniques.iter().map(|it| format!("unique {name}({})", it.columns.join(", "))));
    for key in &table.foreign_keys {
        let target = qualified(key.table_schema.as_ref(), &key.table.text);
        let actions = [key.on_delete, key.on_update].map(|it| it.map_or("", |it| it.as_str())).join(", ");
        let (from, to) = (key.columns.join(", "), key.references.join(", "));
        found.push(format!("foreign {name}({from}) {target}({to}) {actions}"));
    }
    for index in &table.indexes {
        let parts = index.parts.iter().map(|it| it.column().unwrap_or("<expr>"));
        let parts = parts.collect::<Vec<_>>().join(", ");
        let unique = if index.unique { " unique" } else { "" };
        let partial = if index.predicate.is_some() { " partial" } else { "" };
        let method = index.method.as_deref().unwrap_or("btree");
        found.push(format!("index {name}({parts}) using {method}{unique}{partial}"));
    }
}

/// The names of keys and indexes that the source gives.
fn given_names(table: &Table) -> Vec<String> {
    let name = qualified(table.schema.as_ref(), &table.name.text);
    let names = (table.primary_key.iter().filter_map(|it| it.name.as_ref()))
        .chain(table.uniques.iter().filter_map(|it| it.name.as_ref()))
        .chain(table.foreign_keys.iter().filter_map(|it| it.name.as_ref()))
        .chain(table.indexes.iter().filter_map(|it| it.name.as_ref()));
    names.map(|it| format!("name {name} {it}")).collect()
}

/// Asserts that `files` declare exactly what `catalog` lists.
fn check(files: &[&str], catalog: &str) {
    let declarations = declared(files);
    let mut found = Vec::new();
    let mut names = Vec::new();
    for table in declarations.tables.iter().filter(|it| it.kind == TableKind::Table) {
        assert!(table.complete, "{} is whole", table.name.text);
        lines(table, &mut found);
        names.extend(given_names(table));
    }
    // Only PostgreSQL has enum types of their own.
    let has_enums = declarations.tables.iter().all(|it| it.database == Database::PostgreSql);
    for it in declarations.enums.iter().filter(|_| has_enums) {
        let values: Vec<&str> = it.values.iter().map(|value| value.text.as_str()).collect();
        let name = qualified(it.schema.as_ref(), &it.name.text);
        found.push(format!("enum {name}: {}", values.join(", ")));
    }
    found.sort_unstable();
    let expected: Vec<&str> = catalog.lines().filter(|it| !it.starts_with("name ")).collect();
    let missing: Vec<_> = expected.iter().filter(|it| !found.iter().any(|line| line == *it)).collect();
    let extra: Vec<_> = found.iter().filter(|it| !expected.contains(&it.as_str())).collect();
    assert!(missing.is_empty() && extra.is_empty(), "missing: {missing:#?}\nextra: {extra:#?}");
    assert_eq!(found.len(), expected.len(), "each thing is listed as often as it is there");
    for name in names {
        assert!(catalog.lines().any(|it| it == name), "{name} is in the catalog");
    }
    assert!(declarations.unknowns.is_empty(), "nothing is unknown: {:?}", declarations.unknowns);
}

macro_rules! fixture {
    ($name:literal) => {
        include_str!(concat!("../../../../fixtures/prisma/", $name))
    };
}

#[test]
fn types_nullability_and_defaults_are_those_of_the_database() {
    check(&[fixture!("types.prisma")], fixture!("types.catalog"));
}

#[test]
fn keys_and_indexes_are_those_of_the_database() {
    check(&[fixture!("keys.prisma")], fixture!("keys.catalog"));
}

#[test]
fn relations_make_the_foreign_keys_and_join_tables_of_the_database() {
    check(&[fixture!("relations.prisma")], fixture!("relations.catalog"));
}

#[test]
fn the_files_of_a_folder_and_their_database_schemas_are_one_schema() {
    let files = [
        fixture!("library/books.prisma"),
        fixture!("library/main.prisma"),
        fixture!("library/people.prisma"),
    ];
    check(&files, fixture!("library.catalog"));
}

#[test]
fn what_is_rare_is_read_as_prisma_reads_it() {
    check(&[fixture!("edges.prisma")], fixture!("edges.catalog"));
}

#[test]
fn a_schema_of_sqlite_is_what_sqlite_holds() {
    check(&[fixture!("sqlite.prisma")], fixture!("sqlite.catalog"));
}

#[test]
fn without_foreign_keys_in_the_database_none_are_declared() {
    check(&[fixture!("detached.prisma")], fixture!("detached.catalog"));
}
