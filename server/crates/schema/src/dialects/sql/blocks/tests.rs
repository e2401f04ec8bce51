//! Blocks and called functions: what is told of them, and what is unknown. PostgreSQL is asked in `tests/oracles/sql/blocks`.

use super::super::tests::{columns, replayed, table};
use crate::model::{Declarations, UnknownScope};

const START: &str = "create table a (id int primary key, x text); create table b (id int primary key); create table c (id int);\n";

/// What `source` declares behind three tables.
fn after(source: &str) -> Declarations {
    replayed(&[START, source])
}

/// The names of the tables with columns, with constraints and with policies that may not be listed.
fn doubtful(declared: &Declarations) -> [Vec<&str>; 3] {
    let names = |is: &dyn Fn(&crate::model::Table) -> bool| {
        declared.tables.iter().filter(|it| is(it)).map(|it| it.name.text.as_str()).collect()
    };
    [names(&|it| !it.complete), names(&|it| it.more_constraints), names(&|it| it.more_policies)]
}

fn is_open(declared: &Declarations) -> bool {
    declared.unknowns.iter().any(|it| it.scope == UnknownScope::Tables)
}

#[test]
fn a_loop_over_names_that_are_spelled_out_is_run() {
    for list in ["array['a', 'b']", "ARRAY['a','b']::text[]", "'{a,b}'::text[]", "list"] {
        let source = format!(
            "do $$ declare t text; list text[] := array['a', 'b']; begin foreach t in array {list} loop
             execute format('alter table %I add column tenant_id int', t); end loop; end $$;"
        );
        let declared = after(&source);
        assert_eq!(columns(table(&declared, "a")), ["id", "x", "tenant_id"], "{list}");
        assert_eq!(columns(table(&declared, "b")), ["id", "tenant_id"], "{list}");
        assert_eq!(columns(table(&declared, "c")), ["id"], "{list}");
        assert_eq!(declared.unknowns, [], "{list}");
    }
}

#[test]
fn a_text_that_stands_as_it_is_run_keeps_its_places() {
    let source = "do $$ begin execute 'alter table a add column extra int'; end $$;";
    let declared = after(source);
    assert_eq!(table(&declared, "a").columns[2].name.place.span.slice(source), "extra");
    let doubled = "do $$ begin execute 'alter table a add column extra text default ''x'''; end $$;";
    let declared = after(doubled);
    let column = &table(&declared, "a").columns[2];
    assert!(column.name.place.span.is_empty() && column.place.span.slice(doubled).starts_with("execute"));
}

#[test]
fn a_text_of_unknown_parts_makes_what_it_may_reach_doubtful_and_no_more() {
    let looped = |rows: &str, text: &str| {
        format!("do $$ declare r record; begin for r in {rows} loop execute {text}; end loop; end $$;")
    };
    let all = "select tablename from pg_tables where schemaname = 'public'";
    let some = "select tablename from pg_tables where tablename in ('a', 'b')";
    let not = "select tablename from pg_tables where tablename not in ('a', 'b')";
    let none: [&[&str]; 3] = [&[], &[], &[]];
    let cases: [(&str, &str, [&[&str]; 3]); 8] = [
        (all, "format('alter table %I add column at timestamptz', r.tablename)", [&["a", "b", "c"], &[], &[]]),
        (not, "format('alter table %I add column at timestamptz', r.tablename)", [&["a", "b", "c"], &[], &[]]),
        (some, "'alter table ' || r.tablename || ' add column at int unique'", [&["a", "b"], &["a", "b"], &[]]),
        (some, "format('create index on %I (id)', r.tablename)", [&[], &["a", "b"], &[]]),
        (all, "format('alter table %I enable row level security', r.tablename)", [&[], &[], &["a", "b", "c"]]),
        (some, "format('create policy p on %I', r.tablename)", [&[], &[], &["a", "b"]]),
        (all, "format('grant select on %I to reader; create trigger g after insert on %I execute function f()', r.tablename, r.tablename)", none),
        (all, "format('alter table %I owner to boss', r.tablename)", none),
    ];
    for (rows, text, expected) in cases {
        let declared = after(&looped(rows, text));
        assert_eq!(doubtful(&declared), expected.map(<[&str]>::to_vec), "{rows} {text}");
        assert!(!is_open(&declared), "{text}");
    }
}

