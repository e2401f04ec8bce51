//! One version of one text, with lines and positions.

use std::sync::Arc;

use ropey::Rope;

use crate::{Edit, Encoding, Offset, Position, Span};

/// One version of one text. Cheap to clone; an edit costs microseconds at any size.
///
/// Lines end with LF, CRLF or a lone CR, as LSP 3.17 says; no other character ends a line.
#[derive(Debug, Clone, Default)]
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

    /// The number of lines: one more than there are line ends.
    #[must_use]
    pub fn line_count(&self) -> u32 {
        u32::try_from(self.rope.len_lines()).unwrap_or(u32::MAX)
    }

    /// The span of line `line` (from 0) without its line end; a line beyond the last gives the empty span at the end.
    #[must_use]
    pub fn line_span(&self, line: u32) -> Span {
        let line = line as usize;
        if line >= self.rope.len_lines() {
            return Span::empty(Offset::new(self.len()));
        }
        let start = self.rope.line_to_byte(line);
        let text = self.rope.line(line);
        let mut end = start + text.len_bytes();
        let mut chars = text.chars_at(text.len_chars());
        while let Some('\n' | '\r') = chars.prev() {
            end -= 1;
        }
        Span::from_range(start..end)
    }

    /// The position of `offset`; an offset beyond the end counts as the end, one inside a character as its start.
    #[must_use]
    pub fn position(&self, offset: Offset, encoding: Encoding) -> Position {
        let char_index = self.rope.byte_to_char(offset.bytes().min(self.len()));
        let line = self.rope.char_to_line(char_index);
        let first = self.rope.line_to_char(line);
        let column = match encoding {
            Encoding::Utf8 => self.rope.char_to_byte(char_index) - self.rope.char_to_byte(first),
            Encoding::Utf16 => self.rope.char_to_utf16_cu(char_index) - self.rope.char_to_utf16_cu(first),
            Encoding::Utf32 => char_index - first,
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
        let line = position.line as usize;
        if line >= self.rope.len_lines() {
            return Offset::new(self.len());
        }
        let span = self.line_span(position.line);
        let column = position.column as usize;
        let (first, last) =
            (self.rope.byte_to_char(span.start().bytes()), self.rope.byte_to_char(span.end().bytes()));
        let char_index = match encoding {
            Encoding::Utf8 => self.rope.byte_to_char((span.start().bytes() + column).min(self.len())),
            Encoding::Utf16 => {
                let unit = (self.rope.char_to_utf16_cu(first) + column).min(self.rope.len_utf16_cu());
                self.rope.utf16_cu_to_char(unit)
            }
            Encoding::Utf32 => first.saturating_add(column),
        };
        Offset::new(self.rope.char_to_byte(char_index.clamp(first, last)))
    }

    /// Makes `edit`; one that does not fit the text is clamped to it.
    pub fn edit(&mut self, edit: &Edit) {
        let length = self.len();
        let start = self.rope.byte_to_char(edit.span.start().bytes().min(length));
        let end = self.rope.byte_to_char(edit.span.end().bytes().min(length));
        self.rope.remove(start..end);
        self.rope.insert(start, &edit.text);
    }
}
