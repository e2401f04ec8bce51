//! What an edit costs in a workspace of 1,000 stories and 200 tables: `cargo bench -p schemark-workspace`.
#![allow(missing_docs, reason = "a program, not a library")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use divan::{Bencher, black_box};
use text::{Encoding, Position};
use workspace::document::FileKind;
use workspace::store::{Store, Stroke};

use schemark_workspace as workspace;

fn main() {
    divan::main();
}

const STORIES: usize = 1_000;
const TABLES: usize = 200;

/// A story of about 20 KB.
fn story(number: usize) -> String {
    let mut text =
        format!("# Story {number}\n\nAs a clerk, I want to see orders so that I can ship them.\n\n");
    for line in 0..160 {
        let table = (number * 7 + line) % TABLES;
        let _ = writeln!(
            text,
            "- [ ] Each row of the `table_{table}` table has `table_{table}.name`, a total and a note."
        );
        if line % 16 == 0 {
            let _ = writeln!(
                text,
                "\n## Part {line}\n\nProse about what people do all day, which names nothing.\n"
            );
        }
    }
    text
}

fn schema(number: usize) -> String {
    format!(
        "import {{ pgTable, text, timestamp, index }} from 'drizzle-orm/pg-core';\n\n\
         export const table{number} = pgTable('table_{number}', {{\n  id: text('id').primaryKey(),\n  \
         name: text('name').notNull(),\n  total: text('total'),\n  createdAt: timestamp('created_at').notNull(),\n\
         }}, (table) => [index('table_{number}_name_idx').on(table.name)]);\n"
    )
}

/// The workspace, everything in it read.
fn store() -> Store {
    let stories = (0..STORIES).map(|it| (format!("docs/story-{it}.md"), story(it)));
    let schemas = (0..TABLES).map(|it| (format!("db/table-{it}.ts"), schema(it)));
    let files: Vec<(String, String)> = stories.chain(schemas).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (&**path, &**text)).collect();
    let store = Store::from_files(&files);
    let snapshot = store.snapshot();
    for document in snapshot.documents().filter(|it| it.kind() == FileKind::Story) {
        let _ = document.demanded();
    }
    store
}

fn at(path: &str) -> PathBuf {
    Path::new(Store::FIXTURE).join(path)
}

/// Types a letter into line `line` of `path`.
fn letter(store: &Store, path: &Path, line: u32) {
    let position = Position { line, column: 3 };
    let stroke = Stroke { range: Some((position, position)), text: "x".to_owned() };
    store.edit(path, &[stroke], Encoding::Utf16, 1);
}

#[divan::bench]
fn a_letter_in_a_story(bencher: Bencher<'_, '_>) {
    let (store, path) = (store(), at("docs/story-500.md"));
    bencher.bench_local(|| letter(&store, &path, 40));
}

#[divan::bench]
fn a_letter_in_a_story_and_a_snapshot(bencher: Bencher<'_, '_>) {
    let (store, path) = (store(), at("docs/story-500.md"));
    bencher.bench_local(|| {
        letter(&store, &path, 40);
        black_box(store.snapshot())
    });
}

#[divan::bench]
fn a_letter_in_a_story_and_its_facts(bencher: Bencher<'_, '_>) {
    let (store, path) = (store(), at("docs/story-500.md"));
    let file = store.file(&path).expect("it was loaded");
    bencher.bench_local(|| {
        letter(&store, &path, 40);
        let snapshot = store.snapshot();
        snapshot.document(file).map(|it| it.facts())
    });
}

#[divan::bench]
fn a_letter_in_a_story_and_what_it_affects(bencher: Bencher<'_, '_>) {
    let (store, path) = (store(), at("docs/story-500.md"));
    let mut before = store.snapshot();
    bencher.bench_local(|| {
        letter(&store, &path, 40);
        let after = store.snapshot();
        let affected = after.affected_since(&before);
        before = after;
        affected
    });
}

#[divan::bench]
fn a_letter_in_a_schema_comment_and_what_it_affects(bencher: Bencher<'_, '_>) {
    let (store, path) = (store(), at("db/table-100.ts"));
    let comment =
        Stroke { range: Some((Position::default(), Position::default())), text: "// a\n".to_owned() };
    store.edit(&path, &[comment], Encoding::Utf16, 1);
    let mut before = store.snapshot();
    bencher.bench_local(|| {
        letter(&store, &path, 0);
        let after = store.snapshot();
        let affected = after.affected_since(&before);
        before = after;
        affected
    });
}

#[divan::bench]
fn stories_about_a_table(bencher: Bencher<'_, '_>) {
    let snapshot = store().snapshot();
    let name = schema::names::Folded::new("table_100");
    bencher.bench_local(|| snapshot.stories_about(0, &name));
}
