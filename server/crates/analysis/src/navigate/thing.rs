//! What stands at a place: the table, column or enum that is meant there.

use schema::dialects::Module;
use schema::dialects::drizzle::write::{Name, names};
use schema::dialects::prisma::{Use, Used};
use schema::model::{Column, Declarations, Enum, Ident, Table};
use schema::names::same_column;
use story::{Mention, Strength, Subject};
use text::{FileId, Offset, Place, Span};
use workspace::document::{Document, FileKind};
use workspace::model::Model;
use workspace::snapshot::Snapshot;

use crate::coverage::Ground;

/// Something a schema declares.
#[derive(Debug, Clone, Copy)]
pub(super) enum Thing<'a> {
    /// A table or view.
    Table(&'a Table),
    /// A column of a table.
    Column(&'a Table, &'a Column),
    /// An enum type, or one of its values.
    Enum(&'a Enum),
}

impl Thing<'_> {
    /// The place of its name.
    pub(super) fn declared(&self) -> Place {
        match self {
            Self::Table(table) => place(&table.key, &table.name, table.place),
            Self::Column(_, column) => place(&column.key, &column.name, column.place),
            Self::Enum(it) => place(&it.key, &it.name, it.place),
        }
    }

    /// True if both are the same declaration.
    pub(super) fn is(&self, other: &Thing<'_>) -> bool {
        match (self, other) {
            (Self::Table(a), Thing::Table(b)) => a.place == b.place,
            (Self::Column(a, one), Thing::Column(b, two)) => {
                a.place == b.place && one.name.text == two.name.text
            }
            (Self::Enum(a), Thing::Enum(b)) => a.place == b.place,
            _ => false,
        }
    }
}

/// The key's place, or the name's where the source has no key, or all of it.
fn place(key: &Ident, name: &Ident, all: Place) -> Place {
    [key.place, name.place].into_iter().find(|it| !it.span.is_empty()).unwrap_or(all)
}

/// What stands at `at`, and the bytes that say so.
pub(super) fn at(snapshot: &Snapshot, file: FileId, at: Offset) -> Option<(Span, Thing<'_>)> {
    let document = snapshot.document(file)?;
    let root = snapshot.root_of(file)?;
    let model = &root.model;
    match document.kind() {
        FileKind::Story | FileKind::Markdown => in_story(document, &Ground::of(snapshot, root, document), at),
        _ => in_schema(document, model, at),
    }
}

fn in_story<'a>(document: &Document, ground: &Ground<'a>, at: Offset) -> Option<(Span, Thing<'a>)> {
    let facts = document.facts();
    let mut mentions: Vec<&Mention> = facts.mentions.iter().filter(|it| it.span.touches(at)).collect();
    // The surest mention first; of equals, the one that says most precisely where.
    mentions.sort_by_key(|it| (it.strength != Strength::Strong, it.span.len()));
    let mentioned = mentions.into_iter().find_map(|it| Some((it.span, meant(ground, it)?)));
    mentioned.or_else(|| word(document, ground, at))
}

/// What a mention means.
pub(super) fn meant<'a>(ground: &Ground<'a>, mention: &Mention) -> Option<Thing<'a>> {
    let model = ground.model;
    let owner = || mention.table.as_deref().and_then(|it| ground.table(it));
    match mention.subject {
        Subject::Table => match ground.table(&mention.name) {
            Some(table) => Some(Thing::Table(table)),
            None => {
                let weak = mention.strength == Strength::Weak;
                weak.then(|| {
                    enumeration(ground, &mention.name)
                        .map(Thing::Enum)
                        .or_else(|| only_column(ground, &mention.name))
                })?
            }
        },
        Subject::Column => match mention.table {
            Some(_) => owner().and_then(|table| Some(Thing::Column(table, table.column(&mention.name)?))),
            None => only_column(ground, &mention.name),
        },
        Subject::Enum => enumeration(ground, &mention.name).map(Thing::Enum),
        Subject::Value => {
            let column = mention.column.as_deref()?;
            match owner() {
                Some(table) => {
                    Some(table.column(column).map_or(Thing::Table(table), |it| Thing::Column(table, it)))
                }
                None => only_column(ground, column),
            }
        }
        Subject::Index => {
            let named = |table: &&Table| {
                table.indexes.iter().any(|it| it.name.as_deref() == Some(mention.name.as_str()))
            };
            owner().or_else(|| model.tables().find(named)).map(Thing::Table)
        }
    }
}

