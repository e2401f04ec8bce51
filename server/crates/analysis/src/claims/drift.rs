//! What the fences of a story declare, item by item, and the schema does not.
//!
//! Only what both sides surely say is compared: a column that cannot be read hides no other, and what a fence leaves out
//! it does not deny.

mod constraints;
mod values;

use std::sync::Arc;

use schema::dialects::Dialect;
use schema::model::{Column, ForeignKey, Table};
use schema::types::ColumnType;
use story::{Fence, Mention, Sketch, SketchSource, StoryFacts, Strength, Subject};
use text::{Place, Span};

use super::types::{agree, fits_loosely};
use crate::rules::{Cx, first_line, is_retired};

pub(crate) use values::rewritten;

/// Something that a fence says and the schema does not.
#[derive(Debug)]
pub(crate) struct Drift<'a> {
    /// Where the fence says it, in its first line.
    pub(crate) span: Span,
    /// The column, table or enum it is said of.
    pub(crate) name: String,
    /// What differs, for people.
    pub(crate) message: String,
    /// What the schema would have to say.
    pub(crate) wish: Wish,
    /// Who says otherwise: the declaration's name.
    pub(crate) against: Place,
    /// What is declared there.
    pub(crate) declared: String,
    /// The table in the fence beside that of the schema; `None` for an enum.
    pub(crate) pair: Option<(Arc<Table>, &'a Table)>,
    /// The place of the fence in the story's list.
    pub(crate) fence: usize,
}

/// What a schema would have to say to be as a fence shows it. Columns bear their names in the schema.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Wish {
    /// A column has this type.
    Type(String, ColumnType),
    /// A column may be NULL, or may not.
    Nullable(String, Nulls),
    /// A column takes these values too.
    Values(String, Vec<String>),
    /// An enum type has these values too.
    EnumValues(Vec<String>),
    /// The primary key is another.
    Key,
    /// No two rows are alike in these columns.
    Unique(Vec<String>),
    /// These columns refer to another table.
    Reference(ForeignKey),
    /// These columns are indexed.
    Index(Vec<String>),
}

/// Whether a column takes NULL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nulls {
    Allowed,
    Refused,
}

impl Wish {
    /// True if the two ask the same question, be the answers what they may.
    fn is_about(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Type(a, _), Self::Type(b, _))
            | (Self::Nullable(a, _), Self::Nullable(b, _))
            | (Self::Values(a, _), Self::Values(b, _)) => a == b,
            (Self::Key, Self::Key) => true,
            (Self::Unique(a), Self::Unique(b)) | (Self::Index(a), Self::Index(b)) => a == b,
            (Self::Reference(a), Self::Reference(b)) => a.columns == b.columns,
            _ => false,
        }
    }

    /// The column it is about, where it is about one by itself.
    fn column(&self) -> Option<&str> {
        match self {
            Self::Type(column, _) | Self::Nullable(column, _) | Self::Values(column, _) => Some(column),
            _ => None,
        }
    }
}

/// A table of a fence beside that of the schema.
struct Pair<'a> {
    told: Arc<Table>,
    table: &'a Table,
    /// The place of the fence in the story's list.
    number: usize,
    fence: &'a Fence,
    dialect: Dialect,
    drifts: Vec<Drift<'a>>,
}

/// What the fences of the story in question say and the schema does not, in order.
pub(crate) fn of_story<'a>(cx: &Cx<'a>, facts: &'a StoryFacts) -> Vec<Drift<'a>> {
    if cx.root.model.is_empty() || is_retired(facts.status, cx.document) {
        return Vec::new();
    }
    let mut pairs: Vec<Pair<'a>> = Vec::new();
    for sketch in &facts.sketches {
        pairs.extend(pair(cx, facts, sketch));
    }
    let mut drifts = settled(pairs);
    values::of_enums(cx, facts, &mut drifts);
    let source = cx.document.source();
    for drift in &mut drifts {
        drift.span = first_line(&source, drift.span);
    }
    drifts.sort_by_key(|it| it.span);
    drifts
}

/// What differs of `pairs`. Where a story shows a table twice, before and after a change, it is enough if one of them is
/// as it should be; of two that are not, the last is the one that counts.
fn settled(mut pairs: Vec<Pair<'_>>) -> Vec<Drift<'_>> {
    let mut open = Vec::new();
    for (number, pair) in pairs.iter().enumerate() {
        let is_open = |drift: &Drift<'_>| {
            pairs.iter().enumerate().all(|(place, other)| {
                let speaks = match drift.wish.column() {
                    Some(column) => other
                        .told
                        .columns
                        .iter()
                        .any(|it| in_table(other.table, it).is_some_and(|it| it.name.text == column)),
                    None => other.told.complete,
                };
                let agrees = || !other.drifts.iter().any(|it| it.wish.is_about(&drift.wish));
                let is_other = place != number && std::ptr::eq(other.table, pair.table) && speaks;
                !(is_other && (agrees() || place > number))
            })
        };
        open.push(pair.drifts.iter().map(is_open).collect::<Vec<bool>>());
    }
    let left = pairs.iter_mut().zip(open).flat_map(|(pair, open)| {
        let drifts = std::mem::take(&mut pair.drifts).into_iter().zip(open);
        drifts.filter_map(|(drift, open)| open.then_some(drift))
    });
    left.collect()
}

