//! What is seen in a text without asking: bound names, what stands above tables and stories, and links to files.

mod nouns;
mod paths;

use std::collections::BTreeSet;

use schema::model::{Table, TableKind};
use schema::names::Folded;
use story::{LinkKind, Mention, Strength};
use text::{FileId, Offset, Place, Span};
use workspace::document::{Document, FileKind};
use workspace::model::Presence;
use workspace::path::RelPath;
use workspace::snapshot::{Cancelled, Root, Snapshot};

use crate::coverage::{Ground, presence};
use crate::sources::{self, Target};

pub use story::Subject;

/// A name that is bound to something in a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// The name's bytes.
    pub span: Span,
    /// What it is bound to.
    pub subject: Subject,
}

/// A line above a thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lens {
    /// The thing.
    pub span: Span,
    /// What it says: "3 stories · 1 gap".
    pub title: String,
    /// The places it speaks of, sorted.
    pub places: Vec<Place>,
}

/// A link to a file of the workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileLink {
    /// Where it stands.
    pub span: Span,
    /// The file, relative to the story's root.
    pub path: RelPath,
}

/// A plain noun and the table that it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noun {
    /// Where it stands: a word or two.
    pub span: Span,
    /// The table's name.
    pub table: String,
}

pub(crate) use nouns::words;

pub(crate) fn tokens(snapshot: &Snapshot, file: FileId) -> Vec<Token> {
    let Some((document, root)) = story(snapshot, file) else { return Vec::new() };
    let facts = document.facts();
    let ground = Ground::of(snapshot, root, document);
    let bound = facts.mentions.iter().filter(|it| presence(&ground, it) == Presence::Present(()));
    let mut tokens: Vec<Token> = bound.map(|it| Token { span: it.span, subject: it.subject }).collect();
    tokens.sort_by_key(|it| (it.span.start(), it.span.end()));
    let mut end = Offset::default();
    tokens.retain(|it| {
        let is_free = it.span.start() >= end && !it.span.is_empty();
        if is_free {
            end = it.span.end();
        }
        is_free
    });
    tokens
}

pub(crate) fn lenses(snapshot: &Snapshot, file: FileId) -> Result<Vec<Lens>, Cancelled> {
    let Some(document) = snapshot.document(file) else { return Ok(Vec::new()) };
    match document.kind() {
        FileKind::Story => Ok(above_story(snapshot, file).into_iter().collect()),
        FileKind::Schema(_) => above_tables(snapshot, document),
        _ => Ok(Vec::new()),
    }
}

pub(crate) fn links(snapshot: &Snapshot, file: FileId) -> Vec<FileLink> {
    let Some((document, _)) = story(snapshot, file) else { return Vec::new() };
    let facts = document.facts();
    let sources = facts.links.iter().filter(|it| it.kind == LinkKind::Source);
    let led = sources.filter_map(|it| match sources::target(snapshot, document, it) {
        Target::File(path) => Some(FileLink { span: it.span, path }),
        Target::Nowhere | Target::Unknown => None,
    });
    let mut links: Vec<FileLink> = led.collect();
    // What a reference or another link holds is one link.
    let mut taken: Vec<Span> = facts.links.iter().map(|it| it.span).collect();
    taken.sort();
    let named = paths::code(&document.source(), &facts).into_iter().chain(paths::front_matter(&facts));
    links.extend(named.filter(|(span, _)| !paths::lies_in(&taken, *span)).filter_map(|(span, written)| {
        let path = sources::file(snapshot, document, &written)?;
        Some(FileLink { span, path })
    }));
    links.sort_by_key(|it| it.span);
    links
}

fn story(snapshot: &Snapshot, file: FileId) -> Option<(&Document, &Root)> {
    let document = snapshot.document(file).filter(|it| it.is_story())?;
    Some((document, snapshot.root_of(file)?))
}

/// "5 of 6 tables exist", above the first line that says what the story is.
fn above_story(snapshot: &Snapshot, file: FileId) -> Option<Lens> {
    let (document, root) = story(snapshot, file)?;
    let facts = document.facts();
    let asks =
        |it: &&Mention| it.subject == Subject::Table && it.strength == Strength::Strong && it.cue.is_none();
    let ground = Ground::of(snapshot, root, document);
    let (mut there, mut missing) = (BTreeSet::new(), BTreeSet::new());
    let mut places = Vec::new();
    for mention in facts.mentions.iter().filter(asks) {
        match presence(&ground, mention) {
            Presence::Present(()) => drop(there.insert(Folded::new(&mention.name))),
            Presence::Absent => {
                missing.insert(Folded::new(&mention.name));
                places.push(Place::new(file, mention.span));
            }
            Presence::Unknown => {}
        }
    }
    let all = there.len() + missing.len();
    let first = facts.headings.first().map_or(Span::from_range(0..0), |it| it.span);
    let tables = if all == 1 { "table exists" } else { "tables exist" };
    (all > 0).then(|| Lens { span: first, title: format!("{} of {all} {tables}", there.len()), places })
}

