//! Values of columns as SQL: defaults, and what the database generates.

use super::eval::{Arguments, Evaluator, Site};
use super::values::{Closure, ColumnDraft, Value};
use crate::model::{Database, Generated};

impl<'a> Evaluator<'a> {
    /// What `generatedAlwaysAs(…)` says.
    pub(super) fn generated(
        &self,
        draft: &ColumnDraft<'a>,
        arguments: &Arguments<'a>,
        site: Site<'a>,
    ) -> Generated {
        let value = match (arguments.value(0), arguments.expr(0)) {
            (Value::Sql(sql), _) => sql.to_string(),
            (Value::Text(sql), _) => sql.text.clone(),
            (_, Some(expr)) => format!("${{{}}}", self.text(site.file, expr.span)),
            _ => String::new(),
        };
        let options = arguments.value(1).record();
        let database = draft.database.unwrap_or_default();
        match options.as_ref().and_then(|it| it.text("mode")) {
            Some("stored") => Generated::Stored(value),
            Some("virtual") => Generated::Virtual(value),
            _ if database == Database::PostgreSql => Generated::Stored(value),
            _ => Generated::Virtual(value),
        }
    }

    /// Fills in what `closure` says that `column` of the table numbered `number` is generated from.
    pub(super) fn generate(&mut self, number: usize, column: &str, closure: &Closure<'a>) {
        let Value::Sql(sql) = self.invoke(closure, Vec::new()) else { return };
        let columns = self.found.tables.get_mut(number).map(|it| it.columns.as_mut_slice()).unwrap_or_default();
        let found = columns.iter_mut().find(|it| it.name.text == column);
        if let Some(Generated::Stored(text) | Generated::Virtual(text)) = found.and_then(|it| it.generated.as_mut()) {
            *text = sql.to_string();
        }
    }

    /// The default `value` of the column that `draft` describes, as SQL; `${…}` around what cannot be evaluated.
    pub(super) fn default_sql(&self, value: &Value<'a>, written: &str, draft: &ColumnDraft<'a>) -> String {
        let unknown = || format!("${{{written}}}");
        let quoted = |text: String| format!("'{}'", text.replace('\'', "''"));
        let ty = draft.custom.as_deref().unwrap_or(&draft.builder);
        let is_json = ty.contains("json");
        let is_postgres = draft.database.is_none_or(|it| it == Database::PostgreSql);
        match value {
            Value::Unknown => unknown(),
            Value::Array(_) | Value::Object(_) if is_json || !is_postgres => match json(value) {
                Some(text) if is_json && is_postgres => format!("{}::{ty}", quoted(text)),
                Some(text) => quoted(text),
                None => unknown(),
            },
            Value::Array(_) => elements(value).map_or_else(unknown, quoted),
            Value::Object(_) => unknown(),
            // A decimal number is a string in TypeScript.
            Value::Text(text) if matches!(&*draft.builder, "numeric" | "decimal") && is_decimal(&text.text) => {
                text.text.clone()
            }
            value => self.sql(value, written),
        }
    }
}

fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = digits.bytes().all(|it| it.is_ascii_digit() || it == b'.') && digits.starts_with(|it: char| it.is_ascii_digit());
    plain && text.parse::<f64>().is_ok()
}

/// `value` as JSON; `None` if a part of it cannot be evaluated.
fn json(value: &Value<'_>) -> Option<String> {
    Some(match value {
        Value::Nothing => "null".to_owned(),
        Value::Bool(_) | Value::Number(_) => value.printed()?,
        Value::Text(text) => string(&text.text),
        Value::Array(list) if list.complete => {
            let items: Option<Vec<String>> = list.items.iter().map(json).collect();
            format!("[{}]", items?.join(","))
        }
        Value::Object(record) if record.gaps.is_empty() => {
            let slots = record.slots.iter().map(|it| Some(format!("{}:{}", string(&it.key.text), json(&it.value)?)));
            format!("{{{}}}", slots.collect::<Option<Vec<String>>>()?.join(","))
        }
        _ => return None,
    })
}

/// A string of JSON, which an element of an array is quoted like.
fn string(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            _ => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

/// The elements of an array as PostgreSQL writes them: `{"a","b"}`.
fn elements(value: &Value<'_>) -> Option<String> {
    let Value::Array(list) = value else { return None };
    let items = list.items.iter().map(|it| match it {
        Value::Text(text) => Some(string(&text.text)),
        Value::Number(_) | Value::Bool(_) => it.printed(),
        Value::Array(_) => elements(it),
        _ => None,
    });
    let items: Option<Vec<String>> = items.collect();
    list.complete.then_some(format!("{{{}}}", items?.join(",")))
}
