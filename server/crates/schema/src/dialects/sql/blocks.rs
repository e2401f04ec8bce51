//! `DO` blocks: what they do for certain, and what they may do.
//!
//! Migrations wrap a statement in a block so that it may run twice: they swallow the error that it exists already, or
//! ask the catalog first. Such a statement counts as if it stood alone. What depends on anything else is unknown.

use text::Span;

use super::ir::{Kind, Statement};
use super::pieces::{Token, TokenKind, dollar_body, pieces, span};
use super::heads::{self, Head};
use super::reader::{Reader, unknown};
use crate::model::UnknownScope;

/// Under which condition a statement runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Frame {
    /// If what it makes is not there yet, or what it changes is there.
    Guarded,
    /// If something that cannot be told.
    Opaque,
}

/// How deep conditions may nest.
const DEEPEST: usize = 30;

/// Adds what the block of `tokens` does.
pub(super) fn block(reader: &mut Reader<'_>, tokens: &[Token]) {
    let body = tokens.iter().find(|it| matches!(it.kind, TokenKind::Dollar | TokenKind::Text));
    let Some(body) = body.filter(|it| it.kind == TokenKind::Dollar) else {
        let what = "what this block does cannot be read";
        reader.module.statements.push(unknown(span(tokens), what, UnknownScope::Tables));
        return;
    };
    let inner = pieces(reader.source, dollar_body(body, reader.source));
    let mut frames = Vec::new();
    for statement in &inner.statements {
        let mut rest = statement.as_slice();
        while let Some(behind) = control(reader, rest, &mut frames) {
            rest = behind;
        }
        step(reader, rest, frames.iter().copied().find(|it| *it == Frame::Opaque).unwrap_or(Frame::Guarded));
    }
}

/// Takes one word of control off `tokens`, and what belongs to it; `None` if they start with a statement.
fn control<'t>(reader: &Reader<'_>, tokens: &'t [Token], frames: &mut Vec<Frame>) -> Option<&'t [Token]> {
    let word = |at: usize| tokens.get(at).map_or("", |it| it.span.slice(reader.source)).to_ascii_uppercase();
    let behind = |word: &str| {
        let at = tokens.iter().position(|it| it.span.slice(reader.source).eq_ignore_ascii_case(word));
        at.and_then(|it| tokens.get(it + 1..)).unwrap_or(&[])
    };
    if frames.len() > DEEPEST {
        return None;
    }
    match word(0).as_str() {
        "BEGIN" => tokens.get(1..),
        "DECLARE" => Some(&[]),
        "IF" => {
            let rest = behind("THEN");
            let condition = tokens.get(..tokens.len() - rest.len()).unwrap_or(&[]);
            frames.push(if asks_catalog(reader, condition) { Frame::Guarded } else { Frame::Opaque });
            Some(rest)
        }
        "ELSIF" | "ELSEIF" | "ELSE" => {
            if let Some(last) = frames.last_mut() {
                *last = Frame::Opaque;
            }
            if word(0) == "ELSE" { tokens.get(1..) } else { Some(behind("THEN")) }
        }
        "FOR" | "FOREACH" | "WHILE" | "LOOP" => {
            frames.push(Frame::Opaque);
            Some(behind("LOOP"))
        }
        "EXCEPTION" => {
            frames.push(Frame::Opaque);
            Some(behind("THEN"))
        }
        "WHEN" => Some(behind("THEN")),
        "END" => {
            if matches!(word(1).as_str(), "IF" | "LOOP") || frames.last() == Some(&Frame::Opaque) {
                frames.pop();
            }
            Some(&[])
        }
        _ => None,
    }
}

/// True if `condition` asks the catalog whether something is there.
fn asks_catalog(reader: &Reader<'_>, condition: &[Token]) -> bool {
    let mut words = condition.iter().map(|it| it.span.slice(reader.source).to_ascii_lowercase());
    words.any(|it| {
        it.starts_with("pg_") || matches!(it.as_str(), "information_schema" | "to_regclass" | "to_regtype")
    })
}

/// Adds what one statement of a block does.
fn step(reader: &mut Reader<'_>, tokens: &[Token], frame: Frame) {
    let first = tokens.first().map_or("", |it| it.span.slice(reader.source));
    let head = heads::head(reader.source, tokens);
    let at = span(tokens);
    if first.eq_ignore_ascii_case("EXECUTE") {
        let scope = executed(at, reader.source);
        reader.module.statements.push(unknown(at, "this block runs statements that it puts together", scope));
    } else if head != Head::Other && frame == Frame::Opaque {
        let kinds = if head == Head::Schema { reader.parsed(tokens) } else { reader.garbled(tokens) };
        for kind in kinds {
            let scope = match kind {
                Kind::CreateTable(_) | Kind::DropTables { .. } | Kind::DropSchemas { .. } => {
                    UnknownScope::Tables
                }
                Kind::AlterTable { table, .. } => UnknownScope::Table(table.name.text),
                Kind::CreateIndex(index) => UnknownScope::Table(index.table.name.text),
                Kind::Unknown { scope, .. } => scope,
                _ => UnknownScope::Detail,
            };
            reader.module.statements.push(unknown(
                at,
                "this runs under a condition that cannot be told",
                scope,
            ));
        }
    } else if head != Head::Other {
        let kinds = if head == Head::Schema { reader.parsed(tokens) } else { reader.garbled(tokens) };
        reader.module.statements.extend(kinds.into_iter().map(|kind| Statement { span: at, kind }));
    }
}

/// What may exist because of `EXECUTE`, by the words in what it executes.
fn executed(at: Span, source: &str) -> UnknownScope {
    let text = at.slice(source).to_ascii_uppercase();
    let words: Vec<&str> = text.split(|it: char| !it.is_ascii_alphanumeric() && it != '_').collect();
    let has = |word: &str| words.contains(&word);
    let known =
        has("TRIGGER") || has("POLICY") || has("GRANT") || has("REVOKE") || has("INDEX") || has("SECURITY");
    let harmless = known || has("CONSTRAINT") || has("FUNCTION") || has("SEQUENCE");
    let makes = ["CREATE TABLE", "DROP TABLE", "RENAME", "COLUMN", "VIEW"].iter().any(|it| text.contains(it));
    if harmless && !makes { UnknownScope::Detail } else { UnknownScope::Tables }
}
