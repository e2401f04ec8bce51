//! A story counts tables, and there are more or fewer.

use schema::model::TableKind;
use story::{Counted, Extent, Said, Status, StoryFacts};
use workspace::document::Document;
use workspace::model::SchemaSet;
use workspace::snapshot::Cancelled;

use super::Cx;
use crate::{Finding, Fix, claims, sources};

rule! {
    /// ## What it finds
    ///
    /// A number of tables or enums that is not the schema's ("complete schema (6 tables)"), that is more than the schema
    /// has ("all 6 tables"), or that is not that of the names listed behind it ("all 6 tables: users, teams").
    ///
    /// A schema that grew since is no mistake, unless a page that describes the schema (a README, a page on the schema or
    /// the data model) speaks of all of it: a plan or a report tells of its day. Numbers of a part ("3 new tables") are
    /// left alone, and so is everything while a schema cannot be read in full.
    ///
    /// ## Why it matters
    ///
    /// A number that is no longer true tells that nobody has read the page since.
    ///
    /// ## Examples
    ///
    /// ```bad
    /// //- db/schema.ts
    /// import { pgTable, text } from 'drizzle-orm/pg-core';
    /// export const users = pgTable('users', { id: text('id').primaryKey() });
    /// export const teams = pgTable('teams', { id: text('id').primaryKey() });
    /// //- docs/stories/schema.md
    /// The complete schema has 3 tables.
    ///                         ^^^^^^^^ the schema has 2 tables, not 3
    /// ```
    ///
    /// ```good
    /// //- db/schema.ts
    /// import { pgTable, text } from 'drizzle-orm/pg-core';
    /// export const users = pgTable('users', { id: text('id').primaryKey() });
    /// export const teams = pgTable('teams', { id: text('id').primaryKey() });
    /// //- docs/stories/schema.md
    /// All 2 tables: users, teams. This story adds 5 new tables.
    /// ```
    code: "count-differs",
    level: Hint,
    reads: Stories,
}

fn check(cx: &Cx<'_>, found: &mut Vec<Finding>) -> Result<(), Cancelled> {
    let facts = cx.document.facts();
    let set = claims::set_of(cx, &facts).filter(|_| cx.root.model.is_complete());
    let page = page(&facts, cx.document);
    for claim in claims::demanded(cx, &facts) {
        let Said::Count { of, number, extent, listed } = &claim.said else { continue };
        let message = if !listed.is_empty() && listed.len() != *number {
            format!("{} {} are listed, not {number}", listed.len(), of.name())
        } else if listed.is_empty()
            && let Some(actual) =
                set.and_then(|it| count(it, *of)).filter(|it| differs(page, *extent, *number, *it))
        {
            format!("the schema has {actual} {}, not {number}", of.name())
        } else {
            continue;
        };
        let mut finding = cx.finding(claim.span, &number.to_string(), message);
        finding.evidence = claim.evidence.into();
        found.push(finding);
    }
    Ok(())
}

/// Whether the number or the schema is right is for people to say.
fn fix(_cx: &Cx<'_>, _finding: &Finding) -> Vec<Fix> {
    Vec::new()
}

/// What a document is to the schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Page {
    /// It describes it as it is.
    Describes,
    /// It tells of a day: a plan, a report.
    Tells,
}

/// What `document` is to the schema, by its name and by the state of work that it tells.
fn page(facts: &StoryFacts, document: &Document) -> Page {
    const NAMES: [&str; 7] = ["readme", "schema", "database", "datamodel", "erd", "tables", "architecture"];
    let stem = sources::folded(document.path().file_name().rsplit_once('.').map_or("", |(stem, _)| stem));
    let is_named = NAMES.iter().any(|it| stem.contains(it)) && !stem.chars().any(|it| it.is_ascii_digit());
    if is_named && facts.status == Status::Unstated { Page::Describes } else { Page::Tells }
}

/// True if a schema with `actual` things of a kind is surely not what was counted. A schema grows: "all 6 tables" of a
/// story are not fewer when another story adds a seventh.
fn differs(page: Page, extent: Extent, number: usize, actual: usize) -> bool {
    match extent {
        Extent::Whole if page == Page::Describes => actual != number,
        Extent::Whole | Extent::All => actual < number,
        Extent::Part => false,
    }
}

/// How many there are of `of`; `None` if more may exist than could be read.
fn count(set: &SchemaSet, of: Counted) -> Option<usize> {
    let declared = &set.declarations;
    if set.is_open() {
        return None;
    }
    Some(match of {
        Counted::Tables => {
            declared.tables.iter().filter(|it| it.kind == TableKind::Table && !it.implied).count()
        }
        Counted::Enums => declared.enums.len(),
        // Who writes one `relations()` per table counts those, not what is in them.
        Counted::Relations => return None,
    })
}

#[cfg(test)]
mod tests {
    use testkit::{check, check_none};

    #[test]
    fn names_listed_behind_a_number_are_as_many() {
        check(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: text('id').primaryKey() });
export const teams = pgTable('teams', { id: text('id').primaryKey() });
//- docs/stories/a.md
All 3 tables defined: users, teams
    ^^^^^^^^ 2 tables are listed, not 3
",
        );
    }

    #[test]
    fn all_tables_of_a_story_may_be_fewer_than_the_schemas() {
        check(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: text('id').primaryKey() });
export const teams = pgTable('teams', { id: text('id').primaryKey() });
export const posts = pgTable('posts', { id: text('id').primaryKey() });
//- docs/stories/a.md
The push creates all 2 tables, and studio shows all 4 tables. All 003 tables stay on the device.
                                                    ^^^^^^^^ the schema has 3 tables, not 4

Total: 2 tables.
//- docs/schema-overview.md
Total: 2 tables.
       ^^^^^^^^ the schema has 3 tables, not 2
",
        );
    }

    #[test]
    fn a_report_of_finished_work_counts_the_tables_of_its_day() {
        check(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: text('id').primaryKey() });
export const teams = pgTable('teams', { id: text('id').primaryKey() });
export const posts = pgTable('posts', { id: text('id').primaryKey() });
//- docs/stories/2026-01-20-database-setup.md
The complete schema has 2 tables, and the complete schema has 5 tables.
                                                              ^^^^^^^^ the schema has 3 tables, not 5
//- docs/database-setup.md
**Status**: Done

The complete schema has 2 tables.
",
        );
    }

    #[test]
    fn what_is_counted_elsewhere_is_not_counted_here() {
        check_none(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: text('id').primaryKey() });
//- docs/stories/a.md
The page shows 3 tables; 2 of 7 tables are sorted. All 4 relations hold.
",
        );
    }

    #[test]
    fn a_schema_that_cannot_be_read_is_not_counted() {
        check_none(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export * from 'company-tables';
export const users = pgTable('users', { id: text('id').primaryKey() });
//- docs/stories/a.md
The complete schema has 3 tables.
//- schemark.toml
[rules]
schema-unreadable = \"off\"
",
        );
    }
}
