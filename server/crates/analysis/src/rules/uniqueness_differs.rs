//! A story says that a column, or several together, are unique, and the schema lets them repeat.

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
    /// the table holds alone, or with other columns; and columns that are unique together ("unique on (team_id, slug)")
    /// where no key, constraint or index holds just these or some of them.
    ///
    /// For one column, a constraint on several columns is taken for what was meant: "unique" in a story rarely says within what.
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
        let Some(table) = claims::table(&ground, table) else { continue };
        // A column that is missing is another rule's finding.
        let known = columns.iter().map(|it| table.column(it).map(|it| it.name.text.as_str()));
        let Some(columns) = known.collect::<Option<Vec<&str>>>() else { continue };
        let Some(first) = columns.first().filter(|_| claims::has_known_constraints(ground.model, table))
        else {
            continue;
        };
        let name = &table.name.text;
        let message = match columns.as_slice() {
            [column] if is_unique(table, column) => continue,
            [column] => format!("`{name}.{column}` is not unique in the schema"),
            together if are_unique(table, together) => continue,
            together => format!("`{name}` has no unique constraint on `{}`", together.join("`, `")),
        };
        let mut finding = cx.finding(claim.span, first, message);
        finding.evidence = claim.evidence.into();
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

/// True if a key, a unique constraint or a unique index of `table` holds nothing but `columns`.
pub(crate) fn are_unique(table: &Table, columns: &[&str]) -> bool {
    let among = |own: &str| columns.iter().any(|it| same_column(own, it));
    let all = |own: &[String]| own.iter().all(|it| among(it));
    table.primary_key.as_ref().is_some_and(|it| all(&it.columns))
        || table.uniques.iter().any(|it| all(&it.columns))
        || table.indexes.iter().any(|it| it.unique && it.parts.iter().all(|it| it.column().is_none_or(among)))
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
    fn columns_are_unique_together_if_nothing_else_is_in_the_constraint() {
        check(
            "
//- db/schema.sql
create table members (id int primary key, team_id int, user_id int, role text, unique (team_id, role), unique (team_id, user_id, role));
create unique index live on members (team_id, user_id) where role is null;
create table seats (id int primary key, team_id int, user_id int, role text, unique (team_id, user_id, role));
//- docs/stories/a.md
### `members` table

- Composite unique on (team_id, user_id)
- Unique: (user_id, role, team_id)
- unique (user_id, shoe_size)

### `seats` table

- Composite unique on (team_id, user_id)
                      ^^^^^^^^^^^^^^^^^^ `seats` has no unique constraint on `team_id`, `user_id`
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
