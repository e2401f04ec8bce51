//! What is found in a folder, held against findings that were judged by eye.

use std::collections::BTreeMap;
use std::path::Path;

use super::{findings, opened};

/// The rules whose findings are judged: what they say is missing.
pub const RULES: [&str; 6] = [
    "unknown-table",
    "unknown-column",
    "missing-foreign-key",
    "enum-values-differ",
    "criterion-without-task",
    "task-for-missing-criterion",
];

/// A line of a file of judgements.
#[derive(Debug, Clone, Copy)]
pub struct Judgement<'a> {
    /// `owner/name`.
    pub repository: &'a str,
    /// The file in it.
    pub file: &'a str,
    /// The line in that, from 1.
    pub line: usize,
    /// The rule.
    pub rule: &'a str,
    /// Whether the finding is true.
    pub verdict: Verdict,
}

/// What somebody says of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// What it says is so.
    True,
    /// It is not.
    False,
}

/// Findings of a folder beside the judgements on them.
#[derive(Debug, Default)]
pub struct Judged {
    /// Lines of stories.
    pub lines: usize,
    /// Findings that are true.
    pub right: usize,
    /// Findings that are false: file, line and rule.
    pub wrong: Vec<String>,
    /// Findings that nobody judged yet.
    pub open: Vec<String>,
    /// Judgements whose finding is gone.
    pub gone: Vec<String>,
}

/// The judgements in `text`: tab-separated, with a line of heads.
///
/// # Panics
/// If a line is no judgement.
#[must_use]
pub fn judgements(text: &str) -> Vec<Judgement<'_>> {
    text.lines().skip(1).map(read).collect()
}

fn read(row: &str) -> Judgement<'_> {
    let cells: Vec<&str> = row.split('\t').collect();
    let [repository, _, file, line, rule, verdict, _] = cells[..] else { panic!("seven cells: {row}") };
    let verdict = match verdict {
        "true" => Verdict::True,
        "false" => Verdict::False,
        other => panic!("no verdict: {other}"),
    };
    let line = line.parse().unwrap_or_else(|_| panic!("no line: {row}"));
    Judgement { repository, file, line, rule, verdict }
}

/// The repositories in `text` with the lines of their stories: tab-separated, with a line of heads.
///
/// # Panics
/// If a line is no such pair.
#[must_use]
pub fn lines(text: &str) -> BTreeMap<&str, usize> {
    let pair = |row: &'_ str| -> Option<usize> { row.split_once('\t')?.1.parse().ok() };
    let rows = text.lines().skip(1);
    rows.map(|row| {
        let count = pair(row).unwrap_or_else(|| panic!("a repository and its lines: {row}"));
        (row.split('\t').next().unwrap_or_default(), count)
    })
    .collect()
}

/// What is found in `folder`, a checkout of `repository`, beside `judgements`.
#[must_use]
pub fn judged(folder: &Path, repository: &str, judgements: &[Judgement<'_>]) -> Judged {
    let mut known: BTreeMap<(String, usize, String), Vec<Verdict>> = BTreeMap::new();
    for it in judgements.iter().filter(|it| it.repository == repository) {
        known.entry((it.file.to_owned(), it.line, it.rule.to_owned())).or_default().push(it.verdict);
    }
    // Of several findings of one line, the false ones are taken first: a precision is never flattered.
    known.values_mut().for_each(|it| it.sort());
    let store = opened(folder);
    let snapshot = store.snapshot();
    let mut judged = Judged::default();
    for document in snapshot.documents() {
        let source = document.source();
        if document.is_story() {
            judged.lines += source.lines().count();
        }
        for finding in findings(&snapshot, document.id()) {
            let rule = finding.rule.code;
            if !RULES.contains(&rule) {
                continue;
            }
            let before = source.get(..finding.span.start().bytes()).unwrap_or("");
            let line = before.matches('\n').count() + 1;
            let path = document.path().to_string();
            let shown = format!("{path}\t{line}\t{rule}");
            match known.get_mut(&(path, line, rule.to_owned())).and_then(Vec::pop) {
                Some(Verdict::True) => judged.right += 1,
                Some(Verdict::False) => judged.wrong.push(shown),
                None => judged.open.push(shown),
            }
        }
    }
    let left = known
        .iter()
        .flat_map(|((file, line, rule), left)| left.iter().map(move |_| format!("{file}\t{line}\t{rule}")));
    judged.gone = left.collect();
    judged
}
