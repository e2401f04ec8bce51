//! One column: its builder and the calls chained to it.

use super::{Imports, PG_CORE, Scope, Style, Written, camel, is_identifier, property, style};
use crate::dialects::Casing;
use crate::model::{Generated, Column, DefaultValue, ForeignKey, Table};
use crate::names;

/// The entry of `column` in its table's object, such as `email: text('email').notNull()`, indented by `depth` levels
/// behind its first line. `builder` replaces what would be written behind the key.
#[must_use]
pub fn column(
    table: &Table,
    column: &Column,
    builder: Option<&Written>,
    scope: &Scope,
    style: &Style,
    depth: usize,
) -> Written {
    let mut imports = Imports::default();
    let calls = if let Some(builder) = builder {
        imports.extend(&builder.imports);
        split_chain(&builder.text)
    } else {
        chain(table, column, scope, style, &mut imports)
    };
    let key = column_key(column);
    let key = if is_identifier(&key) { key } else { style.quoted(&key) };
    let text = format!("{key}: {}", joined(&calls, key.len() + 3, style, depth));
    Written { text, imports }
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

fn chain(table: &Table, column: &Column, scope: &Scope, style: &Style, imports: &mut Imports) -> Vec<String> {
    let mut calls = vec![head(column, scope, style, imports)];
    for _ in 0..dimensions(&column.ty.canonical) {
        calls.push(".array()".to_owned());
    }
    if style.enums == style::EnumForm::Annotation
        && !column.allowed.is_empty()
        && column.ty.enumeration.is_none()
    {
        calls.push(format!(".$type<{}>()", union(column, style)));
    }
    let name = &column.name.text;
    let alone = |columns: &[String]| matches!(columns, [only] if only == name);
    let primary = table.primary_key.as_ref().is_some_and(|it| alone(&it.columns));
    if primary {
        calls.push(".primaryKey()".to_owned());
    } else if column.nullable == Some(false) && !serial(column) {
        calls.push(".notNull()".to_owned());
    }
    calls.extend(identity(column).map(str::to_owned));
    calls.extend(default_call(column, style, imports));
    for unique in table.uniques.iter().filter(|it| alone(&it.columns)) {
        calls.push(
            unique
                .name
                .as_ref()
                .map_or(".unique()".to_owned(), |it| format!(".unique({})", style.quoted(it))),
        );
    }
    for key in table.foreign_keys.iter().filter(|it| it.name.is_none() && alone(&it.columns)) {
        calls.extend(reference(table, key, scope, style, imports));
    }
    calls
}

/// The builder call: `varchar('name', { length: 120 })`.
fn head(column: &Column, scope: &Scope, style: &Style, imports: &mut Imports) -> String {
    let key = column_key(column);
    let implied = match style.casing {
        Casing::Preserve => key.clone(),
        Casing::SnakeCase => names::snake_case(&key),
        Casing::CamelCase => names::camel_case(&key),
    };
    let named = style.column_names == style::ColumnNames::Explicit || implied != column.name.text;
    let mut arguments: Vec<String> = if named { vec![style.quoted(&column.name.text)] } else { Vec::new() };
    let enumeration = column.ty.enumeration.as_ref().and_then(|it| scope.enums.get(it));
    let builder = if let Some(target) = enumeration {
        if let Some(module) = &target.module {
            imports.value(module, &target.key);
        }
        target.key.clone()
    } else {
        let (builder, options) = builder(column, style);
        arguments.extend(options);
        imports.value(PG_CORE, builder);
        builder.to_owned()
    };
    format!("{builder}({})", arguments.join(", "))
}

/// The name of the builder and its options object, by the type as PostgreSQL prints it.
fn builder(column: &Column, style: &Style) -> (&'static str, Option<String>) {
    let canonical = column.ty.canonical.trim_end_matches("[]").trim();
    let (base, arguments) = split_type(canonical);
    let number = |index: usize| arguments.get(index).copied().unwrap_or_default();
    let sized = |name: &str| (!number(0).is_empty()).then(|| format!("{{ {name}: {} }}", number(0)));
    let written = column.ty.written.as_str();
    match base.as_str() {
        "integer" | "smallint" | "bigint" if serial(column) => match written {
            _ if written.starts_with("bigserial") => ("bigserial", Some(mode("number", style))),
            _ if written.starts_with("smallserial") => ("smallserial", None),
            _ => ("serial", None),
        },
        "character varying" | "varchar" => with_values("varchar", sized("length"), column, style),
        "character" | "char" | "bpchar" => ("char", sized("length")),
        "integer" | "int" | "int4" => ("integer", None),
        "smallint" | "int2" => ("smallint", None),
        "bigint" | "int8" => {
            ("bigint", Some(mode(if written.contains("bigint:bigint") { "bigint" } else { "number" }, style)))
        }
        "boolean" | "bool" => ("boolean", None),
        "uuid" => ("uuid", None),
        "date" => ("date", None),
        "interval" => ("interval", None),
        "real" | "float4" => ("real", None),
        "double precision" | "float8" => ("doublePrecision", None),
        "json" => ("json", None),
        "jsonb" => ("jsonb", None),
        "inet" => ("inet", None),
        "cidr" => ("cidr", None),
        "macaddr" => ("macaddr", None),
        "macaddr8" => ("macaddr8", None),
        "point" => ("point", None),
        "line" => ("line", None),
        "vector" => ("vector", sized("dimensions")),
        "numeric" | "decimal" => {
            let options = match (number(0), number(1)) {
                ("", _) => None,
                (precision, "" | "0") => Some(format!("{{ precision: {precision} }}")),
                (precision, scale) => Some(format!("{{ precision: {precision}, scale: {scale} }}")),
            };
            ("numeric", options)
        }
        "timestamp without time zone" | "timestamp with time zone" | "timestamp" | "timestamptz" => {
            let zoned = base.ends_with("with time zone") || base == "timestamptz";
            ("timestamp", time_options(zoned, number(0), style.timestamp_mode.as_deref(), style))
        }
        "time without time zone" | "time with time zone" | "time" | "timetz" => {
            let zoned = base.ends_with("with time zone") || base == "timetz";
            ("time", time_options(zoned, number(0), None, style))
        }
        _ => with_values("text", None, column, style),
    }
}

/// `character varying(255)` gives `character varying` and `["255"]`; `timestamp(3) with time zone` its precision.
fn split_type(canonical: &str) -> (String, Vec<&str>) {
    let Some((before, rest)) = canonical.split_once('(') else {
        return (canonical.to_lowercase(), Vec::new());
    };
    let (inside, after) = rest.split_once(')').unwrap_or((rest, ""));
    let base = format!("{} {}", before.trim(), after.trim()).trim().to_lowercase();
    (base, inside.split(',').map(str::trim).collect())
}

fn mode(mode: &str, style: &Style) -> String {
    format!("{{ mode: {} }}", style.quoted(mode))
}

fn time_options(zoned: bool, precision: &str, mode: Option<&str>, style: &Style) -> Option<String> {
    let mut options = Vec::new();
    if zoned {
        options.push("withTimezone: true".to_owned());
    }
    if let Some(mode) = mode {
        options.push(format!("mode: {}", style.quoted(mode)));
    }
    if !precision.is_empty() {
        options.push(format!("precision: {precision}"));
    }
    (!options.is_empty()).then(|| format!("{{ {} }}", options.join(", ")))
}

/// Text with a closed list of values carries the list, unless the house annotates it.
fn with_values(
    builder: &'static str,
    options: Option<String>,
    column: &Column,
    style: &Style,
) -> (&'static str, Option<String>) {
    if column.allowed.is_empty() || style.enums == style::EnumForm::Annotation {
        return (builder, options);
    }
    let values = column.allowed.iter().map(|it| style.quoted(it)).collect::<Vec<_>>().join(", ");
    let rest = options.map(|it| format!("{}, ", it.trim_matches(['{', '}', ' '])));
    (builder, Some(format!("{{ {}enum: [{values}] }}", rest.unwrap_or_default())))
}

fn union(column: &Column, style: &Style) -> String {
    column.allowed.iter().map(|it| style.quoted(it)).collect::<Vec<_>>().join(" | ")
}

fn dimensions(canonical: &str) -> usize {
    canonical.matches("[]").count()
}

fn serial(column: &Column) -> bool {
    let written = &column.ty.written;
    written.starts_with("serial") || written.starts_with("bigserial") || written.starts_with("smallserial")
}

/// The call that makes an identity of a column.
fn identity(column: &Column) -> Option<&'static str> {
    match column.generated {
        Some(Generated::Identity { always: true }) => Some(".generatedAlwaysAsIdentity()"),
        Some(Generated::Identity { always: false }) => Some(".generatedByDefaultAsIdentity()"),
        _ => None,
    }
}

