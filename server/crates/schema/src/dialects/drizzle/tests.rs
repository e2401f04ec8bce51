//! What the reader makes of schemas.

use super::super::{Casing, Dialect, Linking, Module as AnyModule, Order};
use super::*;
use crate::model::{Action, DefaultValue, IndexPart, Table};

mod effects;
mod recovery;

/// Links the fixture's files (`//- path` starts one), all of them roots.
fn declared(fixture: &str) -> Declarations {
    declared_with(fixture, Casing::Preserve)
}

fn declared_with(fixture: &str, casing: Casing) -> Declarations {
    link_files(fixture, casing, usize::MAX)
}

/// Links the fixture's files, of which the first `roots` are roots.
fn declared_from(fixture: &str, roots: usize) -> Declarations {
    link_files(fixture, Casing::Preserve, roots)
}

fn link_files(fixture: &str, casing: Casing, roots: usize) -> Declarations {
    let mut files: Vec<(String, AnyModule)> = Vec::new();
    for file in fixture.split("//- ").skip(1) {
        let (path, source) = file.split_once('\n').unwrap();
        files.push((path.trim().to_owned(), AnyModule::read(Dialect::Drizzle, source)));
    }
    let id = |index: usize| FileId(u32::try_from(index).unwrap());
    let module = |file: FileId| files.get(file.0 as usize).map(|(_, module)| module);
    let resolve = |_: FileId, specifier: &str| {
        let name = specifier.strip_prefix("./")?;
        let candidates = [name.to_owned(), format!("{name}.ts"), format!("{name}/index.ts")];
        files.iter().position(|(path, _)| candidates.contains(path)).map(id)
    };
    let roots = (0..files.len().min(roots)).map(id).collect();
    link(&Linking { roots, module: &module, resolve: &resolve, casing, order: Order::Listed, database: None })
}

fn table<'a>(declarations: &'a Declarations, name: &str) -> &'a Table {
    declarations.tables.iter().find(|it| it.name.text == name).unwrap()
}

#[test]
fn a_plain_table_is_read_with_columns_keys_and_references() {
    let found = declared(
        r#"//- schema.ts
import { pgTable, text, uuid, varchar, timestamp, index, uniqueIndex } from 'drizzle-orm/pg-core';
import { sql } from 'drizzle-orm';

/** People who sign in. */
export const users = pgTable('users', {
  id: uuid('id').primaryKey().defaultRandom(),
  email: varchar('email', { length: 255 }).notNull().unique(),
  createdAt: timestamp('created_at', { withTimezone: true }).defaultNow().notNull(), // when they signed up
});

export const posts = pgTable('posts', {
  id: uuid('id').primaryKey(),
  authorId: uuid('author_id').notNull().references(() => users.id, { onDelete: 'cascade' }),
  title: text('title').notNull().default('untitled'),
}, (table) => [
  index('posts_author_idx').on(table.authorId),
  uniqueIndex('posts_title_idx').on(sql`lower(${table.title})`).where(sql`${table.title} <> ''`),
]);
"#,
    );
    assert_eq!(found.unknowns, Vec::new());
    let users = table(&found, "users");
    assert!(users.complete && users.exported);
    assert_eq!(users.doc.as_deref(), Some("People who sign in."));
    let spelled: Vec<_> = users
        .columns
        .iter()
        .map(|it| (it.name.text.as_str(), it.ty.canonical.as_str(), it.nullable))
        .collect();
    assert_eq!(
        spelled,
        [
            ("id", "uuid", Some(false)),
            ("email", "character varying(255)", Some(false)),
            ("created_at", "timestamp with time zone", Some(false)),
        ]
    );
    assert_eq!(users.columns[2].key.text, "createdAt");
    assert_eq!(users.columns[2].doc.as_deref(), Some("when they signed up"));
    assert_eq!(users.columns[0].default, DefaultValue::Database("gen_random_uuid()".into()));
    assert_eq!(users.uniques[0].columns, ["email"]);
    assert_eq!(users.primary_key.as_ref().unwrap().columns, ["id"]);
    let posts = table(&found, "posts");
    let key = &posts.foreign_keys[0];
    assert_eq!(
        (key.table.text.as_str(), &key.references[..], key.on_delete),
        ("users", &["id".to_owned()][..], Some(Action::Cascade))
    );
    assert_eq!(posts.indexes[0].parts, [IndexPart::of_column("author_id")]);
    assert_eq!(posts.indexes[1].parts, [IndexPart::of_expression("lower(title)")]);
    assert_eq!(posts.indexes[1].predicate.as_deref(), Some("title <> ''"));
    assert_eq!(posts.columns[2].default, DefaultValue::Database("'untitled'".into()));
}

/// `name type` of each column, with `?` for nullable and `!` for unknown.
fn columns(table: &Table) -> Vec<String> {
    table
        .columns
        .iter()
        .map(|it| {
            let mark = match (it.known, it.nullable) {
                (false, _) => "!",
                (true, Some(true)) => "?",
                _ => "",
            };
            format!("{} {}{mark}", it.name.text, it.ty.canonical)
        })
        .collect()
}

fn names(found: &Declarations) -> Vec<&str> {
    found.tables.iter().map(|it| it.name.text.as_str()).collect()
}

/// What the fixture's unknowns say.
fn unknowns(found: &Declarations) -> Vec<&str> {
    found.unknowns.iter().map(|it| it.what.as_str()).collect()
}

