//! An index on what a key has an index for already.

use schema::model::{Index, IndexPart, Table, TableKind};
use text::{Place, Span};
use workspace::snapshot::Cancelled;

use super::Cx;
use crate::{Finding, Fix, Related};

rule! {
    /// ## What it finds
    ///
    /// An index on exactly the columns of the primary key or of a unique constraint, in the same order.
    ///
    /// Partial indexes, indexes in another order or by another method and indexes on expressions serve other queries,
    /// and are left alone; so are migrations, which are history.
    ///
    /// ## Why it matters
    ///
    /// Every key has an index of its own. A second one is written with every row and read by no query.
    ///
    /// ## Examples
    ///
    /// ```bad
    /// //- db/schema.ts
    /// import { index, pgTable, text } from 'drizzle-orm/pg-core';
    /// export const users = pgTable('users', { id: text('id').primaryKey(), email: text('email').unique() }, (t) => [
    ///   index('users_email_idx').on(t.email),
    ///   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `users_email_idx` repeats the unique constraint on `email`
    /// ]);
    /// ```
    ///
    /// ```good
    /// //- db/schema.ts
    /// import { index, pgTable, text } from 'drizzle-orm/pg-core';
    /// export const users = pgTable('users', { id: text('id').primaryKey(), email: text('email').unique() }, (t) => [
    ///   index('users_email_id_idx').on(t.email, t.id),
    /// ]);
    /// ```
    code: "redundant-index",
    level: Hint,
    reads: Schemas,
}

fn check(cx: &Cx<'_>, found: &mut Vec<Finding>) -> Result<(), Cancelled> {
    for (_, tables) in cx.own_sets() {
        for table in tables.into_iter().filter(|it| it.kind == TableKind::Table) {
            for index in &table.indexes {
                let Some((kind, place)) = repeated(table, index) else { continue };
                let columns: Vec<String> =
                    index.parts.iter().filter_map(IndexPart::column).map(|it| format!("`{it}`")).collect();
                let name =
                    index.name.as_ref().map_or_else(|| "this index".to_owned(), |it| format!("`{it}`"));
                let message = format!("{name} repeats the {kind} on {}", columns.join(", "));
                let start = index.place.span;
                let mut finding =
                    cx.finding(first_line(cx, start), index.name.as_deref().unwrap_or(""), message);
                finding.related.push(Related { place, message: format!("the {kind} is declared here") });
                found.push(finding.on("columns of both, in their order"));
            }
        }
    }
    Ok(())
}

/// An index may be named in queries' hints and in migrations: to drop it is for people.
fn fix(_cx: &Cx<'_>, _finding: &Finding) -> Vec<Fix> {
    Vec::new()
}

/// What of `table` has an index on the columns of `index` already, and where it is declared.
fn repeated(table: &Table, index: &Index) -> Option<(&'static str, Place)> {
    let plain = index.predicate.is_none()
        && index.method.as_deref().is_none_or(|it| it.eq_ignore_ascii_case("btree"))
        && index.parts.iter().all(|it| it.order.is_empty());
    let columns: Vec<&str> = index.parts.iter().map(IndexPart::column).collect::<Option<_>>()?;
    let same = |own: &[String]| own.iter().map(String::as_str).eq(columns.iter().copied());
    if !plain || columns.is_empty() {
        return None;
    }
    let primary = table.primary_key.as_ref().filter(|it| same(&it.columns));
    let unique = || table.uniques.iter().find(|it| same(&it.columns));
    primary
        .map(|it| ("primary key", it.place))
        .or_else(|| unique().map(|it| ("unique constraint", it.place)))
        .filter(|(_, place)| *place != index.place)
}

/// The first line of the stretch at `span`.
fn first_line(cx: &Cx<'_>, span: Span) -> Span {
    super::first_line(&cx.document.source(), span)
}

#[cfg(test)]
mod tests {
    use testkit::{check, check_none};

    #[test]
    fn an_index_on_a_key_is_reported_in_every_language() {
        check(
            "
//- prisma/schema.prisma
model User {
  id    Int    @id
  email String @unique

  @@index([email])
  ^^^^^^^^^^^^^^^^ this index repeats the unique constraint on `email`
  @@index([id])
  ^^^^^^^^^^^^^ this index repeats the primary key on `id`
}
",
        );
        check(
            "
//- db/schema.sql
create table users (id bigint primary key, email text unique);
create index users_email on users (email);
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `users_email` repeats the unique constraint on `email`
",
        );
    }

    #[test]
    fn an_index_that_serves_other_queries_is_left_alone() {
        check_none(
            "
//- db/schema.ts
import { index, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { sql } from 'drizzle-orm';
export const users = pgTable('users', { id: text('id'), team: text('team'), email: text('email').unique() }, (t) => [
  primaryKey({ columns: [t.id, t.team] }),
  index('by_team').on(t.team, t.id),
  index('lower').on(sql`lower(${t.email})`),
  index('some').on(t.email).where(sql`team is null`),
  index('down').on(t.email.desc()),
  index('hashed').using('hash', t.email),
  uniqueIndex('by_id').on(t.id),
]);
",
        );
    }

    #[test]
    fn a_half_typed_index_repeats_nothing() {
        check_none(
            "
//- db/schema.ts
import { index, pgTable, text } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: text('id').primaryKey() }, (t) => [
  index('by_id').on(t.
//- schemark.toml
[rules]
schema-unreadable = \"off\"
",
        );
    }
}
