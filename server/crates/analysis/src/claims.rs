//! What stories claim, held against the model: what every rule on claims asks first.
//!
//! Leaves to others: each rule's own question.

pub(crate) mod decisions;
pub(crate) mod drift;
pub(crate) mod files;
pub(crate) mod keys;
pub(crate) mod rewrite;
pub(crate) mod types;

use schema::model::{Column, Table, TableKind, UnknownScope};
use schema::names::Folded;
use story::{Claim, StoryFacts, Strength, Subject};
use workspace::model::{Model, SchemaSet};

use crate::coverage::Ground;
use crate::rules::Cx;
use crate::rules::is_retired;

/// The claims of the story in question that ask the schema to be so: none of a story that speaks of the past, and none
/// that carries a cue.
pub(crate) fn demanded<'a>(cx: &Cx<'_>, facts: &'a StoryFacts) -> impl Iterator<Item = &'a Claim> {
    let speaks = !cx.root.model.is_empty() && !is_retired(facts.status, cx.document);
    let claims = if speaks { facts.claims.as_slice() } else { &[] };
    claims.iter().filter(|it| it.strength == Strength::Strong && it.cue.is_none())
}

/// The one table that `name` means, if all of its columns are known.
pub(crate) fn table<'a>(ground: &Ground<'a>, name: &str) -> Option<&'a Table> {
    listed(ground, name).filter(|it| it.complete)
}

/// The one table that `name` means, whatever is known of it: of the schema that the story speaks of, or of the only one
/// that declares it. Otherwise a name that several schemas declare means none of them for sure.
pub(crate) fn listed<'a>(ground: &Ground<'a>, name: &str) -> Option<&'a Table> {
    let own = ground.own_table(name);
    let table = own.or_else(|| ground.model.table(name).present())?;
    let folded = Folded::new(&table.name.text);
    let is_only = || ground.model.tables().filter(|it| Folded::new(&it.name.text) == folded).count() == 1;
    ((own.is_some() || is_only()) && table.kind == TableKind::Table).then_some(table)
}

/// The column of [`table`] that `name` means, if everything of it is known.
pub(crate) fn column<'a>(
    ground: &Ground<'a>,
    table_name: &str,
    name: &str,
) -> Option<(&'a Table, &'a Column)> {
    let table = table(ground, table_name)?;
    let column = table.column(name).filter(|it| it.known)?;
    Some((table, column))
}

/// The schema set that the story in question speaks of: the only one, its own, or the only one whose tables it names.
pub(crate) fn set_of<'a>(cx: &Cx<'a>, facts: &StoryFacts) -> Option<&'a SchemaSet> {
    let model = &cx.root.model;
    if let [only] = model.sets.as_slice() {
        return Some(&**only);
    }
    if let Some(own) = cx.ground().own() {
        return Some(own);
    }
    let mut meant: Option<&SchemaSet> = None;
    let tables =
        facts.mentions.iter().filter(|it| it.subject == Subject::Table && it.strength == Strength::Strong);
    for set in tables.filter_map(|it| model.table(&it.name).present()).filter_map(|it| model.set_of(it)) {
        if meant.is_some_and(|it| !std::ptr::eq(it, set)) {
            return None;
        }
        meant = Some(set);
    }
    meant
}

/// True if every key and index of `table` is known: only then can one be missing.
pub(crate) fn has_known_constraints(model: &Model, table: &Table) -> bool {
    let unknown_inside = || {
        model.sets.iter().flat_map(|set| &set.declarations.unknowns).any(|it| {
            it.scope != UnknownScope::Tables
                && it.place.file == table.place.file
                && table.place.span.covers(it.place.span)
        })
    };
    !table.more_constraints && table.foreign_keys.iter().all(|it| it.known) && !unknown_inside()
}
