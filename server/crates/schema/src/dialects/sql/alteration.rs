//! `ALTER TABLE`, applied.

use text::Span;

use super::catalog::{Body, Catalog, HeldColumn, HeldConstraint, HeldReference, HeldTable};
use super::ir::{Action, Constraint, Dependents, Part, Path, Reference, Rule, Type, Word};
use super::naming::PUBLIC;
use super::{create, indexes, naming, renaming};
use crate::model::{Database, DefaultValue, UnknownScope};

/// PostgreSQL does the actions of one statement in passes: what goes away first, then types, then new columns.
pub(super) fn pass(action: &Action) -> u8 {
    match action {
        Action::DropColumn { .. }
        | Action::DropConstraint { .. }
        | Action::SetNullable { nullable: true, .. }
        | Action::SetDefault { expression: None, .. }
        | Action::SetGenerated { generated: None, .. } => 0,
        Action::SetType { .. } => 1,
        Action::AddColumn(_) => 2,
        _ => 3,
    }
}

/// Applies `action` to the table of that number.
pub(super) fn apply(catalog: &mut Catalog, number: usize, action: &Action, span: Span) {
    match action {
        Action::AddColumn(column) => {
            for member in catalog.family(number) {
                let there = catalog.table(member).is_some_and(|it| it.column(&column.name.text).is_some());
                if !there {
                    create::add_column(catalog, member, column, span);
                }
            }
        }
        Action::Redefine { name, column } => create::redefine_column(catalog, number, name, column),
        Action::DropColumn { name, dependents } => {
            for member in catalog.family(number) {
                drop_column(catalog, member, name, *dependents);
            }
        }
        Action::SetType { column, ty } => {
            let enumeration = create::enumeration(catalog, ty);
            let ty = catalog.placed(ty);
            change(catalog, number, column, |it| set_type(it, &ty, enumeration));
        }
        Action::SetNullable { column, nullable } => {
            change(catalog, number, column, |it| it.not_null = !nullable);
        }
        Action::SetDefault { column, expression } => {
            // Even a partition has defaults of its own.
            let members = if catalog.only { vec![number] } else { catalog.family(number) };
            change_in(catalog, members, column, |it| {
                let set = expression.clone().filter(|it| !it.eq_ignore_ascii_case("null"));
                it.default = set.map_or(DefaultValue::None, DefaultValue::Database);
            });
        }
        Action::SetGenerated { column, generated } => change(catalog, number, column, |it| {
            it.generated.clone_from(generated);
            it.default = DefaultValue::None;
        }),
        Action::RenameColumn { from, to } => {
            for member in catalog.family(number) {
                rename_column(catalog, member, from, to);
            }
        }
        Action::Unknown => doubt(catalog, number, span),
        action => apply_to_table(catalog, number, action, span),
    }
}

/// Applies what is no change of a column.
fn apply_to_table(catalog: &mut Catalog, number: usize, action: &Action, span: Span) {
    match action {
        Action::Add(constraint) => add(catalog, number, constraint),
        Action::DropConstraint { name, dependents } => drop_constraint(catalog, number, name, *dependents),
        Action::RenameConstraint { from, to } => {
            let held = catalog.table_mut(number);
            if let Some(found) = held.and_then(|it| it.constraints.iter_mut().find(|it| it.name == *from)) {
                found.name.clone_from(to);
                found.named = true;
            }
        }
        Action::Rename(to) => {
            let schema = catalog.table(number).and_then(|it| it.schema.clone());
            let name = catalog.ident(to);
            catalog.move_table(number, (schema, to.text.clone()), Some(name));
        }
        Action::SetSchema(to) => {
            let schema = Some(to.clone()).filter(|it| it != "public");
            let key = catalog.table(number).map(|it| (schema, it.name.text.clone()));
            if let Some(key) = key {
                catalog.move_table(number, key, None);
            }
        }
        Action::RowSecurity(enabled) => {
            if let Some(held) = catalog.table_mut(number) {
                held.row_security = *enabled;
            }
        }
        Action::Inherit { parent } => {
            let parent = catalog.find(parent).filter(|it| *it != number);
            if let Some(held) = parent.and_then(|it| catalog.table_mut(it)) {
                held.children.push(number);
            }
        }
        Action::Own(change) => indexes::change(catalog, number, change),
        Action::Attach { partition } => {
            if let Some(part) = catalog.find(partition).filter(|it| *it != number) {
                create::attach_partition(catalog, number, part, span);
            }
        }
        Action::Detach { partition } => {
            let part = catalog.find(partition);
            if let Some(held) = catalog.table_mut(number) {
                held.children.retain(|it| Some(*it) != part);
            }
            if let Some(held) = part.and_then(|it| catalog.table_mut(it)) {
                held.partition = false;
            }
            part.into_iter().for_each(|it| indexes::part_with(catalog, it));
        }
        _ => {}
    }
}

