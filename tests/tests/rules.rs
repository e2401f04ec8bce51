//! Laws over the registry of rules: their examples behave as annotated (L6), and their fixes fix (L4).

use std::collections::BTreeMap;

use analysis::rules::{self, Example};
use analysis::{Finding, Fix, Offer};
use schemark_tests::workspaces;
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
fn every_finding_says_what_it_stands_on() {
    for (name, fixture) in fixtures() {
        for finding in Loaded::new(fixture).findings() {
            let evidence = &finding.evidence;
            assert!(!evidence.is_empty(), "{name}: {}: {}", finding.rule.code, finding.message);
            assert!(evidence.chars().count() <= 80 && !evidence.ends_with('.'), "{name}: {evidence}");
        }
    }
}

#[test]
fn every_fix_fixes() {
    let mut complaints = Vec::new();
    for (name, fixture) in fixtures() {
        let before = Loaded::new(fixture);
        let found = before.findings();
        for finding in &found {
            for fix in before.fixes(finding.file, finding.span) {
                // A fix that mends another finding at this place has its turn there.
                if fix.mends.is_none_or(|it| it == (finding.rule.code, finding.span)) {
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
    let left = after.findings();
    if fix.mends.is_some() && same(&left) >= same(found) {
        let rendered = after.labelled().render();
        return Some(format!("{code}: {title:?} leaves `{}`\n\n{rendered}", finding.message));
    }
    if offers(&after, &left, title) >= offers(before, found, title) {
        return Some(format!("{code}: {title:?} would change something a second time"));
    }
    None
}

#[test]
fn what_is_offered_can_be_made() {
    for (name, fixture) in fixtures() {
        let loaded = Loaded::new(fixture);
        for finding in loaded.findings() {
            let made = analysis::fixes(&loaded.snapshot, &finding).into_iter();
            let made: Vec<Offer> =
                made.map(|it| Offer { title: it.title, kind: it.kind, safe: it.safe }).collect();
            assert_eq!(analysis::offers(&loaded.snapshot, &finding), made, "{name}: {finding:?}");
        }
    }
}

/// How many of the findings `found` have a fix called `title`: once made, there is one less to make.
fn offers(loaded: &Loaded, found: &[Finding], title: &str) -> usize {
    let fixes = |finding: &Finding| analysis::fixes(&loaded.snapshot, finding);
    found.iter().filter(|finding| fixes(finding).iter().any(|it| it.title == title)).count()
}

#[test]
fn fixing_comes_to_an_end() {
    for rule in rules::all() {
        for (_, text) in rule.examples() {
            let mut loaded = Loaded::new(Fixture::parse(&text));
            let mut steps = loaded.findings().len();
            while let Some(fix) = best_fix(&loaded) {
                assert!(steps > 0, "{}: fixing never ends at {:?}\n\n{text}", rule.code, fix.title);
                loaded = loaded.edited(&fix.edits);
                steps -= 1;
            }
        }
    }
}

/// The first fix of the first finding that has one.
fn best_fix(loaded: &Loaded) -> Option<Fix> {
    let findings = loaded.findings().into_iter();
    findings.flat_map(|finding| analysis::fixes(&loaded.snapshot, &finding)).next()
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
