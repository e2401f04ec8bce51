//! Declarations added to a file that is there, and the other sides of their relations.

use text::{Edit, Edits, Offset};

use super::layout::{self, Widths};
use super::plan::{Plan, Standing};
use super::style::Style;
use super::{links, models};
use crate::dialects::prisma::ir::{Block, BlockKind, Field};
use crate::dialects::prisma::{self, Module};
use crate::dialects::{Casing, Linking, Module as AnyModule, Order};
use crate::model::Declarations;

/// The edits that add the tables and enums of `addition` to `source`, in the style of the file: its names, indentation,
/// line ends and datasource. Existing models of the file get the other side of the new relations.
///
/// Where the target of a new foreign key is a model in another file, that file needs the other side: [`opposite`] gives
/// it. `None` if the file is too long to be read.
#[must_use]
pub fn insert(source: &str, addition: &Declarations, around: &Declarations) -> Option<Edits> {
    let module = prisma::read(source);
    if module.unread {
        return None;
    }
    let own;
    let around = if around.tables.is_empty() && around.enums.is_empty() {
        own = declared(&module);
        &own
    } else {
        around
    };
    let style = Style::of_file(source, &module, addition, around);
    let mut plan = Plan::new(addition, around, style);
    let blocks = models::blocks(&mut plan);
    let mut edits = back_fields(source, &module, &plan);
    if !blocks.is_empty() {
        let end = plan.style.line_end;
        let texts: Vec<String> = blocks.iter().map(|it| layout::block(it, &plan.style)).collect();
        let kept = source.trim_end().len();
        let before = if kept == 0 { String::new() } else { format!("{end}{end}") };
        let text = format!("{before}{}", texts.join(end));
        // What follows the last block is white space only, and the last line end stays.
        let rest = source.get(kept..).unwrap_or_default();
        let text = if rest.starts_with(end) { text.trim_end().to_owned() } else { text };
        edits.push(Edit::insert(Offset::new(kept), text));
    }
    Some(Edits::new(edits))
}

/// The edits that give models in `source` the other side of the relations of `addition`, which is inserted in another
/// file. `around` is what the whole schema declares already, as for [`insert`].
#[must_use]
pub fn opposite(source: &str, addition: &Declarations, around: &Declarations) -> Edits {
    let module = prisma::read(source);
    let style = Style::of_file(source, &module, addition, around);
    let plan = Plan::new(addition, around, style);
    Edits::new(back_fields(source, &module, &plan))
}

/// What `module` declares alone.
fn declared(module: &Module) -> Declarations {
    let module = AnyModule::Prisma(module.clone());
    prisma::link(&Linking {
        roots: vec![text::FileId(0)],
        module: &|_| Some(&module),
        resolve: &|_, _| None,
        casing: Casing::Preserve,
        order: Order::Listed,
    })
}

/// The relation fields that models in `source` get.
fn back_fields(source: &str, module: &Module, plan: &Plan<'_>) -> Vec<Edit> {
    let mut edits = Vec::new();
    for (index, model) in plan.models.iter().enumerate().filter(|it| it.1.standing == Standing::There) {
        let is_own = |it: &&Block| it.kind == BlockKind::Model && it.name.text == model.name;
        let Some(block) = module.blocks.iter().find(is_own) else { continue };
        let rows = links::rows(plan, index);
        if rows.is_empty() {
            continue;
        }
        let Some((at, widths)) = place(source, block) else { continue };
        let lines = rows.iter().map(|it| layout::line(it, widths, &plan.style));
        let text: String = lines.map(|it| format!("{}{it}", plan.style.line_end)).collect();
        edits.push(Edit::insert(Offset::new(at), text));
    }
    edits
}

/// The end of the line of the last field of `block`, and how wide the columns are there; `None` if it has no field.
pub(super) fn place(source: &str, block: &Block) -> Option<(usize, Widths)> {
    let last = block.fields.last()?;
    let behind = last.span.end().bytes();
    let rest = source.get(behind..)?;
    let line = rest.find('\n').unwrap_or(rest.len());
    let kept = rest.get(..line)?.trim_end().len();
    Some((behind + kept, widths(last)))
}

/// The columns in which the line of `field` is written.
pub(super) fn widths(field: &Field) -> Widths {
    let name = field.name.span.range();
    let ty = field.ty.name.span.range();
    let name = ty.start.saturating_sub(name.start + 1);
    let attributes = field.attributes.first().map(|it| it.span.start().bytes());
    let ty = attributes.map_or(0, |it| it.saturating_sub(ty.start + 1));
    Widths { name, ty }
}
