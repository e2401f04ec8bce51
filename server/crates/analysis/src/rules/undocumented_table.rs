//! A document lists the tables of a file, and leaves one out.

use std::collections::BTreeSet;

use schema::model::{Table, TableKind};
use story::{Form, Listing, Status, StoryFacts, Subject};
use text::{FileId, Span};
use workspace::model::SchemaSet;
use workspace::snapshot::Cancelled;

use super::Cx;
use super::unknown_table::declared;
use crate::claims::files::{self, Listed};
use crate::{Finding, Fix};

rule! {
    /// ## What it finds
    ///
    /// A table that a file declares and that the document does not name, although it lists the file's tables:
    /// "**Tables**: `users`, `teams`" under the file's name, or tables described under the names of two files or more.
    /// Where a document lists four fifths of a schema that way, the tables of files that it leaves out are missed too.
    ///
    /// Documents with user stories, criteria or tasks tell what is to be done, not what is there, and are left alone.
    ///
    /// ## Why it matters
    ///
    /// A list is read as complete: what is not on it is built a second time.
    ///
    /// ## Examples
    ///
    /// ```bad
    /// //- db/users.ts
    /// import { pgTable, text } from 'drizzle-orm/pg-core';
    /// export const users = pgTable('users', { id: text('id').primaryKey() });
    /// export const teams = pgTable('teams', { id: text('id').primaryKey() });
    /// //- docs/stories/schema.md
    /// #### `users.ts`
    ///       ^^^^^^^^ `users.ts` declares `teams` too, which is not listed
    ///
    /// - **Tables**: `users`
    /// ```
    ///
    /// ```good
    /// //- db/users.ts
    /// import { pgTable, text } from 'drizzle-orm/pg-core';
    /// export const users = pgTable('users', { id: text('id').primaryKey() });
    /// export const teams = pgTable('teams', { id: text('id').primaryKey() });
    /// //- docs/stories/schema.md
    /// #### `users.ts`
    ///
    /// - **Tables**: `users`
    /// - Who belongs together is kept in `teams`.
    /// ```
    code: "undocumented-table",
    level: Hint,
    reads: Stories,
}

/// Of ten tables of a schema, this many make a document one about the whole schema.
const MOST_OF_TEN: usize = 8;
/// A schema of fewer tables is no whole that a document could stand for.
const FEWEST: usize = 3;

/// A table that is left out.
struct Omitted<'a> {
    table: &'a Table,
    /// The list that it belongs on, by number; `None` if its file is not named at all.
    list: Option<usize>,
    at: Span,
}

fn check(cx: &Cx<'_>, found: &mut Vec<Finding>) -> Result<(), Cancelled> {
    let facts = cx.document.facts();
    let lists = files::listed(cx, &facts);
    for it in omitted(cx, &facts, &lists) {
        let name = &it.table.name.text;
        let message = match it.list.and_then(|it| lists.get(it)) {
            Some(list) => {
                format!("`{}` declares `{name}` too, which is not listed", files::name_of(list.file))
            }
            None => format!("`{name}` is not listed, unlike most tables of the schema"),
        };
        let mut finding = cx.finding(it.at, name, message);
        finding.evidence = "tables listed under the file's name".into();
        finding.related.push(declared(it.table));
        found.push(finding);
    }
    Ok(())
}

fn fix(cx: &Cx<'_>, finding: &Finding) -> Vec<Fix> {
    let facts = cx.document.facts();
    let lists = files::listed(cx, &facts);
    let of_it = |it: &Omitted<'_>| it.at == finding.span && it.table.name.text == finding.name;
    let omitted = omitted(cx, &facts, &lists).into_iter().find(of_it);
    let list = omitted.and_then(|it| it.list).and_then(|it| lists.get(it));
    let Some(last) = list.filter(|it| it.listing == Listing::Whole).and_then(|it| it.tables.last()) else {
        return Vec::new();
    };
    let source = cx.document.source();
    let end = last.span.end();
    let in_code = source.get(end.bytes()..).is_some_and(|it| it.starts_with('`'));
    let (at, text) = if in_code {
        (end.plus(1), format!(", `{}`", finding.name))
    } else {
        (end, format!(", {}", finding.name))
    };
    let title = format!("Add `{}` to the list", finding.name);
    vec![cx.replacement(finding, title, Span::empty(at), &text)]
}

/// The tables that the story should list and does not.
fn omitted<'a>(cx: &Cx<'a>, facts: &StoryFacts, lists: &[Listed<'_>]) -> Vec<Omitted<'a>> {
    let mut omitted = Vec::new();
    let tells_work = !facts.stories.is_empty() || !facts.tasks.is_empty() || !facts.criteria.is_empty();
    if lists.is_empty() || tells_work || facts.status == Status::Done {
        return omitted;
    }
    let homes: Vec<Option<FileId>> = lists.iter().map(|it| home(cx, it)).collect();
    let known = homes.iter().flatten().count();
    let named = named(cx, facts, lists);
    let is_named = |it: &Table| named.contains(&it.name.place);
    for (number, (list, home)) in lists.iter().zip(&homes).enumerate() {
        let Some(home) = home.filter(|_| list.listing == Listing::Whole || known > 1) else { continue };
        // A file may be named twice, with a part of its tables each time.
        if homes.iter().take(number).any(|it| *it == Some(home)) {
            continue;
        }
        let own = files::tables_in(cx, home).filter(|it| !is_named(it));
        omitted.extend(own.map(|table| Omitted { table, list: Some(number), at: list.named }));
    }
    if known > 1
        && let Some(first) = lists.first()
    {
        let at = facts.headings.first().map_or(first.named, |it| it.span);
        let sets = cx.root.model.sets.iter().filter(|it| !it.is_history() && !it.is_open());
        for set in sets {
            let unnamed = left_out(set, &is_named, &homes);
            omitted.extend(unnamed.into_iter().map(|table| Omitted { table, list: None, at }));
        }
    }
    omitted
}

/// The tables of `set` in files that the story does not list, if it lists most of the set.
fn left_out<'a>(
    set: &'a SchemaSet,
    is_named: &dyn Fn(&Table) -> bool,
    homes: &[Option<FileId>],
) -> Vec<&'a Table> {
    let tables = set.declarations.tables.iter().filter(|it| it.kind == TableKind::Table && !it.implied);
    let all: Vec<&Table> = tables.collect();
    let in_lists = |it: &Table| homes.contains(&Some(it.place.file));
    let listed = all.iter().filter(|it| in_lists(it) && is_named(it)).count();
    if all.len() < FEWEST || listed * 10 < all.len() * MOST_OF_TEN {
        return Vec::new();
    }
    all.into_iter().filter(|it| !in_lists(it) && !is_named(it)).collect()
}

