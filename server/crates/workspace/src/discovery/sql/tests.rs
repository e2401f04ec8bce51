//! Which SQL files make up schemas, and in which order.

use crate::model::Presence;
use crate::snapshot::{Root, Snapshot};
use crate::store::Store;

fn snapshot(files: &[(&str, &str)]) -> Snapshot {
    Store::from_files(files).snapshot()
}

/// Each set as "name: files in order".
fn sets(files: &[(&str, &str)]) -> Vec<String> {
    let snapshot = snapshot(files);
    let path = |it: &text::FileId| {
        let path = snapshot.document(*it).expect("loaded").path().to_string();
        path.rsplit('/').next().unwrap_or("").trim_end_matches(".sql").to_owned()
    };
    let sets = snapshot.roots()[0].model.sets.iter();
    sets.map(|it| format!("{}: {}", it.name, it.files.iter().map(path).collect::<Vec<_>>().join(" ")))
        .collect()
}

/// The tables of all sets.
fn tables(root: &Root) -> Vec<&str> {
    root.model.tables().map(|it| &*it.name.text).collect()
}

const A: &str = "create table a (id int);";
const B: &str = "create table b (id int);";
const B_AND_C: &str = "create table b (id int); create table c (id int);";
const ALTER: &str = "alter table a add column name text;";

#[test]
fn migrations_take_effect_in_the_order_of_their_numbers() {
    let files = [
        ("db/migrations/1_a.sql", A),
        ("db/migrations/10_change.sql", ALTER),
        ("db/migrations/2_b.sql", B),
        ("db/migrations/3_rows.sql", "insert into a values (1);"),
    ];
    assert_eq!(sets(&files), ["db/migrations: 1_a 2_b 10_change"]);
}

#[test]
fn counted_steps_that_change_what_dated_ones_make_come_behind_them() {
    let files = [
        ("m/004_change.sql", ALTER),
        ("m/1704672000000_a.sql", A),
        ("m/1704672000001_rollback-a.sql", "drop table a;"),
    ];
    assert_eq!(sets(&files), ["m: 1704672000000_a 004_change"]);
    let counted = [("m/001_a.sql", A), ("m/1704672000000_change.sql", ALTER)];
    assert_eq!(sets(&counted), ["m: 001_a 1704672000000_change"]);
}

#[test]
fn ways_back_and_rows_and_what_is_run_by_hand_are_left_out() {
    let files = [
        ("migrations/001_a.down.sql", "drop table a;"),
        ("migrations/001_a.up.sql", A),
        ("migrations/V2__b.sql", B),
        ("seeds/all.sql", "create table s (id int);"),
        ("supabase/seed.sql", "create table t (id int);"),
        ("tests/pgtap.sql", "create table u (id int);"),
    ];
    assert_eq!(sets(&files), ["migrations: 001_a.up V2__b"]);
    let folders = [
        ("migrations/2024-01-01-000000_a/down.sql", "drop table a;"),
        ("migrations/2024-01-01-000000_a/up.sql", A),
        ("migrations/2024-01-02-000000_b/up.sql", ALTER),
    ];
    assert_eq!(sets(&folders), ["migrations: up up"]);
}

#[test]
fn what_undoes_another_step_is_left_out_and_what_goes_back_later_is_not() {
    let files = [
        ("migrations/1_a.sql", A),
        ("migrations/2_rollback-a.sql", "drop table a;"),
        ("migrations/3_b.sql", B_AND_C),
        ("migrations/4_rollback-the-experiment.sql", "drop table c;"),
    ];
    assert_eq!(sets(&files), ["migrations: 1_a 3_b 4_rollback-the-experiment"]);
}

#[test]
fn sql_that_changes_what_an_orm_declares_lies_beside_it() {
    let users = "import { pgTable, text } from 'drizzle-orm/pg-core';\nexport const a = pgTable('a', { id: text('id') });\n";
    let files = [
        ("db/schema.ts", users),
        ("ops/001_rights.sql", "alter table a enable row level security; create table log (id int);"),
    ];
    assert_eq!(sets(&files), ["db: schema.ts"]);
    let snapshot = snapshot(&files);
    let model = &snapshot.roots()[0].model;
    assert!(matches!(model.table("log"), Presence::Unknown), "{:?}", model.table("log"));
    assert!(matches!(model.table("other"), Presence::Absent));
}

