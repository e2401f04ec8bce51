//! A story says which file declares a table, and another does.

use schema::model::Table;
use schema::names::Folded;
use story::{Claim, Listing, StoryFacts};
use text::{FileId, Span};
use workspace::path::RelPath;
use workspace::snapshot::Cancelled;

use super::Cx;
use super::unknown_table::declared;
use crate::claims::files::{self, Listed};
use crate::{Finding, Fix};

rule! {
    /// ## What it finds
    ///
    /// A table that a document lists under a file's name, and that another file declares: a heading `` `users.ts` `` or
    /// a line "**users.ts:**" with "**Tables**: `users`" or "`users` table: …" below it, a row of a table with the
    /// columns File and Tables, and sentences such as "`db/schema.ts` defines all tables: users, teams". A heading may
    /// name several files.
    ///
    /// Any file of that name will do, and so will a file that only passes on what others declare. Migrations that were
    /// applied are history and are not asked.
    ///
    /// ## Why it matters
    ///
    /// Who follows the document opens the wrong file, or writes the table a second time.
    ///
    /// ## Examples
    ///
    /// ```bad
    /// //- db/users.ts
    /// import { pgTable, text } from 'drizzle-orm/pg-core';
    /// export const users = pgTable('users', { id: text('id').primaryKey() });
    /// //- db/teams.ts
    /// import { pgTable, text } from 'drizzle-orm/pg-core';
    /// export const teams = pgTable('teams', { id: text('id').primaryKey() });
    /// //- docs/stories/schema.md
    /// #### `users.ts`
    ///
    /// - **Tables**: `users`, `teams`
    ///                         ^^^^^ `teams` is declared in `teams.ts`, not in `users.ts`
    /// ```
    ///
    /// ```good
    /// //- db/users.ts
    /// import { pgTable, text } from 'drizzle-orm/pg-core';
    /// export const users = pgTable('users', { id: text('id').primaryKey() });
    /// //- docs/stories/schema.md
    /// **users.ts:**
    ///
    /// - `users` table: people who sign in
    /// ```
    code: "table-not-in-named-file",
    level: Warning,
    reads: Stories,
}

/// A table that is declared elsewhere.
struct Misplaced<'a, 'f> {
    claim: &'f Claim,
    table: &'a Table,
    home: &'a RelPath,
}

fn check(cx: &Cx<'_>, found: &mut Vec<Finding>) -> Result<(), Cancelled> {
    let facts = cx.document.facts();
    for (listed, misplaced) in all(cx, &facts) {
        let is_there = !files::meant(cx, listed.file).is_empty();
        for it in misplaced {
            let (name, written) = (&it.table.name.text, listed.file);
            let home = shown(it.home, written);
            let message = if is_there {
                format!("`{name}` is declared in `{home}`, not in `{written}`")
            } else {
                format!("there is no file `{written}`: `{name}` is declared in `{home}`")
            };
            let mut finding = cx.finding(it.claim.span, name, message);
            finding.evidence = it.claim.evidence.into();
            finding.related.push(declared(it.table));
            found.push(finding);
        }
    }
    Ok(())
}

/// Where all tables of a list are in one other file, that file was meant.
fn fix(cx: &Cx<'_>, finding: &Finding) -> Vec<Fix> {
    let facts = cx.document.facts();
    let of_it =
        |it: &(Listed<'_>, Vec<Misplaced<'_, '_>>)| it.1.iter().any(|it| it.claim.span == finding.span);
    let Some((listed, misplaced)) = all(cx, &facts).into_iter().find(of_it) else { return Vec::new() };
    let Some(first) = misplaced.first() else { return Vec::new() };
    let agree = misplaced.len() == listed.tables.len() && misplaced.iter().all(|it| it.home == first.home);
    let (name, new) = (files::name_of(listed.file), first.home.file_name());
    if !agree || name == new || listed.file.contains(", ") {
        return Vec::new();
    }
    let start = listed.named.end().bytes().saturating_sub(name.len());
    let span = Span::from_range(start..listed.named.end().bytes());
    if span.slice(&cx.document.source()) != name {
        return Vec::new();
    }
    vec![cx.replacement(finding, format!("Change to `{new}`"), span, new)]
}

/// `home` as it is told from `written`.
fn shown<'a>(home: &'a RelPath, written: &str) -> &'a str {
    let same = home.file_name().eq_ignore_ascii_case(files::name_of(written));
    if same { home.as_str() } else { home.file_name() }
}

/// The lists of the story with the tables that are surely declared elsewhere.
fn all<'a, 'f>(cx: &Cx<'a>, facts: &'f StoryFacts) -> Vec<(Listed<'f>, Vec<Misplaced<'a, 'f>>)> {
    let lists = files::listed(cx, facts);
    let mut all = Vec::new();
    let mut holds = false;
    for listed in lists {
        let (misplaced, right) = misplaced(cx, &listed);
        holds |= right > 0;
        all.push((listed, misplaced));
    }
    // A file that is not there may never have been one of tables: other lists of the document tell.
    all.retain(|(listed, misplaced)| {
        let told = listed.listing == Listing::Whole || holds || !files::meant(cx, listed.file).is_empty();
        told && !misplaced.is_empty()
    });
    all
}

