//! The one place where files change.

mod load;
mod paranoid;
mod settle;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock};

use dashmap::DashMap;
use dashmap::mapref::entry::Entry;
use text::{Edit, Encoding, FileId, Position, Span};

use crate::disk::{Disk, MemoryDisk, RealDisk};
use crate::document::{Body, Document, FileKind};
use crate::path::{RelPath, normal};
use crate::snapshot::Snapshot;

pub use load::Loaded;
pub(crate) use load::refusal;

/// All files of the opened roots, as the disk and the editor have them.
pub struct Store {
    disk: Arc<dyn Disk>,
    // File numbers by absolute path. A path keeps its number for good, so that a number never changes its meaning.
    ids: DashMap<PathBuf, FileId>,
    next: AtomicU32,
    // The newest version of every file. The entry's lock decides between the disk and an open editor.
    slots: DashMap<FileId, Slot>,
    // The folders of the roots by number; `None` where a root was closed.
    folders: RwLock<Vec<Option<PathBuf>>>,
    // Files changed since the last snapshot.
    dirty: Mutex<Vec<FileId>>,
    revision: AtomicU64,
    // The revision of the last edit: what readers are overtaken by.
    latest: Arc<AtomicU64>,
    settled: Mutex<settle::Settled>,
    report: OnceLock<paranoid::Report>,
}

#[derive(Debug)]
struct Slot {
    path: PathBuf,
    document: Option<Arc<Document>>,
}

/// One change as an editor sends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stroke {
    /// What is replaced, from and up to; `None` replaces the whole text.
    pub range: Option<(Position, Position)>,
    /// What stands there afterwards.
    pub text: String,
}

/// What a change may have altered for readers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Change {
    /// The files whose own text changed.
    pub files: Vec<FileId>,
    /// True if the model or a configuration may have changed, and other files' answers with it. Cheap and therefore
    /// coarse: [`Snapshot::affected_since`] knows which files, if any.
    pub model: bool,
}

impl Default for Store {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").field("files", &self.slots.len()).finish_non_exhaustive()
    }
}

impl Store {
    /// A store without roots.
    #[must_use]
    pub fn new() -> Self {
        Self::on(Arc::new(RealDisk))
    }

    /// A store without roots that reads from `disk`.
    #[must_use]
    pub fn on(disk: Arc<dyn Disk>) -> Self {
        Self {
            disk,
            ids: DashMap::new(),
            next: AtomicU32::new(0),
            slots: DashMap::new(),
            folders: RwLock::default(),
            dirty: Mutex::default(),
            revision: AtomicU64::new(0),
            latest: Arc::default(),
            settled: Mutex::default(),
            report: OnceLock::new(),
        }
    }

    /// The root of [`Store::from_files`].
    pub const FIXTURE: &'static str = "/fixture";

    /// A loaded store over files in memory, each a path below [`Store::FIXTURE`] and its text; for tests.
    #[must_use]
    pub fn from_files(files: &[(&str, &str)]) -> Self {
        let disk = MemoryDisk::default();
        let root = Path::new(Self::FIXTURE);
        for (path, text) in files {
            disk.write(&root.join(path), text.as_bytes());
        }
        let store = Self::on(Arc::new(disk));
        store.load_root(root, &|_, _| {});
        store
    }

    /// The editor opened the file at `path` with this text. Never waits for the disk.
    pub fn open(&self, path: &Path, text: &str, version: i32) -> Change {
        let path = normal(path);
        let id = self.id(&path);
        let fresh = self.fresh(id, &path, FileKind::Other);
        self.change(id, path, |before| {
            let base = before.map_or(fresh, |it| (**it).clone());
            let body = Arc::new(base.body.replaced(text));
            Some(Document { version: Some(version), body, ..base })
        })
    }

    /// The editor changed an open file. `strokes` come in order, each meant for the text the one before it made;
    /// their positions are in `encoding`. Positions outside the text are clamped to it.
    pub fn edit(&self, path: &Path, strokes: &[Stroke], encoding: Encoding, version: i32) -> Change {
        let path = normal(path);
        let id = self.id(&path);
        let fresh = self.fresh(id, &path, FileKind::Other);
        self.change(id, path, |before| {
            let base = before.map_or(fresh, |it| (**it).clone());
            let body = Arc::new(stroked(&base.body, strokes, encoding));
            Some(Document { version: Some(version), body, ..base })
        })
    }

    /// The editor closed the file: the disk's text counts again.
    pub fn close(&self, path: &Path) -> Change {
        let path = normal(path);
        let id = self.id(&path);
        // The disk is read before the entry is locked; nobody else writes what an editor has open.
        let root = self.root_of(&path);
        let read = root.as_ref().map(|(_, folder, relative)| self.disk.read(folder, relative));
        self.change(id, path, |before| {
            let before = before?;
            let body = Body::from_disk(read?);
            if body.is_unread() {
                return None;
            }
            let body = if body.is_like(&before.body) { Arc::clone(&before.body) } else { Arc::new(body) };
            Some(Document { version: None, body, ..(**before).clone() })
        })
    }

