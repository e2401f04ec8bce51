//! A fixture as a workspace: a store without a disk.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use analysis::{Finding, Fix, WorkspaceEdits};
use text::{FileId, Span};
use workspace::snapshot::Snapshot;
use workspace::store::Store;

use crate::{Fixture, FixtureFile, Label};

/// A fixture in a store.
pub struct Loaded {
    /// The store.
    pub store: Store,
    /// Everything in it.
    pub snapshot: Snapshot,
    /// The fixture.
    pub fixture: Fixture,
}

impl Loaded {
    /// The workspace that `fixture` describes.
    #[must_use]
    pub fn new(fixture: Fixture) -> Self {
        let store = Store::from_files(&[]);
        for file in &fixture.files {
            store.open(&absolute(&file.path), &file.text, 1);
        }
        let snapshot = store.snapshot();
        Self { store, snapshot, fixture }
    }

    /// The file at `path`.
    #[must_use]
    pub fn file(&self, path: &str) -> FileId {
        let Some(file) = self.store.file(&absolute(path)) else { panic!("the store has no file {path}") };
        file
    }

    /// The file and the span of the cursor or selection.
    #[must_use]
    pub fn selection(&self) -> (FileId, Span) {
        let Some((file, span)) = self.fixture.selection() else { panic!("the fixture has no cursor `<|>`") };
        let Some(file) = self.fixture.files.get(file) else { panic!("the cursor's file is gone") };
        (self.file(&file.path), span)
    }

    /// Every finding of every file, in the order of the fixture's files.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        let files = self.fixture.files.iter().map(|file| self.file(&file.path));
        files.flat_map(|file| analysis::findings(&self.snapshot, file).expect("nobody cancels")).collect()
    }

    /// The fixes offered at `span`.
    #[must_use]
    pub fn fixes(&self, file: FileId, span: Span) -> Vec<Fix> {
        analysis::actions(&self.snapshot, file, span).expect("nobody cancels")
    }

    /// The fixture with the labels that the findings really give.
    #[must_use]
    pub fn labelled(&self) -> Fixture {
        let mut labelled = self.fixture.clone();
        for file in &mut labelled.files {
            let found = analysis::findings(&self.snapshot, self.file(&file.path)).expect("nobody cancels");
            file.labels = found.iter().map(|finding| file.label(finding.span, &finding.message)).collect();
            file.labels.sort();
        }
        labelled
    }

    /// True if a fix is offered where `label` of `file` points, with the title behind `fix:` if it names one.
    #[must_use]
    pub fn has_fix(&self, file: &FixtureFile, label: &Label) -> bool {
        let title = label.message.strip_prefix("fix:").map(str::trim);
        let Some(line) = file.text.split_inclusive('\n').nth(label.line) else { return false };
        let line_start: usize = file.text.split_inclusive('\n').take(label.line).map(str::len).sum();
        let bytes = |column: usize| line.chars().take(column).map(char::len_utf8).sum::<usize>();
        let (start, end) = (bytes(label.column), bytes(label.column + label.width));
        let span = Span::from_range(line_start + start..line_start + end);
        self.fixes(self.file(&file.path), span).iter().any(|fix| title.is_none_or(|it| it == fix.title))
    }

    /// Every file's text by path, after `edits`.
    #[must_use]
    pub fn after(&self, edits: &WorkspaceEdits) -> BTreeMap<String, String> {
        let mut texts: BTreeMap<String, String> =
            self.fixture.files.iter().map(|file| (file.path.clone(), file.text.clone())).collect();
        for file in &self.fixture.files {
            if let Some(edits) = edits.files.get(&self.file(&file.path)) {
                texts.insert(file.path.clone(), edits.apply(&file.text));
            }
        }
        for (_, path, text) in &edits.created {
            texts.insert(path.as_str().to_owned(), text.clone());
        }
        texts
    }

    /// The workspace after `edits`, without labels and cursors.
    #[must_use]
    pub fn edited(&self, edits: &WorkspaceEdits) -> Self {
        let files = self.after(edits).into_iter();
        let files = files.map(|(path, text)| FixtureFile { path, text, labels: Vec::new() }).collect();
        Self::new(Fixture { files, cursors: Vec::new() })
    }
}

fn absolute(path: &str) -> PathBuf {
    Path::new(Store::FIXTURE).join(path)
}
