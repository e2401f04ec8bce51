//! The project's own chores: `cargo xtask tidy`, `cargo xtask docs`, `cargo xtask new-rule`.

fn main() {}
