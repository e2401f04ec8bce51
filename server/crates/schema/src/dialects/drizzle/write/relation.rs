//! The relations of the query layer: `relations(posts, ({ one }) => ({ … }))`.

use std::collections::{BTreeMap, BTreeSet};

use super::page::full_name;
use super::settle::LeftOut;
use super::{Imports, Scope, Style, Target, Written, camel, property};
use crate::model::{Declarations, ForeignKey, Relation, RelationKind, Table};

/// One entry of a table's relations.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RelationDraft {
    /// The relation's name: `author`.
    pub name: String,
    /// One or many.
    pub kind: RelationKind,
    /// The database name of the table it leads to.
    pub to: String,
    /// For one: the own columns and the target's, by database name.
    pub columns: Vec<(String, String)>,
    /// What tells it from other relations between the same tables, on both sides (`relationName`), if it must be told.
    pub label: Option<String>,
}

/// The relations declared of the table called `table`, which `scope` must know; `None` if there is nothing to declare.
#[must_use]
pub fn relations(table: &str, drafts: &[RelationDraft], scope: &Scope, style: &Style) -> Option<Written> {
    let own = scope.tables.get(table)?;
    let mut imports = Imports::default();
    let mut entries = Vec::new();
    let indent = style.indent.as_str();
    for draft in drafts {
        let Some(target) = scope.tables.get(&draft.to) else { continue };
        if let Some(module) = &target.module {
            imports.value(module, &target.key);
        }
        // Two relations to one table need a name each, or the query layer cannot tell them apart.
        let rivals = drafts.iter().filter(|it| it.to == draft.to && it.kind == RelationKind::One).count();
        let told = || (rivals > 1).then(|| format!("{table}_{}", draft.name));
        let entry = match draft.kind {
            RelationKind::Many => many_entry(draft, target, style),
            RelationKind::One => one_entry(draft, own, target, draft.label.clone().or_else(told), style),
        };
        entries.push(format!("{indent}{entry}"));
    }
    if entries.is_empty() {
        return None;
    }
    if let Some(module) = &own.module {
        imports.value(module, &own.key);
    }
    imports.value("drizzle-orm", "relations");
    let has = |kind: RelationKind| drafts.iter().any(|it| it.kind == kind && scope.tables.contains_key(&it.to));
    let helpers = match (has(RelationKind::One), has(RelationKind::Many)) {
        (true, true) => "{ one, many }",
        (true, false) => "{ one }",
        _ => "{ many }",
    };
    let text = format!(
        "export const {key}Relations = relations({key}, ({helpers}) => ({{\n{}{}\n}})){}\n",
        entries.join(",\n"),
        style.last_comma(),
        style.end(),
        key = own.key,
    );
    Some(Written { text, imports })
}

/// The entry of `draft` among the relations of `own`, without the indentation of its first line.
pub(super) fn entry(draft: &RelationDraft, own: &Target, target: &Target, style: &Style) -> String {
    match draft.kind {
        RelationKind::Many => many_entry(draft, target, style),
        RelationKind::One => one_entry(draft, own, target, draft.label.clone(), style),
    }
}

/// The entry that leads to any number of rows: `posts: many(posts)`.
fn many_entry(draft: &RelationDraft, target: &Target, style: &Style) -> String {
    let label = draft.label.as_ref().map(|it| format!(", {{ relationName: {} }}", style.quoted(it)));
    format!("{}: many({}{})", key(&draft.name, style), target.key, label.unwrap_or_default())
}

fn key(name: &str, style: &Style) -> String {
    if super::is_identifier(name) { name.to_owned() } else { style.quoted(name) }
}

/// The entry that leads to one row: `author: one(users, { … })`.
fn one_entry(draft: &RelationDraft, own: &Target, target: &Target, label: Option<String>, style: &Style) -> String {
    let indent = style.indent.as_str();
    let name = key(&draft.name, style);
    if draft.columns.is_empty() {
        let label = label.map(|it| format!(", {{ relationName: {} }}", style.quoted(&it)));
        return format!("{name}: one({}{})", target.key, label.unwrap_or_default());
    }
    let side = |table: &Target, name: &str| {
        let key = table.columns.get(name).cloned().unwrap_or_else(|| camel(name));
        property(&table.key, &key, style)
    };
    let fields: Vec<String> = draft.columns.iter().map(|it| side(own, &it.0)).collect();
    let references: Vec<String> = draft.columns.iter().map(|it| side(target, &it.1)).collect();
    let label = label.map(|it| format!("{indent}{indent}relationName: {},\n", style.quoted(&it)));
    format!(
        "{name}: one({}, {{\n{}{indent}{indent}fields: [{}],\n{indent}{indent}references: [{}]{}\n{indent}}})",
        target.key,
        label.unwrap_or_default(),
        fields.join(", "),
        references.join(", "),
        style.last_comma(),
    )
}

