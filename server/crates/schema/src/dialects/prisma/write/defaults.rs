//! The default of a column as `@default(…)`.

use super::json::is_json;
use crate::dialects::prisma::bytes;
use super::layout;
use super::plan::{Field, Kind};
use crate::model::{DefaultValue, Generated, is_sql};
use crate::types::canonical;

/// What is written of a default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    Nothing,
    /// What stands in `@default(…)`.
    Value(String),
    /// Nothing, and it is missing: what it is, in the user's words.
    LeftOut(&'static str),
}

/// What is written of the default of `field`.
pub(super) fn default(field: &Field<'_>) -> Said {
    let column = field.column;
    match (&column.generated, &column.default) {
        (Some(Generated::Stored(_) | Generated::Virtual(_)), _) => Said::LeftOut("expression of generated"),
        (Some(Generated::Identity { .. }), _) | (None, DefaultValue::Increment) if field.is_number() => {
            Said::Value("autoincrement()".to_owned())
        }
        (Some(Generated::Identity { .. }), _) | (None, DefaultValue::Increment) => {
            Said::LeftOut("sequence of")
        }
        (None, DefaultValue::None) => Said::Nothing,
        (None, DefaultValue::Application(written)) => {
            application(written, field).map_or(Said::LeftOut("the application's default of"), Said::Value)
        }
        (None, DefaultValue::Database(sql)) if sql.trim().is_empty() || !is_sql(sql) => Said::LeftOut("default of"),
        (None, DefaultValue::Database(sql)) => {
            let expression = || format!("dbgenerated({})", layout::text(sql));
            // A string that is no JSON is no value of the column: it comes from a source that writes values otherwise.
            let is_foreign = field.spelling.scalar == "Json" && !field.is_list && literal(sql.trim()).is_some();
            match value(sql.trim(), field) {
                Some(value) => Said::Value(value),
                None if is_foreign => Said::LeftOut("default of"),
                None => Said::Value(expression()),
            }
        }
    }
}

/// The function of Prisma's client that does what `written` does.
fn application(written: &str, field: &Field<'_>) -> Option<String> {
    let name = written.split('(').next().unwrap_or_default();
    let is_scalar = |it| field.kind == Kind::Scalar && field.spelling.scalar == it && !field.is_list;
    if ["cuid", "nanoid", "ulid", "uuid"].contains(&name) && written.ends_with(')') && is_scalar("String") {
        return Some(written.to_owned());
    }
    let lower = written.to_lowercase();
    let function = match lower.as_str() {
        _ if !is_scalar("String") => {
            let is_now = lower.contains("new date()") || lower.contains("date.now");
            return (is_now && is_scalar("DateTime")).then(|| "now()".to_owned());
        }
        it if it.contains("createid") || it.contains("cuid2") => "cuid(2)",
        it if it.contains("cuid") => "cuid()",
        it if it.contains("nanoid") => "nanoid()",
        it if it.contains("ulid") => "ulid()",
        it if it.contains("uuidv7") => "uuid(7)",
        it if it.contains("uuid") => "uuid()",
        _ => return None,
    };
    Some(function.to_owned())
}

/// `sql` as a value of Prisma, if it is one of the values of `field`.
fn value(sql: &str, field: &Field<'_>) -> Option<String> {
    let bare = without_cast(sql, field);
    if field.is_list {
        return list(bare, field);
    }
    one(bare, field)
}

/// `sql` without a cast to the column's own type.
fn without_cast<'a>(sql: &'a str, field: &Field<'_>) -> &'a str {
    let Some((bare, cast)) = sql.rsplit_once("::") else { return sql };
    let cast = cast.replace('"', "");
    let own = &field.column.ty.canonical;
    let base = own.split('(').next().unwrap_or(own);
    let is_own = canonical(&cast) == *own || cast == base || cast == *own;
    let is_enum = field.column.ty.enumeration.as_deref().is_some_and(|it| cast.trim_end_matches("[]") == it);
    if is_own || is_enum { bare } else { sql }
}

fn list(sql: &str, field: &Field<'_>) -> Option<String> {
    if sql == "'{}'" || sql.eq_ignore_ascii_case("array[]") {
        return Some("[]".to_owned());
    }
    let inner = sql.strip_prefix("ARRAY[")?.strip_suffix(']')?;
    let items = split(inner).into_iter().map(|it| one(it.trim(), field));
    Some(format!("[{}]", items.collect::<Option<Vec<_>>>()?.join(", ")))
}

/// `inner` at its commas, but not those in strings.
fn split(inner: &str) -> Vec<&str> {
    let mut is_inside = false;
    inner
        .split(|it: char| {
            is_inside ^= it == '\'';
            it == ',' && !is_inside
        })
        .collect()
}

/// `sql` as one value.
fn one(sql: &str, field: &Field<'_>) -> Option<String> {
    if let Kind::Enum(values) = &field.kind {
        let text = literal(sql)?;
        return values.iter().find(|it| it.1 == text).map(|it| it.0.clone());
    }
    match field.spelling.scalar.as_str() {
        "String" => literal(sql).map(|it| layout::text(&it)),
        "Json" => {
            let json = literal(sql)?;
            is_json(&json).then(|| layout::text(&json))
        }
        "Boolean" if sql.eq_ignore_ascii_case("true") => Some("true".to_owned()),
        "Boolean" if sql.eq_ignore_ascii_case("false") => Some("false".to_owned()),
        "Int" => sql.parse::<i32>().ok().filter(|_| !sql.starts_with('+')).map(|_| sql.to_owned()),
        "BigInt" => sql.parse::<i64>().ok().filter(|_| !sql.starts_with('+')).map(|_| sql.to_owned()),
        "Float" | "Decimal" => is_decimal(sql).then(|| sql.to_owned()),
        "Bytes" => {
            let text = literal(sql)?;
            Some(layout::text(&bytes::encoded(&bytes::of_hexadecimal(text.strip_prefix("\\x")?)?)))
        }
        "DateTime" if is_now(sql) && !field.is_list => Some("now()".to_owned()),
        _ => None,
    }
}

fn is_now(sql: &str) -> bool {
    ["now()", "current_timestamp", "(now())", "current_timestamp(3)"].iter().any(|it| sql.eq_ignore_ascii_case(it))
}

fn is_decimal(sql: &str) -> bool {
    let digits = sql.strip_prefix('-').unwrap_or(sql);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    [whole, part].iter().all(|it| !it.is_empty() && it.len() <= 15 && it.bytes().all(|it| it.is_ascii_digit()))
}

/// What the string `sql` says; `None` if it is no plain string.
fn literal(sql: &str) -> Option<String> {
    let inner = sql.strip_prefix('\'')?.strip_suffix('\'')?;
    let plain = inner.replace("''", "");
    (sql.len() > 1 && !plain.contains('\'')).then(|| inner.replace("''", "'"))
}
