//! One merged model of all schema sets of a root, and what is known of it.

mod beside;
mod copies;
mod lookup;
mod outline;
mod set;

use std::collections::BTreeMap;
use std::sync::Arc;

use schema::model::{Column, Enum, Table};

use crate::config::Config;

pub(crate) use beside::{Beside, Weight};
pub use set::SchemaSet;

/// All schemas of one root.
#[derive(Debug, Clone, Default)]
pub struct Model {
    /// The sets, sorted by name.
    pub sets: Vec<Arc<SchemaSet>>,
    pub(crate) names: lookup::Names,
    completeness: Completeness,
    pub(crate) beside: Arc<Beside>,
    pub(crate) weight: Weight,
    aliases: BTreeMap<String, String>,
    external: Vec<String>,
}

/// Whether all there is was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Completeness {
    /// More schemas may exist than were read.
    #[default]
    Partial,
    /// It was.
    Complete,
}

/// Whether something exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence<T> {
    /// It does, and this is it.
    Present(T),
    /// Everything was read, and it is not there.
    Absent,
    /// It cannot be said: a schema could not be read, is dynamic, or lies elsewhere.
    Unknown,
}

impl<T> Presence<T> {
    /// The thing, if it is present.
    pub fn present(self) -> Option<T> {
        match self {
            Self::Present(thing) => Some(thing),
            Self::Absent | Self::Unknown => None,
        }
    }

    #[cfg(test)]
    pub(crate) fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }
}

impl Model {
    pub(crate) fn new(
        mut sets: Vec<Arc<SchemaSet>>,
        config: &Config,
        completeness: Completeness,
        beside: Arc<Beside>,
    ) -> Self {
        sets.sort_by(|a, b| a.name.cmp(&b.name));
        let names = lookup::Names::new(&sets, config);
        let (aliases, external) = (config.aliases.clone(), config.external.clone());
        let weight = Weight::default();
        let model = Self { sets, names, completeness, beside, weight, aliases, external };
        Self { weight: model.beside.weight(|name| model.declared_in(name)), ..model }
    }

    /// True if this is what [`Model::new`] would make: who holds the old model need not look again.
    pub(crate) fn is_made_of(
        &self,
        sets: &[Arc<SchemaSet>],
        config: &Config,
        completeness: Completeness,
        beside: &Arc<Beside>,
    ) -> bool {
        self.completeness == completeness
            && (Arc::ptr_eq(&self.beside, beside) || self.beside == *beside)
            && self.sets.len() == sets.len()
            && sets.iter().all(|set| self.sets.iter().any(|it| Arc::ptr_eq(it, set)))
            && self.aliases == config.aliases
            && self.external == config.external
    }

    /// Every table of every set.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.sets.iter().flat_map(|set| &set.declarations.tables)
    }

    /// Every enum of every set.
    pub fn enums(&self) -> impl Iterator<Item = &Enum> {
        self.sets.iter().flat_map(|set| &set.declarations.enums)
    }

    /// True if no schema was found at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sets.is_empty()
    }

    /// True if every schema was read in full: only then can anything be absent.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.completeness == Completeness::Complete && !self.sets.is_empty()
    }

    /// The table that `name` means, by database name, source name or alias, under folding. An exact spelling wins
    /// over a folded one.
    #[must_use]
    pub fn table(&self, name: &str) -> Presence<&Table> {
        if let Some(table) = self.declared(name) {
            return Presence::Present(table);
        }
        if !self.is_complete()
            || self.names.is_external(name)
            || self.beside.table(name, self.weight)
            || self.sets.iter().any(|it| it.may_declare(name))
        {
            return Presence::Unknown;
        }
        Presence::Absent
    }

    /// The table that `name` means, if one is declared: [`Model::table`] without asking whether it may be elsewhere.
    #[must_use]
    pub fn declared(&self, name: &str) -> Option<&Table> {
        self.names.table(name).and_then(|it| self.at(it))
    }

    fn declared_in(&self, name: &str) -> Option<(&SchemaSet, &Table)> {
        let (set, table) = self.names.table(name)?;
        let set = self.sets.get(set)?;
        Some((set, set.declarations.tables.get(table)?))
    }

    /// The column of `table` that `name` means, by database name or source name in any case style.
    #[must_use]
    pub fn column<'a>(&self, table: &'a Table, name: &str) -> Presence<&'a Column> {
        match table.column(name) {
            Some(column) => Presence::Present(column),
            None if table.complete && !self.may_have(table, name) => Presence::Absent,
            None => Presence::Unknown,
        }
    }

    /// True if a file that is no part of a schema says that `table` has a column called `name`.
    #[must_use]
    pub fn may_have(&self, table: &Table, name: &str) -> bool {
        self.beside.column(table, name, self.weight)
    }

    /// The enum that `name` means, by database name or source name, under folding.
    #[must_use]
    pub fn enumeration(&self, name: &str) -> Option<&Enum> {
        let folded = schema::names::Folded::new(name);
        self.enums().find(|it| it.name.text == name || it.key.text == name).or_else(|| {
            let mut enums = self.enums();
            enums.find(|it| {
                [&it.name, &it.key].iter().any(|it| schema::names::Folded::new(&it.text) == folded)
            })
        })
    }

    /// The set that declares `table`, which is one of [`Model::tables`].
    #[must_use]
    pub fn set_of(&self, table: &Table) -> Option<&SchemaSet> {
        let mut sets = self.sets.iter();
        sets.find(|set| set.declarations.tables.iter().any(|it| std::ptr::eq(it, table))).map(|it| &**it)
    }

    /// The table whose name lies closest to `name`, if one is close enough to be a slip.
    #[must_use]
    pub fn nearest_table(&self, name: &str) -> Option<&Table> {
        let index = self.names.nearest(name)?;
        self.at(index)
    }

    fn at(&self, (set, table): (usize, usize)) -> Option<&Table> {
        self.sets.get(set)?.declarations.tables.get(table)
    }
}

#[cfg(test)]
mod tests;
