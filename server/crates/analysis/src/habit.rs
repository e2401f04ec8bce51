//! What most items of a schema do: the measure of every convention.
//!
//! Repositories differ in nearly every convention, so none is built in: a convention holds where a schema itself
//! follows it, and a rule broken by 40 % of its items is not this schema's rule.

/// The share of items, in percent, that must agree (more than this) before the others deviate.
const AGREEING_PERCENT: usize = 60;

/// Below this many items a schema has no habits yet.
const FEWEST: usize = 5;

/// What more than 60 % of `items` are; `None` if they are fewer than five or do not agree.
pub(crate) fn habit<T: Clone + PartialEq>(items: &[T]) -> Option<T> {
    if items.len() < FEWEST {
        return None;
    }
    // Few different values are met, so counting each once is cheap.
    let mut counts: Vec<(&T, usize)> = Vec::new();
    for item in items {
        match counts.iter_mut().find(|(value, _)| *value == item) {
            Some((_, count)) => *count += 1,
            None => counts.push((item, 1)),
        }
    }
    let (value, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    (count * 100 > items.len() * AGREEING_PERCENT).then(|| value.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_of_five_are_a_habit_and_three_of_five_are_not() {
        assert_eq!(habit(&["a", "a", "a", "a", "b"]), Some("a"));
        assert_eq!(habit(&["a", "a", "a", "b", "b"]), None);
    }

    #[test]
    fn four_items_are_too_few() {
        assert_eq!(habit(&[1, 1, 1, 1]), None);
    }
}
