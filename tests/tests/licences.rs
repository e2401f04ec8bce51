//! Every dependency may be used under MIT or Apache-2.0 terms: the list in `.deny.toml`, checked without extra tools.

use std::collections::BTreeSet;
use std::process::Command;

use schemark_tests::repository;

#[test]
fn every_dependency_has_an_allowed_licence() {
    let allowed = allowed();
    let refused: Vec<String> = packages()
        .into_iter()
        .filter(|(_, licence)| !permits(licence, &allowed))
        .map(|(name, licence)| format!("{name}: {licence}"))
        .collect();
    assert!(refused.is_empty(), "not in the list of .deny.toml:\n{}", refused.join("\n"));
}

#[test]
fn expressions_are_read_as_written() {
    let allowed = ["MIT".to_owned(), "Apache-2.0 WITH LLVM-exception".to_owned()].into();
    assert!(permits("GPL-3.0 OR MIT", &allowed));
    assert!(permits("GPL-3.0/MIT", &allowed));
    assert!(permits("Apache-2.0 WITH LLVM-exception", &allowed));
    assert!(permits("(MIT OR GPL-3.0) AND MIT", &allowed));
    assert!(!permits("MIT AND GPL-3.0", &allowed));
    assert!(!permits("Apache-2.0", &allowed));
    assert!(!permits("", &allowed));
}

/// Whether `licence`, an SPDX expression of the shapes that crates use, can be met from `allowed`: every part of an
/// `AND` has one `OR` alternative that is allowed.
fn permits(licence: &str, allowed: &BTreeSet<String>) -> bool {
    licence
        .replace('/', " OR ")
        .split(" AND ")
        .all(|part| part.trim_matches(['(', ')', ' ']).split(" OR ").any(|one| allowed.contains(one.trim())))
}

fn allowed() -> BTreeSet<String> {
    let text = std::fs::read_to_string(repository().join(".deny.toml")).expect(".deny.toml");
    let list =
        text.split_once("allow = [").and_then(|(_, rest)| rest.split_once(']')).expect("allow = [ … ]").0;
    list.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

fn packages() -> Vec<(String, String)> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--offline", "--filter-platform", &host()])
        .current_dir(repository())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let packages = metadata.get("packages").and_then(|it| it.as_array()).expect("packages");
    let word = |package: &serde_json::Value, key| {
        package.get(key).and_then(|it| it.as_str()).unwrap_or_default().to_owned()
    };
    packages.iter().map(|package| (word(package, "name"), word(package, "license"))).collect()
}

/// The platform that the tests run on: others' dependencies may not have been downloaded.
fn host() -> String {
    let output = Command::new("rustc").arg("-vV").output().expect("rustc runs");
    let said = String::from_utf8_lossy(&output.stdout);
    said.lines().find_map(|line| line.strip_prefix("host: ")).expect("a host line").to_owned()
}
