//! Forms that the catalogs cannot show: docs, places, other databases, the query layer.

use super::{declared, table};
use crate::dialects::{Dialect, Module};
use crate::model::{Database, DefaultValue, RelationKind, TableKind};

const KEYS: &str = include_str!("../../../../fixtures/prisma/keys.prisma");
const RELATIONS: &str = include_str!("../../../../fixtures/prisma/relations.prisma");
const LENDING: [&str; 3] = [
    include_str!("../../../../fixtures/prisma/library/books.prisma"),
    include_str!("../../../../fixtures/prisma/library/main.prisma"),
    include_str!("../../../../fixtures/prisma/library/people.prisma"),
];

fn types(source: &str) -> Vec<String> {
    let declarations = declared(&[source]);
    let columns = declarations.tables.iter().flat_map(|it| &it.columns);
    columns.map(|it| format!("{} {}", it.name.text, it.ty.canonical)).collect()
}

#[test]
fn names_in_the_database_and_in_the_source_are_told_apart() {
    let declarations = declared(&[KEYS]);
    let products = table(&declarations, "products");
    assert_eq!((products.key.text.as_str(), products.key.place.span.slice(KEYS)), ("Product", "Product"));
    assert_eq!(products.name.place.span.slice(KEYS), "products");
    let vendor = products.column("vendor_id").expect("it is there");
    assert_eq!((vendor.key.text.as_str(), vendor.name.place.span.slice(KEYS)), ("vendor", "vendor_id"));
    assert_eq!(vendor.place.span.slice(KEYS), "vendor    Int      @map(name: \"vendor_id\")");
    let whole = products.place.span.slice(KEYS);
    assert!(whole.starts_with("model Product {") && whole.ends_with("@@map(\"products\")\n}"));
    assert_eq!(
        products.primary_key.as_ref().map(|it| it.place.span.slice(KEYS)),
        Some("@id(map: \"products_key\")")
    );
    assert_eq!(products.indexes.first().map(|it| it.place.span.slice(KEYS)), Some("@@index([vendor])"));
}

#[test]
fn predicates_are_kept() {
    let declarations = declared(&[KEYS]);
    let indexes = &table(&declarations, "products").indexes;
    let predicates: Vec<_> = indexes.iter().filter_map(|it| it.predicate.as_deref()).collect();
    assert_eq!(predicates, ["deleted_at IS NULL", "deleted_at IS NULL"]);
}

#[test]
fn comments_above_and_behind_are_the_documentation() {
    let declarations = declared(&[KEYS]);
    let products = table(&declarations, "products");
    assert_eq!(products.doc.as_deref(), Some("What is for sale.\n\nA product stays when it is sold out."));
    let title = products.column("title").expect("it is there");
    assert_eq!(title.doc.as_deref(), Some("As the shop window shows it."));
    let source = "// plain\n// /// words\nmodel A { // behind\n  id Int @id\n\n  // far\n\n  x Int\n}\n";
    let declarations = declared(&[source]);
    let a = table(&declarations, "A");
    assert_eq!(a.doc.as_deref(), Some("plain\n/// words\nbehind"));
    assert_eq!(a.column("x").and_then(|it| it.doc.as_deref()), None);
}

#[test]
fn every_comment_is_listed() {
    let source =
        "/// one\n// two\n/* three\nmore */ model A { /* four */\n id Int @id @map(\"// no\") // five\n}\n";
    let module = Module::read(Dialect::Prisma, source);
    let comments: Vec<_> = module.comments().iter().map(|it| it.text.as_str()).collect();
    assert_eq!(comments, ["one", "two", "three\nmore", "four", "five"]);
    let spans: Vec<_> = module.comments().iter().map(|it| it.span.slice(source)).collect();
    assert_eq!(spans, ["/// one", "// two", "/* three\nmore */", "/* four */", "// five"]);
    assert!(module.problems().is_empty());
}

#[test]
fn relation_fields_are_relations_and_no_columns() {
    let declarations = declared(&[RELATIONS]);
    let users = table(&declarations, "users");
    let columns: Vec<_> = users.columns.iter().map(|it| it.name.text.as_str()).collect();
    assert_eq!(columns, ["id", "email", "manager_id", "twinId"]);
    let found = |name: &str| {
        let relation = declarations.relations.iter().find(|it| it.table == "users" && it.name.text == name);
        relation.map(|it| (it.kind, it.to.as_str()))
    };
    assert_eq!(found("posts"), Some((RelationKind::Many, "posts")));
    assert_eq!(found("profile"), Some((RelationKind::One, "Profile")));
    assert_eq!(found("manager"), Some((RelationKind::One, "users")));
    assert_eq!(declarations.relations.iter().filter(|it| it.table == "posts").count(), 5);
}