/// Adds `constraint` to a table and to those that share it.
fn add(catalog: &mut Catalog, number: usize, constraint: &Constraint) {
    for member in catalog.family(number) {
        let shares = matches!(constraint.rule, Rule::Check { .. } | Rule::NotNull);
        let is_key = matches!(constraint.rule, Rule::ForeignKey(_));
        let follows = || !catalog.only && catalog.table(member).is_some_and(|it| it.partition);
        if member == number || shares || is_key && follows() {
            add_constraint(catalog, member, constraint, None);
        } else if follows() {
            // A part's index has a name of its own.
            add_constraint(catalog, member, &Constraint { name: None, ..constraint.clone() }, None);
        }
    }
}

fn doubt(catalog: &mut Catalog, number: usize, span: Span) {
    let Some(held) = catalog.table_mut(number) else { return };
    held.open = true;
    held.more = true;
    let name = held.name.text.clone();
    let what = format!("a change of `{name}` cannot be read");
    catalog.unknown(what, span, UnknownScope::Table(name));
}

/// Changes a column, also of the tables that took it over.
fn change(catalog: &mut Catalog, number: usize, column: &str, change: impl Fn(&mut HeldColumn)) {
    change_in(catalog, catalog.family(number), column, change);
}

fn change_in(catalog: &mut Catalog, members: Vec<usize>, column: &str, change: impl Fn(&mut HeldColumn)) {
    for member in members {
        if let Some(found) = catalog.table_mut(member).and_then(|it| it.column_mut(column)) {
            change(found);
        }
    }
}

fn set_type(column: &mut HeldColumn, ty: &Type, enumeration: Option<usize>) {
    column.ty = Some(ty.clone());
    column.enumeration = enumeration;
}

/// Takes a column away, with the keys, checks and indexes that speak of it.
pub(super) fn drop_column(catalog: &mut Catalog, number: usize, name: &str, dependents: Dependents) {
    let Some(held) = catalog.table_mut(number) else { return };
    let before = held.columns.len();
    held.columns.retain(|it| it.name.text != name);
    if held.columns.len() == before {
        return;
    }
    let speaks = |columns: &[String]| columns.iter().any(|it| it == name);
    held.constraints.retain(|it| !speaks(it.body.columns()));
    let schema = held.schema.clone();
    let mut lost = Vec::new();
    held.indexes.retain(|it| {
        let stays =
            !speaks(&it.names) && !it.parts.iter().any(|it| matches!(it, Part::Column { name: part, .. } if part == name));
        if !stays {
            lost.push(it.name.clone());
        }
        stays
    });
    for index in lost {
        catalog.index_tables.remove(&(schema.clone(), index));
    }
    if dependents == Dependents::Go {
        drop_references(catalog, number, |it| speaks(&it.references));
    }
}

