//! A story lists values of a column that the schema does not allow.

use schema::model::{Column, ColumnChange, Table};
use story::{Mention, Said, StoryFacts, Subject, Value};
use text::Span;
use workspace::model::{Model, Presence};
use workspace::snapshot::Cancelled;

use super::Cx;
use super::unknown_table::{declared, demands, is_retired};
use crate::coverage::Ground;
use crate::{Finding, Fix, WorkspaceEdits, claims, generate};

rule! {
    /// ## What it finds
    ///
    /// A value that a story lists for a column and that the column does not take.
    ///
    /// The values of the column must be known: an enum type, `text({ enum: […] })`, `$type<'a' | 'b'>()`, or a check
    /// with a list. Case and word separators do not count. A list that shares no value with the schema's is a list of
    /// something else, and left alone. A condition in a code span counts too (`orders.status = 'paid'`), if it names
    /// the table or its line surely speaks of one.
    ///
    /// ## Why it matters
    ///
    /// Code that follows the story writes a value that the database refuses.
    ///
    /// ## Examples
    ///
    /// ```bad
    /// //- db/schema.ts
    /// import { pgTable, text } from 'drizzle-orm/pg-core';
    /// export const orders = pgTable('orders', {
    ///   id: text('id').primaryKey(),
    ///   status: text('status', { enum: ['draft', 'paid'] }).notNull(),
    /// });
    /// //- docs/stories/checkout.md
    /// The `orders` table: what was bought, with status ('draft'|'paid'|'refunded').
    ///                                                                   ^^^^^^^^ `orders.status` does not take the value `refunded`: it takes `draft`, `paid`
    /// ```
    ///
    /// ```good
    /// //- db/schema.ts
    /// import { pgTable, text } from 'drizzle-orm/pg-core';
    /// export const orders = pgTable('orders', {
    ///   id: text('id').primaryKey(),
    ///   status: text('status', { enum: ['draft', 'in_transit', 'paid'] }).notNull(),
    /// });
    /// //- docs/stories/checkout.md
    /// The `orders` table: what was bought, with status ('Draft'|'In transit').
    /// ```
    code: "enum-values-differ",
    level: Warning,
    reads: Stories,
}

/// A value of a claim that the schema lacks.
struct Extra<'a> {
    table: &'a Table,
    column: &'a Column,
    allowed: Vec<String>,
    value: String,
    evidence: &'static str,
    span: Span,
}

fn check(cx: &Cx<'_>, found: &mut Vec<Finding>) -> Result<(), Cancelled> {
    let facts = cx.document.facts();
    for extra in extras(cx, &facts) {
        let allowed = extra.allowed.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ");
        let (table, column) = (&extra.table.name.text, &extra.column.name.text);
        let message =
            format!("`{table}.{column}` does not take the value `{}`: it takes {allowed}", extra.value);
        let mut finding = cx.finding(extra.span, &extra.value, message);
        finding.evidence = extra.evidence.into();
        finding.related.push(declared(extra.table));
        found.push(finding);
    }
    Ok(())
}

fn fix(cx: &Cx<'_>, finding: &Finding) -> Vec<Fix> {
    let facts = cx.document.facts();
    let Some(extra) = extras(cx, &facts).into_iter().find(|it| it.span == finding.span) else {
        return Vec::new();
    };
    let mut fixes = Vec::new();
    let candidates = extra.allowed.iter().map(String::as_str);
    if let Some(nearest) = schema::names::nearest(&extra.value, candidates) {
        let mut fix = cx.replacement(finding, format!("Change to \"{nearest}\""), finding.span, nearest);
        fix.preferred = true;
        fixes.push(fix);
    }
    if let Some((title, edits)) = added(cx, &extra) {
        fixes.push(cx.change(finding, title, edits));
    }
    fixes
}

/// The values that the story lists and the schema lacks, each where it stands.
fn extras<'a>(cx: &Cx<'a>, facts: &StoryFacts) -> Vec<Extra<'a>> {
    let model = &cx.root.model;
    let ground = cx.ground();
    let mut extras = Vec::new();
    compared(cx, facts, &mut extras);
    for claim in claims::demanded(cx, facts) {
        let Said::Values { table, column, values } = &claim.said else { continue };
        let Some((table, column)) = claims::column(&ground, table, column) else { continue };
        let Some(allowed) = allowed(model, table, column) else { continue };
        let is_allowed = |value: &Value| allowed.iter().any(|it| folded(it) == folded(&value.text));
        if !values.iter().any(is_allowed) {
            continue;
        }
        for value in values.iter().filter(|it| !is_allowed(it)) {
            let span = value.span;
            if span.is_empty() || extras.iter().any(|it: &Extra<'_>| it.span == span) {
                continue;
            }
            let (allowed, value) = (allowed.clone(), value.text.clone());
            extras.push(Extra { table, column, allowed, value, evidence: claim.evidence, span });
        }
    }
    extras
}

