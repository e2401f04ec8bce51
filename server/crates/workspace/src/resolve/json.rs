//! JSON as people write it in `tsconfig.json`: with comments and commas too many.

use serde_json::Value;

/// The value that `source` holds, if it is JSON but for comments and trailing commas.
pub(super) fn read(source: &str) -> Option<Value> {
    serde_json::from_str(&plain(source)).ok()
}

/// `source` with comments and trailing commas blanked out.
fn plain(source: &str) -> String {
    let mut plain = String::with_capacity(source.len());
    // The place of the last comma with nothing but blanks behind it.
    let mut comma = None;
    let mut rest = source.strip_prefix('\u{feff}').unwrap_or(source);
    while let Some(next) = rest.chars().next() {
        let taken = match next {
            '"' => string_length(rest),
            '/' if rest.starts_with("//") => {
                rest = rest.get(rest.find('\n').unwrap_or(rest.len())..).unwrap_or_default();
                continue;
            }
            '/' if rest.starts_with("/*") => {
                rest = rest.find("*/").and_then(|it| rest.get(it + 2..)).unwrap_or_default();
                continue;
            }
            _ => next.len_utf8(),
        };
        match next {
            ',' => comma = Some(plain.len()),
            '}' | ']' => {
                if let Some(comma) = comma.take() {
                    plain.replace_range(comma..=comma, " ");
                }
            }
            other if !other.is_whitespace() => comma = None,
            _ => {}
        }
        let (token, behind) = rest.split_at(taken);
        plain.push_str(token);
        rest = behind;
    }
    plain
}

/// The length of the string literal that `text` begins with.
fn string_length(text: &str) -> usize {
    let mut escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn comments_and_commas_too_many_are_left_out() {
        let source = "{ // c\n \"a\": [1, 2, /* , */ ], \"b\": \"// no\\\" ,]\", }";
        let value = super::read(source).expect("JSON");
        assert_eq!(value["a"][1], 2);
        assert_eq!(value["b"], "// no\" ,]");
    }

    #[test]
    fn broken_text_never_panics() {
        let source = "{\"a\\\"\u{f6}\": /* x */ [1,],// y\n}";
        for end in (0..source.len()).filter(|it| source.is_char_boundary(*it)) {
            let _ = plain(&source[..end]);
        }
        assert!(super::read(&"[".repeat(10_000)).is_none());
    }
}
