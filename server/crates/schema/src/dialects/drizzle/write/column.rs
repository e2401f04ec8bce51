//! One column: its builder and the calls chained to it.

use super::builder::{self, builder, enum_values, is_serial, takes_values, without_brackets};
use super::defaults::{default_call, update_call};
use super::page::{Page, full_name, qualified};
use super::{ColumnNames, EnumForm, Scope, Style, Target, Written, camel, is_identifier, property};
use crate::dialects::Casing;
use crate::model::{Column, Counting, Database, DefaultValue, ForeignKey, Generated, Table};
use crate::names;

/// The entry of `column` in its table's object, such as `email: text('email').notNull()`, indented by `depth` levels
/// behind its first line. `builder` replaces what would be written behind the key.
pub(super) fn column(
    table: &Table,
    column: &Column,
    builder: Option<&Written>,
    scope: &Scope,
    style: &Style,
    depth: usize,
) -> Written {
    let mut page = Page::new(scope, style, table.database);
    let text = entry(&mut page, table, column, builder, depth);
    Written { text, imports: page.imports }
}

/// The entry of `column` in the object of `table`.
pub(super) fn entry(
    page: &mut Page<'_>,
    table: &Table,
    column: &Column,
    builder: Option<&Written>,
    depth: usize,
) -> String {
    let calls = if let Some(builder) = builder {
        page.imports.extend(&builder.imports);
        split_chain(&builder.text)
    } else {
        chain(page, table, column)
    };
    let key = column_key(column);
    let key = if is_identifier(&key) { key } else { page.style.quoted(&key) };
    format!("{key}: {}", joined(&calls, key.len() + 3, page.style, depth))
}

/// The property a column has in the source.
pub(super) fn column_key(column: &Column) -> String {
    if column.key.text.is_empty() { camel(&column.name.text) } else { column.key.text.clone() }
}

/// The calls in one line if they fit, else one per line.
fn joined(calls: &[String], taken: usize, style: &Style, depth: usize) -> String {
    let line = calls.concat();
    let indent = style.indent.replace('\t', "    ").len() * depth;
    if !line.contains('\n') && (indent + taken + line.len() < style.width || calls.len() < 3) {
        return line;
    }
    let rest = style.indent.repeat(depth + 1);
    calls.join(&format!("\n{rest}"))
}

fn chain(page: &mut Page<'_>, table: &Table, column: &Column) -> Vec<String> {
    let mut calls = head(page, table, column);
    for _ in 0..column.ty.canonical.matches("[]").count() {
        calls.push(".array()".to_owned());
    }
    let primary = is_alone_key(table, column);
    if primary && table.database == Database::Sqlite && column.default == DefaultValue::Increment {
        calls.push(".primaryKey({ autoIncrement: true })".to_owned());
    } else if primary {
        calls.push(".primaryKey()".to_owned());
    } else if column.nullable == Some(false) && !numbers_itself(table, column) {
        calls.push(".notNull()".to_owned());
    }
    calls.extend(generated(page, column));
    calls.extend(default_call(page, table, column));
    calls.extend(update_call(page, column));
    if let Some(unique) = own_unique(table, column) {
        let name = table.uniques.get(unique).and_then(|it| it.name.as_ref());
        calls.push(format!(".unique({})", name.map(|it| page.style.quoted(it)).unwrap_or_default()));
    }
    if let Some(key) = own_reference(table, column).and_then(|it| table.foreign_keys.get(it)) {
        calls.extend(reference(page, table, key));
    }
    calls
}

/// True if the builder alone says that the column is never NULL.
fn numbers_itself(table: &Table, column: &Column) -> bool {
    table.database == Database::PostgreSql
        && (is_serial(column)
            || matches!(column.generated, Some(Generated::Identity { .. }))
            || column.default == DefaultValue::None && column.ty.written.contains("serial"))
        || table.database == Database::MySql && column.ty.canonical == "serial"
}

/// True if the primary key of `table` is this column, and is written at it.
pub(super) fn is_alone_key(table: &Table, column: &Column) -> bool {
    let key = table.primary_key.as_ref();
    key.is_some_and(|it| is_alone(&it.columns, column) && !names_key(table, it.name.as_deref()))
}

