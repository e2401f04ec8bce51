//! A story tells a command that its tool no longer knows.

use text::{Offset, Span};
use workspace::snapshot::Cancelled;

use super::Cx;
use super::is_retired;
use crate::{Finding, Fix};

rule! {
    /// ## What it finds
    ///
    /// A command of drizzle-kit that is no more: `drizzle-kit generate:pg`, `push:mysql`, `introspect:sqlite`.
    ///
    /// Since version 0.21 the database is named in the configuration, and the commands are `generate`, `push` and
    /// `pull`. A line that says that a command is old is left alone. Who stays with an older version turns the rule off.
    ///
    /// ## Why it matters
    ///
    /// The command fails, and so does the agent that was told to run it.
    ///
    /// ## Examples
    ///
    /// ````bad
    /// //- docs/stories/setup.md
    /// ```sh
    /// npx drizzle-kit generate:pg
    ///                 ^^^^^^^^^^^ `drizzle-kit generate:pg` is now `drizzle-kit generate`
    /// ```
    /// ````
    ///
    /// ```good
    /// //- docs/stories/setup.md
    /// Run `npx drizzle-kit generate`. The old `drizzle-kit generate:pg` is no more.
    /// ```
    code: "obsolete-command",
    level: Hint,
    reads: Stories,
}

/// What was called otherwise before version 0.21, and what it is called now.
const COMMANDS: &[(&str, &str)] = &[
    ("check", "check"),
    ("drop", "drop"),
    ("generate", "generate"),
    ("introspect", "pull"),
    ("push", "push"),
    ("up", "up"),
];
/// The databases that a command used to name.
const DATABASES: &[&str] = &["mysql", "pg", "sqlite"];
/// Words of lines on what is no more.
const OLD: &[&str] = &[
    "obsolete",
    "deprecated",
    "old ",
    "older",
    "instead of",
    "replace",
    "no longer",
    "formerly",
    "renamed",
    "→",
    "->",
];

/// A command that is no more.
struct Old {
    span: Span,
    written: String,
    now: &'static str,
}

fn check(cx: &Cx<'_>, found: &mut Vec<Finding>) -> Result<(), Cancelled> {
    if is_retired(cx.document.facts().status, cx.document) {
        return Ok(());
    }
    for old in all(&cx.document.source()) {
        let message = format!("`drizzle-kit {}` is now `drizzle-kit {}`", old.written, old.now);
        found.push(cx.finding(old.span, &old.written, message).on("command of drizzle-kit in the text"));
    }
    Ok(())
}

fn fix(cx: &Cx<'_>, finding: &Finding) -> Vec<Fix> {
    let old = all(&cx.document.source()).into_iter().find(|it| it.span == finding.span);
    let change = |it: Old| {
        let mut fix = cx.replacement(finding, format!("Change to `{}`", it.now), it.span, it.now);
        fix.preferred = true;
        fix
    };
    old.map(change).into_iter().collect()
}

/// The obsolete commands in `source`, in order.
fn all(source: &str) -> Vec<Old> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in source.split_inclusive('\n') {
        let lower = line.to_ascii_lowercase();
        let is_told_old = || OLD.iter().any(|it| lower.contains(it));
        for (at, tool) in line.match_indices("drizzle-kit ") {
            let from = at + tool.len();
            let Some((written, now)) = line.get(from..).and_then(command).filter(|_| !is_told_old()) else {
                continue;
            };
            let at = Offset::new(start + from);
            let span = Span::new(at, at.plus(written.len()));
            found.push(Old { span, written: written.to_owned(), now });
        }
        start += line.len();
    }
    found
}

/// The obsolete command at the start of `text`, and what it is called now.
fn command(text: &str) -> Option<(&str, &'static str)> {
    let end = text.find(|it: char| !it.is_ascii_alphanumeric() && it != ':').unwrap_or(text.len());
    let written = text.get(..end)?;
    let (name, database) = written.split_once(':')?;
    let (_, now) = COMMANDS.iter().find(|it| it.0 == name).filter(|_| DATABASES.contains(&database))?;
    Some((written, now))
}

#[cfg(test)]
mod tests {
    use testkit::{check, check_fix, check_none};

    #[test]
    fn an_obsolete_command_is_found_in_prose_and_in_code() {
        check(
            "
//- docs/stories/a.md
Run `bunx drizzle-kit push:mysql --force`.
                      ^^^^^^^^^^ `drizzle-kit push:mysql` is now `drizzle-kit push`

    drizzle-kit introspect:sqlite
                ^^^^^^^^^^^^^^^^^ `drizzle-kit introspect:sqlite` is now `drizzle-kit pull`
",
        );
    }

    #[test]
    fn what_is_still_known_or_said_to_be_old_is_left_alone() {
        check_none(
            "
//- docs/stories/a.md
Run `drizzle-kit generate`, `drizzle-kit generate:custom` or `pnpm generate:pg`.
Instead of `drizzle-kit push:pg` it is `drizzle-kit push`, and half typed `drizzle-kit push:
//- docs/archive/b.md
Run `drizzle-kit push:pg`.
",
        );
    }

    #[test]
    fn the_command_becomes_the_one_of_today() {
        check_fix(
            "\n//- docs/stories/a.md\nRun `drizzle-kit introspect:pg`.\n",
            "\n//- docs/stories/a.md\nRun `drizzle-kit pull`.\n",
        );
    }
}
