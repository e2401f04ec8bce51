//! What diagrams mean for a database: tables with the columns that are shown, relations, and the foreign keys that fit
//! one of them without a doubt.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use text::{FileId, Place, Span};

use super::{Module, Reference};
use super::ir::{Attribute, Entity, Key, Line};
use crate::dialects::{Linking, Module as AnyModule};
use crate::model::{
    Column, Declarations, Ends, ForeignKey, Ident, PrimaryKey, Relation, RelationKind, Table, Unique, Unknown,
    UnknownScope,
};
use crate::names::{same_column, singular, snake_case};
use crate::types::{ColumnType, canonical};

/// Foreign keys of one entity beyond this many are not told apart.
const MOST_KEYS: usize = 100;

/// Words that name a type of PostgreSQL. Any other word is somebody's idea of a type: `string`, `datetime`.
const TYPES: &[&str] = &[
    "bigint", "bigserial", "bit", "bool", "boolean", "bytea", "char", "cidr", "citext", "date", "decimal",
    "double", "float", "float4", "float8", "inet", "int", "int2", "int4", "int8", "integer", "interval",
    "json", "jsonb", "macaddr", "money", "numeric", "real", "serial", "smallint", "smallserial", "text",
    "time", "timestamp", "timestamptz", "timetz", "tsvector", "uuid", "varchar", "vector", "xml",
];

/// Everything the root diagrams show.
pub(in crate::dialects) fn link(linking: &Linking<'_>) -> Declarations {
    let mut found = Declarations::default();
    for &file in &linking.roots {
        let Some(AnyModule::Mermaid(module)) = (linking.module)(file) else { continue };
        let Some(keyword) = module.keyword else { continue };
        diagram(file, module, &mut found);
        let what = "a diagram shows what it is about: more tables and columns may exist".to_owned();
        let place = Place::new(file, keyword);
        found.unknowns.push(Unknown { what, place, scope: UnknownScope::Tables });
    }
    found
}

fn diagram(file: FileId, module: &Module, found: &mut Declarations) {
    let place = |span: Span| Place::new(file, span);
    let mut tables: Vec<Table> = module.entities.iter().map(|it| table(file, it)).collect();
    let keys: Vec<Keys<'_>> = module.entities.iter().map(Keys::of).collect();
    let mut lines_to: BTreeMap<usize, usize> = BTreeMap::new();
    for line in &module.lines {
        if let Some((child, _)) = sides(line, &keys) {
            *lines_to.entry(child).or_default() += 1;
        }
    }
    let mut taken = BTreeSet::new();
    for line in &module.lines {
        let names = [line.left, line.right].map(|it| tables.get(it).map(|it| it.name.text.clone()));
        let [Some(left), Some(right)] = names else { continue };
        let kind = if line.right_ends.is_many() { RelationKind::Many } else { RelationKind::One };
        let name = Ident { text: line.label.text.clone(), place: place(line.label.span) };
        let ends = Some([line.left_ends, line.right_ends]);
        let (table, to, place_of_line) = (left, right, place(line.span));
        found.relations.push(Relation { table, name, kind, to, ends, place: place_of_line, ..Relation::default() });
        let Some((child, parent)) = sides(line, &keys) else { continue };
        let (Some(of_child), Some(of_parent)) = (keys.get(child), keys.get(parent)) else { continue };
        let lines = lines_to.get(&child).copied().unwrap_or_default();
        let is_free = |it: &Attribute| !taken.contains(&(child, it.name.text.as_str()));
        let key = foreign_key(line, of_child, of_parent, lines, &is_free);
        let target = tables.get(parent).map(|it| (it.name.clone(), it.schema.clone()));
        if let (Some((attribute, references)), Some((target, schema)), Some(table)) =
            (key, target, tables.get_mut(child))
        {
            taken.insert((child, attribute.name.text.as_str()));
            table.foreign_keys.push(ForeignKey {
                columns: vec![attribute.name.text.clone()],
                table: Ident { text: target.text, place: place(line.span) },
                table_schema: schema,
                references: vec![references.name.text.clone()],
                known: true,
                place: place(attribute.span),
                ..ForeignKey::default()
            });
        }
    }
    let name = |it: &Table| (it.schema.clone(), it.name.text.clone());
    let mut seen: HashSet<_> = found.tables.iter().map(name).collect();
    found.tables.extend(tables.into_iter().filter(|it| seen.insert(name(it))));
}

/// The lines of `module` along which one entity refers to another, if they tell.
pub(super) fn references(module: &Module) -> Vec<Reference> {
    let keys: Vec<Keys<'_>> = module.entities.iter().map(Keys::of).collect();
    let name = |number: usize| module.entities.get(number).map(|it| named(it).1.0);
    let reference = |line: &Line| {
        let (child, parent) = sides(line, &keys)?;
        Some(Reference { from: name(child)?, to: name(parent)?, span: line.span })
    };
    module.lines.iter().filter_map(reference).collect()
}

/// The attributes of an entity that are keys.
struct Keys<'a> {
    entity: &'a Entity,
    /// The primary key, if it is one attribute.
    primary: Option<&'a Attribute>,
    foreign: Vec<&'a Attribute>,
}

impl<'a> Keys<'a> {
    fn of(entity: &'a Entity) -> Self {
        let mut seen = HashSet::new();
        let own = entity.attributes.iter().filter(|it| seen.insert(it.name.text.as_str()));
        let own: Vec<&Attribute> = own.collect();
        let all = |key: Key| own.iter().copied().filter(move |it| it.keys.contains(&key));
        let mut primary = all(Key::Primary);
        Self {
            entity,
            primary: primary.next().filter(|_| primary.next().is_none()),
            foreign: all(Key::Foreign).take(MOST_KEYS).collect(),
        }
    }
}

