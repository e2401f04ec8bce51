//! What something is, where it is declared, and who speaks of it.

mod card;
mod symbols;
mod thing;
mod uses;

use text::{FileId, Offset, Place, Span};
use workspace::snapshot::{Cancelled, Snapshot};

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
    let (span, thing) = thing::at(snapshot, file, at)?;
    Some((span, card::of(snapshot, file, thing)))
}

pub(crate) fn definition(snapshot: &Snapshot, file: FileId, at: Offset) -> Vec<Place> {
    thing::at(snapshot, file, at).map(|(_, thing)| vec![thing.declared()]).unwrap_or_default()
}

pub(crate) fn references(
    snapshot: &Snapshot,
    file: FileId,
    at: Offset,
    declaration: Declaration,
) -> Result<Vec<Place>, Cancelled> {
    match thing::at(snapshot, file, at) {
        Some((_, thing)) => uses::of(snapshot, file, thing, declaration),
        None => Ok(Vec::new()),
    }
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
