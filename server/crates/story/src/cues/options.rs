//! Ways that are weighed against each other: "Option B — a table of its own".
//!
//! Leaves to others: what it means for a table that it stands in one.

use crate::phrases::PHRASES;
use crate::prose::{Kind, Prose};

/// True if `prose` begins with the label of a way ("Option B", "2. Approach 1:", "方案A") and does not say that it is the one
/// that was taken.
pub(super) fn is_open(prose: &Prose) -> bool {
    has_label(prose) && !PHRASES.stands_in("options.taken", prose.plain())
}

fn has_label(prose: &Prose) -> bool {
    let is_number = |it: usize| prose.word(it).is_some_and(|it| it.bytes().all(|it| it.is_ascii_digit()));
    let opens = |it: usize| {
        is_number(it) || prose.token(it).is_some_and(|it| matches!(it.kind, Kind::Mark | Kind::Cell))
    };
    let Some(noun) = (0..prose.tokens().len().min(6)).find(|it| !opens(*it)) else { return false };
    if prose.is_run(noun) {
        return has_run_label(prose, noun);
    }
    prose.word(noun).is_some_and(|it| PHRASES.has("options.noun", it)) && is_label(prose, noun + 1)
}

/// True for "B" and "2": a small letter may be an article.
fn is_label(prose: &Prose, index: usize) -> bool {
    let marked = |it: usize| prose.is_mark(it, '#');
    let index = if marked(index) { index + 1 } else { index };
    prose.word(index).is_some_and(|word| {
        let digits = word.len() < 3 && word.bytes().all(|it| it.is_ascii_digit());
        digits || matches!(word.as_bytes(), [b'A'..=b'Z']) || matches!(word, "II" | "III" | "IV")
    })
}

/// The same in scripts without spaces, where the number may be a part of the word: "方案二".
fn has_run_label(prose: &Prose, index: usize) -> bool {
    let run = prose.text(index);
    PHRASES.list("options.noun").iter().any(|noun| {
        run.strip_prefix(noun.as_str()).is_some_and(|rest| {
            let counted = rest.chars().next().is_some_and(|it| "一二三四五甲乙丙".contains(it));
            counted || rest.is_empty() && is_label(prose, index + 1)
        })
    })
}
