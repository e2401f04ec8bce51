//! The binary `schemark`: the language server, the checker and the generator, one engine.
//!
//! Findings go to standard output, everything else to standard error. Exit code 0: clean; 1: findings at or above the
//! failing level; 2: could not run.

use std::process::ExitCode;

use clap::Parser;

mod arguments;

mod check;
mod convert;
mod generate;

mod dump;
mod explain;
mod init;

mod opened;
mod output;
mod place;
mod writing;

// `tree_sitter::set_allocator` would let parsers use it, too, but is unsafe, and the house has no unsafe code.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = arguments::Arguments::parse();
    match arguments.run() {
        Ok(code) => ExitCode::from(code),
        Err(error) if output::is_closed(&error) => ExitCode::SUCCESS,
        Err(error) => {
            output::complain(&format!("{error:#}"));
            ExitCode::from(2)
        }
    }
}
