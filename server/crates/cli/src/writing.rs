//! Changes made on the disk: whole files, atomically, only inside the root.

use std::io::Write;
use std::path::{Path, PathBuf};

use analysis::WorkspaceEdits;
use anyhow::{Context, bail};

use crate::opened::Opened;

/// The byte order mark that some editors put first. Texts are kept without it.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// One file, before and after.
pub(crate) struct Changed {
    /// Its path below the root.
    pub(crate) path: String,
    /// Its text before; `None` for a new file.
    pub(crate) before: Option<String>,
    /// Its text after.
    pub(crate) after: String,
}

/// What `edits` make of the files, sorted by path.
///
/// # Errors
/// If a new file is in the way of one that exists, or the text of a changed one is not what the disk holds.
pub(crate) fn changes(opened: &Opened, edits: &WorkspaceEdits) -> anyhow::Result<Vec<Changed>> {
    let mut changes = Vec::new();
    for (file, edits) in &edits.files {
        let Some(document) = opened.snapshot.document(*file) else { continue };
        if let Some(problem) = document.problem() {
            bail!("cannot change {}: {problem}", document.path());
        }
        let before = document.source();
        let after = edits.apply(&before);
        changes.push(Changed { path: document.path().to_string(), before: Some(before.to_string()), after });
    }
    for (_, path, content) in &edits.created {
        if opened.root.join(path.as_str()).exists() {
            bail!("{path} is there already");
        }
        changes.push(Changed { path: path.to_string(), before: None, after: content.clone() });
    }
    changes.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(changes)
}

/// Writes every change. All new texts are on the disk before the first file is replaced.
///
/// # Errors
/// If a file cannot be written, or lies outside `root` (behind a link).
pub(crate) fn write(root: &Path, changes: &[Changed]) -> anyhow::Result<()> {
    let mut ready = Vec::new();
    for change in changes {
        let path = inside(root, &change.path)?;
        let folder = path.parent().unwrap_or(root);
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let mut file = new_file(folder).with_context(|| format!("cannot write in {}", folder.display()))?;
        if let Some(before) = &change.before {
            let there = std::fs::read(&path).with_context(|| format!("cannot read {}", change.path))?;
            let text = there.strip_prefix(MARK).unwrap_or(&there);
            // What an editor saved since is not ours to undo.
            if text != before.as_bytes() {
                bail!("{} has changed in the meantime", change.path);
            }
            let mark = if text.len() < there.len() { MARK } else { &[] };
            file.write_all(mark).with_context(|| format!("cannot write {}", change.path))?;
            let existing = std::fs::metadata(&path).map(|it| it.permissions());
            existing
                .and_then(|it| file.as_file().set_permissions(it))
                .with_context(|| format!("cannot write {}", change.path))?;
        }
        file.write_all(change.after.as_bytes()).with_context(|| format!("cannot write {}", change.path))?;
        ready.push((file, path));
    }
    for (file, path) in ready {
        file.persist(&path).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

/// A file that is to become another, with the permissions that the user gives to new files.
fn new_file(folder: &Path) -> std::io::Result<tempfile::NamedTempFile> {
    let mut file = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // The process's mask takes off what the user does not want.
        file.permissions(std::fs::Permissions::from_mode(0o666));
    }
    file.tempfile_in(folder)
}

/// The absolute path of `path` below `root`, links followed.
fn inside(root: &Path, path: &str) -> anyhow::Result<PathBuf> {
    let path = root.join(path);
    // A new file's folder may be new, too: the nearest one that exists decides.
    let existing = path.ancestors().find(|it| it.exists()).unwrap_or(root);
    let real = existing.canonicalize().with_context(|| format!("cannot read {}", existing.display()))?;
    if !real.starts_with(root) {
        bail!("{} leads outside {}", path.display(), root.display());
    }
    Ok(match path.strip_prefix(existing) {
        Ok(rest) if rest.as_os_str().is_empty() => real,
        Ok(rest) => real.join(rest),
        Err(_) => path,
    })
}
