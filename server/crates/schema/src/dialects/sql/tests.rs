//! The SQL reader, statement by statement. The fixtures under `fixtures/` hold every form that is read; what they are
//! expected to give was compared with PostgreSQL 15's catalog.

use expect_test::expect_file;
use text::FileId;

use crate::dialects::{Casing, Dialect, Linking, Module, Order, link};
use crate::model::{Database, Declarations, Index, IndexKey, Table, UnknownScope};

/// What `files` declare, replayed in order.
pub(super) fn replayed(files: &[&str]) -> Declarations {
    linked(files, Order::Listed)
}

fn linked(files: &[&str], order: Order) -> Declarations {
    let modules: Vec<Module> = files.iter().map(|it| Module::read(Dialect::Sql, it)).collect();
    let roots = (0..files.len()).map(|it| FileId(u32::try_from(it).unwrap())).collect();
    let find = |file: FileId| modules.get(file.0 as usize);
    link(&Linking { roots, module: &find, resolve: &|_, _| None, casing: Casing::Preserve, order, database: None })
}

pub(super) fn table<'a>(declared: &'a Declarations, name: &str) -> &'a Table {
    let names: Vec<&str> = declared.tables.iter().map(|it| it.name.text.as_str()).collect();
    declared
        .tables
        .iter()
        .find(|it| it.name.text == name)
        .unwrap_or_else(|| panic!("no `{name}` in {names:?}"))
}

pub(super) fn columns(table: &Table) -> Vec<&str> {
    table.columns.iter().map(|it| it.name.text.as_str()).collect()
}

pub(super) fn types(table: &Table) -> Vec<&str> {
    table.columns.iter().map(|it| it.ty.canonical.as_str()).collect()
}

/// Everything in `declared`, one thing a line.
fn rendered(declared: &Declarations) -> String {
    let mut lines = Vec::new();
    for table in &declared.tables {
        let schema = table.schema.as_deref().map(|it| format!("{it}.")).unwrap_or_default();
        let marks = [
            (table.row_security, " rls"),
            (!table.complete, " incomplete"),
            (table.more_constraints, " more"),
            (table.more_policies, " more policies"),
        ];
        let marks: String = marks.iter().filter(|(is_so, _)| *is_so).map(|(_, it)| *it).collect();
        lines.push(format!("{:?} {schema}{}{marks}", table.kind, table.name.text));
        lines.extend(table.doc.iter().map(|it| format!("  doc {it:?}")));
        for column in &table.columns {
            let marks = [
                (column.nullable == Some(false), " not null"),
                (column.nullable.is_none(), " null?"),
                (column.has_default(), " default"),
                (column.generated.is_some(), " generated"),
                (!column.known, " unknown"),
            ];
            let marks: String = marks.iter().filter(|(is_so, _)| *is_so).map(|(_, it)| *it).collect();
            let doc = column.doc.as_ref().map(|it| format!(" doc {it:?}")).unwrap_or_default();
            lines.push(format!("  {} {}{marks}{doc}", column.name.text, column.ty.canonical));
        }
        lines.extend(
            table.primary_key.iter().map(|it| format!("  primary key {:?} {:?}", it.name, it.columns)),
        );
        lines.extend(table.uniques.iter().map(|it| format!("  unique {:?} {:?}", it.name, it.columns)));
        lines.extend(table.foreign_keys.iter().map(|it| {
            let schema = it.table_schema.as_deref().map(|it| format!("{it}.")).unwrap_or_default();
            let actions = format!("{:?}/{:?}", it.on_delete, it.on_update);
            format!(
                "  references {:?} {:?} {schema}{}{:?} {actions}",
                it.name, it.columns, it.table.text, it.references
            )
        }));
        lines.extend(table.checks.iter().map(|it| format!("  check {:?} {}", it.name, it.expression)));
        for index in &table.indexes {
            let parts = index.parts.iter().map(|it| match &it.key {
                IndexKey::Column(name) => name.clone(),
                IndexKey::Expression(text) => format!("<{text}>"),
            });
            let parts = parts.collect::<Vec<_>>().join(", ");
            let unique = if index.unique { "unique " } else { "" };
            lines.push(format!(
                "  {unique}index {:?} ({parts}) {:?} {:?}",
                index.name, index.method, index.predicate
            ));
        }
        lines.extend(table.policies.iter().map(|it| format!("  policy {}", it.name)));
    }
    for it in &declared.enums {
        let values: Vec<&str> = it.values.iter().map(|it| it.text.as_str()).collect();
        lines.push(format!("Enum {:?} {} {values:?}", it.schema, it.name.text));
    }
    lines.extend(declared.unknowns.iter().map(|it| format!("Unknown {:?} {}", it.scope, it.what)));
    lines.join("\n") + "\n"
}

