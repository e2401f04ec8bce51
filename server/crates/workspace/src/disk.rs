//! Where files come from: the disk, or memory for tests. The only place that opens files; reads only, and only below
//! the folder it is given.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use ignore::WalkBuilder;

use crate::path::{RelPath, normal};

/// Larger files are not read: no story or schema comes near, and every reader's cost stays bounded.
pub const FILE_LIMIT: u64 = 8 * 1024 * 1024;

/// A root's listing stops here; what lies beyond is unknown, and said to be.
pub const LISTING_LIMIT: usize = 100_000;

/// Why a file has no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unread {
    /// It does not exist, or is no regular file, or lies behind a symbolic link.
    Absent,
    /// It is larger than [`FILE_LIMIT`].
    TooLarge,
    /// The system refused.
    Refused,
}

/// The files below one folder.
#[derive(Debug, Clone, Default)]
pub struct Listing {
    /// Paths of regular files that may concern us, in any order.
    pub files: Vec<RelPath>,
    /// False if there are more than [`LISTING_LIMIT`].
    pub complete: bool,
}

/// A place that files are read from.
pub trait Disk: Send + Sync {
    /// The files below `root` that may concern us, ignore files honoured. Folders in `without` are left out.
    fn list(&self, root: &Path, without: &[PathBuf]) -> Listing;

    /// The bytes of the file at `path` below `root`.
    ///
    /// # Errors
    /// [`Unread`] says why there are none.
    fn read(&self, root: &Path, path: &RelPath) -> Result<Vec<u8>, Unread>;
}

/// Folders that hold nothing people wrote: dependencies, build output, version control.
const SKIPPED_FOLDERS: &[&str] = &[
    ".cache",
    ".git",
    ".hg",
    ".next",
    ".nuxt",
    ".output",
    ".pnpm-store",
    ".svelte-kit",
    ".svn",
    ".turbo",
    ".venv",
    ".vercel",
    ".yarn",
    "__pycache__",
    "bower_components",
    "coverage",
    "dist",
    "node_modules",
    "out-tsc",
    "target",
    "vendor",
];

/// True for file types we may ever want to read.
fn concerns_us(path: &RelPath) -> bool {
    matches!(
        path.extension().as_str(),
        "md" | "markdown"
            | "ts"
            | "mts"
            | "cts"
            | "tsx"
            | "js"
            | "mjs"
            | "cjs"
            | "json"
            | "toml"
            | "prisma"
            | "sql"
    )
}

fn is_skipped_folder(name: &str) -> bool {
    SKIPPED_FOLDERS.binary_search(&name).is_ok()
}

/// The computer's own disk.
#[derive(Debug, Default)]
pub struct RealDisk;

impl Disk for RealDisk {
    fn list(&self, root: &Path, without: &[PathBuf]) -> Listing {
        let without = without.to_vec();
        let walk = WalkBuilder::new(root)
            .hidden(false)
            // Nothing outside the workspace is opened: no ignore files of parent folders, no user's git settings.
            .parents(false)
            .git_global(false)
            .require_git(false)
            .follow_links(false)
            .filter_entry(move |entry| {
                let is_folder = entry.file_type().is_some_and(|it| it.is_dir());
                !is_folder
                    || entry.depth() == 0
                    || (!entry.file_name().to_str().is_some_and(is_skipped_folder)
                        && !without.iter().any(|it| it == entry.path()))
            })
            .build();
        let mut files = Vec::new();
        for entry in walk.flatten() {
            // Pipes, devices and symbolic links have another file type and are left alone.
            if !entry.file_type().is_some_and(|it| it.is_file()) {
                continue;
            }
            let Some(path) = RelPath::below(root, entry.path()) else { continue };
            if !concerns_us(&path) {
                continue;
            }
            if files.len() == LISTING_LIMIT {
                return Listing { files, complete: false };
            }
            files.push(path);
        }
        Listing { files, complete: true }
    }

