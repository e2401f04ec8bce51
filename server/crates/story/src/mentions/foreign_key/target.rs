//! The table and column that a foreign key's notation ends in.

use text::Span;

use crate::Strength;
use crate::mentions::foreign_key::Reference;
use crate::phrases::PHRASES;
use crate::prose::{Kind, Prose};
use crate::words;

/// The target at token `at`: `` `users.id` ``, users.id, users(id), `` `users` ``, users.
pub(super) fn target(prose: &Prose, starts: usize, at: usize) -> Option<Reference> {
    let token = prose.token(at)?;
    let text = prose.text_of(token);
    match token.kind {
        Kind::Code => in_code(text, token.span, starts, at),
        Kind::Word if words::is_identifier(text) => in_words(prose, text, token.span, starts, at),
        Kind::Word | Kind::Mark | Kind::Break | Kind::Cell => None,
    }
}

fn in_code(text: &str, span: Span, starts: usize, at: usize) -> Option<Reference> {
    let body = text.strip_suffix(')').map_or_else(|| text.to_owned(), |it| it.replace('(', "."));
    let parts: Vec<&str> = body.split('.').collect();
    if !parts.iter().all(|part| words::is_identifier(part)) {
        return None;
    }
    let (schema, table, column) = match *parts.as_slice() {
        [table] => (None, table, None),
        [first, second] if is_schema(first) => (Some(first), second, None),
        [table, column] => (None, table, Some(column)),
        [schema, table, column] => (Some(schema), table, Some(column)),
        _ => return None,
    };
    let place = |name: &str, skip: usize| {
        let start = span.start().plus(skip);
        Span::new(start, start.plus(name.len()))
    };
    let ahead = schema.map_or(0, |it| it.len() + 1);
    let column = column.map(|it| (it.to_owned(), place(it, ahead + table.len() + 1)));
    // "referencing `site.address.city`" speaks of an object and what is in it.
    let is_member = schema.is_some_and(|it| !is_schema(it))
        && column.as_ref().is_some_and(|(it, _)| !words::is_column_like(it));
    let file = is_member
        || column.as_ref().is_some_and(|(it, _)| words::is_file_ending(it))
        || words::is_object(table);
    if file || !(words::may_be_table(table) || words::is_system_table(table)) {
        return None;
    }
    Some(Reference {
        table: table.to_owned(),
        span: place(table, ahead),
        schema: schema.map(str::to_owned),
        column,
        role: None,
        from: at,
        to: at + 1,
        starts,
        strength: Strength::Strong,
    })
}

fn is_schema(name: &str) -> bool {
    words::is_system_schema(name) || name.eq_ignore_ascii_case("public")
}

type Part<'a> = (&'a str, Span);

/// The words of "a.b.c" at token `at`, and the token behind them.
fn dotted_words<'a>(prose: &'a Prose, text: &'a str, span: Span, at: usize) -> (Vec<Part<'a>>, usize) {
    let mut parts = vec![(text, span)];
    let mut to = at + 1;
    while parts.len() < 3 && prose.is_mark(to, '.') && prose.token(to).is_some_and(|it| !it.spaced) {
        let Some(next) = prose.token(to + 1).filter(|it| it.kind == Kind::Word && !it.spaced) else { break };
        parts.push((prose.text_of(next), next.span));
        to += 2;
    }
    (parts, to)
}

fn in_words(prose: &Prose, text: &str, span: Span, starts: usize, at: usize) -> Option<Reference> {
    let (parts, mut to) = dotted_words(prose, text, span, at);
    let (schema, (table, span), mut column) = match *parts.as_slice() {
        [table] => (None, table, None),
        [(first, _), second] if is_schema(first) => (Some(first), second, None),
        [table, last] => (None, table, Some(last)),
        [(first, _), table, last, ..] => (Some(first), table, Some(last)),
        [] => return None,
    };
    if parts.len() == 1
        && prose.is_mark(to, '(')
        && prose.token(to).is_some_and(|it| !it.spaced)
        && prose.is_mark(to + 2, ')')
    {
        column =
            prose.token(to + 1).filter(|it| it.kind == Kind::Word).map(|it| (prose.text_of(it), it.span));
        to += 3;
    }
    // "FK to work-unit rows": a word that is cut at a hyphen names nothing.
    let glued = |it: usize| prose.token(it).is_some_and(|it| !it.spaced);
    if prose.is_mark(to, '-') && glued(to) && prose.word(to + 1).is_some() && glued(to + 1) {
        return None;
    }
    let fits = words::may_be_table(table) || words::is_system_table(table);
    if !fits
        || is_filler(table)
        || column.is_some_and(|(it, _)| words::is_file_ending(it) || !words::is_identifier(it))
    {
        return None;
    }
    let shaped = column.is_some()
        || words::is_snake(table)
        || words::is_camel(table)
        || words::is_pascal_compound(table);
    // "FK to team" names a table; "FK to parent record" speaks of one.
    let ends = prose.token(to).is_none_or(|it| it.kind != Kind::Word && it.kind != Kind::Code)
        || prose
            .word(to)
            .is_some_and(|it| matches!(it, "and" | "with" | "on" | "table" | "cascade" | "nullable"));
    let plain = ends && table.bytes().all(|it| it.is_ascii_lowercase());
    if !shaped && !ends {
        return None;
    }
    Some(Reference {
        table: table.to_owned(),
        span,
        schema: schema.map(str::to_owned),
        column: column.map(|(it, span)| (it.to_owned(), span)),
        role: None,
        from: at,
        to,
        starts,
        strength: if shaped || plain { Strength::Strong } else { Strength::Weak },
    })
}

/// True for words that describe a target, or stand for it, instead of naming it.
fn is_filler(word: &str) -> bool {
    PHRASES.has("foreign.vague", word)
}
