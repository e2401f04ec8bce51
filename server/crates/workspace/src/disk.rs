//! Where files come from: the disk, or memory for tests. The only place that opens files; reads only, and only below
//! the folder it is given.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use ignore::WalkBuilder;
use schema::dialects::Dialect;

use crate::discovery::{is_account, is_manifest};
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
    /// Where something that concerns us may be, unseen, in any order.
    pub gaps: Vec<Gap>,
    /// False if there are more than [`LISTING_LIMIT`], or the folder itself cannot be read.
    pub complete: bool,
}

/// A place below a root that was not looked into.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Gap {
    /// Where it is.
    pub path: RelPath,
    /// True if whole files may be hidden below it.
    pub is_folder: bool,
    /// Why.
    pub cause: Cause,
}

/// Why a place was not looked into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// The system refused.
    Refused,
    /// It is a symbolic link to something that the root has under its own name as well.
    LinkInside,
    /// It is a symbolic link that leads out of the root.
    LinkOutside,
    /// Its name is not UTF-8: no setting and no message could name it.
    Unnamed,
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
    "dist",
    "node_modules",
    "out-tsc",
];

/// Folders that a build tool fills, with the files that tell the tool is at work beside them. Without one of these the
/// name is a word like any other, and the folder may hold a schema.
const BUILT_FOLDERS: &[(&str, &[&str])] = &[
    ("target", &["Cargo.toml", "build.sbt", "pom.xml"]),
    ("vendor", &["Gemfile", "composer.json", "go.mod"]),
];

/// True for file types we may ever want to read: a listing names no others.
#[must_use]
pub fn concerns_us(path: &RelPath) -> bool {
    matches!(
        path.extension().as_str(),
        "md" | "markdown" | "ts" | "mts" | "cts" | "tsx" | "js" | "mjs" | "cjs" | "json" | "plan" | "toml"
    ) || Dialect::of_extension(&path.extension()).is_some()
        || is_account(path)
        || is_manifest(path)
}

/// True if the folder `name` holds nothing people wrote. `is_beside` tells whether a file lies beside the folder.
fn is_skipped_folder(name: &str, is_beside: &dyn Fn(&str) -> bool) -> bool {
    SKIPPED_FOLDERS.binary_search(&name).is_ok()
        || BUILT_FOLDERS.iter().any(|(built, marks)| *built == name && marks.iter().any(|it| is_beside(it)))
}

/// What the entry at `path` hides, if it is a symbolic link to something that may concern us. The link is not followed;
/// only where it leads is asked.
fn link(root: &Path, path: &Path) -> Option<Gap> {
    // A link to nothing hides nothing.
    let is_folder = std::fs::metadata(path).ok()?.is_dir();
    let relative = RelPath::below(root, path)?;
    if !is_folder && !concerns_us(&relative) {
        return None;
    }
    let target = path.canonicalize().ok();
    let home = root.canonicalize().ok();
    let is_inside = target.zip(home).is_some_and(|(target, home)| target.starts_with(home));
    let cause = if is_inside { Cause::LinkInside } else { Cause::LinkOutside };
    Some(Gap { path: relative, is_folder, cause })
}

/// Notes in `listing` what `error`, met on the way through `root`, hides.
fn miss(listing: &mut Listing, root: &Path, error: &ignore::Error) {
    let path = place(error);
    let is_gone = error.io_error().is_some_and(|it| it.kind() == std::io::ErrorKind::NotFound);
    match path.and_then(|it| RelPath::below(root, it)) {
        // It went away while we looked.
        Some(_) if is_gone => {}
        Some(path) => listing.gaps.push(Gap { path, is_folder: true, cause: Cause::Refused }),
        None => listing.complete = false,
    }
}

/// The path that `error` speaks of.
fn place(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => place(err),
        _ => None,
    }
}

/// A gap for an entry whose name is not UTF-8.
fn unnamed(root: &Path, path: &Path, is_folder: bool) -> Option<Gap> {
    let name = path.strip_prefix(root).ok()?.to_string_lossy().into_owned();
    let path = RelPath::new(&name)?;
    (is_folder || concerns_us(&path)).then_some(Gap { path, is_folder, cause: Cause::Unnamed })
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
                let is_beside = |name: &str| entry.path().with_file_name(name).exists();
                let is_skipped =
                    || entry.file_name().to_str().is_some_and(|it| is_skipped_folder(it, &is_beside));
                !is_folder
                    || entry.depth() == 0
                    || (!is_skipped() && !without.iter().any(|it| it == entry.path()))
            })
            .build();
        let mut listing = Listing { complete: true, ..Listing::default() };
        for entry in walk {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    miss(&mut listing, root, &error);
                    continue;
                }
            };
            let (Some(kind), path) = (entry.file_type(), entry.path()) else { continue };
            let named = RelPath::below(root, path);
            if entry.depth() > 0 && named.is_none() {
                // What lies in such a folder is met as well, and hidden by the folder.
                listing.gaps.extend(unnamed(root, path, kind.is_dir()));
            } else if kind.is_symlink() {
                let is_skipped =
                    entry.file_name().to_str().is_some_and(|it| is_skipped_folder(it, &|_| false));
                listing.gaps.extend(if is_skipped { None } else { link(root, path) });
            }
            // Pipes and devices have another file type and are left alone.
            let Some(path) = named.filter(|it| kind.is_file() && concerns_us(it)) else { continue };
            if listing.files.len() == LISTING_LIMIT {
                listing.complete = false;
                break;
            }
            listing.files.push(path);
        }
        listing
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
    refused: Mutex<BTreeSet<PathBuf>>,
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

    /// From now on the file or folder at `path` cannot be read.
    pub fn refuse(&self, path: &Path) {
        if let Ok(mut refused) = self.refused.lock() {
            refused.insert(normal(path));
        }
    }

    fn refused(&self) -> BTreeSet<PathBuf> {
        self.refused.lock().map(|it| it.clone()).unwrap_or_default()
    }
}

