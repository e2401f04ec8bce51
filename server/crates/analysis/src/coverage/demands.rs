//! Which mentions ask for what they name to exist, at which strictness.
//!
//! Leaves to others: whether it exists, and how serious its absence is.

mod siblings;

use std::borrow::Cow;
use std::collections::HashSet;

use schema::names;
use story::{Form, Mention, Sketch, SketchSource, StoryFacts, Strength, Subject};
use text::{Offset, Span};
use workspace::config::{Severity, Strictness};
use workspace::document::Document;
use workspace::model::Model;
use workspace::snapshot::Root;

/// The fewest fields under a heading that make it a table's.
const FIELDS: usize = 2;

/// The heading under which spec-kit's documents list what a feature stores.
const ENTITIES: &str = "key entities";

/// A mention that asks for what it names to exist.
#[derive(Debug, Clone)]
pub(crate) struct Demand<'a> {
    /// The mention; made up where only the document's structure tells a name.
    pub(crate) mention: Cow<'a, Mention>,
    /// The strictness from which on it asks.
    since: Strictness,
}

impl Demand<'_> {
    /// The severity of its absence, if that of a sure one is `severity`: what only a higher strictness asks for is at
    /// most a hint.
    pub(crate) fn at_most(&self, severity: Severity) -> Severity {
        if self.since == Strictness::Explicit { severity } else { severity.min(Severity::Hint) }
    }
}

/// The tables and columns that `facts`, which `document` says, asks to exist, sorted by place.
pub(crate) fn demands<'a>(document: &Document, root: &Root, facts: &'a StoryFacts) -> Vec<Demand<'a>> {
    let strictness = root.config.strictness;
    let described: HashSet<Span> =
        facts.sketches.iter().filter(|it| describes(it)).map(|it| it.span).collect();
    // By default nothing weak is looked at any closer: that would cost a search of the schema for each.
    let judge = |it: &Mention| match strictness {
        Strictness::Explicit => (it.strength == Strength::Strong).then_some(Strictness::Explicit),
        Strictness::Declared | Strictness::Everything => since(&root.model, &described, it),
    };
    let may_ask = |it: &&Mention| it.cue.is_none() && matches!(it.subject, Subject::Table | Subject::Column);
    let asking = facts.mentions.iter().filter(may_ask);
    let mut demands: Vec<Demand<'a>> = asking
        .filter_map(|it| Some(Demand { since: judge(it)?, mention: Cow::Borrowed(it) }))
        .filter(|it| it.since <= strictness)
        .collect();
    let siblings = siblings::missing(&root.model, facts);
    if !siblings.is_empty() {
        let since = Strictness::Explicit;
        let asked: HashSet<Offset> = demands.iter().map(|it| it.mention.span.start()).collect();
        let new = siblings.into_iter().filter(|it| !asked.contains(&it.span.start()));
        demands.extend(new.map(|it| Demand { mention: Cow::Owned(it), since }));
        demands.sort_by_key(|it| it.mention.span);
    }
    if strictness >= Strictness::Declared {
        let since = Strictness::Declared;
        let asked = demands.iter().map(|it| it.mention.span.start());
        let named: HashSet<Offset> = facts.mentions.iter().map(|it| it.span.start()).chain(asked).collect();
        let mut made = headings(facts);
        made.extend(key_entities(&document.source(), facts));
        made.retain(|it| !named.contains(&it.span.start()));
        demands.extend(made.into_iter().map(|it| Demand { mention: Cow::Owned(it), since }));
        demands.sort_by_key(|it| it.mention.span);
    }
    demands
}

/// The strictness from which on `mention` asks for what it names to exist; `None` if it never does.
fn since(model: &Model, described: &HashSet<Span>, mention: &Mention) -> Option<Strictness> {
    if mention.strength == Strength::Strong {
        return Some(Strictness::Explicit);
    }
    let is_table = mention.subject == Subject::Table;
    match mention.form {
        Form::Field | Form::Heading => Some(Strictness::Declared),
        Form::Code if is_table && described.contains(&mention.span) => Some(Strictness::Declared),
        Form::Code | Form::Dotted if looks_like_one(model, mention) => Some(Strictness::Everything),
        _ => None,
    }
}

/// True if `sketch` tells a table's fields one by one.
fn describes(sketch: &Sketch) -> bool {
    matches!(sketch.source, SketchSource::Bullets | SketchSource::Table) && sketch.columns.len() >= FIELDS
}

