//! A field or an index more in a model that is there.

use text::{Edit, Edits, Offset};

use super::insert::{place, widths};
use super::links::{self, MadeBy};
use super::plan::{Model, Plan, Standing};
use super::style::Style;
use super::{indexes, layout, models};
use crate::dialects::prisma::ir::{Block, BlockKind};
use crate::dialects::prisma::{self, Module};
use crate::model::{Declarations, Index, IndexPart, Table};
use crate::names::same_column;

/// The edits to `source` that add the columns `names` (database names) of `table` to its model, with relation fields for
/// the foreign keys they are in, on both sides. Asked of every file of a schema, since the sides may stand in several.
/// `around` is what the schema declares without the columns. `None` if Prisma cannot say a column.
#[must_use]
pub fn add_fields(source: &str, table: &Table, names: &[String], around: &Declarations) -> Option<Edits> {
    let module = prisma::read(source);
    if module.unread {
        return None;
    }
    let (addition, rest) = apart(table, around);
    let plan = Plan::new(&addition, &rest, Style::of_file(source, &module, &addition, &rest));
    let own = plan.models.iter().position(|it| it.standing == Standing::New)?;
    let model = plan.models.get(own)?;
    let mut edits = Vec::new();
    let mut rows: Vec<(usize, layout::Row)> = Vec::new();
    for link in &plan.links {
        let is_new = matches!(link.made_by, MadeBy::Key(key, _) if key.columns.iter().any(|it| names.contains(it)));
        if is_new {
            rows.extend(links::forward(&plan, link).map(|it| (link.from, it)));
            rows.extend(links::back(&plan, link).map(|it| (link.to, it)));
        }
    }
    if let Some(block) = block_of(&module, &model.table.key.text) {
        let mut left_out = Vec::new();
        let fields: Option<Vec<_>> = names.iter().map(|it| model.field(it)).collect();
        let lines = fields?.into_iter().map(|it| models::field(&plan, model, it, &mut left_out));
        let (at, widths) = scalars_end(source, block, table, names)?;
        let text: String =
            lines.map(|it| plan.style.line_end.to_owned() + &layout::line(&it, widths, &plan.style)).collect();
        edits.push(Edit::insert(Offset::new(at), text));
    }
    edits.extend(added(source, &module, &plan, &rows));
    Some(Edits::new(edits))
}

/// The edits that add `rows` to the models of `plan`, each to the one of its number, that stand in `source`.
pub(super) fn added(source: &str, module: &Module, plan: &Plan<'_>, rows: &[(usize, layout::Row)]) -> Vec<Edit> {
    let mut edits = Vec::new();
    for (index, model) in plan.models.iter().enumerate() {
        let Some((at, widths)) = block_of(module, &model.table.key.text).and_then(|it| place(source, it)) else {
            continue;
        };
        let lines = rows.iter().filter(|it| it.0 == index).map(|it| layout::line(&it.1, widths, &plan.style));
        let text: String = lines.map(|it| plan.style.line_end.to_owned() + &it).collect();
        if !text.is_empty() {
            edits.push(Edit::insert(Offset::new(at), text));
        }
    }
    edits
}

/// The edits that add `index` to the model of `table` in `source`. `None` if it is not there, or Prisma cannot say it.
#[must_use]
pub fn add_index(source: &str, table: &Table, index: &Index, around: &Declarations) -> Option<Edits> {
    let module = prisma::read(source);
    let block = block_of(&module, &table.key.text)?;
    let (addition, rest) = apart(table, around);
    let plan = Plan::new(&addition, &rest, Style::of_file(source, &module, &addition, &rest));
    let model: &Model<'_> = plan.models.iter().find(|it| it.standing == Standing::New)?;
    let columns: Vec<&str> = index.parts.iter().map(IndexPart::text).collect();
    let kind = if index.unique { "key" } else { "idx" };
    let usual = format!("{}_{}_{kind}", table.name.text, columns.join("_"));
    let attribute = indexes::attribute(&plan, model, index, &usual).ok()?;
    let end = plan.style.line_end;
    let line = format!("{}{attribute}", plan.style.indent);
    let is_like = |name: &str| matches!(name, "id" | "unique" | "index" | "fulltext");
    let edit = match (block.attributes.iter().rev().find(|it| is_like(&it.name)), block.attributes.first()) {
        (Some(like), _) => {
            let at = like.span.end().bytes();
            let rest = source.get(at..)?;
            let kept = rest.split(['\r', '\n']).next().unwrap_or_default().trim_end().len();
            Edit::insert(Offset::new(at + kept), format!("{end}{line}"))
        }
        (None, Some(first)) => {
            let at = source.get(..first.span.start().bytes())?.rfind('\n')? + 1;
            Edit::insert(Offset::new(at), format!("{line}{end}"))
        }
        (None, None) => {
            Edit::insert(Offset::new(place(source, block)?.0), format!("{end}{end}{line}"))
        }
    };
    Some(Edits::new(vec![edit]))
}

/// `table` as something new, and everything around it.
pub(super) fn apart(table: &Table, around: &Declarations) -> (Declarations, Declarations) {
    let is_own = |it: &&Table| it.name.text == table.name.text && it.schema == table.schema;
    let starts = |it: &&crate::model::Relation| it.table == table.name.text;
    let addition = Declarations {
        tables: vec![table.clone()],
        relations: around.relations.iter().filter(starts).cloned().collect(),
        ..Declarations::default()
    };
    let rest = Declarations {
        tables: around.tables.iter().filter(|it| !is_own(it)).cloned().collect(),
        relations: around.relations.iter().filter(|it| !starts(it)).cloned().collect(),
        ..around.clone()
    };
    (addition, rest)
}

pub(super) fn block_of<'a>(module: &'a Module, name: &str) -> Option<&'a Block> {
    module.blocks.iter().find(|it| it.kind == BlockKind::Model && it.name.text == name)
}

/// Where the columns of `block` end, before timestamps that close them, and how wide it is there.
fn scalars_end(
    source: &str,
    block: &Block,
    table: &Table,
    names: &[String],
) -> Option<(usize, layout::Widths)> {
    let is_stamp = |name: &str| ["created_at", "updated_at", "deleted_at"].iter().any(|it| same_column(it, name));
    let is_column = |name: &str| table.columns.iter().any(|it| it.key.text == name && !names.contains(&it.name.text));
    let columns: Vec<_> = block.fields.iter().filter(|it| is_column(&it.name.text)).collect();
    let stamps = columns.iter().rev().take_while(|it| is_stamp(&it.name.text)).count();
    let field = columns.iter().rev().nth(stamps).or(columns.last()).copied();
    let Some(field) = field else { return place(source, block) };
    let at = field.span.end().bytes();
    let rest = source.get(at..)?;
    let kept = rest.split('\n').next().unwrap_or_default().trim_end().len();
    Some((at + kept, widths(field)))
}
