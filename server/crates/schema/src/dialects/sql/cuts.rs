//! Whether the name of a table that is being made is whole: a slip in the middle of it leaves another name.

use super::ir::Path;
use super::pieces::{Token, TokenKind};

/// What is left of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Name {
    Whole,
    /// It may be a part of the one that is meant.
    Cut,
    Lost,
}

/// What is left of `name`, which the statement of `tokens` gives to a table; it is broken first at `broken`.
pub(super) fn name(source: &str, tokens: &[Token], name: &Path, broken: Option<usize>) -> Name {
    let open = tokens.iter().position(|it| it.kind == TokenKind::Symbol(b'('));
    let Some(open) = open else {
        // `CREATE TABLE us;ers (`: nobody makes a table of nothing.
        let is = |words: &[&str]| tokens.iter().any(|it| words.iter().any(|word| it.span.slice(source).eq_ignore_ascii_case(word)));
        return if is(&["AS", "OF", "INTO", "SELECT", "LIKE"]) { of_broken(name, broken, Name::Whole) } else { Name::Cut };
    };
    let start = tokens.get(open).map_or(0, |it| it.span.start().bytes());
    // `CREATE TABLE IF N (`: what stands there for a name may be none.
    let is_cut = broken.is_some_and(|it| it <= start) || broken.is_some() && is_glued(tokens, open);
    of_broken(name, broken, if is_cut { Name::Cut } else { Name::Whole })
}

fn of_broken(name: &Path, broken: Option<usize>, otherwise: Name) -> Name {
    if broken.is_some() && name.name.text.is_empty() { Name::Lost } else { otherwise }
}

/// True if the parenthesis at `open` may stand in the middle of a name: `CREATE TABLE us(ers (`.
fn is_glued(tokens: &[Token], open: usize) -> bool {
    let around = open.checked_sub(1).and_then(|it| tokens.get(it..it + 3)).unwrap_or(&[]);
    let counted = |byte: u8| tokens.iter().filter(|it| it.kind == TokenKind::Symbol(byte)).count();
    let touch = |it: &[Token]| matches!(it, [left, right] if left.span.end() == right.span.start());
    !around.is_empty() && around.windows(2).all(touch) && counted(b'(') > counted(b')')
}