#[test]
fn scripts_beside_a_hosted_database_are_a_part_of_its_schema() {
    let files = [("setup-jobs.sql", A), ("supabase/config.toml", "project_id = \"x\"\n")];
    let hosted = snapshot(&files);
    let model = &hosted.roots()[0].model;
    assert!(matches!(model.table("a"), Presence::Present(_)));
    assert!(matches!(model.table("users"), Presence::Unknown));
    let alone = snapshot(&files[..1]);
    assert!(matches!(alone.roots()[0].model.table("users"), Presence::Absent));
    let declared = [files[1], ("supabase/schemas/a.sql", A)];
    let declared = snapshot(&declared);
    assert!(matches!(declared.roots()[0].model.table("users"), Presence::Absent));
}

#[test]
fn the_journal_of_drizzle_kit_says_what_counts_and_in_which_order() {
    let journal = r#"{"entries": [{"idx": 0, "tag": "0001_b"}, {"idx": 1, "tag": "0000_a"}]}"#;
    let files = [
        ("drizzle/0000_a.sql", A),
        ("drizzle/0001_b.sql", B),
        ("drizzle/0002_left.sql", "create table l (id int);"),
        ("drizzle/meta/_journal.json", journal),
    ];
    assert_eq!(sets(&files), ["drizzle: 0001_b 0000_a"]);
}

