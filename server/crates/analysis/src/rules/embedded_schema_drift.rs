//! A schema in a story's fence says of a table what the schema does not.

use schema::model::ColumnChange;
use story::StoryFacts;
use text::Edits;
use workspace::snapshot::Cancelled;

use super::Cx;
use crate::claims::drift::{self, Drift, Nulls, Wish};
use crate::claims::{self, rewrite};
use crate::finding::Related;
use crate::{Finding, Fix, WorkspaceEdits, generate};

rule! {
    /// ## What it finds
    ///
    /// A table that a story declares in a fence (Drizzle, Prisma, SQL, DBML, a diagram) and the schema declares too,
    /// with another type or nullability of a column, or without a value, a key, a unique constraint, a foreign key or an
    /// index that the fence shows; and an enum type with a value that the schema's lacks.
    ///
    /// Each item is compared that both sides surely say: a column of a type that stands elsewhere hides no other one. What
    /// a fence leaves out it does not deny. Of a diagram's types, whose words are nobody's in particular, only plain
    /// contradictions are reported.
    ///
    /// A column that the schema lacks is `unknown-column`. Diffs, examples and fences that share less than half of their
    /// columns with the table, or no value with the enum type, are left alone; so are defaults.
    ///
    /// ## Why it matters
    ///
    /// A fence is copied. What it says of a table comes back as a migration nobody wanted.
    ///
    /// ## Examples
    ///
    /// ````bad
    /// //- db/schema.ts
    /// import { pgTable, text } from 'drizzle-orm/pg-core';
    /// export const orders = pgTable('orders', { id: text('id').primaryKey(), total: text('total') });
    /// //- docs/stories/checkout.md
    /// ```sql
    /// CREATE TABLE orders (
    ///   id text PRIMARY KEY,
    ///   total integer
    ///   ^^^^^ `orders.total` is `text` in the schema, not `integer`
    /// );
    /// ```
    /// ````
    ///
    /// ````good
    /// //- db/schema.ts
    /// import { pgTable, text } from 'drizzle-orm/pg-core';
    /// export const orders = pgTable('orders', { id: text('id').primaryKey(), total: text('total') });
    /// //- docs/stories/checkout.md
    /// ```sql
    /// CREATE TABLE orders (
    ///   id text PRIMARY KEY,
    ///   total text DEFAULT '0'
    /// );
    /// ```
    /// ````
    code: "embedded-schema-drift",
    level: Info,
    reads: Stories,
}

fn check(cx: &Cx<'_>, found: &mut Vec<Finding>) -> Result<(), Cancelled> {
    for drift in drift::of_story(cx, &cx.document.facts()) {
        let mut finding = cx.finding(drift.span, &drift.name, drift.message);
        finding.evidence = "declaration in a fence".into();
        let message = format!("`{}` is declared here", drift.declared);
        finding.related.push(Related { place: drift.against, message });
        found.push(finding);
    }
    Ok(())
}

fn fix(cx: &Cx<'_>, finding: &Finding) -> Vec<Fix> {
    let facts = cx.document.facts();
    let drifts = drift::of_story(cx, &facts);
    let Some(drift) = drifts.iter().find(|it| it.span == finding.span && it.message == finding.message)
    else {
        return Vec::new();
    };
    let mut fixes = Vec::new();
    if let Some(rewritten) = rewritten(cx, &facts, drift) {
        let mut edits = WorkspaceEdits::default();
        edits.files.insert(finding.file, rewritten);
        let what = if drift.pair.is_some() { "whole table" } else { "list" };
        fixes.push(cx.change(finding, format!("Update the {what} in the story from the schema"), edits));
    }
    if let Some((title, edits)) = wished(cx, drift) {
        fixes.push(cx.change(finding, title, edits));
    }
    fixes
}

