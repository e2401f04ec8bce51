//! The name somebody probably meant.

/// The thing whose name lies closest to `name`, if one is close enough to be a slip: a third of the letters may
/// differ, case and separators do not count. Of two equally close, the first in alphabetical order.
pub(crate) fn nearest<'a, T>(name: &str, candidates: impl IntoIterator<Item = (&'a str, T)>) -> Option<T> {
    let wanted = letters(name);
    // Longer names are no slips of one another but texts; comparing them would cost their product.
    if wanted.is_empty() || wanted.len() > 128 {
        return None;
    }
    let limit = (wanted.len() / 3).max(1);
    let close = candidates.into_iter().filter_map(|(candidate, thing)| {
        let other = letters(candidate);
        if other.len().abs_diff(wanted.len()) > limit {
            return None;
        }
        let distance = distance(&wanted, &other);
        (distance <= limit && distance < wanted.len()).then_some((distance, candidate, thing))
    });
    close.min_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1))).map(|it| it.2)
}

fn letters(name: &str) -> Vec<char> {
    name.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The number of letters to insert, remove, change or swap with their neighbour (optimal string alignment).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    let mut previous = None;
    for (row, letter) in a.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, other) in b.iter().enumerate() {
            let get = |row: &[usize], column: usize| row.get(column).copied().unwrap_or(usize::MAX / 2);
            let changed = get(&last, column) + usize::from(letter != other);
            let mut best = changed.min(get(&last, column + 1) + 1).min(get(&current, column) + 1);
            let swapped = column > 0 && previous == Some(*other) && b.get(column - 1) == Some(letter);
            if swapped {
                best = best.min(get(&before_last, column - 1) + 1);
            }
            current.push(best);
        }
        before_last = std::mem::replace(&mut last, current);
        previous = Some(*letter);
    }
    last.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::nearest;

    fn of<'a>(name: &str, names: &[&'a str]) -> Option<&'a str> {
        nearest(name, names.iter().map(|it| (*it, *it)))
    }

    #[test]
    fn a_slip_is_near_and_another_word_is_not() {
        assert_eq!(of("invoces", &["invoices", "orders"]), Some("invoices"));
        assert_eq!(of("ordres", &["invoices", "orders"]), Some("orders"));
        assert_eq!(of("payments", &["invoices", "orders"]), None);
    }

    #[test]
    fn case_and_separators_do_not_count() {
        assert_eq!(of("orderItem", &["order_items", "orders"]), Some("order_items"));
    }

    #[test]
    fn of_two_equally_near_the_first_by_alphabet_is_meant() {
        assert_eq!(of("rolex", &["roles", "role"]), Some("role"));
    }

    #[test]
    fn a_name_without_letters_is_near_to_nothing() {
        assert_eq!(of("", &["a"]), None);
        assert_eq!(of("__", &["a"]), None);
    }
}
