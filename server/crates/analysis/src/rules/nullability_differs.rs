//! A story says that a column may be empty, or may not, and the schema says the opposite.

use schema::model::Column;
use story::Said;
use workspace::snapshot::Cancelled;

use super::Cx;
use super::unknown_table::declared;
use crate::{Finding, Fix, claims};

rule! {
    /// ## What it finds
    ///
    /// A column that a story calls required and that may be NULL, or that it calls optional and that may not.
    ///
    /// A column with a default may be left out although it is never empty: it counts as both.
    ///
    /// ## Why it matters
    ///
    /// A required value that the database does not require will be missing one day.
    ///
    /// ## Examples
    ///
    /// ```bad
    /// //- db/schema.ts
    /// import { pgTable, text } from 'drizzle-orm/pg-core';
    /// export const users = pgTable('users', { id: text('id').primaryKey(), email: text('email') });
    /// //- docs/stories/sign-up.md
    /// The `users` table:
    ///
    /// - `email`: text, required
    ///    ^^^^^ `users.email` may be NULL in the schema, and is required here
    /// ```
    ///
    /// ```good
    /// //- db/schema.ts
    /// import { pgTable, text } from 'drizzle-orm/pg-core';
    /// export const users = pgTable('users', { id: text('id').primaryKey(), plan: text('plan').notNull().default('free') });
    /// //- docs/stories/sign-up.md
    /// The `users` table:
    ///
    /// - `plan`: text, optional
    /// ```
    code: "nullability-differs",
    level: Info,
    reads: Stories,
}

fn check(cx: &Cx<'_>, found: &mut Vec<Finding>) -> Result<(), Cancelled> {
    let facts = cx.document.facts();
    let ground = cx.ground();
    for claim in claims::demanded(cx, &facts) {
        let Said::Nullability { table, column, nullable } = &claim.said else { continue };
        let Some((table, column)) = claims::column(&ground, table, column) else { continue };
        let Some(is) = differs(column, *nullable) else { continue };
        let message = format!("`{}.{}` {is}", table.name.text, column.name.text);
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

/// What `column` is in the schema, if that is the opposite of `nullable`.
fn differs(column: &Column, nullable: bool) -> Option<&'static str> {
    match (column.nullable?, nullable) {
        (true, false) => Some("may be NULL in the schema, and is required here"),
        (false, true) if !column.has_default() => Some("is NOT NULL in the schema, and optional here"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use testkit::{check, check_none};

    #[test]
    fn an_optional_column_may_be_null() {
        check(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: text('id').primaryKey(), phone: text('phone').notNull() });
//- docs/stories/a.md
## `users` table

- `phone`: text, nullable
   ^^^^^ `users.phone` is NOT NULL in the schema, and optional here
",
        );
    }

    #[test]
    fn a_key_and_an_unknown_column_differ_from_nothing() {
        check_none(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
import { phone } from 'company-columns';
export const users = pgTable('users', { id: text('id').primaryKey(), phone: phone('phone') });
//- docs/stories/a.md
## `users` table

- `id`: text, primary key, not null
- `phone`: text, nullable
//- schemark.toml
[rules]
schema-unreadable = \"off\"
",
        );
    }
}
