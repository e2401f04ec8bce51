//! Where the pieces of a TypeScript file lie, for edits that leave everything else as it was: tokens, brackets, and
//! the entries between commas.
//!
//! Leaves to the reader: what the pieces mean. A scan never fails and costs time linear in the text.

use std::ops::Range;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// A name or keyword.
    Word,
    /// A quoted string, quotes included.
    Quoted,
    /// Anything that counts as one value: numbers, templates, regular expressions.
    Value,
    /// One mark of punctuation.
    Mark(u8),
}

/// A token and its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) span: Range<usize>,
}

impl Token {
    pub(super) fn is(&self, mark: u8) -> bool {
        self.kind == TokenKind::Mark(mark)
    }
}

/// A file's tokens, without comments and white space.
#[derive(Debug, Clone)]
pub(super) struct Scan<'a> {
    pub(super) source: &'a str,
    pub(super) tokens: Vec<Token>,
    /// For each opening bracket the number of the closing one, else 0: an open end then costs nothing to find.
    closes: Vec<usize>,
}

/// A name in TypeScript source: where it stands, and what it is a property of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name<'a> {
    /// The name.
    pub text: &'a str,
    /// Its bytes.
    pub span: text::Span,
    /// The name before the dot, for a property such as `id` in `users.id`.
    pub owner: Option<&'a str>,
    /// True if it is the key of an entry such as `author: …`.
    pub is_key: bool,
}

/// The names in `source`, in order, without those in comments and strings.
#[must_use]
pub fn names(source: &str) -> Vec<Name<'_>> {
    let scan = Scan::new(source);
    let words = scan.tokens.iter().enumerate().filter(|(_, token)| token.kind == TokenKind::Word);
    words
        .map(|(index, token)| {
            let behind_dot = index > 0 && scan.is(index - 1, b'.') && !scan.is(index.wrapping_sub(2), b'.');
            Name {
                text: scan.text(index),
                span: text::Span::from_range(token.span.clone()),
                owner: behind_dot.then(|| scan.text(index.wrapping_sub(2))),
                is_key: scan.is(index + 1, b':'),
            }
        })
        .collect()
}

/// A bracket and what lies directly in it, in token numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bracket {
    /// The opening mark.
    pub(super) open: usize,
    /// The closing mark.
    pub(super) close: usize,
    /// The entries between commas; never empty ones.
    pub(super) entries: Vec<Range<usize>>,
    /// True if a comma stands behind the last entry.
    pub(super) trailing_comma: bool,
}

