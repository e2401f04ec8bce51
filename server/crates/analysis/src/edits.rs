//! Changes to a workspace: edits to files and new files, as one.

use std::collections::BTreeMap;

use text::{Edits, FileId};
use workspace::path::RelPath;

/// A change to a workspace. Nothing here writes: the client or the command line does.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WorkspaceEdits {
    /// Edits to existing files.
    pub files: BTreeMap<FileId, Edits>,
    /// New files: root number, path and content.
    pub created: Vec<(usize, RelPath, String)>,
    /// What the change could not do, one sentence each: "`team` is declared nowhere: `team_id` has no reference".
    pub notes: Vec<String>,
}

/// A named change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an act: "Create table `invoices`".
    pub title: String,
    /// What sort of change it is.
    pub kind: FixKind,
    /// True if it cannot lose or change anything the user meant: `schemark fix` makes it without asking.
    pub safe: bool,
    /// True if it is the one to offer first.
    pub preferred: bool,
    /// The rule whose finding it mends, if it mends one, and that finding's span.
    pub mends: Option<(&'static str, text::Span)>,
    /// The change.
    pub edits: WorkspaceEdits,
}

/// The name of a change that can be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What it does, as an act: "Create table `invoices`".
    pub title: String,
    /// What sort of change it is.
    pub kind: FixKind,
    /// True if it cannot lose or change anything the user meant.
    pub safe: bool,
}

/// What sort of change a fix is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FixKind {
    /// Mends a finding.
    QuickFix,
    /// Changes the shape of something, asked for at a place.
    Refactor,
}
