//! What is written for what was read, and where statements go in a file that is there.

use expect_test::{Expect, expect};
use text::FileId;

use crate::dialects::{Casing, Dialect, Linking, Module, Order, Written, insert, link, write};
use crate::model::{Declarations, DefaultValue, Generated, Ident, Relation, Table, TableKind};

fn read(source: &str) -> Declarations {
    let module = Module::read(Dialect::Sql, source);
    let find = |_: FileId| Some(&module);
    let linking =
        Linking { roots: vec![FileId(0)], module: &find, resolve: &|_, _| None, casing: Casing::Preserve, order: Order::Listed, database: None };
    link(&linking)
}

fn written(declarations: &Declarations) -> Written {
    write(Dialect::Sql, declarations)
}

fn check(source: &str, expected: &Expect) {
    let Written { text, left_out } = written(&read(source));
    let notes: String = left_out.iter().map(|it| format!("left out: {it}\n")).collect();
    expected.assert_eq(&(text + &notes));
}

/// `source` with the tables of `addition`, which its own may be referred to by.
fn check_insert(source: &str, addition: &str, expected: &Expect) {
    let around = read(source);
    let mut added = read(addition);
    for table in &mut added.tables {
        for key in &mut table.foreign_keys {
            key.known = true;
        }
    }
    let edits = insert(Dialect::Sql, source, &added, &around).expect("SQL says it");
    expected.assert_eq(&edits.apply(source));
}