/// The one file that `list` speaks of: the only one of that name that declares a table of the list. What half-typed code
/// declares is not known.
fn home(cx: &Cx<'_>, list: &Listed<'_>) -> Option<FileId> {
    let files = files::meant(cx, list.file);
    let files: Vec<FileId> =
        files.into_iter().filter_map(|it| cx.snapshot.file_at(cx.document.root(), it)).collect();
    let present = list.present(cx);
    let mut holding = files.into_iter().filter(|file| {
        files::tables_in(cx, *file).any(|own| present.iter().any(|(_, it)| it.name.place == own.name.place))
    });
    let only = holding.next()?;
    (holding.all(|it| it == only) && !files::is_broken(cx, only)).then_some(only)
}

/// The tables that the story names in any way that is no plain word.
fn named(cx: &Cx<'_>, facts: &StoryFacts, lists: &[Listed<'_>]) -> BTreeSet<text::Place> {
    let mentions = facts.mentions.iter().filter(|it| it.form != Form::Word);
    let names = mentions.filter_map(|it| match it.subject {
        Subject::Table => Some(it.name.as_str()),
        _ => it.table.as_deref(),
    });
    let ground = cx.ground();
    let tables = names.filter_map(|it| ground.table(it));
    let listed = lists.iter().flat_map(|it| it.present(cx)).map(|it| it.1);
    tables.chain(listed).map(|it| it.name.place).collect()
}

#[cfg(test)]
mod tests {
    use testkit::{check, check_fix, check_none};

    #[test]
    fn a_table_of_files_lists_all_of_them() {
        check(
            "
//- db/users.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: text('id').primaryKey() });
//- db/shop.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const orders = pgTable('orders', { id: text('id').primaryKey() });
export const carts = pgTable('carts', { id: text('id').primaryKey() });
//- docs/schema.md
# Schema

| File | Tables |
|---|---|
| `users.ts` | `users` |
| `shop.ts` | `orders` |
   ^^^^^^^ `shop.ts` declares `carts` too, which is not listed
",
        );
    }

    #[test]
    fn described_tables_are_all_of_them_where_two_files_are_listed() {
        check(
            "
//- db/users.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: text('id').primaryKey() });
//- db/shop.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const orders = pgTable('orders', { id: text('id').primaryKey() });
export const items = pgTable('items', { id: text('id').primaryKey() });
//- docs/stories/a.md
**users.ts:**
- `users` table: who signs in

**shop.ts:**
  ^^^^^^^ `shop.ts` declares `items` too, which is not listed
- `orders` table: what they buy
",
        );
    }

    #[test]
    fn a_document_on_most_of_a_schema_misses_the_rest() {
        check(
            "
//- db/users.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: text('id').primaryKey() });
export const teams = pgTable('teams', { id: text('id').primaryKey() });
//- db/shop.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const orders = pgTable('orders', { id: text('id').primaryKey() });
export const items = pgTable('items', { id: text('id').primaryKey() });
//- db/audit.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const audits = pgTable('audits', { id: text('id').primaryKey() });
//- docs/stories/a.md
# The schema
^^^^^^^^^^^^ `audits` is not listed, unlike most tables of the schema

### `users.ts`
- **Tables**: `users`, `teams`
### `shop.ts`
- **Tables**: `orders`, `items`
",
        );
    }

    #[test]
    fn one_described_file_and_a_plan_list_nothing() {
        check_none(
            "
//- db/users.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: text('id').primaryKey() });
export const teams = pgTable('teams', { id: text('id').primaryKey() });
//- docs/stories/a.md
**users.ts:**
- `users` table: who signs in
//- docs/stories/b.md
- [ ] Write the file

**users.ts:**
- **Tables**: `users`
",
        );
    }

    #[test]
    fn the_list_is_completed() {
        check_fix(
            "
//- db/users.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: text('id').primaryKey() });
export const teams = pgTable('teams', { id: text('id').primaryKey() });
//- docs/stories/a.md
#### `users.ts`
- **Tables**: `users`
- **Purpose**: people
",
            "
//- docs/stories/a.md
#### `users.ts`
- **Tables**: `users`, `teams`
- **Purpose**: people
",
        );
    }

    #[test]
    fn what_cannot_be_read_is_not_missed() {
        check_none(
            "
//- db/users.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: text('id').primaryKey() });
export const teams = pgTable('te
//- docs/stories/a.md
#### `users.ts`
- **Tables**: `users`
//- schemark.toml
[rules]
schema-unreadable = \"off\"
",
        );
    }
}
