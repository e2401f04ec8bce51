//! `CREATE TABLE` and its kin, applied.

use text::Span;

use super::alteration::{add_constraint, path_of};
use super::catalog::{Body, Catalog, HeldColumn, HeldIndex, HeldTable};
use super::evaluate::{self, Given};
use super::ir::{Constraint, Like, NewColumn, NewIndex, NewTable, Part, Path, Rule, Type, Word};
use super::{alteration, indexes, renaming, types};
use crate::model::{Database, DefaultValue, Generated, UnknownScope};

/// Makes the table or view `new`.
pub(super) fn table(catalog: &mut Catalog, new: &NewTable, span: Span) {
    let key = catalog.new_key(&new.name);
    if new.temporary || new.name.name.text.is_empty() {
        catalog.gone.insert(key);
        return;
    }
    let exact = path_of(key.0.as_ref(), &key.1);
    let earlier = catalog.find(&exact);
    match earlier.and_then(|it| catalog.table(it)) {
        // Something that was said to come from elsewhere is made here after all.
        Some(held) if held.open && held.columns.is_empty() && held.kind == new.kind => {}
        Some(held) if new.replaces && held.kind == new.kind => {}
        Some(_) => return,
        None => {}
    }
    let given = new.selected.as_ref().and_then(|it| evaluate::columns(catalog, it));
    // With names of their own its columns are known by these, whatever the query gives.
    let hidden = new.selected.is_some() && given.is_none() && new.columns.is_empty();
    let open = new.open.clone().or_else(|| hidden.then(|| "come from a query".to_owned()));
    let replaced = earlier.and_then(|it| catalog.remove(it));
    if let Some(why) = &open {
        let what = format!("columns of `{}` {why}", key.1);
        catalog.unknown(what, span, UnknownScope::Table(key.1.clone()));
    }
    let held = HeldTable {
        schema: key.0,
        name: catalog.ident(&new.name.name),
        kind: new.kind,
        more: open.is_some() && new.query.is_empty(),
        open: open.is_some(),
        doc: new.doc.clone(),
        place: catalog.place(span),
        partition: new.partition,
        partitioned: new.partitioned,
        query: new.query.clone(),
        sql: new.sql.as_deref().map(|it| renaming::placed(catalog, it)),
        columns: queried(catalog, new, given.unwrap_or_default()),
        children: replaced.map(|it| it.children).unwrap_or_default(),
        ..HeldTable::default()
    };
    let number = catalog.add(held);
    for parent in &new.parents {
        inherit(catalog, number, parent, span);
    }
    for like in &new.likes {
        copy(catalog, number, like, span);
    }
    for column in &new.columns {
        add_column(catalog, number, column, span);
    }
    for constraint in &new.constraints {
        add_constraint(catalog, number, constraint, None);
    }
    merge_keys(catalog, number);
    for index in &new.indexes {
        indexes::add(catalog, number, index);
    }
}

/// Keeps one of several keys of the same columns, as PostgreSQL does where one statement asks for them: the primary key
/// if it is among them.
fn merge_keys(catalog: &mut Catalog, number: usize) {
    let is_postgres = catalog.database == Database::PostgreSql;
    let Some(held) = catalog.table_mut(number).filter(|_| is_postgres) else { return };
    let mut seen: Vec<Vec<String>> = held.primary_key().map(<[String]>::to_vec).into_iter().collect();
    held.constraints.retain(|it| match &it.body {
        Body::Unique(columns) if seen.contains(columns) => false,
        Body::Unique(columns) => {
            seen.push(columns.clone());
            true
        }
        _ => true,
    });
}

