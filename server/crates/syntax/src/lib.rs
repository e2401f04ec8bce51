//! How text is structured: markdown blocks and inlines, and incremental syntax trees.
//!
//! Leaves to others: what a table, a story or a rule is.
//!
//! There are two readers, for two purposes (see `server/ARCHITECTURE.md`): [`markdown`] is the one reader of what a
//! story says, in the editor and in CI alike; [`tree`] keeps incremental tree-sitter trees, which serve structure
//! (folding, selection) and TypeScript schemas.

pub mod markdown;
pub mod tree;