impl<'a> Scan<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        let bytes = source.as_bytes();
        let mut tokens: Vec<Token> = Vec::new();
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            let next = bytes.get(at + 1).copied();
            let end = match byte {
                b' ' | b'\t' | b'\r' | b'\n' => {
                    at += 1;
                    continue;
                }
                b'/' if next == Some(b'/') => {
                    at = find(bytes, at, b'\n');
                    continue;
                }
                b'/' if next == Some(b'*') => {
                    at = source
                        .get(at + 2..)
                        .and_then(|rest| rest.find("*/"))
                        .map_or(bytes.len(), |it| at + it + 4);
                    continue;
                }
                b'\'' | b'"' => quoted_end(bytes, at),
                b'`' => template_end(bytes, at),
                b'/' if regex_may_start(tokens.last()) => quoted_end(bytes, at),
                _ if is_word(byte) => word_end(bytes, at),
                _ => at + 1,
            };
            let kind = match byte {
                b'\'' | b'"' => TokenKind::Quoted,
                b'`' => TokenKind::Value,
                b'/' if end > at + 1 => TokenKind::Value,
                b'0'..=b'9' => TokenKind::Value,
                _ if is_word(byte) => TokenKind::Word,
                _ => TokenKind::Mark(byte),
            };
            tokens.push(Token { kind, span: at..end });
            at = end;
        }
        let closes = closes(&tokens);
        Self { source, tokens, closes }
    }

    /// The number of tokens in the bracket that token `open` opens.
    pub(super) fn extent(&self, open: usize) -> usize {
        self.closes.get(open).map_or(0, |it| it.saturating_sub(open))
    }

    /// The text of token `index`; empty beyond the last.
    pub(super) fn text(&self, index: usize) -> &'a str {
        self.tokens.get(index).and_then(|token| self.source.get(token.span.clone())).unwrap_or("")
    }

    /// The text of a quoted token without its quotes.
    pub(super) fn unquoted(&self, index: usize) -> &'a str {
        self.text(index).trim_matches(['\'', '"', '`'])
    }

    pub(super) fn is(&self, index: usize, mark: u8) -> bool {
        self.tokens.get(index).is_some_and(|token| token.is(mark))
    }

    /// The first byte of token `index`; the end of the source beyond the last.
    pub(super) fn start(&self, index: usize) -> usize {
        self.tokens.get(index).map_or(self.source.len(), |token| token.span.start)
    }

    /// The byte behind token `index`.
    pub(super) fn end(&self, index: usize) -> usize {
        self.tokens.get(index).map_or(self.source.len(), |token| token.span.end)
    }

    /// The source of a range of tokens, with what stands between them.
    pub(super) fn slice(&self, range: &Range<usize>) -> &'a str {
        if range.is_empty() {
            return "";
        }
        self.source.get(self.start(range.start)..self.end(range.end - 1)).unwrap_or("")
    }

    /// The bracket that token `open` opens, if it is closed.
    pub(super) fn bracket(&self, open: usize) -> Option<Bracket> {
        if self.extent(open) == 0 {
            return None;
        }
        // An angle bracket counts only behind a name, as in `$type<Record<string, number>>()`.
        let mut stack: Vec<u8> = Vec::new();
        let mut entries = Vec::new();
        let mut first = open + 1;
        let mut trailing_comma = false;
        for index in open..self.tokens.len() {
            let TokenKind::Mark(mark) = self.tokens.get(index)?.kind else { continue };
            match mark {
                b'(' => stack.push(b')'),
                b'[' => stack.push(b']'),
                b'{' => stack.push(b'}'),
                b'<' if index > 0 && self.tokens.get(index - 1)?.kind == TokenKind::Word => stack.push(b'>'),
                b'>' if !self.is(index.wrapping_sub(1), b'=') && stack.last() == Some(&b'>') => {
                    stack.pop();
                }
                b')' | b']' | b'}' => {
                    while stack.last() == Some(&b'>') {
                        stack.pop();
                    }
                    if stack.pop() != Some(mark) {
                        return None;
                    }
                    if stack.is_empty() {
                        if first < index {
                            entries.push(first..index);
                        }
                        return Some(Bracket { open, close: index, entries, trailing_comma });
                    }
                }
                b',' if stack.len() == 1 => {
                    if first < index {
                        entries.push(first..index);
                    }
                    trailing_comma =
                        self.is(index + 1, b')') || self.is(index + 1, b']') || self.is(index + 1, b'}');
                    first = index + 1;
                }
                _ => {}
            }
        }
        None
    }

    /// The token numbers at which top-level statements begin, as far as they begin with a keyword at column zero.
    pub(super) fn statements(&self) -> Vec<Range<usize>> {
        let mut starts: Vec<usize> = Vec::new();
        let mut depth = 0usize;
        for (index, token) in self.tokens.iter().enumerate() {
            match token.kind {
                TokenKind::Mark(b'(' | b'[' | b'{') => depth += 1,
                TokenKind::Mark(b')' | b']' | b'}') => depth = depth.saturating_sub(1),
                TokenKind::Word if depth == 0 && self.starts_statement(index) => starts.push(index),
                _ => {}
            }
        }
        let ends = starts.iter().skip(1).copied().chain([self.tokens.len()]).collect::<Vec<_>>();
        starts.into_iter().zip(ends).map(|(start, end)| start..end).collect()
    }

    fn starts_statement(&self, index: usize) -> bool {
        let starts_line = self
            .source
            .get(..self.start(index))
            .is_none_or(|before| before.is_empty() || before.ends_with('\n'));
        starts_line
            && matches!(
                self.text(index),
                "import"
                    | "export"
                    | "const"
                    | "let"
                    | "var"
                    | "type"
                    | "interface"
                    | "function"
                    | "async"
                    | "class"
                    | "enum"
                    | "declare"
            )
    }

    /// The byte at the end of the line that `at` lies in, line end excluded.
    pub(super) fn line_end(&self, at: usize) -> usize {
        let end = find(self.source.as_bytes(), at, b'\n');
        if self.source.get(..end).is_some_and(|text| text.ends_with('\r')) { end - 1 } else { end }
    }

    /// The white space at the start of the line that `at` lies in.
    pub(super) fn indent(&self, at: usize) -> &'a str {
        let before = self.source.get(..at).unwrap_or("");
        let line = before.rfind('\n').map_or(0, |it| it + 1);
        let text = self.source.get(line..).unwrap_or("");
        let width = text.len() - text.trim_start_matches([' ', '\t']).len();
        text.get(..width).unwrap_or("")
    }

    /// True if a line end stands between the two bytes.
    pub(super) fn breaks_between(&self, from: usize, to: usize) -> bool {
        self.source.get(from..to).is_some_and(|text| text.contains('\n'))
    }
}