/// The text at each place, checked against what the place is said to hold.
#[test]
fn places_are_the_names_without_quotes() {
    let source = "import { pgTable, text } from 'drizzle-orm/pg-core';\n\nexport const orderLines = pgTable(\"order_lines\", {\n  unitPrice: text('unit_price').notNull(),\n});\n";
    let found = declared(&format!("//- a.ts\n{source}"));
    let lines = table(&found, "order_lines");
    let text = |place: Place| place.span.slice(source);
    assert_eq!(text(lines.name.place), "order_lines");
    assert_eq!(text(lines.key.place), "orderLines");
    assert!(text(lines.place).starts_with("export const orderLines") && text(lines.place).ends_with("});"));
    let price = &lines.columns[0];
    assert_eq!(text(price.name.place), "unit_price");
    assert_eq!(text(price.key.place), "unitPrice");
    assert_eq!(text(price.place), "unitPrice: text('unit_price').notNull()");
}

#[test]
fn every_postgres_type_is_named_as_the_database_prints_it() {
    let found = declared(
        r#"//- schema.ts
import * as pg from 'drizzle-orm/pg-core';
const citext = pg.customType<{ data: string }>({ dataType() { return 'citext'; } });
const sized = pg.customType<{ data: string }>({ dataType: (config) => `bits(${config?.size ?? 8})` });
export const mood = pg.pgEnum('mood', ['calm', 'cross']);
export const all = pg.pgTable('all_types', {
  a: pg.serial().primaryKey(), b: pg.bigserial({ mode: 'number' }), c: pg.varchar(), d: pg.varchar({ length: 9 }),
  e: pg.char({ length: 2 }), f: pg.numeric(), g: pg.numeric({ precision: 5 }), h: pg.decimal({ precision: 5, scale: 1 }),
  i: pg.timestamp({ precision: 3 }), j: pg.timestamp({ withTimezone: true }), k: pg.time(), l: pg.doublePrecision(),
  m: pg.interval({ fields: 'day to hour' }), n: pg.vector({ dimensions: 3 }), o: pg.text().array().array(),
  p: mood(), q: mood().array(), r: citext(), s: sized(), t: sized({ size: 4 }), u: pg.bigint({ mode: 'number' }),
  v: pg.integer().generatedAlwaysAsIdentity(), w: pg.someday(),
});
"#,
    );
    let all = table(&found, "all_types");
    let expected = "a integer|b bigint|c character varying?|d character varying(9)?|e character(2)?|f numeric?|\
        g numeric(5,0)?|h numeric(5,1)?|i timestamp(3) without time zone?|j timestamp with time zone?|\
        k time without time zone?|l double precision?|m interval day to hour?|n vector(3)?|o text[]?|p mood?|\
        q mood[]?|r citext?|s bits(8)?|t bits(4)?|u bigint?|v integer|w !";
    assert_eq!(columns(all).join("|"), expected);
    assert_eq!(all.columns[15].ty.enumeration.as_deref(), Some("mood"));
    assert!(all.columns[21].generated.is_some());
    assert_eq!(all.columns[3].ty.written, "varchar(9)");
}

#[test]
fn defaults_tell_the_database_from_the_application() {
    let found = declared(
        r#"//- schema.ts
import { pgTable, text, integer, boolean, jsonb, timestamp } from 'drizzle-orm/pg-core';
import { sql } from 'drizzle-orm';
export const t = pgTable('t', {
  a: text().default('it\'s'), b: integer().default(0), c: boolean().default(false), d: jsonb().default({ a: 1 }),
  e: timestamp().default(sql`now() + interval '1 day'`), f: text().$defaultFn(() => nanoid()), g: text(),
  h: timestamp().$onUpdate(() => new Date()), i: integer().default(-1), j: text().array().default([]),
});
"#,
    );
    use DefaultValue::{Application, Database, None};
    let defaults: Vec<_> = table(&found, "t").columns.iter().map(|it| it.default.clone()).collect();
    let database = |sql: &str| Database(sql.to_owned());
    let application = |code: &str| Application(code.to_owned());
    assert_eq!(
        defaults,
        [
            database("'it''s'"),
            database("0"),
            database("false"),
            database("'{\"a\":1}'::jsonb"),
            database("now() + interval '1 day'"),
            application("() => nanoid()"),
            None,
            None,
            database("-1"),
            database("'{}'"),
        ]
    );
}

#[test]
fn constraints_are_read_from_lists_objects_and_bodies() {
    let list = "(t) => [index('by_a').on(t.a.desc().nullsLast()), uniqueIndex().using('btree', t.b).where(isNotNull(t.a)), unique('ab').on(t.a, t.b), check('positive', sql`${t.a} > 0`), primaryKey({ columns: [t.a, t.b], name: 'pk' }), foreignKey({ columns: [t.a, t.b], foreignColumns: [pairs.x, pairs.y], name: 'fk' }).onDelete('set null')]";
    let object = list
        .replace("=> [", "=> ({ k0: ")
        .replace(", uniqueIndex", ", k1: uniqueIndex")
        .replace(", unique(", ", k2: unique(")
        .replace(", check", ", k3: check")
        .replace(", primaryKey", ", k4: primaryKey")
        .replace(", foreignKey", ", k5: foreignKey");
    let object = format!("{}}})", object.trim_end_matches(']'));
    let body = list.replace("=> [", "=> { return [") + "; }";
    for extras in [list.to_owned(), object, body] {
        let found = declared(&format!(
            "//- schema.ts\nimport {{ pgTable, integer, index, uniqueIndex, unique, check, primaryKey, foreignKey }} from 'drizzle-orm/pg-core';\nimport {{ sql, isNotNull }} from 'drizzle-orm';\nexport const t = pgTable('t', {{ a: integer('a_col'), b: integer('b_col') }}, {extras});\nexport const pairs = pgTable('pairs', {{ x: integer('x_col'), y: integer('y_col') }});\n"
        ));
        assert_eq!(unknowns(&found), Vec::<&str>::new(), "{extras}");
        let t = table(&found, "t");
        assert!(!t.more_constraints);
        assert_eq!(
            (t.indexes[0].name.as_deref(), &t.indexes[0].parts[..]),
            (Some("by_a"), &[IndexPart { order: "desc nulls last".to_owned(), ..IndexPart::of_column("a_col") }][..])
        );
        assert_eq!((t.indexes[1].unique, t.indexes[1].method.as_deref()), (true, Some("btree")));
        assert_eq!(t.indexes[1].predicate.as_deref(), Some("a_col is not null"));
        assert_eq!(t.uniques[0].columns, ["a_col", "b_col"]);
        assert_eq!(
            (t.checks[0].name.as_deref(), t.checks[0].expression.as_str()),
            (Some("positive"), "a_col > 0")
        );
        let key = t.primary_key.as_ref().unwrap();
        assert_eq!(
            (key.name.as_deref(), &key.columns[..]),
            (Some("pk"), &["a_col".to_owned(), "b_col".to_owned()][..])
        );
        assert_eq!(t.columns[0].nullable, Some(false), "a key's column is never null");
        let foreign = &t.foreign_keys[0];
        assert_eq!(
            (foreign.table.text.as_str(), &foreign.references[..]),
            ("pairs", &["x_col".to_owned(), "y_col".to_owned()][..])
        );
        assert_eq!((foreign.name.as_deref(), foreign.on_delete), (Some("fk"), Some(Action::SetNull)));
    }
}

