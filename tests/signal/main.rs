//! Measures what schemark tells of real repositories: `cargo run --release -p schemark-tests --bin signal -- FOLDER…`.
#![allow(clippy::indexing_slicing, reason = "a tool of tests")]

use std::path::PathBuf;

use schemark_tests::signal::{Recall, Taken, measure, mutate};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let without_recall = arguments.iter().any(|it| it == "--no-recall");
    let folders: Vec<PathBuf> =
        arguments.iter().filter(|it| !it.starts_with("--")).map(PathBuf::from).collect();
    if folders.is_empty() {
        eprintln!("usage: signal [--no-recall] FOLDER…");
        std::process::exit(2);
    }
    for folder in folders {
        let it = measure(&folder);
        println!("{}", folder.display());
        println!(
            "  {} stories, {} lines, {} tables, {} ms",
            it.stories, it.lines, it.tables, it.milliseconds
        );
        println!("  form: mentions, strong, absent");
        for (form, [all, strong, absent]) in &it.forms {
            println!("    {form}: {all}, {strong}, {absent}");
        }
        let rules: Vec<String> = it.rules.iter().map(|(rule, count)| format!("{rule} {count}")).collect();
        println!("  findings: {}", if rules.is_empty() { "none".to_owned() } else { rules.join(", ") });
        if !without_recall {
            print("tables", &mutate(&folder, Taken::Tables));
            print("columns", &mutate(&folder, Taken::Columns));
        }
    }
}

fn print(what: &str, it: &Recall) {
    println!(
        "  {} {what} taken away: {} of {} mentions found, {} unrelated findings",
        it.removed,
        it.found,
        it.asking,
        it.unrelated.len()
    );
    for missed in it.missed.iter().take(10) {
        println!("    missed: {missed}");
    }
    for unrelated in it.unrelated.iter().take(10) {
        println!("    unrelated: {unrelated}");
    }
}
