//! Values listed behind a column: "`orders.status` is one of `draft`, `paid`", "add role enum (admin|member) to `users`
//! table".
//!
//! Leaves to others: values in parentheses right behind a column (`values`), fields under their table (`fields`).

use text::Span;

use super::values::only_table;
use super::{Claim, Said, phrase};
use crate::phrases::class;
use crate::prose::{Kind, Prose};
use crate::words;
use crate::{Form, Mention, Strength, Subject, Value};

/// Between a column and what announces its values stand at most this many tokens: "`status` column (values: …".
const NEAR: usize = 3;
/// A list is at most this long; what is longer is data.
const LONGEST: usize = 64;

/// How sure a phrase is that values follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    /// Any words may be values: "is one of draft, paid", "enum: draft, paid".
    Values,
    /// Only words set off from prose are: "can be `draft` or `paid`".
    Perhaps,
}

/// Adds the values that `prose`, with the mentions `found`, lists.
pub(super) fn find(prose: &Prose, found: &[Mention], claims: &mut Vec<Claim>) {
    let table = only_table(found).map(|it| it.name.as_str());
    if table.is_none() && !found.iter().any(|it| it.form == Form::Dotted && it.subject == Subject::Column) {
        return;
    }
    for at in 0..prose.tokens().len() {
        let Some((column, span, own)) = column(prose, at) else { continue };
        let Some((says, behind)) = announced(prose, at + 1) else { continue };
        let Some(table) = own.or(table) else { continue };
        let values = listed(prose, behind, says);
        let known = claims.iter().any(|it| it.span == span && matches!(it.said, Said::Values { .. }));
        if values.len() > 1 && !known {
            let (table, column) = (table.to_owned(), column.to_owned());
            claims.push(Claim {
                said: Said::Values { table, column, values },
                span,
                strength: Strength::Strong,
                cue: None,
                evidence: "values listed behind the column",
            });
        }
    }
}

/// The column at token `at`, and its table if that is written, too.
fn column(prose: &Prose, at: usize) -> Option<(&str, Span, Option<&str>)> {
    let token = prose.token(at)?;
    let text = prose.text_of(token);
    let (table, name) = match text.split_once('.') {
        Some((table, name)) if token.kind == Kind::Code => (Some(table), name),
        _ => (None, text),
    };
    let small = name.starts_with(|it: char| it.is_ascii_lowercase());
    let is_word =
        matches!(token.kind, Kind::Code | Kind::Word) && !words::is_no_name(name) || name == "status";
    // "is one of": the verb is no column.
    let is_verb = token.kind == Kind::Word
        && ["values.are", "values.perhaps"].iter().any(|it| phrase(prose, at, it).is_some());
    let fits =
        is_word && !is_verb && small && words::is_identifier(name) && table.is_none_or(words::may_be_table);
    let start = token.span.start().plus(text.len() - name.len());
    let span = if token.span.len() == text.len() { Span::new(start, token.span.end()) } else { token.span };
    fits.then_some((name, span, table))
}

/// What the phrase shortly behind token `at` says, and the token behind it.
fn announced(prose: &Prose, at: usize) -> Option<(Says, usize)> {
    for index in at..at + NEAR {
        if let Some(to) = phrase(prose, index, "values.are") {
            return Some((Says::Values, to));
        }
        if let Some(to) = phrase(prose, index, "values.perhaps") {
            return Some((Says::Perhaps, to));
        }
        let passes = prose.class(index) & class::COLUMN != 0
            || matches!(prose.mark(index), Some('(' | ':' | '（' | '：'));
        if !passes {
            return None;
        }
    }
    None
}

/// The values listed at token `at`: names in code, in quotes and, if the list is nothing else, in plain words.
fn listed(prose: &Prose, mut at: usize, says: Says) -> Vec<Value> {
    while matches!(prose.mark(at), Some('(' | '（' | ':' | '：' | '[' | '{' | '=')) {
        at += 1;
    }
    let mut found: Vec<Value> = Vec::new();
    let mut plain = false;
    while found.len() < LONGEST {
        let quoted = matches!(prose.mark(at), Some('\'' | '"' | '“' | '‘'));
        at += usize::from(quoted);
        let Some(token) = prose.token(at) else { break };
        let text = prose.text_of(token);
        match token.kind {
            Kind::Code => found.extend(barred(text, token.span)),
            Kind::Word if quoted || says == Says::Values && words::is_identifier(text) => {
                plain |= !quoted;
                found.push(Value { text: text.to_owned(), span: token.span });
            }
            _ => break,
        }
        at += 1;
        // "in-progress" and "in progress" are of several words: the list is read no further.
        at += usize::from(quoted && matches!(prose.mark(at), Some('\'' | '"' | '”' | '’')));
        let before = at;
        while matches!(prose.mark(at), Some(',' | '|' | '/' | '、' | '，'))
            || prose.word(at).is_some_and(words::joins)
        {
            at += 1;
        }
        if at == before {
            break;
        }
    }
    let ends = prose.token(at).is_none()
        || matches!(prose.mark(at), Some('.' | ')' | '）' | ';' | '。' | ']' | '}'));
    if plain && !ends || says == Says::Perhaps && found.iter().any(|it| it.text.eq_ignore_ascii_case("null"))
    {
        return Vec::new();
    }
    found
}

/// The values between bars in `text`, which stands at `span`; nothing if it is no value.
fn barred(text: &str, span: Span) -> Vec<Value> {
    let mut at = 0;
    let mut found = Vec::new();
    for part in text.split('|') {
        let value = part.trim().trim_matches(['\'', '"']);
        if !value.chars().all(|it| it.is_alphanumeric() || matches!(it, '_' | '-')) || value.is_empty() {
            return Vec::new();
        }
        let start = span.start().plus(at + part.find(value).unwrap_or(0));
        at += part.len() + 1;
        let exact = span.len() == text.len();
        let span = if exact { Span::new(start, start.plus(value.len())) } else { span };
        found.push(Value { text: value.to_owned(), span });
    }
    found
}
