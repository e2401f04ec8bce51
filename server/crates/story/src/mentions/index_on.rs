//! Indexes as lists note them: `team_org_idx`: team(organization_id); "index on orders (user_id, status)".

use text::Span;

use crate::mentions::{Finder, Phrase};
use crate::phrases::class;
use crate::prose::{Kind, Prose};
use crate::words;
use crate::{Form, Mention, SketchIndex, Strength, Subject};

/// An index has at most this many columns here; databases allow 32.
const MOST_COLUMNS: usize = 32;

/// An index as prose notes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Noted {
    /// The index.
    pub(crate) index: SketchIndex,
    /// Its name's token.
    name: Option<usize>,
    /// The table.
    pub(crate) table: (String, Span),
    columns: Vec<(String, Span)>,
    /// Whether the notation alone tells that a table is meant. A claim on a table that is there needs less.
    strength: Strength,
    /// The tokens `from..to`.
    pub(crate) from: usize,
    pub(crate) to: usize,
}

/// Adds the tables and columns of noted indexes.
pub(crate) fn find(finder: &mut Finder<'_>) {
    for noted in noted(finder.prose) {
        if (noted.from..noted.to).any(|it| finder.is_taken(it)) || !names_columns(&noted) {
            continue;
        }
        for index in noted.from..noted.to {
            finder.take(index);
        }
        let cue = finder.cue(Phrase { from: noted.from, to: noted.to });
        let (table, span) = noted.table;
        let name = words::Qualified { schema: None, name: &table };
        let mention = crate::mentions::table(name, &table, span, Form::IndexOn, noted.strength, cue);
        let part = |subject, name: String, span, strength| Mention {
            subject,
            name,
            table: Some(table.clone()),
            column: None,
            schema: None,
            span,
            form: Form::IndexOn,
            strength,
            cue: mention.cue,
        };
        for (column, span) in noted.columns {
            finder.add(part(Subject::Column, column, span, mention.strength));
        }
        if let Some(token) = noted.name.and_then(|it| finder.prose.token(it)) {
            let name = finder.prose.text_of(token).to_owned();
            finder.add(part(Subject::Index, name, token.span, Strength::Weak));
        }
        finder.add(mention);
    }
}

/// True unless the parenthesis behind a plain word may be a remark: "index on status (partial)".
fn names_columns(noted: &Noted) -> bool {
    let shaped = |it: &str| words::is_snake(it) || words::is_camel(it) || words::is_column_like(it);
    noted.strength == Strength::Strong
        || noted.columns.len() > 1
        || noted.columns.iter().any(|(name, _)| shaped(name))
}

/// What an index allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rows {
    /// Any rows.
    Any,
    /// No two rows that are equal in its columns.
    Distinct,
}

/// The indexes that `prose` notes.
pub(crate) fn noted(prose: &Prose) -> Vec<Noted> {
    let mut found = Vec::new();
    let mut index = 0;
    while index < prose.tokens().len() {
        match at(prose, index) {
            Some(noted) => {
                index = noted.to;
                let rows = if noted.index.unique { Rows::Distinct } else { Rows::Any };
                found.push(noted);
                // "indexes on a (x), b (y), and c (z)"
                while let Some(more) = next_of_list(prose, index, rows) {
                    index = more.to;
                    found.push(more);
                }
            }
            None => index += 1,
        }
    }
    found
}

fn at(prose: &Prose, index: usize) -> Option<Noted> {
    let text = prose.text(index);
    let token = prose.token(index)?;
    if token.class & class::INDEX == 0 && !text.contains('_') {
        return None;
    }
    if matches!(token.kind, Kind::Word | Kind::Code) && words::is_index_like(text) {
        let behind = match (prose.mark(index + 1), prose.word(index + 1)) {
            (Some(':' | '：' | '→'), _) | (_, Some("on" | "ON")) => index + 2,
            (Some('-'), _) if prose.is_mark(index + 2, '>') => index + 3,
            _ => return None,
        };
        let behind = behind + usize::from(prose.word(behind).is_some_and(|it| it.eq_ignore_ascii_case("on")));
        let rows = if text.contains("uniq") || text.starts_with("uq_") { Rows::Distinct } else { Rows::Any };
        return target(prose, index, Some(index), behind, rows);
    }
    let word = prose.word(index)?.to_lowercase();
    let opens =
        matches!(word.as_str(), "index" | "indexes" | "indices" | "constraint" | "constraints" | "unique");
    if !opens || !prose.word(index + 1).is_some_and(|it| it.eq_ignore_ascii_case("on")) {
        return None;
    }
    let before = index.checked_sub(1).and_then(|it| prose.word(it)).unwrap_or("");
    let unique = word == "unique" || before.eq_ignore_ascii_case("unique");
    target(prose, index, None, index + 2, if unique { Rows::Distinct } else { Rows::Any })
}

