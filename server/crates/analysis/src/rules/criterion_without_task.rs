//! An acceptance criterion that no task refers to.

use std::collections::{HashMap, HashSet};

use story::{
    Aim, Criterion, CriterionReference, ServedBy, StoryFacts, Strength, criterion_head, criterion_key,
};
use text::Offset;
use workspace::snapshot::Cancelled;

use super::{Cx, is_retired};
use crate::{Finding, Fix};

rule! {
    /// ## What it finds
    ///
    /// A numbered acceptance criterion that no task of the document refers to, where other tasks do say which criteria
    /// they serve: "(AC: 1, 2)", "(AC: 3-5)", "[AC1, AC2]". A document where a task serves all of them is left alone.
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
    if is_retired(facts.status, cx.document) {
        return Ok(());
    }
    let source = cx.document.source();
    for list in lists(&facts).iter().filter(|it| it.is_judged()) {
        for criterion in list.unserved() {
            let span = super::first_line(&source, criterion.span);
            let message = format!("no task serves criterion {}", criterion.label);
            found.push(cx.finding(span, &criterion.label, message).on(list.evidence()));
        }
    }
    Ok(())
}

/// What there is to do is for people to say.
fn fix(_cx: &Cx<'_>, _finding: &Finding) -> Vec<Fix> {
    Vec::new()
}

/// A list of criteria, and what is said to serve them.
#[derive(Default)]
struct List<'a> {
    criteria: Vec<&'a Criterion>,
    /// The keys that are referred to, with the numbers before a further part.
    served: HashSet<String>,
    references: Vec<&'a CriterionReference>,
    /// True if nothing refers to the list right before it: which of the two is meant is not said.
    is_doubtful: bool,
}

impl List<'_> {
    /// True if tasks say of single criteria of this list that they serve them.
    fn is_judged(&self) -> bool {
        let is_sure = |it: &CriterionReference| it.by == ServedBy::Task && it.strength == Strength::Strong;
        let names = |it: &&CriterionReference| it.label.is_some() && is_sure(it);
        let serves_all = self.references.iter().any(|it| it.label.is_none());
        let is_dotted = |label: &str| criterion_key(label).contains('.');
        // "(AC: 1.2)" where no criterion is called so counts parts that only the writer knows.
        let counts_parts = self.references.iter().filter_map(|it| it.label.as_deref()).any(is_dotted)
            && !self.criteria.iter().any(|it| is_dotted(&it.label));
        !serves_all && !self.is_doubtful && !counts_parts && self.references.iter().any(names)
    }

    /// What tells that tasks say which criteria they serve.
    fn evidence(&self) -> String {
        let served =
            self.criteria.iter().filter(|it| self.served.contains(&criterion_key(&it.label))).count();
        format!("tasks name {served} of {} criteria", self.criteria.len())
    }

    /// The numbered criteria that nothing refers to.
    fn unserved(&self) -> impl Iterator<Item = &Criterion> {
        let keys: Vec<String> = self.criteria.iter().map(|it| criterion_key(&it.label)).collect();
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for key in &keys {
            *counts.entry(key).or_default() += 1;
        }
        let is_unserved = |key: &String| {
            // A label that stands for several would be served by a task for any of them.
            counts.get(key.as_str()) == Some(&1)
                && key.starts_with(|it: char| it.is_ascii_digit())
                && !self.served.contains(key)
                && !self.served.contains(criterion_head(key))
        };
        let unserved: Vec<&Criterion> =
            keys.iter().zip(&self.criteria).filter(|(key, _)| is_unserved(key)).map(|(_, it)| *it).collect();
        unserved.into_iter()
    }
}

/// The lists of acceptance criteria of a document: what refers to a criterion means the list above it, or else the
/// first.
fn lists(facts: &StoryFacts) -> Vec<List<'_>> {
    let mut lists: Vec<List<'_>> = Vec::new();
    let mut number = None;
    for criterion in facts.criteria.iter().filter(|it| it.aim == Aim::Acceptance) {
        if number.replace(criterion.list) != Some(criterion.list) {
            lists.push(List::default());
        }
        if let Some(list) = lists.last_mut() {
            list.criteria.push(criterion);
        }
    }
    let starts: Vec<Offset> =
        lists.iter().filter_map(|it| it.criteria.first()).map(|it| it.span.start()).collect();
    for reference in &facts.references {
        let above = starts.partition_point(|it| *it < reference.span.start()).saturating_sub(1);
        let Some(list) = lists.get_mut(above) else { continue };
        list.references.push(reference);
        if let Some(label) = &reference.label {
            let key = criterion_key(label);
            list.served.insert(criterion_head(&key).to_owned());
            list.served.insert(key);
        }
    }
    let mut is_silent = false;
    for list in &mut lists {
        list.is_doubtful = is_silent;
        is_silent = list.references.is_empty();
    }
    lists
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

    /// A story with three criteria and one task that says `words`.
    fn story(words: &str) -> String {
        format!(
            "
//- docs/stories/a.md
## Acceptance Criteria

1. Orders can be exported
2. When an order is paid, it is in the export
3. The export holds every order

## Tasks

- [ ] Write the export {words}
"
        )
    }

    #[test]
    fn a_range_serves_what_lies_in_it() {
        check_none(&story("(AC: 1-3)"));
        check_none(&story("(AC1–AC3)"));
        check_none(&story("(AC: All)"));
        check_none(&story("(AC: 1)\n  - [ ] Its rows (AC: 2)\n- [ ] Test it, AC 3"));
    }

    #[test]
    fn a_range_that_ends_early_leaves_the_rest() {
        let story = story("(AC: 1-2)").replace(
            "every order\n",
            "every order\n   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ no task serves criterion 3\n",
        );
        testkit::check(&story);
    }

    #[test]
    fn which_of_two_lists_is_meant_is_not_guessed() {
        check_none(&story("(AC: 1-3)").replace("## Tasks", "## Acceptance Criteria of the API\n\n1. Fast\n\n## Acceptance Criteria\n\n1. x\n4. y\n\n## Tasks"));
    }

    #[test]
    fn parts_of_criteria_that_are_not_numbered_are_not_judged() {
        check_none(&story("(AC: 1.1, 1.2)"));
        check_none(&story("(AC: 1a, 2b, 3c)"));
    }

    #[test]
    fn half_a_reference_is_none() {
        check_none(&story("(AC: "));
        check_none(&story("(AC: 1-"));
    }
}
