//! Changes to one text: what to replace by what.

use crate::{Offset, Span};

/// One replacement: the text at `span` becomes `text`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// What is replaced; empty for an insertion.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

impl Edit {
    /// The replacement of `span` by `text`.
    pub fn replace(span: Span, text: impl Into<String>) -> Self {
        Self { span, text: text.into() }
    }

    /// The insertion of `text` at `at`.
    pub fn insert(at: Offset, text: impl Into<String>) -> Self {
        Self::replace(Span::empty(at), text)
    }
}

/// Replacements in one text, all meant for the same version of it: sorted, and free of overlaps.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Edits(Vec<Edit>);

impl Edits {
    /// The edits sorted by place; of two that overlap, the later is dropped. Insertions at one place keep their order.
    #[must_use]
    pub fn new(mut edits: Vec<Edit>) -> Self {
        edits.sort_by_key(|edit| (edit.span.start(), edit.span.end()));
        let mut kept: Vec<Edit> = Vec::with_capacity(edits.len());
        for edit in edits {
            if kept.last().is_none_or(|before| before.span.end() <= edit.span.start()) {
                kept.push(edit);
            }
        }
        Self(kept)
    }

    /// The edits, first to last.
    pub fn iter(&self) -> std::slice::Iter<'_, Edit> {
        self.0.iter()
    }

    /// True if nothing changes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// `text` with every edit made; an edit that does not fit the text is left out.
    #[must_use]
    pub fn apply(&self, text: &str) -> String {
        let mut result = String::with_capacity(text.len());
        let mut copied = 0;
        for edit in &self.0 {
            let range = edit.span.range();
            let (Some(before), Some(_)) = (text.get(copied..range.start), text.get(range.clone())) else {
                continue;
            };
            result.push_str(before);
            result.push_str(&edit.text);
            copied = range.end;
        }
        result.push_str(text.get(copied..).unwrap_or(""));
        result
    }
}

impl<'a> IntoIterator for &'a Edits {
    type Item = &'a Edit;
    type IntoIter = std::slice::Iter<'a, Edit>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl IntoIterator for Edits {
    type Item = Edit;
    type IntoIter = std::vec::IntoIter<Edit>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: usize, end: usize) -> Span {
        Span::from_range(start..end)
    }

    #[test]
    fn edits_are_made_in_the_order_of_the_text() {
        let edits = Edits::new(vec![Edit::replace(span(4, 7), "2"), Edit::replace(span(0, 3), "1")]);
        assert_eq!(edits.apply("one two"), "1 2");
    }

    #[test]
    fn insertions_at_one_place_keep_their_order() {
        let edits = Edits::new(vec![Edit::insert(Offset::new(1), "x"), Edit::insert(Offset::new(1), "y")]);
        assert_eq!(edits.apply("ab"), "axyb");
    }

    #[test]
    fn of_two_that_overlap_the_later_is_dropped() {
        let edits = Edits::new(vec![Edit::replace(span(0, 2), "x"), Edit::replace(span(1, 3), "y")]);
        assert_eq!(edits.iter().count(), 1);
        assert_eq!(edits.apply("abc"), "xc");
    }

    #[test]
    fn an_edit_that_does_not_fit_is_left_out() {
        let edits = Edits::new(vec![Edit::replace(span(1, 2), "x"), Edit::replace(span(3, 9), "y")]);
        assert_eq!(edits.apply("añb"), "añb");
        assert_eq!(edits.apply("abc"), "axc");
    }
}
