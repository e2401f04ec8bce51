//! Foreign keys that sentences claim: "foreign keys: users → teams, objectives → quarters/teams", "`orders` table with FK
//! to users". In modules: verbs and arrows between two names, columns with their target, tables that join two others.

mod columns;
mod joins;
mod verbs;

use super::{Claim, Said};
use crate::mentions::foreign_key;
use crate::phrases::{PHRASES, class};
use crate::prose::{Kind, Prose};
use crate::words;
use crate::{Form, Mention, Strength, Subject};

/// "Foreign keys" stands at most this many tokens before the first arrow.
const NEAR_LABEL: usize = 12;
/// A list of pairs or targets is at most this long.
const LONGEST: usize = 64;

/// Adds the foreign keys that `prose` claims.
pub(super) fn find(prose: &Prose, found: &[Mention], claims: &mut Vec<Claim>) {
    labelled(prose, claims);
    verbs::find(prose, claims);
    joins::find(prose, claims);
    columns::find(prose, claims);
    of_table(prose, found, claims);
}

/// "Foreign keys: a → b + c, d → e": the label tells which way the arrows point.
fn labelled(prose: &Prose, claims: &mut Vec<Claim>) {
    let mut at = 0;
    while at < prose.tokens().len() {
        at += 1;
        if !is_label(prose, at - 1) {
            continue;
        }
        let near = at..(at + NEAR_LABEL).min(prose.tokens().len());
        let opens = |it: &usize| name(prose, *it).is_some() && foreign_key::arrow_at(prose, it + 1).is_some();
        if let Some(first) = near.into_iter().find(opens) {
            at = pairs(prose, first, claims);
        }
    }
}

/// Reads "a → b + c, d → e" at token `at`; returns the token behind.
fn pairs(prose: &Prose, mut at: usize, claims: &mut Vec<Claim>) -> usize {
    for _ in 0..LONGEST {
        let Some((from, behind)) = name(prose, at).zip(foreign_key::arrow_at(prose, at + 1)) else { break };
        let first = at;
        at = behind;
        while let Some(target) = name(prose, at) {
            claims.push(claim(prose, (first, from), (at, target), "arrow behind \"foreign keys\""));
            at += 1;
            if !matches!(prose.mark(at), Some('/' | '+' | '&')) {
                break;
            }
            at += 1;
        }
        while matches!(prose.mark(at), Some(',' | ';' | '，' | '、')) || prose.word(at) == Some("and") {
            at += 1;
        }
    }
    at
}

/// True for "foreign key(s)", "FKs", "many-to-one".
fn is_label(prose: &Prose, at: usize) -> bool {
    let Some(word) = prose.word(at) else { return false };
    let next = prose.word(at + 1).unwrap_or("");
    let many_to_one = word.eq_ignore_ascii_case("many")
        && prose.word(at + 2) == Some("to")
        && prose.word(at + 4) == Some("one");
    many_to_one
        || PHRASES.has("fields.foreign", word)
        || PHRASES.has("fields.foreign", &format!("{word} {next}"))
        || word.starts_with("外键")
}

/// "`orders` table with FK to users": one table is surely named, and then a foreign key without a column of its own.
fn of_table(prose: &Prose, found: &[Mention], claims: &mut Vec<Claim>) {
    let mut strong = found.iter().filter(|it| {
        it.subject == Subject::Table
            && it.strength == Strength::Strong
            && matches!(it.form, Form::CodeThenTable | Form::SnakeThenTable)
    });
    let Some(owner) = strong.next() else { return };
    if strong.any(|it| it.name != owner.name) {
        return;
    }
    for reference in foreign_key::references(prose) {
        let starts = prose.token(reference.starts);
        let labelled = prose.class(reference.starts) & class::FOREIGN != 0;
        if !labelled || starts.is_none_or(|it| it.span.start() < owner.span.end()) {
            continue;
        }
        claims.push(Claim {
            said: Said::ForeignKey {
                table: owner.name.clone(),
                columns: Vec::new(),
                to: reference.table.clone(),
                on_delete: None,
            },
            span: reference.span,
            strength: Strength::Strong,
            cue: owner.cue,
            evidence: "foreign key notation behind the table",
        });
    }
}

/// The claim that `table`, at token `from`, refers to `to`, at token `at`.
fn claim(
    prose: &Prose,
    (from, table): (usize, &str),
    (at, to): (usize, &str),
    evidence: &'static str,
) -> Claim {
    let (first, last) = (from.min(at), from.max(at));
    let span = |index: usize| prose.token(index).map(|it| it.span).unwrap_or_default();
    Claim {
        said: Said::ForeignKey {
            table: table.to_owned(),
            columns: Vec::new(),
            to: to.to_owned(),
            on_delete: None,
        },
        span: span(first).join(span(last)),
        strength: Strength::Strong,
        cue: None,
        evidence,
    }
}

/// True if the name at token `at` is set off from prose: in code, or of several words.
fn is_shaped(prose: &Prose, at: usize) -> bool {
    prose.token(at).is_some_and(|it| {
        let text = prose.text_of(it);
        it.kind == Kind::Code
            || words::is_snake(text)
            || words::is_camel(text)
            || words::is_pascal_compound(text)
    })
}

/// The name at token `at`, if a table may bear it.
fn name(prose: &Prose, at: usize) -> Option<&str> {
    let token = prose.token(at).filter(|it| matches!(it.kind, Kind::Word | Kind::Code))?;
    let text = prose.text_of(token);
    words::may_be_table(text).then_some(text)
}
