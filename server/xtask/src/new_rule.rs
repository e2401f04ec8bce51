//! A new rule: its file, and its word in the registry.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use crate::complaint::read;

/// Where rules live.
const FOLDER: &str = "server/crates/analysis/src/rules";

/// Stamps out the file of the rule called `code` and registers it; gives the file's path.
///
/// # Errors
/// The code is not in kebab-case, the rule exists, or a file cannot be written.
pub fn create(root: &Path, code: &str) -> anyhow::Result<PathBuf> {
    let is_kebab = !code.is_empty() && code.chars().all(|it| it.is_ascii_lowercase() || it == '-');
    if !is_kebab || code.starts_with('-') || code.ends_with('-') {
        bail!("a rule's code names the flaw in kebab-case: `unknown-table`");
    }
    let word = code.replace('-', "_");
    let path = root.join(FOLDER).join(format!("{word}.rs"));
    if path.exists() {
        bail!("{} exists", path.display());
    }
    let registry_path = root.join(format!("{FOLDER}.rs"));
    let registry =
        registered(&read(&registry_path)?, &word).context("cannot find `rules![` in the registry")?;
    std::fs::write(&path, template(code))?;
    std::fs::write(&registry_path, registry)?;
    Ok(path)
}

/// `registry` with `word` in its sorted list of rules.
fn registered(registry: &str, word: &str) -> Option<String> {
    let (before, rest) = registry.split_once("rules![\n")?;
    let (list, behind) = rest.split_once("];")?;
    let mut words: Vec<&str> = list.split([',', '\n']).map(str::trim).filter(|it| !it.is_empty()).collect();
    words.push(word);
    words.sort_unstable();
    let list: String = words.iter().map(|it| format!("    {it},\n")).collect();
    Some(format!("{before}rules![\n{list}];{behind}"))
}

fn template(code: &str) -> String {
    let text = include_str!("new_rule.txt");
    text.replace("CODE", code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_registry_stays_sorted() {
        let registry = "x\nrules![\n    alpha,\n    gamma,\n];\ny\n";
        let wanted = "x\nrules![\n    alpha,\n    beta_rule,\n    gamma,\n];\ny\n";
        assert_eq!(registered(registry, "beta_rule").unwrap(), wanted);
    }

    #[test]
    fn a_code_is_in_kebab_case() {
        assert!(create(Path::new("/nowhere"), "UnknownTable").is_err());
        assert!(create(Path::new("/nowhere"), "").is_err());
    }

    #[test]
    fn the_template_has_the_three_headings_and_its_code() {
        let text = template("empty-table");
        for wanted in
            ["## What it finds", "## Why it matters", "## Examples", "code: \"empty-table\"", "```bad"]
        {
            assert!(text.contains(wanted), "{wanted}");
        }
    }
}
