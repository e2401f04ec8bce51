//! The map: every path that `server/ARCHITECTURE.md` names exists.

use std::path::Path;

use crate::complaint::{Complaint, read};

/// The map's own path.
const MAP: &str = "server/ARCHITECTURE.md";

/// The folders at the repository's top; what begins with one of them is a path.
const TOP: [&str; 5] = ["server", "editors", "grammars", "tests", ".ci"];

pub(crate) fn check(root: &Path, found: &mut Vec<Complaint>) -> anyhow::Result<()> {
    for (number, line) in read(&root.join(MAP))?.lines().enumerate() {
        for path in paths(line).filter(|path| !root.join(path).exists()) {
            let what = format!("`{path}` does not exist");
            found.push(Complaint { path: MAP.to_owned(), line: number + 1, what });
        }
    }
    Ok(())
}

/// The paths in backquotes that `line` names.
fn paths(line: &str) -> impl Iterator<Item = &str> {
    let spans = line.split('`').skip(1).step_by(2);
    spans.filter(|span| {
        let first = span.split('/').next().unwrap_or("");
        TOP.contains(&first) && !span.contains([' ', '*', '<'])
    })
}

#[cfg(test)]
mod tests {
    use super::paths;

    #[test]
    fn paths_are_told_from_other_code() {
        let line = "Read `server/xtask`, then `lib.rs`; `tests` and `text → syntax`.";
        assert_eq!(paths(line).collect::<Vec<_>>(), ["server/xtask", "tests"]);
    }
}
