//! Whether a text is JSON: Prisma refuses a default that is not.

/// How deep a value may nest to be taken for JSON.
const DEEPEST: usize = 64;

/// True if `text` is one value of JSON.
pub(super) fn is_json(text: &str) -> bool {
    value(text, 0).is_some_and(|rest| rest.trim_start().is_empty())
}

/// What follows the value that `text` begins with; `None` if it begins with none.
fn value(text: &str, depth: usize) -> Option<&str> {
    let text = text.trim_start();
    let first = text.chars().next().filter(|_| depth < DEEPEST)?;
    match first {
        '{' | '[' => items(text.get(1..)?, if first == '{' { '}' } else { ']' }, depth),
        '"' => string(text),
        _ => {
            let length = text.find([',', ']', '}']).unwrap_or(text.len());
            let (word, rest) = text.split_at_checked(length)?;
            let word = word.trim_end();
            (matches!(word, "true" | "false" | "null") || is_number(word)).then_some(rest)
        }
    }
}

/// What follows the entries of an object or list, up to its `close`.
fn items(mut text: &str, close: char, depth: usize) -> Option<&str> {
    if let Some(rest) = text.trim_start().strip_prefix(close) {
        return Some(rest);
    }
    loop {
        if close == '}' {
            text = string(text.trim_start())?.trim_start().strip_prefix(':')?;
        }
        text = value(text, depth + 1)?.trim_start();
        if let Some(rest) = text.strip_prefix(close) {
            return Some(rest);
        }
        text = text.strip_prefix(',')?;
    }
}

/// What follows the string that `text` begins with.
fn string(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('"')?;
    let mut letters = inner.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return inner.get(at + 1..),
            '\\' => {
                letters.next().filter(|it| "\"\\/bfnrtu".contains(it.1))?;
            }
            it if it.is_control() => return None,
            _ => {}
        }
    }
    None
}

fn is_number(word: &str) -> bool {
    let digits = word.strip_prefix('-').unwrap_or(word);
    let starts_well = digits == "0" || digits.starts_with("0.") || !digits.starts_with('0');
    let ends_well = digits.ends_with(|it: char| it.is_ascii_digit());
    starts_well && ends_well && digits.starts_with(|it: char| it.is_ascii_digit()) && word.parse::<f64>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::is_json;

    #[test]
    fn json_is_told_from_what_looks_like_it() {
        for text in ["{}", " [ ] ", r#"{"a": [1, -0.5e3, "x\"}", null], "b": {"c": true}}"#, "[[],{}]", "1", "\"x\""] {
            assert!(is_json(text), "{text}");
        }
        let deep = "[".repeat(100_000);
        for text in ["{ a: 1 }", "[1,]", "{\"a\"}", "{} {}", "[01]", "['a']", "[tru]", "{\"a\":}", "", "x", &deep] {
            assert!(!is_json(text), "{text}");
        }
    }
}
