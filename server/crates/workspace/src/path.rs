//! Paths: inside a root with `/`, and absolute without `.` or `..`.

use std::fmt;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// A path relative to its root, with `/`, without `.` or `..`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RelPath(Arc<str>);

impl RelPath {
    /// The relative path `path`; backslashes become slashes, `./` and `a/../` are resolved. `None` if it leaves the root.
    #[must_use]
    pub fn new(path: &str) -> Option<Self> {
        let mut parts: Vec<&str> = Vec::new();
        let path = path.replace('\\', "/");
        for part in path.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                part => parts.push(part),
            }
        }
        Some(Self(Arc::from(parts.join("/"))))
    }

    /// The path of the absolute `path` below the absolute `root`; `None` if it lies elsewhere or is the root itself.
    #[must_use]
    pub fn below(root: &Path, path: &Path) -> Option<Self> {
        let relative = path.strip_prefix(root).ok()?;
        // Not by `new`: where names may hold a backslash, it is a part of the name.
        let names = relative.components().map(|it| match it {
            Component::Normal(name) => name.to_str(),
            _ => None,
        });
        let names: Vec<&str> = names.collect::<Option<_>>()?;
        (!names.is_empty()).then(|| Self(Arc::from(names.join("/"))))
    }

    /// The root itself.
    pub(crate) fn empty() -> Self {
        Self(Arc::from(""))
    }

    /// The path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder it lies in; the root's own is empty.
    #[must_use]
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The last part.
    #[must_use]
    pub fn file_name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&*self.0, |(_, name)| name)
    }

    /// What stands behind the last dot of the last part, in lower case; empty if there is no dot.
    #[must_use]
    pub fn extension(&self) -> String {
        self.file_name().rsplit_once('.').map_or_else(String::new, |(_, end)| end.to_ascii_lowercase())
    }

    /// The path that `relative` leads to from this file's folder; `None` if it leaves the root.
    #[must_use]
    pub fn join(&self, relative: &str) -> Option<Self> {
        Self::new(&format!("{}/{relative}", self.folder()))
    }

    /// True if the path is `folder` or lies below it; every path lies below the empty folder.
    pub(crate) fn is_below(&self, folder: &str) -> bool {
        folder.is_empty()
            || self.0.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

impl fmt::Display for RelPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for RelPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &*self.0)
    }
}

/// `path` made absolute against the process's folder, without `.` and `..`, without asking the disk about it.
///
/// Symbolic links are kept: the editor's name of a file is the name we answer with.
#[must_use]
pub fn normal(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut result = PathBuf::new();
    for part in absolute.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                result.pop();
            }
            part => result.push(part),
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{RelPath, normal};

    #[test]
    fn a_path_that_leaves_its_root_is_none() {
        assert_eq!(RelPath::new("../a.md"), None);
        assert_eq!(RelPath::new("a/../../b"), None);
        assert_eq!(RelPath::new("a/./b/../c.md").map(|it| it.to_string()).as_deref(), Some("a/c.md"));
    }

    #[test]
    fn a_folder_is_not_below_a_folder_whose_name_begins_alike() {
        let path = RelPath::new("docs-old/a.md").expect("inside");
        assert!(!path.is_below("docs"));
        assert!(path.is_below("docs-old"));
        assert!(path.is_below(""));
    }

    #[cfg(unix)]
    #[test]
    fn a_backslash_in_a_name_on_the_disk_is_no_slash() {
        let path = RelPath::below(Path::new("/w"), Path::new("/w/docs/a\\b.md")).expect("inside");
        assert_eq!(path.as_str(), "docs/a\\b.md");
        assert_eq!(path.folder(), "docs");
    }

    #[test]
    fn absolute_paths_lose_their_dots() {
        assert_eq!(normal(Path::new("/a/./b/../c.md")), Path::new("/a/c.md"));
    }
}
