//! Which SQL files make up schemas, and in which order they take effect.
//!
//! SQL beside an ORM says once more what the ORM's own schema says: it is no schema of its own, and what it makes
//! besides is unknown. Of several accounts of one database one is taken: migrations before scripts.

mod groups;
mod order;
mod sqitch;

use std::collections::BTreeSet;

use schema::dialects::sql::glance::Glance as SqlGlance;
use schema::dialects::{Dialect, Order};
use schema::model::Database;
use schema::names::Folded;

use super::accounts::{Account, OfRows, OfSql};
use super::glance::Glance;
use super::kinds::{Kinds, is_archived};
use super::prisma::is_design;
use super::{Files, SetPlan, Upkeep, Wanted};
use crate::path::RelPath;
use crate::resolve::Resolver;
use groups::{Author, Form, Group, Shape};

pub(super) use groups::{sort, upkeep};
pub(super) use order::{is_sql, is_way_back};

/// A script beside a hosted database that makes no more tables than this is no account of all of it.
const MOST_OF_HELPER: usize = 3;

/// True if the database is one of Supabase's that nothing here declares: its migrations are ignored, or made by hand.
fn is_hosted(files: &Files<'_>) -> bool {
    let of_project = |path: &RelPath| path.as_str().ends_with("supabase/config.toml");
    let mut projects = files.paths.iter().filter(|it| of_project(it));
    let declares = |project: &RelPath| {
        let mut inside = files.paths.iter().filter(|it| is_sql(it) && it.is_below(project.folder()));
        inside.any(|it| !order::is_of_rows(it))
    };
    projects.any(|it| !declares(it))
}

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) sets: Vec<SetPlan>,
    /// What SQL says that no set consists of.
    pub(super) accounts: Vec<Account>,
    pub(super) wanted: Vec<Wanted>,
}

/// The sets of SQL that `files` hold besides `sets`, which learn of what SQL beside them makes; and what must be looked
/// at to tell.
pub(super) fn find(files: &Files<'_>, kinds: &Kinds, resolver: &Resolver, sets: &mut [SetPlan]) -> Found {
    let Looked { looked, rows, wanted } = look(files, kinds);
    if !wanted.is_empty() {
        return Found { wanted, ..Found::default() };
    }
    let glances = |path: &RelPath| {
        let at = looked.binary_search_by(|it| it.0.cmp(path)).ok()?;
        looked.get(at)?.1.as_ref()
    };
    let mut groups = groups::groups(&looked, files);
    if is_hosted(files) {
        let helps = |it: &Group| it.form == Form::Scripts && it.shape.tables.len() <= MOST_OF_HELPER;
        groups.iter_mut().filter(|it| helps(it)).for_each(|it| it.partial = true);
    }
    groups.retain(|it| !it.files.is_empty());
    // What a tool made of a schema says what that said once.
    let made = groups.iter().filter(|it| it.author != Author::Somebody).flat_map(|it| it.files.clone());
    let mut told: BTreeSet<RelPath> = made.collect();
    join_bases(&mut groups, &glances);
    for group in groups.iter_mut().filter(|it| it.form == Form::Scripts) {
        leave_stale(group, &glances);
    }
    let mut choice =
        Choice { known: sets.iter().map(|it| Known::of(it, files, resolver)).collect(), taken: Vec::new() };
    let (designs, mut built): (Vec<Group>, Vec<Group>) =
        groups.into_iter().partition(|it| it.files.iter().all(is_design));
    built.sort_by_key(rank);
    for group in built {
        choice.consider(group, resolver);
    }
    if choice.known.is_empty() {
        for group in designs {
            choice.consider(group, resolver);
        }
    }
    for (set, known) in sets.iter_mut().zip(&choice.known) {
        set.tables_beside.clone_from(&known.tables_beside);
        set.views_beside.clone_from(&known.views_beside);
    }
    let sets = choice.plans();
    told.extend(sets.iter().flat_map(|it| it.files.iter().cloned()));
    let mut rest: Vec<RelPath> =
        looked.iter().map(|it| it.0.clone()).filter(|it| !told.contains(it)).collect();
    sort(&mut rest, files);
    let mut accounts = OfSql::default();
    rest.iter().filter_map(glances).for_each(|it| accounts.add(it));
    let accounts = accounts.accounts().into_iter().chain(rows.accounts()).collect();
    Found { sets, accounts, wanted }
}

/// What glances at SQL files told.
#[derive(Debug, Default)]
struct Looked {
    /// The files that may make up schemas, sorted; nothing is told of those that could not be read.
    looked: Vec<(RelPath, Option<SqlGlance>)>,
    /// What rows are put into.
    rows: OfRows,
    wanted: Vec<Wanted>,
}

