//! The language server: sessions, messages, and translation to and from LSP types.
//!
//! Leaves to others: how anything is decided.

pub use docs::docs_url;
pub use server::run;

mod docs;
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
