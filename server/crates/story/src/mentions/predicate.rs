//! Conditions in inline code: `orders.status = 'paid'`, `status IN ('draft', 'paid')`.
//!
//! Leaves to others: which table a column without one is in (`assemble`).

use std::ops::Range;

use text::Span;

use crate::mentions::{Finder, Phrase};
use crate::prose::Kind;
use crate::words;
use crate::{Cue, Form, Mention, Strength, Subject};

/// A condition holds at most this many values; what holds more is data.
const MOST_VALUES: usize = 64;

/// One value that a condition compares a column with, as bytes of the code span.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Compared {
    table: Option<Range<usize>>,
    column: Range<usize>,
    value: Range<usize>,
}

/// Adds the columns and values of conditions.
pub(crate) fn find(finder: &mut Finder<'_>) {
    let prose = finder.prose;
    for (index, token) in prose.tokens().iter().enumerate() {
        if token.kind != Kind::Code || finder.is_taken(index) {
            continue;
        }
        let text = prose.text_of(token);
        let Some(compared) = Cursor { text, at: 0 }.conditions().filter(|it| !it.is_empty()) else {
            continue;
        };
        let cue = finder.cue(Phrase { from: index, to: index + 1 });
        finder.take(index);
        let mut last = None;
        for it in &compared {
            let place = |range: &Range<usize>| {
                let start = token.span.start().plus(range.start);
                Span::new(start, start.plus(range.len()))
            };
            if last != Some(&it.column) {
                names(finder, text, it, &place, cue);
                last = Some(&it.column);
            }
            let value = part(text, it, Subject::Value, &it.value, cue);
            finder.add(Mention { span: place(&it.value), ..value });
        }
    }
}

/// Adds the table and the column of `compared`.
fn names(
    finder: &mut Finder<'_>,
    text: &str,
    compared: &Compared,
    place: &dyn Fn(&Range<usize>) -> Span,
    cue: Option<Cue>,
) {
    if let Some(table) = compared.table.clone() {
        let name = words::Qualified { schema: None, name: text.get(table.clone()).unwrap_or("") };
        let at = place(&table);
        finder.add(crate::mentions::table(name, name.name, at, Form::Predicate, Strength::Weak, cue));
    }
    let column = part(text, compared, Subject::Column, &compared.column, cue);
    finder.add(Mention { span: place(&compared.column), column: None, strength: Strength::Weak, ..column });
}

/// The mention of what stands at `range`. With a plural name before the dot it surely is of that table.
fn part(
    text: &str,
    compared: &Compared,
    subject: Subject,
    range: &Range<usize>,
    cue: Option<Cue>,
) -> Mention {
    let named = |range: &Range<usize>| text.get(range.clone()).unwrap_or("").to_owned();
    let table = compared.table.as_ref().map(named);
    let is_table =
        |it: &String| schema::names::is_plural(it) && it.starts_with(|it: char| it.is_ascii_lowercase());
    let strong = table.as_ref().is_some_and(is_table);
    Mention {
        subject,
        name: named(range),
        table,
        column: Some(named(&compared.column)),
        schema: None,
        span: Span::default(),
        form: Form::Predicate,
        strength: if strong { Strength::Strong } else { Strength::Weak },
        cue,
    }
}

struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    /// What the text compares, if it is nothing but conditions with quoted values.
    fn conditions(mut self) -> Option<Vec<Compared>> {
        let mut found = Vec::new();
        self.keyword("where");
        loop {
            self.condition(&mut found)?;
            self.spaces();
            if self.rest().is_empty() {
                return Some(found);
            }
            if !(self.keyword("and") || self.keyword("or")) || found.len() >= MOST_VALUES {
                return None;
            }
        }
    }

    fn condition(&mut self, found: &mut Vec<Compared>) -> Option<()> {
        self.spaces();
        let first = self.word()?;
        let (table, column) = if self.eat(".") { (Some(first), self.word()?) } else { (None, first) };
        let named = |range: &Range<usize>| self.text.get(range.clone()).unwrap_or("");
        let is_column = words::is_identifier(named(&column)) && !words::is_screaming(named(&column));
        let may_be_table = |it: &Range<usize>| words::may_be_table(named(it)) && !words::is_object(named(it));
        if !is_column || table.as_ref().is_some_and(|it| !may_be_table(it)) {
            return None;
        }
        self.spaces();
        if self.keyword("in") {
            self.spaces();
            self.eat("(").then_some(())?;
            while found.len() < MOST_VALUES {
                self.spaces();
                found.push(Compared { table: table.clone(), column: column.clone(), value: self.quoted()? });
                self.spaces();
                if self.eat(")") {
                    return Some(());
                }
                self.eat(",").then_some(())?;
            }
            return None;
        }
        // `==` is code's, and compares variables.
        let is_sign = self.eat("!=") || self.eat("<>") || self.eat("=");
        if !is_sign || self.rest().starts_with('=') {
            return None;
        }
        self.spaces();
        let value = self.quoted().or_else(|| self.constant())?;
        found.push(Compared { table, column, value });
        Some(())
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn spaces(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn eat(&mut self, sign: &str) -> bool {
        let fits = self.rest().starts_with(sign);
        self.at += if fits { sign.len() } else { 0 };
        fits
    }

    /// Goes past `word` in any case, if it stands here with spaces or a parenthesis behind it.
    fn keyword(&mut self, word: &str) -> bool {
        self.spaces();
        let here = self.rest();
        let fits = here.get(..word.len()).is_some_and(|it| it.eq_ignore_ascii_case(word))
            && here.get(word.len()..).is_some_and(|it| it.starts_with([' ', '(']));
        self.at += if fits { word.len() } else { 0 };
        fits
    }

    fn word(&mut self) -> Option<Range<usize>> {
        let is_word = |it: char| it.is_ascii_alphanumeric() || it == '_';
        let length = self.rest().find(|it| !is_word(it)).unwrap_or(self.rest().len());
        let range = self.at..self.at + length;
        self.at = range.end;
        (length > 0).then_some(range)
    }

    fn quoted(&mut self) -> Option<Range<usize>> {
        let inner = self.rest().strip_prefix('\'')?;
        let length = inner.find('\'')?;
        let value = inner.get(..length)?;
        let fits = value.starts_with(|it: char| it.is_ascii_alphabetic())
            && value.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '_' | '-' | ' '));
        let start = self.at + 1;
        self.at = start + length + 1;
        fits.then_some(start..start + length)
    }

    /// `PENDING` without quotes, as people write it.
    fn constant(&mut self) -> Option<Range<usize>> {
        let range = self.word()?;
        let text = self.text.get(range.clone())?;
        let fits = words::is_identifier(text) && words::is_screaming(text);
        (fits && !matches!(text, "NULL" | "TRUE" | "FALSE")).then_some(range)
    }
}
