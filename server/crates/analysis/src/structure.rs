//! Folding and selection, from the syntax trees.

use text::{FileId, Offset, Span};
use workspace::snapshot::Snapshot;

pub(crate) fn folds(snapshot: &Snapshot, file: FileId) -> Vec<Span> {
    let Some(document) = snapshot.document(file) else { return Vec::new() };
    document.tree().map(|tree| tree.folds(document.text())).unwrap_or_default()
}

pub(crate) fn selections(snapshot: &Snapshot, file: FileId, at: Offset) -> Vec<Span> {
    let Some(document) = snapshot.document(file) else { return Vec::new() };
    document.tree().map(|tree| tree.selections(document.text(), at)).unwrap_or_default()
}
