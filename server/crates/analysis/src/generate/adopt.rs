//! A declaration in another language than the team's, under the names the team would give.

use std::sync::Arc;

use schema::dialects::Dialect;
use schema::model::{Column, Declarations, DefaultValue, Enum, IndexKey, Table};
use schema::names::{camel_case, snake_case};
use story::SketchColumn;

use super::claim::{FenceClaim, Manner};
use super::infer::column_type;
use super::plan::{ident, table_name};
use crate::conventions::Conventions;

/// Names the table of `fence` as a team would whose schema is in `home`: what SQL and DBML name is a name in the
/// database, what a Prisma model or a diagram names is an entity, unless it says what the table is called.
pub(super) fn adopt(fence: &mut FenceClaim, home: Dialect, conventions: &Conventions) {
    let Some(dialect) = fence.dialect.filter(|it| *it != home) else { return };
    let mut table = (*fence.table).clone();
    if matches!(dialect, Dialect::Prisma | Dialect::Mermaid) {
        rename(&mut table, conventions);
        for it in &mut fence.enums {
            *it = Arc::new(renamed_enum(it, &mut table));
        }
    }
    if dialect != Dialect::Drizzle {
        for column in &mut table.columns {
            // A word of the fence's own, `string`, means what it means in prose.
            if !column.ty.is_known() && column.known {
                let said = SketchColumn {
                    name: column.name.text.clone(),
                    ty: Some(column.ty.written.clone()),
                    ..SketchColumn::default()
                };
                column.ty.canonical = column_type(&said, Manner::Described, conventions);
            }
            column.key = ident(&camel_case(&column.name.text));
            // A function of another program: nobody here could call it.
            if matches!(column.default, DefaultValue::Application(_)) {
                column.default = DefaultValue::None;
            }
            column.on_update = None;
        }
    }
    fence.table = Arc::new(table);
}

/// The enum types of `fence` that `table` uses and that are not in `there`.
pub(super) fn enums(fence: &FenceClaim, table: &Table, there: Option<&Declarations>) -> Vec<Enum> {
    let is_used = |it: &Enum| {
        table.columns.iter().any(|column| column.ty.enumeration.as_deref() == Some(it.name.text.as_str()))
    };
    let is_there =
        |it: &Enum| there.is_some_and(|all| all.enums.iter().any(|one| one.name.text == it.name.text));
    fence.enums.iter().filter(|it| is_used(it) && !is_there(it)).map(|it| (**it).clone()).collect()
}

/// The enum type `of` under the name that databases use, and the columns of `table` with it.
fn renamed_enum(of: &Enum, table: &mut Table) -> Enum {
    let mut renamed = of.clone();
    if of.name.text == of.key.text {
        renamed.name = ident(&snake_case(&of.name.text));
    }
    let old = Some(of.name.text.as_str());
    for column in table.columns.iter_mut().filter(|it| it.ty.enumeration.as_deref() == old) {
        let list = if column.ty.canonical.ends_with("[]") { "[]" } else { "" };
        column.ty.canonical = format!("{}{list}", renamed.name.text);
        column.ty.enumeration = Some(renamed.name.text.clone());
    }
    renamed
}

/// Gives the team's names to a table and its columns, where the source gives them none of their own.
fn rename(table: &mut Table, conventions: &Conventions) {
    if table.name.text == table.key.text {
        table.name.text = table_name(&table.name.text, conventions);
    }
    let cased = |name: &str| conventions.column_name(name);
    let own: Vec<(String, String)> = table
        .columns
        .iter()
        .filter(|it| it.name.text == it.key.text)
        .map(|it| (it.name.text.clone(), cased(&it.name.text)))
        .collect();
    let to = |name: &mut String| {
        if let Some((_, new)) = own.iter().find(|(old, _)| old == name) {
            name.clone_from(new);
        }
    };
    table.columns.iter_mut().for_each(|it: &mut Column| to(&mut it.name.text));
    table.primary_key.iter_mut().flat_map(|it| &mut it.columns).for_each(to);
    table.uniques.iter_mut().flat_map(|it| &mut it.columns).for_each(to);
    for key in &mut table.foreign_keys {
        key.columns.iter_mut().for_each(to);
        key.references.iter_mut().for_each(|it| *it = cased(it));
    }
    for part in table.indexes.iter_mut().flat_map(|it| &mut it.parts) {
        if let IndexKey::Column(name) = &mut part.key {
            to(name);
        }
    }
}
