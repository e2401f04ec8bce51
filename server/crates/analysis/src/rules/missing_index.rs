//! A story speaks of an index that the table does not have.

use schema::model::{IndexPart, Table};
use schema::names::same_column;
use story::Said;
use workspace::snapshot::Cancelled;

use super::Cx;
use super::unknown_table::declared;
use crate::{Finding, Fix, claims, generate};

rule! {
    /// ## What it finds
    ///
    /// An index that a story asks for (`` `orders_user_idx`: orders(user_id) ``, "indexes on orders (user_id, status), users (email)", or
    /// "**Indexes**: `user_id`, (team_id, created_at)" under its table) where no index, key or unique constraint of the table begins with these columns.
    ///
    /// The index may have another name. Prisma schemas and schemas with files that could not be read may keep indexes
    /// where nobody can see them; a table of which not everything is known is left alone.
    ///
    /// ## Why it matters
    ///
    /// The query that the story promises to be fast reads the whole table.
    ///
    /// ## Examples
    ///
    /// ```bad
    /// //- db/schema.ts
    /// import { pgTable, text } from 'drizzle-orm/pg-core';
    /// export const orders = pgTable('orders', { id: text('id').primaryKey(), userId: text('user_id') });
    /// //- docs/stories/checkout.md
    /// - `orders_user_idx`: orders(user_id)
    ///    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `orders` has no index on `user_id`
    /// ```
    ///
    /// ```good
    /// //- db/schema.ts
    /// import { index, pgTable, text } from 'drizzle-orm/pg-core';
    /// export const orders = pgTable(
    ///   'orders',
    ///   { id: text('id').primaryKey(), userId: text('user_id'), status: text('status') },
    ///   (table) => [index('by_user').on(table.userId, table.status)],
    /// );
    /// //- docs/stories/checkout.md
    /// - `orders_user_idx`: orders(user_id)
    /// ```
    code: "missing-index",
    level: Warning,
    reads: Stories,
}

fn check(cx: &Cx<'_>, found: &mut Vec<Finding>) -> Result<(), Cancelled> {
    let facts = cx.document.facts();
    for claim in claims::demanded(cx, &facts) {
        let Said::Index { table, columns, unique, may_be_each, .. } = &claim.said else { continue };
        let Some((table, columns)) = lacking(cx, table, columns) else { continue };
        let is_each = || columns.iter().all(|it| is_indexed(table, std::slice::from_ref(it)));
        if *may_be_each && is_each() {
            continue;
        }
        let listed = columns.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ");
        let kind = if *unique { "unique index" } else { "index" };
        let message = format!("`{}` has no {kind} on {listed}", table.name.text);
        let mut finding = cx.finding(claim.span, &columns.join(", "), message);
        finding.evidence = claim.evidence.into();
        finding.related.push(declared(table));
        found.push(finding);
    }
    Ok(())
}

fn fix(cx: &Cx<'_>, finding: &Finding) -> Vec<Fix> {
    let facts = cx.document.facts();
    let mut claimed = facts.claims.iter().filter(|it| it.span == finding.span);
    let lacking = claimed.find_map(|it| match &it.said {
        // A unique index forbids rows that may be there: it is not added in passing.
        Said::Index { table, columns, unique: false, .. } => lacking(cx, table, columns),
        _ => None,
    });
    let Some((table, columns)) = lacking else { return Vec::new() };
    let Some(edits) = generate::add_index(cx.snapshot, table, &columns) else { return Vec::new() };
    let listed = columns.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ");
    let mut fix = cx.change(finding, format!("Add an index on {listed}"), edits);
    fix.preferred = true;
    vec![fix]
}

/// The table called `table` and its columns called `columns`, if it surely has no index that begins with them.
fn lacking<'a>(cx: &Cx<'a>, table: &str, columns: &[String]) -> Option<(&'a Table, Vec<String>)> {
    let model = &cx.root.model;
    let table = claims::table(&cx.ground(), table)?;
    // A column that is missing is another rule's finding.
    let columns: Vec<String> =
        columns.iter().map(|it| table.column(it).map(|it| it.name.text.clone())).collect::<Option<_>>()?;
    let in_view = model.set_of(table)?.dialect != Some(schema::dialects::Dialect::Prisma);
    let judged = in_view && claims::has_known_constraints(model, table) && !columns.is_empty();
    (judged && !is_indexed(table, &columns)).then_some((table, columns))
}

