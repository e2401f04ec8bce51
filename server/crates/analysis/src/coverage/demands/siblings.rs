//! Headings that are nothing but a name over a table of fields, among others whose names are tables: "5.2 Lead" beside
//! "5.1 Order" and "5.3 Ticket".
//!
//! Leaves to others: what is under headings that stand alone.

use story::{Heading, Mention, Sketch, SketchSource, StoryFacts, Strength, Subject};
use workspace::model::{Model, Presence};

use super::{describes, made_up};

/// So many of the headings beside it must be tables for another to be meant as one.
const KNOWN: usize = 2;

/// An entity that a heading names, with the heading above.
struct Entity<'a> {
    sketch: &'a Sketch,
    heading: &'a Heading,
    /// The place of the heading above among all; `None` at the top.
    above: Option<usize>,
    known: bool,
}

/// What headings name that `model` has no table for, where most of the headings beside them are its tables.
pub(super) fn missing(model: &Model, facts: &StoryFacts) -> Vec<Mention> {
    let entities = entities(model, facts);
    let mut found = Vec::new();
    for entity in entities.iter().filter(|it| !it.known && is_asked(model, facts, it)) {
        let beside = || {
            entities.iter().filter(|it| it.above == entity.above && it.heading.level == entity.heading.level)
        };
        let known = beside().filter(|it| it.known).count();
        if known >= KNOWN && known * 2 >= beside().count() {
            let mention = made_up(entity.sketch.name.clone(), entity.sketch.span);
            found.push(Mention { strength: Strength::Strong, ..mention });
        }
    }
    found
}

fn entities<'a>(model: &Model, facts: &'a StoryFacts) -> Vec<Entity<'a>> {
    let mut entities = Vec::new();
    for sketch in facts.sketches.iter().filter(|it| it.source == SketchSource::Table && describes(it)) {
        let at = facts.headings.partition_point(|it| it.span.start() <= sketch.span.start());
        let Some(at) = at.checked_sub(1) else { continue };
        let Some(heading) = facts.headings.get(at).filter(|it| it.span.covers(sketch.span)) else { continue };
        if !is_only(&heading.text, &sketch.name) {
            continue;
        }
        let higher = |it: &usize| facts.headings.get(*it).is_some_and(|it| it.level < heading.level);
        let above = (0..at).rev().find(higher);
        let known = model.table(&sketch.name).present().is_some();
        entities.push(Entity { sketch, heading, above, known });
    }
    entities
}

/// True if `text` is `name` behind a number at most, and before a remark in brackets at most.
fn is_only(text: &str, name: &str) -> bool {
    let text = text.trim_start_matches(|it: char| it.is_ascii_digit() || matches!(it, '.' | ')' | ' '));
    let bare = text.split(['(', '（']).next().unwrap_or(text).trim();
    bare.trim_matches('`') == name
}

/// True if `entity` has a key and typed fields, is no enum, and nothing says that it need not exist.
fn is_asked(model: &Model, facts: &StoryFacts, entity: &Entity<'_>) -> bool {
    let sketch = entity.sketch;
    let has_key = sketch.columns.iter().any(|it| it.primary || it.name.eq_ignore_ascii_case("id"));
    let typed = sketch.columns.iter().filter(|it| it.ty.is_some()).count();
    let inside = |it: &&Mention| {
        it.subject == Subject::Column
            && it.table.as_deref() == Some(sketch.name.as_str())
            && entity.heading.section.covers(it.span)
    };
    let mut columns = facts.mentions.iter().filter(inside);
    has_key
        && typed * 2 > sketch.columns.len()
        && model.enumeration(&sketch.name).is_none()
        && model.table(&sketch.name) == Presence::Absent
        // A cue of the section is one of every column.
        && columns.any(|it| it.cue.is_none())
}

#[cfg(test)]
mod tests {
    use testkit::{check, check_none};

    const SCHEMA: &str = "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const orders = pgTable('orders', { id: text('id').primaryKey(), total: text('total') });
export const carts = pgTable('carts', { id: text('id').primaryKey(), total: text('total') });
";

    fn section(number: &str, name: &str) -> String {
        format!("### {number} {name}\n\n| Field | Type |\n|---|---|\n| id | text |\n| total | text |\n\n")
    }

    #[test]
    fn a_heading_among_tables_is_meant_as_one() {
        let (first, second) = (section("3.1", "Order"), section("3.2", "Cart"));
        let third = section("3.3", "Lead").replacen(
            "Lead\n",
            "Lead\n        ^^^^ no schema declares a table named `Lead`\n",
            1,
        );
        check(&format!("{SCHEMA}//- docs/stories/a.md\n# Data\n\n{first}{second}{third}"));
    }

    #[test]
    fn a_heading_among_others_may_be_anything() {
        let (first, second) = (section("3.1", "Order"), section("3.2", "Lead"));
        check_none(&format!("{SCHEMA}//- docs/stories/a.md\n# Data\n\n{first}{second}"));
        let third = section("3.3", "Cart");
        check_none(&format!("{SCHEMA}//- docs/stories/a.md\n# Data\n\n{first}{third}## Api\n\n{second}"));
        let later = section("3.2", "Lead (deferred)");
        check_none(&format!("{SCHEMA}//- docs/stories/a.md\n# Data\n\n{first}{later}{third}"));
    }

    #[test]
    fn fields_without_a_key_are_no_tables() {
        let (first, second) = (section("3.1", "Order"), section("3.2", "Cart"));
        let filter = section("3.3", "Filter").replace("| id |", "| page |");
        check_none(&format!("{SCHEMA}//- docs/stories/a.md\n# Data\n\n{first}{second}{filter}"));
    }
}
