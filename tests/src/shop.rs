//! A folder on the disk with the files of a fixture, and the binary run in it.

use std::path::Path;
use std::process::Command;

use serde_json::Value;
use testkit::Fixture;

use crate::binary;

/// A folder with the files of a fixture.
pub struct Shop(tempfile::TempDir);

/// What a run of the binary left.
pub struct Run {
    /// The exit code.
    pub code: i32,
    /// What went to standard output.
    pub out: String,
    /// What went to standard error.
    pub err: String,
}

impl Shop {
    /// A fresh folder with the files of `fixture`.
    #[must_use]
    pub fn new(fixture: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder can be had");
        for file in Fixture::parse(fixture).files {
            let path = folder.path().join(&file.path);
            std::fs::create_dir_all(path.parent().expect("a file lies in a folder"))
                .expect("folders can be made");
            std::fs::write(path, file.text).expect("files can be written");
        }
        Self(folder)
    }

    /// Where it lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// The binary, run in the folder.
    #[must_use]
    pub fn run(&self, arguments: &[&str]) -> Run {
        self.run_as(Command::new(binary()).args(arguments))
    }

    /// A command, run in the folder.
    pub fn run_as(&self, command: &mut Command) -> Run {
        let output = command.current_dir(self.path()).output().expect("it runs");
        Run {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).expect("UTF-8"),
            err: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }

    /// What the binary prints as JSON.
    #[must_use]
    pub fn json(&self, arguments: &[&str]) -> Value {
        let run = self.run(arguments);
        serde_json::from_str(&run.out).unwrap_or_else(|_| panic!("no JSON: {}{}", run.out, run.err))
    }

    /// The text of a file in it; empty if there is none.
    #[must_use]
    pub fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path().join(path)).unwrap_or_default()
    }
}
