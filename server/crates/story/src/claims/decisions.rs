//! Decisions on how the schema is made: "no enum types", "cascade delete on all foreign keys", "NO local users table".
//!
//! Leaves to others: whether the text stands where decisions are kept (`assemble`).

use text::Span;

use super::{Claim, Decision, Said};
use crate::phrases::PHRASES;
use crate::prose::{Kind, Prose};
use crate::words;
use crate::{Mention, Strength, Subject};

/// The lists of phrases that say a decision in so many words.
const PHRASED: [(&str, Decision); 7] = [
    ("decisions.no-enum-types", Decision::NoEnumTypes),
    ("decisions.cascade-everywhere", Decision::CascadeEverywhere),
    ("decisions.indexed-foreign-keys", Decision::IndexedForeignKeys),
    ("decisions.no-soft-deletes", Decision::NoSoftDeletes),
    ("decisions.snake-case-columns", Decision::SnakeCaseColumns),
    ("decisions.plural-tables", Decision::PluralTables),
    ("decisions.timestamps-everywhere", Decision::TimestampsEverywhere),
];

/// Between "no" and a table's name stand at most this many words.
const NEAR: usize = 2;

/// Adds the decisions in `prose`. All are weak: a decision counts where decisions are kept.
pub(super) fn find(prose: &Prose, found: &[Mention], claims: &mut Vec<Claim>) {
    let lower = prose.raw().to_lowercase();
    // Letters whose small forms have other lengths would move every place.
    if lower.len() == prose.raw().len() {
        for (list, decision) in PHRASED {
            let at = PHRASES.list(list).iter().find_map(|phrase| position(&lower, phrase));
            if let Some((start, end)) = at {
                claims.push(claim(decision, prose.span_of(start..end)));
            }
        }
        claims.extend(timestamps(prose, &lower));
    }
    for at in 0..prose.tokens().len() {
        if prose.word(at).is_some_and(|it| it.eq_ignore_ascii_case("no")) {
            let absent = absent(prose, found, at);
            // "Hard deletes (no deleted_at columns)" is one decision.
            claims.extend(absent.filter(|it| !(is_mark_of_deletion(it) && says_no_soft_deletes(claims))));
        }
    }
}

fn says_no_soft_deletes(claims: &[Claim]) -> bool {
    claims.iter().any(|it| it.said == Said::Decision(Decision::NoSoftDeletes))
}

fn is_mark_of_deletion(claim: &Claim) -> bool {
    match &claim.said {
        Said::Decision(Decision::NoColumn { column, .. }) => column.to_lowercase().contains("delet"),
        _ => false,
    }
}

fn claim(decision: Decision, span: Span) -> Claim {
    Claim {
        said: Said::Decision(decision),
        span,
        strength: Strength::Weak,
        cue: None,
        evidence: "decision in so many words",
    }
}

/// Where `phrase` stands in `text` as words of its own.
fn position(text: &str, phrase: &str) -> Option<(usize, usize)> {
    let is_word = |it: Option<char>| it.is_some_and(|it| it.is_alphanumeric() || it == '_');
    let mut from = 0;
    while let Some(found) = text.get(from..)?.find(phrase) {
        let (start, end) = (from + found, from + found + phrase.len());
        let before = text.get(..start).and_then(|it| it.chars().next_back());
        let behind = text.get(end..).and_then(|it| it.chars().next());
        let alone = !is_word(before) && !is_word(behind);
        if alone || phrase.contains(crate::prose::is_east_asian) {
            return Some((start, end));
        }
        from = end;
    }
    None
}

/// "timestamp with { mode: 'date', precision: 3 } everywhere", "all timestamps are timestamptz": the type of all.
fn timestamps(prose: &Prose, lower: &str) -> Option<Claim> {
    if !PHRASES.list("decisions.every-timestamp").iter().any(|it| lower.contains(it.as_str())) {
        return None;
    }
    let zoned = ["timestamptz", "timestamp with time zone", "timestamp with timezone"];
    if let Some((start, end)) = zoned.iter().find_map(|it| position(lower, it)) {
        let ty = "timestamp with time zone".to_owned();
        return Some(claim(Decision::TimestampType(ty), prose.span_of(start..end)));
    }
    let (start, _) = position(lower, "timestamp").or_else(|| position(lower, "timestamps"))?;
    let options = lower.get(start..)?;
    let open = options.find('{')?;
    let inside = options.get(open..options.find('}')? + 1)?;
    let digits = |key: &str| {
        let rest = inside.get(inside.find(key)? + key.len()..)?;
        let rest = rest.trim_start_matches([':', ' ']);
        rest.get(..rest.find(|it: char| !it.is_ascii_digit()).unwrap_or(rest.len()))
            .filter(|it| !it.is_empty())
    };
    let precision = digits("precision").map(|it| format!("({it})")).unwrap_or_default();
    let zone = inside.find("withtimezone").and_then(|it| inside.get(it..)).is_some_and(|it| {
        it.trim_start_matches("withtimezone").trim_start_matches([':', ' ']).starts_with("true")
    });
    let zone = if zone { "with time zone" } else { "without time zone" };
    let end = start + open + inside.len();
    Some(claim(Decision::TimestampType(format!("timestamp{precision} {zone}")), prose.span_of(start..end)))
}

/// "no local users table", "no `deleted_at` columns", "sessions table is lean (no updated_at …)" at the word "no".
fn absent(prose: &Prose, found: &[Mention], no: usize) -> Option<Claim> {
    let noun = (no + 2..=no + 2 + NEAR).find(|&it| prose.word(it).is_some_and(is_table_noun));
    if let Some(noun) = noun
        && let Some(name) = name(prose, noun - 1)
        && (no + 1..noun - 1).all(|it| prose.word(it).is_some_and(|it| PHRASES.has("decisions.own", it)))
        && noun > no + 2
    {
        let span = span(prose, no, noun);
        return Some(claim(Decision::NoTable(name.to_owned()), span));
    }
    let column = name(prose, no + 1).filter(|it| words::is_snake(it) || words::is_camel(it))?;
    let is_column = words::is_column_like(column);
    if !is_column {
        return None;
    }
    let everywhere =
        prose.word(no + 2).is_some_and(|it| matches!(it.to_lowercase().as_str(), "columns" | "column"));
    let table = found
        .iter()
        .find(|it| it.subject == Subject::Table && it.strength == Strength::Strong)
        .map(|it| it.name.clone());
    (everywhere || table.is_some()).then(|| {
        let decision = Decision::NoColumn { table, column: column.to_owned() };
        claim(decision, span(prose, no, no + 1))
    })
}

fn span(prose: &Prose, from: usize, to: usize) -> Span {
    let of = |at: usize| prose.token(at).map(|it| it.span).unwrap_or_default();
    of(from).join(of(to))
}

fn is_table_noun(word: &str) -> bool {
    PHRASES.has("table.one", word) || PHRASES.has("table.many", word)
}

fn name(prose: &Prose, at: usize) -> Option<&str> {
    let token = prose.token(at).filter(|it| matches!(it.kind, Kind::Word | Kind::Code))?;
    let text = prose.text_of(token);
    words::is_identifier(text).then_some(text)
}
