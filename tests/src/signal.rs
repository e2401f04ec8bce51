//! How far users can trust what they are told: what is found in a folder, and what would be missed.
//!
//! [`measure`] counts references by form and findings by rule. [`mutate`] takes each table, and each column that a story
//! surely names, out of the schema and asks which of the mentions become findings.

pub mod judged;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Instant;

use analysis::Finding;
use schema::dialects::Dialect;
use schema::model::TableKind;
use story::{Mention, Status, Strength, Subject};
use text::{FileId, Place, Span};
use workspace::document::Document;
use workspace::model::{Model, Presence};
use workspace::snapshot::Snapshot;
use workspace::store::Store;

/// What is found in a folder.
#[derive(Debug, Default)]
pub struct Measure {
    /// Stories.
    pub stories: usize,
    /// Their lines.
    pub lines: usize,
    /// Tables of all schemas.
    pub tables: usize,
    /// Milliseconds from the start to the last finding.
    pub milliseconds: u128,
    /// By form: mentions, strong ones, and those of them that are absent.
    pub forms: BTreeMap<&'static str, [usize; 3]>,
    /// Findings by rule.
    pub rules: BTreeMap<&'static str, usize>,
}

/// What becomes of the mentions of things that are taken away.
#[derive(Debug, Default)]
pub struct Recall {
    /// Things that were taken away, one at a time.
    pub removed: usize,
    /// Mentions that asked for one of them.
    pub asking: usize,
    /// Those that became a finding.
    pub found: usize,
    /// Those that did not, with file and byte.
    pub missed: Vec<String>,
    /// Findings in stories that came up without naming what was taken away.
    pub unrelated: Vec<String>,
}

/// What is taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// Tables.
    Tables,
    /// Columns.
    Columns,
}

/// Everything found in `folder`.
#[must_use]
pub fn measure(folder: &Path) -> Measure {
    let start = Instant::now();
    let store = opened(folder);
    let snapshot = store.snapshot();
    let tables = snapshot.roots().iter().map(|it| it.model.tables().count()).sum();
    let mut measure = Measure { tables, ..Measure::default() };
    for document in snapshot.documents() {
        for finding in findings(&snapshot, document.id()) {
            *measure.rules.entry(finding.rule.code).or_default() += 1;
        }
        if !document.is_story() {
            continue;
        }
        measure.stories += 1;
        measure.lines += document.source().lines().count();
        for mention in &document.facts().mentions {
            let counts = measure.forms.entry(mention.form.name()).or_default();
            counts[0] += 1;
            if mention.strength == Strength::Strong && mention.cue.is_none() {
                counts[1] += 1;
                let presence = analysis::presence(&snapshot, document.id(), mention);
                counts[2] += usize::from(presence == Presence::Absent);
            }
        }
    }
    measure.milliseconds = start.elapsed().as_millis();
    measure
}

/// Takes tables or columns out of the schemas in `folder`, one at a time.
///
/// Only schemas that are written as one declaration per table are changed: what a migration does to a table that is not
/// there is anybody's guess.
#[must_use]
pub fn mutate(folder: &Path, taken: Taken) -> Recall {
    let store = opened(folder);
    let before = store.snapshot();
    let mut recall = Recall::default();
    let told: BTreeSet<Told> = stories(&before).flat_map(|it| told(&before, it)).collect();
    for (place, span) in removable(&before, taken) {
        let asking = asking(&before, place, taken);
        if asking.is_empty() {
            continue;
        }
        let Some(path) = store.absolute(place.file) else { continue };
        let Some(source) = before.document(place.file).map(|it| it.source()) else { continue };
        let mut text = source.to_string();
        text.replace_range(span.range(), "");
        store.open(&path, &text, 1);
        let after = store.snapshot();
        recall.removed += 1;
        compare(&after, &after.affected_since(&before), &told, &asking, &mut recall);
        store.close(&path);
    }
    recall
}