const TABLES: &str = include_str!("fixtures/tables.sql");
const CHANGES: &str = include_str!("fixtures/changes.sql");
const MORE: &str = include_str!("fixtures/more.sql");
const BLOCKS: &str = include_str!("fixtures/blocks.sql");
const SQLITE: &str = include_str!("fixtures/sqlite.sql");
const MYSQL: &str = include_str!("fixtures/mysql.sql");
const FIXTURES: [&str; 6] = [TABLES, CHANGES, MORE, BLOCKS, SQLITE, MYSQL];

#[test]
fn every_form_of_create_gives_what_the_catalog_says() {
    expect_file!["fixtures/tables.txt"].assert_eq(&rendered(&replayed(&[TABLES])));
}

#[test]
fn every_change_gives_what_the_catalog_says() {
    expect_file!["fixtures/changes.txt"].assert_eq(&rendered(&replayed(&[CHANGES])));
}

#[test]
fn rarer_forms_give_what_the_catalog_says() {
    expect_file!["fixtures/more.txt"].assert_eq(&rendered(&replayed(&[MORE])));
}

#[test]
fn what_is_no_statement_is_cut_and_blocks_that_repeat_are_read() {
    expect_file!["fixtures/blocks.txt"].assert_eq(&rendered(&replayed(&[BLOCKS])));
}

#[test]
fn sqlite_is_read_with_its_rebuilt_tables() {
    let declared = replayed(&[SQLITE]);
    assert!(declared.tables.iter().all(|it| it.database == Database::Sqlite));
    expect_file!["fixtures/sqlite.txt"].assert_eq(&rendered(&declared));
}

#[test]
fn mysql_is_read_with_its_keys() {
    let declared = replayed(&[MYSQL]);
    assert!(declared.tables.iter().all(|it| it.database == Database::MySql));
    expect_file!["fixtures/mysql.txt"].assert_eq(&rendered(&declared));
}

#[test]
fn a_policy_says_for_whom_and_under_which_condition() {
    let source = "create table t (id int); create policy \"Own\" on t as restrictive for update to anon, \"Boss\" using (id = 1) with check ((id) > 0); create policy p on t;";
    let declared = replayed(&[source]);
    let [own, plain] = table(&declared, "t").policies.as_slice() else { panic!("two policies") };
    assert_eq!((own.restrictive, own.command.as_deref()), (true, Some("update")));
    assert_eq!(own.roles, ["anon", "Boss"]);
    assert_eq!((own.using.as_deref(), own.check.as_deref()), (Some("id = 1"), Some("(id) > 0")));
    assert_eq!(own.place.span.slice(source), "Own");
    assert_eq!((plain.command.as_deref(), plain.roles.len(), plain.using.as_deref()), (None, 0, None));
}