/// Adds the values that the story compares a column with and the schema lacks.
fn compared<'a>(cx: &Cx<'a>, facts: &StoryFacts, extras: &mut Vec<Extra<'a>>) {
    let model = &cx.root.model;
    let ground = cx.ground();
    if is_retired(facts.status, cx.document) {
        return;
    }
    for mention in facts.mentions.iter().filter(|it| it.subject == Subject::Value && demands(it)) {
        let Some((table, column)) = owner(&ground, mention) else { continue };
        let Some(allowed) = allowed(model, table, column) else { continue };
        if !allowed.iter().any(|it| folded(it) == folded(&mention.name)) {
            let (value, evidence, span) = (mention.name.clone(), mention.form.evidence(), mention.span);
            extras.push(Extra { table, column, allowed, value, evidence, span });
        }
    }
}

/// The column that takes the value `mention`, with its table.
fn owner<'a>(ground: &Ground<'a>, mention: &Mention) -> Option<(&'a Table, &'a Column)> {
    claims::column(ground, mention.table.as_deref()?, mention.column.as_deref()?)
}

/// Whether the column that `mention` names a value of takes it.
pub(crate) fn takes(ground: &Ground<'_>, mention: &Mention) -> Presence<()> {
    let owner = owner(ground, mention);
    match owner.and_then(|(table, column)| allowed(ground.model, table, column)) {
        None => Presence::Unknown,
        Some(allowed) if allowed.iter().any(|it| folded(it) == folded(&mention.name)) => {
            Presence::Present(())
        }
        Some(_) => Presence::Absent,
    }
}

/// The values that `column` takes; `None` if they cannot be known.
pub(crate) fn allowed(model: &Model, table: &Table, column: &Column) -> Option<Vec<String>> {
    if let Some(name) = &column.ty.enumeration {
        let set = model.set_of(table)?;
        let found =
            set.declarations.enums.iter().find(|it| it.name.text == *name).filter(|it| it.complete)?;
        return Some(found.values.iter().map(|it| it.text.clone()).collect());
    }
    if !column.allowed.is_empty() {
        return Some(column.allowed.clone());
    }
    table.checks.iter().find_map(|it| listed_in_check(&it.expression, &column.name.text))
}

/// The values of a check such as `status in ('draft', 'paid')` or `status = any (array['draft', 'paid'])`, if that is
/// all it says.
pub(crate) fn listed_in_check(expression: &str, column: &str) -> Option<Vec<String>> {
    let lower = expression.to_lowercase();
    let about = lower.trim_start_matches(['(', '"', ' ']).strip_prefix(&column.to_lowercase())?;
    let about = about.trim_start_matches(['"', ' ', ')']);
    let is_list = about.starts_with("in") || about.starts_with("= any") || about.starts_with("=any");
    let quotes = expression.matches('\'').count();
    if !is_list
        || quotes < 2
        || !quotes.is_multiple_of(2)
        || lower.contains(" and ")
        || lower.contains(" or ")
    {
        return None;
    }
    Some(expression.split('\'').skip(1).step_by(2).map(str::to_owned).collect())
}

/// True if `a` and `b` are one value as people write it: case and word separators do not count.
pub(crate) fn same_value(a: &str, b: &str) -> bool {
    folded(a) == folded(b)
}

