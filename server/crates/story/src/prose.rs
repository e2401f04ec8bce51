//! Prose as a flat run of tokens: what every reader of sentences works on.
//!
//! Leaves to others: what any token means.

use std::ops::Range;

use syntax::markdown::{Inline, InlineKind};
use text::{Offset, Span};

use crate::phrases::PHRASES;

/// Marks nest at most this deep before their text is taken without them. No writer gets here by intention.
const DEEPEST: usize = 32;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Letters, digits and underscores of one script.
    Word,
    /// An inline code span; the token's text is its content.
    Code,
    /// One character of punctuation.
    Mark,
    /// A line break inside a paragraph.
    Break,
    /// The border between two cells of a table's row.
    Cell,
}

/// How a token is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Style {
    /// `**bold**`.
    pub(crate) bold: bool,
    /// `~~struck~~`.
    pub(crate) struck: bool,
}

/// What stands before a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gap {
    /// White space, a break or nothing.
    Space,
    /// Another token.
    None,
}

/// How characters relate to the bytes they stand for.
#[derive(Debug, Clone, Copy)]
enum Stands {
    /// They are the bytes of the span.
    In(Span),
    /// One character stands for all bytes of the span: an escape.
    For(Span),
}

/// A word, a code span or a mark.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    /// What it is.
    pub(crate) kind: Kind,
    /// How it is set.
    pub(crate) style: Style,
    /// True if white space, a break or nothing stands before it.
    pub(crate) spaced: bool,
    /// Its bytes; of a code span, the content's bytes.
    pub(crate) span: Span,
    /// The classes of a word, as bits of [`crate::phrases::class`].
    pub(crate) class: u8,
    /// True for a word in a script without spaces, or in Korean.
    pub(crate) run: bool,
    /// The number of its sentence, from 0.
    pub(crate) sentence: u32,
    text: Range<usize>,
}

/// The tokens of one paragraph, heading, item or row.
#[derive(Debug, Clone, Default)]
pub(crate) struct Prose {
    plain: String,
    tokens: Vec<Token>,
}

/// The text that spans of inlines point into, and where it starts in the whole file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Source<'a> {
    /// The block's text.
    pub(crate) text: &'a str,
    /// The block's place in the file.
    pub(crate) base: Offset,
}

impl Source<'_> {
    /// `span` of the file as a span of this text.
    pub(crate) fn local(self, span: Span) -> Span {
        let base = self.base.bytes();
        let end = span.end().bytes().saturating_sub(base).min(self.text.len());
        let start = span.start().bytes().saturating_sub(base).min(end);
        Span::from_range(start..end)
    }
}

impl Prose {
    /// The tokens of `inlines`.
    pub(crate) fn new(source: Source<'_>, inlines: &[Inline]) -> Self {
        let mut prose = Self::default();
        let mut gap = Gap::Space;
        prose.push(source, inlines, Style::default(), &mut gap, DEEPEST);
        prose.classify();
        prose
    }

