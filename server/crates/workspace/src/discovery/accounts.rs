//! What files that are no schema say of a database: entity classes, migrations in code, types that a tool made of a
//! database, SQL that no schema consists of.
//!
//! They are looked at for words, not read: what they name may be there, and nobody knows how.

mod code;
mod queries;
mod tokens;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use schema::dialects::sql::glance as sql;

use super::Files;
use super::Wanted;
use super::glance::Glance;
use super::kinds::{Kinds, is_archived};
use crate::path::RelPath;
use crate::resolve::Resolver;

/// At most so many files are looked at: a workspace with more entity classes than this is none that people read.
const MOST_FILES: usize = 4_000;

/// Of a file, at most so many bytes are looked at. The types of a database with a thousand tables are a megabyte.
const MOST_BYTES: usize = 2 * 1024 * 1024;

/// A table that a file speaks of as one that is there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Account {
    pub(crate) table: String,
    /// What may be its columns.
    pub(crate) words: Vec<String>,
    pub(crate) extent: Extent,
}

/// How much of a table a file tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Extent {
    /// That there is one, and some words that may be columns.
    #[default]
    Part,
    /// All of it: SQL that makes the table.
    Whole,
    /// The columns that rows are put into, if the table is made elsewhere as these rows need it.
    Rows,
}

/// Endings of files in which ORMs declare tables.
const ENDINGS: &[&str] = &[
    "cjs", "cs", "cts", "ex", "exs", "go", "java", "js", "kt", "mjs", "mts", "php", "py", "rb", "rs",
    "swift", "ts",
];

/// What the path of such a file says, in lower case.
const MARKS: &[&str] = &[
    "entit", "model", "migrat", "schema", "table", "/db/", "database", "dao", "persist", "orm/", "supabase",
];

/// Folders of what is no part of the product, in lower case.
const OTHER_FOLDERS: &[&str] = &[
    "__fixtures__",
    "__mocks__",
    "__tests__",
    "androidtest",
    "build",
    "dist",
    "e2e",
    "examples",
    "fixtures",
    "mocks",
    "out",
    "spec",
    "test",
    "testdata",
    "tests",
    "vendor",
];

/// Endings of files in which programs ask a hosted database for tables.
const ASKING: &[&str] = &["cjs", "cts", "js", "mjs", "mts", "ts", "tsx"];

/// True if `path` is called like a file that declares tables to an ORM.
pub(crate) fn may_declare(path: &RelPath) -> bool {
    let ending = path.file_name().rsplit_once('.').map_or("", |it| it.1);
    let is_marked = || {
        let lower = path.as_str().to_ascii_lowercase();
        MARKS.iter().any(|it| lower.contains(it))
    };
    ENDINGS.contains(&ending) && is_marked() && is_of_product(path)
}

/// True if `path` is called like code of the product that may ask a hosted database for tables.
fn may_ask(path: &RelPath) -> bool {
    let ending = path.file_name().rsplit_once('.').map_or("", |it| it.1);
    ASKING.contains(&ending) && is_of_product(path)
}

/// True if `path` is no test, no type declaration and nothing that a tool made.
fn is_of_product(path: &RelPath) -> bool {
    let name = path.file_name().to_ascii_lowercase();
    ![".d.ts", ".test.", ".spec.", "_test.", ".stories.", ".min."].iter().any(|it| name.contains(it))
        && !path.folder().split('/').any(|it| OTHER_FOLDERS.contains(&it.to_ascii_lowercase().as_str()))
}

/// What the file at `path` with the text `source` says, if it is called like one that says anything.
pub(super) fn told(path: &RelPath, source: &str) -> Arc<[Account]> {
    let (declares, asks) = (may_declare(path), may_ask(path));
    if !declares && !asks {
        return Arc::default();
    }
    let end = (0..=source.len().min(MOST_BYTES)).rev().find(|it| source.is_char_boundary(*it)).unwrap_or(0);
    let source = source.get(..end).unwrap_or("");
    let mut accounts = if declares { code::accounts(path, source) } else { Vec::new() };
    if asks {
        accounts.extend(queries::accounts(source));
    }
    accounts.into()
}

