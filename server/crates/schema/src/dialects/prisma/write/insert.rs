//! Declarations added to a file that is there, and the other sides of their relations.

use text::{Edit, Edits, Offset, Span};

use super::layout::{self, Row, Widths};
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
        order: Order::Listed, database: None,
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
        let Some((at, own)) = place(source, block) else { continue };
        let run = run(source, block);
        let old = Widths::of(&run.iter().map(|it| it.row.clone()).collect::<Vec<_>>());
        let is_aligned = run.iter().all(|it| it.gaps(source, old).is_empty());
        let widths = if is_aligned { old.with(&rows) } else { own };
        if is_aligned {
            edits.extend(run.iter().flat_map(|it| it.gaps(source, widths)));
        }
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

/// A field that is there.
struct Line {
    row: Row,
    name: Span,
    ty: Span,
    attributes: Option<Span>,
}

impl Line {
    fn of(source: &str, field: &Field) -> Self {
        let attributes = field.attributes.first().map(|it| it.span);
        let start = field.ty.name.span.start();
        let end = attributes.map_or(field.span.end(), Span::start);
        let text = Span::new(start, end.max(start)).slice(source).trim_end();
        let row = Row { name: field.name.text.clone(), ty: text.to_owned(), ..Row::default() };
        Self { row, name: field.name.span, ty: Span::new(start, start.plus(text.len())), attributes }
    }

    /// The edits that put it in columns of `widths`.
    fn gaps(&self, source: &str, widths: Widths) -> Vec<Edit> {
        let gap = |a: Span, b: Span, width: usize| {
            let span = Span::new(a.end(), b.start().max(a.end()));
            let wanted = " ".repeat((width + 1).saturating_sub(a.len()));
            (span.slice(source) != wanted).then(|| Edit::replace(span, wanted))
        };
        let behind = self.attributes.and_then(|it| gap(self.ty, it, widths.ty));
        gap(self.name, self.ty, widths.name).into_iter().chain(behind).collect()
    }
}

/// The last fields of `block` without an empty line between them, which share their columns.
fn run(source: &str, block: &Block) -> Vec<Line> {
    let mut run: Vec<Line> = Vec::new();
    let mut next: Option<&Field> = None;
    for field in block.fields.iter().rev() {
        let between = next.map(|it| Span::new(field.span.end(), it.span.start().max(field.span.end())).slice(source));
        let lines = between.map(|it| it.split('\n').collect::<Vec<_>>()).unwrap_or_default();
        // The first is the rest of the field's own line, the last the indentation of the next.
        let inner = lines.get(1..lines.len().saturating_sub(1)).unwrap_or_default();
        if inner.iter().any(|it| it.trim().is_empty()) {
            break;
        }
        run.push(Line::of(source, field));
        next = Some(field);
    }
    run
}
