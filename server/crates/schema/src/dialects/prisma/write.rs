//! From the model to Prisma source: whole files, and edits to files that are there.
//!
//! [`file`] and [`insert`] share a plan: which names things get ([`names`]), which types Prisma has for them ([`types`],
//! [`defaults`]) and which relation fields stand on both sides of a foreign key ([`links`]). Then every block is laid
//! out as `prisma format` does ([`layout`]).

mod change;
mod defaults;
mod edit;
mod indexes;
mod insert;
mod json;
mod layout;
mod links;
mod models;
mod names;
mod plan;
mod style;
#[cfg(test)]
mod tests;
mod types;

use crate::dialects::Written;
use crate::model::{Database, Declarations, TableKind};
pub use change::{add_relations, change_column};
pub use edit::{add_fields, add_index};
pub use insert::{insert, opposite};
use layout::Block;
use plan::Plan;
use style::Style;

/// One file with everything `declarations` hold: a generator, a datasource, enums, models and views.
///
/// Read again it gives the same tables, except for what `left_out` lists, and for names of keys that are those Prisma
/// gives by itself.
#[must_use]
pub fn file(declarations: &Declarations) -> Written {
    let style = Style::of_new(declarations);
    let around = Declarations::default();
    let mut plan = Plan::new(declarations, &around, style);
    let blocks = models::blocks(&mut plan);
    models::note_lost(&mut plan, declarations);
    if blocks.is_empty() {
        return Written { text: String::new(), left_out: plan.left_out };
    }
    let mut texts = vec![generator(declarations, &blocks), datasource(&plan.style)];
    texts.extend(blocks.iter().map(|it| layout::block(it, &plan.style)));
    Written { text: texts.join("\n"), left_out: plan.left_out }
}

/// The generator, with the previews that `blocks` need.
fn generator(declarations: &Declarations, blocks: &[Block]) -> String {
    let has_views = declarations.tables.iter().any(|it| it.kind != TableKind::Table);
    let is_partial = |it: &Block| it.attributes.iter().any(|it| it.contains(", where: raw("));
    let mut previews = Vec::new();
    if blocks.iter().any(is_partial) {
        previews.push("\"partialIndexes\"");
    }
    if has_views {
        previews.push("\"views\"");
    }
    if previews.is_empty() {
        return "generator client {\n  provider = \"prisma-client\"\n  output   = \"../generated/prisma\"\n}\n"
            .to_owned();
    }
    let previews = previews.join(", ");
    format!(
        "generator client {{\n  provider        = \"prisma-client\"\n  output          = \"../generated/prisma\"\n  previewFeatures = [{previews}]\n}}\n"
    )
}

fn datasource(style: &Style) -> String {
    let provider = match style.database {
        Database::PostgreSql => "postgresql",
        Database::Sqlite => "sqlite",
        Database::MySql => "mysql",
    };
    if style.schemas.is_empty() {
        return format!("datasource db {{\n  provider = \"{provider}\"\n}}\n");
    }
    let schemas: Vec<String> = style.schemas.iter().map(|it| layout::text(it)).collect();
    format!("datasource db {{\n  provider = \"{provider}\"\n  schemas  = [{}]\n}}\n", schemas.join(", "))
}