/// `value` as comparing sees it: letters and digits in lower case.
fn folded(value: &str) -> String {
    value.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The change that adds the value to those that the column takes, where they are written as a list.
fn added(cx: &Cx<'_>, extra: &Extra<'_>) -> Option<(String, WorkspaceEdits)> {
    let values = std::slice::from_ref(&extra.value);
    let Some(name) = &extra.column.ty.enumeration else {
        let (column, change) = (&extra.column.name.text, ColumnChange::Values(values.to_vec()));
        let edits = generate::change_column(cx.snapshot, extra.table, column, &change)?;
        return Some((format!("Add `{}` to the values of `{column}`", extra.value), edits));
    };
    let set = cx.root.model.set_of(extra.table)?;
    let held = set.declarations.enums.iter().find(|it| it.name.text == *name)?;
    let edits = generate::add_values(cx.snapshot, held, values)?;
    Some((format!("Add `{}` to the enum `{name}`", extra.value), edits))
}

#[cfg(test)]
mod tests {
    use testkit::{check, check_fix, check_fix_titled, check_none};

    #[test]
    fn values_announced_behind_a_column_are_its_values() {
        check(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const orders = pgTable('orders', { status: text('status', { enum: ['draft', 'paid'] }), note: text('note') });
//- docs/stories/a.md
`orders.status` is one of `draft` or `gone`.
                                      ^^^^ `orders.status` does not take the value `gone`: it takes `draft`, `paid`

Add status enum (draft|lost) to `orders` table.
                       ^^^^ `orders.status` does not take the value `lost`: it takes `draft`, `paid`

`orders.note` is one of `a`, `b`. `orders.status` can be read or written.
//- schemark.toml
[rules]
missing-timestamps = \"off\"
",
        );
    }

    #[test]
    fn a_value_that_the_enum_type_lacks_is_reported_where_it_stands() {
        check(
            "
//- db/schema.ts
import { pgEnum, pgTable, text } from 'drizzle-orm/pg-core';
export const state = pgEnum('state', ['open', 'done']);
export const tasks = pgTable('tasks', { id: text('id').primaryKey(), state: state('state').notNull() });
//- docs/stories/a.md
## `tasks` table

- `state`: enum (open, blocked, done)
                       ^^^^^^^ `tasks.state` does not take the value `blocked`: it takes `open`, `done`
",
        );
    }

    #[test]
    fn a_condition_with_a_value_that_is_not_taken_is_reported() {
        check(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const tasks = pgTable('tasks', { id: text('id').primaryKey(), state: text('state', { enum: ['open', 'in_work'] }), note: text('note') });
//- docs/stories/a.md
Only rows of the `tasks` table with `state = 'closed'` and `note = 'x'`, or `state != 'in-work'`.
                                              ^^^^^^ `tasks.state` does not take the value `closed`: it takes `open`, `in_work`

Then `tasks.state IN ('open', 'done')`, but not `state = 'done'` or `tasks.state === 'done'`.
                               ^^^^ `tasks.state` does not take the value `done`: it takes `open`, `in_work`
",
        );
    }

    #[test]
    fn a_value_is_reported_in_its_list_and_nowhere_before() {
        check(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const tasks = pgTable('tasks', { id: text('id').primaryKey(), state: text('state', { enum: ['open', 'in-progress'] }) });
//- docs/stories/a.md
## `tasks` table

- `state`: blocked or open, an enum (open, blocked, in-progress)
                                           ^^^^^^^ `tasks.state` does not take the value `blocked`: it takes `open`, `in-progress`

Each row of the `tasks` table says its state (open|archived).
                                                   ^^^^^^^^ `tasks.state` does not take the value `archived`: it takes `open`, `in-progress`
",
        );
    }

    #[test]
    fn a_list_behind_a_word_of_no_table_is_left_alone() {
        check_none(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const tasks = pgTable('tasks', { id: text('id').primaryKey(), state: text('state', { enum: ['open', 'done'] }) });
export const users = pgTable('users', { id: text('id').primaryKey() });
//- docs/stories/a.md
The filter has a state ('open'|'archived'), and sorts by state (asc|desc).

Between the `tasks` table and the `users` table stands a state ('open'|'archived').
",
        );
    }

    #[test]
    fn values_of_something_else_and_of_an_unknown_list_are_left_alone() {
        check_none(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
import { values } from 'company-values';
export const tasks = pgTable('tasks', {
  id: text('id').primaryKey(),
  state: text('state', { enum: ['open', 'done'] }).notNull(),
  kind: text('kind', { enum: values }).notNull(),
  note: text('note'),
});
//- docs/stories/a.md
## `tasks` table

- `state`: text ('red'|'green')
- `kind`: text ('a'|'b')
- `note`: text ('short'|'long')
//- schemark.toml
[rules]
schema-unreadable = \"off\"
",
        );
    }

    #[test]
    fn a_check_with_a_list_says_the_values() {
        assert_eq!(
            super::listed_in_check("\"status\" in ('draft', 'paid')", "status"),
            Some(vec!["draft".to_owned(), "paid".to_owned()])
        );
        assert_eq!(super::listed_in_check("status in ('a') or total > 0", "status"), None);
        assert_eq!(super::listed_in_check("total > 0", "status"), None);
    }

    #[test]
    fn a_slip_becomes_the_value_that_is_meant() {
        check_fix(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const tasks = pgTable('tasks', { id: text('id').primaryKey(), state: text('state', { enum: ['open', 'closed'] }) });
//- docs/stories/a.md
The `tasks` table with state ('open'|'cloesd').
",
            "
//- docs/stories/a.md
The `tasks` table with state ('open'|'closed').
",
        );
    }

    #[test]
    fn a_value_that_is_wanted_is_added_to_the_enum() {
        check_fix_titled(
            "Add `archived` to the enum `state`",
            "
//- db/schema.ts
import { pgEnum, pgTable, text } from 'drizzle-orm/pg-core';
export const state = pgEnum('state', ['open', 'done']);
export const tasks = pgTable('tasks', { id: text('id').primaryKey(), state: state('state').notNull() });
//- docs/stories/a.md
The `tasks` table with state ('open'|'done'|'archived').
",
            "
//- db/schema.ts
import { pgEnum, pgTable, text } from 'drizzle-orm/pg-core';
export const state = pgEnum('state', ['open', 'done', 'archived']);
export const tasks = pgTable('tasks', { id: text('id').primaryKey(), state: state('state').notNull() });
",
        );
    }

    #[test]
    fn a_broken_schema_has_no_values_to_differ_from() {
        check_none(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const tasks = pgTable('tasks', { id: text('id').primaryKey(), state: text('state', { enum: ['open', 
//- docs/stories/a.md
The `tasks` table with state ('open'|'archived').
//- schemark.toml
[rules]
schema-unreadable = \"off\"
",
        );
    }
}