#[test]
fn sql_beside_an_orm_is_no_schema_and_what_it_makes_besides_is_unknown() {
    let users = "import { pgTable, text } from 'drizzle-orm/pg-core';\nexport const a = pgTable('a', { id: text('id') });\n";
    let files = [
        (
            "drizzle.config.ts",
            "export default { dialect: 'postgresql', schema: './schema.ts', out: './out-sql' };",
        ),
        ("out-sql/0000_a.sql", A),
        ("out-sql/meta/_journal.json", r#"{"entries": [{"tag": "0000_a"}]}"#),
        ("schema.ts", users),
        ("scripts/extra.sql", "create table extra (id int); create view shown as select 1 as one;"),
    ];
    let snapshot = snapshot(&files);
    let root = &snapshot.roots()[0];
    assert_eq!(tables(root), ["a"]);
    assert_eq!(root.model.table("extra"), Presence::Unknown);
    assert_eq!(root.model.table("shown"), Presence::Unknown);
    assert_eq!(root.model.table("other"), Presence::Absent);
    let prisma = [
        ("prisma/migrations/20240101000000_a/migration.sql", "create table \"User\" (id int);"),
        ("prisma/migrations/migration_lock.toml", "provider = \"postgresql\""),
        (
            "prisma/schema.prisma",
            "datasource db { provider = \"postgresql\" }\nmodel User {\n id Int @id\n}\n",
        ),
    ];
    assert_eq!(sets(&prisma), ["prisma: schema.prisma"]);
}

#[test]
fn sql_of_another_database_is_a_schema_of_its_own() {
    let users = "import { pgTable, text } from 'drizzle-orm/pg-core';\nexport const a = pgTable('a', { id: text('id') });\n";
    let files = [
        ("apps/web/package.json", "{}"),
        ("apps/web/schema.ts", users),
        ("services/mail/migrations/001_b.sql", B_AND_C),
    ];
    assert_eq!(sets(&files), ["apps/web: schema.ts", "services/mail/migrations: 001_b"]);
}

#[test]
fn files_of_other_products_are_left_out() {
    let files = [
        ("db/clickhouse/1_a.sql", "create table events (id UInt64) engine = MergeTree order by id"),
        ("db/olap/1_a.sql", "create table events (id UInt64) engine = MergeTree order by id"),
        ("db/olap/2_b.sql", "alter table events add column name String"),
        ("db/pg/1_a.sql", A),
    ];
    assert_eq!(sets(&files), ["db/pg: 1_a"]);
}

#[test]
fn one_schema_for_several_products_counts_once() {
    let files = [
        (
            "migrations/mysql/1_a.sql",
            "create table a (id int auto_increment primary key); create table b (id int);",
        ),
        (
            "migrations/postgres/1_a.sql",
            "create table a (id bigserial primary key); create table b (id int);",
        ),
        ("schema.sql", "create table a (id int); create table b (id int); create table c (id int);"),
    ];
    assert_eq!(sets(&files), ["migrations/postgres: 1_a"]);
    let snapshot = snapshot(&files);
    assert_eq!(snapshot.roots()[0].model.table("c"), Presence::Unknown);
}

#[test]
fn migrations_that_start_from_a_dump_follow_it() {
    let files = [
        ("app/supabase/migrations/001_change.sql", ALTER),
        ("app/supabase/migrations/002_d.sql", "create table d (id int); alter table b add x int;"),
        ("database.sql", "create table a (id int); create table b (id int); create table c (id int);"),
    ];
    assert_eq!(sets(&files), ["app/supabase/migrations: database 001_change 002_d"]);
    let cut = [("migrations/007_d.sql", "alter table a add x int; create table d (id int);")];
    let snapshot = snapshot(&cut);
    assert_eq!(snapshot.roots()[0].model.table("b"), Presence::Unknown);
}

#[test]
fn a_dump_beside_its_newer_version_is_stale() {
    let files = [
        ("database-v2.sql", "create table a (id int, name text); create table b (id int);"),
        ("database.sql", A),
    ];
    assert_eq!(sets(&files), [".: database-v2"]);
}

#[test]
fn designs_count_where_nothing_else_does() {
    let design = ("docs/design/schema.sql", "create table planned (id int);");
    assert_eq!(sets(&[design]), ["docs/design: schema"]);
    assert_eq!(sets(&[design, ("db/schema.sql", A)]), ["db: schema"]);
}

#[test]
fn schemark_toml_names_sql_by_glob_folder_or_file() {
    let toml = "[[schema]]\ndialect = 'sql'\nfiles = ['base.sql', 'steps']";
    let files = [
        ("base.sql", A),
        ("other.sql", B),
        ("schemark.toml", toml),
        ("steps/10_last.sql", B),
        ("steps/2_first.sql", ALTER),
        ("steps/2_first.down.sql", "drop table a;"),
    ];
    assert_eq!(sets(&files), [".: base 2_first 10_last"]);
    let plain = "[[schema]]\nname = 'shop'\nfiles = ['steps/*.sql']";
    assert_eq!(sets(&[("schemark.toml", plain), ("steps/b.sql", B), ("steps/a.sql", A)]), ["shop: a b"]);
}

#[test]
fn a_new_migration_counts_once_it_makes_something() {
    let store = Store::from_files(&[("migrations/1_a.sql", A), ("migrations/2_b.sql", "")]);
    let path = std::path::Path::new(Store::FIXTURE).join("migrations/2_b.sql");
    assert_eq!(tables(&store.snapshot().roots()[0]), ["a"]);
    store.open(&path, B, 1);
    assert_eq!(tables(&store.snapshot().roots()[0]), ["a", "b"]);
    store.open(&path, "-- create table b (id int);", 2);
    assert_eq!(tables(&store.snapshot().roots()[0]), ["a"]);
}

#[test]
fn changes_of_sqitch_take_effect_in_the_order_of_their_plan() {
    let plan =
        "%project=shop\nzoo 2024-01-01T00:00:00Z A <a@b.c>\nchange [zoo] 2024-01-02T00:00:00Z A <a@b.c>\n";
    let files = [
        ("db/sqitch.plan", plan),
        ("db/deploy/change.sql", ALTER),
        ("db/deploy/never.sql", B),
        ("db/deploy/zoo.sql", A),
        ("db/revert/zoo.sql", "drop table a;"),
        ("db/verify/zoo.sql", "select id from a where false;"),
    ];
    assert_eq!(sets(&files), ["db/deploy: zoo change"]);
    // Without a plan it is a folder of scripts like any other.
    assert_eq!(sets(&files[1..4]), ["db/deploy: change never zoo"]);
}
