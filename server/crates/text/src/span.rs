//! Where something lies in one text, in bytes.

use std::ops::Range;

/// A byte position in one text, always on a character boundary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Offset(u32);

impl Offset {
    /// The offset `bytes` bytes into the text; texts beyond 4 GiB are clamped to the last offset.
    #[must_use]
    pub fn new(bytes: usize) -> Self {
        Self(u32::try_from(bytes).unwrap_or(u32::MAX))
    }

    /// The number of bytes before this offset.
    #[must_use]
    pub fn bytes(self) -> usize {
        self.0 as usize
    }

    /// The offset `by` bytes later.
    #[must_use]
    pub fn plus(self, by: usize) -> Self {
        Self::new(self.bytes().saturating_add(by))
    }
}

/// A stretch of one text, in bytes, half open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    start: Offset,
    end: Offset,
}

impl Span {
    /// The span from `start` to `end`; an end before the start gives the empty span at `start`.
    #[must_use]
    pub fn new(start: Offset, end: Offset) -> Self {
        debug_assert!(start <= end, "a span ends before it starts");
        Self { start, end: end.max(start) }
    }

    /// The span of the byte range `range`.
    #[must_use]
    pub fn from_range(range: Range<usize>) -> Self {
        Self::new(Offset::new(range.start), Offset::new(range.end))
    }

    /// The empty span at `at`.
    #[must_use]
    pub fn empty(at: Offset) -> Self {
        Self { start: at, end: at }
    }

    /// The first byte's offset.
    #[must_use]
    pub fn start(self) -> Offset {
        self.start
    }

    /// The offset just behind the last byte.
    #[must_use]
    pub fn end(self) -> Offset {
        self.end
    }

    /// The length in bytes.
    #[must_use]
    pub fn len(self) -> usize {
        self.end.bytes() - self.start.bytes()
    }

    /// True if the span covers no byte.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The span as a byte range.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start.bytes()..self.end.bytes()
    }

    /// True if `at` lies in the span or touches its end, as a cursor does.
    #[must_use]
    pub fn touches(self, at: Offset) -> bool {
        self.start <= at && at <= self.end
    }

    /// True if every byte of `other` lies in this span.
    #[must_use]
    pub fn covers(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// True if the two spans share a byte, or one is empty and touches the other.
    #[must_use]
    pub fn meets(self, other: Span) -> bool {
        self.start <= other.end && other.start <= self.end
    }

    /// The span moved `by` bytes later.
    #[must_use]
    pub fn shifted(self, by: Offset) -> Self {
        Self { start: self.start.plus(by.bytes()), end: self.end.plus(by.bytes()) }
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn join(self, other: Span) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The part of `text` that the span covers; empty if the span does not fit the text.
    #[must_use]
    pub fn slice(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or("")
    }
}
