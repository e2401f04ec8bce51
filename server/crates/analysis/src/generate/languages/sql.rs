//! SQL: a migration where the schema is a history of them, else one more statement in the file that says it all.

mod migration;

use schema::dialects::sql::write::{self, Alteration};
use schema::model::{Column, ColumnChange, Declarations, DefaultValue, Enum, Index, Table};

use super::plain::{Plain, by_path, extend};
use super::{Language, listed};
use crate::WorkspaceEdits;
use crate::conventions::{Conventions, FEWEST_TABLES, Lists, ReferenceIndexes};
use crate::generate::ground::Ground;
use crate::generate::plan::{Plan, check, ident};
use crate::generate::texts::Texts;
use migration::{History, Step};

/// SQL data definition.
pub(super) struct Sql;

impl Language for Sql {
    fn conventions(&self, ground: Ground<'_>) -> Conventions {
        let mut conventions = Conventions::default().read_off(ground.declarations());
        if let Some(declarations) = ground.declarations() {
            if declarations.enums.is_empty() {
                let checks = declarations.tables.iter().any(|it| !it.checks.is_empty());
                let grown = declarations.tables.len() >= FEWEST_TABLES;
                // A team that came this far without a check does not want its first one from us.
                conventions.lists = if grown && !checks { Lists::Open } else { Lists::Check };
            }
            conventions.reference_indexes = ReferenceIndexes::of(declarations);
        }
        conventions
    }

    fn name(&self, ground: Ground<'_>, plan: &mut Plan) {
        let lower = History::of(ground).is_some_and(|it| it.is_lower());
        let table = &mut plan.table;
        for column in &mut table.columns {
            column.key = column.name.clone();
            // What an application does at a row's birth or change is its own; a key that nobody makes is the database's.
            column.on_update = None;
            let is_made = matches!(column.default, DefaultValue::Application(_));
            if is_made {
                let uuid = column.ty.canonical == "uuid";
                let random = || DefaultValue::Database("gen_random_uuid()".to_owned());
                column.default = if uuid { random() } else { DefaultValue::None };
            }
        }
        let conventions = &ground.known().conventions;
        for column in table.columns.iter_mut().filter(|it| !it.allowed.is_empty()) {
            // Only a source in another language allows values without the database's knowledge.
            let values = std::mem::take(&mut column.allowed);
            if conventions.lists != Lists::Open {
                table.checks.push(check(&column.name.text, &values));
            }
        }
        for check in table.checks.iter_mut().filter(|_| lower) {
            check.expression = check.expression.replacen(" IN (", " in (", 1);
        }
        for index in table.indexes.iter_mut().filter(|it| it.name.is_none()) {
            let columns: Option<Vec<String>> =
                index.parts.iter().map(|it| it.column().map(str::to_owned)).collect();
            index.name = columns.map(|it| conventions.indexes.name(&table.name.text, &it));
        }
        for it in &mut plan.enums {
            it.key = ident(&it.name.text);
        }
    }

    fn path(&self, ground: Ground<'_>, plan: &Plan, said: Option<&str>) -> String {
        // The file of a migration is called after all that it does, so it is found when all is known.
        if History::of(ground).is_some() { String::new() } else { Plain.path(ground, plan, said) }
    }

    fn write(&self, ground: Ground<'_>, plans: &[Plan]) -> Option<WorkspaceEdits> {
        let around = ground.declarations().cloned().unwrap_or_default();
        if let Some(history) = History::of(ground) {
            let mut addition = Declarations::default();
            by_path(plans).into_iter().for_each(|it| extend(&mut addition, it.1));
            let tables: Vec<&str> = addition.tables.iter().map(|it| it.name.text.as_str()).collect();
            let step = Step::Create(&tables);
            let up = write::statements(history.like(), &addition, &[], &around)?;
            let down = write::reversal(history.like(), &addition, &[]);
            return Some(history.add(ground, &step, &up, &down));
        }
        Plain.write(ground, plans)
    }

