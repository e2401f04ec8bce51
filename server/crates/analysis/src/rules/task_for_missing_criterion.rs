//! A task refers to an acceptance criterion that the document does not have.

use std::collections::HashSet;

use story::{Aim, ServedBy, Strength, criterion_head, criterion_key};
use workspace::snapshot::Cancelled;

use super::{Cx, is_retired};
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
    let keys: HashSet<String> = facts.criteria.iter().map(|it| criterion_key(&it.label)).collect();
    let is_acceptance = facts.criteria.iter().any(|it| it.aim == Aim::Acceptance);
    if !is_acceptance || is_retired(facts.status, cx.document) {
        return Ok(());
    }
    let heads: HashSet<&str> = keys.iter().map(|it| criterion_head(it)).collect();
    let evidence = format!("list of {} acceptance criteria", facts.criteria.len());
    for reference in &facts.references {
        let is_said = reference.by == ServedBy::Task && reference.strength == Strength::Strong;
        let Some(label) = reference.label.as_ref().filter(|_| is_said) else { continue };
        let key = criterion_key(label);
        if !keys.contains(&key) && !heads.contains(criterion_head(&key)) {
            found.push(
                cx.finding(reference.span, label, format!("there is no criterion {label}"))
                    .on(evidence.clone()),
            );
        }
    }
    Ok(())
}

/// Which one is meant is for people to say.
fn fix(_cx: &Cx<'_>, _finding: &Finding) -> Vec<Fix> {
    Vec::new()
}

#[cfg(test)]
mod tests {
    use testkit::check_none;

    #[test]
    fn a_document_without_criteria_refers_to_those_of_another() {
        check_none("\n//- docs/stories/a.md\n## Tasks\n\n- [ ] Write the export (AC: 7)\n");
    }

    /// A story with criteria as people number them, and one task that says `words`.
    fn story(words: &str) -> String {
        format!(
            "
//- docs/stories/a.md
## Acceptance Criteria

1. Given an order, when it is paid, then it is sent
2. When it is not paid, nothing is

**Integration Requirements:**
3. The export stays

## Definition of Done

1. Reviewed
2. Merged
3. Told
4. Released

## Tasks

- [ ] Write the export {words}
"
        )
    }

    #[test]
    fn criteria_count_whatever_words_they_begin_with() {
        check_none(&story("(AC: 1, 2, 3)"));
        check_none(&story("(AC: 1-3)"));
    }

    #[test]
    fn the_end_of_a_range_may_be_missing() {
        let marks = format!("{}^^^ there is no criterion 4", " ".repeat(31));
        testkit::check(&story(&format!("(AC: 1, 2-4)\n{marks}")));
    }

    #[test]
    fn words_beside_a_label_may_mean_another_document() {
        check_none(&story("(AC: 7 of story 2.1)"));
        check_none(&story("(Story 2.1, Criteria 7)"));
        check_none(&story("(AC: 7"));
    }

    #[test]
    fn what_tells_when_work_is_done_is_not_referred_to() {
        check_none(
            "\n//- docs/stories/a.md\n## Definition of Done\n\n- [ ] Reviewed\n\n## Tasks\n\n- [ ] Write it (AC: 7)\n",
        );
    }
}
