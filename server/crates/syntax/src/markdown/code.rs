//! The code of a code block in one piece, and where each of its bytes stands in the document.

use text::{Offset, Span};

/// The joined lines of a code block without the prefixes of quotes and lists around it, and the way back.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CodeText {
    text: String,
    /// Where each line starts: in `text`, and in the document.
    starts: Vec<(Offset, Offset)>,
}

impl CodeText {
    /// The code of the block with these `lines` (see [`BlockKind::Code`](super::BlockKind::Code)) in `source`.
    #[must_use]
    pub fn new(source: &str, lines: &[Span]) -> Self {
        let mut text = String::new();
        let mut starts = Vec::with_capacity(lines.len());
        for line in lines {
            starts.push((Offset::new(text.len()), line.start()));
            text.push_str(line.slice(source));
        }
        Self { text, starts }
    }

    /// The code.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The offset in the document of `at` in the code: where the byte behind it stands, or, at the end of the code,
    /// where the last line ends.
    #[must_use]
    pub fn offset(&self, at: Offset) -> Offset {
        let at = at.min(Offset::new(self.text.len()));
        let index = self.starts.partition_point(|(code, _)| *code <= at);
        let line = index.checked_sub(1).and_then(|index| self.starts.get(index));
        line.map_or(at, |(code, document)| document.plus(at.bytes() - code.bytes()))
    }

    /// The span in the document of `span` in the code: from its first byte to its last, so that a span of whole lines
    /// does not take in the prefix of the line behind them.
    #[must_use]
    pub fn span(&self, span: Span) -> Span {
        let start = self.offset(span.start());
        if span.is_empty() {
            return Span::empty(start);
        }
        let end = match span.end().bytes().checked_sub(1) {
            Some(last) => self.offset(Offset::new(last)).plus(1),
            None => start,
        };
        Span::new(start, end.max(start))
    }
}
