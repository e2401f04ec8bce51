//! SQLite's and MySQL's own spellings: told apart, and translated as far as a reader of PostgreSQL needs it.
//!
//! A translation never moves anything: what PostgreSQL does not know becomes blanks of the same length.

use std::borrow::Cow;

use text::Span;

use super::ir::{NewIndex, Part, Word};
use super::lite;
use super::pieces::{Token, TokenKind};
use crate::model::Database;

/// A file as PostgreSQL would write it.
#[derive(Debug, Default)]
pub(super) struct Translation<'a> {
    /// The text, as long as the file.
    pub(super) text: Cow<'a, str>,
    /// The keys inside `CREATE TABLE` that were taken out.
    pub(super) indexes: Vec<NewIndex>,
}

impl NewIndex {
    /// The columns among its parts.
    pub(super) fn columns(&self) -> Vec<String> {
        let columns = self.parts.iter().filter_map(|it| match it {
            Part::Column { name, .. } => Some(name.clone()),
            Part::Expression { .. } => None,
        });
        columns.collect()
    }
}

/// The product that `statements` are written for, if a word in them tells.
pub(super) fn database(source: &str, statements: &[Vec<Token>]) -> Option<Database> {
    let mut backticks = false;
    let (mut sqlite, mut mysql, mut postgres, mut wide) = (false, false, false, false);
    for token in statements.iter().flatten() {
        match token.kind {
            TokenKind::Backtick => backticks = true,
            TokenKind::Dollar => postgres = true,
            TokenKind::Word => {
                let word = token.span.slice(source);
                let is = |words: &[&str]| words.iter().any(|it| it.eq_ignore_ascii_case(word));
                if is(&["AUTOINCREMENT", "PRAGMA", "ROWID"]) {
                    sqlite = true;
                } else if is(&["AUTO_INCREMENT", "ENGINE", "UNSIGNED", "LONGTEXT", "MEDIUMTEXT", "TINYINT"]) {
                    mysql = true;
                } else if is(&["DATETIME"]) || backticks && is(&["VARCHAR", "INT", "BIGINT", "JSON", "DECIMAL"]) {
                    wide = true;
                } else if is(POSTGRES) {
                    postgres = true;
                }
            }
            _ => {}
        }
    }
    match (backticks, sqlite, mysql) {
        (_, true, false) if !postgres => Some(Database::Sqlite),
        (true, false, true) => Some(Database::MySql),
        (true, false, false) if wide => Some(Database::MySql),
        (true, ..) => Some(Database::Sqlite),
        (false, _, true) if !postgres => Some(Database::MySql),
        _ if postgres => Some(Database::PostgreSql),
        _ if wide => Some(Database::Sqlite),
        _ => None,
    }
}

/// Words of PostgreSQL.
const POSTGRES: &[&str] =
    &["JSONB", "TIMESTAMPTZ", "BIGSERIAL", "SERIAL", "UUID", "POLICY", "EXTENSION", "BTREE"];

