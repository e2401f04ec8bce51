//! Prisma: models and their fields, and relation fields on both sides, in whichever file the other side stands.

mod habits;

use std::sync::Arc;

use schema::dialects::prisma::write;
use schema::dialects::{self, Dialect};
use schema::model::{Action, Column, ColumnChange, Declarations, ForeignKey, Index, Table};

use super::Language;
use super::plain::{Plain, by_path, extend, pattern};
use crate::WorkspaceEdits;
use crate::conventions::{Conventions, FilePattern, most_common};
use crate::generate::ground::Ground;
use crate::generate::plan::Plan;
use crate::generate::texts::Texts;
use habits::Habits;

/// Prisma schema language.
pub(super) struct Prisma;

impl Language for Prisma {
    fn conventions(&self, ground: Ground<'_>) -> Conventions {
        habits::conventions(ground.declarations())
    }

    fn name(&self, ground: Ground<'_>, plan: &mut Plan) {
        if plan.fence.as_ref().is_none_or(|it| it.dialect != Some(Dialect::Prisma)) {
            habits(ground).name(plan);
        }
        let mut indexes = std::mem::take(&mut plan.table.indexes);
        for index in &mut indexes {
            unname(index, &plan.table, ground);
        }
        plan.table.indexes = indexes;
        let keys = plan.table.foreign_keys.iter().map(|it| settled(&plan.table, it)).collect();
        plan.table.foreign_keys = keys;
    }

    fn path(&self, ground: Ground<'_>, plan: &Plan, said: Option<&str>) -> String {
        let pattern = pattern(ground).map(|it| by_domain(ground, &it).unwrap_or(it));
        let declarations = ground.declarations();
        // In files by domain a table stands with what it belongs to.
        let targets = || plan.table.foreign_keys.iter().map(|it| &it.table.text);
        let near = || {
            let tables = &declarations?.tables;
            let target = targets().find_map(|name| tables.iter().find(|it| it.name.text == *name))?;
            ground.path_of(target.place.file)
        };
        match pattern {
            Some(FilePattern::One(largest)) => near().map_or(largest, str::to_owned),
            Some(own) => own.path(&plan.table.key.text),
            None => Plain.path(ground, plan, said),
        }
    }

    fn write(&self, ground: Ground<'_>, plans: &[Plan]) -> Option<WorkspaceEdits> {
        let mut around = ground.declarations().cloned().unwrap_or_default();
        let mut texts = Texts::new(ground);
        let files = by_path(plans);
        let mut paths: Vec<String> = schema_paths(ground);
        for (path, addition) in files {
            let edits = dialects::insert(Dialect::Prisma, texts.text(&path), &addition, &around)?;
            texts.apply(&path, edits);
            for other in paths.iter().filter(|it| **it != path) {
                let edits = write::opposite(texts.text(other), &addition, &around);
                texts.apply(other, edits);
            }
            extend(&mut around, addition);
            if !paths.contains(&path) {
                paths.push(path);
            }
        }
        Some(texts.into_change())
    }

    fn add_column(&self, ground: Ground<'_>, plan: &Plan) -> Option<WorkspaceEdits> {
        let habits = habits(ground);
        let mut plan = plan.clone();
        let mut around = ground.declarations()?.clone();
        let mut texts = Texts::new(ground);
        for it in &mut plan.enums {
            habits.name_enum(it, &mut plan.table.columns);
        }
        habits.name_column(plan.table.columns.last_mut()?);
        if !plan.enums.is_empty() {
            let enums = Declarations { enums: plan.enums.clone(), ..Declarations::default() };
            let edits = dialects::insert(Dialect::Prisma, texts.text(&plan.path), &enums, &around)?;
            texts.apply(&plan.path, edits);
            extend(&mut around, enums);
        }
        let names = vec![plan.table.columns.last()?.name.text.clone()];
        add_fields(ground, &plan.table, &names, &around, texts)
    }

    fn add_index(&self, ground: Ground<'_>, table: &Table, index: &Index) -> Option<WorkspaceEdits> {
        let path = ground.path_of(table.place.file)?;
        let mut index = index.clone();
        unname(&mut index, table, ground);
        let mut texts = Texts::new(ground);
        let edits = write::add_index(texts.text(path), table, &index, ground.declarations()?)?;
        texts.apply(path, edits);
        Some(texts.into_change())
    }

