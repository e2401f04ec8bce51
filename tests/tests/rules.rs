//! Laws over the registry of rules: their examples behave as annotated (L6), and their fixes fix (L4).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use analysis::rules::{self, Example};
use analysis::{Finding, Fix};
use testkit::{Fixture, Loaded};

#[test]
fn every_rule_is_documented_under_three_headings() {
    for rule in rules::all() {
        let headings: Vec<&str> = rule.docs.lines().filter(|line| line.starts_with("## ")).collect();
        assert_eq!(headings, ["## What it finds", "## Why it matters", "## Examples"], "{}", rule.code);
        assert!(rule.summary().ends_with('.'), "{}", rule.code);
    }
}

#[test]
fn every_example_behaves_as_annotated() {
    let mut complaints = Vec::new();
    for rule in rules::all() {
        let examples = rule.examples();
        for wanted in [Example::Bad, Example::Good] {
            assert!(examples.iter().any(|it| it.0 == wanted), "{} has no {wanted:?} example", rule.code);
        }
        for (example, fixture) in examples {
            let found = Loaded::new(Fixture::parse(&fixture)).findings();
            let speaks = found.iter().any(|finding| finding.rule == *rule);
            if speaks != (example == Example::Bad) {
                complaints.push(format!("{}: the rule judges this {example:?} example otherwise", rule.code));
            }
            let mismatch = testkit::mismatch(&fixture);
            complaints.extend(mismatch.map(|it| format!("{}, {example:?} example: {it}", rule.code)));
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n\n"));
}

#[test]
fn every_fix_fixes() {
    let mut complaints = Vec::new();
    for (name, fixture) in fixtures() {
        let before = Loaded::new(fixture);
        let found = before.findings();
        for finding in &found {
            for fix in before.fixes(finding.file, finding.span) {
                if fix.mends == Some((finding.rule.code, finding.span)) {
                    complaints
                        .extend(flaws(&before, &found, finding, &fix).map(|it| format!("{name}: {it}")));
                }
            }
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n\n"));
}

/// What is wrong with `fix` of `finding`, one of those `found` in `before`.
fn flaws(before: &Loaded, found: &[Finding], finding: &Finding, fix: &Fix) -> Option<String> {
    let after = before.edited(&fix.edits);
    let same = |all: &[Finding]| {
        let alike = |it: &&Finding| it.rule == finding.rule && it.message == finding.message;
        all.iter().filter(alike).count()
    };
    let (code, title) = (finding.rule.code, &fix.title);
    if after.fixture.render() == before.fixture.render() {
        return Some(format!("{code}: {title:?} changes nothing"));
    }
    if broken(&after) > broken(before) {
        return Some(format!("{code}: {title:?} breaks the syntax\n\n{}", after.fixture.render()));
    }
    if same(&after.findings()) >= same(found) {
        let rendered = after.labelled().render();
        return Some(format!("{code}: {title:?} leaves `{}`\n\n{rendered}", finding.message));
    }
    None
}

/// The number of broken stretches in schema files.
fn broken(loaded: &Loaded) -> usize {
    let documents = loaded.snapshot.documents();
    documents.filter_map(|document| document.module().map(|module| module.problems().len())).sum()
}

/// Every example of every rule, and every workspace kept for tests, by name.
fn fixtures() -> BTreeMap<String, Fixture> {
    let mut fixtures = BTreeMap::new();
    for rule in rules::all() {
        for (number, (example, text)) in rule.examples().into_iter().enumerate() {
            fixtures.insert(format!("{} {number} ({example:?})", rule.code), Fixture::parse(&text));
        }
    }
    for folder in workspaces() {
        fixtures.insert(folder.display().to_string(), Fixture::of_folder(&folder));
    }
    fixtures
}

/// The folders of the workspaces kept for tests.
fn workspaces() -> Vec<PathBuf> {
    let all = Path::new(env!("CARGO_MANIFEST_DIR")).join("workspaces");
    let below = |folder: &Path| -> Vec<PathBuf> {
        let entries = std::fs::read_dir(folder).expect("the folder is part of the repository");
        entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()).collect()
    };
    let mut folders = below(&all.join("seeds"));
    folders.extend(below(&all).into_iter().filter(|path| !path.ends_with("seeds")));
    folders
}
