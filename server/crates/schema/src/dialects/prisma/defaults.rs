//! What a column gets when no value is given: `@default(…)` as SQL.

use super::bytes;
use super::ir::{Argument, Arity, Field, Value};
use super::link::Meaning;
use super::source::Provider;
use crate::model::DefaultValue;

/// The default of the column of `field`.
pub(super) fn default(field: &Field, meaning: Meaning<'_>, provider: Provider) -> DefaultValue {
    let argument = field.attribute("default").and_then(|it| it.arguments.first());
    let Some(Argument { value, written, .. }) = argument else { return DefaultValue::None };
    match value {
        Value::Call { name, arguments } => match name.text.as_str() {
            // `sequence` is CockroachDB's.
            "autoincrement" | "sequence" => DefaultValue::Increment,
            "now" => DefaultValue::Database("now()".to_owned()),
            // Without an argument the database's default is left as it is, and Prisma creates none.
            "dbgenerated" => match arguments.first().and_then(|it| it.value.text()) {
                Some(sql) if !sql.text.is_empty() => DefaultValue::Database(sql.text.clone()),
                _ => DefaultValue::None,
            },
            // MongoDB's `auto()` is the database's work, but no expression.
            _ => DefaultValue::Application(written.clone()),
        },
        Value::List(items) if field.ty.arity == Arity::List => {
            let items: Vec<String> = items.iter().map(|it| sql(it, meaning)).collect();
            DefaultValue::Database(match items.as_slice() {
                [] => "'{}'".to_owned(),
                items => format!("ARRAY[{}]", items.join(", ")),
            })
        }
        // Prisma writes bytes in base 64.
        Value::Text(text) if field.ty.name.text == "Bytes" && provider == Provider::PostgreSql => {
            let bytes = bytes::decoded(&text.text);
            DefaultValue::Database(bytes.map_or_else(String::new, |it| format!("'\\x{}'", bytes::hexadecimal(&it))))
        }
        value => DefaultValue::Database(sql(value, meaning)),
    }
}

/// `value` as SQL.
fn sql(value: &Value, meaning: Meaning<'_>) -> String {
    match (value, meaning) {
        (Value::Text(text), _) => quoted(&text.text),
        (Value::Number(number), _) => number.clone(),
        (Value::Name(name), Meaning::Enum(declared)) => {
            let value = declared.block.field(&name.text).map_or(name, |it| it.mapped());
            quoted(&value.text)
        }
        (Value::Name(name), _) => name.text.clone(),
        (Value::Call { .. } | Value::List(_) | Value::Object(_), _) => String::new(),
    }
}

/// `text` as a string of SQL.
pub(super) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
