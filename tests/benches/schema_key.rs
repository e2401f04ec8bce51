//! What a key typed in a schema of 5,000 lines costs until the findings of a story are there that names the table, per
//! language: the edit, the snapshot, and the findings.
//!
//! `cargo bench -p schemark-tests --bench schema_key`
#![allow(clippy::expect_used, reason = "a benchmark fails by a panic")]

#[allow(dead_code, reason = "other benchmarks ask for other sizes")]
#[path = "../../server/crates/schema/benches/reading/inputs.rs"]
mod inputs;

use std::path::{Path, PathBuf};

use divan::Bencher;
use schema::dialects::Dialect;
use text::{Encoding, Offset, Text};
use workspace::store::{Store, Stroke};

const LINES: usize = 5_000;
const STORY: &str = "docs/stories/team.md";

fn main() {
    divan::main();
}

#[divan::bench(args = Dialect::NAMES, sample_count = 50)]
fn a_key_in_5000_lines_and_the_findings(bencher: Bencher<'_, '_>, name: &str) {
    let dialect = Dialect::named(name).expect("it is one of the names");
    let source = inputs::of_lines(dialect, LINES);
    let at = inputs::middle(&source);
    let table = table_around(dialect, &source, at);
    let story = format!(
        "# Teams\n\nA row of `{table}` is kept, and `{table}.created_at` and `{table}.no_such_column` are shown.\n"
    );
    let config = format!("[[schema]]\nfiles = [\"{0}\"]\ndialect = \"{1}\"\n", path(dialect), dialect.name());
    let store = Store::from_files(&[("schemark.toml", &config), (path(dialect), &source), (STORY, &story)]);
    let story = store.file(&absolute(STORY)).expect("it was loaded");
    let found = analysis::findings(&store.snapshot(), story).expect("nobody cancels").len();
    // A diagram need not show every column.
    let missing = usize::from(dialect != Dialect::Mermaid);
    assert_eq!(found, missing, "the story and the schema know each other");

    let text = Text::from(&*source);
    let [before, after] = [at, at + 1].map(|it| text.position(Offset::new(it), Encoding::Utf8));
    let mut typed = false;
    bencher.bench_local(|| {
        let stroke = match typed {
            false => Stroke { range: Some((before, before)), text: "x".to_owned() },
            true => Stroke { range: Some((before, after)), text: String::new() },
        };
        typed = !typed;
        store.edit(&absolute(path(dialect)), &[stroke], Encoding::Utf8, 1);
        analysis::findings(&store.snapshot(), story)
    });
}

/// The name of the table whose declaration holds the place `at`.
fn table_around(dialect: Dialect, source: &str, at: usize) -> String {
    let declared = inputs::linked(&schema::dialects::Module::read(dialect, source));
    let around = declared.tables.iter().find(|it| it.place.span.range().contains(&at));
    around.expect("a column stands in a table").name.text.clone()
}

fn path(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Drizzle => "db/schema.ts",
        Dialect::Prisma => "db/schema.prisma",
        Dialect::Sql => "db/schema.sql",
        Dialect::Dbml => "db/schema.dbml",
        Dialect::Mermaid => "db/schema.mmd",
    }
}

fn absolute(path: &str) -> PathBuf {
    Path::new(Store::FIXTURE).join(path)
}