fn default_call(column: &Column, style: &Style, imports: &mut Imports) -> Option<String> {
    match &column.default {
        DefaultValue::None | DefaultValue::Increment => None,
        DefaultValue::Application(function) => {
            if function.contains("nanoid(") {
                imports.value("nanoid", "nanoid");
            }
            let bare = is_identifier(function) || function.contains("=>") || function.starts_with("function");
            Some(if bare {
                format!(".$defaultFn({function})")
            } else {
                format!(".$defaultFn(() => {function})")
            })
        }
        DefaultValue::Database(_) if identity(column).is_some() => None,
        DefaultValue::Database(sql) => Some(database_default(column, sql.trim(), style, imports)),
    }
}

fn database_default(column: &Column, sql: &str, style: &Style, imports: &mut Imports) -> String {
    let ty = column.ty.canonical.as_str();
    let lower = sql.to_lowercase();
    let temporal = ty.starts_with("timestamp") || ty.starts_with("date") || ty.starts_with("time");
    if temporal && matches!(lower.as_str(), "now()" | "current_timestamp") {
        return ".defaultNow()".to_owned();
    }
    if ty == "uuid" && lower == "gen_random_uuid()" {
        return ".defaultRandom()".to_owned();
    }
    if matches!(lower.as_str(), "true" | "false") && ty.starts_with("bool") {
        return format!(".default({lower})");
    }
    if is_number(sql) && matches!(ty, "integer" | "smallint" | "bigint" | "real" | "double precision") {
        return format!(".default({sql})");
    }
    if is_number(sql) && ty.starts_with("numeric") {
        return format!(".default({})", style.quoted(sql));
    }
    if let Some(value) = sql_string(sql) {
        let textual = ["text", "char", "varchar", "bpchar", "uuid", "numeric", "inet", "interval", "date"];
        if dimensions(ty) == 0
            && (column.ty.enumeration.is_some() || textual.iter().any(|it| ty.starts_with(it)))
        {
            return format!(".default({})", style.quoted(&value));
        }
        if ty.starts_with("json") && matches!(value.as_str(), "{}" | "[]") {
            return format!(".default({value})");
        }
        if dimensions(ty) > 0 && value == "{}" {
            return ".default([])".to_owned();
        }
    }
    imports.value("drizzle-orm", "sql");
    format!(".default(sql`{}`)", sql.replace('\\', "\\\\").replace('`', "\\`").replace("${", "\\${"))
}