/// The columns that a query gives to the table or view `new`, under the names that it gives them.
fn queried(catalog: &Catalog, new: &NewTable, given: Vec<Given>) -> Vec<HeldColumn> {
    let columns = given.into_iter().enumerate().map(|(at, given)| {
        let name = new.columns.get(at).map_or(&given.name, |it| &it.name);
        // What `*` gives is written nowhere here.
        let is_here = new.selected.as_ref().is_some_and(|it| it.gives(name)) || at < new.columns.len();
        let span = if is_here { name.span } else { new.name.name.span };
        let (ty, enumeration) = given.ty.map_or((None, None), |it| (Some(it.ty), it.enumeration));
        HeldColumn {
            name: catalog.ident(&Word { text: name.text.clone(), span }),
            place: catalog.place(span),
            ty,
            enumeration,
            queried: true,
            known: true,
            ..HeldColumn::default()
        }
    });
    columns.collect()
}

/// Adds `column` and its own constraints to a table.
pub(super) fn add_column(catalog: &mut Catalog, number: usize, column: &NewColumn, span: Span) {
    let held = held_column(catalog, column);
    let Some(table) = catalog.table_mut(number) else { return };
    if let Some(there) = table.column_mut(&held.name.text) {
        // A column that a parent has as well may be declared again.
        there.not_null |= held.not_null;
        if held.default != DefaultValue::None {
            there.default = held.default;
        }
    } else {
        table.open |= !held.known;
        catalog.add_column(number, held);
    }
    if !column.known {
        let name = catalog.table(number).map(|it| it.name.text.clone()).unwrap_or_default();
        let what = format!("column `{}` of `{name}` cannot be read", column.name.text);
        catalog.unknown(what, span, UnknownScope::Detail);
    }
    for constraint in &column.constraints {
        add_constraint(catalog, number, constraint, Some(&column.name.text));
    }
}

/// Gives the column called `name` the type and the rules of `column`, and its name if that is another.
pub(super) fn redefine_column(catalog: &mut Catalog, number: usize, name: &str, column: &NewColumn) {
    let held = held_column(catalog, column);
    let is_sqlite = catalog.database != Database::MySql;
    let Some(table) = catalog.table_mut(number) else { return };
    let Some(there) = table.column_mut(name) else { return };
    *there = HeldColumn { name: there.name.clone(), doc: held.doc.clone().or(there.doc.take()), ..held };
    let is_key = |it: &Body| matches!(it, Body::Foreign(reference) if reference.columns.len() == 1 && reference.columns.iter().any(|it| it == name));
    if is_sqlite {
        table.constraints.retain(|it| !is_key(&it.body));
    } else if table.primary_key().is_some_and(|it| it.iter().any(|it| it == name)) {
        // It holds no NULL, whatever is said of it.
        table.column_mut(name).into_iter().for_each(|it| it.not_null = true);
    }
    let adds = |it: &Rule| matches!(it, Rule::ForeignKey(_) | Rule::Check { .. }) || !is_sqlite && matches!(it, Rule::PrimaryKey { .. } | Rule::Unique { .. });
    for constraint in column.constraints.iter().filter(|it| adds(&it.rule)) {
        add_constraint(catalog, number, constraint, Some(name));
    }
    alteration::rename_column(catalog, number, name, &column.name);
}

/// The column as the database keeps it.
fn held_column(catalog: &Catalog, column: &NewColumn) -> HeldColumn {
    let ty = column.ty.as_ref();
    let mut held = HeldColumn {
        name: catalog.ident(&column.name),
        enumeration: ty.and_then(|it| enumeration(catalog, it)),
        ty: ty.map(|it| catalog.placed(it)),
        known: column.known,
        unsaid: column.unsaid.clone(),
        doc: column.doc.clone(),
        place: catalog.place(column.span),
        ..HeldColumn::default()
    };
    if ty.is_some_and(|it| types::is_serial(it, catalog.database)) {
        held.not_null = true;
        held.default = DefaultValue::Increment;
    }
    for constraint in &column.constraints {
        match &constraint.rule {
            Rule::NotNull => held.not_null = true,
            Rule::Default(expression) if expression.eq_ignore_ascii_case("null") => {}
            Rule::Default(expression) => held.default = DefaultValue::Database(expression.clone()),
            Rule::Identity { always, counting } => {
                held.not_null = true;
                held.generated = Some(Generated::Identity { always: *always, counting: counting.clone() });
            }
            Rule::AutoIncrement => held.default = DefaultValue::Increment,
            Rule::Generated(expression) => held.generated = Some(Generated::Stored(expression.clone())),
            _ => {}
        }
    }
    held
}

