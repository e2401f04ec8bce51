//! Tests of the mermaid reader.

use std::fmt::Write;

use expect_test::expect;
use text::FileId;

use super::read;
use crate::dialects::{Casing, Dialect, Linking, Module, Order};
use crate::model::{Declarations, RelationKind, Table};

/// What `source` declares.
pub(super) fn linked(source: &str) -> Declarations {
    linked_in(Dialect::Mermaid, source)
}

/// What `source`, written in `dialect`, declares.
pub(super) fn linked_in(dialect: Dialect, source: &str) -> Declarations {
    let module = Module::read(dialect, source);
    crate::dialects::link(&Linking {
        roots: vec![FileId(0)],
        module: &|_| Some(&module),
        resolve: &|_, _| None,
        casing: Casing::default(),
        order: Order::Listed, database: None,
    })
}

pub(super) fn told(source: &str) -> String {
    let declared = linked(source);
    let mut said = String::new();
    for table in &declared.tables {
        said += &shown(table);
    }
    for it in &declared.relations {
        let kind = if it.kind == RelationKind::Many { "many" } else { "one" };
        writeln!(said, "{} {} {kind} {}", it.table, it.name.text, it.to).expect("…");
    }
    said
}

/// What `table` is, a line per fact.
pub(super) fn shown(table: &Table) -> String {
    let mut said = String::new();
    assert!(!table.complete && table.more_constraints, "a diagram never claims to show all of a table");
    let schema = table.schema.as_ref().map(|it| format!("{it}.")).unwrap_or_default();
    writeln!(said, "{schema}{}", table.name.text).expect("a string takes all");
    for it in &table.columns {
        let null = it.nullable.map_or("", |it| if it { " null" } else { " not null" });
        let doc = it.doc.as_ref().map(|it| format!(" # {it}")).unwrap_or_default();
        writeln!(said, "  {} {}{null}{doc}", it.name.text, it.ty.canonical).expect("…");
    }
    if let Some(it) = &table.primary_key {
        writeln!(said, "  key ({})", it.columns.join(", ")).expect("…");
    }
    for it in &table.uniques {
        writeln!(said, "  unique ({})", it.columns.join(", ")).expect("…");
    }
    for it in &table.foreign_keys {
        let (from, to) = (it.columns.join(", "), it.references.join(", "));
        writeln!(said, "  ({from}) -> {}({to})", it.table.text).expect("…");
    }
    said
}

