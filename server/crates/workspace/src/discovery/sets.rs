//! Which schemas a root has: those of `schemark.toml`, else those of `drizzle.config.*`, else what declares tables; and
//! those of Prisma.

use std::collections::{BTreeMap, BTreeSet};

use globset::{GlobBuilder, GlobMatcher};
use schema::dialects::Dialect;

use super::configs::Drizzle;
use super::gaps;
use super::glance::Glance;
use super::kinds::{Kinds, globs, is_backup};
use super::sql::{self, is_way_back};
use super::{Choice, Files, SetPlan, Upkeep, Wanted, prisma};
use crate::config::{Config, SchemaSource};
use crate::path::RelPath;
use crate::resolve::Resolver;

/// Rounds of leaving out companions that lead elsewhere. Barrels export barrels, but no deeper than this.
const COMPANION_ROUNDS: usize = 32;

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) sets: Vec<SetPlan>,
    pub(super) notes: Vec<String>,
    pub(super) wanted: Vec<Wanted>,
    /// True if there may be schemas that no set stands for.
    pub(super) partial: bool,
}

impl Found {
    fn miss(&mut self, note: String) {
        self.partial = true;
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }
}

/// The schemas of `files`.
pub(super) fn find(
    files: &Files<'_>,
    config: &Config,
    kinds: &Kinds,
    resolver: &Resolver,
    configs: &[Drizzle],
) -> Found {
    let mut found = Found::default();
    for source in &config.schemas {
        let set = configured(files, kinds, source, configs, &mut found);
        found.sets.push(set);
    }
    if config.schemas.is_empty() {
        for gap in files.gaps.iter().filter(|it| gaps::may_hide_anything(it, kinds)) {
            found.miss(gaps::note(gap));
        }
        for drizzle in configs {
            let set = of_drizzle(files, kinds, resolver, drizzle, &mut found);
            found.sets.extend(set);
        }
        if configs.is_empty() {
            let scanned = scan(files, kinds, "", &[], &mut found);
            found.sets.extend(by_package(scanned, files, resolver));
        }
        prisma::find(files, kinds, resolver, &mut found);
    }
    // A schema of which nothing was found is no set, and yet it may declare anything.
    found.partial |= found.sets.iter().any(|it| it.partial && it.roots.is_empty());
    found.sets.retain(|it| !it.roots.is_empty());
    give_own_names(&mut found.sets);
    found
}

/// The set that one entry of `schemark.toml` describes.
fn configured(
    files: &Files<'_>,
    kinds: &Kinds,
    source: &SchemaSource,
    configs: &[Drizzle],
    found: &mut Found,
) -> SetPlan {
    let mut named: Vec<RelPath> = Vec::new();
    // Globs that lead nowhere are reported where the configuration is read; what they meant is unknown.
    let mut partial = source.refused;
    for pattern in &source.files {
        let globs = globs(std::slice::from_ref(pattern));
        let is_named = |it: &RelPath| {
            // A folder of migrations holds the ways back, too.
            globs.as_ref().is_some_and(|glob| glob.is_match(it.as_str()))
                && (!is_way_back(it) || it.as_str() == pattern.trim_start_matches("./"))
        };
        let sources = files.paths.iter().filter(|it| dialect_of(it).is_some() && !kinds.is_excluded(it));
        let mut fitting: Vec<RelPath> = sources.filter(|it| is_named(it)).cloned().collect();
        if fitting.is_empty() {
            found.notes.push(format!("schemark.toml names the schema files {pattern}, and there are none"));
            partial = true;
        }
        sql::sort(&mut fitting, files);
        fitting.retain(|it| !named.contains(it));
        named.extend(fitting);
        for gap in files.gaps.iter().filter(|it| gaps::may_hide(it, pattern, kinds)) {
            found.miss(gaps::note(gap));
        }
    }
    // TypeScript and SQL beside Prisma files are their seeds and helpers, and SQL beside TypeScript is made from it.
    let written = |dialect: &Dialect| named.iter().any(|it| dialect_of(it) == Some(*dialect));
    let dialect =
        source.dialect.or_else(|| MAIN_FIRST.iter().copied().find(written)).unwrap_or(Dialect::Drizzle);
    let mut roots: Vec<RelPath> = named.into_iter().filter(|it| dialect_of(it) == Some(dialect)).collect();
    if dialect != Dialect::Sql {
        roots.sort();
    }
    let nearest = roots.first().and_then(|root| {
        let above = configs.iter().filter(|it| root.is_below(it.path.folder()));
        above.max_by_key(|it| it.path.folder().len())
    });
    let casing = source.casing.or_else(|| nearest.map(|it| it.config.casing));
    SetPlan {
        name: source.name.clone().unwrap_or_else(|| shared_folder(&roots)),
        dialect: Some(dialect),
        casing: casing.unwrap_or_default(),
        upkeep: if dialect == Dialect::Sql { sql::upkeep(&roots, files) } else { Upkeep::Edited },
        roots,
        partial,
        ..SetPlan::default()
    }
}

