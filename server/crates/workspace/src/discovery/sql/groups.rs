//! SQL files that belong together: the steps of one history, or scripts that declare a schema together.

use std::collections::{BTreeMap, BTreeSet};

use schema::dialects::sql::glance::{Glance, Product, Step};
use schema::model::Database;
use schema::names::Folded;

use super::order::{Version, undone, unnumbered, version};
use super::sqitch;
use crate::discovery::{Files, Upkeep};
use crate::path::RelPath;

/// How the files of a group belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    /// Migrations: each takes effect after the one before.
    Steps,
    /// Scripts, in whatever order.
    Scripts,
}

/// Who wrote a group, if its files tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Author {
    /// drizzle-kit, from TypeScript.
    Drizzle,
    /// Prisma, from its schema.
    Prisma,
    /// Somebody who plans them with Sqitch.
    Sqitch,
    /// Nobody says.
    Somebody,
}

/// SQL files that belong together.
#[derive(Debug, Clone)]
pub(super) struct Group {
    /// The folder that holds them.
    pub(super) home: String,
    pub(super) form: Form,
    pub(super) author: Author,
    /// In the order in which they take effect, if there is one.
    pub(super) files: Vec<RelPath>,
    pub(super) shape: Shape,
    /// True if one of its files could not be read.
    pub(super) partial: bool,
}

/// What exists after some files.
#[derive(Debug, Clone, Default)]
pub(super) struct Shape {
    pub(super) tables: BTreeSet<String>,
    pub(super) views: BTreeSet<String>,
    /// Tables that are changed and that nothing makes.
    pub(super) missing: BTreeSet<String>,
    pub(super) product: Option<Database>,
    gone: BTreeSet<String>,
}

impl Shape {
    /// What exists after `glance`, too.
    pub(super) fn add(&mut self, glance: &Glance) {
        if let Product::Known(database) = glance.product {
            self.product.get_or_insert(database);
        }
        for step in &glance.steps {
            match step {
                Step::Table(name) => {
                    self.tables.insert(name.clone());
                }
                Step::View(name) => {
                    self.views.insert(name.clone());
                }
                Step::Drop(name) => self.drop(name),
                Step::Rename(from, to) => {
                    if !self.tables.contains(from) && !self.views.contains(from) && !self.gone.contains(from)
                    {
                        self.missing.insert(from.clone());
                    }
                    self.drop(from);
                    self.tables.insert(to.clone());
                }
                Step::Alter(name) => {
                    let known = [&self.tables, &self.views, &self.gone].iter().any(|it| it.contains(name));
                    if !known {
                        self.missing.insert(name.clone());
                    }
                }
                Step::Detail => {}
            }
        }
    }

    fn drop(&mut self, name: &str) {
        self.tables.remove(name);
        self.views.remove(name);
        self.gone.insert(name.to_owned());
    }

    /// The folded names of the tables.
    pub(super) fn folded(&self) -> BTreeSet<Folded> {
        self.tables.iter().map(|it| Folded::new(it)).collect()
    }

    /// The folded names of the tables and views.
    pub(super) fn relations(&self) -> impl Iterator<Item = Folded> {
        self.tables.iter().chain(&self.views).map(|it| Folded::new(it))
    }
}

/// Folders below which every script belongs to one schema.
const SCRIPT_FOLDERS: &[&str] = &["ddl", "schema", "schemas", "sql"];

/// The groups of `looked`, files with what a glance at them told; `None` for those that could not be read.
pub(super) fn groups(looked: &[(RelPath, Option<Glance>)], files: &Files<'_>) -> Vec<Group> {
    type Members<'a> = Vec<(Option<Version>, &'a RelPath, Option<&'a Glance>)>;
    let mut homes: BTreeMap<(String, Form), Members<'_>> = BTreeMap::new();
    for (path, glance) in looked {
        let (home, form, version) = place(path, files);
        homes.entry((home, form)).or_default().push((version, path, glance.as_ref()));
    }
    let groups = homes.into_iter().filter_map(|((home, form), mut members)| {
        members.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
        // Beside files of another product, those that say of none are its, too.
        let other = members.iter().filter(|it| it.2.is_some_and(|it| it.product == Product::Other)).count();
        let makes = |it: &&Glance| it.steps.iter().any(|it| matches!(it, Step::Table(_)));
        let making = members.iter().filter_map(|it| it.2).filter(makes).count();
        if other * 2 > making.max(1) {
            return None;
        }
        members.retain(|it| it.2.is_none_or(|it| it.product != Product::Other));
        let author = author(&home, form, files);
        match author {
            Author::Drizzle => in_journal_order(&home, &mut members, files),
            // Prisma sorts by name, whatever numbers are in it.
            Author::Prisma => members.sort_by_key(|it| it.1),
            Author::Sqitch => sqitch::in_order(&home, &mut members, files),
            Author::Somebody => {}
        }
        leave_ways_back(&mut members);
        if author == Author::Somebody {
            put_creators_first(&mut members);
        }
        let partial = members.iter().any(|it| it.2.is_none());
        // What changes nothing need not be loaded.
        members.retain(|it| it.2.is_some_and(|it| !it.steps.is_empty()));
        let mut shape = Shape::default();
        for glance in members.iter().filter_map(|it| it.2) {
            shape.add(glance);
        }
        let files = members.into_iter().map(|it| it.1.clone()).collect();
        Some(Group { home, form, author, files, shape, partial })
    });
    groups.collect()
}

