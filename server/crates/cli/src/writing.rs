//! Changes made on the disk: whole files, atomically, only inside the root.

use std::io::Write;
use std::path::{Path, PathBuf};

use analysis::WorkspaceEdits;
use anyhow::{Context, bail};

use crate::opened::Opened;

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
/// If a new file is in the way of one that exists.
pub(crate) fn changes(opened: &Opened, edits: &WorkspaceEdits) -> anyhow::Result<Vec<Changed>> {
    let mut changes = Vec::new();
    for (file, edits) in &edits.files {
        let Some(document) = opened.snapshot.document(*file) else { continue };
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
        let mut file = tempfile::NamedTempFile::new_in(folder)
            .with_context(|| format!("cannot write in {}", folder.display()))?;
        file.write_all(change.after.as_bytes()).with_context(|| format!("cannot write {}", change.path))?;
        if let Ok(existing) = std::fs::metadata(&path) {
            let _ = file.as_file().set_permissions(existing.permissions());
        }
        ready.push((file, path));
    }
    for (file, path) in ready {
        file.persist(&path).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
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
