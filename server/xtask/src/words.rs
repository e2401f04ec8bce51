//! Words that say nothing, and remarks that nobody follows up.

use std::path::Path;

use crate::complaint::{Complaint, shown};

/// Parts of type names that say what a thing does for a living instead of what it is.
const EMPTY_WORDS: [&str; 7] = ["Manager", "Handler", "Helper", "Util", "Utils", "Service", "Info"];

/// Names that others gave, which we have to say.
const GIVEN: [&str; 2] = ["LspService", "ServerInfo"];

pub(crate) fn check(root: &Path, path: &Path, line: usize, text: &str, found: &mut Vec<Complaint>) {
    let mut complain = |what: String| found.push(Complaint { path: shown(root, path), line, what });
    let declares = ["struct ", "enum ", "trait ", "type "].iter().find_map(|word| {
        let at = text.find(word)?;
        let before = text.get(..at)?;
        before
            .chars()
            .all(|it| it.is_whitespace() || it.is_alphanumeric() || "()_".contains(it))
            .then_some(())?;
        text.get(at + word.len()..)
    });
    if let Some(name) = declares.and_then(|rest| rest.split(|it: char| !it.is_alphanumeric()).next())
        && let Some(word) = EMPTY_WORDS.iter().find(|word| has_word(name, word))
        && !GIVEN.contains(&name)
    {
        complain(format!("`{name}`: say what it is; `{word}` says nothing"));
    }
    let marker = concat!("TO", "DO");
    if let Some(at) = text.find(marker)
        && !text.get(at + marker.len()..).unwrap_or("").trim_start_matches('(').starts_with('#')
    {
        complain(format!("`{marker}` needs an issue number: `{marker}(#12)`"));
    }
    if text.trim_start().starts_with(concat!("#[ign", "ore")) {
        complain("a test is never ignored: assert what happens, with its issue number".to_owned());
    }
    if is_glob_import(text) {
        complain("no glob imports: name what you use".to_owned());
    }
}

/// True if `word` is one of the words `name` consists of.
fn has_word(name: &str, word: &str) -> bool {
    name.match_indices(word).any(|(at, _)| {
        let behind = name.get(at + word.len()..).and_then(|rest| rest.chars().next());
        behind.is_none_or(|it| !it.is_lowercase())
    })
}

/// True for `use x::*`, but for a test's `use super::*`.
fn is_glob_import(text: &str) -> bool {
    let text = text.trim();
    let uses = text.starts_with("use ") || text.starts_with("pub use ");
    uses && text.ends_with("::*;") && text != "use super::*;" && !text.ends_with("prelude::*;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaints(text: &str) -> usize {
        let mut found = Vec::new();
        check(Path::new("/"), Path::new("/a.rs"), 1, text, &mut found);
        found.len()
    }

    #[test]
    fn empty_words_are_found_in_types_only() {
        assert_eq!(complaints("pub struct TableManager {"), 1);
        assert_eq!(complaints("pub(crate) enum Informed {"), 0);
        assert_eq!(complaints("    /// the struct TableManager"), 0);
        assert_eq!(complaints("let client_info = 1;"), 0);
    }

    #[test]
    fn remarks_and_ignored_tests_are_found() {
        assert_eq!(complaints(concat!("// TO", "DO: later")), 1);
        assert_eq!(complaints(concat!("// TO", "DO(#12): later")), 0);
        assert_eq!(complaints(concat!("    #[ign", "ore]")), 1);
        assert_eq!(complaints("use story::facts::*;"), 1);
        assert_eq!(complaints("    use super::*;"), 0);
    }
}
