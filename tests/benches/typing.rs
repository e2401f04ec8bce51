//! How long a key takes from the editor to the diagnostics: the release binary over pipes, in a workspace of 1,000
//! stories and 200 tables, while somebody types in a story of 20 KB.
//!
//! `cargo bench -p schemark-tests --bench typing`

use std::fmt::Write as _;
use std::process::Command;
use std::time::{Duration, Instant};

use schemark_tests::{Editor, release_binary};

const STORIES: usize = 1000;
const TABLES: usize = 200;
const KEYS: usize = 400;
const TYPED: &str = "docs/stories/typed.md";

fn main() {
    // `cargo test --benches` and `--list` want nothing measured.
    if !std::env::args().any(|it| it == "--bench") {
        return;
    }
    let mut editor = Editor::with_command(&workspace(), Command::new(release_binary()).arg("lsp"));
    let start = Instant::now();
    editor.initialize(serde_json::json!({}));
    editor.open(TYPED);
    editor.diagnostics(TYPED);
    println!("start to first diagnostics: {:?}", start.elapsed());
    editor.settle();
    let first = editor.publications();
    println!("files with findings at the start: {}", first.len());

    let prose = type_keys(&mut editor, "a plain sentence without any name in it, typed key by key. ", 4);
    report("prose", prose, &mut editor);
    let mentions = type_keys(&mut editor, "Rows go to the `table_7` table and the `nowhere` table. ", 6);
    report("mentions", mentions, &mut editor);
    let code = editor.quit();
    assert_eq!(code, 0, "the server ends well");
}

/// Types `text` again and again at the start of a line; the time each key took.
fn type_keys(editor: &mut Editor, text: &str, line: u32) -> Vec<Duration> {
    let mut times = Vec::with_capacity(KEYS);
    for (key, column) in text.chars().cycle().take(KEYS).zip(0..) {
        let start = Instant::now();
        editor.edit(TYPED, [line, column, line, column], &key.to_string());
        editor.diagnostics(TYPED);
        times.push(start.elapsed());
        // A fast typist.
        std::thread::sleep(Duration::from_millis(5));
    }
    times
}

fn report(what: &str, mut times: Vec<Duration>, editor: &mut Editor) {
    editor.settle();
    let others = editor.publications().iter().filter(|it| !it.starts_with(TYPED)).count();
    times.sort();
    let at = |share: usize| {
        times.get((times.len() * share / 100).min(times.len() - 1)).copied().unwrap_or_default()
    };
    println!(
        "{what}: didChange to publishDiagnostics: median {:?}, p95 {:?}, worst {:?}; publications of other files: {others}",
        at(50),
        at(95),
        at(100),
    );
}

/// A fixture of many stories and tables.
fn workspace() -> String {
    let mut fixture = String::from(
        "//- drizzle.config.ts\nexport default { dialect: 'postgresql', schema: './src/schema/*.ts' };\n",
    );
    for table in 0..TABLES {
        let _ = writeln!(
            fixture,
            "//- src/schema/table-{table}.ts\n\
             import {{ index, pgTable, text, timestamp }} from 'drizzle-orm/pg-core';\n\
             import {{ table{0} }} from './table-{0}';\n\n\
             export const table{table} = pgTable('table_{table}', {{\n  \
               id: text('id').primaryKey(),\n  \
               name: text('name').notNull(),\n  \
               parentId: text('parent_id').references(() => table{0}.id, {{ onDelete: 'cascade' }}),\n  \
               createdAt: timestamp('created_at', {{ withTimezone: true }}).defaultNow().notNull(),\n  \
               updatedAt: timestamp('updated_at', {{ withTimezone: true }}).defaultNow().notNull(),\n\
             }}, (t) => [index('table_{table}_parent_idx').on(t.parentId)]);",
            table / 2
        );
    }
    for story in 0..STORIES {
        let missing = if story % 50 == 0 { "Rows go to the `missing` table." } else { "" };
        let _ = writeln!(fixture, "//- docs/stories/story-{story}.md\n{}{missing}", story_text(story, 1500));
    }
    let _ = writeln!(fixture, "//- {TYPED}\n{}", story_text(0, 20_000));
    fixture
}

fn story_text(number: usize, length: usize) -> String {
    let mut text = format!(
        "# Story {number}\n\nAs a member, I want `table_{}`.\n\nHere is typed.\n\n\n\n## Criteria\n\n",
        number % TABLES
    );
    let mut line = 0;
    while text.len() < length {
        let table = (number + line) % TABLES;
        let _ = writeln!(
            text,
            "{}. Given a row in the `table_{table}` table, when `table_{table}.name` changes, then the **member** sees it \
             within a day and `updated_at` says when.",
            line + 1
        );
        line += 1;
    }
    text
}