#[test]
fn helpers_are_followed_across_files() {
    let found = declared(
        r#"//- index.ts
export * from './users';
export * as billing from './billing';
//- users.ts
import { pgTable as makeTable, text, type AnyPgColumn } from 'drizzle-orm/pg-core';
import { id, stamps } from './lib';
import audit from './lib/audit';
export const users = makeTable('users', {
  ...id('usr'),
  ...stamps({ withDeleted: true }),
  ...audit,
  managerId: text('manager_id').references((): AnyPgColumn => users.id, { onDelete: 'set null' }),
});
//- billing.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
import * as schema from '.';
import { users } from './index';
import { id } from './lib';
export const plans = pgTable('plans', { ...id('pln'), ownerId: text().references(() => schema.users.id), payerId: text().references(() => users.id) });
//- lib/index.ts
import { text, timestamp } from 'drizzle-orm/pg-core';
export function id(prefix: string) {
  return { id: text('id').primaryKey().$defaultFn(() => make(prefix)) };
}
export const stamps = ({ withDeleted = false, withUpdated = true }: Options = {}) => {
  const always = { createdAt: timestamp('created_at').notNull() };
  if (!withDeleted) return always;
  return { ...always, ...(withUpdated && { updatedAt: timestamp('updated_at') }), deletedAt: timestamp('deleted_at') };
};
//- lib/audit.ts
import { text } from 'drizzle-orm/pg-core';
const shared = { reason: text() };
export { shared as default };
"#,
    );
    assert_eq!(names(&found), ["users", "plans"]);
    let spelled: Vec<_> = table(&found, "users").columns.iter().map(|it| it.name.text.as_str()).collect();
    assert_eq!(spelled, ["id", "created_at", "updated_at", "deleted_at", "reason", "manager_id"]);
    let targets = |name: &str| -> Vec<(String, bool)> {
        table(&found, name).foreign_keys.iter().map(|it| (it.table.text.clone(), it.known)).collect()
    };
    assert_eq!(targets("users"), [("users".to_owned(), true)]);
    // `.` is no file of the fixture's resolver, so that way stays unknown; the other leads through the barrel.
    assert_eq!(targets("plans"), [("users".to_owned(), false), ("users".to_owned(), true)]);
}

#[test]
fn a_table_counts_once_however_often_it_is_exported() {
    let found = declared(
        r#"//- index.ts
export * from './users';
export { users as people } from './users';
//- users.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: text() });
export const alias = users;
export { alias as default };
const hidden = pgTable('hidden', { id: text() });
"#,
    );
    assert_eq!(names(&found), ["users", "hidden"]);
    assert_eq!(table(&found, "users").key.text, "users");
    assert!(!table(&found, "hidden").exported);
}

#[test]
fn unnamed_columns_follow_the_casing() {
    // `max_v_2_items` is what drizzle-orm itself makes of `maxV2Items`.
    let fixture = "//- a.ts\nimport { pgTable, text } from 'drizzle-orm/pg-core';\nexport const t = pgTable('t', { userID: text(), URLPath: text(), oauth2Token: text(), maxV2Items: text(), kept: text('keptAsIs'), snake_one: text() });\n";
    let spelled = |casing| -> Vec<String> {
        table(&declared_with(fixture, casing), "t").columns.iter().map(|it| it.name.text.clone()).collect()
    };
    assert_eq!(
        spelled(Casing::Preserve),
        ["userID", "URLPath", "oauth2Token", "maxV2Items", "keptAsIs", "snake_one"]
    );
    assert_eq!(
        spelled(Casing::SnakeCase),
        ["user_id", "url_path", "oauth2_token", "max_v_2_items", "keptAsIs", "snake_one"]
    );
    assert_eq!(
        spelled(Casing::CamelCase),
        ["userId", "urlPath", "oauth2Token", "maxV2Items", "keptAsIs", "snakeOne"]
    );
}

