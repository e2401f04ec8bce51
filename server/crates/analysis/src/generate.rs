//! From what stories say of an entity to a table in the team's own style.

use text::FileId;
use workspace::snapshot::Snapshot;

use crate::WorkspaceEdits;

/// Why a table cannot be generated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The table is there already.
    Exists,
    /// Nothing in the story says anything of it.
    Unsaid,
    /// There is no place to put it: several schema sets, and none is nearer.
    NoPlace,
}

/// The change that adds the table called `table` as `story` (and the other stories of its root) describe it: the
/// declaration, its imports, keys, indexes and types, and the barrel's export, in the style the workspace uses.
///
/// # Errors
/// A [`Refusal`] that says why not.
pub fn table(snapshot: &Snapshot, story: FileId, table: &str) -> Result<WorkspaceEdits, Refusal> {
    let _ = (snapshot, story, table);
    Err(Refusal::Unsaid)
}

/// The names of the tables that `story` speaks of and no schema declares, in the order they are first named: what
/// `schemark generate <story>` makes when no table is named.
#[must_use]
pub fn candidates(snapshot: &Snapshot, story: FileId) -> Vec<String> {
    let _ = (snapshot, story);
    Vec::new()
}

/// The change that adds all `tables` at once, in an order in which references resolve.
///
/// # Errors
/// A [`Refusal`] that says why not, with the table's name.
pub fn tables(
    snapshot: &Snapshot,
    story: FileId,
    tables: &[String],
) -> Result<WorkspaceEdits, (String, Refusal)> {
    let _ = (snapshot, story, tables);
    Ok(WorkspaceEdits::default())
}
