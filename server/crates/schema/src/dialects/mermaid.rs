//! Mermaid entity relationship diagrams: `erDiagram`.

pub mod write;

use super::{Comment, Linking, Problem};
use crate::model::Declarations;

/// The endings of files in this language.
pub(super) const EXTENSIONS: &[&str] = &["mmd", "mermaid"];

/// What one file contains.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Module {
    problems: Vec<Problem>,
    comments: Vec<Comment>,
}

impl Module {
    /// Nothing: files of this language do not name each other.
    #[must_use]
    pub fn imports(&self) -> Vec<&str> {
        Vec::new()
    }

    /// The stretches that could not be read.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// The comments, in order.
    #[must_use]
    pub fn comments(&self) -> &[Comment] {
        &self.comments
    }
}

/// What `source` contains.
#[must_use]
pub fn read(_source: &str) -> Module {
    Module::default()
}

/// What the root files declare.
#[must_use]
pub fn link(_linking: &Linking<'_>) -> Declarations {
    Declarations::default()
}

/// True if `code` is written in this language.
pub(super) fn is_written_in(_code: &str) -> bool {
    false
}
