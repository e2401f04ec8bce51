//! `schemark check`: what is wrong, for people and for programs.

use std::time::Instant;

use analysis::{Coverage, Finding, Offer};
use rayon::prelude::{IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};
use workspace::config::Severity;
use workspace::document::{Document, FileKind};

use crate::arguments::{Check, Format, Level};
use crate::opened::Opened;
use crate::output;

mod json;
mod text_form;

/// Everything that was found.
pub(crate) struct Report<'a> {
    opened: &'a Opened,
    files: usize,
    stories: usize,
    schemas: usize,
    coverage: Coverage,
    /// Sorted by path, place and rule.
    found: Vec<Found>,
    milliseconds: u128,
}

/// A finding and how to mend it.
struct Found {
    finding: Finding,
    fixes: Vec<Offer>,
}

/// Checks; gives the exit code.
pub(crate) fn run(arguments: &Check) -> anyhow::Result<u8> {
    let start = Instant::now();
    let opened = Opened::new(&arguments.paths, arguments.config.as_deref())?;
    opened.note_gaps(&[]);
    opened.note_left_out();
    let report = Report::new(&opened, start);
    match arguments.format {
        Format::Json => output::print_json(&json::Json::new(&report))?,
        Format::Text => {
            output::print(&text_form::findings(&report))?;
            output::remark(&text_form::summary(&report));
        }
    }
    opened.note_unread(&opened.documents())?;
    let fails = report.found.iter().any(|it| is_failure(arguments.fail_on, it.finding.severity));
    Ok(u8::from(fails))
}

impl<'a> Report<'a> {
    fn new(opened: &'a Opened, start: Instant) -> Self {
        let documents = opened.documents();
        let is_story = |it: &&&Document| it.kind() == FileKind::Story;
        let is_schema = |it: &&&Document| matches!(it.kind(), FileKind::Schema(_));
        let looked: Vec<_> = documents.par_iter().map(|document| look(opened, document)).collect();
        let coverage = looked.iter().fold(Coverage::default(), |sum, (one, _)| sum.plus(*one));
        // Fixes ask what other stories say: by now those are read, on all cores, and nobody waits for one who reads.
        let found: Vec<Finding> = looked.into_iter().flat_map(|(_, found)| found).collect();
        let mended = |finding| Found { fixes: analysis::offers(&opened.snapshot, &finding), finding };
        Self {
            opened,
            files: documents.len(),
            stories: documents.iter().filter(is_story).count(),
            schemas: documents.iter().filter(is_schema).count(),
            coverage,
            found: found.into_par_iter().map(mended).collect(),
            milliseconds: start.elapsed().as_millis(),
        }
    }

    fn count(&self, severity: Severity) -> usize {
        self.found.iter().filter(|it| it.finding.severity == severity).count()
    }
}

fn look(opened: &Opened, document: &Document) -> (Coverage, Vec<Finding>) {
    let (snapshot, file) = (&opened.snapshot, document.id());
    // Nothing edits here, so nothing overtakes the snapshot.
    let mut findings = analysis::findings(snapshot, file).unwrap_or_default();
    findings.retain(|it| it.severity != Severity::Off);
    (analysis::coverage(snapshot, file), findings)
}

fn is_failure(level: Level, severity: Severity) -> bool {
    match level {
        Level::Error => severity >= Severity::Error,
        Level::Warning => severity >= Severity::Warning,
        Level::Info => severity >= Severity::Info,
        Level::Hint => severity >= Severity::Hint,
        Level::Never => false,
    }
}
