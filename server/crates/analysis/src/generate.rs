//! From what stories say of an entity to a table in the team's own style.

mod adopt;
mod claim;
mod databases;
mod ground;
mod indexes;
mod infer;
mod languages;
mod place;
mod plan;
mod texts;

use std::collections::BTreeSet;

use schema::dialects::Dialect;
use schema::model::{Column, ColumnChange, Database, Enum, Table};
use schema::names::{Folded, same_column};
use story::SketchColumn;
use text::FileId;
use workspace::model::Presence;
use workspace::snapshot::{Origin, Snapshot};

use crate::WorkspaceEdits;
use ground::Ground;
use plan::{Head, Plan, Planning};

/// Why a table cannot be generated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The table is there already.
    Exists,
    /// Nothing in the story says anything of it.
    Unsaid,
    /// There is no place to put it: several schema sets, and none is nearer.
    NoPlace,
    /// The schema is for a database product that no table can be written for yet in its language.
    OtherDatabase,
    /// The schema is in a language that no table can be written in, or cannot say this one.
    OtherLanguage,
}

/// The change that adds the table called `table` as `story` (and the other stories of its root) describe it: the
/// declaration, its imports, keys, indexes and types, and the barrel's export, in the style the workspace uses.
///
/// # Errors
/// A [`Refusal`] that says why not.
pub fn table(snapshot: &Snapshot, story: FileId, table: &str) -> Result<WorkspaceEdits, Refusal> {
    tables(snapshot, story, &[table.to_owned()]).map_err(|it| it.1)
}

/// The names of the tables that `story` speaks of and no schema declares, in the order they are first named: what
/// `schemark generate <story>` makes when no table is named.
#[must_use]
pub fn candidates(snapshot: &Snapshot, story: FileId) -> Vec<String> {
    let (Some(document), Some(root)) = (snapshot.document(story), snapshot.root_of(story)) else {
        return Vec::new();
    };
    let mut names = claim::asked_for(document);
    let external: Vec<Folded> = root.config.external.iter().map(|it| Folded::new(it)).collect();
    names.retain(|name| {
        let open = match root.model.table(name) {
            Presence::Present(_) => false,
            Presence::Absent => true,
            // Without any schema nothing can be said to be missing, and everything is to be made.
            Presence::Unknown => root.model.is_empty(),
        };
        // A name close to a table's own is a slip of the pen, unless columns are listed for it.
        let slip = || root.model.nearest_table(name).is_some() && !claim::describes(document, name);
        open && !external.contains(&Folded::new(name)) && !slip()
    });
    names
}

/// The change that adds all `tables` at once, in an order in which references resolve.
///
/// # Errors
/// A [`Refusal`] that says why not, with the table's name.
pub fn tables(
    snapshot: &Snapshot,
    story: FileId,
    tables: &[String],
) -> Result<WorkspaceEdits, (String, Refusal)> {
    let Ready { mut claims, ground } = ready(snapshot, story, tables)?;
    let (known, language) = (ground.known(), ground.language());
    for fence in claims.iter_mut().filter_map(|it| it.fence.as_mut()) {
        adopt::adopt(fence, ground.dialect(), &known.conventions);
    }
    let claimed: Vec<Head> = claims.iter().map(|it| Head::of_claim(it, &known.conventions)).collect();
    let heads = known.heads.iter().chain(&claimed).collect();
    let declarations = ground.declarations();
    let planning = Planning { conventions: &known.conventions, declarations, heads };
    let said = claims.iter().find_map(|it| it.fence.as_ref()?.path.as_deref());
    let database = databases::database(declarations);
    let mut plans = Vec::new();
    for claim in &claims {
        let mut plan = planning.plan(claim);
        databases::fit(&mut plan, database, declarations);
        language.name(ground, &mut plan);
        plan.path = language.path(ground, &plan, said);
        plans.push(plan);
    }
    // Two tables of one fence may share a type.
    let mut made: BTreeSet<String> = BTreeSet::new();
    for plan in &mut plans {
        plan.enums.retain(|it| made.insert(it.name.text.clone()));
    }
    place::distinct_indexes(&mut plans, declarations);
    let plans = in_order(plans);
    let first = || tables.first().cloned().unwrap_or_default();
    let mut change = language.write(ground, &plans).ok_or_else(|| (first(), Refusal::OtherLanguage))?;
    change.notes.splice(0..0, plans.iter().flat_map(|it| it.notes.iter().cloned()));
    Ok(change)
}

/// Whether [`tables`] would add `tables`, without making the change: for those who only offer it.
///
/// # Errors
/// The [`Refusal`] of [`tables`].
pub fn can_add(snapshot: &Snapshot, story: FileId, tables: &[String]) -> Result<(), (String, Refusal)> {
    ready(snapshot, story, tables).map(|_| ())
}

/// Tables that can be generated.
struct Ready<'a> {
    claims: Vec<claim::Claim>,
    ground: Ground<'a>,
}

/// What is said of `tables` and where they belong, if nothing speaks against them.
fn ready<'a>(
    snapshot: &'a Snapshot,
    story: FileId,
    tables: &[String],
) -> Result<Ready<'a>, (String, Refusal)> {
    let first = || tables.first().cloned().unwrap_or_default();
    let (Some(document), Some(root)) = (snapshot.document(story), snapshot.root_of(story)) else {
        return Err((first(), Refusal::NoPlace));
    };
    let mut claims = Vec::new();
    let mut seen: BTreeSet<Folded> = BTreeSet::new();
    for name in tables {
        if let Presence::Present(_) = root.model.table(name) {
            return Err((name.clone(), Refusal::Exists));
        }
        let claim = claim::claim(snapshot, story, name).ok_or_else(|| (name.clone(), Refusal::Unsaid))?;
        if seen.insert(Folded::new(name)) {
            claims.push(claim);
        }
    }
    // Tables of one fence keep the fence's order; the others follow in the order they are named.
    claims.sort_by_key(|it| it.fence.as_ref().map_or((u32::MAX, text::Offset::default()), |it| it.order));
    let set = place::chosen_set(snapshot, story).map_err(|it| (first(), it))?;
    let ground = Ground { snapshot, origin: Origin { root: document.root(), set } };
    // Only Drizzle's writer is handed what the plan says in the words of the house's database.
    let database = databases::database(ground.declarations());
    if database != Database::PostgreSql && ground.dialect() != Dialect::Drizzle {
        return Err((first(), Refusal::OtherDatabase));
    }
    Ok(Ready { claims, ground })
}

