//! Findings as JSON. The shape is a promise: fields may be added, never changed.

use analysis::{FixKind, Related};
use serde::Serialize;
use workspace::config::Severity;

use super::{Found, Report};
use crate::place::{SpanJson, place};

#[derive(Serialize)]
pub(super) struct Json<'a> {
    version: u32,
    root: String,
    summary: Summary,
    findings: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Summary {
    files: usize,
    stories: usize,
    schemas: usize,
    tables: usize,
    mentions: Mentions,
    findings: Severities,
    milliseconds: u128,
}

#[derive(Serialize)]
struct Mentions {
    checked: usize,
    present: usize,
    absent: usize,
    unknown: usize,
}

#[derive(Serialize)]
struct Severities {
    error: usize,
    warning: usize,
    info: usize,
    hint: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Item<'a> {
    path: String,
    #[serde(flatten)]
    span: SpanJson,
    rule: &'static str,
    severity: &'static str,
    message: &'a str,
    name: &'a str,
    evidence: &'a str,
    docs: String,
    related: Vec<RelatedPlace<'a>>,
    fixes: Vec<FixTitle<'a>>,
}

#[derive(Serialize)]
struct RelatedPlace<'a> {
    path: String,
    line: u32,
    column: u32,
    message: &'a str,
}

#[derive(Serialize)]
struct FixTitle<'a> {
    title: &'a str,
    kind: &'static str,
    safe: bool,
}

impl<'a> Json<'a> {
    pub(super) fn new(report: &'a Report<'a>) -> Self {
        let coverage = report.coverage;
        Self {
            version: 1,
            root: report.opened.shown_root(),
            summary: Summary {
                files: report.files,
                stories: report.stories,
                schemas: report.schemas,
                tables: report.opened.snapshot.roots().iter().map(|root| root.model.tables().count()).sum(),
                mentions: Mentions {
                    checked: coverage.checked(),
                    present: coverage.present,
                    absent: coverage.absent,
                    unknown: coverage.unknown,
                },
                findings: Severities {
                    error: report.count(Severity::Error),
                    warning: report.count(Severity::Warning),
                    info: report.count(Severity::Info),
                    hint: report.count(Severity::Hint),
                },
                milliseconds: report.milliseconds,
            },
            findings: report.found.iter().filter_map(|found| item(report, found)).collect(),
        }
    }
}

fn item<'a>(report: &'a Report<'a>, found: &'a Found) -> Option<Item<'a>> {
    let finding = &found.finding;
    let document = report.opened.snapshot.document(finding.file)?;
    Some(Item {
        path: report.opened.below_root(document),
        span: SpanJson::new(document, finding.span),
        rule: finding.rule.code,
        severity: finding.severity.name(),
        message: &finding.message,
        name: &finding.name,
        evidence: &finding.evidence,
        docs: finding.rule.url(),
        related: finding.related.iter().filter_map(|it| related(report, it)).collect(),
        fixes: found
            .fixes
            .iter()
            .map(|fix| FixTitle {
                title: &fix.title,
                kind: match fix.kind {
                    FixKind::QuickFix => "quickfix",
                    FixKind::Refactor => "refactor",
                },
                safe: fix.safe,
            })
            .collect(),
    })
}

fn related<'a>(report: &'a Report<'a>, related: &'a Related) -> Option<RelatedPlace<'a>> {
    let document = report.opened.snapshot.document(related.place.file)?;
    let (line, column) = place(document.text(), related.place.span.start());
    Some(RelatedPlace { path: report.opened.below_root(document), line, column, message: &related.message })
}