    fn add_column(&self, ground: Ground<'_>, plan: &Plan) -> Option<WorkspaceEdits> {
        let mut plan = plan.clone();
        let count = plan.table.columns.len().checked_sub(1)?;
        let column = plan.table.columns.get_mut(count)?;
        column.key = column.name.clone();
        let added = vec![column.clone()];
        alter(ground, &plan, &Alteration { columns: added, ..Alteration::default() })
    }

    fn add_index(&self, ground: Ground<'_>, table: &Table, index: &Index) -> Option<WorkspaceEdits> {
        let plan = Plan { table: table.clone(), ..Plan::default() };
        alter(ground, &plan, &Alteration { indexes: vec![index.clone()], ..Alteration::default() })
    }

    fn change_column(
        &self,
        ground: Ground<'_>,
        table: &Table,
        column: &Column,
        change: &ColumnChange,
    ) -> Option<WorkspaceEdits> {
        let around = ground.declarations()?;
        if let Some(history) = History::of(ground) {
            let (up, down) = write::column_statements(history.like(), table, column, change, around)?;
            let words = format!("change_{}_of_{}", column.name.text, table.name.text);
            return Some(history.add(ground, &Step::Change(words), &up, &down));
        }
        let path = ground.path_of(table.place.file)?;
        let mut texts = Texts::new(ground);
        let edits = write::change_column(texts.text(path), table, column, change, around)?;
        texts.apply(path, edits);
        Some(texts.into_change())
    }

    fn add_values(&self, ground: Ground<'_>, held: &Enum, values: &[String]) -> Option<WorkspaceEdits> {
        let Some(history) = History::of(ground) else { return listed(ground, held, values) };
        let up = write::value_statements(history.like(), held.schema.as_deref(), &held.name.text, values);
        let words = format!("add_{}_to_{}", values.join("_and_"), held.name.text);
        // PostgreSQL takes no value back.
        Some(history.add(ground, &Step::Change(words), &up, ""))
    }

    fn add_shared(
        &self,
        ground: Ground<'_>,
        table: &Table,
        columns: &[(&Table, &Column)],
    ) -> Option<WorkspaceEdits> {
        let is_history = History::of(ground).is_some();
        let columns = columns.iter().map(|(_, column)| {
            let mut column = (*column).clone();
            column.place = text::Place::default();
            // Rows that are there already have no value for it.
            if is_history && !column.has_default() {
                column.nullable = Some(true);
            }
            column
        });
        let plan = Plan { table: table.clone(), ..Plan::default() };
        alter(ground, &plan, &Alteration { columns: columns.collect(), ..Alteration::default() })
    }

    fn renames_in_place(&self) -> bool {
        // Other statements call a table and a column by name, and a history is not rewritten.
        false
    }
}

/// The change that makes `alteration` to the table of `plan`, with the enums of `plan`.
fn alter(ground: Ground<'_>, plan: &Plan, alteration: &Alteration) -> Option<WorkspaceEdits> {
    let around = ground.declarations()?;
    let table = &plan.table;
    let addition = Declarations { enums: plan.enums.clone(), ..Declarations::default() };
    if let Some(history) = History::of(ground) {
        let step = Step::Alter { table, alteration };
        let up = write::statements(history.like(), &addition, &[(table, alteration)], around)?;
        let down = write::reversal(history.like(), &addition, &[(table, alteration)]);
        return Some(history.add(ground, &step, &up, &down));
    }
    let path = ground.path_of(table.place.file)?;
    let mut texts = Texts::new(ground);
    if !alteration.columns.is_empty() {
        let mut known = around.clone();
        known.enums.extend(plan.enums.iter().cloned());
        let edits = write::add_columns(texts.text(path), table, &alteration.columns, &known)?;
        texts.apply(path, edits);
    }
    if !plan.enums.is_empty() {
        return None;
    }
    if !alteration.indexes.is_empty() {
        let indexes = Alteration { columns: Vec::new(), ..alteration.clone() };
        let statements = write::statements(texts.text(path), &addition, &[(table, &indexes)], around)?;
        let edits = write::append(texts.text(path), &statements);
        texts.apply(path, edits);
    }
    Some(texts.into_change())
}
