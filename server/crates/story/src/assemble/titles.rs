//! Tables that a heading or a lead-in names in plain words, "**Document Versions Table:**": typed fields below it tell
//! that no table on a screen is meant.
//!
//! Leaves to others: which fields stand below it (`scopes`).

use std::collections::HashMap;

use text::{Offset, Span};

use crate::block::Unit;
use crate::{Cue, Form, Mention, Sketch, SketchColumn, SketchSource, Strength, Subject};

/// So many typed fields make a table of what a title names.
const FIELDS: usize = 2;

/// A title as written, with its place in the file.
#[derive(Debug)]
struct Title {
    written: String,
    span: Span,
    cue: Option<Cue>,
}

/// The titles of a file, by where they stand.
#[derive(Debug, Default)]
pub(super) struct Titles {
    found: HashMap<Offset, Title>,
}

impl Titles {
    /// Takes the title of `unit`, whose block starts at `base` and which stands under `cue`.
    pub(super) fn take(&mut self, unit: &Unit, base: Offset, cue: Option<Cue>) {
        let Some(table) = &unit.opens.table else { return };
        if let Some(written) = table.titled.clone() {
            let span = table.span.shifted(base);
            self.found.insert(span.start(), Title { written, span, cue });
        }
    }

    /// Makes what typed fields stand below a title sure: these fields, and the table itself where there are several.
    pub(super) fn settle(&self, sketches: &[Sketch], mentions: &mut Vec<Mention>) {
        let mut fields: HashMap<Span, &str> = HashMap::new();
        let mut tables: Vec<(&Title, Strength)> = Vec::new();
        for sketch in sketches {
            let listed = matches!(sketch.source, SketchSource::Bullets | SketchSource::Table);
            let Some(title) = self.found.get(&sketch.span.start()).filter(|_| listed) else { continue };
            let typed: Vec<&SketchColumn> = sketch.columns.iter().filter(|it| is_typed(it)).collect();
            if typed.is_empty() {
                continue;
            }
            let strength = if typed.len() < FIELDS { Strength::Weak } else { Strength::Strong };
            fields.extend(typed.iter().map(|it| (it.span, sketch.name.as_str())));
            tables.push((title, strength));
        }
        if tables.is_empty() {
            return;
        }
        for mention in mentions.iter_mut().filter(|it| it.form == Form::Field) {
            if fields.get(&mention.span).is_some_and(|it| mention.table.as_deref() == Some(it)) {
                mention.strength = Strength::Strong;
            }
        }
        for (title, strength) in tables {
            let is_it = |it: &&mut Mention| it.subject == Subject::Table && it.span == title.span;
            match mentions.iter_mut().find(is_it) {
                Some(known) => known.strength = known.strength.max(strength),
                None => mentions.push(title.mention(strength)),
            }
        }
    }
}

impl Title {
    fn mention(&self, strength: Strength) -> Mention {
        Mention {
            subject: Subject::Table,
            name: self.written.clone(),
            table: None,
            column: None,
            schema: None,
            span: self.span,
            form: Form::Title,
            strength,
            cue: self.cue,
        }
    }
}

/// True for `email: text`, but not for the "Name" that a column on a screen is headed with.
fn is_typed(column: &SketchColumn) -> bool {
    let told = column.ty.is_some() || column.references.is_some() || column.primary;
    told && !column.name.starts_with(char::is_uppercase)
}