impl Disk for MemoryDisk {
    fn list(&self, root: &Path, without: &[PathBuf]) -> Listing {
        let Ok(files) = self.files.lock() else { return Listing::default() };
        let refused: Vec<PathBuf> = self.refused().into_iter().filter(|it| !files.contains_key(it)).collect();
        let is_skipped = |path: &Path| {
            let mut folders = path.ancestors().skip(1).take_while(|it| it.starts_with(root) && *it != root);
            folders.any(|folder| {
                let is_beside = |name: &str| files.contains_key(&folder.with_file_name(name));
                let name = folder.file_name().and_then(|it| it.to_str());
                name.is_some_and(|it| is_skipped_folder(it, &is_beside))
            })
        };
        let listed = files
            .keys()
            .filter(|it| it.starts_with(root) && !without.iter().any(|other| it.starts_with(other)))
            .filter(|it| !refused.iter().any(|other| it.starts_with(other)) && !is_skipped(it))
            .filter_map(|it| RelPath::below(root, it))
            .filter(concerns_us)
            .collect();
        let gaps = refused.iter().filter_map(|it| RelPath::below(root, it));
        let gaps = gaps.map(|path| Gap { path, is_folder: true, cause: Cause::Refused }).collect();
        Listing { files: listed, gaps, complete: true }
    }

    fn read(&self, root: &Path, path: &RelPath) -> Result<Vec<u8>, Unread> {
        if self.refused().contains(&root.join(path.as_str())) {
            return Err(Unread::Refused);
        }
        let files = self.files.lock().map_err(|_| Unread::Refused)?;
        files.get(&root.join(path.as_str())).cloned().ok_or(Unread::Absent)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Cause, Disk as _, Listing, RealDisk, SKIPPED_FOLDERS, Unread, miss};
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
    fn a_folder_that_cannot_be_read_leaves_a_gap() {
        let refused = |path: &str, kind: std::io::ErrorKind| {
            let io = Box::new(ignore::Error::Io(std::io::Error::from(kind)));
            let error = ignore::Error::WithPath { path: path.into(), err: io };
            let mut listing = Listing { complete: true, ..Listing::default() };
            miss(&mut listing, Path::new("/w"), &ignore::Error::WithDepth { depth: 1, err: Box::new(error) });
            (
                listing.gaps.iter().map(|it| it.path.to_string()).collect::<Vec<_>>().join(" "),
                listing.complete,
            )
        };
        let denied = std::io::ErrorKind::PermissionDenied;
        assert_eq!(refused("/w/b", denied), ("b".to_owned(), true));
        assert_eq!(refused("/w", denied), (String::new(), false));
        // Build tools remove files while we look.
        assert_eq!(refused("/w/b", std::io::ErrorKind::NotFound), (String::new(), true));
        let gone = tempfile::tempdir().expect("folder").path().join("gone");
        assert!(!RealDisk.list(&gone, &[]).complete);
    }

    #[test]
    fn a_folder_is_build_output_only_beside_a_build_file() {
        let root = tempfile::tempdir().expect("folder");
        for path in
            ["modules/vendor/a.ts", "target/b.ts", "coverage/c.ts", "go/vendor/d.ts", "rs/target/e.ts"]
        {
            write(root.path(), path, "");
        }
        write(root.path(), "go/go.mod", "");
        write(root.path(), "rs/Cargo.toml", "");
        assert_eq!(
            names(root.path()),
            ["coverage/c.ts", "modules/vendor/a.ts", "rs/Cargo.toml", "target/b.ts"]
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_may_lead_to_a_schema_leaves_a_gap() {
        let outside = tempfile::tempdir().expect("folder");
        write(outside.path(), "schema.ts", "");
        let root = tempfile::tempdir().expect("folder");
        write(root.path(), "a/schema.ts", "");
        for (link, target) in [
            ("b.ts", outside.path().join("schema.ts")),
            ("c", outside.path().to_owned()),
            ("d", root.path().join("a")),
            ("e.ts", outside.path().join("nothing.ts")),
            ("f.png", outside.path().join("schema.ts")),
            ("node_modules", outside.path().to_owned()),
        ] {
            std::os::unix::fs::symlink(target, root.path().join(link)).expect("link");
        }
        let mut gaps = RealDisk.list(root.path(), &[]).gaps;
        gaps.sort();
        let gaps: Vec<_> = gaps.iter().map(|it| (it.path.as_str(), it.is_folder, it.cause)).collect();
        let expected = [
            ("b.ts", false, Cause::LinkOutside),
            ("c", true, Cause::LinkOutside),
            ("d", true, Cause::LinkInside),
        ];
        assert_eq!(gaps, expected);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_name_that_is_not_utf8_leaves_a_gap() {
        use std::os::unix::ffi::OsStrExt as _;
        let root = tempfile::tempdir().expect("folder");
        let name = std::ffi::OsStr::from_bytes(b"caf\xe9.ts");
        std::fs::write(root.path().join(name), "").expect("file");
        let gaps = RealDisk.list(root.path(), &[]).gaps;
        let gaps: Vec<_> = gaps.iter().map(|it| (it.path.as_str(), it.cause)).collect();
        assert_eq!(gaps, [("caf\u{fffd}.ts", Cause::Unnamed)]);
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
