//! The calls that give a column its value: `.default('draft')`, `.defaultNow()`, `.$defaultFn(() => nanoid())`.

use super::builder::without_brackets;
use super::is_identifier;
use super::page::Page;
use crate::model::{Column, Database, DefaultValue, Generated, Table};

/// The call that sets the default of `column`, if it has one that needs a call.
pub(super) fn default_call(page: &mut Page<'_>, table: &Table, column: &Column) -> Option<String> {
    match &column.default {
        DefaultValue::None => None,
        DefaultValue::Increment => {
            let said = table.database == Database::MySql && column.ty.canonical != "serial";
            said.then(|| ".autoincrement()".to_owned())
        }
        DefaultValue::Application(function) => {
            let function = application(page, function);
            Some(format!(".$defaultFn({function})"))
        }
        DefaultValue::Database(_) if column.generated.is_some() => None,
        DefaultValue::Database(sql) => Some(database_default(page, column, sql.trim())),
    }
}

/// The call that gives a new value at each update.
pub(super) fn update_call(page: &mut Page<'_>, column: &Column) -> Option<String> {
    let function = column.on_update.as_deref()?;
    let by_database = function.to_lowercase().starts_with("current_timestamp");
    if page.database == Database::MySql && by_database {
        return Some(".onUpdateNow()".to_owned());
    }
    let function = match function {
        "" if is_date(page, column) => "() => new Date()".to_owned(),
        "" => "() => new Date().toISOString()".to_owned(),
        function => application(page, function),
    };
    Some(format!(".$onUpdate({function})"))
}

/// True if the values of `column` are dates in TypeScript.
fn is_date(page: &Page<'_>, column: &Column) -> bool {
    let ty = without_brackets(&column.ty.canonical);
    let mode = column.ty.written.split_once(':').map(|it| it.1).or(page.style.timestamp_mode.as_deref());
    match page.database {
        Database::PostgreSql => ty.starts_with("timestamp") && mode != Some("string"),
        Database::Sqlite => mode.is_some_and(|it| it.starts_with("timestamp")),
        Database::MySql => ["timestamp", "date"].iter().any(|it| ty.starts_with(it)) && mode != Some("string"),
    }
}

/// A function of the application, with what it needs imported. Prisma's names stand for what people use instead.
fn application(page: &mut Page<'_>, function: &str) -> String {
    let function = match function {
        "cuid()" | "cuid(2)" => "createId()",
        "uuid()" | "uuid(4)" | "uuid(7)" => "crypto.randomUUID()",
        other => other,
    };
    for name in super::free_names(function) {
        if let Some(module) = module_of(name) {
            page.imports.value(module, name);
        }
    }
    let bare = is_identifier(function)
        || function.contains("=>")
        || function.starts_with("function")
        || function.starts_with("async");
    if bare { function.to_owned() } else { format!("() => {function}") }
}

/// The package that gives `name`, if everybody takes it from there.
pub(super) fn module_of(name: &str) -> Option<&'static str> {
    Some(match name {
        "nanoid" => "nanoid",
        "createId" => "@paralleldrive/cuid2",
        "ulid" => "ulid",
        "randomUUID" => "node:crypto",
        "uuidv4" | "uuidv7" => "uuid",
        _ => return None,
    })
}

fn database_default(page: &mut Page<'_>, column: &Column, sql: &str) -> String {
    let ty = without_brackets(&column.ty.canonical).to_lowercase();
    let is_array = column.ty.canonical.ends_with("[]");
    let is_enum = column.ty.enumeration.is_some() || ty.starts_with("enum(");
    let literal = match sql_string(sql) {
        _ if is_array => sql_string(sql).filter(|it| it == "{}").map(|_| "[]".to_owned()),
        Some(value) if is_enum || is_text(&ty, page.database) && !column.ty.written.contains(":json") => {
            let allowed = column.allowed.is_empty() || column.allowed.contains(&value);
            allowed.then(|| page.style.quoted(&value))
        }
        Some(value) if ty.starts_with("json") => matches!(value.as_str(), "{}" | "[]").then_some(value),
        Some(_) => None,
        None => plain(page, column, &ty, sql),
    };
    match (literal, call(&ty, &sql.to_lowercase(), page.database)) {
        (Some(literal), _) => format!(".default({literal})"),
        (None, Some(call)) if !is_array => call.to_owned(),
        _ => format!(".default({})", page.sql(&expression(sql, page.database))),
    }
}