/// True if a primary key of one column needs its name said: it is not the one that PostgreSQL gives by itself.
pub(super) fn names_key(table: &Table, name: Option<&str>) -> bool {
    name.is_some_and(|it| it != format!("{}_pkey", table.name.text))
}

/// The unique constraint of `table` that is written at `column`: the first of those on it alone.
pub(super) fn own_unique(table: &Table, column: &Column) -> Option<usize> {
    table.uniques.iter().position(|it| is_alone(&it.columns, column))
}

/// The foreign key of `table` that is written at `column`: the first of those on it alone that need no name.
pub(super) fn own_reference(table: &Table, column: &Column) -> Option<usize> {
    table.foreign_keys.iter().position(|it| it.name.is_none() && is_alone(&it.columns, column))
}

fn is_alone(columns: &[String], column: &Column) -> bool {
    matches!(columns, [only] if *only == column.name.text)
}

/// The builder call, `varchar('name', { length: 120 })`, and what says the values it allows.
pub(super) fn head(page: &mut Page<'_>, table: &Table, column: &Column) -> Vec<String> {
    let (scope, style) = (page.scope, page.style);
    let mut arguments: Vec<String> = named(column, style).into_iter().collect();
    let enumeration = column.ty.enumeration.as_ref();
    let plain = without_brackets(&column.ty.canonical);
    let target = enumeration.and_then(|it| scope.enums.get(plain).or_else(|| scope.enums.get(it)));
    let mut annotated = !column.allowed.is_empty();
    let function = if let Some(target) = target {
        annotated = false;
        page.refer(target)
    } else if let Some(builder) = builder(column, table.database, style) {
        annotated &= style.enums == EnumForm::Annotation || !takes_values(builder.function);
        if builder.function == "mysqlEnum" {
            annotated = false;
            arguments.push(format!("[{}]", page.listed(&enum_values(column))));
        }
        arguments.extend(builder.argument());
        match style.creator.as_ref().and_then(|it| it.parameter.as_ref()) {
            Some(parameter) if super::table::is_by_creator(table, style) => {
                format!("{parameter}.{}", builder.function)
            }
            _ => page.core(builder.function),
        }
    } else {
        builder::custom(page, &column.ty.canonical)
    };
    let mut calls = vec![format!("{function}({})", arguments.join(", "))];
    if annotated {
        let union: Vec<String> = column.allowed.iter().map(|it| style.quoted(it)).collect();
        calls.push(format!(".$type<{}>()", union.join(" | ")));
    }
    calls
}

/// The database name as an argument, unless the house leaves it out and it follows from the key.
fn named(column: &Column, style: &Style) -> Option<String> {
    let key = column_key(column);
    let implied = match style.casing {
        Casing::Preserve => key,
        Casing::SnakeCase => names::snake_case(&key),
        Casing::CamelCase => names::camel_case(&key),
    };
    let said = style.column_names == ColumnNames::Explicit || implied != column.name.text;
    said.then(|| style.quoted(&column.name.text))
}

/// The call that lets the database make the value.
fn generated(page: &mut Page<'_>, column: &Column) -> Option<String> {
    match column.generated.as_ref()? {
        Generated::Identity { always, counting } => {
            let name = if *always { "generatedAlwaysAsIdentity" } else { "generatedByDefaultAsIdentity" };
            Some(format!(".{name}({})", options(counting)))
        }
        Generated::Stored(sql) | Generated::Virtual(sql) if sql.is_empty() => None,
        Generated::Stored(sql) | Generated::Virtual(sql) => {
            let mode = match (page.database, &column.generated) {
                (Database::PostgreSql, _) => None,
                (_, Some(Generated::Virtual(_))) => Some("virtual"),
                _ => Some("stored"),
            };
            let mode = mode.map(|it| format!(", {{ mode: {} }}", page.style.quoted(it))).unwrap_or_default();
            Some(format!(".generatedAlwaysAs({}{mode})", page.sql(sql)))
        }
    }
}

