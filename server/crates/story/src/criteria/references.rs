//! What says which acceptance criteria it serves: "(AC: 1, 3-5)", "[AC1, AC2]", "(AC: All)".

use std::sync::LazyLock;

use text::{Offset, Span};

use crate::block::{Unit, UnitKind};
use crate::phrases::{self, PHRASES};
use crate::prose::{Kind, Prose, is_east_asian};
use crate::{CriterionReference, ServedBy, Strength};

/// A range of more numbers than this is none: "(AC: 1-2024)".
const LONGEST_RANGE: u64 = 200;

/// A bracket of more tokens than this is read to there.
const LONGEST: usize = 400;

/// A reference to a criterion, by its label; all of them where that is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reference {
    label: Option<String>,
    strength: Strength,
    span: Span,
}

/// The references of `unit`, whose block starts at `base`.
pub(crate) fn of_unit(unit: &Unit, base: Offset, found: &mut Vec<CriterionReference>) {
    let by = match unit.kind {
        UnitKind::Item { task: Some(_), .. } => ServedBy::Task,
        UnitKind::Item { .. } | UnitKind::Heading { .. } | UnitKind::Paragraph => ServedBy::Line,
        // A row of a table tells of tests, and what a review found.
        _ => return,
    };
    found.extend(unit.criteria.iter().map(|it| CriterionReference {
        label: it.label.clone(),
        by,
        strength: it.strength,
        span: it.span.shifted(base),
    }));
}

/// The references in `prose`.
pub(crate) fn find(prose: &Prose) -> Vec<Reference> {
    let mut found = Vec::new();
    let mut index = 0;
    while index < prose.tokens().len() {
        let opens = matches!(prose.mark(index), Some('(' | '（' | '[' | '【'));
        let mut list = List { prose, labels: Vec::new(), state: State::Expects, holds: Holds::Labels };
        let end = if opens { list.bracket(index + 1) } else { list.loose(index) };
        index = end.map_or(index + 1, |end| end.max(index + 1));
        let whole = opens && end.is_some() && list.holds == Holds::Labels;
        let strength = if whole { Strength::Strong } else { Strength::Weak };
        found.extend(list.labels.into_iter().map(|(label, span)| Reference { label, strength, span }));
    }
    found
}

/// The labels that stand behind words that speak of criteria.
struct List<'a> {
    prose: &'a Prose,
    labels: Vec<(Option<String>, Span)>,
    state: State,
    holds: Holds,
}

/// What may come next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// A label.
    Expects,
    /// What goes on behind a label: a comma, a dash.
    Behind,
    /// The end of a range.
    Range,
    /// Nothing, until a comma: other words stand here.
    Lost,
}

/// What a list holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    Labels,
    /// Words besides, which may say something else: "(AC: 1 of Story 2)".
    More,
}

