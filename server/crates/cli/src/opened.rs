//! A workspace on the disk, read for one command.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use text::{FileId, Text};
use workspace::config::FILE_NAME;
use workspace::document::Document;
use workspace::root;
use workspace::snapshot::Snapshot;
use workspace::store::Store;

use crate::output;

/// A workspace, read.
pub(crate) struct Opened {
    /// Where files lie.
    pub(crate) store: Store,
    /// Everything in it.
    pub(crate) snapshot: Snapshot,
    /// Its root.
    pub(crate) root: PathBuf,
    /// The files and folders the user asked about; empty means everything.
    scope: Vec<PathBuf>,
}

impl Opened {
    /// The workspace that `paths` lie in, with `config` in place of its own configuration.
    ///
    /// # Errors
    /// If a path does not exist or lies outside the workspace, or `config` cannot be read.
    pub(crate) fn new(paths: &[PathBuf], config: Option<&Path>) -> anyhow::Result<Self> {
        let here = std::env::current_dir().context("cannot tell the current folder")?;
        let here = here.canonicalize().unwrap_or(here);
        let mut scope = Vec::new();
        for path in paths {
            let path = path.canonicalize().with_context(|| format!("cannot read {}", path.display()))?;
            scope.push(path);
        }
        let asked = scope.first().unwrap_or(&here);
        let folder = || if asked.is_dir() { Some(asked.as_path()) } else { asked.parent() };
        let root = root::around(asked, Some(&here)).or_else(|| folder().map(Path::to_owned));
        let root = root.unwrap_or_else(|| here.clone());
        if let Some(outside) = scope.iter().find(|path| !path.starts_with(&root)) {
            bail!("{} lies outside the workspace {}", outside.display(), root.display());
        }
        scope.retain(|path| *path != root);

        let store = Store::new();
        if std::env::var_os("SCHEMARK_PARANOID").is_some_and(|it| it == "1") {
            output::remark("paranoid: every file is compared with a fresh reading");
            store.distrust(|it| output::remark(&format!("paranoid: {it}")));
        }
        if let Some(config) = config {
            let text = std::fs::read_to_string(config)
                .with_context(|| format!("cannot read {}", config.display()))?;
            // What an editor has open wins over the disk: the configuration is put in place the same way.
            store.open(&root.join(FILE_NAME), &text, 0);
        }
        if let Some(refusal) = store.load_root(&root, &output::progress).refusal {
            bail!(refusal);
        }
        let snapshot = store.snapshot();
        for note in snapshot.roots().iter().flat_map(|root| &root.notes) {
            output::remark(&format!("note: {note}"));
        }
        Ok(Self { store, snapshot, root, scope })
    }

    /// The files the user asked about, sorted by path.
    pub(crate) fn documents(&self) -> Vec<&Document> {
        self.snapshot.documents().map(AsRef::as_ref).filter(|it| self.is_asked(it)).collect()
    }

    /// The one file the user asked about.
    ///
    /// # Errors
    /// If it is a folder, or a file that schemark does not read.
    pub(crate) fn only_document(&self) -> anyhow::Result<&Document> {
        let path = self.scope.first().unwrap_or(&self.root);
        if path.is_dir() {
            bail!("{} is a folder; a file is wanted", path.display());
        }
        let document = self.store.file(path).and_then(|file| self.snapshot.document(file));
        document.map(AsRef::as_ref).with_context(|| {
            format!(
                "{} is neither a story nor a schema of the workspace {}",
                path.display(),
                self.root.display()
            )
        })
    }

    /// Says which of `documents` could not be read as they are, and why.
    ///
    /// # Errors
    /// If the user named such a file: who names a file wants an answer for it.
    pub(crate) fn note_unread(&self, documents: &[&Document]) -> anyhow::Result<()> {
        for document in documents.iter().filter(|it| it.is_story()) {
            let Some(problem) = document.problem() else { continue };
            let path = document.path();
            if self.scope.iter().any(|it| *it == self.root.join(path.as_str())) {
                bail!("cannot read {path}: {problem}");
            }
            output::remark(&format!("note: {path}: {problem}"));
        }
        Ok(())
    }

    /// The path of `file` as output shows it.
    pub(crate) fn path(&self, file: FileId) -> &str {
        self.snapshot.document(file).map_or("", |it| it.path().as_str())
    }

    /// True if the user asked about `file`.
    pub(crate) fn asks_about(&self, file: FileId) -> bool {
        self.snapshot.document(file).is_some_and(|it| self.is_asked(it))
    }

    fn is_asked(&self, document: &Document) -> bool {
        let path = self.root.join(document.path().as_str());
        self.scope.is_empty() || self.scope.iter().any(|asked| path.starts_with(asked))
    }
}

/// The line and column of an offset, both from 1; columns count code points.
pub(crate) fn place(text: &Text, offset: text::Offset) -> (u32, u32) {
    let position = text.position(offset, text::Encoding::Utf32);
    (position.line + 1, position.column + 1)
}
