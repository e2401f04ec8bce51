//! `schemark.toml`: what the user decided.

use std::collections::BTreeMap;

use schema::dialects::{Casing, Dialect};
use text::Span;

/// How serious a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Not reported.
    Off,
    /// Shown as a faint hint.
    Hint,
    /// Worth knowing.
    Info,
    /// Probably wrong.
    Warning,
    /// Wrong.
    Error,
}

impl Config {
    /// What `source`, the text of `schemark.toml`, decides. Never fails: what is wrong is in `problems`.
    #[must_use]
    pub fn read(source: &str) -> Self {
        let _ = source;
        Self::default()
    }

    /// How serious a finding of rule `rule` is in the file at `path`, when the rule itself says `default`.
    #[must_use]
    pub fn severity(&self, rule: &str, default: Severity, path: &crate::path::RelPath) -> Severity {
        let _ = path;
        self.rules.get(rule).copied().unwrap_or(default)
    }
}

impl Severity {
    /// The name in configuration and JSON: `off`, `hint`, `info`, `warning`, `error`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Hint => "hint",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The severity called `name`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Off, Self::Hint, Self::Info, Self::Warning, Self::Error]
            .into_iter()
            .find(|it| it.name() == name)
    }
}

/// The configuration of one root, defaults filled in.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Config {
    /// Globs of the files that are stories; empty means the built-in layouts.
    pub stories: Vec<String>,
    /// Globs of files that are left alone altogether.
    pub exclude: Vec<String>,
    /// The schema sources; empty means discovery.
    pub schemas: Vec<SchemaSource>,
    /// Severities by rule code.
    pub rules: BTreeMap<String, Severity>,
    /// Severities by path glob, then rule code; later entries win.
    pub overrides: Vec<Override>,
    /// Names that stories use for tables, with the table meant.
    pub aliases: BTreeMap<String, String>,
    /// Names of tables that are never reported: they live elsewhere.
    pub external: Vec<String>,
    /// What is wrong with the file: unknown keys with the nearest valid one, bad values.
    pub problems: Vec<ConfigProblem>,
}

/// One place to read a schema from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SchemaSource {
    /// Its name in messages; the folder by default.
    pub name: Option<String>,
    /// The language; by file type if not said.
    pub dialect: Option<Dialect>,
    /// Globs of its files.
    pub files: Vec<String>,
    /// How unnamed columns are named; by `drizzle.config` if not said.
    pub casing: Option<Casing>,
}

/// Severities for some paths.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Override {
    /// Globs of the paths.
    pub paths: Vec<String>,
    /// Severities by rule code.
    pub rules: BTreeMap<String, Severity>,
}

/// Something wrong with `schemark.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigProblem {
    /// What is wrong: "unknown key `storys`".
    pub what: String,
    /// Where.
    pub span: Span,
    /// What was probably meant, to put in place of `span`.
    pub nearest: Option<String>,
}
