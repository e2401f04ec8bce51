//! The model against each dialect's own tool, item by item: the fixtures under `tests/oracles` hold every form that real
//! schemas are written in.
//!
//! A missing tool is a failure that says what to run, never a skipped test: `tests/e2e/setup` installs all of them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use schema::dialects::{Dialect, write};
use schemark_tests::items::given_names;
use schemark_tests::narrow::shared;
use schemark_tests::{binary, repository};
use testkit::{Words, schemas};

#[test]
fn whatever_differs_between_two_models_is_reported() {
    node("mutations.mjs", &[]);
}

#[test]
fn drizzle_schemas_are_read_as_drizzle_itself_reads_them() {
    installed("tests/e2e/node_modules/drizzle-kit");
    agrees("drizzle");
}

/// With `SCHEMARK_WRITERS=1000`, as many schemas are tried as it says.
#[test]
fn one_schema_is_one_database_whoever_writes_it() {
    installed("tests/e2e/node_modules/drizzle-kit");
    installed("tests/oracles/node_modules/@prisma");
    let count = std::env::var("SCHEMARK_WRITERS").ok().and_then(|it| it.parse().ok()).unwrap_or(24);
    let place = tempfile::tempdir().expect("a temporary folder");
    let mut runner = TestRunner::deterministic();
    for number in 0..count {
        let declared = shared(&schemas(Words::Tame).new_tree(&mut runner).expect("there is one").current());
        let folder = place.path().join(format!("{number:05}"));
        fs::create_dir(&folder).expect("a folder");
        let names = serde_json::to_string(&given_names(&declared)).expect("JSON");
        fs::write(folder.join("names.json"), names).expect("a file");
        for (dialect, name) in [
            (Dialect::Sql, "schema.sql"),
            (Dialect::Drizzle, "schema.ts"),
            (Dialect::Prisma, "schema.prisma"),
        ] {
            fs::write(folder.join(name), write(dialect, &declared).text).expect("a file");
        }
    }
    println!("{}", node("writers.mjs", &[place.path()]));
}

#[test]
fn dbml_is_read_as_its_own_tool_exports_it() {
    installed("tests/oracles/node_modules/@dbml/core");
    agrees("dbml");
}

#[test]
fn sql_is_read_as_postgresql_and_sqlite_apply_it() {
    agrees("sql");
}

#[test]
fn prisma_schemas_are_read_as_prisma_itself_reads_them() {
    installed("tests/oracles/node_modules/@prisma/schema-engine-wasm");
    agrees("prisma");
}

#[test]
fn what_is_written_as_prisma_is_what_prisma_accepts_and_formats() {
    installed("tests/oracles/node_modules/@prisma/prisma-schema-wasm");
    let oracles = repository().join("tests/oracles");
    let place = tempfile::tempdir().expect("a temporary folder");
    let mut written = Vec::new();
    for dialect in ["drizzle", "prisma", "sql"] {
        written.extend(copied(dialect, place.path()).iter().flat_map(|it| as_prisma(it)));
    }
    let node = Command::new("node").arg(oracles.join("prisma-engine/accept.mjs")).args(&written).output();
    let output = node.expect("Node.js 20 or later is installed");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
    assert!(written.len() > 10, "{written:?}");
}

#[test]
fn what_is_converted_makes_the_same_database() {
    installed("tests/e2e/node_modules/typescript");
    installed("tests/oracles/node_modules/@dbml/core");
    let place = tempfile::tempdir().expect("a temporary folder");
    let mut fixtures = Vec::new();
    for dialect in ["dbml", "drizzle", "prisma", "sql"] {
        fixtures.extend(copied(dialect, place.path()));
    }
    let output = Command::new("node")
        .arg(repository().join("tests/oracles/convert.mjs"))
        .args(&fixtures)
        .env("SCHEMARK", binary())
        .env("HOME", place.path())
        .output()
        .expect("Node.js 20 or later is installed");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
    println!("{said}");
}

/// Every schema of the folder `fixture` written as Prisma, in files beside it.
fn as_prisma(fixture: &Path) -> Vec<PathBuf> {
    // A home folder is no project, so it is the one above.
    let home = fixture.parent().expect("a fixture lies in a folder");
    let run = |arguments: &[&str]| {
        let mut command = Command::new(binary());
        command.current_dir(fixture).args(arguments).env("HOME", home).output().expect("it runs")
    };
    let model = run(&["dump", "model", "--format", "json"]);
    let said = String::from_utf8_lossy(&model.stderr);
    assert!(model.status.success(), "{}: {said}", fixture.display());
    let model: serde_json::Value = serde_json::from_slice(&model.stdout).expect("the model is JSON");
    let sets = model.get("sets").and_then(|it| it.as_array()).expect("a list of sets");
    let mut written = Vec::new();
    for (number, set) in sets.iter().enumerate() {
        let name = set.get("name").and_then(|it| it.as_str()).expect("a set has a name");
        let output = run(&["convert", "--to", "prisma", "--set", name]);
        // Nothing can be written for a product that is none of those that are known.
        if String::from_utf8_lossy(&output.stderr).contains("is another kind of database") {
            assert!(output.stdout.is_empty() && fixture.ends_with("documents"), "{}", fixture.display());
            continue;
        }
        assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        let file = fixture.with_extension(format!("{number}.prisma"));
        fs::write(&file, output.stdout).expect("the file is written");
        written.push(file);
    }
    written
}

/// What `tests/oracles/SCRIPT` prints about `folders`, which must please it.
fn node(script: &str, folders: &[&Path]) -> String {
    let mut command = Command::new("node");
    command.arg(repository().join("tests/oracles").join(script)).args(folders);
    let output = command.output().expect("Node.js 20 or later is installed");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
    said
}

/// The folders of a copy of the fixtures of `dialect` below `place`, sorted.
fn copied(dialect: &str, place: &Path) -> Vec<PathBuf> {
    let folder = place.join(dialect);
    copy(&repository().join("tests/oracles").join(dialect), &folder);
    let entries = fs::read_dir(folder).expect("the fixtures are there").flatten();
    let mut fixtures: Vec<PathBuf> = entries.map(|it| it.path()).filter(|it| it.is_dir()).collect();
    fixtures.sort();
    fixtures
}

/// Runs `tests/oracles/DIALECT.mjs` over a copy of each of its fixtures: a copy has no repository around it.
fn agrees(dialect: &str) {
    let oracles = repository().join("tests/oracles");
    let place = tempfile::tempdir().expect("a temporary folder");
    let fixtures = copied(dialect, place.path());
    let output = Command::new("node")
        .arg(oracles.join(format!("{dialect}.mjs")))
        .args(&fixtures)
        .env("SCHEMARK", binary())
        .env("HOME", place.path())
        .output()
        .expect("Node.js 20 or later is installed");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
    println!("{said}");
}

/// Fails unless `path` is there once the tools are set up.
fn installed(path: &str) {
    let path = repository().join(path);
    assert!(path.exists(), "there is no {}: run `tests/e2e/setup`, or `cargo xtask test`", path.display());
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the copy's folder");
    for entry in fs::read_dir(from).expect("the fixtures' folder").map_while(Result::ok) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a readable file");
        }
    }
}
