//! What an item of a CREATE TABLE says of a column, in words.

use schema::model::Action;

use crate::fence::lexer::{Kind, Token};
use crate::{Sketch, SketchColumn, SketchReference};

/// What the tokens behind a column's name say of it.
pub(super) fn describe(name: Token<'_>, rest: &[Token<'_>]) -> SketchColumn {
    let has = |words: &[&str]| {
        rest.windows(words.len()).any(|at| at.iter().zip(words).all(|(it, word)| it.is(word)))
    };
    let reference = rest.iter().position(|it| it.is("references"));
    let primary = has(&["primary", "key"]);
    SketchColumn {
        name: name.text.to_owned(),
        span: name.span,
        ty: column_type(rest),
        nullable: (has(&["not", "null"]) || primary).then_some(false),
        default: default_value(rest),
        primary,
        unique: has(&["unique"]),
        references: reference.and_then(|at| reference_at(rest.get(at + 1..)?)),
        values: Vec::new(),
    }
}

fn column_type(rest: &[Token<'_>]) -> Option<String> {
    const ENDS: [&str; 10] = [
        "not",
        "null",
        "default",
        "primary",
        "unique",
        "references",
        "check",
        "constraint",
        "generated",
        "collate",
    ];
    let mut ty = String::new();
    let mut depth = 0_u32;
    for token in rest {
        if depth == 0 && ENDS.iter().any(|word| token.is(word)) {
            break;
        }
        match token.kind {
            Kind::Mark('(') => depth += 1,
            Kind::Mark(')') => depth = depth.saturating_sub(1),
            Kind::Word if !ty.is_empty() && !ty.ends_with('(') && !ty.ends_with(',') => ty.push(' '),
            _ => {}
        }
        ty.push_str(token.text);
    }
    Some(ty).filter(|it| !it.is_empty())
}

fn default_value(rest: &[Token<'_>]) -> Option<String> {
    let at = rest.iter().position(|it| it.is("default"))?;
    let first = rest.get(at + 1)?;
    let call = rest.get(at + 2).is_some_and(|it| it.is_mark('('))
        && rest.get(at + 3).is_some_and(|it| it.is_mark(')'));
    Some(match (first.kind, call) {
        (Kind::Text, _) => format!("'{}'", first.text),
        (_, true) => format!("{}()", first.text),
        _ => first.text.to_owned(),
    })
}

fn reference_at(rest: &[Token<'_>]) -> Option<SketchReference> {
    let first = rest.first().filter(|it| it.kind == Kind::Word)?;
    let (table, rest) = match rest.get(1).filter(|it| it.is_mark('.')).and_then(|_| rest.get(2)) {
        Some(second) => (second, rest.get(3..)?),
        None => (first, rest.get(1..)?),
    };
    let column =
        rest.first().filter(|it| it.is_mark('(')).and_then(|_| rest.get(1)).map(|it| it.text.to_owned());
    let deletes =
        rest.windows(2).position(|at| matches!(at, [on, delete] if on.is("on") && delete.is("delete")));
    let on_delete = deletes.and_then(|at| {
        let (first, second) = (rest.get(at + 2)?, rest.get(at + 3));
        let second = |word: &str| second.is_some_and(|it| it.is(word));
        match () {
            () if first.is("cascade") => Some(Action::Cascade),
            () if first.is("restrict") => Some(Action::Restrict),
            () if first.is("set") && second("null") => Some(Action::SetNull),
            () if first.is("set") && second("default") => Some(Action::SetDefault),
            () if first.is("no") => Some(Action::NoAction),
            () => None,
        }
    });
    Some(SketchReference { table: table.text.to_owned(), column, on_delete })
}

/// Applies "PRIMARY KEY (a)" and "FOREIGN KEY (a) REFERENCES b" to the columns above.
pub(super) fn apply_key(item: &[Token<'_>], sketch: &mut Sketch) {
    let open = item.iter().position(|it| it.is_mark('('));
    let column = open.and_then(|at| item.get(at + 1)).map(|it| it.text);
    let alone = open.is_some_and(|at| item.get(at + 2).is_some_and(|it| it.is_mark(')')));
    let Some(column) = sketch.columns.iter_mut().find(|it| alone && Some(it.name.as_str()) == column) else {
        return;
    };
    if item.iter().any(|it| it.is("primary")) {
        column.primary = true;
    } else if let Some(at) = item.iter().position(|it| it.is("references")) {
        column.references = reference_at(item.get(at + 1..).unwrap_or(&[]));
    } else if item.iter().any(|it| it.is("unique")) {
        column.unique = true;
    }
}
