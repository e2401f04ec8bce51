//! Names of database objects in prose: one module per family of forms (see [`Form`]).
//!
//! Leaves to others: fences (`fence`), and everything that depends on other blocks (`assemble`).

pub(crate) mod foreign_key;
pub(crate) mod index_on;
mod inline_sql;
mod near_model;
mod near_table;
pub(crate) mod plain_code;
mod predicate;
mod value_list;

use std::cell::OnceCell;

use text::Span;

use crate::block::UnitKind;
use crate::cues::Cues;
use crate::prose::{Kind, Prose};
use crate::words;
use crate::{Cue, Form, Mention, Strength, Subject};

/// The mentions in `prose`, which is a unit of kind `kind`, in document order.
pub(crate) fn find(prose: &Prose, kind: &UnitKind) -> Vec<Mention> {
    if prose.tokens().is_empty() {
        return Vec::new();
    }
    let mut finder = Finder::new(prose, kind);
    inline_sql::find(&mut finder);
    if let UnitKind::Row { tables: Some(cell), .. } = kind {
        near_table::find_in_cell(&mut finder, *cell);
    }
    near_table::find(&mut finder);
    near_model::find(&mut finder);
    predicate::find(&mut finder);
    foreign_key::find(&mut finder);
    index_on::find(&mut finder);
    value_list::find(&mut finder);
    plain_code::find(&mut finder);
    finder.finish()
}

/// Gathers mentions of one unit; a token is spoken for by the first form that claims it.
pub(crate) struct Finder<'a> {
    pub(crate) prose: &'a Prose,
    /// True in a heading.
    pub(crate) heading: bool,
    cues: OnceCell<Cues>,
    events: OnceCell<bool>,
    taken: Vec<bool>,
    found: Vec<Mention>,
}

/// The tokens of a phrase that a mention is a part of: cues are looked for around it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Phrase {
    pub(crate) from: usize,
    pub(crate) to: usize,
}

impl<'a> Finder<'a> {
    fn new(prose: &'a Prose, kind: &UnitKind) -> Self {
        let heading = matches!(kind, UnitKind::Heading { .. });
        let taken = vec![false; prose.tokens().len()];
        Self { prose, heading, cues: OnceCell::new(), events: OnceCell::new(), taken, found: Vec::new() }
    }

    fn finish(mut self) -> Vec<Mention> {
        self.found.sort_by_key(|it| (it.span.start(), it.span.end(), it.subject));
        self.found
    }

    /// True if a form has claimed the token at `index`.
    pub(crate) fn is_taken(&self, index: usize) -> bool {
        self.taken.get(index).copied().unwrap_or(true)
    }

    /// Claims the token at `index`.
    pub(crate) fn take(&mut self, index: usize) {
        if let Some(taken) = self.taken.get_mut(index) {
            *taken = true;
        }
    }

    /// The cue for `phrase`.
    pub(crate) fn cue(&self, phrase: Phrase) -> Option<Cue> {
        self.cues.get_or_init(|| Cues::find(self.prose)).at(self.prose, phrase.from, phrase.to)
    }

    /// True if the text is about events.
    pub(crate) fn speaks_of_events(&self) -> bool {
        *self.events.get_or_init(|| plain_code::speaks_of_events(self.prose))
    }

    /// The name at token `index`, if a table may bear it.
    pub(crate) fn table_name(&self, index: usize) -> Option<&'a str> {
        let token = self.prose.token(index)?;
        if !matches!(token.kind, Kind::Word | Kind::Code) {
            return None;
        }
        let text = self.prose.text_of(token);
        let name = words::qualified(text)?;
        let is_file = name.schema.is_some() && words::is_file_ending(name.name);
        (!is_file && (words::may_be_table(name.name) || words::is_system_table(name.name))).then_some(text)
    }

    /// Adds the table named by the token at `index`, as a part of `phrase`.
    pub(crate) fn add_table(&mut self, index: usize, form: Form, strength: Strength, phrase: Phrase) {
        let Some(token) = self.prose.token(index) else { return };
        let text = self.prose.text_of(token);
        let at = token.span;
        self.take(index);
        self.add_table_text(text, at, form, strength, phrase);
    }

    /// Adds the table named `text`, which stands at `at`, as a part of `phrase`.
    pub(crate) fn add_table_text(
        &mut self,
        text: &str,
        at: Span,
        form: Form,
        strength: Strength,
        phrase: Phrase,
    ) {
        let Some(name) = words::qualified(text) else { return };
        let cue = self.cue(phrase);
        self.found.push(table(name, text, at, form, strength, cue));
    }

    /// Adds `mention` as it is.
    pub(crate) fn add(&mut self, mention: Mention) {
        self.found.push(mention);
    }
}

/// The mention of the table `name`, written as `text` at `at`. What belongs to the database itself is never strong.
pub(crate) fn table(
    name: words::Qualified<'_>,
    text: &str,
    at: Span,
    form: Form,
    strength: Strength,
    cue: Option<Cue>,
) -> Mention {
    let is_system = name.schema.is_some_and(words::is_system_schema) || words::is_system_table(name.name);
    let schema = name.schema.filter(|it| !it.eq_ignore_ascii_case("public"));
    let ahead = text.rfind(name.name).unwrap_or(0);
    let start = at.start().plus(ahead);
    let span = if at.len() == text.len() { Span::new(start, start.plus(name.name.len())) } else { at };
    Mention {
        subject: Subject::Table,
        name: name.name.to_owned(),
        table: None,
        column: None,
        schema: schema.map(str::to_owned),
        span,
        form,
        strength: if is_system { Strength::Weak } else { strength },
        cue: if is_system { Some(Cue::Elsewhere) } else { cue },
    }
}
