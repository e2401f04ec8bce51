//! Which expressions can be written, and which of them need parentheses.

use crate::model::{Database, ForeignKey, is_sql};

/// True if `expression` says anything, and all of it is SQL.
pub(super) fn is_known(expression: &str) -> bool {
    !expression.trim().is_empty() && is_sql(expression)
}

/// True if it is known what the key leads to. Only SQL names a schema that nobody declares.
pub(super) fn is_written(key: &ForeignKey) -> bool {
    (key.known || key.table_schema.is_some()) && !key.columns.is_empty() && !key.table.text.is_empty()
}

/// `expression` in parentheses, unless it is already.
pub(super) fn parenthesised(expression: &str) -> String {
    let expression = expression.trim();
    if is_parenthesised(expression) { expression.to_owned() } else { format!("({expression})") }
}

/// A part of an index: a call as it is, anything else in parentheses.
pub(in crate::dialects) fn indexed(expression: &str) -> String {
    let expression = expression.trim();
    if is_call(expression) { expression.to_owned() } else { parenthesised(expression) }
}

/// The expression behind `DEFAULT`.
pub(super) fn default_value(expression: &str, database: Database) -> String {
    let expression = expression.trim();
    // SQLite has no function of that name.
    if database == Database::Sqlite && expression.eq_ignore_ascii_case("now()") {
        return "CURRENT_TIMESTAMP".to_owned();
    }
    let is_plain = match database {
        Database::PostgreSql => !words(expression).any(|it| LOOSE.contains(&it.to_lowercase().as_str())),
        Database::Sqlite | Database::MySql => is_literal(expression),
    };
    if is_plain { expression.to_owned() } else { parenthesised(expression) }
}

/// Words of operators that bind less than what may follow a default.
const LOOSE: &[&str] = &[
    "and", "between", "ilike", "in", "is", "isnull", "like", "not", "notnull", "or", "select", "similar",
];

/// The words of `expression` outside of quotes and parentheses.
fn words(expression: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_i32;
    let mut quote = None;
    expression.split(move |letter: char| {
        match (quote, letter) {
            (Some(open), _) if open == letter => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(letter),
            (None, '(') => depth += 1,
            (None, ')') => depth -= 1,
            (None, _) if depth == 0 => return !(letter.is_alphanumeric() || letter == '_'),
            (None, _) => {}
        }
        false
    })
}

fn is_literal(expression: &str) -> bool {
    let number = expression.strip_prefix('-').unwrap_or(expression);
    let is_number = !number.is_empty() && number.bytes().all(|it| it.is_ascii_digit() || it == b'.');
    let is_text = expression.len() > 1
        && expression.starts_with('\'')
        && closing(expression, 0) == Some(expression.len());
    let upper = expression.to_ascii_uppercase();
    is_number
        || is_text
        || matches!(upper.as_str(), "TRUE" | "FALSE" | "NULL")
        || upper.starts_with("CURRENT_TIMESTAMP")
        || matches!(upper.as_str(), "CURRENT_DATE" | "CURRENT_TIME" | "NOW()")
}

/// True if one pair of parentheses holds all of `expression`.
pub(super) fn is_parenthesised(expression: &str) -> bool {
    expression.starts_with('(') && closing(expression, 0) == Some(expression.len())
}

/// True for `name(…)` alone.
fn is_call(expression: &str) -> bool {
    let Some(open) = expression.find('(') else { return false };
    let name = expression.get(..open).unwrap_or("");
    !name.is_empty()
        && name.chars().all(|it| it.is_alphanumeric() || matches!(it, '_' | '.'))
        && !matches!(name.to_ascii_lowercase().as_str(), "cast" | "exists" | "not" | "case")
        && closing(expression, open) == Some(expression.len())
}

/// Behind the quote or parenthesis that closes the one at `open`.
fn closing(expression: &str, open: usize) -> Option<usize> {
    let bytes = expression.as_bytes();
    let mut depth = 0_usize;
    let mut at = open;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'(' => depth += 1,
            b')' => depth = depth.checked_sub(1)?,
            b'\'' | b'"' => {
                at += 1;
                while bytes.get(at)? != byte || bytes.get(at + 1) == Some(byte) {
                    at += if bytes.get(at) == Some(byte) { 2 } else { 1 };
                }
            }
            _ => {}
        }
        at += 1;
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parentheses_are_written_once() {
        assert_eq!(parenthesised("price > 0"), "(price > 0)");
        assert_eq!(parenthesised("(price > 0)"), "(price > 0)");
        assert_eq!(parenthesised("(a) or (b)"), "((a) or (b))");
        assert_eq!(parenthesised("(a = ')' )"), "(a = ')' )");
    }

    #[test]
    fn sqlite_has_the_time_under_another_name() {
        assert_eq!(default_value("now()", Database::Sqlite), "CURRENT_TIMESTAMP");
        assert_eq!(default_value("now()", Database::PostgreSql), "now()");
    }

    #[test]
    fn an_index_takes_a_call_as_it_is() {
        assert_eq!(indexed("lower(email)"), "lower(email)");
        assert_eq!(indexed("lower(a) || b"), "(lower(a) || b)");
        assert_eq!(indexed("data ->> 'x'"), "(data ->> 'x')");
        assert_eq!(indexed("((data ->> 'x'))"), "((data ->> 'x'))");
    }

    #[test]
    fn a_default_is_left_as_it_is_where_the_product_reads_it_so() {
        let postgres = |it| default_value(it, Database::PostgreSql);
        assert_eq!(postgres("now() - interval '1 day'"), "now() - interval '1 day'");
        assert_eq!(postgres("'this and that'"), "'this and that'");
        assert_eq!(postgres("1 is null"), "(1 is null)");
        let sqlite = |it| default_value(it, Database::Sqlite);
        assert_eq!(sqlite("unixepoch()"), "(unixepoch())");
        assert_eq!(sqlite("-1.5"), "-1.5");
        assert_eq!(sqlite("'it''s'"), "'it''s'");
        assert_eq!(sqlite("CURRENT_TIMESTAMP"), "CURRENT_TIMESTAMP");
    }
}
