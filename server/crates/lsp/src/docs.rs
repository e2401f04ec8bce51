//! Where people read about a rule.

/// The address of the documentation of the rule called `code`.
#[must_use]
pub fn docs_url(code: &str) -> String {
    format!("{}/blob/main/server/RULES.md#{code}", env!("CARGO_PKG_REPOSITORY"))
}
