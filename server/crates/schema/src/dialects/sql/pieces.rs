//! Where the statements of a SQL file start and end, without reading them.
//!
//! Cuts what is no SQL: psql's commands, the rows of `COPY … FROM stdin`, the way back of a migration. A statement
//! that somebody is typing ends where the next one starts on a line of its own.

use text::{Offset, Span};

use super::super::{Comment, Problem};
use super::inserts;
use super::marks::{self, Part};
use super::psql;

/// A token of SQL, as far as it takes to find statements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    /// What it is.
    pub(super) kind: TokenKind,
    /// Where it stands in the file.
    pub(super) span: Span,
    /// True for the first one of its line.
    pub(super) leads: bool,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// A keyword or a name without quotes.
    Word,
    /// A name in double quotes.
    Quoted,
    /// A name in backticks.
    Backtick,
    /// A string in single quotes.
    Text,
    /// A string in dollars.
    Dollar,
    /// A number.
    Number,
    /// Any other character.
    Symbol(u8),
}

/// How many quotes that are not closed are looked for.
const MOST_SEARCHES: usize = 100;

/// A file in pieces.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    /// The tokens of each statement.
    pub(super) statements: Vec<Vec<Token>>,
    /// The comments, in order.
    pub(super) comments: Vec<Comment>,
    /// Commands of psql that may do anything, and why.
    pub(super) doubts: Vec<(Span, &'static str)>,
    /// Quotes and comments that are not closed.
    pub(super) problems: Vec<Problem>,
}

/// The statements of `source` between `span`'s ends.
pub(super) fn pieces(source: &str, span: Span) -> Pieces {
    let range = span.range();
    let upper = source.get(..range.end).unwrap_or(source);
    let mut scanner = Scanner {
        source: upper,
        at: range.start,
        leads: true,
        back: false,
        backslash: if is_mysql(upper.get(range.start..).unwrap_or("")) { Backslash::Escapes } else { Backslash::Plain },
        statement: Vec::new(),
        found: Pieces::default(),
    };
    scanner.scan();
    scanner.end();
    scanner.found
}

/// True if `text` holds a word that MySQL alone has, in whatever case.
fn is_mysql(text: &str) -> bool {
    let bytes = text.as_bytes();
    let follows = |at: usize, word: &str| {
        bytes.get(at..at + word.len()).is_some_and(|it| it.eq_ignore_ascii_case(word.as_bytes()))
    };
    // Both words have a letter that hardly any other has where they have it.
    bytes.iter().enumerate().any(|(at, byte)| match byte {
        b'=' => at >= 6 && follows(at - 6, "ENGINE"),
        b'_' => at >= 4 && follows(at - 4, "AUTO_INCREMENT"),
        _ => false,
    })
}

/// What a backslash is in a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Backslash {
    /// A character as any other.
    Plain,
    /// It takes the meaning of the next one away.
    Escapes,
}

struct Scanner<'a> {
    source: &'a str,
    at: usize,
    /// True until a token of this line is found.
    leads: bool,
    /// True in the part of a migration that takes it back.
    back: bool,
    /// What a backslash is in strings that say nothing themselves.
    backslash: Backslash,
    statement: Vec<Token>,
    found: Pieces,
}

impl<'a> Scanner<'a> {
    fn byte(&self, ahead: usize) -> u8 {
        self.source.as_bytes().get(self.at + ahead).copied().unwrap_or(0)
    }

