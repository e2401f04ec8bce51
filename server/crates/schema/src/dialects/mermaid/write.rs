//! From the model to a diagram: entities with their attributes, then a line per reference.
//!
//! A diagram has no words for most of what a database says. What is left out is told table by table.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use text::{Edit, Edits, Offset};

use crate::dialects::Written;
use crate::model::{
    Column, DefaultValue, Declarations, Ends, ForeignKey, Generated, IndexPart, Relation, RelationKind, Table, TableKind,
};
use crate::types::short_word;

/// Words that mean something in a diagram: an entity of that name stands in quotes.
const KEYWORDS: &[&str] = &[
    "class", "classdef", "direction", "end", "erdiagram", "many", "one", "only", "optionally", "style",
    "subgraph", "title", "to", "u", "zero",
];

/// One diagram with everything `declarations` hold.
#[must_use]
pub fn file(declarations: &Declarations) -> Written {
    let mut left_out = Vec::new();
    let lines = lines(declarations, declarations, "    ", &mut left_out);
    let text = if lines.is_empty() { String::new() } else { format!("erDiagram\n{}", lines.concat()) };
    Written { text, left_out }
}

/// The edits that add `addition` to `source`. See [`crate::dialects::insert`].
#[must_use]
pub fn insert(source: &str, addition: &Declarations, around: &Declarations) -> Option<Edits> {
    let behind = source.split_once("erDiagram").map(|it| it.1);
    let indented = behind.unwrap_or_default().lines().skip(1).find(|it| !it.trim().is_empty());
    let indent = indented.and_then(|it| it.get(..it.len() - it.trim_start().len())).unwrap_or("    ");
    let lines = lines(addition, around, indent, &mut Vec::new());
    if lines.is_empty() {
        return None;
    }
    let head = match behind {
        Some(_) if source.ends_with('\n') => "",
        Some(_) => "\n",
        None => "erDiagram\n",
    };
    let line_end = if source.contains("\r\n") { "\r\n" } else { "\n" };
    let text = format!("{head}{}", lines.concat()).replace('\n', line_end);
    Some(Edits::new(vec![Edit::insert(Offset::new(source.len()), text)]))
}

/// The entities and lines of `declarations`.
fn lines(
    declarations: &Declarations,
    around: &Declarations,
    indent: &str,
    left_out: &mut Vec<String>,
) -> Vec<String> {
    let mut lines = Vec::new();
    let is_table = |it: &&Table| it.kind == TableKind::Table && name_of(it).is_some();
    for table in &declarations.tables {
        match name_of(table) {
            None => left_out.push(format!("table `{}`, whose name no diagram can hold", table.name.text)),
            Some(_) if table.kind != TableKind::Table => left_out.push(format!("view `{}`", table.name.text)),
            Some(name) => {
                lines.push(entity(&name, table, indent, left_out));
                leave_out(table, left_out);
            }
        }
    }
    left_out.extend(declarations.enums.iter().map(|it| format!("enum `{}` with its values", it.name.text)));
    let tables: Vec<&Table> = declarations.tables.iter().chain(&around.tables).filter(is_table).collect();
    let mut related = BTreeSet::new();
    for table in declarations.tables.iter().filter(is_table) {
        for key in &table.foreign_keys {
            related.insert((table.name.text.as_str(), key.table.text.as_str()));
            related.insert((key.table.text.as_str(), table.name.text.as_str()));
            let target = tables.iter().find(|it| is_target(it, key)).and_then(|it| name_of(it));
            let target = target.or_else(|| plain(key.table_schema.as_deref(), &key.table.text));
            match (name_of(table), target) {
                (Some(from), Some(to)) => {
                    let drawn = drawn(declarations, key, table);
                    lines.push(reference(&from, &to, table, key, drawn, indent));
                }
                _ => left_out.push(format!("reference of `{}` to `{}`", table.name.text, key.table.text)),
            }
        }
    }
    for it in &declarations.relations {
        if related.contains(&(it.table.as_str(), it.to.as_str())) {
            continue;
        }
        let find = |name: &str| tables.iter().find(|it| it.name.text == name).and_then(|it| name_of(it));
        if let (Some(from), Some(to)) = (find(&it.table), find(&it.to)) {
            related.insert((it.to.as_str(), it.table.as_str()));
            lines.push(relation(&from, &to, it, &declarations.relations, indent));
        }
    }
    lines
}

fn is_target(table: &Table, key: &ForeignKey) -> bool {
    let plain = |it: &Option<String>| it.clone().filter(|it| it != "public");
    table.name.text == key.table.text && plain(&table.schema) == plain(&key.table_schema)
}

