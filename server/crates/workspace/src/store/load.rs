//! Reading a root's files: all at first, then what changed on the disk.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock, PoisonError};

use rayon::prelude::{IntoParallelRefIterator as _, ParallelIterator as _};
use rayon::{ThreadPool, ThreadPoolBuilder};

use super::settle::Loading;
use super::{Change, Store, locked};
use crate::discovery::{Glance, Wanted};
use crate::disk::Unread;
use crate::document::{Body, Document, FileKind};
use crate::path::{RelPath, normal};

/// What became of loading a root.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Loaded {
    /// The root's number; `None` if it was refused.
    pub root: Option<usize>,
    /// The number of files read.
    pub files: usize,
    /// Why the folder was refused, in the user's words.
    pub refusal: Option<String>,
}

/// Rounds of *load, look, load what that asks for*. Each follows imports one step further; nobody nests so deep.
const ROUNDS: usize = 64;

impl Store {
    /// Makes `folder` a root without reading it yet, so that files the editor opens find their place. A folder that
    /// is a root already keeps its number.
    ///
    /// # Errors
    /// The reason, in the user's words, why the folder cannot be a root.
    pub fn add_root(&self, folder: &Path) -> Result<usize, String> {
        let folder = normal(folder);
        refusal(&folder)?;
        let (number, added) = {
            let mut folders = self.folders.write().unwrap_or_else(PoisonError::into_inner);
            match folders.iter().position(|it| it.as_ref() == Some(&folder)) {
                Some(number) => (number, false),
                None => {
                    folders.push(Some(folder.clone()));
                    (folders.len() - 1, true)
                }
            }
        };
        if added {
            locked(&self.settled).add_root(number, folder);
            self.adopt();
        }
        Ok(number)
    }

    /// Opens `folder` as a root and reads what lies in it, in the calling thread, telling `progress` the number of
    /// files read so far and the number found. Files an editor already opened keep the editor's text. Call it again
    /// to read everything anew.
    pub fn load_root(&self, folder: &Path, progress: &(dyn Fn(usize, usize) + Sync)) -> Loaded {
        let number = match self.add_root(folder) {
            Ok(number) => number,
            Err(refusal) => return Loaded { refusal: Some(refusal), ..Loaded::default() },
        };
        let folder = normal(folder);
        locked(&self.settled).set_loading(number, Loading::Underway);
        let listing = self.disk.list(&folder, &self.roots_within(&folder));
        locked(&self.settled).set_listing(number, listing);
        let done = AtomicUsize::new(0);
        let mut total = 0;
        for _ in 0..ROUNDS {
            let wanted = locked(&self.settled).plan(self, number);
            if wanted.is_empty() {
                break;
            }
            total += wanted.len();
            progress(done.load(Ordering::Relaxed), total);
            let scans = self.fetch(&folder, &wanted, &|| {
                progress(done.fetch_add(1, Ordering::Relaxed) + 1, total);
            });
            locked(&self.settled).scanned(number, scans);
        }
        locked(&self.settled).set_loading(number, Loading::Done);
        self.touch([]);
        self.settle();
        Loaded { root: Some(number), files: done.into_inner(), refusal: None }
    }

    /// Forgets a root and its files. Files an editor has open stay, outside of all roots.
    pub fn remove_root(&self, folder: &Path) {
        let folder = normal(folder);
        let number = {
            let mut folders = self.folders.write().unwrap_or_else(PoisonError::into_inner);
            let Some(number) = folders.iter().position(|it| it.as_ref() == Some(&folder)) else { return };
            // The number is not given away again: documents of older snapshots still carry it.
            if let Some(place) = folders.get_mut(number) {
                *place = None;
            }
            number
        };
        locked(&self.settled).remove_root(number);
        for id in self.files_of(number) {
            self.forget(id);
        }
        self.adopt();
    }

    /// The disk changed at `paths` (created, changed or deleted): they are read again unless an editor has them open.
    pub fn disk_changed(&self, paths: &[PathBuf]) -> Change {
        let before = self.settle();
        let mut stale_listings = BTreeSet::new();
        for path in paths.iter().map(|it| normal(it)) {
            let Some((root, folder, relative)) = self.root_of(&path) else { continue };
            if !self.reread(root, &folder, &path, &relative) {
                stale_listings.insert((root, folder));
            }
        }
        for (root, folder) in stale_listings {
            let listing = self.disk.list(&folder, &self.roots_within(&folder));
            let gone = locked(&self.settled).set_listing(root, listing);
            for path in gone {
                self.forget(self.id(&folder.join(path.as_str())));
            }
        }
        let after = self.settle();
        let files = after.differing(&before);
        if !files.is_empty() {
            self.latest.fetch_max(self.revision.load(Ordering::SeqCst), Ordering::SeqCst);
        }
        let model = after.roots.len() != before.roots.len()
            || after.roots.iter().zip(&before.roots).any(|(new, old)| {
                !Arc::ptr_eq(&new.model, &old.model) || !Arc::ptr_eq(&new.config, &old.config)
            });
        Change { files, model }
    }

