//! Types and defaults.

use super::Writer;
use super::names::{expression, path, string};
use crate::model::{Column, Database, DefaultValue, Generated, Table, is_sql};
use crate::types::short_word;

impl Writer<'_> {
    /// The type of `column`. The language demands one.
    pub(super) fn ty(&mut self, table: &Table, column: &Column) -> String {
        let ty = &column.ty;
        if !ty.is_known() {
            self.left_out.push(format!("type of `{}.{}`", table.name.text, column.name.text));
        }
        let known = if ty.is_known() { ty.canonical.as_str() } else { ty.written.as_str() };
        let (base, array) = known.strip_suffix("[]").map_or((known, ""), |it| (it, "[]"));
        if let Some(name) = &ty.enumeration {
            let schema = base.strip_suffix(name.as_str()).and_then(|it| it.strip_suffix('.'));
            let declared = self.enums.iter().find(|it| {
                it.name.text == *name && schema.is_none_or(|schema| it.schema.as_deref() == Some(schema))
            });
            if let Some(it) = declared {
                return path(it.schema.as_deref(), name) + array;
            }
            return path(schema, name) + array;
        }
        let spelled = match table.database {
            _ if base.is_empty() => "unknown".to_owned(),
            Database::PostgreSql => short_word(base),
            Database::Sqlite | Database::MySql => base.to_owned(),
        };
        type_name(&spelled) + array
    }

    /// The settings that say what value `column` gets.
    pub(super) fn value(&mut self, table: &Table, column: &Column, settings: &mut Vec<String>) {
        let name = format!("`{}.{}`", table.name.text, column.name.text);
        match &column.generated {
            Some(Generated::Identity { always, counting }) => {
                if !counting.is_usual() {
                    self.left_out.push(format!("how the numbers of {name} count: {}", counting.sql()));
                }
                settings.push("increment".to_owned());
                if *always {
                    self.left_out.push(format!("that nobody else gives {name} its number"));
                }
                return;
            }
            Some(Generated::Stored(_) | Generated::Virtual(_)) => {
                self.left_out.push(format!("expression of {name}, which is generated"));
            }
            None => {}
        }
        match &column.default {
            DefaultValue::None => {}
            DefaultValue::Increment => settings.push("increment".to_owned()),
            DefaultValue::Application(_) => {
                self.left_out.push(format!("default of {name}, which the application gives"));
            }
            DefaultValue::Database(sql) => match default(sql) {
                Some(it) => settings.push(format!("default: {it}")),
                None => self.left_out.push(format!("default of {name}")),
            },
        }
        if column.on_update.is_some() {
            self.left_out.push(format!("value that {name} gets at an update"));
        }
    }
}

/// `spelled` as a type: in quotes where it is more than a name with arguments.
fn type_name(spelled: &str) -> String {
    let (name, size) = spelled.find('(').map_or((spelled, ""), |at| spelled.split_at(at));
    let is_word = |it: &str| {
        it.starts_with(|it: char| it.is_ascii_alphabetic() || it == '_')
            && it.chars().all(|it| it.is_ascii_alphanumeric() || it == '_')
    };
    let is_size = |it: &str| {
        let inner = it.strip_prefix('(').and_then(|it| it.strip_suffix(')'));
        inner.is_some_and(|it| it.split(',').all(|it| it.trim().parse::<u32>().is_ok()))
    };
    if is_word(name) && (size.is_empty() || is_size(size)) {
        return spelled.to_owned();
    }
    super::names::quoted(spelled)
}

/// The SQL expression `sql` as a default; `None` if it cannot be said.
fn default(sql: &str) -> Option<String> {
    let sql = Some(sql.trim()).filter(|it| is_sql(it))?;
    let inner = sql.strip_prefix('\'').and_then(|it| it.strip_suffix('\''));
    if let Some(inner) = inner.filter(|it| !it.replace("''", "").contains('\'')) {
        return Some(string(&inner.replace("''", "'")));
    }
    let digits = sql.strip_prefix('-').unwrap_or(sql);
    let is_number = digits.starts_with(|it: char| it.is_ascii_digit())
        && digits.ends_with(|it: char| it.is_ascii_digit())
        && digits.chars().all(|it| it.is_ascii_digit() || it == '.')
        && digits.parse::<f64>().is_ok();
    if is_number || sql == "true" || sql == "false" {
        return Some(sql.to_owned());
    }
    expression(sql)
}