fn next_of_list(prose: &Prose, mut index: usize, rows: Rows) -> Option<Noted> {
    let start = index;
    while prose.is_mark(index, ',') || prose.word(index) == Some("and") {
        index += 1;
    }
    if index == start { None } else { target(prose, index, None, index, rows) }
}

/// Reads "table(column, column)" at token `at`.
fn target(prose: &Prose, from: usize, name: Option<usize>, at: usize, rows: Rows) -> Option<Noted> {
    let token = prose.token(at)?;
    let written = prose.text_of(token);
    let (table, columns, to) = match token.kind {
        Kind::Code if written.ends_with(')') => {
            let (table, columns) = in_code(written, token.span)?;
            (table, columns, at + 1)
        }
        Kind::Code | Kind::Word if prose.is_mark(at + 1, '(') => {
            let (columns, to) = columns(prose, at + 2)?;
            ((written.to_owned(), token.span), columns, to)
        }
        _ => return None,
    };
    // A plain word stands before any parenthesis: only a written index, code, or a name's own shape tells a table.
    let glued = prose.token(at + 1).is_some_and(|it| !it.spaced);
    let shaped =
        words::is_snake(&table.0) || words::is_camel(&table.0) || words::is_pascal_compound(&table.0);
    let told = name.is_some() || token.kind == Kind::Code || shaped || glued;
    if !words::may_be_table(&table.0) || columns.is_empty() {
        return None;
    }
    let span = prose.token(from)?.span.join(prose.token(to.checked_sub(1)?)?.span);
    let index = SketchIndex {
        name: name.map(|it| prose.text(it).to_owned()),
        columns: columns.iter().map(|(it, _)| it.clone()).collect(),
        unique: rows == Rows::Distinct,
        may_be_each: is_plural(prose, from),
        span,
    };
    let strength = if told { Strength::Strong } else { Strength::Weak };
    Some(Noted { index, name, table, columns, strength, from, to })
}

/// True for "indexes" at token `at`.
fn is_plural(prose: &Prose, at: usize) -> bool {
    let is = |word: &str| matches!(word.to_lowercase().as_str(), "indexes" | "indices");
    prose.word(at).is_some_and(is)
}

type Named = (String, Span);

fn in_code(text: &str, span: Span) -> Option<(Named, Vec<Named>)> {
    let (table, rest) = text.strip_suffix(')')?.split_once('(')?;
    let mut at = table.len() + 1;
    let mut columns = Vec::new();
    for piece in rest.split(',') {
        let name = piece.split_whitespace().next()?;
        if !words::is_identifier(name) || columns.len() >= MOST_COLUMNS {
            return None;
        }
        let start = span.start().plus(at + piece.find(name)?);
        columns.push((name.to_owned(), Span::new(start, start.plus(name.len()))));
        at += piece.len() + 1;
    }
    let table = table.trim_end();
    let place = Span::new(span.start(), span.start().plus(table.len()));
    Some(((table.to_owned(), place), columns))
}

/// The names up to the closing parenthesis, and the token behind it.
fn columns(prose: &Prose, mut at: usize) -> Option<(Vec<Named>, usize)> {
    let mut found = Vec::new();
    while found.len() < MOST_COLUMNS {
        let token = prose.token(at)?;
        let name = prose.text_of(token);
        if !matches!(token.kind, Kind::Word | Kind::Code) || !words::is_identifier(name) {
            return None;
        }
        found.push((name.to_owned(), token.span));
        at += 1;
        while prose.word(at).is_some_and(|it| matches!(it.to_lowercase().as_str(), "desc" | "asc")) {
            at += 1;
        }
        if prose.is_mark(at, ')') {
            return Some((found, at + 1));
        }
        if !(prose.is_mark(at, ',') || prose.is_mark(at, '+')) {
            return None;
        }
        at += 1;
    }
    None
}
