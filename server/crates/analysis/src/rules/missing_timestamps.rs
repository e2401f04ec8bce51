//! A table without the timestamps that the other tables have.

use std::sync::Arc;

use schema::model::{Column, Table, TableKind};
use schema::names;
use workspace::model::SchemaSet;
use workspace::snapshot::Cancelled;

use super::Cx;
use crate::habit::habit;
use crate::{Finding, Fix, generate};

rule! {
    /// ## What it finds
    ///
    /// A table without `created_at` or `updated_at`, in a schema whose tables have them.
    ///
    /// The schema's own habit decides, for each of the two: fewer than six tables in ten are no habit. Tables that
    /// only join others need none, nor does a log need `updated_at`; a time of insertion under another name
    /// (`joined_at`) is as good as `created_at`.
    ///
    /// Migrations are history: what they made is not judged, for nobody edits them any more.
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
    ///                               ^^^^^ fix: Add `created_at`
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
    for (set, own) in cx.own_sets() {
        let usual = Usual::of(cx, set);
        for table in own.into_iter().filter(|table| is_subject(table)) {
            let missing = missing(table, &usual.0);
            if missing.is_empty() {
                continue;
            }
            let missing: Vec<String> = missing.into_iter().map(|name| format!("`{name}`")).collect();
            let message = format!("table `{}` has no {}", table.name.text, missing.join(" and no "));
            found.push(cx.finding(table.name.place.span, &table.name.text, message).on(usual.1.clone()));
        }
    }
    Ok(())
}

fn fix(cx: &Cx<'_>, finding: &Finding) -> Vec<Fix> {
    let mut own = cx.own_tables().filter(|(_, table)| table.name.place.span == finding.span);
    let Some((set, table)) = own.next() else { return Vec::new() };
    let usual = Usual::of(cx, set);
    let missing = missing(table, &usual.0);
    let like = |name: &&str| set.declarations.tables.iter().find_map(|it| Some((it, it.column(name)?)));
    let columns: Vec<(&Table, &Column)> = missing.iter().filter_map(like).collect();
    let Some(change) = generate::add_shared(cx.snapshot, table, &columns) else { return Vec::new() };
    let names: Vec<String> = missing.iter().map(|name| format!("`{name}`")).collect();
    vec![cx.change(finding, format!("Add {}", names.join(" and ")), change)]
}

/// The timestamps that most tables of a set have, each under the name it has there.
struct Usual(Vec<String>, String);

impl Usual {
    /// Those of `set`.
    fn of(cx: &Cx<'_>, set: &SchemaSet) -> Arc<Self> {
        let tables = || set.declarations.tables.iter().filter(|table| is_subject(table));
        cx.learnt(set, || {
            let usual = TIMESTAMPS.iter().filter_map(|wanted| {
                let has: Vec<Option<&Column>> = tables().map(|table| table.column(wanted)).collect();
                let spelled = has.iter().flatten().next().map(|column| column.name.text.clone());
                let share: Vec<bool> = has.iter().map(Option::is_some).collect();
                habit(&share).filter(|it| *it).and(spelled)
            });
            let usual: Vec<String> = usual.collect();
            let has_all = |table: &&Table| usual.iter().all(|it| table.column(it).is_some());
            let (all, having) = (tables().count(), tables().filter(has_all).count());
            let what = if usual.len() > 1 { "both" } else { "it" };
            Self(usual, format!("{having} of {all} tables have {what}"))
        })
    }
}

/// Those of `usual` that `table` lacks.
fn missing<'a>(table: &Table, usual: &'a [String]) -> Vec<&'a str> {
    let lacks = |name: &&str| {
        let made_up_for =
            if names::same_column(name, "updated_at") { is_log(table) } else { says_since_when(table) };
        table.column(name).is_none() && !made_up_for
    };
    usual.iter().map(String::as_str).filter(lacks).collect()
}

/// True for a table whose rows are written once, by its name.
fn is_log(table: &Table) -> bool {
    let words = names::words(&table.name.text);
    words.iter().any(|word| {
        let word = names::singular(word);
        matches!(word.as_str(), "log" | "event" | "history" | "metric" | "analytics" | "audit" | "snapshot")
    })
}

