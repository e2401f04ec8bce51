//! Random schemas, read again after they were written.

use proptest::prelude::{ProptestConfig, Strategy, any, proptest};
use proptest::sample::{Index as Pick, select};
use proptest::{collection::vec, option};

use super::comes_back;
use crate::model::{
    Action, Column, Database, Declarations, DefaultValue, Enum, ForeignKey, Ident, Index, IndexPart, PrimaryKey,
    Table, Unique,
};
use crate::types::ColumnType;

/// Names of tables and enums, some of them such as no model may have.
#[rustfmt::skip]
const NAMES: &[&str] = &[
    "orders", "order_items", "User", "users", "2fa_tokens", "class", "String", "data", "_private", "größe",
    "order-lines", "LEGACY_ROWS", "two words", "Status", "status", "42", "it's \"quoted\"", "Order", "categories",
];
#[rustfmt::skip]
const COLUMNS: &[&str] = &[
    "id", "name", "created_at", "createdAt", "user_id", "order_id", "parent_id", "Kind", "2nd", "_rev", "class", "straße",
    "with space", "UPPER", "users", "a\\b",
];
#[rustfmt::skip]
const TYPES: &[&str] = &[
    "text", "integer", "bigint", "smallint", "boolean", "uuid", "jsonb", "json", "bytea", "date", "real", "numeric",
    "double precision", "numeric(10,2)", "character varying(40)", "character varying", "character(3)", "inet", "interval",
    "timestamp(3) without time zone", "timestamp without time zone", "timestamp(6) with time zone", "point",
    "timestamp with time zone", "time(0) without time zone", "text[]", "integer[]", "vector(3)", "bit varying(8)", "cidr",
    "numeric(3,-1)", "money", "xml", "numeric(65,30)", "tsvector",
];
const VALUES: &[&str] = &["draft", "in progress", "1", "#f00", "it's", "DONE", "done", "größer"];
const ACTIONS: &[Option<Action>] = &[
    None,
    Some(Action::Cascade),
    Some(Action::SetNull),
    Some(Action::SetDefault),
    Some(Action::Restrict),
    Some(Action::NoAction),
];

fn ident(text: &str) -> Ident {
    Ident { text: text.to_owned(), ..Ident::default() }
}

/// Different items of `from`.
fn some(from: &'static [&'static str], most: usize) -> impl Strategy<Value = Vec<&'static str>> {
    proptest::sample::subsequence(from, 1..=most).prop_shuffle()
}

fn default(ty: &str, choice: u8) -> DefaultValue {
    let sql = match (ty, choice) {
        (_, 0..=2) => return DefaultValue::None,
        ("integer" | "bigint" | "smallint", 3) => return DefaultValue::Increment,
        ("integer" | "bigint" | "smallint", _) => "-7",
        ("text", 3) => return DefaultValue::Application("cuid()".to_owned()),
        ("text" | "character varying(40)", 4) => "'it''s \"new\"\\'",
        ("text", _) => "lower('A' || chr(10))",
        ("boolean", _) => "true",
        ("uuid", _) => "gen_random_uuid()",
        ("jsonb", _) => "'{\"a\": [1]}'",
        ("timestamp(3) without time zone" | "timestamp with time zone", _) => "now()",
        ("date", _) => "'2024-01-31'",
        ("numeric(10,2)" | "real", _) => "0.50",
        ("text[]", 3) => "'{}'",
        ("text[]", _) => "ARRAY['a, b', 'c']",
        ("integer[]", _) => "ARRAY[1, 2]",
        ("bytea", _) => "'\\x00'",
        _ => return DefaultValue::None,
    };
    DefaultValue::Database(sql.to_owned())
}

fn column(name: &'static str) -> impl Strategy<Value = Column> {
    (select(TYPES), 0_u8..8, any::<bool>(), any::<bool>(), option::of(select(&["What it is.", "One\n\ntwo \"words\""][..]))).prop_map(
        move |(ty, choice, nullable, is_changed, doc)| Column {
            name: ident(name),
            key: ident(name),
            ty: ColumnType { canonical: ty.to_owned(), ..ColumnType::default() },
            nullable: Some(nullable || ty.ends_with("[]")),
            default: default(ty, choice),
            on_update: (ty.starts_with("timestamp") && is_changed).then(String::new),
            doc: doc.map(str::to_owned),
            known: true,
            ..Column::default()
        },
    )
}

/// A table's keys and indexes, as picks among its columns.
type Picks = (Vec<Pick>, Vec<Vec<Pick>>, Vec<(Vec<Pick>, u8)>);

fn table(name: &'static str) -> impl Strategy<Value = Table> {
    let columns = some(COLUMNS, 6).prop_flat_map(|names| names.into_iter().map(column).collect::<Vec<_>>());
    let picks = || vec(any::<Pick>(), 1..3);
    let constraints = (picks(), vec(picks(), 0..3), vec((picks(), any::<u8>()), 0..3));
    (columns, constraints).prop_map(move |(columns, picks)| constrained(name, columns, &picks))
}

