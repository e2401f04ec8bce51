//! A task refers to an acceptance criterion that the document does not have.

use workspace::snapshot::Cancelled;

use super::Cx;
use super::is_retired;
use crate::{Finding, Fix};

rule! {
    /// ## What it finds
    ///
    /// A task that says "(AC: 7)" in a document with acceptance criteria, none of which is number 7.
    ///
    /// ## Why it matters
    ///
    /// The numbers moved: the task's other references are likely to be wrong, too.
    ///
    /// ## Examples
    ///
    /// ```bad
    /// //- docs/stories/a.md
    /// **Acceptance Criteria:**
    ///
    /// 1. Orders can be exported
    ///
    /// **Tasks:**
    ///
    /// - [ ] Write the export (AC: 1, 7)
    ///                                ^ there is no criterion 7
    /// ```
    ///
    /// ```good
    /// //- docs/stories/a.md
    /// **Acceptance Criteria:**
    ///
    /// 1. Orders can be exported
    ///
    /// **Tasks:**
    ///
    /// - [ ] Write the export (AC: 1)
    /// ```
    code: "task-for-missing-criterion",
    level: Hint,
    reads: Stories,
}

fn check(cx: &Cx<'_>, found: &mut Vec<Finding>) -> Result<(), Cancelled> {
    let facts = cx.document.facts();
    if facts.criteria.is_empty() || is_retired(facts.status, cx.document) {
        return Ok(());
    }
    for (label, span) in facts.tasks.iter().flat_map(|it| &it.criteria) {
        if !facts.criteria.iter().any(|it| is_label(label, &it.label)) {
            found.push(cx.finding(*span, label, format!("there is no criterion {label}")));
        }
    }
    Ok(())
}

/// Which one is meant is for people to say.
fn fix(_cx: &Cx<'_>, _finding: &Finding) -> Vec<Fix> {
    Vec::new()
}

/// True if `written`, as a task refers to it, is the criterion labelled `label`: "3" is "AC-3", and "AC3" too.
pub(super) fn is_label(written: &str, label: &str) -> bool {
    let plain = |text: &str| {
        let text = text.to_lowercase();
        let text = text.trim_start_matches("ac").trim_start_matches(['-', '#', ' ', '.', ':']);
        text.trim_start_matches('0').to_owned()
    };
    plain(written) == plain(label)
}

#[cfg(test)]
mod tests {
    use testkit::check_none;

    #[test]
    fn a_document_without_criteria_refers_to_those_of_another() {
        check_none("\n//- docs/stories/a.md\n## Tasks\n\n- [ ] Write the export (AC: 7)\n");
    }

    #[test]
    fn a_label_is_recognised_in_any_spelling() {
        assert!(super::is_label("3", "AC-3") && super::is_label("AC3", "3") && super::is_label("#3", "AC 3"));
        assert!(!super::is_label("3", "13") && !super::is_label("1", "AC-12"));
    }
}
