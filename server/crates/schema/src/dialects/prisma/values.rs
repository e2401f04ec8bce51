//! Attributes and their arguments.

use text::Span;

use super::ir::{Argument, Attribute, Value, Word};
use super::tokens::{Token, TokenKind};

/// How deep lists and calls may nest.
const DEEPEST: usize = 24;

/// Walks the tokens of one line.
pub(super) struct Cursor<'a> {
    pub(super) source: &'a str,
    pub(super) tokens: &'a [Token],
    pub(super) at: usize,
}

impl Cursor<'_> {
    pub(super) fn peek(&self) -> Option<&TokenKind> {
        self.tokens.get(self.at).map(|it| &it.kind)
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.at >= self.tokens.len()
    }

    /// The span of the token at the cursor, quotes included; the empty end of the line behind the last.
    fn span(&self) -> Span {
        match self.tokens.get(self.at) {
            Some(token) => outer(token),
            None => self.tokens.last().map_or_else(Span::default, |it| Span::empty(outer(it).end())),
        }
    }

    /// The span from the token numbered `from` to the one before the cursor.
    pub(super) fn since(&self, from: usize) -> Span {
        let last = self.at.checked_sub(1).filter(|it| *it >= from).and_then(|it| self.tokens.get(it));
        match (self.tokens.get(from), last) {
            (Some(first), Some(last)) => outer(first).join(outer(last)),
            _ => Span::empty(self.span().start()),
        }
    }

    /// Goes behind the mark `mark` if it is next.
    pub(super) fn take(&mut self, mark: char) -> bool {
        let is_next = self.peek() == Some(&TokenKind::Mark(mark));
        self.at += usize::from(is_next);
        is_next
    }

    /// Goes behind the word that is next.
    pub(super) fn word(&mut self) -> Option<Word> {
        let token = self.tokens.get(self.at)?;
        let TokenKind::Word(text) = &token.kind else { return None };
        self.at += 1;
        Some(Word { text: text.clone(), span: token.span })
    }

    /// A word and those behind its dots.
    fn path(&mut self) -> Option<Word> {
        let mut path = self.word()?;
        while self.peek() == Some(&TokenKind::Mark('.')) {
            self.at += 1;
            let part = self.word()?;
            path = Word { text: format!("{}.{}", path.text, part.text), span: path.span.join(part.span) };
        }
        Some(path)
    }

    /// The attribute whose marks are next; `None` if it is broken.
    pub(super) fn attribute(&mut self) -> Option<Attribute> {
        let from = self.at;
        while self.take('@') {}
        let name = self.path()?.text;
        let arguments = if self.take('(') { self.arguments(')', 0)? } else { Vec::new() };
        Some(Attribute { name, arguments, span: self.since(from) })
    }

    /// The arguments up to `close`.
    pub(super) fn arguments(&mut self, close: char, depth: usize) -> Option<Vec<Argument>> {
        let mut arguments = Vec::new();
        while !self.take(close) {
            let is_named = matches!(self.peek(), Some(TokenKind::Word(_)))
                && self.tokens.get(self.at + 1).map(|it| &it.kind) == Some(&TokenKind::Mark(':'));
            let name = if is_named { self.word().map(|it| it.text) } else { None };
            self.at += usize::from(is_named);
            let from = self.at;
            let value = self.value(depth)?;
            let written = self.since(from).slice(self.source).to_owned();
            arguments.push(Argument { name, value, written });
            if !self.take(',') && self.peek() != Some(&TokenKind::Mark(close)) {
                return None;
            }
        }
        Some(arguments)
    }

    /// The value that is next; `None` if it is broken.
    pub(super) fn value(&mut self, depth: usize) -> Option<Value> {
        if depth > DEEPEST {
            return None;
        }
        let token = self.tokens.get(self.at)?;
        match &token.kind {
            TokenKind::Text(text) => {
                self.at += 1;
                Some(Value::Text(Word { text: text.clone(), span: token.span }))
            }
            TokenKind::Number(number) => {
                self.at += 1;
                Some(Value::Number(number.clone()))
            }
            TokenKind::Word(_) => {
                let path = self.path()?;
                if self.take('(') {
                    let arguments = self.arguments(')', depth + 1)?;
                    return Some(Value::Call { name: path, arguments });
                }
                Some(Value::Name(path))
            }
            TokenKind::Mark('[') => {
                self.at += 1;
                let items = self.arguments(']', depth + 1)?;
                Some(Value::List(items.into_iter().map(|it| it.value).collect()))
            }
            TokenKind::Mark('{') => {
                self.at += 1;
                self.arguments('}', depth + 1).map(Value::Object)
            }
            TokenKind::Mark(_) | TokenKind::Bad => None,
        }
    }
}

/// The span of `token` with its quotes.
fn outer(token: &Token) -> Span {
    let range = token.span.range();
    match token.kind {
        TokenKind::Text(_) => Span::from_range(range.start.saturating_sub(1)..range.end + 1),
        _ => token.span,
    }
}