    fn change_column(
        &self,
        ground: Ground<'_>,
        table: &Table,
        column: &Column,
        change: &ColumnChange,
    ) -> Option<WorkspaceEdits> {
        let (around, mut texts) = (ground.declarations()?, Texts::new(ground));
        let ColumnChange::Reference(key) = change else {
            let path = ground.path_of(table.place.file)?;
            let edits = write::change_column(texts.text(path), table, column, change, around)?;
            texts.apply(path, edits);
            return Some(texts.into_change());
        };
        let mut table = table.clone();
        table.foreign_keys.push(settled(&table, key));
        // Both sides of a relation are fields, in whichever files.
        for path in schema_paths(ground) {
            let edits = write::add_relations(texts.text(&path), &table, column, around)?;
            texts.apply(&path, edits);
        }
        Some(texts.into_change())
    }

    fn add_shared(
        &self,
        ground: Ground<'_>,
        table: &Table,
        columns: &[(&Table, &Column)],
    ) -> Option<WorkspaceEdits> {
        let mut table = table.clone();
        let mut names = Vec::new();
        for (_, column) in columns {
            names.push(column.name.text.clone());
            table.columns.push(Column { doc: None, ..(*column).clone() });
        }
        add_fields(ground, &table, &names, ground.declarations()?, Texts::new(ground))
    }
}

/// `key` of `table`: what nobody says of it is what Prisma takes by itself.
fn settled(table: &Table, key: &ForeignKey) -> ForeignKey {
    let is_needed = |it: &String| table.column(it).is_some_and(|it| it.nullable == Some(false));
    let usual = if key.columns.iter().any(is_needed) { Action::Restrict } else { Action::SetNull };
    let (on_delete, on_update) = (key.on_delete.or(Some(usual)), key.on_update.or(Some(Action::Cascade)));
    ForeignKey { on_delete, on_update, ..key.clone() }
}

/// The change that adds the columns `names` of `table`, and the other sides of relations in any file.
fn add_fields(
    ground: Ground<'_>,
    table: &Table,
    names: &[String],
    around: &Declarations,
    mut texts: Texts<'_>,
) -> Option<WorkspaceEdits> {
    for path in schema_paths(ground) {
        let edits = write::add_fields(texts.text(&path), table, names, around)?;
        texts.apply(&path, edits);
    }
    Some(texts.into_change())
}

fn habits(ground: Ground<'_>) -> Arc<Habits> {
    let Ground { snapshot, origin } = ground;
    snapshot.derived(origin, || Habits::of(ground.declarations()))
}

/// Takes away the name of `index` of `table` that the team would not write: Prisma gives one by itself.
fn unname(index: &mut Index, table: &Table, ground: Ground<'_>) {
    let columns: Vec<String> = index.parts.iter().map(|it| it.text().to_owned()).collect();
    let usual = ground.known().conventions.indexes.name(&table.name.text, &columns);
    if !habits(ground).names_indexes && index.name.as_ref() == Some(&usual) {
        index.name = None;
    }
}

/// The largest file, if `own` is said to be the way but most tables stand with others.
fn by_domain(ground: Ground<'_>, own: &FilePattern) -> Option<FilePattern> {
    let FilePattern::Own { .. } = own else { return None };
    let tables = ground.declarations()?.tables.iter().filter(|it| !it.implied);
    let placed: Vec<(&Table, &str)> =
        tables.filter_map(|it| Some((it, ground.path_of(it.place.file)?))).collect();
    let is_own = |it: &&(&Table, &str)| own.path(&it.0.key.text) == it.1 || own.path(&it.0.name.text) == it.1;
    let alone = placed.iter().filter(is_own).count() * 2 >= placed.len();
    let largest = most_common(placed.iter().map(|it| it.1))?;
    (!alone).then(|| FilePattern::One(largest.to_owned()))
}

/// The files of the schema.
fn schema_paths(ground: Ground<'_>) -> Vec<String> {
    let files = ground.set().map(|it| it.members.as_slice()).unwrap_or_default();
    files.iter().filter_map(|it| ground.path_of(*it)).map(str::to_owned).collect()
}
