//! Which files' answers may differ between two snapshots.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use schema::model::{Declarations, Table};
use schema::names::Folded;
use text::FileId;

use crate::config::Strictness;
use crate::document::FileKind;
use crate::model::{Model, SchemaSet};
use crate::snapshot::index::{Index, Stories};
use crate::snapshot::{PACKAGE, Root, Snapshot};

impl Snapshot {
    /// The files whose findings may differ from those in `before`, sorted: files whose own text changed, came or went;
    /// where a schema's declarations changed, its files and the stories that speak of what changed; where a
    /// configuration changed, all files of the root. A schema whose spans merely moved affects its own file, and the
    /// stories with names that no table bears: they may point to the place of the nearest one.
    #[must_use]
    pub fn affected_since(&self, before: &Snapshot) -> Vec<FileId> {
        let mut files: BTreeSet<FileId> = self.world.differing(&before.world).into_iter().collect();
        let nothing = Root::default();
        let reread: Vec<FileId> = files.iter().copied().collect();
        files.extend(reread.iter().flat_map(|it| self.referring_to_headings_of(*it)));
        for number in 0..self.roots().len().max(before.roots().len()) {
            let (new, old) = (
                self.roots().get(number).unwrap_or(&nothing),
                before.roots().get(number).unwrap_or(&nothing),
            );
            let same_config = Arc::ptr_eq(&new.config, &old.config) || new.config.decides_like(&old.config);
            if !same_config {
                files.extend(self.documents().filter(|it| it.root() == number).map(|it| it.id()));
                continue;
            }
            let came_or_went = |it: &FileId| self.document(*it).is_some() != before.document(*it).is_some();
            if !Arc::ptr_eq(&new.paths, &old.paths) || reread.iter().any(came_or_went) {
                let linking = self.documents().filter(|it| it.root() == number && it.refers_to_files());
                files.extend(linking.map(|it| it.id()));
            }
            if new.model.is_empty() || old.model.is_empty() {
                // That there is no schema is said once per root, by the first file that has reason to.
                let changed = files.iter().any(|it| self.document(*it).is_none_or(|it| it.root() == number));
                if changed {
                    files.extend([self.speaker(number), before.speaker(number)].into_iter().flatten());
                }
            }
            if is_laid_out_anew(new, old) {
                let stories = self.documents().filter(|it| it.root() == number && it.is_story());
                files.extend(stories.map(|it| it.id()));
            }
            if !Arc::ptr_eq(&new.model, &old.model) {
                let mut difference = Difference::between(&new.model, &old.model);
                difference.strictness = new.config.strictness;
                files.extend(difference.files.iter().copied());
                let judges = self.documents().filter(|it| it.root() == number && it.judges_schemas());
                files.extend(judges.map(|it| it.id()));
                let stories = difference.stories(self.world.index());
                files.extend(stories.into_iter().filter(|it| self.lies_in(*it, number)));
            }
        }
        files.into_iter().collect()
    }

    /// The stories that refer to a heading of the story `file`.
    fn referring_to_headings_of(&self, file: FileId) -> Vec<FileId> {
        let Some(document) = self.document(file).filter(|it| it.is_story()) else { return Vec::new() };
        let name = document.path().file_name();
        let others = self.documents().filter(|it| it.root() == document.root() && it.id() != file);
        others.filter(|it| it.refers_to_heading_in(name)).map(|it| it.id()).collect()
    }

    /// The file of root `number` that speaks for all: its configuration, else the first story that means a table.
    fn speaker(&self, number: usize) -> Option<FileId> {
        let of_root = || self.documents().filter(|it| it.root() == number);
        let config = of_root().find(|it| it.kind() == FileKind::Config);
        config.or_else(|| of_root().find(|it| !it.demanded().is_empty())).map(|it| it.id())
    }
}

/// True if another of several schemas may be the one of a story's package.
fn is_laid_out_anew(new: &Root, old: &Root) -> bool {
    if new.model.sets.len().max(old.model.sets.len()) < 2 {
        return false;
    }
    let files = |it: &Root| it.model.sets.iter().map(|set| set.files.clone()).collect::<Vec<_>>();
    let packages =
        |it: &Root| it.paths.iter().filter(|it| it.file_name() == PACKAGE).cloned().collect::<Vec<_>>();
    (!Arc::ptr_eq(&new.model, &old.model) && files(new) != files(old))
        || (!Arc::ptr_eq(&new.paths, &old.paths) && packages(new) != packages(old))
}

/// What differs between two models, by name.
struct Difference<'a> {
    new: &'a Model,
    old: &'a Model,
    /// Files of schemas that declare something else now.
    files: BTreeSet<FileId>,
    /// Folded names of tables and enums that declare something else now.
    names: HashSet<Folded>,
    /// How surely a name must be meant to be missed.
    strictness: Strictness,
}

impl<'a> Difference<'a> {
    fn between(new: &'a Model, old: &'a Model) -> Self {
        let mut difference = Self {
            new,
            old,
            files: BTreeSet::new(),
            names: HashSet::new(),
            strictness: Strictness::Explicit,
        };
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
        if new.weight != old.weight || (!Arc::ptr_eq(&new.beside, &old.beside) && new.beside != old.beside) {
            difference.names.extend(new.beside.names().chain(old.beside.names()).cloned());
        }
        difference.follow_aliases();
        difference
    }

    fn compare(&mut self, new: &SchemaSet, old: &SchemaSet) {
        if new.outline == old.outline && new.files == old.files {
            return;
        }
        self.files.extend(new.members.iter().chain(&old.members));
        let (new, old) = (&new.outline, &old.outline);
        let (new_tables, old_tables) = (by_name(new), by_name(old));
        for table in &new.tables {
            let before = old_tables.get(&(table.schema.as_deref(), &*table.name.text));
            if before.is_none_or(|it| *it != table) {
                self.add_table(table);
            }
        }
        for table in &old.tables {
            let after = new_tables.get(&(table.schema.as_deref(), &*table.name.text));
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

    /// The stories that speak of what differs. Of names that no table bears, the table they may have meant and whether
    /// they can be called absent may be others now.
    fn stories<'b>(&self, index: &'b Index) -> BTreeSet<FileId> {
        let speaking = self.names.iter().filter_map(|it| index.stories(it)).flat_map(|it| &it.naming);
        let is_borne = |name: &Folded| self.new.names.holds(name) && self.old.names.holds(name);
        let demanding = |it: &'b Stories| match self.strictness {
            Strictness::Explicit => &it.demanding,
            Strictness::Declared | Strictness::Everything => &it.naming,
        };
        let missing = index.names().filter(|it| !demanding(it.1).is_empty() && !is_borne(it.0));
        speaking.chain(missing.flat_map(|it| demanding(it.1))).copied().collect()
    }
}

type TableName<'a> = (Option<&'a str>, &'a str);

fn by_name(declarations: &Declarations) -> HashMap<TableName<'_>, &Table> {
    declarations.tables.iter().map(|it| ((it.schema.as_deref(), &*it.name.text), it)).collect()
}

#[cfg(test)]
mod tests;
