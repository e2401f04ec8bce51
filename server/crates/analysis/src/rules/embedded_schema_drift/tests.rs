//! Fences and what differs in them.

use testkit::{check, check_fix, check_fix_titled, check_none};

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
  id: integer('id').primaryKey(),
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
fn a_half_typed_fence_or_schema_says_nothing() {
    check_none(
        "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: text('id').primaryKey(), name: text('name') });
export const orders = pgTable('orders', { id: text('id').primaryKey(), total: text('to
//- docs/stories/a.md
```sql
CREATE TABLE orders (id bigint PRIMARY KEY, total integer);
```

```sql
CREATE TABLE users (id bigint PRIMARY KEY, name integer,
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
        "Update the story from the schema",
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