/// The enum type called `name`, of the story's own schema if it has one.
fn enumeration<'a>(ground: &Ground<'a>, name: &str) -> Option<&'a Enum> {
    let own = ground.own().into_iter().flat_map(|it| &it.declarations.enums);
    let is_it = |it: &&Enum| it.name.text == name || it.key.text == name;
    own.into_iter().find(is_it).or_else(|| ground.model.enumeration(name))
}

/// The column of this name, if only one table has one: of the story's own schema if it has one.
fn only_column<'a>(ground: &Ground<'a>, name: &str) -> Option<Thing<'a>> {
    let own = ground.own().and_then(|it| only_column_of(it.declarations.tables.iter(), name));
    own.or_else(|| only_column_of(ground.model.tables(), name))
}

fn only_column_of<'a>(tables: impl Iterator<Item = &'a Table>, name: &str) -> Option<Thing<'a>> {
    let mut having = tables.filter_map(|table| Some(Thing::Column(table, table.column(name)?)));
    match (having.next(), having.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}

/// The table that the word at `at` names, alone or with the word before or behind it.
fn word<'a>(document: &Document, ground: &Ground<'a>, at: Offset) -> Option<(Span, Thing<'a>)> {
    let text = document.text();
    let line = text.line_span(text.line_at(at));
    let source = text.slice(line);
    let cursor = at.bytes().checked_sub(line.start().bytes())?;
    let words = words_of(&source);
    let here = words.iter().position(|it| it.start <= cursor && cursor <= it.end)?;
    let spans = [(here, here + 1), (here.wrapping_sub(1), here), (here, here)];
    spans.into_iter().find_map(|(first, last)| {
        let (first, last) = (words.get(first)?, words.get(last)?);
        let name = source.get(first.start..last.end)?;
        if name.len() < 3 || first.start > last.start || name.split_whitespace().count() > 2 {
            return None;
        }
        let table = ground.table(name)?;
        let start = line.start().plus(first.start);
        Some((Span::new(start, line.start().plus(last.end)), Thing::Table(table)))
    })
}

/// The words of a line, in bytes.
pub(crate) fn words_of(line: &str) -> Vec<std::ops::Range<usize>> {
    let mut words: Vec<std::ops::Range<usize>> = Vec::new();
    for (at, letter) in line.char_indices() {
        if !(letter.is_alphanumeric() || letter == '_') {
            continue;
        }
        let end = at + letter.len_utf8();
        match words.last_mut() {
            Some(word) if word.end == at => word.end = end,
            _ => words.push(at..end),
        }
    }
    words
}

fn in_schema<'a>(document: &Document, model: &'a Model, at: Offset) -> Option<(Span, Thing<'a>)> {
    let file = document.id();
    let sets = || sets_from(model, file);
    if let Some(found) = sets().find_map(|it| declared_at(it, file, at)) {
        return Some(found);
    }
    if let Some(Module::Prisma(module)) = document.module() {
        let here = module.uses().into_iter().find(|it| it.span.touches(at))?;
        return Some((here.span, used(model, &here, file)?));
    }
    let source = document.source();
    let names = names(&source);
    let here = names.iter().find(|it| it.span.touches(at))?;
    let thing = sets().find_map(|it| named(it, here, file))?;
    Some((here.span, thing))
}

