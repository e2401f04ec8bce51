//! Everything at one revision.

pub(crate) mod index;
pub(crate) mod world;

use std::any::Any;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use schema::names::Folded;
use text::FileId;

use crate::config::Config;
use crate::document::Document;
use crate::model::{Model, SchemaSet};
use crate::path::RelPath;
use world::World;

pub use crate::derived::Origin;

/// The work was overtaken by an edit or taken back: whoever asked should ask again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cancelled;

/// The file that makes its folder a package.
pub(crate) const PACKAGE: &str = "package.json";

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
    /// Every file in it that is looked at, read or not.
    pub paths: Arc<BTreeSet<RelPath>>,
    /// Places at which files may be that nobody saw: symbolic links, what the system refuses; the root itself if its
    /// listing was cut short.
    pub(crate) hidden: Vec<RelPath>,
    /// What the user decided.
    pub config: Arc<Config>,
    /// Its schemas.
    pub model: Arc<Model>,
}

impl Root {
    /// True if a file may be at `path` though no listing names it.
    #[must_use]
    pub fn may_hide(&self, path: &RelPath) -> bool {
        self.hidden.iter().any(|it| path.is_below(it.as_str()))
    }

    /// The folder of the nearest package that `path` lies in; `None` in the root's own.
    fn package<'a>(&self, path: &'a RelPath) -> Option<&'a str> {
        let mut folder = path.folder();
        while !folder.is_empty() {
            let mark = RelPath::new(&format!("{folder}/{PACKAGE}"));
            if mark.is_some_and(|it| self.paths.contains(&it)) {
                return Some(folder);
            }
            folder = folder.rsplit_once('/').map_or("", |it| it.0);
        }
        None
    }
}

/// Everything at one revision. Cheap to clone, safe on any thread.
#[derive(Debug, Clone, Default)]
pub struct Snapshot {
    pub(crate) world: Arc<World>,
    /// The revision of the last edit; the store writes it.
    pub(crate) latest: Arc<AtomicU64>,
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

    /// The one of several schemas that lies in the same package as `document` and is alone there.
    #[must_use]
    pub fn set_beside(&self, document: &Document) -> Option<&SchemaSet> {
        let root = self.world.roots.get(document.root())?;
        let package = root.package(document.path())?;
        let lies_there = |it: &FileId| {
            let path = self.document(*it).map(|it| it.path());
            path.and_then(|it| root.package(it)).is_some_and(|it| it == package)
        };
        let mut sets = root.model.sets.iter().filter(|set| set.files.iter().any(lies_there));
        let only = sets.next().filter(|set| set.files.iter().all(lies_there))?;
        sets.next().is_none().then_some(&**only)
    }

    /// Every document, sorted by root and path.
    pub fn documents(&self) -> impl Iterator<Item = &Arc<Document>> {
        self.world.documents()
    }

    /// The file at `path` below root number `root`.
    #[must_use]
    pub fn file_at(&self, root: usize, path: &RelPath) -> Option<FileId> {
        self.world.file_at(root, path)
    }

    /// What `make` makes of `origin`, made once for this revision however often and on however many threads it is asked
    /// for. `make` must depend on nothing but the snapshot and `origin`, and may not ask for its own value.
    #[must_use]
    pub fn derived<T: Any + Send + Sync>(&self, origin: Origin, make: impl FnOnce() -> T) -> Arc<T> {
        self.world.derived.get(origin, make)
    }

    /// The stories that mention a table (or a column of a table) whose name folds to `name`, sorted by path.
    #[must_use]
    pub fn stories_about(&self, root: usize, name: &Folded) -> Vec<FileId> {
        let stories = self.world.index().stories(name).map_or(&[][..], |it| &it.naming);
        let mut stories: Vec<FileId> = stories.iter().copied().filter(|it| self.lies_in(*it, root)).collect();
        stories.sort_by_key(|it| self.world.rank(*it));
        stories
    }

    pub(crate) fn lies_in(&self, file: FileId, root: usize) -> bool {
        self.document(file).is_some_and(|it| it.root == root)
    }
}
