//! What a story of 400 tables that nobody declared costs beside a schema of 200: finding them, offering to create
//! them, and the change for one.
//!
//! `cargo bench -p schemark-tests --bench missing`
#![allow(clippy::expect_used, reason = "a benchmark fails by a panic")]

use std::fmt::Write as _;

use divan::Bencher;
use testkit::{Fixture, Loaded};
use text::{FileId, Span};

const MISSING: usize = 400;
const TABLES: usize = 200;
const STORY: &str = "docs/stories/a.md";

fn main() {
    divan::main();
}

/// Every finding of the story.
#[divan::bench(sample_count = 10)]
fn findings(bencher: Bencher<'_, '_>) {
    let (loaded, story) = workspace();
    bencher.bench_local(|| analysis::findings(&loaded.snapshot, story));
}

/// What `schemark check` says: every finding with the titles of its fixes.
#[divan::bench(sample_count = 10)]
fn check(bencher: Bencher<'_, '_>) {
    let (loaded, story) = workspace();
    bencher.bench_local(|| {
        let found = analysis::findings(&loaded.snapshot, story).expect("nobody cancels");
        found.iter().map(|finding| analysis::offers(&loaded.snapshot, finding).len()).sum::<usize>()
    });
}

/// What an editor asks for at one name.
#[divan::bench(sample_count = 10)]
fn one_change(bencher: Bencher<'_, '_>) {
    let (loaded, story) = workspace();
    let span = one_name(&loaded, story);
    bencher.bench_local(|| analysis::actions(&loaded.snapshot, story, span));
}

fn one_name(loaded: &Loaded, story: FileId) -> Span {
    let found = analysis::findings(&loaded.snapshot, story).expect("nobody cancels");
    found.get(MISSING / 2).expect("each table is missed").span
}

fn workspace() -> (Loaded, FileId) {
    let mut text =
        "//- db/schema.ts\nimport { pgTable, text, timestamp } from 'drizzle-orm/pg-core';\n".to_owned();
    for number in 0..TABLES {
        let _ = writeln!(
            text,
            "export const there{number} = pgTable('there_{number}', {{\n  id: text('id').primaryKey(),\n  name: text('name'),\n  createdAt: timestamp('created_at').defaultNow(),\n}});"
        );
    }
    let _ = writeln!(text, "//- {STORY}\n# Everything at once\n");
    for number in 0..MISSING {
        let _ = writeln!(text, "Rows go to the `wanted_thing_{number}` table.\n");
    }
    let loaded = Loaded::new(Fixture::parse(&text));
    let story = loaded.file(STORY);
    (loaded, story)
}
