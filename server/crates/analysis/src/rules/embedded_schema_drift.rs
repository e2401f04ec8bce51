//! A schema in a story's fence says of a table what the schema does not.

use std::sync::Arc;

use schema::dialects::Dialect;
use schema::model::{Column, ForeignKey, Table};
use schema::names::{Folded, same_column};
use story::{Sketch, SketchSource, StoryFacts, Strength, Subject};
use text::Span;
use workspace::snapshot::Cancelled;

use super::Cx;
use super::is_retired;
use super::missing_index::is_indexed;
use super::unknown_table::declared;
use crate::claims::types::agree;
use crate::claims::{self, rewrite};
use crate::{Finding, Fix, WorkspaceEdits, generate};

rule! {
    /// ## What it finds
    ///
    /// A table that a story declares in a fence (Drizzle, Prisma, SQL, DBML, a diagram) and the schema declares too,
    /// with another type or nullability of a column, or without a key, a unique constraint, a foreign key or an index
    /// that the fence shows.
    ///
    /// A column that the schema lacks is `unknown-column`. Fences with dots in them, diffs, examples and fences that
    /// share less than half of their columns with the table are left alone; so are defaults.
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

/// Something that a fence says and the schema does not.
struct Drift {
    /// Where the fence says it.
    span: Span,
    /// The column or table it is said of.
    name: String,
    message: String,
    /// The columns of an index that is missing.
    index: Vec<String>,
}

/// A table of a fence beside that of the schema.
struct Pair<'a> {
    told: Arc<Table>,
    table: &'a Table,
    /// The place of the fence in the story's list.
    fence: usize,
    drifts: Vec<Drift>,
}

fn check(cx: &Cx<'_>, found: &mut Vec<Finding>) -> Result<(), Cancelled> {
    for pair in pairs(cx, &cx.document.facts()) {
        for drift in pair.drifts {
            let mut finding = cx.finding(drift.span, &drift.name, drift.message);
            finding.evidence = "declaration in a fence";
            finding.related.push(declared(pair.table));
            found.push(finding);
        }
    }
    Ok(())
}

fn fix(cx: &Cx<'_>, finding: &Finding) -> Vec<Fix> {
    let facts = cx.document.facts();
    let is_it = |it: &Drift| it.span == finding.span && it.message == finding.message;
    let Some(pair) = pairs(cx, &facts).into_iter().find(|it| it.drifts.iter().any(is_it)) else {
        return Vec::new();
    };
    let mut fixes = Vec::new();
    let home = cx.root.model.set_of(pair.table).and_then(|it| it.dialect);
    let source = cx.document.source();
    let fence = facts.fences.get(pair.fence);
    let rewritten =
        fence.and_then(|it| rewrite::declaration(cx.snapshot, &source, it, &pair.told, pair.table, home));
    if let Some(rewritten) = rewritten {
        let mut edits = WorkspaceEdits::default();
        edits.files.insert(finding.file, rewritten);
        fixes.push(cx.change(finding, "Update the story from the schema".to_owned(), edits));
    }
    let index = pair.drifts.iter().find(|it| is_it(it)).map(|it| it.index.as_slice()).unwrap_or_default();
    if !index.is_empty()
        && let Some(edits) = generate::add_index(cx.snapshot, pair.table, index)
    {
        fixes.push(cx.change(finding, format!("Add an index on {}", quoted(index)), edits));
    }
    fixes
}

/// The tables that fences of the story declare and that differ from the schema's, in order. Where a story shows a table
/// twice, before and after a change, one that is as it should be is enough, and the last is the one that counts.
fn pairs<'a>(cx: &Cx<'a>, facts: &StoryFacts) -> Vec<Pair<'a>> {
    let mut pairs: Vec<Pair<'a>> = Vec::new();
    if cx.root.model.is_empty() || is_retired(facts.status, cx.document) {
        return pairs;
    }
    for sketch in &facts.sketches {
        let Some(pair) = pair(cx, facts, sketch) else { continue };
        let same = pairs.iter().position(|it| std::ptr::eq(it.table, pair.table));
        match same.and_then(|it| pairs.get_mut(it)) {
            Some(known) if known.drifts.is_empty() => {}
            Some(known) => *known = pair,
            None => pairs.push(pair),
        }
    }
    pairs
}

