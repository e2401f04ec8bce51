//! Why words of a story are taken for the name of something, as lines of a card.

use schema::names;
use story::{Cue, Mention, Strength, Subject};
use text::{FileId, Offset, Span};
use workspace::model::Presence;
use workspace::snapshot::Snapshot;

use crate::coverage::{self, Ground};
use crate::rules::may_be_slip;

/// What tells that the words at `at` of the story `file`, which are bound, are a name.
pub(super) fn bound(snapshot: &Snapshot, file: FileId, at: Offset) -> Option<String> {
    let facts = snapshot.document(file).filter(|it| it.is_story())?.facts();
    let evidence = surest(&facts.mentions, at).map_or("word that is the name", |it| it.form.evidence());
    Some(format!("\nBound by: {evidence}\n"))
}

/// The card of a name that no schema declares.
pub(super) fn missing(snapshot: &Snapshot, file: FileId, at: Offset) -> Option<(Span, String)> {
    let document = snapshot.document(file).filter(|it| it.is_story())?;
    let root = snapshot.root_of(file)?;
    let facts = document.facts();
    let mention = surest(&facts.mentions, at)?;
    let ground = Ground::of(snapshot, root, document);
    if coverage::presence(&ground, mention) != Presence::Absent {
        return None;
    }
    let (kind, near) = match (mention.subject, mention.table.as_deref()) {
        (Subject::Table, _) => {
            let near = root.model.nearest_table(&mention.name).map(|it| it.name.text.as_str());
            ("table", near.filter(|it| may_be_slip(&mention.name, it)))
        }
        (Subject::Column, Some(table)) => {
            let columns =
                ground.table(table).into_iter().flat_map(|it| &it.columns).map(|it| it.name.text.as_str());
            ("column", names::nearest(&mention.name, columns.filter(|it| may_be_slip(&mention.name, it))))
        }
        _ => return None,
    };
    let mut card = format!("no {kind} **`{}`** in the schema\n", mention.name);
    if let Some(near) = near {
        card.push_str(&format!("\nNearest name: `{near}`\n"));
    }
    card.push_str(&format!("\nAsked for by: {}\n", mention.form.evidence()));
    let silent = match (mention.cue, mention.strength) {
        (Some(cue), _) => Some(cue_words(cue)),
        (None, Strength::Weak) => Some("it may be the name of something else"),
        (None, Strength::Strong) => None,
    };
    if let Some(silent) = silent {
        card.push_str(&format!("\nNot reported: {silent}\n"));
    }
    Some((mention.span, card))
}

/// The mention at `at` that is surest, and of equals the shortest.
fn surest(mentions: &[Mention], at: Offset) -> Option<&Mention> {
    let here = mentions.iter().filter(|it| it.span.touches(at));
    here.min_by_key(|it| (it.strength != Strength::Strong, it.span.len()))
}

/// What the text says besides, in words.
fn cue_words(cue: Cue) -> &'static str {
    match cue {
        Cue::Rejected => "the text rejects it",
        Cue::Deferred => "the text defers it",
        Cue::Removed => "the text says that it is gone",
        Cue::OutOfScope => "the text leaves it out",
        Cue::Elsewhere => "the text says that it is kept elsewhere",
        Cue::Example => "the text gives it as an example",
    }
}
