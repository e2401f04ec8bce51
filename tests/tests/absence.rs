//! A table that is taken out of a schema is missed wherever a story speaks of it, and nowhere else.

use std::collections::BTreeSet;
use std::path::Path;

use analysis::Finding;
use schema::model::Table;
use story::{Strength, Subject};
use testkit::{Fixture, Loaded};
use workspace::document::{Document, FileKind};

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
            let mut wanted = said(&before, |document, finding| {
                document.is_story() && is_of_names(finding) && !is_column_of(&before, finding, &table)
            });
            wanted.extend(spoken_of(&before, &table));
            let stories = said(&after, |document, it| document.is_story() && is_of_names(it));
            assert_eq!(stories, wanted, "{name} without `{}`", table.name.text);
            let schemas = |document: &Document, finding: &Finding| {
                !document.is_story() && !MAY_CHANGE.contains(&finding.rule.code)
            };
            let text = &table.name.text;
            assert_eq!(messages(&after, schemas), messages(&before, schemas), "{name} without `{text}`");
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

/// What the rules say of a file that has one table less: a habit may begin or end with it, its own flaws go, and what
/// refers to it can no longer be known.
const MAY_CHANGE: [&str; 5] =
    ["column-naming", "foreign-key-without-index", "missing-timestamps", "schema-unreadable", "table-naming"];

/// True for a finding that a name is borne by nothing. What other rules say of a table goes with the table.
fn is_of_names(finding: &Finding) -> bool {
    finding.rule.code.starts_with("unknown-")
}

/// A finding: path, offset, rule and name.
type Said = (String, usize, &'static str, String);

/// The findings that `counts`.
fn said(loaded: &Loaded, counts: impl Fn(&Document, &Finding) -> bool) -> BTreeSet<Said> {
    let document = |finding: &Finding| loaded.snapshot.document(finding.file).expect("findings lie in files");
    let findings = loaded.findings().into_iter().filter(|finding| counts(document(finding), finding));
    findings
        .map(|it| (path(loaded, it.file), it.span.start().bytes(), it.rule.code, it.name.clone()))
        .collect()
}

/// The messages of the findings that `counts`, without places: those behind the table that goes move.
fn messages(loaded: &Loaded, counts: impl Fn(&Document, &Finding) -> bool) -> BTreeSet<String> {
    let document = |finding: &Finding| loaded.snapshot.document(finding.file).expect("findings lie in files");
    let findings = loaded.findings().into_iter().filter(|finding| counts(document(finding), finding));
    findings.map(|it| format!("{}: {}: {}", path(loaded, it.file), it.rule.code, it.message)).collect()
}

/// True if `finding` is of a column of `table`: when the table is not there, it is what is missed.
fn is_column_of(loaded: &Loaded, finding: &Finding, table: &Table) -> bool {
    let facts = loaded.snapshot.document(finding.file).map(|it| it.facts()).unwrap_or_default();
    let root = loaded.snapshot.root_of(finding.file).expect("a file lies in a root");
    finding.rule.code == "unknown-column"
        && facts.mentions.iter().filter(|it| it.span == finding.span).any(|it| {
            let meant = it.table.as_deref().and_then(|it| root.model.table(it).present());
            meant.is_some_and(|it| it.place == table.place)
        })
}

/// Where stories name `table` and mean it to be there.
fn spoken_of(loaded: &Loaded, table: &Table) -> BTreeSet<Said> {
    let mut spoken_of = BTreeSet::new();
    for document in loaded.snapshot.documents().filter(|document| document.kind() == FileKind::Story) {
        let root = loaded.snapshot.root_of(document.id()).expect("a file lies in a root");
        for mention in &document.facts().mentions {
            let asks = mention.strength == Strength::Strong && mention.cue.is_none();
            let meant = root.model.table(&mention.name).present();
            if asks && mention.subject == Subject::Table && meant.is_some_and(|it| it.place == table.place) {
                let at = mention.span.start().bytes();
                spoken_of.insert((path(loaded, document.id()), at, "unknown-table", mention.name.clone()));
            }
        }
    }
    spoken_of
}

fn path(loaded: &Loaded, file: text::FileId) -> String {
    loaded.snapshot.document(file).expect("findings lie in files").path().to_string()
}