/// Takes the keys away that lead to a table and are `meant`.
pub(super) fn drop_references(catalog: &mut Catalog, target: usize, meant: impl Fn(&HeldReference) -> bool) {
    for table in catalog.referring(target) {
        let Some(held) = catalog.table_mut(table) else { continue };
        held.constraints.retain(|it| match &it.body {
            Body::Foreign(reference) => reference.target != Some(target) || !meant(reference),
            _ => true,
        });
    }
}

fn drop_constraint(catalog: &mut Catalog, number: usize, name: &str, dependents: Dependents) {
    let whole = catalog.table(number).and_then(|it| it.constraints.iter().find(|it| it.name == name)).map(|it| it.body.clone());
    for member in catalog.family(number) {
        let Some(held) = catalog.table_mut(member) else { continue };
        let is_part = member != number && held.partition;
        // The key of a part has a name of its own.
        let is_its = |it: &Body| !matches!(it, Body::Check { .. }) && whole.as_ref().is_some_and(|whole| it.stands_for(whole));
        let Some(at) = held.constraints.iter().position(|it| it.name == name || is_part && is_its(&it.body)) else { continue };
        let gone = held.constraints.remove(at);
        let (Body::Primary(columns) | Body::Unique(columns)) = &gone.body else { continue };
        if dependents == Dependents::Go {
            drop_references(catalog, member, |it| it.references == *columns);
        }
    }
}

pub(super) fn rename_column(catalog: &mut Catalog, number: usize, from: &str, to: &Word) {
    let ident = catalog.ident(to);
    let has = |name: &str| catalog.table(number).is_some_and(|it| it.column(name).is_some());
    if has(&to.text) || !has(from) {
        return;
    }
    renaming::column(catalog, number, from, &to.text);
    let Some(held) = catalog.table_mut(number) else { return };
    let Some(column) = held.column_mut(from) else { return };
    column.name = ident;
    let rename = |names: &mut Vec<String>| {
        for name in names.iter_mut().filter(|it| *it == from) {
            name.clone_from(&to.text);
        }
    };
    for constraint in &mut held.constraints {
        rename(constraint.body.columns_mut());
    }
    for index in &mut held.indexes {
        rename(&mut index.names);
        for part in &mut index.parts {
            if let Part::Column { name, .. } = part
                && name == from
            {
                name.clone_from(&to.text);
            }
        }
    }
    for reference in catalog.references_to(number) {
        rename(&mut reference.references);
    }
}

/// Adds `constraint` to a table; `column` is the one it is written at.
pub(super) fn add_constraint(
    catalog: &mut Catalog,
    number: usize,
    constraint: &Constraint,
    column: Option<&str>,
) {
    let own = |columns: &[String]| match column {
        Some(column) if columns.is_empty() => vec![column.to_owned()],
        _ => columns.to_vec(),
    };
    let Some(held) = catalog.table(number) else { return };
    let (body, label) = match &constraint.rule {
        Rule::PrimaryKey { columns, index } | Rule::Unique { columns, index } => {
            let is_primary = matches!(constraint.rule, Rule::PrimaryKey { .. });
            let columns = match index {
                Some(index) => return adopt(catalog, number, index, constraint),
                None => own(columns),
            };
            if is_primary { (Body::Primary(columns), "pkey") } else { (Body::Unique(columns), "key") }
        }
        Rule::Check { expression, names } => {
            let mut columns: Vec<String> = Vec::new();
            for name in names.iter().filter(|it| held.column(it).is_some()) {
                if !columns.contains(name) {
                    columns.push(name.clone());
                }
            }
            (Body::Check { expression: expression.clone(), columns }, "check")
        }
        Rule::ForeignKey(reference) => {
            let reference = referred(catalog, reference, own(&reference.columns));
            (Body::Foreign(Box::new(reference)), "fkey")
        }
        Rule::Exclude { columns } => (Body::Exclude(columns.clone()), "excl"),
        _ => return,
    };
    attach(catalog, number, constraint, body, label);
}

