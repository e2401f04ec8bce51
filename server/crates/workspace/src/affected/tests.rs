//! Which files must be looked at again after a change, and which need not.

use std::path::{Path, PathBuf};

use text::{Encoding, Position};

use crate::snapshot::Snapshot;
use crate::store::{Store, Stroke};

const USERS: &str = "import { pgTable, text } from 'drizzle-orm/pg-core';\n\
    export const users = pgTable('users', { id: text('id') });\n";
const ORDERS: &str = "import { pgTable, text } from 'drizzle-orm/pg-core';\n\
    export const orders = pgTable('orders', { id: text('id') });\n";

const FILES: &[(&str, &str)] = &[
    ("db/orders.ts", ORDERS),
    ("db/users.ts", USERS),
    ("docs/nothing.md", "Prose alone.\n"),
    ("docs/orders.md", "The `orders` table.\n"),
    ("docs/unknown.md", "The `invoices` table.\n"),
    ("docs/users.md", "The `users` table.\n"),
];

fn at(path: &str) -> PathBuf {
    Path::new(Store::FIXTURE).join(path)
}

fn replace(store: &Store, path: &str, text: &str) {
    store.open(&at(path), text, 1);
}

/// The paths that `change` affects in a workspace of `files`.
fn affected(files: &[(&str, &str)], change: impl Fn(&Store)) -> Vec<String> {
    let store = Store::from_files(files);
    let before = store.snapshot();
    for document in before.documents() {
        let _ = document.facts();
    }
    change(&store);
    paths(&store.snapshot(), &before)
}

fn paths(after: &Snapshot, before: &Snapshot) -> Vec<String> {
    let path = |it| Some(after.document(it).or_else(|| before.document(it))?.path().to_string());
    let mut paths: Vec<String> = after.affected_since(before).into_iter().filter_map(path).collect();
    paths.sort();
    paths
}

#[test]
fn nothing_changed_affects_nothing() {
    assert_eq!(affected(FILES, |_| {}), [] as [&str; 0]);
}

#[test]
fn an_edit_in_a_story_affects_that_story() {
    let changed = affected(FILES, |store| {
        let stroke =
            Stroke { range: Some((Position::default(), Position::default())), text: "`users`".into() };
        store.edit(&at("docs/orders.md"), &[stroke], Encoding::Utf16, 2);
    });
    assert_eq!(changed, ["docs/orders.md"]);
}

#[test]
fn a_new_column_affects_the_schema_and_the_stories_of_its_table() {
    let changed = affected(FILES, |store| {
        replace(store, "db/users.ts", &USERS.replace("text('id')", "text('id'), name: text('name')"));
    });
    assert_eq!(changed, ["db/orders.ts", "db/users.ts", "docs/unknown.md", "docs/users.md"]);
}

#[test]
fn a_comment_in_a_schema_leaves_bound_stories_alone() {
    let changed = affected(FILES, |store| replace(store, "db/users.ts", &format!("// people\n{USERS}")));
    // The story with the unknown name may point to the nearest table's place, which moved.
    assert_eq!(changed, ["db/users.ts", "docs/unknown.md"]);
}

#[test]
fn a_table_that_comes_affects_the_stories_that_missed_it() {
    let changed = affected(FILES, |store| {
        let more = "export const invoices = pgTable('invoices', { id: text('id') });\n";
        replace(store, "db/users.ts", &format!("{USERS}{more}"));
    });
    assert_eq!(changed, ["db/orders.ts", "db/users.ts", "docs/unknown.md"]);
}

#[test]
fn a_table_that_goes_affects_the_stories_that_speak_of_it() {
    let changed = affected(FILES, |store| replace(store, "db/users.ts", "// gone\n"));
    assert_eq!(changed, ["db/orders.ts", "db/users.ts", "docs/unknown.md", "docs/users.md"]);
}

#[test]
fn an_alias_binds_a_story_to_its_table() {
    let files = [
        FILES,
        &[("docs/people.md", "The `people` table.\n"), ("schemark.toml", "[aliases]\npeople = 'users'")],
    ];
    let changed = affected(&files.concat(), |store| {
        replace(store, "db/users.ts", &USERS.replace("text('id')", "text('id'), name: text('name')"));
    });
    assert!(changed.contains(&"docs/people.md".to_owned()), "{changed:?}");
    assert!(!changed.contains(&"docs/orders.md".to_owned()), "{changed:?}");
}

#[test]
fn a_decision_in_the_configuration_affects_the_whole_root() {
    let files = [FILES, &[("schemark.toml", "")]].concat();
    let changed = affected(&files, |store| replace(store, "schemark.toml", "external = ['invoices']"));
    assert_eq!(changed.len(), files.len());
    let changed = affected(&files, |store| replace(store, "schemark.toml", "# a remark"));
    assert_eq!(changed, ["schemark.toml"]);
}

#[test]
fn a_deleted_file_is_affected() {
    let store = Store::from_files(FILES);
    let before = store.snapshot();
    store.remove_root(Path::new(Store::FIXTURE));
    assert_eq!(paths(&store.snapshot(), &before).len(), FILES.len());
}

#[test]
fn without_a_schema_the_file_that_says_so_is_looked_at_again() {
    let stories =
        [("docs/a.md", "Prose.\n"), ("docs/b.md", "The `users` table.\n"), ("docs/c.md", "The `x` table.\n")];
    let changed = affected(&stories, |store| replace(store, "docs/c.md", "The `orders` table.\n"));
    assert_eq!(changed, ["docs/b.md", "docs/c.md"]);
    let changed = affected(&stories, |store| replace(store, "docs/a.md", "The `orders` table.\n"));
    assert_eq!(changed, ["docs/a.md", "docs/b.md"]);
}

#[test]
fn a_column_that_only_sql_beside_has_is_judged_anew_with_its_schema() {
    let tables = |orders: &str| {
        format!(
            "import {{ pgTable, text }} from 'drizzle-orm/pg-core';\n\
             export const users = pgTable('users', {{ id: text('id') }});\n\
             export const orders = pgTable('orders', {{ {orders} }});\n"
        )
    };
    let sql = "create table users (id text, name text);\ncreate table orders (id text, note text);\n";
    let files = [
        ("db/schema.ts", &*tables("id: text('id')")),
        ("supabase/migrations/1_a.sql", sql),
        ("docs/users.md", "The `users.name` column.\n"),
    ];
    let changed = affected(&files, |store| {
        replace(store, "db/schema.ts", &tables("id: text('id'), note: text('note')"));
    });
    assert_eq!(changed, ["db/schema.ts", "docs/users.md"]);
}
