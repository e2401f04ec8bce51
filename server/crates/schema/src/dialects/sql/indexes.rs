//! Indexes, applied: those of a table are those of its parts, too.

use std::collections::HashMap;

use super::catalog::{Catalog, HeldIndex, HeldTable};
use super::ir::{NewIndex, Part, Path, Word};
use super::naming;

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
        if catalog.index_tables.contains_key(&key) {
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
