//! Laws, parity and end-to-end tests over the whole of schemark: see `tests/`. Here is what they share.
#![allow(clippy::panic, clippy::indexing_slicing, reason = "a test fails by a panic")]
#![allow(clippy::needless_pass_by_value, reason = "`json!` is written where it is used")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

pub mod editor;
pub mod items;
pub mod narrow;
pub mod shop;
pub mod signal;

pub use editor::Editor;
pub use shop::{Run, Shop};

/// The binary `schemark`, built like this test.
#[must_use]
pub fn binary() -> PathBuf {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| build(&[])).clone()
}

/// The binary `schemark` as users have it.
#[must_use]
pub fn release_binary() -> PathBuf {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| build(&["--release"])).clone()
}

/// The folder of the repository.
#[must_use]
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// The folders of the workspaces that come with the tests, sorted.
#[must_use]
pub fn workspaces() -> Vec<PathBuf> {
    let all = Path::new(env!("CARGO_MANIFEST_DIR")).join("workspaces");
    let folders = |folder: &Path| {
        let entries = std::fs::read_dir(folder).expect("the folder is there").flatten();
        entries.map(|it| it.path()).filter(|it| it.is_dir()).collect::<Vec<_>>()
    };
    let (groups, mut alone): (Vec<_>, Vec<_>) =
        folders(&all).into_iter().partition(|it| it.file_name().is_some_and(|name| name == "seeds"));
    alone.extend(groups.iter().flat_map(|group| folders(group)));
    alone.sort();
    alone
}

// With the features that `cargo test --workspace` builds with: nothing is then built twice.
fn build(options: &[&str]) -> PathBuf {
    let output = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--workspace", "--bin", "schemark", "--message-format", "json"])
        .args(options)
        .current_dir(repository())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    // Cargo says where it put the program, whatever target folder or platform is configured.
    let text = String::from_utf8_lossy(&output.stdout);
    let messages = text.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let mut programs = messages.filter_map(|it| it.get("executable")?.as_str().map(PathBuf::from));
    programs.next_back().expect("cargo names the program it built")
}
