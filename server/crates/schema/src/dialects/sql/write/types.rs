//! Types as people write them: `timestamptz`, `varchar(255)`, `bigserial`.

use super::names;
use super::style::Style;
use crate::model::{Column, Database, DefaultValue};
use crate::types;

/// The type of `column`; `None` if it is not known.
pub(super) fn spelled(style: &Style, column: &Column) -> Option<String> {
    let canonical = column.ty.canonical.as_str();
    if style.database != Database::PostgreSql {
        return (column.ty.is_known() || style.database == Database::Sqlite).then(|| canonical.to_owned());
    }
    if !column.ty.is_known() {
        return None;
    }
    let counts = column.default == DefaultValue::Increment;
    if let Some(serial) = serial(canonical).filter(|_| counts) {
        return Some(serial.to_owned());
    }
    let (base, brackets) = canonical.strip_suffix("[]").map_or((canonical, ""), |it| (it, "[]"));
    if let Some(name) = &column.ty.enumeration {
        let schema = base.strip_suffix(name.as_str()).and_then(|it| it.strip_suffix('.'));
        let known = style.enums.iter().find(|it| it.name.text == *name);
        let schema = schema.or_else(|| known.and_then(|it| it.schema.as_deref()));
        return Some(style.path(schema, name) + brackets);
    }
    Some(quoted(base) + brackets)
}

/// The counting type over the integer `canonical`.
pub(super) fn serial(canonical: &str) -> Option<&'static str> {
    match canonical {
        "integer" => Some("serial"),
        "bigint" => Some("bigserial"),
        "smallint" => Some("smallserial"),
        _ => None,
    }
}

/// A type that nobody declares an enum for: a domain's name may need quotes.
fn quoted(canonical: &str) -> String {
    let (name, size) = canonical.find('(').map_or((canonical, ""), |at| canonical.split_at(at));
    if name.contains(char::is_uppercase) && !name.contains('"') {
        let parts: Vec<String> = name.split('.').map(part).collect();
        return parts.join(".") + size;
    }
    types::short(canonical)
}

/// One part of a type's name.
fn part(name: &str) -> String {
    if names::needs_quotes(name) { names::quoted(name) } else { name.to_owned() }
}
