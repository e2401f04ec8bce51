//! What is said of a database beside its schemas: of what it names nobody knows whether it is there.

use std::collections::HashMap;
use std::sync::Arc;

use schema::names::{Folded, same_column};

use super::SchemaSet;
use crate::discovery::Account;

/// The tables and columns that were declared at some time: who took one of them out of the schema made it missing,
/// whatever else still speaks of it.
#[derive(Debug, Default)]
pub(crate) struct Declared {
    tables: HashMap<Folded, Vec<String>>,
}

impl Declared {
    /// Adds what `sets` declare.
    pub(crate) fn add(&mut self, sets: &[Arc<SchemaSet>]) {
        for set in sets {
            for (table, name) in set.declarations.tables.iter().zip(set.folded_names()) {
                let columns = self.tables.entry(name.clone()).or_default();
                for column in &table.columns {
                    for name in [&column.name.text, &column.key.text] {
                        if !columns.contains(name) {
                            columns.push(name.clone());
                        }
                    }
                }
            }
        }
    }

    fn column(&self, table: &Folded, name: &str) -> bool {
        let columns = self.tables.get(table).into_iter().flatten();
        columns.into_iter().any(|it| same_column(it, name))
    }
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

    /// This, without what is or was `declared`.
    pub(crate) fn without(&self, declared: &Declared) -> Self {
        let rest = |account: &Account| {
            let table = Folded::new(&account.table);
            let is_new = |word: &&String| !declared.column(&table, word);
            let words: Vec<String> = account.words.iter().filter(is_new).cloned().collect();
            let is_known = declared.tables.contains_key(&table);
            (!is_known || !words.is_empty()).then(|| Account {
                table: account.table.clone(),
                words,
                is_known,
            })
        };
        let files = self.accounts.iter().map(|it| it.iter().filter_map(rest).collect::<Arc<[Account]>>());
        Self::new(files.filter(|it| !it.is_empty()).collect())
    }

    /// What each file says.
    pub(crate) fn files(&self) -> impl Iterator<Item = &Arc<[Account]>> {
        self.accounts.iter()
    }

    /// True if a table called `name` is spoken of.
    pub(super) fn table(&self, name: &str) -> bool {
        self.accounts(name).any(|it| !it.is_known)
    }

    /// True if a column called `name` of a table called `table` may be spoken of.
    pub(super) fn column(&self, table: &str, name: &str) -> bool {
        self.accounts(table).any(|it| it.words.iter().any(|word| same_column(word, name)))
    }

    /// What is said of a table called `name`.
    fn accounts(&self, name: &str) -> impl Iterator<Item = &Account> {
        let places = (!self.tables.is_empty()).then(|| self.tables.get(&Folded::new(name))).flatten();
        places.into_iter().flatten().filter_map(|(file, number)| self.accounts.get(*file)?.get(*number))
    }
}