fn is_number(text: &str) -> bool {
    !text.is_empty()
        && text.parse::<f64>().is_ok()
        && text.chars().all(|it| it.is_ascii_digit() || it == '-' || it == '.')
}

/// The value of an SQL string literal, with or without a cast behind it.
fn sql_string(sql: &str) -> Option<String> {
    let inside = sql.strip_prefix('\'')?;
    let end = inside.rfind('\'')?;
    let (value, cast) = (inside.get(..end)?, inside.get(end + 1..)?);
    let lone = value.replace("''", "").contains('\'');
    (!lone && (cast.is_empty() || cast.starts_with("::"))).then(|| value.replace("''", "'"))
}

fn reference(
    table: &Table,
    key: &ForeignKey,
    scope: &Scope,
    style: &Style,
    imports: &mut Imports,
) -> Option<String> {
    let itself = key.table.text == table.name.text && key.table_schema == table.schema;
    let (constant, columns) = if itself {
        (super::table::table_key(table), None)
    } else {
        let target = scope.tables.get(&key.table.text)?;
        if let Some(module) = &target.module {
            imports.value(module, &target.key);
        }
        (target.key.clone(), Some(&target.columns))
    };
    let wanted = key.references.first().map_or("id", String::as_str);
    let column = match columns {
        Some(columns) => columns.get(wanted).cloned().unwrap_or_else(|| camel(wanted)),
        None => {
            table.columns.iter().find(|it| it.name.text == wanted).map_or_else(|| camel(wanted), column_key)
        }
    };
    let cycle = itself || scope.cycles.contains(&(table.name.text.clone(), key.table.text.clone()));
    let arrow = if cycle {
        imports.type_only(PG_CORE, "AnyPgColumn");
        "(): AnyPgColumn =>"
    } else {
        "() =>"
    };
    let path = property(&constant, &column, style);
    let actions = actions(key, style);
    Some(match actions {
        Some(actions) => format!(".references({arrow} {path}, {actions})"),
        None => format!(".references({arrow} {path})"),
    })
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
