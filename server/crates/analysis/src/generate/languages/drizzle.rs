//! Drizzle: constants, builders, imports, barrels, relations and types of rows, as the team writes them.

mod house;
mod layout;
mod names;
mod site;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use schema::dialects::Dialect;
use schema::dialects::drizzle::write::{self, EnumForm, Scope, Source, Style, Written};
use schema::model::{Column, ColumnChange, Database, DefaultValue, Index, Table};
use workspace::path::RelPath;

use super::Language;
use crate::WorkspaceEdits;
use crate::conventions::{Conventions, FilePattern, Lists};
use crate::generate::databases::database;
use crate::generate::ground::{Ground, merge};
use crate::generate::plan::{Plan, ident};
use crate::generate::texts::difference;
use house::{Habits, House};
use site::Site;

/// Drizzle ORM, in TypeScript.
pub(super) struct Drizzle;

impl Language for Drizzle {
    fn conventions(&self, ground: Ground<'_>) -> Conventions {
        let house = House::of(ground.snapshot, ground.origin.root, ground.declarations());
        let mut conventions = house.conventions();
        let habits = habits(ground);
        conventions.given.clone_from(&habits.spread_columns);
        let given = |name: &str| habits.spread_columns.iter().any(|it| it.name.text == name);
        conventions.timestamps.retain(|it| !given(&it.name.text));
        let has_types = database(ground.declarations()) == Database::PostgreSql;
        let typed = habits.style.enums == EnumForm::Type && has_types;
        conventions.lists = if typed { Lists::Type } else { Lists::Text };
        conventions
    }

    fn name(&self, ground: Ground<'_>, plan: &mut Plan) {
        let habits = habits(ground);
        if plan.fence.as_ref().is_none_or(|it| it.dialect != Some(Dialect::Drizzle)) {
            plan.table.key = ident(&habits.exports.name(&plan.table.name.text));
        }
        for it in &mut plan.enums {
            it.key = ident(&habits.enums.name(&it.name.text));
        }
    }

    fn path(&self, ground: Ground<'_>, plan: &Plan, said: Option<&str>) -> String {
        let own = plan.fence.as_ref().and_then(|it| it.path.as_deref());
        if let Some(said) = own.and_then(usable_path) {
            let ending = format!("/{said}");
            let documents = ground.snapshot.documents().filter(|it| it.root() == ground.origin.root);
            let mut paths = documents.map(|it| it.path().as_str());
            if let Some(path) = paths.find(|path| **path == said || path.ends_with(&ending)) {
                return path.to_owned();
            }
        }
        settled(&habits(ground), ground, said).layout.pattern.path(&plan.table.name.text)
    }

    fn write(&self, ground: Ground<'_>, plans: &[Plan]) -> Option<WorkspaceEdits> {
        let said = plans.iter().find_map(|it| it.fence.as_ref()?.path.as_deref());
        let habits = settled(&habits(ground), ground, said);
        Some(Site { ground, habits: &habits }.write(plans))
    }

    fn add_column(&self, ground: Ground<'_>, plan: &Plan) -> Option<WorkspaceEdits> {
        let (document, column) = (ground.document_at(&plan.path)?, plan.table.columns.last()?);
        let habits = habits(ground);
        let scope = Site { ground, habits: &habits }.scope(&plan.path, std::slice::from_ref(plan));
        let edits = write::add_column(&document.source(), &plan.table, column, None, &scope, &habits.style)?;
        let mut change = WorkspaceEdits::default();
        merge(&mut change, document.id(), &edits);
        Some(change)
    }

    fn add_index(&self, ground: Ground<'_>, table: &Table, index: &Index) -> Option<WorkspaceEdits> {
        let document = ground.snapshot.document(table.place.file)?;
        let edits = write::add_index(&document.source(), table, index, &habits(ground).style)?;
        let mut change = WorkspaceEdits::default();
        merge(&mut change, document.id(), &edits);
        Some(change)
    }

