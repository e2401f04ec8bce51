//! The binary `schemark`: the language server, the checker and the generator, one engine.

fn main() {}
