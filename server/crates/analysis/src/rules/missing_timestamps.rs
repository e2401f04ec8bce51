//! A table without the timestamps that the other tables have.

use schema::model::{Table, TableKind};
use schema::names;
use workspace::model::SchemaSet;
use workspace::snapshot::Cancelled;

use super::Cx;
use crate::habit::habit;
use crate::{Finding, Fix};

rule! {
    /// ## What it finds
    ///
    /// A table without `created_at` or `updated_at`, in a schema whose tables have them.
    ///
    /// The schema's own habit decides, for each of the two: fewer than six tables in ten are no habit. Tables that
    /// only join others are left alone.
    ///
    /// ## Why it matters
    ///
    /// The question "since when?" always comes, and a column added later cannot answer it for the rows already there.
    ///
    /// ## Examples
    ///
    /// ```bad
    /// //- db/schema.ts
    /// import { pgTable, text, timestamp } from 'drizzle-orm/pg-core';
    /// export const users = pgTable('users', { id: text('id'), createdAt: timestamp('created_at') });
    /// export const teams = pgTable('teams', { id: text('id'), createdAt: timestamp('created_at') });
    /// export const orders = pgTable('orders', { id: text('id'), createdAt: timestamp('created_at') });
    /// export const carts = pgTable('carts', { id: text('id'), createdAt: timestamp('created_at') });
    /// export const items = pgTable('items', { id: text('id'), name: text('name') });
    ///                               ^^^^^ table `items` has no `created_at`
    /// ```
    ///
    /// ```good
    /// //- db/schema.ts
    /// import { pgTable, text, timestamp } from 'drizzle-orm/pg-core';
    /// export const users = pgTable('users', { id: text('id'), createdAt: timestamp('created_at') });
    /// export const teams = pgTable('teams', { id: text('id'), createdAt: timestamp('created_at') });
    /// export const orders = pgTable('orders', { id: text('id'), name: text('name') });
    /// export const carts = pgTable('carts', { id: text('id'), name: text('name') });
    /// export const items = pgTable('items', { id: text('id'), name: text('name') });
    /// ```
    code: "missing-timestamps",
    level: Hint,
    reads: Schemas,
}

/// The columns in question.
const TIMESTAMPS: [&str; 2] = ["created_at", "updated_at"];

fn check(cx: &Cx<'_>, found: &mut Vec<Finding>) -> Result<(), Cancelled> {
    for set in &cx.root.model.sets {
        let mut own =
            set.declarations.tables.iter().filter(|it| it.place.file == cx.document.id()).peekable();
        if own.peek().is_none() {
            continue;
        }
        let usual = usual(set);
        for table in own.filter(|table| is_subject(table)) {
            let missing = missing(table, &usual);
            if missing.is_empty() {
                continue;
            }
            let missing: Vec<String> = missing.into_iter().map(|name| format!("`{name}`")).collect();
            let message = format!("table `{}` has no {}", table.name.text, missing.join(" and no "));
            found.push(cx.finding(table.name.place.span, &table.name.text, message));
        }
    }
    Ok(())
}

fn fix(cx: &Cx<'_>, finding: &Finding) -> Vec<Fix> {
    let _ = (cx, finding);
    Vec::new()
}

/// The timestamps that most tables of `set` have, each under the name it has there.
fn usual(set: &SchemaSet) -> Vec<String> {
    let tables: Vec<&Table> = set.declarations.tables.iter().filter(|table| is_subject(table)).collect();
    let usual = TIMESTAMPS.iter().filter_map(|wanted| {
        let has: Vec<bool> = tables.iter().map(|table| table.column(wanted).is_some()).collect();
        let spelled = tables.iter().find_map(|table| table.column(wanted));
        habit(&has).filter(|it| *it).and(spelled).map(|column| column.name.text.clone())
    });
    usual.collect()
}

/// Those of `usual` that `table` lacks.
fn missing<'a>(table: &Table, usual: &'a [String]) -> Vec<&'a str> {
    usual.iter().map(String::as_str).filter(|name| table.column(name).is_none()).collect()
}

/// True for a table that has rows of its own, and of which every column is known.
fn is_subject(table: &Table) -> bool {
    let refers = |name: &str| table.foreign_keys.iter().any(|key| key.columns.iter().any(|it| it == name));
    let joins_only = table
        .columns
        .iter()
        .all(|column| refers(&column.name.text) || names::same_column(&column.name.text, "id"));
    table.kind == TableKind::Table && table.complete && !joins_only
}