#[test]
fn a_table_is_written_as_people_write_it() {
    check(
        "create type \"user role\" as enum ('admin', 'it''s');
         create table users (id bigserial primary key, \"Email\" character varying(255) not null unique,
           role \"user role\" default 'admin', tags text[] not null default '{}',
           born date, seen timestamp(3) with time zone not null default now(), price numeric(10, 2) check (price > 0),
           constraint born_once unique (born, price));
         create index on users (lower(\"Email\")) where born is not null;
         create unique index users_tags on users using gin (tags);
         comment on table users is 'who''s there';
         comment on column users.born is 'UTC';",
        &expect![[r#"
            CREATE TYPE "user role" AS ENUM ('admin', 'it''s');

            CREATE TABLE users (
              id bigserial PRIMARY KEY,
              "Email" varchar(255) NOT NULL UNIQUE,
              role "user role" DEFAULT 'admin',
              tags text[] NOT NULL DEFAULT '{}',
              born date,
              seen timestamptz(3) NOT NULL DEFAULT now(),
              price numeric(10,2),
              CONSTRAINT born_once UNIQUE (born, price),
              CHECK (price > 0)
            );
            CREATE INDEX ON users (lower("Email")) WHERE born is not null;
            CREATE UNIQUE INDEX users_tags ON users USING gin (tags);
            COMMENT ON TABLE users IS 'who''s there';
            COMMENT ON COLUMN users.born IS 'UTC';
        "#]],
    );
}

#[test]
fn a_table_stands_behind_those_it_refers_to() {
    check(
        "create table posts (id int primary key, author int);
         create table users (id int primary key, parent int references users on delete set null);
         alter table posts add constraint by_user foreign key (author) references users (id) on update cascade;",
        &expect![[r#"
            CREATE TABLE users (
              id integer PRIMARY KEY,
              parent integer REFERENCES users (id) ON DELETE SET NULL
            );

            CREATE TABLE posts (
              id integer PRIMARY KEY,
              author integer,
              CONSTRAINT by_user FOREIGN KEY (author) REFERENCES users (id) ON UPDATE CASCADE
            );
        "#]],
    );
}

#[test]
fn a_circle_of_keys_is_closed_at_the_end() {
    check(
        "create schema shop; create table shop.a (id int primary key, b int);
         create table shop.b (id int primary key, a int references shop.a);
         alter table shop.a add foreign key (b) references shop.b;",
        &expect![[r#"
            CREATE SCHEMA IF NOT EXISTS shop;

            CREATE TABLE shop.b (
              id integer PRIMARY KEY,
              a integer
            );

            CREATE TABLE shop.a (
              id integer PRIMARY KEY,
              b integer REFERENCES shop.b (id)
            );

            ALTER TABLE shop.b ADD FOREIGN KEY (a) REFERENCES shop.a (id);
        "#]],
    );
}

#[test]
fn row_level_security_comes_when_all_tables_are_there() {
    let mut declared = read("create table notes (id int primary key, owner uuid not null);");
    let notes = declared.tables.first_mut().unwrap();
    notes.row_security = true;
    notes.policies = vec![crate::model::Policy {
        name: "Own notes".to_owned(),
        restrictive: true,
        command: Some("select".to_owned()),
        roles: vec!["public".to_owned(), "Editor".to_owned()],
        using: Some("owner = auth.uid()".to_owned()),
        check: None,
        ..Default::default()
    }];
    expect![[r#"
        CREATE TABLE notes (
          id integer PRIMARY KEY,
          owner uuid NOT NULL
        );

        ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
        CREATE POLICY "Own notes" ON notes
          AS RESTRICTIVE
          FOR SELECT
          TO public, "Editor"
          USING (owner = auth.uid());
    "#]]
    .assert_eq(&written(&declared).text);
}

#[test]
fn a_view_stands_behind_what_it_selects_from() {
    let view = |name: &str, query: Option<&str>| Table {
        name: Ident { text: name.to_owned(), ..Ident::default() },
        kind: TableKind::View,
        query: query.map(str::to_owned),
        ..Table::default()
    };
    let mut declared = read("create table users (id int primary key);");
    declared.tables.insert(0, view("first", Some("select id from second")));
    declared.tables.push(view("second", Some("select id from users;")));
    declared.tables.push(view("third", None));
    let written = written(&declared);
    expect![[r#"
        CREATE TABLE users (
          id integer PRIMARY KEY
        );

        CREATE VIEW second AS
        select id from users;

        CREATE VIEW first AS
        select id from second;
    "#]]
    .assert_eq(&written.text);
    assert_eq!(written.left_out, ["view `third`: its query is not known"]);
}

#[test]
fn what_the_database_makes_by_itself_is_said() {
    check(
        "create table t (id int generated always as identity primary key, n int generated by default as identity,
           a int not null, twice int generated always as (a * 2) stored);",
        &expect![[r#"
            CREATE TABLE t (
              id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
              n integer GENERATED BY DEFAULT AS IDENTITY,
              a integer NOT NULL,
              twice integer GENERATED ALWAYS AS (a * 2) STORED
            );
        "#]],
    );
}

#[test]
fn sqlite_is_written_for_sqlite() {
    check(
        "-- who buys
         create table `users` (`id` integer primary key autoincrement, `at` integer default (unixepoch()) not null);
         create table `posts` (`id` text primary key not null, `by` integer references `users`(`id`));
         create index `posts_by` on `posts` (`by`);",
        &expect![[r#"
            PRAGMA foreign_keys = ON;

            -- who buys
            CREATE TABLE `users` (
              `id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
              `at` integer NOT NULL DEFAULT (unixepoch())
            );

            CREATE TABLE `posts` (
              `id` text PRIMARY KEY NOT NULL,
              `by` integer REFERENCES `users` (`id`)
            );
            CREATE INDEX `posts_by` ON `posts` (`by`);
        "#]],
    );
}

#[test]
fn mysql_is_written_for_mysql() {
    check(
        "create table `users` (`id` bigint unsigned not null auto_increment primary key, `name` varchar(64)) engine=InnoDB;
         create table `posts` (`id` int primary key, `by` bigint unsigned, foreign key (`by`) references `users` (`id`));",
        &expect![[r#"
            CREATE TABLE `users` (
              `id` bigint unsigned PRIMARY KEY NOT NULL AUTO_INCREMENT,
              `name` varchar(64)
            ) ENGINE=InnoDB;

            CREATE TABLE `posts` (
              `id` int PRIMARY KEY NOT NULL,
              `by` bigint unsigned,
              FOREIGN KEY (`by`) REFERENCES `users` (`id`)
            ) ENGINE=InnoDB;
        "#]],
    );
}

#[test]
fn what_sql_cannot_say_is_left_out_aloud() {
    let mut declared = read("create table users (id text primary key, kind text, at timestamp, n int, m int, x int);");
    let users = declared.tables.first_mut().unwrap();
    let mut columns = users.columns.iter_mut();
    columns.next().unwrap().default = DefaultValue::Application("createId()".to_owned());
    columns.next().unwrap().allowed = vec!["a".to_owned()];
    columns.next().unwrap().on_update = Some(String::new());
    columns.next().unwrap().generated = Some(Generated::Stored(String::new()));
    columns.next().unwrap().nullable = None;
    columns.next().unwrap().ty.canonical.clear();
    users.complete = false;
    declared.relations.push(Relation {
        table: "users".to_owned(),
        name: Ident { text: "posts".to_owned(), ..Ident::default() },
        ..Relation::default()
    });
    assert_eq!(
        written(&declared).left_out,
        [
            "columns of `users` that are not known",
            "default createId() of `users.id`: the application gives it",
            "allowed values of `users.kind`: the application checks them",
            "new value of `users.at` at each update",
            "whether `users.m` may be NULL: it is not known",
            "expression of `users.n`: it is not known",
            "column `users.x`: its type is not known",
            "relation `posts` of `users`",
        ]
    );
}

#[test]
fn nothing_is_written_of_a_table_that_nobody_creates() {
    check(
        "alter table auth.users enable row level security;",
        &expect![[r#"
            left out: table `users`: none of its columns is known
        "#]],
    );
}

#[test]
fn a_file_gets_a_table_in_its_own_style() {
    check_insert(
        "create table if not exists \"users\" (\n\t\"id\" int primary key\n);\n\ncommit;\n",
        "create table posts (id int primary key, author int references users (id));",
        &expect![[r#"
            create table if not exists "users" (
            	"id" int primary key
            );

            create table if not exists "posts" (
            	"id" integer primary key,
            	"author" integer references "users" ("id")
            );

            commit;
        "#]],
    );
}

#[test]
fn a_dump_gets_a_table_in_its_schema() {
    check_insert(
        "CREATE TABLE public.users (\n    id integer NOT NULL\n);\nALTER TABLE ONLY public.users ADD CONSTRAINT users_pkey PRIMARY KEY (id);\n\nSELECT 1;",
        "create table posts (id int primary key);",
        &expect![[r#"
            CREATE TABLE public.users (
                id integer NOT NULL
            );
            ALTER TABLE ONLY public.users ADD CONSTRAINT users_pkey PRIMARY KEY (id);

            CREATE TABLE public.posts (
                id integer PRIMARY KEY
            );

            SELECT 1;"#]],
    );
}

#[test]
fn marks_between_statements_stay_between_statements() {
    let addition = "create table posts (id int primary key); create index posts_id on posts (id);";
    let expected = expect![[r#"
        CREATE TABLE "users" (
        	"id" integer
        );
        --> statement-breakpoint
        CREATE INDEX "i" ON "users" ("id");--> statement-breakpoint
        CREATE TABLE "posts" (
        	"id" integer PRIMARY KEY
        );
        --> statement-breakpoint
        CREATE INDEX "posts_id" ON "posts" ("id");
    "#]];
    check_insert(
        "CREATE TABLE \"users\" (\n\t\"id\" integer\n);\n--> statement-breakpoint\nCREATE INDEX \"i\" ON \"users\" (\"id\");",
        addition,
        &expected,
    );
}

#[test]
fn the_way_back_of_a_migration_stays_behind() {
    check_insert(
        "-- +goose Up\nCREATE TABLE a (id int);\n-- +goose Down\nDROP TABLE a;\n",
        "create table b (id int);",
        &expect![[r#"
            -- +goose Up
            CREATE TABLE a (id int);

            CREATE TABLE b (
              id integer
            );
            -- +goose Down
            DROP TABLE a;
        "#]],
    );
}

#[test]
fn line_ends_and_half_typed_statements_are_respected() {
    check_insert(
        "CREATE TABLE a (id int)",
        "create table b (id int);",
        &expect![[r#"
            CREATE TABLE a (id int);

            CREATE TABLE b (
              id integer
            );
        "#]],
    );
    let source = "CREATE TABLE a (\r\n  id int\r\n);\r\n";
    let edits = insert(Dialect::Sql, source, &read("create table b (id int);"), &read(source)).unwrap();
    let after = edits.apply(source);
    assert_eq!(after.matches('\n').count(), after.matches("\r\n").count(), "{after:?}");
}

#[test]
fn an_empty_file_gets_its_first_table() {
    check_insert(
        "",
        "create table b (id int);",
        &expect![[r#"
            CREATE TABLE b (
              id integer
            );
        "#]],
    );
}

#[test]
fn a_table_of_another_product_is_not_put_in() {
    let sqlite = read("create table `a` (`id` integer primary key autoincrement);");
    let source = "CREATE TABLE b (id uuid);";
    assert_eq!(insert(Dialect::Sql, source, &sqlite, &read(source)), None);
}