#[test]
fn a_foreign_key_stands_at_its_relation_field() {
    let declarations = declared(&[RELATIONS]);
    let key = table(&declarations, "Comment").foreign_keys.first().expect("it is there");
    assert_eq!(key.table.place.span.slice(RELATIONS), "Post");
    assert!(key.place.span.slice(RELATIONS).starts_with("post     Post    @relation("));
}

#[test]
fn a_join_table_stands_at_the_field_that_makes_it() {
    let declarations = declared(&[RELATIONS]);
    let join = table(&declarations, "_PostToTag");
    assert!(join.implied && !join.exported);
    assert_eq!(join.place.span.slice(RELATIONS), "tags       Tag[]");
}

#[test]
fn views_are_views() {
    let declarations = declared(&LENDING);
    let view = table(&declarations, "on_loan");
    assert_eq!((view.kind, view.schema.as_deref()), (TableKind::View, Some("lending")));
    assert_eq!(view.columns.len(), 3);
    assert!(view.primary_key.is_none() && view.complete);
}

#[test]
fn defaults_of_the_client_are_told_from_those_of_the_database() {
    let source = "model A {\n  id String @id @default(cuid(2))\n  at DateTime @default(now())\n  up DateTime @updatedAt\n  n Int @default(autoincrement())\n  e E @default(ON)\n  g String @default(dbgenerated(\"gen()\"))\n}\nenum E {\n  ON @map(\"it's on\")\n}\n";
    let declarations = declared(&[source]);
    let defaults: Vec<_> = table(&declarations, "A").columns.iter().map(|it| it.default.clone()).collect();
    let database = |sql: &str| DefaultValue::Database(sql.to_owned());
    let expected = vec![
        DefaultValue::Application("cuid(2)".to_owned()),
        database("now()"),
        DefaultValue::None,
        DefaultValue::Increment,
        database("'it''s on'"),
        database("gen()"),
    ];
    assert_eq!(defaults, expected);
}

#[test]
fn types_are_kept_as_written() {
    let source = "datasource pg {\n  provider = \"postgresql\"\n}\nmodel A {\n  id String @id @pg.VarChar(20)\n  at DateTime[]\n  p Unsupported(\"point\")?\n  e E?\n}\nenum E {\n  ON\n  @@map(\"e\")\n}\n";
    let declarations = declared(&[source]);
    let columns = &table(&declarations, "A").columns;
    let written: Vec<_> = columns.iter().map(|it| it.ty.written.as_str()).collect();
    assert_eq!(written, ["String @db.VarChar(20)", "DateTime[]", "Unsupported(\"point\")", "E"]);
    assert_eq!(columns.last().and_then(|it| it.ty.enumeration.as_deref()), Some("e"));
}

#[test]
fn sqlite_and_mysql_have_their_own_types() {
    let model = "model A {\n  id Int @id @default(autoincrement())\n  name String\n  at DateTime\n  n Decimal\n  e E\n  bs B[]\n}\nmodel B {\n  id String @id\n  as A[]\n}\nenum E {\n  ON\n  OFF @map(\"off\")\n}\n";
    let sqlite = format!("datasource db {{\n  provider = \"sqlite\"\n}}\n{model}");
    assert_eq!(
        types(&sqlite),
        ["id integer", "name text", "at datetime", "n decimal", "e text", "id text", "A integer", "B text"]
    );
    let mysql = format!("datasource db {{\n  provider = \"mysql\"\n}}\n{model}");
    assert_eq!(
        types(&mysql),
        [
            "id int",
            "name varchar(191)",
            "at datetime(3)",
            "n decimal(65,30)",
            "e enum('ON','off')",
            "id varchar(191)",
            "A int",
            "B varchar(191)"
        ]
    );
    let declarations = declared(&[&sqlite]);
    let join = table(&declarations, "_AToB");
    assert_eq!((join.database, join.primary_key.is_none(), join.uniques.len()), (Database::Sqlite, true, 1));
    let native = "datasource db {\n  provider = \"mysql\"\n}\nmodel A {\n  id Int @id @db.UnsignedInt\n  c String @db.Char(3)\n  t String @db.LongText\n\n  @@fulltext([t])\n}\n";
    assert_eq!(types(native), ["id int unsigned", "c char(3)", "t longtext"]);
    let declarations = declared(&[native]);
    let index = table(&declarations, "A").indexes.first().expect("it is there");
    assert_eq!(index.method.as_deref(), Some("fulltext"));
}