/// The closing brackets by their opening ones. A bracket of the wrong kind leaves all that is open without an end.
fn closes(tokens: &[Token]) -> Vec<usize> {
    let mut closes = vec![0; tokens.len()];
    let mut open: Vec<(u8, usize)> = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let TokenKind::Mark(mark) = token.kind else { continue };
        match mark {
            b'(' => open.push((b')', index)),
            b'[' => open.push((b']', index)),
            b'{' => open.push((b'}', index)),
            b')' | b']' | b'}' => match open.pop() {
                Some((wanted, at)) if wanted == mark => {
                    if let Some(slot) = closes.get_mut(at) {
                        *slot = index;
                    }
                }
                _ => open.clear(),
            },
            _ => {}
        }
    }
    closes
}

fn find(bytes: &[u8], from: usize, wanted: u8) -> usize {
    bytes.iter().skip(from).position(|&it| it == wanted).map_or(bytes.len(), |it| from + it)
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$' || byte >= 0x80
}

fn word_end(bytes: &[u8], from: usize) -> usize {
    bytes.iter().skip(from).position(|&it| !is_word(it)).map_or(bytes.len(), |it| from + it)
}

/// Behind a value `/` divides; elsewhere it opens a regular expression.
fn regex_may_start(before: Option<&Token>) -> bool {
    before.is_some_and(|token| matches!(token.kind, TokenKind::Mark(b'(' | b',' | b'=' | b':' | b'[' | b'!')))
}

/// The byte behind a string or regular expression that starts at `from`; it ends with its line at the latest.
fn quoted_end(bytes: &[u8], from: usize) -> usize {
    let quote = bytes.get(from).copied();
    let mut at = from + 1;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'\n' => return at,
            _ if Some(byte) == quote => return at + 1,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

/// The byte behind the template literal that starts at `from`, with templates and braces nested in its `${…}`.
fn template_end(bytes: &[u8], from: usize) -> usize {
    let mut stack = vec![b'`'];
    let mut at = from + 1;
    while let (Some(&byte), Some(&inside)) = (bytes.get(at), stack.last()) {
        match (inside, byte) {
            (_, b'\\') => at += 1,
            (b'`', b'$') if bytes.get(at + 1) == Some(&b'{') => {
                stack.push(b'{');
                at += 1;
            }
            (b'`', b'`') | (b'{', b'}') => {
                stack.pop();
            }
            (b'{', b'`' | b'{') => stack.push(byte),
            _ => {}
        }
        at += 1;
    }
    at.min(bytes.len())
}
