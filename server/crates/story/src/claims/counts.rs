//! Numbers of things: "all 6 tables: a, b, …", "complete schema (6 tables)", "6 relation definitions".

use super::{Claim, Counted, Extent, Said};
use crate::Strength;
use crate::phrases::PHRASES;
use crate::prose::{Kind, Prose};
use crate::words;

/// Between a number and what it counts stand at most this many words.
const NEAR: usize = 3;
/// Nobody counts more than this by hand.
const MOST: usize = 999;

/// Adds the numbers in `prose`.
pub(super) fn find(prose: &Prose, claims: &mut Vec<Claim>) {
    let from = claims.len();
    for at in 0..prose.tokens().len() {
        let Some(number) = number(prose, at) else { continue };
        let Some((noun, of)) = noun(prose, at + 1) else { continue };
        let listed = if of == Counted::Tables { listed(prose, noun + 1) } else { Vec::new() };
        let span = |index: usize| prose.token(index).map(|it| it.span).unwrap_or_default();
        claims.push(Claim {
            said: Said::Count { of, number, extent: extent(prose, at), listed },
            span: span(at).join(span(noun)),
            strength: Strength::Strong,
            cue: None,
            evidence: "number before the noun",
        });
    }
    let of_others =
        |text: &str| ["counts.elsewhere", "table.screen"].iter().any(|it| PHRASES.stands_in(it, text));
    if claims.len() > from && of_others(prose.plain()) {
        claims.truncate(from);
    }
}

/// The number at token `at`: a whole one that is no part of a longer sign.
fn number(prose: &Prose, at: usize) -> Option<usize> {
    let word = prose.word(at).filter(|it| it.bytes().all(|byte| byte.is_ascii_digit()))?;
    let before = at.checked_sub(1).and_then(|it| prose.mark(it));
    let glued =
        prose.token(at).is_some_and(|it| !it.spaced) && !matches!(before, None | Some('(' | '*' | ':'));
    let goes_on = prose.token(at + 1).is_some_and(|it| !it.spaced) && !is_unit(prose, at + 1);
    let ranged = matches!(before, Some('-' | '–' | '~' | '<' | '>' | '+'));
    // "003" is the name of something.
    let named = word.starts_with('0');
    let value: usize = word.parse().ok()?;
    (!(named || glued || goes_on || ranged) && value > 0 && value <= MOST).then_some(value)
}

/// What is counted, and its token, from token `at` on.
fn noun(prose: &Prose, at: usize) -> Option<(usize, Counted)> {
    for index in at..=at + NEAR {
        let word = prose.word(index)?.to_lowercase();
        if PHRASES.has("table.many", &word) || prose.is_run(index) && counts_tables(&word) {
            return Some((index, Counted::Tables));
        }
        let two = prose.word(index + 1).map(|next| format!("{word} {}", next.to_lowercase()));
        for (list, of) in [("counts.enums", Counted::Enums), ("counts.relations", Counted::Relations)] {
            if PHRASES.has(list, &word) {
                return Some((index, of));
            }
            if two.as_deref().is_some_and(|it| PHRASES.has(list, it)) {
                return Some((index + 1, of));
            }
        }
        let between = PHRASES.has("table.between", &word) && !PHRASES.has("counts.part", &word);
        if !between && !is_unit(prose, index) {
            return None;
        }
    }
    None
}

/// True for "개" in "7개 테이블".
fn is_unit(prose: &Prose, at: usize) -> bool {
    prose.word(at).is_some_and(|it| PHRASES.has("counts.units", it))
}

/// True for a run such as "张表", or "테이블" with a particle behind it.
fn counts_tables(run: &str) -> bool {
    let units = PHRASES.list("counts.units").iter();
    let noun = units.filter_map(|it| run.strip_prefix(it.as_str())).next().unwrap_or(run);
    PHRASES.list("table.one").iter().any(|it| noun.starts_with(it.as_str()))
        && !PHRASES.list("table.traps").iter().any(|it| noun.starts_with(it.as_str()))
}

/// "Total" or "complete" before the number says that the whole schema is meant, "all" that nothing is left out.
fn extent(prose: &Prose, at: usize) -> Extent {
    let sentence = prose.token(at).map(|it| it.sentence);
    let before = (0..at).rev().take(8).filter(|it| prose.token(*it).map(|it| it.sentence) == sentence);
    let says_at = |list: &str, at: usize| {
        let ends = |run: &str| PHRASES.list(list).iter().any(|it| run.ends_with(it.as_str()));
        prose.word(at).is_some_and(|it| PHRASES.has(list, it) || prose.is_run(at) && ends(it))
    };
    let words: Vec<usize> = before.collect();
    let says = |list: &str| words.iter().any(|it| says_at(list, *it));
    if of_schema(prose, at) {
        Extent::Whole
    } else if says("counts.part") {
        Extent::Part
    } else if says("counts.whole") {
        Extent::Whole
    } else if says("counts.all") {
        Extent::All
    } else {
        Extent::Part
    }
}

/// True if the number at token `at` is one of those in "The schema has 6 tables, 2 enums": what has them is the schema,
/// and not one of several.
fn of_schema(prose: &Prose, at: usize) -> bool {
    let is = |list: &str, at: usize| prose.word(at).is_some_and(|it| PHRASES.has(list, it));
    let number = prose.token(at).map(|it| it.sentence);
    let subject = (0..at.min(4)).find(|it| is("counts.schema", *it)).filter(|it| {
        prose.token(*it).map(|it| it.sentence) == number
            && (0..*it).all(|it| is("counts.articles", it) || is("counts.schema", it))
    });
    subject.is_some_and(|it| {
        let verb = if is("counts.schema", it + 1) { it + 2 } else { it + 1 };
        is("counts.has", verb)
    })
}

/// The names in ": a, b and c" at token `at`.
fn listed(prose: &Prose, at: usize) -> Vec<String> {
    let colon = (at..at + 4).find(|it| matches!(prose.mark(*it), Some(':' | '：' | '(' | '（')));
    let Some(mut at) = colon.map(|it| it + 1) else { return Vec::new() };
    let mut names = Vec::new();
    while let Some(token) = prose.token(at).filter(|it| matches!(it.kind, Kind::Word | Kind::Code)) {
        let text = prose.text_of(token);
        if !words::may_be_table(text) {
            return Vec::new();
        }
        names.push(text.to_owned());
        at += 1;
        let before = at;
        while matches!(prose.mark(at), Some(',' | '、' | '，')) || prose.word(at) == Some("and") {
            at += 1;
        }
        if at == before {
            break;
        }
    }
    // What goes on otherwise is no list of names, or one of names with several words.
    let ends = prose.token(at).is_none_or(|it| it.kind == Kind::Break)
        || matches!(prose.mark(at), Some('.' | ')' | '）' | '。' | ';'));
    let is_open = names.iter().any(|it| it == "etc");
    // One name is a remark: "9 tables (planned)".
    if ends && !is_open && names.len() > 1 { names } else { Vec::new() }
}
