//! "As a … I want … so that …", in one sentence, over several lines, or over several paragraphs.

use std::ops::Range;

use text::{Offset, Span};

use crate::UserStory;
use crate::phrases::{PHRASES, class};
use crate::prose::{Kind, Prose, Token, is_east_asian};

/// A persona is a few words; what is longer is a sentence that happens to begin alike.
const LONGEST_PERSONA: usize = 120;
/// "As a result, I can …" is no story.
const NOBODY: [&str; 12] = [
    "result",
    "consequence",
    "reminder",
    "side effect",
    "bonus",
    "rule",
    "first step",
    "starting point",
    "note",
    "fallback",
    "workaround",
    "follow-up",
];

/// A part of a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    /// Which part.
    pub(crate) role: Role,
    /// Its text.
    pub(crate) text: String,
    /// The text's bytes.
    pub(crate) span: Span,
    /// The bytes with the words that introduce it.
    pub(crate) whole: Span,
}

/// Which part of a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// Who.
    Persona,
    /// What.
    Want,
    /// What for.
    Benefit,
}

/// The parts of stories that `prose` begins with.
pub(crate) fn parts(prose: &Prose) -> Vec<Part> {
    let opens = |it: &Token| it.class & class::STORY != 0 || it.run;
    let first = prose.tokens().iter().find(|it| it.kind == Kind::Word);
    if !first.is_some_and(opens) {
        return Vec::new();
    }
    let raw = prose.raw();
    let lower = raw.to_ascii_lowercase();
    let start = raw.find(char::is_alphanumeric).unwrap_or(raw.len());
    let mut found = Vec::new();
    if let Some(after) = begins(&lower, start, "story.persona") {
        persona(prose, &lower, start, after, &mut found);
    } else if let Some(after) = begins(&lower, start, "story.want") {
        want(prose, &lower, start, after, &mut found);
    } else if let Some(after) = begins(&lower, start, "story.benefit") {
        push(prose, Role::Benefit, start, after..sentence_end(&lower, after), &mut found);
    }
    found
}

fn persona(prose: &Prose, lower: &str, start: usize, after: usize, found: &mut Vec<Part>) {
    let stop = sentence_end(lower, after);
    let want_at = search(lower, after..stop, "story.want");
    let end = want_at.as_ref().map_or(stop, |at| at.start);
    let name = lower.get(after..end).unwrap_or("").trim_matches(|it: char| !it.is_alphanumeric());
    let phrase = lower.get(start..after).unwrap_or("");
    let alone_is_enough = phrase != "as" && !phrase.starts_with("como");
    let nobody = NOBODY.iter().any(|it| name == *it || name.starts_with(&format!("{it} ")));
    if name.is_empty() || name.len() > LONGEST_PERSONA || nobody || (want_at.is_none() && !alone_is_enough) {
        return;
    }
    push(prose, Role::Persona, start, after..end, found);
    if let Some(at) = want_at {
        want(prose, lower, at.start, at.end, found);
    }
}

fn want(prose: &Prose, lower: &str, start: usize, after: usize, found: &mut Vec<Part>) {
    let stop = sentence_end(lower, after);
    let benefit = search(lower, after..stop, "story.benefit");
    let end = benefit.as_ref().map_or(stop, |at| at.start);
    push(prose, Role::Want, start, after..end, found);
    if let Some(at) = benefit {
        push(prose, Role::Benefit, at.start, at.end..stop, found);
    }
}

fn push(prose: &Prose, role: Role, start: usize, content: Range<usize>, found: &mut Vec<Part>) {
    let raw = prose.raw();
    let Some(text) = raw.get(content.clone()) else { return };
    let trimmed = text.trim_matches(|it: char| {
        it.is_whitespace()
            || matches!(it, ',' | '.' | ':' | ';' | '*' | '，' | '。' | '：' | '；' | '-' | '—')
    });
    if trimmed.is_empty() {
        return;
    }
    let from = content.start + text.find(trimmed).unwrap_or(0);
    let span = prose.span_of(from..from + trimmed.len());
    let whole = prose.span_of(start..from + trimmed.len());
    found.push(Part { role, text: trimmed.to_owned(), span, whole });
}

