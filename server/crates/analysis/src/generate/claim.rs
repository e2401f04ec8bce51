//! What all stories of a root say of one entity, merged: a fence first, then field tables, bullets, prose.

use std::collections::BTreeSet;
use std::sync::Arc;

use schema::dialects::Dialect;
use schema::model::{Enum, Table};
use schema::names::{Folded, same_column};
use story::{Cue, Form, Sketch, SketchColumn, SketchIndex, SketchSource, Strength, Subject};
use text::FileId;
use workspace::document::Document;
use workspace::snapshot::Snapshot;

/// What the stories say of one entity.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Claim {
    /// The name as first written.
    pub(super) name: String,
    /// The declaration in a fence, which says all there is to say of columns.
    pub(super) fence: Option<FenceClaim>,
    /// The columns, of all other sketches.
    pub(super) columns: Vec<SketchColumn>,
    /// How much of the columns and of the name is to be kept as it is.
    pub(super) manner: Manner,
    /// The indexes that any sketch names.
    pub(super) indexes: Vec<SketchIndex>,
}

/// How much of what is said is to be kept as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Manner {
    /// The text describes; the team's habits fill in what it leaves out.
    #[default]
    Described,
    /// A fence in another language declares the columns; names are the team's.
    Columns,
    /// A fence of SQL declares columns and names.
    Exact,
}

/// A declaration in a fence.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct FenceClaim {
    /// The declaration.
    pub(super) table: Arc<Table>,
    /// The language of the fence.
    pub(super) dialect: Option<Dialect>,
    /// The enum types of the fence.
    pub(super) enums: Vec<Arc<Enum>>,
    /// The code of the fence.
    pub(super) code: String,
    /// The file that the fence says it belongs in.
    pub(super) path: Option<String>,
    /// The story, and where in it the table is declared.
    pub(super) order: (u32, text::Offset),
}

/// What the stories of the root of `story` say of the entity called `name`; `None` if `story` never speaks of it.
pub(super) fn claim(snapshot: &Snapshot, story: FileId, name: &str) -> Option<Claim> {
    let document = snapshot.document(story)?;
    let key = Folded::new(name);
    document.spoken_of(&key)?;
    let mut claim = Claim { name: name.to_owned(), ..Claim::default() };
    let others = snapshot.stories_about(document.root(), &key).into_iter().filter(|it| *it != story);
    let others = others.filter_map(|it| snapshot.document(it));
    let mut sketches: Vec<(Arc<Document>, Sketch)> = Vec::new();
    for document in [document].into_iter().chain(others) {
        let facts = document.facts();
        let numbers = document.spoken_of(&key).into_iter().flat_map(|it| &it.sketches);
        let of_it = numbers.filter_map(|it| facts.sketches.get(*it));
        sketches.extend(of_it.map(|it| (Arc::clone(document), it.clone())));
    }
    // A stable sort: among sketches of one kind, this story's come first.
    sketches.sort_by_key(|(document, sketch)| rank(document, sketch));
    for (document, sketch) in sketches {
        claim.add(&document, sketch);
    }
    if claim.fence.is_none() && claim.manner == Manner::Described {
        claim.add_mentioned(document, &key);
    }
    Some(claim)
}

/// How much a sketch says of columns, the most telling first.
fn rank(document: &Document, sketch: &Sketch) -> u8 {
    let fenced =
        || document.facts().fences.iter().any(|it| it.dialect.is_some() && it.span.covers(sketch.span));
    match sketch.source {
        SketchSource::Fence(_) => 0,
        SketchSource::Table if fenced() => 1,
        SketchSource::Table => 2,
        SketchSource::Bullets => 3,
        SketchSource::Prose => 4,
    }
}

impl Claim {
    /// Adds the columns of `key` that `document` surely names, as in `orders.status`, and no sketch lists.
    fn add_mentioned(&mut self, document: &Document, key: &Folded) {
        let facts = document.facts();
        let numbers = document.spoken_of(key).into_iter().flat_map(|it| &it.mentions);
        for mention in numbers.filter_map(|it| facts.mentions.get(*it)) {
            let column = mention.subject == Subject::Column && mention.cue.is_none();
            let known = self.columns.iter().any(|it| same_column(&it.name, &mention.name));
            if column && !known && mention.strength == Strength::Strong {
                let (name, span) = (mention.name.clone(), mention.span);
                self.columns.push(SketchColumn { name, span, ..SketchColumn::default() });
            }
        }
    }

