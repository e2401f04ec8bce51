//! The files that a story lists the tables of, and which files of the workspace these are.

use schema::model::{Table, TableKind};
use story::{Claim, Listing, Said, StoryFacts};
use text::{FileId, Span};
use workspace::path::RelPath;

use crate::rules::Cx;

/// The tables that a story lists for one file.
pub(crate) struct Listed<'a> {
    /// The file as written.
    pub(crate) file: &'a str,
    /// Where the story names it.
    pub(crate) named: Span,
    /// The tables, in order.
    pub(crate) tables: Vec<&'a Claim>,
    /// Whether they are said to be all.
    pub(crate) listing: Listing,
}

impl<'a> Listed<'a> {
    /// The listed tables that a schema declares, with what lists them.
    pub(crate) fn present<'m>(&self, cx: &Cx<'m>) -> Vec<(&'a Claim, &'m Table)> {
        let ground = cx.ground();
        let table = |it: &&'a Claim| match &it.said {
            Said::TableInFile { table, .. } => Some((*it, ground.table(table)?)),
            _ => None,
        };
        self.tables.iter().filter_map(table).collect()
    }
}

/// What the story in question lists, file by file, in order.
pub(crate) fn listed<'a>(cx: &Cx<'_>, facts: &'a StoryFacts) -> Vec<Listed<'a>> {
    let mut all: Vec<Listed<'a>> = Vec::new();
    for claim in super::demanded(cx, facts) {
        let Said::TableInFile { file, named, listing, .. } = &claim.said else { continue };
        let index = all.iter().position(|it| it.named == *named);
        match index.and_then(|it| all.get_mut(it)) {
            Some(known) => {
                known.tables.push(claim);
                // One list that names all is enough.
                if *listing == Listing::Whole {
                    known.listing = Listing::Whole;
                }
            }
            None => {
                all.push(Listed { file, named: *named, tables: vec![claim], listing: *listing });
            }
        }
    }
    all
}

/// The files that may be meant by `written`: all of that name, as people shorten paths; of several, separated by commas,
/// those of each.
pub(crate) fn meant<'a>(cx: &Cx<'a>, written: &str) -> Vec<&'a RelPath> {
    let names: Vec<&str> = written.split(", ").map(name_of).collect();
    let own = cx.document.root();
    let open = cx.snapshot.documents().filter(|it| it.root() == own).map(|it| it.path());
    let of_name = |it: &&RelPath| names.iter().any(|name| it.file_name().eq_ignore_ascii_case(name));
    let mut found: Vec<&RelPath> = cx.root.paths.iter().chain(open).filter(of_name).collect();
    found.sort();
    found.dedup();
    found
}

/// The last part of the path `written`.
pub(crate) fn name_of(written: &str) -> &str {
    written.rsplit('/').next().unwrap_or(written)
}

/// True if `file` has stretches that cannot be read: what they declare is not known.
pub(crate) fn is_broken(cx: &Cx<'_>, file: FileId) -> bool {
    let module = cx.snapshot.document(file).and_then(|it| it.module());
    module.is_some_and(|it| !it.problems().is_empty())
}

/// The tables that `file` declares in schemas that are still edited.
pub(crate) fn tables_in<'a>(cx: &Cx<'a>, file: FileId) -> impl Iterator<Item = &'a Table> {
    let edited = cx.root.model.sets.iter().filter(|it| !it.is_history());
    edited
        .flat_map(|set| &set.declarations.tables)
        .filter(move |it| it.place.file == file && it.kind == TableKind::Table && !it.implied)
}
