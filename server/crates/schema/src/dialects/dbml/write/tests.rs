//! What is written is what is read.

use expect_test::expect;
use proptest::prelude::*;

use super::{file, insert};
use crate::dialects::dbml::read;
use crate::dialects::dbml::tests::{linked, shown};
use crate::model::Declarations;

/// Everything `declarations` say, a line per fact, in an order of its own.
fn facts(declarations: &Declarations) -> Vec<String> {
    let enums = declarations.enums.iter().map(|it| {
        let values: Vec<&str> = it.values.iter().map(|it| it.text.as_str()).collect();
        format!("{:?} {} {values:?}", it.schema, it.name.text)
    });
    let tables = declarations.tables.iter().flat_map(|table| {
        let lines: Vec<String> = shown(table).lines().map(|it| format!("{}: {it}", table.name.text)).collect();
        lines.into_iter().chain([format!("{:?} {:?}", table.doc, table.database)])
    });
    let mut facts: Vec<String> = enums.chain(tables).collect();
    facts.sort();
    facts
}

const SHOP: &str = r#"Project {
  database_type: 'PostgreSQL'
}

Enum core.role {
  admin
  "not yet"
}

Table core.users {
  id integer [pk, increment]
  email varchar(255) [not null, unique, note: 'it\'s\none']
  role core.role [default: 'admin']
  at timestamptz(3) [not null, default: `now()`]
  tags text[] [default: `'{}'::text[]`]
  span "interval year to month"
  boss integer [ref: > core.users.id]

  indexes {
    (email, at) [unique, name: 'users_email_at', type: btree]
    `lower(email)`
  }

  checks {
    `id > 0` [name: 'positive']
    `email <> ''`
  }

  Note: 'people'
}

Table "order items" {
  a integer
  b numeric(10,2) [default: 1.5]

  indexes {
    (a, b) [pk]
  }
}

Table posts {
  id uuid [pk]
}

Ref one: "order items".a > core.users.id [delete: cascade, update: no action]
Ref: core.users.id <> posts.id
"#;

#[test]
fn a_file_comes_out_as_people_write_it() {
    let written = file(&linked(SHOP));
    assert_eq!(written.left_out, [""; 0]);
    let expected = SHOP.split_once("\n\n").expect("the project comes first").1;
    assert_eq!(written.text, expected);
}

