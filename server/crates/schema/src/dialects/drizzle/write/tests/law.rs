//! The law of the writer: what is written is read again as the same.

use proptest::collection::{btree_set, vec};
use proptest::option;
use proptest::prelude::{Just, Strategy, any};
use proptest::test_runner::Config as ProptestConfig;
use proptest::sample::{Index as Pick, select};
use proptest::{prop_oneof, proptest};

use super::ident;
use crate::dialects::{Casing, Dialect, Linking, Module, Order, link, write};
use crate::model::{
    Action, Check, Column, Database, Declarations, DefaultValue, Enum, ForeignKey, Generated, Index, IndexPart, Policy,
    PrimaryKey, Table, TableKind, Unique,
};
use crate::types::ColumnType;

const WORDS: &[&str] = &[
    "age", "amount", "body", "code", "created_at", "import", "index", "kind", "name", "owner_id", "place", "score", "state",
    "text", "title", "user_id", "weird name", "2fa",
];

/// Types with defaults that go with them.
const POSTGRES: &[(&str, &[&str])] = &[
    ("integer", &["7", "-1", "(1 + 2)"]),
    ("bigint", &["0", "9007199254740993"]),
    ("smallint", &[]),
    ("text", &["'draft'", "'it''s `$x`\\ {y}'", "lower('A')"]),
    ("character varying(20)", &["'a'"]),
    ("character(3)", &["'abc'"]),
    ("numeric(10,2)", &["1.50"]),
    ("boolean", &["true", "false"]),
    ("uuid", &["gen_random_uuid()"]),
    ("timestamp with time zone", &["now()", "now() + interval '1 day'"]),
    ("timestamp(3) without time zone", &[]),
    ("time(2) with time zone", &[]),
    ("date", &["now()", "'2020-01-01'"]),
    ("interval day to second(3)", &[]),
    ("jsonb", &["'{}'::jsonb", "'{\"a\":[1,\"b\"]}'::jsonb"]),
    ("text[]", &["'{}'", "'{\"a\",\"b\"}'"]),
    ("bit(8)", &[]),
    ("vector(3)", &[]),
    ("geometry(Point)", &[]),
    ("double precision", &["0.5"]),
    ("inet", &[]),
    ("citext", &["'x'"]),
    ("geometry(Polygon,4326)", &[]),
    ("tsvector", &[]),
];
const SQLITE: &[(&str, &[&str])] = &[
    ("integer", &["1"]),
    ("text", &["'a'", "(current_timestamp)"]),
    ("text(10)", &[]),
    ("real", &["0.5"]),
    ("blob", &[]),
    ("numeric", &[]),
    ("varchar(30)", &[]),
];
const MYSQL: &[(&str, &[&str])] = &[
    ("int", &["1"]),
    ("int unsigned", &[]),
    ("bigint unsigned", &["2"]),
    ("varchar(40)", &["'a'"]),
    ("decimal(8,2)", &["1.5"]),
    ("datetime(3)", &["now()"]),
    ("timestamp", &["now()"]),
    ("enum('a','b''c')", &["'a'"]),
    ("boolean", &["true"]),
    ("json", &[]),
    ("mediumtext", &[]),
    ("point", &[]),
];

fn column(database: Database) -> impl Strategy<Value = Column> {
    let types = match database {
        Database::PostgreSql => POSTGRES,
        Database::Sqlite => SQLITE,
        Database::MySql => MYSQL,
    };
    let doc = option::of(select(&["one line", "two\nlines", "a line that is much longer than what fits behind a column's own text"][..]));
    (select(types), any::<Pick>(), any::<bool>(), 0..8_u8, doc).prop_map(move |((ty, defaults), pick, nullable, extra, doc)| {
        let mut column = Column {
            ty: ColumnType { canonical: (*ty).to_owned(), ..ColumnType::default() },
            nullable: Some(nullable),
            known: true,
            doc: doc.map(str::to_owned),
            ..Column::default()
        };
        if ty.starts_with("enum(") {
            column.allowed = vec!["a".to_owned(), "b'c".to_owned()];
        }
        match extra {
            0 if !defaults.is_empty() => {
                column.default = DefaultValue::Database(defaults[pick.index(defaults.len())].to_owned());
            }
            1 if database == Database::PostgreSql && ty.ends_with("int") => {
                column.nullable = Some(false);
                column.generated = Some(Generated::Identity { always: nullable, counting: crate::model::Counting::default() });
            }
            2 if database == Database::PostgreSql && ty == "integer" => {
                column.nullable = Some(false);
                column.default = DefaultValue::Increment;
            }
            3 => column.default = DefaultValue::Application("() => crypto.randomUUID()".to_owned()),
            4 => column.on_update = Some("() => new Date()".to_owned()),
            5 => column.generated = Some(Generated::Stored("lower(\"odd name\")".to_owned())),
            6 if database != Database::PostgreSql => column.generated = Some(Generated::Virtual("1 + 1".to_owned())),
            7 if ty == "text" || ty == "citext" => column.allowed = vec!["a".to_owned(), "it's".to_owned()],
            _ => {}
        }
        column
    })
}

