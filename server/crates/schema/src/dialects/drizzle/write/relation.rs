//! The relations of the query layer: `relations(posts, ({ one }) => ({ … }))`.

use super::{Imports, Scope, Style, Target, Written, camel, property};
use crate::model::RelationKind;

/// One entry of a table's relations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelationDraft {
    /// The relation's name: `author`.
    pub name: String,
    /// One or many.
    pub kind: RelationKind,
    /// The database name of the table it leads to.
    pub to: String,
    /// For one: the own columns and the target's, by database name.
    pub columns: Vec<(String, String)>,
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
        if draft.kind == RelationKind::Many {
            entries.push(format!("{indent}{}: many({})", draft.name, target.key));
            continue;
        }
        // Two relations to one table need a name each, or the query layer cannot tell them apart.
        let rivals = drafts.iter().filter(|it| it.to == draft.to && it.kind == RelationKind::One).count();
        let label = (rivals > 1).then(|| format!("{table}_{}", draft.name));
        entries.push(one(draft, own, target, label, style));
    }
    if entries.is_empty() {
        return None;
    }
    if let Some(module) = &own.module {
        imports.value(module, &own.key);
    }
    imports.value("drizzle-orm", "relations");
    let many = drafts.iter().any(|it| it.kind == RelationKind::Many && scope.tables.contains_key(&it.to));
    let one = drafts.iter().any(|it| it.kind == RelationKind::One && scope.tables.contains_key(&it.to));
    let helpers = match (one, many) {
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

/// The entry that leads to one row: `author: one(users, { … })`.
fn one(draft: &RelationDraft, own: &Target, target: &Target, label: Option<String>, style: &Style) -> String {
    let indent = style.indent.as_str();
    let side = |table: &Target, name: &str| {
        let key = table.columns.get(name).cloned().unwrap_or_else(|| camel(name));
        property(&table.key, &key, style)
    };
    let fields: Vec<String> = draft.columns.iter().map(|it| side(own, &it.0)).collect();
    let references: Vec<String> = draft.columns.iter().map(|it| side(target, &it.1)).collect();
    let label = label.map(|it| format!("{indent}{indent}relationName: {},\n", style.quoted(&it)));
    format!(
        "{indent}{}: one({}, {{\n{}{indent}{indent}fields: [{}],\n{indent}{indent}references: [{}]{}\n{indent}}})",
        draft.name,
        target.key,
        label.unwrap_or_default(),
        fields.join(", "),
        references.join(", "),
        style.last_comma(),
    )
}
