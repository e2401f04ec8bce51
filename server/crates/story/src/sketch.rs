//! Tables as sentences describe them: "`team` table with organizationId", "`okrUser` belongs to `team`".
//!
//! Leaves to others: bullets and rows (`fields`), fences (`fence`).

mod relations;
mod with;

use std::cell::OnceCell;
use std::sync::Arc;

use text::Span;

use crate::fence::places;
use crate::fields;
use crate::mentions::{foreign_key, index_on};
use crate::prose::Prose;
use crate::{Form, Mention, Sketch, SketchColumn, SketchSource, Strength, Subject};

/// The foreign keys in a text, read when first asked for.
type References = OnceCell<Vec<foreign_key::Reference>>;

/// The tables that `prose`, with the mentions `found`, sketches.
pub(crate) fn of_prose(prose: &Prose, found: &[Mention]) -> Vec<Sketch> {
    let mut sketches = Vec::new();
    if prose.tokens().is_empty() {
        return sketches;
    }
    for noted in index_on::noted(prose) {
        let (name, span) = noted.table;
        sketches.push(Sketch { indexes: vec![noted.index], ..empty(&name, span) });
    }
    let references = References::new();
    for mention in found {
        let strong = mention.subject == Subject::Table && mention.strength == Strength::Strong;
        if strong && matches!(mention.form, Form::CodeThenTable | Form::SnakeThenTable | Form::Heading) {
            of_mention(prose, mention, &references, &mut sketches);
        }
    }
    relations::find(prose, &mut sketches);
    sketches
}

/// A sketch in prose that says nothing yet.
pub(crate) fn empty(name: &str, span: Span) -> Sketch {
    Sketch {
        name: name.to_owned(),
        span,
        source: SketchSource::Prose,
        columns: Vec::new(),
        indexes: Vec::new(),
    }
}

fn of_mention(prose: &Prose, mention: &Mention, references: &References, sketches: &mut Vec<Sketch>) {
    let index = prose.tokens().partition_point(|it| it.span.end() <= mention.span.start());
    let noun = (index + 1..index + 6).find(|&it| prose.word(it).is_some_and(with::is_noun));
    let Some(noun) = noun else { return };
    let mut columns: Vec<SketchColumn> = Vec::new();
    let mut at = noun + 1;
    if prose.is_mark(at, '(') || prose.is_mark(at, '（') {
        columns = fields::listed_columns(prose, at);
        at = with::behind_remark(prose, at);
    }
    with::columns(prose, at, references, &mut columns);
    if !columns.is_empty() {
        sketches.push(Sketch { columns, ..empty(&mention.name, mention.span) });
    }
}

/// `column` with every span sent through `to`.
pub(crate) fn moved_column(column: &SketchColumn, to: &dyn Fn(Span) -> Span) -> SketchColumn {
    let mut column = SketchColumn { span: to(column.span), ..column.clone() };
    for value in &mut column.values {
        value.span = to(value.span);
    }
    column
}

/// `sketch` with every span sent through `to`.
pub(crate) fn moved(sketch: &Sketch, to: &dyn Fn(Span) -> Span) -> Sketch {
    let mut sketch = sketch.clone();
    sketch.span = to(sketch.span);
    for column in &mut sketch.columns {
        *column = moved_column(column, to);
    }
    for index in &mut sketch.indexes {
        index.span = to(index.span);
    }
    if let SketchSource::Fence(table) = &sketch.source {
        let table = places::moved(table.as_ref().clone(), to);
        sketch.source = SketchSource::Fence(Arc::new(table));
    }
    sketch
}
