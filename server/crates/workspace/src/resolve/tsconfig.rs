//! `paths` and `baseUrl` of `tsconfig.json`, and `imports` of `deno.json`.

use serde_json::Value;

use super::{Pattern, json};
use crate::discovery::Files;
use crate::path::RelPath;

/// What imports mean in the files below one folder.
#[derive(Debug)]
pub(super) struct PathMap {
    pub(super) folder: String,
    // Patterns with their targets, each relative to the root.
    paths: Vec<(Pattern, Vec<String>)>,
    // The folder that bare specifiers are looked up in, relative to the root.
    base: Option<String>,
}

/// The number of `extends` followed for one configuration; a cycle ends there, too.
const PARENTS: usize = 16;

/// The path maps of all configurations among `files`, the deepest folder first.
pub(super) fn read(files: &Files<'_>) -> Vec<PathMap> {
    let mut maps = Vec::new();
    for path in files.paths.iter() {
        let name = path.file_name();
        // A bundler's `tsconfig.json` may merely refer to `tsconfig.app.json`: all of a folder count.
        if name.starts_with("tsconfig") {
            maps.extend(tsconfig(files, path, path.folder(), &mut { PARENTS }));
        } else if matches!(name, "deno.json" | "deno.jsonc") {
            maps.extend(deno(files, path));
        }
    }
    maps.retain(|it| !it.paths.is_empty() || it.base.is_some());
    // Sorting is stable: of one folder, `tsconfig.json` stays before `tsconfig.test.json`.
    maps.sort_by_key(|it| std::cmp::Reverse(it.folder.len()));
    maps
}

impl PathMap {
    /// The paths that `specifier` may mean, the best first.
    pub(super) fn targets(&self, specifier: &str) -> Vec<RelPath> {
        let fits = self.paths.iter().filter_map(|it| Some((&it.0, it.0.star(specifier)?, &it.1)));
        // TypeScript takes the pattern with the longest prefix; one without a star wins over all.
        let best = fits.max_by_key(|it| (it.0.behind.is_none(), it.0.before.len()));
        let mut targets = Vec::new();
        if let Some((_, star, paths)) = best {
            targets.extend(paths.iter().filter_map(|it| RelPath::new(&it.replace('*', star))));
        }
        if let Some(base) = &self.base {
            targets.extend(RelPath::new(&format!("{base}/{specifier}")));
        }
        targets
    }
}

fn tsconfig(files: &Files<'_>, path: &RelPath, folder: &str, left: &mut usize) -> Option<PathMap> {
    let value = json::read(&(files.document)(path)?.source())?;
    let options = value.get("compilerOptions");
    let base = options.and_then(|it| it.get("baseUrl")).and_then(Value::as_str);
    let base = base.and_then(|it| path.join(it)).map(|it| it.as_str().to_owned());
    let start = base.clone().unwrap_or_else(|| path.folder().to_owned());
    let paths = options.and_then(|it| it.get("paths")).and_then(Value::as_object);
    let mut map = PathMap {
        folder: folder.to_owned(),
        paths: paths
            .map(|it| it.iter().map(|(key, value)| entry(&start, key, value)).collect())
            .unwrap_or_default(),
        base,
    };
    let parents = match value.get("extends") {
        Some(Value::String(parent)) => vec![parent.as_str()],
        Some(Value::Array(parents)) => parents.iter().rev().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    for parent in parents {
        let Some(inherited) = extended(files, path, parent, left) else { continue };
        // As in TypeScript, `paths` is replaced as a whole, not merged.
        if map.paths.is_empty() {
            map.paths = inherited.paths;
        }
        map.base = map.base.or(inherited.base);
    }
    Some(map)
}

fn extended(files: &Files<'_>, path: &RelPath, parent: &str, left: &mut usize) -> Option<PathMap> {
    if *left == 0 || !parent.starts_with('.') {
        return None;
    }
    *left -= 1;
    let parent = path.join(parent)?;
    let with_ending = RelPath::new(&format!("{parent}.json"))?;
    let parent = if files.paths.contains(&parent) { parent } else { with_ending };
    tsconfig(files, &parent, path.folder(), left)
}

fn entry(start: &str, key: &str, value: &Value) -> (Pattern, Vec<String>) {
    let targets = value.as_array().map(Vec::as_slice).unwrap_or_default();
    let targets = targets.iter().filter_map(|it| Some(format!("{start}/{}", it.as_str()?)));
    (Pattern::new(key), targets.collect())
}

/// Deno's import map: `"@/": "./src/"` stands for everything below.
fn deno(files: &Files<'_>, path: &RelPath) -> Option<PathMap> {
    let value = json::read(&(files.document)(path)?.source())?;
    let imports = value.get("imports")?.as_object()?.iter();
    let paths = imports.filter_map(|(key, value)| {
        let target = value.as_str().filter(|it| it.starts_with('.'))?;
        let star = if key.ends_with('/') { "*" } else { "" };
        let target = format!("{}/{target}{star}", path.folder());
        Some((Pattern::new(&format!("{key}{star}")), vec![target]))
    });
    Some(PathMap { folder: path.folder().to_owned(), paths: paths.collect(), base: None })
}