    /// Reads a listed file again. False if the listing must be made anew to know what the change means.
    fn reread(&self, root: usize, folder: &Path, path: &Path, relative: &RelPath) -> bool {
        if !locked(&self.settled).lists(root, relative) {
            // A new file, a folder, an ignore file: only a new listing knows what is ignored.
            return false;
        }
        let bytes = self.disk.read(folder, relative);
        if bytes == Err(Unread::Absent) {
            return false;
        }
        locked(&self.settled).forget_scan(root, relative);
        let id = self.id(path);
        match self.newest(id) {
            Some(known) if known.version.is_none() => {
                let body = Body::from_disk(bytes);
                self.fill(Document { body: Arc::new(body), ..(*known).clone() }, path.to_owned());
            }
            Some(_) => {}
            None => self.touch([]),
        }
        true
    }

    /// Reads `wanted` in parallel, on threads of the store's own. Returns what glances told.
    pub(super) fn fetch(
        &self,
        folder: &Path,
        wanted: &[Wanted],
        done: &(dyn Fn() + Sync),
    ) -> Vec<(RelPath, Glance)> {
        // Numbers are given in order, not as threads come by: the same files get the same numbers every time.
        for it in wanted {
            if let Wanted::Load(path) = it {
                self.id(&folder.join(path.as_str()));
            }
        }
        let read = |wanted: &Wanted| {
            let scan = match wanted {
                Wanted::Load(path) => {
                    let absolute = folder.join(path.as_str());
                    let body = Arc::new(Body::from_disk(self.disk.read(folder, path)));
                    let fresh = self.fresh(self.id(&absolute), &absolute, FileKind::Other);
                    self.fill(Document { body, ..fresh }, absolute);
                    None
                }
                Wanted::Scan(path) => {
                    let body = Body::from_disk(self.disk.read(folder, path));
                    Some((path.clone(), Glance::of(path, &body)))
                }
            };
            done();
            scan
        };
        match loaders() {
            Some(pool) if wanted.len() > 1 => pool.install(|| wanted.par_iter().filter_map(read).collect()),
            _ => wanted.iter().filter_map(read).collect(),
        }
    }

    /// The roots below `folder`: they have listings of their own.
    fn roots_within(&self, folder: &Path) -> Vec<PathBuf> {
        let folders = self.folders.read().unwrap_or_else(PoisonError::into_inner);
        folders.iter().flatten().filter(|it| *it != folder && it.starts_with(folder)).cloned().collect()
    }

    /// Gives every known file the root it belongs to now.
    fn adopt(&self) {
        let known: Vec<_> = self.slots.iter().map(|it| (*it.key(), it.path.clone())).collect();
        for (id, path) in known {
            let fresh = self.fresh(id, &path, FileKind::Other);
            let moved = self.slots.get_mut(&id).is_some_and(|mut slot| match &slot.document {
                Some(document) if document.root != fresh.root => {
                    let body = Arc::clone(&document.body);
                    slot.document = Some(Arc::new(Document { version: document.version, body, ..fresh }));
                    true
                }
                _ => false,
            });
            if moved {
                self.touch([id]);
            }
        }
    }

    fn files_of(&self, root: usize) -> Vec<text::FileId> {
        let slots = self.slots.iter();
        slots
            .filter(|it| it.document.as_ref().is_some_and(|it| it.root == root))
            .map(|it| *it.key())
            .collect()
    }
}

/// Threads that read files; not tokio's and not rayon's global ones, so that loading never starves an answer.
fn loaders() -> Option<&'static ThreadPool> {
    static POOL: OnceLock<Option<ThreadPool>> = OnceLock::new();
    POOL.get_or_init(|| {
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(8);
        ThreadPoolBuilder::new().num_threads(threads).thread_name(|it| format!("load-{it}")).build().ok()
    })
    .as_ref()
}

/// Refuses folders that would make us read a whole computer.
pub(crate) fn refusal(folder: &Path) -> Result<(), String> {
    let is_home = std::env::var_os("HOME")
        .or_else(|| std::env::var_os("USERPROFILE"))
        .is_some_and(|home| normal(Path::new(&home)) == folder);
    if folder.parent().is_none() {
        return Err(format!(
            "{} is the whole file system, not a project; open a folder in it",
            folder.display()
        ));
    }
    if is_home {
        return Err(format!("{} is the home folder, not a project; open a folder in it", folder.display()));
    }
    Ok(())
}
