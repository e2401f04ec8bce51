//! What a document itself takes away again: by a later line of a log, or by the SQL that renames a table.
//!
//! Leaves to others: what takes a table away (`cues`).

use schema::names::{self, Folded};
use text::{Offset, Span};

use crate::phrases::PHRASES;
use crate::{Cue, Form, Heading, Mention, Sketch, SketchSource, Subject};

/// Between the two names of "ALTER TABLE a RENAME TO b" lie at most this many bytes.
const RENAMES: usize = 24;

/// Gives what is called by a name that SQL of the same document changes the cue of that name: the document tells why.
pub(super) fn rename(sketches: &[Sketch], mentions: &mut [Mention]) {
    let in_sql = |it: &&Mention| it.subject == Subject::Table && it.form == Form::SqlDefinition;
    let tables: Vec<&Mention> = mentions.iter().filter(in_sql).collect();
    let pairs = tables.iter().zip(tables.iter().skip(1));
    let renamed = pairs.filter(|(old, new)| {
        let gap = new.span.start().bytes().saturating_sub(old.span.end().bytes());
        old.cue == Some(Cue::Removed) && new.cue.is_none() && gap <= RENAMES
    });
    let mut old: Vec<Folded> = renamed.map(|(old, _)| key(&old.name)).collect();
    if old.is_empty() {
        return;
    }
    let declares = |it: &&Sketch| matches!(it.source, SketchSource::Fence(_));
    let declared: Vec<Folded> = sketches.iter().filter(declares).map(|it| key(&it.name)).collect();
    old.retain(|it| !declared.contains(it));
    // Its columns go on under the new name.
    let is_old =
        |it: &&mut Mention| it.subject == Subject::Table && it.cue.is_none() && old.contains(&key(&it.name));
    mentions.iter_mut().filter(is_old).for_each(|it| it.cue = Some(Cue::Removed));
}

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
