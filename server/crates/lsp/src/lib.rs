//! The language server: sessions, messages, and translation to and from LSP types.
//!
//! Leaves to others: how anything is decided.
