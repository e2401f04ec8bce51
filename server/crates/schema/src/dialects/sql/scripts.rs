//! Scripts that nobody knows the order of: the order they need, and what is unknown where they contradict each other.
//!
//! A script that changes a table comes after the one that makes it. Which of two accounts of one table counts cannot be
//! told, nor whether a change that takes something away was made before or after the other script was last written.

use std::collections::{HashMap, HashSet};

use text::{FileId, Span};

use super::catalog::Catalog;
use super::ir::{Action, Constraint, Kind, Module, NewTable, Path, Rule};
use super::write::order::sorted;
use crate::model::UnknownScope;

/// A script and its file.
type Script<'a> = (FileId, &'a Module);

/// `scripts`, each behind those that make what it speaks of, and otherwise as they were.
pub(super) fn in_order<'a>(scripts: &[Script<'a>]) -> Vec<Script<'a>> {
    let mut makers: HashMap<&str, usize> = HashMap::new();
    for (number, (_, module)) in scripts.iter().enumerate() {
        for name in made(module) {
            makers.entry(name).or_insert(number);
        }
    }
    let needs: Vec<Vec<usize>> = scripts
        .iter()
        .enumerate()
        .map(|(number, (_, module))| {
            let own: HashSet<&str> = made(module).collect();
            let foreign = spoken_of(module).into_iter().filter(|it| !own.contains(it));
            foreign.filter_map(|it| makers.get(it).copied()).filter(|it| *it != number).collect()
        })
        .collect();
    sorted(&needs).into_iter().filter_map(|it| scripts.get(it).copied()).collect()
}

/// The names of what `module` makes.
pub(super) fn made(module: &Module) -> impl Iterator<Item = &str> {
    module.all().into_iter().filter_map(|it| match &it.kind {
        Kind::CreateTable(table) if !table.temporary => Some(table.name.name.text.as_str()),
        Kind::CreateEnum { name, .. } | Kind::CreateType { name, .. } => Some(name.name.text.as_str()),
        _ => None,
    })
}

/// The names of what must be there before `module` can be run.
fn spoken_of(module: &Module) -> Vec<&str> {
    let mut names = Vec::new();
    for statement in module.all() {
        match &statement.kind {
            Kind::CreateTable(table) => {
                names.extend(table.parents.iter().map(|it| it.name.text.as_str()));
                names.extend(table.likes.iter().map(|it| it.table.name.text.as_str()));
                names.extend(table.query.iter().map(String::as_str));
                let own = table.columns.iter().flat_map(|it| &it.constraints);
                names.extend(own.chain(&table.constraints).filter_map(|it| match &it.rule {
                    Rule::ForeignKey(reference) => Some(reference.table.name.text.as_str()),
                    _ => None,
                }));
                let types = table.columns.iter().filter_map(|it| it.ty.as_ref()?.name.as_ref());
                names.extend(types.map(|it| it.name.text.as_str()));
            }
            Kind::AlterTable { table, .. }
            | Kind::CreatePolicy { table, .. }
            | Kind::RenamePolicy { table, .. }
            | Kind::DropPolicy { table, .. }
            | Kind::Describe { table, .. } => names.push(&table.name.text),
            Kind::CreateIndex(index) => names.push(&index.table.name.text),
            Kind::DropTables { names: dropped, .. } | Kind::DropTypes { names: dropped, .. } => {
                names.extend(dropped.iter().map(|it| it.name.text.as_str()));
            }
            Kind::AddValue { of, .. } | Kind::RenameValue { of, .. } => names.push(&of.name.text),
            _ => {}
        }
    }
    names
}

