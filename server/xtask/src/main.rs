//! The project's own chores: `cargo xtask test`, `tidy`, `docs`, `vsix`, `new-rule CODE`.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::Context as _;

/// What can be asked for.
const USAGE: &str = "usage: cargo xtask <test | tidy | docs | vsix | new-rule CODE>
  test      set up the tools, then tidy, clippy and every test: what CI runs
  tidy      say what the house demands and the repository does not keep
  docs      write the docs that are made from the code
  vsix      pack the VS Code extension with a release build of the server
  new-rule  stamp out a rule file and register it";

fn main() -> anyhow::Result<ExitCode> {
    let root = root()?;
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["test"] => xtask::errands::test(&root).map(|()| ExitCode::SUCCESS),
        ["vsix"] => xtask::errands::vsix(&root).map(|()| ExitCode::SUCCESS),
        ["tidy"] => tidy(&root),
        ["docs"] => {
            for path in xtask::docs::write(&root)? {
                println!("wrote {path}");
            }
            Ok(ExitCode::SUCCESS)
        }
        ["new-rule", code] => {
            println!("wrote {}", xtask::new_rule::create(&root, code)?.display());
            Ok(ExitCode::SUCCESS)
        }
        _ => {
            eprintln!("{USAGE}");
            Ok(ExitCode::from(2))
        }
    }
}

fn tidy(root: &Path) -> anyhow::Result<ExitCode> {
    let complaints = xtask::complaints(root)?;
    for complaint in &complaints {
        println!("{complaint}");
    }
    let formatted = is_formatted(root)?;
    let tidy = complaints.is_empty() && formatted;
    Ok(if tidy { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// True if rustfmt would change nothing. Rule files are named to it one by one: it does not follow modules that a
/// macro declares.
fn is_formatted(root: &Path) -> anyhow::Result<bool> {
    let mut rules: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(root.join("server/crates/analysis/src/rules"))? {
        rules.push(entry?.path());
    }
    let all = Command::new("cargo").args(["fmt", "--all", "--check"]).current_dir(root).status();
    let rules =
        Command::new("rustfmt").args(["--edition", "2024", "--check"]).args(rules).current_dir(root).status();
    Ok(all.context("cannot run cargo fmt")?.success() && rules.context("cannot run rustfmt")?.success())
}

/// The repository's root: two folders above this package.
fn root() -> anyhow::Result<PathBuf> {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    Ok(package.ancestors().nth(2).context("xtask lies two folders deep")?.to_owned())
}
