//! Columns with what stands in their settings, and the keys, indexes and checks of a table; partials injected.

use std::collections::{HashMap, HashSet};

use super::ir::{ColumnLine, Item, Part, TableBlock, TypeName, Value, Word, setting, text};
use super::link::{Context, Declared};
use crate::model::{
    Check, Column, Database, DefaultValue, Index, IndexPart, PrimaryKey, Table, Unique,
};
use crate::types::{ColumnType, canonical};

/// The column lines of `block` in the order of the table, with those of its partials: a line of the table's own wins,
/// then one of the partial injected last.
pub(super) fn lines<'a>(
    context: &Context<'a>,
    block: Declared<'a, TableBlock>,
) -> Vec<Declared<'a, ColumnLine>> {
    let mut found: Vec<(Option<usize>, Declared<'a, ColumnLine>)> = Vec::new();
    for (at, item) in block.it.items.iter().enumerate() {
        match item {
            Item::Column(it) => found.push((None, Declared { file: block.file, it })),
            Item::Partial(name) => {
                let Some(partial) = context.partials.get(name.text.as_str()) else { continue };
                let columns = partial.it.items.iter().filter_map(|it| match it {
                    Item::Column(it) => Some((Some(at), Declared { file: partial.file, it })),
                    Item::Partial(_) => None,
                });
                found.extend(columns);
            }
        }
    }
    let mut winners: HashMap<&str, Option<usize>> = HashMap::new();
    for (rank, line) in &found {
        let winner = winners.entry(&line.it.name.text).or_insert(*rank);
        let is_stronger = winner.is_some() && rank.is_none_or(|it| winner.is_some_and(|old| it > old));
        if is_stronger {
            *winner = *rank;
        }
    }
    let mut seen = HashSet::new();
    found.retain(|(rank, line)| {
        let name = line.it.name.text.as_str();
        winners.get(name) == Some(rank) && seen.insert(name)
    });
    found.into_iter().map(|it| it.1).collect()
}

/// Adds to `table` what `block` and its partials say. What it gives back are partials that are not there.
pub(super) fn add<'a>(
    context: &Context<'a>,
    block: Declared<'a, TableBlock>,
    table: &mut Table,
) -> Vec<&'a Word> {
    for line in lines(context, block) {
        column(context, line, table);
    }
    constraints(block, table);
    let mut missing = Vec::new();
    for item in block.it.items.iter().rev() {
        let Item::Partial(name) = item else { continue };
        match context.partials.get(name.text.as_str()) {
            Some(partial) => {
                constraints(*partial, table);
                table.complete &= partial.it.whole;
                table.more_constraints |= !partial.it.whole;
                table.doc = table.doc.take().or_else(|| partial.it.note.clone());
            }
            None => missing.push(name),
        }
    }
    let key: HashSet<&str> = table.primary_key.iter().flat_map(|it| &it.columns).map(String::as_str).collect();
    for column in table.columns.iter_mut().filter(|it| key.contains(it.name.text.as_str())) {
        column.nullable = Some(false);
    }
    if table.database == Database::PostgreSql {
        // PostgreSQL makes no unique constraint of what is the primary key already.
        let key = table.primary_key.as_ref().map(|it| it.columns.clone());
        table.uniques.retain(|it| Some(&it.columns) != key.as_ref());
    }
    missing
}

