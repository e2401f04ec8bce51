//! A silencing comment that silences nothing, or does not say why.

use story::{Mention, Suppression};
use text::Span;
use workspace::document::FileKind;
use workspace::model::Presence;
use workspace::snapshot::Cancelled;

use super::Cx;
use super::config_invalid::nearest_rule;
use super::unknown_table::demands;
use crate::coverage::presence;
use crate::suppress::{self, Used};
use crate::{Finding, Fix};

rule! {
    /// ## What it finds
    ///
    /// A `schemark-ignore` comment that silences nothing, names no rule, or gives no reason.
    ///
    /// In markdown the comment is `<!-- schemark-ignore unknown-table: reason -->` and covers the next block; in
    /// TypeScript it is `// schemark-ignore table-naming: reason` and covers the next line or declaration. With
    /// `schemark-ignore-file` it covers the file.
    ///
    /// ## Why it matters
    ///
    /// A comment that outlived its finding hides the next one. A comment without a reason cannot be judged by anybody
    /// but its author.
    ///
    /// ## Examples
    ///
    /// ```bad
    /// //- db/schema.ts
    /// import { pgTable, text } from 'drizzle-orm/pg-core';
    /// export const orders = pgTable('orders', { id: text('id').primaryKey() });
    /// //- docs/stories/checkout.md
    /// <!-- schemark-ignore unknown-table: the billing team owns it -->
    ///                      ^^^^^^^^^^^^^ nothing here is silenced by `unknown-table`
    ///
    /// Rows go to the `orders` table.
    /// ```
    ///
    /// ```good
    /// //- db/schema.ts
    /// import { pgTable, text } from 'drizzle-orm/pg-core';
    /// export const orders = pgTable('orders', { id: text('id').primaryKey() });
    /// //- docs/stories/checkout.md
    /// <!-- schemark-ignore unknown-table: the billing team owns it -->
    ///
    /// Rows go to the `invoices` table.
    /// ```
    code: "unused-suppression",
    level: Warning,
    reads: Everything,
}

/// Whether a comment silences anything is known only when every other rule has spoken: see [`report`].
fn check(_: &Cx<'_>, _: &mut Vec<Finding>) -> Result<(), Cancelled> {
    Ok(())
}

/// What is wrong with `comments`, of whose entries `used` silenced something.
pub(super) fn report(cx: &Cx<'_>, comments: &[Suppression], used: &Used, found: &mut Vec<Finding>) {
    for (number, comment) in comments.iter().enumerate() {
        if comment.rules.is_empty() {
            let message = "this comment names no rule to silence".to_owned();
            found.push(cx.finding(comment.span, "schemark-ignore", message).on("comment that silences"));
            continue;
        }
        if comment.reason.is_none() {
            let message = "this comment does not say why: add `: reason`".to_owned();
            found.push(cx.finding(comment.span, "schemark-ignore", message).on("comment that silences"));
        }
        for (place, (code, span)) in comment.rules.iter().enumerate() {
            if used.contains(&(number, place)) {
                continue;
            }
            let message = if super::by_code(code).is_none() {
                format!("no rule is called `{code}`")
            } else if !super::runs(cx.snapshot, cx.document.id(), code) || is_undecided(cx, comment.covers) {
                // Switched off, or with all schemas read, the rule may have something to say on another day.
                continue;
            } else {
                format!("nothing here is silenced by `{code}`")
            };
            found.push(cx.finding(*span, code, message).on("comment that silences"));
        }
    }
}

/// True if of something in the stretch `covers` it cannot be known whether it is there, or what it is: a rule's silence
/// then means nothing.
fn is_undecided(cx: &Cx<'_>, covers: Span) -> bool {
    let ground = cx.ground();
    let unknown = |mention: &Mention| presence(&ground, mention) == Presence::Unknown;
    let named = matches!(cx.document.kind(), FileKind::Story)
        && cx.document.facts().mentions.iter().any(|it| covers.meets(it.span) && demands(it) && unknown(it));
    // A declaration that cannot be read in full may lie anywhere in its file, and takes its neighbours with it.
    let broken = cx.document.module().is_some_and(|it| !it.problems().is_empty());
    let open = cx.own_tables().any(|(_, it)| !it.complete && covers.meets(it.place.span));
    named || broken || open || cx.document.problem().is_some()
}

