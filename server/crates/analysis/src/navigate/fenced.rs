//! What stands at a place of a story's fence: the table, column or enum type that the fence itself declares.
//!
//! Leaves to others: what the schemas declare (`thing`).

use std::sync::Arc;

use schema::model::{Column, Enum, Ident, Table};
use schema::names::Folded;
use story::{SketchSource, StoryFacts, Subject};
use text::{FileId, Offset, Place, Span};
use workspace::document::{Document, FileKind};
use workspace::snapshot::Snapshot;

use super::thing::{Thing, is_column};

/// Something a fence declares.
#[derive(Debug, Clone)]
pub(super) enum Fenced {
    /// A table.
    Table(Arc<Table>),
    /// A column of a table, by its number.
    Column(Arc<Table>, usize),
    /// An enum type.
    Enum(Arc<Enum>),
}

impl Fenced {
    /// The declaration, as one of a schema.
    pub(super) fn thing(&self) -> Option<Thing<'_>> {
        Some(match self {
            Self::Table(table) => Thing::Table(table),
            Self::Column(table, number) => Thing::Column(table, table.columns.get(*number)?),
            Self::Enum(it) => Thing::Enum(it),
        })
    }

    /// The same with the declaration placed in `file`.
    pub(super) fn placed_in(&self, file: FileId) -> Self {
        let at = |place: Place| Place::new(file, place.span);
        let table = |of: &Table| Arc::new(Table { place: at(of.place), ..of.clone() });
        match self {
            Self::Table(of) => Self::Table(table(of)),
            Self::Column(of, number) => {
                let mut table = (*table(of)).clone();
                if let Some(column) = table.columns.get_mut(*number) {
                    column.place = at(column.place);
                }
                Self::Column(Arc::new(table), *number)
            }
            Self::Enum(of) => Self::Enum(Arc::new(Enum { place: at(of.place), ..(**of).clone() })),
        }
    }

    /// Where the fence, which is in `file`, declares it.
    pub(super) fn declared(&self, file: FileId) -> Option<Place> {
        Some(Place::new(file, self.thing()?.declared().span))
    }
}

/// What the fence at `at` declares there, or names there of what it declares, and the bytes that say so.
pub(super) fn at(document: &Document, at: Offset) -> Option<(Span, Fenced)> {
    if !matches!(document.kind(), FileKind::Story | FileKind::Markdown) {
        return None;
    }
    let facts = document.facts();
    let fence = facts.fences.iter().find(|it| it.span.touches(at) && it.dialect.is_some())?;
    let tables: Vec<&Arc<Table>> = tables(&facts).filter(|it| fence.span.covers(it.place.span)).collect();
    let declared = tables.iter().find_map(|table| in_table(table, at));
    let declared = declared.or_else(|| fence.enums.iter().find_map(|it| in_enum(it, at)));
    declared.or_else(|| {
        let (span, word) = word(document, fence.span, at)?;
        let named = |it: [&Ident; 2]| it.iter().any(|it| it.text == word);
        let around = tables.iter().find(|it| it.place.span.covers(span));
        let column = around.and_then(|table| {
            let number = table.columns.iter().position(|it| named([&it.name, &it.key]))?;
            Some(Fenced::Column(Arc::clone(table), number))
        });
        let table =
            || tables.iter().find(|it| named([&it.name, &it.key])).map(|it| Fenced::Table(Arc::clone(it)));
        let of_enum = || {
            fence.enums.iter().find(|it| named([&it.name, &it.key])).map(|it| Fenced::Enum(Arc::clone(it)))
        };
        Some((span, column.or_else(table).or_else(of_enum)?))
    })
}

