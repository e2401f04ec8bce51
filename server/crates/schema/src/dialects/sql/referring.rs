//! Which tables speak of others: by keys, in policies, as views. What changes one finds them here, and need not look at
//! every table.

use super::catalog::{Body, Catalog, HeldReference};

impl Catalog {
    /// Notes that `table` has a key that leads to `target`.
    pub(super) fn refers(&mut self, table: usize, target: Option<usize>) {
        let Some(target) = target else { return };
        let known = self.referring.entry(target).or_default();
        if known.last() != Some(&table) {
            known.push(table);
        }
    }

    /// The tables that may have a key that leads to `target`.
    pub(super) fn referring(&self, target: usize) -> Vec<usize> {
        self.referring.get(&target).cloned().unwrap_or_default()
    }

    /// The keys that lead to `target`.
    pub(super) fn references_to(&mut self, target: usize) -> Vec<&mut HeldReference> {
        let mut numbers = self.referring(target);
        numbers.sort_unstable();
        numbers.dedup();
        let mut found = Vec::new();
        let mut rest = self.tables.as_mut_slice();
        let mut first = 0;
        for number in numbers {
            let Some((_, behind)) = std::mem::take(&mut rest).split_at_mut_checked(number - first) else { break };
            let Some((held, behind)) = behind.split_first_mut() else { break };
            (rest, first) = (behind, number + 1);
            found.extend(held.iter_mut().flat_map(|it| &mut it.constraints).filter_map(|it| match &mut it.body {
                Body::Foreign(reference) if reference.target == Some(target) => Some(&mut **reference),
                _ => None,
            }));
        }
        found
    }

    /// The tables and views whose policies and queries may speak of others.
    pub(super) fn speaking(&mut self) -> Vec<usize> {
        self.effort += self.speaking.len();
        self.speaking.iter().copied().filter(|it| self.table(*it).is_some()).collect()
    }

    /// Notes that a table has policies.
    pub(super) fn speaks(&mut self, number: usize) {
        if self.speaking.last() != Some(&number) {
            self.speaking.push(number);
        }
    }
}
