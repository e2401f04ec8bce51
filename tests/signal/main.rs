//! Measures what schemark tells of real repositories: `cargo run --release -p schemark-tests --bin signal -- FOLDER…`.
#![allow(clippy::indexing_slicing, reason = "a tool of tests")]

use std::path::{Path, PathBuf};

use schemark_tests::signal::judged::{judged, judgements};
use schemark_tests::signal::{Recall, Taken, measure, mutate};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [judge, file, name, repository, folder] = &arguments[..]
        && judge == "--judge"
        && name == "--repository"
    {
        return hold(file, repository, &PathBuf::from(folder));
    }
    let without_recall = arguments.iter().any(|it| it == "--no-recall");
    let folders: Vec<PathBuf> =
        arguments.iter().filter(|it| !it.starts_with("--")).map(PathBuf::from).collect();
    if folders.is_empty() {
        eprintln!("usage: signal [--no-recall] FOLDER…");
        eprintln!("       signal --judge FILE --repository OWNER/NAME FOLDER");
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

/// Holds what is found in `folder` against the judgements in `file`.
fn hold(file: &str, repository: &str, folder: &Path) {
    let text = std::fs::read_to_string(file).expect("a file of judgements");
    let it = judged(folder, repository, &judgements(&text));
    let known = it.right + it.wrong.len();
    println!("{repository}: {} lines of stories, {} findings", it.lines, known + it.open.len());
    println!("  {} of {known} judged ones are true", it.right);
    println!("  {:.2} false ones per 1,000 lines", it.wrong.len() as f64 * 1000.0 / it.lines.max(1) as f64);
    for (what, rows) in [("false", &it.wrong), ("not judged", &it.open), ("gone", &it.gone)] {
        println!("  {} {what}", rows.len());
        for row in rows {
            println!("    {row}");
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
