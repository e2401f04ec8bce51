//! Which file a TypeScript import names: relative paths, `tsconfig` paths, packages of the workspace.

mod json;
mod package;
mod tsconfig;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::discovery::Files;
use crate::path::RelPath;

use package::Package;
use tsconfig::PathMap;

/// Resolves imports among the files of one root. Never leads outside, and only to files that exist.
#[derive(Debug, Default)]
pub(crate) struct Resolver {
    paths: Arc<BTreeSet<RelPath>>,
    packages: Vec<Package>,
    // Path maps with their folders, the deepest folder first.
    maps: Vec<PathMap>,
}

impl Resolver {
    pub(crate) fn new(files: &Files<'_>) -> Self {
        let mut resolver = Self { paths: Arc::clone(files.paths), ..Self::default() };
        for path in files.paths.iter() {
            if path.file_name() == "package.json" {
                let value = (files.document)(path).and_then(|it| json::read(&it.source()));
                resolver.packages.push(Package::read(path.folder(), value.as_ref()));
            }
        }
        resolver.maps = tsconfig::read(files);
        resolver
    }

    /// The file that `specifier` names when written in `from`.
    pub(crate) fn resolve(&self, from: &RelPath, specifier: &str) -> Option<RelPath> {
        if specifier.starts_with('.') {
            return self.source(&from.join(specifier)?);
        }
        let mapped = self.maps.iter().filter(|it| from.is_below(&it.folder));
        let mapped = mapped.flat_map(|it| it.targets(specifier)).find_map(|it| self.source(&it));
        mapped.or_else(|| self.package_file(from, specifier))
    }

    /// The `package.json` files that name a Prisma schema, each with the path as written.
    pub(crate) fn prisma_schemas(&self) -> impl Iterator<Item = (RelPath, String)> {
        self.packages.iter().filter_map(|it| {
            let path = RelPath::new(&format!("{}/package.json", it.folder))?;
            Some((path, it.prisma_schema.clone()?))
        })
    }

    /// True if a package talks to a database that is hosted elsewhere.
    pub(crate) fn is_hosted(&self) -> bool {
        self.packages.iter().any(|it| it.is_hosted)
    }

    /// The folder of the nearest `package.json` at or above `path`; the root's if there is none.
    pub(crate) fn package_folder(&self, path: &RelPath) -> &str {
        let holding = self.packages.iter().filter(|it| path.is_below(&it.folder));
        holding.max_by_key(|it| it.folder.len()).map_or("", |it| &it.folder)
    }

    fn package_file(&self, from: &RelPath, specifier: &str) -> Option<RelPath> {
        if specifier.starts_with('#') {
            let folder = self.package_folder(from);
            let package = self.packages.iter().find(|it| it.folder == folder)?;
            return package.imports(specifier).iter().find_map(|it| self.source(it));
        }
        let named = self.packages.iter().filter_map(|it| Some((it, it.subpath(specifier)?)));
        let (package, subpath) = named.max_by_key(|it| it.0.name.len())?;
        package.files(&subpath).iter().find_map(|it| self.source(it))
    }

    /// The source file that `path` means: itself, with an extension, or a folder's index.
    fn source(&self, path: &RelPath) -> Option<RelPath> {
        let text = path.as_str();
        let has = |candidate: String| RelPath::new(&candidate).filter(|it| self.paths.contains(it));
        let written = text.rsplit_once('.').and_then(|(stem, extension)| match extension {
            "js" => has(format!("{stem}.ts"))
                .or_else(|| has(format!("{stem}.tsx")))
                .or_else(|| has(text.to_owned())),
            "mjs" => has(format!("{stem}.mts")).or_else(|| has(text.to_owned())),
            "cjs" => has(format!("{stem}.cts")).or_else(|| has(text.to_owned())),
            "ts" | "tsx" | "mts" | "cts" => has(text.to_owned()),
            _ => None,
        });
        written.or_else(|| {
            let mut ends = ENDS.iter();
            ends.find_map(|it| has(format!("{text}{it}")))
        })
    }
}

/// What may be left out at the end of an import.
const ENDS: &[&str] = &[
    ".ts",
    ".tsx",
    ".mts",
    ".cts",
    "/index.ts",
    "/index.tsx",
    "/index.mts",
    "/index.cts",
    ".js",
    ".mjs",
    ".cjs",
    "/index.js",
    "/index.mjs",
];

/// A pattern with at most one `*`, as in `tsconfig` paths and package exports.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Pattern {
    before: String,
    /// What stands behind the star; `None` if there is no star.
    behind: Option<String>,
}

impl Pattern {
    fn new(text: &str) -> Self {
        match text.split_once('*') {
            Some((before, behind)) => Self { before: before.to_owned(), behind: Some(behind.to_owned()) },
            None => Self { before: text.to_owned(), behind: None },
        }
    }

    /// What the star stands for in `text`, empty if there is no star; `None` if the pattern does not fit.
    fn star<'a>(&self, text: &'a str) -> Option<&'a str> {
        match &self.behind {
            None => (text == self.before).then_some(""),
            Some(behind) => text.strip_prefix(&*self.before)?.strip_suffix(&**behind),
        }
    }
}

#[cfg(test)]
mod tests;
