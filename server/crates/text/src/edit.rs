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
        let mut result = text.to_owned();
        // Back to front: a later edit then never moves an earlier one.
        for edit in self.0.iter().rev() {
            if result.get(edit.span.range()).is_some() {
                result.replace_range(edit.span.range(), &edit.text);
            }
        }
        result
    }
}
