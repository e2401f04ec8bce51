//! The columns most tables share: the key, the timestamps; and which types a team prefers.

use schema::model::{Action, Column, Declarations, DefaultValue, Ident, Table};
use schema::names::{same_column, singular, snake_case};
use schema::types::ColumnType;

use super::{Conventions, FEWEST_TABLES, IdName};

/// How keys are made where no schema shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ids {
    /// Made by the database.
    Uuid,
    /// A text that the application's `nanoid()` makes.
    Nanoid,
    /// A text that the application's `cuid()` makes.
    Cuid,
}

/// The item met most often; of several, the first.
pub(crate) fn most_common<T: PartialEq>(items: impl Iterator<Item = T>) -> Option<T> {
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

/// The key column called `id`, made by `ids`.
pub(crate) fn default_id(ids: Ids) -> Column {
    let application = |function: &str| DefaultValue::Application(function.to_owned());
    match ids {
        Ids::Uuid => plain("id", "id", "uuid", DefaultValue::Database("gen_random_uuid()".to_owned())),
        Ids::Nanoid => plain("id", "id", "text", application("nanoid()")),
        Ids::Cuid => plain("id", "id", "text", application("cuid()")),
    }
}

/// When a row came to be and when it last changed, in columns called `names` of the type `ty`.
pub(crate) fn timestamps_of(names: [&str; 2], ty: &str) -> Vec<Column> {
    let now = || DefaultValue::Database("now()".to_owned());
    let [created, updated] = names;
    vec![plain("createdAt", created, ty, now()), plain("updatedAt", updated, ty, now())]
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
    let usual = conventions.on_delete;
    conventions.on_delete =
        (action(declarations, Some(false), usual.0), action(declarations, Some(true), usual.1));
}

/// The action most references have, among those that may or must be there; `usual` if there are none.
fn action(declarations: &Declarations, nullable: Option<bool>, usual: Option<Action>) -> Option<Action> {
    let keys =
        declarations.tables.iter().flat_map(|table| table.foreign_keys.iter().map(move |key| (table, key)));
    let alike = keys.filter(|(table, key)| {
        let column = key.columns.first().and_then(|name| table.column(name));
        column.is_some_and(|it| it.nullable == nullable)
    });
    most_common(alike.map(|(_, key)| key.on_delete)).unwrap_or(usual)
}

/// Reads off the columns most tables share.
pub(super) fn house(conventions: &mut Conventions, declarations: &Declarations) {
    let own = || declarations.tables.iter().filter(|it| !it.implied);
    let keys: Vec<(&Table, &Column)> = own().filter_map(|table| Some((table, key_column(table)?))).collect();
    let of_table =
        |it: &(&Table, &Column)| same_column(&it.1.name.text, &format!("{}_id", singular(&it.0.name.text)));
    if keys.iter().filter(|it| of_table(it)).count() * 2 > keys.len() {
        conventions.id_name = IdName::OfTable;
        let kinds = keys.iter().filter(|it| of_table(it)).map(|it| (&it.1.ty.canonical, &it.1.default));
        let usual = most_common(kinds);
        let kind = |it: &&(&Table, &Column)| Some((&it.1.ty.canonical, &it.1.default)) == usual;
        if let Some((_, id)) = keys.iter().find(kind) {
            conventions.id = clean(id);
        }
    } else if let Some((_, id)) = alike(&keys).first() {
        conventions.id = clean(id);
    }
    let count = own().count();
    let mut timestamps = Vec::new();
    for wanted in ["created_at", "updated_at", "deleted_at"] {
        let having: Vec<(&Table, &Column)> =
            own().filter_map(|table| Some((table, stamp(table, wanted)?))).collect();
        // A timestamp that few tables have is no habit; a deletion mark needs to be one of nearly all.
        let enough =
            if wanted == "deleted_at" { having.len() * 10 >= count * 8 } else { having.len() * 2 >= count };
        if enough && let Some((_, column)) = alike(&having).first() {
            timestamps.push(clean(column));
        }
    }
    // A few tables without any show no habit: somebody has only begun.
    let begun = count < FEWEST_TABLES && declarations.tables.iter().all(|it| it.complete);
    if timestamps.is_empty() && begun {
        let names =
            if conventions.snake_columns { ["created_at", "updated_at"] } else { ["createdAt", "updatedAt"] };
        for (column, name) in conventions.timestamps.iter_mut().zip(names) {
            name.clone_into(&mut column.name.text);
            column.ty.canonical.clone_from(&conventions.timestamp);
        }
    } else {
        conventions.timestamps = timestamps;
    }
}

/// The only column of the primary key of `table`.
pub(crate) fn key_column(table: &Table) -> Option<&Column> {
    match table.primary_key.as_ref()?.columns.as_slice() {
        [only] => table.columns.iter().find(|it| it.name.text == *only),
        _ => None,
    }
}

/// The timestamp of `table` called `wanted`, which is in snake case.
pub(crate) fn stamp<'a>(table: &'a Table, wanted: &str) -> Option<&'a Column> {
    let column = table.columns.iter().find(|it| snake_case(&it.name.text) == wanted);
    column.filter(|it| keeps_a_time(it) || !it.ty.is_known())
}

/// True if the values of `column` are times, whatever its database keeps them as.
fn keeps_a_time(column: &Column) -> bool {
    let by_default = match &column.default {
        DefaultValue::Database(sql) => {
            let sql = sql.to_lowercase();
            ["current_timestamp", "unixepoch", "'now'"].iter().any(|it| sql.contains(it))
        }
        _ => false,
    };
    ["timestamp", "datetime"].iter().any(|it| column.ty.canonical.starts_with(it))
        || column.ty.written.contains(":timestamp")
        || by_default
}

/// Those of `columns` that are as most of them are.
pub(crate) fn alike<'a>(columns: &[(&'a Table, &'a Column)]) -> Vec<(&'a Table, &'a Column)> {
    let shape = |column: &Column| {
        let default = match &column.default {
            DefaultValue::Application(function) => function.split(['(', '\'', '"']).next().map(str::to_owned),
            DefaultValue::Database(sql) => Some(sql.clone()),
            DefaultValue::None | DefaultValue::Increment => None,
        };
        (column.name.text.clone(), column.ty.canonical.clone(), default)
    };
    let usual = most_common(columns.iter().map(|it| shape(it.1)));
    columns.iter().filter(|it| Some(shape(it.1)) == usual).copied().collect()
}

/// `column` without what belongs to its own table.
fn clean(column: &Column) -> Column {
    Column {
        doc: None,
        place: text::Place::default(),
        name: Ident { text: column.name.text.clone(), ..Ident::default() },
        key: Ident { text: column.key.text.clone(), ..Ident::default() },
        ..column.clone()
    }
}
