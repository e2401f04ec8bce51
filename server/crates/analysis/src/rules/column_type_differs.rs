//! A story gives a column another type than the schema does.

use schema::model::{Column, Database, Table};
use story::Said;
use workspace::snapshot::Cancelled;

use super::Cx;
use super::unknown_table::declared;
use crate::{Finding, Fix, claims};

rule! {
    /// ## What it finds
    ///
    /// A column whose type in a story cannot be its type in the schema: `boolean` for `text`, `uuid` for `integer`.
    ///
    /// Types are compared by what they hold, as stories name them loosely: `string` is any text or uuid, `number` any
    /// number, `datetime` any timestamp. A length or a precision counts only if both sides say one. Types of TypeScript
    /// say what a program sees (`string` for a timestamp), and what SQLite keeps as a number or a text may be called what
    /// it means: neither is held against the column unless its kind is another for sure.
    ///
    /// ## Why it matters
    ///
    /// Whoever builds on the story parses the wrong thing.
    ///
    /// ## Examples
    ///
    /// ```bad
    /// //- db/schema.ts
    /// import { pgTable, text } from 'drizzle-orm/pg-core';
    /// export const orders = pgTable('orders', { id: text('id').primaryKey(), total: text('total') });
    /// //- docs/stories/checkout.md
    /// The `orders` table:
    ///
    /// - `total`: integer, in cents
    ///    ^^^^^ `orders.total` is `text` in the schema, not `integer`
    /// ```
    ///
    /// ```good
    /// //- db/schema.ts
    /// import { pgTable, text, timestamp } from 'drizzle-orm/pg-core';
    /// export const orders = pgTable('orders', { id: text('id').primaryKey(), paidAt: timestamp('paid_at') });
    /// //- docs/stories/checkout.md
    /// The `orders` table:
    ///
    /// - `id`: string
    /// - `paid_at`: datetime
    /// ```
    code: "column-type-differs",
    level: Info,
    reads: Stories,
}

/// What a type holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    Text,
    Uuid,
    Whole,
    Number,
    Truth,
    Moment,
    Day,
    Clock,
    Json,
    Bytes,
}

fn check(cx: &Cx<'_>, found: &mut Vec<Finding>) -> Result<(), Cancelled> {
    let facts = cx.document.facts();
    let ground = cx.ground();
    for claim in claims::demanded(cx, &facts) {
        let Said::Type { table, column, written } = &claim.said else { continue };
        let Some((table, column)) = claims::column(&ground, table, column) else { continue };
        if agree(written, column) || may_be_called(written, table, column) {
            continue;
        }
        let message = format!(
            "`{}.{}` is `{}` in the schema, not `{}`",
            table.name.text, column.name.text, column.ty.canonical, written
        );
        let mut finding = cx.finding(claim.span, &column.name.text, message);
        finding.evidence = claim.evidence;
        finding.related.push(declared(table));
        found.push(finding);
    }
    Ok(())
}

/// Which of the two is right is for people to say.
fn fix(_cx: &Cx<'_>, _finding: &Finding) -> Vec<Fix> {
    Vec::new()
}

/// True if `written` may be the type of `column`, or if either cannot be compared.
pub(super) fn agree(written: &str, column: &Column) -> bool {
    if column.ty.enumeration.is_some() || !column.ty.is_known() {
        return true;
    }
    let said = schema::types::canonical(written);
    let (said_list, held_list) = (said.ends_with("[]"), column.ty.canonical.ends_with("[]"));
    let Some((said_family, held_family)) = family(&said).zip(family(&column.ty.canonical)) else {
        return true;
    };
    if said_list != held_list {
        // "string[]" is often kept as JSON.
        return held_family == Family::Json;
    }
    if !compatible(said_family, held_family) {
        return false;
    }
    match (length(&said), length(&column.ty.canonical)) {
        (Some(said), Some(held)) => said == held,
        _ => true,
    }
}

/// True if `column` of `table` may be called `written` for what a program sees of it, or for what it means.
fn may_be_called(written: &str, table: &Table, column: &Column) -> bool {
    let held = family(&column.ty.canonical);
    // A program reads it as its mode says: `integer:timestamp`.
    let mode = column.ty.written.split_once(':').map(|(_, mode)| mode).and_then(|mode| match mode {
        "timestamp" | "timestamp_ms" => Some(Family::Moment),
        other => family(other),
    });
    let Some((said, held)) = family(&schema::types::canonical(written)).zip(held) else { return true };
    if mode.is_some_and(|it| compatible(said, it) || it == Family::Moment && said == Family::Day) {
        return true;
    }
    let seen = match written.trim() {
        "string" => {
            column.ty.canonical == "bigint" || !matches!(held, Family::Whole | Family::Truth | Family::Json)
        }
        "number" => held == Family::Moment,
        "Date" => held == Family::Moment,
        _ => false,
    };
    // SQLite has no types of its own for these.
    let kept = table.database == Database::Sqlite
        && match said {
            Family::Moment | Family::Day | Family::Clock => {
                matches!(held, Family::Whole | Family::Number | Family::Text)
            }
            Family::Truth => held == Family::Whole,
            Family::Uuid => held == Family::Text,
            _ => false,
        };
    seen || kept
}