/// The tables of `listed` that are surely declared elsewhere, and how many are where they should be.
fn misplaced<'a, 'f>(cx: &Cx<'a>, listed: &Listed<'f>) -> (Vec<Misplaced<'a, 'f>>, usize) {
    let meant: Vec<FileId> = files::meant(cx, listed.file)
        .into_iter()
        .filter_map(|it| cx.snapshot.file_at(cx.document.root(), it))
        .collect();
    let is_there = !files::meant(cx, listed.file).is_empty();
    let mut right = 0;
    let mut misplaced = Vec::new();
    for (claim, table) in listed.present(cx) {
        let folded = Folded::new(&table.name.text);
        let model = &cx.root.model;
        let bearers = || model.tables().filter(|it| Folded::new(&it.name.text) == folded);
        if bearers().any(|it| meant.contains(&it.place.file)) {
            right += 1;
            continue;
        }
        let edited = |it: &&Table| !it.implied && model.set_of(it).is_some_and(|set| !set.is_history());
        let Some(table) = bearers().find(edited) else { continue };
        let home = cx.snapshot.document(table.place.file).map(|it| it.path());
        if let Some(home) = home.filter(|_| !is_there || may_be_wrong(cx, listed, &meant)) {
            misplaced.push(Misplaced { claim, table, home });
        }
    }
    (misplaced, right)
}

/// True if the files `meant` are all known not to hold more tables than could be read.
fn may_be_wrong(cx: &Cx<'_>, listed: &Listed<'_>, meant: &[FileId]) -> bool {
    let sets = &cx.root.model.sets;
    let is_schema = |it: &FileId| sets.iter().any(|set| set.members.contains(it));
    let passes_on = |it: &FileId| is_schema(it) && files::tables_in(cx, *it).next().is_none();
    // What is said of a table beside a file that declares none may be what that file does with it.
    let is_told = listed.listing == Listing::Whole || meant.iter().any(is_schema);
    // A migration speaks of tables that an earlier one made.
    let changes = listed.listing == Listing::Part && listed.file.ends_with(".sql");
    is_told && !changes && !meant.iter().any(|it| passes_on(it) || files::is_broken(cx, *it))
}

#[cfg(test)]
mod tests {
    use testkit::{check, check_fix, check_none};

    #[test]
    fn a_file_that_is_not_there_holds_nothing() {
        check(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: text('id').primaryKey() });
//- docs/stories/a.md
### `people.ts`

**Table**: `users`
            ^^^^^ there is no file `people.ts`: `users` is declared in `schema.ts`
",
        );
    }

    #[test]
    fn a_sentence_names_the_file_and_its_tables() {
        check(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: text('id').primaryKey() });
//- db/auth.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const sessions = pgTable('sessions', { id: text('id').primaryKey() });
//- docs/stories/a.md
1. `db/schema.ts` defines all tables per the PRD: users, sessions
                                                         ^^^^^^^^ `sessions` is declared in `auth.ts`, not in `db/schema.ts`
",
        );
    }

    #[test]
    fn a_row_names_a_file_and_its_tables() {
        check(
            "
//- db/users.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: text('id').primaryKey() });
//- db/teams.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const teams = pgTable('teams', { id: text('id').primaryKey() });
//- app/route.ts
export const GET = () => null;
//- docs/stories/a.md
| File | Tables | Remark |
|---|---|---|
| `db/users.ts` | `users`, `teams` (who and with whom) | `teams` |
                            ^^^^^ `teams` is declared in `teams.ts`, not in `db/users.ts`
| db/teams.ts | teams | |
| `app/route.ts` | `users` | reads them |
| ten files | `users` | |
| | `users` | |
",
        );
    }

    #[test]
    fn a_heading_of_several_files_speaks_of_each() {
        check(
            "
//- db/users.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: text('id').primaryKey() });
//- db/teams.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const teams = pgTable('teams', { id: text('id').primaryKey() });
//- db/orders.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const orders = pgTable('orders', { id: text('id').primaryKey() });
//- docs/stories/a.md
## `users.ts` and `teams.ts` (people)

- **Tables**: `users`, `teams`, `orders`
                                 ^^^^^^ `orders` is declared in `orders.ts`, not in `users.ts, teams.ts`
",
        );
    }

    #[test]
    fn a_file_that_passes_tables_on_and_one_that_uses_them_are_left_alone() {
        check_none(
            "
//- db/index.ts
export * from './users';
//- db/users.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: text('id').primaryKey() });
//- app/route.ts
export const GET = () => null;
//- docs/stories/a.md
`db/index.ts` contains all tables: users.

#### `app/route.ts`

- `users` table: read for the session

#### `app/jobs.ts`

- `users` table: written every night
",
        );
    }

    #[test]
    fn the_file_that_was_meant_is_named() {
        check_fix(
            "
//- db/users.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: text('id').primaryKey() });
export const teams = pgTable('teams', { id: text('id').primaryKey() });
//- docs/stories/a.md
**db/people.ts:**
- **Tables**: `users`, `teams`
",
            "
//- docs/stories/a.md
**db/users.ts:**
- **Tables**: `users`, `teams`
",
        );
    }

    #[test]
    fn a_half_typed_file_may_hold_the_table() {
        check_none(
            "
//- db/users.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: text('id').primaryKey() });
export const teams = pgTable('te
//- db/teams.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const teams = pgTable('teams', { id: text('id').primaryKey() });
//- docs/stories/a.md
#### `users.ts`

- **Tables**: `users`, `teams`
//- schemark.toml
[rules]
schema-unreadable = \"off\"
",
        );
    }
}
