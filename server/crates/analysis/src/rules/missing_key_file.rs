//! A summary lists files that are not there.

use text::Span;
use workspace::disk::concerns_us;
use workspace::path::RelPath;
use workspace::snapshot::Cancelled;

use super::Cx;
use super::is_retired;
use crate::{Finding, Fix};

rule! {
    /// ## What it finds
    ///
    /// A file that the front matter lists as created or modified, under `key-files`, and that is not there.
    ///
    /// Off by default: a summary tells of its day, and files are moved and deleted later. Only files of the types that
    /// schemark looks at are judged.
    ///
    /// ## Why it matters
    ///
    /// A summary that lists what was never written tells of work that was not done.
    ///
    /// ## Examples
    ///
    /// ```bad
    /// //- src/users.ts
    /// export const limit = 5;
    /// //- docs/stories/a.md
    /// ---
    /// key-files:
    ///   created: [src/users.ts, src/teams.ts]
    ///                           ^^^^^^^^^^^^ there is no file `src/teams.ts`
    /// ---
    /// //- schemark.toml
    /// [rules]
    /// missing-key-file = "warning"
    /// ```
    ///
    /// ```good
    /// //- src/users.ts
    /// export const limit = 5;
    /// //- docs/stories/a.md
    /// ---
    /// key-files:
    ///   created: [src/users.ts, src/image.png]
    /// ---
    /// //- schemark.toml
    /// [rules]
    /// missing-key-file = "warning"
    /// ```
    code: "missing-key-file",
    level: Off,
    reads: Stories,
}

fn check(cx: &Cx<'_>, found: &mut Vec<Finding>) -> Result<(), Cancelled> {
    let facts = cx.document.facts();
    let Some(front) = facts.front_matter.as_ref().filter(|_| !cx.root.loading) else { return Ok(()) };
    if is_retired(facts.status, cx.document) {
        return Ok(());
    }
    let lists = front.entries.iter().filter(|(key, _)| is_list(key));
    for (written, span) in lists.flat_map(|(_, values)| values) {
        if let Some(path) = missing(cx, written) {
            let start = span.start();
            let at =
                if span.len() < written.len() { *span } else { Span::new(start, start.plus(written.len())) };
            found.push(
                cx.finding(at, written, format!("there is no file `{path}`")).on("path in the front matter"),
            );
        }
    }
    Ok(())
}

/// What became of the file is for people to say.
fn fix(_cx: &Cx<'_>, _finding: &Finding) -> Vec<Fix> {
    Vec::new()
}

/// True for `key-files.created` and `key-files.modified`.
fn is_list(key: &str) -> bool {
    matches!(
        key,
        "key-files" | "key-files.created" | "key-files.modified" | "key_files.created" | "key_files.modified"
    )
}

/// The path that `written` names from the root, if a listing would name it and does not.
fn missing(cx: &Cx<'_>, written: &str) -> Option<RelPath> {
    let is_path = !written.contains([' ', '*', '{', '<', '(']) && !written.starts_with(['/', '~', '.']);
    let path = RelPath::new(written).filter(|_| is_path)?;
    let is_there = cx.root.paths.contains(&path) || cx.snapshot.file_at(cx.document.root(), &path).is_some();
    (!is_there && concerns_us(&path) && !cx.root.may_hide(&path)).then_some(path)
}

#[cfg(test)]
mod tests {
    use testkit::{check, check_none};

    const ON: &str = "//- schemark.toml\n[rules]\nmissing-key-file = \"hint\"\n";

    #[test]
    fn a_listed_file_that_is_not_there_is_reported() {
        check(&format!(
            "
//- docs/stories/a.md
---
key-files:
  modified:
    - docs/stories/a.md
    - src/db/users.ts
      ^^^^^^^^^^^^^^^ there is no file `src/db/users.ts`
---
{ON}"
        ));
    }

    #[test]
    fn patterns_other_keys_and_broken_front_matter_are_left_alone() {
        check_none(&format!(
            "
//- docs/stories/a.md
---
key-files:
  created: [src/*.ts, ~/x.ts, /etc/x.ts, src/x.py]
provides: [src/none.ts]
---
//- docs/stories/b.md
---
key-files:
  created: [src/none.ts
{ON}"
        ));
        check_none("\n//- docs/stories/a.md\n---\nkey-files:\n  created: [src/none.ts]\n---\n");
    }
}
