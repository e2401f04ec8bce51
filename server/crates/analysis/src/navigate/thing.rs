//! What stands at a place: the table, column or enum that is meant there.

use schema::dialects::Module;
use schema::dialects::drizzle::write::{Name, names};
use schema::dialects::prisma::{Use, Used};
use schema::model::{Column, Declarations, Enum, Ident, Table};
use schema::names::same_column;
use story::{Mention, Strength, Subject};
use text::{FileId, Offset, Place, Span};
use workspace::document::{Document, FileKind};
use workspace::model::{Model, Presence};
use workspace::snapshot::Snapshot;

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
    let model = &snapshot.root_of(file)?.model;
    match document.kind() {
        FileKind::Story | FileKind::Markdown => in_story(document, model, at),
        _ => in_schema(document, model, at),
    }
}

fn in_story<'a>(document: &Document, model: &'a Model, at: Offset) -> Option<(Span, Thing<'a>)> {
    let facts = document.facts();
    let mut mentions: Vec<&Mention> = facts.mentions.iter().filter(|it| it.span.touches(at)).collect();
    // The surest mention first; of equals, the one that says most precisely where.
    mentions.sort_by_key(|it| (it.strength != Strength::Strong, it.span.len()));
    let mentioned = mentions.into_iter().find_map(|it| Some((it.span, meant(model, it)?)));
    mentioned.or_else(|| word(document, model, at))
}

/// What a mention means.
pub(super) fn meant<'a>(model: &'a Model, mention: &Mention) -> Option<Thing<'a>> {
    let owner = || mention.table.as_deref().and_then(|it| model.table(it).present());
    match mention.subject {
        Subject::Table => match model.table(&mention.name) {
            Presence::Present(table) => Some(Thing::Table(table)),
            Presence::Absent | Presence::Unknown => {
                let weak = mention.strength == Strength::Weak;
                weak.then(|| {
                    model
                        .enumeration(&mention.name)
                        .map(Thing::Enum)
                        .or_else(|| only_column(model, &mention.name))
                })?
            }
        },
        Subject::Column => match mention.table {
            Some(_) => owner().and_then(|table| Some(Thing::Column(table, table.column(&mention.name)?))),
            None => only_column(model, &mention.name),
        },
        Subject::Enum => model.enumeration(&mention.name).map(Thing::Enum),
        Subject::Value => owner().map(Thing::Table),
        Subject::Index => {
            let named = |table: &&Table| {
                table.indexes.iter().any(|it| it.name.as_deref() == Some(mention.name.as_str()))
            };
            owner().or_else(|| model.tables().find(named)).map(Thing::Table)
        }
    }
}

/// The column of this name, if only one table has one.
fn only_column<'a>(model: &'a Model, name: &str) -> Option<Thing<'a>> {
    let mut having = model.tables().filter_map(|table| Some(Thing::Column(table, table.column(name)?)));
    match (having.next(), having.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}

/// The table that the word at `at` names, alone or with the word before or behind it.
fn word<'a>(document: &Document, model: &'a Model, at: Offset) -> Option<(Span, Thing<'a>)> {
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
        let table = model.table(name).present()?;
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
    let sets = || model.sets.iter().map(|it| &it.declarations);
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
