//! The place where tables are made: one schema set of one root, and what there is to know of it.

use std::sync::Arc;

use schema::dialects::Dialect;
use schema::model::{Declarations, Enum, Table};
use text::{Edit, Edits, FileId};
use workspace::document::Document;
use workspace::model::SchemaSet;
use workspace::path::RelPath;
use workspace::snapshot::{Origin, Snapshot};

use super::languages::{self, Language};
use super::plan::Head;
use crate::WorkspaceEdits;
use crate::conventions::Conventions;

/// One schema set of one root.
#[derive(Clone, Copy)]
pub(super) struct Ground<'a> {
    pub(super) snapshot: &'a Snapshot,
    pub(super) origin: Origin,
}

/// What there is to know before anything is made, learnt once per snapshot.
#[derive(Debug)]
pub(super) struct Known {
    /// How the team makes its tables.
    pub(super) conventions: Conventions,
    /// The tables that are there.
    pub(super) heads: Vec<Head>,
}

impl<'a> Ground<'a> {
    /// The ground that `table` stands on.
    pub(super) fn of_table(snapshot: &'a Snapshot, table: &Table) -> Option<Self> {
        let root = snapshot.document(table.place.file)?.root();
        let sets = &snapshot.roots().get(root)?.model.sets;
        let set =
            sets.iter().position(|set| set.declarations.tables.iter().any(|it| it.place == table.place))?;
        Some(Self { snapshot, origin: Origin { root, set: Some(set) } })
    }

    /// The ground that `held` stands on.
    pub(super) fn of_enum(snapshot: &'a Snapshot, held: &Enum) -> Option<Self> {
        let root = snapshot.document(held.place.file)?.root();
        let sets = &snapshot.roots().get(root)?.model.sets;
        let set =
            sets.iter().position(|set| set.declarations.enums.iter().any(|it| it.place == held.place))?;
        Some(Self { snapshot, origin: Origin { root, set: Some(set) } })
    }

    /// The schema set; `None` if the root has none yet.
    pub(super) fn set(&self) -> Option<&'a SchemaSet> {
        let root = self.snapshot.roots().get(self.origin.root)?;
        root.model.sets.get(self.origin.set?).map(|it| &**it)
    }

    /// What it declares.
    pub(super) fn declarations(&self) -> Option<&'a Declarations> {
        self.set().map(|it| &it.declarations)
    }

    /// Its language.
    pub(super) fn dialect(&self) -> Dialect {
        self.set().and_then(|it| it.dialect).unwrap_or(Dialect::Drizzle)
    }

    /// What is particular to its language.
    pub(super) fn language(&self) -> &'static dyn Language {
        languages::of(self.dialect())
    }

    /// What there is to know of it.
    pub(super) fn known(&self) -> Arc<Known> {
        self.snapshot.derived(self.origin, || Known {
            conventions: self.language().conventions(*self),
            heads: self.declarations().iter().flat_map(|it| &it.tables).map(Head::of_table).collect(),
        })
    }

    /// The path of `file`.
    pub(super) fn path_of(&self, file: FileId) -> Option<&'a str> {
        Some(self.snapshot.document(file)?.path().as_str())
    }

    /// The file at `path`.
    pub(super) fn document_at(&self, path: &str) -> Option<&'a Arc<Document>> {
        let file = self.snapshot.file_at(self.origin.root, &RelPath::new(path)?)?;
        self.snapshot.document(file)
    }

    /// Adds the file at `path` to `change`.
    pub(super) fn create(&self, change: &mut WorkspaceEdits, path: &str, text: String) {
        if let Some(path) = RelPath::new(path) {
            change.created.push((self.origin.root, path, text));
        }
    }
}

/// Adds edits to those a file has already.
pub(super) fn merge(change: &mut WorkspaceEdits, file: FileId, edits: &Edits) {
    let all: Vec<Edit> =
        change.files.get(&file).into_iter().flat_map(Edits::iter).chain(edits.iter()).cloned().collect();
    if !all.is_empty() {
        change.files.insert(file, Edits::new(all));
    }
}
