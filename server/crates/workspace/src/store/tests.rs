//! What the store promises, on files in memory.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use text::{Encoding, Position};

use super::{Store, Stroke};
use crate::disk::MemoryDisk;
use crate::document::FileKind;
use crate::path::RelPath;
use crate::snapshot::Snapshot;

fn at(path: &str) -> PathBuf {
    Path::new(Store::FIXTURE).join(path)
}

fn insert(line: u32, column: u32, text: &str) -> Stroke {
    let position = Position { line, column };
    Stroke { range: Some((position, position)), text: text.to_owned() }
}

fn source(snapshot: &Snapshot, path: &str) -> Option<String> {
    let file = snapshot.file_at(0, &RelPath::new(path)?)?;
    Some(snapshot.document(file)?.source().to_string())
}

/// A store over a memory disk that the test can change.
fn on_disk(files: &[(&str, &str)]) -> (Store, Arc<MemoryDisk>) {
    let disk = Arc::new(MemoryDisk::default());
    for (path, text) in files {
        disk.write(&at(path), text.as_bytes());
    }
    let store = Store::on(Arc::clone(&disk) as Arc<dyn crate::disk::Disk>);
    store.load_root(Path::new(Store::FIXTURE), &|_, _| {});
    (store, disk)
}

#[test]
fn loaded_stories_are_found_by_path_and_sorted() {
    let store = Store::from_files(&[("docs/b.md", "b"), ("docs/a.md", "a"), ("notes.txt", "no")]);
    let snapshot = store.snapshot();
    let paths: Vec<String> = snapshot.documents().map(|it| it.path().to_string()).collect();
    assert_eq!(paths, ["docs/a.md", "docs/b.md"]);
    assert_eq!(source(&snapshot, "docs/b.md").as_deref(), Some("b"));
    assert!(snapshot.documents().all(|it| it.kind() == FileKind::Story));
}

#[test]
fn an_edit_changes_the_next_snapshot_and_not_the_last() {
    let store = Store::from_files(&[("a.md", "one")]);
    store.open(&at("a.md"), "one", 1);
    let before = store.snapshot();
    store.edit(&at("a.md"), &[insert(0, 3, " two"), insert(0, 7, " three")], Encoding::Utf16, 2);
    let after = store.snapshot();
    assert_eq!(source(&before, "a.md").as_deref(), Some("one"));
    assert_eq!(source(&after, "a.md").as_deref(), Some("one two three"));
    assert!(before.alive().is_err());
    assert!(before.patient().alive().is_ok());
    assert!(after.alive().is_ok());
}

#[test]
fn positions_outside_the_text_are_clamped() {
    let store = Store::from_files(&[("a.md", "one\n")]);
    store.open(&at("a.md"), "one\n", 1);
    let stroke = Stroke {
        range: Some((Position { line: 9, column: 9 }, Position { line: 0, column: 99 })),
        text: "!".to_owned(),
    };
    store.edit(&at("a.md"), &[stroke], Encoding::Utf8, 2);
    assert_eq!(source(&store.snapshot(), "a.md").as_deref(), Some("one!"));
}

#[test]
fn the_disk_never_overwrites_an_open_buffer() {
    let (store, disk) = on_disk(&[("a.md", "disk")]);
    store.open(&at("a.md"), "editor", 1);
    disk.write(&at("a.md"), b"newer");
    store.disk_changed(&[at("a.md")]);
    store.load_root(Path::new(Store::FIXTURE), &|_, _| {});
    assert_eq!(source(&store.snapshot(), "a.md").as_deref(), Some("editor"));
    store.close(&at("a.md"));
    assert_eq!(source(&store.snapshot(), "a.md").as_deref(), Some("newer"));
}

#[test]
fn a_closed_file_that_was_never_saved_is_gone() {
    let store = Store::from_files(&[("a.md", "a")]);
    let opened = store.open(&at("new.md"), "text", 1);
    assert_eq!(source(&store.snapshot(), "new.md").as_deref(), Some("text"));
    let closed = store.close(&at("new.md"));
    assert_eq!(opened.files, closed.files);
    assert_eq!(source(&store.snapshot(), "new.md"), None);
}