/// True if the name that `mention` takes for a table's or column's is spelled as one, and no other thing's.
fn looks_like_one(model: &Model, mention: &Mention) -> bool {
    let snake = mention.name.trim_matches('_').contains('_')
        && names::case_of(&mention.name) == Some(names::Case::Snake);
    // Whether a lone name is a table or a column nobody can tell.
    let is_other = || {
        mention.subject == Subject::Table
            && (model.tables().any(|it| it.column(&mention.name).is_some())
                || model.enumeration(&mention.name).is_some()
                || model.enums().any(|it| it.values.iter().any(|value| value.text == mention.name)))
    };
    snake && !is_other()
}

/// The tables whose fields stand under a heading or a lead-in that may be theirs.
fn headings(facts: &StoryFacts) -> Vec<Mention> {
    let described = facts.sketches.iter().filter(|it| describes(it));
    described.map(|it| made_up(it.name.clone(), it.span)).collect()
}

/// The names in bold that open bullets under "Key Entities".
fn key_entities(source: &str, facts: &StoryFacts) -> Vec<Mention> {
    let is_list = |text: &str| text.to_lowercase().starts_with(ENTITIES);
    let mut found = Vec::new();
    for heading in facts.headings.iter().filter(|it| is_list(&it.text)) {
        let mut at = heading.span.end();
        let section = Span::new(at.min(heading.section.end()), heading.section.end());
        for line in section.slice(source).split_inclusive('\n') {
            if let Some(name) = entity(line) {
                let start = line.find(name).map_or(at, |ahead| at.plus(ahead));
                found.push(made_up(name.to_owned(), Span::new(start, start.plus(name.len()))));
            }
            at = at.plus(line.len());
        }
    }
    found
}

/// The name in "- **User Role**: …", if it is one.
fn entity(line: &str) -> Option<&str> {
    let item = line.trim_start().strip_prefix(['-', '*', '+'])?.trim_start();
    let (name, rest) = item.strip_prefix("**")?.split_once("**")?;
    let name = name.trim_end_matches(':');
    let is_word = |it: &str| it.starts_with(char::is_uppercase) && it.chars().all(char::is_alphanumeric);
    let words = name.split(' ').count();
    let told = name.len() < rest.len() + 2;
    (told && (1..=3).contains(&words) && name.split(' ').all(is_word)).then_some(name)
}

fn made_up(name: String, span: Span) -> Mention {
    Mention {
        subject: Subject::Table,
        name,
        table: None,
        column: None,
        schema: None,
        span,
        form: Form::Heading,
        strength: Strength::Weak,
        cue: None,
    }
}

#[cfg(test)]
mod tests {
    use testkit::{Fixture, Loaded, check, check_none};

    const STORY: &str = "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const orders = pgTable('orders', { id: text('id').primaryKey(), first_name: text('first_name') });
//- docs/stories/a.md
### Key Entities

- **Order**: what is bought
- **Gift Card**: a card with an amount

## Voucher

- `id`: uuid, primary key
- `code`: text, unique

Read `gift_notes`, `first_name`, `giftNotes` and `src/gift_notes.ts`.
";

    fn found(strictness: &str) -> Vec<String> {
        let source = format!("{STORY}//- schemark.toml\nstrictness = \"{strictness}\"\n");
        let loaded = Loaded::new(Fixture::parse(&source));
        let mut found = Vec::new();
        for it in loaded.findings() {
            found.push(format!("{} {}", it.severity.name(), it.name));
        }
        found
    }

    #[test]
    fn each_strictness_adds_hints_to_the_one_before() {
        assert_eq!(found("explicit"), [] as [&str; 0]);
        assert_eq!(found("declared"), ["hint Gift Card", "hint Voucher"]);
        assert_eq!(found("everything"), ["hint Gift Card", "hint Voucher", "hint gift_notes"]);
    }

    #[test]
    fn fields_under_a_weak_heading_are_asked_for_when_declared() {
        check(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const orders = pgTable('orders', { id: text('id').primaryKey() });
//- docs/stories/a.md
## Order

- `id`: text
- `note_text`: text, nullable
   ^^^^^^^^^ table `orders` has no column named `note_text`
//- schemark.toml
strictness = \"declared\"
",
        );
    }

    #[test]
    fn unfilled_templates_declare_nothing() {
        check_none(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const orders = pgTable('orders', { id: text('id').primaryKey() });
//- docs/stories/a.md
### Key Entities

- **[Entity Name]**: what it represents
- **
- **Order
//- schemark.toml
strictness = \"everything\"
",
        );
    }
}
