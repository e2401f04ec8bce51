//! The stories of a name after edits are those that a fresh look finds.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use proptest::prelude::{Strategy, any};
use proptest::test_runner::{Config, FileFailurePersistence};
use schema::names::Folded;
use text::{Encoding, Position};

use super::Index;
use crate::snapshot::Snapshot;
use crate::store::{Store, Stroke};

const FILES: &[(&str, &str)] = &[
    ("docs/a.md", "The `users` table.\n"),
    ("docs/b.md", "The `users` and `orders` tables.\n"),
    ("docs/c.md", "Prose.\n"),
];

fn at(path: &str) -> PathBuf {
    Path::new(Store::FIXTURE).join(path)
}

fn type_into(store: &Store, path: &str, text: &str) {
    let start = Some((Position::default(), Position::default()));
    store.edit(&at(path), &[Stroke { range: start, text: text.to_owned() }], Encoding::Utf16, 1);
}

fn index(store: &Store) -> Arc<Index> {
    Arc::clone(store.snapshot().world.index())
}

/// The paths of the stories about `name`.
fn about(snapshot: &Snapshot, name: &str) -> Vec<String> {
    let path = |it| snapshot.document(it).map(|it| it.path().to_string());
    snapshot.stories_about(0, &Folded::new(name)).into_iter().filter_map(path).collect()
}

#[test]
fn stories_are_found_by_any_spelling_of_a_name() {
    let snapshot = Store::from_files(FILES).snapshot();
    assert_eq!(about(&snapshot, "User"), ["docs/a.md", "docs/b.md"]);
    assert_eq!(about(&snapshot, "orders"), ["docs/b.md"]);
    assert_eq!(about(&snapshot, "invoices"), [""; 0]);
}

#[test]
fn a_new_file_takes_its_place_by_path() {
    let store = Store::from_files(FILES);
    assert_eq!(about(&store.snapshot(), "users").len(), 2);
    store.open(&at("docs/aa.md"), "The `users` table.\n", 1);
    assert_eq!(about(&store.snapshot(), "users"), ["docs/a.md", "docs/aa.md", "docs/b.md"]);
}

#[test]
fn an_edit_that_names_nothing_else_leaves_the_index_as_it_is() {
    let store = Store::from_files(FILES);
    let before = index(&store);
    type_into(&store, "docs/b.md", "# A title\n\nMore `users` table.\n\n");
    assert!(Arc::ptr_eq(&before, &index(&store)));
}

#[test]
fn a_changed_story_replaces_its_own_entries_and_shares_the_others() {
    let store = Store::from_files(FILES);
    let before = index(&store);
    type_into(&store, "docs/c.md", "The `invoices` table.\n\n");
    let after = index(&store);
    assert_eq!(about(&store.snapshot(), "invoices"), ["docs/c.md"]);
    let copied = before.shards.iter().zip(&after.shards).filter(|it| !Arc::ptr_eq(it.0, it.1)).count();
    assert_eq!(copied, 1);
    assert!(before.stories(&Folded::new("invoices")).is_none(), "who holds the old one sees no change");
}

#[test]
fn edits_that_nobody_asked_about_are_caught_up_with() {
    let store = Store::from_files(FILES);
    let _ = index(&store);
    for text in ["The `invoices` table.\n\n", "The `refunds` table.\n\n"] {
        type_into(&store, "docs/c.md", text);
        let _ = store.snapshot();
    }
    store.open(&at("docs/a.md"), "Prose.\n", 1);
    let snapshot = store.snapshot();
    assert_eq!(about(&snapshot, "refunds"), ["docs/c.md"]);
    assert_eq!(about(&snapshot, "users"), ["docs/b.md"]);
}

#[test]
fn a_story_that_is_none_any_more_is_not_found() {
    let store = Store::from_files(&[FILES, &[("schemark.toml", "")]].concat());
    assert_eq!(about(&store.snapshot(), "users").len(), 2);
    store.open(&at("schemark.toml"), "exclude = ['docs/a.md']", 1);
    assert_eq!(about(&store.snapshot(), "users"), ["docs/b.md"]);
}

/// What may happen to a workspace.
#[derive(Debug, Clone)]
enum Act {
    /// The whole text of a story is replaced.
    Say(usize, Vec<usize>),
    /// Something is typed at the start of a story.
    Type(usize, usize),
    Close(usize),
    /// Somebody asks for the index of this moment.
    Ask,
}

const PATHS: [&str; 5] = ["docs/a.md", "docs/b.md", "docs/c.md", "docs/new.md", "templates/none.md"];
const SAID: [&str; 5] = [
    "The `users` table.\n\n",
    "The `orders.total` column and the `refunds` table.\n\n",
    "Prose of `orders`.\n\n",
    "# Title\n\n",
    "| Column | Type |\n|---|---|\n| id | uuid |\n\n",
];

fn act() -> impl Strategy<Value = Act> {
    let path = 0..PATHS.len();
    proptest::prop_oneof![
        (path.clone(), proptest::collection::vec(0..SAID.len(), 0..4)).prop_map(|it| Act::Say(it.0, it.1)),
        (path.clone(), 0..SAID.len()).prop_map(|it| Act::Type(it.0, it.1)),
        path.prop_map(Act::Close),
        any::<()>().prop_map(|()| Act::Ask),
    ]
}

fn perform(store: &Store, act: &Act) {
    match act {
        Act::Say(path, said) => {
            let text: String = said.iter().map(|it| SAID[*it]).collect();
            store.open(&at(PATHS[*path]), &text, 1);
        }
        Act::Type(path, said) => type_into(store, PATHS[*path], SAID[*said]),
        Act::Close(path) => {
            store.close(&at(PATHS[*path]));
        }
        Act::Ask => {
            let _ = index(store);
        }
    }
    let _ = store.snapshot();
}

proptest::proptest! {
    #![proptest_config(Config {
        // A failure that was found is written down as a test of its own, not as a seed.
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        ..Config::default()
    })]

    #[test]
    fn edits_lead_to_the_same_index_as_a_fresh_look(acts in proptest::collection::vec(act(), 1..24)) {
        let store = Store::from_files(FILES);
        for act in &acts {
            perform(&store, act);
        }
        let snapshot = store.snapshot();
        proptest::prop_assert_eq!(snapshot.world.index(), &snapshot.world.fresh_index());
        for (name, _) in snapshot.world.index().names() {
            let speaking = snapshot.documents().filter(|it| it.names().contains(name)).map(|it| it.id());
            proptest::prop_assert_eq!(snapshot.stories_about(0, name), speaking.collect::<Vec<_>>());
        }
        let named: usize = snapshot.documents().map(|it| it.names().len()).sum();
        let indexed: usize = snapshot.world.index().names().map(|it| it.1.naming.len()).sum();
        proptest::prop_assert_eq!(named, indexed);
    }
}