/// The table that `sketch` declares beside that of the schema, if the two can be compared.
fn pair<'a>(cx: &Cx<'a>, facts: &StoryFacts, sketch: &Sketch) -> Option<Pair<'a>> {
    let SketchSource::Fence(told) = &sketch.source else { return None };
    if !told.complete || told.more_constraints {
        return None;
    }
    let mut mentions = facts.mentions.iter().filter(|it| it.span == sketch.span);
    let mention = mentions.find(|it| it.subject == Subject::Table)?;
    if mention.strength != Strength::Strong || mention.cue.is_some() {
        return None;
    }
    let fence = facts.fences.iter().position(|it| it.span.covers(sketch.span))?;
    let table = claims::table(&cx.ground(), &sketch.name)?;
    let shared = told.columns.iter().filter(|it| in_table(table, it).is_some()).count();
    if shared * 2 < told.columns.len() || shared == 0 {
        return None;
    }
    let dialect = facts.fences.get(fence)?.dialect?;
    let mut drifts = Vec::new();
    let place = |column: &Column| {
        let named = sketch.columns.iter().find(|it| it.name == column.name.text);
        named.map_or(column.place.span, |it| it.span)
    };
    for column in &told.columns {
        let Some(held) = in_table(table, column) else { continue };
        let message = type_drift(table, &told.database, column, held)
            .into_iter()
            .chain(null_drift(told, table, column, held, dialect));
        drifts.extend(message.map(|message| {
            let name = held.name.text.clone();
            Drift { span: place(column), name, message, index: Vec::new() }
        }));
    }
    if claims::has_known_constraints(&cx.root.model, table) {
        constraint_drifts(cx, told, table, dialect, &mut drifts);
    }
    let source = cx.document.source();
    for drift in &mut drifts {
        let lone = drift.span.is_empty().then_some(sketch.span);
        drift.span = first_line(&source, lone.unwrap_or(drift.span));
    }
    drifts.sort_by_key(|it| it.span);
    Some(Pair { told: Arc::clone(told), table, fence, drifts })
}

/// The part of `span` in its first line.
fn first_line(source: &str, span: Span) -> Span {
    let line = span.slice(source).lines().next().unwrap_or("").trim_end();
    Span::new(span.start(), span.start().plus(line.len()))
}

/// The column of `table` that `told` means.
fn in_table<'a>(table: &'a Table, told: &Column) -> Option<&'a Column> {
    table.column(&told.name.text).or_else(|| table.column(&told.key.text))
}

fn type_drift(
    table: &Table,
    database: &schema::model::Database,
    told: &Column,
    held: &Column,
) -> Option<String> {
    let comparable = told.known && held.known && told.ty.is_known() && told.ty.enumeration.is_none();
    if !comparable || *database != table.database || agree(&told.ty.canonical, held) {
        return None;
    }
    Some(format!(
        "`{}.{}` is `{}` in the schema, not `{}`",
        table.name.text, held.name.text, held.ty.canonical, told.ty.canonical
    ))
}

fn null_drift(
    told: &Table,
    table: &Table,
    column: &Column,
    held: &Column,
    dialect: Dialect,
) -> Option<String> {
    let in_key = |of: &Table, it: &Column| {
        of.primary_key.as_ref().is_some_and(|key| key.columns.contains(&it.name.text))
    };
    if in_key(told, column) || in_key(table, held) || !column.known || !held.known {
        return None;
    }
    let is = match (column.nullable?, held.nullable?) {
        (false, true) => "may be NULL in the schema, and is NOT NULL here",
        // What has a default is never empty, and who writes a diagram says what matters to it.
        (true, false)
            if !held.has_default()
                && !column.has_default()
                && !matches!(dialect, Dialect::Dbml | Dialect::Mermaid) =>
        {
            "is NOT NULL in the schema, and may be NULL here"
        }
        _ => return None,
    };
    Some(format!("`{}.{}` {is}", table.name.text, held.name.text))
}

