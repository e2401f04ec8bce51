//! A table that is taken out of a schema is missed wherever a story speaks of it, and nowhere else.

use std::collections::BTreeSet;
use std::path::Path;

use schema::model::Table;
use story::{Strength, Subject};
use testkit::{Fixture, Loaded};
use workspace::document::FileKind;

#[test]
fn a_table_that_goes_is_missed_by_every_story_that_names_it() {
    for name in ["demo", "seeds/gsd-summary", "seeds/schema-readme", "seeds/workflow", "clean"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("workspaces").join(name);
        let before = Loaded::new(Fixture::of_folder(&folder));
        let tables: Vec<Table> =
            before.snapshot.roots().iter().flat_map(|root| root.model.tables()).cloned().collect();
        assert!(!tables.is_empty(), "{name} has no tables");
        for table in tables {
            let after = without(&before, &table);
            let mut wanted = missed(&before);
            wanted.extend(spoken_of(&before, &table));
            assert_eq!(missed(&after), wanted, "{name} without `{}`", table.name.text);
        }
    }
}

/// The workspace without the declaration of `table`.
fn without(before: &Loaded, table: &Table) -> Loaded {
    let document = before.snapshot.document(table.place.file).expect("a table lies in a file");
    let path = document.path().as_str();
    let mut fixture = before.fixture.clone();
    let file = fixture.files.iter_mut().find(|file| file.path == path).expect("the file is in the fixture");
    file.text.replace_range(table.place.span.range(), "");
    Loaded::new(fixture)
}

/// Where stories name tables that are not there: path, offset and name.
fn missed(loaded: &Loaded) -> BTreeSet<(String, usize, String)> {
    let findings = loaded.findings().into_iter().filter(|finding| finding.rule.code == "unknown-table");
    findings.map(|finding| (path(loaded, finding.file), finding.span.start().bytes(), finding.name)).collect()
}

/// Where stories name `table` and mean it to be there.
fn spoken_of(loaded: &Loaded, table: &Table) -> BTreeSet<(String, usize, String)> {
    let mut spoken_of = BTreeSet::new();
    for document in loaded.snapshot.documents().filter(|document| document.kind() == FileKind::Story) {
        let root = loaded.snapshot.root_of(document.id()).expect("a file lies in a root");
        for mention in &document.facts().mentions {
            let asks = mention.strength == Strength::Strong && mention.cue.is_none();
            let meant = root.model.table(&mention.name).present();
            if asks && mention.subject == Subject::Table && meant.is_some_and(|it| it.place == table.place) {
                let at = mention.span.start().bytes();
                spoken_of.insert((path(loaded, document.id()), at, mention.name.clone()));
            }
        }
    }
    spoken_of
}

fn path(loaded: &Loaded, file: text::FileId) -> String {
    loaded.snapshot.document(file).expect("findings lie in files").path().to_string()
}