fn fix(cx: &Cx<'_>, finding: &Finding) -> Vec<Fix> {
    let comments = suppress::comments(cx.snapshot, finding.file);
    let Some(comment) = comments.iter().find(|comment| comment.span.covers(finding.span)) else {
        return Vec::new();
    };
    let mut fixes = Vec::new();
    if super::by_code(&finding.name).is_none()
        && let Some(code) = nearest_rule(&finding.name)
    {
        fixes.push(cx.replacement(finding, format!("Change to \"{code}\""), finding.span, code));
    }
    // A comment without a reason needs one, which only its author knows.
    if comment.rules.len() <= 1 && (comment.rules.is_empty() || comment.span != finding.span) {
        let span = whole_lines(cx, comment.span);
        let mut fix = cx.replacement(finding, "Remove the comment".to_owned(), span, "");
        fix.safe = true;
        fix.preferred = fixes.is_empty();
        fixes.push(fix);
    }
    fixes
}

/// `comment` with its line end if nothing else stands on its line, and in markdown with the blank line behind it.
fn whole_lines(cx: &Cx<'_>, comment: Span) -> Span {
    let source = cx.document.source();
    let before = source.get(..comment.start().bytes()).unwrap_or("");
    let behind = source.get(comment.end().bytes()..).unwrap_or("");
    let indent = before.len() - before.trim_end_matches([' ', '\t']).len();
    let alone = before.is_empty() || before.trim_end_matches([' ', '\t']).ends_with('\n');
    let Some(line_end) =
        behind.find('\n').filter(|at| behind.get(..*at).is_some_and(|it| it.trim().is_empty()))
    else {
        return comment;
    };
    if !alone {
        let start = comment.start().bytes() - indent;
        return Span::from_range(start..comment.end().bytes());
    }
    let mut end = line_end + 1;
    if cx.document.kind() == FileKind::Story && behind.get(end..).is_some_and(|it| it.starts_with('\n')) {
        end += 1;
    }
    Span::from_range(comment.start().bytes() - indent..comment.end().bytes() + end)
}

#[cfg(test)]
mod tests {
    use testkit::{check, check_fix, check_none};

    #[test]
    fn a_comment_needs_a_reason_and_a_rule() {
        check(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
// schemark-ignore
^^^^^^^^^^^^^^^^^^ this comment names no rule to silence
export const orders = pgTable('orders', { id: text('id').primaryKey() });
// schemark-ignore-file table-nameing: legacy
                        ^^^^^^^^^^^^^ no rule is called `table-nameing`
",
        );
    }

    #[test]
    fn a_comment_that_silences_is_fine() {
        check_none(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const teams = pgTable('teams', { id: text('id').primaryKey() });
export const users = pgTable('users', {
  id: text('id').primaryKey(),
  // schemark-ignore foreign-key-without-index: ten rows
  teamId: text('team_id').references(() => teams.id),
});
",
        );
    }

    #[test]
    fn a_comment_that_silences_nothing_is_removed() {
        check_fix(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const teams = pgTable('teams', {
  // schemark-ignore foreign-key-without-index: ten rows
  id: text('id').primaryKey(),
});
",
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const teams = pgTable('teams', {
  id: text('id').primaryKey(),
});
",
        );
    }

    #[test]
    fn a_comment_on_what_cannot_be_known_is_left_alone() {
        let story = "
//- docs/stories/a.md
<!-- schemark-ignore unknown-table: the billing team owns it -->

Rows go to the `invoices` table.
";
        let off = "//- schemark.toml\n[rules]\nschema-unreadable = \"off\"\n";
        check_none(&format!("{story}{off}"));
        let broken = "//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const orders = pgTable('orders', { id: text('id'), invoices:
";
        check_none(&format!("{story}{broken}{off}"));
    }

    #[test]
    fn a_comment_in_a_table_with_unknown_columns_is_left_alone() {
        check_none(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
import { audit } from 'company-columns';
// schemark-ignore missing-timestamps: they come from the package
export const orders = pgTable('orders', { id: text('id').primaryKey(), ...audit() });
//- schemark.toml
[rules]
schema-unreadable = \"off\"
",
        );
    }

    #[test]
    fn a_half_written_comment_is_no_comment() {
        check_none("//- docs/stories/a.md\n<!-- schemark-ignore unknown-table: why\n");
    }
}
