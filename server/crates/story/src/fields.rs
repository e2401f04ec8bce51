//! What one bullet or one row says of a column: name, type, keys, values.
//!
//! Leaves to others: of which table it is (`assemble`).

mod describe;
mod table;

use text::Span;

pub(crate) use describe::{default_at, is_type, listed_values, quoted_values, says_default};
pub(crate) use table::{Columns, cells, columns, of_row};

use crate::mentions::foreign_key;
use crate::prose::{Kind, Prose};
use crate::words;
use crate::{SketchColumn, SketchReference};

/// Between a column and the arrow to its target stand at most this many tokens.
const NEAR_ARROW: usize = 5;

/// A bullet that begins with a name: it may describe a column, or announce a table.
#[derive(Debug, Clone)]
pub(crate) struct Field {
    /// What it says of the name as a column.
    pub(crate) column: SketchColumn,
    /// True if it says what only columns have: a type, a key, a reference.
    pub(crate) typed: bool,
    /// True if the name stands in a code span.
    pub(crate) code: bool,
    /// True if nothing but the name stands in the bullet, or a sign follows it.
    pub(crate) marked: bool,
    /// Columns listed in parentheses behind it, if it is a table ("`session`: … (id, token)").
    pub(crate) listed: Vec<SketchColumn>,
}

/// What the item with the text `prose` says.
pub(crate) fn of_item(prose: &Prose) -> Option<Field> {
    let start = (0..prose.tokens().len().min(4))
        .find(|&it| prose.token(it).is_some_and(|it| it.kind != Kind::Mark))?;
    let token = prose.token(start)?;
    let text = prose.text_of(token);
    let name = match token.kind {
        Kind::Code => definition_in_code(text, token.span).unwrap_or((text, token.span, None)),
        Kind::Word => (text, token.span, None),
        Kind::Mark | Kind::Break | Kind::Cell => return None,
    };
    let (name, span, inner) = name;
    let (name, optional_name) = name.strip_suffix('?').map_or((name, false), |it| (it, true));
    let span = Span::new(span.start(), span.start().plus(name.len().min(span.len())));
    if !words::is_identifier(name) || words::is_screaming(name) || words::is_placeholder(name) {
        // "name" alone is a placeholder for a table, but a fine column.
        if !words::is_column_like(name) {
            return None;
        }
    }
    // "Phase: real time" is a label; columns begin with a small letter where they are not code.
    if token.kind == Kind::Word && name.starts_with(char::is_uppercase) && !name.contains('_') {
        return None;
    }
    let mut at = start + 1;
    let optional = prose.is_mark(at, '?') && prose.token(at).is_some_and(|it| !it.spaced);
    at += usize::from(optional);
    let sign =
        prose.mark(at).filter(|it| matches!(it, ':' | '：' | '-' | '—' | '–' | '(' | '（' | '=' | '→'));
    let spaced = prose.token(at).is_some_and(|it| it.spaced);
    // "user-facing" and "path/to" begin with a word that is no name.
    let glued = sign.is_some_and(|it| matches!(it, '-' | '–' | '—')) && !spaced;
    let plain = token.kind == Kind::Word && !token.style.bold;
    if glued || (plain && sign.is_none()) {
        return None;
    }
    let from = if sign.is_some_and(|it| !matches!(it, '(' | '（' | '→')) { at + 1 } else { at };
    let mut column = describe::describe(prose, from, prose.tokens().len());
    match inner {
        Some(Inner::Type(inner)) => column.ty = column.ty.or(Some(inner)),
        Some(Inner::Target(to)) => column.references = column.references.or(Some(to)),
        None => column.references = column.references.or_else(|| arrow_target(prose, at, name)),
    }
    name.clone_into(&mut column.name);
    column.span = span;
    let optional = optional || optional_name;
    if optional {
        column.nullable = Some(true);
    }
    let typed = describe::is_told(&column) || optional && column.ty.is_some();
    let listed = listed_columns(prose, from);
    let marked = sign.is_some() || prose.token(at).is_none();
    Some(Field { column, typed, code: token.kind == Kind::Code, marked, listed })
}

