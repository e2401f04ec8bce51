//! What is open while a block is run: its place, and the branches and loops around it.

use super::super::conditions::Branch;
use super::super::doubts::{self, Why};
use super::super::ir::Statement;

/// Where a block is being run: a statement, and a token in it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Place {
    pub(super) statement: usize,
    pub(super) token: usize,
}

impl Place {
    pub(super) fn behind(self) -> Self {
        Self { statement: self.statement + 1, token: 0 }
    }

    pub(super) fn on(self, tokens: usize) -> Option<Self> {
        Some(Self { token: self.token + tokens, ..self })
    }
}

/// What is open around a statement.
pub(super) struct Frame {
    pub(super) construct: Construct,
    /// How many statements were found before it.
    pub(super) start: usize,
    /// How many were found when something left it early, if it did: the rest may be skipped.
    pub(super) left: Option<usize>,
}

/// What is open.
pub(super) enum Construct {
    /// `BEGIN`.
    Block,
    /// What runs nobody knows when or how often: loops, the branches of `CASE`, what follows `EXCEPTION`.
    Doubtful,
    /// A loop over names that are spelled out, the last one first.
    Each { variable: String, rest: Vec<String>, body: Place },
    If {
        branch: Branch,
        /// True behind `ELSE`.
        is_otherwise: bool,
        chain: Chain,
    },
}

/// Whether a branch has an end of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Chain {
    /// `IF`.
    First,
    /// `ELSIF`: it ends where the `IF` before it ends.
    Next,
}

/// The statements found since `start`; those behind `left` may not have been run.
pub(super) fn taken(statements: &mut Vec<Statement>, start: usize, left: Option<usize>) -> Vec<Statement> {
    let mut found = statements.split_off(start.min(statements.len()));
    if let Some(left) = left {
        let behind = found.split_off(left.saturating_sub(start).min(found.len()));
        found.extend(doubts::doubted(behind, Why::Condition));
    }
    found
}
