//! What a file is to us, by its path.

use std::collections::BTreeSet;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use super::packs;
use crate::config::{Config, FILE_NAME};
use crate::document::FileKind;
use crate::path::RelPath;

/// Folders that steer tools: neither their markdown nor their schemas say anything of the product.
const TOOL_FOLDERS: &[&str] = &[
    ".agent",
    ".agents",
    ".amazonq",
    ".augment",
    ".claude",
    ".clinerules",
    ".codex",
    ".cursor",
    ".gemini",
    ".junie",
    ".kilocode",
    ".opencode",
    ".qwen",
    ".roo",
    ".trae",
    ".windsurf",
    "_bmad",
    "bmad-core",
];

/// The same, by how the name begins: packs of one tool.
const TOOL_PREFIXES: &[&str] = &[".bmad-"];

/// How hidden folders end that hold the whole of a tool: `.bmad-core`, `.aios-core`.
const TOOL_ENDING: &str = "-core";

/// The same, two folders deep.
const TOOL_PATHS: &[&str] = &[
    ".agent-os/commands",
    ".agent-os/instructions",
    ".agent-os/standards",
    ".bmad/core",
    ".kiro/hooks",
    ".kiro/settings",
    ".specify/memory",
    ".specify/scripts",
    ".specify/templates",
    ".spec-workflow/templates",
    ".spec-workflow/user-templates",
    ".taskmaster/rules",
    ".taskmaster/templates",
    "agent-os/standards",
];

/// Folders of which only the markdown steers tools or people's process.
const PROCESS_FOLDERS: &[&str] = &[".github", "checklists", "templates"];

/// Files that are about the repository, not the product; compared in lower case, without the extension.
const HOUSEKEEPING: &[&str] = &[
    "agents",
    "authors",
    "changelog",
    "changes",
    "claude",
    "code-of-conduct",
    "code_of_conduct",
    "contributing",
    "copying",
    "gemini",
    "history",
    "licence",
    "license",
    "pull_request_template",
    "releases",
    "security",
    "skill",
    "third-party-notices",
];

/// Folders of finished work, in lower case and without leading marks.
const ARCHIVES: &[&str] = &[
    "archive",
    "archived",
    "archives",
    "attic",
    "backup",
    "backups",
    "deprecated",
    "obsolete",
    "old",
    "outdated",
    "retired",
    "stale",
    "superseded",
];

/// Folders of documents of the past; a schema of that name may be in use still.
const PAST: &[&str] = &["legacy"];

/// The same, where a tool gives a folder that meaning.
const ARCHIVE_PATHS: &[&str] = &[".planning/milestones"];

/// Folders whose TypeScript is not the schema: copies, tests, what tools wrote.
const NOT_SCHEMA_FOLDERS: &[&str] = &[
    "__fixtures__",
    "__mocks__",
    "__tests__",
    "build",
    "dist",
    "e2e",
    "examples",
    "fixtures",
    "migrations",
    "out",
    "scripts",
    "test",
    "tests",
];

/// What a file is by its path, under one configuration.
#[derive(Debug, Default)]
pub(crate) struct Kinds {
    stories: Option<GlobSet>,
    exclude: Option<GlobSet>,
    /// The folders of packs for agents.
    packs: BTreeSet<String>,
}

impl Kinds {
    pub(crate) fn new(config: &Config) -> Self {
        Self { stories: globs(&config.stories), exclude: globs(&config.exclude), ..Self::default() }
    }

    /// The same where `paths` are all there is: some things show only beside others.
    pub(crate) fn among(self, paths: &BTreeSet<RelPath>) -> Self {
        Self { packs: packs::find(paths), ..self }
    }

    /// True if `path` lies where a tool keeps what steers it: its rules, its templates of documents and of code.
    pub(crate) fn is_of_tool(&self, path: &RelPath) -> bool {
        is_of_tool(path) || self.packs.iter().any(|it| path.is_below(it))
    }

    /// What `path` is, schema files aside.
    pub(crate) fn kind(&self, path: &RelPath) -> FileKind {
        if path.as_str() == FILE_NAME {
            return FileKind::Config;
        }
        if is_settings(path) {
            return FileKind::Settings;
        }
        if !matches!(path.extension().as_str(), "md" | "markdown") {
            return FileKind::Other;
        }
        let is_story = !self.is_excluded(path)
            && match &self.stories {
                Some(stories) => stories.is_match(path.as_str()),
                None => !is_tooling(path) && !self.is_of_tool(path),
            };
        if is_story { FileKind::Story } else { FileKind::Markdown }
    }

    pub(crate) fn is_excluded(&self, path: &RelPath) -> bool {
        self.exclude.as_ref().is_some_and(|it| it.is_match(path.as_str()))
    }

    /// True if `path` may be a Drizzle schema file, where nothing but its content says so.
    pub(crate) fn may_declare(&self, path: &RelPath) -> bool {
        let name = path.file_name();
        self.may_hold_schema(path)
            && matches!(path.extension().as_str(), "ts" | "mts" | "cts")
            && ![".d.ts", ".test.ts", ".spec.ts", ".config.ts", ".stories.ts"]
                .iter()
                .any(|it| name.ends_with(it))
    }