    fn rest(&self) -> &'a str {
        self.source.get(self.at..).unwrap_or("")
    }

    fn scan(&mut self) {
        while self.at < self.source.len() {
            match self.byte(0) {
                b'\n' => {
                    self.leads = true;
                    self.at += 1;
                }
                byte if byte.is_ascii_whitespace() => self.at += 1,
                b'-' if self.byte(1) == b'-' => self.line_comment(2),
                b'#' if self.leads && self.rest().starts_with("# --- !") => self.line_comment(1),
                b'#' if self.backslash == Backslash::Escapes => self.line_comment(1),
                b'/' if self.byte(1) == b'*' => self.block_comment(),
                b'\\' => {
                    let start = self.at;
                    self.end();
                    self.at = self.line_end();
                    let line = self.source.get(start + 1..self.at).unwrap_or("");
                    if let Some(doubt) = psql::doubt(line).filter(|_| !self.back) {
                        self.found.doubts.push((Span::from_range(start..self.at), doubt));
                    }
                }
                b';' => {
                    self.at += 1;
                    self.end();
                }
                b'\'' => self.text(self.at, self.backslash),
                b'"' => self.quoted(b'"', TokenKind::Quoted),
                b'`' => self.quoted(b'`', TokenKind::Backtick),
                b'$' => self.dollar(),
                byte if is_word(byte) => self.word(),
                byte => {
                    let wide = self.rest().chars().next().map_or(1, char::len_utf8);
                    self.push(TokenKind::Symbol(byte), self.at..self.at + wide);
                    self.at += wide;
                }
            }
        }
    }

    fn push(&mut self, kind: TokenKind, range: std::ops::Range<usize>) {
        let leads = std::mem::take(&mut self.leads);
        // Rows by the million are not kept: nobody asks what stands in them.
        if inserts::is_row(self.source, &self.statement, self.found.statements.len()) {
            return;
        }
        self.statement.push(Token { kind, span: Span::from_range(range), leads });
    }

    fn line_end(&self) -> usize {
        self.rest().find('\n').map_or(self.source.len(), |it| self.at + it)
    }

    fn line_comment(&mut self, mark: usize) {
        let end = self.line_end();
        let text = self.source.get(self.at + mark..end).unwrap_or("").trim().to_owned();
        if text.eq_ignore_ascii_case("> statement-breakpoint") {
            self.end();
        } else if let Some(part) = marks::part(&text) {
            self.end();
            self.back = part == Part::Back;
        } else {
            self.found.comments.push(Comment { span: Span::from_range(self.at..end), text });
        }
        self.at = end;
    }

    fn block_comment(&mut self) {
        let start = self.at;
        let mut depth = 0_usize;
        while self.at < self.source.len() {
            if self.byte(0) == b'/' && self.byte(1) == b'*' {
                depth += 1;
                self.at += 2;
            } else if self.byte(0) == b'*' && self.byte(1) == b'/' {
                depth = depth.saturating_sub(1);
                self.at += 2;
                if depth == 0 {
                    let text = self.source.get(start + 2..self.at - 2).unwrap_or("").trim().to_owned();
                    self.found.comments.push(Comment { span: Span::from_range(start..self.at), text });
                    return;
                }
            } else {
                self.at += 1;
            }
        }
        self.at = self.source.len();
        self.problem("this comment is not closed", start..self.at);
    }

    fn problem(&mut self, what: &str, range: std::ops::Range<usize>) {
        self.found.problems.push(Problem { what: what.to_owned(), span: Span::from_range(range) });
    }

    /// A string whose quote is at `self.at` and whose prefix starts at `start`.
    fn text(&mut self, start: usize, backslash: Backslash) {
        let end = self.closing(b'\'', backslash);
        // A quote that somebody has just opened would swallow the statements behind it.
        let swallows = end.is_some_and(|end| swallows(self.source.get(self.at..end).unwrap_or("")));
        match end.filter(|_| !swallows) {
            Some(end) => {
                self.push(TokenKind::Text, start..end);
                self.at = end;
            }
            None => self.unclosed(start),
        }
    }

    fn quoted(&mut self, quote: u8, kind: TokenKind) {
        let start = self.at;
        let end = self.closing(quote, Backslash::Plain);
        match end.filter(|end| !self.source.get(start..*end).unwrap_or("").contains('\n')) {
            Some(end) => {
                self.push(kind, start..end);
                self.at = end;
            }
            None => self.unclosed(start),
        }
    }

    /// Leaves a quote that is not closed at the end of its line.
    fn unclosed(&mut self, start: usize) {
        let end = self.line_end();
        self.problem("this quote is not closed", start..end);
        self.push(TokenKind::Text, start..end);
        self.at = end;
    }

    /// Behind the quote that closes the one at `self.at`.
    fn closing(&self, quote: u8, backslash: Backslash) -> Option<usize> {
        let bytes = self.source.as_bytes();
        let mut at = self.at + 1;
        loop {
            match *bytes.get(at)? {
                b'\\' if backslash == Backslash::Escapes => at += 2,
                byte if byte == quote && bytes.get(at + 1) == Some(&quote) => at += 2,
                byte if byte == quote => return Some(at + 1),
                _ => at += 1,
            }
        }
    }

    fn dollar(&mut self) {
        let start = self.at;
        let tag = self.rest().get(1..).and_then(|it| it.split_once('$')).map(|(tag, _)| tag);
        let is_tag = |tag: &str| {
            tag.bytes().all(|it| is_word(it) && it != b'$')
                && !tag.starts_with(|it: char| it.is_ascii_digit())
        };
        let Some(tag) = tag.filter(|it| is_tag(it)) else {
            self.push(TokenKind::Symbol(b'$'), start..start + 1);
            self.at += 1;
            return;
        };
        let fence = self.source.get(start..start + tag.len() + 2).unwrap_or("$$");
        let body = start + fence.len();
        // Each mark that is not closed costs a search through the rest of the file.
        let rest = self.source.get(body..).filter(|_| self.found.problems.len() < MOST_SEARCHES);
        match rest.and_then(|it| it.find(fence)) {
            Some(length) => {
                let end = body + length + fence.len();
                self.push(TokenKind::Dollar, start..end);
                self.at = end;
            }
            None => self.unclosed(start),
        }
    }

    fn word(&mut self) {
        let start = self.at;
        let length = self.rest().bytes().position(|it| !is_word(it)).unwrap_or(self.rest().len());
        let word = self.source.get(start..start + length).unwrap_or("");
        self.at += length;
        if self.byte(0) == b'\'' && matches!(word, "e" | "E" | "b" | "B" | "x" | "X" | "n" | "N") {
            let is_marked = word.eq_ignore_ascii_case("e");
            self.text(start, if is_marked { Backslash::Escapes } else { self.backslash });
            return;
        }
        let numeric = word.starts_with(|it: char| it.is_ascii_digit());
        if self.leads && !self.statement.is_empty() && self.starts_statement(word) {
            self.finish();
            self.leads = true;
        }
        if self.leads && word.eq_ignore_ascii_case("DELIMITER") && self.statement.is_empty() {
            self.at = self.line_end();
            return;
        }
        let kind = if numeric { TokenKind::Number } else { TokenKind::Word };
        self.push(kind, start..self.at);
    }

    /// True if `word`, the first one of its line, starts a statement although the one before is not ended.
    fn starts_statement(&self, word: &str) -> bool {
        let next = self.rest().split_whitespace().next().unwrap_or("").to_ascii_uppercase();
        match word.to_ascii_uppercase().as_str() {
            "CREATE" => STARTS.contains(&next.as_str()),
            // No column can be called `table`, but one may be called `type` or `index`.
            "ALTER" | "DROP" => next == "TABLE",
            _ => false,
        }
    }

    /// Ends the statement where it is written that it ends.
    fn end(&mut self) {
        let rows = self.copies_rows();
        self.finish();
        if rows {
            let end = self.rest().find("\n\\.").map_or(self.source.len(), |it| self.at + it + 3);
            self.at = end;
        }
    }

    fn finish(&mut self) {
        let statement = std::mem::take(&mut self.statement);
        if !statement.is_empty() && !self.back {
            self.found.statements.push(statement);
        }
    }

    /// True if the statement is `COPY … FROM stdin`: what follows is data.
    fn copies_rows(&self) -> bool {
        let is = |token: Option<&Token>, word: &str| {
            token.is_some_and(|it| it.span.slice(self.source).eq_ignore_ascii_case(word))
        };
        is(self.statement.first(), "COPY")
            && self.statement.windows(2).any(|it| is(it.first(), "FROM") && is(it.get(1), "STDIN"))
    }
}

