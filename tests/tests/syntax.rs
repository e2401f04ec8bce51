//! What holds for the reading of every text: laws L1 and L8, the promises about spans, and bounded work.

use proptest::prelude::ProptestConfig;

#[path = "syntax/cutting.rs"]
mod cutting;
#[path = "syntax/pathological.rs"]
mod pathological;
#[path = "syntax/spans.rs"]
mod spans;
#[path = "syntax/trees.rs"]
mod trees;

/// As many cases; `PROPTEST_CASES` asks for more. A failure becomes a test of its own: nothing is kept beside the source.
fn cases(cases: u32) -> ProptestConfig {
    let default = ProptestConfig::default();
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { default.cases } else { cases };
    ProptestConfig { cases, failure_persistence: None, ..default }
}
