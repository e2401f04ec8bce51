//! The project's own chores: what the house demands of itself, the docs made from the code, and new rule files.
//!
//! `cargo xtask tidy` and the law test `house` ask the same questions, by [`complaints`].

mod complaint;
mod crates;
pub mod docs;
pub mod errands;
mod map;
pub mod new_rule;
mod source;
mod words;

pub use complaint::Complaint;

use std::path::Path;

/// Everything the house demands that the repository at `root` does not keep, sorted by path and line.
///
/// # Errors
/// A file of the repository cannot be read.
pub fn complaints(root: &Path) -> anyhow::Result<Vec<Complaint>> {
    let mut found = Vec::new();
    crates::check(root, &mut found)?;
    source::check(root, &mut found)?;
    map::check(root, &mut found)?;
    docs::check(root, &mut found)?;
    found.sort();
    Ok(found)
}
