//! One whole file: database schemas, enum types, types of one's own, tables, views and relations.

use std::collections::{BTreeMap, BTreeSet};

use super::builder::{builder, custom_key, custom_type, without_brackets};
use super::cycles::cycles;
use super::page::{Page, full_name, prefixes, qualified};
use super::relation::sides;
use super::settle::{LeftOut, settled, unique};
use super::table::{declaration, enum_declaration};
use super::{Draft, Imports, Scope, Style, Target, relations};
use crate::dialects::Written;
use crate::model::{Database, Declarations, Table, TableKind};

/// One file with everything `declarations` hold, in `style`.
pub(super) fn file(declarations: &Declarations, style: &Style) -> Written {
    let mut left_out = LeftOut::new();
    // Inside a table's own list the parameter hides a constant of its name.
    let names = BTreeSet::from([style.extras_parameter.clone()]);
    let mut declared = settled(declarations, &Declarations::default(), &names, &mut left_out);
    let database = declared.tables.first().map(|it| it.database).unwrap_or_default();
    declared.tables.retain(|it| {
        let same = it.database == database;
        if !same {
            left_out.push(format!("table `{}`, which is for another database", it.name.text));
        }
        same
    });
    for it in declared.tables.iter_mut().filter(|it| it.implied) {
        // drizzle-kit makes only what is exported.
        it.exported = true;
    }
    let mut scope = Scope::default();
    let mut pieces = Vec::new();
    let mut imports = Imports::default();
    // drizzle-kit makes only what is exported.
    declared.tables.iter_mut().for_each(|it| it.exported = true);
    let tables: Vec<&Table> = declared.tables.iter().collect();
    for it in &tables {
        scope.tables.insert(full_name(it), target(it));
    }
    scope.cycles = cycles(&tables);
    for it in &declared.enums {
        let target = Target { key: it.key.text.clone(), ..Target::default() };
        scope.enums.insert(qualified(it.schema.as_deref(), &it.name.text), target);
    }
    let mut taken: BTreeSet<String> = tables.iter().map(|it| it.key.text.clone()).collect();
    taken.extend(declared.enums.iter().map(|it| it.key.text.clone()));
    let mut heads = schemas(&declared, database, style, &mut scope, &mut taken, &mut imports);
    let types = custom_types(&tables, style, &mut scope, &mut taken, &mut imports);
    let mut page = Page::new(&scope, style, database);
    let enums = declared.enums.iter().filter(|_| database == Database::PostgreSql);
    let enums: Vec<String> = enums.map(|it| enum_declaration(&mut page, it)).collect();
    heads.extend(types);
    pieces.extend((!heads.is_empty()).then(|| heads.concat()));
    pieces.extend((!enums.is_empty()).then(|| enums.concat()));
    // A view may speak of any table.
    let is_view = |it: &&&Table| it.kind != TableKind::Table;
    let ordered = tables.iter().filter(|it| !is_view(it)).chain(tables.iter().filter(is_view));
    for it in ordered {
        pieces.push(declaration(&mut page, &Draft { table: (*it).clone(), ..Draft::default() }));
    }
    imports.extend(&page.imports);
    for (table, drafts) in sides(&declared, &mut left_out) {
        if let Some(written) = relations(&table, &drafts, &scope, style) {
            imports.extend(&written.imports);
            pieces.push(written.text);
        }
    }
    let gap = if imports.is_empty() { "" } else { "\n" };
    Written { text: format!("{}{gap}{}", imports.text(style), pieces.join("\n")), left_out }
}

/// What refers to `table` in the same file.
pub(super) fn target(table: &Table) -> Target {
    let columns = table.columns.iter().map(|it| (it.name.text.clone(), it.key.text.clone())).collect();
    Target { key: table.key.text.clone(), module: None, columns }
}

/// The declarations of the database schemas that are named.
pub(super) fn schemas(
    declared: &Declarations,
    database: Database,
    style: &Style,
    scope: &mut Scope,
    taken: &mut BTreeSet<String>,
    imports: &mut Imports,
) -> Vec<String> {
    let tables = declared.tables.iter().filter_map(|it| it.schema.as_deref());
    let named: BTreeSet<&str> = tables.chain(declared.enums.iter().filter_map(|it| it.schema.as_deref())).collect();
    let mut lines = Vec::new();
    for name in named {
        if name == "public" || scope.schemas.contains_key(name) {
            continue;
        }
        let key = unique(&super::constant(name), "Schema", taken);
        let maker = format!("{}Schema", prefixes(database).0);
        imports.value(super::page::core(database), &maker);
        lines.push(format!("export const {key} = {maker}({}){}\n", style.quoted(name), style.end()));
        scope.schemas.insert(name.to_owned(), Target { key, ..Target::default() });
    }
    lines
}

/// The declarations of the types that Drizzle has no function for.
pub(super) fn custom_types(
    tables: &[&Table],
    style: &Style,
    scope: &mut Scope,
    taken: &mut BTreeSet<String>,
    imports: &mut Imports,
) -> Vec<String> {
    let mut wanted: BTreeMap<String, Database> = BTreeMap::new();
    for table in tables {
        for column in &table.columns {
            let plain = without_brackets(&column.ty.canonical);
            let declared = column.ty.enumeration.as_ref().is_some_and(|it| {
                scope.enums.contains_key(plain) || scope.enums.contains_key(it)
            });
            if !declared && builder(column, table.database, style).is_none() {
                wanted.insert(plain.to_owned(), table.database);
            }
        }
    }
    let mut lines = Vec::new();
    for (ty, database) in wanted {
        if scope.types.contains_key(&ty) {
            continue;
        }
        let empty = Scope::default();
        let mut page = Page::new(&empty, style, database);
        let made = custom_type(&mut page, &ty);
        imports.extend(&page.imports);
        let key = unique(&custom_key(&ty), "Type", taken);
        lines.push(format!("const {key} = {made}{}\n", style.end()));
        scope.types.insert(ty, Target { key, ..Target::default() });
    }
    lines
}
