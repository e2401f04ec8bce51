//! A user story does not say whose it is.

use workspace::snapshot::Cancelled;

use super::Cx;
use super::is_retired;
use crate::{Finding, Fix};

rule! {
    /// ## What it finds
    ///
    /// A user story ("I want …, so that …") that does not say who wants it.
    ///
    /// Off by default: teams differ in how they write stories.
    ///
    /// ## Why it matters
    ///
    /// What is right for an administrator may be wrong for a guest; a story for nobody cannot be judged.
    ///
    /// ## Examples
    ///
    /// ```bad
    /// //- schemark.toml
    /// [rules]
    /// story-without-persona = "hint"
    /// //- docs/stories/a.md
    /// I want to export my orders, so that I can file taxes.
    /// ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this story does not say who wants it
    /// ```
    ///
    /// ```good
    /// //- schemark.toml
    /// [rules]
    /// story-without-persona = "hint"
    /// //- docs/stories/a.md
    /// As a shop owner, I want to export my orders, so that I can file taxes.
    /// ```
    code: "story-without-persona",
    level: Off,
    reads: Stories,
}

fn check(cx: &Cx<'_>, found: &mut Vec<Finding>) -> Result<(), Cancelled> {
    let facts = cx.document.facts();
    if is_retired(facts.status, cx.document) {
        return Ok(());
    }
    for story in facts.stories.iter().filter(|it| it.persona.is_none() && it.want.is_some()) {
        found.push(
            cx.finding(story.span, "", "this story does not say who wants it".to_owned())
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
        check_none("\n//- docs/stories/a.md\nI want to export my orders, so that I can file taxes.\n");
    }

    #[test]
    fn half_a_story_is_none() {
        check_none(
            "
//- schemark.toml
[rules]
story-without-persona = \"hint\"
//- docs/stories/a.md
As a shop owner,
",
        );
    }
}
