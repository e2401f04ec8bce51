//! Claims that sketches of tables tell: types, nullability, values, keys and indexes of columns.

use std::collections::HashMap;

use text::Offset;

use super::{Claim, Said};
use crate::{Cue, Fence, Mention, Sketch, SketchColumn, SketchSource, Strength, Subject};

/// The mentions of tables and columns by their places: they know how sure a name is.
struct Names<'a> {
    at: HashMap<Offset, &'a Mention>,
}

impl<'a> Names<'a> {
    fn new(mentions: &'a [Mention]) -> Self {
        let named = mentions.iter().filter(|it| matches!(it.subject, Subject::Table | Subject::Column));
        Self { at: named.map(|it| (it.span.start(), it)).collect() }
    }

    /// How sure the names of `sketch` and of one of its columns are, and why they need not hold.
    fn evidence(&self, sketch: &Sketch, column: &SketchColumn) -> (Strength, Option<Cue>) {
        let of = |at: Offset| self.at.get(&at);
        let cue = of(column.span.start()).and_then(|it| it.cue);
        let table = of(sketch.span.start());
        let strength = match sketch.source {
            // A sentence sketches only tables that it surely names.
            SketchSource::Prose => table.map_or(Strength::Weak, |it| it.strength),
            _ => of(column.span.start()).map_or(Strength::Weak, |it| it.strength),
        };
        (strength, cue.or_else(|| table.and_then(|it| it.cue)))
    }
}

/// What `sketches` claim. What fences declare is compared as a whole, and claims nothing piece by piece.
pub(crate) fn of_sketches(sketches: &[Sketch], mentions: &[Mention], fences: &[Fence]) -> Vec<Claim> {
    let mut claims = Vec::new();
    let names = Names::new(mentions);
    let in_fence = |sketch: &Sketch| {
        let before = fences.partition_point(|it| it.span.end() <= sketch.span.start());
        matches!(sketch.source, SketchSource::Fence(_))
            || fences.get(before).is_some_and(|it| it.span.covers(sketch.span))
    };
    for sketch in sketches.iter().filter(|it| !in_fence(it)) {
        for column in &sketch.columns {
            let (strength, cue) = names.evidence(sketch, column);
            for (said, evidence) in of_column(sketch, column) {
                claims.push(Claim { said, span: column.span, strength, cue, evidence });
            }
        }
        for index in &sketch.indexes {
            let table = sketch.name.clone();
            let (name, columns, unique) = (index.name.clone(), index.columns.clone(), index.unique);
            let cue = names.at.get(&sketch.span.start()).and_then(|it| it.cue);
            let said = Said::Index { table, name, columns, unique, may_be_each: index.may_be_each };
            claims.push(Claim {
                said,
                span: index.span,
                // It is judged only where the table and its columns are there.
                strength: Strength::Strong,
                cue,
                evidence: "index notation: table(columns)",
            });
        }
    }
    claims
}

fn of_column(sketch: &Sketch, column: &SketchColumn) -> Vec<(Said, &'static str)> {
    let mut said = Vec::new();
    let (table, name) = (&sketch.name, &column.name);
    // "status/visibility" and "enum" say that there are values, not how they are stored.
    if let Some(written) = column.ty.as_ref().filter(|it| !it.to_lowercase().starts_with("enum")) {
        let (table, column, written) = (table.clone(), name.clone(), written.clone());
        said.push((Said::Type { table, column, written }, "type written behind the column"));
    }
    if let Some(nullable) = column.nullable.filter(|_| !column.primary) {
        let (table, column) = (table.clone(), name.clone());
        said.push((
            Said::Nullability { table, column, nullable },
            "\"required\" or \"nullable\" beside the column",
        ));
    }
    if let Some(value) = column.default.clone() {
        let (table, column) = (table.clone(), name.clone());
        said.push((Said::Default { table, column, value }, "\"default\" beside the column"));
    }
    if column.unique {
        let columns = vec![name.clone()];
        said.push((Said::Unique { table: table.clone(), columns }, "\"unique\" beside the column"));
    }
    if column.values.len() > 1 {
        let (table, column, values) = (table.clone(), name.clone(), column.values.clone());
        said.push((Said::Values { table, column, values }, "values listed behind the column"));
    }
    // In prose the referring column's name is made up from its target.
    if let Some(to) = column.references.as_ref().filter(|_| sketch.source != SketchSource::Prose) {
        let (columns, on_delete) = (vec![name.clone()], to.on_delete);
        let (table, to) = (table.clone(), to.table.clone());
        said.push((
            Said::ForeignKey { table, columns, to, on_delete },
            "foreign key notation behind the column",
        ));
    }
    said
}