    /// Everything as it is now. Costs what changed since the last snapshot.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        Snapshot { world: self.settle(), latest: Arc::clone(&self.latest) }
    }

    /// The absolute path of `file`.
    #[must_use]
    pub fn absolute(&self, file: FileId) -> Option<PathBuf> {
        self.slots.get(&file).map(|slot| slot.path.clone())
    }

    /// The file at the absolute path `path`.
    #[must_use]
    pub fn file(&self, path: &Path) -> Option<FileId> {
        let id = *self.ids.get(&normal(path))?;
        self.slots.get(&id).filter(|slot| slot.document.is_some()).map(|_| id)
    }

    /// The number of `path`, a new one if it has none.
    fn id(&self, path: &Path) -> FileId {
        if let Some(id) = self.ids.get(path) {
            return *id;
        }
        *self.ids.entry(path.to_owned()).or_insert_with(|| FileId(self.next.fetch_add(1, Ordering::Relaxed)))
    }

    /// The root that holds the absolute `path`, the deepest if several do.
    fn root_of(&self, path: &Path) -> Option<(usize, PathBuf, RelPath)> {
        let folders = self.folders.read().unwrap_or_else(PoisonError::into_inner);
        let roots = folders.iter().enumerate().filter_map(|(number, folder)| {
            let folder = folder.as_ref()?;
            Some((number, folder, RelPath::below(folder, path)?))
        });
        let (number, folder, relative) = roots.max_by_key(|it| it.1.as_os_str().len())?;
        Some((number, folder.clone(), relative))
    }

    /// The document of a file nothing is known of yet.
    fn fresh(&self, id: FileId, path: &Path, kind: FileKind) -> Document {
        let (root, path) = match self.root_of(path) {
            Some((root, _, path)) => (root, path),
            None => (usize::MAX, RelPath::new(&path.to_string_lossy()).unwrap_or_else(RelPath::empty)),
        };
        Document { id, root, path, kind, archived: false, version: None, body: Arc::default() }
    }

    /// Replaces the version of one file by what `make` makes of it, under the file's lock, as an editor's act.
    fn change(
        &self,
        id: FileId,
        path: PathBuf,
        make: impl FnOnce(Option<&Arc<Document>>) -> Option<Document>,
    ) -> Change {
        let kind = {
            let mut slot = self.slots.entry(id).or_insert_with(|| Slot { path, document: None });
            let before = slot.document.clone();
            slot.document = make(before.as_ref()).map(Arc::new);
            slot.document.as_ref().or(before.as_ref()).map(|it| it.kind)
        };
        self.touch([id]);
        self.latest.fetch_max(self.revision.load(Ordering::SeqCst), Ordering::SeqCst);
        let model = !matches!(kind, Some(FileKind::Story | FileKind::Markdown));
        Change { files: vec![id], model }
    }

    /// Puts what the disk holds in place of what it held before. An editor's text is never replaced.
    fn fill(&self, document: Document, path: PathBuf) -> bool {
        let id = document.id;
        let filled = match self.slots.entry(id) {
            Entry::Vacant(entry) => {
                entry.insert(Slot { path, document: Some(Arc::new(document)) });
                true
            }
            Entry::Occupied(mut entry) => {
                let slot = entry.get_mut();
                let known = slot.document.as_ref();
                if known.is_some_and(|it| it.version.is_some() || it.body.is_like(&document.body)) {
                    false
                } else {
                    slot.document = Some(Arc::new(document));
                    true
                }
            }
        };
        if filled {
            self.touch([id]);
        }
        filled
    }

    /// Forgets what the disk held of `file`, unless an editor has it open.
    fn forget(&self, file: FileId) -> bool {
        let forgotten = self.slots.get_mut(&file).is_some_and(|mut slot| {
            let forget = slot.document.as_ref().is_some_and(|it| it.version.is_none());
            if forget {
                slot.document = None;
            }
            forget
        });
        if forgotten {
            self.touch([file]);
        }
        forgotten
    }

    /// The newest version of `file`.
    fn newest(&self, file: FileId) -> Option<Arc<Document>> {
        self.slots.get(&file)?.document.clone()
    }

    /// Notes that `files` changed. The note is made before the revision moves: whoever sees the revision finds it.
    fn touch(&self, files: impl IntoIterator<Item = FileId>) {
        locked(&self.dirty).extend(files);
        self.revision.fetch_add(1, Ordering::SeqCst);
    }
}

/// The next version of `body`.
fn stroked(body: &Body, strokes: &[Stroke], encoding: Encoding) -> Body {
    let mut text = body.text().clone();
    let mut edits = Vec::with_capacity(strokes.len());
    for stroke in strokes {
        let span = match stroke.range {
            Some((from, to)) => {
                let (from, to) = (text.offset(from, encoding), text.offset(to, encoding));
                Span::new(from.min(to), to.max(from))
            }
            None => Span::from_range(0..text.len()),
        };
        let edit = Edit::replace(span, stroke.text.as_str());
        let before = text.clone();
        text.edit(&edit);
        edits.push((before, edit));
    }
    body.edited(text, &edits)
}

/// What `mutex` guards. A thread that panicked while holding it left nothing half done: values are put in whole.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
