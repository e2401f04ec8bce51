//! What is taken out of a schema is missed where stories name it, and nothing else is.
//!
//! `tests/signal` runs the same on real repositories, by hand.

use std::collections::BTreeSet;

use schemark_tests::signal::judged::{RULES, Verdict, judgements, lines};
use schemark_tests::signal::{Recall, Taken, mutate};
use schemark_tests::{repository, workspaces};

/// The share of mentions that must become findings, in percent.
const WANTED_PERCENT: usize = 97;

#[test]
fn a_table_or_column_that_goes_is_missed() {
    for (taken, fewest) in [(Taken::Tables, 20), (Taken::Columns, 5)] {
        let mut all = Recall::default();
        for folder in workspaces() {
            let one = mutate(&folder, taken);
            assert!(one.unrelated.is_empty(), "{}: {taken:?}: {:#?}", folder.display(), one.unrelated);
            all.removed += one.removed;
            all.asking += one.asking;
            all.found += one.found;
            all.missed.extend(one.missed);
        }
        assert!(all.asking >= fewest, "{taken:?}: only {} mentions ask for something", all.asking);
        assert!(
            all.found * 100 >= all.asking * WANTED_PERCENT,
            "{taken:?}: {} of {} mentions found; missed {:#?}",
            all.found,
            all.asking,
            all.missed
        );
    }
}

/// The share of judged findings that must be true, in percent.
const TRUE_PERCENT: usize = 95;

/// The repositories whose findings must be judged at least.
const JUDGED_REPOSITORIES: usize = 15;

#[test]
fn what_was_judged_by_eye_is_true() {
    let text = std::fs::read_to_string(repository().join("tests/signal/judgements.tsv")).expect("judgements");
    let judgements = judgements(&text);
    assert!(judgements.iter().all(|it| RULES.contains(&it.rule)));
    let repositories: BTreeSet<&str> = judgements.iter().map(|it| it.repository).collect();
    assert!(repositories.len() >= JUDGED_REPOSITORIES, "{repositories:?}");
    let right = judgements.iter().filter(|it| it.verdict == Verdict::True).count();
    assert!(right * 100 >= judgements.len() * TRUE_PERCENT, "{right} of {} are true", judgements.len());
    let text = std::fs::read_to_string(repository().join("tests/signal/lines.tsv")).expect("lines");
    let lines = lines(&text);
    for name in repositories {
        let wrong =
            judgements.iter().filter(|it| it.repository == name && it.verdict == Verdict::False).count();
        match lines.get(name) {
            // One may be false, however few lines there are.
            Some(lines) => assert!(wrong <= 1 || wrong * 1000 <= *lines, "{name}: {wrong} in {lines} lines"),
            None => assert!(wrong == 0, "{name}: {wrong} are false, in how many lines is not known"),
        }
    }
}