/// True if a column always says when the row came to be, under another name, such as `joined_at`.
fn says_since_when(table: &Table) -> bool {
    table.columns.iter().any(|column| {
        let words = names::words(&column.name.text);
        let happened = words.first().is_some_and(|it| it.ends_with("ed") && !is_later(it));
        happened && words.last().is_some_and(|it| it == "at") && column.nullable == Some(false)
    })
}

/// True for what happens to a row that is there already.
fn is_later(word: &str) -> bool {
    matches!(word, "updated" | "modified" | "changed" | "edited")
}

/// True for a table that has rows of its own, and of which every column is known.
fn is_subject(table: &Table) -> bool {
    let refers = |name: &str| table.foreign_keys.iter().any(|key| key.columns.iter().any(|it| it == name));
    let is_link = |name: &str| refers(name) || names::same_column(name, "id");
    let key = table.primary_key.as_ref().map_or(&[][..], |key| &key.columns);
    let joins = key.len() > 1 && key.iter().all(|name| refers(name));
    let joins_only = joins || table.columns.iter().all(|column| is_link(&column.name.text));
    table.kind == TableKind::Table && table.complete && !joins_only
}

#[cfg(test)]
mod tests {
    use testkit::{check, check_fix, check_none};

    const FOUR: &str = "
//- db/schema.ts
import { pgTable, text, timestamp } from 'drizzle-orm/pg-core';
const both = { createdAt: timestamp('created_at').notNull(), updatedAt: timestamp('updated_at').notNull() };
export const a = pgTable('users', { id: text('id').primaryKey(), ...both });
export const b = pgTable('teams', { id: text('id').primaryKey(), ...both });
export const c = pgTable('orders', { id: text('id').primaryKey(), ...both });
export const d = pgTable('carts', { id: text('id').primaryKey(), ...both });
";

    #[test]
    fn a_table_without_both_is_reported_once() {
        let table =
            "export const e = pgTable('tags', { id: text('id').primaryKey(), name: text('name') });\n";
        let label = "                          ^^^^ table `tags` has no `created_at` and no `updated_at`\n";
        check(&format!("{FOUR}{table}{label}"));
    }

    #[test]
    fn a_table_that_only_joins_needs_none() {
        check_none(&format!(
            "{FOUR}export const e = pgTable('members', {{
  a: text('user_id').primaryKey().references(() => a.id),
  b: text('team_id').unique().references(() => b.id),
}});
"
        ));
    }

    #[test]
    fn a_log_and_another_name_for_the_same_time_are_fine() {
        let log = "export const e = pgTable('audit_logs', { id: text('id'), at: timestamp('created_at') });";
        let other = "export const f = pgTable('members', {
  id: text('id'), at: timestamp('joined_at').notNull().defaultNow(), b: timestamp('updated_at'),
});";
        check_none(&format!("{FOUR}{log}\n{other}\n"));
    }

    #[test]
    fn the_columns_are_written_as_other_tables_have_them() {
        let schema = |extra: &str| {
            format!(
                "
//- db/schema.ts
import {{ pgTable, text, timestamp }} from 'drizzle-orm/pg-core';
export const a = pgTable('users', {{ id: text('id'), at: timestamp('created_at').defaultNow().notNull() }});
export const b = pgTable('teams', {{ id: text('id'), at: timestamp('created_at').defaultNow().notNull() }});
export const c = pgTable('orders', {{ id: text('id'), at: timestamp('created_at').defaultNow().notNull() }});
export const d = pgTable('carts', {{ id: text('id'), at: timestamp('created_at').defaultNow().notNull() }});
export const e = pgTable('tags', {{
  id: text('id'),
  name: text('name'),
{extra}}});
"
            )
        };
        check_fix(&schema(""), &schema("  at: timestamp('created_at').defaultNow().notNull(),\n"));
    }

    #[test]
    fn a_half_typed_table_lacks_nothing() {
        check_none(&format!(
            "{FOUR}export const e = pgTable('tags', {{ id: text('id'), name: \n//- schemark.toml\n[rules]\nschema-unreadable = \"off\"\n"
        ));
    }
}
