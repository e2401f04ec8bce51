//! What something is, where it is declared, and who speaks of it.

mod card;
mod fenced;
mod relation;
mod symbols;
mod thing;
mod uses;
mod why;

use text::{FileId, Offset, Place, Span};
use workspace::snapshot::{Cancelled, Snapshot};

use fenced::Fenced;
use thing::Thing;

pub(crate) use thing::words_of;

/// Whether a list of references holds the declaration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Declaration {
    /// It does.
    Included,
    /// It does not.
    Excluded,
}

/// What a symbol is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SymbolKind {
    /// A heading.
    Heading,
    /// A user story.
    Story,
    /// An acceptance criterion.
    Criterion,
    /// A task.
    Task,
    /// A table.
    Table,
    /// A view.
    View,
    /// A column.
    Column,
    /// An enum type.
    Enum,
    /// An enum's value.
    Value,
    /// An index.
    Index,
    /// A relation.
    Relation,
}

/// A named thing in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symbol {
    /// The name shown.
    pub name: String,
    /// A word more: a column's type, a table's schema.
    pub detail: String,
    /// What it is.
    pub kind: SymbolKind,
    /// The whole thing.
    pub span: Span,
    /// Its name.
    pub name_span: Span,
    /// What it holds.
    pub children: Vec<Symbol>,
}

pub(crate) fn hover(snapshot: &Snapshot, file: FileId, at: Offset) -> Option<(Span, String)> {
    let fenced = fenced_at(snapshot, file, at);
    let found = thing::at(snapshot, file, at).filter(|it| means(&fenced, it));
    if let Some((span, thing)) = found {
        let mut card = card::of(snapshot, file, thing);
        if let Some((_, declared)) = &fenced {
            card::push_relation(snapshot, file, declared, Some(thing), &mut card);
        }
        card.extend(why::bound(snapshot, file, at));
        return Some((span, card));
    }
    let Some((span, story, declared)) = proposal(snapshot, file, at, fenced) else {
        return why::missing(snapshot, file, at);
    };
    Some((span, card::of_fenced(snapshot, story, &declared)?))
}

pub(crate) fn definition(snapshot: &Snapshot, file: FileId, at: Offset) -> Vec<Place> {
    let fenced = fenced_at(snapshot, file, at);
    if let Some((_, thing)) = thing::at(snapshot, file, at).filter(|it| means(&fenced, it)) {
        return vec![thing.declared()];
    }
    let declared = proposal(snapshot, file, at, fenced).and_then(|(_, story, it)| it.declared(story));
    declared.into_iter().collect()
}

pub(crate) fn references(
    snapshot: &Snapshot,
    file: FileId,
    at: Offset,
    declaration: Declaration,
) -> Result<Vec<Place>, Cancelled> {
    let fenced = fenced_at(snapshot, file, at);
    if let Some((_, thing)) = thing::at(snapshot, file, at).filter(|it| means(&fenced, it)) {
        return uses::of(snapshot, file, thing, declaration);
    }
    match proposal(snapshot, file, at, fenced) {
        Some((_, story, declared)) => uses::of_fenced(snapshot, story, &declared, declaration),
        None => Ok(Vec::new()),
    }
}

/// What the fence at `at` declares there.
fn fenced_at(snapshot: &Snapshot, file: FileId, at: Offset) -> Option<(Span, Fenced)> {
    fenced::at(snapshot.document(file)?, at)
}

/// True if what was found in the schemas stands for what a fence declares at the same place: a column of a fence is no
/// table that happens to bear its name.
fn means(fenced: &Option<(Span, Fenced)>, found: &(Span, Thing<'_>)) -> bool {
    match fenced.as_ref().map(|it| &it.1) {
        None => true,
        Some(Fenced::Table(_)) => matches!(found.1, Thing::Table(_)),
        Some(Fenced::Column(..)) => matches!(found.1, Thing::Column(..)),
        Some(Fenced::Enum(_)) => matches!(found.1, Thing::Enum(_)),
    }
}

/// What no schema declares and a fence does, here or in another story: where it is named, which story, and what.
fn proposal(
    snapshot: &Snapshot,
    file: FileId,
    at: Offset,
    fenced: Option<(Span, Fenced)>,
) -> Option<(Span, FileId, Fenced)> {
    let here = fenced.map(|(span, declared)| (span, file, declared));
    here.or_else(|| fenced::spoken_of(snapshot, file, at))
}

pub(crate) fn document_symbols(snapshot: &Snapshot, file: FileId) -> Vec<Symbol> {
    symbols::document(snapshot, file)
}

pub(crate) fn workspace_symbols(
    snapshot: &Snapshot,
    query: &str,
) -> Result<Vec<(FileId, Symbol)>, Cancelled> {
    symbols::workspace(snapshot, query)
}

#[cfg(test)]
mod tests;
