//! Which files' answers may differ between two snapshots.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use schema::model::{Declarations, Table};
use schema::names::Folded;
use text::FileId;

use crate::document::{Document, FileKind};
use crate::model::{Model, SchemaSet};
use crate::snapshot::{Root, Snapshot};

impl Snapshot {
    /// The files whose findings may differ from those in `old`, sorted: files whose own text changed, came or went;
    /// where a schema's declarations changed, its files and the stories that speak of what changed; where a
    /// configuration changed, all files of the root. A schema whose spans merely moved affects its own file only.
    #[must_use]
    pub fn affected_since(&self, old: &Snapshot) -> Vec<FileId> {
        let mut files: BTreeSet<FileId> = self.world.differing(&old.world).into_iter().collect();
        let nothing = Root::default();
        for number in 0..self.roots().len().max(old.roots().len()) {
            let (new, old) =
                (self.roots().get(number).unwrap_or(&nothing), old.roots().get(number).unwrap_or(&nothing));
            let same_config = Arc::ptr_eq(&new.config, &old.config) || new.config.decides_like(&old.config);
            let mut documents = self.documents().filter(|it| it.root() == number);
            if !same_config {
                files.extend(documents.map(|it| it.id()));
            } else if !Arc::ptr_eq(&new.model, &old.model) {
                let difference = Difference::between(&new.model, &old.model);
                files.extend(difference.files.iter().copied());
                if difference.is_any() {
                    files.extend(documents.by_ref().filter(|it| difference.affects(it)).map(|it| it.id()));
                }
            }
        }
        files.into_iter().collect()
    }
}

/// What differs between two models, by name.
struct Difference<'a> {
    new: &'a Model,
    old: &'a Model,
    /// Files of schemas that declare something else now.
    files: BTreeSet<FileId>,
    /// Folded names of tables and enums that declare something else now.
    names: HashSet<Folded>,
    /// True if names may be bound that were not, or the other way round: a table came, went or may be hidden.
    presence: bool,
}

impl<'a> Difference<'a> {
    fn between(new: &'a Model, old: &'a Model) -> Self {
        let mut difference =
            Self { new, old, files: BTreeSet::new(), names: HashSet::new(), presence: false };
        difference.presence = new.is_complete() != old.is_complete() || new.is_empty() != old.is_empty();
        let old_sets: HashMap<&str, &Arc<SchemaSet>> = old.sets.iter().map(|it| (&*it.name, it)).collect();
        for set in &new.sets {
            match old_sets.get(&*set.name) {
                Some(before) if Arc::ptr_eq(set, before) => {}
                Some(before) => difference.compare(set, before),
                None => difference.compare(set, &SchemaSet::default()),
            }
        }
        for set in old.sets.iter().filter(|it| !new.sets.iter().any(|other| other.name == it.name)) {
            difference.compare(&SchemaSet::default(), set);
        }
        difference.follow_aliases();
        difference
    }

    fn compare(&mut self, new: &SchemaSet, old: &SchemaSet) {
        self.presence |= !new.hides_like(old);
        if new.outline == old.outline && new.files == old.files {
            return;
        }
        self.files.extend(new.members.iter().chain(&old.members));
        let (new, old) = (&new.outline, &old.outline);
        let (new_tables, old_tables) = (by_name(new), by_name(old));
        for table in &new.tables {
            let before = old_tables.get(&(table.schema.as_deref(), &*table.name.text));
            self.presence |= before.is_none_or(|it| it.key != table.key);
            if before.is_none_or(|it| *it != table) {
                self.add_table(table);
            }
        }
        for table in &old.tables {
            let after = new_tables.get(&(table.schema.as_deref(), &*table.name.text));
            self.presence |= after.is_none();
            if after.is_none_or(|it| *it != table) {
                self.add_table(table);
            }
        }
        self.compare_enums(new, old);
    }

    fn compare_enums(&mut self, new: &Declarations, old: &Declarations) {
        let changed = new.enums.iter().filter(|it| !old.enums.contains(it));
        let gone = old.enums.iter().filter(|it| !new.enums.contains(it));
        let changed: Vec<_> = changed.chain(gone).collect();
        for it in &changed {
            self.names.extend([Folded::new(&it.name.text), Folded::new(&it.key.text)]);
        }
        // A story that names a value of `orders.status` speaks of the table.
        let names: HashSet<&str> = changed.iter().map(|it| &*it.name.text).collect();
        for table in new.tables.iter().chain(&old.tables) {
            let uses = |it: &Option<String>| it.as_deref().is_some_and(|it| names.contains(it));
            if table.columns.iter().any(|it| uses(&it.ty.enumeration)) {
                self.add_table(table);
            }
        }
    }

    fn add_table(&mut self, table: &Table) {
        self.names.extend([Folded::new(&table.name.text), Folded::new(&table.key.text)]);
    }

    fn follow_aliases(&mut self) {
        let aliases = self.names.iter().flat_map(|it| self.new.names.aliases_of(it)).cloned();
        let aliases: Vec<Folded> = aliases.collect();
        self.names.extend(aliases);
    }

    fn is_any(&self) -> bool {
        self.presence || !self.names.is_empty()
    }

    /// True if `document` is a story that speaks of what differs. When tables came or went, a story with a name that
    /// no table bears is one, too: the table it may have meant, and whether it can be called absent, may be others now.
    fn affects(&self, document: &Document) -> bool {
        document.kind() == FileKind::Story
            && document.names().iter().any(|name| {
                self.names.contains(name)
                    || (self.presence && !(self.new.names.holds(name) && self.old.names.holds(name)))
            })
    }
}

type TableName<'a> = (Option<&'a str>, &'a str);

fn by_name(declarations: &Declarations) -> HashMap<TableName<'_>, &Table> {
    declarations.tables.iter().map(|it| ((it.schema.as_deref(), &*it.name.text), it)).collect()
}
