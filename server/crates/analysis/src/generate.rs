//! From what stories say of an entity to a table in the team's own style.

mod claim;
mod files;
mod indexes;
mod infer;
mod known;
mod place;
mod plan;

use std::collections::BTreeSet;

use schema::dialects::drizzle::write;
use schema::model::{Database, Table};
use schema::names::{Folded, same_column};
use story::SketchColumn;
use text::FileId;
use workspace::model::Presence;
use workspace::snapshot::{Origin, Snapshot};

use crate::WorkspaceEdits;
use crate::conventions::FilePattern;
use files::Site;
use known::{declarations, known};
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
    /// The schema is for a database product that no table can be written for yet.
    OtherDatabase,
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
    let Ready { claims, origin } = ready(snapshot, story, tables)?;
    let declarations = declarations(snapshot, origin);
    let known = known(snapshot, origin);
    let root = origin.root;
    let mut conventions = known.conventions.clone();
    let nothing = !known.configured && declarations.is_none_or(|it| it.tables.is_empty());
    let fenced = claims.iter().find_map(|it| it.fence.as_ref()?.path.as_deref()).and_then(place::usable_path);
    if let (true, Some(path)) = (nothing, fenced) {
        conventions.layout.pattern = FilePattern::One(path);
    }
    let claimed: Vec<Head> = claims.iter().map(|it| Head::of_claim(it, &conventions)).collect();
    let heads = known.heads.iter().chain(&claimed).collect();
    let planning = Planning { conventions: &conventions, declarations, heads };
    let types = &known.types;
    let site = Site { snapshot, root, conventions: &conventions, declarations, types };
    let mut plans = Vec::new();
    for claim in &claims {
        let name = planning.head(&claim.name).map_or_else(|| claim.name.clone(), |it| it.name.clone());
        let said = claim.fence.as_ref().and_then(|it| it.path.as_deref());
        let path = place::path(snapshot, root, said, &name, &conventions);
        plans.push(planning.plan(claim, path));
    }
    place::distinct_indexes(&mut plans, declarations);
    Ok(site.write(&in_order(plans)))
}

/// Whether [`tables`] would add `tables`, without making the change: for those who only offer it.
///
/// # Errors
/// The [`Refusal`] of [`tables`].
pub fn can_add(snapshot: &Snapshot, story: FileId, tables: &[String]) -> Result<(), (String, Refusal)> {
    ready(snapshot, story, tables).map(|_| ())
}

/// Tables that can be generated.
struct Ready {
    claims: Vec<claim::Claim>,
    origin: Origin,
}

/// What is said of `tables` and where they belong, if nothing speaks against them.
fn ready(snapshot: &Snapshot, story: FileId, tables: &[String]) -> Result<Ready, (String, Refusal)> {
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
    let origin = Origin { root: document.root(), set };
    let declarations = declarations(snapshot, origin);
    let foreign = |it: &&Table| it.database != Database::PostgreSql;
    if declarations.is_some_and(|it| it.tables.iter().filter(foreign).count() * 2 > it.tables.len()) {
        return Err((first(), Refusal::OtherDatabase));
    }
    Ok(Ready { claims, origin })
}

/// The plans, each behind those it refers to; those that refer to each other keep their order.
fn in_order(mut plans: Vec<Plan>) -> Vec<Plan> {
    let mut ordered: Vec<Plan> = Vec::with_capacity(plans.len());
    while !plans.is_empty() {
        let waiting: Vec<String> = plans.iter().map(|it| it.draft.table.name.text.clone()).collect();
        let free = plans.iter().position(|plan| {
            let own = &plan.draft.table.name.text;
            plan.draft
                .table
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
    let document = snapshot.document(table.place.file)?;
    let origin = origin(snapshot, document.root(), table)?;
    let (declarations, known) = (declarations(snapshot, origin), known(snapshot, origin));
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
    let planning = Planning { conventions, declarations, heads: known.heads.iter().collect() };
    let mut plan = Plan {
        draft: write::Draft { table: table.clone(), ..write::Draft::default() },
        enums: Vec::new(),
        path: document.path().as_str().to_owned(),
        notes: Vec::new(),
    };
    let before = table.columns.len();
    planning.column(&said, claim::Manner::Described, &mut plan);
    let column = plan.draft.table.columns.get(before)?.clone();
    let site = Site { snapshot, root: origin.root, conventions, declarations, types: &known.types };
    let scope = site.scope(&plan.path, std::slice::from_ref(&plan));
    let source = document.source();
    let edits = write::add_column(&source, &plan.draft.table, &column, None, &scope, &conventions.style)?;
    let mut change = WorkspaceEdits { notes: plan.notes.clone(), ..WorkspaceEdits::default() };
    files::merge(&mut change, document.id(), &edits);
    Some(change)
}

/// The change that adds an index on `columns` (database names) to `table`, called as the team calls its indexes.
/// `None` if the declaration cannot be extended.
#[must_use]
pub fn add_index(snapshot: &Snapshot, table: &Table, columns: &[String]) -> Option<WorkspaceEdits> {
    let document = snapshot.document(table.place.file)?;
    let known = known(snapshot, origin(snapshot, document.root(), table)?);
    let conventions = &known.conventions;
    let name = conventions.indexes.name(&table.name.text, columns);
    let index = indexes::index(name, columns.to_vec(), indexes::Rows::Any);
    let edits = write::add_index(&document.source(), table, &index, &conventions.style)?;
    let mut change = WorkspaceEdits::default();
    files::merge(&mut change, document.id(), &edits);
    Some(change)
}

/// The schema set that `table` belongs to.
fn origin(snapshot: &Snapshot, root: usize, table: &Table) -> Option<Origin> {
    let sets = &snapshot.roots().get(root)?.model.sets;
    let set = sets.iter().position(|set| set.declarations.tables.iter().any(|it| it.place == table.place))?;
    Some(Origin { root, set: Some(set) })
}

#[cfg(test)]
mod tests;
