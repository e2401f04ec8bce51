//! Prisma schema language: `model User { … }` in one file or in many.
//!
//! [`read`] turns one file into its blocks, line by line, so that a half-typed line costs that line; [`link`] resolves
//! types, relations and keys across the files of one schema and says what Prisma makes of them in the database.

mod blocks;
mod columns;
pub mod config;
mod constraints;
mod defaults;
mod ir;
mod joins;
mod link;
mod relations;
mod source;
mod tokens;
mod types;
mod values;

use text::Span;

pub(super) use link::link;

use super::{Comment, Problem};
use ir::{Block, BlockKind};

/// The longest file that is read, in bytes. A schema of a thousand models is a few hundred kilobytes.
const LONGEST: usize = 1 << 21;
/// Problems beyond this many in one file are not listed.
const MOST_PROBLEMS: usize = 20;

/// What one Prisma file contains.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Module {
    blocks: Vec<Block>,
    problems: Vec<Problem>,
    comments: Vec<Comment>,
    /// False if the file was not read at all.
    unread: bool,
}

impl Module {
    /// The stretches that could not be read.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// True if a `datasource` says which database the schema is for: the file is the main one of a schema.
    #[must_use]
    pub fn has_datasource(&self) -> bool {
        self.blocks.iter().any(|it| it.kind == BlockKind::Datasource)
    }

    /// The comments, in order.
    #[must_use]
    pub fn comments(&self) -> &[Comment] {
        &self.comments
    }

    fn problem(&mut self, what: &str, span: Span) {
        if self.problems.len() < MOST_PROBLEMS {
            self.problems.push(Problem { what: what.to_owned(), span });
        }
    }
}

/// What `source` contains.
#[must_use]
pub fn read(source: &str) -> Module {
    let mut module = Module::default();
    if source.len() > LONGEST {
        module.unread = true;
        module.problem("the file is too long to be read", Span::from_range(0..0));
        return module;
    }
    blocks::read(&mut module, source);
    module
}

#[cfg(test)]
mod tests;
