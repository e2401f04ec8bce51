//! Findings for people: the source, what is wrong with it, and what can be done.

use annotate_snippets::{AnnotationKind, Group, Level, Snippet};
use text::{Offset, Place, Span, Text};
use workspace::config::Severity;

use super::{Found, Report};
use crate::output;

/// A finding shows at most this many lines of its source.
const MOST_LINES: u32 = 6;
/// A line shows at most this much around a finding.
const MOST_COLUMNS: usize = 400;

/// Every finding with its source.
pub(super) fn findings(report: &Report<'_>) -> String {
    let renderer = output::renderer();
    let mut text = String::new();
    for found in &report.found {
        let groups = groups(report, found);
        text.push_str(&renderer.render(&groups));
        text.push_str("\n\n");
    }
    text
}

/// "3 findings in 12 stories; 240 mentions checked, 3 unknown".
pub(super) fn summary(report: &Report<'_>) -> String {
    let count =
        |count: usize, one: &str, many: &str| format!("{count} {}", if count == 1 { one } else { many });
    format!(
        "{} in {}; {} checked, {} unknown",
        count(report.found.len(), "finding", "findings"),
        count(report.stories, "story", "stories"),
        count(report.coverage.checked(), "mention", "mentions"),
        report.coverage.unknown
    )
}

fn groups<'a>(report: &'a Report<'_>, found: &'a Found) -> Vec<Group<'a>> {
    let finding = &found.finding;
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
        Severity::Hint | Severity::Off => Level::NOTE.with_name("hint"),
    };
    let place = Place::new(finding.file, finding.span);
    let title = level.primary_title(finding.message.as_str()).id(finding.rule.code);
    let mut main = title.elements(snippet(report, place, &finding.evidence, AnnotationKind::Primary));
    for fix in &found.fixes {
        main = main.element(Level::HELP.message(fix.title.as_str()));
    }
    let mut groups = vec![main];
    for related in &finding.related {
        let source = snippet(report, related.place, "", AnnotationKind::Context);
        groups.push(Level::NOTE.secondary_title(related.message.as_str()).elements(source));
    }
    groups
}

/// The lines of `place` alone, so that showing one finding costs nothing for the rest of the file.
fn snippet<'a>(
    report: &'a Report<'_>,
    place: Place,
    label: &'a str,
    kind: AnnotationKind,
) -> Option<Snippet<'a, annotate_snippets::Annotation<'a>>> {
    let document = report.opened.snapshot.document(place.file)?;
    let window = Window::new(document.text(), &document.source(), place.span);
    let label = Some(label).filter(|label| !label.is_empty());
    Some(
        Snippet::source(window.source)
            .line_start(window.first_line)
            .path(report.opened.shown(document))
            .annotation(kind.span(window.span.range()).label(label)),
    )
}

/// The part of a text around a span that is shown.
struct Window {
    source: String,
    first_line: usize,
    /// The span in `source`.
    span: Span,
}

impl Window {
    fn new(text: &Text, source: &str, span: Span) -> Self {
        let line_of = |offset: Offset| text.position(offset, text::Encoding::Utf8).line;
        let first = line_of(span.start());
        let last = line_of(span.end()).min(first + MOST_LINES - 1);
        let start = text.line_span(first).start();
        let end = text.line_span(last).end();
        let lines = Span::new(start, end).slice(source);
        let (from, to) = (span.start().bytes() - start.bytes(), span.end().min(end).bytes() - start.bytes());
        let to = to.max(from);
        // Only the end of an overlong line is cut: a cut at its start would show a wrong column.
        let cut = lines.ceil_char_boundary((to + MOST_COLUMNS).min(lines.len()));
        Self {
            source: lines.get(..cut).unwrap_or_default().to_owned(),
            first_line: first as usize + 1,
            span: Span::from_range(from.min(cut)..to.min(cut)),
        }
    }
}
