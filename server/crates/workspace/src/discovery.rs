//! Which files of a root are stories, schemas and settings. Decides by paths and settings; the store does the reading.

mod accounts;
mod configs;
mod gaps;
mod glance;
mod kinds;
mod notations;
mod packs;
mod prisma;
mod sets;
mod sql;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use schema::dialects::{Casing, Dialect, Order};
use schema::model::Database;
use schema::names::Folded;

use crate::config::{Config, FILE_NAME};
use crate::disk::Gap;
use crate::document::{Document, FileKind};
use crate::model::Beside;
use crate::path::RelPath;
use crate::resolve::Resolver;

pub(crate) use accounts::{Account, Extent, may_declare as is_account};
use configs::Configs;
pub(crate) use glance::Glance;
pub(crate) use kinds::{Kinds, globs, is_archived, is_settings};
pub(crate) use packs::is_manifest;

/// What discovery asks the store to do before it can go on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Wanted {
    /// Load the file as a document.
    Load(RelPath),
    /// Glance at the file: it may belong to a schema.
    Scan(RelPath),
}

/// One schema to be linked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct SetPlan {
    pub(crate) name: String,
    pub(crate) dialect: Option<Dialect>,
    pub(crate) casing: Casing,
    /// The files whose declarations count, in order.
    pub(crate) roots: Vec<RelPath>,
    /// Whether that order is the one in which they take effect.
    pub(crate) order: Order,
    pub(crate) upkeep: Upkeep,
    /// Whether anything says which files these are.
    pub(crate) choice: Choice,
    /// Those of them that drizzle-kit wrote, beside its journal.
    pub(crate) pulled: BTreeSet<RelPath>,
    /// The tables that SQL files beside it make.
    pub(crate) tables_beside: BTreeSet<Folded>,
    /// The views that they make.
    pub(crate) views_beside: BTreeSet<Folded>,
    /// The database whose tables count, where files declare tables of several.
    pub(crate) database: Option<Database>,
    /// Those and all they import.
    pub(crate) files: BTreeSet<RelPath>,
    /// True if more files may belong to it than could be found.
    pub(crate) partial: bool,
}

/// How the files of a schema were chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Choice {
    /// Settings name them, or the language does.
    #[default]
    Told,
    /// They are all that declare tables: copies of others may be among them.
    Gathered,
}

/// What becomes of a schema's files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Upkeep {
    /// People edit them.
    #[default]
    Edited,
    /// They are history: a database has applied them, and nobody changes them any more.
    Applied,
}

/// What is known of a root's files, and what follows from it.
#[derive(Debug, Default)]
pub(crate) struct Layout {
    pub(crate) config: Arc<Config>,
    pub(crate) sets: Vec<SetPlan>,
    pub(crate) notes: Vec<String>,
    /// What files say of a database that are no part of a schema.
    pub(crate) beside: Arc<Beside>,
    /// True if there may be schemas, or settings that speak of them, that could not be read.
    pub(crate) partial: bool,
    kinds: Kinds,
    dialects: HashMap<RelPath, Dialect>,
    drizzle: Configs,
    resolver: Resolver,
}

/// The files of a root as discovery sees them.
pub(crate) struct Files<'a> {
    /// Every path, of the disk and of open editors.
    pub(crate) paths: &'a Arc<BTreeSet<RelPath>>,
    /// The newest version, of loaded files.
    pub(crate) document: &'a dyn Fn(&RelPath) -> Option<Arc<Document>>,
    /// What glances at unloaded files told, as far as they were looked at.
    pub(crate) scanned: &'a BTreeMap<RelPath, Glance>,
    /// Where files may be, unseen, sorted.
    pub(crate) gaps: &'a [Gap],
}

impl Layout {
    /// The layout of `files`, as far as it can be told; with it, what must be loaded to tell more.
    pub(crate) fn plan(files: &Files<'_>) -> (Self, Vec<Wanted>) {
        let mut layout = Self::default();
        let mut wanted = layout.settings(files);
        if wanted.is_empty() {
            wanted = layout.schemas(files);
        }
        if wanted.is_empty() {
            wanted = layout.imports(files);
        }
        if wanted.is_empty() {
            wanted = layout.sql(files);
        }
        if wanted.is_empty() {
            wanted = layout.accounts(files);
        }
        if wanted.is_empty() {
            wanted = missing(files.paths.iter().filter(|it| layout.kind(it) == FileKind::Story), files);
        }
        (layout, wanted)
    }

    /// What the file at `path` is.
    pub(crate) fn kind(&self, path: &RelPath) -> FileKind {
        match self.dialects.get(path) {
            Some(dialect) => FileKind::Schema(*dialect),
            None if self.drizzle.consist_of(path) => FileKind::Settings,
            None => self.kinds.kind(path),
        }
    }