fn look(files: &Files<'_>, kinds: &Kinds) -> Looked {
    let mut found = Looked::default();
    for path in files.paths.iter().filter(|it| is_sql(it)) {
        let declares = may_declare(path, kinds);
        if !declares && !may_fill(path, kinds) {
            continue;
        }
        let glance = match (files.document)(path) {
            Some(document) => Some(Glance::of(path, &document.body)),
            None => files.scanned.get(path).cloned(),
        };
        let Some(glance) = glance else {
            found.wanted.push(Wanted::Scan(path.clone()));
            continue;
        };
        // What a step of the past put rows into may be gone by now.
        found.rows.add(glance.sql.as_ref().filter(|_| !groups::is_step(path, files)));
        if declares {
            found.looked.push((path.clone(), glance.sql));
        }
    }
    found
}

/// True if `path` may put rows into tables that are there, by its name.
fn may_fill(path: &RelPath, kinds: &Kinds) -> bool {
    !kinds.is_excluded(path) && !is_archived(path) && !kinds.is_of_tool(path) && order::is_of_rows(path)
}

/// True if `path` may be a part of a schema, by its name.
fn may_declare(path: &RelPath, kinds: &Kinds) -> bool {
    !kinds.is_excluded(path)
        && !is_archived(path)
        && !kinds.is_of_tool(path)
        && !order::lies_elsewhere(path)
        && !is_way_back(path)
        && (order::version(path.file_name()).is_some() || !order::is_by_hand(path))
}

/// What decides between groups that speak of the same database: the smaller, the better.
fn rank(group: &Group) -> (Form, u8, usize, usize, String) {
    let product = match group.shape.product {
        None | Some(Database::PostgreSql) => 0,
        Some(Database::MySql) => 1,
        Some(Database::Sqlite) => 2,
    };
    let depth = group.home.split('/').count();
    (group.form, product, usize::MAX - group.shape.tables.len(), depth, group.home.clone())
}

/// Puts a dump before the migrations that start from it: those that change tables which only the dump makes.
fn join_bases<'a>(groups: &mut Vec<Group>, glances: &impl Fn(&RelPath) -> Option<&'a SqlGlance>) {
    let histories: Vec<usize> = (0..groups.len()).filter(|it| is_cut(groups, *it)).collect();
    let mut used = BTreeSet::new();
    for at in histories {
        let Some(missing) = groups.get(at).map(|it| it.shape.missing.clone()) else { continue };
        let held = |group: &Group| group.shape.tables.intersection(&missing).count();
        let bases = groups
            .iter()
            .enumerate()
            .filter(|(_, it)| it.form == Form::Scripts && held(it) * 2 > missing.len());
        let Some((base, _)) = bases.max_by_key(|(_, it)| (held(it), it.shape.tables.len())) else { continue };
        used.insert(base);
        let Some(first) = groups.get(base).map(|it| it.files.clone()) else { continue };
        let Some(history) = groups.get_mut(at) else { continue };
        history.files.splice(0..0, first);
        history.shape = Shape::default();
        for glance in history.files.iter().filter_map(glances) {
            history.shape.add(glance);
        }
    }
    let mut number = 0;
    groups.retain(|_| {
        number += 1;
        !used.contains(&(number - 1))
    });
}

/// True if a group of migrations changes tables that it does not make.
fn is_cut(groups: &[Group], at: usize) -> bool {
    groups.get(at).is_some_and(|it| it.form == Form::Steps && !it.shape.missing.is_empty())
}

/// Leaves out `database.sql` where `database-v2.sql` lies beside it and makes most of the same tables.
fn leave_stale<'a>(group: &mut Group, glances: &impl Fn(&RelPath) -> Option<&'a SqlGlance>) {
    let shape = |path: &RelPath| {
        let mut shape = Shape::default();
        glances(path).into_iter().for_each(|it| shape.add(it));
        shape
    };
    let is_newer = |new: &RelPath, old: &RelPath| {
        let stem = |path: &RelPath| path.as_str().trim_end_matches(".sql").to_ascii_lowercase();
        let rest = stem(new).strip_prefix(&stem(old)).map(str::to_owned).unwrap_or_default();
        let rest = rest.trim_start_matches(['-', '_', '.', ' ']).trim_start_matches('v');
        !rest.is_empty() && rest.bytes().all(|it| it.is_ascii_digit())
    };
    let stale: Vec<RelPath> = group
        .files
        .iter()
        .filter(|old| {
            let makes = shape(old).tables;
            let again = |new: &&RelPath| shape(new).tables.intersection(&makes).count() * 2 > makes.len();
            !makes.is_empty() && group.files.iter().filter(|new| is_newer(new, old)).any(|new| again(&new))
        })
        .cloned()
        .collect();
    group.files.retain(|it| !stale.contains(it));
    if !stale.is_empty() {
        group.shape = Shape::default();
        for glance in group.files.iter().filter_map(glances) {
            group.shape.add(glance);
        }
    }
}