    /// The tokens of a row's cells, with a border between two of them.
    pub(crate) fn of_cells<'a>(source: Source<'_>, cells: impl Iterator<Item = &'a [Inline]>) -> Self {
        let mut prose = Self::default();
        for (index, inlines) in cells.enumerate() {
            if index > 0 {
                let at = prose.tokens.last().map(|token| token.span.end()).unwrap_or_default();
                prose.add(Kind::Cell, Style::default(), Gap::Space, Span::empty(at), " ");
            }
            let mut gap = Gap::Space;
            prose.push(source, inlines, Style::default(), &mut gap, DEEPEST);
        }
        prose.classify();
        prose
    }

    /// The tokens in order.
    pub(crate) fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// The token at `index`.
    pub(crate) fn token(&self, index: usize) -> Option<&Token> {
        self.tokens.get(index)
    }

    /// The text of the token at `index`; empty if there is none.
    pub(crate) fn text(&self, index: usize) -> &str {
        self.tokens.get(index).map_or("", |token| self.text_of(token))
    }

    /// The text of `token`.
    pub(crate) fn text_of(&self, token: &Token) -> &str {
        self.plain.get(token.text.clone()).unwrap_or("")
    }

    /// The whole text without marks.
    pub(crate) fn plain(&self) -> &str {
        self.plain.trim()
    }

    /// The text from token `from` up to, but without, token `to`, without marks, and its bytes.
    pub(crate) fn stretch(&self, from: usize, to: usize) -> Option<(&str, Span)> {
        let tokens = self.tokens.get(from..to)?;
        let (first, last) = (tokens.first()?, tokens.last()?);
        let text = self.plain.get(first.text.start..last.text.end)?;
        Some((text, first.span.join(last.span)))
    }

    /// The bytes of the stretch `range` of the text without marks.
    pub(crate) fn span_of(&self, range: Range<usize>) -> Span {
        let first = self.tokens.partition_point(|token| token.text.end <= range.start);
        let last = self.tokens.partition_point(|token| token.text.start < range.end);
        let (Some(first), Some(last)) =
            (self.tokens.get(first), last.checked_sub(1).and_then(|it| self.tokens.get(it)))
        else {
            return Span::default();
        };
        // Where a token's text is shorter than its source (an escape), the whole token is meant.
        let exact = |token: &Token| token.text.len() == token.span.len();
        let ahead = range.start.saturating_sub(first.text.start);
        let start = if exact(first) { first.span.start().plus(ahead) } else { first.span.start() };
        let behind = last.text.end.saturating_sub(range.end);
        let end = last.span.end().bytes() - if exact(last) { behind } else { 0 };
        Span::from_range(start.bytes()..end.max(start.bytes()))
    }

    /// The text without marks, untrimmed, as [`Prose::span_of`] counts it.
    pub(crate) fn raw(&self) -> &str {
        &self.plain
    }

    /// The whole text without marks.
    pub(crate) fn into_plain(self) -> String {
        let trimmed = self.plain.trim();
        if trimmed.len() == self.plain.len() { self.plain } else { trimmed.to_owned() }
    }

    /// True if the token at `index` is the mark `mark`.
    pub(crate) fn is_mark(&self, index: usize, mark: char) -> bool {
        self.token(index).is_some_and(|token| token.kind == Kind::Mark) && self.text(index).starts_with(mark)
    }

    /// The mark at `index`.
    pub(crate) fn mark(&self, index: usize) -> Option<char> {
        let token = self.token(index).filter(|token| token.kind == Kind::Mark)?;
        self.text_of(token).chars().next()
    }

    /// The word at `index`.
    pub(crate) fn word(&self, index: usize) -> Option<&str> {
        let token = self.token(index).filter(|token| token.kind == Kind::Word)?;
        Some(self.text_of(token))
    }

    /// The content of the code span at `index`.
    pub(crate) fn code(&self, index: usize) -> Option<&str> {
        let token = self.token(index).filter(|token| token.kind == Kind::Code)?;
        Some(self.text_of(token))
    }

    fn push(&mut self, source: Source<'_>, inlines: &[Inline], style: Style, gap: &mut Gap, depth: usize) {
        for inline in inlines {
            let span = source.local(inline.span);
            match &inline.kind {
                InlineKind::Text => self.push_text(span, span.slice(source.text), style, gap),
                InlineKind::Code { content } => {
                    let content = source.local(*content);
                    self.add(Kind::Code, style, *gap, content, content.slice(source.text));
                    *gap = Gap::None;
                }
                InlineKind::Break => {
                    self.add(Kind::Break, style, Gap::Space, span, " ");
                    *gap = Gap::Space;
                }
                InlineKind::Html => *gap = Gap::Space,
                InlineKind::Strong(inner) if depth > 0 => {
                    self.push(source, inner, Style { bold: true, ..style }, gap, depth - 1);
                }
                InlineKind::Struck(inner) if depth > 0 => {
                    self.push(source, inner, Style { struck: true, ..style }, gap, depth - 1);
                }
                InlineKind::Emphasis(inner) | InlineKind::Link { inlines: inner, .. } if depth > 0 => {
                    self.push(source, inner, style, gap, depth - 1);
                }
                InlineKind::Strong(_)
                | InlineKind::Struck(_)
                | InlineKind::Emphasis(_)
                | InlineKind::Link { .. } => {}
            }
        }
    }

    fn push_text(&mut self, span: Span, text: &str, style: Style, gap: &mut Gap) {
        if let Some(character) = unescaped(text) {
            let mut buffer = [0; 4];
            self.push_plain(Stands::For(span), character.encode_utf8(&mut buffer), style, gap);
        } else {
            self.push_plain(Stands::In(span), text, style, gap);
        }
    }

    fn push_plain(&mut self, stands: Stands, text: &str, style: Style, gap: &mut Gap) {
        for (at, character) in text.char_indices() {
            let here = match stands {
                Stands::For(span) => span,
                Stands::In(span) => character_span(span, at, character),
            };
            if character.is_whitespace() {
                self.plain.push(' ');
                *gap = Gap::Space;
                continue;
            }
            let kind = if character.is_alphanumeric() || character == '_' { Kind::Word } else { Kind::Mark };
            if kind == Kind::Word && *gap == Gap::None && self.joins(character, style, here) {
                self.plain.push(character);
                let end = self.plain.len();
                if let Some(last) = self.tokens.last_mut() {
                    last.span = last.span.join(here);
                    last.text.end = end;
                }
            } else {
                let mut buffer = [0; 4];
                self.add(kind, style, *gap, here, character.encode_utf8(&mut buffer));
            }
            *gap = Gap::None;
        }
    }

    /// True if `character` continues the last word.
    fn joins(&self, character: char, style: Style, here: Span) -> bool {
        let Some(last) = self.tokens.last() else { return false };
        let adjacent = last.kind == Kind::Word && last.style == style && last.span.end() == here.start();
        adjacent
            && self
                .text_of(last)
                .chars()
                .next_back()
                .is_some_and(|before| is_east_asian(before) == is_east_asian(character))
    }

    fn add(&mut self, kind: Kind, style: Style, gap: Gap, span: Span, text: &str) {
        let start = self.plain.len();
        self.plain.push_str(text);
        self.tokens.push(Token {
            kind,
            style,
            spaced: gap == Gap::Space,
            span,
            class: 0,
            run: false,
            sentence: 0,
            text: start..self.plain.len(),
        });
    }

    /// Numbers the sentences and classes the words.
    fn classify(&mut self) {
        let mut sentence = 0;
        for index in 0..self.tokens.len() {
            let ends = self.ends_sentence(index);
            let word = self.word(index);
            let class = word.map_or(0, |word| PHRASES.class(word));
            let run = word.is_some_and(|word| word.chars().next().is_some_and(is_east_asian));
            if let Some(token) = self.tokens.get_mut(index) {
                (token.sentence, token.class, token.run) = (sentence, class, run);
            }
            sentence += u32::from(ends);
        }
    }

    /// The classes of the word at `index`.
    pub(crate) fn class(&self, index: usize) -> u8 {
        self.token(index).map_or(0, |token| token.class)
    }

    /// True if the word at `index` is a run of a script without spaces.
    pub(crate) fn is_run(&self, index: usize) -> bool {
        self.token(index).is_some_and(|token| token.run)
    }

    fn ends_sentence(&self, index: usize) -> bool {
        let before_space = self.token(index + 1).is_none_or(|next| next.spaced || next.kind == Kind::Break);
        match self.mark(index) {
            Some('。' | '！' | '？' | '；') => true,
            Some('!' | '?' | ';') => before_space,
            Some('.') => {
                // "e.g." and initials do not end a sentence.
                let short = index.checked_sub(1).and_then(|before| self.word(before)).is_some_and(|word| {
                    word.chars().count() == 1
                        || matches!(word, "etc" | "vs" | "incl" | "ca" | "cf" | "Nr" | "No")
                });
                before_space && !short
            }
            _ => false,
        }
    }
}

/// True for characters of scripts that write without spaces between words, and for Korean, whose particles follow the
/// noun without one.
pub(crate) fn is_east_asian(character: char) -> bool {
    matches!(u32::from(character), 0x1100..=0x11FF | 0x2E80..=0x9FFF | 0xAC00..=0xD7AF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

fn character_span(span: Span, at: usize, character: char) -> Span {
    let start = span.start().plus(at);
    Span::new(start, start.plus(character.len_utf8()))
}

/// The character that an escape or entity stands for.
fn unescaped(text: &str) -> Option<char> {
    if let Some(rest) = text.strip_prefix('\\') {
        let mut chars = rest.chars();
        let character = chars.next().filter(char::is_ascii_punctuation)?;
        return chars.next().is_none().then_some(character);
    }
    match text {
        "&amp;" => Some('&'),
        "&lt;" => Some('<'),
        "&gt;" => Some('>'),
        "&quot;" => Some('"'),
        "&nbsp;" => Some(' '),
        "&#39;" | "&apos;" => Some('\''),
        _ => None,
    }
}