#[test]
fn enums_are_read_from_lists_constants_and_objects() {
    let found = declared(
        r#"//- a.ts
import { pgEnum, pgTable, pgSchema, text } from 'drizzle-orm/pg-core';
import { unread } from './elsewhere';
const STATES = ['open', 'closed'] as const;
enum Level { Low = 'low', High = 'high' }
export const a = pgEnum('a', ['x', 'y']);
export const b = pgEnum('b', STATES);
export const c = pgEnum('c', Object.values(Level) as [string, ...string[]]);
export const d = pgEnum('d', unread);
export const e = pgSchema('audit').enum('e', [...STATES, 'lost']);
export const t = pgTable('t', {
  s: text({ enum: STATES }), u: text().$type<'p' | 'q'>(), v: text({ enum: b.enumValues }), w: text().$type<Kind>(),
});
type Kind = 'one' | 'two';
"#,
    );
    let values: Vec<_> = found
        .enums
        .iter()
        .map(|it| {
            (
                it.name.text.as_str(),
                it.values.iter().map(|it| it.text.as_str()).collect::<Vec<_>>().join(" "),
                it.complete,
            )
        })
        .collect();
    assert_eq!(
        values,
        [
            ("a", "x y".to_owned(), true),
            ("b", "open closed".to_owned(), true),
            ("c", "low high".to_owned(), true),
            ("d", String::new(), false),
            ("e", "open closed lost".to_owned(), true),
        ]
    );
    assert_eq!(found.enums[4].schema.as_deref(), Some("audit"));
    let allowed: Vec<_> = table(&found, "t").columns.iter().map(|it| it.allowed.join(" ")).collect();
    assert_eq!(allowed, ["open closed", "p q", "open closed", "one two"]);
}

#[test]
fn a_name_that_a_creator_makes_up_stands_where_it_is_spelled() {
    let source = "import { pgTableCreator, text } from 'drizzle-orm/pg-core';
const same = pgTableCreator((name) => 'fixed');
const snake = pgTableCreator((name) => `app_${name.toLowerCase()}`);
export const posts = same('post', { id: text() });
export const userCards = snake('UserCards', { id: text() });
";
    let found = declared(&format!("//- a.ts\n{source}"));
    let places: Vec<_> =
        found.tables.iter().map(|it| (it.name.text.as_str(), it.name.place.span.slice(source))).collect();
    assert_eq!(places, [("fixed", "fixed"), ("app_usercards", "UserCards")]);
}

#[test]
fn creators_schemas_views_and_callbacks_make_tables() {
    let found = declared(
        r#"//- a.ts
import { pgTableCreator, pgSchema, pgView, pgTable, text, index } from 'drizzle-orm/pg-core';
import { sqliteTable, integer } from 'drizzle-orm/sqlite-core';
import { mysqlTable, int } from 'drizzle-orm/mysql-core';
const create = pgTableCreator((name) => `shop_${name}`);
export const orders = create('orders', (d) => ({ id: d.uuid().primaryKey(), at: d.timestamp({ withTimezone: true }) }), (t) => [index('at').on(t.at)]);
const auth = pgSchema('auth');
export const accounts = auth.table('accounts', { id: text() }).enableRLS();
export const active = pgView('active').as((qb) => qb.select().from(orders));
export const light = sqliteTable('light', { id: integer({ mode: 'boolean' }) });
export const mine = mysqlTable('mine', { id: int({ unsigned: true }).autoincrement() });
export const { left, right } = pair();
function pair() {
  const left = pgTable('left_half', { id: text() });
  return { left, right: pgTable('right_half', { id: text().references(() => left.id) }) };
}
export const nested = { deep: pgTable('deep', { id: text() }) };
export default pgTable('plain', { id: text() });
"#,
    );
    assert_eq!(
        names(&found),
        ["shop_orders", "accounts", "active", "light", "mine", "left_half", "right_half", "deep", "plain"]
    );
    assert_eq!(columns(table(&found, "shop_orders")), ["id uuid", "at timestamp with time zone?"]);
    assert_eq!(table(&found, "accounts").schema.as_deref(), Some("auth"));
    assert!(table(&found, "accounts").row_security);
    assert_eq!(table(&found, "active").kind, crate::model::TableKind::View);
    assert!(table(&found, "active").complete);
    assert_eq!(table(&found, "light").database, crate::model::Database::Sqlite);
    assert_eq!(columns(table(&found, "mine")), ["id int unsigned?"]);
    assert_eq!(table(&found, "right_half").foreign_keys[0].table.text, "left_half");
    assert_eq!(table(&found, "deep").key.text, "deep");
}

#[test]
fn relations_lead_from_table_to_table() {
    let found = declared(
        r#"//- a.ts
import { relations } from 'drizzle-orm';
import { pgTable, text } from 'drizzle-orm/pg-core';
export const usersRelations = relations(users, ({ one, many }) => ({
  posts: many(posts),
  boss: one(users, { fields: [users.bossId], references: [users.id] }),
  ghost: one(elsewhere),
}));
export const users = pgTable('users', { id: text(), bossId: text() });
export const posts = pgTable('posts', { id: text() });
"#,
    );
    let edges: Vec<_> = found
        .relations
        .iter()
        .map(|it| format!("{} {} {:?} {}", it.table, it.name.text, it.kind, it.to))
        .collect();
    assert_eq!(edges, ["users posts Many posts", "users boss One users"]);
    assert_eq!(unknowns(&found), ["where relation `ghost` of `users` leads cannot be evaluated"]);
}

#[test]
fn relations_of_a_whole_schema_are_read() {
    let found = declared(
        r#"//- relations.ts
import { defineRelations } from 'drizzle-orm';
import * as schema from './schema';
export const relations = defineRelations(schema, (r) => ({
  users: { posts: r.many.posts(), boss: r.one.users({ from: r.users.bossId, to: r.users.id }) },
  posts: { author: r.one.users({ from: r.posts.authorId, to: r.users.id, optional: false }) },
}));
//- schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const users = pgTable('app_users', { id: text(), bossId: text() });
export const posts = pgTable('app_posts', { id: text(), authorId: text() });
"#,
    );
    let edges: Vec<_> = found
        .relations
        .iter()
        .map(|it| format!("{} {} {:?} {}", it.table, it.name.text, it.kind, it.to))
        .collect();
    assert_eq!(
        edges,
        ["app_users posts Many app_posts", "app_users boss One app_users", "app_posts author One app_users"]
    );
}

