//! A whole table: its columns, its third argument, its types; and enum types.

use std::collections::BTreeMap;

use super::column::column_key;
use super::{Extras, Imports, PG_CORE, Scope, Style, Written, camel, column, constant, property};
use crate::model::{Check, Enum, ForeignKey, Index, IndexKey, IndexPart, Table};

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

/// The declaration of a table, with its types behind it.
#[must_use]
pub fn table(draft: &Draft, scope: &Scope, style: &Style) -> Written {
    let table = &draft.table;
    let mut imports = Imports::default();
    imports.value(PG_CORE, "pgTable");
    let parameter = style.extras_parameter.as_str();
    let mut extras: Vec<(String, String)> = Vec::new();
    constraints(table, scope, style, &mut extras, &mut imports);
    for entry in &table.indexes {
        let written = index(table, entry, parameter, style);
        imports.extend(&written.imports);
        extras.push((entry_key(table, entry), written.text));
    }
    let exploded = style.exploded && !extras.is_empty();
    let depth = if exploded { 2 } else { 1 };
    let mut text = doc(table.doc.as_deref(), "");
    let keyword =
        if table.exported || table.place == text::Place::default() { "export const" } else { "const" };
    let (key, name) = (table_key(table), style.quoted(&table.name.text));
    let indent = style.indent.as_str();
    text.push_str(&format!("{keyword} {key} = pgTable("));
    text.push_str(&if exploded {
        format!("\n{indent}{name},\n{indent}{{\n")
    } else {
        format!("{name}, {{\n")
    });
    text.push_str(&columns(draft, scope, style, depth, &mut imports));
    let outer = indent.repeat(depth - 1);
    text.push_str(&format!("{outer}}}"));
    if !extras.is_empty() {
        text.push_str(if exploded { ",\n" } else { ", " });
        text.push_str(&format!("{}{}", if exploded { indent } else { "" }, third(&extras, style, &outer)));
    }
    text.push_str(&if exploded { format!("{}\n)", style.last_comma()) } else { ")".to_owned() });
    text.push_str(&format!("{}\n", style.end()));
    if let Some((read, insert)) = &draft.types {
        text.push_str(&format!("\nexport type {read} = typeof {key}.$inferSelect{}\n", style.end()));
        text.push_str(&format!("export type {insert} = typeof {key}.$inferInsert{}\n", style.end()));
    }
    Written { text, imports }
}