#[test]
fn a_path_keeps_its_number() {
    let (store, disk) = on_disk(&[("a.md", "a")]);
    let before = store.file(&at("a.md")).expect("loaded");
    disk.remove(&at("a.md"));
    store.disk_changed(&[at("a.md")]);
    assert_eq!(store.file(&at("a.md")), None);
    disk.write(&at("a.md"), b"again");
    store.disk_changed(&[at("a.md")]);
    assert_eq!(store.file(&at("a.md")), Some(before));
    assert_eq!(store.absolute(before), Some(at("a.md")));
}

#[test]
fn created_and_deleted_folders_are_noticed() {
    let (store, disk) = on_disk(&[("docs/a.md", "a"), ("docs/deep/b.md", "b")]);
    disk.remove(&at("docs"));
    disk.write(&at("specs/c.md"), b"c");
    let change = store.disk_changed(&[at("docs"), at("specs")]);
    assert_eq!(change.files.len(), 3);
    let paths: Vec<String> = store.snapshot().documents().map(|it| it.path().to_string()).collect();
    assert_eq!(paths, ["specs/c.md"]);
}

#[test]
fn a_file_opened_before_its_root_is_loaded_keeps_the_editors_text() {
    let disk = Arc::new(MemoryDisk::default());
    disk.write(&at("a.md"), b"disk");
    let store = Store::on(disk);
    store.open(&at("a.md"), "editor", 1);
    let early = store.snapshot();
    assert!(early.documents().all(|it| early.root_of(it.id()).is_none()));
    store.load_root(Path::new(Store::FIXTURE), &|_, _| {});
    let snapshot = store.snapshot();
    assert_eq!(source(&snapshot, "a.md").as_deref(), Some("editor"));
    assert!(snapshot.documents().all(|it| it.kind() == FileKind::Story && it.version() == Some(1)));
}

#[test]
fn a_removed_root_takes_its_files_with_it() {
    let store = Store::from_files(&[("a.md", "a"), ("b.md", "b")]);
    store.open(&at("b.md"), "open", 1);
    store.remove_root(Path::new(Store::FIXTURE));
    let snapshot = store.snapshot();
    let left: Vec<_> = snapshot.documents().map(|it| it.source().to_string()).collect();
    assert_eq!(left, ["open"]);
}

#[test]
fn the_home_folder_and_the_whole_disk_are_refused() {
    let store = Store::new();
    let loaded = store.load_root(Path::new("/"), &|_, _| {});
    assert!(loaded.root.is_none());
    assert!(loaded.refusal.is_some_and(|it| it.contains("whole file system")));
    assert!(store.snapshot().roots().is_empty());
}

#[test]
fn bytes_that_are_not_utf8_are_replaced_and_said() {
    let (store, disk) = on_disk(&[]);
    disk.write(&at("a.md"), b"caf\xe9\n");
    store.disk_changed(&[at("a.md")]);
    let snapshot = store.snapshot();
    let document = snapshot.documents().next().expect("one file");
    assert_eq!(&*document.source(), "caf\u{fffd}\n");
    assert!(document.problem().is_some());
}

#[test]
fn a_snapshot_without_a_change_is_the_same_snapshot() {
    let store = Store::from_files(&[("a.md", "a")]);
    assert!(Arc::ptr_eq(&store.snapshot().world, &store.snapshot().world));
}