/// `source` as PostgreSQL would write it, if it is for another product.
pub(super) fn translated<'a>(
    source: &'a str,
    statements: &[Vec<Token>],
    database: Option<Database>,
) -> Translation<'a> {
    let mut result = Translation { text: Cow::Borrowed(source), indexes: Vec::new() };
    if !matches!(database, Some(Database::Sqlite | Database::MySql)) {
        return result;
    }
    let mut bytes = source.as_bytes().to_vec();
    for statement in statements {
        // Behind a quote that nobody closed, the parser takes other stretches for names: it gets what is written.
        if statement.iter().any(|it| is_open(source, it)) {
            continue;
        }
        let mut at = 0;
        while let Some(token) = statement.get(at) {
            let taken = foreign_words(source, statement.get(at..).unwrap_or(&[]));
            for word in statement.iter().skip(at).take(taken) {
                blank(&mut bytes, word.span);
            }
            if token.kind == TokenKind::Backtick {
                for quote in [token.span.start().bytes(), token.span.end().bytes().saturating_sub(1)] {
                    if let Some(byte) = bytes.get_mut(quote) {
                        *byte = b'"';
                    }
                }
            }
            if is_user_table(source, statement, at)
                && let Some(byte) = bytes.get_mut(token.span.start().bytes() + 1)
            {
                *byte = b'$';
            }
            // MySQL's escaped quote, as everybody writes it.
            if token.kind == TokenKind::Text {
                for byte in escaped_quotes(token.span.slice(source)) {
                    if let Some(byte) = bytes.get_mut(token.span.start().bytes() + byte) {
                        *byte = b'\'';
                    }
                }
            }
            at += taken.max(1);
        }
        if database == Some(Database::Sqlite) {
            lite::translate(source, statement, &mut bytes);
        }
        if database == Some(Database::MySql) {
            blank_kind(source, statement, &mut bytes);
            keys(source, statement, &mut bytes, &mut result.indexes);
        }
        options(source, statement, &mut bytes);
    }
    result.text = String::from_utf8(bytes).map_or(Cow::Borrowed(source), Cow::Owned);
    result
}

/// Takes the kind of index out of `CREATE FULLTEXT INDEX …`.
fn blank_kind(source: &str, statement: &[Token], bytes: &mut [u8]) {
    let is = |at: usize, words: &[&str]| {
        let word = statement.get(at).map_or("", |it| it.span.slice(source));
        words.iter().any(|it| it.eq_ignore_ascii_case(word))
    };
    if let Some(kind) = statement.get(1)
        && is(0, &["CREATE"])
        && is(1, KINDS)
        && is(2, &["INDEX"])
    {
        blank(bytes, kind.span);
    }
}

/// MySQL's kinds of indexes that have a word of their own.
const KINDS: &[&str] = &["FULLTEXT", "SPATIAL"];

/// MySQL's kind of index that the statement `CREATE FULLTEXT INDEX …` makes, in small letters.
pub(super) fn kind_of_index(statement: &str) -> Option<String> {
    let kind = statement.split_whitespace().nth(1)?;
    KINDS.iter().find(|it| it.eq_ignore_ascii_case(kind)).map(|it| it.to_ascii_lowercase())
}

/// True if `token` begins with a quote that is not closed.
fn is_open(source: &str, token: &Token) -> bool {
    let text = token.span.slice(source);
    let quote = text.bytes().next();
    let is_closed = text.len() > 1 && text.bytes().last() == quote;
    token.kind == TokenKind::Text && (matches!(quote, Some(b'"' | b'`')) || quote == Some(b'\'') && !is_closed)
}

/// libSQL's `ALTER TABLE t ALTER COLUMN x TO x type …` as if it added the column, and the column's name by now; `text`
/// is that of `tokens`.
pub(super) fn redefined(text: &str, tokens: &[Token]) -> Option<(String, String)> {
    let base = tokens.first()?.span.start().bytes();
    let range = |token: &Token| token.span.start().bytes() - base..token.span.end().bytes() - base;
    let is = |token: Option<&Token>, word: &str| {
        let token = token.filter(|it| it.kind == TokenKind::Word);
        token.is_some_and(|it| text.get(range(it)).is_some_and(|it| it.eq_ignore_ascii_case(word)))
    };
    if !is(tokens.first(), "ALTER") {
        return None;
    }
    let at = tokens.iter().take(8).skip(2).position(|it| is(Some(it), "ALTER"))? + 2;
    let column = at + 1 + usize::from(is(tokens.get(at + 1), "COLUMN"));
    if !is(tokens.get(column + 1), "TO") {
        return None;
    }
    let name = text.get(range(tokens.get(column)?))?.trim_matches(['"', '`']).to_owned();
    let words = range(tokens.get(at)?).start..range(tokens.get(column + 1)?).end;
    let mut changed = text.to_owned();
    let added = format!("{:<1$}", "ADD", words.len());
    changed.replace_range(words, &added);
    Some((changed, name))
}