/// A table without a name, and numbers that stand for the columns its keys are on.
fn table(database: Database) -> impl Strategy<Value = (Table, Vec<Pick>)> {
    let names = btree_set(select(WORDS), 2..7);
    let columns = vec(column(database), 7);
    let order = match database {
        Database::PostgreSql => &["", "desc", "desc nulls last", "nulls first", "text_pattern_ops desc nulls last"][..],
        _ => &["", "desc"][..],
    };
    let name = || option::of(select(&["a name", "some_name", "third"][..]).prop_map(str::to_owned));
    (names, columns, vec(any::<Pick>(), 12), select(order), (name(), name()), 0..64_u8).prop_map(
        move |(names, columns, picks, order, (first, second), bits)| {
            let has = |bit: u8| bits & (1 << bit) != 0;
            let named = names.into_iter().zip(columns);
            let columns: Vec<Column> = named.map(|(name, it)| Column { name: ident(name), ..it }).collect();
            let at = |pick: usize| columns[picks[pick].index(columns.len())].name.text.clone();
            let mut two = vec![at(0), at(1)];
            two.dedup();
            let postgres = database == Database::PostgreSql;
            let schema = (has(0) && database != Database::Sqlite).then(|| "billing".to_owned());
            let index = Index {
                // An index of an expression has a name: drizzle-kit makes none.
                name: Some(first.clone().unwrap_or_else(|| "i".to_owned())),
                parts: vec![
                    IndexPart { order: order.to_owned(), ..IndexPart::of_column(at(2)) },
                    IndexPart { order: order.to_owned(), ..IndexPart::of_expression("lower(x || '`')") },
                ],
                unique: has(1),
                predicate: (has(2) && database != Database::MySql).then(|| "state <> 'x\\y'".to_owned()),
                method: (has(3) && postgres).then(|| "gin".to_owned()),
                ..Index::default()
            };
            let policy = Policy {
                name: "read own".to_owned(),
                restrictive: has(4),
                command: has(5).then(|| "select".to_owned()),
                roles: if has(1) { vec!["anon".to_owned(), "staff".to_owned()] } else { Vec::new() },
                using: has(2).then(|| "owner = 'me'".to_owned()),
                check: has(3).then(|| "true".to_owned()),
                ..Policy::default()
            };
            let table = Table {
                schema,
                database,
                complete: true,
                exported: true,
                primary_key: has(3).then(|| PrimaryKey { name: second.filter(|_| two.len() > 1), columns: two, ..PrimaryKey::default() }),
                uniques: vec![Unique { name: first.clone(), columns: vec![at(4)], ..Unique::default() }],
                indexes: if has(5) { vec![index] } else { Vec::new() },
                checks: vec![Check { name: Some("sane".to_owned()), expression: "code <> ''".to_owned(), ..Check::default() }],
                policies: if postgres && has(4) { vec![policy] } else { Vec::new() },
                row_security: postgres && (has(4) || has(2)),
                doc: has(5).then(|| "What it is.".to_owned()),
                columns,
                ..Table::default()
            };
            (table, picks)
        },
    )
}

fn declarations() -> impl Strategy<Value = Declarations> {
    let database = prop_oneof![3 => Just(Database::PostgreSql), 1 => Just(Database::Sqlite), 1 => Just(Database::MySql)];
    database.prop_flat_map(|database| vec(table(database), 1..5)).prop_map(|made| {
        let mut tables: Vec<Table> = Vec::new();
        let picks: Vec<Vec<Pick>> = made.iter().map(|it| it.1.clone()).collect();
        for (number, (table, _)) in made.into_iter().enumerate() {
            tables.push(Table { name: ident(["users", "order_items", "text", "teams"][number]), ..table });
        }
        let all = tables.clone();
        let postgres = all[0].database == Database::PostgreSql;
        for (table, picks) in tables.iter_mut().zip(picks) {
            let target = &all[picks[5].index(all.len())];
            let column = |table: &Table, pick: usize| table.columns[picks[pick].index(table.columns.len())].name.text.clone();
            table.foreign_keys.push(ForeignKey {
                name: (picks[6].index(2) == 0).then(|| "to_target".to_owned()),
                columns: vec![column(table, 7)],
                table: target.name.clone(),
                table_schema: target.schema.clone(),
                references: vec![column(target, 8)],
                on_delete: (picks[9].index(2) == 0).then_some(Action::SetNull),
                on_update: (picks[10].index(2) == 0).then_some(Action::Cascade),
                known: true,
                ..ForeignKey::default()
            });
            settle(table);
            if postgres && picks[11].index(2) == 0 {
                let column = &mut table.columns[0];
                *column = Column { name: column.name.clone(), nullable: column.nullable, known: true, ..Column::default() };
                column.ty = ColumnType { canonical: "mood".into(), written: String::new(), enumeration: Some("mood".into()) };
                column.default = DefaultValue::Database("'it''s'".to_owned());
            }
        }
        let mood = Enum { name: ident("mood"), values: vec![ident("happy"), ident("it's")], complete: true, ..Enum::default() };
        let mut view = Table {
            name: ident("recent"),
            kind: TableKind::View,
            database: all[0].database,
            complete: true,
            exported: true,
            query: Some("select 1 as age -- `".to_owned()),
            columns: vec![Column { name: ident("age"), nullable: Some(true), known: true, ..Column::default() }],
            ..Table::default()
        };
        view.columns[0].ty.canonical = if postgres { "integer" } else { "text" }.to_owned();
        tables.push(view);
        Declarations { tables, enums: if postgres { vec![mood] } else { Vec::new() }, ..Declarations::default() }
    })
}

