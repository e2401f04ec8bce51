//! Files while several changes are made to them, one after the other.

use std::collections::BTreeMap;

use text::{Edit, Edits, FileId, Span};

use super::ground::{Ground, merge};
use crate::WorkspaceEdits;

/// Files that are being changed, by path.
pub(super) struct Texts<'a> {
    ground: Ground<'a>,
    files: BTreeMap<String, Changed>,
}

#[derive(Default)]
struct Changed {
    /// The file and its text, if it is there.
    before: Option<(FileId, String)>,
    now: String,
    /// What was done to it.
    steps: Vec<Edits>,
}

impl<'a> Texts<'a> {
    pub(super) fn new(ground: Ground<'a>) -> Self {
        Self { ground, files: BTreeMap::new() }
    }

    /// The text of the file at `path` as it is by now; empty if there is no such file.
    pub(super) fn text(&mut self, path: &str) -> &str {
        &self.file(path).now
    }

    /// Changes the file at `path`.
    pub(super) fn apply(&mut self, path: &str, edits: Edits) {
        if edits.iter().next().is_some() {
            let file = self.file(path);
            file.now = edits.apply(&file.now);
            file.steps.push(edits);
        }
    }

    /// All of it as one change.
    pub(super) fn into_change(self) -> WorkspaceEdits {
        let mut change = WorkspaceEdits::default();
        for (path, file) in self.files {
            match (file.before, file.steps.as_slice()) {
                (_, []) => {}
                (Some((id, _)), [only]) => merge(&mut change, id, only),
                (Some((id, before)), _) => merge(&mut change, id, &difference(&before, &file.now)),
                (None, _) => self.ground.create(&mut change, &path, file.now),
            }
        }
        change
    }

    fn file(&mut self, path: &str) -> &mut Changed {
        let ground = self.ground;
        self.files.entry(path.to_owned()).or_insert_with(|| {
            let before = ground.document_at(path).map(|it| (it.id(), it.source().to_string()));
            let now = before.as_ref().map(|it| it.1.clone()).unwrap_or_default();
            Changed { before, now, steps: Vec::new() }
        })
    }
}

/// The one edit that turns `before` into `after`: what differs, from the first character to the last.
pub(super) fn difference(before: &str, after: &str) -> Edits {
    let same = |pair: &(char, char)| pair.0 == pair.1;
    let prefix: usize = before.chars().zip(after.chars()).take_while(same).map(|(it, _)| it.len_utf8()).sum();
    let (rest_before, rest_after) = (before.get(prefix..).unwrap_or(""), after.get(prefix..).unwrap_or(""));
    let pairs = rest_before.chars().rev().zip(rest_after.chars().rev());
    let suffix: usize = pairs.take_while(same).map(|(it, _)| it.len_utf8()).sum();
    let span = Span::from_range(prefix..before.len() - suffix);
    let text = after.get(prefix..after.len() - suffix).unwrap_or("");
    Edits::new(vec![Edit::replace(span, text)])
}