/// A schema that is found already, as far as it matters to SQL beside it.
#[derive(Default)]
struct Known {
    dialect: Option<Dialect>,
    /// The names that may be tables of it.
    names: BTreeSet<Folded>,
    /// The package it lies in, and the deepest folder that holds it.
    package: String,
    home: String,
    /// What SQL beside it makes.
    tables_beside: BTreeSet<Folded>,
    views_beside: BTreeSet<Folded>,
}

impl Known {
    fn of(set: &SetPlan, files: &Files<'_>, resolver: &Resolver) -> Self {
        let documents = set.files.iter().filter_map(|it| (files.document)(it));
        let dialect = set.dialect.unwrap_or(Dialect::Drizzle);
        let names = documents.flat_map(|it| names_in(dialect, it.body.source())).collect();
        let package = set.roots.first().map_or("", |it| resolver.package_folder(it)).to_owned();
        let home = super::sets::shared_folder(&set.roots);
        Self { dialect: set.dialect, names, package, home, ..Self::default() }
    }
}

/// The names in `source` that may be those of tables.
fn names_in(dialect: Dialect, source: &str) -> BTreeSet<Folded> {
    if dialect == Dialect::Drizzle {
        // Whatever stands in quotes.
        let quoted = source.split(['\'', '"', '`']).filter(|it| !it.is_empty() && it.len() < 64);
        return quoted
            .filter(|it| it.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_'))
            .map(Folded::new)
            .collect();
    }
    let words = |line: &str| -> Vec<Folded> {
        let words = line.split(|it: char| !it.is_alphanumeric() && it != '_').filter(|it| !it.is_empty());
        words.map(Folded::new).collect()
    };
    let heads = source.lines().map(str::trim_start).filter(|it| {
        ["model ", "view ", "@@map", "Table ", "table "].iter().any(|head| it.starts_with(head))
            || it.ends_with('{')
    });
    heads.flat_map(words).collect()
}

/// The groups that are schemas of their own, chosen one after the other.
struct Choice {
    /// The schemas found before, then those of `taken`.
    known: Vec<Known>,
    taken: Vec<Group>,
}

impl Choice {
    /// Takes `group` unless it tells of a database that is known, or of a part of one.
    fn consider(&mut self, group: Group, resolver: &Resolver) {
        let tables = group.shape.folded();
        let named: BTreeSet<Folded> =
            tables.iter().cloned().chain(group.shape.missing.iter().map(|it| Folded::new(it))).collect();
        let package = group.files.first().map_or("", |it| resolver.package_folder(it)).to_owned();
        let shared = |known: &Known| named.iter().filter(|it| known.names.contains(it)).count();
        let speaks = |known: &Known| {
            let shared = shared(known);
            let made = match group.author {
                Author::Drizzle => known.dialect == Some(Dialect::Drizzle) && known.package == package,
                Author::Prisma => known.dialect == Some(Dialect::Prisma) && known.package == package,
                Author::Sqitch | Author::Somebody => false,
            };
            let near = || {
                known.package == package
                    && (group.home.is_empty()
                        || known.home == "."
                        || !package.is_empty()
                        || group.home.split('/').next() == known.home.split('/').next())
            };
            made || shared * 2 >= named.len().max(1) || group.form == Form::Scripts && (shared > 0 || near())
        };
        let best =
            self.known.iter().enumerate().filter(|(_, it)| speaks(it)).max_by_key(|(_, it)| shared(it));
        if let Some(at) = best.map(|(at, _)| at) {
            if let Some(known) = self.known.get_mut(at) {
                known.tables_beside.extend(tables);
                known.views_beside.extend(group.shape.views.iter().map(|it| Folded::new(it)));
            }
        } else if !tables.is_empty() {
            let names = group.shape.relations().collect();
            let home = group.home.clone();
            self.known.push(Known { dialect: Some(Dialect::Sql), names, package, home, ..Known::default() });
            self.taken.push(group);
        }
    }

    /// The sets of the groups that were taken.
    fn plans(self) -> Vec<SetPlan> {
        let first = self.known.len() - self.taken.len();
        let known = self.known.into_iter().skip(first);
        let plans = self.taken.into_iter().zip(known).map(|(group, known)| SetPlan {
            name: if group.home.is_empty() { ".".to_owned() } else { group.home },
            dialect: Some(Dialect::Sql),
            order: if group.form == Form::Steps || group.files.len() == 1 {
                Order::Listed
            } else {
                Order::Unknown
            },
            upkeep: if group.form == Form::Steps { Upkeep::Applied } else { Upkeep::Edited },
            // What migrations start from lies elsewhere.
            partial: group.partial || group.form == Form::Steps && !group.shape.missing.is_empty(),
            files: group.files.iter().cloned().collect(),
            roots: group.files,
            tables_beside: known.tables_beside,
            views_beside: known.views_beside,
            ..SetPlan::default()
        });
        plans.collect()
    }
}

#[cfg(test)]
mod tests;
