//! What the writer gives for small tables, and what its edits leave behind.

mod insertion;
mod law;
mod whole;

use expect_test::{Expect, expect};

use super::{
    Draft, Extras, Imports, Scope, Style, Target, add_column, add_declarations, add_export, add_imports,
    add_index, table,
};
use crate::model::{
    Action, Column, DefaultValue, ForeignKey, Ident, Index, IndexPart, PrimaryKey, Table, Unique,
};
use crate::types::ColumnType;

fn ident(text: &str) -> Ident {
    Ident { text: text.to_owned(), ..Ident::default() }
}

fn column(key: &str, name: &str, ty: &str, nullable: Option<bool>) -> Column {
    Column {
        name: ident(name),
        key: ident(key),
        ty: ColumnType { canonical: ty.to_owned(), written: String::new(), enumeration: None },
        nullable,
        known: true,
        ..Column::default()
    }
}

fn users() -> Table {
    Table {
        name: ident("users"),
        key: ident("users"),
        exported: true,
        complete: true,
        columns: vec![
            Column {
                default: DefaultValue::Database("gen_random_uuid()".to_owned()),
                ..column("id", "id", "uuid", Some(false))
            },
            column("email", "email", "character varying(255)", Some(false)),
            Column {
                allowed: vec!["admin".to_owned(), "it's".to_owned()],
                ..column("role", "role", "text", None)
            },
            Column {
                default: DefaultValue::Database("0".to_owned()),
                ..column("score", "score", "numeric(15,2)", Some(false))
            },
            column("managerId", "manager_id", "uuid", Some(true)),
            column("teamId", "team_id", "uuid", Some(false)),
            Column {
                default: DefaultValue::Database("now()".to_owned()),
                ..column("createdAt", "created_at", "timestamp(3) with time zone", Some(false))
            },
        ],
        primary_key: Some(PrimaryKey { columns: vec!["id".to_owned()], ..PrimaryKey::default() }),
        uniques: vec![Unique { columns: vec!["email".to_owned()], ..Unique::default() }],
        foreign_keys: vec![
            reference("manager_id", "users", Some(Action::SetNull)),
            reference("team_id", "teams", None),
        ],
        indexes: vec![by_team()],
        ..Table::default()
    }
}

fn reference(column: &str, table: &str, on_delete: Option<Action>) -> ForeignKey {
    ForeignKey {
        columns: vec![column.to_owned()],
        table: ident(table),
        references: vec!["id".to_owned()],
        on_delete,
        known: true,
        ..ForeignKey::default()
    }
}

fn by_team() -> Index {
    Index {
        name: Some("users_team_id_idx".to_owned()),
        parts: vec![IndexPart::of_column("team_id")],
        ..Index::default()
    }
}

fn scope() -> Scope {
    let teams = Target { key: "teams".to_owned(), module: Some("./teams".to_owned()), ..Target::default() };
    Scope { tables: [("teams".to_owned(), teams)].into(), ..Scope::default() }
}

fn written(style: &Style) -> String {
    let types = Some(("User".to_owned(), "NewUser".to_owned()));
    let written = table(&Draft { table: users(), types, ..Draft::default() }, &scope(), style);
    format!("{}\n{}", written.imports.text(style), written.text)
}

fn shows(actual: &str, expected: &Expect) {
    expected.assert_eq(actual);
}