/// The tables that several of `scripts` make differently, and where a second account stands.
pub(super) fn disputed<'a>(scripts: &[Script<'a>]) -> Vec<(&'a Path, FileId, Span)> {
    let mut first: HashMap<_, (FileId, Vec<String>)> = HashMap::new();
    let mut found: Vec<(&Path, FileId, Span)> = Vec::new();
    for (file, module) in scripts {
        for statement in &module.statements {
            let Kind::CreateTable(table) = &statement.kind else { continue };
            let path = &table.name;
            if table.temporary || found.iter().any(|it| it.0.name.text == path.name.text && it.0.home() == path.home()) {
                continue;
            }
            let said = said(table);
            let (by, earlier) = first
                .entry((path.home(), &path.name.text))
                .or_insert_with(|| (*file, said.clone()));
            if by != file && *earlier != said {
                found.push((path, *file, statement.span));
            }
        }
    }
    found
}

/// What a statement says of a table, without places and comments.
fn said(table: &NewTable) -> Vec<String> {
    let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let mut said = vec![table.sql.as_deref().map(squeezed).unwrap_or_default()];
    for column in &table.columns {
        let ty = column.ty.as_ref().map(|it| squeezed(&it.written)).unwrap_or_default();
        let rules: Vec<String> = column.constraints.iter().map(demand).collect();
        said.push(format!("{} {ty} {rules:?}", column.name.text));
    }
    said.extend(table.constraints.iter().map(demand));
    said.extend(table.parents.iter().map(|it| it.name.text.clone()));
    said.extend(table.likes.iter().map(|it| it.table.name.text.clone()));
    said
}

fn demand(constraint: &Constraint) -> String {
    match &constraint.rule {
        Rule::ForeignKey(it) => {
            let target = (it.table.home(), &it.table.name.text, &it.references);
            format!("{:?} {target:?} {:?} {:?}", it.columns, it.on_delete, it.on_update)
        }
        rule => format!("{rule:?}"),
    }
}

/// Says that which of several accounts of a table counts is unknown.
pub(super) fn dispute(catalog: &mut Catalog, path: &Path, span: Span) {
    if let Some(number) = catalog.find(path) {
        doubt(catalog, number, "made differently by several scripts", span);
    }
}

/// True if a table must not be dropped: it is made in another script, and nothing says which one was run last.
pub(super) fn keeps(catalog: &mut Catalog, number: usize, span: Span) -> bool {
    let Some(makes) = &catalog.makes else { return false };
    let Some(held) = catalog.table(number).filter(|it| it.place.file != catalog.file) else { return false };
    // A script that starts anew says itself what the table is.
    if !makes.contains(&held.name.text) {
        doubt(catalog, number, "changed by another script than makes it", span);
    }
    true
}

/// True if a change of a table that another script makes must not be applied: it takes away what that script says.
pub(super) fn contradicts(catalog: &mut Catalog, number: usize, action: &Action, span: Span) -> bool {
    let file = catalog.file;
    if catalog.makes.is_none() {
        return false;
    }
    let Some(held) = catalog.table_mut(number).filter(|it| it.place.file != file) else { return false };
    let column = match action {
        Action::DropColumn { name, .. } | Action::SetType { column: name, .. } => Some(name),
        Action::RenameColumn { from, .. } => Some(from),
        Action::Rename(_) | Action::SetSchema(_) => None,
        Action::DropConstraint { .. } => {
            held.more = true;
            return false;
        }
        _ => return false,
    };
    match column {
        None => {}
        Some(name) => match held.column_mut(name) {
            Some(column) => column.known = false,
            // It was taken away there, too.
            None => return true,
        },
    }
    doubt(catalog, number, "changed by another script than makes it", span);
    true
}

fn doubt(catalog: &mut Catalog, number: usize, how: &str, span: Span) {
    let Some(held) = catalog.table_mut(number) else { return };
    held.open = true;
    held.more = true;
    let name = held.name.text.clone();
    let what = format!("`{name}` is {how}, and nothing says which one counts");
    if catalog.unknowns.iter().all(|it| it.what != what) {
        catalog.unknown(what, span, UnknownScope::Table(name));
    }
}
