//! What a file of SQL says of itself, to those who link it.

use super::super::{Comment, Problem};
use super::ir::{Kind, Module, Statement};

impl Module {
    /// Nothing: the files of SQL know each other by their order.
    #[must_use]
    pub fn imports(&self) -> Vec<&str> {
        Vec::new()
    }

    /// The statements, and those in them.
    pub(super) fn all(&self) -> Vec<&Statement> {
        let mut found = Vec::new();
        let mut waiting: Vec<&Statement> = self.statements.iter().rev().collect();
        while let Some(statement) = waiting.pop() {
            match &statement.kind {
                Kind::Made(inner) => waiting.extend(inner.iter().rev()),
                Kind::Branch(branch) => {
                    waiting.extend(branch.otherwise.iter().rev());
                    waiting.extend(branch.then.iter().rev());
                }
                _ => found.push(statement),
            }
        }
        found
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
