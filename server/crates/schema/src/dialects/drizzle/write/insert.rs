//! Tables and enum types added to a file that is there, in its own style.

use std::collections::{BTreeMap, BTreeSet};

use text::{Edits, FileId};

use super::column::{is_own, is_supabase_user, target_of};
use super::creator::Creators;
use super::cycles::cycles;
use super::file::{custom_types, schemas, target};
use super::merge::import_statements;
use super::page::{Page, full_name, qualified};
use super::relation::sides;
use super::scan::Scan;
use super::settle::settled;
use super::table::{declaration, enum_declaration};
use super::{Draft, Imports, Scope, Style, Target, Written, add_declarations, relations};
use crate::model::{Database, Declarations, Table};

/// The edits that add `addition` to `source`. `None` if a table refers to one that the file cannot import: nothing that
/// it imports already stands in the same module.
pub(super) fn insert(source: &str, addition: &Declarations, around: &Declarations) -> Option<Edits> {
    let house = House::new(source, around);
    let mut left_out = Vec::new();
    let mut declared = settled(addition, around, &house.names(), &mut left_out);
    for it in &mut declared.tables {
        it.exported = true;
    }
    let mut scope = house.scope(around);
    for it in &declared.tables {
        scope.tables.insert(full_name(it), target(it));
    }
    for it in &declared.enums {
        let target = Target { key: it.key.text.clone(), ..Target::default() };
        scope.enums.insert(qualified(it.schema.as_deref(), &it.name.text), target);
    }
    let all: Vec<&Table> = around.tables.iter().chain(&declared.tables).collect();
    scope.cycles = cycles(&all);
    let reaches = |table: &Table| {
        let mut keys = table.foreign_keys.iter();
        keys.all(|it| is_own(table, it) || is_supabase_user(it) || target_of(&scope, it).is_some())
    };
    if !declared.tables.iter().all(reaches) {
        return None;
    }
    let written = house.written(&declared, scope);
    (!written.text.is_empty()).then(|| add_declarations(source, &written, &house.style))
}

/// A file, and what stands around it.
struct House {
    style: Style,
    /// The database schemas that the file has constants for.
    schemas: Vec<(String, String)>,
    declared: BTreeSet<String>,
    /// The names that the file imports, with their modules.
    imported: BTreeMap<String, String>,
    database: Option<Database>,
}

impl House {
    fn new(source: &str, around: &Declarations) -> Self {
        let scan = Scan::new(source);
        let mut creators = Creators::default();
        creators.add(&scan);
        let mut style = Style::of(source);
        if style.creator.is_none() {
            style.creator = creators.creator_by(&around.tables);
        }
        let statements = import_statements(&scan).into_iter();
        let imported = statements.flat_map(|it| it.names.into_iter().map(move |name| (name.0, it.module.clone())));
        Self {
            style,
            schemas: creators.schemas().map(|it| (it.0.to_owned(), it.1.to_owned())).collect(),
            declared: super::find::declared(&scan).into_keys().map(str::to_owned).collect(),
            imported: imported.collect(),
            database: around.tables.first().map(|it| it.database),
        }
    }

    /// Every name that means something in the file.
    fn names(&self) -> BTreeSet<String> {
        self.declared.iter().chain(self.imported.keys()).cloned().collect()
    }

    /// What the file may refer to: what it declares, what it imports, and what stands beside that.
    fn scope(&self, around: &Declarations) -> Scope {
        let tables = around.tables.iter().map(|it| (&it.key.text, it.key.place.file));
        let enums = around.enums.iter().map(|it| (&it.key.text, it.key.place.file));
        let mut modules: BTreeMap<FileId, &String> = BTreeMap::new();
        for (key, file) in tables.chain(enums) {
            if let Some(module) = self.imported.get(key).filter(|_| !self.declared.contains(key)) {
                modules.insert(file, module);
            }
        }
        let module_of = |key: &str, file: FileId| {
            let here = self.declared.contains(key) || self.imported.contains_key(key);
            if here { Some(None) } else { modules.get(&file).map(|it| Some((*it).clone())) }
        };
        let mut scope = Scope::default();
        for table in around.tables.iter().filter(|it| it.exported || self.declared.contains(&it.key.text)) {
            if let Some(module) = module_of(&table.key.text, table.key.place.file) {
                scope.tables.insert(full_name(table), Target { module, ..target(table) });
            }
        }
        for it in &around.enums {
            if let Some(module) = module_of(&it.key.text, it.key.place.file) {
                let target = Target { key: it.key.text.clone(), module, ..Target::default() };
                scope.enums.insert(qualified(it.schema.as_deref(), &it.name.text), target);
            }
        }
        for (name, key) in &self.schemas {
            scope.schemas.insert(name.clone(), Target { key: key.clone(), ..Target::default() });
        }
        scope
    }

    /// The source of what is added.
    fn written(&self, declared: &Declarations, mut scope: Scope) -> Written {
        let style = &self.style;
        let tables: Vec<&Table> = declared.tables.iter().collect();
        let database = tables.first().map(|it| it.database).or(self.database).unwrap_or_default();
        let mut taken = self.names();
        taken.extend(tables.iter().map(|it| it.key.text.clone()));
        taken.extend(declared.enums.iter().map(|it| it.key.text.clone()));
        let mut imports = Imports::default();
        let mut heads = schemas(declared, database, style, &mut scope, &mut taken, &mut imports);
        heads.extend(custom_types(&tables, style, &mut scope, &mut taken, &mut imports));
        let mut pieces: Vec<String> = Vec::new();
        pieces.extend((!heads.is_empty()).then(|| heads.concat()));
        let mut page = Page::new(&scope, style, database);
        if database == Database::PostgreSql {
            pieces.extend(declared.enums.iter().map(|it| enum_declaration(&mut page, it)));
        }
        for it in &tables {
            pieces.push(declaration(&mut page, &Draft { table: (*it).clone(), ..Draft::default() }));
        }
        imports.extend(&page.imports);
        for (table, drafts) in sides(declared, &mut Vec::new()) {
            if let Some(written) = relations(&table, &drafts, &scope, style) {
                imports.extend(&written.imports);
                pieces.push(written.text);
            }
        }
        Written { text: pieces.join("\n"), imports }
    }
}
