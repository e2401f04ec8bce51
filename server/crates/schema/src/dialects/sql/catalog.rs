//! What the statements so far have made: the database as it would be after them.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use text::{FileId, Place, Span};

use super::ir::{Part, Path, Type, Word};
use super::naming::PUBLIC;
use super::others::HeldOther;
use super::renaming;
use super::routines::Routine;
use crate::model::{Policy, Generated, Action, Database, DefaultValue, Ident, TableKind, Unknown, UnknownScope};

/// A schema's name and a name in it.
pub(super) type Key = (Option<String>, String);

/// The database.
#[derive(Default)]
pub(super) struct Catalog {
    pub(super) database: Database,
    /// Every table that ever was; those dropped are `None`, so that numbers stay.
    pub(super) tables: Vec<Option<HeldTable>>,
    pub(super) enums: Vec<Option<HeldEnum>>,
    /// Composite types and domains.
    pub(super) types: HashMap<Key, HeldType>,
    pub(super) others: Vec<HeldOther>,
    pub(super) unknowns: Vec<Unknown>,
    table_numbers: HashMap<Key, usize>,
    enum_numbers: HashMap<Key, usize>,
    /// The table of each index.
    pub(super) index_tables: HashMap<Key, usize>,
    /// Tables that are gone, and those of one session: what is said of them does not matter.
    pub(super) gone: HashSet<Key>,
    /// Where names without a schema are looked for; the usual one if it is empty.
    pub(super) search: Vec<String>,
    /// True while a statement speaks of one table and not of those that took it over.
    pub(super) only: bool,
    pub(super) file: FileId,
    /// The statement that runs others, whose own places are none of the file.
    pub(super) stand: Option<Span>,
    /// Functions whose bodies may matter, by name.
    pub(super) routines: HashMap<String, Vec<Arc<Routine>>>,
    /// How many functions are being run, each called by the one before.
    pub(super) calls: usize,
    /// How many indexes were made, those of the parts of a table as one.
    pub(super) origins: usize,
    /// How many columns were added.
    pub(super) added: usize,
    /// Of each table that keys lead to, those that have such a key, or had one.
    pub(super) referring: HashMap<usize, Vec<usize>>,
    /// Views, and tables with policies: what they say speaks of others.
    pub(super) speaking: Vec<usize>,
    /// How many tables were looked at by statements that look at all of them.
    pub(super) effort: usize,
    /// What the script at hand makes, if the scripts have no order: see `scripts`.
    pub(super) makes: Option<HashSet<String>>,
}

/// A table.
#[derive(Default, Clone)]
pub(super) struct HeldTable {
    pub(super) schema: Option<String>,
    pub(super) name: Ident,
    pub(super) kind: TableKind,
    pub(super) columns: Vec<HeldColumn>,
    pub(super) constraints: Vec<HeldConstraint>,
    pub(super) indexes: Vec<HeldIndex>,
    pub(super) policies: Vec<Policy>,
    pub(super) row_security: bool,
    /// True if more columns may exist.
    pub(super) open: bool,
    /// True if more keys, indexes and checks may exist.
    pub(super) more: bool,
    /// True if it may have other policies, or row security.
    pub(super) more_policies: bool,
    pub(super) doc: Option<String>,
    pub(super) place: Place,
    /// Tables that take over its columns.
    pub(super) children: Vec<usize>,
    /// True if it has parts.
    pub(super) partitioned: bool,
    /// True if it is a part of another table, and shares its keys and indexes.
    pub(super) partition: bool,
    /// The words of the query behind a view.
    pub(super) query: Vec<String>,
    /// That query, as written.
    pub(super) sql: Option<String>,
}

/// A column.
#[derive(Default, Clone)]
pub(super) struct HeldColumn {
    pub(super) name: Ident,
    pub(super) ty: Option<Type>,
    pub(super) enumeration: Option<usize>,
    /// True if a query fills it: its type may be unknown, and still it holds NULL.
    pub(super) queried: bool,
    pub(super) not_null: bool,
    pub(super) default: DefaultValue,
    pub(super) generated: Option<Generated>,
    /// The table whose sequence it counts with, if that is another's.
    pub(super) counts_with: Option<usize>,
    pub(super) known: bool,
    /// What is said of it that the model does not hold.
    pub(super) unsaid: Vec<String>,
    pub(super) doc: Option<String>,
    pub(super) place: Place,
}

/// A constraint.
#[derive(Clone)]
pub(super) struct HeldConstraint {
    /// The name the database knows it by.
    pub(super) name: String,
    /// True if the source gives that name.
    pub(super) named: bool,
    pub(super) body: Body,
    /// What is said of it that the model does not hold.
    pub(super) unsaid: Vec<String>,
    pub(super) place: Place,
}

