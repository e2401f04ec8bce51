//! An acceptance criterion that no task refers to.

use workspace::snapshot::Cancelled;

use super::Cx;
use super::is_retired;
use super::task_for_missing_criterion::is_label;
use crate::{Finding, Fix};

rule! {
    /// ## What it finds
    ///
    /// A numbered acceptance criterion that no task of the document refers to, where other tasks do say which criteria
    /// they serve: "(AC: 1, 2)".
    ///
    /// ## Why it matters
    ///
    /// Nobody will build what no task asks for.
    ///
    /// ## Examples
    ///
    /// ```bad
    /// //- docs/stories/a.md
    /// **Acceptance Criteria:**
    ///
    /// 1. Orders can be exported
    /// 2. The export holds every order
    ///    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ no task serves criterion 2
    ///
    /// **Tasks:**
    ///
    /// - [ ] Write the export (AC: 1)
    /// ```
    ///
    /// ```good
    /// //- docs/stories/a.md
    /// **Acceptance Criteria:**
    ///
    /// 1. Orders can be exported
    /// 2. The export holds every order
    ///
    /// **Tasks:**
    ///
    /// - [ ] Write the export (AC: 1, 2)
    /// ```
    code: "criterion-without-task",
    level: Hint,
    reads: Stories,
}

fn check(cx: &Cx<'_>, found: &mut Vec<Finding>) -> Result<(), Cancelled> {
    let facts = cx.document.facts();
    let served: Vec<&str> = facts.tasks.iter().flat_map(|it| &it.criteria).map(|it| it.0.as_str()).collect();
    if served.is_empty() || is_retired(facts.status, cx.document) {
        return Ok(());
    }
    for criterion in &facts.criteria {
        let Some(number) = number_of(&criterion.label) else { continue };
        let is_served = served.iter().any(|it| is_label(it, &criterion.label));
        // A label that stands for several would be served by a task for any of them.
        let is_only = facts.criteria.iter().filter(|it| number_of(&it.label) == Some(number)).count() == 1;
        if !is_served && is_only {
            let source = cx.document.source();
            let span = super::first_line(&source, criterion.span);
            found.push(cx.finding(
                span,
                &criterion.label,
                format!("no task serves criterion {}", criterion.label),
            ));
        }
    }
    Ok(())
}

/// What there is to do is for people to say.
fn fix(_cx: &Cx<'_>, _finding: &Finding) -> Vec<Fix> {
    Vec::new()
}

/// The number in `label`: `3` of "AC-3".
fn number_of(label: &str) -> Option<&str> {
    let digits = label.trim_start_matches(|it: char| !it.is_ascii_digit());
    (!digits.is_empty() && digits.bytes().all(|it| it.is_ascii_digit())).then_some(digits)
}

#[cfg(test)]
mod tests {
    use testkit::check_none;

    #[test]
    fn tasks_that_name_no_criteria_leave_all_alone() {
        check_none(
            "
//- docs/stories/a.md
## Acceptance Criteria

1. Orders can be exported

## Tasks

- [ ] Write the export
",
        );
    }

    #[test]
    fn labels_may_be_spelled_in_two_ways() {
        check_none(
            "
//- docs/stories/a.md
## Acceptance Criteria

- AC-1: Orders can be exported
- AC-2: The export holds every order

## Tasks

- [ ] Write the export (AC: 1, 2)
",
        );
    }
}
