//! Statements applied one after the other, as the database would.
//!
//! A statement that the database would refuse changes nothing here either: what exists stays as it is.

use std::collections::HashSet;

use text::Span;

use super::alteration::path_of;
use super::catalog::{Body, Catalog, HeldEnum, HeldTable, HeldType, Key};
use super::create;
use super::ir::{Action, Dependents, Kind, Neighbour, Path, Statement, Word};
use super::{alteration, conditions, doubts, indexes, others, renaming, routines, scripts};
use crate::model::{Policy, Database, TableKind, UnknownScope};

/// Applies `statement`.
pub(super) fn apply(catalog: &mut Catalog, statement: &Statement) {
    let span = statement.span;
    if catalog.is_tired(span) {
        return;
    }
    match &statement.kind {
        Kind::CreateTable(table) => create::table(catalog, table, span),
        Kind::AlterTable { .. } => alter_table(catalog, &statement.kind, span),
        Kind::DropTables { names, dependents } => {
            let dropped: HashSet<usize> = names.iter().filter_map(|it| catalog.find(it)).collect();
            for name in names {
                match catalog.find(name) {
                    Some(number)
                        if scripts::keeps(catalog, number, span)
                            || *dependents == Dependents::Stay && is_needed(catalog, number, &dropped) => {}
                    Some(number) => drop_table(catalog, number, *dependents),
                    None => {
                        let key = catalog.new_key(name);
                        catalog.gone.insert(key);
                    }
                }
            }
        }
        Kind::CreateIndex(index) => {
            if let Some(number) = catalog.existing(&index.table, span) {
                indexes::add(catalog, number, index);
            }
        }
        Kind::DropIndexes(names) => {
            for name in names {
                if let Some((table, at)) = catalog.find_index(name) {
                    indexes::drop(catalog, table, at);
                }
            }
        }
        Kind::RenameIndex { from, to } => indexes::rename(catalog, from, to),
        Kind::SearchPath(schema) => catalog.search.clone_from(schema),
        Kind::Turn(_) => {}
        Kind::Other(other) => others::apply(catalog, other, span),
        Kind::Made(inner) => made(catalog, inner, span),
        Kind::Branch(branch) => conditions::apply(catalog, branch),
        Kind::Routine(routine) => routines::create(catalog, routine),
        Kind::Call(it) => routines::call(catalog, it, span),
        Kind::Doubt { doubt, why } => doubts::apply(catalog, doubt, *why, span),
        Kind::Unknown { what, scope } => doubt(catalog, what, scope, span),
        Kind::DropSchemas { names, dependents } => {
            names.iter().filter(|_| *dependents == Dependents::Go).for_each(|it| drop_schema(catalog, &it.text));
        }
        Kind::RenameSchema { from, to } => rename_schema(catalog, &from.text, &to.text),
        Kind::CreatePolicy { .. }
        | Kind::RenamePolicy { .. }
        | Kind::DropPolicy { .. }
        | Kind::Describe { .. } => details(catalog, &statement.kind),
        kind => types(catalog, kind, span),
    }
}

/// Applies `statements`, which the statement at `span` runs.
pub(super) fn made(catalog: &mut Catalog, statements: &[Statement], span: Span) {
    let outer = catalog.stand;
    catalog.stand = outer.or(Some(span));
    statements.iter().for_each(|it| apply(catalog, it));
    catalog.stand = outer;
}

fn alter_table(catalog: &mut Catalog, kind: &Kind, span: Span) {
    let Kind::AlterTable { table, if_exists, only, actions } = kind else { return };
    let number = if *if_exists { catalog.find(table) } else { catalog.existing(table, span) };
    if let Some(number) = number {
        let mut actions: Vec<&Action> = actions.iter().collect();
        if catalog.database == Database::PostgreSql {
            actions.sort_by_key(|it| alteration::pass(it));
        }
        catalog.only = *only;
        for action in actions {
            if !scripts::contradicts(catalog, number, action, span) {
                alteration::apply(catalog, number, action, span);
            }
        }
        catalog.only = false;
    }
}

