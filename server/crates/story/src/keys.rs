//! Keys and indexes that a text gives to the table it speaks of, without its name: "composite unique on (workshop_id,
//! user_id)", "**Indexes**: `email`, `(team_id, created_at)`", `UNIQUE(a, b)`.
//!
//! Leaves to others: which table that is (`assemble`), and indexes noted with their table (`mentions::index_on`).

use text::Span;

use crate::mentions::index_on;
use crate::prose::{Kind, Prose};
use crate::words;
use crate::{Cue, Said, cues::Cues};

/// A text that is about a key says so within this many tokens: "- **Unique** on (a, b)", "1. Index: (a)".
const FIRST: usize = 3;

/// Databases take at most this many columns in an index.
const MOST_COLUMNS: usize = 32;

/// A key or an index of a table that stands elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Key {
    /// Its columns, as written.
    pub(crate) columns: Vec<String>,
    /// What it allows.
    pub(crate) rows: Rows,
    /// True if its text begins with it: "- Unique on (a, b)".
    pub(crate) leads: bool,
    /// The words that say so.
    pub(crate) span: Span,
    /// Why it need not be there.
    pub(crate) cue: Option<Cue>,
}

/// What a key or an index allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rows {
    /// Any rows.
    Any,
    /// No two rows that are equal in its columns.
    Distinct,
}

impl Key {
    /// What `table` then has.
    pub(crate) fn said(&self, table: &str) -> Said {
        let (table, columns) = (table.to_owned(), self.columns.clone());
        match self.rows {
            Rows::Any => Said::Index { table, name: None, columns, unique: false, may_be_each: false },
            Rows::Distinct => Said::Unique { table, columns },
        }
    }
}

/// Columns in parentheses, and the token behind them.
struct Listed {
    columns: Vec<String>,
    span: Span,
    to: usize,
}

/// The keys and indexes in `prose`.
pub(crate) fn find(prose: &Prose) -> Vec<Key> {
    let mut keys = Vec::new();
    let (mut cues, mut named) = (None, None);
    let mut at = 0;
    while at < prose.tokens().len() {
        let Some((rows, first)) = label(prose, at) else {
            keys.extend(in_code(prose, at));
            at += 1;
            continue;
        };
        // "index on orders (a)" names its table.
        let noted = named.get_or_insert_with(|| index_on::noted(prose));
        if let Some(noted) = noted.iter().find(|it| (it.from..it.to).contains(&first)) {
            at = noted.to;
            continue;
        }
        let from = at;
        at = first;
        while let Some(listed) = listed(prose, at, rows) {
            let cue = cues.get_or_insert_with(|| Cues::find(prose)).at(prose, from, listed.to);
            let leads = from <= FIRST;
            keys.push(Key { columns: listed.columns, rows, leads, span: listed.span, cue });
            at = listed.to;
            while prose.is_mark(at, ',') || prose.word(at) == Some("and") {
                at += 1;
            }
        }
        at = at.max(from + 1);
    }
    keys
}

/// What "unique constraint on" or "indexes:" at token `at` announces, and the token behind it.
fn label(prose: &Prose, at: usize) -> Option<(Rows, usize)> {
    let is = |at: usize, words: &[&str]| {
        prose.word(at).is_some_and(|it| words.iter().any(|word| it.eq_ignore_ascii_case(word)))
    };
    if at.checked_sub(1).is_some_and(|before| is(before, &["no", "not", "non", "without"])) {
        return None;
    }
    let rows = match () {
        () if is(at, &["unique"]) => Rows::Distinct,
        () if is(at, &["index", "indexes", "indices"]) => Rows::Any,
        () => return None,
    };
    let mut behind = at + 1;
    if rows == Rows::Distinct && is(behind, &["constraint", "constraints", "index", "indexes", "key", "keys"])
    {
        behind += 1;
    }
    let joined =
        is(behind, &["on", "across", "over", "of"]) || matches!(prose.mark(behind), Some(':' | '：'));
    Some((rows, behind + usize::from(joined)))
}

/// The columns of one key at token `at`: `(a, b)` in words or code, and `a` alone where plain indexes are listed.
fn listed(prose: &Prose, at: usize, rows: Rows) -> Option<Listed> {
    let token = prose.token(at)?;
    if token.kind == Kind::Code && prose.is_mark(at + 1, '(') {
        return None;
    }
    if token.kind == Kind::Code {
        let text = prose.text_of(token).trim();
        let columns = match text.strip_prefix('(').and_then(|it| it.strip_suffix(')')) {
            Some(inner) => names(inner)?,
            None if rows == Rows::Any && words::is_identifier(text) => vec![text.to_owned()],
            None => return None,
        };
        let is_key = columns.len() > 1 || rows == Rows::Any;
        return is_key.then_some(Listed { columns, span: token.span, to: at + 1 });
    }
    if !prose.is_mark(at, '(') {
        return None;
    }
    let mut columns = Vec::new();
    let mut looks_like_columns = false;
    let mut next = at + 1;
    while columns.len() < MOST_COLUMNS {
        let name = prose.token(next)?;
        let text = prose.text_of(name);
        if !matches!(name.kind, Kind::Word | Kind::Code) || !words::is_identifier(text) {
            return None;
        }
        looks_like_columns |= name.kind == Kind::Code || words::is_snake(text) || words::is_camel(text);
        columns.push(text.to_owned());
        next += 1;
        match prose.mark(next)? {
            ')' => break,
            ',' | '+' => next += 1,
            _ => return None,
        }
    }
    let is_key = looks_like_columns && (columns.len() > 1 || rows == Rows::Any);
    let span = token.span.join(prose.token(next)?.span);
    is_key.then_some(Listed { columns, span, to: next + 1 })
}

/// `UNIQUE(a, b)`, `@@index([a, b])` in the code span at token `at`.
fn in_code(prose: &Prose, at: usize) -> Option<Key> {
    let token = prose.token(at).filter(|it| it.kind == Kind::Code)?;
    let (call, inner) = prose.text_of(token).trim().strip_suffix(')')?.split_once('(')?;
    let call = call.trim().trim_start_matches("@@");
    let rows = match () {
        () if call.eq_ignore_ascii_case("unique") => Rows::Distinct,
        () if call.eq_ignore_ascii_case("index") => Rows::Any,
        () => return None,
    };
    let inner = inner.trim();
    let columns = names(inner.strip_prefix('[').and_then(|it| it.strip_suffix(']')).unwrap_or(inner))?;
    let cue = Cues::find(prose).at(prose, at, at + 1);
    let is_key = columns.len() > 1 || rows == Rows::Any;
    is_key.then_some(Key { columns, rows, leads: at <= FIRST, span: token.span, cue })
}

/// The names in `a, b`, if there is nothing else.
fn names(text: &str) -> Option<Vec<String>> {
    let name = |it: &str| {
        let name = words::unquoted(it.split_whitespace().next()?);
        words::is_identifier(name).then(|| name.to_owned())
    };
    let names: Option<Vec<String>> = text.split(',').map(name).collect();
    names.filter(|it| it.len() <= MOST_COLUMNS)
}