/// The enum that `ty` names.
pub(super) fn enumeration(catalog: &Catalog, ty: &Type) -> Option<usize> {
    ty.name.as_ref().and_then(|it| catalog.find_enum(it))
}

/// True if a table cannot have the columns of another as well; what it would have is unknown.
fn is_too_much(catalog: &mut Catalog, number: usize) -> bool {
    let is_full = catalog.is_full();
    if let Some(table) = catalog.table_mut(number).filter(|_| is_full) {
        table.open = true;
        table.more = true;
    }
    is_full
}

/// `column` as another table takes it over from the one with the number `source`: its default comes along, and with it
/// the sequence that it counts with.
fn taken_over(column: &HeldColumn, source: usize) -> HeldColumn {
    HeldColumn { counts_with: column.counts_with.or(Some(source)), ..column.clone() }
}

/// Takes over what a parent has.
fn inherit(catalog: &mut Catalog, number: usize, parent: &Path, span: Span) {
    let Some(source) = catalog.existing(parent, span).filter(|it| *it != number) else { return };
    if is_too_much(catalog, number) {
        return;
    }
    let partition = catalog.table(number).is_some_and(|it| it.partition);
    let Some(held) = catalog.table_mut(source) else { return };
    held.children.push(number);
    let held = held.clone();
    for column in &held.columns {
        if catalog.table(number).is_some_and(|it| it.column(&column.name.text).is_none()) {
            let mut column = taken_over(column, source);
            // A number that a table gives is its own.
            column.generated = column.generated.filter(|it| !matches!(it, Generated::Identity { .. }));
            catalog.add_column(number, column);
        }
    }
    let Some(table) = catalog.table_mut(number) else { return };
    table.open |= held.open;
    table.more |= held.more;
    for constraint in &held.constraints {
        let rule = match &constraint.body {
            Body::Check { .. } => Some(constraint.clone()),
            _ if partition => Some(constraint.clone()),
            _ => None,
        };
        if let Some(mut kept) = rule {
            if !matches!(kept.body, Body::Check { .. }) {
                kept.named = false;
                kept.name = renamed(&kept.name, &held.name.text, &table.name.text);
            }
            table.add_constraint(kept);
        }
    }
    note_references(catalog, number);
    if partition {
        share_indexes(catalog, number, &held, span);
    }
}

/// Makes a table a part of another, which may have keys and indexes that the part has not.
pub(super) fn attach_partition(catalog: &mut Catalog, whole: usize, part: usize, span: Span) {
    let Some(held) = catalog.table_mut(whole) else { return };
    held.children.push(part);
    let held = held.clone();
    let Some(table) = catalog.table_mut(part) else { return };
    table.partition = true;
    for constraint in &held.constraints {
        if !table.constraints.iter().any(|it| it.body.stands_for(&constraint.body)) {
            let mut kept = constraint.clone();
            kept.named = false;
            kept.name = renamed(&kept.name, &held.name.text, &table.name.text);
            table.add_constraint(kept);
        }
    }
    let mut missing: Vec<HeldIndex> = Vec::new();
    for index in &held.indexes {
        match table.indexes.iter_mut().find(|it| it.parts == index.parts && it.unique == index.unique) {
            Some(own) => own.origin = index.origin,
            None => missing.push(index.clone()),
        }
    }
    note_references(catalog, part);
    share_indexes(catalog, part, &HeldTable { indexes: missing, ..HeldTable::default() }, span);
}