/// What stands behind a name in one code span.
enum Inner {
    /// `avatar_url: text`.
    Type(String),
    /// `user_id → users.id`.
    Target(SketchReference),
}

/// The name of `` `avatar_url: text` `` and `` `user_id → users` `` in one code span, and what stands behind it.
fn definition_in_code(text: &str, span: Span) -> Option<(&str, Span, Option<Inner>)> {
    let at = text.find([':', ' ', '→'])?;
    let name = text.get(..at)?.trim_end_matches('?');
    let place = || Span::new(span.start(), span.start().plus(name.len()));
    let rest = text.get(at..)?.trim_start();
    if let Some(target) = ["→", "->", "=>"].iter().find_map(|it| rest.strip_prefix(it)) {
        let target = target.trim();
        let (table, column) =
            target.split_once('.').map_or((target, None), |it| (it.0, Some(it.1.to_owned())));
        let fits = foreign_key::refers(name) && words::is_identifier(name) && words::may_be_table(table);
        let to = SketchReference { table: table.to_owned(), column, on_delete: None };
        return fits.then(|| (name, place(), Some(Inner::Target(to))));
    }
    let ty = rest.trim_start_matches(':').trim();
    let first = ty.split(|it: char| !it.is_alphanumeric()).next()?;
    let fits = words::is_identifier(name) && describe::is_type(first);
    fits.then(|| (name, place(), Some(Inner::Type(ty.to_owned()))))
}

/// The target of an arrow shortly behind token `at`, where the column `name` ends: "user_id: uuid → users".
fn arrow_target(prose: &Prose, at: usize, name: &str) -> Option<SketchReference> {
    let refers = foreign_key::refers(name);
    let to = (at..at + NEAR_ARROW).filter(|_| refers).find_map(|it| foreign_key::arrow_at(prose, it))?;
    let target = foreign_key::target_at(prose, to)?;
    Some(SketchReference {
        table: target.table,
        column: target.column.map(|(name, _)| name),
        on_delete: None,
    })
}

/// The names in the first parentheses behind token `from`: "(id, name, email, …)". At least two, and nothing else.
pub(crate) fn listed_columns(prose: &Prose, from: usize) -> Vec<SketchColumn> {
    for open in from..(from + 40).min(prose.tokens().len()) {
        if prose.is_mark(open, '(') || prose.is_mark(open, '（') {
            let found = names_until_closed(prose, open + 1);
            if found.len() >= 2 {
                return found;
            }
        }
    }
    Vec::new()
}

fn names_until_closed(prose: &Prose, mut at: usize) -> Vec<SketchColumn> {
    let mut found = Vec::new();
    while found.len() < 200 {
        let Some(token) = prose.token(at) else { return Vec::new() };
        let text = prose.text_of(token);
        match token.kind {
            Kind::Word if text == "etc" => {}
            Kind::Word | Kind::Code if words::is_identifier(text) && !words::is_screaming(text) => {
                let mut column =
                    SketchColumn { name: text.to_owned(), span: token.span, ..SketchColumn::default() };
                // "id uuid" says the type as well.
                if let Some(ty) = prose.word(at + 1).filter(|it| describe::is_type(it)) {
                    column.ty = Some(ty.to_owned());
                    at += 1;
                }
                found.push(column);
            }
            Kind::Mark if matches!(prose.mark(at), Some('.' | '…')) => {}
            Kind::Break => {}
            _ => return Vec::new(),
        }
        at += 1;
        match prose.mark(at) {
            Some(')' | '）') => return found,
            Some(',' | '、' | '，' | '.' | '…') => at += 1,
            _ if prose.token(at).is_some_and(|it| it.kind == Kind::Break) => at += 1,
            _ => return Vec::new(),
        }
        if prose.is_mark(at, ')') {
            return found;
        }
    }
    found
}