fn columns(draft: &Draft, scope: &Scope, style: &Style, depth: usize, imports: &mut Imports) -> String {
    let indent = style.indent.repeat(depth);
    let mut lines: Vec<(String, Option<String>, String)> = Vec::new();
    for entry in &draft.table.columns {
        let builder = draft.builders.get(&entry.name.text);
        let written = column(&draft.table, entry, builder, scope, style, depth);
        imports.extend(&written.imports);
        // A short remark stands behind its column, a long one above it.
        let remark =
            entry.doc.as_deref().filter(|it| !it.contains('\n') && it.len() <= 60).map(str::to_owned);
        let above = if remark.is_some() { String::new() } else { doc(entry.doc.as_deref(), &indent) };
        lines.push((written.text, remark, above));
    }
    for spread in &draft.spreads {
        imports.extend(&spread.imports);
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
fn third(extras: &[(String, String)], style: &Style, outer: &str) -> String {
    let parameter = &style.extras_parameter;
    let (open, close) = match style.extras {
        Extras::Array => ("[", "]"),
        Extras::Object => ("({", "})"),
    };
    let line = |(key, call): &(String, String)| match style.extras {
        Extras::Array => call.clone(),
        Extras::Object => format!("{key}: {call}"),
    };
    if let ([only], Extras::Array) = (extras, style.extras)
        && only.1.len() + outer.len() + parameter.len() + 8 < style.width
        && style.exploded
    {
        return format!("({parameter}) => [{}]", only.1);
    }
    let body: Vec<String> = extras.iter().map(|it| format!("{outer}{}{}", style.indent, line(it))).collect();
    format!("({parameter}) => {open}\n{}{}\n{outer}{close}", body.join(",\n"), style.last_comma())
}

/// Keys, uniques, foreign keys and checks that do not fit one column.
fn constraints(
    table: &Table,
    scope: &Scope,
    style: &Style,
    extras: &mut Vec<(String, String)>,
    imports: &mut Imports,
) {
    let parameter = style.extras_parameter.as_str();
    if let Some(key) = table.primary_key.as_ref().filter(|it| it.columns.len() > 1) {
        imports.value(PG_CORE, "primaryKey");
        let name = key.name.as_ref().map(|it| format!("name: {}, ", style.quoted(it))).unwrap_or_default();
        let columns = references(table, &key.columns, parameter, style);
        extras.push(("pk".to_owned(), format!("primaryKey({{ {name}columns: [{columns}] }})")));
    }
    for unique in table.uniques.iter().filter(|it| it.columns.len() != 1) {
        imports.value(PG_CORE, "unique");
        let name = unique.name.as_ref().map(|it| style.quoted(it)).unwrap_or_default();
        let columns = references(table, &unique.columns, parameter, style);
        let key = unique
            .name
            .as_deref()
            .map_or_else(|| camel(&format!("{}_unique", unique.columns.join("_"))), camel);
        extras.push((key, format!("unique({name}).on({columns})")));
    }
    for key in table.foreign_keys.iter().filter(|it| it.name.is_some() || it.columns.len() > 1) {
        extras.extend(foreign_key(table, key, scope, style, imports));
    }
    for check in &table.checks {
        extras.push(check_call(table, check, style, imports));
    }
}

fn foreign_key(
    table: &Table,
    key: &ForeignKey,
    scope: &Scope,
    style: &Style,
    imports: &mut Imports,
) -> Option<(String, String)> {
    let own = key.table.text == table.name.text;
    let target = scope.tables.get(&key.table.text);
    let constant = if own { table_key(table) } else { target?.key.clone() };
    if let Some(module) = target.and_then(|it| it.module.as_ref()).filter(|_| !own) {
        imports.value(module, &constant);
    }
    imports.value(PG_CORE, "foreignKey");
    let columns = references(table, &key.columns, &style.extras_parameter, style);
    let foreign: Vec<String> = key
        .references
        .iter()
        .map(|it| {
            let column = if own {
                table.columns.iter().find(|column| column.name.text == *it).map(column_key)
            } else {
                target.and_then(|target| target.columns.get(it).cloned())
            };
            property(&constant, &column.unwrap_or_else(|| camel(it)), style)
        })
        .collect();
    let name = key.name.as_ref().map(|it| format!("name: {}, ", style.quoted(it))).unwrap_or_default();
    let mut call =
        format!("foreignKey({{ {name}columns: [{columns}], foreignColumns: [{}] }})", foreign.join(", "));
    if let Some(action) = key.on_delete {
        call.push_str(&format!(".onDelete({})", style.quoted(action.as_str())));
    }
    if let Some(action) = key.on_update {
        call.push_str(&format!(".onUpdate({})", style.quoted(action.as_str())));
    }
    let label = key.name.as_deref().map_or_else(|| camel(&format!("{}_fk", key.columns.join("_"))), camel);
    Some((label, call))
}

fn check_call(table: &Table, check: &Check, style: &Style, imports: &mut Imports) -> (String, String) {
    imports.value(PG_CORE, "check");
    imports.value("drizzle-orm", "sql");
    let name = check.name.clone().unwrap_or_else(|| format!("{}_check", table.name.text));
    let expression = sql(&check.expression);
    (camel(&name), format!("check({}, {expression})", style.quoted(&name)))
}

/// An SQL expression as a tagged template, or as it is if it is one already.
fn sql(expression: &str) -> String {
    if expression.trim_start().starts_with("sql`") {
        expression.trim().to_owned()
    } else {
        format!("sql`{expression}`")
    }
}

/// The call that declares an index: `index('teams_org_idx').on(table.organizationId)`.
#[must_use]
pub fn index(table: &Table, index: &Index, parameter: &str, style: &Style) -> Written {
    let mut imports = Imports::default();
    let builder = if index.unique { "uniqueIndex" } else { "index" };
    imports.value(PG_CORE, builder);
    let parts: Vec<String> = index
        .parts
        .iter()
        .map(|part| match &part.key {
            IndexKey::Column(name) => references(table, std::slice::from_ref(name), parameter, style),
            IndexKey::Expression(expression) => {
                imports.value("drizzle-orm", "sql");
                sql(expression)
            }
        })
        .collect();
    let name = index.name.as_ref().map(|it| style.quoted(it)).unwrap_or_default();
    let parts = parts.join(", ");
    let on = match index.method.as_deref() {
        Some(method) if method != "btree" => format!(".using({}, {parts})", style.quoted(method)),
        _ => format!(".on({parts})"),
    };
    let predicate = index.predicate.as_ref().map(|it| {
        imports.value("drizzle-orm", "sql");
        format!(".where({})", sql(it))
    });
    Written { text: format!("{builder}({name}){on}{}", predicate.unwrap_or_default()), imports }
}

/// The key of an index in an object third argument: `organizationIdIdx`.
pub(super) fn entry_key(table: &Table, index: &Index) -> String {
    let columns: Vec<&str> = index.parts.iter().filter_map(IndexPart::column).collect();
    match &index.name {
        Some(name) if columns.is_empty() || !name.contains(&columns.join("_")) => camel(name),
        _ if columns.is_empty() => camel(&format!("{}_idx", table.name.text)),
        _ => camel(&format!("{}_idx", columns.join("_"))),
    }
}

fn references(table: &Table, columns: &[String], parameter: &str, style: &Style) -> String {
    let keys = columns.iter().map(|name| {
        let key =
            table.columns.iter().find(|it| it.name.text == *name).map_or_else(|| camel(name), column_key);
        property(parameter, &key, style)
    });
    keys.collect::<Vec<_>>().join(", ")
}

/// The constant an enum has in the source.
pub(super) fn enum_key(it: &Enum) -> String {
    if it.key.text.is_empty() { camel(&it.name.text) } else { it.key.text.clone() }
}

/// The declaration of an enum type.
#[must_use]
pub fn enumeration(enumeration: &Enum, style: &Style) -> Written {
    let mut imports = Imports::default();
    imports.value(PG_CORE, "pgEnum");
    let key = if enumeration.key.text.is_empty() {
        camel(&enumeration.name.text)
    } else {
        enumeration.key.text.clone()
    };
    let values: Vec<String> = enumeration.values.iter().map(|it| style.quoted(&it.text)).collect();
    let name = style.quoted(&enumeration.name.text);
    let line = format!("export const {key} = pgEnum({name}, [{}]){}\n", values.join(", "), style.end());
    let text = if line.len() <= style.width {
        line
    } else {
        let indent = &style.indent;
        let body: String = values.join(&format!(",\n{indent}"));
        format!(
            "export const {key} = pgEnum({name}, [\n{indent}{body}{}\n]){}\n",
            style.last_comma(),
            style.end()
        )
    };
    Written { text, imports }
}

/// The type name for one row of a table called `name`: `order_items` gives `OrderItem`.
#[must_use]
pub fn row_type(singular: &str) -> String {
    let name = crate::names::pascal_case(singular);
    if name.starts_with(|it: char| it.is_ascii_digit()) { format!("T{name}") } else { name }
}
