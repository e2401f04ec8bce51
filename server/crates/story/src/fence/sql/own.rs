//! The names that SQL makes for itself: they are tables while a statement runs, and nowhere else.

use std::collections::HashSet;

use crate::fence::lexer::{Kind, Token};

/// The names that `tokens` make for themselves: "WITH recent AS (...), best AS (...)", "NEW TABLE AS inserted".
pub(super) fn own(tokens: &[Token<'_>]) -> HashSet<String> {
    let mut own = HashSet::new();
    for rest in (0..tokens.len()).filter_map(|it| tokens.get(it..)) {
        let opens = |it: &Token<'_>| it.is_mark(',') || it.is("with") || it.is("recursive");
        let name = match rest {
            [kind, table, by, name, ..]
                if (kind.is("new") || kind.is("old")) && table.is("table") && by.is("as") =>
            {
                name
            }
            [before, name, rest @ ..] if opens(before) && name.kind == Kind::Word && is_defined(rest) => name,
            _ => continue,
        };
        own.insert(name.text.to_lowercase());
    }
    own
}

/// True if what follows a name defines it as a query: "AS (", "(id, total) AS MATERIALIZED (".
fn is_defined(rest: &[Token<'_>]) -> bool {
    const COLUMNS: usize = 64;
    let columns = rest.first().is_some_and(|it| it.is_mark('('));
    let behind = if columns { rest.iter().take(COLUMNS).position(|it| it.is_mark(')')) } else { None };
    let rest = rest.get(behind.map_or(0, |it| it + 1)..).unwrap_or(&[]);
    let [by, rest @ ..] = rest else { return false };
    let open = rest.iter().find(|it| !it.is("not") && !it.is("materialized"));
    by.is("as") && open.is_some_and(|it| it.is_mark('('))
}

/// True for what stands before INTO where rows are put into a table.
pub(super) fn is_insert(token: &Token<'_>) -> bool {
    ["insert", "merge", "replace", "ignore", "rollback", "abort", "fail", "copy"]
        .iter()
        .any(|it| token.is(it))
}