/// What a story may call a thing that the schema keeps as `held`.
fn compatible(said: Family, held: Family) -> bool {
    said == held
        || matches!(
            (said, held),
            // Identifiers are texts to those who write stories, and values of enums are texts too.
            (Family::Text, Family::Uuid)
                | (Family::Number, Family::Whole)
                | (Family::Moment, Family::Day)
                | (Family::Json, Family::Text)
        )
}

fn family(ty: &str) -> Option<Family> {
    let plain = ty.trim_end_matches("[]").split('(').next().unwrap_or("").trim().to_lowercase();
    Some(match plain.as_str() {
        "text" | "string" | "str" | "character varying" | "character" | "citext" | "cuid" | "cuid2"
        | "nanoid" | "ulid" | "longtext" | "mediumtext" | "varchar" => Family::Text,
        "uuid" | "guid" => Family::Uuid,
        "integer" | "bigint" | "smallint" | "tinyint" | "serial" | "bigserial" => Family::Whole,
        "number" | "numeric" | "real" | "double precision" | "double" | "money" => Family::Number,
        "boolean" => Family::Truth,
        "datetime" => Family::Moment,
        _ if plain.starts_with("timestamp") => Family::Moment,
        "date" => Family::Day,
        _ if plain.starts_with("time ") => Family::Clock,
        "json" | "jsonb" => Family::Json,
        "bytea" | "blob" | "binary" => Family::Bytes,
        _ => return None,
    })
}

/// What stands in the parentheses of a text's or number's type.
fn length(ty: &str) -> Option<&str> {
    if ty.starts_with("timestamp") || ty.starts_with("time") {
        return None;
    }
    ty.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map(|(length, _)| length)
}

#[cfg(test)]
mod tests {
    use schema::model::Column;
    use schema::types::ColumnType;
    use testkit::{check, check_none};

    fn agrees(said: &str, held: &str) -> bool {
        let ty = ColumnType { canonical: held.to_owned(), ..ColumnType::default() };
        super::agree(said, &Column { ty, ..Column::default() })
    }

    #[test]
    fn types_are_compared_by_what_they_hold() {
        assert!(agrees("string", "uuid") && agrees("varchar(120)", "character varying(120)"));
        assert!(agrees("datetime", "timestamp(3) without time zone") && agrees("number", "numeric(15,2)"));
        assert!(agrees("TIMESTAMPTZ", "timestamp without time zone") && agrees("money maker", "text"));
        assert!(!agrees("varchar(120)", "character varying(80)") && !agrees("boolean", "integer"));
        assert!(!agrees("text", "text[]") && agrees("string[]", "jsonb") && !agrees("uuid", "text"));
    }

    #[test]
    fn a_row_of_a_table_says_the_type() {
        check(
            "
//- db/schema.ts
import { boolean, pgTable, text } from 'drizzle-orm/pg-core';
export const teams = pgTable('teams', { id: text('id').primaryKey(), archived: boolean('archived') });
//- docs/stories/a.md
## `teams` table

| Field | Type |
|---|---|
| id | text |
| archived | timestamp |
  ^^^^^^^^ `teams.archived` is `boolean` in the schema, not `timestamp`
",
        );
    }

    #[test]
    fn a_text_array_is_an_array() {
        check_none(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const teams = pgTable('teams', { id: text('id').primaryKey(), tags: text('tags').array() });
//- docs/stories/a.md
## `teams` table

- `tags` (text array): what the team is known for
",
        );
    }

    #[test]
    fn what_a_program_sees_is_no_other_type() {
        check(
            "
//- db/schema.ts
import { boolean, numeric, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
export const teams = pgTable('teams', {
  id: text('id').primaryKey(), open: boolean('open'), fee: numeric('fee'), seenAt: timestamp('seen_at'), bornAt: timestamp('born_at'),
});
//- docs/stories/a.md
## `teams` table

- `fee` (string)
- `seen_at`: string
- `born_at`: Date
- `open`: string
   ^^^^ `teams.open` is `boolean` in the schema, not `string`
",
        );
    }

    #[test]
    fn sqlite_keeps_moments_and_truths_as_numbers() {
        check(
            "
//- db/schema.ts
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
export const teams = sqliteTable('teams', {
  id: text('id').primaryKey(), seenAt: integer('seen_at', { mode: 'timestamp_ms' }), open: integer('open'), bornAt: text('born_at'),
});
//- docs/stories/a.md
## `teams` table

- `id`: uuid, primary key
- `seen_at`: timestamp
- `open`: boolean
- `born_at`: boolean
   ^^^^^^^ `teams.born_at` is `text` in the schema, not `boolean`
",
        );
    }

    #[test]
    fn a_column_that_cannot_be_read_has_no_type_to_differ_from() {
        check_none(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
import { money } from 'company-columns';
export const teams = pgTable('teams', { id: text('id').primaryKey(), total: money('total') });
//- docs/stories/a.md
## `teams` table

- `total`: boolean
//- schemark.toml
[rules]
schema-unreadable = \"off\"
",
        );
    }
}
