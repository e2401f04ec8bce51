//! A story gives a column another type than the schema does.

use story::Said;
use workspace::snapshot::Cancelled;

use super::Cx;
use super::unknown_table::declared;
use crate::claims::types::{agree, may_be_called};
use crate::{Finding, Fix, claims};

rule! {
    /// ## What it finds
    ///
    /// A column whose type in a story cannot be its type in the schema: `boolean` for `text`, `uuid` for `integer`.
    ///
    /// Types are compared by what they hold, as stories name them loosely: `string` is any text or uuid, `number` any
    /// number, `datetime` any timestamp. A length or a precision counts only if both sides say one. Types of TypeScript
    /// say what a program sees (`string` for a timestamp), and what SQLite keeps as a number or a text may be called what
    /// it means: neither is held against the column unless its kind is another for sure.
    ///
    /// ## Why it matters
    ///
    /// Whoever builds on the story parses the wrong thing.
    ///
    /// ## Examples
    ///
    /// ```bad
    /// //- db/schema.ts
    /// import { pgTable, text } from 'drizzle-orm/pg-core';
    /// export const orders = pgTable('orders', { id: text('id').primaryKey(), total: text('total') });
    /// //- docs/stories/checkout.md
    /// The `orders` table:
    ///
    /// - `total`: integer, in cents
    ///    ^^^^^ `orders.total` is `text` in the schema, not `integer`
    /// ```
    ///
    /// ```good
    /// //- db/schema.ts
    /// import { pgTable, text, timestamp } from 'drizzle-orm/pg-core';
    /// export const orders = pgTable('orders', { id: text('id').primaryKey(), paidAt: timestamp('paid_at') });
    /// //- docs/stories/checkout.md
    /// The `orders` table:
    ///
    /// - `id`: string
    /// - `paid_at`: datetime
    /// ```
    code: "column-type-differs",
    level: Info,
    reads: Stories,
}

fn check(cx: &Cx<'_>, found: &mut Vec<Finding>) -> Result<(), Cancelled> {
    let facts = cx.document.facts();
    let ground = cx.ground();
    for claim in claims::demanded(cx, &facts) {
        let Said::Type { table, column, written } = &claim.said else { continue };
        let Some((table, column)) = claims::column(&ground, table, column) else { continue };
        if agree(written, column) || may_be_called(written, table, column) {
            continue;
        }
        let message = format!(
            "`{}.{}` is `{}` in the schema, not `{}`",
            table.name.text, column.name.text, column.ty.canonical, written
        );
        let mut finding = cx.finding(claim.span, &column.name.text, message);
        finding.evidence = claim.evidence.into();
        finding.related.push(declared(table));
        found.push(finding);
    }
    Ok(())
}

/// Which of the two is right is for people to say.
fn fix(_cx: &Cx<'_>, _finding: &Finding) -> Vec<Fix> {
    Vec::new()
}

#[cfg(test)]
mod tests {
    use testkit::{check, check_none};

    #[test]
    fn a_row_of_a_table_says_the_type() {
        check(
            "
//- db/schema.ts
import { boolean, pgTable, text } from 'drizzle-orm/pg-core';
export const teams = pgTable('teams', { id: text('id').primaryKey(), archived: boolean('archived') });
//- docs/stories/a.md
## `teams` table

| Field | Type |
|---|---|
| id | text |
| archived | timestamp |
  ^^^^^^^^ `teams.archived` is `boolean` in the schema, not `timestamp`
",
        );
    }

    #[test]
    fn a_text_array_is_an_array() {
        check_none(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const teams = pgTable('teams', { id: text('id').primaryKey(), tags: text('tags').array() });
//- docs/stories/a.md
## `teams` table

- `tags` (text array): what the team is known for
",
        );
    }

    #[test]
    fn what_a_program_sees_is_no_other_type() {
        check(
            "
//- db/schema.ts
import { boolean, numeric, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
export const teams = pgTable('teams', {
  id: text('id').primaryKey(), open: boolean('open'), fee: numeric('fee'), seenAt: timestamp('seen_at'), bornAt: timestamp('born_at'),
});
//- docs/stories/a.md
## `teams` table

- `fee` (string)
- `seen_at`: string
- `born_at`: Date
- `open`: string
   ^^^^ `teams.open` is `boolean` in the schema, not `string`
",
        );
    }

    #[test]
    fn sqlite_keeps_moments_and_truths_as_numbers() {
        check(
            "
//- db/schema.ts
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
export const teams = sqliteTable('teams', {
  id: text('id').primaryKey(), seenAt: integer('seen_at', { mode: 'timestamp_ms' }), open: integer('open'), bornAt: text('born_at'),
});
//- docs/stories/a.md
## `teams` table

- `id`: uuid, primary key
- `seen_at`: timestamp
- `open`: boolean
- `born_at`: boolean
   ^^^^^^^ `teams.born_at` is `text` in the schema, not `boolean`
",
        );
    }

    #[test]
    fn a_column_that_cannot_be_read_has_no_type_to_differ_from() {
        check_none(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
import { money } from 'company-columns';
export const teams = pgTable('teams', { id: text('id').primaryKey(), total: money('total') });
//- docs/stories/a.md
## `teams` table

- `total`: boolean
//- schemark.toml
[rules]
schema-unreadable = \"off\"
",
        );
    }
}
