//! The words of natural languages that stories are read by, from the data under `grammars/phrases/`.
//!
//! Leaves to others: where in a text they are looked for.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::prose::is_east_asian;
use crate::{Cue, Status};

const LANGUAGES: [&str; 7] = [
    include_str!("../../../../grammars/phrases/names.toml"),
    include_str!("../../../../grammars/phrases/en.toml"),
    include_str!("../../../../grammars/phrases/zh.toml"),
    include_str!("../../../../grammars/phrases/ko.toml"),
    include_str!("../../../../grammars/phrases/es.toml"),
    include_str!("../../../../grammars/phrases/fr.toml"),
    include_str!("../../../../grammars/phrases/pt.toml"),
];

const CUES: [(&str, Cue); 6] = [
    ("out-of-scope", Cue::OutOfScope),
    ("rejected", Cue::Rejected),
    ("deferred", Cue::Deferred),
    ("removed", Cue::Removed),
    ("elsewhere", Cue::Elsewhere),
    ("example", Cue::Example),
];

const STATES: [(&str, Status); 4] = [
    ("retired", Status::Retired),
    ("done", Status::Done),
    ("approved", Status::Approved),
    ("draft", Status::Draft),
];

/// How far a cue reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Everything in its sentence.
    Sentence,
    /// What follows shortly.
    Before,
    /// What stands shortly before.
    After,
    /// Everything under a heading that contains it.
    Section,
}

/// A phrase that takes a mention's force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CuePhrase {
    /// Its words and marks in lower case; one run of characters in East Asian scripts.
    pub(crate) parts: Vec<String>,
    /// What it tells.
    pub(crate) cue: Cue,
    /// How far it reaches.
    pub(crate) reach: Reach,
    /// True if nothing but numbers and marks may stand beside it: `^remove$`.
    pub(crate) alone: bool,
}

/// What a word may begin, as bits: most words begin nothing, and are then looked at no more.
pub(crate) mod class {
    /// The noun "table".
    pub(crate) const TABLE: u8 = 1;
    /// A notation of a foreign key.
    pub(crate) const FOREIGN: u8 = 2;
    /// "belongs to", "has many", "many-to-many".
    pub(crate) const BELONGS: u8 = 4;
    /// A notation of an index.
    pub(crate) const INDEX: u8 = 8;
    /// A cue.
    pub(crate) const CUE: u8 = 16;
    /// "columns".
    pub(crate) const COLUMN: u8 = 32;
    /// A part of a user story.
    pub(crate) const STORY: u8 = 64;
    /// The nouns "model" and "entity".
    pub(crate) const MODEL: u8 = 128;
}

const CLASSES: [(u8, &[&str]); 3] = [
    (class::FOREIGN, &["foreign", "references", "referencing", "fk", "fks", "foreignkey"]),
    (class::INDEX, &["index", "indexes", "indices", "constraint", "constraints", "unique"]),
    (class::COLUMN, &["column", "columns", "field", "fields"]),
];

/// Words longer than this belong to no class.
const LONGEST_CLASSED: usize = 32;

/// All phrases of all languages.
#[derive(Debug, Default)]
pub(crate) struct Phrases {
    /// The class of each word that has one, in lower case.
    classes: HashMap<Box<[u8]>, u8>,
    /// `table.one`, `fields.name` …: the phrases of a list, in lower case.
    lists: HashMap<String, HashSet<String>>,
    /// The same lists, longest phrase first.
    sorted: HashMap<String, Vec<String>>,
    /// Cue phrases by their first part.
    pub(crate) cues: HashMap<String, Vec<CuePhrase>>,
    /// Cue phrases in East Asian scripts.
    pub(crate) run_cues: Vec<CuePhrase>,
}

/// The phrases, read once.
pub(crate) static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let mut phrases = Phrases::default();
    for language in LANGUAGES {
        phrases.add(language);
    }
    for (class, words) in CLASSES {
        words.iter().for_each(|word| phrases.classify(word, class));
    }
    for list in phrases.sorted.values_mut() {
        list.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
    }
    phrases
});

impl Phrases {
    /// True if `phrase`, in any case, is in the list `list`.
    pub(crate) fn has(&self, list: &str, phrase: &str) -> bool {
        let Some(phrases) = self.lists.get(list) else { return false };
        let caseless = phrase.is_ascii() || phrase.starts_with(is_east_asian);
        if phrase.bytes().any(|it| it.is_ascii_uppercase()) || !caseless {
            phrases.contains(&phrase.to_lowercase())
        } else {
            phrases.contains(phrase)
        }
    }

    /// True if a phrase of the list `list` stands in `text` as words of its own.
    pub(crate) fn stands_in(&self, list: &str, text: &str) -> bool {
        let text = text.to_lowercase();
        let edge = |it: Option<char>| it.is_none_or(|it| !it.is_alphanumeric() || is_east_asian(it));
        self.list(list).iter().any(|phrase| {
            text.match_indices(phrase.as_str()).any(|(at, _)| {
                let (before, behind) = (text.get(..at), text.get(at + phrase.len()..));
                edge(before.and_then(|it| it.chars().next_back()))
                    && edge(behind.and_then(|it| it.chars().next()))
            })
        })
    }

