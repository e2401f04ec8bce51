//! Which references lie on a circle of tables.

use std::collections::{BTreeMap, BTreeSet};

use super::page::{full_name, qualified};
use crate::model::Table;

/// The pairs of tables, by full name, whose reference lies on a circle.
pub(super) fn cycles(tables: &[&Table]) -> BTreeSet<(String, String)> {
    let names: Vec<String> = tables.iter().map(|it| full_name(it)).collect();
    let numbers: BTreeMap<&str, usize> = names.iter().enumerate().map(|(number, it)| (it.as_str(), number)).collect();
    let target = |it: &crate::model::ForeignKey| {
        numbers.get(qualified(it.table_schema.as_deref(), &it.table.text).as_str()).copied()
    };
    let edges: Vec<Vec<usize>> =
        tables.iter().map(|it| it.foreign_keys.iter().filter_map(target).collect()).collect();
    let mut backward: Vec<Vec<usize>> = vec![Vec::new(); edges.len()];
    for (from, targets) in edges.iter().enumerate() {
        for to in targets {
            if let Some(list) = backward.get_mut(*to) {
                list.push(from);
            }
        }
    }
    // Two tables lie on a circle if the same walk against the arrows finds both: Kosaraju's way.
    let everything: Vec<usize> = (0..edges.len()).collect();
    let mut order = Vec::new();
    walk(&edges, &everything, |_, left| order.push(left));
    order.reverse();
    let mut group = vec![0; edges.len()];
    walk(&backward, &order, |root, left| {
        if let Some(slot) = group.get_mut(left) {
            *slot = root;
        }
    });
    let mut found = BTreeSet::new();
    for (from, targets) in edges.iter().enumerate() {
        for to in targets.iter().filter(|to| group.get(from) == group.get(**to)) {
            if let (Some(from), Some(to)) = (names.get(from), names.get(*to)) {
                found.insert((from.clone(), to.clone()));
            }
        }
    }
    found
}

/// Walks depth first from each of `starts`; tells each table when it is left, with the start that led to it.
fn walk(edges: &[Vec<usize>], starts: &[usize], mut leave: impl FnMut(usize, usize)) {
    let mut seen = vec![false; edges.len()];
    for root in starts {
        // A table and how many of its edges have been followed.
        let mut path: Vec<(usize, usize)> = Vec::new();
        if !std::mem::replace(seen.get_mut(*root).unwrap_or(&mut true), true) {
            path.push((*root, 0));
        }
        while let Some((at, followed)) = path.pop() {
            match edges.get(at).and_then(|it| it.get(followed)) {
                Some(next) => {
                    path.push((at, followed + 1));
                    if !std::mem::replace(seen.get_mut(*next).unwrap_or(&mut true), true) {
                        path.push((*next, 0));
                    }
                }
                None => leave(*root, at),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::cycles;
    use crate::model::{ForeignKey, Ident, Table};

    #[test]
    fn a_circle_is_told_from_what_leads_to_it() {
        let ident = |text: &str| Ident { text: text.to_owned(), ..Ident::default() };
        let table = |name: &str, targets: &[&str]| Table {
            name: ident(name),
            foreign_keys: targets
                .iter()
                .map(|it| ForeignKey { table: ident(it), ..ForeignKey::default() })
                .collect(),
            ..Table::default()
        };
        let all = [table("a", &["b"]), table("b", &["c"]), table("c", &["a", "d"]), table("d", &["d"]), table("e", &["a"])];
        let found = cycles(&all.iter().collect::<Vec<_>>());
        let pairs: Vec<String> = found.iter().map(|it| format!("{}{}", it.0, it.1)).collect();
        assert_eq!(pairs, ["ab", "bc", "ca", "dd"]);
    }
}
