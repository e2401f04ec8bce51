//! A document records a decision that the schema breaks.

use story::{Decision, Said};
use workspace::snapshot::Cancelled;

use super::Cx;
use crate::claims::decisions::offenders;
use crate::{Finding, Fix, Related, claims};

rule! {
    /// ## What it finds
    ///
    /// A decision on how the schema is made that a document records and the schema breaks: "no enum types", "cascade
    /// delete on all foreign keys", "indexes on all foreign keys", "no soft deletes", "snake_case columns", "plural
    /// table names", "no local users table", one type for all timestamps.
    ///
    /// A decision counts where decisions are kept: under a heading such as *Locked decisions*, *Conventions* or
    /// *Verification*, or behind a tick (✅). One on code ("TypeScript: no enums") or that was turned down is none. Every declaration that breaks it is listed with the finding.
    ///
    /// ## Why it matters
    ///
    /// A tick behind a sentence that is not so is worse than no tick.
    ///
    /// ## Examples
    ///
    /// ```bad
    /// //- db/schema.ts
    /// import { pgTable, text, timestamp } from 'drizzle-orm/pg-core';
    /// export const orders = pgTable('orders', { id: text('id').primaryKey(), deletedAt: timestamp('deleted_at') });
    /// //- docs/stories/checkout.md
    /// - ✅ No soft deletes
    ///     ^^^^^^^^^^^^^^^ `orders.deleted_at` breaks the decision: no soft deletes
    /// ```
    ///
    /// ```good
    /// //- db/schema.ts
    /// import { pgTable, text } from 'drizzle-orm/pg-core';
    /// export const orders = pgTable('orders', { id: text('id').primaryKey(), status: text('status') });
    /// //- docs/stories/checkout.md
    /// - ✅ No soft deletes, no enum types
    /// ```
    code: "decision-broken",
    level: Warning,
    reads: Stories,
}

/// Offenders beyond this many are counted, not listed.
const MOST_LISTED: usize = 32;

fn check(cx: &Cx<'_>, found: &mut Vec<Finding>) -> Result<(), Cancelled> {
    let facts = cx.document.facts();
    let Some(set) = claims::set_of(cx, &facts) else { return Ok(()) };
    for claim in claims::demanded(cx, &facts) {
        let Said::Decision(decision) = &claim.said else { continue };
        let mut offenders = offenders(set, decision);
        let Some(first) = offenders.first() else { continue };
        let message = format!("{} the decision: {}", breaks(first, offenders.len()), what(decision));
        let name = match decision {
            Decision::NoTable(name) | Decision::NoColumn { column: name, .. } => name,
            _ => decision.name(),
        };
        let mut finding = cx.finding(claim.span, name, message);
        finding.evidence = claim.evidence.into();
        offenders.truncate(MOST_LISTED);
        finding.related = offenders;
        found.push(finding);
    }
    Ok(())
}

/// Either the document or the schema is to be changed, and that is a decision again.
fn fix(_cx: &Cx<'_>, _finding: &Finding) -> Vec<Fix> {
    Vec::new()
}

/// "`orders.deleted_at` breaks", or "`orders.deleted_at` and 2 more break".
fn breaks(first: &Related, count: usize) -> String {
    let name = first.message.split('`').nth(1).unwrap_or_default();
    if count == 1 { format!("`{name}` breaks") } else { format!("`{name}` and {} more break", count - 1) }
}

fn what(decision: &Decision) -> String {
    match decision {
        Decision::TimestampType(ty) => format!("every timestamp is `{ty}`"),
        Decision::NoTable(name) => format!("no table `{name}`"),
        Decision::NoColumn { table: Some(table), column } => format!("no column `{column}` in `{table}`"),
        Decision::NoColumn { table: None, column } => format!("no column `{column}`"),
        other => other.name().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use testkit::{check, check_none};

    #[test]
    fn each_decision_is_held_against_every_table() {
        check(
            "
//- db/schema.ts
import { pgEnum, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
export const kind = pgEnum('kind', ['a', 'b']);
export const users = pgTable('users', { id: text('id').primaryKey(), seenAt: timestamp('seen_at', { withTimezone: true }) });
export const notes = pgTable('notes', { id: text('id').primaryKey(), userId: text('user_id').unique().references(() => users.id) });
//- docs/stories/a.md
## Locked decisions

- Cascade delete on all foreign keys
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `notes.user_id` breaks the decision: every foreign key cascades on delete
- No enum types
  ^^^^^^^^^^^^^ `kind` breaks the decision: no enum types
- NO local users table
  ^^^^^^^^^^^^^^^^^^^^ `users` breaks the decision: no table `users`
- timestamp with { mode: 'date', precision: 3 } everywhere
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `users.seen_at` breaks the decision: every timestamp is `timestamp(3) without time zone`
- Indexes on all foreign keys
- snake_case columns, plural table names
",
        );
    }

    #[test]
    fn a_mark_of_deletion_and_a_column_of_one_table_break_decisions() {
        check(
            "
//- db/schema.ts
import { pgTable, text, timestamp } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: text('id').primaryKey(), deletedAt: timestamp('deleted_at') });
export const sessions = pgTable('sessions', { id: text('id').primaryKey(), updatedAt: timestamp('updated_at') });
//- docs/stories/a.md
## Locked decisions

- Hard deletes (no deleted_at columns)
                ^^^^^^^^^^^^^^^^^^^^^ `users.deleted_at` breaks the decision: no soft deletes
- `sessions` table is lean (no updated_at)
                            ^^^^^^^^^^^^^ `sessions.updated_at` breaks the decision: no column `updated_at` in `sessions`
- The `users` table has no created_at
",
        );
    }

    #[test]
    fn a_decision_in_passing_or_taken_back_is_none() {
        check_none(
            "
//- db/schema.ts
import { pgEnum, pgTable, text } from 'drizzle-orm/pg-core';
export const kind = pgEnum('kind', ['a', 'b']);
export const notes = pgTable('notes', { id: text('id').primaryKey(), kind: kind('kind') });
//- docs/stories/a.md
We once thought that no enum types would be best.

## Rejected decisions

- No enum types
",
        );
    }

    #[test]
    fn rules_for_code_and_what_was_turned_down_are_none() {
        check(
            "
//- db/schema.ts
import { pgEnum, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
export const kind = pgEnum('kind', ['a', 'b']);
export const teams = pgTable('teams', { id: text('id').primaryKey(), kind: kind('kind'), at: timestamp('at', { precision: 3 }) });
//- docs/stories/a.md
## Conventions

- TypeScript: no enums
- Lint rule: no enums, no default exports
- There is no separate teams table in the UI
- ~~No enum types~~
- Rejected: no enum types
- All timestamps are timestamptz
                     ^^^^^^^^^^^ `teams.at` breaks the decision: every timestamp is `timestamp with time zone`

## Rules of the database

- No enums
  ^^^^^^^^ `kind` breaks the decision: no enum types
//- docs/stories/b.md
## Conventions

- timestamp with { mode: 'date' } everywhere
",
        );
    }

    #[test]
    fn a_broken_schema_breaks_no_decision_by_what_is_not_read() {
        check_none(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: text('id').primaryKey() });
export const notes = pgTable('notes', { id: text('id').primaryKey(), userId: text('user_id').references(() => 
//- docs/stories/a.md
- ✅ Indexes on all foreign keys
- ✅ Cascade delete on all foreign keys
//- schemark.toml
[rules]
schema-unreadable = \"off\"
",
        );
    }
}
