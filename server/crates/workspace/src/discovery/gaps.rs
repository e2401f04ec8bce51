//! What may be hidden where nobody looked: whether a schema, or a setting that names one, can lie in a gap.

use globset::GlobBuilder;

use super::kinds::{Kinds, is_backup, is_drizzle_config, is_prisma_config};
use super::prisma::is_prisma;
use super::sql::is_sql;
use crate::disk::{Cause, Gap};
use crate::path::RelPath;

/// What to say of a gap that may hide a schema.
pub(super) fn note(gap: &Gap) -> String {
    let what = match gap.cause {
        Cause::Refused => "cannot be read",
        Cause::LinkInside | Cause::LinkOutside => "is a symbolic link and is not followed",
        Cause::Unnamed => "has a name that is not UTF-8 and is left out",
    };
    let remedy = if gap.cause == Cause::Unnamed { "" } else { ", unless `exclude` names it" };
    format!("{} {what}: tables that it may declare are unknown{remedy}", gap.path)
}

/// True if a schema that no setting names, or a setting that names one, may lie in `gap`.
pub(super) fn may_hide_anything(gap: &Gap, kinds: &Kinds) -> bool {
    if is_excluded(gap, kinds) {
        return false;
    }
    if gap.is_folder {
        // What a link inside leads to is met under its own name.
        return gap.cause != Cause::LinkInside;
    }
    // A configuration's paths start at its own folder: under another name it says something else.
    let may_declare = || {
        kinds.may_declare(&gap.path)
            || (is_prisma(&gap.path) || is_sql(&gap.path)) && kinds.may_hold_schema(&gap.path)
    };
    is_drizzle_config(&gap.path)
        || is_prisma_config(&gap.path)
        || gap.cause != Cause::LinkInside && may_declare()
}

/// True if a file that `pattern` names may lie in `gap`, when a pattern that names a folder means what lies in it.
pub(super) fn may_hide(gap: &Gap, pattern: &str, kinds: &Kinds) -> bool {
    let pattern = pattern.trim_start_matches("./").trim_end_matches('/');
    let path = gap.path.as_str();
    !is_excluded(gap, kinds)
        && !is_backup(&gap.path)
        && (fits(pattern, path)
            || gap.path.is_below(pattern)
            || fits(pattern, gap.path.folder())
            || gap.is_folder && leads_into(pattern, path))
}

fn is_excluded(gap: &Gap, kinds: &Kinds) -> bool {
    let inside = RelPath::new(&format!("{}/schema.ts", gap.path));
    kinds.is_excluded(&gap.path) || gap.is_folder && inside.is_some_and(|it| kinds.is_excluded(&it))
}

/// True if `pattern` may fit something below `folder`.
fn leads_into(pattern: &str, folder: &str) -> bool {
    if pattern.contains(['{', '[']) {
        // These may hold slashes, so the parts cannot be told apart.
        return true;
    }
    let mut parts = pattern.split('/');
    for name in folder.split('/') {
        match parts.next() {
            Some("**") => return true,
            Some(part) if fits(part, name) => {}
            Some(_) => return false,
            // The pattern named a folder around this one.
            None => return true,
        }
    }
    true
}

fn fits(pattern: &str, path: &str) -> bool {
    let glob = GlobBuilder::new(pattern).literal_separator(true).build();
    glob.is_ok_and(|it| it.compile_matcher().is_match(path))
}

#[cfg(test)]
mod tests {
    use super::{may_hide, may_hide_anything};
    use crate::config::Config;
    use crate::discovery::Kinds;
    use crate::disk::{Cause, Gap};
    use crate::path::RelPath;

    fn folder(path: &str) -> Gap {
        let path = RelPath::new(path).expect("inside");
        Gap { path, is_folder: true, cause: Cause::Refused }
    }

    fn link(path: &str, cause: Cause) -> Gap {
        Gap { is_folder: false, cause, ..folder(path) }
    }

    #[test]
    fn a_pattern_leads_into_the_folders_it_may_fit_in() {
        let kinds = Kinds::default();
        for (pattern, gap) in
            [("./*/schema.ts", "b"), ("src/**/*.ts", "src/a/b"), ("db", "db/deep"), ("{a/b,c}/*.ts", "a")]
        {
            assert!(may_hide(&folder(gap), pattern, &kinds), "{pattern} {gap}");
        }
        for (pattern, gap) in [("src/db/schema.ts", "data"), ("src/*.ts", "src/a/b"), ("db", "database")] {
            assert!(!may_hide(&folder(gap), pattern, &kinds), "{pattern} {gap}");
        }
    }

    #[test]
    fn a_link_inside_hides_only_what_a_pattern_names() {
        let kinds = Kinds::default();
        let gap = link("b/schema.ts", Cause::LinkInside);
        assert!(may_hide(&gap, "./*/schema.ts", &kinds));
        assert!(!may_hide_anything(&gap, &kinds));
        assert!(may_hide_anything(&link("b/schema.ts", Cause::LinkOutside), &kinds));
        assert!(may_hide_anything(&link("b/drizzle.config.ts", Cause::LinkInside), &kinds));
        assert!(!may_hide_anything(&link("b/CLAUDE.md", Cause::LinkOutside), &kinds));
    }

    #[test]
    fn what_is_excluded_hides_nothing() {
        for exclude in ["data", "data/**"] {
            let kinds = Kinds::new(&Config::read(&format!("exclude = ['{exclude}']")));
            assert!(!may_hide_anything(&folder("data"), &kinds));
        }
        assert!(may_hide_anything(&folder("data"), &Kinds::default()));
    }
}