/// What a constraint demands.
#[derive(Clone)]
pub(super) enum Body {
    Primary(Vec<String>),
    Unique(Vec<String>),
    Check { expression: String, columns: Vec<String> },
    Foreign(Box<HeldReference>),
    Exclude(Vec<String>),
}

/// A foreign key.
#[derive(Clone, Default)]
pub(super) struct HeldReference {
    pub(super) columns: Vec<String>,
    /// The target, if it is one of ours.
    pub(super) target: Option<usize>,
    pub(super) table: Ident,
    pub(super) schema: Option<String>,
    pub(super) references: Vec<String>,
    pub(super) on_delete: Option<Action>,
    pub(super) on_update: Option<Action>,
}

/// An index.
#[derive(Clone)]
pub(super) struct HeldIndex {
    pub(super) name: String,
    pub(super) named: bool,
    pub(super) parts: Vec<Part>,
    pub(super) unique: bool,
    pub(super) predicate: Option<String>,
    pub(super) method: Option<String>,
    /// The number that the indexes of a table and of its parts have in common.
    pub(super) origin: usize,
    /// The names in its expressions, its predicate and behind `INCLUDE`.
    pub(super) names: Vec<String>,
    /// Columns it carries along.
    pub(super) included: Vec<String>,
    pub(super) place: Place,
}

/// A composite type or a domain.
#[derive(Default)]
pub(super) struct HeldType {
    pub(super) not_null: bool,
    pub(super) default: Option<String>,
}

/// An enum type.
#[derive(Default)]
pub(super) struct HeldEnum {
    pub(super) schema: Option<String>,
    pub(super) name: Ident,
    pub(super) values: Vec<Ident>,
    pub(super) complete: bool,
    pub(super) place: Place,
}

impl Catalog {
    /// An empty database of that product.
    pub(super) fn new(database: Database) -> Self {
        Self { database, ..Self::default() }
    }

    pub(super) fn place(&self, span: Span) -> Place {
        Place::new(self.file, self.stand.unwrap_or(span))
    }

    pub(super) fn ident(&self, word: &Word) -> Ident {
        // What is put together stands nowhere letter by letter.
        let span = self.stand.map_or(word.span, |it| Span::empty(it.start()));
        Ident { text: word.text.clone(), place: Place::new(self.file, span) }
    }

    pub(super) fn unknown(&mut self, what: String, span: Span, scope: UnknownScope) {
        let place = self.place(span);
        self.unknowns.push(Unknown { what, place, scope });
    }

    /// Where something called `path` is made.
    pub(super) fn new_key(&self, path: &Path) -> Key {
        // SQLite calls its own database so.
        let is_own = |it: &String| *it == PUBLIC || *it == "main" && self.database == Database::Sqlite;
        let schema = path.schema.as_ref().or(self.search.first()).filter(|it| !is_own(it));
        (schema.cloned(), path.name.text.clone())
    }

    /// Where something called `path` may be found, the first place first.
    fn keys(&self, path: &Path) -> Vec<Key> {
        if path.schema.is_some() {
            return vec![self.new_key(path)];
        }
        let searched = self.search.iter().map(String::as_str).chain([PUBLIC]);
        searched.map(|it| (Some(it.to_owned()).filter(|it| it != PUBLIC), path.name.text.clone())).collect()
    }

    pub(super) fn find(&self, path: &Path) -> Option<usize> {
        self.keys(path).iter().find_map(|key| self.table_numbers.get(key).copied())
    }

    /// `ty` with the schema that its name is found in.
    pub(super) fn placed(&self, ty: &Type) -> Type {
        let mut ty = ty.clone();
        if let Some(name) = &mut ty.name {
            let found = self.keys(name).into_iter().find(|it| self.types.contains_key(it));
            name.schema = found.map_or_else(|| name.home().map(str::to_owned), |it| it.0);
        }
        ty
    }

    /// The composite type or domain that `ty` names.
    pub(super) fn type_of(&self, ty: &Type) -> Option<&HeldType> {
        let name = ty.name.as_ref().filter(|_| !ty.array)?;
        self.types.get(&(name.home().map(str::to_owned), name.name.text.clone()))
    }

    pub(super) fn find_enum(&self, path: &Path) -> Option<usize> {
        self.keys(path).iter().find_map(|key| self.enum_numbers.get(key).copied())
    }

    /// The table and the number of an index in it.
    pub(super) fn find_index(&self, path: &Path) -> Option<(usize, usize)> {
        self.keys(path).iter().find_map(|key| {
            let table = *self.index_tables.get(key)?;
            let held = self.table(table)?;
            Some((table, held.indexes.iter().position(|it| it.name == key.1)?))
        })
    }

    pub(super) fn table(&self, number: usize) -> Option<&HeldTable> {
        self.tables.get(number)?.as_ref()
    }

