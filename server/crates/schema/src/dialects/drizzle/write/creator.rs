//! The house's own function that makes tables: what `pgTableCreator` or `pgSchema` gave.

use std::collections::BTreeMap;

use super::merge::import_statements;
use super::scan::{Scan, TokenKind};
use crate::model::Table;

/// A function of the house that makes tables: of `pgTableCreator`, or a method of a `pgSchema`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Creator {
    /// How it is called: `createTable`, `billing.table`.
    pub call: String,
    /// The module it is imported from, as the house's files write it; `None` if no file does.
    pub module: Option<String>,
    /// What it puts before the names it is given: `shop_`.
    pub prefix: String,
    /// The database schema its tables are in, if one is named.
    pub schema: Option<String>,
    /// The parameter of the function that lists the columns, `d` in `(d) => ({ id: d.integer() })`; `None` for an object.
    pub parameter: Option<String>,
}

/// The functions that files declare and call.
#[derive(Default)]
pub(super) struct Creators {
    declared: BTreeMap<String, Declared>,
    made: Vec<Made>,
    imported: Vec<(String, String)>,
}

/// What a function does with its tables.
#[derive(Clone, Default)]
struct Declared {
    prefix: String,
    schema: Option<String>,
}

/// A table, as far as its declaration shows.
struct Made {
    key: String,
    call: String,
    name: String,
    /// How many columns are listed; `None` if some are not listed here.
    columns: Option<usize>,
    parameter: Option<String>,
}

impl Creators {
    pub(super) fn add(&mut self, scan: &Scan<'_>) {
        for import in import_statements(scan) {
            let names = import.names.into_iter().map(|(name, _)| (name, import.module.clone()));
            self.imported.extend(names);
        }
        for at in 0..scan.tokens.len() {
            if matches!(scan.text(at), "const" | "let" | "var") && scan.is(at + 2, b'=') {
                self.add_constant(scan, at + 1);
            }
        }
    }

    fn add_constant(&mut self, scan: &Scan<'_>, key: usize) {
        let callee = key + 2;
        let method = scan.is(callee + 1, b'.') && scan.text(callee + 2) == "table";
        let open = if method { callee + 3 } else { callee + 1 };
        let name = scan.text(callee);
        let interesting = method || name.ends_with("Table") || name.ends_with("Creator") || name.ends_with("Schema");
        let Some(call) = scan.bracket(open).filter(|_| interesting && scan.is(open, b'(')) else { return };
        let Some(first) = call.entries.first() else { return };
        let own = scan.text(key).to_owned();
        if name.ends_with("TableCreator") {
            let prefix = first.clone().find_map(|it| prefix(scan.text(it))).unwrap_or_default();
            self.declared.insert(own, Declared { prefix, schema: None });
        } else if matches!(name, "pgSchema" | "mysqlSchema") {
            let schema = Some(scan.unquoted(first.start).to_owned());
            self.declared.insert(own, Declared { prefix: String::new(), schema });
        } else if let Some(second) = call.entries.get(1) {
            let quoted = scan.tokens.get(first.start).is_some_and(|it| it.kind == TokenKind::Quoted);
            let arrow = second.clone().find(|it| scan.is(*it, b'=') && scan.is(it + 1, b'>'));
            let parameter = arrow.map(|_| if scan.is(second.start, b'(') { second.start + 1 } else { second.start });
            let object = second.clone().find(|it| scan.is(*it, b'{')).and_then(|it| scan.bracket(it));
            let listed = object.filter(|it| !it.entries.iter().any(|entry| scan.is(entry.start, b'.')));
            self.made.push(Made {
                key: own,
                call: if method { format!("{name}.table") } else { name.to_owned() },
                name: if quoted { scan.unquoted(first.start).to_owned() } else { String::new() },
                columns: listed.map(|it| it.entries.len()),
                parameter: parameter.map(|it| scan.text(it).to_owned()),
            });
        }
    }

    /// The database schemas that the files declare constants for, by name: the constant.
    pub(super) fn schemas(&self) -> impl Iterator<Item = (&str, &str)> {
        self.declared.iter().filter_map(|(key, it)| Some((it.schema.as_deref()?, key.as_str())))
    }

    /// The function that makes most of the tables, if it is declared in one of the files.
    pub(super) fn creator(&self) -> Option<Creator> {
        let call = super::most_common(self.made.iter().map(|it| it.call.as_str()))?;
        let root = call.split('.').next()?;
        let declared = self.declared.get(root)?;
        Some(Creator {
            call: call.to_owned(),
            module: self.module_of(root),
            prefix: declared.prefix.clone(),
            schema: declared.schema.clone(),
            parameter: self.parameter_of(call),
        })
    }

    /// The same of a file that imports the function: `tables` tell what it makes of the names it is given.
    pub(super) fn creator_by(&self, tables: &[Table]) -> Option<Creator> {
        let call = super::most_common(self.made.iter().map(|it| it.call.as_str()))?;
        let root = call.split('.').next()?;
        let module = self.module_of(root).filter(|it| !it.starts_with("drizzle-orm"))?;
        let mut found: Option<Creator> = None;
        for made in self.made.iter().filter(|it| it.call == call && !it.name.is_empty()) {
            let table = tables.iter().find(|it| it.key.text == made.key)?;
            let prefix = table.name.text.strip_suffix(made.name.as_str())?.to_owned();
            // A function that adds columns is no creator: nobody can say what it makes of a new table.
            if made.columns.is_some_and(|it| it != table.columns.len()) {
                return None;
            }
            let creator = Creator {
                call: call.to_owned(),
                module: Some(module.clone()),
                prefix,
                schema: table.schema.clone(),
                parameter: self.parameter_of(call),
            };
            if found.as_ref().is_some_and(|it| *it != creator) {
                return None;
            }
            found = Some(creator);
        }
        found
    }

    fn module_of(&self, name: &str) -> Option<String> {
        let modules = self.imported.iter().filter(|it| it.0 == name).map(|it| it.1.as_str());
        super::most_common(modules).map(str::to_owned)
    }

    fn parameter_of(&self, call: &str) -> Option<String> {
        let forms = self.made.iter().filter(|it| it.call == call);
        let form = super::most_common(forms.map(|it| it.parameter.as_deref().unwrap_or("")))?;
        (!form.is_empty()).then(|| form.to_owned())
    }
}

/// What stands before the name in `` `shop_${name}` `` or in `'shop_' + name`.
fn prefix(token: &str) -> Option<String> {
    if let Some(inside) = token.strip_prefix('`') {
        let (before, rest) = inside.split_once("${")?;
        return (rest.ends_with("}`") && !rest.contains("${")).then(|| before.to_owned());
    }
    token.starts_with(['\'', '"']).then(|| token.trim_matches(['\'', '"']).to_owned())
}