/// The columns that `picks` name, each once.
fn picked(columns: &[Column], picks: &[Pick]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for pick in picks {
        let name = &pick.get(columns).name.text;
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}

fn constrained(name: &str, mut columns: Vec<Column>, (key, uniques, indexes): &Picks) -> Table {
    let ordinary = ["text", "integer", "bigint", "uuid", "smallint", "date"];
    let keys = picked(&columns, key);
    for column in columns.iter_mut().filter(|it| keys.contains(&it.name.text)) {
        column.nullable = Some(false);
        if !ordinary.contains(&column.ty.canonical.as_str()) {
            column.ty.canonical = "text".to_owned();
            column.default = DefaultValue::None;
            column.on_update = None;
        }
    }
    let is_plain = |it: &Vec<String>| {
        it.iter().all(|name| columns.iter().any(|it| it.name.text == *name && ordinary.contains(&it.ty.canonical.as_str())))
    };
    let mut sets: Vec<Vec<String>> = vec![keys.clone()];
    let mut fresh = |it: &Vec<Pick>| {
        let names = picked(&columns, it);
        let is_new = !sets.contains(&names) && is_plain(&names);
        sets.push(names.clone());
        is_new.then_some(names)
    };
    let uniques = uniques.iter().filter_map(&mut fresh).collect::<Vec<_>>();
    let indexes = indexes.iter().filter_map(|(picks, form)| Some((fresh(picks)?, *form))).collect::<Vec<_>>();
    Table {
        name: ident(name),
        key: ident(name),
        exported: true,
        complete: true,
        primary_key: Some(PrimaryKey { columns: keys, ..PrimaryKey::default() }),
        uniques: uniques.into_iter().map(|columns| Unique { columns, ..Unique::default() }).collect(),
        indexes: indexes.into_iter().map(|(columns, form)| index(name, columns, form)).collect(),
        columns,
        ..Table::default()
    }
}

fn index(table: &str, columns: Vec<String>, form: u8) -> Index {
    let name = (form & 1 == 1).then(|| format!("{table} by {}", columns.join(" ")));
    let mut parts: Vec<IndexPart> = columns.into_iter().map(IndexPart::of_column).collect();
    if form & 2 == 2 {
        parts[0].order = "desc".to_owned();
    }
    let predicate = (form & 4 == 4).then(|| "\"id\" > 'x\\y'".to_owned());
    let method = (form & 24 == 24 && parts.len() == 1 && form & 2 == 0).then(|| "hash".to_owned());
    Index { name, parts, predicate, method, ..Index::default() }
}

/// A reference: from which table, to which, nullable or not, with what actions.
type Reference = (Pick, Pick, bool, Option<Action>, Option<Action>);

fn reference() -> impl Strategy<Value = Reference> {
    (any::<Pick>(), any::<Pick>(), any::<bool>(), select(ACTIONS), select(ACTIONS))
}

fn refer(declarations: &mut Declarations, number: usize, (from, to, nullable, on_delete, on_update): Reference) {
    let target = to.get(&declarations.tables).clone();
    let Some([key]) = target.primary_key.as_ref().map(|it| it.columns.as_slice()) else { return };
    let ty = target.column(key).expect("the key is a column").ty.clone();
    let from = from.index(declarations.tables.len());
    let name = format!("{}_{number}_id", target.name.text.to_lowercase().replace(['-', ' '], "_"));
    declarations.tables[from].columns.push(Column {
        name: ident(&name),
        key: ident(&name),
        ty,
        nullable: Some(nullable),
        known: true,
        ..Column::default()
    });
    declarations.tables[from].foreign_keys.push(ForeignKey {
        columns: vec![name],
        table: target.name.clone(),
        table_schema: target.schema.clone(),
        references: vec![key.clone()],
        on_delete,
        on_update,
        known: true,
        ..ForeignKey::default()
    });
}

fn enumeration(name: &'static str) -> impl Strategy<Value = Enum> {
    some(VALUES, 5).prop_map(move |values| Enum {
        name: ident(name),
        key: ident(name),
        values: values.into_iter().map(ident).collect(),
        complete: true,
        ..Enum::default()
    })
}

pub(super) fn declarations() -> impl Strategy<Value = Declarations> {
    let tables = some(NAMES, 5).prop_flat_map(|names| names.into_iter().map(table).collect::<Vec<_>>());
    let enums = some(&["mood", "status", "Color kind", "42"], 2)
        .prop_flat_map(|names| names.into_iter().map(enumeration).collect::<Vec<_>>());
    let schemas = select(vec![vec![], vec!["auth", "public"]]);
    (tables, enums, vec(reference(), 0..5), schemas, any::<u8>()).prop_map(|(tables, enums, references, schemas, form)| {
        let mut declarations = Declarations { tables, enums, ..Declarations::default() };
        for (index, table) in declarations.tables.iter_mut().enumerate() {
            table.schema = schemas.get(index % 2).map(|it| (*it).to_owned());
        }
        // One column holds a value of the first enum, another a list of them.
        let ty = declarations.enums[0].name.text.clone();
        let value = declarations.enums[0].values[0].text.replace('\'', "''");
        let list = if form & 1 == 1 { "[]" } else { "" };
        let sql = if list.is_empty() { format!("'{value}'") } else { format!("ARRAY['{value}']") };
        declarations.tables[0].columns.push(Column {
            name: ident("the_kind"),
            key: ident("the_kind"),
            ty: ColumnType { canonical: format!("{ty}{list}"), enumeration: Some(ty), ..ColumnType::default() },
            nullable: Some(true),
            default: if form & 2 == 2 { DefaultValue::Database(sql) } else { DefaultValue::None },
            known: true,
            ..Column::default()
        });
        for (number, it) in references.into_iter().enumerate() {
            refer(&mut declarations, number, it);
        }
        declarations
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn whatever_is_written_comes_back(declarations in declarations()) {
        assert_eq!(declarations.tables[0].database, Database::PostgreSql);
        let lost = comes_back(&declarations);
        assert!(lost.is_empty(), "{lost:?}");
    }
}
