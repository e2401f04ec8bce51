//! Each form of the language, as its own tool reads it.

use expect_test::{Expect, expect};

use super::{linked, linked_files, told};
use crate::dialects::Dialect;
use crate::dialects::dbml::read;
use crate::model::Database;

fn check(source: &str, expected: &Expect) {
    assert_eq!(read(source).problems(), [], "{source}");
    expected.assert_eq(&told(source));
}

#[test]
fn a_table_has_columns_with_settings() {
    check(
        r#"
// The shop.
Table users as U [headercolor: #3498db, note: 'people'] {
  id integer [pk, increment]
  email varchar(255) [unique, not null]
  "full name" "character varying(80)" [null, default: 'it\'s']
  tags text[] [default: `'{}'::text[]`]
  price decimal(10, 2) [default: 1.5, check: `price > 0`]
  score int [default: -1, note: '''
    How it went,
      so far.
  ''']
  active boolean [Default: TRUE]
  since "timestamp with time zone" [default: `now()`, NOT NULL]
  nothing int [default: null] // no default
  old int pk unique
}
"#,
        &expect![[r#"
            users
              id integer not null increment
              email character varying(255) not null
              full name character varying(80) = 'it''s'
              tags text[] = '{}'::text[]
              price numeric(10,2) = 1.5
              score integer = -1 # How it went,
              so far.
              active boolean = true
              since timestamp with time zone not null = now()
              nothing integer
              old integer not null
              key (id, old)
              unique (email)
              unique (old)
              check price > 0
        "#]],
    );
}

#[test]
fn indexes_and_checks_have_blocks() {
    check(
        r"
Table bookings {
  id integer
  country varchar
  day date
  indexes {
    (id, country) [pk]
    day [name: 'day_idx', note: 'Date', type: BTREE]
    (country, day) [unique]
    (`id*2`, day)
    `lower(country)` [type: hash]
  }
  checks {
    `id > 0` [name: 'positive']
    `country <> ''`
  }
}
",
        &expect![[r#"
            bookings
              id integer not null
              country character varying not null
              day date
              key (id, country)
              index day_idx (day) btree
              index (country, day) unique
              index (id*2, day)
              index (lower(country)) hash
              check positive id > 0
              check country <> ''
        "#]],
    );
}

#[test]
fn references_stand_in_columns_and_on_their_own() {
    check(
        r"
Table core.users as U {
  id int [pk]
  boss int [ref: > core.users.id]
  best int [ref: < posts.editor]
}
Table posts {
  id int [pk]
  author int [not null, ref: > U.id]
  editor int
  a int
  b int
  cover int [ref: ?-? covers.id]
}
Table covers {
  id int [pk]
  x int
  y int
  post int
}
Ref pair: posts.(a, b) > covers.(x, y) [delete: cascade, update: no action, color: #fff]
Ref {
  posts.id - covers.post [delete: set null]
}
Ref: missing.id < posts.a
",
        &expect![[r#"
            core.users
              id integer not null
              boss integer
              best integer
              key (id)
              (boss) -> core.users(id)
            posts
              id integer not null
              author integer not null
              editor integer
              a integer
              b integer
              cover integer
              key (id)
              (editor) -> core.users(best)
              (author) -> core.users(id)
              (cover) -> covers(id)
              pair (a, b) -> covers(x, y) delete cascade update no action
              (a) -> missing(id) ?
            covers
              id integer not null
              x integer
              y integer
              post integer
              key (id)
              (post) -> posts(id) delete set null
        "#]],
    );
}

#[test]
fn many_to_many_makes_the_table_between() {
    check(
        r"
Table s.authors { 
  id int [pk, increment]
}
Table books {
  code varchar(5) [pk]
}
Ref: s.authors.id <> books.code
Ref: books.code <> s.authors.id
Ref again: s.authors.id <> books.code
",
        &expect![[r#"
            s.authors
              id integer not null increment
              key (id)
            books
              code character varying(5) not null
              key (code)
            s.authors_books implied
              authors_id integer not null
              books_code character varying(5) not null
              key (authors_id, books_code)
              (authors_id) -> s.authors(id)
              (books_code) -> books(code)
            books_authors implied
              books_code character varying(5) not null
              authors_id integer not null
              key (books_code, authors_id)
              (books_code) -> books(code)
              (authors_id) -> s.authors(id)
            s.authors_books(1) implied
              authors_id integer not null
              books_code character varying(5) not null
              key (authors_id, books_code)
              (authors_id) -> s.authors(id)
              (books_code) -> books(code)
        "#]],
    );
}

#[test]
fn enums_are_the_types_of_columns() {
    let source = r#"
enum job_status {
  created [note: 'Waiting']
  running
  "Not Yet Set"
}
Enum v2.job_status {
  done
}
Table jobs {
  id int
  status job_status [default: 'created']
  next v2.job_status[]
  last v2.job_status [default: v2.job_status.done]
}
"#;
    check(
        source,
        &expect![[r#"
            jobs
              id integer
              status job_status = 'created'
              next v2.job_status[]
              last v2.job_status = 'done'
        "#]],
    );
    let declared = linked(source);
    let values: Vec<Vec<&str>> =
        declared.enums.iter().map(|it| it.values.iter().map(|it| it.text.as_str()).collect()).collect();
    assert_eq!(values, [vec!["created", "running", "Not Yet Set"], vec!["done"]]);
    let status = &declared.tables[0].columns[1];
    assert_eq!(status.ty.enumeration.as_deref(), Some("job_status"));
    assert_eq!(status.name.place.span.slice(source), "status");
    assert_eq!(declared.enums[0].values[2].place.span.slice(source), "Not Yet Set");
}

#[test]
fn partials_are_injected_where_they_are_named() {
    check(
        r"
TablePartial base [note: 'from base'] {
  id int [pk]
  at timestamp [default: `now()`]
  indexes {
    at
  }
}
TablePartial owned {
  id bigint [pk]
  owner int [ref: > users.id]
}
Table users {
  name text
  ~base
  at date
}
Table notes {
  ~base
  ~owned
  body text
}
",
        &expect![[r#"
            users
              name text
              id integer not null
              at date
              key (id)
              index (at)
            notes
              at timestamp without time zone = now()
              id bigint not null
              owner integer
              body text
              key (id)
              (owner) -> users(id)
              index (at)
        "#]],
    );
}

#[test]
fn what_says_nothing_of_the_database_is_read_past() {
    check(
        r"
Project shop {
  database_type: 'PostgreSQL'
  Note: '''
    # Shop
    Table fake
  '''
}
TableGroup g [color: #fff] {
  a
  core.b
}
Note sticky {
  'remember'
}
Table a {
  x int
  Note {
    'a note'
  }
  records (x) {
    1
    2
  }
}
records a(x) {
  3, `now()`, -1
}
DiagramView v {
  Tables {
    a
  }
}
",
        &expect![[r#"
            a
              x integer
        "#]],
    );
}

#[test]
fn a_file_uses_what_others_declare() {
    let users = "Table users {\n  id int [pk]\n}\n";
    for import in ["use * from './1'\n", "use {\n  table users\n} from './1'\n", "reuse * from './1'\n"] {
        let posts = format!("{import}Table posts {{\n  author int [ref: > users.id]\n}}\n");
        assert_eq!(read(&posts).problems(), [], "{import}");
        let declared = linked_files(&[&posts, users]);
        assert_eq!(declared.tables.len(), 2, "{import}");
        assert!(declared.tables[0].foreign_keys[0].known, "{import}");
    }
}

#[test]
fn the_project_names_the_product() {
    let declared = linked("Project p {\n  database_type: 'MySQL'\n}\nTable a {\n  id INT(11) [pk]\n}\n");
    assert_eq!(declared.tables[0].database, Database::MySql);
    assert_eq!(declared.tables[0].columns[0].ty.canonical, "int(11)");
}

#[test]
fn it_is_told_from_other_languages() {
    let is = |code: &str| Dialect::of_code(code) == Some(Dialect::Dbml);
    assert!(is("Table users {\n  id integer [primary key]\n  name varchar\n}\n"));
    assert!(is("table users {\n  id int pk\n}\n"));
    assert!(is("// the shop\n\nProject x {\n}\nTable \"a b\" as A [note: 'x']\n{\n  id int\n}\n"));
    assert!(is("Ref: posts.user_id > users.id"));
    assert!(is("Ref name {\n  posts.user_id > users.id [delete: cascade]\n}"));
    assert!(is("Enum status {\n  draft\n  done [note: 'x']\n}"));
    assert!(is("Table users {\n  id integer [pk]\n  name varchar [not nu\n}\n"), "while it is being typed");
    assert!(is("Table a {\n  id int\n  Note: '''\n    create table x (id int);\n  '''\n}\n"));
    assert!(!is("interface Table {\n  id: number;\n}\n"));
    assert!(!is("type Table = { id: number }\n"));
    assert!(!is("enum Color {\n  Red = 1,\n  Green,\n}\n"), "TypeScript");
    assert!(!is("enum Color { Red, Green }\n"), "TypeScript");
    assert!(!is("table users (\n  id int\n);\n"));
    assert!(!is("table \"users\" {\n  schema = schema.public\n  column \"id\" {\n    type = int\n  }\n}\n"), "HCL");
    assert!(!is("create table users (id int);"));
    assert!(!is("model User {\n  id Int @id\n}\n"));
    assert!(!is("enum Role {\n  USER\n  ADMIN\n}\nmodel User {\n  id Int @id\n}\n"), "Prisma");
    assert!(!is("Table of contents\n\n- one\n"));
    assert!(!is("Table users\n"));
    assert!(!is(""));
}