/// A finding in a story: file, byte, rule.
type Told = (FileId, usize, &'static str);

fn opened(folder: &Path) -> Store {
    let store = Store::new();
    let folder: PathBuf = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let loaded = store.load_root(&folder, &|_, _| {});
    assert!(loaded.refusal.is_none(), "{}: {:?}", folder.display(), loaded.refusal);
    store
}

fn findings(snapshot: &Snapshot, file: FileId) -> Vec<Finding> {
    analysis::findings(&snapshot.patient(), file).expect("nobody cancels")
}

fn stories(snapshot: &Snapshot) -> impl Iterator<Item = FileId> {
    snapshot.documents().filter(|it| it.is_story()).map(|it| it.id())
}

fn told(snapshot: &Snapshot, file: FileId) -> Vec<Told> {
    let told = findings(snapshot, file).into_iter();
    told.map(|it| (file, it.span.start().bytes(), it.rule.code)).collect()
}

/// What can be taken away: where it is declared, and the bytes to remove.
fn removable(snapshot: &Snapshot, taken: Taken) -> Vec<(Place, Span)> {
    let sets = snapshot.roots().iter().flat_map(|root| &root.model.sets);
    let declarative = sets.filter(|it| it.dialect.is_some_and(|it| it != Dialect::Sql));
    let tables = declarative.flat_map(|it| &it.declarations.tables);
    let tables = tables.filter(|it| it.kind == TableKind::Table && !it.implied && it.complete);
    let mut found = Vec::new();
    for table in tables {
        match taken {
            Taken::Tables => found.push((table.place, table.place.span)),
            Taken::Columns => {
                let own = table
                    .columns
                    .iter()
                    .filter(|it| it.place.file == table.place.file && table.place.span.covers(it.place.span));
                found.extend(own.map(|it| (it.place, with_comma(snapshot, it.place))));
            }
        }
    }
    found
}

/// The declaration at `place` with the comma behind it.
fn with_comma(snapshot: &Snapshot, place: Place) -> Span {
    let Some(document) = snapshot.document(place.file) else { return place.span };
    let source = document.source();
    let rest = source.get(place.span.end().bytes()..).unwrap_or("");
    let blank = rest.len() - rest.trim_start().len();
    let comma = rest.trim_start().starts_with(',');
    Span::new(place.span.start(), place.span.end().plus(if comma { blank + 1 } else { 0 }))
}

/// The mentions that ask for what is declared at `place`: file and byte.
fn asking(snapshot: &Snapshot, place: Place, taken: Taken) -> Vec<(FileId, usize)> {
    let mut asking = Vec::new();
    let alive = |it: &&std::sync::Arc<Document>| {
        it.is_story() && !it.is_archived() && it.facts().status != Status::Retired
    };
    for document in snapshot.documents().filter(alive) {
        let Some(root) = snapshot.root_of(document.id()) else { continue };
        let facts = document.facts();
        let strong = facts.mentions.iter().filter(|it| it.strength == Strength::Strong && it.cue.is_none());
        let meant = strong.filter(|it| declared_at(&root.model, it, taken) == Some(place));
        asking.extend(meant.map(|it| (document.id(), it.span.start().bytes())));
    }
    asking
}

/// Where what `mention` names is declared, if it is of the kind that is taken away.
fn declared_at(model: &Model, mention: &Mention, taken: Taken) -> Option<Place> {
    match (mention.subject, taken) {
        (Subject::Table, Taken::Tables) => Some(model.table(&mention.name).present()?.place),
        (Subject::Column, Taken::Columns) => {
            let table = model.table(mention.table.as_deref()?).present()?;
            Some(table.column(&mention.name)?.place)
        }
        _ => None,
    }
}

fn compare(
    after: &Snapshot,
    affected: &[FileId],
    before: &BTreeSet<Told>,
    asking: &[(FileId, usize)],
    recall: &mut Recall,
) {
    let stories = affected.iter().copied().filter(|it| after.document(*it).is_some_and(|it| it.is_story()));
    let now: BTreeSet<Told> = stories.flat_map(|it| told(after, it)).collect();
    let shown = |file: FileId, at: usize| {
        let path = after.document(file).map(|it| it.path().to_string()).unwrap_or_default();
        format!("{path} at byte {at}")
    };
    for (file, at) in asking {
        recall.asking += 1;
        let is_found = now.iter().any(|it| it.0 == *file && it.1 == *at && it.2.starts_with("unknown-"));
        recall.found += usize::from(is_found);
        if !is_found {
            recall.missed.push(shown(*file, *at));
        }
    }
    for (file, at, rule) in now.difference(before) {
        let named = asking.iter().any(|it| it.0 == *file && it.1 == *at);
        // A decision or a number speaks of every table, and a column takes its foreign key along.
        let judges = matches!(*rule, "count-differs" | "decision-broken" | "missing-foreign-key");
        if !named && !judges {
            recall.unrelated.push(format!("{} ({rule})", shown(*file, *at)));
        }
    }
}
