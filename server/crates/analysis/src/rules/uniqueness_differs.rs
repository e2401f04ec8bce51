//! A story says that a column is unique, and the schema lets it repeat.

use schema::model::{IndexPart, Table};
use schema::names::same_column;
use story::Said;
use workspace::snapshot::Cancelled;

use super::Cx;
use super::unknown_table::declared;
use crate::{Finding, Fix, claims};

rule! {
    /// ## What it finds
    ///
    /// A column that a story calls unique ("`email`: text, unique") and that no key, unique constraint or unique index of
    /// the table holds alone, or with other columns.
    ///
    /// A constraint on several columns is taken for what was meant: "unique" in a story rarely says within what.
    ///
    /// ## Why it matters
    ///
    /// Code that follows the story reads the first row of several.
    ///
    /// ## Examples
    ///
    /// ```bad
    /// //- db/schema.ts
    /// import { pgTable, text } from 'drizzle-orm/pg-core';
    /// export const users = pgTable('users', { id: text('id').primaryKey(), email: text('email').notNull() });
    /// //- docs/stories/a.md
    /// The `users` table:
    ///
    /// - `email`: text, unique
    ///    ^^^^^ `users.email` is not unique in the schema
    /// ```
    ///
    /// ```good
    /// //- db/schema.ts
    /// import { pgTable, text } from 'drizzle-orm/pg-core';
    /// export const users = pgTable('users', { id: text('id').primaryKey(), email: text('email').notNull().unique() });
    /// //- docs/stories/a.md
    /// The `users` table:
    ///
    /// - `email`: text, unique
    /// ```
    code: "uniqueness-differs",
    level: Info,
    reads: Stories,
}

fn check(cx: &Cx<'_>, found: &mut Vec<Finding>) -> Result<(), Cancelled> {
    let facts = cx.document.facts();
    let ground = cx.ground();
    for claim in claims::demanded(cx, &facts) {
        let Said::Unique { table, columns } = &claim.said else { continue };
        let [column] = columns.as_slice() else { continue };
        let Some((table, column)) = claims::column(&ground, table, column) else { continue };
        let name = &column.name.text;
        if !claims::has_known_constraints(ground.model, table) || is_unique(table, name) {
            continue;
        }
        let message = format!("`{}.{name}` is not unique in the schema", table.name.text);
        let mut finding = cx.finding(claim.span, name, message);
        finding.evidence = claim.evidence;
        finding.related.push(declared(table));
        found.push(finding);
    }
    Ok(())
}

/// Rows that break the constraint may be there already: which of the two is right is for people to say.
fn fix(_cx: &Cx<'_>, _finding: &Finding) -> Vec<Fix> {
    Vec::new()
}

/// True if a key, a unique constraint or a unique index of `table` holds `column`. An index on an expression may.
fn is_unique(table: &Table, column: &str) -> bool {
    let holds = |own: &[String]| own.iter().any(|it| same_column(it, column));
    let may_hold = |it: &IndexPart| it.column().is_none_or(|own| same_column(own, column));
    table.primary_key.as_ref().is_some_and(|it| holds(&it.columns))
        || table.uniques.iter().any(|it| holds(&it.columns))
        || table.indexes.iter().any(|it| it.unique && it.parts.iter().any(may_hold))
}

#[cfg(test)]
mod tests {
    use testkit::{check, check_none};

    #[test]
    fn a_row_of_a_table_says_unique() {
        check(
            "
//- db/schema.sql
create table users (id bigint primary key, email text);
//- docs/stories/a.md
## `users` table

| Field | Type | Notes |
|---|---|---|
| email | text | UNIQUE |
  ^^^^^ `users.email` is not unique in the schema
",
        );
    }

    #[test]
    fn a_key_an_index_and_a_constraint_on_several_columns_are_unique() {
        check_none(
            "
//- db/schema.ts
import { pgTable, text, unique, uniqueIndex } from 'drizzle-orm/pg-core';
import { sql } from 'drizzle-orm';
export const users = pgTable('users', {
  id: text('id').primaryKey(),
  slug: text('slug'),
  team: text('team'),
  mail: text('mail'),
}, (t) => [unique().on(t.team, t.slug), uniqueIndex('m').on(sql`lower(${t.mail})`)]);
//- docs/stories/a.md
## `users` table

- `id`: text, unique
- `slug`: text, unique within a team
- `mail`: text, unique
- `team`: text, not unique
",
        );
    }

    #[test]
    fn a_half_typed_table_may_be_unique() {
        check_none(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: text('id').primaryKey(), email: text('email').not
//- docs/stories/a.md
## `users` table

- `email`: text, unique
//- schemark.toml
[rules]
schema-unreadable = \"off\"
",
        );
    }
}
