//! The configs of drizzle-kit: `drizzle.config.ts`, and files of other names that import `drizzle-kit`.
//!
//! Leaves to others: which files their globs mean.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use schema::dialects::Dialect;
use schema::dialects::drizzle::config::{self, DrizzleConfig};
use text::FileId;

use super::glance::Glance;
use super::kinds::{Kinds, is_backup, is_drizzle_config, may_be_drizzle_config};
use super::{Files, Wanted};
use crate::document::Document;
use crate::path::RelPath;
use crate::resolve::Resolver;

/// How far a config's imports are followed. Constants lie one or two files away.
const IMPORT_ROUNDS: usize = 4;

/// A config of drizzle-kit and what it says.
#[derive(Debug)]
pub(super) struct Drizzle {
    pub(super) path: RelPath,
    pub(super) config: DrizzleConfig,
}

impl Drizzle {
    /// What paths in it may be relative to, as files in those folders: itself; the package's manifest and the root's,
    /// for drizzle-kit means the folder in which it is started.
    pub(super) fn bases(&self, resolver: &Resolver) -> Vec<RelPath> {
        let package = resolver.package_folder(&self.path);
        let manifests = [RelPath::new(&format!("{package}/package.json")), RelPath::new("package.json")]
            .into_iter()
            .flatten();
        let mut bases = vec![self.path.clone()];
        for manifest in manifests {
            if bases.iter().all(|it| it.folder() != manifest.folder()) {
                bases.push(manifest);
            }
        }
        bases
    }

    /// The name of its schema: its folder, or its own name where several may share a folder. Empty at the root.
    pub(super) fn set_name(&self) -> &str {
        if is_drizzle_config(&self.path) || self.path.file_name().starts_with("drizzle") {
            return self.path.folder();
        }
        self.path.as_str().split(".config.").next().unwrap_or_default()
    }
}

/// The configs of a root.
#[derive(Debug, Default)]
pub(super) struct Configs {
    /// In order: `drizzle.config.ts` before others in its folder.
    pub(super) list: Vec<Drizzle>,
    /// Those without a telling name, and what they import.
    parts: BTreeSet<RelPath>,
}

impl Configs {
    /// The configs among `files`, and what must be looked at to tell.
    pub(super) fn find(files: &Files<'_>, kinds: &Kinds, resolver: &Resolver) -> (Self, Vec<Wanted>) {
        let mut configs = Self::default();
        let mut wanted = Vec::new();
        for path in files.paths.iter().filter(|it| !kinds.is_excluded(it)) {
            let is_named = is_drizzle_config(path) && !is_backup(path);
            if is_named || configs.imports_kit(path, files, kinds, &mut wanted) {
                configs.add(path, files, resolver, &mut wanted);
            }
        }
        let is_variant = |it: &Drizzle| {
            !matches!(it.path.file_name().split_once(".config."), Some(("drizzle", _)))
                || it.path.file_name().split('.').count() > 3
        };
        let rank = |it: &Drizzle| (it.path.folder().to_owned(), is_variant(it), it.path.clone());
        configs.list.sort_by_cached_key(rank);
        (configs, wanted)
    }

    /// True if the file at `path` steers discovery though its name does not say so.
    pub(super) fn consist_of(&self, path: &RelPath) -> bool {
        self.parts.contains(path)
    }

    /// True if `path` is a config by what it imports.
    fn imports_kit(
        &mut self,
        path: &RelPath,
        files: &Files<'_>,
        kinds: &Kinds,
        wanted: &mut Vec<Wanted>,
    ) -> bool {
        if !may_be_drizzle_config(path) || !kinds.may_hold_schema(path) {
            return false;
        }
        let glance = match (files.document)(path) {
            Some(document) => Some(Glance::of(path, &document.body)),
            None => files.scanned.get(path).cloned(),
        };
        match glance {
            None => wanted.push(Wanted::Scan(path.clone())),
            Some(glance) if glance.imports_kit => {
                self.parts.insert(path.clone());
                return true;
            }
            Some(_) => {}
        }
        false
    }

    /// Reads the config at `path`, with what it imports.
    fn add(&mut self, path: &RelPath, files: &Files<'_>, resolver: &Resolver, wanted: &mut Vec<Wanted>) {
        let Some(document) = (files.document)(path) else {
            wanted.push(Wanted::Load(path.clone()));
            return;
        };
        let file = document.id();
        let problem = document.problem().is_some();
        let mut documents: BTreeMap<FileId, Arc<Document>> = BTreeMap::from([(file, document)]);
        let mut config = None;
        for _ in 0..IMPORT_ROUNDS {
            let missing = RefCell::new(BTreeSet::new());
            config = config::link(
                file,
                &|it| documents.get(&it).map(|it| it.body.module(Dialect::Drizzle)),
                &|from, specifier| {
                    let target = resolver.resolve(&documents.get(&from)?.path, specifier)?;
                    let known = documents.values().find(|it| it.path == target).map(|it| it.id());
                    if known.is_none() {
                        missing.borrow_mut().insert(target);
                    }
                    known
                },
            );
            let missing = missing.into_inner();
            let known = documents.len();
            for path in missing {
                self.parts.insert(path.clone());
                match (files.document)(&path) {
                    Some(document) => {
                        documents.insert(document.id(), document);
                    }
                    None => wanted.push(Wanted::Load(path)),
                }
            }
            if documents.len() == known {
                break;
            }
        }
        let is_named = is_drizzle_config(path);
        if let Some(mut config) = config.or_else(|| is_named.then(DrizzleConfig::default)) {
            config.known &= !problem;
            self.list.push(Drizzle { path: path.clone(), config });
        }
    }
}
