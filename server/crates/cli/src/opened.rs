//! A workspace on the disk, read for one command.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use text::FileId;
use workspace::config::FILE_NAME;
use workspace::document::{Document, FileKind};
use workspace::root;
use workspace::snapshot::Snapshot;
use workspace::store::Store;

use crate::output;
use crate::place::way;

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
    /// The current folder.
    here: PathBuf,
    /// The configuration the user gave in place of the workspace's own.
    config: Option<PathBuf>,
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
            let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
            store.open(&root.join(FILE_NAME), text, 0);
        }
        if let Some(refusal) = store.load_root(&root, &output::progress).refusal {
            bail!(refusal);
        }
        let snapshot = store.snapshot();
        let config = config.map(|it| it.canonicalize().unwrap_or_else(|_| it.to_owned()));
        Ok(Self { store, snapshot, root, scope, here, config })
    }

    /// Says what kept the workspace from being read whole, but nothing of the files `but`.
    pub(crate) fn note_gaps(&self, but: &[&str]) {
        let notes = self.snapshot.roots().iter().flat_map(|root| &root.notes);
        for note in notes.filter(|note| !but.iter().any(|path| note.contains(path))) {
            output::remark(&format!("note: {note}"));
        }
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
        self.document_at(path).with_context(|| {
            format!("{} cannot be looked at: {}", way(&self.here, path).display(), self.why_left_out(path))
        })
    }

    /// Says which of `documents` could not be read as they are, and why.
    ///
    /// # Errors
    /// If the user named such a file: who names a file wants an answer for it.
    pub(crate) fn note_unread(&self, documents: &[&Document]) -> anyhow::Result<()> {
        for document in documents.iter().filter(|it| it.is_story()) {
            let Some(problem) = document.problem() else { continue };
            let path = self.shown(document);
            if self.scope.iter().any(|it| *it == self.absolute(document)) {
                bail!("cannot read {path}: {problem}");
            }
            output::remark(&format!("note: {path}: {problem}"));
        }
        Ok(())
    }

    /// Says what the user named and schemark does not look at, and why.
    pub(crate) fn note_left_out(&self) {
        for asked in &self.scope {
            let shown = way(&self.here, asked);
            let shown = shown.display();
            if asked.is_dir() {
                let holds = |it: &Document| self.root.join(it.path().as_str()).starts_with(asked);
                if !self.snapshot.documents().any(|it| holds(it)) {
                    output::remark(&format!("note: {shown} holds no story and no schema"));
                }
            } else if self.document_at(asked).is_none() {
                output::remark(&format!("note: {shown} is not checked: {}", self.why_left_out(asked)));
            }
        }
    }

    fn document_at(&self, path: &Path) -> Option<&Document> {
        let document = self.snapshot.document(self.store.file(path)?)?;
        Some(document.as_ref()).filter(|it| !matches!(it.kind(), FileKind::Markdown | FileKind::Other))
    }

    /// Why the file at `path` is neither a story nor a schema.
    fn why_left_out(&self, path: &Path) -> &'static str {
        let is_markdown = path.extension().is_some_and(|it| it == "md" || it == "markdown");
        let config = self.snapshot.roots().first().map(|it| &it.config);
        let is_decided = config.is_some_and(|it| !it.stories.is_empty() || !it.exclude.is_empty());
        if !path.is_file() {
            "it is no regular file"
        } else if !is_markdown {
            "it is neither a story nor a schema"
        } else if is_decided {
            "`stories` or `exclude` in schemark.toml leaves it out, or git ignores it"
        } else {
            "it is about tools or the repository, or git ignores it; `stories = […]` in schemark.toml says what is a story"
        }
    }

    /// The root as the current folder sees it.
    pub(crate) fn shown_root(&self) -> String {
        way(&self.here, &self.root).display().to_string()
    }

    /// The path of `document` as the current folder sees it: what a terminal can open.
    pub(crate) fn shown(&self, document: &Document) -> String {
        way(&self.here, &self.absolute(document)).display().to_string()
    }

    /// The path of `document` below the root; the configuration the user gave has its own.
    pub(crate) fn below_root(&self, document: &Document) -> String {
        way(&self.root, &self.absolute(document)).display().to_string()
    }

    fn absolute(&self, document: &Document) -> PathBuf {
        match &self.config {
            Some(config) if document.kind() == FileKind::Config => config.clone(),
            _ => self.root.join(document.path().as_str()),
        }
    }

    /// True if the user asked about some files only.
    pub(crate) fn is_narrowed(&self) -> bool {
        !self.scope.is_empty()
    }

    /// What the user asked about, in one piece.
    pub(crate) fn asked(&self) -> String {
        let shown: Vec<_> = self.scope.iter().map(|it| way(&self.here, it).display().to_string()).collect();
        shown.join(", ")
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
