//! What a piece of source needs from other modules.

use std::collections::{BTreeMap, BTreeSet};

use super::Style;

/// Names to import, by module. Sorted as they are written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imports {
    modules: BTreeMap<String, BTreeSet<(String, Purpose)>>,
}

/// What an imported name is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Purpose {
    Value,
    Type,
    /// The module's default export under this name.
    Default,
    /// The whole module under this name.
    Namespace,
}

impl Imports {
    /// Adds the value `name` of `module`.
    pub fn value(&mut self, module: &str, name: &str) {
        self.put(module, name, Purpose::Value);
    }

    /// Adds the type `name` of `module`.
    pub(super) fn type_only(&mut self, module: &str, name: &str) {
        self.put(module, name, Purpose::Type);
    }

    /// Adds the default export of `module` as `name`.
    pub(super) fn default_export(&mut self, module: &str, name: &str) {
        self.put(module, name, Purpose::Default);
    }

    /// Adds the whole of `module` as `name`.
    pub(super) fn namespace(&mut self, module: &str, name: &str) {
        self.put(module, name, Purpose::Namespace);
    }

    /// Adds everything that `other` needs.
    pub fn extend(&mut self, other: &Imports) {
        for (module, names) in &other.modules {
            self.modules.entry(module.clone()).or_default().extend(names.iter().cloned());
        }
    }

    /// The same names with every module called as `rename` says.
    #[must_use]
    pub fn rebased(&self, rename: impl Fn(&str) -> String) -> Self {
        let mut rebased = Self::default();
        for (module, names) in &self.modules {
            rebased.modules.entry(rename(module)).or_default().extend(names.iter().cloned());
        }
        rebased
    }

    /// The same names without those of the module called `module`.
    #[must_use]
    pub fn without(&self, module: &str) -> Self {
        let mut rest = self.clone();
        rest.modules.remove(module);
        rest
    }

    /// True if nothing is needed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.modules.is_empty()
    }

    /// The modules in the order a file names them: packages, then aliases and relative paths; with their names.
    pub(super) fn sorted(&self) -> Vec<(&str, Vec<(&str, Purpose)>)> {
        let mut modules: Vec<(&str, Vec<(&str, Purpose)>)> = self
            .modules
            .iter()
            .map(|(module, names)| {
                let mut names: Vec<(&str, Purpose)> =
                    names.iter().map(|(name, purpose)| (name.as_str(), *purpose)).collect();
                names.sort_by_key(|(name, _)| (name.to_lowercase(), *name));
                (module.as_str(), names)
            })
            .collect();
        modules.sort_by_key(|(module, _)| (rank(module), *module));
        modules
    }

    /// The import statements, one per line.
    #[must_use]
    pub fn text(&self, style: &Style) -> String {
        let mut text = String::new();
        for (module, names) in self.sorted() {
            for line in statements(module, &names, style) {
                text.push_str(&line);
                text.push('\n');
            }
        }
        text
    }

    fn put(&mut self, module: &str, name: &str, purpose: Purpose) {
        let names = self.modules.entry(module.to_owned()).or_default();
        if purpose == Purpose::Type && names.contains(&(name.to_owned(), Purpose::Value)) {
            return;
        }
        if purpose == Purpose::Value {
            names.remove(&(name.to_owned(), Purpose::Type));
        }
        names.insert((name.to_owned(), purpose));
    }
}

fn rank(module: &str) -> u8 {
    match module {
        _ if module.starts_with('.') => 3,
        _ if module.starts_with("@/") || module.starts_with('~') || module.starts_with('#') => 2,
        _ if module.starts_with("drizzle-orm") => 0,
        _ => 1,
    }
}

/// The statements that import `names` from `module`.
pub(super) fn statements(module: &str, names: &[(&str, Purpose)], style: &Style) -> Vec<String> {
    let from = style.quoted(module);
    let end = style.end();
    let mut lines = Vec::new();
    let values = names.iter().any(|it| it.1 == Purpose::Value);
    let listed: Vec<String> = names
        .iter()
        .filter_map(|(name, purpose)| match purpose {
            Purpose::Value => Some((*name).to_owned()),
            Purpose::Type if values => Some(format!("type {name}")),
            Purpose::Type => Some((*name).to_owned()),
            Purpose::Default | Purpose::Namespace => None,
        })
        .collect();
    for (name, purpose) in names {
        match purpose {
            Purpose::Default => lines.push(format!("import {name} from {from}{end}")),
            Purpose::Namespace => lines.push(format!("import * as {name} from {from}{end}")),
            Purpose::Value | Purpose::Type => {}
        }
    }
    if !listed.is_empty() {
        let keyword = if values { "import" } else { "import type" };
        let line = format!("{keyword} {{ {} }} from {from}{end}", listed.join(", "));
        if line.len() <= style.width {
            lines.push(line);
        } else {
            let body = listed.join(&format!(",\n{}", style.indent));
            lines.push(format!(
                "{keyword} {{\n{}{body}{}\n}} from {from}{end}",
                style.indent,
                style.last_comma()
            ));
        }
    }
    lines
}
