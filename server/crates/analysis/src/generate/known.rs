//! What there is to know of a root before anything is generated in it, learnt once per snapshot.

use std::collections::BTreeSet;
use std::sync::Arc;

use schema::dialects::{Dialect, drizzle};
use schema::model::Declarations;
use workspace::document::{Document, FileKind};
use workspace::snapshot::{Origin, Snapshot};

use super::plan::Head;
use crate::conventions::{Conventions, House, HouseFile};

/// What there is to know of a root and one of its schema sets.
#[derive(Debug)]
pub(super) struct Known {
    /// How the team writes.
    pub(super) conventions: Conventions,
    /// True if a `drizzle.config` says where the schema is.
    pub(super) configured: bool,
    /// The tables that are there.
    pub(super) heads: Vec<Head>,
    /// The types that schema files declare.
    pub(super) types: BTreeSet<String>,
}

/// What there is to know of `origin`. Every schema file of the root is read for it, so it is kept with the snapshot.
pub(super) fn known(snapshot: &Snapshot, origin: Origin) -> Arc<Known> {
    snapshot.derived(origin, || {
        let declarations = declarations(snapshot, origin);
        let house = house(snapshot, origin.root, declarations);
        let lines = house.files.iter().flat_map(|file| file.source.lines());
        Known {
            conventions: Conventions::of(&house),
            configured: house.configured.is_some(),
            heads: declarations.iter().flat_map(|it| &it.tables).map(Head::of_table).collect(),
            types: lines.filter_map(declared_type).map(str::to_owned).collect(),
        }
    })
}

/// What the schema set of `origin` declares.
pub(super) fn declarations(snapshot: &Snapshot, origin: Origin) -> Option<&Declarations> {
    let set = snapshot.roots().get(origin.root)?.model.sets.get(origin.set?)?;
    Some(&set.declarations)
}

/// The type or interface that a line declares.
fn declared_type(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let line = line.strip_prefix("export ").unwrap_or(line);
    let rest = line.strip_prefix("type ").or_else(|| line.strip_prefix("interface "))?;
    rest.split([' ', '<', '=', '{']).next().filter(|it| !it.is_empty())
}

/// What the conventions of a root are read off.
fn house<'a>(snapshot: &Snapshot, root: usize, declarations: Option<&'a Declarations>) -> House<'a> {
    let documents = || snapshot.documents().filter(|it| it.root() == root);
    let nanoid = documents()
        .filter(|it| it.path().file_name() == "package.json")
        .any(|it| it.source().contains("\"nanoid\""));
    let package = ["packages/db", "packages/database"]
        .into_iter()
        .find(|folder| documents().any(|it| it.path().as_str().starts_with(&format!("{folder}/"))));
    House {
        files: house_files(snapshot, root),
        declarations,
        nanoid,
        package: package.map(str::to_owned),
        configured: documents().find_map(|it| configured(it)),
    }
}

/// Where a `drizzle.config` says the schema is, below the root; `None` for other files.
fn configured(document: &Document) -> Option<String> {
    if !document.path().file_name().starts_with("drizzle.config.") {
        return None;
    }
    let config = drizzle::config::read(&document.source());
    let first = config.schema.first().filter(|_| config.known)?;
    Some(document.path().join(first)?.as_str().to_owned())
}

/// The TypeScript files of a root.
fn house_files(snapshot: &Snapshot, root: usize) -> Vec<HouseFile> {
    let drizzle = snapshot
        .documents()
        .filter(|it| it.root() == root && it.kind() == FileKind::Schema(Dialect::Drizzle));
    drizzle.map(|it| HouseFile { id: it.id(), path: it.path().clone(), source: it.source() }).collect()
}
