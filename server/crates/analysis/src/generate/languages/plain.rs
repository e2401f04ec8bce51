//! Any language that has a writer: one more declaration in the file that holds most of them.

use schema::model::{Column, Declarations, Index, Table};

use super::Language;
use crate::WorkspaceEdits;
use crate::conventions::FilePattern;
use crate::generate::ground::Ground;
use crate::generate::plan::Plan;
use crate::generate::texts::Texts;

/// A language of which nothing particular is known.
pub(super) struct Plain;

impl Language for Plain {
    fn path(&self, ground: Ground<'_>, plan: &Plan, _said: Option<&str>) -> String {
        let first = || ground.set().and_then(|it| ground.path_of(*it.files.first()?)).unwrap_or_default();
        pattern(ground).map_or_else(|| first().to_owned(), |it| it.path(&plan.table.name.text))
    }

    fn write(&self, ground: Ground<'_>, plans: &[Plan]) -> Option<WorkspaceEdits> {
        let mut around = ground.declarations().cloned().unwrap_or_default();
        let mut texts = Texts::new(ground);
        for (path, addition) in by_path(plans) {
            let edits = schema::dialects::insert(ground.dialect(), texts.text(&path), &addition, &around)?;
            texts.apply(&path, edits);
            extend(&mut around, addition);
        }
        Some(texts.into_change())
    }

    fn add_column(&self, _ground: Ground<'_>, _plan: &Plan) -> Option<WorkspaceEdits> {
        None
    }

    fn add_index(&self, _ground: Ground<'_>, _table: &Table, _index: &Index) -> Option<WorkspaceEdits> {
        None
    }

    fn add_shared(
        &self,
        _ground: Ground<'_>,
        _table: &Table,
        _columns: &[(&Table, &Column)],
    ) -> Option<WorkspaceEdits> {
        None
    }
}

/// Where the next table goes, by the files of the tables that are there.
pub(super) fn pattern(ground: Ground<'_>) -> Option<FilePattern> {
    let (set, declarations) = (ground.set()?, ground.declarations()?);
    let own = |file| -> Vec<&Table> {
        declarations.tables.iter().filter(|it| it.place.file == file && !it.implied).collect()
    };
    let files = set.members.iter().filter_map(|it| Some((ground.snapshot.document(*it)?.path(), own(*it))));
    let declaring: Vec<_> = files.filter(|it| !it.1.is_empty()).collect();
    FilePattern::of(&declaring)
}

/// What `plans` declare, by file, in their order.
pub(super) fn by_path(plans: &[Plan]) -> Vec<(String, Declarations)> {
    let mut files: Vec<(String, Declarations)> = Vec::new();
    for plan in plans {
        let (tables, enums) = (vec![plan.table.clone()], plan.enums.clone());
        let own = Declarations { tables, enums, ..Declarations::default() };
        match files.iter_mut().find(|it| it.0 == plan.path) {
            Some((_, addition)) => extend(addition, own),
            None => files.push((plan.path.clone(), own)),
        }
    }
    files
}

/// Adds what `more` declares to `declarations`.
pub(super) fn extend(declarations: &mut Declarations, more: Declarations) {
    declarations.tables.extend(more.tables);
    declarations.enums.extend(more.enums);
}
