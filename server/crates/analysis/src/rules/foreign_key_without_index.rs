//! A foreign key that no index serves.

use schema::model::{ForeignKey, IndexPart, Table, TableKind};
use text::{Place, Span};
use workspace::config::Severity;
use workspace::model::SchemaSet;
use workspace::snapshot::Cancelled;

use super::Cx;
use crate::{Finding, Fix, generate};

rule! {
    /// ## What it finds
    ///
    /// A foreign key whose columns lead no index, primary key or unique constraint.
    ///
    /// In a schema where four foreign keys in ten have none, this is said once, as a hint, and not of every key.
    ///
    /// Migrations are history: what they made is not judged, for nobody edits them any more.
    ///
    /// ## Why it matters
    ///
    /// PostgreSQL indexes the key that is referred to, not the one that refers. Without an index every delete in the
    /// other table, and every join from it, reads this table from end to end.
    ///
    /// ## Examples
    ///
    /// ```bad
    /// //- db/schema.ts
    /// import { pgTable, text } from 'drizzle-orm/pg-core';
    /// export const teams = pgTable('teams', { id: text('id').primaryKey() });
    /// export const members = pgTable('members', {
    ///   id: text('id').primaryKey(),
    ///   teamId: text('team_id').references(() => teams.id),
    ///                 ^^^^^^^ foreign key `team_id` has no index
    ///                 ^^^^^^^ fix: Add an index on `team_id`
    /// });
    /// ```
    ///
    /// ```good
    /// //- db/schema.ts
    /// import { index, pgTable, text } from 'drizzle-orm/pg-core';
    /// export const teams = pgTable('teams', { id: text('id').primaryKey() });
    /// export const members = pgTable('members', {
    ///   id: text('id').primaryKey(),
    ///   teamId: text('team_id').references(() => teams.id),
    /// }, (table) => [index('members_team_id_idx').on(table.teamId, table.id)]);
    /// ```
    ///
    /// ```bad
    /// //- db/schema.sql
    /// create table teams (id bigint primary key);
    /// create table members (id bigint primary key, team_id bigint references teams);
    ///                                              ^^^^^^^ foreign key `team_id` has no index
    /// ```
    ///
    /// ```good
    /// //- db/migrations/001_teams.sql
    /// create table teams (id bigint primary key);
    /// create table members (id bigint primary key, team_id bigint references teams);
    /// ```
    code: "foreign-key-without-index",
    level: Info,
    reads: Schemas,
}

/// Below this many foreign keys each one is reported, however many lack an index.
const FEWEST: usize = 5;

/// The share of foreign keys, in percent, that may lack an index before this is how the schema is made.
const LACKING_PERCENT: usize = 40;

fn check(cx: &Cx<'_>, found: &mut Vec<Finding>) -> Result<(), Cancelled> {
    for (set, _) in cx.own_sets() {
        let keys = cx.learnt(set, || Keys::of(cx, set));
        if keys.all >= FEWEST && keys.lacking.len() * 100 >= keys.all * LACKING_PERCENT {
            found.extend(keys.once(cx));
            continue;
        }
        for (place, columns) in keys.lacking.iter().filter(|it| it.0.file == cx.document.id()) {
            let message = format!("foreign key {} has no index", listed(columns));
            let evidence =
                format!("{} of {} foreign keys have an index", keys.all - keys.lacking.len(), keys.all);
            found.push(cx.finding(place.span, &columns.join(", "), message).on(evidence));
        }
    }
    Ok(())
}

fn fix(cx: &Cx<'_>, finding: &Finding) -> Vec<Fix> {
    let lacks = |table: &Table, key: &&ForeignKey| {
        place_of(table, key) == Place::new(finding.file, finding.span) && !has_index(table, key)
    };
    let mut keys = cx.own_tables().filter_map(|(_, table)| {
        table.foreign_keys.iter().find(|key| lacks(table, key)).map(|key| (table, key))
    });
    let Some((table, key)) = keys.next() else { return Vec::new() };
    let Some(edits) = generate::add_index(cx.snapshot, table, &key.columns) else { return Vec::new() };
    let mut fix = cx.change(finding, format!("Add an index on {}", listed(&key.columns)), edits);
    fix.preferred = true;
    fix.safe = true;
    vec![fix]
}

/// The foreign keys of a set.
struct Keys {
    /// How many there are.
    all: usize,
    /// Where those without an index are shown, and their columns.
    lacking: Vec<(Place, Vec<String>)>,
    /// The name of the first table, by path and place, that has one of them.
    first: Option<Place>,
}

impl Keys {
    /// Those of `set`.
    fn of(cx: &Cx<'_>, set: &SchemaSet) -> Self {
        let tables = set.declarations.tables.iter().filter(|table| can_be_judged(set, table));
        let keys: Vec<(&Table, &ForeignKey)> =
            tables.flat_map(|table| table.foreign_keys.iter().map(move |key| (table, key))).collect();
        let lacking = || keys.iter().filter(|(table, key)| !has_index(table, key));
        let first = lacking().map(|(table, _)| table.name.place).min_by_key(|place| {
            let path = cx.snapshot.document(place.file).map(|document| document.path().clone());
            (path, place.span)
        });
        let shown = lacking().map(|(table, key)| (place_of(table, key), key.columns.clone()));
        Self { all: keys.len(), lacking: shown.collect(), first }
    }

