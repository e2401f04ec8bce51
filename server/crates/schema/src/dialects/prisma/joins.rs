//! The join tables of implicit many-to-many relations: lists on both sides and no fields.

use super::columns::column_type;
use super::ir::{Arity, Field};
use super::link::{Context, Declared};
use super::relations;
use super::source::Provider;
use crate::model::{
    Action, Column, Declarations, ForeignKey, Ident, Index, IndexPart, PrimaryKey, Table, Unique,
};

/// Adds the join tables of all models.
pub(super) fn add(context: &Context<'_>, found: &mut Declarations) {
    // MongoDB keeps the keys in the documents.
    if context.source.provider == Provider::Other && !context.source.foreign_keys {
        return;
    }
    for &model in &context.models {
        for (index, field) in model.block.fields.iter().enumerate() {
            let Some(target) = context.target(field).filter(|_| is_list(field)) else { continue };
            let Some((at, other)) = relations::opposite(model.block, index, field, target.block) else {
                continue;
            };
            // Each pair is met from both sides; the first by name is column `A`.
            let is_first = (&model.block.name.text, index) < (&target.block.name.text, at);
            if is_list(other) && is_first {
                found.tables.push(table(context, model, field, target));
            }
        }
    }
}

fn is_list(field: &Field) -> bool {
    let has_fields = field.attribute("relation").is_some_and(|it| it.argument("fields").is_some());
    field.ty.arity == Arity::List && !has_fields
}

/// The join table between `a`, whose `field` leads to `b`, and `b`.
fn table<'a>(context: &Context<'a>, a: Declared<'a>, field: &Field, b: Declared<'a>) -> Table {
    let name = match relations::name(field) {
        Some(name) => format!("_{name}"),
        None => format!("_{}To{}", a.block.name.text, b.block.name.text),
    };
    let place = a.place(field.span);
    let ident = |text: &str| Ident { text: text.to_owned(), place };
    let sides = [("A", a), ("B", b)];
    let pair = || vec!["A".to_owned(), "B".to_owned()];
    let mut table = Table {
        name: ident(&name),
        schema: a.block.schema().map(str::to_owned),
        key: ident(&name),
        implied: true,
        database: context.source.database(),
        columns: sides.iter().map(|(name, side)| column(context, ident(name), *side)).collect(),
        complete: true,
        indexes: vec![Index { parts: vec![IndexPart::of_column("B")], place, ..Index::default() }],
        place,
        ..Table::default()
    };
    if context.source.provider == Provider::PostgreSql {
        table.primary_key = Some(PrimaryKey { name: None, columns: pair(), place });
    } else {
        table.uniques.push(Unique { name: None, columns: pair(), place });
    }
    if context.source.foreign_keys {
        let keys = sides.iter().map(|(name, side)| foreign_key(ident(name), *side));
        table.foreign_keys.extend(keys);
    }
    table
}

/// The field that is the key of `side` alone.
fn key<'a>(side: Declared<'a>) -> Option<&'a Field> {
    side.block.fields.iter().find(|it| it.attribute("id").is_some())
}

fn column<'a>(context: &Context<'a>, name: Ident, side: Declared<'a>) -> Column {
    let provider = context.source.provider;
    let ty = key(side).map(|key| {
        let meaning = context.meaning(&key.ty);
        column_type(key, meaning, provider)
    });
    Column {
        place: name.place,
        key: name.clone(),
        name,
        known: ty.is_some(),
        ty: ty.unwrap_or_default(),
        nullable: Some(false),
        ..Column::default()
    }
}

fn foreign_key(name: Ident, side: Declared<'_>) -> ForeignKey {
    let key = key(side);
    ForeignKey {
        name: None,
        columns: vec![name.text],
        table: Ident { text: side.block.mapped().text.clone(), place: name.place },
        table_schema: side.block.schema().map(str::to_owned),
        references: key.map(|it| it.mapped().text.clone()).into_iter().collect(),
        on_delete: Some(Action::Cascade),
        on_update: Some(Action::Cascade),
        known: key.is_some(),
        place: name.place,
    }
}