/// True for a table called `user`, which PostgreSQL demands quotes for.
fn is_user_table(source: &str, statement: &[Token], at: usize) -> bool {
    let is = |at: usize, words: &[&str]| {
        statement.get(at).filter(|it| it.kind == TokenKind::Word).is_some_and(|it| {
            words.iter().any(|word| it.span.slice(source).eq_ignore_ascii_case(word))
        })
    };
    is(at, &["USER"])
        && at.checked_sub(1).is_some_and(|it| is(it, &["TABLE", "EXISTS", "TO", "ON", "REFERENCES", "FROM"]))
}

/// The name that stands where [`translated`] put `written`.
pub(super) fn original(written: &str) -> Cow<'_, str> {
    match written {
        "u$er" => "user".into(),
        "U$ER" => "USER".into(),
        "U$er" => "User".into(),
        _ => written.into(),
    }
}

/// Where in `text` a backslash escapes a quote.
fn escaped_quotes(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut bytes = text.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        if byte == b'\\' && bytes.next().is_some_and(|(_, it)| it == b'\'') {
            found.push(at);
        }
    }
    found
}

fn blank(bytes: &mut [u8], span: Span) {
    for byte in bytes.get_mut(span.range()).unwrap_or(&mut []) {
        if *byte != b'\n' {
            *byte = b' ';
        }
    }
}

/// How many of the first tokens PostgreSQL does not know.
fn foreign_words(source: &str, tokens: &[Token]) -> usize {
    let word = |at: usize| {
        let token = tokens.get(at).filter(|it| it.kind == TokenKind::Word);
        token.map_or_else(String::new, |it| it.span.slice(source).to_ascii_uppercase())
    };
    let is_text = |at: usize| tokens.get(at).is_some_and(|it| it.kind == TokenKind::Text);
    match word(0).as_str() {
        "AUTOINCREMENT" | "AUTO_INCREMENT" | "UNSIGNED" | "ZEROFILL" | "INVISIBLE" => 1,
        "COMMENT" if is_text(1) => 2,
        "CHARACTER" if word(1) == "SET" => 3,
        "CHARSET" => 2,
        "SRID" if tokens.get(1).is_some_and(|it| it.kind == TokenKind::Number) => 2,
        "COLLATE" => 2,
        "ON" if word(1) == "UPDATE" && matches!(word(2).as_str(), "CURRENT_TIMESTAMP" | "NOW") => {
            let open = |at: usize| tokens.get(at).is_some_and(|it| it.kind == TokenKind::Symbol(b'('));
            let close = tokens.iter().position(|it| it.kind == TokenKind::Symbol(b')'));
            if open(3) { close.map_or(3, |it| it + 1) } else { 3 }
        }
        "ON" if word(1) == "CONFLICT" => 3,
        _ => 0,
    }
}

/// Blanks what follows the parentheses of `CREATE TABLE`.
fn options(source: &str, statement: &[Token], bytes: &mut [u8]) {
    let creates = statement.iter().take(4).any(|it| it.span.slice(source).eq_ignore_ascii_case("TABLE"))
        && statement.first().is_some_and(|it| it.span.slice(source).eq_ignore_ascii_case("CREATE"));
    if !creates {
        return;
    }
    let mut depth = 0_i32;
    let mut closed = false;
    for token in statement {
        if closed {
            blank(bytes, token.span);
        }
        match token.kind {
            TokenKind::Symbol(b'(') => depth += 1,
            TokenKind::Symbol(b')') => {
                depth -= 1;
                closed |= depth == 0;
            }
            _ => {}
        }
    }
}

