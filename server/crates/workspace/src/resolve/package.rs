//! A package of the workspace, and which of its files an import names.

use serde_json::Value;

use super::Pattern;
use crate::path::RelPath;

/// What a `package.json` says of its files.
#[derive(Debug, Default)]
pub(super) struct Package {
    pub(super) folder: String,
    /// The name; empty if it has none.
    pub(super) name: String,
    /// Where it says that its Prisma schema is.
    pub(super) prisma_schema: Option<String>,
    /// True if it talks to a database that is hosted elsewhere.
    pub(super) is_hosted: bool,
    // Subpaths (`.`, `./schema`, `./*`) with the files they may lead to, the best first.
    exports: Vec<(Pattern, Vec<String>)>,
    // The same for imports of its own (`#db`).
    imports: Vec<(Pattern, Vec<String>)>,
}

/// Folders that builds write to; a source of the same name lies in `src`.
const OUTPUTS: &[&str] = &["dist/", "build/", "lib/", "out/", "dist/src/"];

/// What the packages of clients of a hosted database are called like.
const HOSTED: &str = "@supabase/";

/// Conditions are nested at most this deep; real ones two levels.
const DEPTH: usize = 4;

impl Package {
    pub(super) fn read(folder: &str, value: Option<&Value>) -> Self {
        let mut package = Self { folder: folder.to_owned(), ..Self::default() };
        let Some(value) = value else { return package };
        package.name = value.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
        let prisma = value.get("prisma").and_then(|it| it.get("schema"));
        package.prisma_schema = prisma.and_then(Value::as_str).map(str::to_owned);
        let mut needs =
            ["dependencies", "devDependencies"].iter().filter_map(|it| value.get(it)?.as_object());
        package.is_hosted = needs.any(|it| it.keys().any(|it| it.starts_with(HOSTED)));
        match value.get("exports") {
            Some(Value::Object(exports)) if exports.keys().any(|it| it.starts_with('.')) => {
                package.exports =
                    exports.iter().map(|(key, value)| (Pattern::new(key), targets(value, DEPTH))).collect();
            }
            Some(value) => package.exports.push((Pattern::new("."), targets(value, DEPTH))),
            None => {}
        }
        let mains = ["types", "typings", "source", "module", "main"];
        let mains = mains.iter().filter_map(|it| Some(value.get(it)?.as_str()?.to_owned()));
        package.exports.push((Pattern::new("."), mains.collect()));
        if let Some(imports) = value.get("imports").and_then(Value::as_object) {
            package.imports =
                imports.iter().map(|(key, value)| (Pattern::new(key), targets(value, DEPTH))).collect();
        }
        package
    }

    /// What `specifier` names of this package: `.` or `./schema`; `None` if it names another.
    pub(super) fn subpath(&self, specifier: &str) -> Option<String> {
        let rest = specifier.strip_prefix(&*self.name).filter(|_| !self.name.is_empty())?;
        (rest.is_empty() || rest.starts_with('/')).then(|| format!(".{rest}"))
    }

    /// The files that `subpath` may mean, the best first.
    pub(super) fn files(&self, subpath: &str) -> Vec<RelPath> {
        let mut files = self.mapped(&self.exports, subpath);
        // Sources are looked for even where only build output is exported, or nothing is.
        files.extend(self.inside(&format!("src/{subpath}")));
        files.extend(self.inside(subpath));
        files
    }

    /// The files that `specifier`, which begins with `#`, may mean inside the package.
    pub(super) fn imports(&self, specifier: &str) -> Vec<RelPath> {
        self.mapped(&self.imports, specifier)
    }

    fn mapped(&self, map: &[(Pattern, Vec<String>)], text: &str) -> Vec<RelPath> {
        let mut files = Vec::new();
        for (pattern, targets) in map {
            let Some(star) = pattern.star(text) else { continue };
            for target in targets {
                let target = target.replace('*', star);
                files.extend(self.inside(&target));
                files.extend(source_of(&target).and_then(|it| self.inside(&it)));
            }
        }
        files
    }

    fn inside(&self, path: &str) -> Option<RelPath> {
        RelPath::new(&format!("{}/{path}", self.folder))
    }
}

/// The source that the build output `target` was probably made from.
fn source_of(target: &str) -> Option<String> {
    let target = target.trim_start_matches("./");
    let rest = OUTPUTS.iter().find_map(|it| target.strip_prefix(it))?;
    let rest = rest.trim_start_matches("esm/").trim_start_matches("cjs/");
    // `index.d.ts` describes `index.ts`; without an ending, the resolver finds the source.
    let stem =
        [".d.ts", ".d.mts", ".d.cts", ".js", ".mjs", ".cjs"].iter().find_map(|it| rest.strip_suffix(it));
    Some(format!("src/{}", stem.unwrap_or(rest)))
}

/// Every path in the conditions of `value`, in order.
fn targets(value: &Value, depth: usize) -> Vec<String> {
    match value {
        Value::String(path) => vec![path.clone()],
        Value::Object(conditions) if depth > 0 => {
            conditions.values().flat_map(|it| targets(it, depth - 1)).collect()
        }
        Value::Array(paths) if depth > 0 => paths.iter().flat_map(|it| targets(it, depth - 1)).collect(),
        _ => Vec::new(),
    }
}
