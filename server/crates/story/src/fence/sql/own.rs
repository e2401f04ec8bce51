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
    own.extend(copies(tokens));
    own
}

/// The tables that `tokens` make for the work at hand: "CREATE TABLE orders_before AS SELECT", "CREATE TEMP TABLE".
fn copies(tokens: &[Token<'_>]) -> HashSet<String> {
    let mut copies = HashSet::new();
    for at in (0..tokens.len()).filter(|it| tokens.get(*it).is_some_and(|it| it.is("create"))) {
        let mut rest = tokens.get(at + 1..).unwrap_or(&[]);
        let mut lasts = true;
        while let [first, behind @ ..] = rest
            && COPY_WORDS.iter().any(|it| first.is(it))
        {
            lasts &= !first.is("temp") && !first.is("temporary");
            rest = behind;
        }
        let [name, rest @ ..] = rest else { continue };
        let is_table = tokens.get(at..).is_some_and(|it| it.iter().take(5).any(|it| it.is("table")));
        // "CREATE TABLE a (id, total) AS SELECT": the names end with their parentheses.
        let columns = rest.first().is_some_and(|it| it.is_mark('('));
        let behind = if columns { rest.iter().take(64).position(|it| it.is_mark(')')) } else { None };
        let next = rest.get(behind.map_or(0, |it| it + 1)..).unwrap_or(&[]);
        let is_copy = matches!(next, [by, what, ..]
            if by.is("as") && (what.is("select") || what.is("with") || what.is("table") || what.is_mark('(')));
        if is_table && name.kind == Kind::Word && (is_copy || !lasts) {
            copies.insert(name.text.to_lowercase());
        }
    }
    copies
}

/// What may stand between CREATE and a table's name.
const COPY_WORDS: &[&str] =
    &["temp", "temporary", "unlogged", "global", "local", "table", "if", "not", "exists"];

/// True if the name at `name` goes on with what somebody is to fill in, at `next`: `orders_backup_<date>`.
pub(super) fn is_cut(name: &Token<'_>, next: Option<&Token<'_>>) -> bool {
    let opens = |it: &Token<'_>| ['<', '{', '$', '%'].iter().any(|mark| it.is_mark(*mark));
    name.text.ends_with('_') || next.is_some_and(|it| it.span.start() == name.span.end() && opens(it))
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
