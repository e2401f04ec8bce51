//! `schemark.toml`: what the user decided.

pub mod keys;
mod read;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use globset::GlobSet;
use schema::dialects::{Casing, Dialect};
use text::Span;

use crate::discovery::globs;
use crate::path::RelPath;

pub use keys::{KEYS, Key, SEVERITIES, STRICTNESSES, Value};

/// The name of the configuration file, at the root.
pub const FILE_NAME: &str = "schemark.toml";

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

/// How surely a text must mean a table or column for its absence to be reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Strictness {
    /// The form leaves no doubt: `` `orders` table ``.
    #[default]
    Explicit,
    /// The document describes it: fields under a heading, key entities.
    Declared,
    /// It looks like one: `order_items` in a code span.
    Everything,
}

impl Strictness {
    /// The strictness called `name`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let all = [Self::Explicit, Self::Declared, Self::Everything];
        STRICTNESSES.iter().zip(all).find(|it| *it.0 == name).map(|it| it.1)
    }
}

impl Config {
    /// What `source`, the text of `schemark.toml`, decides. Never fails: what is wrong is in `problems`, and counts as
    /// not written.
    #[must_use]
    pub fn read(source: &str) -> Self {
        read::read(source)
    }

    /// How serious a finding of rule `rule` is in the file at `path`, when the rule itself says `default`.
    ///
    /// ```
    /// use schemark_workspace::{config::{Config, Severity}, path::RelPath};
    /// let config = Config::read("[[override]]\npaths = ['docs/**']\nrules = { table-naming = 'off' }");
    /// let path = RelPath::new("docs/a.md").unwrap();
    /// assert_eq!(config.severity("table-naming", Severity::Info, &path), Severity::Off);
    /// ```
    #[must_use]
    pub fn severity(&self, rule: &str, default: Severity, path: &RelPath) -> Severity {
        self.decided(rule, path).unwrap_or(default)
    }

    /// How serious the user says a finding of rule `rule` is in the file at `path`, if they say it.
    #[must_use]
    pub fn decided(&self, rule: &str, path: &RelPath) -> Option<Severity> {
        let special = self.overrides.iter().rev().find_map(|it| {
            let severity = it.rules.get(rule)?;
            it.matches(path).then_some(*severity)
        });
        special.or_else(|| self.rules.get(rule).copied())
    }

    /// True if `other` decides the same; places and problems may differ.
    pub(crate) fn decides_like(&self, other: &Self) -> bool {
        self.stories == other.stories
            && self.exclude == other.exclude
            && self.schemas == other.schemas
            && self.rules == other.rules
            && self.overrides == other.overrides
            && self.aliases == other.aliases
            && self.external == other.external
            && self.strictness == other.strictness
            && self.inlay_hints == other.inlay_hints
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
    /// How surely a text must mean a table or column for its absence to be reported.
    pub strictness: Strictness,
    /// True if editors show the table that a plain noun means.
    pub inlay_hints: bool,
    /// Every rule code the file names, with its place. Whoever knows the rules reports those that do not exist.
    pub rule_keys: Vec<(String, Span)>,
    /// Where the file first names a schema.
    pub schema_place: Option<Span>,
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
    /// True if it names more files than `files` says: some of its globs could not be used.
    pub refused: bool,
    /// How unnamed columns are named; by `drizzle.config` if not said.
    pub casing: Option<Casing>,
}

/// Severities for some paths.
#[derive(Debug, Clone, Default)]
pub struct Override {
    /// Globs of the paths.
    pub paths: Vec<String>,
    /// Severities by rule code.
    pub rules: BTreeMap<String, Severity>,
    compiled: OnceLock<Option<GlobSet>>,
}

impl Override {
    fn matches(&self, path: &RelPath) -> bool {
        let globs = self.compiled.get_or_init(|| globs(&self.paths));
        globs.as_ref().is_some_and(|it| it.is_match(path.as_str()))
    }
}

impl PartialEq for Override {
    fn eq(&self, other: &Self) -> bool {
        self.paths == other.paths && self.rules == other.rules
    }
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

#[cfg(test)]
mod tests;