fn table(file: FileId, entity: &Entity) -> Table {
    let place = |span: Span| Place::new(file, span);
    let (schema, name) = named(entity);
    let mut table = Table {
        name: Ident { place: place(name.1), text: name.0 },
        schema,
        key: Ident { text: entity.id.text.clone(), place: place(entity.id.span) },
        exported: true,
        // Attributes "do not necessarily need to be exhaustive", says the language's documentation.
        complete: false,
        more_constraints: true,
        place: place(entity.span),
        ..Table::default()
    };
    let mut seen = HashSet::new();
    for attribute in entity.attributes.iter().filter(|it| seen.insert(it.name.text.as_str())) {
        let name = Ident { text: attribute.name.text.clone(), place: place(attribute.name.span) };
        let place = place(attribute.span);
        let is = |key: Key| attribute.keys.contains(&key);
        if is(Key::Primary) {
            let key = table.primary_key.get_or_insert_with(|| PrimaryKey { place, ..PrimaryKey::default() });
            key.columns.push(name.text.clone());
        }
        if is(Key::Unique) {
            table.uniques.push(Unique { name: None, columns: vec![name.text.clone()], place });
        }
        table.columns.push(Column {
            key: name.clone(),
            name,
            ty: ty(&attribute.ty),
            nullable: nullable(attribute),
            doc: attribute.comment.clone().filter(|it| !it.trim().is_empty()),
            place,
            known: true,
            ..Column::default()
        });
    }
    table
}

/// The schema and name of `entity`: what the diagram shows, unless that is a phrase rather than a name.
fn named(entity: &Entity) -> (Option<String>, (String, Span)) {
    let is_name = |it: &str| it.chars().all(|it| it.is_alphanumeric() || " _-.".contains(it));
    let shown = entity.alias.as_ref().filter(|it| is_name(&it.text)).unwrap_or(&entity.id);
    match shown.text.split_once('.') {
        Some((schema, name)) if !schema.is_empty() && !name.is_empty() && !name.contains('.') => {
            let start = shown.span.start().plus(schema.len() + 1);
            (Some(schema.to_owned()), (name.to_owned(), Span::new(start, shown.span.end())))
        }
        _ => (None, (shown.text.clone(), shown.span)),
    }
}

fn ty(written: &str) -> ColumnType {
    let written = written.trim_end_matches('?').to_owned();
    let base = written.split(['(', '[']).next().unwrap_or_default().to_lowercase();
    let canonical = if TYPES.contains(&base.as_str()) { canonical(&written) } else { String::new() };
    ColumnType { canonical, written, enumeration: None }
}

/// Whether NULL is allowed, where the diagram says so: by a key, by `?`, or in a comment's words.
fn nullable(attribute: &Attribute) -> Option<bool> {
    let comment = attribute.comment.as_deref().unwrap_or_default().to_lowercase();
    if attribute.keys.contains(&Key::Primary) || comment.contains("not null") {
        return Some(false);
    }
    let says_so = comment.split(|it: char| !it.is_alphanumeric()).next() == Some("nullable");
    (attribute.ty.ends_with('?') || says_so).then_some(true)
}

/// The entities that refer and are referred to along `line`, if it tells.
fn sides(line: &Line, keys: &[Keys<'_>]) -> Option<(usize, usize)> {
    let refers = |number: usize| keys.get(number).is_some_and(|it| !it.foreign.is_empty());
    match (line.left_ends.is_many(), line.right_ends.is_many()) {
        (false, true) => Some((line.right, line.left)),
        (true, false) => Some((line.left, line.right)),
        (true, true) => None,
        (false, false) => match (refers(line.left), refers(line.right)) {
            (true, false) => Some((line.left, line.right)),
            (false, true) => Some((line.right, line.left)),
            // Who may be without the other is who refers to it.
            (true, true) if line.left_ends == Ends::AtMostOne && line.right_ends == Ends::One => {
                Some((line.left, line.right))
            }
            (true, true) if line.left_ends == Ends::One && line.right_ends == Ends::AtMostOne => {
                Some((line.right, line.left))
            }
            _ => None,
        },
    }
}

/// The attribute of `child`, at which `lines` end, that refers to `parent` along `line`, and the one it refers to;
/// `None` if several may.
fn foreign_key<'a>(
    line: &Line,
    child: &Keys<'a>,
    parent: &Keys<'a>,
    lines: usize,
    is_free: &dyn Fn(&Attribute) -> bool,
) -> Option<(&'a Attribute, &'a Attribute)> {
    let target = parent.primary?;
    let free: Vec<&Attribute> = child.foreign.iter().copied().filter(|it| is_free(it)).collect();
    let only = |fits: &dyn Fn(&str) -> bool| {
        let mut fitting = free.iter().filter(|it| fits(&it.name.text));
        fitting.next().filter(|_| fitting.next().is_none()).copied()
    };
    let key = target.name.text.as_str();
    let named_after = |name: &str, of: &str| {
        same_column(name, &format!("{}_{}", snake_case(of), snake_case(key))) || same_column(name, of)
    };
    let (_, (table, _)) = named(parent.entity);
    let parent_name = singular(&table.to_lowercase());
    // Two lines between the same two tables are told apart by their labels.
    let by_label = only(&|name| !line.label.text.is_empty() && named_after(name, &line.label.text));
    let by_name = || only(&|name| named_after(name, &parent_name) || same_column(name, key));
    let by_itself = || free.first().filter(|_| free.len() == 1 && lines == 1).copied();
    let attribute = by_label.or_else(by_name).or_else(by_itself)?;
    Some((attribute, target))
}
