//! Acceptance criteria, and the tasks that refer to them.

use text::{Offset, Span};

use crate::block::{Unit, UnitKind};
use crate::phrases::PHRASES;
use crate::{Criterion, Task};

/// Finds criteria unit by unit: the items below an "Acceptance Criteria" heading or lead-in, and labelled ones anywhere.
#[derive(Debug, Default)]
pub(crate) struct Criteria {
    /// The level of the heading that opened the section; 7 for a lead-in line.
    section: Option<u8>,
    /// The items at this depth are the criteria.
    depth: Option<u32>,
    count: u32,
}

impl Criteria {
    /// Looks at `unit`, whose block starts at `base`.
    pub(crate) fn take(&mut self, unit: &Unit, base: Offset, found: &mut Vec<Criterion>) {
        if let UnitKind::Heading { level, .. } = unit.kind {
            if announces(&unit.text) {
                self.open(level);
                return;
            }
            if self.section.is_some_and(|open| level <= open) {
                self.section = None;
            }
        }
        if let Some((label, text)) = labelled(&unit.text) {
            push(found, label.to_owned(), text, unit.span.shifted(base));
            return;
        }
        match &unit.kind {
            UnitKind::Paragraph if announces(unit.text.trim_end_matches([':', '：'])) => self.open(7),
            UnitKind::Paragraph if self.section == Some(7) && !begins_given(&unit.text) => {
                self.section = None;
            }
            UnitKind::Paragraph if self.section.is_some() && begins_given(&unit.text) => {
                self.next(unit, None, base, found);
            }
            UnitKind::Item { number, .. } if announces(unit.text.trim_end_matches([':', '：'])) => {
                let _ = number;
                self.open(7);
            }
            UnitKind::Item { number, .. } if self.section.is_some() => {
                let depth = *self.depth.get_or_insert(unit.depth);
                if unit.depth < depth {
                    // An item further out than the criteria: a lead-in bullet's list is over.
                    self.section = None;
                } else if unit.depth == depth {
                    self.next(unit, *number, base, found);
                }
            }
            _ => {}
        }
    }

    fn open(&mut self, level: u8) {
        *self = Self { section: Some(level), depth: None, count: 0 };
    }

    fn next(&mut self, unit: &Unit, number: Option<u64>, base: Offset, found: &mut Vec<Criterion>) {
        // "When" and "Then" go on with what "Given" began.
        if continues(&unit.text) && self.count > 0 {
            if let Some(last) = found.last_mut() {
                last.text.push(' ');
                last.text.push_str(&unit.text);
                last.span = last.span.join(unit.span.shifted(base));
            }
            return;
        }
        self.count += 1;
        let label = number.map_or_else(|| self.count.to_string(), |number| number.to_string());
        push(found, label, &unit.text, unit.span.shifted(base));
    }
}

fn push(found: &mut Vec<Criterion>, label: String, text: &str, span: Span) {
    found.push(Criterion { label, text: text.trim().to_owned(), span });
}

/// True for "Acceptance Criteria", also with a number or a remark around it.
fn announces(text: &str) -> bool {
    if text.len() > 90 {
        return false;
    }
    let plain = text.trim_matches(|it: char| !it.is_alphanumeric());
    if PHRASES.has("sections.criteria", plain) {
        return true;
    }
    let lower = plain.to_lowercase();
    lower.chars().count() <= 60
        && PHRASES.list("sections.criteria").iter().any(|phrase| {
            phrase.chars().count() > 3
                && (lower.ends_with(phrase.as_str()) || lower.starts_with(&format!("{phrase} (")))
        })
}

/// The label and the rest of "AC-1: …", "AC1 …", "AC #2: …".
fn labelled(text: &str) -> Option<(&str, &str)> {
    let body = text.trim_start_matches(|it: char| !it.is_alphanumeric());
    let rest = body.strip_prefix("AC")?;
    let digits_at = rest.find(|it: char| it.is_ascii_digit()).filter(|&at| at <= 2)?;
    let between = rest.get(..digits_at)?;
    if !between.chars().all(|it| matches!(it, '-' | ' ' | '#' | '_' | '.')) {
        return None;
    }
    let after = rest.get(digits_at..)?;
    let length = after.find(|it: char| !it.is_ascii_digit() && it != '.' && it != '-').unwrap_or(after.len());
    let tail = after.get(length..)?;
    let digits = after.get(..length)?.trim_end_matches(['.', '-']);
    let label = body.get(.."AC".len() + digits_at + digits.len())?;
    let text = tail.trim_start_matches([':', '：', ' ', '-', '—', '.', ')', '*']);
    let marked = tail.starts_with([':', '：', ')', '.', '-', '—'])
        || tail.starts_with(" -")
        || tail.starts_with(" —")
        || tail.starts_with(" (")
        || after.get(digits.len()..).is_some_and(|it| it.starts_with(['-', '.']));
    (marked && !text.is_empty()).then_some((label, text))
}

fn begins_given(text: &str) -> bool {
    begins(text, "story.given") || continues(text)
}

fn continues(text: &str) -> bool {
    begins(text, "story.when")
        || begins(text, "story.then")
        || begins_word(text, "and")
        || begins_word(text, "but")
}

fn begins(text: &str, list: &str) -> bool {
    let first = text.split(|it: char| !it.is_alphanumeric()).find(|it| !it.is_empty()).unwrap_or("");
    PHRASES.has(list, first)
}

fn begins_word(text: &str, word: &str) -> bool {
    text.split(|it: char| !it.is_alphanumeric())
        .find(|it| !it.is_empty())
        .is_some_and(|it| it.eq_ignore_ascii_case(word))
}

/// The task that `unit`, whose block starts at `base`, is, if it has a box.
pub(crate) fn task(unit: &Unit, base: Offset) -> Option<Task> {
    let UnitKind::Item { task: Some(done), .. } = unit.kind else { return None };
    let criteria = unit.criteria.iter().map(|(label, span)| (label.clone(), span.shifted(base))).collect();
    Some(Task { done, text: unit.text.clone(), criteria, span: unit.span.shifted(base) })
}

/// The labels in "(AC: 1, 2)" or "(AC: #3)", with their bytes.
pub(crate) fn references(prose: &crate::prose::Prose) -> Vec<(String, Span)> {
    let mut found = Vec::new();
    for index in 0..prose.tokens().len() {
        let opens = prose.is_mark(index, '(') || prose.is_mark(index, '（') || prose.is_mark(index, '[');
        let word = prose.word(index + 1).unwrap_or("");
        if !opens || !(word.eq_ignore_ascii_case("AC") || word.eq_ignore_ascii_case("ACs")) {
            continue;
        }
        for at in index + 2..(index + 60).min(prose.tokens().len()) {
            if matches!(prose.mark(at), Some(')' | '）' | ']')) {
                break;
            }
            let (Some(word), Some(token)) = (prose.word(at), prose.token(at)) else { continue };
            if word.starts_with(|it: char| it.is_ascii_digit()) {
                found.push((word.to_owned(), token.span));
            }
        }
    }
    found
}