/// Adds a constraint unless the database would refuse it.
fn attach(catalog: &mut Catalog, number: usize, constraint: &Constraint, body: Body, label: &str) {
    let place = catalog.place(constraint.span);
    let database = catalog.database;
    let Some(held) = catalog.table_mut(number) else { return };
    let missing = |it: &String| held.column(it).is_none();
    let refused = match &body {
        Body::Primary(_) if held.primary_key().is_some() => true,
        Body::Primary(columns) | Body::Unique(columns) => !held.open && columns.iter().any(missing),
        Body::Foreign(reference) => !held.open && reference.columns.iter().any(missing),
        _ => false,
    };
    let taken =
        constraint.name.as_ref().is_some_and(|name| held.constraints.iter().any(|it| it.name == *name));
    held.more |= held.is_full();
    if refused || taken || held.is_full() {
        return;
    }
    if let Body::Primary(columns) = &body {
        for name in columns {
            if let Some(column) = held.column_mut(name) {
                // SQLite lets NULL into every key but the row's own number.
                let is_number = columns.len() == 1
                    && column.ty.as_ref().is_some_and(|it| it.written.eq_ignore_ascii_case("integer"));
                column.not_null |= database != Database::Sqlite || is_number;
            }
        }
    }
    let name = constraint.name.clone().unwrap_or_else(|| default_name(held, &body, label));
    let target = match &body {
        Body::Foreign(reference) => reference.target,
        _ => None,
    };
    held.add_constraint(HeldConstraint { name, named: constraint.name.is_some(), body, unsaid: constraint.unsaid.clone(), place });
    catalog.refers(number, target);
}

fn default_name(held: &HeldTable, body: &Body, label: &str) -> String {
    let columns = match body {
        Body::Primary(_) => &[],
        // A check of several columns is called after none of them.
        Body::Check { columns, .. } if columns.len() != 1 => &[],
        body => body.columns(),
    };
    naming::constraint(held, columns, label)
}

/// `ADD CONSTRAINT … USING INDEX`: the index becomes the constraint's own.
fn adopt(catalog: &mut Catalog, number: usize, index: &str, constraint: &Constraint) {
    let Some(held) = catalog.table_mut(number) else { return };
    let Some(at) = held.indexes.iter().position(|it| it.name == index) else { return };
    let Some(columns) = held.indexes.get(at).and_then(|it| create::plain_columns(&it.parts)) else { return };
    let found = held.indexes.remove(at);
    let key = (held.schema.clone(), found.name.clone());
    catalog.index_tables.remove(&key);
    let named = Constraint { name: constraint.name.clone().or(Some(found.name)), ..constraint.clone() };
    let is_primary = matches!(constraint.rule, Rule::PrimaryKey { .. });
    let body = if is_primary { Body::Primary(columns) } else { Body::Unique(columns) };
    attach(catalog, number, &named, body, "key");
}

/// The target of a foreign key, as far as it is known by now.
fn referred(catalog: &Catalog, reference: &Reference, columns: Vec<String>) -> HeldReference {
    let target = catalog.find(&reference.table);
    let mut references = reference.references.clone();
    if references.is_empty() {
        let key = target.and_then(|it| catalog.table(it)).and_then(HeldTable::primary_key);
        references = key.map(<[String]>::to_vec).unwrap_or_default();
    }
    HeldReference {
        columns,
        target,
        table: catalog.ident(&reference.table.name),
        schema: reference.table.home().map(str::to_owned),
        references,
        on_delete: reference.on_delete,
        on_update: reference.on_update,
    }
}

/// The path of what has that name in a schema, in the usual one if there is none.
pub(super) fn path_of(schema: Option<&String>, name: &str) -> Path {
    let schema = schema.map_or(PUBLIC, |it| it);
    Path { schema: Some(schema.to_owned()), name: Word { text: name.to_owned(), ..Word::default() } }
}
