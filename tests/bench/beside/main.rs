//! How fast each language is read, beside the nearest library that does the same work, or less of it: one table.
//!
//! `cargo bench --manifest-path tests/bench/Cargo.toml`

#[allow(dead_code, reason = "other benchmarks ask for other sizes")]
#[path = "../../../server/crates/schema/benches/reading/inputs.rs"]
mod inputs;

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use schema::dialects::{Dialect, Module};

/// About as much as the largest schemas people write, ten times.
const BYTES: usize = 1_000_000;
/// Each is run until this has passed, and at least [`LEAST`] times.
const PATIENCE: Duration = Duration::from_secs(2);
const LEAST: usize = 5;

/// A library: what it is called, and what its fastest run of one schema takes.
type Neighbour = (&'static str, fn(&str) -> Result<Duration, String>);

fn main() {
    // `cargo test --benches` and `--list` want nothing measured.
    if !std::env::args().any(|it| it == "--bench") {
        return;
    }
    println!("| language | what reads | MB | ms | MB/s | schemark's speed |");
    println!("|---|---|---:|---:|---:|---:|");
    for &dialect in Dialect::ALL {
        compare(dialect);
    }
}

/// The rows of `dialect`.
fn compare(dialect: Dialect) {
    let source = inputs::of_size(dialect, BYTES);
    let ours = fastest(|| inputs::linked(&Module::read(dialect, &source)));
    row(dialect, "schemark: read and link", &source, ours, ours);
    row(dialect, "schemark: read", &source, fastest(|| Module::read(dialect, &source)), ours);
    for (name, time) in neighbours(dialect) {
        match time(&source) {
            Ok(theirs) => row(dialect, name, &source, theirs, ours),
            Err(why) => println!("| {} | {name} | | {why} | | |", dialect.name()),
        }
    }
}

fn row(dialect: Dialect, what: &str, source: &str, time: Duration, ours: Duration) {
    let megabytes = source.len() as f64 / 1e6;
    println!(
        "| {} | {what} | {megabytes:.2} | {:.1} | {:.1} | {:.2} × |",
        dialect.name(),
        time.as_secs_f64() * 1e3,
        megabytes / time.as_secs_f64(),
        time.as_secs_f64() / ours.as_secs_f64(),
    );
}

/// The time of the fastest run: what the work costs when nothing else disturbs it.
fn fastest<T>(mut work: impl FnMut() -> T) -> Duration {
    let start = Instant::now();
    let mut fastest = Duration::MAX;
    let mut runs = 0;
    while runs < LEAST || start.elapsed() < PATIENCE {
        let start = Instant::now();
        // What is dropped is part of the work of whoever made it.
        drop(black_box(work()));
        fastest = fastest.min(start.elapsed());
        runs += 1;
    }
    fastest
}

fn neighbours(dialect: Dialect) -> &'static [Neighbour] {
    match dialect {
        Dialect::Drizzle => &[
            ("tree-sitter-typescript 0.23: the tree alone, where schemark begins", tree_sitter),
            ("oxc_parser 0.146: the tree alone", oxc),
        ],
        Dialect::Prisma => &[
            ("@prisma/prisma-schema-wasm 7.10: get_dmmf", |it| node("prisma.mjs", "prisma", it, "dmmf")),
            ("@prisma/prisma-schema-wasm 7.10: validate", |it| node("prisma.mjs", "prisma", it, "validate")),
        ],
        Dialect::Sql => &[
            ("squawk-syntax 2.68: the tree alone, where schemark begins", squawk),
            ("sqlparser 0.63: the tree alone", sqlparser_),
            ("libpg-query 18.1, PostgreSQL's own: the tree as JSON", |it| {
                node("postgres.mjs", "sql", it, "parse")
            }),
        ],
        Dialect::Dbml => &[("@dbml/core 10.2: its model", |it| node("dbml.mjs", "dbml", it, "parse"))],
        Dialect::Mermaid => &[],
    }
}

fn tree_sitter(source: &str) -> Result<Duration, String> {
    let mut parser = tree_sitter::Parser::new();
    let language = tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into();
    parser.set_language(&language).map_err(|it| it.to_string())?;
    Ok(fastest(|| parser.parse(source, None)))
}

fn oxc(source: &str) -> Result<Duration, String> {
    let errors = |source| {
        let allocator = oxc_allocator::Allocator::default();
        let parsed = oxc_parser::Parser::new(&allocator, source, oxc_span::SourceType::ts()).parse();
        black_box(&parsed.program);
        parsed.panicked
    };
    if errors(source) { Err("it refuses the schema".into()) } else { Ok(fastest(|| errors(source))) }
}

fn squawk(source: &str) -> Result<Duration, String> {
    Ok(fastest(|| squawk_syntax::SourceFile::parse(source)))
}

fn sqlparser_(source: &str) -> Result<Duration, String> {
    let parse = || sqlparser::parser::Parser::parse_sql(&sqlparser::dialect::PostgreSqlDialect {}, source);
    parse().map_err(|it| it.to_string())?;
    Ok(fastest(parse))
}

/// The fastest run of `script`, which times itself: its start is not counted.
fn node(script: &str, ending: &str, source: &str, what: &str) -> Result<Duration, String> {
    let file = std::env::temp_dir().join(format!("schemark-bench-{}.{ending}", std::process::id()));
    std::fs::write(&file, source).map_err(|it| it.to_string())?;
    let milliseconds = run(&here().join(script), &file, what);
    // A file that stays behind in the folder of temporary files harms nobody.
    let _ = std::fs::remove_file(&file);
    Ok(Duration::from_secs_f64(milliseconds? / 1e3))
}

fn run(script: &Path, file: &Path, what: &str) -> Result<f64, String> {
    let run = Command::new("node").arg(script).arg(file).arg(what).output();
    let output = run.map_err(|it| format!("node: {it}"))?;
    let said = String::from_utf8_lossy(&output.stdout);
    said.trim().parse().map_err(|_| {
        let errors = String::from_utf8_lossy(&output.stderr);
        let error = errors.lines().find(|it| it.contains("Error")).unwrap_or("it says nothing");
        error.replace('|', "/")
    })
}

fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("beside")
}
