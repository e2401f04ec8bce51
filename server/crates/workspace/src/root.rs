//! Which folder is the root of the workspace that a file lies in, when nobody opened a folder.

use std::path::{Path, PathBuf};

use crate::config;

/// What marks the folder that holds all packages of a project.
const WORKSPACES: [&str; 5] = ["pnpm-workspace.yaml", "turbo.json", "nx.json", "lerna.json", "rush.json"];

/// What marks a project with a schema of its own.
const CONFIGS: [&str; 5] = [
    "drizzle.config.ts",
    "drizzle.config.js",
    "drizzle.config.mjs",
    "drizzle.config.mts",
    "prisma.config.ts",
];

/// The root of the workspace that `path` lies in, for somebody who works in the folder `here`; `None` if nothing tells.
///
/// It is the nearest folder around `path` with a `schemark.toml`; else `path` itself if it is a folder that says it is a
/// project, or is `here`; else the nearest repository; else the nearest folder of a monorepo's settings; else `here` if
/// it is around `path`; else the nearest package. A home folder, or the whole disk, is never it.
#[must_use]
pub fn around(path: &Path, here: Option<&Path>) -> Option<PathBuf> {
    let is_folder = path.is_dir();
    let folder = if is_folder { path } else { path.parent()? };
    let has = |folder: &Path, marks: &[&str]| marks.iter().any(|it| folder.join(it).exists());
    let nearest = |marks: &[&str]| {
        let mut folders = folder.ancestors().filter(|it| crate::store::refusal(it).is_ok());
        folders.find(|it| has(it, marks)).map(Path::to_owned)
    };
    let is_opened = || is_folder && (has(folder, &[".git"]) || has(folder, &CONFIGS) || here == Some(folder));
    let here = here.filter(|it| folder.starts_with(it) && crate::store::refusal(it).is_ok());
    nearest(&[config::FILE_NAME])
        .or_else(|| is_opened().then(|| folder.to_owned()))
        .or_else(|| nearest(&[".git"]))
        .or_else(|| nearest(&WORKSPACES))
        .or_else(|| here.map(Path::to_owned))
        .or_else(|| nearest(&["package.json"]))
        .or_else(|| nearest(&CONFIGS))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::around;

    /// The root of `path` for somebody in `here`, both below a folder with `files`; the folder itself is `.`.
    fn root(files: &[&str], path: &str, here: Option<&str>) -> String {
        let folder = tempfile::tempdir().expect("folder");
        let base = folder.path();
        for file in files.iter().chain(&[path]).filter(|it| Path::new(it).extension().is_some()) {
            let file = base.join(file);
            std::fs::create_dir_all(file.parent().expect("below")).expect("folder");
            std::fs::write(file, "").expect("file");
        }
        for folder in files.iter().filter(|it| it.ends_with(".git")) {
            std::fs::create_dir_all(base.join(folder)).expect("folder");
        }
        let here = here.map(|it| if it == "." { base.to_owned() } else { base.join(it) });
        let Some(root) = around(&base.join(path), here.as_deref()) else { return "none".to_owned() };
        let root = root.strip_prefix(base).expect("below").to_string_lossy().into_owned();
        if root.is_empty() { ".".to_owned() } else { root }
    }

    #[test]
    fn a_lone_file_in_a_package_belongs_to_the_whole_repository() {
        for mark in [".git", "pnpm-workspace.yaml", "schemark.toml"] {
            let files = ["packages/docs/package.json", mark];
            for here in [None, Some("."), Some("packages/docs"), Some("elsewhere")] {
                assert_eq!(root(&files, "packages/docs/a.md", here), ".", "{mark} {here:?}");
            }
        }
    }

    #[test]
    fn without_a_repository_the_current_folder_counts() {
        let files = ["sub/package.json"];
        for path in ["sub/a.md", "sub"] {
            assert_eq!(root(&files, path, Some(".")), ".", "{path}");
        }
        assert_eq!(root(&files, "sub/a.md", None), "sub");
        assert_eq!(root(&files, "sub/a.md", Some("other")), "sub");
        assert_eq!(root(&[], "sub/a.md", None), "none");
    }

    #[test]
    fn a_configuration_wins_over_the_repository() {
        let files = [".git", "sub/schemark.toml"];
        assert_eq!(root(&files, "sub/deep/a.md", Some(".")), "sub");
        assert_eq!(root(&files, "a.md", Some(".")), ".");
    }

    #[test]
    fn a_folder_somebody_asked_for_is_the_root_if_it_is_a_project() {
        let files = [".git", "app/drizzle.config.ts", "docs/a.md"];
        assert_eq!(root(&files, "app", Some(".")), "app");
        assert_eq!(root(&files, "docs", Some(".")), ".");
        assert_eq!(root(&files, "docs", Some("docs")), "docs");
    }
}
