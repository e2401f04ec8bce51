//! Who speaks of a thing: mentions in stories, uses in schema files.

use schema::dialects::Module;
use schema::dialects::drizzle::write::names;
use schema::dialects::prisma::Used;
use schema::model::Table;
use schema::names::Folded;
use story::{Mention, Subject};
use text::{FileId, Place};
use workspace::document::FileKind;
use workspace::snapshot::{Cancelled, Snapshot};

use crate::coverage::Ground;

use super::Declaration;
use super::fenced::Fenced;
use super::thing::{Thing, is_column, meant, named, sets_from, used};

/// Every place that names `thing`, sorted by path and span.
pub(super) fn of(
    snapshot: &Snapshot,
    file: FileId,
    thing: Thing<'_>,
    declaration: Declaration,
) -> Result<Vec<Place>, Cancelled> {
    let (Some(document), Some(root)) = (snapshot.document(file), snapshot.root_of(file)) else {
        return Ok(Vec::new());
    };
    let declared = thing.declared();
    let mut places = Vec::new();
    for story in stories(snapshot, document.root(), &thing) {
        snapshot.alive()?;
        let Some(document) = snapshot.document(story) else { continue };
        let ground = Ground::of(snapshot, root, document);
        for mention in &document.facts().mentions {
            if meant(&ground, mention).is_some_and(|it| it.is(&thing)) {
                places.push(Place::new(story, mention.span));
            }
        }
    }
    for document in snapshot.documents().filter(|it| it.root() == document.root()) {
        let FileKind::Schema(_) = document.kind() else { continue };
        snapshot.alive()?;
        if let Some(Module::Prisma(module)) = document.module() {
            // A value of an enum is not the enum.
            let uses = module.uses().into_iter().filter(|it| !matches!(it.of, Used::Value(_)));
            let own = uses.filter(|it| used(&root.model, it, document.id()).is_some_and(|it| it.is(&thing)));
            places.extend(own.map(|it| Place::new(document.id(), it.span)));
            continue;
        }
        let source = document.source();
        for name in names(&source) {
            let meant = sets_from(&root.model, document.id()).find_map(|it| named(it, &name, document.id()));
            if meant.is_some_and(|it| it.is(&thing)) {
                places.push(Place::new(document.id(), name.span));
            }
        }
    }
    places.retain(|it| *it != declared);
    if declaration == Declaration::Included {
        places.push(declared);
    }
    places.sort_by_cached_key(|it| (snapshot.document(it.file).map(|it| it.path().clone()), it.span));
    places.dedup();
    Ok(places)
}

/// Every place in stories that names what a fence of the story `file` declares and no schema does.
pub(super) fn of_fenced(
    snapshot: &Snapshot,
    file: FileId,
    fenced: &Fenced,
    declaration: Declaration,
) -> Result<Vec<Place>, Cancelled> {
    let (Some(document), Some(thing)) = (snapshot.document(file), fenced.thing()) else {
        return Ok(Vec::new());
    };
    let names = |it: &str, table: &Table| {
        let name = Folded::new(it);
        name == Folded::new(&table.name.text) || name == Folded::new(&table.key.text)
    };
    let is_meant = |it: &Mention| match (&thing, it.subject) {
        (Thing::Table(table), Subject::Table) => names(&it.name, table),
        (Thing::Column(table, column), Subject::Column) => {
            is_column(column, &it.name) && it.table.as_deref().is_some_and(|it| names(it, table))
        }
        (Thing::Enum(of), Subject::Enum) => Folded::new(&it.name) == Folded::new(&of.name.text),
        _ => false,
    };
    let mut places = Vec::new();
    for story in stories(snapshot, document.root(), &thing) {
        snapshot.alive()?;
        let Some(document) = snapshot.document(story) else { continue };
        let facts = document.facts();
        places.extend(facts.mentions.iter().filter(|it| is_meant(it)).map(|it| Place::new(story, it.span)));
    }
    let declared = fenced.declared(file);
    places.retain(|it| Some(*it) != declared);
    places.extend(declared.filter(|_| declaration == Declaration::Included));
    places.sort_by_cached_key(|it| (snapshot.document(it.file).map(|it| it.path().clone()), it.span));
    places.dedup();
    Ok(places)
}

/// The stories that may speak of `thing`.
pub(super) fn stories(snapshot: &Snapshot, root: usize, thing: &Thing<'_>) -> Vec<FileId> {
    let names = match thing {
        Thing::Table(table) | Thing::Column(table, _) => [&table.name.text, &table.key.text],
        // Enums are not in the index of tables: every story is asked.
        Thing::Enum(_) => {
            let stories = snapshot.documents().filter(|it| it.root() == root && it.kind() == FileKind::Story);
            return stories.map(|it| it.id()).collect();
        }
    };
    let mut stories: Vec<FileId> = Vec::new();
    for name in names {
        for story in snapshot.stories_about(root, &Folded::new(name)) {
            if !stories.contains(&story) {
                stories.push(story);
            }
        }
    }
    stories
}