#[test]
fn an_index_keeps_the_order_of_its_parts() {
    let source = "create table t (a text, b int);
        create index on t using gin (a extensions.gin_trgm_ops, lower(a) COLLATE \"C\" text_pattern_ops DESC);
        create index on t (a ASC NULLS LAST, b desc Nulls /* so */ first, (a || 'x') desc nulls last, b nulls first);
        alter table t rename column b to c;";
    let declared = replayed(&[source]);
    let orders = |at: usize| -> Vec<(&str, &str)> {
        let index: &Index = &table(&declared, "t").indexes[at];
        index.parts.iter().map(|it| (it.text(), it.order.as_str())).collect()
    };
    assert_eq!(
        orders(0),
        [("a", "extensions.gin_trgm_ops"), ("lower(a)", "collate \"C\" text_pattern_ops desc")]
    );
    assert_eq!(
        orders(1),
        [("a", ""), ("c", "desc"), ("(a || 'x')", "desc nulls last"), ("c", "nulls first")]
    );
}

#[test]
fn keys_of_the_same_columns_in_one_statement_are_one() {
    let source = "create table t (id int unique not null, a int unique, b int, primary key (id), unique (a), unique (b));";
    let declared = replayed(&[source]);
    let found = table(&declared, "t");
    assert_eq!(found.primary_key.as_ref().unwrap().columns, ["id"]);
    let uniques: Vec<&str> = found.uniques.iter().map(|it| it.columns[0].as_str()).collect();
    assert_eq!(uniques, ["a", "b"]);
}

#[test]
fn a_table_in_the_middle_of_an_edit_is_unknown_and_leaves_the_others_whole() {
    let broken = "create table a (id int);\ncreate table b (id int, na\ncreate table c (id int);\nalter table c add column d text;";
    let declared = replayed(&[broken]);
    assert!(table(&declared, "a").complete);
    assert!(!table(&declared, "b").complete);
    assert!(table(&declared, "b").more_constraints);
    assert_eq!(columns(table(&declared, "c")), ["id", "d"]);
    assert!(table(&declared, "c").complete);
    assert!(declared.unknowns.iter().any(|it| it.scope == UnknownScope::Table("b".to_owned())));
    assert!(!Module::read(Dialect::Sql, broken).problems().is_empty());
}

#[test]
fn scripts_without_an_order_are_taken_in_the_order_they_need() {
    let declared = linked(
        &["alter table b add column c int;", "create table b (id int, a int references a (id));", "create table a (id int primary key);"],
        Order::Unknown,
    );
    assert_eq!(columns(table(&declared, "b")), ["id", "a", "c"]);
    assert!(table(&declared, "b").complete && table(&declared, "b").foreign_keys[0].known);
    assert_eq!(declared.unknowns, []);
}

#[test]
fn where_scripts_without_an_order_disagree_nobody_is_believed() {
    let files = [
        "create table a (id int); create table b (id int); create table c (id int, x int); create table d (id int);",
        "create table if not exists a (id int, name text);\ncreate table b (id  int);",
        "alter table c drop column x; drop table d;",
    ];
    let declared = linked(&files, Order::Unknown);
    assert!(!table(&declared, "a").complete && table(&declared, "a").more_constraints);
    assert!(table(&declared, "b").complete);
    assert_eq!(columns(table(&declared, "c")), ["id", "x"]);
    assert!(!table(&declared, "c").complete && !table(&declared, "c").columns[1].known);
    assert!(!table(&declared, "d").complete);
    let told: Vec<&str> = declared.unknowns.iter().map(|it| it.what.as_str()).collect();
    assert_eq!(told, [
        "`c` is changed by another script than makes it, and nothing says which one counts",
        "`d` is changed by another script than makes it, and nothing says which one counts",
        "`a` is made differently by several scripts, and nothing says which one counts",
    ]);
}

#[test]
fn a_script_that_starts_anew_contradicts_nobody() {
    let file = "drop table if exists a; create table a (id int, x int); alter table a drop column x;";
    let declared = linked(&[file, "create table b (id int);"], Order::Unknown);
    assert_eq!(columns(table(&declared, "a")), ["id"]);
    assert!(table(&declared, "a").complete);
}

#[test]
fn a_half_typed_constraint_makes_its_table_unknown_and_keeps_its_columns() {
    let declared = replayed(&["create table t (id int, a text not, b int references, c int);"]);
    let found = table(&declared, "t");
    assert_eq!(columns(found), ["id", "a", "b", "c"]);
    assert!(!found.complete && found.more_constraints);
    assert!(found.columns[0].known && !found.columns[1].known && found.columns[3].known);
}

#[test]
fn a_quote_just_opened_hides_nothing_for_certain() {
    for quote in ["'", "\"", "$$", "/*"] {
        let declared = replayed(&[
            "create table a (id int);",
            &format!("insert into a values ({quote}x);\ncreate table b (id int default 'x');\nselect 1;"),
        ]);
        let may_hide = declared.unknowns.iter().any(|it| it.scope == UnknownScope::Tables);
        assert!(may_hide || declared.tables.len() == 2, "{quote}: {declared:?}");
    }
}

#[test]
fn a_change_that_cannot_be_read_makes_its_table_unknown() {
    let declared =
        replayed(&["create table t (id int); create table u (id int);\nalter table t add column;"]);
    assert!(!table(&declared, "t").complete);
    assert!(table(&declared, "u").complete);
    let declared = replayed(&["create table t (id int);\nalter table t frobnicate the whole thing;"]);
    assert!(!table(&declared, "t").complete);
}

#[test]
fn a_table_that_is_changed_and_never_made_comes_from_elsewhere() {
    let declared = replayed(&["alter table auth.users add column nick text;"]);
    let found = table(&declared, "users");
    assert_eq!((found.schema.as_deref(), found.complete), (Some("auth"), false));
    assert_eq!(columns(found), ["nick"]);
}

#[test]
fn a_block_that_depends_on_data_is_unknown() {
    let declared = replayed(&[
        "create table t (id int);",
        "do $$ begin if (select count(*) from t) > 3 then alter table t add column x int; end if; end $$;",
    ]);
    assert_eq!(columns(table(&declared, "t")), ["id"]);
    assert!(!table(&declared, "t").complete);
    let declared = replayed(&["do $$ begin execute 'create table ' || name; end $$;"]);
    assert_eq!(declared.unknowns[0].scope, UnknownScope::Tables);
    let declared = replayed(&[
        "create table t (id int);",
        "do $$ begin for r in select 1 loop execute format('create policy p on %I', r); end loop; end $$;",
    ]);
    assert_eq!(declared.unknowns[0].scope, UnknownScope::Detail);
    let found = table(&declared, "t");
    assert!(found.complete && !found.more_constraints && found.more_policies);
}

#[test]
fn the_way_back_of_a_migration_is_not_taken() {
    let source = "-- +goose Up\ncreate table t (id int);\n-- +goose Down\ndrop table t;";
    assert_eq!(replayed(&[source]).tables.len(), 1);
    let source = "-- migrate:up\ncreate table t (id int);\n-- migrate:down\ndrop table t;";
    assert_eq!(replayed(&[source]).tables.len(), 1);
}

#[test]
fn a_name_with_a_schema_is_in_that_one_wherever_names_are_looked_for() {
    let source = "set search_path = app, public; create table public.a (id int primary key); create table b (id int references public.a, up int references a);
        create type public.mood as enum ('x'); create table a (m public.mood, other mood); alter table public.a add column y int;
        set search_path = public, app; create table c (id int references a, b int references b); select set_config('search_path', '\"app\", x', false); create table d (id int);
        select current_setting('search_path'); create table e (id int);";
    let declared = replayed(&[source]);
    let told: Vec<String> = declared.tables.iter().map(|it| {
        let keys: Vec<String> = it.foreign_keys.iter().map(|it| format!("{:?}", it.table_schema)).collect();
        format!("{:?} {} {:?} {}", it.schema, it.name.text, columns(it), keys.join(" "))
    }).collect();
    let expected = [
        "None a [\"id\", \"y\"] ",
        "Some(\"app\") b [\"id\", \"up\"] None None",
        "Some(\"app\") a [\"m\", \"other\"] ",
        "None c [\"id\", \"b\"] None Some(\"app\")",
        "Some(\"app\") d [\"id\"] ",
        "Some(\"app\") e [\"id\"] ",
    ];
    assert_eq!(told, expected);
    assert_eq!(types(&declared.tables[2]), ["mood", "mood"]);
    assert_eq!(declared.unknowns, []);
}

#[test]
fn an_index_and_a_key_of_a_partitioned_table_leave_its_parts_with_it() {
    let source = "create table logs (id int, at date, primary key (id, at)) partition by range (at);
        create table one partition of logs default; create index by_id on logs (id); create table two (id int not null, at date not null);
        create index own on two (id); create index mine on one (at); alter table logs attach partition two for values from ('2025-01-01') to ('2026-01-01');\n";
    let counted = |change: &str| {
        let declared = replayed(&[source, change]);
        ["logs", "one", "two"].map(|it| (table(&declared, it).indexes.len(), table(&declared, it).primary_key.is_some()))
    };
    assert_eq!(counted(""), [(1, true), (2, true), (1, true)]);
    assert_eq!(counted("drop index by_id;"), [(0, true), (1, true), (0, true)]);
    assert_eq!(counted("drop index own; drop index one_id_idx; drop index mine;"), [(1, true), (1, true), (1, true)]);
    assert_eq!(counted("alter table logs detach partition two; drop index by_id;"), [(0, true), (1, true), (1, true)]);
    assert_eq!(counted("alter table logs drop constraint logs_pkey;"), [(1, false), (2, false), (1, false)]);
}

#[test]
fn files_are_replayed_in_their_order() {
    let make = "create table t (id int primary key, name text);";
    let change = "alter table t rename column name to title; alter table t alter column title set not null;";
    let declared = replayed(&[make, change]);
    assert_eq!(columns(table(&declared, "t")), ["id", "title"]);
    assert_eq!(table(&declared, "t").columns[1].nullable, Some(false));
    assert_eq!(table(&declared, "t").columns[1].name.place.file, FileId(1));
}

#[test]
fn names_stand_where_the_model_says() {
    let source =
        "create table \"Big Table\" (\"Id\" int, plain text);\ncreate type mood as enum ('a', 'it''s');";
    let declared = replayed(&[source]);
    let found = table(&declared, "Big Table");
    assert_eq!(found.name.place.span.slice(source), "Big Table");
    assert_eq!(found.columns[0].name.place.span.slice(source), "Id");
    assert_eq!(found.columns[1].name.place.span.slice(source), "plain");
    assert_eq!(found.columns[1].place.span.slice(source), "plain text");
    assert_eq!(declared.enums[0].values[0].place.span.slice(source), "a");
    assert_eq!(declared.enums[0].values[1].text, "it's");
}

#[test]
fn types_are_printed_as_postgresql_prints_them() {
    let source = "create table t (a varchar, b bpchar, c numeric(5), d float, e vector(1536), f \"MyType\", g timestamp with time zone, h varbit, i geometry(Point, 4326))";
    let expected = [
        "character varying",
        "bpchar",
        "numeric(5,0)",
        "double precision",
        "vector(1536)",
        "MyType",
        "timestamp with time zone",
        "bit varying",
        "geometry(Point,4326)",
    ];
    assert_eq!(types(table(&replayed(&[source]), "t")), expected);
}

#[test]
fn no_depth_and_no_length_ends_the_process() {
    let deep = format!("create table t (id int check ({}1{}));", "(".repeat(50_000), ")".repeat(50_000));
    let nots = format!("create table t (id int check ({} true));", "not ".repeat(50_000));
    let chain = format!("create table t (id int check ({} true));", "a || ".repeat(50_000));
    let arrays = format!("create table t (id int{});", "[]".repeat(50_000));
    let casts = format!("create table t (id int default 1{});", "::int".repeat(50_000));
    let unions = format!("create view v as {} select 1;", "select 1 union ".repeat(50_000));
    let minus = format!("create table t (id int default {}1);", "- ".repeat(50_000));
    let blocks = format!("do $$ begin {} end $$;", "if x then ".repeat(5_000));
    let commas = format!("create table t ({} id int);", "a int,, ".repeat(20_000));
    let dollars: String = (0..50_000).map(|it| format!("$a{it}$ ")).collect();
    for source in [deep, nots, chain, arrays, casts, unions, minus, blocks, commas, dollars] {
        let declared = replayed(&["create table u (id int);", &source]);
        assert!(table(&declared, "u").complete);
    }
}

#[test]
fn every_statement_cut_at_every_character_is_read_without_panic() {
    for fixture in FIXTURES {
        for statement in fixture.split_inclusive(';') {
            for (at, _) in statement.char_indices() {
                let _ = replayed(&[&statement[..at]]);
            }
        }
    }
}

#[test]
fn a_file_cut_anywhere_is_read_without_panic() {
    for fixture in FIXTURES {
        for (at, _) in fixture.char_indices().step_by(211) {
            let _ = replayed(&[&fixture[..at], &fixture[at..]]);
        }
    }
}

#[test]
fn windows_line_ends_change_nothing() {
    for fixture in FIXTURES {
        let declared = rendered(&replayed(&[fixture]));
        let other = rendered(&replayed(&[&fixture.replace('\n', "\r\n")]));
        assert_eq!(declared, other.replace("\\r\\n", "\\n").replace('\r', ""));
    }
}

#[test]
fn a_value_stands_where_its_letters_are() {
    for (source, written) in [
        ("create type a as enum ('dr", "dr"),
        ("create type a as enum (E'x\\t');", "x\\t"),
        ("create type a as enum ('it''s');", "it''s"),
    ] {
        let found = replayed(&[source]);
        let places = found.enums.iter().flat_map(|it| &it.values).map(|it| it.place.span.slice(source));
        assert!(places.into_iter().all(|it| it == written), "{source}: {found:?}");
    }
}

#[test]
fn a_table_whose_name_is_half_typed_may_be_any_table() {
    for head in ["create table if n", "create table", "create table ???"] {
        let found = replayed(&[&format!("{head} (id int);\ncreate table z (id int);")]);
        assert!(found.unknowns.iter().any(|it| it.scope == UnknownScope::Tables), "{head}: {found:?}");
        assert!(table(&found, "z").complete, "{head}");
    }
}

#[test]
fn a_table_of_very_many_parts_is_unknown_beyond_a_bound() {
    let lines = |count: usize, line: &dyn Fn(usize) -> String| (0..count).map(line).collect::<String>();
    let many = lines(5_000, &|it| format!("ALTER TABLE a ADD COLUMN c{it} int;\n"));
    let declared = replayed(&["CREATE TABLE a (id int);", &many]);
    let a = table(&declared, "a");
    assert_eq!((a.columns.len(), a.complete), (4_096, false));
    let many = "ALTER TABLE a ADD UNIQUE (id);\nCREATE INDEX ON a (id);\n".repeat(2_000);
    let declared = replayed(&["CREATE TABLE a (id int);", &many]);
    let a = table(&declared, "a");
    assert!(a.more_constraints && a.uniques.len() + a.indexes.len() <= 1_000);
}

#[test]
fn copies_of_a_wide_table_have_no_more_columns_than_fit() {
    let wide = (0..500).map(|it| format!("c{it} int")).collect::<Vec<_>>().join(",\n");
    let copies: String = (0..600).map(|it| format!("CREATE TABLE t{it} (LIKE wide);\n")).collect();
    let declared = replayed(&[&format!("CREATE TABLE wide ({wide});"), &copies]);
    let all: usize = declared.tables.iter().map(|it| it.columns.len()).sum();
    assert_eq!((all, declared.tables.len()), (250_000, 601));
    assert!(table(&declared, "t0").complete && !table(&declared, "t599").complete);
}

#[test]
fn a_view_that_calls_what_is_no_function_costs_itself() {
    for call in ["(1)(2)", "1(2)", "f(1)(2)", "a[1](2)", "'a'(2)"] {
        let view = format!("CREATE TABLE t (a int);\nCREATE VIEW v AS SELECT {call}, a FROM t;");
        assert!(table(&replayed(&[&view]), "t").complete, "{call}");
    }
}

#[test]
fn a_column_without_a_name_stands_where_its_value_starts() {
    let source = "create table t as select 1, 2 + 2, count(*), array[1], case when true then 'a' end, 'x' as \"?column?\" from a;";
    let declared = replayed(&[source]);
    for column in &table(&declared, "t").columns {
        let written = column.name.place.span.slice(source).trim_matches('"');
        assert!(column.name.text.contains(&written.to_lowercase()) || written.starts_with(&column.name.text), "{written}");
    }
}

#[test]
fn a_column_that_libsql_says_anew_has_the_new_type_and_rules() {
    let start = "CREATE TABLE `a` (`id` integer PRIMARY KEY);\nCREATE TABLE `t` (`id` integer PRIMARY KEY AUTOINCREMENT, `x` integer, `y` text DEFAULT 'a' NOT NULL);\n";
    let changed = "ALTER TABLE `t` ALTER COLUMN \"x\" TO \"x\" text NOT NULL REFERENCES a(id) ON DELETE cascade;--> statement-breakpoint\nALTER TABLE `t` ALTER COLUMN `y` TO `y` text;";
    let declared = replayed(&[start, changed]);
    let t = table(&declared, "t");
    assert_eq!(columns(t), ["id", "x", "y"]);
    assert_eq!(types(t), ["integer", "text", "text"]);
    assert_eq!(t.columns.iter().map(|it| it.nullable).collect::<Vec<_>>(), [Some(false), Some(false), Some(true)]);
    assert_eq!((t.foreign_keys.len(), t.columns[2].has_default(), t.complete), (1, false, true));
    let half = replayed(&[start, "ALTER TABLE `t` ALTER COLUMN `x` TO"]);
    assert!(!table(&half, "t").complete);
}

#[test]
fn a_table_that_is_moved_away_leaves_its_name_to_the_next() {
    let rounds = 1_000;
    let round = |at: usize| format!("create table a (id int primary key, up int references a); alter table a rename to a_{at};\n");
    let declared = replayed(&[&(0..rounds).map(round).collect::<String>()]);
    assert_eq!(declared.tables.len(), rounds);
    assert!(declared.tables.iter().all(|it| it.foreign_keys[0].table.text == it.name.text));
}

#[test]
fn a_letter_too_many_hides_no_table_for_certain() {
    let source = "CREATE TABLE users (\n  id int PRIMARY KEY,\n  email text NOT NULL\n);\n\nCREATE TABLE tags (id int PRIMARY KEY, name text);\n\n\
        CREATE TABLE posts (\n  id int PRIMARY KEY,\n  body text\n);\n";
    for (letter, at) in [";", "(", ")", "'", "\"", "\\", "{", ",", "@", "$$"].iter().flat_map(|it| source.char_indices().map(move |(at, _)| (it, at))) {
        let text = format!("{}{letter}{}", &source[..at], &source[at..]);
        let declared = replayed(&[&text]);
        if declared.unknowns.iter().any(|it| it.scope == UnknownScope::Tables) {
            continue;
        }
        for (name, expected) in [("users", ["id", "email"]), ("tags", ["id", "name"]), ("posts", ["id", "body"])] {
            // A name may hold a dollar sign.
            let found = declared.tables.iter().find(|it| it.name.text == name || *letter == "$$" && it.name.text.replace('$', "") == name);
            let found = found.unwrap_or_else(|| panic!("no `{name}` with {letter} at {at}"));
            let columns = columns(found).iter().map(|it| it.replace('$', "")).collect::<Vec<_>>();
            assert!(!found.complete || columns == expected, "`{name}` with {letter} at {at}: {columns:?}");
        }
    }
}