/// The name of `table` in a diagram; `None` if there is none.
fn name_of(table: &Table) -> Option<String> {
    plain(table.schema.as_deref(), &table.name.text)
}

fn plain(schema: Option<&str>, name: &str) -> Option<String> {
    let fits = |it: &str| !it.is_empty() && !it.contains(|it: char| "\"%\\.".contains(it) || it.is_control());
    if !fits(name) || !schema.is_none_or(fits) {
        return None;
    }
    let is_plain = name.starts_with(|it: char| it.is_ascii_alphabetic())
        && name.chars().all(|it| it.is_ascii_alphanumeric() || it == '_')
        && !KEYWORDS.contains(&name.to_lowercase().as_str());
    Some(match schema {
        Some(schema) => format!("\"{schema}.{name}\""),
        None if is_plain => name.to_owned(),
        None => format!("\"{name}\""),
    })
}

fn entity(name: &str, table: &Table, indent: &str, left_out: &mut Vec<String>) -> String {
    let mut lines = String::new();
    for column in &table.columns {
        match attribute(table, column) {
            Some(line) => lines.push_str(&format!("{indent}{indent}{line}\n")),
            None => left_out.push(format!("column `{}.{}`", table.name.text, column.name.text)),
        }
    }
    if lines.is_empty() { format!("{indent}{name}\n") } else { format!("{indent}{name} {{\n{lines}{indent}}}\n") }
}

/// The line of `column`; `None` if a diagram cannot hold its name.
fn attribute(table: &Table, column: &Column) -> Option<String> {
    let name = &column.name.text;
    let is_in = |columns: &[String]| columns.contains(name);
    let mut keys = Vec::new();
    if table.primary_key.as_ref().is_some_and(|it| is_in(&it.columns)) {
        keys.push("PK");
    }
    if table.foreign_keys.iter().any(|it| is_in(&it.columns)) {
        keys.push("FK");
    }
    if table.uniques.iter().any(|it| it.columns.len() == 1 && is_in(&it.columns)) {
        keys.push("UK");
    }
    let keys = if keys.is_empty() { String::new() } else { format!(" {}", keys.join(", ")) };
    let comment = column.doc.as_ref().map(|it| {
        let line = it.split_whitespace().collect::<Vec<_>>().join(" ");
        format!(" \"{}\"", line.replace('"', "'"))
    });
    Some(format!("{} {}{keys}{}", ty(column), attribute_name(name)?, comment.unwrap_or_default()))
}

fn attribute_name(name: &str) -> Option<String> {
    let is_key = ["pk", "fk", "uk"].iter().any(|it| name.to_lowercase().starts_with(it));
    let is_plain = name.starts_with(|it: char| it.is_ascii_alphabetic() || it == '_')
        && name.chars().all(|it| it.is_ascii_alphanumeric() || it == '_')
        && !is_key;
    if is_plain {
        return Some(name.to_owned());
    }
    let fits = !name.is_empty() && !name.contains(|it: char| "`%".contains(it) || it.is_control());
    fits.then(|| format!("`{name}`"))
}

/// The type in one word, as a diagram demands.
fn ty(column: &Column) -> String {
    let known = if column.ty.is_known() { short_word(&column.ty.canonical) } else { column.ty.written.clone() };
    let word: String = known
        .chars()
        .map(|it| if it.is_alphanumeric() || "_-[](),.".contains(it) { it } else { '_' })
        .collect();
    if word.starts_with(|it: char| it.is_alphabetic()) { word } else { "unknown".to_owned() }
}

/// The marks of `ends` at the left and at the right of a line.
fn marks(ends: [Ends; 2]) -> (&'static str, &'static str) {
    let [left, right] = ends;
    let left = match left {
        Ends::AtMostOne => "|o",
        Ends::One => "||",
        Ends::Many => "}o",
        Ends::OneOrMore => "}|",
    };
    let right = match right {
        Ends::AtMostOne => "o|",
        Ends::One => "||",
        Ends::Many => "o{",
        Ends::OneOrMore => "|{",
    };
    (left, right)
}

/// The ends of the only line that was drawn between the table that `key` leads to and its own `table`, in that order.
fn drawn(declarations: &Declarations, key: &ForeignKey, table: &Table) -> Option<[Ends; 2]> {
    let (own, target) = (&table.name.text, &key.table.text);
    let ends = declarations.relations.iter().filter_map(|it| match it.ends? {
        ends if it.table == *target && it.to == *own => Some(ends),
        [left, right] if it.table == *own && it.to == *target => Some([right, left]),
        _ => None,
    });
    let mut ends = ends;
    ends.next().filter(|_| ends.next().is_none())
}

