//! Declarations as lists of facts that can be compared, whatever language they come from.
//!
//! Not compared are places, names in the source, the names of keys and indexes that only one side gives, the order of
//! tables, and two spellings of one thing: `(0)` and `0`, `'{}'::jsonb` and `'{}'`, `now()` and `CURRENT_TIMESTAMP`, no
//! action and `NO ACTION`, no schema and `public`, no role and `public`.

use std::collections::BTreeSet;

use schema::model::{
    Action, Column, Declarations, DefaultValue, ForeignKey, Generated, Index, Table, TableKind,
};
use text::Place;

/// The facts of `declared`, sorted. A name of a constraint or index counts only if `names` has it.
#[must_use]
pub fn items(declared: &Declarations, names: &BTreeSet<String>) -> Vec<String> {
    let mut list = Vec::new();
    for it in &declared.enums {
        let values: Vec<&str> = it.values.iter().map(|it| it.text.as_str()).collect();
        list.push(format!("enum {}{}: {values:?}", prefix(it.schema.as_deref()), it.name.text));
    }
    for table in &declared.tables {
        table_items(table, names, &mut list);
    }
    list.sort();
    list
}

/// The names that `declared` gives to constraints and indexes.
#[must_use]
pub fn given_names(declared: &Declarations) -> BTreeSet<String> {
    let names = |table: &Table| -> Vec<Option<String>> {
        let key = table.primary_key.iter().map(|it| it.name.clone());
        let uniques = table.uniques.iter().map(|it| it.name.clone());
        let checks = table.checks.iter().map(|it| it.name.clone());
        let foreign = table.foreign_keys.iter().map(|it| it.name.clone());
        let indexes = table.indexes.iter().map(|it| it.name.clone());
        key.chain(uniques).chain(checks).chain(foreign).chain(indexes).collect()
    };
    declared.tables.iter().flat_map(names).flatten().collect()
}

fn table_items(table: &Table, names: &BTreeSet<String>, list: &mut Vec<String>) {
    let title = format!("{}{}", prefix(table.schema.as_deref()), table.name.text);
    let mut say = |what: String| list.push(format!("{title} {what}"));
    let named = |name: Option<&String>| {
        name.filter(|it| names.contains(*it)).map(|it| format!(" named {it:?}")).unwrap_or_default()
    };
    if table.kind != TableKind::Table {
        say(format!("is a {:?}", table.kind));
    }
    say(format!("doc {:?}", table.doc));
    say(format!("complete {} {}", table.complete, !table.more_constraints));
    for (at, it) in table.columns.iter().enumerate() {
        say(format!("column {at} {}", column(it)));
        if let Some(doc) = &it.doc {
            say(format!("column {} doc {doc:?}", it.name.text));
        }
    }
    if let Some(key) = &table.primary_key {
        say(format!("key {:?}{}", key.columns, named(key.name.as_ref())));
    }
    for it in &table.uniques {
        say(format!("unique {:?}{}", it.columns, named(it.name.as_ref())));
    }
    for it in &table.checks {
        say(format!("check {}{}", value(&it.expression), named(it.name.as_ref())));
    }
    for it in &table.foreign_keys {
        say(format!("reference {}{}", reference(it), named(it.name.as_ref())));
    }
    for it in &table.indexes {
        say(format!("index {}{}", index(it), named(it.name.as_ref())));
    }
    if table.row_security {
        say("row security".to_owned());
    }
    for it in &table.policies {
        let (using, check) = (it.using.as_deref().map(value), it.check.as_deref().map(value));
        let (name, command) = (&it.name, &it.command);
        let roles: Vec<&String> = it.roles.iter().filter(|it| *it != "public").collect();
        say(format!("policy {name:?} {} {command:?} {roles:?} {using:?} {check:?}", it.restrictive));
    }
}

/// What no language may lose of `declared`: names, keys, nullability and references.
#[must_use]
pub fn core(declared: &Declarations) -> Vec<String> {
    let mut list: Vec<String> = declared.enums.iter().map(|it| format!("enum {}", it.name.text)).collect();
    for table in &declared.tables {
        let title = format!("{}{}", prefix(table.schema.as_deref()), table.name.text);
        let columns =
            table.columns.iter().map(|it| format!("{title}.{} null {:?}", it.name.text, it.nullable));
        list.extend(columns);
        list.extend(table.primary_key.iter().map(|it| format!("{title} key {:?}", it.columns)));
        list.extend(table.uniques.iter().map(|it| format!("{title} unique {:?}", it.columns)));
        let references = table.foreign_keys.iter().map(|it| {
            let target = format!("{}{}", prefix(it.table_schema.as_deref()), it.table.text);
            format!("{title} {:?} leads to {target} {:?}", it.columns, it.references)
        });
        list.extend(references);
    }
    list.sort();
    list
}

