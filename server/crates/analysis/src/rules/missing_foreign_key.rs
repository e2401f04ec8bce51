//! A story says that one table refers to another, and no foreign key does.

use schema::model::{ForeignKey, Table, TableKind};
use schema::names::Folded;
use story::Said;
use workspace::model::Model;
use workspace::snapshot::Cancelled;

use super::Cx;
use super::unknown_table::declared;
use crate::{Finding, Fix, claims};

rule! {
    /// ## What it finds
    ///
    /// A foreign key that a story speaks of (`- user_id: FK to users`, "foreign keys: orders → users", "`order` belongs
    /// to `user`", "`users` has many `orders`", `orders.user_id → users.id`, "orders → users" below a heading "Relationships",
    /// a line of an entity relationship diagram) and that the schema lacks, although both tables are there. So is a table
    /// that joins two others ("`users` and `teams` are many-to-many through `members`").
    ///
    /// A foreign key in either direction will do, and so will a table that joins the two. A schema that declares no
    /// foreign key at all keeps its relations elsewhere, and is left alone.
    ///
    /// ## Why it matters
    ///
    /// Without it the database lets rows point to nothing.
    ///
    /// ## Examples
    ///
    /// ```bad
    /// //- db/schema.ts
    /// import { pgTable, text } from 'drizzle-orm/pg-core';
    /// export const users = pgTable('users', { id: text('id').primaryKey() });
    /// export const teams = pgTable('teams', { id: text('id').primaryKey(), ownerId: text('owner_id').unique().references(() => users.id) });
    /// export const orders = pgTable('orders', { id: text('id').primaryKey(), userId: text('user_id').unique() });
    /// //- docs/stories/checkout.md
    /// The `orders` table:
    ///
    /// - `user_id`: text, FK to users
    ///    ^^^^^^^ `orders.user_id` does not refer to `users`
    /// ```
    ///
    /// ```good
    /// //- db/schema.ts
    /// import { pgTable, text } from 'drizzle-orm/pg-core';
    /// export const users = pgTable('users', { id: text('id').primaryKey() });
    /// export const orders = pgTable('orders', { id: text('id').primaryKey(), userId: text('user_id').unique().references(() => users.id) });
    /// //- docs/stories/checkout.md
    /// Foreign keys: orders → users.
    /// ```
    code: "missing-foreign-key",
    level: Warning,
    reads: Stories,
}

fn check(cx: &Cx<'_>, found: &mut Vec<Finding>) -> Result<(), Cancelled> {
    let facts = cx.document.facts();
    let model = &cx.root.model;
    let ground = cx.ground();
    for claim in claims::demanded(cx, &facts) {
        let none = Vec::new();
        let (table, columns, to) = match &claim.said {
            Said::ForeignKey { table, columns, to, .. } => (table, columns, to),
            Said::Joined { table, to } => (table, &none, to),
            _ => continue,
        };
        let Some((table, target)) = claims::table(&ground, table).zip(claims::table(&ground, to)) else {
            continue;
        };
        if !can_be_judged(model, table, target) || is_linked(model, table, target, columns) {
            continue;
        }
        // A column that is missing is another rule's finding.
        let Some(columns) = columns.iter().map(|it| table.column(it)).collect::<Option<Vec<_>>>() else {
            continue;
        };
        let names: Vec<&str> = columns.iter().map(|it| it.name.text.as_str()).collect();
        let (from, to) = (&table.name.text, &target.name.text);
        let message = match names.as_slice() {
            _ if matches!(claim.said, Said::Joined { .. }) => {
                format!("no table joins `{from}` and `{to}`")
            }
            [] => format!("no foreign key leads from `{from}` to `{to}`"),
            [only] => format!("`{from}.{only}` does not refer to `{to}`"),
            all => format!("`{from}` ({}) does not refer to `{to}`", all.join(", ")),
        };
        let mut finding = cx.finding(claim.span, names.first().copied().unwrap_or(to), message);
        finding.evidence = claim.evidence.into();
        finding.related.extend([declared(table), declared(target)]);
        found.push(finding);
    }
    Ok(())
}

/// The foreign key is added where the column is there. Rows that are there may point to nothing: somebody has to choose it.
fn fix(cx: &Cx<'_>, finding: &Finding) -> Vec<Fix> {
    let facts = cx.document.facts();
    let ground = cx.ground();
    let mut claimed = claims::demanded(cx, &facts).filter(|it| it.span == finding.span);
    let change = claimed.find_map(|it| {
        let Said::ForeignKey { table, columns, to, on_delete } = &it.said else { return None };
        let (table, target) = claims::table(&ground, table).zip(claims::table(&ground, to))?;
        let column = columns.first().and_then(|it| table.column(it));
        let name = column.map_or(&target.name.text, |it| &it.name.text);
        if *name != finding.name || is_linked(&cx.root.model, table, target, columns) {
            return None;
        }
        let key = ForeignKey { on_delete: *on_delete, ..claims::keys::wanted(table, columns, target)? };
        claims::keys::added(cx.snapshot, table, &key)
    });
    change.into_iter().map(|(title, edits)| cx.change(finding, title, edits)).collect()
}

