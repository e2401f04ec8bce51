//! The docs made from the code: the page of rules, and the schema of `schemark.toml` that editors complete from.

use std::path::Path;

use analysis::rules::{self, Reads, Rule};
use serde_json::{Value, json};
use workspace::config::{KEYS, Key, SEVERITIES, Value as Kind};

use crate::complaint::{Complaint, read};

/// The page of rules.
const RULES: &str = "server/RULES.md";

/// The JSON schema of the configuration.
const CONFIG: &str = "server/schemark.schema.json";

/// Every generated file: its path below the root, and its text.
#[must_use]
pub fn generated() -> Vec<(&'static str, String)> {
    vec![(RULES, rules_page()), (CONFIG, format!("{:#}\n", config_schema()))]
}

/// Writes every generated file that is not fresh; gives their paths.
///
/// # Errors
/// A file cannot be written.
pub fn write(root: &Path) -> anyhow::Result<Vec<&'static str>> {
    let mut written = Vec::new();
    for (path, text) in generated() {
        if read(&root.join(path)).ok().as_ref() != Some(&text) {
            std::fs::write(root.join(path), text)?;
            written.push(path);
        }
    }
    Ok(written)
}

pub(crate) fn check(root: &Path, found: &mut Vec<Complaint>) -> anyhow::Result<()> {
    for (path, text) in generated() {
        if read(&root.join(path)).ok().as_ref() != Some(&text) {
            let what = "is not what the code says now: run `cargo xtask docs`".to_owned();
            found.push(Complaint { path: path.to_owned(), line: 0, what });
        }
    }
    Ok(())
}

fn rules_page() -> String {
    let mut page = String::from(
        "# Rules\n\n\
         Written by `cargo xtask docs` from the rule files in `server/crates/analysis/src/rules`; edit them, not this.\n\n\
         Every rule can be set to `off`, `hint`, `info`, `warning` or `error`, for the workspace or for some paths:\n\n\
         ```toml\n[rules]\nmissing-timestamps = \"off\"\n\n[[override]]\npaths = [\"legacy/**\"]\n\
         rules = { unknown-table = \"hint\" }\n```\n\n\
         | rule | level | looks at | finds |\n|---|---|---|---|\n",
    );
    for rule in rules::all() {
        let (code, level) = (rule.code, rule.level.name());
        page.push_str(&format!(
            "| [`{code}`](#{code}) | {level} | {} | {} |\n",
            looks_at(rule),
            rule.summary()
        ));
    }
    for rule in rules::all() {
        page.push_str(&format!("\n## {}\n\n", rule.code));
        let mut in_fence = false;
        for line in rule.docs.trim_end().lines() {
            if line.starts_with("```") {
                in_fence = !in_fence;
            }
            // The page has the rule at the second level, so its own headings go one deeper.
            let deeper = !in_fence && line.starts_with('#');
            page.push_str(&format!("{}{line}\n", if deeper { "#" } else { "" }));
        }
    }
    page
}

fn looks_at(rule: &Rule) -> &'static str {
    match rule.reads {
        Reads::Stories => "stories",
        Reads::Schemas => "schemas",
        Reads::Config => "`schemark.toml`",
        Reads::Everything => "everything",
    }
}

/// The JSON schema of `schemark.toml`, from the keys that its reader knows.
fn config_schema() -> Value {
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": "https://github.com/schemark/schemark/blob/main/server/schemark.schema.json",
        "title": "schemark.toml",
        "type": "object",
        "additionalProperties": false,
        "properties": properties(""),
        "definitions": {
            "severity": { "enum": SEVERITIES },
            "rules": { "type": "object", "additionalProperties": false, "properties": rules_schema() },
        },
    })
}

/// The schema of every key directly below `table`; the empty table is the whole file.
fn properties(table: &str) -> Value {
    let below = KEYS.iter().filter_map(|key| match key.name.rsplit_once('.') {
        Some((parent, name)) => (parent == table).then_some((name, key)),
        None => table.is_empty().then_some((key.name, key)),
    });
    Value::Object(below.map(|(name, key)| (name.to_owned(), property(key))).collect())
}

fn property(key: &Key) -> Value {
    let mut schema = match key.value {
        Kind::Text => json!({ "type": "string" }),
        Kind::Texts | Kind::Globs => json!({ "type": "array", "items": { "type": "string" } }),
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::OneOf(words) => json!({ "enum": words }),
        Kind::TextByName => json!({ "type": "object", "additionalProperties": { "type": "string" } }),
        Kind::SeverityByRule => json!({ "allOf": [{ "$ref": "#/definitions/rules" }] }),
        Kind::Tables => {
            let items = json!({
                "type": "object",
                "additionalProperties": false,
                "properties": properties(key.name),
            });
            json!({ "type": "array", "items": items })
        }
    };
    if let Some(fields) = schema.as_object_mut() {
        fields.insert("description".to_owned(), Value::from(key.doc));
    }
    schema
}

fn rules_schema() -> Value {
    let rules = rules::all().iter().map(|rule| {
        let schema = json!({
            "allOf": [{ "$ref": "#/definitions/severity" }],
            "default": rule.level.name(),
            "description": rule.summary(),
        });
        (rule.code.to_owned(), schema)
    });
    Value::Object(rules.collect())
}
