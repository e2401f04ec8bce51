//! Database markup language: `Table users { id int [pk] }`, as dbdiagram.io, dbdocs and `@dbml/core` read it.
//!
//! [`read`] turns one file into its declarations, statement by statement, so that a half-typed line costs its table and
//! no other; [`link`] injects partials, resolves references and says what the language's own export makes of them.

mod columns;
mod ir;
mod link;
mod parser;
mod refs;
mod statements;
mod table;
mod tokens;
pub mod write;

use text::Span;

pub(super) use link::link;

use super::{Comment, Problem};
use ir::{EnumBlock, RefLine, TableBlock};

/// The longest file that is read, in bytes.
const LONGEST: usize = 1 << 21;
/// Problems beyond this many in one file are not listed.
const MOST_PROBLEMS: usize = 20;

/// The endings of files in this language.
pub(super) const EXTENSIONS: &[&str] = &["dbml"];

/// What one file contains.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Module {
    tables: Vec<TableBlock>,
    partials: Vec<TableBlock>,
    enums: Vec<EnumBlock>,
    refs: Vec<RefLine>,
    imports: Vec<String>,
    database_type: Option<String>,
    problems: Vec<Problem>,
    comments: Vec<Comment>,
    /// Where something stands that may have been meant to declare a table.
    lost: Option<Span>,
    /// True if a reference could not be read: keys may be missing.
    broken_refs: bool,
}

impl Module {
    /// The files that `use` and `reuse` name.
    #[must_use]
    pub fn imports(&self) -> Vec<&str> {
        self.imports.iter().map(String::as_str).collect()
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

    fn problem(&mut self, what: &str, span: Span) {
        if self.problems.len() < MOST_PROBLEMS {
            self.problems.push(Problem { what: what.to_owned(), span });
        }
    }

    /// Notes that what stands at `span` may be a table that nobody can read.
    fn lose(&mut self, what: &str, span: Span) {
        self.problem(what, span);
        self.lost = self.lost.or(Some(span));
    }
}

/// What `source` contains.
#[must_use]
pub fn read(source: &str) -> Module {
    let mut module = Module::default();
    if source.len() > LONGEST {
        module.lose("the file is too long to be read", Span::from_range(0..0));
        return module;
    }
    let found = tokens::tokens(source);
    module.comments = found.comments;
    parser::read(&mut module, &found.tokens);
    module
}

/// True if `code` opens a table and declares a column in it, or relates two tables, in this language.
pub(super) fn is_written_in(code: &str) -> bool {
    if code.len() > LONGEST || !opens(code) {
        return false;
    }
    let module = read(code);
    let has_column = |it: &TableBlock| it.items.iter().any(|it| matches!(it, ir::Item::Column(_)));
    // In other languages a table's body is made of what this one cannot read.
    let declares = module.tables.iter().chain(&module.partials).any(has_column)
        || module.enums.iter().any(|it| it.whole && !it.values.is_empty() && module.problems.is_empty())
        || !module.refs.is_empty();
    declares && module.problems.len() <= module.tables.len() + module.refs.len()
}

/// True if a line of `code` looks like the beginning of a declaration.
fn opens(code: &str) -> bool {
    code.lines().any(|line| {
        let mut words = line.split_whitespace();
        let keyword = words.next().unwrap_or_default().to_lowercase();
        let rest = words.next().unwrap_or_default();
        match keyword.as_str() {
            "table" | "tablepartial" | "enum" => !rest.is_empty() && !rest.starts_with(['(', '{', ':', '=']),
            "ref" => !rest.is_empty(),
            _ => keyword.starts_with("ref:") || keyword == "ref{",
        }
    })
}

#[cfg(test)]
mod tests;