    /// The file that `specifier` names when written in `from`.
    pub(crate) fn resolve(&self, from: &RelPath, specifier: &str) -> Option<RelPath> {
        self.resolver.resolve(from, specifier)
    }

    fn settings(&mut self, files: &Files<'_>) -> Vec<Wanted> {
        let wanted =
            missing(files.paths.iter().filter(|it| is_settings(it) || it.as_str() == FILE_NAME), files);
        if !wanted.is_empty() {
            return wanted;
        }
        let config = RelPath::new(FILE_NAME).and_then(|it| (files.document)(&it));
        // What a configuration that cannot be read excludes, or says to lie elsewhere, is anybody's guess.
        self.partial = config.as_ref().is_some_and(|it| it.problem().is_some());
        if config.is_none() && files.gaps.iter().any(|it| it.path.as_str() == FILE_NAME) {
            self.notes.push(format!("{FILE_NAME} is a symbolic link and is not followed"));
            self.partial = true;
        }
        self.config = Arc::new(config.map(|it| Config::read(&it.source())).unwrap_or_default());
        self.kinds = Kinds::new(&self.config).among(files.paths);
        self.resolver = Resolver::new(files);
        let (drizzle, wanted) = Configs::find(files, &self.kinds, &self.resolver);
        self.drizzle = drizzle;
        wanted
    }

    fn schemas(&mut self, files: &Files<'_>) -> Vec<Wanted> {
        let found = sets::find(files, &self.config, &self.kinds, &self.resolver, &self.drizzle.list);
        self.sets = found.sets;
        self.notes.extend(found.notes);
        self.partial |= found.partial;
        if !found.wanted.is_empty() {
            return found.wanted;
        }
        missing(self.sets.iter().flat_map(|it| &it.roots), files)
    }

    /// Follows imports from the schemas' root files as far as they stay inside.
    fn imports(&mut self, files: &Files<'_>) -> Vec<Wanted> {
        let mut wanted = BTreeSet::new();
        for set in &mut self.sets {
            let mut open: Vec<RelPath> = set.roots.clone();
            while let Some(path) = open.pop() {
                if !set.files.insert(path.clone()) {
                    continue;
                }
                let dialect = set.dialect.unwrap_or(Dialect::Drizzle);
                self.dialects.insert(path.clone(), dialect);
                let Some(document) = (files.document)(&path) else {
                    wanted.insert(Wanted::Load(path));
                    continue;
                };
                let imports = document.body.module(dialect).imports();
                open.extend(imports.into_iter().filter_map(|it| self.resolver.resolve(&path, it)));
            }
        }
        wanted.into_iter().collect()
    }

    /// Adds the schemas that are written in SQL. What other schemas consist of must be known by now.
    fn sql(&mut self, files: &Files<'_>) -> Vec<Wanted> {
        if !self.config.schemas.is_empty() {
            return Vec::new();
        }
        let sql::Found { sets: found, accounts, wanted } =
            sql::find(files, &self.kinds, &self.resolver, &mut self.sets);
        self.beside = Arc::new(Beside::new(vec![accounts.into()]));
        for path in found.iter().flat_map(|it| &it.roots) {
            self.dialects.insert(path.clone(), Dialect::Sql);
        }
        let wanted =
            if wanted.is_empty() { missing(found.iter().flat_map(|it| &it.roots), files) } else { wanted };
        self.sets.extend(found);
        sets::give_own_names(&mut self.sets);
        if wanted.is_empty() && self.sets.is_empty() && !self.partial {
            return self.notations(files);
        }
        wanted
    }
}

impl Layout {
    /// Adds what other files say of the database that the schemas declare.
    fn accounts(&mut self, files: &Files<'_>) -> Vec<Wanted> {
        if self.sets.is_empty() {
            return Vec::new();
        }
        let is_part = |it: &RelPath| self.dialects.contains_key(it);
        let (accounts, wanted) = accounts::find(files, &self.kinds, &self.resolver, &is_part);
        let sql = self.beside.files().cloned();
        self.beside = Arc::new(Beside::new(sql.chain(accounts).collect()));
        wanted
    }

    /// Adds the schemas of languages that count only where there is no other.
    fn notations(&mut self, files: &Files<'_>) -> Vec<Wanted> {
        self.sets = notations::find(files, &self.kinds);
        for set in &mut self.sets {
            set.files.extend(set.roots.iter().cloned());
            for path in &set.roots {
                self.dialects.extend(set.dialect.map(|it| (path.clone(), it)));
            }
        }
        missing(self.sets.iter().flat_map(|it| &it.roots), files)
    }
}

fn missing<'a>(paths: impl Iterator<Item = &'a RelPath>, files: &Files<'_>) -> Vec<Wanted> {
    paths.filter(|it| (files.document)(it).is_none()).cloned().map(Wanted::Load).collect()
}

#[cfg(test)]
mod tests;
