//! A story says where something is taken from, and it is not there.

use story::{Link, LinkKind};
use workspace::document::Document;
use workspace::snapshot::Cancelled;

use super::Cx;
use super::is_retired;
use crate::sources::{Target, folded, heading, parts, target};
use crate::{Finding, Fix};

rule! {
    /// ## What it finds
    ///
    /// A reference `[Source: file#heading]` to a file that is not there, or to a heading that the file does not have.
    ///
    /// The file may be named from the story, from the root, from a folder of documents, or from the folder of the file
    /// named before it. Headings are compared by their letters and digits; a label or a line of code that says the same
    /// is found as well. A file whose folder is not in the workspace either is kept elsewhere, and left alone.
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
    let mut before: Option<&Link> = None;
    for link in facts.links.iter().filter(|it| it.kind == LinkKind::Source) {
        let (path, name) = parts(&link.destination);
        let beside = before.replace(link).and_then(|it| beside(it, link));
        let of_pair = beside.map(|it| target(cx.snapshot, cx.document, &it));
        let meant = of_pair.filter(|it| matches!(it, Target::File(_)));
        let message = match meant.unwrap_or_else(|| target(cx.snapshot, cx.document, link)) {
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
                if headings.is_empty() || heading(headings, name).is_some() || speaks_of(document, name) {
                    continue;
                }
                format!("`{}` has no heading \"{name}\"", file.file_name())
            }
        };
        found.push(cx.finding(link.span, &link.destination, message).on("\"[Source: file#heading]\""));
    }
    Ok(())
}

/// The same as `link`, named from the folder of `before`: "app/models/order.py, line.py".
fn beside(before: &Link, link: &Link) -> Option<Link> {
    let (folder, _) = parts(&before.destination).0.rsplit_once('/')?;
    let is_name = !parts(&link.destination).0.contains('/');
    is_name.then(|| Link { destination: format!("{folder}/{}", link.destination), ..link.clone() })
}

/// True if a line of `document` says `name`: a label in bold, a task, a table in a fence. Who follows the reference
/// finds it.
fn speaks_of(document: &Document, name: &str) -> bool {
    let wanted = folded(name);
    let told = folded(name.split(" - ").next().unwrap_or(name));
    let source = document.source();
    let mut lines = source.lines().map(folded);
    !told.is_empty() && lines.any(|it| it.contains(&wanted) || it.contains(&told))
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
    fn what_a_label_or_a_line_of_code_says_is_found() {
        check_none(
            "
//- docs/architecture/schema.md
# Schema

**Naming Rules:** all in lower case.

- [x] Task 4: write the tables

```text
job_postings (id)
```
//- docs/architecture/keys.md
# Keys
//- docs/stories/a.md
[Source: architecture/schema.md#naming-rules], [Source: architecture/schema.md#Task 4]

[Source: architecture/schema.md#job-postings, keys.md]
",
        );
    }

    #[test]
    fn lines_behind_a_heading_are_no_part_of_it() {
        check(
            "
//- docs/architecture/schema.md
# Schema

## Keys & Indexes
//- docs/stories/a.md
[Source: architecture/schema.md#Keys & Indexes (lines 3-9)], [Source: architecture/schema.md#Keys & Indexes (line 3)]

[Source: architecture/schema.md#Tables (lines 3-9)]
         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `schema.md` has no heading \"Tables\"
",
        );
    }

    #[test]
    fn a_line_of_a_file_and_a_file_that_is_not_looked_at_are_left_alone() {
        check_none(
            "
//- src/orders.ts
export const total = 1;
//- docs/stories/a.md
[Source: src/orders.ts:94], [Source: src/main.py], [Source: src/setup.sh#run], [Source: src/.md#Section]
",
        );
    }

    #[test]
    fn a_half_typed_reference_is_no_reference() {
        check_none(
            "\n//- docs/architecture/schema.md\n# Schema\n//- docs/stories/a.md\n[Source: architecture/schema.md#Tab\n",
        );
    }

    #[test]
    fn a_document_that_is_kept_elsewhere_is_left_alone() {
        check_none("\n//- docs/stories/a.md\n[Source: handbook/schema.md#Tables]\n");
    }
}
