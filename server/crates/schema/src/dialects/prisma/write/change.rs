//! A field that is there becomes another.

use text::{Edit, Edits, Span};

use super::edit::{apart, block_of};
use super::plan::{Kind, Plan, Standing};
use super::style::Style;
use super::{layout, links, models};
use crate::dialects::prisma::ir::{Arity, Field};
use crate::dialects::prisma;
use crate::model::{Column, ColumnChange, Declarations, Table};

/// The edits to `source` that make `change` to `column` of `table` in its model. `None` if it is not there, or Prisma
/// cannot say it. A relation is made by `add_relations`.
#[must_use]
pub fn change_column(
    source: &str,
    table: &Table,
    column: &Column,
    change: &ColumnChange,
    around: &Declarations,
) -> Option<Edits> {
    let module = prisma::read(source);
    let block = block_of(&module, &table.key.text)?;
    let field = block.fields.iter().find(|it| it.name.text == column.key.text && it.whole)?;
    let name = field.ty.name.span;
    let mark = Span::new(name.end(), name.end().plus(1));
    let is_relation = |it: &Field| it.attributes.iter().any(|it| it.name == "relation");
    // The relation field beside it has to be what it is.
    let refers = table.foreign_keys.iter().any(|it| it.columns.contains(&column.name.text))
        || block.fields.iter().any(is_relation) && is_relation(field);
    let has = |name: &str| field.attributes.iter().any(|it| it.name == name);
    let edit = match change {
        ColumnChange::Required if field.ty.arity == Arity::Optional && !refers && mark.slice(source) == "?" => {
            Edit::replace(mark, "")
        }
        ColumnChange::Nullable if field.ty.arity == Arity::One && !refers && !has("id") => {
            Edit::insert(name.end(), "?")
        }
        ColumnChange::Unique if !refers && !has("unique") && !has("id") => Edit::insert(field.span.end(), " @unique"),
        ColumnChange::Type(ty) if !refers && !has("default") && !field.attributes.iter().any(|it| it.name.starts_with("db.")) => {
            let wanted = Column { ty: ty.clone(), ..column.clone() };
            let mut changed = table.clone();
            let own = changed.columns.iter_mut().find(|it| it.name.text == column.name.text)?;
            *own = wanted;
            let (addition, rest) = apart(&changed, around);
            let plan = Plan::new(&addition, &rest, Style::of_file(source, &module, &addition, &rest));
            let model = plan.models.iter().find(|it| it.standing == Standing::New)?;
            let said = model.field(&column.name.text).filter(|it| it.kind == Kind::Scalar && !it.is_list)?;
            let row = models::field(&plan, model, said, &mut Vec::new());
            let native = row.attributes.iter().find(|it| it.starts_with(&format!("@{}.", plan.style.datasource)));
            let mut edits = vec![Edit::replace(name, row.ty.trim_end_matches('?'))];
            edits.extend(native.map(|it| Edit::insert(field.span.end(), format!(" {it}"))));
            return Some(Edits::new(edits));
        }
        _ => return None,
    };
    Some(Edits::new(vec![edit]))
}

/// The edits to `source` that add relation fields, on both sides, for the foreign key of `column`, which `table` has and
/// the schema lacks. Asked of every file of a schema. `None` if Prisma cannot say the key.
#[must_use]
pub fn add_relations(source: &str, table: &Table, column: &Column, around: &Declarations) -> Option<Edits> {
    let module = prisma::read(source);
    if module.unread {
        return None;
    }
    let (addition, rest) = apart(table, around);
    let plan = Plan::new(&addition, &rest, Style::of_file(source, &module, &addition, &rest));
    let is_own = |it: &&links::Link<'_>| matches!(it.made_by, links::MadeBy::Key(key, _) if key.columns == [column.name.text.clone()]);
    let link = plan.links.iter().find(is_own)?;
    let mut rows: Vec<(usize, layout::Row)> = Vec::new();
    rows.extend(links::forward(&plan, link).map(|it| (link.from, it)));
    rows.extend(links::back(&plan, link).map(|it| (link.to, it)));
    Some(Edits::new(super::edit::added(source, &module, &plan, &rows)))
}