/// What the files say that are no part of a schema by `is_part`; and what must be looked at to tell.
pub(super) fn find(
    files: &Files<'_>,
    kinds: &Kinds,
    resolver: &Resolver,
    is_part: &dyn Fn(&RelPath) -> bool,
) -> (Vec<Arc<[Account]>>, Vec<Wanted>) {
    let (mut accounts, mut wanted) = (Vec::new(), Vec::new());
    // All code of a program is looked at only where it talks to a database that is hosted elsewhere: there the
    // migrations need not lie in the repository.
    let speaks = |it: &RelPath| may_declare(it) || resolver.is_hosted() && may_ask(it);
    let candidates = files.paths.iter().filter(|it| speaks(it) && !kinds.is_excluded(it));
    for path in
        candidates.filter(|it| !is_archived(it) && !kinds.is_of_tool(it) && !is_part(it)).take(MOST_FILES)
    {
        let told = match (files.document)(path) {
            Some(document) => Some(Glance::of(path, &document.body).accounts),
            None => files.scanned.get(path).map(|it| Arc::clone(&it.accounts)),
        };
        match told {
            Some(told) if told.is_empty() => {}
            Some(told) => accounts.push(told),
            None => wanted.push(Wanted::Scan(path.clone())),
        }
    }
    (accounts, wanted)
}

/// What SQL says, file after file.
#[derive(Debug, Default)]
pub(super) struct OfSql {
    /// By table; `None` for those that were dropped.
    tables: HashMap<String, Option<BTreeSet<String>>>,
    /// The tables that are made here.
    made: HashSet<String>,
}

impl OfSql {
    /// Adds what the next file says.
    pub(super) fn add(&mut self, glance: &sql::Glance) {
        for step in &glance.steps {
            if let sql::Step::Table(table) = step {
                self.made.insert(table.clone());
            }
            match step {
                sql::Step::Table(table) | sql::Step::View(table) => {
                    self.tables.entry(table.clone()).or_default().get_or_insert_default();
                }
                sql::Step::Drop(table) => {
                    self.tables.insert(table.clone(), None);
                }
                sql::Step::Rename(from, to) => {
                    if let Some(columns) = self.tables.insert(from.clone(), None).flatten() {
                        self.tables.insert(to.clone(), Some(columns));
                    }
                    if self.made.remove(from) {
                        self.made.insert(to.clone());
                    }
                }
                sql::Step::Alter(_) | sql::Step::Detail => {}
            }
        }
        for change in &glance.columns {
            match change {
                sql::Change::Made(table, column) => {
                    let columns = self.tables.entry(table.clone()).or_insert_with(|| Some(BTreeSet::new()));
                    columns.iter_mut().for_each(|it| {
                        it.insert(column.clone());
                    });
                }
                sql::Change::Gone(table, column) => {
                    let columns = self.tables.get_mut(table).and_then(Option::as_mut);
                    columns.into_iter().for_each(|it| {
                        it.remove(column);
                    });
                }
            }
        }
    }

    /// The tables that are there at the end, sorted.
    pub(super) fn accounts(self) -> Vec<Account> {
        let there = self.tables.into_iter().filter_map(|(table, columns)| {
            let extent = if self.made.contains(&table) { Extent::Whole } else { Extent::Part };
            Some(Account { table, words: columns?.into_iter().collect(), extent })
        });
        let mut accounts: Vec<Account> = there.collect();
        accounts.sort_by(|a, b| a.table.cmp(&b.table));
        accounts
    }
}

/// The columns that SQL puts rows into: they are there by the time it runs.
#[derive(Debug, Default)]
pub(super) struct OfRows {
    lists: BTreeSet<(String, Vec<String>)>,
}

impl OfRows {
    /// Adds what the next file fills.
    pub(super) fn add(&mut self, glance: Option<&sql::Glance>) {
        self.lists.extend(glance.iter().flat_map(|it| it.filled.iter().cloned()));
    }

    /// What was filled, sorted.
    pub(super) fn accounts(self) -> impl Iterator<Item = Account> {
        self.lists.into_iter().map(|(table, words)| Account { table, words, extent: Extent::Rows })
    }
}

#[cfg(test)]
mod tests;
