//! Words of verdicts that describe another thing than the table: "The deferred payment is kept in the `invoices` table".

use super::Hit;
use crate::phrases::PHRASES;
use crate::prose::{Kind, Prose};

/// True if `hit` describes the noun behind it, and what stands at token `at` is only the place where that is kept.
pub(super) fn describes_another(prose: &Prose, hit: &Hit, at: usize) -> bool {
    if hit.in_run || hit.to != hit.from + 1 || at <= hit.to {
        return false;
    }
    let Some(noun) = prose.word(hit.to).filter(|it| it.starts_with(char::is_lowercase)) else { return false };
    // "Rejected: …", "deferred to v2", "the rejected alternative" tell a verdict.
    let is_thing = !PHRASES.has("verdicts.behind", noun)
        && !PHRASES.has("verdicts.about", noun)
        && !PHRASES.has("table.one", noun)
        && !PHRASES.has("table.many", noun)
        && !noun.ends_with("ing");
    // "The export was deferred because …": behind a verb it is a verdict.
    let opens = hit
        .from
        .checked_sub(1)
        .is_none_or(|before| prose.word(before).is_none_or(|word| PHRASES.has("verdicts.articles", word)));
    let is_kept = || {
        (hit.to + 1..at).any(|it| prose.word(it).is_some_and(|word| PHRASES.has("verdicts.places", word)))
            && (hit.to..at).all(|it| prose.token(it).is_some_and(|it| it.kind == Kind::Word))
    };
    is_thing && opens && is_kept()
}
