//! The rules: one file each, one word each in the registry.

use text::FileId;
use workspace::config::Severity;
use workspace::snapshot::{Cancelled, Snapshot};

use crate::{Finding, Fix};

/// A rule. Everything people read of it comes from this constant.
pub struct Rule {
    /// The flaw, in kebab-case: `unknown-table`.
    pub code: &'static str,
    /// How serious it is unless configured.
    pub level: Severity,
    /// Its documentation in markdown, with `bad` and `good` fixtures.
    pub docs: &'static str,
    /// What it finds in one file.
    pub check: fn(&Snapshot, FileId, &mut Vec<Finding>) -> Result<(), Cancelled>,
    /// How to mend one of its findings, best first. Runs only when somebody asks.
    pub fix: fn(&Snapshot, &Finding) -> Vec<Fix>,
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code
    }
}

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code)
    }
}

/// Every rule, sorted by code.
#[must_use]
pub fn all() -> &'static [&'static Rule] {
    &[]
}

/// The rule called `code`.
#[must_use]
pub fn by_code(code: &str) -> Option<&'static Rule> {
    all().iter().copied().find(|rule| rule.code == code)
}

pub(crate) fn check(snapshot: &Snapshot, file: FileId) -> Result<Vec<Finding>, Cancelled> {
    let mut found = Vec::new();
    for rule in all() {
        snapshot.alive()?;
        (rule.check)(snapshot, file, &mut found)?;
    }
    found.sort_by(|a, b| (a.span, a.rule.code).cmp(&(b.span, b.rule.code)));
    Ok(found)
}

pub(crate) fn fixes(snapshot: &Snapshot, finding: &Finding) -> Vec<Fix> {
    (finding.rule.fix)(snapshot, finding)
}