/// Applies what is said of a table and changes none of its parts.
fn details(catalog: &mut Catalog, kind: &Kind) {
    match kind {
        Kind::CreatePolicy { name, table, terms } => {
            let place = catalog.place(name.span);
            let policy = Policy { name: name.text.clone(), place, ..(**terms).clone() };
            let number = catalog.find(table);
            if let Some(held) = number.and_then(|it| catalog.table_mut(it))
                && held.policies.iter().all(|it| it.name != policy.name)
            {
                held.policies.push(policy);
                number.into_iter().for_each(|it| catalog.speaks(it));
            }
        }
        Kind::RenamePolicy { name, table, to } => {
            let to = catalog.ident(to);
            let held = catalog.find(table).and_then(|it| catalog.table_mut(it));
            if let Some(policy) = held.and_then(|it| it.policies.iter_mut().find(|it| it.name == name.text)) {
                policy.name = to.text;
                policy.place = to.place;
            }
        }
        Kind::DropPolicy { name, table } => {
            if let Some(held) = catalog.find(table).and_then(|it| catalog.table_mut(it)) {
                held.policies.retain(|it| it.name != name.text);
            }
        }
        Kind::Describe { table, column, text } => {
            if let Some(held) = catalog.find(table).and_then(|it| catalog.table_mut(it)) {
                match column {
                    None => held.doc.clone_from(text),
                    Some(column) => {
                        if let Some(column) = held.column_mut(&column.text) {
                            column.doc.clone_from(text);
                        }
                    }
                }
            }
        }
        _ => {}
    }
}

/// Applies what is done to types.
fn types(catalog: &mut Catalog, kind: &Kind, span: Span) {
    match kind {
        Kind::CreateEnum { name, values, complete } => {
            let key = catalog.new_key(name);
            let exact = path_of(key.0.as_ref(), &key.1);
            if catalog.find_enum(&exact).is_none() {
                let values = values.iter().map(|it| catalog.ident(it)).collect();
                let (name, place) = (catalog.ident(&name.name), catalog.place(span));
                catalog.add_enum(HeldEnum { schema: key.0, name, values, complete: *complete, place });
            }
        }
        Kind::CreateType { name, not_null, default } => {
            let key = catalog.new_key(name);
            let made = HeldType { not_null: *not_null, default: default.clone() };
            catalog.types.entry(key).or_insert(made);
        }
        Kind::AddValue { of, value, at } => {
            let value = catalog.ident(value);
            if let Some(held) = catalog.enum_mut(of)
                && held.values.iter().all(|it| it.text != value.text)
            {
                let position = |name: &String| held.values.iter().position(|it| it.text == *name);
                let index = match at {
                    Neighbour::Last => None,
                    Neighbour::Before(name) => position(name),
                    Neighbour::After(name) => position(name).map(|it| it + 1),
                };
                held.values.insert(index.unwrap_or(held.values.len()), value);
            }
        }
        Kind::RenameValue { of, from, to } => {
            renaming::value(catalog, of, &from.text, &to.text);
            let to = catalog.ident(to);
            let held = catalog.enum_mut(of);
            if let Some(value) = held.and_then(|it| it.values.iter_mut().find(|it| it.text == from.text)) {
                *value = to;
            }
        }
        Kind::RenameType { from, to } => {
            renaming::ty(catalog, from, &to.text);
            let name = catalog.ident(to);
            let schema = catalog.enum_mut(from).map(|it| it.schema.clone());
            if let Some(schema) = schema {
                catalog.move_enum(from, (schema, to.text.clone()), Some(name));
            } else {
                rename_type(catalog, from, to);
            }
        }
        Kind::MoveType { from, to } => {
            let to = Some(to.clone()).filter(|it| it != "public");
            catalog.move_enum(from, (to, from.name.text.clone()), None);
        }
        Kind::DropTypes { names, dependents } => {
            for name in names {
                drop_type(catalog, name, *dependents);
            }
        }
        _ => {}
    }
}

/// Gives a domain or a composite type another name.
fn rename_type(catalog: &mut Catalog, from: &Path, to: &Word) {
    catalog.effort += catalog.tables.len();
    let columns = catalog.tables.iter_mut().flatten().flat_map(|it| it.columns.iter_mut());
    for ty in columns.filter_map(|it| it.ty.as_mut()) {
        let name = ty.name.as_mut().filter(|it| it.name.text == from.name.text && it.home() == from.home());
        if let Some(name) = name {
            name.name.clone_from(to);
        }
    }
}