impl List<'_> {
    /// Reads a bracket whose content starts at `from`; the token behind it, if it speaks of criteria.
    fn bracket(&mut self, from: usize) -> Option<usize> {
        let all = self.prose.word(from).is_some_and(is_all);
        let start = if all { from + 1 } else { from };
        let mut at = self.cue(start)?;
        if all {
            self.all(from);
        }
        while at < from + LONGEST {
            if matches!(self.prose.mark(at), Some(')' | '）' | ']' | '】')) {
                return (!self.labels.is_empty()).then_some(at + 1);
            }
            at = match self.step(at)? {
                Next::To(next) => next,
                Next::Unknown => {
                    (self.state, self.holds) = (State::Lost, Holds::More);
                    at + 1
                }
            };
        }
        None
    }

    /// Reads "AC 1 and 2" at `from`, without a bracket around it; the token behind it.
    fn loose(&mut self, from: usize) -> Option<usize> {
        let is_name = |it: char| it.is_uppercase() || is_east_asian(it);
        self.prose.word(from).filter(|it| it.starts_with(is_name))?;
        let mut at = self.cue(from)?;
        if from.checked_sub(1).and_then(|before| self.prose.word(before)).is_some_and(is_all) {
            self.all(from);
        }
        while let Some(Next::To(next)) = self.step(at) {
            at = next;
        }
        (!self.labels.is_empty()).then_some(at)
    }

    /// The token behind the words at `at` that speak of criteria. "AC1" is such a word, and a label.
    fn cue(&self, at: usize) -> Option<usize> {
        if self.prose.word(at).is_some_and(|it| labelled(it).is_some()) {
            return Some(at);
        }
        let same = |part: &String, index: usize| {
            let text = self.prose.text(index);
            text.eq_ignore_ascii_case(part) || !text.is_ascii() && text.to_lowercase() == *part
        };
        let cue =
            CUES.iter().find(|it| it.iter().enumerate().all(|(number, part)| same(part, at + number)))?;
        Some(at + cue.len())
    }

    /// Reads the token at `at`; `None` behind the last.
    fn step(&mut self, at: usize) -> Option<Next> {
        let token = self.prose.token(at)?;
        let known = match (token.kind, self.prose.text(at)) {
            (Kind::Word, word) => return Some(self.word(at, word)),
            (Kind::Mark, "#" | ":" | "：" | "№") => true,
            (Kind::Mark, "," | ";" | "/" | "+" | "&" | "、" | "，" | "；") => {
                self.state = State::Expects;
                true
            }
            (Kind::Mark, "-" | "–" | "—" | "−" | "~" | "～" | "→") => self.range(),
            (Kind::Mark, ".") if self.prose.is_mark(at + 1, '.') => {
                self.range();
                return Some(Next::To(at + 2));
            }
            (Kind::Mark, ".") => self.state == State::Expects,
            (Kind::Break, _) => true,
            _ => false,
        };
        Some(if known { Next::To(at + 1) } else { Next::Unknown })
    }

    fn word(&mut self, at: usize, word: &str) -> Next {
        let digits = labelled(word).unwrap_or(word);
        if digits.starts_with(|it: char| it.is_ascii_digit()) {
            return self.label(at, digits);
        }
        if let Some(next) = self.cue(at) {
            // "AC1 AC2", "AC1-AC3".
            if self.state == State::Behind {
                self.state = State::Expects;
            }
            return Next::To(next);
        }
        let known = if is_all(word) && self.state == State::Expects {
            self.all(at);
            true
        } else if PHRASES.has("criteria.to", word) {
            self.range()
        } else {
            let joins = PHRASES.has("criteria.and", word) && self.state == State::Behind;
            self.state = if joins { State::Expects } else { self.state };
            joins
        };
        if known { Next::To(at + 1) } else { Next::Unknown }
    }

    fn label(&mut self, at: usize, digits: &str) -> Next {
        let mut label = digits.to_owned();
        let mut end = at + 1;
        while self.prose.is_mark(end, '.') {
            let joined = |index| self.prose.token(index).filter(|it| !it.spaced).and(self.prose.word(index));
            let part = joined(end + 1).filter(|it| it.starts_with(|it: char| it.is_ascii_digit()));
            let Some(part) = part.filter(|_| self.prose.token(end).is_some_and(|it| !it.spaced)) else {
                break;
            };
            label = format!("{label}.{part}");
            end += 2;
        }
        let Some((_, span)) = self.prose.stretch(at, end) else { return Next::Unknown };
        match self.state {
            State::Expects => self.labels.push((Some(label), span)),
            State::Range => self.fill(&label, span),
            State::Behind | State::Lost => return Next::Unknown,
        }
        self.state = State::Behind;
        Next::To(end)
    }

    fn all(&mut self, at: usize) {
        let span = self.prose.token(at).map(|it| it.span).unwrap_or_default();
        self.labels.push((None, span));
        self.state = State::Behind;
    }

    /// Reads what may stand between the ends of a range; false if it does not here.
    fn range(&mut self) -> bool {
        if self.state == State::Behind {
            self.state = State::Range;
        }
        // "AC-1".
        matches!(self.state, State::Range | State::Expects)
    }

    /// Adds the labels from the last one to `end`, which stands at `span`.
    fn fill(&mut self, end: &str, span: Span) {
        let Some((Some(first), begins)) = self.labels.last_mut() else { return };
        *begins = begins.join(span);
        let span = *begins;
        let (stem, from) = split(first);
        let (other, to) = split(end);
        let numbers =
            from.zip(to).filter(|(from, to)| stem == other && from < to && to - from <= LONGEST_RANGE);
        let labels: Vec<String> = match numbers {
            Some((from, to)) => (from + 1..=to).map(|it| format!("{stem}{it}")).collect(),
            None => vec![end.to_owned()],
        };
        self.labels.extend(labels.into_iter().map(|it| (Some(it), span)));
    }
}

/// What reading a token led to.
enum Next {
    /// The token to read next.
    To(usize),
    /// It is no part of a list of labels.
    Unknown,
}

/// The words and marks of the phrases that speak of criteria, longest first.
static CUES: LazyLock<Vec<Vec<String>>> =
    LazyLock::new(|| PHRASES.list("criteria.reference").iter().map(|it| phrases::parts(it)).collect());

fn is_all(word: &str) -> bool {
    PHRASES.has("criteria.all", word)
}

/// The number in "AC3".
fn labelled(word: &str) -> Option<&str> {
    let digits = word.trim_start_matches(|it: char| it.is_uppercase());
    let name = word.get(..word.len() - digits.len())?;
    let is_label = !name.is_empty() && digits.starts_with(|it: char| it.is_ascii_digit());
    (is_label && PHRASES.has("criteria.label", name)).then_some(digits)
}

/// `1.` and `4` of "1.4".
fn split(label: &str) -> (&str, Option<u64>) {
    let at = label.rfind('.').map_or(0, |it| it + 1);
    let (stem, number) = label.split_at(at);
    (stem, number.parse().ok())
}

/// What is the same for every spelling of the label `label`: "3" of "AC-3", "AC 03" and "#3".
#[must_use]
pub fn key(label: &str) -> String {
    let lower = label.to_lowercase();
    let names = PHRASES.list("criteria.label").iter();
    let bare = names.filter_map(|it| lower.strip_prefix(it.as_str())).next().unwrap_or(&lower);
    let bare = bare.trim_start_matches(['-', '#', ' ', '.', ':', '_']);
    let digits = bare.trim_start_matches('0');
    let is_number = digits.starts_with(|it: char| it.is_ascii_digit());
    if is_number { digits.to_owned() } else { bare.to_owned() }
}

/// The number before the rest of the key `key`: "2" of "2.1" and of "2b".
#[must_use]
pub fn head(key: &str) -> &str {
    let end = key.find(|it: char| !it.is_ascii_digit()).unwrap_or(key.len());
    key.get(..end).filter(|it| !it.is_empty()).unwrap_or(key)
}