/// The change that makes the schema what `drift` shows. Nobody makes it without being asked: rows that are there may stand
/// against it.
fn wished(cx: &Cx<'_>, drift: &Drift<'_>) -> Option<(String, WorkspaceEdits)> {
    let snapshot = cx.snapshot;
    if let Wish::EnumValues(values) = &drift.wish {
        let held = cx.root.model.enums().find(|it| it.name.place == drift.against)?;
        let title = format!("Add {} to the enum `{}`", drift::quoted(values), held.name.text);
        return Some((title, generate::add_values(snapshot, held, values)?));
    }
    let (_, table) = drift.pair.as_ref()?;
    let (column, change, title) = match &drift.wish {
        Wish::Index(columns) => {
            let title = format!("Add an index on {}", drift::quoted(columns));
            return Some((title, generate::add_index(snapshot, table, columns)?));
        }
        Wish::Unique(columns) => {
            let title = format!("Make {} unique in the schema", drift::quoted(columns));
            return Some((title, generate::add_unique(snapshot, table, columns)?));
        }
        Wish::Reference(key) => return claims::keys::added(snapshot, table, key),
        Wish::Key | Wish::EnumValues(_) => return None,
        Wish::Type(column, ty) => {
            let change = ColumnChange::Type(ty.clone());
            (column, change, format!("Make `{column}` `{}` in the schema", ty.canonical))
        }
        Wish::Nullable(column, Nulls::Allowed) => {
            (column, ColumnChange::Nullable, format!("Let `{column}` be NULL in the schema"))
        }
        Wish::Nullable(column, Nulls::Refused) => {
            (column, ColumnChange::Required, format!("Make `{column}` NOT NULL in the schema"))
        }
        Wish::Values(column, values) => {
            let title = format!("Add {} to the values of `{column}`", drift::quoted(values));
            (column, ColumnChange::Values(values.clone()), title)
        }
    };
    Some((title, generate::change_column(snapshot, table, column, &change)?))
}

/// The edits to the story that make what `drift` is about as the schema has it.
fn rewritten(cx: &Cx<'_>, facts: &StoryFacts, drift: &Drift<'_>) -> Option<Edits> {
    let source = cx.document.source();
    let fence = facts.fences.get(drift.fence)?;
    if let Some((told, table)) = &drift.pair {
        let home = cx.root.model.set_of(table).and_then(|it| it.dialect);
        return rewrite::declaration(cx.snapshot, &source, fence, told, table, home);
    }
    let told = fence.enums.iter().find(|it| it.place.span.covers(drift.span))?;
    let held = cx.root.model.enums().find(|it| it.name.place == drift.against)?;
    drift::rewritten(&source, told, held)
}

#[cfg(test)]
mod tests {
    use testkit::{Fixture, Loaded, check, check_fix, check_fix_titled, check_none};

