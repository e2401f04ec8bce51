//! The files of one schema together: what each name means, and the declarations.

use std::collections::{BTreeSet, HashMap, HashSet};

use text::{FileId, Place, Span};

use super::ir::{EnumBlock, Item, Path, TableBlock, Word};
use super::{Module, columns, refs};
use crate::dialects::{Linking, Module as AnyModule};
use crate::model::{Database, Declarations, Enum, Ident, Table, Unknown, UnknownScope};

/// Columns that partials add to all tables together: beyond this many, partials are left out.
const MOST_INJECTED: usize = 100_000;

/// Something and the file it stands in.
pub(super) struct Declared<'a, T> {
    pub(super) file: FileId,
    pub(super) it: &'a T,
}

impl<T> Clone for Declared<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Declared<'_, T> {}

impl<T> Declared<'_, T> {
    pub(super) fn place(&self, span: Span) -> Place {
        Place::new(self.file, span)
    }

    pub(super) fn ident(&self, word: &Word) -> Ident {
        Ident { text: word.text.clone(), place: self.place(word.span) }
    }
}

/// A table's or enum's schema and name; `public` is no schema.
type Key<'a> = (&'a str, &'a str);

fn key(path: &Path) -> Key<'_> {
    let schema = path.schema.as_ref().map_or("", |it| it.text.as_str());
    (if schema == "public" { "" } else { schema }, path.name.text.as_str())
}

/// What the declarations of all files say of each other.
pub(super) struct Context<'a> {
    pub(super) database: Database,
    /// Tables in order, each name once.
    pub(super) tables: Vec<Declared<'a, TableBlock>>,
    by_key: HashMap<Key<'a>, usize>,
    by_alias: HashMap<&'a str, usize>,
    pub(super) partials: HashMap<&'a str, Declared<'a, TableBlock>>,
    enums: HashMap<Key<'a>, &'a EnumBlock>,
}

impl<'a> Context<'a> {
    fn new(modules: &[Declared<'a, Module>]) -> Self {
        let mut context = Self {
            database: database(modules.iter().find_map(|it| it.it.database_type.as_deref())),
            tables: Vec::new(),
            by_key: HashMap::new(),
            by_alias: HashMap::new(),
            partials: HashMap::new(),
            enums: HashMap::new(),
        };
        for module in modules {
            let file = module.file;
            for it in &module.it.tables {
                let number = context.tables.len();
                if context.by_key.contains_key(&key(&it.path)) {
                    continue;
                }
                context.by_key.insert(key(&it.path), number);
                if let Some(alias) = &it.alias {
                    context.by_alias.entry(&alias.text).or_insert(number);
                }
                context.tables.push(Declared { file, it });
            }
            for it in &module.it.partials {
                context.partials.entry(&it.path.name.text).or_insert(Declared { file, it });
            }
            for it in &module.it.enums {
                context.enums.entry(key(&it.path)).or_insert(it);
            }
        }
        let sizes = context.tables.iter().flat_map(|it| &it.it.items).map(|it| match it {
            Item::Column(_) => 0,
            Item::Partial(name) => context.partials.get(name.text.as_str()).map_or(0, |it| it.it.size()),
        });
        if sizes.sum::<usize>() > MOST_INJECTED {
            context.partials.clear();
        }
        context
    }

    /// The number of the table that `path` names.
    pub(super) fn table(&self, path: &Path) -> Option<usize> {
        let alias = self.by_alias.get(path.name.text.as_str()).filter(|_| path.schema.is_none());
        self.by_key.get(&key(path)).or(alias).copied()
    }

    /// The enum that `path` names.
    pub(super) fn enumeration(&self, path: &Path) -> Option<&'a EnumBlock> {
        self.enums.get(&key(path)).copied()
    }
}

/// The product that a project names as its `database_type`.
fn database(named: Option<&str>) -> Database {
    let named = named.unwrap_or_default().to_lowercase();
    if named.contains("mysql") || named.contains("mariadb") {
        Database::MySql
    } else if named.contains("sqlite") {
        Database::Sqlite
    } else {
        Database::PostgreSql
    }
}

/// Everything the root files declare, and what they use of other files.
pub(in crate::dialects) fn link(linking: &Linking<'_>) -> Declarations {
    let modules = modules(linking);
    let context = Context::new(&modules);
    let mut found = Declarations::default();
    for &block in &context.tables {
        let table = table(&context, block, &mut found);
        found.tables.push(table);
    }
    refs::add(&context, &modules, &mut found);
    for module in &modules {
        if let Some(span) = module.it.lost {
            let what = "a part of the file cannot be read".to_owned();
            let place = module.place(span);
            found.unknowns.push(Unknown { what, place, scope: UnknownScope::Tables });
        }
        if module.it.broken_refs {
            found.tables.iter_mut().for_each(|it| it.more_constraints = true);
        }
    }
    let mut is_new = HashSet::new();
    for module in &modules {
        let enums = module.it.enums.iter().filter(|it| is_new.insert(key(&it.path)));
        found.enums.extend(enums.map(|it| enumeration(Declared { file: module.file, it })));
    }
    found
}

/// The roots and what they use, each once.
fn modules<'a>(linking: &Linking<'a>) -> Vec<Declared<'a, Module>> {
    let mut modules = Vec::new();
    let mut seen = BTreeSet::new();
    let mut open: Vec<FileId> = linking.roots.iter().rev().copied().collect();
    while let Some(file) = open.pop() {
        if !seen.insert(file) {
            continue;
        }
        let Some(AnyModule::Dbml(it)) = (linking.module)(file) else { continue };
        modules.push(Declared { file, it });
        open.extend(it.imports.iter().filter_map(|path| (linking.resolve)(file, path)));
    }
    modules
}

fn table(context: &Context<'_>, declared: Declared<'_, TableBlock>, found: &mut Declarations) -> Table {
    let block = declared.it;
    let mut table = Table {
        name: declared.ident(&block.path.name),
        schema: block.path.schema.as_ref().map(|it| it.text.clone()),
        key: declared.ident(&block.path.name),
        exported: true,
        database: context.database,
        complete: block.whole,
        more_constraints: !block.whole,
        doc: block.note.clone(),
        place: declared.place(block.span),
        ..Table::default()
    };
    let scope = || UnknownScope::Table(block.path.name.text.clone());
    if !block.whole {
        let what = format!("a part of `{}` cannot be read", block.path.name.text);
        let place = declared.place(block.path.name.span);
        found.unknowns.push(Unknown { what, place, scope: scope() });
    }
    for missing in columns::add(context, declared, &mut table) {
        table.complete = false;
        table.more_constraints = true;
        let what = format!("the partial `{}` cannot be injected", missing.text);
        found.unknowns.push(Unknown { what, place: declared.place(missing.span), scope: scope() });
    }
    table
}

fn enumeration(declared: Declared<'_, EnumBlock>) -> Enum {
    let block = declared.it;
    Enum {
        name: declared.ident(&block.path.name),
        schema: block.path.schema.as_ref().map(|it| it.text.clone()),
        key: declared.ident(&block.path.name),
        values: block.values.iter().map(|it| declared.ident(it)).collect(),
        complete: block.whole,
        place: declared.place(block.span),
    }
}
