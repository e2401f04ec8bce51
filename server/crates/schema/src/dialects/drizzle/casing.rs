//! The names of columns that have none: drizzle-orm makes them from the keys.

use crate::dialects::Casing;

/// `name` in `casing`, by drizzle-orm's own rules for words.
pub(super) fn cased(name: &str, casing: Casing) -> String {
    match casing {
        Casing::Preserve => name.to_owned(),
        Casing::SnakeCase => words(name).join("_"),
        Casing::CamelCase => {
            let mut result = String::new();
            for (index, word) in words(name).iter().enumerate() {
                let mut chars = word.chars();
                match chars.next() {
                    Some(first) if index > 0 => result.push(first.to_ascii_uppercase()),
                    Some(first) => result.push(first),
                    None => {}
                }
                result.push_str(chars.as_str());
            }
            result
        }
    }
}

/// The words of `name` as drizzle-orm's `casing.ts` finds them: `/[\da-z]+|[A-Z]+(?![a-z])|[A-Z][\da-z]+/g`.
fn words(name: &str) -> Vec<String> {
    let chars: Vec<char> = name.chars().filter(|it| !matches!(it, '\'' | '\u{2019}')).collect();
    let at = |index: usize| chars.get(index).copied().unwrap_or(' ');
    let small = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit();
    let mut words = Vec::new();
    let mut start = 0;
    while start < chars.len() {
        let mut end = start;
        if small(at(start)) {
            while small(at(end)) {
                end += 1;
            }
        } else if at(start).is_ascii_uppercase() {
            while at(end).is_ascii_uppercase() {
                end += 1;
            }
            // A run of capitals gives its last one to the small letters behind it.
            if at(end).is_ascii_lowercase() {
                end -= 1;
            }
            if end == start {
                end = start + 1;
                while small(at(end)) {
                    end += 1;
                }
            }
        } else {
            start += 1;
            continue;
        }
        words.push(chars.iter().take(end).skip(start).map(char::to_ascii_lowercase).collect());
        start = end;
    }
    words
}
