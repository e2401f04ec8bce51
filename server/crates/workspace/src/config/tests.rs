//! What `schemark.toml` decides, and how it says that it cannot.

use schema::dialects::{Casing, Dialect};

use super::{Config, KEYS, Severity, Strictness};
use crate::path::RelPath;

/// Each problem as "place: what (nearest)".
fn problems(source: &str) -> Vec<String> {
    let config = Config::read(source);
    let show = |it: &super::ConfigProblem| {
        let nearest = it.nearest.as_ref().map_or_else(String::new, |it| format!(" → {it}"));
        format!("{}: {}{nearest}", it.span.slice(source).trim(), it.what)
    };
    config.problems.iter().map(show).collect()
}

fn severity(config: &Config, rule: &str, path: &str) -> Severity {
    config.severity(rule, Severity::Warning, &RelPath::new(path).expect("inside"))
}

#[test]
fn every_key_is_understood() {
    let config = Config::read(
        r#"
stories = ["docs/**"]
exclude = "old"
external = ["audit"]
strictness = "declared"
inlayHints = true
[[schema]]
name = "shop"
dialect = "drizzle"
casing = "snake_case"
files = ["db/*.ts"]
[rules]
unknown-table = "error"
[[override]]
paths = ["legacy"]
rules = { unknown-table = "off" }
[aliases]
clients = "customers"
"#,
    );
    assert_eq!(config.problems, []);
    assert_eq!(config.stories, ["docs/**"]);
    assert_eq!(config.exclude, ["old"]);
    assert_eq!(config.external, ["audit"]);
    assert_eq!((config.strictness, config.inlay_hints), (Strictness::Declared, true));
    let schema = &config.schemas[0];
    assert_eq!((schema.dialect, schema.casing), (Some(Dialect::Drizzle), Some(Casing::SnakeCase)));
    assert_eq!(config.aliases["clients"], "customers");
    assert_eq!(severity(&config, "unknown-table", "a.md"), Severity::Error);
    assert_eq!(severity(&config, "unknown-table", "legacy/deep/a.md"), Severity::Off);
    assert_eq!(severity(&config, "unknown-column", "a.md"), Severity::Warning);
    assert_eq!(config.rule_keys.len(), 2);
}

#[test]
fn the_examples_in_the_documentation_are_valid() {
    for key in KEYS.iter().filter(|it| !it.name.contains('.')) {
        assert_eq!(problems(key.example), [] as [&str; 0], "{}", key.name);
    }
}

#[test]
fn an_unknown_key_is_reported_with_the_nearest_one() {
    assert_eq!(problems("storys = []"), ["storys: unknown key `storys` → stories"]);
    assert_eq!(
        problems("[[schema]]\nfiles = []\ncasng = 'preserve'"),
        ["casng: unknown key `casng` in `schema` → casing"]
    );
    assert_eq!(problems("zebra = 1"), ["zebra: unknown key `zebra`"]);
}

#[test]
fn a_bad_value_is_reported_where_it_stands() {
    assert_eq!(
        problems("[rules]\ntable-naming = 'eror'"),
        ["'eror': `eror` is none of off, hint, info, warning, error → \"error\""]
    );
    assert_eq!(problems("strictness = 'all'"), ["'all': `all` is none of explicit, declared, everything"]);
    assert_eq!(problems("inlayHints = 'yes'"), ["'yes': `true` or `false` is expected here"]);
    assert_eq!(problems("stories = [1]"), ["1: a string is expected here"]);
    assert_eq!(problems("rules = 3"), ["3: a table is expected here"]);
}

#[test]
fn a_glob_that_leaves_the_workspace_is_refused() {
    assert_eq!(problems("exclude = ['../x/**']"), ["'../x/**': `../x/**` leads outside of the workspace"]);
    assert_eq!(Config::read("exclude = ['../x/**']").exclude, [] as [&str; 0]);
}

#[test]
fn a_half_typed_line_leaves_the_others_in_force() {
    let source = "exclude = ['a']\n[rules]\nunknown-table =\ntable-naming = 'off'\n";
    let config = Config::read(source);
    assert_eq!(config.exclude, ["a"]);
    assert_eq!(severity(&config, "table-naming", "a.md"), Severity::Off);
    assert_eq!(config.problems.len(), 1);
}

#[test]
fn broken_text_never_panics() {
    let source = "[rules]\nunknown-table = \"err\u{f6}r\"\n[[override]]\npaths = ['a\u{1f600}']\n";
    for end in (0..source.len()).filter(|it| source.is_char_boundary(*it)) {
        let _ = Config::read(&source[..end]);
        let _ = Config::read(&source[end..]);
    }
    let _ = Config::read(&"[".repeat(5000));
    let _ = Config::read(&format!("a = {}", "[".repeat(5000)));
}

#[test]
fn the_last_fitting_override_wins() {
    let config = Config::read(
        "[[override]]\npaths = ['a']\nrules = { x = 'off' }\n[[override]]\npaths = ['a/b']\nrules = { x = 'hint' }\n",
    );
    assert_eq!(severity(&config, "x", "a/c.md"), Severity::Off);
    assert_eq!(severity(&config, "x", "a/b/c.md"), Severity::Hint);
}