/// The languages, those first that files of others lie beside.
const MAIN_FIRST: &[Dialect] =
    &[Dialect::Prisma, Dialect::Drizzle, Dialect::Sql, Dialect::Dbml, Dialect::Mermaid];

/// The language of the file at `path`, if it may hold a schema.
fn dialect_of(path: &RelPath) -> Option<Dialect> {
    if is_source(path) {
        return Some(Dialect::Drizzle);
    }
    Dialect::of_extension(&path.extension()).filter(|it| *it != Dialect::Drizzle)
}

/// The set that a `drizzle.config.*` describes. One whose schema cannot be told gets what declares tables below it,
/// and counts as partial.
fn of_drizzle(
    files: &Files<'_>,
    kinds: &Kinds,
    resolver: &Resolver,
    drizzle: &Drizzle,
    found: &mut Found,
) -> Option<SetPlan> {
    let mut roots = BTreeSet::new();
    let mut partial = !drizzle.config.known;
    let bases = drizzle.bases(resolver);
    for written in &drizzle.config.schema {
        let patterns: Vec<RelPath> = bases.iter().filter_map(|it| it.join(written)).collect();
        let Some(nearest) = patterns.first() else {
            found
                .notes
                .push(format!("{} names {written}, which lies outside of the workspace", drizzle.path));
            partial = true;
            continue;
        };
        let there =
            |it: &RelPath| Some((it.clone(), matching(files, kinds, it))).filter(|it| !it.1.is_empty());
        let (pattern, matching) =
            patterns.iter().find_map(there).unwrap_or_else(|| (nearest.clone(), Vec::new()));
        if matching.is_empty() {
            found.notes.push(format!("{} names {pattern}, which does not exist", drizzle.path));
            partial = true;
        }
        roots.extend(matching);
        for gap in files.gaps.iter().filter(|it| gaps::may_hide(it, pattern.as_str(), kinds)) {
            found.miss(gaps::note(gap));
        }
    }
    let choice = if roots.is_empty() { Choice::Gathered } else { Choice::Told };
    let package = resolver.package_folder(&drizzle.path);
    for base in bases.iter().filter(|it| resolver.package_folder(it) == package) {
        if roots.is_empty() {
            let out = drizzle.config.out.as_deref().and_then(|it| base.join(it));
            let scanned = scan(files, kinds, base.folder(), out.as_slice(), found);
            roots.extend(companions(&scanned.sources, &scanned.leading, resolver));
            roots.extend(scanned.sources);
        }
    }
    let roots: Vec<RelPath> = roots.into_iter().collect();
    let database = drizzle.config.database;
    if found.sets.iter().any(|it| it.roots == roots && (it.database == database || database.is_none())) {
        // One schema with several configurations, for production and for tests.
        return None;
    }
    let name = match drizzle.set_name() {
        "" => shared_folder(&roots),
        name => name.to_owned(),
    };
    let (dialect, casing) = (Some(Dialect::Drizzle), drizzle.config.casing);
    let pulled = pulled(&roots, files);
    Some(SetPlan { name, dialect, casing, roots, choice, pulled, database, partial, ..SetPlan::default() })
}

/// Those of `roots` that `drizzle-kit pull` wrote, beside its journal.
fn pulled(roots: &[RelPath], files: &Files<'_>) -> BTreeSet<RelPath> {
    let is_pulled = |it: &&RelPath| {
        matches!(it.file_name(), "schema.ts" | "relations.ts")
            && it.join("./meta/_journal.json").is_some_and(|it| files.paths.contains(&it))
    };
    roots.iter().filter(is_pulled).cloned().collect()
}

/// The files that `pattern` names as drizzle-kit reads it: a file, a folder's direct files, or a glob of both.
fn matching(files: &Files<'_>, kinds: &Kinds, pattern: &RelPath) -> Vec<RelPath> {
    let glob: Option<GlobMatcher> = GlobBuilder::new(pattern.as_str())
        .literal_separator(true)
        .build()
        .ok()
        .map(|it| it.compile_matcher());
    let fits = |path: &str| path == pattern.as_str() || glob.as_ref().is_some_and(|it| it.is_match(path));
    let sources = files.paths.iter().filter(|it| is_source(it) && !kinds.is_excluded(it));
    sources.filter(|it| fits(it.as_str()) || fits(it.folder())).cloned().collect()
}

/// What glances at files told.
#[derive(Default)]
struct Scanned {
    /// The files that call table constructors.
    sources: Vec<RelPath>,
    /// Files of the kind that accompanies them, with what they lead to.
    leading: Vec<(RelPath, Vec<String>)>,
}