/// What even a diagram says of `declared`: its tables, their columns and primary keys.
#[must_use]
pub fn skeleton(declared: &Declarations) -> Vec<String> {
    let mut list = Vec::new();
    for table in &declared.tables {
        let title = format!("{}{}", prefix(table.schema.as_deref()), table.name.text);
        let names: Vec<&str> = table.columns.iter().map(|it| it.name.text.as_str()).collect();
        let mut key = table.primary_key.as_ref().map(|it| it.columns.clone()).unwrap_or_default();
        key.sort();
        list.push(format!("{title} {names:?} {key:?}"));
    }
    list.sort();
    list
}

/// `declared` without places, and sorted by names.
#[must_use]
pub fn unplaced(mut declared: Declarations) -> Declarations {
    let nowhere = Place::default();
    for it in &mut declared.enums {
        (it.place, it.name.place, it.key.place) = (nowhere, nowhere, nowhere);
        it.values.iter_mut().for_each(|it| it.place = nowhere);
    }
    for table in &mut declared.tables {
        (table.place, table.name.place, table.key.place) = (nowhere, nowhere, nowhere);
        for it in &mut table.columns {
            (it.place, it.name.place, it.key.place) = (nowhere, nowhere, nowhere);
        }
        table.primary_key.iter_mut().for_each(|it| it.place = nowhere);
        table.uniques.iter_mut().for_each(|it| it.place = nowhere);
        table.checks.iter_mut().for_each(|it| it.place = nowhere);
        table.indexes.iter_mut().for_each(|it| it.place = nowhere);
        table.policies.iter_mut().for_each(|it| it.place = nowhere);
        table.foreign_keys.iter_mut().for_each(|it| (it.place, it.table.place) = (nowhere, nowhere));
        table.foreign_keys.sort_by(|a, b| a.columns.cmp(&b.columns));
        table.uniques.sort_by(|a, b| (&a.columns, &a.name).cmp(&(&b.columns, &b.name)));
    }
    for it in &mut declared.relations {
        (it.place, it.name.place) = (nowhere, nowhere);
    }
    declared.tables.sort_by(|a, b| (&a.schema, &a.name.text).cmp(&(&b.schema, &b.name.text)));
    declared.enums.sort_by(|a, b| (&a.schema, &a.name.text).cmp(&(&b.schema, &b.name.text)));
    declared.relations.sort_by(|a, b| (&a.table, &a.name.text).cmp(&(&b.table, &b.name.text)));
    declared
}

fn prefix(schema: Option<&str>) -> String {
    schema.filter(|it| *it != "public").map(|it| format!("{it}.")).unwrap_or_default()
}

fn column(it: &Column) -> String {
    let default = match &it.default {
        DefaultValue::None => String::new(),
        DefaultValue::Increment => " counts".to_owned(),
        DefaultValue::Database(text) => format!(" default {}", value(text)),
        DefaultValue::Application(text) => format!(" application {text}"),
    };
    let generated = match &it.generated {
        None => String::new(),
        Some(Generated::Stored(text)) => format!(" stored {}", value(text)),
        Some(Generated::Virtual(text)) => format!(" virtual {}", value(text)),
        Some(Generated::Identity { always, counting }) => format!(" identity {always} {}", counting.sql()),
    };
    let ty = it.ty.canonical.strip_prefix("public.").unwrap_or(&it.ty.canonical);
    let of = &it.ty.enumeration;
    format!("{:?} {ty:?} {of:?} null {:?}{default}{generated} known {}", it.name.text, it.nullable, it.known)
}

fn reference(it: &ForeignKey) -> String {
    let target = format!("{}{}", prefix(it.table_schema.as_deref()), it.table.text);
    let stated = |it: Option<Action>| it.filter(|it| *it != Action::NoAction);
    let (delete, update) = (stated(it.on_delete), stated(it.on_update));
    format!("{:?} {target} {:?} {delete:?} {update:?} known {}", it.columns, it.references, it.known)
}

fn index(it: &Index) -> String {
    let parts: Vec<String> = it.parts.iter().map(|it| format!("{} {}", value(it.text()), it.order)).collect();
    let predicate = it.predicate.as_deref().map(value);
    format!("{parts:?} unique {} {predicate:?} {:?}", it.unique, it.method)
}

/// An expression in its plainest spelling.
#[must_use]
pub fn value(written: &str) -> String {
    let mut text = written.trim();
    while let Some(inner) = text.strip_prefix('(').and_then(|it| it.strip_suffix(')')) {
        if !is_balanced(inner) {
            break;
        }
        text = inner.trim();
    }
    let uncast = text.rsplit_once("::").filter(|(value, _)| value.ends_with(['\'', ']', ')']));
    let text = uncast.map_or(text, |(value, _)| value);
    let number = text.strip_prefix('\'').and_then(|it| it.strip_suffix('\''));
    let number = number.filter(|it| it.parse::<f64>().is_ok());
    match number.unwrap_or(text) {
        "now()" => "CURRENT_TIMESTAMP".to_owned(),
        text => text.to_owned(),
    }
}

fn is_balanced(text: &str) -> bool {
    let mut depth = 0_i32;
    text.chars().all(|it| {
        depth += i32::from(it == '(') - i32::from(it == ')');
        depth >= 0
    })
}