    #[test]
    fn what_a_fence_shows_and_the_schema_lacks_is_reported_in_place() {
        check(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: text('id').primaryKey() });
export const teams = pgTable('teams', { id: text('id').primaryKey(), ownerId: text('owner_id').unique().references(() => users.id) });
export const orders = pgTable('orders', { id: text('id').primaryKey(), userId: text('user_id'), code: text('code'), note: text('note'), state: text('state').notNull() });
//- docs/stories/a.md
```sql
CREATE TABLE orders (
  id text,
  user_id text NOT NULL REFERENCES users (id),
  ^^^^^^^ `orders.user_id` may be NULL in the schema, and is NOT NULL here
                        ^^^^^^^^^^^^^^^^^^^^^ `user_id` of `orders` does not refer to `users` in the schema
  code text UNIQUE,
            ^^^^^^ `code` of `orders` is not unique in the schema
  note text,
  state text,
  ^^^^^ `orders.state` is NOT NULL in the schema, and may be NULL here
  PRIMARY KEY (id, note)
  ^^^^^^^^^^^^^^^^^^^^^^ the primary key of `orders` is `id` in the schema, not `id`, `note`
);
CREATE INDEX orders_user ON orders (user_id);
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `orders` has no index on `user_id` in the schema
```
",
        );
    }

    #[test]
    fn what_says_less_or_speaks_of_another_table_is_left_alone() {
        check_none(
            "
//- db/schema.ts
import { index, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
export const orders = pgTable('orders', {
  id: text('id').primaryKey(), code: text('code').notNull().unique(), paidAt: timestamp('paid_at').notNull().defaultNow(),
}, (t) => [index('by_paid').on(t.paidAt)]);
//- docs/stories/a.md
```sql
CREATE TABLE orders (id text PRIMARY KEY, code text NOT NULL, paid_at timestamptz DEFAULT now());
CREATE UNIQUE INDEX orders_code ON orders (code);
CREATE INDEX orders_paid ON orders (paid_at);
```
//- docs/stories/b.md
```ts
export const orders = pgTable('orders', {
  id: text('id').primaryKey(),
  code: text('code'),
  // ... other columns
});
```
## Alternatives considered

```sql
CREATE TABLE orders (id bigint PRIMARY KEY, code uuid);
```
//- docs/archive/c.md
```sql
CREATE TABLE orders (id bigint PRIMARY KEY, code uuid);
```
",
        );
    }

    #[test]
    fn a_story_that_shows_a_table_before_and_after_is_judged_by_what_holds() {
        check_none(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const orders = pgTable('orders', { id: text('id').primaryKey(), total: text('total') });
//- docs/stories/a.md
The new one:

```sql
CREATE TABLE orders (id text PRIMARY KEY, total text);
```

What it was:

```sql
CREATE TABLE orders (id text PRIMARY KEY, total integer);
```
",
        );
    }

    #[test]
    fn a_column_that_cannot_be_read_hides_no_other() {
        check(
            "
//- db/schema.ts
import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import { audited } from 'company-columns';
export const orders = pgTable('orders', { id: text('id').primaryKey(), total: integer('total'), state: text('state'), note: text('note') });
export const users = pgTable('users', { id: text('id').primaryKey(), name: text('name'), ...audited });
//- docs/stories/a.md
```ts
export const orders = pgTable('orders', {
  id: text('id').primaryKey(),
  state: stateEnum('state'),
  total: text('total'),
               ^^^^^ `orders.total` is `integer` in the schema, not `text`
  ...timestamps,
});
```
//- docs/stories/b.md
```prisma
model Order {
  id    String @id
  total Boolean?
  ^^^^^ `orders.total` is `integer` in the schema, not `boolean`
  state OrderState
}
```
//- docs/stories/c.md
```sql
CREATE TABLE users (
  id text,
  name integer UNIQUE,
  ^^^^ `users.name` is `text` in the schema, not `integer`
  ...
);
```
//- schemark.toml
[rules]
schema-unreadable = \"off\"
",
        );
    }

    #[test]
    fn a_table_that_is_shown_in_parts_is_compared_part_by_part() {
        check(
            "
//- db/schema.ts
import { integer, pgTable, text } from 'drizzle-orm/pg-core';
export const orders = pgTable('orders', { id: text('id').primaryKey(), total: integer('total'), note: text('note') });
//- docs/stories/a.md
```sql
CREATE TABLE orders (
  id text PRIMARY KEY,
  total text,
  ^^^^^ `orders.total` is `integer` in the schema, not `text`
  note text
);
```

The note alone:

```sql
CREATE TABLE orders (
  note text,
  ...
);
```
",
        );
    }

    #[test]
    fn values_that_the_schema_does_not_take_are_reported() {
        check(
            "
//- db/schema.ts
import { pgEnum, pgTable, text } from 'drizzle-orm/pg-core';
export const role = pgEnum('role', ['admin', 'member']);
export const users = pgTable('users', { id: text('id').primaryKey(), role: role('role') });
export const orders = pgTable('orders', { id: text('id').primaryKey(), status: text('status', { enum: ['draft', 'paid'] }) });
//- docs/stories/a.md
```ts
export const roleEnum = pgEnum('role', ['admin', 'owner']);
                                                  ^^^^^ the enum `role` has no `owner` in the schema: it takes `admin`, `member`
export const users = pgTable('users', { id: text('id').primaryKey(), role: roleEnum('role') });
export const orders = pgTable('orders', {
  id: text('id').primaryKey(),
  status: text('status', { enum: ['draft', 'gone'] }),
                ^^^^^^ `orders.status` does not take `gone` in the schema: it takes `draft`, `paid`
});
```
//- docs/stories/b.md
```sql
CREATE TYPE role AS ENUM ('admin', 'guest');
                                    ^^^^^ the enum `role` has no `guest` in the schema: it takes `admin`, `member`
CREATE TABLE orders (
  id text PRIMARY KEY,
  status text CHECK (status IN ('draft', 'lost'))
  ^^^^^^ `orders.status` does not take `lost` in the schema: it takes `draft`, `paid`
);
```
//- docs/stories/c.md
```prisma
enum Role {
  ADMIN
  ROOT
  ^^^^ the enum `role` has no `ROOT` in the schema: it takes `admin`, `member`
}
```
//- docs/stories/d.md
```ts
export const roleEnum = pgEnum('role', ['admin', 'boss']);
                                                  ^^^^ the enum `role` has no `boss` in the schema: it takes `admin`, `member`
```
",
        );
    }

    #[test]
    fn a_diagram_is_held_against_what_it_plainly_contradicts() {
        check(
            "
//- db/schema.ts
import { integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
export const orders = pgTable('orders', {
  id: uuid('id').primaryKey(), total: integer('total'), note: text('note').notNull(), paidAt: timestamp('paid_at'), code: text('code'),
});
//- docs/stories/a.md
```mermaid
erDiagram
  orders {
    string id PK
    boolean total
            ^^^^^ `orders.total` is `integer` in the schema, not `boolean`
    string note
    date paid_at
    text code UK
    ^^^^^^^^^ `code` of `orders` is not unique in the schema
  }
```
//- docs/stories/b.md
```dbml
Table orders {
  id uuid [pk]
  total boolean
  ^^^^^ `orders.total` is `integer` in the schema, not `boolean`
  note varchar
}
```
",
        );
    }

    #[test]
    fn sql_in_a_house_of_another_database_is_compared_by_what_it_plainly_says() {
        check(
            "
//- db/schema.ts
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
export const orders = sqliteTable('orders', { id: text('id').primaryKey(), total: integer('total'), open: integer('open'), paidAt: text('paid_at') });
//- docs/stories/a.md
```sql
CREATE TABLE orders (
  id uuid PRIMARY KEY,
  total text,
  ^^^^^ `orders.total` is `integer` in the schema, not `text`
  open boolean,
  paid_at timestamptz
);
```
",
        );
    }

    #[test]
    fn the_words_of_a_diagram_are_loose() {
        check_none(
            "
//- db/schema.ts
import { bigint, jsonb, numeric, pgTable, text, uuid } from 'drizzle-orm/pg-core';
export const orders = pgTable('orders', {
  id: uuid('id'), line: uuid('line'), total: numeric('total'), count: bigint('count', { mode: 'number' }), data: jsonb('data'), tags: text('tags').array(),
});
//- docs/stories/a.md
```mermaid
erDiagram
  orders {
    varchar id
    money_amount line
    int total
    int count
    string data
    string tags
    int gone
  }
```
//- docs/stories/b.md
```mermaid
erDiagram
  orders {
    boolean id
    boolean
```
//- schemark.toml
[rules]
unknown-column = \"off\"
",
        );
    }

    #[test]
    fn fewer_values_and_enums_of_something_else_are_left_alone() {
        check_none(
            "
//- db/schema.ts
import { pgEnum, pgTable, text } from 'drizzle-orm/pg-core';
import { values } from 'company-values';
export const role = pgEnum('role', ['admin', 'member', 'guest']);
export const kind = pgEnum('kind', values);
export const orders = pgTable('orders', { id: text('id').primaryKey(), note: text('note') });
//- docs/stories/a.md
```ts
export const roleEnum = pgEnum('role', ['Admin', 'member']);
export const kindEnum = pgEnum('kind', ['a', 'b']);
```

```sql
CREATE TYPE role AS ENUM ('lead', 'support');
CREATE TABLE orders (id text PRIMARY KEY, note text CHECK (note IN ('a', 'b')));
```

## Alternatives considered

```sql
CREATE TYPE role AS ENUM ('admin', 'owner');
```
//- schemark.toml
[rules]
schema-unreadable = \"off\"
",
        );
    }

    #[test]
    fn the_list_of_an_enum_is_updated_as_it_is_written() {
        check_fix_titled(
            "Update the list in the story from the schema",
            "
//- db/schema.ts
import { pgEnum } from 'drizzle-orm/pg-core';
export const role = pgEnum('role', ['admin', 'member', 'guest']);
//- docs/stories/a.md
```sql
CREATE TYPE role AS ENUM ('admin','owner');
```
",
            "
//- docs/stories/a.md
```sql
CREATE TYPE role AS ENUM ('admin','member','guest');
```
",
        );
    }

    #[test]
    fn the_story_is_updated_from_the_schema_in_its_own_language() {
        check_fix(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const orders = pgTable('orders', { id: text('id').primaryKey(), total: text('total').notNull() });
//- docs/stories/a.md
- The table:

  ```sql
  CREATE TABLE orders (
    id text PRIMARY KEY,
    total integer NOT NULL
  );
  CREATE INDEX orders_total ON orders (total);
  ```
",
            "
//- docs/stories/a.md
- The table:

  ```sql
  CREATE TABLE orders (
    id text PRIMARY KEY,
    total text NOT NULL
  );
  ```
",
        );
    }

    #[test]
    fn a_declaration_in_the_schemas_own_language_is_taken_as_it_is() {
        check_fix(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const orders = pgTable('orders', {
  id: text('id').primaryKey(),
  total: text('total').notNull(), // in cents
});
//- docs/stories/a.md
```ts
// db/schema.ts
export const orders = pgTable('orders', { id: text('id').primaryKey(), total: text('total') });
```
",
            "
//- docs/stories/a.md
```ts
// db/schema.ts
export const orders = pgTable('orders', {
  id: text('id').primaryKey(),
  total: text('total').notNull(), // in cents
});
```
",
        );
    }

    #[test]
    fn an_index_that_the_story_wants_is_added() {
        check_fix_titled(
            "Add an index on `total`",
            "
//- db/schema.ts
import { index, pgTable, text } from 'drizzle-orm/pg-core';
export const orders = pgTable(
  'orders',
  { id: text('id').primaryKey(), total: text('total'), state: text('state') },
  (table) => [index('orders_state_idx').on(table.state)],
);
//- docs/stories/a.md
```sql
CREATE TABLE orders (id text PRIMARY KEY, total text);
CREATE INDEX orders_total_idx ON orders (total);
```
",
            "
//- db/schema.ts
import { index, pgTable, text } from 'drizzle-orm/pg-core';
export const orders = pgTable(
  'orders',
  { id: text('id').primaryKey(), total: text('total'), state: text('state') },
  (table) => [index('orders_state_idx').on(table.state), index('orders_total_idx').on(table.total)],
);
",
        );
    }

    #[test]
    fn what_is_half_typed_says_nothing() {
        check_none(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: text('id').primaryKey(), name: text('name') });
export const state = pgEnum('state', ['open', 'shut']);
export const orders = pgTable('orders', { id: text('id').primaryKey(), total: text('to
//- docs/stories/a.md
```sql
CREATE TABLE orders (id text PRIMARY KEY, total integer);
CREATE INDEX orders_total ON orders (total);
```

```sql
CREATE TABLE users (id bigint PRIMARY KEY, name integer,
```

```ts
export const state = pgEnum('state', ['open', 'done
```
//- schemark.toml
[rules]
schema-unreadable = \"off\"
",
        );
    }

    #[test]
    fn a_declaration_in_another_language_is_written_anew() {
        check_fix_titled(
            "Update the whole table in the story from the schema",
            "
//- db/schema.sql
create table users (id text primary key);
create table orders (id text primary key, total text not null, user_id text unique references users (id));
//- docs/stories/a.md
```ts
import { integer, pgTable, text } from 'drizzle-orm/pg-core';

export const users = pgTable('users', { id: text('id').primaryKey() });

export const orders = pgTable('orders', { id: text('id').primaryKey(), total: integer('total').notNull() });
```
",
            "
//- docs/stories/a.md
```ts
import { integer, pgTable, text } from 'drizzle-orm/pg-core';

export const users = pgTable('users', { id: text('id').primaryKey() });

export const orders = pgTable('orders', {
  id: text('id').primaryKey(),
  total: text('total').notNull(),
  userId: text('user_id').unique().references(() => users.id),
});
```
",
        );
    }

    const DRIZZLE: &str = "
//- db/schema.ts
import { integer, pgEnum, pgTable, text } from 'drizzle-orm/pg-core';
export const role = pgEnum('role', ['admin', 'member']);
export const users = pgTable('users', { id: text('id').primaryKey(), role: role('role') });
export const teams = pgTable('teams', { id: text('id').primaryKey(), ownerId: text('owner_id').unique().references(() => users.id) });
export const orders = pgTable('orders', {
  id: text('id').primaryKey(),
  userId: text('user_id'), // who buys
  total: text('total'),
  status: text('status', { enum: ['draft', 'paid'] }).notNull(),
  code: text('code')
    .notNull(),
});
";

    /// The fix `title` of the line `said` of a fence, against the Drizzle schema: `was` becomes `is`.
    fn check_drizzle(title: &str, said: &str, was: &str, is: &str) {
        let schema = DRIZZLE.replacen(was, is, 1);
        assert_ne!(schema, DRIZZLE, "{was}");
        let story = format!("//- docs/stories/a.md\n```sql\nCREATE TABLE orders (\n  {said}\n);\n```\n");
        check_fix_titled(title, &format!("{DRIZZLE}{story}"), &schema);
    }

    #[test]
    fn the_schema_becomes_what_the_story_shows_in_drizzle() {
        check_drizzle(
            "Make `total` `integer` in the schema",
            "total integer",
            "total: text('total')",
            "total: integer('total')",
        );
        check_drizzle(
            "Make `total` NOT NULL in the schema",
            "total text NOT NULL",
            "text('total')",
            "text('total').notNull()",
        );
        check_drizzle(
            "Let `code` be NULL in the schema",
            "code text",
            "text('code')\n    .notNull()",
            "text('code')",
        );
        check_drizzle(
            "Make `code` unique in the schema",
            "code text NOT NULL UNIQUE",
            "\n    .notNull()",
            "\n    .notNull()\n    .unique()",
        );
        check_drizzle(
            "Add a foreign key from `user_id` to `users`",
            "user_id text REFERENCES users (id) ON DELETE CASCADE",
            "text('user_id')",
            "text('user_id').references(() => users.id, { onDelete: 'cascade' })",
        );
        check_drizzle(
            "Add `gone` to the values of `status`",
            "status text NOT NULL CHECK (status IN ('draft', 'gone'))",
            "['draft', 'paid']",
            "['draft', 'paid', 'gone']",
        );
    }

    #[test]
    fn a_value_is_added_to_the_enum_of_the_schema() {
        let story = "//- docs/stories/a.md\n```sql\nCREATE TYPE role AS ENUM ('admin', 'owner');\n```\n";
        check_fix_titled(
            "Add `owner` to the enum `role`",
            &format!("{DRIZZLE}{story}"),
            &DRIZZLE.replace("'member']", "'member', 'owner']"),
        );
    }

    #[test]
    fn the_schema_becomes_what_the_story_shows_in_prisma() {
        let schema = "
//- prisma/schema.prisma
datasource db {
  provider = \"postgresql\"
  url      = env(\"URL\")
}

enum Role {
  ADMIN
  MEMBER
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
  id     String  @id
  userId String
  total  String?
}
";
        let check = |title: &str, said: &str, changes: &[(&str, &str)]| {
            let mut after = schema.to_owned();
            for (was, is) in changes {
                after = after.replacen(was, is, 1);
            }
            let story = format!("//- docs/stories/a.md\n```prisma\n{said}\n```\n");
            check_fix_titled(title, &format!("{schema}{story}"), &after);
        };
        let order = |line: &str| format!("model Order {{\n  id String @id\n  {line}\n}}");
        check(
            "Make `total` `integer` in the schema",
            &order("total Int?"),
            &[("total  String?", "total  Int?")],
        );
        check("Make `total` NOT NULL in the schema", &order("total String"), &[("String?", "String")]);
        check(
            "Let `userId` be NULL in the schema",
            &order("userId String?"),
            &[("userId String\n", "userId String?\n")],
        );
        check(
            "Make `total` unique in the schema",
            &order("total String? @unique"),
            &[("String?", "String? @unique")],
        );
        check(
            "Add `OWNER` to the enum `Role`",
            "enum Role {\n  ADMIN\n  OWNER\n}",
            &[("  MEMBER\n", "  MEMBER\n  OWNER\n")],
        );
    }

    #[test]
    fn the_schema_becomes_what_the_story_shows_in_one_sql_file() {
        let schema = "
//- db/schema.sql
create table users (id text primary key);
create table teams (id text primary key, owner_id text unique references users (id));
create table orders (
  id text primary key,
  user_id text,
  total text,
  code text not null
);
";
        let check = |title: &str, said: &str, was: &str, is: &str| {
            let story = format!("//- docs/stories/a.md\n```sql\nCREATE TABLE orders (\n  {said}\n);\n```\n");
            check_fix_titled(title, &format!("{schema}{story}"), &schema.replacen(was, is, 1));
        };
        check("Make `total` `integer` in the schema", "total integer", "total text", "total integer");
        check(
            "Make `total` NOT NULL in the schema",
            "total text NOT NULL",
            "total text",
            "total text not null",
        );
        check("Let `code` be NULL in the schema", "code text", "code text not null", "code text");
        check("Make `total` unique in the schema", "total text UNIQUE", "total text", "total text unique");
        check(
            "Add a foreign key from `user_id` to `users`",
            "user_id text REFERENCES users (id)",
            "user_id text",
            "user_id text references users (id)",
        );
    }

    #[test]
    fn a_history_of_migrations_gets_the_next_one() {
        let schema = "
//- db/migrations/0001_init.sql
CREATE TYPE role AS ENUM ('admin', 'member');
CREATE TABLE users (id uuid PRIMARY KEY);
CREATE TABLE teams (id uuid PRIMARY KEY, owner_id uuid REFERENCES users (id));
CREATE TABLE orders (id uuid PRIMARY KEY, user_id uuid, total text);
//- db/migrations/0002_add_notes.sql
CREATE TABLE notes (id uuid PRIMARY KEY);
";
        let check = |title: &str, said: &str, after: &str| {
            let story = format!("//- docs/stories/a.md\n```sql\n{said}\n```\n");
            check_fix_titled(title, &format!("{schema}{story}"), after);
        };
        check(
            "Make `total` `integer` in the schema",
            "CREATE TABLE orders (total integer);",
            "
//- db/migrations/0003_change_total_of_orders.sql
ALTER TABLE orders ALTER COLUMN total TYPE integer USING total::integer;
",
        );
        check(
            "Add a foreign key from `user_id` to `users`",
            "CREATE TABLE orders (user_id uuid REFERENCES users (id));",
            "
//- db/migrations/0003_change_user_id_of_orders.sql
ALTER TABLE orders ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id);
",
        );
        check(
            "Add `owner` to the enum `role`",
            "CREATE TYPE role AS ENUM ('admin', 'owner');",
            "
//- db/migrations/0003_add_owner_to_role.sql
ALTER TYPE role ADD VALUE 'owner';
",
        );
    }

    #[test]
    fn a_change_that_a_declaration_speaks_against_is_not_offered() {
        let offered = |fixture: &str| -> Vec<String> {
            let loaded = Loaded::new(Fixture::parse(fixture));
            let fixes = loaded.findings().into_iter().flat_map(|it| loaded.fixes(it.file, it.span));
            fixes.map(|it| it.title).collect()
        };
        let only = ["Update the whole table in the story from the schema"];
        let story = "//- docs/stories/a.md\n```sql\nCREATE TABLE orders (id text, total integer);\n```\n";
        for schema in [
            "//- db/schema.ts\nimport { pgTable, text } from 'drizzle-orm/pg-core';\nexport const orders = pgTable('orders', { id: text('id').primaryKey(), total: text('total').default('0') });\n",
            "//- db/schema.ts\nimport { pgTable, text } from 'drizzle-orm/pg-core';\nconst base = { total: text('total') };\nexport const orders = pgTable('orders', { id: text('id').primaryKey(), ...base });\n",
            "//- prisma/schema.prisma\ndatasource db {\n  provider = \"postgresql\"\n}\nmodel orders {\n  id String @id\n  total String? @default(\"0\")\n}\n",
            "//- db/schema.sql\ncreate table orders (id text primary key, total text default '0');\n",
            "//- db/migrations/0001_init.sql\nCREATE TABLE orders (id text PRIMARY KEY, total text DEFAULT '0');\n//- db/migrations/0002_b.sql\nCREATE TABLE b (id text PRIMARY KEY);\n",
        ] {
            assert_eq!(offered(&format!("{schema}{story}")), only, "{schema}");
        }
    }
}
