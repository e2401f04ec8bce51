//! Which known name was probably meant by an unknown one.

use super::Folded;

/// The longest name that is compared, in characters: a distance costs the product of both lengths.
const LONGEST: usize = 128;

/// The number of slips (a letter too many, too few, wrong, or two swapped) between `a` and `b` after folding.
#[must_use]
pub fn distance(a: &Folded, b: &Folded) -> usize {
    let a: Vec<char> = a.as_str().chars().take(LONGEST).collect();
    let b: Vec<char> = b.as_str().chars().take(LONGEST).collect();
    // Optimal string alignment: the last three rows of the table are enough.
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    let mut last_left = None;
    for (row, &left) in a.iter().enumerate() {
        let mut here = vec![row + 1];
        let mut last_right = None;
        for (column, &right) in b.iter().enumerate() {
            let at = |cells: &[usize], index: usize| cells.get(index).copied().unwrap_or(usize::MAX - 1);
            let mut cost = (at(&above, column + 1) + 1)
                .min(at(&here, column) + 1)
                .min(at(&above, column) + usize::from(left != right));
            if last_left == Some(right) && last_right == Some(left) && left != right && column > 0 {
                cost = cost.min(at(&before, column - 1) + 1);
            }
            here.push(cost);
            last_right = Some(right);
        }
        before = std::mem::replace(&mut above, here);
        last_left = Some(left);
    }
    above.last().copied().unwrap_or(0)
}

/// True if `distance` slips between names of which the shorter has `length` characters may be one person's mistake.
#[must_use]
pub fn is_slip(distance: usize, length: usize) -> bool {
    let allowed = match length {
        0..=2 => 0,
        3..=5 => 1,
        6..=9 => 2,
        _ => 3,
    };
    distance <= allowed
}

/// The one of `candidates` that lies closest to `name`, if it is close enough to be a slip. Of equally close ones, the
/// first.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name = Folded::new(name);
    let length = name.as_str().chars().count();
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let folded = Folded::new(candidate);
            let other = folded.as_str().chars().count();
            // Names of very different length are not compared letter by letter.
            let close = length.abs_diff(other) <= 3 && !folded.is_empty();
            let distance = close.then(|| distance(&name, &folded))?;
            is_slip(distance, length.min(other)).then_some((distance, candidate))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}