    fn add(&mut self, document: &Document, sketch: Sketch) {
        for index in sketch.indexes {
            if !self.indexes.iter().any(|it| it.columns == index.columns) {
                self.indexes.push(index);
            }
        }
        if let SketchSource::Fence(table) = sketch.source {
            if self.fence.is_none() && !table.columns.is_empty() {
                let facts = document.facts();
                let fence = facts.fences.iter().find(|it| it.span.covers(sketch.span));
                self.fence = Some(FenceClaim {
                    table,
                    dialect: fence.and_then(|it| it.dialect),
                    enums: fence.map(|it| it.enums.clone()).unwrap_or_default(),
                    code: fence.map(|it| it.span.slice(&document.source()).to_owned()).unwrap_or_default(),
                    path: fence.and_then(|it| it.path.clone()),
                    order: (document.id().0, sketch.span.start()),
                });
            }
            return;
        }
        // A table in a fence says all there is to say, as a Drizzle declaration does.
        let fence =
            document.facts().fences.iter().find(|it| it.span.covers(sketch.span)).and_then(|it| it.dialect);
        if self.manner != Manner::Described || self.fence.is_some() {
            return;
        }
        if fence.is_some() && !sketch.columns.is_empty() {
            self.manner = if fence == Some(Dialect::Sql) { Manner::Exact } else { Manner::Columns };
            self.columns.clear();
            if self.manner == Manner::Exact {
                self.name.clone_from(&sketch.name);
            }
        }
        for column in sketch.columns {
            match self.columns.iter_mut().find(|it| same_column(&it.name, &column.name)) {
                Some(known) => complete(known, column),
                None => self.columns.push(column),
            }
        }
    }
}

/// Fills in what is not known of a column yet.
fn complete(known: &mut SketchColumn, more: SketchColumn) {
    known.ty = known.ty.take().or(more.ty);
    known.nullable = known.nullable.or(more.nullable);
    known.default = known.default.take().or(more.default);
    known.references = known.references.take().or(more.references);
    known.primary |= more.primary;
    known.unique |= more.unique;
    if known.values.is_empty() {
        known.values = more.values;
    }
}

/// True if the story `document` lists columns of the entity called `name`.
pub(super) fn describes(document: &Document, name: &str) -> bool {
    let facts = document.facts();
    let spoken = document.spoken_of(&Folded::new(name));
    let mut sketches =
        spoken.into_iter().flat_map(|it| &it.sketches).filter_map(|it| facts.sketches.get(*it));
    sketches.any(|it| !it.columns.is_empty())
}

/// The names of the tables that a story asks for, in the order they are first named.
pub(super) fn asked_for(document: &Document) -> Vec<String> {
    let facts = document.facts();
    let mut names: Vec<(text::Span, String)> = Vec::new();
    for mention in &facts.mentions {
        // A query only reads what others declare.
        let queried = mention.form == Form::SqlQuery && !describes(document, &mention.name);
        let asked = !queried
            && mention.strength == Strength::Strong
            && mention.cue.is_none()
            && mention.schema.is_none();
        let named = match mention.subject {
            Subject::Table => Some(mention.name.clone()),
            // An index notation names its table as surely as its columns.
            Subject::Column if mention.form == Form::IndexOn => mention.table.clone(),
            _ => None,
        };
        // What is said to be missing on purpose is not asked for.
        let silenced = facts.suppressions.iter().any(|it| {
            it.rules.iter().any(|(rule, _)| rule == "unknown-table") && it.covers.covers(mention.span)
        });
        if asked
            && !silenced
            && let Some(name) = named
        {
            names.push((mention.span, name));
        }
    }
    let taken_back = |sketch: &Sketch| {
        let cued =
            |it: &&story::Mention| it.span == sketch.span && it.cue.is_some_and(|it| it != Cue::Elsewhere);
        facts.mentions.iter().any(|it| cued(&it))
    };
    for sketch in facts.sketches.iter().filter(|it| matches!(it.source, SketchSource::Fence(_))) {
        if !taken_back(sketch) {
            names.push((sketch.span, sketch.name.clone()));
        }
    }
    names.sort_by_key(|it| it.0);
    let mut seen: BTreeSet<Folded> = BTreeSet::new();
    names.retain(|(_, name)| seen.insert(Folded::new(name)));
    names.into_iter().map(|it| it.1).collect()
}
