//! Names of tables, and what they mean.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use schema::names::{self, Folded};

use super::SchemaSet;
use crate::config::Config;

/// A table's place: the set's number and the table's in it.
type TableIndex = (usize, usize);

/// All names of the tables of a root.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    exact: HashMap<String, TableIndex>,
    folded: HashMap<Folded, TableIndex>,
    /// Aliases by folded name, with the folded name of the table meant.
    aliases: HashMap<Folded, Folded>,
    external: HashSet<Folded>,
}

impl Names {
    pub(super) fn new(sets: &[Arc<SchemaSet>], config: &Config) -> Self {
        let mut names = Self::default();
        for (number, set) in sets.iter().enumerate() {
            // Database names go before source names: when one table's key is another's name, the name wins.
            for (index, table) in set.declarations.tables.iter().enumerate() {
                names.exact.entry(table.name.text.clone()).or_insert((number, index));
                if let Some((name, _)) = set.folded.get(index) {
                    names.folded.entry(name.clone()).or_insert((number, index));
                }
            }
        }
        for (number, set) in sets.iter().enumerate() {
            for (index, table) in set.declarations.tables.iter().enumerate() {
                names.exact.entry(table.key.text.clone()).or_insert((number, index));
                if let Some((_, key)) = set.folded.get(index) {
                    names.folded.entry(key.clone()).or_insert((number, index));
                }
            }
        }
        names.aliases =
            config.aliases.iter().map(|(name, table)| (Folded::new(name), Folded::new(table))).collect();
        names.external = config.external.iter().map(|it| Folded::new(it)).collect();
        names
    }

    pub(super) fn table(&self, name: &str) -> Option<TableIndex> {
        if let Some(index) = self.exact.get(name) {
            return Some(*index);
        }
        let folded = Folded::new(name);
        self.folded.get(&folded).or_else(|| self.folded.get(self.aliases.get(&folded)?)).copied()
    }

    /// The table whose name lies closest to `name`, if one is close enough to be a slip. Of equally close ones, the
    /// first. Compares folded names, made once per model: this is asked for every finding.
    pub(super) fn nearest(&self, name: &str) -> Option<TableIndex> {
        let name = Folded::new(name);
        let length = name.as_str().chars().count();
        let close = self.folded.iter().filter_map(|(other, index)| {
            let shorter = other.as_str().chars().count().min(length);
            // Names whose lengths differ by more than any slip are not compared letter by letter.
            if other.is_empty() || other.as_str().len().abs_diff(name.as_str().len()) > 3 * 4 {
                return None;
            }
            let distance = names::distance(&name, other);
            names::is_slip(distance, shorter).then_some((distance, *index))
        });
        close.min().map(|it| it.1)
    }

    pub(super) fn is_external(&self, name: &str) -> bool {
        self.external.contains(&Folded::new(name))
    }

    /// True if a table goes by this name, directly or by alias.
    pub(crate) fn holds(&self, name: &Folded) -> bool {
        self.folded.contains_key(name)
            || self.aliases.get(name).is_some_and(|it| self.folded.contains_key(it))
    }

    /// The aliases of the tables called `name`.
    pub(crate) fn aliases_of<'a>(&'a self, name: &'a Folded) -> impl Iterator<Item = &'a Folded> {
        self.aliases.iter().filter(move |it| it.1 == name).map(|it| it.0)
    }
}