/// The plans, each behind those it refers to; those that refer to each other keep their order.
fn in_order(mut plans: Vec<Plan>) -> Vec<Plan> {
    let mut ordered: Vec<Plan> = Vec::with_capacity(plans.len());
    while !plans.is_empty() {
        let waiting: Vec<String> = plans.iter().map(|it| it.table.name.text.clone()).collect();
        let free = plans.iter().position(|plan| {
            let own = &plan.table.name.text;
            plan.table
                .foreign_keys
                .iter()
                .all(|it| it.table.text == *own || !waiting.contains(&it.table.text))
        });
        ordered.push(plans.remove(free.unwrap_or(0)));
    }
    ordered
}

/// The change that adds the column called `name` to `table`, typed as `story` describes it or as its name suggests.
/// `None` if the declaration cannot be extended.
#[must_use]
pub fn add_column(snapshot: &Snapshot, story: FileId, table: &Table, name: &str) -> Option<WorkspaceEdits> {
    let ground = Ground::of_table(snapshot, table)?;
    let known = ground.known();
    let conventions = &known.conventions;
    let said = claim::claim(snapshot, story, &table.name.text).and_then(|it| {
        let fenced = it.fence.as_ref().and_then(|fence| place::as_sketch(&fence.table, name));
        fenced.or_else(|| it.columns.into_iter().find(|it| same_column(&it.name, name)))
    });
    let mut said = said.unwrap_or_else(|| SketchColumn { name: name.to_owned(), ..SketchColumn::default() });
    if said.default.is_none() {
        // Rows that are there already have no value for it.
        said.nullable = Some(true);
    }
    let heads = known.heads.iter().collect();
    let planning = Planning { conventions, declarations: ground.declarations(), heads };
    let path = ground.path_of(table.place.file)?.to_owned();
    let mut plan = Plan { table: table.clone(), path, ..Plan::default() };
    let before = table.columns.len();
    planning.column(&said, claim::Manner::Described, &mut plan);
    let own = plan.table.clone();
    databases::fit_column(plan.table.columns.get_mut(before)?, &own, table.database, ground.declarations());
    let mut change = ground.language().add_column(ground, &plan)?;
    change.notes.extend(plan.notes);
    Some(change)
}

/// The change that adds an index on `columns` (database names) to `table`, called as the team calls its indexes.
/// `None` if the declaration cannot be extended.
#[must_use]
pub fn add_index(snapshot: &Snapshot, table: &Table, columns: &[String]) -> Option<WorkspaceEdits> {
    let ground = Ground::of_table(snapshot, table)?;
    let name = ground.known().conventions.indexes.name(&table.name.text, columns);
    let index = indexes::index(name, columns.to_vec(), indexes::Rows::Any);
    ground.language().add_index(ground, table, &index)
}

/// The change that forbids that rows of `table` are alike in `columns` (database names). Rows that are there may be.
/// `None` if the declaration cannot be extended.
pub(crate) fn add_unique(snapshot: &Snapshot, table: &Table, columns: &[String]) -> Option<WorkspaceEdits> {
    if let [only] = columns {
        return change_column(snapshot, table, only, &ColumnChange::Unique);
    }
    let ground = Ground::of_table(snapshot, table)?;
    let name = ground.known().conventions.indexes.name(&table.name.text, columns);
    let index = indexes::index(name, columns.to_vec(), indexes::Rows::Unique);
    ground.language().add_index(ground, table, &index)
}

/// The change that makes `change` to the column of `table` called `column` (a database name). Rows that are there may
/// stand against it. `None` if it cannot be made where the column is declared, or not safely.
pub(crate) fn change_column(
    snapshot: &Snapshot,
    table: &Table,
    column: &str,
    change: &ColumnChange,
) -> Option<WorkspaceEdits> {
    let ground = Ground::of_table(snapshot, table)?;
    let column = table.columns.iter().find(|it| it.name.text == column && it.known)?;
    ground.language().change_column(ground, table, column, change)
}

/// The change that adds `values` to `held`, an enum type of a schema.
pub(crate) fn add_values(snapshot: &Snapshot, held: &Enum, values: &[String]) -> Option<WorkspaceEdits> {
    let ground = Ground::of_enum(snapshot, held)?;
    ground.language().add_values(ground, held, values)
}

/// The change that adds to `table` columns that other tables of its schema have: each with a table that has it.
/// `None` if the declaration cannot be extended.
pub(crate) fn add_shared(
    snapshot: &Snapshot,
    table: &Table,
    columns: &[(&Table, &Column)],
) -> Option<WorkspaceEdits> {
    let ground = Ground::of_table(snapshot, table)?;
    ground.language().add_shared(ground, table, columns)
}

/// True if the database name of `table`, or of a column of it, can be changed where it is declared.
pub(crate) fn renames_in_place(snapshot: &Snapshot, table: &Table) -> bool {
    Ground::of_table(snapshot, table).is_some_and(|it| it.language().renames_in_place())
}

#[cfg(test)]
mod tests;