    /// The phrases of the list `list`, longest first.
    pub(crate) fn list(&self, list: &str) -> &[String] {
        self.sorted.get(list).map_or(&[], Vec::as_slice)
    }

    /// The classes of `word`, as bits.
    pub(crate) fn class(&self, word: &str) -> u8 {
        let mut buffer = [0; LONGEST_CLASSED];
        let Some(lower) = buffer.get_mut(..word.len()) else { return 0 };
        lower.copy_from_slice(word.as_bytes());
        lower.make_ascii_lowercase();
        self.classes.get(&*lower).copied().unwrap_or(0)
    }

    fn classify(&mut self, phrase: &str, class: u8) {
        if let Some(first) = parts(phrase).first().filter(|_| class != 0) {
            *self.classes.entry(first.as_bytes().into()).or_default() |= class;
        }
    }

    /// The state of work that `text` begins with, if any.
    pub(crate) fn status(&self, text: &str) -> Option<Status> {
        let text = text.to_lowercase();
        let begins = |list: &str| {
            self.lists.get(list).into_iter().flatten().any(|phrase| {
                text.strip_prefix(phrase.as_str()).is_some_and(|rest| {
                    !rest.starts_with(|it: char| it.is_alphanumeric() && !is_east_asian(it))
                })
            })
        };
        STATES.iter().find(|(name, _)| begins(&format!("status.{name}"))).map(|(_, status)| *status)
    }

    fn add(&mut self, source: &str) {
        let Ok(data) = source.parse::<toml::Table>() else {
            debug_assert!(false, "a file under grammars/phrases is not TOML");
            return;
        };
        for (section, value) in &data {
            let Some(lists) = value.as_table() else { continue };
            for (name, value) in lists {
                if section == "cues" {
                    self.add_cues(name, value);
                } else {
                    self.add_list(&format!("{section}.{name}"), value);
                }
            }
        }
    }

    fn add_list(&mut self, name: &str, value: &toml::Value) {
        let class = match name {
            "table.one" | "table.many" => class::TABLE,
            "model.noun" => class::MODEL,
            "fields.foreign" => class::FOREIGN,
            "fields.belongs" => class::BELONGS,
            _ if name.starts_with("relations.") => class::BELONGS,
            "story.persona" | "story.want" | "story.benefit" => class::STORY,
            _ => 0,
        };
        for phrase in strings(value) {
            self.classify(phrase, class);
            self.sorted.entry(name.to_owned()).or_default().push(phrase.to_owned());
            self.lists.entry(name.to_owned()).or_default().insert(phrase.to_owned());
        }
    }

    fn add_cues(&mut self, name: &str, value: &toml::Value) {
        let Some((_, cue)) = CUES.iter().find(|(it, _)| *it == name) else { return };
        let reaches = [
            ("sentence", Reach::Sentence),
            ("before", Reach::Before),
            ("after", Reach::After),
            ("section", Reach::Section),
        ];
        for (key, reach) in reaches {
            for phrase in value.get(key).map(strings).unwrap_or_default() {
                self.add_cue(phrase, *cue, reach);
            }
        }
    }

    fn add_cue(&mut self, phrase: &str, cue: Cue, reach: Reach) {
        if phrase.contains(is_east_asian) {
            let parts = phrase.split(' ').map(str::to_owned).collect();
            self.run_cues.push(CuePhrase { parts, cue, reach, alone: false });
            return;
        }
        let inner = phrase.strip_prefix('^').and_then(|it| it.strip_suffix('$'));
        let alone = inner.is_some();
        let phrase = inner.unwrap_or(phrase);
        self.classify(phrase, class::CUE);
        let parts = parts(phrase);
        if let Some(first) = parts.first() {
            self.cues.entry(first.clone()).or_default().push(CuePhrase { parts, cue, reach, alone });
        }
    }
}

fn strings(value: &toml::Value) -> Vec<&str> {
    value.as_array().into_iter().flatten().filter_map(toml::Value::as_str).collect()
}

/// A phrase's words and marks, split as prose is.
pub(crate) fn parts(phrase: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut in_word = false;
    for character in phrase.chars() {
        let word = character.is_alphanumeric() || character == '_';
        match parts.last_mut().filter(|_| word && in_word) {
            Some(last) => last.push(character),
            None if character.is_whitespace() => {}
            None => parts.push(character.to_string()),
        }
        in_word = word;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::{LANGUAGES, PHRASES, parts};
    use crate::Status;

    #[test]
    fn every_phrase_file_is_toml() {
        for language in LANGUAGES {
            assert!(language.parse::<toml::Table>().is_ok(), "{language:.40}");
        }
    }

    #[test]
    fn phrases_split_as_prose_does() {
        assert_eq!(parts("i'd like"), ["i", "'", "d", "like"]);
    }

    #[test]
    fn decorated_states_are_told() {
        assert_eq!(PHRASES.status("Draft - Pending Development"), Some(Status::Draft));
        assert_eq!(PHRASES.status("Doneish"), None);
    }
}
