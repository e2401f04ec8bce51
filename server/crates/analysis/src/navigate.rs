//! What something is, where it is declared, and who speaks of it.

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
    let _ = (snapshot, file, at);
    None
}

pub(crate) fn definition(snapshot: &Snapshot, file: FileId, at: Offset) -> Vec<Place> {
    let _ = (snapshot, file, at);
    Vec::new()
}

pub(crate) fn references(
    snapshot: &Snapshot,
    file: FileId,
    at: Offset,
    declaration: Declaration,
) -> Result<Vec<Place>, Cancelled> {
    let _ = (snapshot, file, at, declaration);
    Ok(Vec::new())
}

pub(crate) fn document_symbols(snapshot: &Snapshot, file: FileId) -> Vec<Symbol> {
    let _ = (snapshot, file);
    Vec::new()
}

pub(crate) fn workspace_symbols(
    snapshot: &Snapshot,
    query: &str,
) -> Result<Vec<(FileId, Symbol)>, Cancelled> {
    let _ = (snapshot, query);
    Ok(Vec::new())
}
