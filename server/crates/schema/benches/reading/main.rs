//! How fast schemas are read, per language in MB/s, and what a key costs in a schema of 5,000 lines.
//!
//! `cargo bench -p schemark-schema --bench reading`; beside the nearest libraries: `tests/bench/README.md`
#![allow(missing_docs, reason = "a program, not a library")]
#![allow(clippy::expect_used, reason = "a benchmark fails by a panic")]

// Here as everywhere else: what is shared with other packages names it so.
extern crate schemark_schema as schema;

mod inputs;

use divan::{Bencher, counter::BytesCount};
use schema::dialects::{Dialect, Module};

const MEGABYTE: usize = 1_000_000;
const LINES: usize = 5_000;

fn main() {
    divan::main();
}

/// What one file contains, on its own.
#[divan::bench(args = Dialect::NAMES, sample_count = 20)]
fn read(bencher: Bencher<'_, '_>, name: &str) {
    let dialect = dialect(name);
    let source = inputs::of_size(dialect, MEGABYTE);
    bencher.counter(BytesCount::of_str(&source)).bench_local(|| Module::read(dialect, &source));
}

/// What the file declares.
#[divan::bench(args = Dialect::NAMES, sample_count = 20)]
fn read_and_link(bencher: Bencher<'_, '_>, name: &str) {
    let dialect = dialect(name);
    let source = inputs::of_size(dialect, MEGABYTE);
    bencher
        .counter(BytesCount::of_str(&source))
        .bench_local(|| inputs::linked(&Module::read(dialect, &source)));
}

/// The declarations after a letter was typed in the middle of 5,000 lines.
#[divan::bench(args = Dialect::NAMES, sample_count = 50)]
fn a_letter_in_5000_lines(bencher: Bencher<'_, '_>, name: &str) {
    let dialect = dialect(name);
    let mut source = inputs::of_lines(dialect, LINES);
    source.insert(inputs::middle(&source), 'x');
    bencher
        .counter(BytesCount::of_str(&source))
        .bench_local(|| inputs::linked(&Module::read(dialect, &source)));
}

fn dialect(name: &str) -> Dialect {
    Dialect::named(name).expect("it is one of the names")
}
