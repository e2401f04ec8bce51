//! Plain nouns that are the names of tables: "work orders" for `work_orders`.
//!
//! A noun is often just a noun, so that this serves the reader's eye alone: nothing is found wrong by it, and it is
//! looked for only when somebody asks.

use std::ops::Range;

use text::{FileId, Span};
use workspace::model::Model;
use workspace::snapshot::Snapshot;

use super::{Noun, story};
use crate::navigate::words_of;

/// Shorter words are names of tables by accident.
const SHORTEST: usize = 3;

/// The plain nouns of the story `file` that are names of tables, in order: of two words the pair goes before the single
/// word. What stands in code, or was understood as a name by its form, is left out.
pub(crate) fn words(snapshot: &Snapshot, file: FileId) -> Vec<Noun> {
    let Some((document, root)) = story(snapshot, file) else { return Vec::new() };
    let facts = document.facts();
    let front = facts.front_matter.iter().map(|it| it.span);
    let fences = facts.fences.iter().map(|it| it.span);
    let mut taken: Vec<Span> = facts.mentions.iter().map(|it| it.span).chain(fences).chain(front).collect();
    taken.sort_unstable();
    let mut nouns = Vec::new();
    // The furthest end of what was passed: spans that begin earlier may reach here.
    let (mut passed, mut reach) = (0, 0);
    let source = document.source();
    let mut start = 0;
    for line in source.split_inclusive('\n') {
        for (range, name) in names(&root.model, line) {
            let span = Span::from_range(start + range.start..start + range.end);
            while let Some(it) = taken.get(passed).filter(|it| it.start() < span.end()) {
                reach = reach.max(it.end().bytes());
                passed += 1;
            }
            if reach <= span.start().bytes() {
                nouns.push(Noun { span, table: name.to_owned() });
            }
        }
        start += line.len();
    }
    nouns
}

/// The words of `line` outside of code that are names of tables, with those names.
fn names<'a>(model: &'a Model, line: &str) -> Vec<(Range<usize>, &'a str)> {
    let words: Vec<Range<usize>> = words_of(line).into_iter().filter(|it| is_prose(line, it)).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(first) = words.get(at) {
        let pair = words.get(at + 1).map(|second| first.start..second.end);
        let pair = pair.filter(|it| line.get(first.end..it.end).is_some_and(is_behind_space));
        let named = |range: Range<usize>| {
            let text = line.get(range.clone()).filter(|it| it.len() >= SHORTEST)?;
            Some((range, model.declared(text)?.name.text.as_str()))
        };
        let is_pair = pair.and_then(named);
        at += if is_pair.is_some() { 2 } else { 1 };
        found.extend(is_pair.or_else(|| named(first.clone())));
    }
    found
}

/// True if `text` is one space and a word.
fn is_behind_space(text: &str) -> bool {
    let word = text.strip_prefix(' ');
    word.is_some_and(|it| it.chars().all(|letter| letter.is_alphanumeric() || letter == '_'))
}

/// True if the word at `range` stands in no code span, path, tag or address of `line`.
fn is_prose(line: &str, range: &Range<usize>) -> bool {
    let (before, behind) = (line.get(..range.start).unwrap_or(""), line.get(range.end..).unwrap_or(""));
    let in_code = !before.matches('`').count().is_multiple_of(2);
    let glued = |it: char| matches!(it, '/' | '\\' | '-' | '_' | '@' | '#' | '$' | '<' | '=' | '{');
    let goes_on = |it: &str| {
        it.starts_with(glued) || it.starts_with('.') && !it.get(1..2).unwrap_or(" ").trim().is_empty()
    };
    !in_code && !before.ends_with(glued) && !before.ends_with('.') && !goes_on(behind)
}

#[cfg(test)]
mod tests {
    use testkit::{Fixture, Loaded};

    fn nouns(story: &str) -> Vec<String> {
        let loaded = Loaded::new(Fixture::parse(&format!(
            "
//- db/schema.ts
import {{ pgTable, text }} from 'drizzle-orm/pg-core';
export const orders = pgTable('orders', {{ id: text('id').primaryKey() }});
export const workOrders = pgTable('work_orders', {{ id: text('id').primaryKey() }});
//- docs/a.md
{story}
"
        )));
        let file = loaded.file("docs/a.md");
        let source = loaded.snapshot.document(file).expect("it is open").source().to_string();
        let show = |it: &super::Noun| format!("{} {}", it.span.slice(&source), it.table);
        super::words(&loaded.snapshot, file).iter().map(show).collect()
    }

    #[test]
    fn a_plain_noun_means_the_table_of_its_name() {
        assert_eq!(
            nouns("Each order has a work order, and Orders come before work  orders."),
            ["order orders", "work order work_orders", "Orders orders", "orders orders"]
        );
    }

    #[test]
    fn code_paths_and_names_by_form_are_no_plain_nouns() {
        assert_eq!(
            nouns(
                "The `orders` table, `let orders = 1`, src/orders/x, orders.ts, re-order.\n\n```ts\norders\n```"
            ),
            [] as [&str; 0]
        );
    }

    #[test]
    fn half_typed_lines_are_read_to_their_end() {
        assert_eq!(nouns("order`order\n`order\norder"), ["order orders", "order orders"]);
    }
}