/// The end of the phrase of `list` that `lower` has at `start`.
fn begins(lower: &str, start: usize, list: &str) -> Option<usize> {
    let rest = lower.get(start..)?;
    let phrase = PHRASES.list(list).iter().find(|phrase| {
        rest.strip_prefix(phrase.as_str()).is_some_and(|after| bounded(phrase, after.chars().next()))
    })?;
    Some(start + phrase.len())
}

/// The first phrase of `list` inside `range`, as a word of its own.
fn search(lower: &str, range: Range<usize>, list: &str) -> Option<Range<usize>> {
    let text = lower.get(range.clone())?;
    let hits = PHRASES.list(list).iter().filter_map(|phrase| {
        text.match_indices(phrase.as_str())
            .find(|(at, _)| {
                let before = text.get(..*at).and_then(|it| it.chars().next_back());
                let after = text.get(at + phrase.len()..).and_then(|it| it.chars().next());
                bounded(phrase, before) && bounded(phrase, after) && !is_loose(phrase, before, text, *at)
            })
            .map(|(at, _)| (at, phrase.len()))
    });
    // Of two at the same place, the longer one.
    let (at, length) = hits.min_by_key(|(at, length)| (*at, std::cmp::Reverse(*length)))?;
    Some(range.start + at..range.start + at + length)
}

/// True for "so", "para" and "because" without a comma before them: they occur in any sentence.
fn is_loose(phrase: &str, before: Option<char>, text: &str, at: usize) -> bool {
    let loose = matches!(phrase, "so" | "because" | "para" | "希望" | "想要" | "这样");
    let comma = text.get(..at).is_some_and(|it| it.trim_end().ends_with([',', '，']));
    loose && before.is_some() && !comma
}

/// True if `neighbour` may stand beside `phrase` without making it a part of a longer word.
fn bounded(phrase: &str, neighbour: Option<char>) -> bool {
    phrase.contains(is_east_asian) || !neighbour.is_some_and(char::is_alphanumeric)
}

/// The end of the sentence that `from` lies in.
fn sentence_end(lower: &str, from: usize) -> usize {
    let Some(rest) = lower.get(from..) else { return lower.len() };
    let mut chars = rest.char_indices().peekable();
    while let Some((at, character)) = chars.next() {
        let ends = match character {
            '。' => true,
            '.' if chars.peek().is_none_or(|(_, next)| next.is_whitespace()) => {
                let word = rest.get(..at).and_then(|it| it.rsplit(' ').next()).unwrap_or("");
                !word.contains('.') && word.chars().count() > 1
            }
            _ => false,
        };
        if ends {
            return from + at;
        }
    }
    lower.len()
}

/// Parts of stories, gathered over units until a story is whole.
#[derive(Debug, Default)]
pub(crate) struct Gathering {
    open: Option<UserStory>,
    /// How many units without a part have gone by.
    idle: u32,
}

impl Gathering {
    /// Takes the parts of one unit, which starts at `base`; whole stories go to `stories`.
    pub(crate) fn take(&mut self, parts: &[Part], base: Offset, stories: &mut Vec<UserStory>) {
        if parts.is_empty() {
            self.idle += 1;
            // A story's parts are neighbours.
            if self.idle > 1 {
                self.finish(stories);
            }
            return;
        }
        self.idle = 0;
        for part in parts {
            let whole = part.whole.shifted(base);
            if part.role == Role::Persona {
                self.finish(stories);
                self.open = Some(UserStory { persona: None, want: None, benefit: None, span: whole });
            }
            // A want with its benefit is a story, though nobody says whose.
            let is_whole = part.role == Role::Want && parts.iter().any(|it| it.role == Role::Benefit);
            if self.open.is_none() && is_whole {
                self.open = Some(UserStory { persona: None, want: None, benefit: None, span: whole });
            }
            let Some(story) = &mut self.open else { continue };
            let slot = match part.role {
                Role::Persona => &mut story.persona,
                Role::Want => &mut story.want,
                Role::Benefit => &mut story.benefit,
            };
            if slot.is_none() {
                *slot = Some((part.text.clone(), part.span.shifted(base)));
                story.span = story.span.join(whole);
            }
        }
    }

    /// Ends the story that is open. A persona alone is no story.
    pub(crate) fn finish(&mut self, stories: &mut Vec<UserStory>) {
        stories.extend(self.open.take().filter(|story| story.want.is_some()));
    }
}
