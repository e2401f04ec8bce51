//! Questions about a snapshot: what is wrong, how to mend it, what something is and where it is.
//!
//! Everything here is a pure function of a [`Snapshot`]: plain values with byte spans come out. Leaves to others:
//! async, serde, LSP types, locks and the disk.

mod anchors;
mod claims;
mod conventions;
pub mod coverage;
pub mod edits;
pub mod finding;
pub mod generate;
mod habit;
pub mod navigate;
pub mod rules;
mod sources;
pub mod structure;
mod suppress;
pub mod visible;

pub use coverage::Coverage;
pub use edits::{Fix, FixKind, Offer, WorkspaceEdits};
pub use finding::{Finding, Related};

use coverage::Ground;
use story::Mention;
use text::{FileId, Offset, Place, Span};
use workspace::model::Presence;
use workspace::snapshot::{Cancelled, Snapshot};

/// What is wrong in `file`, sorted by span and rule.
///
/// # Errors
/// [`Cancelled`] if the snapshot was overtaken.
pub fn findings(snapshot: &Snapshot, file: FileId) -> Result<Vec<Finding>, Cancelled> {
    rules::check(snapshot, file)
}

/// The fixes for the findings of `file` that meet `span`, and the other changes offered there, best first.
///
/// # Errors
/// [`Cancelled`] if the snapshot was overtaken.
pub fn actions(snapshot: &Snapshot, file: FileId, span: Span) -> Result<Vec<Fix>, Cancelled> {
    rules::fixes_at(snapshot, file, span)
}

/// How to mend `finding`, best first.
#[must_use]
pub fn fixes(snapshot: &Snapshot, finding: &Finding) -> Vec<Fix> {
    rules::fixes(snapshot, finding)
}

/// The titles of the [`fixes`] of `finding`, best first, for those who make none of them: a fraction of the cost.
#[must_use]
pub fn offers(snapshot: &Snapshot, finding: &Finding) -> Vec<Offer> {
    rules::offers(snapshot, finding)
}

/// How many of the mentions of the story `file` were checked, and what came of it.
#[must_use]
pub fn coverage(snapshot: &Snapshot, file: FileId) -> Coverage {
    coverage::coverage(snapshot, file)
}

/// Whether the schemas of the root of `file` declare what `mention` names.
#[must_use]
pub fn presence(snapshot: &Snapshot, file: FileId, mention: &Mention) -> Presence<()> {
    let place = snapshot.root_of(file).zip(snapshot.document(file));
    place.map_or(Presence::Unknown, |(root, document)| {
        coverage::presence(&Ground::of(snapshot, root, document), mention)
    })
}

/// What stands at `at`: a table's or column's card, as markdown, and the span it speaks of.
#[must_use]
pub fn hover(snapshot: &Snapshot, file: FileId, at: Offset) -> Option<(Span, String)> {
    navigate::hover(snapshot, file, at)
}

/// Where the thing at `at` is declared.
#[must_use]
pub fn definition(snapshot: &Snapshot, file: FileId, at: Offset) -> Vec<Place> {
    navigate::definition(snapshot, file, at)
}

/// Every place that names the thing at `at`, in stories and schemas, sorted by path and span.
///
/// # Errors
/// [`Cancelled`] if the snapshot was overtaken.
pub fn references(
    snapshot: &Snapshot,
    file: FileId,
    at: Offset,
    declaration: navigate::Declaration,
) -> Result<Vec<Place>, Cancelled> {
    navigate::references(snapshot, file, at, declaration)
}

/// The outline of `file`: headings, stories and criteria, or tables, columns and enums.
#[must_use]
pub fn document_symbols(snapshot: &Snapshot, file: FileId) -> Vec<navigate::Symbol> {
    navigate::document_symbols(snapshot, file)
}

/// Tables, columns, enums and stories whose name holds the letters of `query` in order, best first, at most 256.
///
/// # Errors
/// [`Cancelled`] if the snapshot was overtaken.
pub fn workspace_symbols(
    snapshot: &Snapshot,
    query: &str,
) -> Result<Vec<(FileId, navigate::Symbol)>, Cancelled> {
    navigate::workspace_symbols(snapshot, query)
}

/// The names in the story `file` that are bound to something in a schema, in order; they do not overlap.
#[must_use]
pub fn tokens(snapshot: &Snapshot, file: FileId) -> Vec<visible::Token> {
    visible::tokens(snapshot, file)
}

/// The plain nouns of the story `file` that are the names of tables, in order. For the eye only: most nouns are nouns.
#[must_use]
pub fn words(snapshot: &Snapshot, file: FileId) -> Vec<visible::Noun> {
    visible::words(snapshot, file)
}

/// What is said above lines of `file`: how many stories speak of a table, how many of a story's tables exist.
///
/// # Errors
/// [`Cancelled`] if the snapshot was overtaken.
pub fn lenses(snapshot: &Snapshot, file: FileId) -> Result<Vec<visible::Lens>, Cancelled> {
    visible::lenses(snapshot, file)
}

/// The files that `[Source: file#heading]` references of the story `file` lead to, in order.
#[must_use]
pub fn links(snapshot: &Snapshot, file: FileId) -> Vec<visible::FileLink> {
    visible::links(snapshot, file)
}

/// The foldable stretches of `file`.
#[must_use]
pub fn folds(snapshot: &Snapshot, file: FileId) -> Vec<Span> {
    structure::folds(snapshot, file)
}

/// The ever larger stretches around `at`, smallest first.
#[must_use]
pub fn selections(snapshot: &Snapshot, file: FileId, at: Offset) -> Vec<Span> {
    structure::selections(snapshot, file, at)
}