#[test]
fn a_table_is_written_as_people_write_it() {
    shows(
        &written(&Style::default()),
        &expect![[r#"
        import {
          type AnyPgColumn,
          index,
          numeric,
          pgTable,
          text,
          timestamp,
          uuid,
          varchar,
        } from 'drizzle-orm/pg-core';
        import { teams } from './teams';

        export const users = pgTable(
          'users',
          {
            id: uuid('id').primaryKey().defaultRandom(),
            email: varchar('email', { length: 255 }).notNull().unique(),
            role: text('role', { enum: ['admin', 'it\'s'] }),
            score: numeric('score', { precision: 15, scale: 2 }).notNull().default('0'),
            managerId: uuid('manager_id').references((): AnyPgColumn => users.id, { onDelete: 'set null' }),
            teamId: uuid('team_id').notNull().references(() => teams.id),
            createdAt: timestamp('created_at', { withTimezone: true, precision: 3 })
              .notNull()
              .defaultNow(),
          },
          (table) => [index('users_team_id_idx').on(table.teamId)],
        );

        export type User = typeof users.$inferSelect;
        export type NewUser = typeof users.$inferInsert;
    "#]],
    );
}

#[test]
fn a_table_takes_the_style_of_the_house() {
    let style = Style {
        quote: '"',
        semicolons: false,
        extras: Extras::Object,
        exploded: false,
        trailing_commas: false,
        extras_parameter: "t".to_owned(),
        timestamp_mode: Some("date".to_owned()),
        ..Style::default()
    };
    shows(
        &written(&style),
        &expect![[r#"
        import {
          type AnyPgColumn,
          index,
          numeric,
          pgTable,
          text,
          timestamp,
          uuid,
          varchar
        } from "drizzle-orm/pg-core"
        import { teams } from "./teams"

        export const users = pgTable("users", {
          id: uuid("id").primaryKey().defaultRandom(),
          email: varchar("email", { length: 255 }).notNull().unique(),
          role: text("role", { enum: ["admin", "it's"] }),
          score: numeric("score", { precision: 15, scale: 2 }).notNull().default("0"),
          managerId: uuid("manager_id").references((): AnyPgColumn => users.id, { onDelete: "set null" }),
          teamId: uuid("team_id").notNull().references(() => teams.id),
          createdAt: timestamp("created_at", { withTimezone: true, mode: "date", precision: 3 })
            .notNull()
            .defaultNow()
        }, (t) => ({
          teamIdIdx: index("users_team_id_idx").on(t.teamId)
        }))

        export type User = typeof users.$inferSelect
        export type NewUser = typeof users.$inferInsert
    "#]],
    );
}

const TEAMS: &str = "import { pgTable, text } from 'drizzle-orm/pg-core';

export const teams = pgTable('teams', {
  id: text('id').primaryKey(), // the key
  settings: text('settings').$type<Record<string, number>>(),
  createdAt: text('created_at')
});
";

fn teams() -> Table {
    Table {
        name: ident("teams"),
        key: ident("teams"),
        columns: vec![column("id", "id", "text", Some(false)), column("ownerId", "owner_id", "text", None)],
        ..Table::default()
    }
}

#[test]
fn a_column_goes_before_the_timestamps() {
    let owner = column("ownerId", "owner_id", "uuid", None);
    let edits = add_column(TEAMS, &teams(), &owner, None, &Scope::default(), &Style::of(TEAMS));
    shows(
        &edits.expect("a plain table").apply(TEAMS),
        &expect![[r#"
        import { pgTable, text, uuid } from 'drizzle-orm/pg-core';

        export const teams = pgTable('teams', {
          id: text('id').primaryKey(), // the key
          settings: text('settings').$type<Record<string, number>>(),
          ownerId: uuid('owner_id'),
          createdAt: text('created_at')
        });
    "#]],
    );
}

fn by_owner() -> Index {
    Index {
        name: Some("teams_owner_idx".to_owned()),
        parts: vec![IndexPart::of_column("owner_id")],
        ..Index::default()
    }
}

fn with_index(source: &str) -> String {
    add_index(source, &teams(), &by_owner(), &Style::of(source))
        .map_or_else(String::new, |it| it.apply(source))
}

#[test]
fn an_index_makes_the_third_argument_it_needs() {
    shows(
        &with_index(TEAMS),
        &expect![[r#"
        import { index, pgTable, text } from 'drizzle-orm/pg-core';

        export const teams = pgTable('teams', {
          id: text('id').primaryKey(), // the key
          settings: text('settings').$type<Record<string, number>>(),
          createdAt: text('created_at')
        }, (table) => [
          index('teams_owner_idx').on(table.ownerId)
        ]);
    "#]],
    );
}

#[test]
fn an_index_joins_every_form_of_third_argument() {
    let list = "import { index, pgTable } from 'x';\nexport const teams = pgTable('teams', { id: text() }, (t) => [index('a').on(t.id)]);\n";
    let object = "const teams = pgTable(\n  'teams',\n  {\n    id: text(),\n  },\n  (table) => ({\n    a: index('a').on(table.id), // first\n  })\n)\n";
    let returned = "const teams = pgTable('teams', { id: text() }, () => {\n  return [\n  ];\n});\n";
    shows(
        &[with_index(list), with_index(object), with_index(returned)].join("---\n"),
        &expect![[r#"
            import { index, pgTable } from 'x';
            export const teams = pgTable('teams', { id: text() }, (t) => [index('a').on(t.id), index('teams_owner_idx').on(t.ownerId)]);
            ---
            import { index } from 'drizzle-orm/pg-core';

            const teams = pgTable(
              'teams',
              {
                id: text(),
              },
              (table) => ({
                a: index('a').on(table.id), // first
                ownerIdIdx: index('teams_owner_idx').on(table.ownerId),
              })
            )
            ---
            import { index } from 'drizzle-orm/pg-core';

            const teams = pgTable('teams', { id: text() }, (table) => {
              return [
                index('teams_owner_idx').on(table.ownerId),
              ];
            });
        "#]],
    );
}

#[test]
fn imports_join_those_that_are_there() {
    let source = "'use server';\nimport {\n  boolean,\n  pgTable,\n} from 'drizzle-orm/pg-core';\nimport type { X } from './x';\n\nexport const a = 1;\n";
    let mut imports = Imports::default();
    imports.value("drizzle-orm/pg-core", "pgTable");
    imports.value("drizzle-orm/pg-core", "index");
    imports.type_only("drizzle-orm/pg-core", "AnyPgColumn");
    imports.value("nanoid", "nanoid");
    let edits = text::Edits::new(add_imports(source, &imports, &Style::of(source)));
    shows(
        &edits.apply(source),
        &expect![[r#"
        'use server';
        import {
          type AnyPgColumn,
          boolean,
          index,
          pgTable,
        } from 'drizzle-orm/pg-core';
        import type { X } from './x';
        import { nanoid } from 'nanoid';

        export const a = 1;
    "#]],
    );
}

#[test]
fn an_empty_file_gets_imports_and_declaration() {
    let written = table(&Draft { table: teams(), ..Draft::default() }, &Scope::default(), &Style::default());
    shows(
        &add_declarations("", &written, &Style::default()).apply(""),
        &expect![[r#"
        import { pgTable, text } from 'drizzle-orm/pg-core';

        export const teams = pgTable('teams', {
          id: text('id').notNull(),
          ownerId: text('owner_id'),
        });
    "#]],
    );
}

#[test]
fn a_declaration_stands_behind_the_last_table_and_its_types() {
    let source = "import { pgTable, text } from 'drizzle-orm/pg-core';\n\nexport const a = pgTable('a', { id: text('id') });\nexport type A = typeof a.$inferSelect;\n\n// Relations\nexport const aRelations = relations(a, () => ({}));\n";
    let written = table(&Draft { table: teams(), ..Draft::default() }, &Scope::default(), &Style::default());
    shows(
        &add_declarations(source, &written, &Style::of(source)).apply(source),
        &expect![[r#"
        import { pgTable, text } from 'drizzle-orm/pg-core';

        export const a = pgTable('a', { id: text('id') });
        export type A = typeof a.$inferSelect;

        export const teams = pgTable('teams', {
          id: text('id').notNull(),
          ownerId: text('owner_id'),
        });

        // Relations
        export const aRelations = relations(a, () => ({}));
    "#]],
    );
}

#[test]
fn a_barrel_keeps_its_order() {
    let style = Style::default();
    let sorted = "// all\nexport * from './a';\nexport * from './c';\n";
    let as_met = "export * from './c';\nexport * from './a';\nexport const x = 1;\n";
    let named = "export { a, type A } from './a';\n";
    let (names, types) = (["b".to_owned()], ["B".to_owned()]);
    let with = |source: &str| add_export(source, "./b", &names, &types, &style).apply(source);
    shows(
        &[with(sorted), with(as_met), with(named), with("")].join("---\n"),
        &expect![[r#"
        // all
        export * from './a';
        export * from './b';
        export * from './c';
        ---
        export * from './c';
        export * from './a';
        export * from './b';
        export const x = 1;
        ---
        export { a, type A } from './a';
        export { b, type B } from './b';
        ---
        export * from './b';
    "#]],
    );
}

#[test]
fn half_typed_files_do_not_break_an_edit() {
    let whole = format!(
        "{TEAMS}\nexport const more = pgTable('more', {{ a: text(`${{'}}'}}`) }}, (t) => ({{ x: /[)]/ }}));\n"
    );
    for end in 0..=whole.len() {
        let source = &whole[..end];
        let style = Style::of(source);
        let _ = add_index(source, &teams(), &by_owner(), &style);
        let _ =
            add_column(source, &teams(), &column("x", "x", "text", None), None, &Scope::default(), &style);
        let _ = add_export(source, "./x", &[], &[], &style);
    }
}

#[test]
fn an_edit_keeps_the_line_ends_of_its_file() {
    let source = TEAMS.replace('\n', "\r\n");
    let changed = with_index(&source);
    assert_eq!(changed.matches('\n').count(), changed.matches("\r\n").count());
    assert!(changed.contains("index('teams_owner_idx')"));
}

/// What the file declares, without places, comments and spellings.
fn declared(source: &str) -> Vec<String> {
    use crate::dialects::{Casing, Dialect, Linking, Module, Order, link};
    let module = Module::read(Dialect::Drizzle, source);
    let file = text::FileId(0);
    let mut declarations = link(&Linking {
        roots: vec![file],
        module: &|_| Some(&module),
        resolve: &|_, _| None,
        casing: Casing::Preserve,
        order: Order::Listed, database: None,
    });
    assert_eq!(declarations.unknowns, [], "everything in it can be evaluated");
    let mut lines: Vec<String> = declarations
        .enums
        .iter()
        .map(|it| {
            format!(
                "{} {} {:?}",
                it.name.text,
                it.key.text,
                it.values.iter().map(|it| &it.text).collect::<Vec<_>>()
            )
        })
        .collect();
    for table in &mut declarations.tables {
        lines.push(format!(
            "{} {} {:?}",
            table.name.text,
            table.key.text,
            table.primary_key.as_ref().map(|it| (&it.name, &it.columns))
        ));
        for it in &table.columns {
            lines.push(format!(
                "{} {} {} {:?} {:?} {:?} {:?} {:?}",
                it.name.text,
                it.key.text,
                it.ty.canonical,
                it.nullable,
                it.default,
                it.generated.clone(),
                it.allowed,
                it.ty.enumeration
            ));
        }
        lines.extend(table.uniques.iter().map(|it| format!("unique {:?} {:?}", it.name, it.columns)));
        lines.extend(table.foreign_keys.iter().map(|it| {
            format!(
                "key {:?} {:?} {} {:?} {:?} {:?} {}",
                it.name, it.columns, it.table.text, it.references, it.on_delete, it.on_update, it.known
            )
        }));
        lines.extend(table.indexes.iter().map(|it| {
            format!("index {:?} {:?} {} {:?} {:?}", it.name, it.parts, it.unique, it.predicate, it.method)
        }));
        lines.extend(table.checks.iter().map(|it| format!("check {:?} {}", it.name, it.expression)));
    }
    lines
}

const EVERYTHING: &str = r#"
import { sql } from 'drizzle-orm';
import { type AnyPgColumn, bigint, bigserial, boolean, char, check, date, doublePrecision, foreignKey, index, inet, integer, interval, json, jsonb, numeric, pgEnum, pgTable, primaryKey, real, serial, smallint, text, time, timestamp, unique, uniqueIndex, uuid, varchar } from 'drizzle-orm/pg-core';

export const moodEnum = pgEnum('mood', ['happy', "it's"]);

export const people = pgTable('people', {
  id: uuid('id').primaryKey().defaultRandom(),
  bossId: uuid('boss_id').references((): AnyPgColumn => people.id, { onDelete: 'set null', onUpdate: 'cascade' }),
  mood: moodEnum('mood').notNull().default('happy'),
  moods: moodEnum('moods').array(),
  email: varchar('email', { length: 255 }).notNull().unique('people_mail'),
  code: char('code', { length: 3 }),
  role: text('role', { enum: ['a', 'b'] }).default('a'),
  tags: text('tags').array().notNull().default([]),
  score: numeric('score', { precision: 10, scale: 2 }).default('1.5'),
  ratio: doublePrecision('ratio').default(0.5),
  part: real('part'),
  big: bigint('big', { mode: 'number' }).notNull().default(7),
  small: smallint('small'),
  active: boolean('active').notNull().default(true),
  born: date('born'),
  at: time('at'),
  took: interval('took'),
  ip: inet('ip'),
  raw: json('raw'),
  meta: jsonb('meta').default({}),
  seenAt: timestamp('seen_at', { withTimezone: true, precision: 3 }).defaultNow(),
  plainAt: timestamp('plain_at').default(sql`now() + interval '1 day'`),
}, (table) => [
  index('people_seen').on(table.seenAt, table.email),
  index('people_meta').using('gin', table.meta),
  uniqueIndex('people_code').on(table.code).where(sql`code IS NOT NULL`),
  unique('people_pair').on(table.email, table.role),
  check('people_small', sql`small > 0`),
]);

export const visits = pgTable('visits', {
  id: serial('id').primaryKey(),
  count: bigserial('count', { mode: 'number' }),
  personId: uuid('person_id').notNull().references(() => people.id, { onDelete: 'cascade' }),
  number: integer('number').notNull().generatedAlwaysAsIdentity(),
});

export const stays = pgTable('stays', {
  visit: integer('visit').notNull(),
  person: uuid('person').notNull(),
}, (table) => [
  primaryKey({ columns: [table.visit, table.person] }),
  foreignKey({ name: 'stays_visit', columns: [table.visit], foreignColumns: [visits.id] }).onDelete('cascade'),
]);
"#;

#[test]
fn what_is_written_reads_as_what_was_meant() {
    use crate::dialects::{Casing, Dialect, Linking, Module, Order, link, write};
    let module = Module::read(Dialect::Drizzle, EVERYTHING);
    let declarations = link(&Linking {
        roots: vec![text::FileId(0)],
        module: &|_| Some(&module),
        resolve: &|_, _| None,
        casing: Casing::Preserve,
        order: Order::Listed, database: None,
    });
    let written = write(Dialect::Drizzle, &declarations).text;
    assert_eq!(declared(&written).join("\n"), declared(EVERYTHING).join("\n"), "{written}");
}

#[test]
fn a_constant_hides_neither_a_keyword_nor_a_builder() {
    let names = ["order_items", "import", "index", "2fa_codes", "relations"].map(super::constant);
    assert_eq!(names, ["orderItems", "importTable", "indexTable", "_2faCodes", "relationsTable"]);
}
