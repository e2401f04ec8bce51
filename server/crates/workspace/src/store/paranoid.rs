//! Distrust at run time: what edits led to is compared with a fresh reading (law L2, `SCHEMARK_PARANOID=1`).

use std::sync::Arc;

use super::Store;
use crate::document::{Body, Document, FileKind};
use crate::snapshot::Snapshot;
use crate::snapshot::world::World;

/// Who is told of a difference.
pub(super) type Report = Box<dyn Fn(&str) + Send + Sync>;

impl Store {
    /// From now on, every new snapshot's changed files are read afresh and compared with what edits led to; each
    /// difference is a flaw of ours and is told to `report`. Costs what incremental reading saves.
    pub fn distrust(&self, report: impl Fn(&str) + Send + Sync + 'static) {
        // The first who asks is told.
        let _ = self.report.set(Box::new(report));
    }

    /// Compares what changed from `before` to `after` with a fresh reading, if anybody asked for it.
    pub(super) fn compare(&self, before: &World, after: &Arc<World>) {
        let Some(report) = self.report.get() else { return };
        let snapshot = Snapshot { world: Arc::clone(after), latest: Arc::default() };
        for file in after.differing(before) {
            let Some(document) = snapshot.document(file) else { continue };
            for what in differences(document) {
                report(&format!("{what} of {} differ from a fresh reading", document.path()));
            }
        }
        if after.index() != &after.fresh_index() {
            report("the stories by name differ from a fresh reading");
        }
    }
}

/// What of `document` differs from a fresh reading of its text.
fn differences(document: &Document) -> Vec<&'static str> {
    let fresh = Document { body: Arc::new(Body::new(&document.source())), ..document.clone() };
    let mut differences = Vec::new();
    if *document.text().to_source() != *document.source() {
        differences.push("text and lines");
    }
    match document.kind() {
        FileKind::Story if document.facts() != fresh.facts() => differences.push("the facts"),
        FileKind::Schema(_) if document.module() != fresh.module() => differences.push("the declarations"),
        _ => {}
    }
    let nodes = |it: &Document| it.tree().map(|tree| tree.to_sexp(it.text()));
    if document.version().is_some() && nodes(document) != nodes(&fresh) {
        differences.push("the syntax nodes");
    }
    differences
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::{Arc, Mutex};

    use text::{Encoding, Position};

    use crate::store::{Store, Stroke};

    #[test]
    fn honest_edits_are_not_reported() {
        let store = Store::from_files(&[("a.md", "# A\n\nThe `users` table.\n")]);
        let path = Path::new(Store::FIXTURE).join("a.md");
        let told = Arc::new(Mutex::new(Vec::new()));
        let teller = Arc::clone(&told);
        store.distrust(move |it| teller.lock().expect("nobody panics").push(it.to_owned()));
        store.open(&path, "# A\n\nThe `users` table.\n", 1);
        for version in 2..20 {
            let position = Position { line: version % 4, column: version };
            let stroke = Stroke { range: Some((position, position)), text: "\n- `b` table 🦀".to_owned() };
            store.edit(&path, &[stroke], Encoding::Utf16, 1);
            let snapshot = store.snapshot();
            let _ = snapshot.documents().map(|it| it.facts().mentions.len()).sum::<usize>();
        }
        assert_eq!(*told.lock().expect("nobody panics"), [] as [&str; 0]);
    }
}
