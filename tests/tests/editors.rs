//! What the editors' clients say of themselves agrees with their documentation and with the workspace.

use std::collections::BTreeSet;

use schemark_tests::repository;
use serde_json::Value;

#[test]
fn the_vs_code_readme_lists_every_setting_and_no_other() {
    let readme = read("editors/vscode/README.md");
    let rows = readme.lines().filter_map(|line| line.strip_prefix("| `schemark.")?.split_once('`'));
    let documented: BTreeSet<String> = rows.map(|(key, _)| format!("schemark.{key}")).collect();
    assert_eq!(documented, settings());
}

#[test]
fn the_vs_code_readme_lists_every_command() {
    let readme = read("editors/vscode/README.md");
    for command in manifest().pointer("/contributes/commands").and_then(Value::as_array).expect("commands") {
        let title = format!("**{}: {}**", text(command, "/category"), text(command, "/title"));
        assert!(readme.contains(&title), "{title}");
    }
}

#[test]
fn settings_that_start_a_program_need_trust() {
    let restricted = manifest();
    let restricted = restricted
        .pointer("/capabilities/untrustedWorkspaces/restrictedConfigurations")
        .and_then(Value::as_array)
        .expect("a list");
    let restricted: BTreeSet<&str> = restricted.iter().filter_map(Value::as_str).collect();
    let all = settings();
    let server: BTreeSet<&str> =
        all.iter().map(String::as_str).filter(|key| key.starts_with("schemark.server.")).collect();
    assert_eq!(restricted, server);
}

#[test]
fn the_extension_has_the_version_of_the_server() {
    assert_eq!(text(&manifest(), "/version"), env!("CARGO_PKG_VERSION"));
    assert!(read("editors/vscode/CHANGELOG.md").contains(concat!("## ", env!("CARGO_PKG_VERSION"))));
}

#[test]
fn npm_locks_name_no_registry() {
    for folder in ["editors/vscode", "tests/e2e", "tests/e2e/vscode-server"] {
        let lock = read(&format!("{folder}/package-lock.json"));
        assert!(!lock.contains("\"resolved\""), "{folder}: set omit-lockfile-registry-resolved");
        assert!(lock.contains("\"integrity\": \"sha512-"), "{folder}");
    }
}

#[test]
fn npm_packages_are_pinned() {
    for folder in ["editors/vscode", "tests/e2e", "tests/e2e/vscode-server"] {
        let package: Value = json(&format!("{folder}/package.json"));
        let dependencies =
            package.get("devDependencies").and_then(Value::as_object).expect("devDependencies");
        for (name, version) in dependencies {
            let version = version.as_str().unwrap_or_default();
            assert!(version.starts_with(|first: char| first.is_ascii_digit()), "{folder}: {name} {version}");
        }
    }
}

fn settings() -> BTreeSet<String> {
    let manifest = manifest();
    let properties = manifest.pointer("/contributes/configuration/properties").and_then(Value::as_object);
    properties.expect("settings").keys().cloned().collect()
}

fn manifest() -> Value {
    json("editors/vscode/package.json")
}

fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).expect("a text")
}

fn json(path: &str) -> Value {
    serde_json::from_str(&read(path)).expect("JSON")
}

fn read(path: &str) -> String {
    std::fs::read_to_string(repository().join(path)).expect("a readable file")
}
