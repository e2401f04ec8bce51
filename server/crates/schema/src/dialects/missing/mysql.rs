//! What MySQL wants to be told in its own way.

use crate::dialects::Dialect;
use crate::model::{Column, Database, Declarations, DefaultValue, Generated, Index, IndexKey, Table};

/// Makes expressions and indexes of MySQL's tables such that MySQL takes them.
pub(super) fn as_written_there(dialect: Dialect, declared: &mut Declarations, left_out: &mut Vec<String>) {
    for table in declared.tables.iter_mut().filter(|it| it.database == Database::MySql) {
        requote(table);
        if dialect == Dialect::Sql {
            without_long_keys(table, left_out);
        }
    }
}

/// Puts the names of columns in expressions between backticks. What else stands in double quotes is a text, as MySQL
/// takes it.
fn requote(table: &mut Table) {
    let names: Vec<String> = table.columns.iter().map(|it| it.name.text.clone()).collect();
    let fix = |sql: &mut String| {
        if sql.contains('"') {
            *sql = requoted(sql, &names);
        }
    };
    for column in &mut table.columns {
        if let DefaultValue::Database(sql) = &mut column.default {
            fix(sql);
        }
        if let Some(Generated::Stored(sql) | Generated::Virtual(sql)) = &mut column.generated {
            fix(sql);
        }
    }
    table.checks.iter_mut().for_each(|it| fix(&mut it.expression));
    for part in table.indexes.iter_mut().flat_map(|it| &mut it.parts) {
        if let IndexKey::Expression(sql) = &mut part.key {
            fix(sql);
        }
    }
}

fn requoted(sql: &str, names: &[String]) -> String {
    let mut made = String::new();
    let mut rest = sql;
    while let Some(at) = rest.find(['"', '\'', '`']) {
        let (before, quoted) = rest.split_at(at);
        made.push_str(before);
        let quote = quoted.chars().next().unwrap_or('"');
        let inner = quoted.get(1..).unwrap_or_default();
        let Some(end) = inner.find(quote) else {
            made.push_str(quoted);
            return made;
        };
        let text = inner.get(..end).unwrap_or_default();
        made.push_str(&match quote {
            '"' if names.iter().any(|it| it == text) => format!("`{text}`"),
            _ => format!("{quote}{text}{quote}"),
        });
        rest = inner.get(end + 1..).unwrap_or_default();
    }
    made + rest
}

/// Takes out the keys over columns of which MySQL wants to know how many letters count: the model does not hold it.
fn without_long_keys(table: &mut Table, left_out: &mut Vec<String>) {
    let (columns, title) = (&table.columns, &table.name.text);
    let long = |name: &str| columns.iter().any(|it| it.name.text == name && is_long(it));
    let mut say = |what: String, column: &str| {
        left_out.push(format!("{what} of `{title}`: how many letters of `{column}` count is not known"));
    };
    table.indexes.retain(|it| {
        let found = it.parts.iter().filter_map(|it| it.column()).find(|name| long(name) && !is_of_words(it));
        if let Some(column) = found {
            let name = it.name.clone().unwrap_or_else(|| column.to_owned());
            say(format!("index `{name}`"), column);
        }
        found.is_none()
    });
    table.uniques.retain(|it| {
        let found = it.columns.iter().find(|it| long(it));
        if let Some(column) = found {
            say(format!("unique ({})", it.columns.join(", ")), column);
        }
        found.is_none()
    });
}

/// True for an index of words or shapes, which needs no length.
fn is_of_words(index: &Index) -> bool {
    index.method.as_deref().is_some_and(|it| matches!(it.to_lowercase().as_str(), "fulltext" | "spatial"))
}

fn is_long(column: &Column) -> bool {
    let ty = column.ty.canonical.to_lowercase();
    let base = ty.split(['(', ' ']).next().unwrap_or_default();
    base.ends_with("text") || base.ends_with("blob")
}