#[test]
fn each_root_has_its_own_schema_and_a_nested_root_its_own_files() {
    let schema = |name: &str| {
        format!(
            "import {{ pgTable, text }} from 'drizzle-orm/pg-core';\nexport const t = pgTable('{name}', {{ id: text('id') }});\n"
        )
    };
    let disk = Arc::new(MemoryDisk::default());
    disk.write(&at("outer/db.ts"), schema("outer").as_bytes());
    disk.write(&at("outer/a.md"), b"a");
    disk.write(&at("outer/inner/db.ts"), schema("inner").as_bytes());
    disk.write(&at("outer/inner/b.md"), b"b");
    let store = Store::on(disk);
    assert_eq!(store.add_root(&at("outer/inner")), Ok(0));
    assert_eq!(store.load_root(&at("outer"), &|_, _| {}).root, Some(1));
    assert_eq!(store.load_root(&at("outer/inner"), &|_, _| {}).root, Some(0));
    let snapshot = store.snapshot();
    let tables = snapshot
        .roots()
        .iter()
        .map(|root| root.model.tables().map(|it| it.name.text.clone()).collect::<Vec<_>>().join(" "));
    assert_eq!(tables.collect::<Vec<_>>(), ["inner", "outer"]);
    let files: Vec<String> = snapshot.documents().map(|it| format!("{} {}", it.root(), it.path())).collect();
    assert_eq!(files, ["0 b.md", "0 db.ts", "1 a.md", "1 db.ts"]);
}

#[test]
fn while_a_root_is_loading_nothing_is_absent() {
    let disk = Arc::new(MemoryDisk::default());
    disk.write(&at("a.md"), b"The `users` table.");
    disk.write(
        &at("db.ts"),
        b"import { pgTable } from 'drizzle-orm/pg-core'; export const t = pgTable('t', {});",
    );
    let store = Store::on(disk);
    let seen = std::sync::Mutex::new(Vec::new());
    store.load_root(Path::new(Store::FIXTURE), &|_, _| {
        let snapshot = store.snapshot();
        let model = &snapshot.roots()[0].model;
        seen.lock().expect("nobody panics").push(model.table("users").is_absent());
    });
    let seen = seen.into_inner().expect("nobody panics");
    assert!(!seen.is_empty() && !seen.contains(&true));
    assert!(store.snapshot().roots()[0].model.table("users").is_absent());
}

#[test]
fn a_new_gitignore_takes_files_away() {
    let folder = tempfile::tempdir().expect("folder");
    // The folder's own name may be a symbolic link on some systems; the store asks below it only.
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("a.md"), "a").expect("file");
    std::fs::write(path("b.md"), "b").expect("file");
    let store = Store::new();
    assert_eq!(store.load_root(folder.path(), &|_, _| {}).files, 2);
    std::fs::write(path(".gitignore"), "b.md\n").expect("file");
    let change = store.disk_changed(&[path(".gitignore")]);
    assert_eq!(change.files.len(), 1);
    assert!(store.file(&path("b.md")).is_none());
}

const TABLE: &[u8] = b"import { pgTable, text } from 'drizzle-orm/pg-core';\n\
    export const users = pgTable('users', { id: text('id').primaryKey() });\n";

/// Whether a table `orders` exists, and what is noted, once `orders.ts` of `disk` is as `spoil` leaves it.
fn without_orders(config: &str, spoil: impl FnOnce(&MemoryDisk)) -> (bool, Vec<String>) {
    let disk = Arc::new(MemoryDisk::default());
    disk.write(&at("a/users.ts"), TABLE);
    disk.write(&at("b/orders.ts"), TABLE);
    disk.write(&at("schemark.toml"), config.as_bytes());
    spoil(&disk);
    let store = Store::on(disk);
    store.load_root(Path::new(Store::FIXTURE), &|_, _| {});
    let snapshot = store.snapshot();
    let root = &snapshot.roots()[0];
    assert!(root.model.table("users").present().is_some());
    (root.model.table("orders").is_absent(), root.notes.clone())
}

