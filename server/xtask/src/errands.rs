//! Chores that other programs do: the whole ritual before a push, and the packed VS Code extension.

use std::path::Path;
use std::process::Command;

use anyhow::Context as _;

/// Sets up what the tests drive, then asks everything that CI asks: tidy, clippy, every test.
///
/// # Errors
/// The first step that does not pass, by its command line.
pub fn test(root: &Path) -> anyhow::Result<()> {
    run(root, &root.join("tests/e2e/setup").display().to_string(), &[])?;
    cargo(root, &["xtask", "tidy"])?;
    cargo(root, &["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"])?;
    cargo(root, &["test", "--workspace"])
}

/// Packs the VS Code extension with a release build of the server inside.
///
/// # Errors
/// The first step that does not pass, by its command line.
pub fn vsix(root: &Path) -> anyhow::Result<()> {
    let extension = root.join("editors/vscode");
    run(&extension, "npm", &["ci", "--ignore-scripts"])?;
    run(&extension, "npm", &["run", "--silent", "package", "--", "--out", "schemark.vsix"])
}

fn cargo(root: &Path, words: &[&str]) -> anyhow::Result<()> {
    run(root, env!("CARGO"), words)
}

fn run(folder: &Path, program: &str, words: &[&str]) -> anyhow::Result<()> {
    let line = format!("{program} {}", words.join(" "));
    eprintln!("$ {line}");
    let status = Command::new(program).args(words).current_dir(folder).status();
    let status = status.with_context(|| format!("cannot run {program}"))?;
    anyhow::ensure!(status.success(), "{line}: {status}");
    Ok(())
}