/// Adds the column `line` and the constraints in its settings.
fn column(context: &Context<'_>, line: Declared<'_, ColumnLine>, table: &mut Table) {
    let settings = &line.it.settings;
    let place = line.place(line.it.span);
    let name = line.ident(&line.it.name);
    let has = |keys: &[&str]| setting(settings, keys).is_some();
    let (ty, counts) = ty(context, &line.it.ty);
    if has(&["pk", "primary key"]) {
        let key = table.primary_key.get_or_insert_with(|| PrimaryKey { place, ..PrimaryKey::default() });
        key.columns.push(name.text.clone());
    }
    if has(&["unique"]) {
        table.uniques.push(Unique { name: None, columns: vec![name.text.clone()], place });
    }
    let increments = has(&["increment"]) || counts;
    let nullable = if has(&["not null", "pk", "primary key"]) || increments {
        Some(false)
    } else if has(&["null"]) || line.it.whole {
        Some(true)
    } else {
        None
    };
    for it in settings.iter().filter(|it| it.key == "check") {
        if let Value::Code(expression) = &it.value {
            table.checks.push(Check { name: None, expression: expression.clone(), place });
        }
    }
    let default = if increments {
        DefaultValue::Increment
    } else {
        setting(settings, &["default"]).map_or(DefaultValue::None, |it| default(&it.value))
    };
    table.columns.push(Column {
        key: name.clone(),
        name,
        ty,
        nullable,
        default,
        doc: text(settings, "note").map(str::to_owned),
        place,
        known: line.it.whole,
        ..Column::default()
    });
}

fn default(value: &Value) -> DefaultValue {
    let sql = match value {
        Value::Text(text) => format!("'{}'", text.replace('\'', "''")),
        Value::Code(code) => code.clone(),
        Value::Number(number) => number.clone(),
        Value::Words(word) if word.eq_ignore_ascii_case("null") => return DefaultValue::None,
        Value::Words(word) => word.to_lowercase(),
        Value::None | Value::Ref(..) | Value::Bad => return DefaultValue::None,
    };
    DefaultValue::Database(sql)
}

/// The type, and whether it counts by itself (`serial`).
fn ty(context: &Context<'_>, ty: &TypeName) -> (ColumnType, bool) {
    let schema = ty.path.schema.as_ref().map(|it| format!("{}.", it.text)).unwrap_or_default();
    let written = format!("{schema}{}{}{}", ty.path.name.text, ty.size, ty.array);
    if let Some(it) = context.enumeration(&ty.path) {
        let name = &it.path.name.text;
        let schema = it.path.schema.as_ref().filter(|it| it.text != "public");
        let schema = schema.map(|it| format!("{}.", it.text)).unwrap_or_default();
        let canonical = format!("{schema}{name}{}", if ty.array.is_empty() { "" } else { "[]" });
        return (ColumnType { canonical, written, enumeration: Some(name.clone()) }, false);
    }
    let lower = ty.path.name.text.to_lowercase();
    let is_postgres = context.database == Database::PostgreSql;
    let serials = ["serial", "serial4", "bigserial", "serial8", "smallserial", "serial2"];
    let counts = is_postgres && ty.array.is_empty() && serials.contains(&lower.as_str());
    let canonical = if is_postgres { canonical(&written) } else { written.to_lowercase() };
    (ColumnType { canonical, written, enumeration: None }, counts)
}

/// Adds the lines of `indexes` and `checks`.
fn constraints(block: Declared<'_, TableBlock>, table: &mut Table) {
    for line in &block.it.indexes {
        let place = block.place(line.span);
        let name = text(&line.settings, "name").map(str::to_owned);
        if setting(&line.settings, &["pk", "primary key"]).is_some() {
            let columns = line.parts.iter().filter_map(|it| match it {
                Part::Column(name) => Some(name.text.clone()),
                Part::Expression(_) => None,
            });
            table.primary_key = Some(PrimaryKey { name, columns: columns.collect(), place });
            continue;
        }
        let parts = line.parts.iter().map(|it| match it {
            Part::Column(name) => IndexPart::of_column(name.text.clone()),
            Part::Expression(code) => IndexPart::of_expression(code.clone()),
        });
        table.indexes.push(Index {
            name,
            parts: parts.collect(),
            unique: setting(&line.settings, &["unique"]).is_some(),
            predicate: None,
            method: text(&line.settings, "type").map(str::to_lowercase),
            place,
        });
    }
    for line in &block.it.checks {
        let name = text(&line.settings, "name").map(str::to_owned);
        table.checks.push(Check { name, expression: line.expression.clone(), place: block.place(line.span) });
    }
}
