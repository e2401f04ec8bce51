//! The columns most tables share: the key, the timestamps; and which types a team prefers.

use std::collections::BTreeMap;

use schema::dialects::drizzle::write::{Imports, Source, Written};
use schema::model::{Action, Column, Declarations, DefaultValue, Ident, Table};
use schema::names::{same_column, snake_case};
use schema::types::ColumnType;
use text::FileId;

use super::{Conventions, FEWEST_TABLES, House, HouseColumn, HouseFile, from_root};

/// How keys are made where no schema shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ids {
    /// `uuid('id').primaryKey().defaultRandom()`.
    Uuid,
    /// `text('id').primaryKey().$defaultFn(() => nanoid())`.
    Nanoid,
}

/// The item met most often; of several, the first.
pub(super) fn most_common<T: PartialEq>(items: impl Iterator<Item = T>) -> Option<T> {
    let mut counts: Vec<(T, usize)> = Vec::new();
    for item in items {
        match counts.iter_mut().find(|it| it.0 == item) {
            Some(count) => count.1 += 1,
            None => counts.push((item, 1)),
        }
    }
    // `max_by_key` gives the last of equals, so the list is read backwards.
    counts.into_iter().rev().max_by_key(|it| it.1).map(|it| it.0)
}

fn plain(key: &str, name: &str, canonical: &str, default: DefaultValue) -> Column {
    let ident = |text: &str| Ident { text: text.to_owned(), ..Ident::default() };
    Column {
        name: ident(name),
        key: ident(key),
        ty: ColumnType { canonical: canonical.to_owned(), ..ColumnType::default() },
        nullable: Some(false),
        default,
        known: true,
        ..Column::default()
    }
}

pub(super) fn default_id(ids: Ids) -> HouseColumn {
    let column = match ids {
        Ids::Uuid => plain("id", "id", "uuid", DefaultValue::Database("gen_random_uuid()".to_owned())),
        Ids::Nanoid => plain("id", "id", "text", DefaultValue::Application("nanoid()".to_owned())),
    };
    HouseColumn { column, builder: None, prefix: None }
}

/// When a row came to be and when it last changed, in columns called `names` of the type `ty`.
pub(super) fn default_timestamps(names: [&str; 2], ty: &str) -> Vec<HouseColumn> {
    let now = DefaultValue::Database("now()".to_owned());
    let [created, updated] = names;
    let zoned = if ty == "timestamp with time zone" { ", { withTimezone: true }" } else { "" };
    let text = format!("timestamp('{updated}'{zoned}).notNull().defaultNow().$onUpdate(() => new Date())");
    let created = plain("createdAt", created, ty, now.clone());
    let updated = plain("updatedAt", updated, ty, now);
    let mut imports = Imports::default();
    imports.value(schema::dialects::drizzle::write::PG_CORE, "timestamp");
    let touched = Written { text, imports };
    vec![
        HouseColumn { column: created, builder: None, prefix: None },
        HouseColumn { column: updated, builder: Some(touched), prefix: None },
    ]
}

/// Reads off which types a team prefers.
pub(super) fn types(conventions: &mut Conventions, declarations: &Declarations) {
    let all = || declarations.tables.iter().flat_map(|it| &it.columns);
    let canonical = |test: &dyn Fn(&Column) -> bool| {
        most_common(all().filter(|it| it.ty.is_known() && test(it)).map(|it| it.ty.canonical.clone()))
    };
    let named = |column: &Column| {
        ["name", "title", "email", "label", "slug"].iter().any(|it| same_column(&column.name.text, it))
    };
    let textual = |ty: &str| ty.starts_with("text") || ty.starts_with("character varying");
    if let Some(ty) = canonical(&|it| named(it) && textual(&it.ty.canonical)) {
        conventions.short_text = ty;
    }
    if let Some(ty) = canonical(&|it| it.ty.canonical.starts_with("timestamp")) {
        conventions.timestamp = ty;
    }
    if let Some(ty) = canonical(&|it| it.ty.canonical.starts_with("numeric")) {
        conventions.amount = ty;
    }
    if let Some(ty) = canonical(&|it| it.ty.canonical == "json" || it.ty.canonical == "jsonb") {
        conventions.json = ty;
    }
    conventions.on_delete = (action(declarations, Some(false)), action(declarations, Some(true)));
}

/// The action most references have, among those that may or must be there.
fn action(declarations: &Declarations, nullable: Option<bool>) -> Option<Action> {
    let default = if nullable == Some(true) { Action::SetNull } else { Action::Cascade };
    let keys =
        declarations.tables.iter().flat_map(|table| table.foreign_keys.iter().map(move |key| (table, key)));
    let alike = keys.filter(|(table, key)| {
        let column = key.columns.first().and_then(|name| table.column(name));
        column.is_some_and(|it| it.nullable == nullable)
    });
    most_common(alike.map(|(_, key)| key.on_delete)).unwrap_or(Some(default))
}

/// The files that declare tables, each read once.
struct Sources<'a> {
    by_file: BTreeMap<FileId, (&'a HouseFile, Source<'a>)>,
}

impl<'a> Sources<'a> {
    fn of(house: &'a House<'_>, declarations: &Declarations) -> Self {
        let declares = |file: &&HouseFile| declarations.tables.iter().any(|it| it.place.file == file.id);
        let files = house.files.iter().filter(declares);
        Self { by_file: files.map(|it| (it.id, (it, Source::new(&it.source)))).collect() }
    }
}

