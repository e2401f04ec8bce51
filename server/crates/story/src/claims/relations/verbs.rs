//! Relations between two names: "`orders` belongs to `products`", "`team` has many `user`", "users → teams (N:1)".
//!
//! Leaves to others: which heading an arrow stands under (`assemble`): alone it says nothing.

use super::{claim, is_shaped, name};
use crate::claims::phrase;
use crate::phrases::{PHRASES, class};
use crate::prose::Prose;
use crate::{Claim, Strength};

/// Which of two names refers to the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// The first: "belongs to".
    First,
    /// The second: "has many".
    Second,
    /// The first, if anything is said at all: an arrow.
    Arrow,
}

const VERB: &str = "\"belongs to\" or \"has many\" between two tables";

const LISTS: [(&str, Way); 6] = [
    ("fields.belongs", Way::First),
    ("relations.belongs", Way::First),
    ("relations.one", Way::First),
    ("relations.many", Way::Second),
    ("relations.many-to-one", Way::First),
    ("relations.one-to-many", Way::Second),
];

/// Adds the relations that `prose` tells.
pub(super) fn find(prose: &Prose, claims: &mut Vec<Claim>) {
    let mut at = 0;
    while at < prose.tokens().len() {
        at = relation(prose, at, claims).unwrap_or(at).max(at + 1);
    }
}

/// Reads what relates the name at token `first` to those behind it; the token behind.
fn relation(prose: &Prose, first: usize, claims: &mut Vec<Claim>) -> Option<usize> {
    let verb = behind_noun(prose, first + 1);
    if !may_relate(prose, verb) {
        return None;
    }
    let owner = name(prose, first)?;
    if prose.is_run(verb)
        && let Some(target) = verb_behind(prose, verb)
    {
        let other = name(prose, target)?;
        let strength = if is_shaped(prose, first) { Strength::Strong } else { Strength::Weak };
        claims.push(Claim { strength, ..claim(prose, (first, owner), (target, other), VERB) });
        return Some(target + 1);
    }
    let (way, at) = way(prose, verb)?;
    let at = behind_articles(prose, at);
    name(prose, at)?;
    let chained = way == Way::Arrow && (is_arrow(prose, at + 1) || is_pointed_at(prose, first));
    let end = behind_list(prose, at, way);
    if chained {
        return Some(end);
    }
    let (way, labelled) = match trailing(prose, at + 1) {
        Some(told) if way == Way::Arrow => (told, true),
        _ => (way, way != Way::Arrow),
    };
    for target in targets(prose, at, end) {
        let Some(other) = name(prose, target) else { continue };
        let known = claims.iter().any(|it| prose.token(target).is_some_and(|to| it.span.covers(to.span)));
        if known || other == owner {
            continue;
        }
        let (from, to) = match way {
            Way::Second => ((target, other), (first, owner)),
            Way::First | Way::Arrow => ((first, owner), (target, other)),
        };
        let sure = labelled && is_shaped(prose, first) && is_shaped(prose, target);
        let strength = if sure { Strength::Strong } else { Strength::Weak };
        let evidence = if way == Way::Arrow { "arrow between two tables" } else { VERB };
        claims.push(Claim { strength, ..claim(prose, from, to, evidence) });
    }
    Some(end)
}

/// The second name in "`orders`는 `products`에 속한다", where the first is followed by the runs at token `at`.
fn verb_behind(prose: &Prose, at: usize) -> Option<usize> {
    let target = (at..at + 4).find(|it| !prose.is_run(*it)).filter(|it| prose.code(*it).is_some())?;
    let (text, _) =
        prose.stretch(target + 1, target + 3).or_else(|| prose.stretch(target + 1, target + 2))?;
    PHRASES.list("relations.belongs-behind").iter().any(|it| text.starts_with(it.as_str())).then_some(target)
}

/// True if a relation may begin at token `at`: most words begin none.
fn may_relate(prose: &Prose, at: usize) -> bool {
    let opens = |it: char| matches!(it, '→' | '➜' | '⟶' | '-' | '=' | '(');
    prose.class(at) & class::BELONGS != 0 || prose.is_run(at) || prose.mark(at).is_some_and(opens)
}

/// What the phrase at token `at` says, and the token behind it.
fn way(prose: &Prose, at: usize) -> Option<(Way, usize)> {
    for (list, way) in LISTS {
        // "`orders` 表属于 `users`": nothing stands between the noun and the verb.
        let ends = |it: &String| prose.text(at).ends_with(it.as_str());
        if prose.is_run(at) && PHRASES.list(list).iter().any(ends) {
            return Some((way, at + 1));
        }
        if let Some(to) = phrase(prose, at, list) {
            return Some((way, to));
        }
    }
    // "(1) → (N)" is in the lists; "(N:1)" stands in parentheses.
    if prose.is_mark(at, '(') {
        let (way, to) = way(prose, at + 1).filter(|it| it.0 != Way::Arrow)?;
        return prose.is_mark(to, ')').then_some((way, to + 1));
    }
    phrase(prose, at, "relations.arrow").map(|to| (Way::Arrow, to))
}

/// What the remark behind two names with an arrow says: "(1:N)", "(FK)", ": many-to-one".
fn trailing(prose: &Prose, at: usize) -> Option<Way> {
    let at =
        if matches!(prose.mark(at), Some('(' | ':' | '-' | '—' | '–')) { at + 1 } else { return None };
    if prose.class(at) & class::FOREIGN != 0 {
        return Some(Way::First);
    }
    way(prose, at).map(|it| it.0).filter(|it| *it != Way::Arrow)
}

fn is_arrow(prose: &Prose, at: usize) -> bool {
    phrase(prose, at, "relations.arrow").is_some()
}

/// True if an arrow leads to the token `at`.
fn is_pointed_at(prose: &Prose, at: usize) -> bool {
    at.checked_sub(1).and_then(|it| prose.mark(it)).is_some_and(|it| matches!(it, '→' | '➜' | '⟶' | '>'))
}

/// The token behind "table" or "model" at `at`.
fn behind_noun(prose: &Prose, at: usize) -> usize {
    let noun =
        ["table.one", "model.noun"].iter().any(|it| prose.word(at).is_some_and(|word| PHRASES.has(it, word)));
    at + usize::from(noun)
}

fn behind_articles(prose: &Prose, mut at: usize) -> usize {
    while prose.word(at).is_some_and(|it| PHRASES.has("relations.articles", it)) {
        at += 1;
    }
    at
}

/// The token behind the list of names at token `at`; an arrow leads to one.
fn behind_list(prose: &Prose, mut at: usize, way: Way) -> usize {
    if way == Way::Arrow {
        return at + 1;
    }
    for _ in 0..super::LONGEST {
        if name(prose, at).is_none() {
            break;
        }
        // "`okrUser` owner": the word says what for.
        let role = is_shaped(prose, at) && prose.word(at + 1).is_some_and(|it| it != "and" && it.is_ascii());
        at += 1 + usize::from(role);
        let before = at;
        while prose.is_mark(at, ',') || prose.word(at) == Some("and") {
            at += 1;
        }
        if at == before || !is_shaped(prose, at) {
            return before;
        }
    }
    at
}

/// The names in the list `from..to`: the first, and those set off from prose.
fn targets(prose: &Prose, from: usize, to: usize) -> impl Iterator<Item = usize> {
    (from..to.max(from + 1)).filter(move |&it| it == from || prose.code(it).is_some())
}
