//! What the writer gives for a whole model, of whichever database.

use super::super::{Draft, Scope, Style};
use super::ident;
use crate::dialects::{Casing, Dialect, Linking, Module, Order, link, write};
use crate::model::{Column, Database, Declarations, DefaultValue, Enum, Index, IndexPart, Table};
use crate::types::ColumnType;

/// What the file of `declarations` says, and what is left out.
fn written_file(declarations: &Declarations) -> (String, Vec<String>) {
    let written = write(Dialect::Drizzle, declarations);
    (written.text, written.left_out)
}

fn typed(name: &str, canonical: &str) -> Column {
    let ty = ColumnType { canonical: canonical.to_owned(), ..Default::default() };
    Column { name: ident(name), ty, nullable: Some(false), known: true, ..Column::default() }
}

#[test]
fn enums_of_sqlite_and_mysql_are_lists_of_their_columns() {
    for (database, canonical, expected) in [
        (Database::Sqlite, "text", "text('mood', { enum: ['calm', 'wild'] })"),
        (Database::MySql, "enum('calm','wild')", "mysqlEnum('mood', ['calm', 'wild'])"),
        (Database::PostgreSql, "mood", "moodEnum('mood')"),
    ] {
        let mut mood = typed("mood", canonical);
        mood.ty.enumeration = Some("mood".to_owned());
        mood.default = DefaultValue::Database("'calm'".to_owned());
        let values = ["calm", "wild"].map(ident).to_vec();
        let declared = Declarations {
            tables: vec![Table { name: ident("notes"), database, complete: true, columns: vec![mood], ..Table::default() }],
            enums: vec![Enum { name: ident("mood"), values, complete: true, ..Default::default() }],
            ..Declarations::default()
        };
        let (text, left_out) = written_file(&declared);
        assert!(text.contains(&format!("mood: {expected}.notNull().default('calm')")), "{text}");
        assert_eq!(text.contains("pgEnum("), database == Database::PostgreSql, "{text}");
        assert_eq!(left_out, Vec::<String>::new());
    }
}

#[test]
fn the_time_is_asked_as_each_database_knows_it() {
    for (database, canonical, sql, expected) in [
        (Database::Sqlite, "text", "now()", "default(sql`CURRENT_TIMESTAMP`)"),
        (Database::Sqlite, "datetime", "now()", "default(sql`CURRENT_TIMESTAMP`)"),
        (Database::Sqlite, "text", "date('now')", "default(sql`(date('now'))`)"),
        (Database::Sqlite, "text", "'x'", "default('x')"),
        (Database::MySql, "timestamp", "now()", "defaultNow()"),
        (Database::MySql, "datetime(3)", "now()", "default(sql`now()`)"),
        (Database::PostgreSql, "timestamp with time zone", "now()", "defaultNow()"),
        (Database::PostgreSql, "text", "lower('A')", "default(sql`lower('A')`)"),
    ] {
        let column = Column { default: DefaultValue::Database(sql.to_owned()), ..typed("seen", canonical) };
        let table = Table { name: ident("t"), database, complete: true, columns: vec![column], ..Table::default() };
        let (text, _) = written_file(&Declarations { tables: vec![table], ..Declarations::default() });
        assert!(text.contains(expected), "{expected}: {text}");
    }
}

#[test]
fn a_type_nobody_knows_costs_no_column() {
    let unknown = Column { ty: ColumnType { written: "whatever".to_owned(), ..Default::default() }, ..typed("code", "") };
    let mut flag = typed("flag", "boolean");
    flag.default = DefaultValue::Database("false".to_owned());
    let columns = vec![unknown, flag, typed("at", "datetime"), typed("size", "bigint")];
    let table = Table { name: ident("t"), database: Database::Sqlite, complete: true, columns, ..Table::default() };
    let (text, left_out) = written_file(&Declarations { tables: vec![table.clone()], ..Declarations::default() });
    for line in [
        "const booleanType = customType<{ data: boolean }>({ dataType: () => 'boolean' });",
        "const datetimeType = customType<{ data: string }>({ dataType: () => 'datetime' });",
        "const bigintType = customType<{ data: number }>({ dataType: () => 'bigint' });",
        "code: text('code').notNull()",
        "flag: booleanType('flag').notNull().default(false)",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    assert_eq!(left_out, ["the type of `code` of `t`, which is written as text"]);
    // Whoever writes one table is not asked what is left out: the column is there all the same.
    let alone = super::super::table(&Draft { table, ..Draft::default() }, &Scope::default(), &Style::default());
    assert!(alone.text.contains("code: text('code').notNull()"), "{}", alone.text);
}

#[test]
fn an_index_that_drizzle_has_no_word_for_is_left_out() {
    let index = |name: &str, method: Option<&str>| Index {
        name: Some(name.to_owned()),
        parts: vec![IndexPart::of_column("body")],
        method: method.map(str::to_owned),
        ..Default::default()
    };
    let indexes = vec![index("a", None), index("b", Some("FULLTEXT")), index("c", Some("HASH"))];
    let columns = vec![typed("body", "text")];
    let table = Table { name: ident("t"), database: Database::MySql, complete: true, columns, indexes, ..Table::default() };
    let (text, left_out) = written_file(&Declarations { tables: vec![table], ..Declarations::default() });
    assert!(text.contains("index('a')") && text.contains("index('c').on(table.body).using('hash')"), "{text}");
    assert!(!text.contains("index('b')"), "{text}");
    assert_eq!(left_out, ["index `b` of `t`"]);
}

#[test]
fn of_a_table_that_follows_itself_one_side_leads_back() {
    let fields = [
        "next Step? @relation(\"n\", fields: [nextId], references: [id])",
        "previous Step? @relation(\"n\")",
        "nextId Int? @unique @map(\"next_id\")",
    ];
    for order in [[0, 1, 2], [1, 0, 2], [2, 1, 0]] {
        let rows = order.map(|it| fields[it]).join("\n  ");
        let source = format!("datasource db {{\n  provider = \"postgresql\"\n}}\nmodel Step {{\n  id Int @id\n  {rows}\n}}\n");
        let (text, left_out) = written_file(&prisma(&source));
        let next = "next: one(step, {\n    relationName: 'Step_next_id',\n    fields: [step.nextId],\n    references: [step.id],";
        assert!(text.contains(next), "{text}");
        let previous = "previous: one(step, {\n    relationName: 'Step_next_id',\n    fields: [step.id],\n    references: [step.nextId],";
        assert!(text.contains(previous), "{text}");
        assert_eq!(left_out, Vec::<String>::new());
    }
}

/// What a Prisma schema declares.
fn prisma(source: &str) -> Declarations {
    let module = Module::read(Dialect::Prisma, source);
    let roots = vec![text::FileId(0)];
    let (casing, order) = (Casing::Preserve, Order::Listed);
    link(&Linking { roots, module: &|_| Some(&module), resolve: &|_, _| None, casing, order, database: None })
}