/// The files below `folder`, but not below `without`, that may belong to a schema.
fn scan(files: &Files<'_>, kinds: &Kinds, folder: &str, without: &[RelPath], found: &mut Found) -> Scanned {
    let mut scanned = Scanned::default();
    for path in files.paths.iter().filter(|it| it.is_below(folder) && kinds.may_declare(it)) {
        if without.iter().any(|it| path.is_below(it.as_str())) {
            continue;
        }
        let glance = match (files.document)(path) {
            Some(document) => Some(Glance::of(path, &document.body)),
            None => files.scanned.get(path).cloned(),
        };
        match glance {
            Some(Glance { problem: Some(problem), .. }) => {
                found.miss(format!("{path}: {problem}; tables that it may declare are unknown"));
            }
            Some(glance) if glance.calls_tables => scanned.sources.push(path.clone()),
            Some(glance) if glance.leads.is_empty() => {}
            Some(glance) => scanned.leading.push((path.clone(), glance.leads)),
            None => found.wanted.push(Wanted::Scan(path.clone())),
        }
    }
    scanned
}

/// The barrels, relations and types of rows of `sources`: files in their folders or above, in their packages, that lead
/// to nothing in the workspace but them and one another. Code that exports tables among other things is none: its
/// imports would make the whole program a schema.
fn companions(sources: &[RelPath], leading: &[(RelPath, Vec<String>)], resolver: &Resolver) -> Vec<RelPath> {
    let packages: BTreeSet<&str> = sources.iter().map(|it| resolver.package_folder(it)).collect();
    let near = |path: &RelPath| {
        sources.iter().any(|it| it.is_below(path.folder()))
            && packages.contains(resolver.package_folder(path))
    };
    let mut candidates: BTreeMap<&RelPath, BTreeSet<RelPath>> = leading
        .iter()
        .filter(|(path, _)| near(path))
        .map(|(path, leads)| (path, leads.iter().filter_map(|it| resolver.resolve(path, it)).collect()))
        .collect();
    let sources: BTreeSet<&RelPath> = sources.iter().collect();
    for _ in 0..COMPANION_ROUNDS {
        let members: BTreeSet<&RelPath> = candidates.keys().copied().collect();
        let is_known = |it: &RelPath| sources.contains(it) || members.contains(it);
        let before = candidates.len();
        candidates.retain(|_, leads| !leads.is_empty() && leads.iter().all(is_known));
        if candidates.len() == before {
            return candidates.into_keys().cloned().collect();
        }
    }
    Vec::new()
}

/// One set per package.
fn by_package(scanned: Scanned, files: &Files<'_>, resolver: &Resolver) -> Vec<SetPlan> {
    let mut packages: BTreeMap<&str, Vec<RelPath>> = BTreeMap::new();
    for path in scanned.sources {
        packages.entry(resolver.package_folder(&path)).or_default().push(path);
    }
    let sets = packages.into_iter().map(|(folder, mut roots)| {
        let name = if folder.is_empty() { shared_folder(&roots) } else { folder.to_owned() };
        roots.extend(companions(&roots, &scanned.leading, resolver));
        roots.sort();
        let (pulled, choice) = (pulled(&roots, files), Choice::Gathered);
        SetPlan { name, dialect: Some(Dialect::Drizzle), roots, choice, pulled, ..SetPlan::default() }
    });
    sets.collect()
}

/// True for TypeScript and JavaScript that runs: no type declarations, no tests.
fn is_source(path: &RelPath) -> bool {
    let name = path.file_name();
    matches!(path.extension().as_str(), "ts" | "mts" | "cts" | "js" | "mjs" | "cjs")
        && ![".d.ts", ".d.mts", ".d.cts"].iter().any(|it| name.ends_with(it))
        && !name.contains(".test.")
        && !name.contains(".spec.")
        && !is_backup(path)
}

/// The deepest folder that holds all of `paths`; `.` for the root.
pub(super) fn shared_folder(paths: &[RelPath]) -> String {
    let mut shared = paths.first().map_or("", RelPath::folder);
    while !paths.iter().all(|it| it.is_below(shared)) {
        shared = shared.rsplit_once('/').map_or("", |it| it.0);
    }
    if shared.is_empty() { ".".to_owned() } else { shared.to_owned() }
}

/// Numbers the sets whose names are taken: names tell sets apart.
pub(super) fn give_own_names(sets: &mut [SetPlan]) {
    let mut taken = BTreeSet::new();
    for set in sets {
        let plain = set.name.clone();
        let mut number = 2;
        while !taken.insert(set.name.clone()) {
            set.name = format!("{plain} ({number})");
            number += 1;
        }
    }
}
