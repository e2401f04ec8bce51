//! How much a database may hold. What is too much is unknown, not absent.

use text::Span;

use super::catalog::{Catalog, HeldColumn, HeldConstraint, HeldTable};
use crate::model::UnknownScope;

/// Columns that one table may have: as many as MySQL allows, and PostgreSQL fewer.
const MOST_COLUMNS: usize = 4_096;
/// Constraints and indexes that one table may have.
const MOST_CONSTRAINTS: usize = 1_000;
/// Columns of all tables together. Tables that copy others could have more than fit into memory.
const MOST_IN_ALL: usize = 250_000;

/// Tables that statements which look at all of them may look at together: a second's work, and more than any history
/// needs.
const MOST_EFFORT: usize = 50_000_000;

impl Catalog {
    /// True if so much was replayed that the rest, the statement at `span` and what follows, is unknown.
    pub(super) fn is_tired(&mut self, span: Span) -> bool {
        let is_tired = self.effort > MOST_EFFORT;
        if is_tired && self.effort < usize::MAX {
            self.effort = usize::MAX;
            let what = "what is behind this statement takes too long to be replayed".to_owned();
            self.unknown(what, span, UnknownScope::Tables);
        }
        is_tired
    }

    /// Adds a column to a table that has none of its name. What is too much is unknown.
    pub(super) fn add_column(&mut self, number: usize, column: HeldColumn) {
        let room = !self.is_full();
        let Some(table) = self.tables.get_mut(number).and_then(Option::as_mut) else { return };
        if room && table.columns.len() < MOST_COLUMNS {
            table.columns.push(column);
            self.added += 1;
        } else {
            table.open = true;
        }
    }

    /// True if it has as many columns as it may.
    pub(super) fn is_full(&self) -> bool {
        self.added >= MOST_IN_ALL
    }
}

impl HeldTable {
    /// True if it has no room for another constraint or index.
    pub(super) fn is_full(&self) -> bool {
        self.constraints.len() + self.indexes.len() >= MOST_CONSTRAINTS
    }

    /// Adds a constraint. What is too much is unknown.
    pub(super) fn add_constraint(&mut self, constraint: HeldConstraint) {
        if self.is_full() {
            self.more = true;
        } else {
            self.constraints.push(constraint);
        }
    }
}