/// Reads off the columns most tables share.
pub(super) fn house(conventions: &mut Conventions, house: &House<'_>, declarations: &Declarations) {
    let sources = Sources::of(house, declarations);
    let builder = |table: &Table, column: &Column| {
        let (file, source) = sources.by_file.get(&table.place.file)?;
        let written = source.column(table, column)?;
        Some(Written { imports: from_root(&written.imports, &file.path), text: written.text })
    };
    let keys: Vec<(&Table, &Column)> =
        declarations.tables.iter().filter_map(|table| Some((table, key_column(table)?))).collect();
    if let Some(id) = shared(&keys, &builder) {
        conventions.id = id;
    }
    let count = declarations.tables.len();
    let mut timestamps = Vec::new();
    for wanted in ["created_at", "updated_at", "deleted_at"] {
        let having: Vec<(&Table, &Column)> =
            declarations.tables.iter().filter_map(|table| Some((table, stamp(table, wanted)?))).collect();
        // A timestamp that few tables have is no habit; a deletion mark needs to be one of nearly all.
        let enough =
            if wanted == "deleted_at" { having.len() * 10 >= count * 8 } else { having.len() * 2 >= count };
        if enough && let Some(column) = shared(&having, &builder) {
            timestamps.push(column);
        }
    }
    // A few tables without any show no habit: somebody has only begun.
    let begun = count < FEWEST_TABLES && declarations.tables.iter().all(|it| it.complete);
    if timestamps.is_empty() && begun {
        let names =
            if conventions.snake_columns { ["created_at", "updated_at"] } else { ["createdAt", "updatedAt"] };
        timestamps = default_timestamps(names, &conventions.timestamp);
    }
    conventions.timestamps = timestamps;
    common_spreads(conventions, &sources, declarations);
}

fn key_column(table: &Table) -> Option<&Column> {
    match table.primary_key.as_ref()?.columns.as_slice() {
        [only] => table.columns.iter().find(|it| it.name.text == *only),
        _ => None,
    }
}

fn stamp<'a>(table: &'a Table, wanted: &str) -> Option<&'a Column> {
    let column = table.columns.iter().find(|it| snake_case(&it.name.text) == wanted);
    column.filter(|it| it.ty.canonical.starts_with("timestamp") || !it.ty.is_known())
}

/// The column as most of the tables have it.
fn shared(
    columns: &[(&Table, &Column)],
    builder: &dyn Fn(&Table, &Column) -> Option<Written>,
) -> Option<HouseColumn> {
    let shape = |column: &Column| {
        let default = match &column.default {
            DefaultValue::Application(function) => function.split(['(', '\'', '"']).next().map(str::to_owned),
            DefaultValue::Database(sql) => Some(sql.clone()),
            DefaultValue::None | DefaultValue::Increment => None,
        };
        (column.name.text.clone(), column.ty.canonical.clone(), default)
    };
    let usual = most_common(columns.iter().map(|it| shape(it.1)))?;
    let alike: Vec<&(&Table, &Column)> = columns.iter().filter(|it| shape(it.1) == usual).collect();
    let written: Vec<Written> = alike.iter().filter_map(|it| builder(it.0, it.1)).collect();
    let (first, column) = (written.first(), alike.first()?.1);
    let clean = Column {
        doc: None,
        place: text::Place::default(),
        name: Ident { text: column.name.text.clone(), ..Ident::default() },
        key: Ident { text: column.key.text.clone(), ..Ident::default() },
        ..column.clone()
    };
    let prefix = written.get(1).and_then(|second| varying(&first?.text, &second.text));
    let builder = match prefix {
        Some(_) => first.cloned(),
        None => most_common(written.iter().map(|it| it.text.clone()))
            .and_then(|text| written.into_iter().find(|it| it.text == text)),
    };
    Some(HouseColumn { column: clean, builder, prefix })
}

/// The quoted text by which two builders differ, if it is all they differ by: `ws` in `createId('ws')`.
fn varying(a: &str, b: &str) -> Option<String> {
    let (left, right): (Vec<&str>, Vec<&str>) =
        (a.split(['\'', '"']).collect(), b.split(['\'', '"']).collect());
    if left.len() != right.len() {
        return None;
    }
    let mut different = left.iter().zip(&right).enumerate().filter(|(_, (a, b))| a != b);
    // The odd parts stand between quotes; the rest of the builder must be the same.
    let (number, (text, _)) = different.next()?;
    (number % 2 == 1 && different.next().is_none() && !text.is_empty()).then(|| (*text).to_owned())
}

/// Reads off the spreads that most tables have.
fn common_spreads(conventions: &mut Conventions, sources: &Sources<'_>, declarations: &Declarations) {
    let mut counts: BTreeMap<String, (usize, Written)> = BTreeMap::new();
    for table in &declarations.tables {
        let Some((file, source)) = sources.by_file.get(&table.place.file) else { continue };
        for spread in source.spreads(table) {
            let imports = from_root(&spread.imports, &file.path);
            counts.entry(spread.text.clone()).or_insert((0, Written { imports, text: spread.text })).0 += 1;
        }
    }
    let usual: Vec<Written> =
        counts.into_values().filter(|it| it.0 * 2 > declarations.tables.len()).map(|it| it.1).collect();
    if usual.is_empty() {
        return;
    }
    let spreading = |table: &&Table| {
        let Some((_, source)) = sources.by_file.get(&table.place.file) else { return false };
        let there = source.spreads(table);
        usual.iter().all(|it| there.iter().any(|other| other.text == it.text))
    };
    let Some(table) = declarations.tables.iter().find(spreading) else { return };
    // What a spread gives is written elsewhere than in its table.
    let outside = table
        .columns
        .iter()
        .filter(|it| it.place.file != table.place.file || !table.place.span.covers(it.place.span));
    conventions.spread_columns = outside.cloned().collect();
    let given = |name: &str| conventions.spread_columns.iter().any(|it| it.name.text == name);
    conventions.timestamps.retain(|it| !given(&it.column.name.text));
    conventions.spreads = usual;
}
