//! Edits that follow from a text itself, so that an input is all there is to a finding.

use std::hash::{DefaultHasher, Hash, Hasher};

/// How often a text is edited.
const STEPS: u64 = 4;

/// `text` after one edit, after two, and so on: something is cut, doubled, typed or moved at a place that the text's own
/// hash names.
pub fn of(text: &str) -> Vec<String> {
    let mut versions = Vec::new();
    let mut current = text.to_owned();
    for step in 0..STEPS {
        let (first, second) = (place(&current, step, 0), place(&current, step, 1));
        let (start, end) = (first.min(second), first.max(second));
        current = match number(&current, step, 2) % 5 {
            0 => [&current[..start], &current[end..]].concat(),
            1 => [&current[..end], &current[start..]].concat(),
            2 => [&current[..start], "\n\n", &current[start..]].concat(),
            3 => [&current[..start], "`orders` table", &current[start..]].concat(),
            _ => [&current[end..], &current[..start], "\n", &current[start..end]].concat(),
        };
        versions.push(current.clone());
    }
    versions
}

/// A boundary between characters of `text`.
fn place(text: &str, step: u64, salt: u64) -> usize {
    let length = u64::try_from(text.len()).expect("an input fits the memory") + 1;
    let bytes = usize::try_from(number(text, step, salt) % length).expect("it is no longer than the text");
    text.floor_char_boundary(bytes)
}

fn number(text: &str, step: u64, salt: u64) -> u64 {
    let mut hasher = DefaultHasher::new();
    (text, step, salt).hash(&mut hasher);
    hasher.finish()
}