/// `sql` as `DEFAULT` takes it: SQLite and MySQL want anything but a literal in parentheses, and SQLite has no `now()`.
fn expression(sql: &str, database: Database) -> String {
    if database == Database::PostgreSql {
        return sql.to_owned();
    }
    let lower = sql.to_lowercase();
    if database == Database::Sqlite && lower == "now()" {
        return "CURRENT_TIMESTAMP".to_owned();
    }
    let is_literal = is_number(sql)
        || sql_string(sql).is_some()
        || matches!(lower.as_str(), "null" | "true" | "false")
        || ["current_", "now("].iter().any(|it| lower.starts_with(it)) && !lower.contains(' ');
    let is_closed = sql.starts_with('(') && sql.ends_with(')');
    if is_literal || is_closed { sql.to_owned() } else { format!("({sql})") }
}

/// The call that stands for the expression `sql`, if there is one.
fn call(ty: &str, sql: &str, database: Database) -> Option<&'static str> {
    let temporal = match database {
        Database::PostgreSql => ["timestamp", "date", "time"].iter().any(|it| ty.starts_with(it)),
        Database::MySql => ty.starts_with("timestamp"),
        Database::Sqlite => false,
    };
    let now = match database {
        Database::MySql => matches!(sql, "now()" | "(now())" | "current_timestamp" | "current_timestamp()"),
        _ => matches!(sql, "now()" | "current_timestamp"),
    };
    if temporal && now {
        return Some(".defaultNow()");
    }
    let random = ty == "uuid" && sql == "gen_random_uuid()" && database == Database::PostgreSql;
    random.then_some(".defaultRandom()")
}

/// The literal for a number or a truth value.
fn plain(page: &Page<'_>, column: &Column, ty: &str, sql: &str) -> Option<String> {
    let mode = column.ty.written.split_once(':').map(|it| it.1);
    let lower = sql.to_lowercase();
    if matches!(lower.as_str(), "true" | "false") && (ty.starts_with("bool") || mode == Some("boolean")) {
        return Some(lower);
    }
    if !is_number(sql) {
        return None;
    }
    let base = ty.split(['(', ' ']).next().unwrap_or(ty);
    let digits = sql.bytes().filter(u8::is_ascii_digit).count();
    match base {
        // A decimal number is a string in TypeScript, which would lose its digits.
        "numeric" | "decimal" => Some(page.style.quoted(sql)),
        "integer" if page.database == Database::Sqlite && sql.starts_with(['0', '1']) && mode == Some("boolean") => {
            Some((sql == "1").to_string())
        }
        "integer" if mode.is_some_and(|it| it.starts_with("timestamp")) => None,
        // A number would need another type, and drizzle-kit cannot write a bigint down.
        "bigint" if mode == Some("bigint") => None,
        "integer" | "smallint" | "bigint" | "int" | "mediumint" | "tinyint" if digits <= 15 && !sql.contains('.') => {
            Some(sql.to_owned())
        }
        "real" | "double" | "float" if digits <= 15 => Some(sql.to_owned()),
        _ => None,
    }
}

/// True if a value of the type is a string in TypeScript.
fn is_text(ty: &str, database: Database) -> bool {
    let base = ty.split(['(', ' ']).next().unwrap_or(ty);
    match database {
        Database::PostgreSql => matches!(
            base,
            "text" | "character" | "uuid" | "numeric" | "inet" | "cidr" | "macaddr" | "macaddr8" | "interval"
                | "date" | "time"
        ),
        Database::Sqlite => matches!(base, "text" | "numeric"),
        Database::MySql => matches!(
            base,
            "varchar" | "char" | "text" | "tinytext" | "mediumtext" | "longtext" | "decimal" | "time"
        ),
    }
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = digits.bytes().all(|it| it.is_ascii_digit() || it == b'.');
    // JavaScript takes 010 for eight, and prints 1.50 as 1.5.
    let exact = digits == "0" || !digits.starts_with('0') || digits.starts_with("0.");
    plain && exact && text.parse::<f64>().is_ok() && digits.starts_with(|it: char| it.is_ascii_digit())
}

/// The value of an SQL string literal, with or without a cast behind it.
pub(super) fn sql_string(sql: &str) -> Option<String> {
    let inside = sql.strip_prefix('\'')?;
    let end = inside.rfind('\'')?;
    let (value, cast) = (inside.get(..end)?, inside.get(end + 1..)?);
    let lone = value.replace("''", "").contains('\'');
    (!lone && (cast.is_empty() || cast.starts_with("::"))).then(|| value.replace("''", "'"))
}

/// True if nothing but a call can say that the database numbers the column by itself.
pub(super) fn is_identity(column: &Column) -> bool {
    matches!(column.generated, Some(Generated::Identity { .. }))
}
