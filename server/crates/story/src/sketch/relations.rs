//! "`okrUser` belongs to `team`", "`organizationId` columns on teams, users".

use crate::phrases::{PHRASES, class};
use crate::prose::{Kind, Prose};
use crate::sketch::{empty, with};
use crate::words;
use crate::{Sketch, SketchColumn, SketchReference};

/// A list of targets or tables is at most this long.
const LONGEST: usize = 32;

/// Adds the sketches of relations in `prose`.
pub(super) fn find(prose: &Prose, sketches: &mut Vec<Sketch>) {
    for index in 0..prose.tokens().len() {
        if let Some(behind) = belongs(prose, index) {
            belongs_to(prose, index, behind, sketches);
        } else if prose.class(index) & class::COLUMN != 0 {
            columns_on(prose, index, sketches);
        }
    }
}

/// The token behind "belongs to" at `index`.
fn belongs(prose: &Prose, index: usize) -> Option<usize> {
    if prose.class(index) & class::BELONGS == 0 {
        return None;
    }
    let pair = format!("{} {}", prose.word(index)?, prose.word(index + 1)?);
    PHRASES.has("fields.belongs", &pair).then_some(index + 2)
}

fn belongs_to(prose: &Prose, verb: usize, mut at: usize, sketches: &mut Vec<Sketch>) {
    let Some(owner) = verb.checked_sub(1) else { return };
    let Some(token) = prose.token(owner).filter(|it| names_table(it.kind, prose.text_of(it))) else { return };
    let mut columns = Vec::new();
    for _ in 0..LONGEST {
        let Some(target) = prose.token(at).filter(|it| names_table(it.kind, prose.text_of(it))) else {
            break;
        };
        let table = prose.text_of(target).to_owned();
        at += 1;
        // "`okrUser` owner": the word behind says what for.
        let role = prose.word(at).filter(|it| {
            it.bytes().all(|byte| byte.is_ascii_lowercase())
                && !matches!(*it, "and" | "or" | "via" | "through" | "with")
        });
        let name = match role {
            Some(role) => format!("{role}_id"),
            None => format!("{}_id", with::singular_snake(&table)),
        };
        at += usize::from(role.is_some());
        columns.push(SketchColumn {
            name,
            span: target.span,
            references: Some(SketchReference { table, ..SketchReference::default() }),
            ..SketchColumn::default()
        });
        let before = at;
        while prose.is_mark(at, ',') || prose.word(at) == Some("and") {
            at += 1;
        }
        if at == before {
            break;
        }
    }
    if !columns.is_empty() {
        sketches.push(Sketch { columns, ..empty(prose.text_of(token), token.span) });
    }
}

fn names_table(kind: Kind, text: &str) -> bool {
    let shaped = kind == Kind::Code
        || words::is_camel(text)
        || words::is_snake(text)
        || words::is_pascal_compound(text);
    matches!(kind, Kind::Code | Kind::Word) && shaped && words::may_be_table(text)
}

/// "`organizationId` columns on teams, users": one column on each.
fn columns_on(prose: &Prose, noun: usize, sketches: &mut Vec<Sketch>) {
    let Some(before) = noun.checked_sub(1) else { return };
    let Some(column) = prose.token(before).filter(|it| matches!(it.kind, Kind::Code | Kind::Word)) else {
        return;
    };
    let name = prose.text_of(column);
    let shaped = column.kind == Kind::Code || words::is_camel(name) || words::is_snake(name);
    if !shaped || !words::is_identifier(name) || !matches!(prose.word(noun + 1), Some("on" | "to" | "in")) {
        return;
    }
    let mut at = noun + 2;
    for _ in 0..LONGEST {
        let Some(table) = prose.token(at).filter(|it| matches!(it.kind, Kind::Code | Kind::Word)) else {
            break;
        };
        let text = prose.text_of(table);
        if !words::may_be_table(text) || !(table.kind == Kind::Code || is_plural(text)) {
            break;
        }
        let found = SketchColumn { name: name.to_owned(), span: column.span, ..SketchColumn::default() };
        sketches.push(Sketch { columns: vec![found], ..empty(text, table.span) });
        at += 1;
        let from = at;
        while prose.is_mark(at, ',') || prose.word(at) == Some("and") {
            at += 1;
        }
        if at == from {
            break;
        }
    }
}

/// True for plain words that may be tables: "teams", but not "the".
fn is_plural(text: &str) -> bool {
    words::is_snake(text)
        || words::is_camel(text)
        || (text.len() > 2 && text.ends_with('s') && text.bytes().all(|it| it.is_ascii_lowercase()))
}