/// `{ startWith: 100 }`, if `counting` states anything.
fn options(counting: &Counting) -> String {
    // JavaScript counts no further in numbers; a string is taken as well.
    let number = |it: i64| {
        if it.unsigned_abs() < (1 << 53) { it.to_string() } else { format!("'{it}'") }
    };
    let stated = [
        ("startWith", counting.start),
        ("increment", counting.increment),
        ("minValue", counting.least),
        ("maxValue", counting.greatest),
        ("cache", counting.cache),
    ];
    let stated = stated.iter().filter_map(|(name, value)| value.map(|it| format!("{name}: {}", number(it))));
    let stated: Vec<String> = stated.chain(counting.cycles.then(|| "cycle: true".to_owned())).collect();
    if stated.is_empty() { String::new() } else { format!("{{ {} }}", stated.join(", ")) }
}

/// The constant that holds the target of `key`, if it may be referred to.
pub(super) fn target_of<'a>(scope: &'a Scope, key: &ForeignKey) -> Option<&'a Target> {
    scope.tables.get(&qualified(key.table_schema.as_deref(), &key.table.text))
}

/// True for a key to the table that Supabase keeps its users in, which drizzle-orm declares.
pub(super) fn is_supabase_user(key: &ForeignKey) -> bool {
    key.table_schema.as_deref() == Some("auth") && key.table.text == "users"
}

/// True if `key` leads to the table it stands in.
pub(super) fn is_own(table: &Table, key: &ForeignKey) -> bool {
    key.table.text == table.name.text && key.table_schema == table.schema
}

pub(super) fn reference(page: &mut Page<'_>, table: &Table, key: &ForeignKey) -> Option<String> {
    let (scope, style) = (page.scope, page.style);
    let wanted = key.references.first().map_or("id", String::as_str);
    let own = is_own(table, key);
    let (constant, column) = if own {
        let column = table.columns.iter().find(|it| it.name.text == wanted).map(column_key);
        (super::table::table_key(table), column)
    } else if let Some(target) = target_of(scope, key) {
        (page.refer(target), target.columns.get(wanted).cloned())
    } else if is_supabase_user(key) {
        page.imports.value("drizzle-orm/supabase", "authUsers");
        ("authUsers".to_owned(), None)
    } else {
        return None;
    };
    let target = qualified(key.table_schema.as_deref(), &key.table.text);
    let arrow = if own || scope.cycles.contains(&(full_name(table), target)) {
        format!("(): {} =>", page.core_type(any_column(table.database)))
    } else {
        "() =>".to_owned()
    };
    let path = property(&constant, &column.unwrap_or_else(|| camel(wanted)), style);
    Some(match actions(key, style) {
        Some(actions) => format!(".references({arrow} {path}, {actions})"),
        None => format!(".references({arrow} {path})"),
    })
}

/// The type of any column, which ends the circle of inference.
fn any_column(database: Database) -> &'static str {
    match database {
        Database::PostgreSql => "AnyPgColumn",
        Database::Sqlite => "AnySQLiteColumn",
        Database::MySql => "AnyMySqlColumn",
    }
}

/// `{ onDelete: 'cascade' }`, if the key states an action.
fn actions(key: &ForeignKey, style: &Style) -> Option<String> {
    let stated = [("onDelete", key.on_delete), ("onUpdate", key.on_update)];
    let stated: Vec<String> = stated
        .iter()
        .filter_map(|(name, action)| action.map(|it| format!("{name}: {}", style.quoted(it.as_str()))))
        .collect();
    (!stated.is_empty()).then(|| format!("{{ {} }}", stated.join(", ")))
}

/// The calls of a chain as a house wrote it: `text('id').primaryKey()` gives `text('id')` and `.primaryKey()`.
fn split_chain(source: &str) -> Vec<String> {
    let scan = super::scan::Scan::new(source);
    let mut cuts = vec![0];
    let mut depth = 0usize;
    for (index, token) in scan.tokens.iter().enumerate() {
        match token.kind {
            super::scan::TokenKind::Mark(b'(' | b'[' | b'{') => depth += 1,
            super::scan::TokenKind::Mark(b')' | b']' | b'}') => depth = depth.saturating_sub(1),
            super::scan::TokenKind::Mark(b'.') if depth == 0 && scan.is(index.wrapping_sub(1), b')') => {
                cuts.push(token.span.start);
            }
            _ => {}
        }
    }
    let ends = cuts.iter().skip(1).copied().chain([source.len()]).collect::<Vec<_>>();
    cuts.iter()
        .zip(ends)
        .filter_map(|(start, end)| source.get(*start..end))
        .map(|it| it.trim().to_owned())
        .collect()
}
