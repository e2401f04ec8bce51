//! Relation fields: the query layer's relations and the foreign keys they make.

use super::constraints::columns;
use super::ir::{Arity, Attribute, Block, BlockKind, Field, Value};
use super::link::{Context, Declared, Meaning};
use crate::model::{Action, Declarations, ForeignKey, Ident, Relation, RelationKind, Table};

/// Adds the relations of `model`.
pub(super) fn add(context: &Context<'_>, model: Declared<'_>, found: &mut Declarations) {
    for field in &model.block.fields {
        let Some(target) = context.target(field) else { continue };
        found.relations.push(Relation {
            table: model.block.mapped().text.clone(),
            name: model.ident(&field.name),
            kind: if field.ty.arity == Arity::List { RelationKind::Many } else { RelationKind::One },
            to: target.block.mapped().text.clone(),
            label: name(field).map(str::to_owned),
            ends: None,
            place: model.place(field.span),
        });
    }
}

/// Adds the foreign keys of `model` to its `table`.
pub(super) fn add_foreign_keys(context: &Context<'_>, model: Declared<'_>, table: &mut Table) {
    if !context.source.foreign_keys || model.block.kind != BlockKind::Model {
        return;
    }
    for field in &model.block.fields {
        let Some(relation) = field.attribute("relation") else { continue };
        let Some(fields) = relation.argument("fields") else { continue };
        let target = match context.meaning(&field.ty) {
            Meaning::Model(target) if target.block.kind == BlockKind::View => continue,
            Meaning::Model(target) => Some(target),
            Meaning::Unknown => None,
            _ => continue,
        };
        table.foreign_keys.push(foreign_key(model, field, relation, fields, target));
    }
}

fn foreign_key(
    model: Declared<'_>,
    field: &Field,
    relation: &Attribute,
    fields: &Value,
    target: Option<Declared<'_>>,
) -> ForeignKey {
    let references = relation.argument("references").map(Value::items).unwrap_or_default();
    let written = Ident { text: field.ty.name.text.clone(), place: model.place(field.ty.name.span) };
    let (name, references) = match target {
        Some(target) => (target.block.mapped().text.clone(), columns(target.block, references).collect()),
        None => (written.text.clone(), names(references)),
    };
    // Optional as a whole only if every column is: otherwise NULL cannot be set.
    let is_required = fields
        .items()
        .iter()
        .filter_map(Value::name)
        .any(|name| model.block.field(&name.text).is_some_and(|it| it.ty.arity == Arity::One));
    let default = if is_required { Action::Restrict } else { Action::SetNull };
    ForeignKey {
        name: relation.map(),
        columns: columns(model.block, fields.items()).collect(),
        table: Ident { text: name, ..written },
        table_schema: target.and_then(|it| it.block.schema().map(str::to_owned)),
        references,
        on_delete: Some(action(relation, "onDelete").unwrap_or(default)),
        on_update: Some(action(relation, "onUpdate").unwrap_or(Action::Cascade)),
        known: target.is_some_and(|it| it.block.is_named()),
        place: model.place(field.span),
    }
}

fn names(items: &[Value]) -> Vec<String> {
    items.iter().filter_map(Value::name).map(|it| it.text.clone()).collect()
}

fn action(relation: &Attribute, key: &str) -> Option<Action> {
    Some(match relation.argument(key)?.name()?.text.as_str() {
        "Cascade" => Action::Cascade,
        "SetNull" => Action::SetNull,
        "SetDefault" => Action::SetDefault,
        "Restrict" => Action::Restrict,
        "NoAction" => Action::NoAction,
        _ => return None,
    })
}

/// The name of the relation of `field`, if it is given.
pub(super) fn name(field: &Field) -> Option<&str> {
    let relation = field.attribute("relation")?;
    Some(relation.argument("name").or_else(|| relation.first())?.text()?.text.as_str())
}

/// The field of `target` that is the other side of `field`, the field numbered `index` of `block`.
pub(super) fn opposite<'a>(
    block: &Block,
    index: usize,
    field: &Field,
    target: &'a Block,
) -> Option<(usize, &'a Field)> {
    let is_self = block.name.text == target.name.text;
    target.fields.iter().enumerate().find(|(at, other)| {
        other.ty.name.text == block.name.text && name(other) == name(field) && !(is_self && *at == index)
    })
}
