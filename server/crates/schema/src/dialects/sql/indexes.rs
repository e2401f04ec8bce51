//! Indexes, applied: those of a table are those of its parts, too.

use std::collections::HashMap;

use super::catalog::{Body, Catalog, HeldIndex, HeldTable};
use super::ir::{NewIndex, Part, Path, Word};
use super::naming;
use crate::model::Database;

/// What MySQL alone says of a table.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum OwnChange {
    /// It gets an index.
    Add(Box<NewIndex>),
    /// It loses the key or index of that name.
    Drop(String),
    DropPrimary,
    /// A key or index gets another name.
    Rename { from: String, to: Word },
    /// A column stands behind the one called `after`, or first.
    Place { column: String, after: Option<String> },
}

/// Adds an index to a table, and to the tables that are its parts.
pub(super) fn add(catalog: &mut Catalog, number: usize, index: &NewIndex) {
    catalog.origins += 1;
    add_shared(catalog, number, index, catalog.origins);
}

/// Adds an index that others share, by its number.
pub(super) fn add_shared(catalog: &mut Catalog, number: usize, index: &NewIndex, origin: usize) {
    for member in catalog.family(number) {
        let Some(held) = catalog.table(member) else { continue };
        if member != number && (index.only || !held.partition) {
            continue;
        }
        let exists = |it: &Part| match it {
            Part::Column { name, .. } => held.open || held.column(name).is_some(),
            Part::Expression { .. } => true,
        };
        if !index.parts.iter().all(exists) {
            continue;
        }
        if held.is_full() {
            more(catalog, member);
            continue;
        }
        let schema = held.schema.clone();
        let given = index.name.as_ref().filter(|_| member == number).map(|it| it.text.clone());
        let name = given.clone().unwrap_or_else(|| naming::index(catalog, held, &index.parts));
        let key = (schema, name.clone());
        // MySQL's indexes have names of their table.
        let is_own = catalog.database == Database::MySql && held.indexes.iter().all(|it| it.name != key.1);
        if !is_own && catalog.index_tables.contains_key(&key) {
            // Every name that the database would try is taken.
            if given.is_none() {
                more(catalog, member);
            }
            continue;
        }
        let place = catalog.place(index.span);
        let mut names = index.names.clone();
        names.extend(index.included.iter().cloned());
        let added = HeldIndex {
            name,
            named: given.is_some(),
            parts: index.parts.clone(),
            unique: index.unique,
            predicate: index.predicate.clone(),
            method: index.method.clone(),
            origin,
            names,
            included: index.included.clone(),
            place,
        };
        catalog.index_tables.insert(key, member);
        if let Some(held) = catalog.table_mut(member) {
            held.indexes.push(added);
        }
    }
}

/// Notes that a table may have more keys and indexes.
fn more(catalog: &mut Catalog, number: usize) {
    if let Some(held) = catalog.table_mut(number) {
        held.more = true;
    }
}

/// Takes an index away, with those of the parts of its table. A part cannot lose one that the whole has.
pub(super) fn drop(catalog: &mut Catalog, table: usize, at: usize) {
    let Some(origin) = catalog.table(table).and_then(|it| it.indexes.get(at)).map(|it| it.origin) else { return };
    let family = catalog.family(table);
    if catalog.table(table).is_some_and(|it| it.partition) {
        catalog.effort += catalog.tables.len();
        let has = |held: &HeldTable| held.indexes.iter().any(|it| it.origin == origin);
        let mut all = catalog.tables.iter().enumerate();
        if all.any(|(number, held)| held.as_ref().is_some_and(has) && !family.contains(&number)) {
            return;
        }
    }
    for member in family {
        let Some(held) = catalog.table_mut(member) else { continue };
        let schema = held.schema.clone();
        let (lost, kept) = std::mem::take(&mut held.indexes).into_iter().partition::<Vec<_>, _>(|it| it.origin == origin);
        held.indexes = kept;
        for index in lost {
            catalog.index_tables.remove(&(schema.clone(), index.name));
        }
    }
}

/// Gives the indexes of a table, which is no part of another any more, numbers of their own.
pub(super) fn part_with(catalog: &mut Catalog, table: usize) {
    let mut numbers: HashMap<usize, usize> = HashMap::new();
    for member in catalog.family(table) {
        let mut origins = catalog.origins;
        let Some(held) = catalog.table_mut(member) else { continue };
        for index in &mut held.indexes {
            index.origin = *numbers.entry(index.origin).or_insert_with(|| {
                origins += 1;
                origins
            });
        }
        catalog.origins = origins;
    }
}

/// Gives an index another name.
pub(super) fn rename(catalog: &mut Catalog, from: &Path, to: &Word) {
    if let Some((table, at)) = catalog.find_index(from) {
        let schema = catalog.table(table).and_then(|it| it.schema.clone());
        catalog.index_tables.remove(&(schema.clone(), from.name.text.clone()));
        catalog.index_tables.insert((schema, to.text.clone()), table);
        if let Some(index) = catalog.table_mut(table).and_then(|it| it.indexes.get_mut(at)) {
            index.name.clone_from(&to.text);
            index.named = true;
        }
        return;
    }
    // The index behind a key is renamed with the key.
    catalog.effort += catalog.tables.len();
    let keys = catalog.tables.iter_mut().flatten().flat_map(|it| it.constraints.iter_mut());
    for constraint in keys.filter(|it| it.name == from.name.text) {
        constraint.name.clone_from(&to.text);
        constraint.named = true;
    }
}

/// Applies what MySQL says of the keys of a table, and of the order of its columns.
pub(super) fn change(catalog: &mut Catalog, number: usize, change: &OwnChange) {
    if let OwnChange::Add(index) = change {
        return add(catalog, number, index);
    }
    let Some(held) = catalog.table_mut(number) else { return };
    match change {
        OwnChange::Add(_) => {}
        OwnChange::Drop(name) => {
            held.indexes.retain(|it| it.name != *name);
            held.constraints.retain(|it| it.name != *name || !matches!(it.body, Body::Unique(_)));
        }
        OwnChange::DropPrimary => held.constraints.retain(|it| !matches!(it.body, Body::Primary(_))),
        OwnChange::Rename { from, to } => {
            held.indexes.iter_mut().filter(|it| it.name == *from).for_each(|it| it.name.clone_from(&to.text));
            held.constraints.iter_mut().filter(|it| it.name == *from).for_each(|it| it.name.clone_from(&to.text));
        }
        OwnChange::Place { column, after } => {
            let Some(from) = held.columns.iter().position(|it| it.name.text == *column) else { return };
            let moved = held.columns.remove(from);
            let before = after.as_ref().map(|name| held.columns.iter().position(|it| it.name.text == *name));
            let to = before.map_or(0, |it| it.map_or(from, |it| it + 1));
            held.columns.insert(to.min(held.columns.len()), moved);
        }
    }
}
