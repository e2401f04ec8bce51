//! What a schema file declares: tables, columns, types, keys, indexes, enums and relations.
//!
//! Leaves to others: markdown, the disk, other files (a *link* is handed them), and how serious anything is.
//! Reading never fails: it returns what it understood and a list of what it did not.

pub mod dialects;
pub mod model;
pub mod names;
pub mod types;
