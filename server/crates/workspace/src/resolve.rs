//! Which file a TypeScript import names: relative paths, `tsconfig` paths, packages of the workspace.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::discovery::Files;
use crate::path::RelPath;

/// Resolves imports among the files of one root. Never leads outside, and only to files that exist.
#[derive(Debug, Default)]
pub(crate) struct Resolver {
    paths: Arc<BTreeSet<RelPath>>,
    // Folders with a `package.json`, sorted.
    packages: Vec<String>,
}

impl Resolver {
    pub(crate) fn new(files: &Files<'_>) -> Self {
        let packages = files.paths.iter().filter(|it| it.file_name() == "package.json");
        Self { paths: Arc::clone(files.paths), packages: packages.map(|it| it.folder().to_owned()).collect() }
    }

    /// The file that `specifier` names when written in `from`.
    pub(crate) fn resolve(&self, from: &RelPath, specifier: &str) -> Option<RelPath> {
        if specifier.starts_with('.') { self.source(&from.join(specifier)?) } else { None }
    }

    /// The folder of the nearest `package.json` at or above `path`; the root's if there is none.
    pub(crate) fn package_folder(&self, path: &RelPath) -> String {
        let holding = self.packages.iter().filter(|it| path.is_below(it));
        holding.max_by_key(|it| it.len()).cloned().unwrap_or_default()
    }

    /// The source file that `path` means: itself, with an extension, or a folder's index.
    fn source(&self, path: &RelPath) -> Option<RelPath> {
        let text = path.as_str();
        let written = text.rsplit_once('.').and_then(|(stem, extension)| match extension {
            "js" => Some(vec![format!("{stem}.ts"), format!("{stem}.tsx"), text.to_owned()]),
            "mjs" => Some(vec![format!("{stem}.mts"), text.to_owned()]),
            "cjs" => Some(vec![format!("{stem}.cts"), text.to_owned()]),
            "ts" | "tsx" | "mts" | "cts" => Some(vec![text.to_owned()]),
            _ => None,
        });
        let mut candidates = written.unwrap_or_default();
        for end in [
            ".ts",
            ".tsx",
            ".mts",
            ".cts",
            "/index.ts",
            "/index.tsx",
            "/index.mts",
            ".js",
            ".mjs",
            "/index.js",
        ] {
            candidates.push(format!("{text}{end}"));
        }
        candidates.iter().filter_map(|it| RelPath::new(it)).find(|it| self.paths.contains(it))
    }
}