#[test]
fn what_cannot_be_evaluated_is_unknown_and_never_missing() {
    let found = declared(
        r#"//- a.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
import { columnsFor, money, users, rules, pluginTable } from '@acme/kit';
export * from '@acme/auth-schema';
export const spread = pgTable('spread', { id: text(), ...columnsFor('x') });
export const custom = pgTable('custom', { price: money('price_cents').notNull(), n: text().mystery() });
export const foreign = pgTable('foreign_one', { userId: text().references(() => users.id) }, rules);
export const plugin = pluginTable('plugin', { id: text() });
export const dynamic = pgTable(`t_${process.env.NAME}`, { id: text() });
export const whole = pgTable('whole', columnsFor('y'));
"#,
    );
    assert_eq!(names(&found), ["spread", "custom", "foreign_one", "plugin", "dynamic", "whole"]);
    assert!(!table(&found, "spread").complete);
    assert_eq!(columns(table(&found, "custom")), ["price_cents !", "n text!"]);
    assert_eq!(table(&found, "custom").columns[1].nullable, None);
    let foreign = table(&found, "foreign_one");
    assert!(foreign.more_constraints && !foreign.foreign_keys[0].known);
    assert_eq!(foreign.foreign_keys[0].table.text, "users");
    assert!(!table(&found, "plugin").complete && !table(&found, "whole").complete);
    let hides_tables = found.unknowns.iter().filter(|it| it.scope == UnknownScope::Tables).count();
    assert_eq!(hides_tables, 3, "a package, a wrapper and a computed name may each hide tables");
    assert!(found.unknowns.iter().any(|it| it.scope == UnknownScope::Table("spread".to_owned())));
}

#[test]
fn a_half_typed_table_hides_no_other() {
    let before = "import { pgTable, text } from 'drizzle-orm/pg-core';\nexport const a = pgTable('a', { id: text() });\n\n";
    let after = "\n\nexport const z = pgTable('z', { id: text(), aId: text().references(() => a.id) });\n";
    for broken in [
        "export const half = pgTable('half', {\n  id: text('id').primaryKey(),\n  name: \n});",
        "export const half = pgTable('half', {\n  id: text('id').primaryKey(),\n  name: text('na",
        "export const half = pgTable('half', {\n  id: text('id').primaryKey(),\n  name",
        "export const half = pgTable('half', {\n  id: text('id').primaryKey().\n});",
        "export const half = pgTable('half', {\n  id: text('id').primaryKey(),\n}, (t) => [index(",
        "export const half = pgTable('half', {",
        "export const half = pgTable('half', `",
        "export const half = pgTable('half'",
    ] {
        let found = declared(&format!("//- a.ts\n{before}{broken}{after}"));
        assert_eq!(names(&found), ["a", "half", "z"], "{broken}");
        assert!(table(&found, "a").complete && table(&found, "z").complete, "{broken}");
        assert!(!table(&found, "half").complete, "{broken}");
        assert!(table(&found, "z").foreign_keys[0].known, "{broken}");
    }
}

#[test]
fn where_a_table_may_hide_any_table_may_exist() {
    let found = declared("//- a.ts\n  if (x) {\n    const t = pgTable('t', {\n");
    assert!(found.unknowns.iter().any(|it| it.scope == UnknownScope::Tables) || !found.tables.is_empty());
    let found = declared(&format!("//- a.ts\n{}", "const a = 1;\n".repeat(100_000)));
    assert_eq!(found.unknowns[0].scope, UnknownScope::Tables);
}

#[test]
fn a_table_whose_head_is_half_typed_is_not_absent() {
    let before = "//- a.ts\nimport { pgTable, text, pgSchema } from 'drizzle-orm/pg-core';\nconst auth = pgSchema('auth');\n";
    let rest = "\n  id: text('id'),\n  name: text('name'),\n});\nexport const z = pgTable('z', { id: text() });\n";
    for head in ["export const half", "export const half = pg", "export const half = pgTable('ha", "const half = auth."] {
        let found = declared(&format!("{before}{head}{rest}"));
        assert!(table(&found, "z").complete, "{head}");
        assert!(found.unknowns.iter().any(|it| it.scope == UnknownScope::Tables), "{head}: {found:?}");
    }
    // A parser that recovers may make a constant of the function's name, or call what the table is called with.
    for line in ["  x: integer( ((", "  x: money('x', ((", "  x: text('x', { a:"] {
        for call in ["pgTable", "auth.table"] {
            let found = declared(&format!("{before}export const half = {call}('half', {{\n{line}{rest}"));
            assert!(names(&found).contains(&"half") && !table(&found, "half").complete, "{call} {line}");
        }
    }
}

#[test]
fn line_ends_and_a_byte_order_mark_change_nothing() {
    let unix = "import { pgTable, text } from 'drizzle-orm/pg-core';\n// People.\nexport const a = pgTable('a', {\n  id: text(), // key\n});\nexport const half = pgTable('half', {\n";
    let windows = format!("\u{feff}{}", unix.replace('\n', "\r\n"));
    for source in [unix.to_owned(), windows] {
        let found = declared(&format!("//- a.ts\n{source}"));
        assert_eq!(names(&found), ["a", "half"]);
        assert_eq!(found.unknowns.iter().filter(|it| it.scope == UnknownScope::Tables).count(), 0);
        let a = table(&found, "a");
        assert_eq!((a.doc.as_deref(), a.columns[0].doc.as_deref()), (Some("People."), Some("key")));
        assert_eq!(a.name.place.span.slice(&source), "a");
        assert!(a.complete);
    }
}

