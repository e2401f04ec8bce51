//! What every Rust file keeps: a header, a bounded length, short functions, no `mod.rs`, and rule files named after
//! their code.

use std::path::Path;

use crate::complaint::{Complaint, files, read, shown};
use crate::words;

/// The lines a file may have above its tests.
const FILE_LINES: usize = 400;

/// The lines a function may have.
const FUNCTION_LINES: usize = 60;

pub(crate) fn check(root: &Path, found: &mut Vec<Complaint>) -> anyhow::Result<()> {
    for folder in ["server", "tests"] {
        for path in files(&root.join(folder), ".rs")? {
            one_file(root, &path, &read(&path)?, found);
        }
    }
    rule_files(root, found)
}

fn one_file(root: &Path, path: &Path, source: &str, found: &mut Vec<Complaint>) {
    let mut complain =
        |line: usize, what: String| found.push(Complaint { path: shown(root, path), line, what });
    if path.ends_with("mod.rs") {
        complain(0, "no `mod.rs`: `name.rs` beside the folder `name`".to_owned());
    }
    if !source.starts_with("//!") {
        complain(1, "a file opens with `//!`: one sentence on what it answers".to_owned());
    }
    if !is_test(path) {
        let above = above_tests(source);
        let lines = above.lines().count();
        if lines > FILE_LINES {
            complain(
                0,
                format!(
                    "{lines} lines above the tests, {FILE_LINES} are the budget: find the second subject"
                ),
            );
        }
        for (line, name, length) in long_functions(above) {
            complain(line, format!("`{name}` has {length} lines, {FUNCTION_LINES} are the budget"));
        }
    }
    for (number, line) in source.lines().enumerate() {
        words::check(root, path, number + 1, line, found);
    }
}

/// True for files that hold nothing but tests.
fn is_test(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str() == "tests") || path.ends_with("tests.rs")
}

/// The part of `source` above its test module.
fn above_tests(source: &str) -> &str {
    let end = source.find("\n#[cfg(test)]\nmod ").map_or(source.len(), |at| at + 1);
    source.get(..end).unwrap_or(source)
}

/// The functions over the budget: line, name and length. Relies on the layout that rustfmt gives: a function ends
/// with a closing brace as far indented as it began.
fn long_functions(source: &str) -> Vec<(usize, String, usize)> {
    let lines: Vec<&str> = source.lines().collect();
    let mut long = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let Some(name) = function_name(line) else { continue };
        let indent = line.len() - line.trim_start().len();
        let end = format!("{}}}", " ".repeat(indent));
        let body = lines.iter().skip(number).position(|it| *it == end || (*it == *line && it.ends_with('}')));
        let length = body.unwrap_or(0) + 1;
        if length > FUNCTION_LINES {
            long.push((number + 1, name.to_owned(), length));
        }
    }
    long
}

/// The name of the function that `line` begins, if it begins one with a body.
fn function_name(line: &str) -> Option<&str> {
    let text = line.trim_start();
    let words = ["pub", "pub(crate)", "pub(super)", "const", "async", "unsafe"];
    let mut rest = text;
    while let Some((word, behind)) = rest.split_once(' ').filter(|(word, _)| words.contains(word)) {
        let _ = word;
        rest = behind;
    }
    let name = rest.strip_prefix("fn ")?;
    (!text.ends_with(';')).then(|| name.split(['(', '<']).next()).flatten()
}

/// Every rule has a file named after its code, every file beside them is a rule's, and the registry is sorted.
fn rule_files(root: &Path, found: &mut Vec<Complaint>) -> anyhow::Result<()> {
    let folder = root.join("server/crates/analysis/src/rules");
    let registry = "server/crates/analysis/src/rules.rs";
    let mut complain =
        |path: String, what: &str| found.push(Complaint { path, line: 0, what: what.to_owned() });
    let codes: Vec<&str> = analysis::rules::all().iter().map(|rule| rule.code).collect();
    if !codes.is_sorted() {
        complain(registry.to_owned(), "the registry is sorted");
    }
    for path in files(&folder, ".rs")? {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().replace('_', "-");
        if !codes.contains(&name.as_str()) {
            complain(shown(root, &path), "a rule file is named after its rule's code");
        }
    }
    for code in codes {
        if !folder.join(format!("{}.rs", code.replace('-', "_"))).exists() {
            complain(registry.to_owned(), &format!("rule `{code}` has a file named after it"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_function_is_measured_from_head_to_brace() {
        let body = "    step();\n".repeat(60);
        let source = format!("fn short() {{}}\n\npub(crate) fn long(\n    x: u8,\n) {{\n{body}}}\n");
        let found = long_functions(&source);
        assert_eq!(found, [(3, "long".to_owned(), 64)]);
    }

    #[test]
    fn only_what_stands_above_the_tests_counts() {
        let source = "//! A.\nfn a() {}\n\n#[cfg(test)]\nmod tests {\n}\n";
        assert_eq!(above_tests(source), "//! A.\nfn a() {}\n\n");
    }

    #[test]
    fn headers_and_file_names_are_checked() {
        let mut found = Vec::new();
        one_file(Path::new("/r"), Path::new("/r/server/x/mod.rs"), "fn a() {}\n", &mut found);
        assert_eq!(found.len(), 2);
    }
}