/// What may follow `CREATE` where a statement starts.
const STARTS: &[&str] = &[
    "DOMAIN",
    "FOREIGN",
    "FUNCTION",
    "INDEX",
    "MATERIALIZED",
    "OR",
    "POLICY",
    "SCHEMA",
    "TABLE",
    "TEMP",
    "TEMPORARY",
    "TRIGGER",
    "TYPE",
    "UNIQUE",
    "UNLOGGED",
    "VIEW",
];

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$' || byte >= 0x80
}

/// True if a string holds what looks like the statements behind it.
fn swallows(text: &str) -> bool {
    text.contains('\n')
        && text.lines().skip(1).any(|line| {
            let upper: String = line.chars().take(24).collect::<String>().to_ascii_uppercase();
            ["CREATE TABLE ", "ALTER TABLE ", "CREATE TYPE ", "CREATE INDEX ", "CREATE UNIQUE INDEX "]
                .iter()
                .any(|it| upper.starts_with(it))
        })
}

/// What stands between the dollars of `token`.
pub(super) fn dollar_body(token: &Token, source: &str) -> Span {
    let text = token.span.slice(source);
    let fence = text.get(1..).and_then(|it| it.find('$')).map_or(0, |it| it + 2);
    let start = token.span.start().bytes() + fence;
    Span::from_range(start..token.span.end().bytes().saturating_sub(fence).max(start))
}

/// The span from the first token to the last.
pub(super) fn span(tokens: &[Token]) -> Span {
    match (tokens.first(), tokens.last()) {
        (Some(first), Some(last)) => first.span.join(last.span),
        _ => Span::empty(Offset::new(0)),
    }
}