/// True if every foreign key of both tables is known, and their schema declares foreign keys at all.
fn can_be_judged(model: &Model, table: &Table, target: &Table) -> bool {
    let same_set = match (model.set_of(table), model.set_of(target)) {
        (Some(a), Some(b)) => {
            std::ptr::eq(a, b) && a.declarations.tables.iter().any(|it| !it.foreign_keys.is_empty())
        }
        _ => false,
    };
    same_set && claims::has_known_constraints(model, table) && claims::has_known_constraints(model, target)
}

/// True if a foreign key joins `table` and `target`: of `columns` if the text names some, else in either direction or
/// through a table between them.
fn is_linked(model: &Model, table: &Table, target: &Table, columns: &[String]) -> bool {
    let leads = |key: &ForeignKey, to: &Table| Folded::new(&key.table.text) == Folded::new(&to.name.text);
    if !columns.is_empty() {
        return table.foreign_keys.iter().any(|key| {
            leads(key, target)
                && columns.iter().all(|it| key.columns.iter().any(|own| schema::names::same_column(own, it)))
        });
    }
    let direct = table.foreign_keys.iter().any(|key| leads(key, target))
        || target.foreign_keys.iter().any(|key| leads(key, table));
    // A table between them that cannot be read in full may join them all the same.
    let joins = |it: &Table| {
        it.kind == TableKind::Table
            && [table, target]
                .iter()
                .all(|end| it.foreign_keys.iter().any(|key| !key.known || leads(key, end)))
    };
    direct || model.tables().any(joins)
}

#[cfg(test)]
mod tests {
    use testkit::{check, check_fix, check_none};

    #[test]
    fn tables_that_belong_together_are_joined() {
        check(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: text('id').primaryKey() });
export const teams = pgTable('teams', { id: text('id').primaryKey() });
export const notes = pgTable('notes', { id: text('id').primaryKey(), userId: text('user_id').unique().references(() => users.id) });
//- docs/stories/a.md
- `note` belongs to `user`
- `note` belongs to `team`
   ^^^^^^^^^^^^^^^^^^^^^^ no foreign key leads from `notes` to `teams`
",
        );
    }

    #[test]
    fn relations_are_told_by_verbs_arrows_and_columns() {
        check(
            "
//- db/schema.sql
create table teams (id int primary key);
create table users (id int primary key, team_id int references teams (id));
create table tags (id int primary key);
create table orders (id int primary key, user_id int references users (id), tag_id int);
//- docs/stories/a.md
`team` has many `users`, and `user` has many `orders`.
`tags` has many `orders`.
 ^^^^^^^^^^^^^^^^^^^^^^ no foreign key leads from `orders` to `tags`

`orders.user_id` → `users.id`, orders.tag_id → tags.id.
                               ^^^^^^^^^^^^^^^^^^^^ `orders.tag_id` does not refer to `tags`

Many-to-many between `users` and `tags`; we click orders → tags.
                      ^^^^^^^^^^^^^^^^ no table joins `users` and `tags`

## Relationships

- users → teams
- orders → tags
  ^^^^^^^^^^^^^ no foreign key leads from `orders` to `tags`
//- schemark.toml
[rules]
foreign-key-without-index = \"off\"
",
        );
    }

    #[test]
    fn a_table_between_two_joins_them() {
        check_none(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: text('id').primaryKey() });
export const teams = pgTable('teams', { id: text('id').primaryKey() });
export const members = pgTable('members', {
  userId: text('user_id').unique().references(() => users.id),
  teamId: text('team_id').unique().references(() => teams.id),
});
//- docs/stories/a.md
Foreign keys: users → teams.
",
        );
    }

    #[test]
    fn a_line_of_a_diagram_is_a_foreign_key() {
        check(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: text('id').primaryKey() });