/// The table that a fence of the story `file`, or else of another story of its root, declares as `name`, or its column
/// called `column`; and which story it is.
pub(super) fn proposed(
    snapshot: &Snapshot,
    file: FileId,
    name: &str,
    column: Option<&str>,
) -> Option<(FileId, Fenced)> {
    let key = Folded::new(name);
    let root = snapshot.document(file)?.root();
    let others = snapshot.stories_about(root, &key).into_iter().filter(|it| *it != file);
    [file].into_iter().chain(others).find_map(|story| {
        let facts = snapshot.document(story)?.facts();
        let fits = |it: &&Arc<Table>| Folded::new(&it.name.text) == key || Folded::new(&it.key.text) == key;
        let table = tables(&facts).find(fits)?;
        let declared = match column {
            None => Fenced::Table(Arc::clone(table)),
            Some(column) => {
                let number = table.columns.iter().position(|it| is_column(it, column))?;
                Fenced::Column(Arc::clone(table), number)
            }
        };
        Some((story, declared))
    })
}

/// What the surest mention of a table or column at `at`, which no schema declares, is in a fence; and the bytes.
pub(super) fn spoken_of(snapshot: &Snapshot, file: FileId, at: Offset) -> Option<(Span, FileId, Fenced)> {
    let document = snapshot.document(file).filter(|it| it.is_story())?;
    let facts = document.facts();
    let mut mentions: Vec<_> = facts.mentions.iter().filter(|it| it.span.touches(at)).collect();
    mentions.sort_by_key(|it| (it.strength != story::Strength::Strong, it.span.len()));
    mentions.into_iter().find_map(|it| {
        let (story, declared) = match (it.subject, &it.table) {
            (Subject::Table, _) => proposed(snapshot, file, &it.name, None)?,
            (Subject::Column, Some(table)) => proposed(snapshot, file, table, Some(&it.name))?,
            _ => return None,
        };
        Some((it.span, story, declared))
    })
}

/// The tables that fences declare, in order.
pub(super) fn tables(facts: &StoryFacts) -> impl Iterator<Item = &Arc<Table>> {
    facts.sketches.iter().filter_map(|it| match &it.source {
        SketchSource::Fence(table) => Some(table),
        SketchSource::Bullets | SketchSource::Table | SketchSource::Prose => None,
    })
}

/// The span of the name at `at`, if one of `names` stands there.
fn named(names: [&Ident; 2], at: Offset) -> Option<Span> {
    names.into_iter().map(|it| it.place.span).find(|it| !it.is_empty() && it.touches(at))
}

fn in_table(table: &Arc<Table>, at: Offset) -> Option<(Span, Fenced)> {
    if let Some(span) = named([&table.key, &table.name], at) {
        return Some((span, Fenced::Table(Arc::clone(table))));
    }
    let of_column = |(number, it): (usize, &Column)| {
        Some((named([&it.key, &it.name], at)?, Fenced::Column(Arc::clone(table), number)))
    };
    table.columns.iter().enumerate().find_map(of_column)
}

fn in_enum(of: &Arc<Enum>, at: Offset) -> Option<(Span, Fenced)> {
    let value = || of.values.iter().map(|it| it.place.span).find(|it| !it.is_empty() && it.touches(at));
    let span = named([&of.key, &of.name], at).or_else(value)?;
    Some((span, Fenced::Enum(Arc::clone(of))))
}

/// The word of the fence at `at`.
fn word(document: &Document, fence: Span, at: Offset) -> Option<(Span, String)> {
    let text = document.text();
    let line = text.line_span(text.line_at(at));
    let source = text.slice(line);
    let cursor = at.bytes().checked_sub(line.start().bytes())?;
    let is_word = |it: char| it.is_alphanumeric() || it == '_';
    let start = source
        .get(..cursor)?
        .rfind(|it| !is_word(it))
        .map_or(0, |it| it + source.get(it..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8));
    let end = source.get(cursor..)?.find(|it| !is_word(it)).map_or(source.len(), |it| cursor + it);
    let span = Span::new(line.start().plus(start), line.start().plus(end));
    let word = source.get(start..end).filter(|it| !it.is_empty())?;
    fence.covers(span).then(|| (span, word.to_owned()))
}