/// Leaves out what undoes another of `members`, by its name.
fn leave_ways_back<T, U>(members: &mut Vec<(T, &RelPath, U)>) {
    let done: BTreeSet<&str> = members.iter().map(|it| unnumbered(it.1)).collect();
    members.retain(|it| undone(it.1).is_none_or(|it| !done.contains(it)));
}

/// Where some files are counted and others bear a moment, counts sort first; if what the counted ones change is made
/// by the others, those came first.
fn put_creators_first(members: &mut [(Option<Version>, &RelPath, Option<&Glance>)]) {
    let moments = members.iter().position(|it| it.0.as_ref().is_some_and(Version::is_moment));
    let Some(moments) = moments.filter(|it| *it > 0) else { return };
    let shape = |members: &[(Option<Version>, &RelPath, Option<&Glance>)]| {
        let mut shape = Shape::default();
        members.iter().filter_map(|it| it.2).for_each(|it| shape.add(it));
        shape
    };
    let (counted, dated) = members.split_at(moments);
    let (counted, dated) = (shape(counted), shape(dated));
    let needs = |shape: &Shape, other: &Shape| shape.missing.intersection(&other.tables).count();
    if needs(&counted, &dated) > needs(&dated, &counted) {
        members.rotate_left(moments);
    }
}

/// Puts `paths` in the order in which they take effect, as far as their names tell.
pub(in crate::discovery) fn sort(paths: &mut [RelPath], files: &Files<'_>) {
    paths.sort_by_cached_key(|it| (place(it, files), it.clone()));
}

/// What becomes of `roots`: history, if they are the steps of one.
pub(in crate::discovery) fn upkeep(roots: &[RelPath], files: &Files<'_>) -> Upkeep {
    let steps = roots.iter().filter(|it| place(it, files).1 == Form::Steps).count();
    if steps > 0 { Upkeep::Applied } else { Upkeep::Edited }
}

/// True if `path` is a step of a history.
pub(super) fn is_step(path: &RelPath, files: &Files<'_>) -> bool {
    place(path, files).1 == Form::Steps
}

/// The home of the group that `path` belongs to, how its files belong together, and its place among them.
fn place(path: &RelPath, files: &Files<'_>) -> (String, Form, Option<Version>) {
    if let Some(home) = sqitch::home(path, files) {
        return (home, Form::Steps, None);
    }
    let (above, folder) = path.folder().rsplit_once('/').unwrap_or(("", path.folder()));
    let has_lock = || RelPath::new(&format!("{above}/{LOCK}")).is_some_and(|it| files.paths.contains(&it));
    if matches!(path.file_name(), "up.sql" | "migration.sql") && (version(folder).is_some() || has_lock()) {
        return (above.to_owned(), Form::Steps, version(folder));
    }
    if let Some(version) = version(path.file_name()) {
        return (path.folder().to_owned(), Form::Steps, Some(version));
    }
    let mut home = path.folder();
    let mut at = path.folder();
    while !at.is_empty() {
        let (above, name) = at.rsplit_once('/').unwrap_or(("", at));
        if SCRIPT_FOLDERS.contains(&name) {
            home = at;
        }
        at = above;
    }
    (home.to_owned(), Form::Scripts, None)
}

/// The file beside Prisma's migrations.
const LOCK: &str = "migration_lock.toml";

fn author(home: &str, form: Form, files: &Files<'_>) -> Author {
    let has =
        |name: &str| RelPath::new(&format!("{home}/{name}")).is_some_and(|it| files.paths.contains(&it));
    match form {
        Form::Steps if has(JOURNAL) => Author::Drizzle,
        Form::Steps if has(LOCK) => Author::Prisma,
        Form::Steps if sqitch::plans(home, files) => Author::Sqitch,
        _ => Author::Somebody,
    }
}

/// The file beside drizzle-kit's migrations that says in which order they are applied.
const JOURNAL: &str = "meta/_journal.json";

/// Leaves of `members` what drizzle-kit's journal names, in its order.
fn in_journal_order<T, U>(home: &str, members: &mut Vec<(T, &RelPath, U)>, files: &Files<'_>) {
    let journal = RelPath::new(&format!("{home}/{JOURNAL}")).and_then(|it| (files.document)(&it));
    let Some(order) = journal.and_then(|it| tags(&it.source())) else { return };
    let place = |path: &RelPath| {
        let stem = path.file_name().trim_end_matches(".sql");
        order.iter().position(|it| it == stem)
    };
    members.retain(|it| place(it.1).is_some());
    members.sort_by_key(|it| place(it.1));
}

/// The names of the migrations in drizzle-kit's journal, in order.
fn tags(journal: &str) -> Option<Vec<String>> {
    let value: serde_json::Value = serde_json::from_str(journal).ok()?;
    let tag = |it: &serde_json::Value| Some(it.get("tag")?.as_str()?.to_owned());
    value.get("entries")?.as_array()?.iter().map(tag).collect()
}