    fn read(&self, root: &Path, path: &RelPath) -> Result<Vec<u8>, Unread> {
        let mut full = root.to_owned();
        let mut size = 0;
        // Every step below the root is looked at: a symbolic link on the way could lead outside.
        for part in path.as_str().split('/') {
            full.push(part);
            let metadata = full.symlink_metadata().map_err(|_| Unread::Absent)?;
            if metadata.file_type().is_symlink() {
                return Err(Unread::Absent);
            }
            size = metadata.len();
        }
        let metadata = full.symlink_metadata().map_err(|_| Unread::Absent)?;
        if !metadata.is_file() {
            return Err(Unread::Absent);
        }
        if size > FILE_LIMIT {
            return Err(Unread::TooLarge);
        }
        let file = File::open(&full).map_err(|_| Unread::Refused)?;
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default());
        // The limit is asked for again: the file may have grown since.
        file.take(FILE_LIMIT + 1).read_to_end(&mut bytes).map_err(|_| Unread::Refused)?;
        if bytes.len() as u64 > FILE_LIMIT { Err(Unread::TooLarge) } else { Ok(bytes) }
    }
}

/// Files in memory, for tests and fixtures.
#[derive(Debug, Default)]
pub struct MemoryDisk {
    files: Mutex<BTreeMap<PathBuf, Vec<u8>>>,
}

impl MemoryDisk {
    /// Puts a file there, or changes it.
    pub fn write(&self, path: &Path, bytes: &[u8]) {
        if let Ok(mut files) = self.files.lock() {
            files.insert(normal(path), bytes.to_vec());
        }
    }

    /// Removes a file, or a folder with everything in it.
    pub fn remove(&self, path: &Path) {
        if let Ok(mut files) = self.files.lock() {
            files.retain(|it, _| !it.starts_with(path));
        }
    }
}

impl Disk for MemoryDisk {
    fn list(&self, root: &Path, without: &[PathBuf]) -> Listing {
        let Ok(files) = self.files.lock() else { return Listing::default() };
        let files = files
            .keys()
            .filter(|it| it.starts_with(root) && !without.iter().any(|other| it.starts_with(other)))
            .filter_map(|it| RelPath::below(root, it))
            .filter(|it| concerns_us(it) && !it.folder().split('/').any(is_skipped_folder))
            .collect();
        Listing { files, complete: true }
    }

    fn read(&self, root: &Path, path: &RelPath) -> Result<Vec<u8>, Unread> {
        let files = self.files.lock().map_err(|_| Unread::Refused)?;
        files.get(&root.join(path.as_str())).cloned().ok_or(Unread::Absent)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Disk as _, RealDisk, SKIPPED_FOLDERS, Unread};
    use crate::path::RelPath;

    fn names(root: &Path) -> Vec<String> {
        let mut names: Vec<String> = RealDisk.list(root, &[]).files.iter().map(ToString::to_string).collect();
        names.sort();
        names
    }

    fn write(root: &Path, path: &str, text: &str) {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().expect("below the root")).expect("folder");
        std::fs::write(path, text).expect("file");
    }

    #[test]
    fn skipped_folders_are_sorted_for_the_search() {
        assert!(SKIPPED_FOLDERS.is_sorted());
    }

    #[test]
    fn a_gitignored_file_and_a_dependency_are_not_listed() {
        let root = tempfile::tempdir().expect("folder");
        write(root.path(), ".gitignore", "private/\n");
        write(root.path(), "private/a.md", "");
        write(root.path(), "node_modules/x/README.md", "");
        write(root.path(), ".kiro/specs/a.md", "");
        write(root.path(), "docs/a.md", "");
        assert_eq!(names(root.path()), [".kiro/specs/a.md", "docs/a.md"]);
    }

    #[cfg(unix)]
    #[test]
    fn symbolic_links_are_neither_listed_nor_read() {
        let outside = tempfile::tempdir().expect("folder");
        write(outside.path(), "secret.md", "secret");
        let root = tempfile::tempdir().expect("folder");
        write(root.path(), "a.md", "");
        std::os::unix::fs::symlink(outside.path(), root.path().join("docs")).expect("link");
        std::os::unix::fs::symlink(root.path(), root.path().join("again")).expect("link");
        std::os::unix::fs::symlink(outside.path().join("secret.md"), root.path().join("b.md")).expect("link");
        assert_eq!(names(root.path()), ["a.md"]);
        for path in ["docs/secret.md", "b.md", "again/a.md"] {
            let path = RelPath::new(path).expect("inside");
            assert_eq!(RealDisk.read(root.path(), &path), Err(Unread::Absent));
        }
    }

    #[test]
    fn a_huge_file_is_not_read() {
        let root = tempfile::tempdir().expect("folder");
        let file = std::fs::File::create(root.path().join("big.md")).expect("file");
        file.set_len(super::FILE_LIMIT + 1).expect("length");
        let path = RelPath::new("big.md").expect("inside");
        assert_eq!(RealDisk.read(root.path(), &path), Err(Unread::TooLarge));
    }
}