    pub(super) fn table_mut(&mut self, number: usize) -> Option<&mut HeldTable> {
        self.tables.get_mut(number)?.as_mut()
    }

    pub(super) fn enum_mut(&mut self, path: &Path) -> Option<&mut HeldEnum> {
        let number = self.find_enum(path)?;
        self.enums.get_mut(number)?.as_mut()
    }

    /// Adds a table, whose name is free.
    pub(super) fn add(&mut self, table: HeldTable) -> usize {
        let key = (table.schema.clone(), table.name.text.clone());
        self.gone.remove(&key);
        if table.kind != TableKind::Table {
            self.speaking.push(self.tables.len());
        }
        self.tables.push(Some(table));
        self.table_numbers.insert(key, self.tables.len() - 1);
        self.tables.len() - 1
    }

    pub(super) fn add_enum(&mut self, held: HeldEnum) {
        let key = (held.schema.clone(), held.name.text.clone());
        self.enums.push(Some(held));
        self.enum_numbers.insert(key, self.enums.len() - 1);
    }

    /// The table called `path`. One that nobody made here must come from elsewhere: it is listed as not fully known.
    pub(super) fn existing(&mut self, path: &Path, span: Span) -> Option<usize> {
        if let Some(number) = self.find(path) {
            return Some(number);
        }
        let key = self.new_key(path);
        if path.name.text.is_empty() || self.gone.contains(&key) {
            return None;
        }
        let what = format!("columns of `{}` come from elsewhere: nothing here creates it", key.1);
        self.unknown(what, span, UnknownScope::Table(key.1));
        let held = HeldTable {
            schema: key.0,
            name: self.ident(&path.name),
            place: self.place(span),
            open: true,
            more: true,
            ..HeldTable::default()
        };
        Some(self.add(held))
    }

    /// Takes a table away; its name is then free.
    pub(super) fn remove(&mut self, number: usize) -> Option<HeldTable> {
        let held = self.tables.get_mut(number)?.take()?;
        let key = (held.schema.clone(), held.name.text.clone());
        self.table_numbers.remove(&key);
        self.gone.insert(key);
        for index in &held.indexes {
            self.index_tables.remove(&(held.schema.clone(), index.name.clone()));
        }
        Some(held)
    }

    /// Gives a table another name or schema.
    pub(super) fn move_table(&mut self, number: usize, to: Key, name: Option<Ident>) {
        if self.table_numbers.contains_key(&to) {
            return;
        }
        let Some(held) = self.table_mut(number) else { return };
        let from = (held.schema.clone(), held.name.text.clone());
        held.schema.clone_from(&to.0);
        if let Some(name) = name {
            held.name = name;
        }
        let indexes: Vec<String> = held.indexes.iter().map(|it| it.name.clone()).collect();
        for index in indexes {
            self.index_tables.remove(&(from.0.clone(), index.clone()));
            self.index_tables.insert((to.0.clone(), index), number);
        }
        // What refers to it follows, also where the table is dropped and made anew later on.
        for reference in self.references_to(number) {
            reference.schema.clone_from(&to.0);
            reference.table.text.clone_from(&to.1);
        }
        renaming::table(self, number, &from.1, &to.1);
        self.table_numbers.remove(&from);
        self.gone.insert(from);
        self.gone.remove(&to);
        self.table_numbers.insert(to, number);
    }

    /// Gives an enum another name or schema.
    pub(super) fn move_enum(&mut self, path: &Path, to: Key, name: Option<Ident>) {
        let Some(number) = self.find_enum(path) else { return };
        if self.enum_numbers.contains_key(&to) {
            return;
        }
        if let Some(Some(held)) = self.enums.get_mut(number) {
            self.enum_numbers.remove(&(held.schema.clone(), held.name.text.clone()));
            held.schema.clone_from(&to.0);
            if let Some(name) = name {
                held.name = name;
            }
            self.enum_numbers.insert(to, number);
        }
    }

    pub(super) fn remove_enum(&mut self, number: usize) {
        if let Some(held) = self.enums.get_mut(number).and_then(Option::take) {
            self.enum_numbers.remove(&(held.schema, held.name.text));
        }
    }

    /// `number` and every table that takes over its columns, each once.
    pub(super) fn family(&self, number: usize) -> Vec<usize> {
        let mut found = vec![number];
        let mut seen = HashSet::from([number]);
        let mut at = 0;
        while let Some(member) = found.get(at).copied() {
            if let Some(held) = self.table(member) {
                // Partitions follow their table in any case.
                let follows = |it: &usize| !self.only || self.table(*it).is_some_and(|it| it.partition);
                found.extend(held.children.iter().copied().filter(|it| follows(it) && seen.insert(*it)));
            }
            at += 1;
        }
        found.retain(|it| self.table(*it).is_some());
        found
    }
}
