//! Everything at one revision.

use std::path::PathBuf;
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
    /// Its absolute path.
    pub folder: PathBuf,
    /// True until all its files are read for the first time.
    pub loading: bool,
    /// What kept files from being read, for the log: "more than 100000 files, the rest is left out".
    pub notes: Vec<String>,
    /// What the user decided.
    pub config: Arc<Config>,
    /// Its schemas.
    pub model: Arc<Model>,
}

/// Everything at one revision. Cheap to clone, safe on any thread.
#[derive(Debug, Clone, Default)]
pub struct Snapshot {
    pub(crate) world: Arc<World>,
    /// The revision of the last edit; the store writes it.
    pub(crate) latest: Arc<AtomicU64>,
}

/// Documents per chunk: a new version of one file copies one chunk and the list of chunks.
const CHUNK: usize = 64;

/// A chunk of documents by file number.
type Chunk = Arc<[Option<Arc<Document>>]>;

#[derive(Debug, Clone, Default)]
pub(crate) struct World {
    pub(crate) revision: u64,
    pub(crate) roots: Vec<Root>,
    chunks: Vec<Chunk>,
    // Every file that exists, sorted by root and path.
    order: Arc<[FileId]>,
}

impl World {
    pub(crate) fn document(&self, file: FileId) -> Option<&Arc<Document>> {
        let index = file.0 as usize;
        self.chunks.get(index / CHUNK)?.get(index % CHUNK)?.as_ref()
    }

    /// Puts `document` in place of the version of `file` known so far.
    pub(crate) fn put(&mut self, file: FileId, document: Option<Arc<Document>>) {
        let index = file.0 as usize;
        while self.chunks.len() <= index / CHUNK {
            self.chunks.push(std::iter::repeat_n(None, CHUNK).collect());
        }
        let Some(chunk) = self.chunks.get_mut(index / CHUNK) else { return };
        if let Some(slot) = Arc::make_mut(chunk).get_mut(index % CHUNK) {
            *slot = document;
        }
    }

    /// Sorts anew; needed when a file came, went or moved to another root.
    pub(crate) fn sort(&mut self) {
        let mut all: Vec<&Arc<Document>> = self.chunks.iter().flat_map(|it| it.iter().flatten()).collect();
        all.sort_by(|a, b| (a.root, &a.path).cmp(&(b.root, &b.path)));
        self.order = all.into_iter().map(|it| it.id).collect();
    }

    pub(crate) fn documents(&self) -> impl Iterator<Item = &Arc<Document>> {
        self.order.iter().filter_map(|id| self.document(*id))
    }

    /// The documents of one root, by number; right even before [`World::sort`].
    pub(crate) fn documents_of(&self, root: usize) -> impl Iterator<Item = &Arc<Document>> {
        self.chunks.iter().flat_map(|it| it.iter().flatten()).filter(move |it| it.root == root)
    }

    /// The files whose documents differ, by number.
    pub(crate) fn differing(&self, old: &World) -> Vec<FileId> {
        let mut files = Vec::new();
        for index in 0..self.chunks.len().max(old.chunks.len()) {
            let (new, old) = (self.chunks.get(index), old.chunks.get(index));
            if let (Some(new), Some(old)) = (new, old)
                && Arc::ptr_eq(new, old)
            {
                continue;
            }
            for slot in 0..CHUNK {
                let document = |chunk: Option<&Chunk>| chunk?.get(slot)?.clone();
                let (new, old) = (document(new), document(old));
                let same = match (&new, &old) {
                    (Some(new), Some(old)) => Arc::ptr_eq(new, old),
                    (None, None) => true,
                    _ => false,
                };
                if !same && let Some(document) = new.or(old) {
                    files.push(document.id);
                }
            }
        }
        files
    }
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
    /// [`Cancelled`] if an edit came since. Files that are merely read from the disk cancel nobody.
    pub fn alive(&self) -> Result<(), Cancelled> {
        if self.latest.load(Ordering::Relaxed) > self.world.revision { Err(Cancelled) } else { Ok(()) }
    }

    /// The same snapshot for a reader who wants the answer in any case: it is never overtaken.
    #[must_use]
    pub fn patient(&self) -> Self {
        Self { world: Arc::clone(&self.world), latest: Arc::default() }
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
        self.world.document(file)
    }

    /// Every document, sorted by root and path.
    pub fn documents(&self) -> impl Iterator<Item = &Arc<Document>> {
        self.world.documents()
    }

    /// The file at `path` below root number `root`.
    #[must_use]
    pub fn file_at(&self, root: usize, path: &RelPath) -> Option<FileId> {
        let order = &self.world.order;
        let place = order.binary_search_by(|id| {
            self.document(*id).map_or(std::cmp::Ordering::Less, |it| (it.root, &it.path).cmp(&(root, path)))
        });
        place.ok().and_then(|it| order.get(it)).copied()
    }

    /// The stories that mention a table (or a column of a table) whose name folds to `name`, sorted by path.
    #[must_use]
    pub fn stories_about(&self, root: usize, name: &Folded) -> Vec<FileId> {
        self.documents()
            .filter(|it| it.root == root && it.names().binary_search(name).is_ok())
            .map(|it| it.id)
            .collect()
    }
}
