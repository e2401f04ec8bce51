//! What a rule finds.

use std::borrow::Cow;

use text::{FileId, Place, Span};
use workspace::config::Severity;

use crate::rules::Rule;

/// Something that is wrong.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The file it is found in.
    pub file: FileId,
    /// Where.
    pub span: Span,
    /// The rule that found it.
    pub rule: &'static Rule,
    /// How serious it is here, configuration applied.
    pub severity: Severity,
    /// What is wrong, in one line: lower case, names in backquotes, no full stop.
    pub message: String,
    /// The name it is about, as written.
    pub name: String,
    /// What it stands on: "code span followed by \"table\"", "4 of 5 tables have both".
    pub evidence: Cow<'static, str>,
    /// Other places that belong to it.
    pub related: Vec<Related>,
}

impl Finding {
    /// The same finding, which stands on `evidence`.
    pub(crate) fn on(mut self, evidence: impl Into<Cow<'static, str>>) -> Self {
        self.evidence = evidence.into();
        self
    }
}

/// Another place that belongs to a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// Where.
    pub place: Place,
    /// What is there.
    pub message: String,
}