#[test]
fn a_broken_file_says_where() {
    let module = read("export const a = pgTable('a', {\n  id: text(\n});\n");
    assert!(!module.problems().is_empty());
    assert!(read("export const a = 1;").problems().is_empty());
}

#[test]
fn comments_are_kept_with_their_places() {
    let source = "// schemark-ignore table-naming: legacy\nexport const a = 1; /* two\n * lines */\n";
    let module = read(source);
    let comments: Vec<_> =
        module.comments().iter().map(|it| (it.span.slice(source), it.text.as_str())).collect();
    assert_eq!(
        comments,
        [
            ("// schemark-ignore table-naming: legacy", "schemark-ignore table-naming: legacy"),
            ("/* two\n * lines */", "two\nlines")
        ]
    );
}

#[test]
fn values_that_depend_on_themselves_end() {
    let found = declared(
        "//- a.ts\nimport { pgTable, text } from 'drizzle-orm/pg-core';\nconst a = { ...b };\nconst b = { ...a };\nfunction again(x) { return { ...again(x), id: text() }; }\nexport const t = pgTable('t', { ...a, ...again(1) });\nexport * from './a';\n",
    );
    assert!(!table(&found, "t").complete);
    let mut doubling = "const a0 = ['x', 'y'];\n".to_owned();
    for index in 1..200 {
        doubling += &format!(
            "const a{index} = [...a{0}, ...a{0}];\nconst t{index} = `${{t{0}}}${{t{0}}}`;\n",
            index - 1
        );
    }
    declared(&format!("//- a.ts\nconst t0 = 'xxxxxxxx';\n{doubling}"));
}

#[test]
fn deep_nesting_is_cut_off() {
    for (open, close) in
        [("[", "]"), ("{ a: ", "}"), ("f(", ")"), ("() => ", ""), ("a ? b : ", ""), ("`${", "}`"), ("!", "")]
    {
        let source = format!("const a = {}1{};\n", open.repeat(3000), close.repeat(3000));
        declared(&format!("//- a.ts\n{source}export const t = pgTable('t', {{ id: text() }});\n"));
        declared(&format!("//- a.ts\n{}", open.repeat(3000)));
    }
    let chain = ".notNull()".repeat(3000);
    declared(&format!("//- a.ts\nexport const t = pgTable('t', {{ id: text(){chain} }});\n"));
}

#[test]
fn brackets_that_recovery_closes_stand_nowhere() {
    let before = "import { pgTable, text } from 'drizzle-orm/pg-core';\n";
    for broken in ["export const half = pgTable('half', { id: text(`ñandú", "export const half = pgTable('half', {\n  id: text('id')"] {
        let found = declared(&format!("//- a.ts\n{before}{broken}"));
        let column = &table(&found, "half").columns[0];
        assert_eq!(column.place.span.end().bytes(), before.len() + broken.len(), "{column:?}");
        let written = format!("{before}{broken}");
        assert_eq!(column.name.place.span.slice(&written), column.name.text, "{column:?}");
    }
}

/// Law L8 for this reader: a file that ends anywhere is read without a panic, and declares no table it does not name.
#[test]
fn a_file_that_ends_anywhere_is_read() {
    let source = "import { pgTable, text, index } from 'drizzle-orm/pg-core';\n/** Ünïcode — 用户 */\nconst base = { id: text('id').primaryKey() };\nexport const users = pgTable('users', { ...base, name: text(`näme`).default(sql`'é'`) }, (t) => [index('i').on(t.name)]);\nexport enum Role { A = 'a' }\nexport const posts = pgTable('posts', { u: text().references(() => users.id, { onDelete: 'cascade' }) });\n";
    for (at, _) in source.char_indices() {
        let (start, end) = source.split_at(at);
        let found = declared(&format!("//- a.ts\n{start}"));
        assert!(found.tables.len() <= 2);
        declared(&format!("//- a.ts\n{end}"));
    }
}

#[test]
fn a_size_is_computed_or_leaves_the_type_unknown() {
    let found = declared(
        "//- a.ts\nimport { pgTable, text, varchar, timestamp } from 'drizzle-orm/pg-core';\nimport { sizes } from 'elsewhere';\nconst short = 8;\nexport const t = pgTable('t', {\n  a: varchar({ length: short * 4 - 1 }),\n  b: varchar({ length: sizes.b }),\n  c: timestamp('c', sizes),\n  d: text('d', sizes),\n});\n",
    );
    let types: Vec<_> = table(&found, "t").columns.iter().map(|it| it.ty.canonical.as_str()).collect();
    assert_eq!(types, ["character varying(31)", "", "", "text"]);
}

#[test]
fn sqlite_keeps_lengths_and_numbers_integer_keys() {
    let found = declared(
        "//- a.ts\nimport { sqliteTable, text, integer } from 'drizzle-orm/sqlite-core';\nexport const t = sqliteTable('t', { id: integer('id').primaryKey(), name: text('name', { length: 64 }) });\n",
    );
    let table = table(&found, "t");
    let [id, name] = table.columns.as_slice() else { unreachable!("two columns") };
    assert_ne!(id.default, DefaultValue::None);
    assert_eq!((name.ty.canonical.as_str(), &name.default), ("text(64)", &DefaultValue::None));
}

