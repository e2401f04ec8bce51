//! Findings as diagnostics.

use analysis::Finding;
use tower_lsp::ls_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, NumberOrString,
};
use workspace::config::Severity;
use workspace::document::Document;

use crate::session::View;
use crate::translate::places;

/// The diagnostics for `findings` in `document`, in the same order.
pub(crate) fn diagnostics(view: &View, document: &Document, findings: &[Finding]) -> Vec<Diagnostic> {
    findings.iter().filter_map(|finding| diagnostic(view, document, finding)).collect()
}

/// The diagnostic for one finding; `None` if its rule is off.
fn diagnostic(view: &View, document: &Document, finding: &Finding) -> Option<Diagnostic> {
    let profile = view.profile();
    let related = finding.related.iter().filter_map(|it| {
        let location = places::location(view, it.place)?;
        Some(DiagnosticRelatedInformation { location, message: it.message.clone() })
    });
    let related: Vec<_> = if profile.related { related.collect() } else { Vec::new() };
    Some(Diagnostic {
        range: places::range(document.text(), finding.span, profile.encoding),
        severity: Some(severity(finding.severity)?),
        code: Some(NumberOrString::String(finding.rule.code.to_owned())),
        code_description: finding
            .rule
            .url()
            .parse()
            .ok()
            .filter(|_| profile.code_links)
            .map(|href| CodeDescription { href }),
        source: Some("schemark".to_owned()),
        message: finding.message.clone(),
        related_information: (!related.is_empty()).then_some(related),
        tags: None,
        // For clients' own use; our code actions look for themselves.
        data: profile
            .diagnostic_data
            .then(|| serde_json::json!({ "name": finding.name, "evidence": finding.evidence })),
    })
}

fn severity(severity: Severity) -> Option<DiagnosticSeverity> {
    match severity {
        Severity::Off => None,
        Severity::Hint => Some(DiagnosticSeverity::HINT),
        Severity::Info => Some(DiagnosticSeverity::INFORMATION),
        Severity::Warning => Some(DiagnosticSeverity::WARNING),
        Severity::Error => Some(DiagnosticSeverity::ERROR),
    }
}