/// The line from the table that `key` of `table` leads to; its ends are those that were `drawn`, else what the columns say.
fn reference(
    from: &str,
    to: &str,
    table: &Table,
    key: &ForeignKey,
    drawn: Option<[Ends; 2]>,
    indent: &str,
) -> String {
    let column = |name: &String| table.columns.iter().find(|it| it.name.text == *name);
    let may_miss = key.columns.iter().filter_map(column).any(|it| it.nullable == Some(true));
    let is_key = |columns: &[String]| {
        columns.len() == key.columns.len() && columns.iter().all(|it| key.columns.contains(it))
    };
    let is_unique = table.primary_key.as_ref().is_some_and(|it| is_key(&it.columns))
        || table.uniques.iter().any(|it| is_key(&it.columns));
    let parent = if may_miss { "|o" } else { "||" };
    let child = if is_unique { "o|" } else { "o{" };
    let (parent, child) = drawn.map_or((parent, child), marks);
    let label = key.columns.join(", ").replace(['"', '%', '\\'], "");
    format!("{indent}{to} {parent}--{child} {from} : \"{label}\"\n")
}

/// The line of `relation`, which no foreign key tells of; `all` may hold its other direction.
fn relation(from: &str, to: &str, relation: &Relation, all: &[Relation], indent: &str) -> String {
    let back = all.iter().find(|it| it.table == relation.to && it.to == relation.table && *it != relation);
    let left = match back.map(|it| it.kind) {
        Some(RelationKind::Many) => "}o",
        _ => "||",
    };
    let right = if relation.kind == RelationKind::Many { "o{" } else { "||" };
    let (left, right) = relation.ends.map_or((left, right), marks);
    let label = relation.name.text.replace(['"', '%', '\\', '\n'], "");
    format!("{indent}{from} {left}--{right} {to} : \"{label}\"\n")
}

/// Says what of `table` a diagram has no words for, a line for each kind.
fn leave_out(table: &Table, left_out: &mut Vec<String>) {
    let name = &table.name.text;
    let mut add = |what: &str, of: Vec<&str>| {
        let of: Vec<String> = of.iter().map(|it| format!("`{it}`")).collect();
        if !of.is_empty() {
            left_out.push(format!("{what} of `{name}`: {}", of.join(", ")));
        }
    };
    let columns = |is: &dyn Fn(&Column) -> bool| -> Vec<&str> {
        table.columns.iter().filter(|it| is(it)).map(|it| it.name.text.as_str()).collect()
    };
    let in_key = |it: &Column| table.primary_key.as_ref().is_some_and(|key| key.columns.contains(&it.name.text));
    add("not null", columns(&|it| it.nullable == Some(false) && !in_key(it)));
    add(
        "defaults",
        columns(&|it| it.default != DefaultValue::None || matches!(it.generated, Some(Generated::Identity { .. }))),
    );
    add(
        "generated columns",
        columns(&|it| matches!(it.generated, Some(Generated::Stored(_) | Generated::Virtual(_)))),
    );
    let of = |name: &Option<String>, columns: String| name.clone().unwrap_or(columns);
    let wide = table.uniques.iter().filter(|it| it.columns.len() > 1);
    let wide: Vec<String> = wide.map(|it| of(&it.name, it.columns.join(", "))).collect();
    add("unique constraints", wide.iter().map(String::as_str).collect());
    let acting = table.foreign_keys.iter().filter(|it| it.on_delete.is_some() || it.on_update.is_some());
    let acting: Vec<String> = acting.map(|it| it.columns.join(", ")).collect();
    add("actions of the references", acting.iter().map(String::as_str).collect());
    let indexes = table.indexes.iter().map(|it| {
        of(&it.name, it.parts.iter().map(IndexPart::text).collect::<Vec<_>>().join(", "))
    });
    let indexes: Vec<String> = indexes.collect();
    add("indexes", indexes.iter().map(String::as_str).collect());
    add("checks", table.checks.iter().map(|it| it.name.as_deref().unwrap_or(&it.expression)).collect());
    add("policies", table.policies.iter().map(|it| it.name.as_str()).collect());
    if table.row_security {
        left_out.push(format!("row level security of `{name}`"));
    }
    if table.more_policies {
        left_out.push(format!("policies and row level security of `{name}` that are not known"));
    }
}