#[test]
fn a_text_that_nobody_knows_may_do_anything() {
    for text in ["r.ddl", "'create table ' || r.name || ' (id int)'", "format(r.pattern, 'a')"] {
        let source = format!("do $$ declare r record; begin for r in select * from jobs loop execute {text}; end loop; end $$;");
        assert!(is_open(&after(&source)), "{text}");
    }
    let rows = "do $$ begin execute 'update a set x = ' || v; execute 'select ' || f; end $$;";
    assert_eq!(after(rows).unknowns, []);
}

#[test]
fn a_default_that_is_unknown_leaves_its_column_known() {
    let source = "do $$ declare v text; begin select id into v from b limit 1;
        execute format('alter table a add column y text not null default %L', v); end $$;";
    let declared = after(source);
    let column = &table(&declared, "a").columns[2];
    assert!(column.known && column.has_default() && table(&declared, "a").complete);
}

#[test]
fn a_constraint_that_is_looked_up_and_dropped_takes_its_kind_along() {
    let start = "create table k (id int primary key, a int check (a > 0), b int references a);\n";
    let source = "do $$ declare n text; begin select conname into n from pg_constraint where conrelid = 'k'::regclass and contype = 'f';
        execute 'alter table k drop constraint ' || quote_ident(n); end $$;";
    let declared = replayed(&[START, start, source]);
    let found = table(&declared, "k");
    assert!(found.more_constraints && found.complete && found.primary_key.is_some());
    assert_eq!((found.foreign_keys.len(), found.checks.len()), (0, 1));
}

#[test]
fn a_guard_counts_where_it_asks_for_what_it_guards() {
    let guarded = |condition: &str, statement: &str| format!("do $$ begin if {condition} then {statement}; end if; end $$;");
    let column = |table: &str, name: &str| {
        format!("exists (select 1 from information_schema.columns where table_name = '{table}' and column_name = '{name}')")
    };
    let declared = after(&guarded(&format!("not {}", column("a", "y")), "alter table a add column y int"));
    assert_eq!((columns(table(&declared, "a")), declared.unknowns.len()), (vec!["id", "x", "y"], 0));
    // It asks for something else, and the replayed statements answer.
    let declared = after(&guarded(&column("a", "older"), "alter table a drop column x"));
    assert_eq!((columns(table(&declared, "a")), declared.unknowns.len()), (vec!["id", "x"], 0));
    // Nobody answers.
    for condition in ["exists (select 1 from pg_extension where extname = 'vector')", "exists (select from pg_tables where tablename = 'legacy')", "to_regclass('legacy') is not null"] {
        let declared = after(&guarded(condition, "alter table a add column embedding vector(3)"));
        assert_eq!(columns(table(&declared, "a")), ["id", "x"], "{condition}");
        assert!(!table(&declared, "a").complete && table(&declared, "b").complete, "{condition}");
        assert!(is_open(&after(&guarded(condition, "create table archive (id int)"))), "{condition}");
    }
}

