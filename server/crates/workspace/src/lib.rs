//! Many files, one model: discovery, configuration, the store, and snapshots of it at one revision.
//!
//! All shared mutable state lives here. Leaves to others: rules, rendering, tokio and every LSP type.

pub mod config;
pub mod discovery;
pub mod document;
pub mod model;
pub mod path;
pub mod snapshot;
pub mod store;