#[test]
fn entities_have_attributes_with_keys_and_comments() {
    let source = r#"---
title: Order example
---
%%{init: {"theme": "dark"}}%%
erDiagram
    direction LR
    %% who buys
    CUSTOMER["Customer"]:::big {
        uuid id PK "never changes"
        varchar(255) email UK
        decimal(10,2) balance "NOT NULL"
        string? nick
        text[] tags
        %% no more
        timestamptz created_at
    }
    "LINE-ITEM" { int *no
      int order_id PK, FK } 
    auth.users
    EMPTY {}
    classDef big fill:#f9f,stroke:#333
    class CUSTOMER big
    style CUSTOMER fill:#fff
    accDescr {
      what it shows
    }
"#;
    assert_eq!(read(source).problems(), []);
    expect![[r"
        Customer
          id uuid not null # never changes
          email character varying(255)
          balance numeric(10,2) not null # NOT NULL
          nick  null
          tags text[]
          created_at timestamp with time zone
          key (id)
          unique (email)
        LINE-ITEM
          no integer not null
          order_id integer not null
          key (no, order_id)
        auth.users
        EMPTY
    "]]
    .assert_eq(&told(source));
    let declared = linked(source);
    assert_eq!(declared.tables[0].name.place.span.slice(source), "Customer");
    assert_eq!(declared.tables[0].key.place.span.slice(source), "CUSTOMER");
    assert_eq!(declared.tables[0].columns[1].name.place.span.slice(source), "email");
    assert_eq!(declared.tables[2].name.place.span.slice(source), "users");
    assert!(declared.tables[0].place.span.slice(source).ends_with('}'));
}

#[test]
fn lines_are_relations_and_foreign_keys_where_they_fit() {
    let source = r#"
erDiagram
  users ||--o{ posts : author
  users ||--o{ posts : "editor"
  posts }o--o{ tags : has
  users 1 to zero or one profiles : ""
  posts one or more optionally to many(0) things : x
  posts ||--o{ comments : "is said of"
  comments }o..o| comments : answers
  users||..|{sessions:opens
  orders:::big }|--|| users:::small : of
  users { int id PK }
  posts {
    int id PK
    int author_id FK
    int editorId FK
  }
  profiles { int id PK, FK }
  comments {
    int id PK
    int post FK
    int parent_id FK
  }
  sessions {
    string token
    int who FK
  }
  orders { int user_id }
"#;
    assert_eq!(read(source).problems(), []);
    expect![[r"
        users
          id integer not null
          key (id)
        posts
          id integer not null
          author_id integer
          editorId integer
          key (id)
          (author_id) -> users(id)
          (editorId) -> users(id)
        tags
        profiles
          id integer not null
          key (id)
          (id) -> users(id)
        things
        comments
          id integer not null
          post integer
          parent_id integer
          key (id)
          (post) -> posts(id)
        sessions
          token 
          who integer
          (who) -> users(id)
        orders
          user_id integer
        users author many posts
        users editor many posts
        posts has many tags
        users  one profiles
        posts x many things
        posts is said of many comments
        comments answers one comments
        users opens many sessions
        orders of one users
    "]]
    .assert_eq(&told(source));
}

#[test]
fn a_broken_line_costs_itself() {
    let source = "erDiagram\n  users {\n    int id PK\n    string na\"\n    text\n    double precision x\n    int age\n  }\n  users ||--o{\n  \
        users ||--o posts : x\n  posts {\n    int id\n  orders {\n    int id PK\n  }\n  users ||--o{ orders : has\n";
    expect![[r"
        users
          id integer not null
          age integer
          key (id)
        posts
          id integer
        orders
          id integer not null
          key (id)
        users has many orders
    "]]
    .assert_eq(&told(source));
    assert_eq!(read(source).problems().len(), 6);
}

#[test]
fn it_is_told_from_other_diagrams() {
    let is = |code: &str| Dialect::of_code(code) == Some(Dialect::Mermaid);
    assert!(is("erDiagram\n  a ||--o{ b : x\n"));
    assert!(is("erDiagram a ||--o{ b : x"));
    assert!(is("---\ntitle: x\n---\n%% c\n%%{init: {\n}}%%\n\nerDiagram\n  users {\n    int id\n"));
    assert!(is("erDiagram\n  a {\n    create table\n  }\n"));
    assert!(!is("erDiagram\n"));
    assert!(!is("erDiagrams\n  a\n"));
    assert!(!is("flowchart LR\n  a --> b\n  %% erDiagram\n"));
    assert!(!is("classDiagram\n  class Users {\n    +int id\n  }\n"));
    assert!(!is("graph TD\n  erDiagram --> a\n"));
    assert!(!is("sequenceDiagram\n  a->>b: erDiagram\n"));
    assert!(!is("An erDiagram shows entities."));
    assert_eq!(linked("flowchart LR\n  a --> b\n").tables, []);
}

#[test]
fn nothing_that_is_cut_is_feared() {
    let whole = "---\nx: y\n---\n%%{init}%%\nerDiagram\n  é[\"ü\"]:::k { int *id PK,FK \"c\" }\n  é ||--o{ \"b c\":::k : \"l\"\n  \
        a 1 optionally to 0+ b : x\n  accDescr {\n } \n z { numeric(1, 2) `q r` UK\n";
    for (cut, _) in whole.char_indices() {
        let _ = linked(&whole[..cut]);
        let _ = linked(&format!("erDiagram\n{}", &whole[cut..]));
    }
    for piece in ["a {\n", "a(", "a ||--o{ b : x\n", "\"", "int x PK\n", "a {}", "a{a a}a{"] {
        let _ = linked(&format!("erDiagram\na {{\n int id PK\n{}", piece.repeat(3_000)));
    }
}