#[test]
fn either_branch_is_run_where_the_condition_is_answered() {
    let source = |name: &str| format!("do $$ begin if exists (select 1 from information_schema.columns where table_name = 'a' and column_name = '{name}')
        then alter table a rename column {name} to z; elsif to_regclass('b') is null then create table n (id int); else alter table a add column z int; end if; end $$;");
    assert_eq!(columns(table(&after(&source("x")), "a")), ["id", "z"]);
    let declared = after(&source("w"));
    assert_eq!((columns(table(&declared, "a")), declared.tables.len(), declared.unknowns.len()), (vec!["id", "x", "z"], 3, 0));
}

#[test]
fn what_a_case_or_a_way_out_may_skip_is_unknown() {
    let declared = after("do $$ begin case when now() > '2020-01-01' then create table cased (id int); end case; end $$;");
    assert!(is_open(&declared) && declared.tables.len() == 3);
    let declared = after("do $$ begin return; create table late (id int); end $$;");
    assert_eq!((declared.tables.len(), declared.unknowns.len()), (3, 0));
    let declared = after("do $$ begin if random() > 0.5 then return; end if; alter table a add column y int; end $$;");
    assert!(!table(&declared, "a").complete && columns(table(&declared, "a")) == ["id", "x"]);
    let declared = after("do $$ <<all>> begin alter table a add column y int; end $$;");
    assert_eq!(columns(table(&declared, "a")), ["id", "x", "y"]);
}

#[test]
fn a_function_does_its_work_where_it_is_called() {
    let add = "create function add_tenant(tab text, col text default 'tenant_id') returns void as $$ begin
        execute format('alter table %I add column %I int', tab, col); end $$ language plpgsql;\n";
    let called = |call: &str| replayed(&[START, add, call]);
    assert_eq!(called("select 1;").unknowns, []);
    for call in ["select add_tenant('b');", "select * from public.add_tenant('b');", "do $$ begin perform add_tenant(tab => 'b'); end $$;"] {
        let declared = called(call);
        assert_eq!((columns(table(&declared, "b")), declared.unknowns.len()), (vec!["id", "tenant_id"], 0), "{call}");
    }
    assert_eq!(columns(table(&called("select add_tenant('b', 'owner');"), "b")), ["id", "owner"]);
    let each = called("select add_tenant(t) from (values ('a'), ('b')) as v(t);");
    assert!(!table(&each, "a").complete && !table(&each, "b").complete);
    for call in ["drop function add_tenant; select add_tenant('b');", "select add_tenant();", "select other.add_tenants('b');"] {
        assert_eq!(columns(table(&called(call), "b")), ["id"], "{call}");
    }
}

#[test]
fn a_function_of_static_statements_makes_what_it_says_only_when_called() {
    let make = "create procedure mk() language sql as 'create table invoices (id int, note text default ''x'')';\n";
    assert_eq!(replayed(&[make]).tables.len(), 0);
    assert_eq!(columns(table(&replayed(&[make, "call mk();"]), "invoices")), ["id", "note"]);
    let rounds = "create function f() returns void as $$ begin perform f(); perform f(); create table r (id int); end $$ language plpgsql; select f();";
    assert_eq!(replayed(&[rounds]).tables.len(), 1);
}

#[test]
fn a_block_cut_anywhere_is_read_without_panic() {
    let source = "do $$ declare t text := 'a'; begin <<x>> foreach t in array array['a', 'b'] loop if not exists (select from pg_tables where tablename = t) then
        execute format('alter table %1$I add column %I int default %L', t, 'é' || t, 1); else perform f(t, x => 'b'); end if; end loop; exception when others then null; end $$;
        create or replace function f(in t text, out x int) as $f$ begin execute replace('a', 'b', t); end $f$ language plpgsql; select f('a', x => array['b']);";
    for (at, _) in source.char_indices() {
        let _ = after(&source[..at]);
        let _ = after(&format!("{}$$;", &source[..at]));
    }
}

#[test]
fn no_loop_and_no_depth_takes_long() {
    let names = (0..3_000).map(|it| format!("'t{it}'")).collect::<Vec<_>>().join(",");
    let wide = format!("do $$ begin foreach t in array array[{names}] loop foreach u in array array[{names}] loop execute format('create table %I (id int)', t || u); end loop; end loop; end $$;");
    assert!(is_open(&after(&wide)));
    let mut deep = "create table d (id int)".to_owned();
    for round in 0..9 {
        deep = format!("do $a{round}$ begin execute $b{round}${deep}$b{round}$; end $a{round}$");
    }
    assert!(is_open(&after(&deep)));
    let bars = format!("do $$ begin execute {} 'x'; end $$;", "('a' || ".repeat(5_000));
    let _ = after(&bars);
}
