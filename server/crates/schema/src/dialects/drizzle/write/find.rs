//! What a Drizzle file already holds, and how a house spells it: a table's call, its columns, what they need.

use std::collections::BTreeMap;

use super::imports::Purpose;
use super::merge::{Import, import_statements};
use super::scan::{Bracket, Scan, TokenKind};
use super::{Extras, Imports, Written};
use crate::model::{Column, Table};

/// A file, read once to be asked how its tables are spelled.
pub struct Source<'a> {
    scan: Scan<'a>,
    imports: Vec<Import>,
    /// The names declared at the top level, and whether they are exported.
    declared: BTreeMap<&'a str, bool>,
}

impl<'a> Source<'a> {
    /// The file with this text.
    #[must_use]
    pub fn new(source: &'a str) -> Self {
        let scan = Scan::new(source);
        let imports = import_statements(&scan);
        let declared = declared(&scan);
        Self { scan, imports, declared }
    }

    /// What stands behind the key of `column` in the declaration of `table`, with the imports it needs: names of the
    /// file's own exports have the module `.`. `None` if it is not there, or uses names that the file keeps to itself.
    #[must_use]
    pub fn column(&self, table: &Table, column: &Column) -> Option<Written> {
        let scan = &self.scan;
        let call = table_call(scan, &table.key.text)?;
        let (columns, prefix) = columns_object(scan, &call)?;
        let mut entries = columns.entries.iter();
        let entry =
            entries.find(|it| scan.unquoted(it.start) == column.key.text && scan.is(it.start + 1, b':'))?;
        let value = entry.start + 2..entry.end;
        if prefix.is_some() {
            return None;
        }
        let text = scan.slice(&value).split_whitespace().collect::<Vec<_>>().join(" ").replace(" .", ".");
        Some(Written { text, imports: self.needs(&value)? })
    }

    /// The spreads in the columns of `table`, such as `...timestamps`, with the imports they need.
    #[must_use]
    pub fn spreads(&self, table: &Table) -> Vec<Written> {
        let scan = &self.scan;
        let Some(call) = table_call(scan, &table.key.text) else { return Vec::new() };
        let Some((columns, None)) = columns_object(scan, &call) else { return Vec::new() };
        let spreads = columns.entries.iter().filter(|it| scan.is(it.start, b'.'));
        spreads
            .filter_map(|it| Some(Written { text: scan.slice(it).to_owned(), imports: self.needs(it)? }))
            .collect()
    }

    /// The imports that a stretch of the file needs elsewhere.
    fn needs(&self, range: &std::ops::Range<usize>) -> Option<Imports> {
        let scan = &self.scan;
        let mut imports = Imports::default();
        for index in range.clone() {
            let word = scan.text(index);
            let is_name = scan.tokens.get(index).is_some_and(|it| it.kind == TokenKind::Word);
            // A property behind a dot or before a colon is no name of this file; three dots spread a name.
            let property = scan.is(index.wrapping_sub(1), b'.') && !scan.is(index.wrapping_sub(2), b'.');
            if !is_name || property || scan.is(index + 1, b':') {
                continue;
            }
            let imported = self.imports.iter().find_map(|it| {
                let name = it.names.iter().find(|(name, _)| name == word)?;
                Some((&it.module, name.1))
            });
            match imported {
                Some((module, Purpose::Type)) => imports.type_only(module, word),
                Some((module, Purpose::Default)) => imports.default_export(module, word),
                Some((module, Purpose::Namespace)) => imports.namespace(module, word),
                Some((module, Purpose::Value)) => imports.value(module, word),
                None => {
                    if let Some(exported) = self.declared.get(word) {
                        exported.then(|| imports.value(".", word))?;
                    }
                }
            }
        }
        Some(imports)
    }
}

/// The names declared at the top level, and whether they are exported.
pub(super) fn declared<'a>(scan: &Scan<'a>) -> BTreeMap<&'a str, bool> {
    let mut declared = BTreeMap::new();
    for statement in scan.statements() {
        let exported = scan.text(statement.start) == "export";
        let at = statement.start + usize::from(exported) + 1;
        let at = if scan.text(at) == "function" { at + 1 } else { at };
        if scan.text(statement.start) != "import" {
            declared.insert(scan.text(at), exported);
        }
    }
    declared
}

/// [`Source::column`] of a file that is asked once.
#[must_use]
pub fn column_source(source: &str, table: &Table, column: &Column) -> Option<Written> {
    Source::new(source).column(table, column)
}

/// The call that declares the table held by the constant `key`.
pub(super) fn table_call(scan: &Scan<'_>, key: &str) -> Option<Bracket> {
    let declared = |at: &usize| {
        matches!(scan.text(*at), "const" | "let" | "var") && scan.text(at + 1) == key && !key.is_empty()
    };
    let at = (0..scan.tokens.len()).find(declared)?;
    let equals = (at + 2..at + 40).find(|it| scan.is(*it, b'=') && !scan.is(it + 1, b'>'))?;
    let open = (equals + 1..equals + 24).find(|it| scan.is(*it, b'('))?;
    scan.bracket(open)
}

/// The columns object of a table's call, and the parameter that builders hang on if it is made by a callback.
pub(super) fn columns_object(scan: &Scan<'_>, call: &Bracket) -> Option<(Bracket, Option<String>)> {
    let second = call.entries.get(1)?;
    if scan.is(second.start, b'{') {
        return Some((scan.bracket(second.start)?, None));
    }
    let open = second.clone().find(|it| scan.is(*it, b'{') && scan.is(it.wrapping_sub(1), b'('))?;
    let parameter = if scan.is(second.start, b'(') { second.start + 1 } else { second.start };
    Some((scan.bracket(open)?, Some(scan.text(parameter).to_owned())))
}

/// True for what usually ends a table: its timestamps, and spreads.
pub(super) fn closes_table(scan: &Scan<'_>, entry: usize) -> bool {
    let key = scan.unquoted(entry).to_lowercase().replace('_', "");
    scan.is(entry, b'.') || matches!(key.as_str(), "createdat" | "updatedat" | "deletedat")
}

/// The list in a table's third argument, its form, its parameter, and where a missing parameter belongs.
pub(super) fn extras(
    scan: &Scan<'_>,
    argument: &std::ops::Range<usize>,
) -> Option<(Bracket, Extras, Option<String>, Option<usize>)> {
    let arrow = argument.clone().find(|it| scan.is(*it, b'=') && scan.is(it + 1, b'>'))?;
    let (parameter, missing) = if scan.is(argument.start, b'(') {
        let parameters = scan.bracket(argument.start)?;
        match parameters.entries.first() {
            Some(first) if scan.tokens.get(first.start)?.kind == TokenKind::Word => {
                (Some(scan.text(first.start).to_owned()), None)
            }
            Some(_) => return None,
            None => (None, Some(scan.end(parameters.open))),
        }
    } else {
        (Some(scan.text(argument.start).to_owned()), None)
    };
    let mut body = arrow + 2;
    if scan.is(body, b'(') {
        body += 1;
    } else if scan.is(body, b'{') {
        body = (body..argument.end).find(|it| scan.text(*it) == "return")? + 1;
    }
    let form = if scan.is(body, b'[') { Extras::Array } else { Extras::Object };
    (scan.is(body, b'[') || scan.is(body, b'{')).then_some(())?;
    Some((scan.bracket(body)?, form, parameter, missing))
}