#[test]
fn a_schema_that_could_not_be_read_is_unknown_and_said_once() {
    for config in ["", "[[schema]]\nfiles = ['a/*.ts', 'b']\n"] {
        assert_eq!(without_orders(config, |_| {}), (true, Vec::new()));
        let (absent, notes) = without_orders(config, |disk| disk.refuse(&at("b")));
        assert!(!absent);
        assert!(notes.iter().any(|it| it.starts_with("b cannot be read")), "{notes:?}");
        let (absent, notes) = without_orders(config, |disk| disk.refuse(&at("b/orders.ts")));
        assert!(!absent);
        assert_eq!(notes.len(), 1, "{notes:?}");
        assert!(notes[0].starts_with("b/orders.ts: the file cannot be read"), "{notes:?}");
        let wide: Vec<u8> = TABLE.iter().flat_map(|it| [*it, 0]).collect();
        for bytes in [[&[0xff, 0xfe], &*wide].concat(), wide] {
            let (absent, notes) = without_orders(config, |disk| disk.write(&at("b/orders.ts"), &bytes));
            assert!(!absent);
            assert_eq!(notes.len(), 1, "{notes:?}");
            assert!(notes[0].contains("UTF-16"), "{notes:?}");
        }
        let latin = [TABLE, b"// caf\xe9\n"].concat();
        let (absent, notes) = without_orders(config, |disk| disk.write(&at("b/orders.ts"), &latin));
        assert!(!absent);
        assert_eq!(notes.len(), 1, "{notes:?}");
    }
}

#[test]
fn a_gap_where_no_schema_is_looked_for_hides_nothing() {
    for config in ["[[schema]]\nfiles = ['a/*.ts']\n", "exclude = ['b']\n"] {
        assert_eq!(without_orders(config, |disk| disk.refuse(&at("b"))), (true, Vec::new()), "{config}");
    }
}

#[test]
fn a_schema_of_which_only_a_part_was_found_is_unknown() {
    let config = "[[schema]]\nfiles = ['a/*.ts', 'vendored/*.ts']\n";
    let note = "schemark.toml names the schema files vendored/*.ts, and there are none";
    assert_eq!(without_orders(config, |_| {}), (false, vec![note.to_owned()]));
    let config = "[[schema]]\nfiles = ['a/*.ts']\n[[schema]]\nfiles = ['vendored/*.ts']\n";
    assert_eq!(without_orders(config, |_| {}), (false, vec![note.to_owned()]));
    // The configuration's own finding says what is wrong with the glob.
    for refused in ["../x.ts", "{"] {
        let config = format!("[[schema]]\nfiles = ['a/*.ts', '{refused}']\n");
        assert_eq!(without_orders(&config, |_| {}), (false, Vec::new()));
        let config = format!("[[schema]]\nfiles = ['a/*.ts']\n[[schema]]\nfiles = ['{refused}']\n");
        assert_eq!(without_orders(&config, |_| {}), (false, Vec::new()));
    }
}

#[test]
fn a_schema_that_becomes_unreadable_becomes_unknown() {
    let (store, disk) = on_disk(&[]);
    disk.write(&at("users.ts"), TABLE);
    store.disk_changed(&[at("users.ts")]);
    assert!(store.snapshot().roots()[0].model.table("orders").is_absent());
    disk.refuse(&at("users.ts"));
    store.disk_changed(&[at("users.ts")]);
    assert!(!store.snapshot().roots()[0].model.table("users").is_absent());
}

#[test]
fn a_configuration_that_cannot_be_read_leaves_all_unknown() {
    let (absent, notes) = without_orders("", |disk| disk.refuse(&at("schemark.toml")));
    assert!(!absent);
    assert_eq!(notes, ["schemark.toml: the file cannot be read"]);
}

