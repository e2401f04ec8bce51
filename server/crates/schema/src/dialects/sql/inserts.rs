//! How much of an `INSERT` is kept: what it puts where, and none of its rows.

use super::pieces::{Token, TokenKind};

/// How many tokens are kept at least.
const FEWEST: usize = 8;

/// How many are kept at most: those with the columns that it names.
const MOST: usize = 240;

/// Behind so many statements a file is one of data: no columns are named that were not named before.
const MOST_LISTS: usize = 1_000;

/// True if what follows the tokens of `statement`, which stands behind so many others, is one of the rows that it puts
/// into a table.
pub(super) fn is_row(source: &str, statement: &[Token], others: usize) -> bool {
    let (Some(first), Some(last)) = (statement.first(), statement.last()) else { return false };
    statement.len() >= FEWEST
        && (others >= MOST_LISTS || statement.len() >= MOST || last.kind == TokenKind::Symbol(b')'))
        && first.span.slice(source).eq_ignore_ascii_case("INSERT")
}