#[test]
fn another_kind_of_database_has_columns_of_unknown_types() {
    let source = "datasource db {\n  provider = \"mongodb\"\n}\ntype Address {\n  street String\n}\nmodel A {\n  id String @id @default(auto()) @map(\"_id\") @db.ObjectId\n  home Address?\n  bs String[] @db.ObjectId\n  b B[] @relation(fields: [bs], references: [id])\n\n  @@index([home.street])\n}\nmodel B {\n  id String @id @map(\"_id\") @db.ObjectId\n  as String[]\n  a A[] @relation(fields: [as], references: [id])\n}\n";
    let declarations = declared(&[source]);
    assert_eq!(declarations.tables.len(), 2);
    assert!(declarations.tables.iter().all(|it| it.complete && it.foreign_keys.is_empty()));
    let columns = || declarations.tables.iter().flat_map(|it| &it.columns);
    assert!(columns().all(|it| !it.ty.is_known()));
    assert!(columns().any(|it| it.ty.written == "Address"));
    let unknown: Vec<_> = declarations.unknowns.iter().map(|it| (&it.what, it.place.span.slice(source))).collect();
    let what = "the types of columns are not known: `mongodb` is another kind of database".to_owned();
    assert_eq!(unknown, [(&what, "mongodb")]);
    assert_eq!(declared(&[&source.replace("mongodb", "postgres")]).unknowns, []);
}

#[test]
fn conditions_of_an_index_are_sql() {
    for (written, sql) in [
        ("{ n: null, Yes: true }", "n IS NULL AND \"Yes\" = true"),
        ("{ n: 5 }", "n = 5"),
        ("{ n: -1.5 }", "n = -1.5"),
        ("{ s: \"it's\" }", "\"s t\" = 'it''s'"),
        ("{ n: { not: null }, Yes: { not: false } }", "n IS NOT NULL AND \"Yes\" <> false"),
        ("raw(\"n > 5\")", "n > 5"),
        // Neither is said by Prisma's own words: a part of the rows is meant, but nobody knows which.
        ("{ n: { gt: 5 } }", "${{ n: { gt: 5 } }}"),
        ("{ s: A }", "${{ s: A }}"),
        ("{}", "${{}}"),
    ] {
        let source = format!("model A {{\n  n Int @id\n  s String @map(\"s t\")\n  Yes Boolean\n  @@index([n], where: {written})\n}}\n");
        let declarations = declared(&[&source]);
        let index = table(&declarations, "A").indexes.first().expect("it is there");
        assert_eq!(index.predicate.as_deref(), Some(sql), "{written}");
    }
}

#[test]
fn bytes_are_those_that_the_database_gets() {
    let source = "model A {\n  n Int @id\n  token Bytes @default(\"aGVsbG8=\")\n}\n";
    let declarations = declared(&[source]);
    let column = table(&declarations, "A").columns.last().expect("it is there");
    assert_eq!(column.default, crate::model::DefaultValue::Database("'\\x68656c6c6f'".to_owned()));
    assert!(crate::dialects::write(Dialect::Prisma, &declarations).text.contains("@default(\"aGVsbG8=\")"));
}

#[test]
fn without_foreign_keys_in_the_database_there_are_only_relations() {
    let source = RELATIONS.replace("\"postgresql\"", "\"postgresql\"\n  relationMode = \"prisma\"");
    let declarations = declared(&[&source]);
    assert!(declarations.tables.iter().all(|it| it.foreign_keys.is_empty()));
    assert!(declarations.tables.iter().any(|it| it.name.text == "_PostToTag"));
    assert_eq!(declarations.relations.len(), declared(&[RELATIONS]).relations.len());
}

#[test]
fn windows_line_ends_change_nothing_but_positions() {
    let windows = RELATIONS.replace('\n', "\r\n");
    assert!(Module::read(Dialect::Prisma, &windows).problems().is_empty());
    let names = |source: &str| {
        let tables = declared(&[source]).tables;
        tables.iter().map(|it| (it.name.text.clone(), it.columns.len())).collect::<Vec<_>>()
    };
    assert_eq!(names(&windows), names(RELATIONS));
}