export const products = pgTable('products', { id: text('id').primaryKey() });
export const orders = pgTable('orders', { id: text('id').primaryKey(), userId: text('user_id').unique().references(() => users.id), productId: text('product_id') });
//- docs/stories/a.md
```mermaid
erDiagram
  USER ||--o{ ORDER : places
  PRODUCT ||--o{ ORDER : in
  ^^^^^^^^^^^^^^^^^^^^^^^^^ no foreign key leads from `orders` to `products`
```
//- docs/stories/b.md
```mermaid
erDiagram
  products ||--o{ orders : in
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^ `orders.product_id` does not refer to `products`
  products {
    text id PK
  }
  orders {
    text product_id FK
  }
```
",
        );
    }

    #[test]
    fn the_key_is_added_to_the_column_that_is_there() {
        check_fix(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: text('id').primaryKey() });
export const teams = pgTable('teams', { id: text('id').primaryKey(), ownerId: text('owner_id').unique().references(() => users.id) });
export const orders = pgTable('orders', { id: text('id').primaryKey(), userId: text('user_id').notNull() });
//- docs/stories/a.md
```mermaid
erDiagram
  users ||--o{ orders : places
```
",
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: text('id').primaryKey() });
export const teams = pgTable('teams', { id: text('id').primaryKey(), ownerId: text('owner_id').unique().references(() => users.id) });
export const orders = pgTable('orders', { id: text('id').primaryKey(), userId: text('user_id').notNull().references(() => users.id) });
",
        );
    }

    #[test]
    fn both_sides_of_a_relation_are_added_in_prisma() {
        check_fix(
            "
//- prisma/schema.prisma
datasource db {
  provider = \"postgresql\"
  url      = env(\"URL\")
}

model User {
  id    String @id
  teams Team?
}

model Team {
  id      String @id
  ownerId String @unique
  owner   User   @relation(fields: [ownerId], references: [id])
}

model Order {
  id     String @id
  userId String
}
//- docs/stories/a.md
The `orders` table:

- `user_id`: text, FK to users
",
            "
//- prisma/schema.prisma
datasource db {
  provider = \"postgresql\"
  url      = env(\"URL\")
}

model User {
  id    String @id
  teams Team?
  orders Order[]
}

model Team {
  id      String @id
  ownerId String @unique
  owner   User   @relation(fields: [ownerId], references: [id])
}

model Order {
  id     String @id
  userId String
  user   User @relation(fields: [userId], references: [id])
}
",
        );
    }

    #[test]
    fn lines_that_tell_no_direction_and_diagrams_of_the_past_claim_nothing() {
        check_none(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: text('id').primaryKey() });
export const teams = pgTable('teams', { id: text('id').primaryKey(), ownerId: text('owner_id').unique().references(() => users.id) });
export const orders = pgTable('orders', { id: text('id').primaryKey() });
//- docs/stories/a.md
```mermaid
erDiagram
  users }o--o{ orders : likes
  users ||--|| orders : has
  users ||--o{
```

## Alternatives considered

```mermaid
erDiagram
  users ||--o{ orders : places
```
",
        );
    }

    #[test]
    fn a_schema_without_foreign_keys_keeps_its_relations_elsewhere() {
        check_none(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: text('id').primaryKey() });
export const notes = pgTable('notes', { id: text('id').primaryKey(), userId: text('user_id') });
//- docs/stories/a.md
Foreign keys: notes → users.
",
        );
    }

    #[test]
    fn a_missing_column_is_not_reported_as_a_missing_key() {
        check_none(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: text('id').primaryKey() });
export const notes = pgTable('notes', { id: text('id').primaryKey(), userId: text('user_id').unique().references(() => users.id) });
//- docs/stories/a.md
## `notes` table

- `author_id`: text, FK to users
//- schemark.toml
[rules]
unknown-column = \"off\"
",
        );
    }

    #[test]
    fn what_was_turned_down_or_put_off_joins_nothing() {
        check(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: text('id').primaryKey() });
export const teams = pgTable('teams', { ownerId: text('owner_id').unique().references(() => users.id) });
export const notes = pgTable('notes', { id: text('id').primaryKey() });
//- docs/stories/a.md
- Rejected: `notes` belongs to `users`.
- In v2, `notes` belongs to `users`.
- If `notes` belongs to `users`, we show them.
- Foreign keys: ~~notes → users~~
- No foreign keys: notes → users
- Foreign keys: notes → users
                ^^^^^^^^^^^^^ no foreign key leads from `notes` to `users`
",
        );
    }

    #[test]
    fn a_half_typed_schema_may_hold_the_key() {
        check_none(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: text('id').primaryKey() });
export const teams = pgTable('teams', { ownerId: text('owner_id').unique().references(() => users.id) });
export const notes = pgTable('notes', { id: text('id').primaryKey(), userId: text('user_id').
//- docs/stories/a.md
Foreign keys: notes → users.
//- schemark.toml
[rules]
schema-unreadable = \"off\"
",
        );
    }
}
