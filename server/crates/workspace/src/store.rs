//! The one place where files change.

use std::path::{Path, PathBuf};

use text::{Encoding, FileId, Position};

use crate::snapshot::Snapshot;

/// All files of the opened roots, as the disk and the editor have them.
#[derive(Debug, Default)]
pub struct Store {}

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
    /// True if the model or a configuration changed, so that other files' answers may have changed too.
    pub model: bool,
}

impl Store {
    /// A store without roots.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Opens `folder` as a root and reads what lies in it, in the calling thread, telling `progress` the number of
    /// files read so far and the number found. Files an editor already opened keep the editor's text.
    pub fn load_root(&self, folder: &Path, progress: &(dyn Fn(usize, usize) + Sync)) {
        let _ = (folder, progress);
    }

    /// Forgets a root and its files.
    pub fn remove_root(&self, folder: &Path) {
        let _ = folder;
    }

    /// The editor opened the file at `path` with this text. Never waits for the disk.
    pub fn open(&self, path: &Path, text: &str, version: i32) -> Change {
        let _ = (path, text, version);
        Change::default()
    }

    /// The editor changed an open file. `strokes` come in order, each meant for the text the one before it made;
    /// their positions are in `encoding`.
    pub fn edit(&self, path: &Path, strokes: &[Stroke], encoding: Encoding, version: i32) -> Change {
        let _ = (path, strokes, encoding, version);
        Change::default()
    }

    /// The editor closed the file: the disk's text counts again.
    pub fn close(&self, path: &Path) -> Change {
        let _ = path;
        Change::default()
    }

    /// The disk changed at `paths` (created, changed or deleted): they are read again unless an editor has them open.
    pub fn disk_changed(&self, paths: &[PathBuf]) -> Change {
        let _ = paths;
        Change::default()
    }

    /// Everything as it is now. Costs what changed since the last snapshot.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        Snapshot::default()
    }

    /// The absolute path of `file`.
    #[must_use]
    pub fn absolute(&self, file: FileId) -> Option<PathBuf> {
        let _ = file;
        None
    }

    /// The file at the absolute path `path`.
    #[must_use]
    pub fn file(&self, path: &Path) -> Option<FileId> {
        let _ = path;
        None
    }
}
