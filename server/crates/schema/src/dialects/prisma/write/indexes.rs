//! Keys, uniques and indexes as attributes of fields and of models.

use super::layout;
use super::plan::{Field, Model, Plan, names_keys};
use super::style::Partial;
use crate::model::{Database, Index, IndexPart, TableKind, is_sql};

/// The attributes `@id` and `@unique` of `field`.
pub(super) fn of_field(plan: &Plan<'_>, model: &Model<'_>, field: &Field<'_>) -> Vec<String> {
    let column = &field.column.name.text;
    let is_alone = |columns: &[String]| columns.len() == 1 && columns.first() == Some(column);
    let table = &model.table.name.text;
    let mut found = Vec::new();
    let is_key = model.key().is_some_and(is_alone);
    if let Some(key) = model.table.primary_key.as_ref().filter(|_| is_key) {
        let name = key.name.as_deref().filter(|_| names_keys(plan.style.database));
        found.push(alone("@id", name, &format!("{table}_pkey")));
    }
    let unique = model.table.uniques.iter().find(|it| is_alone(&it.columns)).filter(|_| !is_key);
    found.extend(unique.map(|it| alone("@unique", it.name.as_deref(), &format!("{table}_{column}_key"))));
    found
}

/// `attribute`, with the name `given` if it is not the `usual` one.
fn alone(attribute: &str, given: Option<&str>, usual: &str) -> String {
    match given.filter(|it| *it != usual) {
        Some(name) => format!("{attribute}(map: {})", layout::text(name)),
        None => attribute.to_owned(),
    }
}

/// The attributes `@@id`, `@@unique` and `@@index` of `model`, and what is left out of them.
pub(super) fn of_model(plan: &Plan<'_>, model: &Model<'_>, left_out: &mut Vec<String>) -> Vec<String> {
    let table = &model.table.name.text;
    let mut found = Vec::new();
    if let Some(key) = &model.table.primary_key {
        match model.key().and_then(|it| model.names(it)) {
            Some(fields) if fields.len() > 1 => {
                let name = key.name.as_deref().filter(|_| names_keys(plan.style.database));
                found.push(listed("id", &fields, &[], name, &format!("{table}_pkey")));
            }
            Some(_) => {}
            None => left_out.push(format!("primary key of `{table}`")),
        }
    }
    // The first unique of a column alone stands at its field.
    let mut at_fields: Vec<&String> = Vec::new();
    let key_alone = model.key().filter(|it| it.len() == 1).and_then(<[String]>::first);
    for unique in &model.table.uniques {
        if let [only] = unique.columns.as_slice()
            && Some(only) != key_alone
            && !at_fields.contains(&only)
            && model.field(only).is_some()
        {
            at_fields.push(only);
            continue;
        }
        let usual = format!("{table}_{}_key", unique.columns.join("_"));
        match model.names(&unique.columns).filter(|it| !it.is_empty()) {
            Some(fields) => found.push(listed("unique", &fields, &[], unique.name.as_deref(), &usual)),
            None => left_out.push(format!("unique `{}` of `{table}`", unique.name.as_ref().unwrap_or(&usual))),
        }
    }
    for index in &model.table.indexes {
        let columns: Vec<&str> = index.parts.iter().map(IndexPart::text).collect();
        let usual = format!("{table}_{}_{}", columns.join("_"), if index.unique { "key" } else { "idx" });
        // On a view `@@unique` only promises; no index stands behind it.
        let told = if model.table.kind == TableKind::Table {
            attribute(plan, model, index, &usual)
        } else {
            Err("Prisma knows no indexes of views")
        };
        match told {
            Ok(attribute) => found.push(attribute),
            Err(why) => {
                let name = index.name.as_ref().unwrap_or(&usual);
                left_out.push(format!("index `{name}` of `{table}`: {why}"));
            }
        }
    }
    // As `prisma format` sorts them.
    found.sort_by_key(|it| ["@@id", "@@unique"].iter().position(|word| it.starts_with(word)).unwrap_or(2));
    found
}

/// `@@word([fields], more, map: "given")`.
fn listed(word: &str, fields: &[String], more: &[String], given: Option<&str>, usual: &str) -> String {
    let mut arguments = vec![format!("[{}]", fields.join(", "))];
    arguments.extend(more.iter().cloned());
    arguments.extend(given.filter(|it| *it != usual).map(|it| format!("map: {}", layout::text(it))));
    format!("@@{word}({})", arguments.join(", "))
}

/// The attribute of `index`; else why Prisma cannot say it.
pub(super) fn attribute(plan: &Plan<'_>, model: &Model<'_>, index: &Index, usual: &str) -> Result<String, &'static str> {
    let parts = index.parts.iter().map(|it| part(plan, model, it)).collect::<Result<Vec<_>, _>>()?;
    if parts.is_empty() {
        return Err("its columns are unknown");
    }
    let mut more = Vec::new();
    let method = index.method.as_deref().map(str::to_lowercase);
    let word = match method.as_deref() {
        Some("fulltext") if plan.style.database == Database::MySql => "fulltext",
        None | Some("btree") if index.unique => "unique",
        _ if index.unique => return Err("a unique index has no other method"),
        None => "index",
        Some(method) if plan.style.database == Database::PostgreSql => {
            more.push(format!("type: {}", kind(method).ok_or("its method is one Prisma has no word for")?));
            "index"
        }
        Some("btree") => "index",
        Some(_) => return Err("its method is one Prisma has no word for"),
    };
    if let Some(predicate) = &index.predicate {
        if plan.style.partial == Partial::LeftOut || plan.style.database != Database::PostgreSql {
            return Err("it is of a part of the rows");
        }
        if !is_sql(predicate) {
            return Err("its condition is not known");
        }
        more.push(format!("where: raw({})", layout::text(predicate)));
    }
    Ok(listed(word, &parts, &more, index.name.as_deref(), usual))
}

fn kind(method: &str) -> Option<&'static str> {
    Some(match method {
        "btree" => "BTree",
        "hash" => "Hash",
        "gist" => "Gist",
        "gin" => "Gin",
        "spgist" => "SpGist",
        "brin" => "Brin",
        _ => return None,
    })
}

/// One part of an index: `title`, `title(ops: raw("text_pattern_ops"), sort: Desc)`.
fn part(plan: &Plan<'_>, model: &Model<'_>, part: &IndexPart) -> Result<String, &'static str> {
    let column = part.column().ok_or("it is of an expression")?;
    let name = &model.field(column).ok_or("a column is left out")?.name;
    let mut words: Vec<&str> = part.order.split_whitespace().collect();
    let mut arguments = Vec::new();
    let sort = match words.last() {
        Some(&"desc") => words.pop().map(|_| "sort: Desc"),
        Some(&"asc") => words.pop().map(|_| "sort: Asc"),
        _ => None,
    };
    match words.as_slice() {
        [] => {}
        [ops] if *ops != "last" && plan.style.database == Database::PostgreSql => {
            arguments.push(operators(ops).map_or_else(|| format!("ops: raw({})", layout::text(ops)), str::to_owned));
        }
        _ => return Err("its order is one Prisma has no word for"),
    }
    arguments.extend(sort.map(str::to_owned));
    if arguments.is_empty() { Ok(name.clone()) } else { Ok(format!("{name}({})", arguments.join(", "))) }
}

/// The operator classes that people write by Prisma's own word.
fn operators(name: &str) -> Option<&'static str> {
    match name {
        "jsonb_path_ops" => Some("ops: JsonbPathOps"),
        _ => None,
    }
}