/// Takes `KEY name (columns)` and its kin out of `CREATE TABLE`.
fn keys(source: &str, statement: &[Token], bytes: &mut [u8], found: &mut Vec<NewIndex>) {
    let mut depth = 0_i32;
    let mut entry = 0;
    for (at, token) in statement.iter().enumerate() {
        match token.kind {
            TokenKind::Symbol(b'(') => {
                depth += 1;
                if depth == 1 {
                    entry = at + 1;
                }
            }
            TokenKind::Symbol(b')') => depth -= 1,
            _ => {}
        }
        let ends = (token.kind == TokenKind::Symbol(b',') && depth == 1)
            || (token.kind == TokenKind::Symbol(b')') && depth == 0);
        if !ends {
            continue;
        }
        let tokens = statement.get(entry..at).unwrap_or(&[]);
        if let Some(index) = key(source, tokens) {
            // The comma before it goes too: there is one unless the key comes first.
            let comma = entry.checked_sub(1).and_then(|it| statement.get(it));
            for token in comma.filter(|it| it.kind == TokenKind::Symbol(b',')).into_iter().chain(tokens) {
                blank(bytes, token.span);
            }
            found.push(index);
        }
        entry = at + 1;
    }
}

/// The index that an entry of `CREATE TABLE` declares.
pub(super) fn key(source: &str, tokens: &[Token]) -> Option<NewIndex> {
    let word = |at: usize| {
        tokens.get(at).filter(|it| it.kind == TokenKind::Word).map_or("", |it| it.span.slice(source))
    };
    let is_key = |at: usize| word(at).eq_ignore_ascii_case("KEY") || word(at).eq_ignore_ascii_case("INDEX");
    let unique = word(0).eq_ignore_ascii_case("UNIQUE");
    let prefixed = unique || ["FULLTEXT", "SPATIAL"].iter().any(|it| word(0).eq_ignore_ascii_case(it));
    let open = tokens.iter().position(|it| it.kind == TokenKind::Symbol(b'('))?;
    // `UNIQUE name (…)` needs no further word.
    let start = match usize::from(prefixed) {
        start if is_key(start) => start + 1,
        1 if open == 2 => 1,
        _ => return None,
    };
    let named = tokens.get(start).filter(|_| open > start);
    let mut depth = 0;
    let mut parts = Vec::new();
    let mut expression = None;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match token.kind {
            TokenKind::Symbol(b'(') => {
                let before = at.checked_sub(1).and_then(|it| tokens.get(it)).map(|it| it.kind);
                if depth == 1 && matches!(before, Some(TokenKind::Symbol(b'(' | b','))) {
                    expression = Some(token.span.end());
                }
                depth += 1;
            }
            TokenKind::Symbol(b')') => {
                depth -= 1;
                if let Some(start) = expression.take_if(|_| depth == 1) {
                    let text = Span::new(start, token.span.start()).slice(source).trim().to_owned();
                    parts.push(Part::Expression { text, label: String::new(), order: String::new() });
                }
            }
            TokenKind::Word | TokenKind::Backtick | TokenKind::Quoted if depth == 1 => {
                let name = bare(token, source);
                match (name.text.to_ascii_uppercase().as_str(), parts.last_mut()) {
                    ("ASC", Some(_)) => {}
                    ("DESC", Some(Part::Column { order, .. } | Part::Expression { order, .. })) => "desc".clone_into(order),
                    _ => parts.push(Part::Column { name: name.text, order: String::new() }),
                }
            }
            _ => {}
        }
    }
    let span = super::pieces::span(tokens);
    let method = (prefixed && !unique).then(|| word(0).to_ascii_lowercase());
    Some(NewIndex { name: named.map(|it| bare(it, source)), unique, parts, method, span, ..NewIndex::default() })
}

/// The name that `token` is, without quotes.
pub(super) fn bare(token: &Token, source: &str) -> Word {
    let written = token.span.slice(source);
    let text = written.trim_matches(['`', '"']);
    let quote = (written.len() - text.len()) / 2;
    let start = token.span.start().bytes() + quote;
    Word { text: text.to_owned(), span: Span::from_range(start..start + text.len()) }
}
