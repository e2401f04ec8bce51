//! Prisma schema language: `model User { … }` in one file or in many.
//!
//! [`read`] turns one file into its blocks, line by line, so that a half-typed line costs that line; [`link`] resolves
//! types, relations and keys across the files of one schema and says what Prisma makes of them in the database.

mod blocks;
mod bytes;
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
mod uses;
mod values;
pub mod write;

use text::Span;

pub(super) use link::link;
pub use uses::{Use, Used};

use super::{Comment, Problem};
use ir::{Block, BlockKind};

/// The longest file that is read, in bytes. A schema of a thousand models is a few hundred kilobytes.
const LONGEST: usize = 1 << 21;
/// Problems beyond this many in one file are not listed.
const MOST_PROBLEMS: usize = 20;

/// The endings of files in this language.
pub(super) const EXTENSIONS: &[&str] = &["prisma"];

/// What one Prisma file contains.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Module {
    blocks: Vec<Block>,
    problems: Vec<Problem>,
    comments: Vec<Comment>,
    /// Where the name of a model cannot be told: a table of any name may stand there.
    lost: Vec<Span>,
    /// False if the file was not read at all.
    unread: bool,
}

impl Module {
    /// Nothing: the files of a Prisma schema know each other by lying in one folder.
    #[must_use]
    pub fn imports(&self) -> Vec<&str> {
        Vec::new()
    }

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

    /// Notes that a model's name is lost at `span`.
    fn lose(&mut self, span: Span) {
        if self.lost.len() < MOST_PROBLEMS {
            self.lost.push(span);
        }
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

/// True if a line of `code` opens a model and another is a field of one.
pub(super) fn is_written_in(code: &str) -> bool {
    let opens = |line: &str| line.trim_start().starts_with("model ") && line.contains('{');
    let scalars = ["String", "Boolean", "Int", "BigInt", "Float", "Decimal", "DateTime", "Json", "Bytes"];
    let is_field = |line: &str| {
        let ty = line.split_whitespace().nth(1).unwrap_or("").trim_end_matches(['?', '[', ']']);
        scalars.contains(&ty) || line.contains("@relation") || line.contains("@id")
    };
    code.lines().any(opens) && code.lines().any(is_field)
}

#[cfg(test)]
mod tests;