    /// The one hint for a schema that does without most indexes, if it belongs in this file.
    fn once(&self, cx: &Cx<'_>) -> Option<Finding> {
        let first = self.first.filter(|it| it.file == cx.document.id())?;
        let message =
            format!("{} of {} foreign keys of this schema have no index", self.lacking.len(), self.all);
        let mut finding =
            cx.finding(first.span, "", message).on("the foreign keys and indexes of the schema");
        finding.severity = cx.at_most(Severity::Hint);
        Some(finding)
    }
}

/// True if everything that could be an index of `table` is known.
fn can_be_judged(set: &SchemaSet, table: &Table) -> bool {
    let is_inside = |place: Place| place.file == table.place.file && table.place.span.covers(place.span);
    let mut unknowns = set.declarations.unknowns.iter();
    table.kind == TableKind::Table && table.complete && !unknowns.any(|unknown| is_inside(unknown.place))
}

/// True if an index, the primary key or a unique constraint of `table` begins with the columns of `key`.
pub(crate) fn has_index(table: &Table, key: &ForeignKey) -> bool {
    let leads = |columns: &[String]| {
        columns.get(..key.columns.len()).is_some_and(|first| key.columns.iter().all(|it| first.contains(it)))
    };
    let indexes = table
        .indexes
        .iter()
        .map(|index| index.parts.iter().map_while(IndexPart::column).map(str::to_owned).collect::<Vec<_>>());
    key.columns.is_empty()
        || table.primary_key.as_ref().is_some_and(|it| leads(&it.columns))
        || table.uniques.iter().any(|unique| leads(&unique.columns))
        || indexes.into_iter().any(|columns| leads(&columns))
}

/// Where `key` is shown: its column's name, or its own declaration if it has several columns.
fn place_of(table: &Table, key: &ForeignKey) -> Place {
    let column = match key.columns.as_slice() {
        [only] => table.columns.iter().find(|column| column.name.text == *only),
        _ => None,
    };
    let first_line = Span::empty(key.place.span.start());
    column.map_or(Place::new(key.place.file, first_line), |column| column.name.place)
}

/// `columns` in backquotes.
fn listed(columns: &[String]) -> String {
    let quoted: Vec<String> = columns.iter().map(|it| format!("`{it}`")).collect();
    quoted.join(", ")
}

#[cfg(test)]
mod tests {
    use testkit::{check, check_fix, check_none};

    #[test]
    fn a_unique_constraint_or_a_key_serves_as_well() {
        check_none(
            "
//- db/schema.ts
import { pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: text('id').primaryKey() });
export const profiles = pgTable('profiles', {
  userId: text('user_id').primaryKey().references(() => users.id),
  ownerId: text('owner_id').unique().references(() => users.id),
});
export const members = pgTable('members', {
  userId: text('user_id').references(() => users.id),
  teamId: text('team_id'),
}, (t) => [primaryKey({ columns: [t.userId, t.teamId] })]);
",
        );
    }

    #[test]
    fn a_column_that_stands_second_in_an_index_is_not_served() {
        check(
            "
//- db/schema.ts
import { index, pgTable, text } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: text('id').primaryKey() });
export const posts = pgTable('posts', {
  id: text('id').primaryKey(),
  userId: text('user_id').references(() => users.id),
                ^^^^^^^ foreign key `user_id` has no index
}, (t) => [index('posts_idx').on(t.id, t.userId)]);
",
        );
    }

    #[test]
    fn a_schema_without_indexes_hears_of_it_once() {
        check(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: text('id').primaryKey() });
export const posts = pgTable('posts', {
                              ^^^^^ 5 of 5 foreign keys of this schema have no index
  a: text('a').references(() => users.id),
  b: text('b').references(() => users.id),
  c: text('c').references(() => users.id),
  d: text('d').references(() => users.id),
  e: text('e').references(() => users.id),
});
",
        );
    }

    #[test]
    fn an_index_is_added_with_what_it_needs() {
        check_fix(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: text('id').primaryKey() });
export const posts = pgTable('posts', {
  id: text('id').primaryKey(),
  userId: text('user_id').references(() => users.id),
});
",
            "
//- db/schema.ts
import { index, pgTable, text } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: text('id').primaryKey() });
export const posts = pgTable('posts', {
  id: text('id').primaryKey(),
  userId: text('user_id').references(() => users.id),
}, (table) => [
  index('posts_user_id_idx').on(table.userId),
]);
",
        );
    }

    #[test]
    fn a_half_typed_table_is_not_judged() {
        check_none(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: text('id').primaryKey() });
export const posts = pgTable('posts', {
  userId: text('user_id').references(() => users.id),
}, (t) => [index(
//- schemark.toml
[rules]
schema-unreadable = \"off\"
",
        );
    }
}