    /// True if `path` lies where schemas lie.
    pub(crate) fn may_hold_schema(&self, path: &RelPath) -> bool {
        !is_backup(path)
            && !self.is_of_tool(path)
            && !path.folder().split('/').any(|it| NOT_SCHEMA_FOLDERS.contains(&it))
            && !self.is_excluded(path)
    }
}

/// True if `path` is a copy somebody kept.
pub(crate) fn is_backup(path: &RelPath) -> bool {
    path.as_str().split('/').any(|part| {
        let part = part.to_ascii_lowercase();
        part.starts_with("_backup")
            || part.starts_with("backup")
            || part.contains(".bak")
            || part.contains(".backup")
    })
}

/// True if `path` lies in a folder of finished work.
pub(crate) fn is_archived(path: &RelPath) -> bool {
    let is_archive = |folder: &str| {
        let folder = folder.to_lowercase();
        let name = folder.trim_start_matches(['_', '.', '-']);
        ARCHIVES.contains(&name) || path.as_str().ends_with(".md") && PAST.contains(&name)
    };
    is_backup(path)
        || path.folder().split('/').any(is_archive)
        || ARCHIVE_PATHS.iter().any(|it| path.is_below(it))
}

/// True if `path` steers discovery.
pub(crate) fn is_settings(path: &RelPath) -> bool {
    let name = path.file_name();
    matches!(name, "package.json" | "deno.json" | "deno.jsonc" | "sqitch.plan")
        || is_drizzle_config(path)
        || is_prisma_config(path)
        || is_drizzle_journal(path)
        || (name.starts_with("tsconfig") && name.ends_with(".json"))
}

/// True for `prisma.config.ts` and its variants.
pub(crate) fn is_prisma_config(path: &RelPath) -> bool {
    let (stem, extension) = path.file_name().rsplit_once('.').unwrap_or_default();
    let is_config = stem == "prisma.config" || (stem == "prisma" && path.folder().ends_with(".config"));
    is_config && matches!(extension, "ts" | "mts" | "cts" | "js" | "mjs" | "cjs")
}

/// True for `drizzle.config.ts` and its variants: `drizzle-prod.config.ts`, `drizzle.config.prod.ts`.
pub(crate) fn is_drizzle_config(path: &RelPath) -> bool {
    let name = path.file_name();
    let Some((stem, "ts" | "mts" | "cts" | "js" | "mjs" | "cjs")) = name.rsplit_once('.') else {
        return false;
    };
    let is_variant = |it: &str| !it.split('.').any(|it| matches!(it, "test" | "spec" | "d"));
    name.starts_with("drizzle") && stem.ends_with(".config")
        || stem.strip_prefix("drizzle.config.").is_some_and(is_variant)
}

/// True if `path` may be a config of drizzle-kit under a name of its own: `sqlite.config.ts`.
pub(crate) fn may_be_drizzle_config(path: &RelPath) -> bool {
    let name = path.file_name();
    let parts: Vec<&str> = name.split('.').collect();
    matches!(parts.last(), Some(&("ts" | "mts" | "cts" | "js" | "mjs" | "cjs")))
        && parts.contains(&"config")
        && !parts.iter().any(|it| matches!(*it, "test" | "spec" | "d"))
        && !is_settings(path)
        && !is_backup(path)
}

/// True for the file in which drizzle-kit keeps the order of its migrations.
fn is_drizzle_journal(path: &RelPath) -> bool {
    path.file_name() == "_journal.json" && path.folder().rsplit('/').next() == Some("meta")
}

fn is_tooling(path: &RelPath) -> bool {
    let name = path.file_name().to_ascii_lowercase();
    let stem = name.split('.').next().unwrap_or_default();
    HOUSEKEEPING.contains(&stem)
        || ["-template", "_template", "-tmpl"].iter().any(|it| stem.ends_with(it))
        // A list of what to check is the team's manner; one of what to build is a plan.
        || stem.ends_with("-checklist") && !stem.contains("implementation") && !stem.contains("feature")
        || path.folder().split('/').any(|part| PROCESS_FOLDERS.contains(&part))
}

/// The same by the path alone.
fn is_of_tool(path: &RelPath) -> bool {
    let is_tool = |part: &str| {
        TOOL_FOLDERS.contains(&part)
            || TOOL_PREFIXES.iter().any(|it| part.starts_with(it))
            || part.starts_with('.') && part.ends_with(TOOL_ENDING)
    };
    path.folder().split('/').any(is_tool) || TOOL_PATHS.iter().any(|it| path.is_below(it))
}

/// The set of `patterns`, `None` if there are none. A pattern that names a folder means everything in it; one that is
/// no valid glob matches nothing and is reported where the configuration is read.
pub(crate) fn globs(patterns: &[String]) -> Option<GlobSet> {
    if patterns.is_empty() {
        return None;
    }
    let mut builder = GlobSetBuilder::new();
    for pattern in patterns {
        let pattern = pattern.trim_start_matches("./").trim_end_matches('/');
        for pattern in [pattern.to_owned(), format!("{pattern}/**")] {
            if let Ok(glob) = GlobBuilder::new(&pattern).literal_separator(true).build() {
                builder.add(glob);
            }
        }
    }
    Some(builder.build().unwrap_or_else(|_| GlobSet::empty()))
}