fn drop_type(catalog: &mut Catalog, name: &Path, dependents: Dependents) {
    let Some(number) = catalog.find_enum(name) else { return };
    catalog.effort += catalog.tables.len();
    let uses = |table: &HeldTable| {
        let columns = table.columns.iter().filter(|it| it.enumeration == Some(number));
        columns.map(|it| it.name.text.clone()).collect::<Vec<_>>()
    };
    let used: Vec<(usize, Vec<String>)> =
        catalog.tables.iter().enumerate().filter_map(|(at, it)| Some((at, uses(it.as_ref()?)))).collect();
    if dependents == Dependents::Stay && used.iter().any(|(_, columns)| !columns.is_empty()) {
        return;
    }
    for (table, columns) in used {
        for column in columns {
            alteration::drop_column(catalog, table, &column, Dependents::Go);
        }
    }
    catalog.remove_enum(number);
}

/// Notes what cannot be known.
fn doubt(catalog: &mut Catalog, what: &str, scope: &UnknownScope, span: Span) {
    if let UnknownScope::Table(name) = scope {
        catalog.effort += catalog.tables.len();
        for held in catalog.tables.iter_mut().flatten().filter(|it| it.name.text == *name) {
            held.open = true;
            held.more = true;
        }
    }
    catalog.unknown(what.to_owned(), span, scope.clone());
}

/// True if the database refuses to drop a table because another one, which stays, refers to it.
fn is_needed(catalog: &Catalog, number: usize, dropped: &HashSet<usize>) -> bool {
    let leads_here = |body: &Body| matches!(body, Body::Foreign(reference) if reference.target == Some(number));
    let refers = |at: &usize| {
        catalog.table(*at).is_some_and(|it| it.constraints.iter().any(|it| leads_here(&it.body)))
    };
    catalog.database == Database::PostgreSql
        && catalog.referring(number).iter().any(|at| *at != number && !dropped.contains(at) && refers(at))
}

/// Takes a table away, with what cannot be without it.
pub(super) fn drop_table(catalog: &mut Catalog, number: usize, dependents: Dependents) {
    let mut waiting = vec![number];
    while let Some(number) = waiting.pop() {
        if dependents == Dependents::Go && catalog.database == Database::PostgreSql {
            alteration::drop_references(catalog, number, |_| true);
        }
        let Some(held) = catalog.remove(number) else { continue };
        let goes_too = |it: &usize| dependents == Dependents::Go || catalog.table(*it).is_some_and(|it| it.partition);
        waiting.extend(held.children.iter().copied().filter(goes_too));
        if dependents == Dependents::Go {
            let needs = |it: &HeldTable| it.kind != TableKind::Table && it.query.contains(&held.name.text);
            let views = catalog.speaking();
            waiting.extend(views.into_iter().filter(|it| catalog.table(*it).is_some_and(needs)));
        }
    }
}

fn drop_schema(catalog: &mut Catalog, schema: &str) {
    let schema = Some(schema.to_owned()).filter(|it| it != "public");
    catalog.effort += catalog.tables.len();
    for number in 0..catalog.tables.len() {
        if catalog.table(number).is_some_and(|it| it.schema == schema) {
            drop_table(catalog, number, Dependents::Go);
        }
    }
    for number in 0..catalog.enums.len() {
        if matches!(catalog.enums.get(number), Some(Some(held)) if held.schema == schema) {
            catalog.remove_enum(number);
        }
    }
}

fn rename_schema(catalog: &mut Catalog, from: &str, to: &str) {
    let (from, to) = (Some(from.to_owned()), Some(to.to_owned()).filter(|it| it != "public"));
    catalog.effort += catalog.tables.len();
    for number in 0..catalog.tables.len() {
        let key =
            catalog.table(number).filter(|it| it.schema == from).map(|it| (to.clone(), it.name.text.clone()));
        if let Some(key) = key {
            catalog.move_table(number, key, None);
        }
    }
    let enums: Vec<Path> = catalog
        .enums
        .iter()
        .flatten()
        .filter(|it| it.schema == from)
        .map(|it| path_of(it.schema.as_ref(), &it.name.text))
        .collect();
    for path in enums {
        let key: Key = (to.clone(), path.name.text.clone());
        catalog.move_enum(&path, key, None);
    }
}
