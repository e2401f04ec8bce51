//! A story says where something is taken from, and it is not there.

use story::LinkKind;
use workspace::snapshot::Cancelled;

use super::Cx;
use super::is_retired;
use crate::sources::{Target, heading, parts, target};
use crate::{Finding, Fix};

rule! {
    /// ## What it finds
    ///
    /// A reference `[Source: file#heading]` to a file that is not there, or to a heading that the file does not have.
    ///
    /// The file may be named from the story, from the root or from a folder of documents. Headings are compared by their
    /// letters and digits. A file whose folder is not in the workspace either is kept elsewhere, and left alone.
    ///
    /// ## Why it matters
    ///
    /// The next agent that follows the reference finds nothing, and makes something up.
    ///
    /// ## Examples
    ///
    /// ```bad
    /// //- docs/architecture/schema.md
    /// Tables and their keys.
    /// //- docs/stories/a.md
    /// [Source: architecture/tables.md#Keys]
    ///          ^^^^^^^^^^^^^^^^^^^^^^^^^^^ there is no file `architecture/tables.md`
    /// ```
    ///
    /// ```good
    /// //- docs/architecture/schema.md
    /// Tables and their keys.
    /// //- docs/stories/a.md
    /// [Source: architecture/schema.md], [Source: PRD section 4]
    /// ```
    code: "broken-source-reference",
    level: Hint,
    reads: Stories,
}

fn check(cx: &Cx<'_>, found: &mut Vec<Finding>) -> Result<(), Cancelled> {
    let facts = cx.document.facts();
    if is_retired(facts.status, cx.document) {
        return Ok(());
    }
    for link in facts.links.iter().filter(|it| it.kind == LinkKind::Source) {
        let (path, name) = parts(&link.destination);
        let message = match target(cx.snapshot, cx.document, link) {
            Target::Unknown => continue,
            Target::Nowhere => format!("there is no file `{path}`"),
            Target::File(file) => {
                let Some(name) = name else { continue };
                let Some(document) = cx.snapshot.file_at(cx.document.root(), &file) else { continue };
                let Some(document) = cx.snapshot.document(document).filter(|it| it.is_story()) else {
                    continue;
                };
                let headings = &document.facts().headings;
                // A long document may be cut into others: one without headings says nothing of its sections.
                if headings.is_empty() || heading(headings, name).is_some() {
                    continue;
                }
                format!("`{}` has no heading \"{name}\"", file.file_name())
            }
        };
        found.push(cx.finding(link.span, &link.destination, message));
    }
    Ok(())
}

/// What is meant is for people to say.
fn fix(_cx: &Cx<'_>, _finding: &Finding) -> Vec<Fix> {
    Vec::new()
}

#[cfg(test)]
mod tests {
    use testkit::{check, check_none};

    #[test]
    fn a_heading_that_is_not_there_is_reported() {
        check(
            "
//- docs/architecture/schema.md
# Schema

## 2. Keys and indexes
//- docs/stories/a.md
[Source: architecture/schema.md#Tables] and [Source: ../architecture/schema.md#keys-and-indexes]
         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `schema.md` has no heading \"Tables\"
",
        );
    }

    #[test]
    fn a_document_that_is_kept_elsewhere_is_left_alone() {
        check_none("\n//- docs/stories/a.md\n[Source: handbook/schema.md#Tables]\n");
    }
}
