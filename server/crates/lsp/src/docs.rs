//! Where people read about a rule.

/// The address of the documentation of the rule called `code`: the rule's own file, which opens with it.
#[must_use]
pub fn docs_url(code: &str) -> String {
    let file = code.replace('-', "_");
    format!("{}/blob/main/server/crates/analysis/src/rules/{file}.rs", env!("CARGO_PKG_REPOSITORY"))
}
