//! A whole table or view: its columns, its third argument, its types; and enum types.

use std::collections::BTreeMap;

use super::column::entry;
use super::constraints::{Extra, closes_cycle, extras};
use super::page::{Page, prefixes};
use super::{Extras, Scope, Style, Written, constant};
use crate::model::{Database, Enum, Table, TableKind};

/// A table to write, with what the model has no words for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Draft {
    /// The table.
    pub table: Table,
    /// Columns whose builder is copied from the house: what stands behind the key, by database name.
    pub builders: BTreeMap<String, Written>,
    /// Lines that open the columns object as they are, such as `...timestamps()`, with their imports.
    pub spreads: Vec<Written>,
    /// Names of the types exported behind the table: of a row read and of a row inserted.
    pub types: Option<(String, String)>,
}

/// The constant a table has in the source.
pub(super) fn table_key(table: &Table) -> String {
    if table.key.text.is_empty() { constant(&table.name.text) } else { table.key.text.clone() }
}

/// True if the house makes such a table with a function of its own.
pub(super) fn is_by_creator(table: &Table, style: &Style) -> bool {
    let creator = style.creator.as_ref();
    table.kind == TableKind::Table && creator.is_some_and(|it| it.schema == table.schema)
}

/// The declaration of a table or view, with its types behind it.
#[must_use]
pub fn table(draft: &Draft, scope: &Scope, style: &Style) -> Written {
    let mut page = Page::new(scope, style, draft.table.database);
    let text = declaration(&mut page, draft);
    Written { text, imports: page.imports }
}

/// The declaration of a table or view, with its types behind it.
pub(super) fn declaration(page: &mut Page<'_>, draft: &Draft) -> String {
    let (style, table) = (page.style, &draft.table);
    let is_table = table.kind == TableKind::Table;
    let (maker, name) = maker(page, table);
    let listed = if is_table { extras(page, table) } else { Vec::new() };
    let exploded = style.exploded && !listed.is_empty();
    let depth = if exploded { 2 } else { 1 };
    let mut text = doc(table.doc.as_deref(), "");
    let keyword =
        if table.exported || table.place == text::Place::default() { "export const" } else { "const" };
    let (key, name) = (table_key(table), style.quoted(&name));
    let indent = style.indent.as_str();
    text.push_str(&format!("{keyword} {key} = {maker}("));
    text.push_str(&if exploded { format!("\n{indent}{name},\n{indent}") } else { format!("{name}, ") });
    let parameter = style.creator.as_ref().and_then(|it| it.parameter.as_ref());
    let parameter = parameter.filter(|_| is_by_creator(table, style));
    let (open, close) = match parameter {
        Some(parameter) => (format!("({parameter}) => ({{\n"), "})"),
        None => ("{\n".to_owned(), "}"),
    };
    text.push_str(&open);
    text.push_str(&columns(page, draft, depth));
    let outer = indent.repeat(depth - 1);
    text.push_str(&format!("{outer}{close}"));
    if !listed.is_empty() {
        text.push_str(if exploded { ",\n" } else { ", " });
        let third = third(page, table, &listed, &outer);
        text.push_str(&format!("{}{third}", if exploded { indent } else { "" }));
    }
    text.push_str(&if exploded { format!("{}\n)", style.last_comma()) } else { ")".to_owned() });
    if is_table && table.row_security && table.policies.is_empty() && table.database == Database::PostgreSql {
        text.push_str(".enableRLS()");
    }
    if !is_table {
        text.push_str(&match &table.query {
            Some(query) => format!(".as({})", page.sql(query.trim().trim_end_matches(';'))),
            None => ".existing()".to_owned(),
        });
    }
    text.push_str(&format!("{}\n", style.end()));
    if let Some((read, insert)) = &draft.types {
        text.push_str(&format!("\nexport type {read} = typeof {key}.$inferSelect{}\n", style.end()));
        text.push_str(&format!("export type {insert} = typeof {key}.$inferInsert{}\n", style.end()));
    }
    text
}

/// The function that makes `table`, and the name to give it.
fn maker(page: &mut Page<'_>, table: &Table) -> (String, String) {
    let (scope, style) = (page.scope, page.style);
    let name = table.name.text.clone();
    if let Some(creator) = style.creator.as_ref().filter(|_| is_by_creator(table, style)) {
        if let Some(module) = &creator.module {
            page.imports.value(module, creator.call.split('.').next().unwrap_or(&creator.call));
        }
        let short = name.strip_prefix(&creator.prefix).filter(|it| !it.is_empty());
        return (creator.call.clone(), short.unwrap_or(&name).to_owned());
    }
    let materialized = table.database == Database::PostgreSql && table.kind == TableKind::MaterializedView;
    if let Some(schema) = table.schema.as_ref().and_then(|it| scope.schemas.get(it)) {
        let method = match table.kind {
            TableKind::Table => "table",
            _ if materialized => "materializedView",
            _ => "view",
        };
        return (format!("{}.{method}", page.refer(schema)), name);
    }
    let (prefix, _) = prefixes(table.database);
    let suffix = match table.kind {
        TableKind::Table => "Table",
        _ if materialized => "MaterializedView",
        _ => "View",
    };
    (page.core(&format!("{prefix}{suffix}")), name)
}