/// The keys and indexes of `told` that `table` lacks.
fn constraint_drifts(cx: &Cx<'_>, told: &Table, table: &Table, dialect: Dialect, drifts: &mut Vec<Drift>) {
    let name = &table.name.text;
    // A column that is missing is another rule's finding.
    let held = |columns: &[String]| -> Option<Vec<String>> {
        let held = |it: &String| {
            let told = told.columns.iter().find(|own| own.name.text == *it)?;
            in_table(table, told).map(|it| it.name.text.clone())
        };
        columns.iter().map(held).collect()
    };
    let mut add = |span: Span, message: String, index: Vec<String>| {
        drifts.push(Drift { span, name: name.clone(), message, index });
    };
    if let Some(key) = &told.primary_key
        && let Some(columns) = held(&key.columns)
        && table.primary_key.as_ref().is_none_or(|it| !same(&it.columns, &columns))
    {
        let message = match &table.primary_key {
            Some(own) => format!(
                "the primary key of `{name}` is {} in the schema, not {}",
                quoted(&own.columns),
                quoted(&columns)
            ),
            None => format!("`{name}` has no primary key in the schema"),
        };
        add(key.place.span, message, Vec::new());
    }
    let uniques = told.uniques.iter().map(|it| (it.place.span, it.columns.clone()));
    let unique_indexes = told.indexes.iter().filter(|it| it.unique && it.predicate.is_none());
    let unique_indexes = unique_indexes.map(|it| (it.place.span, columns_of(it)));
    for (span, columns) in uniques.chain(unique_indexes) {
        if let Some(columns) = held(&columns).filter(|it| !it.is_empty() && !is_unique(table, it)) {
            add(span, format!("{} of `{name}` is not unique in the schema", quoted(&columns)), Vec::new());
        }
    }
    // The fence need not declare the table that a key leads to.
    for key in &told.foreign_keys {
        let Some(columns) = held(&key.columns).filter(|it| !it.is_empty()) else { continue };
        if let Some(to) = missing_target(cx, table, key, &columns) {
            let message = format!("{} of `{name}` does not refer to `{to}` in the schema", quoted(&columns));
            add(key.place.span, message, Vec::new());
        }
    }
    // Prisma may keep indexes in migrations, but those that it shows it declares.
    let home = cx.root.model.set_of(table).and_then(|it| it.dialect);
    let in_view = home != Some(Dialect::Prisma) || dialect == Dialect::Prisma;
    for index in told.indexes.iter().filter(|it| !it.unique && in_view) {
        let columns = held(&columns_of(index)).filter(|it| !it.is_empty() && !is_indexed(table, it));
        if let Some(columns) = columns {
            let message = format!("`{name}` has no index on {} in the schema", quoted(&columns));
            add(index.place.span, message, columns);
        }
    }
}

/// The columns of `index`; none if it is made of more than columns.
fn columns_of(index: &schema::model::Index) -> Vec<String> {
    let columns = index.parts.iter().map(|it| it.column().map(str::to_owned));
    columns.collect::<Option<_>>().unwrap_or_default()
}

/// The table that `key` leads to, if `table` surely has no such key and its schema declares foreign keys at all.
fn missing_target(cx: &Cx<'_>, table: &Table, key: &ForeignKey, columns: &[String]) -> Option<String> {
    let model = &cx.root.model;
    let target = claims::table(&cx.ground(), &key.table.text)?;
    let set = model.set_of(table).filter(|it| {
        let same = model.set_of(target).is_some_and(|other| std::ptr::eq(*it, other));
        same && it.declarations.tables.iter().any(|it| !it.foreign_keys.is_empty())
    });
    let leads = |it: &ForeignKey| {
        Folded::new(&it.table.text) == Folded::new(&target.name.text) && same(&it.columns, columns)
    };
    (set.is_some() && !table.foreign_keys.iter().any(leads)).then(|| target.name.text.clone())
}

/// True if no two rows of `table` can be alike in `columns`.
fn is_unique(table: &Table, columns: &[String]) -> bool {
    let within = |own: &[String]| !own.is_empty() && own.iter().all(|it| columns.contains(it));
    table.primary_key.as_ref().is_some_and(|it| within(&it.columns))
        || table.uniques.iter().any(|it| within(&it.columns))
        || table.indexes.iter().any(|it| {
            // An index on an expression, or on some rows, may be meant.
            let columns = columns_of(it);
            it.unique && (columns.is_empty() || within(&columns))
        })
}

fn same(own: &[String], columns: &[String]) -> bool {
    own.len() == columns.len() && columns.iter().all(|it| own.iter().any(|own| same_column(own, it)))
}

fn quoted(columns: &[String]) -> String {
    columns.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
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
}