/// Notes what the keys of a table lead to.
fn note_references(catalog: &mut Catalog, number: usize) {
    let targets = catalog.table(number).into_iter().flat_map(|it| &it.constraints).map(|it| match &it.body {
        Body::Foreign(reference) => reference.target,
        _ => None,
    });
    for target in targets.collect::<Vec<_>>() {
        catalog.refers(number, target);
    }
}

/// Gives a part the indexes of the whole table.
fn share_indexes(catalog: &mut Catalog, part: usize, whole: &HeldTable, span: Span) {
    for index in whole.indexes.iter().cloned() {
        let unnamed = NewIndex {
            unique: index.unique,
            parts: index.parts,
            predicate: index.predicate,
            method: index.method,
            names: index.names,
            included: index.included,
            span,
            ..NewIndex::default()
        };
        indexes::add_shared(catalog, part, &unnamed, index.origin);
    }
}

/// The name of a parent's constraint as PostgreSQL makes it for a part of it.
fn renamed(name: &str, parent: &str, child: &str) -> String {
    name.strip_prefix(parent).map_or_else(|| name.to_owned(), |rest| format!("{child}{rest}"))
}

/// Takes over what `LIKE` copies.
fn copy(catalog: &mut Catalog, number: usize, like: &Like, span: Span) {
    let Some(source) = catalog.existing(&like.table, span).filter(|it| *it != number) else { return };
    if is_too_much(catalog, number) {
        return;
    }
    let Some(held) = catalog.table(source).cloned() else { return };
    let Some(table) = catalog.table_mut(number) else { return };
    table.open |= held.open;
    table.more |= held.more && (like.constraints || like.indexes);
    for column in &held.columns {
        let mut column = taken_over(column, source);
        let stays = match column.generated {
            Some(Generated::Identity { .. }) => like.identity,
            Some(_) => like.generated,
            None => like.defaults,
        };
        if !stays {
            column.default = DefaultValue::None;
            column.generated = None;
        }
        if catalog.table(number).is_some_and(|it| it.column(&column.name.text).is_none()) {
            catalog.add_column(number, column);
        }
    }
    // MySQL's keys have names of their table.
    let keeps_names = catalog.database == Database::MySql;
    for constraint in &held.constraints {
        let rule = match &constraint.body {
            Body::Check { expression, columns } if like.constraints => {
                Rule::Check { expression: expression.clone(), names: columns.clone() }
            }
            Body::Primary(columns) if like.indexes => {
                Rule::PrimaryKey { columns: columns.clone(), index: None }
            }
            Body::Unique(columns) if like.indexes => Rule::Unique { columns: columns.clone(), index: None },
            Body::Exclude(columns) if like.indexes => Rule::Exclude { columns: columns.clone() },
            _ => continue,
        };
        let is_check = matches!(constraint.body, Body::Check { .. });
        let name = Some(constraint.name.clone()).filter(|_| is_check || keeps_names);
        add_constraint(catalog, number, &Constraint { name, rule, unsaid: Vec::new(), span }, None);
    }
    for index in held.indexes.iter().filter(|_| like.indexes) {
        let copied = NewIndex {
            name: keeps_names.then(|| Word { text: index.name.clone(), ..Word::default() }),
            unique: index.unique,
            parts: index.parts.clone(),
            predicate: index.predicate.clone(),
            method: index.method.clone(),
            names: index.names.clone(),
            included: index.included.clone(),
            span,
            ..NewIndex::default()
        };
        indexes::add(catalog, number, &copied);
    }
}

/// The columns among `parts`, if all of them are columns.
pub(super) fn plain_columns(parts: &[Part]) -> Option<Vec<String>> {
    let columns = parts.iter().map(|it| match it {
        Part::Column { name, .. } => Some(name.clone()),
        Part::Expression { .. } => None,
    });
    columns.collect()
}