/// "3 stories · 1 gap" above each table of a schema file.
fn above_tables(snapshot: &Snapshot, document: &Document) -> Result<Vec<Lens>, Cancelled> {
    let Some(root) = snapshot.root_of(document.id()) else { return Ok(Vec::new()) };
    let mut lenses = Vec::new();
    let own = |it: &&Table| it.place.file == document.id() && it.kind == TableKind::Table && !it.implied;
    for table in root.model.tables().filter(own) {
        snapshot.alive()?;
        let (stories, gaps, places) = spoken_of(snapshot, root, document.root(), table);
        if stories == 0 {
            continue;
        }
        let stories = if stories == 1 { "1 story".to_owned() } else { format!("{stories} stories") };
        let gaps = match gaps {
            0 => String::new(),
            1 => " · 1 gap".to_owned(),
            gaps => format!(" · {gaps} gaps"),
        };
        lenses.push(Lens { span: table.name.place.span, title: format!("{stories}{gaps}"), places });
    }
    Ok(lenses)
}

/// How many stories surely speak of `table`, how many of its columns they miss, and where they name it first.
fn spoken_of(snapshot: &Snapshot, root: &Root, number: usize, table: &Table) -> (usize, usize, Vec<Place>) {
    let folded = Folded::new(&table.name.text);
    let mut gaps = BTreeSet::new();
    let mut places = Vec::new();
    for file in snapshot.stories_about(number, &folded) {
        let Some(document) = snapshot.document(file) else { continue };
        let Some(spoken) = document.spoken_of(&folded) else { continue };
        let facts = document.facts();
        let mentions = spoken.mentions.iter().filter_map(|it| facts.mentions.get(*it));
        let strong = mentions.filter(|it| it.strength == Strength::Strong && it.cue.is_none());
        let mut first = None;
        let ground = Ground::of(snapshot, root, document);
        if !ground.may_mean(table) {
            continue;
        }
        for mention in strong {
            first.get_or_insert(mention.span);
            if mention.subject == Subject::Column && presence(&ground, mention) == Presence::Absent {
                gaps.insert(Folded::new(&mention.name));
            }
        }
        places.extend(first.map(|span| Place::new(file, span)));
    }
    (places.len(), gaps.len(), places)
}

#[cfg(test)]
mod tests {
    use testkit::{Fixture, Loaded};

    const SHOP: &str = "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const orders = pgTable('orders', { id: text('id').primaryKey(), total: text('total') });
export const notes = pgTable('notes', { id: text('id').primaryKey() });
//- docs/architecture/schema.md
# Schema
//- docs/stories/a.md
# Export

The `orders` table and the `invoices` table. Show `orders.total` and `orders.paid_on`.
[Source: architecture/schema.md#Schema]
";

    fn loaded() -> Loaded {
        Loaded::new(Fixture::parse(SHOP))
    }

    #[test]
    fn names_that_are_bound_are_tokens() {
        let loaded = loaded();
        let file = loaded.file("docs/stories/a.md");
        let source = loaded.snapshot.document(file).expect("the story").source();
        let tokens = crate::tokens(&loaded.snapshot, file);
        let names: Vec<&str> = tokens.iter().map(|it| it.span.slice(&source)).collect();
        assert_eq!(names, ["orders", "orders", "total", "orders"]);
        assert!(crate::tokens(&loaded.snapshot, loaded.file("db/schema.ts")).is_empty());
    }

    #[test]
    fn a_story_says_how_much_of_it_exists() {
        let loaded = loaded();
        let lenses =
            crate::lenses(&loaded.snapshot, loaded.file("docs/stories/a.md")).expect("nobody cancels");
        let titles: Vec<&str> = lenses.iter().map(|it| it.title.as_str()).collect();
        assert_eq!(titles, ["1 of 2 tables exist"]);
    }

    #[test]
    fn a_table_says_which_stories_speak_of_it_and_what_they_miss() {
        let loaded = loaded();
        let lenses = crate::lenses(&loaded.snapshot, loaded.file("db/schema.ts")).expect("nobody cancels");
        let titles: Vec<&str> = lenses.iter().map(|it| it.title.as_str()).collect();
        assert_eq!(titles, ["1 story · 1 gap"]);
    }

    #[test]
    fn a_source_leads_to_its_file() {
        let loaded = loaded();
        let links = crate::links(&loaded.snapshot, loaded.file("docs/stories/a.md"));
        let paths: Vec<&str> = links.iter().map(|it| it.path.as_str()).collect();
        assert_eq!(paths, ["docs/architecture/schema.md"]);
    }

    #[test]
    fn paths_in_code_and_front_matter_lead_to_their_files() {
        let text = "
//- db/schema.ts
export const a = 1;
//- docs/stories/b.md
---
key-files:
  modified: [db/schema.ts, db/none.ts]
---
See `db/schema.ts:12` and `./b.md`, not `db/none.ts`, `orders.total` or `db/schema.ts.

```
`db/schema.ts`
```
[here `db/schema.ts`](b.md)
";
        let loaded = Loaded::new(Fixture::parse(text));
        let file = loaded.file("docs/stories/b.md");
        let source = loaded.snapshot.document(file).expect("there").source();
        let links = crate::links(&loaded.snapshot, file);
        let found: Vec<_> = links.iter().map(|it| (it.span.slice(&source), it.path.as_str())).collect();
        assert_eq!(
            found,
            [
                ("db/schema.ts", "db/schema.ts"),
                ("db/schema.ts:12", "db/schema.ts"),
                ("./b.md", "docs/stories/b.md")
            ]
        );
    }
}