/// What every schema declares, seen from `file`: first those that it is a part of, for others may use the same names.
pub(super) fn sets_from(model: &Model, file: FileId) -> impl Iterator<Item = &Declarations> {
    let own = model.sets.iter().filter(move |it| it.files.contains(&file));
    let others = model.sets.iter().filter(move |it| !it.files.contains(&file));
    own.chain(others).map(|it| &it.declarations)
}

/// The declaration whose name stands at `at`, or the target of the foreign key there.
fn declared_at<'a>(declarations: &'a Declarations, file: FileId, at: Offset) -> Option<(Span, Thing<'a>)> {
    let touches =
        |it: &Ident| it.place.file == file && !it.place.span.is_empty() && it.place.span.touches(at);
    let which =
        |key: &Ident, name: &Ident| [key, name].into_iter().find(|it| touches(it)).map(|it| it.place.span);
    for table in &declarations.tables {
        if let Some(span) = which(&table.key, &table.name) {
            return Some((span, Thing::Table(table)));
        }
        for column in &table.columns {
            if let Some(span) = which(&column.key, &column.name) {
                return Some((span, Thing::Column(table, column)));
            }
        }
        for key in table.foreign_keys.iter().filter(|it| it.known && touches(&it.table)) {
            let target = declarations.tables.iter().find(|it| it.name.text == key.table.text);
            if let Some(target) = target {
                return Some((key.table.place.span, Thing::Table(target)));
            }
        }
    }
    declarations.enums.iter().find_map(|it| {
        let span = which(&it.key, &it.name)
            .or_else(|| it.values.iter().find(|it| touches(it)).map(|it| it.place.span));
        Some((span?, Thing::Enum(it)))
    })
}

/// What a name in a schema file means: a table's constant, a column behind its dot, an enum.
pub(super) fn named<'a>(declarations: &'a Declarations, name: &Name<'_>, file: FileId) -> Option<Thing<'a>> {
    let table = |key: &str| declarations.tables.iter().find(|it| it.key.text == key);
    if let Some(owner) = name.owner {
        let column = |table: &'a Table| {
            table.columns.iter().find(|it| it.key.text == name.text).map(|it| Thing::Column(table, it))
        };
        // In a table's own third argument the parameter stands for the table.
        let around =
            || declarations.tables.iter().find(|it| it.place.file == file && it.place.span.covers(name.span));
        return table(owner).or_else(around).and_then(column);
    }
    if name.is_key {
        return None;
    }
    let enumeration = || declarations.enums.iter().find(|it| it.key.text == name.text).map(Thing::Enum);
    table(name.text).map(Thing::Table).or_else(enumeration)
}

/// What a name in the Prisma file `file` means: in its own schema, for others may use the same names.
pub(super) fn used<'a>(model: &'a Model, name: &Use, file: FileId) -> Option<Thing<'a>> {
    let own = model.sets.iter().filter(|it| it.files.contains(&file)).map(|it| &it.declarations);
    let table = |it: &'a Declarations, key: &str| it.tables.iter().find(|it| it.key.text == key);
    let enumeration = |it: &'a Declarations, key: &str| it.enums.iter().find(|it| it.key.text == key);
    own.into_iter().find_map(|declarations| match &name.of {
        Used::Type => {
            let found = table(declarations, &name.name).map(Thing::Table);
            found.or_else(|| enumeration(declarations, &name.name).map(Thing::Enum))
        }
        Used::Field(model) => {
            let table = table(declarations, model)?;
            let column = table.columns.iter().find(|it| it.key.text == name.name)?;
            Some(Thing::Column(table, column))
        }
        Used::Value(key) => enumeration(declarations, key).map(Thing::Enum),
    })
}

/// True if a mention's column is this one.
pub(super) fn is_column(column: &Column, name: &str) -> bool {
    same_column(&column.name.text, name) || same_column(&column.key.text, name)
}