#[test]
fn a_table_made_by_a_package_that_is_not_there_is_incomplete() {
    let found = declared(
        r#"//- schema.ts
import { sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { withTenant, defineEntity } from '@acme/db-kit';
export const orders = withTenant('orders', { id: text('id').primaryKey() });
export const people = defineEntity('people', { name: text('name'), ...audit });
export const plain = sqliteTable('plain', { id: text('id') });
export const settings = defineEntity('settings', { mode: 'dark' });
export const schema = defineEntity(plain, { id: text('id') });
"#,
    );
    assert_eq!(names(&found), ["orders", "people", "plain"]);
    let orders = table(&found, "orders");
    assert!(!orders.complete && orders.more_constraints);
    assert_eq!((orders.key.text.as_str(), orders.database), ("orders", crate::model::Database::Sqlite));
    assert_eq!(columns(orders), ["id text"]);
    assert!(!table(&found, "people").complete);
    assert!(table(&found, "plain").complete);
}

#[test]
fn what_a_view_selects_are_its_columns() {
    let found = declared(
        r#"//- schema.ts
import { pgTable, pgView, integer, text, serial } from 'drizzle-orm/pg-core';
import { eq, sql } from 'drizzle-orm';
export const a = pgTable('a', { id: serial('id').primaryKey(), title: text('the_title').notNull() });
export const all = pgView('all_of_a').as((qb) => qb.select().from(a).where(eq(a.id, 1)));
export const some = pgView('some_of_a').as((qb) => qb.select({ title: a.title, total: sql`count(*)`.as('total') }).from(a).groupBy(a.title));
export const joined = pgView('joined').as((qb) => qb.select().from(a).leftJoin(other, eq(other.id, a.id)));
export const counted = pgView('counted', { total: integer('total') }).as(sql`select count(*) as total from ${a}`);
export const there = pgView('there', { id: integer('id') }).existing();
"#,
    );
    assert_eq!(columns(table(&found, "all_of_a")), ["id integer", "the_title text"]);
    assert_eq!(columns(table(&found, "some_of_a"))[0], "the_title text");
    assert_eq!(table(&found, "some_of_a").columns[1].name.text, "total");
    assert!(table(&found, "some_of_a").complete && !table(&found, "joined").complete);
    assert_eq!(table(&found, "counted").query.as_deref(), Some("select count(*) as total from a"));
    assert_eq!(table(&found, "there").query, None);
}

#[test]
fn policies_are_read_with_roles_and_conditions() {
    let found = declared(
        r#"//- schema.ts
import { pgTable, pgPolicy, pgRole, text } from 'drizzle-orm/pg-core';
import { authenticatedRole } from 'drizzle-orm/supabase';
import { sql, eq } from 'drizzle-orm';
export const staff = pgRole('staff').existing();
export const notes = pgTable('notes', { id: text('id'), ownerId: text('ownerId') }, (t) => [
  pgPolicy('read', { for: 'select', to: [authenticatedRole, staff], using: sql`${t.ownerId} = auth.uid()` }),
  pgPolicy('all', { as: 'restrictive', for: 'all', to: 'public', withCheck: eq(t.id, 'x') }),
]);
export const outside = pgPolicy('outside', { for: 'delete' }).link(notes);
"#,
    );
    let policies = &table(&found, "notes").policies;
    let names: Vec<&str> = policies.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["outside", "read", "all"]);
    assert_eq!(policies[0].command.as_deref(), Some("delete"));
    assert_eq!(policies[1].roles, ["authenticated", "staff"]);
    assert_eq!(policies[1].using.as_deref(), Some("\"ownerId\" = auth.uid()"));
    assert_eq!((policies[2].restrictive, &policies[2].command, policies[2].roles.len()), (true, &None, 0));
    assert_eq!(policies[2].check.as_deref(), Some("id = 'x'"));
}

#[test]
fn a_type_of_another_module_costs_no_column() {
    let found = declared(
        r#"//- schema.ts
import { pgTable, json, text } from 'drizzle-orm/pg-core';
export const t = pgTable('t', {
  a: json('a').$type<import('./settings').Settings>().notNull(),
  b: json('b').$type<typeof import("./x")>(),
  c: text('c').notNull(),
});
const lazy = import('./later');
"#,
    );
    assert_eq!(found.unknowns, []);
    assert_eq!(columns(table(&found, "t")), ["a json", "b json?", "c text"]);
}

#[test]
fn what_is_no_key_in_a_list_of_keys_is_passed_over() {
    let found = declared(
        r#"//- schema.ts
import { pgTable, text, index, unique } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: text('id').primaryKey(), email: text('email') }, (table) => [
  { kind: 'check', name: 'users_check' },
  [index('users_email').on(table.email), unique('users_email_key').on(table.email)],
]);
export const notes = pgTable('notes', { id: text('id') }, (table) => [keys(table)]);
"#,
    );
    assert_eq!(unknowns(&found), ["not all keys and indexes of `notes` can be evaluated"]);
    let users = table(&found, "users");
    assert_eq!((users.indexes.len(), users.uniques.len(), users.more_constraints), (1, 1, false));
}

#[test]
fn very_many_exports_are_found_by_name() {
    let exports: String = (0..20_000).map(|it| format!("export {{ t{it} }} from './a{it}'\n")).collect();
    let last = "export const t19999 = pgTable('last', {});";
    let found = declared(&format!("//- schema.ts\n{exports}{exports}//- a19999.ts\n{last}"));
    assert_eq!((table(&found, "last").key.text.as_str(), found.tables.len()), ("t19999", 1));
    assert_eq!(read(&exports).imports().len(), 20_000);
}

#[test]
fn what_a_column_is_generated_from_may_be_a_function() {
    let found = declared(
        r#"//- schema.ts
import { pgTable, integer, text } from 'npm:drizzle-orm@0.45.4/pg-core';
import { sql, type SQL } from 'npm:drizzle-orm@0.45.4';
import { later } from 'elsewhere';
export const notes = pgTable('notes', {
  title: text('title'),
  a: text('a').generatedAlwaysAs((): SQL => sql`lower(${notes.title})`),
  b: text('b').generatedAlwaysAs(sql`upper(title)`),
  c: text('c').generatedAlwaysAs(later),
  d: text('d').generatedAlwaysAs(() => later()),
});
"#,
    );
    let generated: Vec<_> = table(&found, "notes").columns.iter().filter_map(|it| it.generated.clone()).collect();
    let stored = |sql: &str| crate::model::Generated::Stored(sql.to_owned());
    assert_eq!(
        generated,
        [stored("lower(title)"), stored("upper(title)"), stored("${later}"), stored("${() => later()}")]
    );
    assert!(!found.unknowns.iter().any(|it| it.scope == UnknownScope::Tables));
}

