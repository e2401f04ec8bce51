//! Where a table goes: which schema set, under which index names.

use schema::model::{Declarations, Table};
use schema::names::same_column;
use story::{SketchColumn, SketchReference, Value};
use text::FileId;
use workspace::model::SchemaSet;
use workspace::snapshot::Snapshot;

use super::plan::Plan;
use super::{Refusal, languages};

/// The number of the schema set that the tables of `story` belong in; `None` if there is none yet.
pub(super) fn chosen_set(snapshot: &Snapshot, story: FileId) -> Result<Option<usize>, Refusal> {
    let (Some(root), Some(document)) = (snapshot.root_of(story), snapshot.document(story)) else {
        return Err(Refusal::NoPlace);
    };
    let all = root.model.sets.iter().map(|it| it as &SchemaSet).enumerate();
    let written = |set: &SchemaSet| set.dialect.is_none_or(languages::is_home);
    let (homes, others): (Vec<_>, Vec<_>) = all.partition(|it| written(it.1));
    if homes.is_empty() && !others.is_empty() {
        return Err(Refusal::OtherLanguage);
    }
    let sets = homes;
    if let [] | [_] = sets.as_slice() {
        return Ok(sets.first().map(|it| it.0));
    }
    let folder = document.path().folder();
    // A set is near if the story speaks of its tables, else if it lies in the same part of the tree.
    let nearness = |set: &SchemaSet| {
        let names = document.names();
        let paths = set.files.iter().filter_map(|it| snapshot.document(*it));
        let shared = paths.map(|it| {
            let pairs = it.path().folder().split('/').zip(folder.split('/'));
            pairs.take_while(|(a, b)| a == b && !a.is_empty()).count()
        });
        (set.folded_names().filter(|it| names.binary_search(it).is_ok()).count(), shared.max().unwrap_or(0))
    };
    let measured: Vec<_> = sets.iter().map(|(number, set)| (nearness(set), *number)).collect();
    let best = measured.iter().map(|it| it.0).max();
    let mut nearest = measured.iter().filter(|it| Some(it.0) == best);
    match (nearest.next(), nearest.next()) {
        (only, None) => Ok(only.map(|it| it.1)),
        (_, Some(_)) => Err(Refusal::NoPlace),
    }
}

/// Gives indexes of one name different names: they share one name space in PostgreSQL.
pub(super) fn distinct_indexes(plans: &mut [Plan], declarations: Option<&Declarations>) {
    let there = declarations.iter().flat_map(|it| &it.tables).flat_map(|it| &it.indexes);
    let mut taken: Vec<String> = there.filter_map(|it| it.name.clone()).collect();
    for plan in plans {
        let table = plan.table.name.text.clone();
        for index in &mut plan.table.indexes {
            let Some(name) = &mut index.name else { continue };
            if taken.contains(name) {
                *name = format!("{table}_{name}");
            }
            taken.push(name.clone());
        }
    }
}

/// What a fence's table says of the column called `name`, as a sketch would put it.
pub(super) fn as_sketch(table: &Table, name: &str) -> Option<SketchColumn> {
    let column = table
        .columns
        .iter()
        .find(|it| same_column(&it.name.text, name) || same_column(&it.key.text, name))?;
    let key = table.foreign_keys.iter().find(|it| it.columns == [column.name.text.clone()]);
    Some(SketchColumn {
        name: column.name.text.clone(),
        ty: column.ty.is_known().then(|| column.ty.canonical.clone()),
        nullable: column.nullable,
        references: key.map(|it| SketchReference {
            table: it.table.text.clone(),
            column: it.references.first().cloned(),
            on_delete: it.on_delete,
        }),
        values: column.allowed.iter().map(|it| Value { text: it.clone(), ..Value::default() }).collect(),
        ..SketchColumn::default()
    })
}