#[test]
fn what_cannot_be_said_is_told() {
    let sql = "create table t (id int generated always as identity, a int default 1, total int generated always as (a * 2) stored);\n\
        create index part on t (a) where a > 0;\n\
        alter table t add constraint out_fk foreign key (a) references auth.users (id);\nalter table t enable row level security;\n\
        create policy mine on t using (true);\ncreate view v as select 1;\n";
    let module = crate::dialects::Module::read(crate::dialects::Dialect::Sql, sql);
    let declared = crate::dialects::link(&crate::dialects::Linking {
        roots: vec![text::FileId(0)],
        module: &|_| Some(&module),
        resolve: &|_, _| None,
        casing: crate::dialects::Casing::default(),
        order: crate::dialects::Order::Listed, database: None,
    });
    expect![[r"
        policy `mine` of `t`
        row level security of `t`
        reference of `t.a` to `users`
        that nobody else gives `t.id` its number
        expression of `t.total`, which is generated
        partial index `part` of `t`
        view `v`"]]
    .assert_eq(&file(&declared).left_out.join("\n"));
}

#[test]
fn a_table_is_inserted_in_the_style_of_the_file() {
    let addition = linked("Enum mood {\n  good\n}\nTable notes {\n  id int [pk]\n  author int [ref: > users.id]\n  m mood\n}\n");
    let around = linked("Table users {\n  id int [pk]\n}\n");
    let source = "table users {\n\tid int [pk]\n}\n\nref: users.id > users.id";
    let edits = insert(source, &addition, &around).expect("a table can be said");
    expect![[r"
        table users {
        	id int [pk]
        }

        ref: users.id > users.id

        enum mood {
        	good
        }

        table notes {
        	id integer [pk]
        	author integer
        	m mood
        }

        ref: notes.author > users.id
    "]]
    .assert_eq(&edits.apply(source));
    assert!(insert(source, &Declarations::default(), &around).is_none());
}

/// A name of a table or column; `number` makes it the only one.
fn name(kind: usize, number: usize) -> String {
    let names = ["users", "order items", "Größe", "2fa", "table", "say \"hi\"", "back\\slash", "Note", "it's"];
    format!("{}{number}", names[kind % names.len()])
}

/// A random schema as the language can say it, in random words.
fn schema() -> impl Strategy<Value = Declarations> {
    let ty = prop::sample::select(vec![
        "integer", "varchar(20)", "numeric(10,2)", "timestamptz", "text[]", "\"double precision\"", "uuid", "mood",
        "core.\"odd mood\"", "\"time(3) with time zone\"", "bigserial", "char(2)",
    ]);
    let setting = prop::sample::select(vec![
        "not null", "null", "unique", "default: 'it\\'s'", "default: -1.5", "default: `now()`", "default: true",
        "increment", "note: 'a\\nb\\\\c'", "ref: > T.C", "check: `x > 0`", "ref: - T.C",
    ]);
    let column = (0..9_usize, ty, prop::collection::vec(setting, 0..3));
    let extra = prop::sample::select(vec![
        "indexes {\nA\n}", "indexes {\n(A, B) [unique, name: 'i \\'x']\n`lower(a)` [type: gin]\n}", "checks {\n`a > 'b'` [name: 'c']\n}",
        "Note: 'd\\'oc'", "indexes {\n(A, B) [pk, name: 'k']\n}",
    ]);
    let table = (0..9_usize, prop::collection::vec(column, 2..5), prop::collection::vec(extra, 0..3), any::<bool>());
    prop::collection::vec(table, 1..4).prop_map(|tables| {
        let quoted = super::names::quoted;
        let mut source = String::from("Enum mood {\n  good\n  \"so so\"\n}\nEnum core.\"odd mood\" {\n  x\n}\n");
        let first = |at: usize| (tables[at].0, tables[at].1[0].0, tables[at].3);
        let path = |kind: usize, at: usize, is_qualified: bool| {
            format!("{}{}", if is_qualified { "core." } else { "" }, quoted(&name(kind, at)))
        };
        for (at, (kind, columns, extras, is_qualified)) in tables.iter().enumerate() {
            let (target, key, other) = first((at + 1) % tables.len());
            let target_path = path(target, (at + 1) % tables.len(), other);
            source += &format!("Table {} {{\n", path(*kind, at, *is_qualified));
            for (number, (kind, ty, settings)) in columns.iter().enumerate() {
                // A reference to a column of its own is refused.
                let mut settings = settings.clone();
                settings.sort_unstable();
                settings.dedup_by_key(|it| it.split(':').next().map(|it| it.replace("not ", "")));
                settings.retain(|it| !it.contains("T.C") || (tables.len() > 1 && number > 0));
                if settings.contains(&"increment") || ty == &"bigserial" {
                    settings.retain(|it| !it.contains("null") && !it.starts_with("default"));
                }
                let settings = settings.join(", ").replace("T.C", &format!("{target_path}.{}", quoted(&name(key, 0))));
                let settings = if settings.is_empty() { settings } else { format!("[{settings}]") };
                source += &format!("  {} {ty} {settings}\n", quoted(&name(*kind, number)));
            }
            let mut extras = extras.clone();
            extras.sort_unstable();
            extras.dedup_by_key(|it| it.split(' ').next());
            let (a, b) = (quoted(&name(columns[0].0, 0)), quoted(&name(columns[1].0, 1)));
            source += &extras.join("\n").replace("(A, B)", &format!("({a}, {b})")).replace("\nA\n", &format!("\n{a}\n"));
            source += "\n}\n";
        }
        assert_eq!(read(&source).problems(), [], "{source}");
        linked(&source)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_reads_as_it_was(declared in schema()) {
        let written = file(&declared);
        prop_assert_eq!(&written.left_out, &[] as &[String], "{}", written.text);
        prop_assert!(read(&written.text).problems().is_empty(), "{}", written.text);
        prop_assert_eq!(facts(&linked(&written.text)), facts(&declared), "{}", written.text);
        let edits = insert("", &declared, &declared).expect("it has tables");
        prop_assert_eq!(facts(&linked(&edits.apply(""))), facts(&declared));
    }
}