/// The table that `sketch` declares beside that of the schema, if the two can be compared.
fn pair<'a>(cx: &Cx<'a>, facts: &'a StoryFacts, sketch: &Sketch) -> Option<Pair<'a>> {
    let SketchSource::Fence(told) = &sketch.source else { return None };
    let mention = mention(facts, sketch.span, Subject::Table)?;
    if mention.strength != Strength::Strong || mention.cue.is_some() {
        return None;
    }
    let (number, fence) = fence_at(facts, sketch.span)?;
    // Half of a declaration may say anything.
    if fence.broken.iter().any(|it| told.place.span.meets(*it)) {
        return None;
    }
    let table = super::listed(&cx.ground(), &sketch.name)?;
    let home = cx.root.model.set_of(table)?.dialect;
    // What could not be replayed may have changed anything.
    if !table.complete && home == Some(Dialect::Sql) {
        return None;
    }
    let shared = told.columns.iter().filter(|it| in_table(table, it).is_some()).count();
    if shared * 2 < told.columns.len() || shared == 0 {
        return None;
    }
    let dialect = fence.dialect?;
    let told = Arc::clone(told);
    let mut pair = Pair { told: Arc::clone(&told), table, number, fence, dialect, drifts: Vec::new() };
    for column in &told.columns {
        let Some(held) = in_table(table, column) else { continue };
        let named = sketch.columns.iter().find(|it| it.name == column.name.text);
        let span = named.map_or(column.place.span, |it| it.span);
        let span = if span.is_empty() { sketch.span } else { span };
        pair.type_drift(column, held, span);
        pair.null_drift(column, held, span);
        values::of_column(cx, &mut pair, column, held, span);
    }
    constraints::compare(cx, home, &mut pair, sketch.span);
    Some(pair)
}

/// The mention of a `subject` at `span`.
fn mention(facts: &StoryFacts, span: Span, subject: Subject) -> Option<&Mention> {
    facts.mentions.iter().find(|it| it.span == span && it.subject == subject)
}

/// The fence that holds `span`, and its place in the story's list.
fn fence_at(facts: &StoryFacts, span: Span) -> Option<(usize, &Fence)> {
    facts.fences.iter().enumerate().find(|it| it.1.span.covers(span))
}

/// The column of `table` that `told` means.
fn in_table<'a>(table: &'a Table, told: &Column) -> Option<&'a Column> {
    table.column(&told.name.text).or_else(|| table.column(&told.key.text))
}

impl<'a> Pair<'a> {
    fn add(&mut self, span: Span, name: &str, message: String, wish: Wish) {
        self.drifts.push(Drift {
            span,
            name: name.to_owned(),
            message,
            wish,
            against: self.table.name.place,
            declared: self.table.name.text.clone(),
            pair: Some((Arc::clone(&self.told), self.table)),
            fence: self.number,
        });
    }

    /// True if the fence leaves something of the table out, and says so.
    fn is_excerpt(&self) -> bool {
        self.fence.left_out.iter().any(|it| self.told.place.span.covers(*it))
    }

    fn type_drift(&mut self, told: &Column, held: &Column, span: Span) {
        if !told.known || !held.known || told.ty.enumeration.is_some() {
            return;
        }
        // A diagram's words for types are nobody's in particular, and SQL in a fence does not say for which database.
        let foreign = self.told.database != self.table.database;
        let loose = self.dialect == Dialect::Mermaid || foreign && self.dialect == Dialect::Sql;
        let fits = if loose {
            fits_loosely(&told.ty.written, self.table, held)
        } else {
            !told.ty.is_known() || foreign || agree(&told.ty.canonical, held)
        };
        if fits {
            return;
        }
        let said = if loose { &told.ty.written } else { &told.ty.canonical };
        let (table, column) = (&self.table.name.text, held.name.text.clone());
        let message = format!("`{table}.{column}` is `{}` in the schema, not `{said}`", held.ty.canonical);
        self.add(span, &column, message, Wish::Type(column.clone(), told.ty.clone()));
    }

    fn null_drift(&mut self, told: &Column, held: &Column, span: Span) {
        let in_key = |of: &Table, it: &Column| {
            of.primary_key.as_ref().is_some_and(|key| key.columns.contains(&it.name.text))
        };
        if in_key(&self.told, told) || in_key(self.table, held) || !told.known || !held.known {
            return;
        }
        let (Some(said), Some(is)) = (told.nullable, held.nullable) else { return };
        // What has a default is never empty; who writes a diagram, or leaves things out, says what matters to it.
        let spares = held.has_default()
            || told.has_default()
            || self.is_excerpt()
            || matches!(self.dialect, Dialect::Dbml | Dialect::Mermaid);
        let (is, wished) = match (said, is) {
            (false, true) => ("may be NULL in the schema, and is NOT NULL here", Nulls::Refused),
            (true, false) if !spares => ("is NOT NULL in the schema, and may be NULL here", Nulls::Allowed),
            _ => return,
        };
        let column = held.name.text.clone();
        let message = format!("`{}.{column}` {is}", self.table.name.text);
        self.add(span, &column, message, Wish::Nullable(column.clone(), wished));
    }
}

/// `names` in backquotes.
pub(crate) fn quoted(names: &[String]) -> String {
    names.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ")
}