    fn change_column(
        &self,
        ground: Ground<'_>,
        table: &Table,
        column: &Column,
        change: &ColumnChange,
    ) -> Option<WorkspaceEdits> {
        let document = ground.snapshot.document(table.place.file)?;
        let path = ground.path_of(table.place.file)?.to_owned();
        let mut plan = Plan { table: table.clone(), path, ..Plan::default() };
        if let ColumnChange::Reference(key) = change {
            plan.table.foreign_keys.push(key.clone());
        }
        let habits = habits(ground);
        let scope = Site { ground, habits: &habits }.scope(&plan.path, std::slice::from_ref(&plan));
        let source = document.source();
        let edits = write::change_column(&source, &plan.table, column, change, &scope, &habits.style)?;
        let mut edited = WorkspaceEdits::default();
        merge(&mut edited, document.id(), &edits);
        Some(edited)
    }

    fn add_shared(
        &self,
        ground: Ground<'_>,
        table: &Table,
        columns: &[(&Table, &Column)],
    ) -> Option<WorkspaceEdits> {
        let document = ground.snapshot.document(table.place.file)?;
        let source = document.source();
        let style = Style::of(&source);
        // The second column is written into the text that already has the first.
        let mut text = source.to_string();
        for (_, column) in columns {
            let (column, written) = pattern(ground, table, &column.name.text)?;
            let scope = Scope::default();
            text = write::add_column(&text, table, column, Some(&written), &scope, &style)?.apply(&text);
        }
        let mut change = WorkspaceEdits::default();
        merge(&mut change, document.id(), &difference(&source, &text));
        Some(change)
    }
}

fn habits(ground: Ground<'_>) -> Arc<Habits> {
    let Ground { snapshot, origin } = ground;
    snapshot.derived(origin, || Habits::of(&House::of(snapshot, origin.root, ground.declarations())))
}

/// `habits` where nothing but the fence's word `said` tells which file a first table belongs in.
fn settled(habits: &Habits, ground: Ground<'_>, said: Option<&str>) -> Habits {
    let mut habits = habits.clone();
    let nothing = !habits.configured && ground.declarations().is_none_or(|it| it.tables.is_empty());
    if let (true, Some(path)) = (nothing, said.and_then(usable_path)) {
        habits.layout.pattern = FilePattern::One(path);
    }
    habits
}

/// A path that a fence names, if it can be one: a TypeScript file without placeholders.
fn usable_path(said: &str) -> Option<String> {
    let clean = said.trim().trim_start_matches("./").trim_start_matches('/');
    let plain = clean.chars().all(|it| it.is_alphanumeric() || "/-_.@".contains(it));
    let path = RelPath::new(clean)?;
    (plain && clean.ends_with(".ts") && !clean.ends_with(".d.ts")).then(|| path.as_str().to_owned())
}

/// The words of a fence for columns that the model has no words for.
fn fenced_builders(plan: &Plan) -> BTreeMap<String, Written> {
    let mut builders = BTreeMap::new();
    let Some(fence) = plan.fence.as_ref().filter(|it| it.dialect == Some(Dialect::Drizzle)) else {
        return builders;
    };
    let source = Source::new(&fence.code);
    for column in &plan.table.columns {
        let special = matches!(column.default, DefaultValue::Application(_)) || !column.ty.is_known();
        let Some(written) = source.column(&fence.table, column) else { continue };
        if special || written.text.contains("$onUpdate") || written.text.contains("$type<") {
            builders.insert(column.name.text.clone(), written);
        }
    }
    builders
}

/// The column called `name` as another table declares it, and how it is written there. Tables of the same file come
/// first; elsewhere only declarations count that need nothing from their own surroundings.
fn pattern<'a>(ground: Ground<'a>, table: &Table, name: &str) -> Option<(&'a Column, Written)> {
    let tables = ground.declarations()?.tables.iter();
    let (near, far): (Vec<&Table>, Vec<&Table>) = tables.partition(|it| it.place.file == table.place.file);
    near.into_iter().chain(far).find_map(|other| {
        let column = other.column(name)?;
        let source = ground.snapshot.document(other.place.file)?.source();
        let written = write::column_source(&source, other, column)?;
        let is_near = other.place.file == table.place.file;
        let modules = written.imports.text(&Style::of(&source));
        (is_near || !modules.contains("'.") && !modules.contains("\".")).then_some((column, written))
    })
}