/// True if an index, the primary key or a unique constraint of `table` begins with `columns`, in any order.
pub(crate) fn is_indexed(table: &Table, columns: &[String]) -> bool {
    let leads = |own: &[&str]| {
        own.get(..columns.len())
            .is_some_and(|first| columns.iter().all(|it| first.iter().any(|own| same_column(own, it))))
    };
    let texts = |own: &[String]| leads(&own.iter().map(String::as_str).collect::<Vec<_>>());
    table.primary_key.as_ref().is_some_and(|it| texts(&it.columns))
        || table.uniques.iter().any(|it| texts(&it.columns))
        || table.indexes.iter().any(|it| {
            // An index on an expression may serve the same queries.
            let parts: Vec<&str> = it.parts.iter().map_while(IndexPart::column).collect();
            leads(&parts) || parts.len() < it.parts.len() && parts.len() < columns.len()
        })
}

#[cfg(test)]
mod tests {
    use testkit::{check, check_fix, check_none};

    #[test]
    fn an_index_on_other_columns_will_not_do() {
        check(
            "
//- db/schema.ts
import { index, pgTable, text } from 'drizzle-orm/pg-core';
export const orders = pgTable('orders', { id: text('id').primaryKey(), userId: text('user_id'), state: text('state') }, (t) => [
  index('by_state').on(t.state, t.userId),
]);
//- docs/stories/a.md
- unique index on orders (user_id, state)
- indexes on orders (user_id, state), orders (user_id)
                                      ^^^^^^^^^^^^^^^^ `orders` has no index on `user_id`
- index on orders (see above), index on state (important)
- index on `orders(user_id)`
  ^^^^^^^^^^^^^^^^^^^^^^^^^ `orders` has no index on `user_id`
",
        );
    }

    #[test]
    fn indexes_are_listed_under_their_table() {
        check(
            "
//- db/schema.sql
create table orders (id int primary key, user_id int, state text);
create index on orders (user_id, state);
//- docs/stories/a.md
### `orders` table

- **Indexes**: `user_id`, (state, user_id), `state`
                                             ^^^^^ `orders` has no index on `state`
",
        );
    }

    #[test]
    fn several_indexes_on_a_table_may_be_one_on_each_column() {
        check(
            "
//- db/schema.sql
create table orders (id int primary key, user_id int, state text, at date);
create index on orders (user_id);
create index on orders (state);
//- docs/stories/a.md
- 2 indexes on `orders` (user_id, state)
- indexes on `orders` (user_id, at)
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `orders` has no index on `user_id`, `at`
- index on `orders` (user_id, state)
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `orders` has no index on `user_id`, `state`
",
        );
    }

    #[test]
    fn a_key_is_an_index_and_prisma_may_keep_them_elsewhere() {
        check_none(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const orders = pgTable('orders', { id: text('id').primaryKey(), code: text('code').unique() });
//- docs/stories/a.md
- `orders_code_idx`: orders(code)
- `orders_pkey`: orders(id)
- `orders_total_idx`: orders(total)
//- schemark.toml
[rules]
unknown-column = \"off\"
",
        );
    }

    #[test]
    fn the_index_is_added_as_the_house_writes_it() {
        check_fix(
            "
//- db/schema.ts
import { index, pgTable, text } from 'drizzle-orm/pg-core';
export const notes = pgTable(
  'notes',
  { id: text('id').primaryKey(), teamId: text('team_id') },
  (table) => [index('notes_team_id_idx').on(table.teamId)],
);
export const orders = pgTable(
  'orders',
  { id: text('id').primaryKey(), userId: text('user_id'), state: text('state') },
  (table) => [index('orders_state_idx').on(table.state)],
);
//- docs/stories/a.md
- `orders_user_idx`: orders(user_id)
",
            "
//- db/schema.ts
import { index, pgTable, text } from 'drizzle-orm/pg-core';
export const notes = pgTable(
  'notes',
  { id: text('id').primaryKey(), teamId: text('team_id') },
  (table) => [index('notes_team_id_idx').on(table.teamId)],
);
export const orders = pgTable(
  'orders',
  { id: text('id').primaryKey(), userId: text('user_id'), state: text('state') },
  (table) => [index('orders_state_idx').on(table.state), index('orders_user_id_idx').on(table.userId)],
);
",
        );
    }

    #[test]
    fn a_half_typed_table_may_have_the_index() {
        check_none(
            "
//- db/schema.ts
import { index, pgTable, text } from 'drizzle-orm/pg-core';
export const orders = pgTable('orders', { id: text('id').primaryKey(), userId: text('user_id') }, (t) => [
  index('by_user').on(
//- docs/stories/a.md
- `orders_user_idx`: orders(user_id)
//- schemark.toml
[rules]
schema-unreadable = \"off\"
",
        );
    }
}
