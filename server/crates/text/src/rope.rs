//! One version of one text, with lines and positions.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use ropey::Rope;

use crate::{Edit, Edits, Encoding, Offset, Position, Span};

/// One version of one text. Cheap to clone; an edit costs microseconds at any size.
///
/// Lines end with LF, CRLF or a lone CR, as LSP 3.17 says; no other character ends a line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    rope: Rope,
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self { rope: Rope::from_str(text) }
    }
}

impl Text {
    /// The length in bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rope.len_bytes()
    }

    /// True if there is no text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The whole text in one piece, as parsers want it.
    #[must_use]
    pub fn to_source(&self) -> Arc<str> {
        Arc::from(String::from(&self.rope))
    }

    /// The text at `span`; the part of the span that lies in the text, if not all of it does.
    #[must_use]
    pub fn slice(&self, span: Span) -> Cow<'_, str> {
        let (start, end) = self.chars(span);
        self.rope.get_slice(start..end).map_or(Cow::Borrowed(""), Cow::from)
    }

    /// The text from `at` to the end of the piece it is stored in: how a parser reads it without a copy. Empty at the
    /// end of the text only.
    #[must_use]
    pub fn piece(&self, at: Offset) -> &[u8] {
        if at.bytes() >= self.len() {
            return &[];
        }
        let (piece, start, ..) = self.rope.chunk_at_byte(at.bytes());
        piece.as_bytes().get(at.bytes() - start..).unwrap_or(&[])
    }

    /// The number of lines: one more than there are line ends.
    #[must_use]
    pub fn line_count(&self) -> u32 {
        u32::try_from(self.rope.len_lines()).unwrap_or(u32::MAX)
    }

    /// The line (from 0) in which `offset` lies; the place between CR and LF is in the line they end.
    #[must_use]
    pub fn line_at(&self, offset: Offset) -> u32 {
        u32::try_from(self.rope.byte_to_line(offset.bytes().min(self.len()))).unwrap_or(u32::MAX)
    }

    /// The span of line `line` (from 0) without its line end; a line beyond the last gives the empty span at the end.
    #[must_use]
    pub fn line_span(&self, line: u32) -> Span {
        let line = line as usize;
        let Some(text) = self.rope.get_line(line) else { return Span::empty(Offset::new(self.len())) };
        let start = self.rope.line_to_byte(line);
        let mut end = start + text.len_bytes();
        let mut chars = text.chars_at(text.len_chars());
        while let Some('\n' | '\r') = chars.prev() {
            end -= 1;
        }
        Span::from_range(start..end)
    }

    /// The spans of all lines, without their line ends.
    pub fn lines(&self) -> impl Iterator<Item = Span> + '_ {
        (0..self.line_count()).map(|line| self.line_span(line))
    }

    /// The position of `offset`; an offset beyond the end counts as the end, one inside a character as its start, one
    /// inside a CRLF as the end of its line.
    #[must_use]
    pub fn position(&self, offset: Offset, encoding: Encoding) -> Position {
        let at = self.rope.byte_to_char(offset.bytes().min(self.len()));
        let line = self.rope.char_to_line(at);
        let first = self.rope.line_to_char(line);
        let splits_line_end =
            at > first && self.char_at(at - 1) == Some('\r') && self.char_at(at) == Some('\n');
        let at = if splits_line_end { at - 1 } else { at };
        let column = match encoding {
            Encoding::Utf8 => self.rope.char_to_byte(at) - self.rope.char_to_byte(first),
            Encoding::Utf16 => self.rope.char_to_utf16_cu(at) - self.rope.char_to_utf16_cu(first),
            Encoding::Utf32 => at - first,
        };
        Position {
            line: u32::try_from(line).unwrap_or(u32::MAX),
            column: u32::try_from(column).unwrap_or(u32::MAX),
        }
    }

    /// The offset of `position`. A line beyond the last gives the end of the text, a column beyond its line the
    /// line's end (LSP 3.17, `Position`), a column inside a character that character's start.
    #[must_use]
    pub fn offset(&self, position: Position, encoding: Encoding) -> Offset {
        let span = self.line_span(position.line);
        let column = position.column as usize;
        let (first, last) = self.chars(span);
        let at = match encoding {
            Encoding::Utf8 => self.rope.byte_to_char((span.start().bytes() + column).min(self.len())),
            Encoding::Utf16 => {
                let unit = (self.rope.char_to_utf16_cu(first) + column).min(self.rope.len_utf16_cu());
                self.rope.utf16_cu_to_char(unit)
            }
            Encoding::Utf32 => first.saturating_add(column),
        };
        Offset::new(self.rope.char_to_byte(at.clamp(first, last)))
    }

    /// The span between two positions; if the end lies before the start, the two are taken in the other order, as
    /// editors do.
    #[must_use]
    pub fn span(&self, start: Position, end: Position, encoding: Encoding) -> Span {
        let (start, end) = (self.offset(start, encoding), self.offset(end, encoding));
        Span::new(start.min(end), start.max(end))
    }

    /// The part of `span` that lies in this text; an end inside a character is moved to that character's start.
    #[must_use]
    pub fn clamp(&self, span: Span) -> Span {
        let (start, end) = self.chars(span);
        Span::from_range(self.rope.char_to_byte(start)..self.rope.char_to_byte(end))
    }

    /// Makes `edit`; one that does not fit the text is clamped to it (see [`Text::clamp`]).
    pub fn edit(&mut self, edit: &Edit) {
        let (start, end) = self.chars(edit.span);
        self.rope.remove(start..end);
        self.rope.insert(start, &edit.text);
    }

    /// Makes all of `edits`, which are meant for this version of the text.
    pub fn apply(&mut self, edits: &Edits) {
        // Back to front: a later edit then never moves an earlier one.
        for edit in edits.iter().rev() {
            self.edit(edit);
        }
    }

    /// `span` in characters, clamped to the text.
    fn chars(&self, span: Span) -> (usize, usize) {
        let length = self.len();
        let start = self.rope.byte_to_char(span.start().bytes().min(length));
        let end = self.rope.byte_to_char(span.end().bytes().min(length));
        (start, end)
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.rope.get_char(at)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.rope.chunks().try_for_each(|piece| out.write_str(piece))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(bytes: usize) -> Offset {
        Offset::new(bytes)
    }

    fn position(line: u32, column: u32) -> Position {
        Position { line, column }
    }

    #[test]
    fn lf_crlf_and_lone_cr_end_lines() {
        let text = Text::from("a\nb\r\nc\rd");
        assert_eq!(text.line_count(), 4);
        let lines: Vec<_> = text.lines().map(|line| text.slice(line).into_owned()).collect();
        assert_eq!(lines, ["a", "b", "c", "d"]);
    }

    #[test]
    fn no_other_character_ends_a_line() {
        let text = Text::from("a\u{2028}b\u{2029}c\u{b}d\u{c}e\u{85}f");
        assert_eq!(text.line_count(), 1);
        assert_eq!(text.position(at(text.len()), Encoding::Utf32), position(0, 11));
    }

    #[test]
    fn columns_count_in_the_encoding_asked_for() {
        // é as e and a combining accent, and a character beyond the basic plane.
        let text = Text::from("x\ne\u{301}😀z");
        let z = at(2 + 1 + 2 + 4);
        for (encoding, column) in [(Encoding::Utf8, 7), (Encoding::Utf16, 4), (Encoding::Utf32, 3)] {
            assert_eq!(text.position(z, encoding), position(1, column));
            assert_eq!(text.offset(position(1, column), encoding), z);
        }
    }

    #[test]
    fn a_column_inside_a_character_is_its_start() {
        let text = Text::from("😀");
        assert_eq!(text.offset(position(0, 1), Encoding::Utf16), at(0));
        assert_eq!(text.offset(position(0, 3), Encoding::Utf8), at(0));
        assert_eq!(text.position(at(2), Encoding::Utf8), position(0, 0));
    }

    #[test]
    fn a_column_beyond_its_line_is_the_lines_end() {
        let text = Text::from("ab\r\ncd");
        for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
            assert_eq!(text.offset(position(0, 3), encoding), at(2));
            assert_eq!(text.offset(position(0, u32::MAX), encoding), at(2));
            assert_eq!(text.offset(position(1, 9), encoding), at(6));
            assert_eq!(text.offset(position(u32::MAX, 0), encoding), at(6));
        }
    }

    #[test]
    fn the_place_inside_a_crlf_is_the_lines_end() {
        let text = Text::from("ab\r\ncd");
        assert_eq!(text.position(at(3), Encoding::Utf16), position(0, 2));
        assert_eq!(text.line_at(at(3)), 0);
        assert_eq!(text.line_at(at(4)), 1);
    }

    #[test]
    fn an_edit_that_does_not_fit_is_clamped() {
        let mut text = Text::from("añb");
        text.edit(&Edit::replace(Span::from_range(2..90), "c"));
        assert_eq!(text.to_string(), "ac");
        text.edit(&Edit::insert(at(40), "d"));
        assert_eq!(text.to_string(), "acd");
    }

    #[test]
    fn edits_can_make_and_break_a_crlf() {
        let mut text = Text::from("a\rb");
        text.edit(&Edit::insert(at(2), "\n"));
        assert_eq!(text.line_count(), 2);
        assert_eq!(text.line_span(1), Span::from_range(3..4));
        text.edit(&Edit::insert(at(2), "x"));
        assert_eq!(text.line_count(), 3);
    }

    #[test]
    fn edits_apply_to_a_rope_as_to_a_string() {
        let source = "one two three";
        let edits = Edits::new(vec![
            Edit::replace(Span::from_range(8..13), "3"),
            Edit::insert(at(0), "> "),
            Edit::replace(Span::from_range(4..7), "2"),
        ]);
        let mut text = Text::from(source);
        text.apply(&edits);
        assert_eq!(text.to_string(), "> one 2 3");
        assert_eq!(edits.apply(source), "> one 2 3");
    }

    #[test]
    fn pieces_read_the_whole_text() {
        let source = "zeile ä\n".repeat(1000);
        let text = Text::from(source.as_str());
        let mut read = Vec::new();
        while !text.piece(at(read.len())).is_empty() {
            let piece = text.piece(at(read.len()));
            read.extend_from_slice(piece);
        }
        assert_eq!(read, source.as_bytes());
    }

    #[test]
    fn reversed_positions_make_a_span_all_the_same() {
        let text = Text::from("ab\ncd");
        let span = text.span(position(1, 1), position(0, 1), Encoding::Utf16);
        assert_eq!(text.slice(span), "b\nc");
    }
}