#[test]
fn relations_of_parts_of_a_schema_are_read() {
    let found = declared(
        r#"//- relations.ts
import { defineRelations, defineRelationsPart } from 'drizzle-orm';
import * as schema from './schema';
export const whole = defineRelations({ ...schema, people: schema.users }, (r) => ({
  users: { groups: r.many.groups({ from: r.users.id.through(r.members.userId), to: r.groups.id.through(r.members.groupId) }) },
}));
export const part = defineRelationsPart(schema, (r) => ({ groups: { users: r.many.users(), owner: r.one.nobody() } }));
export const none = defineRelations(schema);
//- schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: text() });
export const groups = pgTable('groups', { id: text() });
export const members = pgTable('members', { userId: text(), groupId: text() });
"#,
    );
    let edges: Vec<_> = found.relations.iter().map(|it| format!("{} {} {}", it.table, it.name.text, it.to)).collect();
    assert_eq!(edges, ["users groups groups", "groups users users"]);
    assert_eq!(unknowns(&found), ["where relation `owner` of `groups` leads cannot be evaluated"]);
}

#[test]
fn a_type_of_ones_own_has_defaults_like_any_other() {
    let found = declared(
        r#"//- schema.ts
import { pgTable, customType } from 'drizzle-orm/pg-core';
const make = (name: string) => customType<{ data: unknown }>({ dataType: () => name });
const flag = make('boolean'), code = make('varchar(8)'), bag = make('jsonb');
export const t = pgTable('t', {
  a: flag().default(false), b: code().default('x'), c: bag().default({ on: true }), d: flag().default(0), e: bag().default(later),
});
"#,
    );
    let defaults: Vec<_> = table(&found, "t").columns.iter().map(|it| it.default.clone()).collect();
    let database = |sql: &str| DefaultValue::Database(sql.to_owned());
    assert_eq!(
        defaults,
        [database("false"), database("'x'"), database("'{\"on\":true}'::jsonb"), database("0"), database("${later}")]
    );
}

#[test]
fn marks_of_comments_in_strings_are_none() {
    let source = "// first // again\nconst a = 'https://x'; // second\nconst b = `/* no ${c /* third */} */`;\n/* fourth // */ /* fifth */\nconst d = 4 / 2; const e = f(/* sixth */ 1);\n";
    let module = read(source);
    let comments: Vec<_> = module.comments().iter().map(|it| it.text.as_str()).collect();
    assert_eq!(comments, ["first // again", "second", "third", "fourth //", "fifth", "sixth"]);
}

#[test]
fn numbers_of_mysql_keep_their_sizes_and_their_sign() {
    let found = declared(
        r#"//- a.ts
import { mysqlTable, decimal, double, float, real } from 'drizzle-orm/mysql-core';
export const sizes = mysqlTable('sizes', {
  a: double({ precision: 8, scale: 2 }),
  b: double({ unsigned: true }),
  c: decimal({ precision: 8, scale: 2, unsigned: true }),
  d: decimal({ precision: 10 }),
  e: float({ precision: 20 }),
  f: real({ precision: 6, scale: 3 }),
  g: double({ precision: SIZE }),
});
"#,
    );
    let expected =
        ["a double(8,2)?", "b double unsigned?", "c decimal(8,2) unsigned?", "d decimal?", "e float(20)?", "f real(6, 3)?", "g ?"];
    assert_eq!(columns(table(&found, "sizes")), expected);
}

#[test]
fn sql_with_a_type_is_sql() {
    let found = declared(
        r#"//- a.ts
import { pgTable, pgView, text, integer, index, check } from 'drizzle-orm/pg-core';
import { sql } from 'drizzle-orm';
export const notes = pgTable('notes', {
  at: text().default(sql<string>`now()`),
  twice: integer().generatedAlwaysAs((): SQL => sql<number | null>`length(${notes.at}) * 2`),
}, (t) => [
  index('by').on(sql<string>`lower(${t.at})`).where(sql<boolean>`${t.at} <> ''`),
  check('c', sql<boolean>`${t.at} > 'a'`),
]);
export const counts = pgView('counts').as((qb) => qb.select({
  n: sql<Record<string, number[]>>`count(*)`.mapWith(Number).as('cnt'),
  last: sql<string>`max(${notes.at})`.as('last'),
}).from(notes));
export const plain = pgTable('plain', { wide: integer().default(1 < 2 ? 3 : 4) });
"#,
    );
    assert_eq!(found.unknowns.iter().filter(|it| it.scope == UnknownScope::Tables).count(), 0);
    let notes = table(&found, "notes");
    assert_eq!(notes.columns[0].default, DefaultValue::Database("now()".into()));
    assert_eq!(notes.columns[1].generated, Some(crate::model::Generated::Stored("length(at) * 2".into())));
    assert_eq!(notes.indexes[0].parts, [IndexPart::of_expression("lower(at)")]);
    assert_eq!(notes.indexes[0].predicate.as_deref(), Some("at <> ''"));
    assert_eq!(notes.checks[0].expression, "at > 'a'");
    let counts = table(&found, "counts");
    assert!(counts.complete);
    assert_eq!(columns(counts), ["cnt bigint", "last !"]);
}
