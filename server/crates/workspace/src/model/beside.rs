//! What is said of a database beside its schemas: of what it names nobody knows whether it is there.

use std::collections::HashMap;
use std::sync::Arc;

use schema::dialects::Dialect;
use schema::model::Table;
use schema::names::{Folded, same_column};

use super::SchemaSet;
use super::set::is_copy;
use crate::discovery::{Account, Extent};

/// What SQL that makes tables is to the schemas it lies beside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Weight {
    /// It tells of things that they lack: these may be there.
    #[default]
    News,
    /// It tells what they tell, or told: what it has beyond them was taken out.
    Copy,
}

/// What files beside the schemas of a root say of tables.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Beside {
    accounts: Vec<Arc<[Account]>>,
    /// By table, where it is spoken of: the file's number, and the account's in it.
    tables: HashMap<Folded, Vec<(usize, usize)>>,
}

impl Beside {
    pub(crate) fn new(accounts: Vec<Arc<[Account]>>) -> Self {
        let mut tables: HashMap<Folded, Vec<(usize, usize)>> = HashMap::new();
        for (file, told) in accounts.iter().enumerate() {
            for (number, account) in told.iter().enumerate() {
                tables.entry(Folded::new(&account.table)).or_default().push((file, number));
            }
        }
        Self { accounts, tables }
    }

    /// What each file says.
    pub(crate) fn files(&self) -> impl Iterator<Item = &Arc<[Account]>> {
        self.accounts.iter()
    }

    /// The names of the tables that are spoken of.
    pub(crate) fn names(&self) -> impl Iterator<Item = &Folded> {
        self.tables.keys()
    }

    /// What its SQL is to the schemas that declare the table `declared` gives of a name.
    pub(super) fn weight<'a>(&self, declared: impl Fn(&str) -> Option<(&'a SchemaSet, &'a Table)>) -> Weight {
        let (mut shared, mut tables, mut columns) = (0, 0, 0);
        for account in self.accounts.iter().flat_map(|it| it.iter()).filter(|it| it.extent == Extent::Whole) {
            let Some((set, table)) = declared(&account.table) else {
                tables += 1;
                continue;
            };
            shared += usize::from(set.dialect != Some(Dialect::Sql));
            columns += account.words.iter().filter(|it| table.column(it).is_none()).count();
        }
        if is_copy(shared, tables, columns) { Weight::Copy } else { Weight::News }
    }

    /// True if a table called `name` is spoken of.
    pub(super) fn table(&self, name: &str, weight: Weight) -> bool {
        self.accounts(name, weight).any(|it| it.extent != Extent::Rows)
    }

    /// True if a column called `name` of `table` may be spoken of.
    pub(super) fn column(&self, table: &Table, name: &str, weight: Weight) -> bool {
        let mut accounts = self.accounts(&table.name.text, weight);
        accounts.any(|it| it.words.iter().any(|word| same_column(word, name)) && fits(it, table))
    }

    /// What is said of a table called `name` and counts.
    fn accounts(&self, name: &str, weight: Weight) -> impl Iterator<Item = &Account> {
        let places = (!self.tables.is_empty()).then(|| self.tables.get(&Folded::new(name))).flatten();
        let accounts = places.into_iter().flatten();
        let accounts = accounts.filter_map(|(file, number)| self.accounts.get(*file)?.get(*number));
        accounts.filter(move |it| it.extent != Extent::Whole || weight == Weight::News)
    }
}

/// True if `account` is of a table such as `table`: rows for columns of which the most are not there were written for
/// another one, which may be planned like what the story speaks of.
fn fits(account: &Account, table: &Table) -> bool {
    let known = account.words.iter().filter(|it| table.column(it).is_some()).count();
    account.extent != Extent::Rows || known * 2 >= account.words.len()
}
