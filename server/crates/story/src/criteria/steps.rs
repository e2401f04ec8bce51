//! "Given, When, Then": the steps of one criterion that may stand in items of their own.

use crate::phrases::PHRASES;
use crate::prose::is_east_asian;

/// A step, in the order of a criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    /// What goes on with any step.
    And,
    Given,
    When,
    Then,
}

const STEPS: [(&str, Step); 4] = [
    ("story.given", Step::Given),
    ("story.when", Step::When),
    ("story.then", Step::Then),
    ("story.and", Step::And),
];

impl Step {
    /// True if this step goes on with a criterion whose last one is `last`.
    pub(super) fn follows(self, last: Option<Self>) -> bool {
        match (self, last) {
            (Self::And, _) => true,
            (Self::Given, _) => false,
            // Without a step before it, "Then" begins nothing, and "When" does.
            (Self::When, last) => last == Some(Self::Given),
            (Self::Then, last) => last.is_some(),
        }
    }
}

/// The step that `text` begins with.
pub(super) fn first(text: &str) -> Option<Step> {
    let text = text.trim_start_matches(|it: char| !it.is_alphanumeric());
    STEPS.iter().find(|(list, _)| PHRASES.list(list).iter().any(|it| begins(text, it))).map(|(_, step)| *step)
}

/// The last step in a criterion that begins with one, if another item may go on with it: "Given …, when …, then …" is
/// whole.
pub(super) fn last(text: &str) -> Option<Step> {
    let first = first(text)?;
    let is_whole = first != Step::Then && PHRASES.stands_in("story.then", text);
    let has_when = first == Step::Given && PHRASES.stands_in("story.when", text);
    match first {
        _ if is_whole => None,
        Step::Given if has_when => Some(Step::When),
        first => Some(first),
    }
}

/// True if `text` begins with `phrase` as a word of its own.
fn begins(text: &str, phrase: &str) -> bool {
    let Some((head, rest)) = text.split_at_checked(phrase.len()) else { return false };
    let ends = |it: char| !it.is_alphanumeric() || is_east_asian(it);
    let is_word = phrase.ends_with(is_east_asian) || rest.chars().next().is_none_or(ends);
    is_word && head.to_lowercase() == *phrase
}
