//! What a comment right above a statement says of it: "-- Good: uses IF NOT EXISTS", "-- Or as JSON", "-- Option 2".

use text::{Offset, Span};

use crate::Cue;
use crate::cues::{self, Shown};
use crate::phrases::PHRASES;
use crate::prose::is_east_asian;

/// The statements of the SQL `code` that such a comment takes the force of.
pub(super) fn cues(code: &str) -> Vec<(Span, Cue)> {
    let mut found = Vec::new();
    let mut label = None;
    let mut open: Option<(usize, Cue)> = None;
    let (mut at, mut depth) = (0, 0_usize);
    for line in code.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let text = line.trim();
        let body = text.split("--").next().unwrap_or("").trim_end();
        if body.is_empty() && depth == 0 {
            // A comment in the middle of a statement is about a part of it.
            match text.strip_prefix("--") {
                Some(comment) if open.is_none() => label = label.or_else(|| said(comment)),
                Some(_) => {}
                None => {
                    found.extend(open.take().map(|(from, cue)| (span(from, start), cue)));
                    label = None;
                }
            }
            continue;
        }
        if let Some(cue) = label.take() {
            open = Some((start, cue));
        }
        depth = (depth + body.matches('(').count()).saturating_sub(body.matches(')').count());
        if body.ends_with(';') && depth == 0 {
            found.extend(open.take().map(|(from, cue)| (span(from, at), cue)));
        }
    }
    found.extend(open.map(|(from, cue)| (span(from, at), cue)));
    found
}

fn span(from: usize, to: usize) -> Span {
    Span::new(Offset::new(from), Offset::new(to))
}

/// What `comment` says of the statement below it.
fn said(comment: &str) -> Option<Cue> {
    let plain = comment.trim_start_matches(|it: char| !it.is_alphanumeric());
    let label = plain.split([':', '：', '-', '—', '(', '.']).next().unwrap_or("").trim();
    if cues::shown(comment) == Some(Shown::Wrong)
        || PHRASES.has("fences.praise", label)
        || opening("fences.example", plain).is_some_and(|rest| opening("fences.whole", rest).is_none())
    {
        return Some(Cue::Example);
    }
    let is_other = || opening("fences.other", plain).is_some() || is_way(plain);
    is_other().then_some(Cue::Rejected)
}

/// What stands behind the phrase of the list `list` that `text` begins with.
fn opening<'a>(list: &str, text: &'a str) -> Option<&'a str> {
    let lower = text.to_lowercase();
    let begun = PHRASES.list(list).iter().find(|phrase| {
        let rest = lower.strip_prefix(phrase.as_str());
        rest.is_some_and(|it| {
            it.is_empty() || it.starts_with(|it: char| !it.is_alphanumeric() || is_east_asian(it))
        })
    })?;
    text.get(begun.len()..).map(|it| it.trim_start_matches(|it: char| !it.is_alphanumeric()))
}

/// True for one of several ways that is not the one that was taken: "Option 2: …".
fn is_way(text: &str) -> bool {
    let is_label = |it: &str| {
        let it = it.trim_end_matches(|it: char| !it.is_alphanumeric());
        it.len() == 1 && it.starts_with(|it: char| it.is_ascii_uppercase())
            || (1..3).contains(&it.len()) && it.bytes().all(|it| it.is_ascii_digit())
    };
    let counted = text.split_once(char::is_whitespace).is_some_and(|(noun, rest)| {
        PHRASES.has("options.noun", noun) && rest.split_whitespace().next().is_some_and(is_label)
    });
    counted && !PHRASES.stands_in("options.taken", text)
}
