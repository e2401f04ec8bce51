//! Names and texts in the language's quotes.

use crate::model::is_sql;

/// `name`, in quotes if it needs them.
pub(super) fn quoted(name: &str) -> String {
    let is_plain = name.starts_with(|it: char| it.is_ascii_alphabetic() || it == '_')
        && name.chars().all(|it| it.is_ascii_alphanumeric() || it == '_');
    if is_plain { name.to_owned() } else { format!("\"{}\"", escaped(name, '"')) }
}

/// `schema.name`, or `name`.
pub(super) fn path(schema: Option<&str>, name: &str) -> String {
    schema.map(|it| format!("{}.", quoted(it))).unwrap_or_default() + &quoted(name)
}

/// `text` as a string; one of many lines in three quotes.
pub(super) fn string(text: &str) -> String {
    format!("'{}'", escaped(text, '\''))
}

fn escaped(text: &str, quote: char) -> String {
    let mut escaped = String::new();
    for letter in text.chars() {
        match letter {
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\t' => escaped.push_str("\\t"),
            _ => {
                if letter == quote || letter == '\\' {
                    escaped.push('\\');
                }
                escaped.push(letter);
            }
        }
    }
    escaped
}

/// `expression` as an expression; `None` if the language has no way to write it, or nobody
/// knows it.
pub(super) fn expression(expression: &str) -> Option<String> {
    let fits = !expression.contains('`') && !expression.trim().is_empty() && is_sql(expression);
    let line = expression.split_whitespace().collect::<Vec<_>>().join(" ");
    // Blanks count within quotes.
    let keeps = !expression.contains('\n') || !expression.contains('\'');
    let text = if expression.contains('\n') && keeps { &line } else { expression };
    fits.then(|| format!("`{text}`"))
}
