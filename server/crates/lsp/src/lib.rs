//! The language server: sessions, messages, and translation to and from LSP types.
//!
//! Leaves to others: how anything is decided.

pub use server::{run, run_stdio};

mod server;

mod backend;
mod session;

mod loader;
mod profile;
mod publisher;
mod translate;

mod envelope;
mod frames;
mod log;
mod parent;
mod repair;
mod transport;
