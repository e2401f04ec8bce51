//! Texts and SQL that a schema module puts together.

use std::rc::Rc;

use text::{Place, Span};

use super::casing::cased;
use super::eval::{Evaluator, Site};
use super::ir::{Expr, Part};
use super::values::{Scope, Value};
use crate::model::{Database, Ident, Table};

/// The longest text that is built, in bytes: a chain of templates would double and double it.
pub(super) const LONGEST: usize = 10_000;

impl<'a> Evaluator<'a> {
    pub(super) fn template(
        &mut self,
        expr: &'a Expr,
        tag: Option<&'a Expr>,
        parts: &'a [Part],
        scope: &Rc<Scope<'a>>,
    ) -> Value<'a> {
        let Some(tag) = tag else {
            let mut text = String::new();
            for part in parts {
                match part {
                    Part::Text(piece) => text.push_str(piece),
                    Part::Value(value) => match self.eval(value, scope).printed() {
                        Some(piece) if text.len() + piece.len() <= LONGEST => text.push_str(&piece),
                        _ => return Value::Unknown,
                    },
                }
            }
            // A template that is being typed has no quote behind it.
            let written = self.text(scope.file, expr.span);
            let inner = written.strip_prefix('`').unwrap_or(written);
            let inner = inner.strip_suffix('`').unwrap_or(inner);
            let start = expr.span.range().start + written.len().min(1);
            let span = Span::from_range(start..start + inner.len());
            return Value::Text(Rc::new(Ident { text, place: Place::new(scope.file, span) }));
        };
        match self.eval(tag, scope) {
            Value::Library(library) if &*library.name == "sql" => {}
            _ => return Value::Unknown,
        }
        let mut sql = String::new();
        for part in parts {
            match part {
                Part::Text(piece) => sql.push_str(piece),
                Part::Value(value) => {
                    let written = self.text(scope.file, value.span);
                    let rendered = self.eval(value, scope);
                    sql.push_str(&self.sql(&rendered, written));
                    if sql.len() > LONGEST {
                        return Value::Unknown;
                    }
                }
            }
        }
        Value::Sql(Rc::from(sql.trim()))
    }

    pub(super) fn binary(
        &mut self,
        operator: &str,
        left: &'a Expr,
        right: &'a Expr,
        scope: &Rc<Scope<'a>>,
    ) -> Value<'a> {
        let first = self.eval(left, scope);
        match (operator, first.truth()) {
            ("&&", Some(false)) | ("||", Some(true)) => return first,
            ("&&", Some(true)) | ("||", Some(false)) => return self.eval(right, scope),
            ("??", _) => {
                return match first {
                    Value::Nothing => self.eval(right, scope),
                    other => other,
                };
            }
            _ => {}
        }
        let second = self.eval(right, scope);
        if let (Value::Number(before), Value::Number(after)) = (&first, &second)
            && let Some(number) = computed(operator, before, after)
        {
            return Value::Number(Rc::from(number.to_string()));
        }
        match (operator, first.printed(), second.printed()) {
            ("+", Some(before), Some(after))
                if !matches!((&first, &second), (Value::Number(_), Value::Number(_))) =>
            {
                let place = Place::new(scope.file, left.span.join(right.span));
                Value::Text(Rc::new(Ident { text: before + &after, place }))
            }
            ("===" | "==", Some(before), Some(after)) => Value::Bool(before == after),
            ("!==" | "!=", Some(before), Some(after)) => Value::Bool(before != after),
            _ => Value::Unknown,
        }
    }

    /// `value` as it appears in SQL; what cannot be evaluated, as written.
    pub(super) fn sql(&self, value: &Value<'a>, written: &str) -> String {
        match value {
            Value::TableColumn(table, key) | Value::Ordered(table, key, _) => {
                quoted(self.column_name(*table, key), self.found.tables.get(*table))
            }
            Value::Table(table) => {
                let found = self.found.tables.get(*table);
                quoted(found.map(|it| it.name.text.clone()).unwrap_or_default(), found)
            }
            Value::Text(text) => format!("'{}'", text.text.replace('\'', "''")),
            Value::Number(number) => number.to_string(),
            Value::Bool(value) => value.to_string(),
            Value::Nothing => "null".to_owned(),
            Value::Sql(sql) => sql.to_string(),
            _ => format!("${{{written}}}"),
        }
    }

    /// The database name of the column `key` of `table`.
    pub(super) fn column_name(&self, table: usize, key: &str) -> String {
        let columns = self.found.tables.get(table).map(|it| it.columns.as_slice()).unwrap_or_default();
        match columns.iter().find(|column| column.key.text == key) {
            Some(column) => column.name.text.clone(),
            None => cased(key, self.casing),
        }
    }

    /// `value` as SQL if it is any, else as written, in `${…}`.
    pub(super) fn sql_or_written(&self, value: &Value<'a>, expr: &'a Expr, site: Site<'a>) -> String {
        match value {
            Value::Sql(sql) => sql.to_string(),
            _ => format!("${{{}}}", self.text(site.file, expr.span)),
        }
    }
}

/// `name` in quotes where SQL would read it differently without.
fn quoted(name: String, table: Option<&Table>) -> String {
    let plain = name.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'_');
    match table.map(|it| it.database) {
        _ if plain => name,
        Some(Database::MySql) => format!("`{name}`"),
        _ => format!("\"{name}\""),
    }
}

/// What `before operator after` gives, if it is a whole number.
fn computed(operator: &str, before: &str, after: &str) -> Option<i64> {
    let (before, after) = (before.parse::<i64>().ok()?, after.parse::<i64>().ok()?);
    match operator {
        "+" => before.checked_add(after),
        "-" => before.checked_sub(after),
        "*" => before.checked_mul(after),
        "**" => before.checked_pow(u32::try_from(after).ok()?),
        _ => None,
    }
}