/// What no database allows is taken out: keys on columns that may be NULL, and a key's column with two rules.
fn settle(table: &mut Table) {
    let key = table.primary_key.clone();
    for column in &mut table.columns {
        if key.as_ref().is_some_and(|it| it.columns.contains(&column.name.text)) {
            column.nullable = Some(false);
            // SQLite numbers such a column by itself.
            if table.database == Database::Sqlite && column.ty.canonical == "integer" && column.default == DefaultValue::None {
                column.default = DefaultValue::Increment;
                column.generated = None;
            }
        }
        if table.database == Database::Sqlite && key.as_ref().is_some_and(|it| it.columns.len() > 1) && column.default == DefaultValue::Increment {
            column.default = DefaultValue::None;
        }
        if column.generated.is_some() && matches!(column.default, DefaultValue::Database(_)) {
            column.default = DefaultValue::None;
        }
    }
}

/// Everything that is declared, without places, spellings and constants.
fn plain(mut declarations: Declarations) -> Vec<String> {
    declarations.tables.sort_by(|a, b| a.name.text.cmp(&b.name.text));
    let mut lines: Vec<String> = Vec::new();
    for it in &declarations.enums {
        let values: Vec<&str> = it.values.iter().map(|it| it.text.as_str()).collect();
        lines.push(format!("enum {} {:?} {values:?} {}", it.name.text, it.schema, it.complete));
    }
    for it in declarations.tables {
        lines.push(format!("{} {:?} {:?} {:?} {} {}", it.name.text, it.schema, it.kind, it.database, it.complete, it.exported));
        lines.push(format!("  {:?} rls {} doc {:?} constraints {}", it.query, it.row_security, it.doc, it.more_constraints));
        for it in &it.columns {
            let (ty, allowed) = (&it.ty, &it.allowed);
            lines.push(format!("  {} {} {:?} null {:?} {:?} {allowed:?}", it.name.text, ty.canonical, ty.enumeration, it.nullable, it.doc));
            lines.push(format!("    {:?} {:?} {:?} {}", it.default, it.generated, it.on_update, it.known));
        }
        lines.extend(it.primary_key.map(|it| format!("  key {:?} {:?}", it.name, it.columns)));
        lines.extend(it.uniques.iter().map(|it| format!("  unique {:?} {:?}", it.name, it.columns)));
        lines.extend(it.foreign_keys.iter().map(|it| {
            let actions = (it.on_delete, it.on_update);
            format!("  to {:?} {:?} {} {:?} {:?} {actions:?} {}", it.name, it.columns, it.table.text, it.table_schema, it.references, it.known)
        }));
        lines.extend(it.indexes.iter().map(|it| {
            format!("  index {:?} {:?} {} {:?} {:?}", it.name, it.parts, it.unique, it.predicate, it.method)
        }));
        lines.extend(it.checks.iter().map(|it| format!("  check {:?} {}", it.name, it.expression)));
        lines.extend(it.policies.iter().map(|it| format!("  {:?}", Policy { place: Default::default(), ..it.clone() })));
    }
    lines
}

fn read(source: &str) -> Declarations {
    let module = Module::read(Dialect::Drizzle, source);
    link(&Linking {
        roots: vec![text::FileId(0)],
        module: &|_| Some(&module),
        resolve: &|_, _| None,
        casing: Casing::Preserve,
        order: Order::Listed, database: None,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_as_the_same(declared in declarations()) {
        let written = write(Dialect::Drizzle, &declared);
        assert_eq!(written.left_out, Vec::<String>::new(), "{}", written.text);
        let again = read(&written.text);
        assert_eq!(again.unknowns, [], "{}", written.text);
        assert_eq!(plain(again.clone()).join("\n"), plain(declared).join("\n"), "{}", written.text);
        assert_eq!(write(Dialect::Drizzle, &again).text, written.text);
    }
}
