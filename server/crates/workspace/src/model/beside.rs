//! What is said of a database beside its schemas: of what it names nobody knows whether it is there.

use std::collections::HashMap;
use std::sync::Arc;

use schema::names::{Folded, same_column};

use crate::discovery::Account;

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

    /// True if a table called `name` is spoken of.
    pub(super) fn table(&self, name: &str) -> bool {
        !self.tables.is_empty() && self.tables.contains_key(&Folded::new(name))
    }

    /// True if a column called `name` of a table called `table` may be spoken of.
    pub(super) fn column(&self, table: &str, name: &str) -> bool {
        if self.tables.is_empty() {
            return false;
        }
        let places = self.tables.get(&Folded::new(table)).into_iter().flatten();
        let mut accounts = places.filter_map(|(file, number)| self.accounts.get(*file)?.get(*number));
        accounts.any(|it| it.words.iter().any(|word| same_column(word, name)))
    }
}
