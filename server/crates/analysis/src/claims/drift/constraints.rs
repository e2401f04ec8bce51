//! Keys, unique constraints and indexes that a fence shows and the schema lacks.

use schema::dialects::Dialect;
use schema::model::{ForeignKey, Index, Table};
use schema::names::{Folded, same_column};
use text::Span;

use super::{Pair, Wish, in_table, quoted};
use crate::claims;
use crate::rules::{Cx, are_unique, is_indexed};

/// Adds what `pair` shows and its table, whose schema is at home in `home`, surely lacks. `name` is where the fence
/// names the table.
pub(super) fn compare(cx: &Cx<'_>, home: Option<Dialect>, pair: &mut Pair<'_>, name: Span) {
    let table = pair.table;
    // Only of a table that is known as a whole can something be missing.
    if !table.complete || !claims::has_known_constraints(&cx.root.model, table) {
        return;
    }
    let at = |span: Span| if span.is_empty() { name } else { span };
    primary_key(pair, &at);
    uniques(pair, &at);
    // The lines of a diagram claim its foreign keys.
    if pair.dialect != Dialect::Mermaid {
        foreign_keys(cx, pair, &at);
    }
    // Prisma may keep indexes in migrations, but those that it shows it declares.
    if home != Some(Dialect::Prisma) || pair.dialect == Dialect::Prisma {
        indexes(pair, &at);
    }
}

/// The columns of the schema that `columns` of the fence are. A column that is missing is another rule's finding.
fn held(pair: &Pair<'_>, columns: &[String]) -> Option<Vec<String>> {
    let held = |it: &String| {
        let told = pair.told.columns.iter().find(|own| own.name.text == *it)?;
        in_table(pair.table, told).map(|it| it.name.text.clone())
    };
    let found: Option<Vec<String>> = columns.iter().map(held).collect();
    found.filter(|it| !it.is_empty())
}

fn primary_key(pair: &mut Pair<'_>, at: &dyn Fn(Span) -> Span) {
    let told = std::sync::Arc::clone(&pair.told);
    let Some(key) = &told.primary_key else { return };
    let Some(columns) = held(pair, &key.columns) else { return };
    let own = pair.table.primary_key.as_ref().map(|it| it.columns.as_slice());
    // Of a table that is shown in part, a part of the key may be shown.
    let agrees = own.is_some_and(|own| same(own, &columns) || !told.complete && within(&columns, own));
    if agrees {
        return;
    }
    let name = pair.table.name.text.clone();
    let message = match own {
        Some(own) => {
            format!("the primary key of `{name}` is {} in the schema, not {}", quoted(own), quoted(&columns))
        }
        None => format!("`{name}` has no primary key in the schema"),
    };
    pair.add(at(key.place.span), &name, message, Wish::Key);
}

fn uniques(pair: &mut Pair<'_>, at: &dyn Fn(Span) -> Span) {
    let told = std::sync::Arc::clone(&pair.told);
    let uniques = told.uniques.iter().map(|it| (it.place.span, it.columns.clone()));
    let unique_indexes = told.indexes.iter().filter(|it| it.unique && it.predicate.is_none());
    let unique_indexes = unique_indexes.map(|it| (it.place.span, columns_of(it)));
    for (span, columns) in uniques.chain(unique_indexes) {
        let is_free =
            |it: &Vec<String>| !are_unique(pair.table, &it.iter().map(String::as_str).collect::<Vec<_>>());
        let Some(columns) = held(pair, &columns).filter(is_free) else { continue };
        let name = pair.table.name.text.clone();
        let message = format!("{} of `{name}` is not unique in the schema", quoted(&columns));
        pair.add(at(span), &name, message, Wish::Unique(columns));
    }
}

/// The fence need not declare the table that a key leads to.
fn foreign_keys(cx: &Cx<'_>, pair: &mut Pair<'_>, at: &dyn Fn(Span) -> Span) {
    let told = std::sync::Arc::clone(&pair.told);
    for key in &told.foreign_keys {
        let Some(columns) = held(pair, &key.columns) else { continue };
        let Some(target) = missing_target(cx, pair.table, key, &columns) else { continue };
        let (name, to) = (pair.table.name.text.clone(), &target.name.text);
        let message = format!("{} of `{name}` does not refer to `{to}` in the schema", quoted(&columns));
        // A key of columns that do not fit each other, or to another column than the key, cannot be added.
        let own = target.primary_key.as_ref().map_or(&[] as &[String], |it| &it.columns);
        let to_key = key.references.is_empty() || same(own, &key.references);
        let wished = claims::keys::wanted(pair.table, &columns, target).filter(|_| to_key);
        let nothing = || ForeignKey { columns, ..ForeignKey::default() };
        let actions = |it| ForeignKey { on_delete: key.on_delete, on_update: key.on_update, ..it };
        let wished = wished.map_or_else(nothing, actions);
        pair.add(at(key.place.span), &name, message, Wish::Reference(wished));
    }
}

fn indexes(pair: &mut Pair<'_>, at: &dyn Fn(Span) -> Span) {
    let told = std::sync::Arc::clone(&pair.told);
    for index in told.indexes.iter().filter(|it| !it.unique) {
        let columns = held(pair, &columns_of(index)).filter(|it| !is_indexed(pair.table, it));
        let Some(columns) = columns else { continue };
        let name = pair.table.name.text.clone();
        let message = format!("`{name}` has no index on {} in the schema", quoted(&columns));
        pair.add(at(index.place.span), &name, message, Wish::Index(columns));
    }
}

/// The columns of `index`; none if it is made of more than columns.
fn columns_of(index: &Index) -> Vec<String> {
    let columns = index.parts.iter().map(|it| it.column().map(str::to_owned));
    columns.collect::<Option<_>>().unwrap_or_default()
}

/// The table that `key` leads to, if `table` surely has no such key and its schema declares foreign keys at all.
fn missing_target<'a>(cx: &Cx<'a>, table: &Table, key: &ForeignKey, columns: &[String]) -> Option<&'a Table> {
    let model = &cx.root.model;
    let target = claims::table(&cx.ground(), &key.table.text)?;
    let set = model.set_of(table).filter(|it| {
        let same = model.set_of(target).is_some_and(|other| std::ptr::eq(*it, other));
        same && it.declarations.tables.iter().any(|it| !it.foreign_keys.is_empty())
    });
    let leads = |it: &ForeignKey| {
        Folded::new(&it.table.text) == Folded::new(&target.name.text) && same(&it.columns, columns)
    };
    (set.is_some() && !table.foreign_keys.iter().any(leads)).then_some(target)
}

fn within(own: &[String], columns: &[String]) -> bool {
    own.iter().all(|it| columns.iter().any(|other| same_column(other, it)))
}

fn same(own: &[String], columns: &[String]) -> bool {
    own.len() == columns.len() && within(columns, own)
}
