//! Between our values and LSP's: the only place, with `backend.rs` and `profile.rs`, that knows LSP types.

pub(crate) mod actions;
pub(crate) mod diagnostics;
pub(crate) mod places;
pub(crate) mod structure;
pub(crate) mod symbols;
pub(crate) mod uris;
pub(crate) mod visible;