fn columns(page: &mut Page<'_>, draft: &Draft, depth: usize) -> String {
    let style = page.style;
    let indent = style.indent.repeat(depth);
    let mut lines: Vec<(String, Option<String>, String)> = Vec::new();
    for column in &draft.table.columns {
        let builder = draft.builders.get(&column.name.text);
        let written = entry(page, &draft.table, column, builder, depth);
        // A short remark stands behind its column, a long one above it.
        let short = |it: &&str| !it.contains('\n') && it.len() <= 60;
        let remark = column.doc.as_deref().filter(short).map(str::to_owned);
        let above = if remark.is_some() { String::new() } else { doc(column.doc.as_deref(), &indent) };
        lines.push((written, remark, above));
    }
    for spread in &draft.spreads {
        page.imports.extend(&spread.imports);
        lines.push((spread.text.clone(), None, String::new()));
    }
    let last = lines.len();
    let mut text = String::new();
    for (number, (line, remark, above)) in lines.into_iter().enumerate() {
        let comma = if number + 1 < last { "," } else { style.last_comma() };
        let remark = remark.map(|it| format!(" // {it}")).unwrap_or_default();
        text.push_str(&format!("{above}{indent}{line}{comma}{remark}\n"));
    }
    text
}

/// A comment of one line or several, each line ended.
fn doc(doc: Option<&str>, indent: &str) -> String {
    // A line such as `===== Billing =====` heads a part of a file, not one table.
    let heads_section = |it: &&str| it.contains("===") || it.contains("---") || it.contains("***");
    let Some(doc) = doc.filter(|it| !heads_section(it)) else { return String::new() };
    let doc = doc.replace("*/", "* /");
    let mut lines = doc.lines();
    match (lines.next(), lines.next()) {
        (None, _) => String::new(),
        (Some(only), None) => format!("{indent}/** {} */\n", only.trim()),
        _ => {
            let body: String = doc
                .lines()
                .map(|it| format!("{indent} * {}", it.trim()).trim_end().to_owned() + "\n")
                .collect();
            format!("{indent}/**\n{body}{indent} */\n")
        }
    }
}

/// The third argument.
fn third(page: &mut Page<'_>, table: &Table, extras: &[Extra], outer: &str) -> String {
    let style = page.style;
    let parameter = style.extras_parameter.as_str();
    // In a circle of tables nothing else tells TypeScript what the function returns.
    let parameter = if closes_cycle(table, page.scope) {
        let value = format!("{}TableExtraConfigValue", prefixes(table.database).1);
        let value = page.core_type(&value);
        match style.extras {
            Extras::Array => format!("({parameter}): {value}[]"),
            Extras::Object => format!("({parameter}): Record<string, {value}>"),
        }
    } else {
        format!("({parameter})")
    };
    let (open, close) = match style.extras {
        Extras::Array => ("[", "]"),
        Extras::Object => ("({", "})"),
    };
    let line = |Extra { key, call }: &Extra| match style.extras {
        Extras::Array => call.clone(),
        Extras::Object => format!("{key}: {call}"),
    };
    if let ([only], Extras::Array) = (extras, style.extras)
        && only.call.len() + outer.len() + parameter.len() + 6 < style.width
        && style.exploded
    {
        return format!("{parameter} => [{}]", only.call);
    }
    let body: Vec<String> = extras.iter().map(|it| format!("{outer}{}{}", style.indent, line(it))).collect();
    format!("{parameter} => {open}\n{}{}\n{outer}{close}", body.join(",\n"), style.last_comma())
}

/// The constant an enum has in the source.
pub(super) fn enum_key(it: &Enum) -> String {
    if it.key.text.is_empty() { constant(&it.name.text) } else { it.key.text.clone() }
}

/// The declaration of an enum type.
#[must_use]
pub fn enumeration(enumeration: &Enum, style: &Style) -> Written {
    let scope = Scope::default();
    let mut page = Page::new(&scope, style, Database::PostgreSql);
    let text = enum_declaration(&mut page, enumeration);
    Written { text, imports: page.imports }
}

/// The declaration of an enum type.
pub(super) fn enum_declaration(page: &mut Page<'_>, enumeration: &Enum) -> String {
    let (scope, style) = (page.scope, page.style);
    let key = enum_key(enumeration);
    let maker = match enumeration.schema.as_ref().and_then(|it| scope.schemas.get(it)) {
        Some(schema) => format!("{}.enum", page.refer(schema)),
        None => page.core("pgEnum"),
    };
    let values: Vec<String> = enumeration.values.iter().map(|it| style.quoted(&it.text)).collect();
    let name = style.quoted(&enumeration.name.text);
    let line = format!("export const {key} = {maker}({name}, [{}]){}\n", values.join(", "), style.end());
    if line.len() <= style.width {
        return line;
    }
    let indent = &style.indent;
    let body: String = values.join(&format!(",\n{indent}"));
    format!("export const {key} = {maker}({name}, [\n{indent}{body}{}\n]){}\n", style.last_comma(), style.end())
}

/// The type name for one row of a table called `name`: `order_items` gives `OrderItem`.
#[must_use]
pub fn row_type(singular: &str) -> String {
    let name = crate::names::pascal_case(singular);
    if name.starts_with(|it: char| it.is_ascii_digit()) { format!("T{name}") } else { name }
}
