//! Mermaid entity relationship diagrams: `erDiagram`.
//!
//! [`read`] turns a diagram into its entities and lines; [`link`] says what they mean for a database. A diagram never
//! claims to show everything: its tables are never complete, and what it does not say (nullability, defaults, most
//! types) is unknown.

mod ir;
mod link;
mod parser;
mod scan;
pub mod write;

use text::Span;

pub(super) use link::link;

use super::{Comment, Problem};
use ir::{Entity, Line};

/// The longest file that is read, in bytes.
const LONGEST: usize = 1 << 20;
/// Problems beyond this many in one file are not listed.
const MOST_PROBLEMS: usize = 20;

/// The endings of files in this language.
pub(super) const EXTENSIONS: &[&str] = &["mmd", "mermaid"];

/// What one file contains.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Module {
    /// Where `erDiagram` stands; `None` if this is another kind of diagram.
    keyword: Option<Span>,
    entities: Vec<Entity>,
    lines: Vec<Line>,
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

    /// The lines along which one entity surely refers to another, in order.
    #[must_use]
    pub fn references(&self) -> Vec<Reference> {
        link::references(self)
    }

    fn problem(&mut self, what: &str, span: Span) {
        if self.problems.len() < MOST_PROBLEMS {
            self.problems.push(Problem { what: what.to_owned(), span });
        }
    }
}

/// A line of a diagram along which one entity refers to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The entity that refers, as the diagram shows it.
    pub from: String,
    /// The entity referred to.
    pub to: String,
    /// The line.
    pub span: Span,
}

/// What `source` contains.
#[must_use]
pub fn read(source: &str) -> Module {
    let mut module = Module::default();
    if source.len() > LONGEST {
        module.problem("the file is too long to be read", Span::from_range(0..0));
        return module;
    }
    parser::read(&mut module, source);
    module
}

/// True if `code` is a diagram of this kind that shows an entity.
pub(super) fn is_written_in(code: &str) -> bool {
    code.contains("erDiagram") && parser::begins_diagram(code) && !read(code).entities.is_empty()
}

#[cfg(test)]
mod tests;
