//! Many files, one model: discovery, configuration, the store, and snapshots of it at one revision.
//!
//! All shared mutable state lives here. Leaves to others: rules, rendering, tokio and every LSP type.

mod affected;
pub mod config;
mod derived;
mod discovery;
pub mod disk;
pub mod document;
pub mod model;
pub mod path;
mod resolve;
pub mod root;
pub mod snapshot;
pub mod store;
