//! `schemark dump`: what schemark understood.

use anyhow::Context;

use crate::arguments::{Dump, DumpOf, Format};
use crate::opened::Opened;
use crate::output;

mod facts;
mod model;

/// Prints what was asked for; gives the exit code.
pub(crate) fn run(what: &Dump) -> anyhow::Result<u8> {
    let (Dump::Tree(of) | Dump::Facts(of) | Dump::Model(of)) = what;
    let opened = Opened::new(&of.paths, None)?;
    opened.note_gaps(&[]);
    match what {
        Dump::Tree(of) => tree(&opened, of)?,
        Dump::Facts(of) => facts::print(&opened, of.format)?,
        Dump::Model(of) => model::print(&opened, of.format)?,
    }
    Ok(0)
}

fn tree(opened: &Opened, of: &DumpOf) -> anyhow::Result<()> {
    let document = opened.only_document()?;
    let tree = document.tree().with_context(|| format!("{} has no syntax tree", document.path()))?;
    let tree = tree.to_sexp(document.text());
    match of.format {
        Format::Text => output::print(&format!("{}\n", tree.trim_end())),
        Format::Json => output::print_json(&serde_json::json!({
            "version": 1,
            "path": document.path().as_str(),
            "tree": tree,
        })),
    }
}
