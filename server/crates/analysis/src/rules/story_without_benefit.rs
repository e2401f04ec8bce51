//! A user story does not say what it is good for.

use workspace::snapshot::Cancelled;

use super::Cx;
use super::is_retired;
use crate::{Finding, Fix};

rule! {
    /// ## What it finds
    ///
    /// A user story ("As a …, I want …") without a "so that".
    ///
    /// Off by default: teams differ in how they write stories.
    ///
    /// ## Why it matters
    ///
    /// Whoever builds it cannot tell a good solution from a bad one.
    ///
    /// ## Examples
    ///
    /// ```bad
    /// //- schemark.toml
    /// [rules]
    /// story-without-benefit = "hint"
    /// //- docs/stories/a.md
    /// As a shop owner, I want to export my orders.
    /// ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this story does not say what it is good for
    /// ```
    ///
    /// ```good
    /// //- schemark.toml
    /// [rules]
    /// story-without-benefit = "hint"
    /// //- docs/stories/a.md
    /// As a shop owner, I want to export my orders, so that I can file taxes.
    /// ```
    code: "story-without-benefit",
    level: Off,
    reads: Stories,
}

fn check(cx: &Cx<'_>, found: &mut Vec<Finding>) -> Result<(), Cancelled> {
    let facts = cx.document.facts();
    if is_retired(facts.status, cx.document) {
        return Ok(());
    }
    let lacking = facts.stories.iter().filter(|it| it.persona.is_some() && it.want.is_some());
    for story in lacking.filter(|it| it.benefit.is_none()) {
        found.push(
            cx.finding(story.span, "", "this story does not say what it is good for".to_owned())
                .on("user story with its other parts"),
        );
    }
    Ok(())
}

/// Only its writer knows.
fn fix(_cx: &Cx<'_>, _finding: &Finding) -> Vec<Fix> {
    Vec::new()
}

#[cfg(test)]
mod tests {
    use testkit::check_none;

    #[test]
    fn it_is_off_unless_somebody_wants_it() {
        check_none("\n//- docs/stories/a.md\nAs a shop owner, I want to export my orders.\n");
    }

    #[test]
    fn a_benefit_on_the_next_line_counts() {
        check_none(
            "
//- schemark.toml
[rules]
story-without-benefit = \"hint\"
//- docs/stories/a.md
**As a** shop owner,
**I want** to export my orders,
**so that** I can file taxes.
",
        );
    }
}