#[cfg(unix)]
#[test]
fn a_schema_behind_a_link_is_unknown() {
    let outside = tempfile::tempdir().expect("folder");
    std::fs::write(outside.path().join("schema.ts"), TABLE).expect("file");
    let drizzle = "export default { dialect: 'postgresql', schema: './*/schema.ts' };";
    for (config, link) in [("", "b/schema.ts"), (drizzle, "b/schema.ts"), (drizzle, "c")] {
        let folder = tempfile::tempdir().expect("folder");
        let path = |name: &str| folder.path().join(name);
        std::fs::create_dir(path("a")).expect("folder");
        std::fs::create_dir(path("b")).expect("folder");
        std::fs::write(path("a/schema.ts"), TABLE).expect("file");
        if !config.is_empty() {
            std::fs::write(path("drizzle.config.ts"), config).expect("file");
        }
        let target = if link == "c" { outside.path().to_owned() } else { outside.path().join("schema.ts") };
        let model = |linked: bool| {
            if linked {
                std::os::unix::fs::symlink(&target, path(link)).expect("link");
            }
            let store = Store::new();
            store.load_root(folder.path(), &|_, _| {});
            Arc::clone(&store.snapshot().roots()[0].model)
        };
        assert!(model(false).table("orders").is_absent());
        assert!(!model(true).table("orders").is_absent(), "{link}");
    }
}

/// The tables and columns of `asked` that are absent beside the Drizzle schema `schema` and SQL of the same database:
/// as somebody edits the schema to it, and as it is read from the beginning.
fn absent_beside_sql(schema: &str, asked: &[&str]) -> Vec<String> {
    let sql = "create table orders (id text, note text);\ncreate table gifts (id text);\ncreate table carts (id text);\n";
    let files = |schema: &str| {
        let head = "import { pgTable, text } from 'drizzle-orm/pg-core';\n";
        let schema = format!("{head}{schema}");
        [("db/schema.ts", schema), ("supabase/migrations/1_a.sql", sql.to_owned()), ("a.md", String::new())]
    };
    let told = |store: &Store| {
        let snapshot = store.snapshot();
        let model = &snapshot.roots()[0].model;
        let is_absent = |name: &&&str| match name.split_once('.') {
            Some((table, column)) => {
                model.declared(table).is_some_and(|it| model.column(it, column).is_absent())
            }
            None => model.table(name).is_absent(),
        };
        asked.iter().filter(is_absent).map(|it| (*it).to_owned()).collect::<Vec<_>>()
    };
    let store = |files: &[(&str, String)]| {
        let files: Vec<(&str, &str)> = files.iter().map(|it| (it.0, it.1.as_str())).collect();
        Store::from_files(&files)
    };
    let whole = "export const orders = pgTable('orders', { id: text('id'), note: text('note') });\n\
        export const gifts = pgTable('gifts', { id: text('id') });\n\
        export const carts = pgTable('carts', { id: text('id') });\n";
    let edited = store(&files(whole));
    assert_eq!(told(&edited), asked[asked.len() - 1..], "nobody declares the last");
    edited.open(&at("db/schema.ts"), &files(schema)[0].1, 1);
    let fresh = told(&store(&files(schema)));
    assert_eq!(told(&edited), fresh, "an edited schema is a schema");
    fresh
}

#[test]
fn what_is_taken_out_of_a_schema_is_missing_though_older_sql_has_it() {
    let rest = "export const carts = pgTable('carts', { id: text('id') });\n";
    let orders = "export const orders = pgTable('orders', { id: text('id'), note: text('note') });\n";
    let asked = ["gifts", "orders.note", "sales"];
    assert_eq!(absent_beside_sql(&format!("{orders}{rest}"), &asked), ["gifts", "sales"]);
    let gifts = "export const gifts = pgTable('gifts', { id: text('id') });\n";
    let orders = "export const orders = pgTable('orders', { id: text('id') });\n";
    assert_eq!(absent_beside_sql(&format!("{orders}{gifts}{rest}"), &asked), ["orders.note", "sales"]);
}

#[test]
fn what_sql_has_beyond_a_schema_in_several_places_may_be_there() {
    let rest = "export const carts = pgTable('carts', { id: text('id') });\n";
    let orders = "export const orders = pgTable('orders', { id: text('id') });\n";
    assert_eq!(absent_beside_sql(&format!("{orders}{rest}"), &["gifts", "orders.note", "sales"]), ["sales"]);
}
