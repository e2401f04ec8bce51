//! Tables that are many-to-many: "`users` and `teams` are many-to-many through `members`".

use super::{claim, is_shaped, name};
use crate::claims::phrase;
use crate::phrases::class;
use crate::prose::Prose;
use crate::{Claim, Said};

const EVIDENCE: &str = "\"many-to-many\" beside two tables";

/// Adds what the sentences of `prose` say of tables that join two others, or have to.
pub(super) fn find(prose: &Prose, claims: &mut Vec<Claim>) {
    for at in 0..prose.tokens().len() {
        let begins =
            prose.class(at) & class::BELONGS != 0 || prose.mark(at).is_some_and(|it| it == '↔' || it == '<');
        if begins && phrase(prose, at, "relations.many-to-many").is_some() {
            sentence(prose, at, claims);
            return;
        }
    }
}

/// Reads the sentence that says "many-to-many" at token `at`, if it names just two tables, and perhaps a third one
/// that joins them.
fn sentence(prose: &Prose, at: usize, claims: &mut Vec<Claim>) {
    let Some(number) = prose.token(at).map(|it| it.sentence) else { return };
    let inside = |it: &usize| prose.token(*it).is_some_and(|it| it.sentence == number);
    let all = (0..prose.tokens().len()).filter(inside);
    let names: Vec<usize> = all.filter(|it| is_shaped(prose, *it) && name(prose, *it).is_some()).collect();
    let joining = |it: &usize| {
        let before = |back: usize| {
            it.checked_sub(back).is_some_and(|it| phrase(prose, it, "relations.through").is_some())
        };
        *it > at && (before(1) || before(2))
    };
    let through = names.iter().copied().find(joining);
    let ends: Vec<(usize, &str)> = names
        .iter()
        .filter(|it| Some(**it) != through)
        .filter_map(|it| Some((*it, name(prose, *it)?)))
        .collect();
    let [first, second] = ends[..] else { return };
    if first.1 == second.1 {
        return;
    }
    match through.and_then(|it| Some((it, name(prose, it)?))) {
        Some(through) => claims.extend([first, second].map(|end| claim(prose, through, end, EVIDENCE))),
        None => {
            let mut joined = claim(prose, first, second, EVIDENCE);
            joined.said = Said::Joined { table: first.1.to_owned(), to: second.1.to_owned() };
            claims.push(joined);
        }
    }
}
