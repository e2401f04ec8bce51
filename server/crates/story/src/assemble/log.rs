//! Logs of what was done: what a later line takes away again is gone, whatever an earlier one added.
//!
//! Leaves to others: what takes a table away (`cues`).

use schema::names::{self, Folded};
use text::{Offset, Span};

use crate::phrases::PHRASES;
use crate::{Cue, Heading, Mention, Subject};

/// Gives what stands in a log before the line that removes it the cue of that line.
pub(super) fn settle(headings: &[Heading], mentions: &mut [Mention]) {
    let is_log = |it: &&Heading| PHRASES.stands_in("sections.log", &it.text);
    for section in headings.iter().filter(is_log).map(|it| it.section) {
        let inside = |it: &&Mention| section.covers(it.span) && it.subject == Subject::Table;
        let removed: Vec<(Folded, Offset)> = mentions
            .iter()
            .filter(inside)
            .filter(|it| it.cue == Some(Cue::Removed))
            .map(|it| (key(&it.name), it.span.start()))
            .collect();
        if removed.is_empty() {
            continue;
        }
        let goes = |name: &str, span: Span| {
            let key = key(name);
            removed.iter().any(|(name, at)| *name == key && span.start() < *at)
        };
        for mention in mentions.iter_mut().filter(|it| section.covers(it.span) && it.cue.is_none()) {
            let table = match mention.subject {
                Subject::Table => Some(mention.name.as_str()),
                _ => mention.table.as_deref(),
            };
            if table.is_some_and(|it| goes(it, mention.span)) {
                mention.cue = Some(Cue::Removed);
            }
        }
    }
}

/// What two spellings of one table's name have in common.
fn key(name: &str) -> Folded {
    Folded::new(&names::singular(name))
}
