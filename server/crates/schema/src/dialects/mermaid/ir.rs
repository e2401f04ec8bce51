//! What one diagram says, before it is told what it means for a database.

use text::Span;

use crate::model::Ends;

/// A name and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) span: Span,
}

/// An entity, from wherever it is named.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Entity {
    pub(super) id: Word,
    /// What the diagram shows in its place.
    pub(super) alias: Option<Word>,
    pub(super) attributes: Vec<Attribute>,
    /// Where its attributes are listed, or where it is named first.
    pub(super) span: Span,
    /// True if its attributes are listed, be there none.
    pub(super) listed: bool,
}

/// A line of an entity.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Attribute {
    pub(super) ty: String,
    pub(super) name: Word,
    pub(super) keys: Vec<Key>,
    pub(super) comment: Option<String>,
    pub(super) span: Span,
}

/// What an attribute is a key of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    Primary,
    Foreign,
    Unique,
}

/// A line between two entities, by their numbers.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub(super) left: usize,
    pub(super) left_ends: Ends,
    pub(super) right: usize,
    pub(super) right_ends: Ends,
    pub(super) label: Word,
    pub(super) span: Span,
}
