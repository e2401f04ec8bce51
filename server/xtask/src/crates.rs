//! The direction of dependencies between crates: `cli → lsp → analysis → workspace → story → schema → syntax → text`.

use std::path::Path;

use anyhow::Context as _;

use crate::complaint::{Complaint, files, read, shown};

/// The rooms, each of which may use those before it.
const ROOMS: [&str; 8] = ["text", "syntax", "schema", "story", "workspace", "analysis", "lsp", "cli"];

/// What only tests may use.
const FOR_TESTS: &str = "testkit";

pub(crate) fn check(root: &Path, found: &mut Vec<Complaint>) -> anyhow::Result<()> {
    for path in files(&root.join("server"), "Cargo.toml")? {
        let manifest: toml::Table =
            read(&path)?.parse().with_context(|| format!("cannot read {}", path.display()))?;
        let folder =
            path.parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy().into_owned();
        for table in ["dependencies", "build-dependencies"] {
            let names =
                manifest.get(table).and_then(toml::Value::as_table).into_iter().flat_map(toml::Table::keys);
            for used in names.filter(|used| !may_use(&folder, used)) {
                let what =
                    format!("`{folder}` must not depend on `{used}`: edges point from {}", ROOMS.join(" ← "));
                found.push(Complaint { path: shown(root, &path), line: 0, what });
            }
        }
    }
    Ok(())
}

/// True if the crate in the folder `room` may depend on the crate called `used`.
fn may_use(room: &str, used: &str) -> bool {
    let place = |name: &str| ROOMS.iter().position(|it| *it == name);
    match (place(room), place(used)) {
        (Some(room), Some(used)) => used < room,
        (Some(_), None) => used != FOR_TESTS,
        // The kit and the chores stand outside, and above everything that answers questions.
        (None, Some(_)) => !matches!(used, "lsp" | "cli"),
        (None, None) => used != FOR_TESTS,
    }
}

#[cfg(test)]
mod tests {
    use super::may_use;

    #[test]
    fn edges_point_one_way() {
        assert!(may_use("analysis", "schema"));
        assert!(!may_use("schema", "story"));
        assert!(!may_use("text", "syntax"));
        assert!(!may_use("lsp", "lsp"));
        assert!(may_use("lsp", "tokio"));
    }

    #[test]
    fn only_tests_use_the_kit() {
        assert!(!may_use("analysis", "testkit"));
        assert!(may_use("testkit", "analysis"));
    }
}
