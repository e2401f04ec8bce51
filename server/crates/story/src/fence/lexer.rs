//! Words, numbers, strings and marks of SQL-like code, with their places. Comments are left out.

use text::Span;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name or a keyword; a quoted one without its quotes.
    Word,
    /// `'text'`, without its quotes.
    Text,
    /// One other character.
    Mark(char),
}

/// A token.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind,
    pub(super) text: &'a str,
    pub(super) span: Span,
    /// True for `"name"`, which is never a keyword.
    pub(super) quoted: bool,
}

impl Token<'_> {
    /// True if this is the keyword `word`, in any case.
    pub(super) fn is(&self, word: &str) -> bool {
        self.kind == Kind::Word && !self.quoted && self.text.eq_ignore_ascii_case(word)
    }

    /// True if this is the mark `mark`.
    pub(super) fn is_mark(&self, mark: char) -> bool {
        self.kind == Kind::Mark(mark)
    }
}

/// The tokens of `code`.
pub(super) fn tokens(code: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(rest) = code.get(at..).filter(|rest| !rest.is_empty()) {
        let first = rest.chars().next().unwrap_or(' ');
        let length = if rest.starts_with("--") || rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if first.is_alphabetic() || first == '_' {
            let end = rest.find(|it: char| !(it.is_alphanumeric() || it == '_')).unwrap_or(rest.len());
            push(&mut tokens, rest, at, 0..end, Kind::Word, false);
            end
        } else if matches!(first, '"' | '`' | '\'') {
            quoted(&mut tokens, rest, at, first)
        } else {
            if !first.is_whitespace() {
                push(&mut tokens, rest, at, 0..first.len_utf8(), Kind::Mark(first), false);
            }
            first.len_utf8()
        };
        at += length.max(1);
    }
    tokens
}

fn quoted<'a>(tokens: &mut Vec<Token<'a>>, rest: &'a str, at: usize, mark: char) -> usize {
    // A quote that its line does not close opens nothing: half-written code loses one line at most.
    let Some(inner) = rest.get(1..) else { return 1 };
    let Some(end) =
        inner.find([mark, '\n']).filter(|&end| inner.get(end..).is_some_and(|it| it.starts_with(mark)))
    else {
        return 1;
    };
    let kind = if mark == '\'' { Kind::Text } else { Kind::Word };
    push(tokens, rest, at, 1..1 + end, kind, true);
    end + 2
}

fn push<'a>(
    tokens: &mut Vec<Token<'a>>,
    rest: &'a str,
    at: usize,
    range: std::ops::Range<usize>,
    kind: Kind,
    quoted: bool,
) {
    let span = Span::from_range(at + range.start..at + range.end);
    tokens.push(Token { kind, text: rest.get(range).unwrap_or(""), span, quoted });
}
