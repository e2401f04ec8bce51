//! What a test can expect of a fixture.

use std::collections::BTreeMap;

use analysis::Fix;

use crate::{Fixture, Loaded};

/// Expects exactly the findings that the fixture's labels say, in every file, and the fixes they demand.
#[track_caller]
pub fn check(fixture: &str) {
    if let Some(mismatch) = mismatch(fixture) {
        panic!("{mismatch}");
    }
}

/// Expects no finding at all; the fixture may carry no label.
#[track_caller]
pub fn check_none(fixture: &str) {
    assert!(
        Fixture::parse(fixture).files.iter().all(|file| file.labels.is_empty()),
        "`check_none` takes a fixture without labels"
    );
    check(fixture);
}

/// Expects that the best fix at the cursor (or of the first finding that has one, if there is no cursor) turns
/// `before` into `after`. Files that `after` does not name must stay as they are.
#[track_caller]
pub fn check_fix(before: &str, after: &str) {
    let loaded = Loaded::new(Fixture::parse(before));
    let fixes = offered(&loaded);
    let Some(fix) = fixes.first() else { panic!("no fix is offered here\n\n{}", loaded.labelled().render()) };
    expect_after(&loaded, fix, after);
}

/// Expects that the fix called `title` turns `before` into `after`, as [`check_fix`] does.
#[track_caller]
pub fn check_fix_titled(title: &str, before: &str, after: &str) {
    let loaded = Loaded::new(Fixture::parse(before));
    let fixes = offered(&loaded);
    let Some(fix) = fixes.iter().find(|fix| fix.title == title) else {
        let titles: Vec<_> = fixes.iter().map(|fix| &fix.title).collect();
        panic!("no fix called {title:?} is offered here, but {titles:?}\n\n{}", loaded.labelled().render())
    };
    expect_after(&loaded, fix, after);
}

/// How the findings differ from the fixture's labels, as text for people: what is missing, what nobody expected, and
/// the whole fixture as it really is, ready to paste. `None` if they agree.
#[must_use]
pub fn mismatch(fixture: &str) -> Option<String> {
    let loaded = Loaded::new(Fixture::parse(fixture));
    let mut actual = loaded.labelled();
    let mut complaints = String::new();
    for (expected, actual) in loaded.fixture.files.iter().zip(&mut actual.files) {
        let (demands, mut said): (Vec<_>, Vec<_>) =
            expected.labels.iter().cloned().partition(|label| is_fix_demand(&label.message));
        said.sort();
        let mut unexpected = actual.labels.clone();
        for label in said {
            match unexpected.iter().position(|it| *it == label) {
                Some(at) => drop(unexpected.remove(at)),
                None => complaints.push_str(&complaint("missing", &expected.path, &label)),
            }
        }
        for label in unexpected {
            complaints.push_str(&complaint("unexpected", &expected.path, &label));
        }
        for demand in demands {
            if loaded.has_fix(expected, &demand) {
                actual.labels.push(demand);
            } else {
                complaints.push_str(&complaint("no such fix", &expected.path, &demand));
            }
        }
    }
    (!complaints.is_empty()).then(|| {
        format!("the findings are not what the labels say\n{complaints}\nreally:\n\n{}", actual.render())
    })
}

fn is_fix_demand(message: &str) -> bool {
    message == "fix" || message.starts_with("fix:")
}

fn complaint(what: &str, path: &str, label: &crate::Label) -> String {
    format!("  {what}: {path}:{}:{}: {}\n", label.line + 1, label.column + 1, label.message)
}

/// The fixes at the cursor; without one, those of the first finding that has any.
fn offered(loaded: &Loaded) -> Vec<Fix> {
    if loaded.fixture.cursors.is_empty() {
        let all = loaded.findings();
        let fixes = all.iter().map(|finding| loaded.fixes(finding.file, finding.span));
        return fixes.into_iter().find(|fixes| !fixes.is_empty()).unwrap_or_default();
    }
    let (file, span) = loaded.selection();
    loaded.fixes(file, span)
}

#[track_caller]
fn expect_after(loaded: &Loaded, fix: &Fix, after: &str) {
    let texts = loaded.after(&fix.edits);
    let mut expected: BTreeMap<String, String> =
        loaded.fixture.files.iter().map(|file| (file.path.clone(), file.text.clone())).collect();
    for file in Fixture::parse(after).files {
        expected.insert(file.path, file.text);
    }
    for (path, text) in &texts {
        let wanted = expected.remove(path);
        assert!(
            wanted.as_ref() == Some(text),
            "{:?} gives another text\n\nwanted:\n\n//- {path}\n{}\nreally:\n\n//- {path}\n{text}",
            fix.title,
            wanted.as_deref().unwrap_or("(no such file)\n"),
        );
    }
    assert!(expected.is_empty(), "{:?} does not make {:?}", fix.title, expected.keys());
}