/// The relations that `declared` lists, by full table name, with the columns and labels that Drizzle wants of them.
pub(super) fn sides(declared: &Declarations, left_out: &mut LeftOut) -> Vec<(String, Vec<RelationDraft>)> {
    let mut tables: BTreeMap<&str, &Table> = BTreeMap::new();
    for table in &declared.tables {
        tables.entry(&table.name.text).or_insert(table);
    }
    let mut sides: Vec<(String, Vec<RelationDraft>)> = Vec::new();
    let mut used = claimed(declared, &tables);
    for relation in &declared.relations {
        let (Some(own), Some(to)) = (tables.get(relation.table.as_str()), tables.get(relation.to.as_str())) else {
            left_out.push(format!("relation `{}` of `{}`", relation.name.text, relation.table));
            continue;
        };
        let (holder, target) = match relation.kind {
            RelationKind::One => (*own, *to),
            RelationKind::Many => (*to, *own),
        };
        let keys: Vec<&ForeignKey> = holder.foreign_keys.iter().filter(|it| it.table.text == target.name.text).collect();
        let claim = claim(relation, holder, &keys).or_else(|| other_side(declared, relation, holder, &keys));
        // Where relations have names, one that shares its own with none that follows a key joins many rows to many.
        let is_of_many = relation.kind == RelationKind::Many && claim.is_none() && has_labels(declared, relation);
        let keys = if is_of_many { Vec::new() } else { keys };
        let free = || keys.iter().find(|it| !used.contains(&std::ptr::from_ref::<ForeignKey>(it)));
        let chosen = claim.or_else(|| free().or(keys.first()).copied());
        // Of a table with itself, one of two sides follows the key, and the other leads back: Drizzle wants to be told
        // by which columns, as it takes a relation's name only beside them.
        let leads_back = relation.kind == RelationKind::One
            && own.name.text == to.name.text
            && claim.is_none()
            && chosen.is_some_and(|it| used.contains(&std::ptr::from_ref(it)));
        let mut draft = RelationDraft {
            name: relation.name.text.clone(),
            kind: relation.kind,
            to: full_name(to),
            ..RelationDraft::default()
        };
        if let Some(key) = chosen {
            if relation.kind == RelationKind::One {
                used.insert(std::ptr::from_ref(key));
                let (from, to) = if leads_back { (&key.references, &key.columns) } else { (&key.columns, &key.references) };
                draft.columns = from.iter().cloned().zip(to.iter().cloned()).collect();
            }
            if keys.len() > 1 || own.name.text == to.name.text {
                draft.label = Some(format!("{}_{}", holder.name.text, key.columns.join("_")));
            }
        } else if relation.kind == RelationKind::Many {
            // Drizzle asks for the other side, which refers to this one by its columns.
            left_out.push(format!("relation `{}` of `{}`, which no key leads back", relation.name.text, relation.table));
            continue;
        }
        let name = full_name(own);
        match sides.iter_mut().find(|it| it.0 == name) {
            Some(side) => side.1.push(draft),
            None => sides.push((name, vec![draft])),
        }
    }
    sides
}

/// The key that the other side of `relation`, one with many rows, follows: the one of the same label.
fn other_side<'a>(
    declared: &Declarations,
    relation: &Relation,
    holder: &Table,
    keys: &[&'a ForeignKey],
) -> Option<&'a ForeignKey> {
    let is_other = |it: &&Relation| {
        it.kind == RelationKind::One && it.table == relation.to && it.to == relation.table && it.label == relation.label
    };
    let is_asked = relation.kind == RelationKind::Many && has_labels(declared, relation);
    declared.relations.iter().filter(|_| is_asked).filter(is_other).find_map(|it| claim(it, holder, keys))
}

/// True if relations between the two tables of `relation` have labels: then those of one label belong together.
fn has_labels(declared: &Declarations, relation: &Relation) -> bool {
    declared.relations.iter().any(|it| {
        let is_same = (&it.table, &it.to) == (&relation.table, &relation.to);
        (is_same || (&it.to, &it.table) == (&relation.table, &relation.to)) && it.label.is_some()
    })
}

/// The foreign keys that one of the relations with a single row follows without doubt.
fn claimed(declared: &Declarations, tables: &BTreeMap<&str, &Table>) -> BTreeSet<*const ForeignKey> {
    let ones = declared.relations.iter().filter(|it| it.kind == RelationKind::One && it.table == it.to);
    let claims = ones.filter_map(|relation| {
        let holder = *tables.get(relation.table.as_str())?;
        let keys: Vec<&ForeignKey> = holder.foreign_keys.iter().filter(|it| it.table.text == relation.to).collect();
        claim(relation, holder, &keys).map(std::ptr::from_ref)
    });
    claims.collect()
}

/// The foreign key of `holder` that `relation` says it follows: the one that it declares itself, else the one whose
/// column has its name.
fn claim<'a>(relation: &Relation, holder: &Table, keys: &[&'a ForeignKey]) -> Option<&'a ForeignKey> {
    let name = crate::names::snake_case(&relation.name.text);
    let own = keys.iter().find(|it| it.place == relation.place && it.place != text::Place::default());
    let named = || {
        keys.iter().find(|key| {
            let column = key.columns.first().map_or("", String::as_str);
            let key = holder.columns.iter().find(|it| it.name.text == column).map_or("", |it| it.key.text.as_str());
            [column, key].iter().any(|it| crate::names::snake_case(it).strip_suffix("_id") == Some(name.as_str()))
        })
    };
    own.or_else(named).copied()
}
