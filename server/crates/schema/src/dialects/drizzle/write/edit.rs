//! Edits to a Drizzle file that is there: a column, an index, imports, a declaration, an export.

use text::{Edit, Edits, Offset, Span};

use super::find::{closes_table, columns_object, extras, table_call};
use super::scan::{Bracket, Scan};
use super::constraints::{entry_key, index as write_index};
use super::{Extras, Imports, Scope, Style, Written, add_imports, column as write_column};
use crate::model::{Column, Index, Table};

/// The edits that add `column` to the declaration of `table` in `source`: before the timestamps that end it, else last.
/// Foreign keys and uniques of `table` that name the column are written with it. `None` if the declaration is not of a
/// form that can be extended.
#[must_use]
pub fn add_column(
    source: &str,
    table: &Table,
    column: &Column,
    builder: Option<&Written>,
    scope: &Scope,
    style: &Style,
) -> Option<Edits> {
    let scan = Scan::new(source);
    let call = table_call(&scan, &table.key.text)?;
    let (columns, prefix) = columns_object(&scan, &call)?;
    let first = columns.entries.first().map_or(columns.open, |it| it.start);
    let depth = scan.indent(scan.start(first)).len() / style.indent.len().max(1);
    let mut written = write_column(table, column, builder, scope, style, depth.max(1));
    if let Some(prefix) = prefix {
        written.text = written.text.replacen(": ", &format!(": {prefix}."), 1);
        written.imports = Imports::default();
    }
    let tail = columns.entries.iter().rev().take_while(|it| closes_table(&scan, it.start)).count();
    let before = columns.entries.len() - tail;
    let mut edits = entry_edits(&scan, &columns, before, &written.text, style);
    edits.extend(add_imports(source, &written.imports, style));
    Some(finished(source, edits))
}

/// The edits that add `entry` to the third argument of the declaration of `table` in `source`, which is made if there
/// is none. `None` if the declaration is not of a form that can be extended.
#[must_use]
pub fn add_index(source: &str, table: &Table, entry: &Index, style: &Style) -> Option<Edits> {
    let scan = Scan::new(source);
    let call = table_call(&scan, &table.key.text)?;
    let key = entry_key(table, entry);
    let mut edits = Vec::new();
    let written = if let Some(third) = call.entries.get(2) {
        let (list, form, parameter, missing) = extras(&scan, third)?;
        let parameter = parameter.unwrap_or_else(|| style.extras_parameter.clone());
        let written = write_index(table, entry, &parameter, style);
        let text = match form {
            Extras::Array => written.text.clone(),
            Extras::Object => format!("{key}: {}", written.text),
        };
        edits.extend(entry_edits(&scan, &list, list.entries.len(), &text, style));
        edits.extend(missing.map(|at| Edit::insert(Offset::new(at), parameter)));
        written
    } else {
        let written = write_index(table, entry, &style.extras_parameter, style);
        let second = call.entries.get(1)?;
        let at = scan.end(second.end - 1);
        let exploded = call
            .entries
            .first()
            .is_some_and(|it| scan.breaks_between(scan.end(call.open), scan.start(it.start)));
        let outer = scan.indent(scan.start(second.start)).to_owned();
        let (open, label, close) = match style.extras {
            Extras::Array => ("[", String::new(), "]"),
            Extras::Object => ("({", format!("{key}: "), "})"),
        };
        let gap = if exploded { format!(",\n{outer}") } else { ", ".to_owned() };
        let (parameter, indent, comma) = (&style.extras_parameter, &style.indent, style.last_comma());
        let text = format!(
            "{gap}({parameter}) => {open}\n{outer}{indent}{label}{}{comma}\n{outer}{close}",
            written.text
        );
        edits.push(Edit::insert(Offset::new(at), text));
        written
    };
    edits.extend(add_imports(source, &written.imports, style));
    Some(finished(source, edits))
}

/// The edits that add `written` to `source`: behind the last table and its types, else at the end.
#[must_use]
pub fn add_declarations(source: &str, written: &Written, style: &Style) -> Edits {
    let scan = Scan::new(source);
    let statements = scan.statements();
    let mut last = None;
    for (number, statement) in statements.iter().enumerate() {
        let words: Vec<&str> = statement.clone().take(8).map(|it| scan.text(it)).collect();
        let table = (statement.start..statement.end).find(|it| scan.is(*it, b'=')).is_some_and(|at| {
            let name = scan.text(at + 1);
            let method = scan.is(at + 2, b'.') && matches!(scan.text(at + 3), "table" | "enum");
            (method || name.ends_with("Table") || name == "pgEnum") && !scan.is(at + 1, b'>')
        });
        let follows = last.is_some_and(|it: usize| it + 1 == number);
        if table || (follows && words.first() == Some(&"export") && words.get(1) == Some(&"type")) {
            last = Some(number);
        }
    }
    let body = written.text.trim_end();
    let mut edits = add_imports(source, &written.imports, style);
    match last.and_then(|it| statements.get(it)) {
        Some(statement) => {
            let at = scan.line_end(scan.end(statement.end.saturating_sub(1)));
            edits.push(Edit::insert(Offset::new(at), format!("\n\n{body}")));
        }
        None => {
            let gap = match source {
                _ if source.trim().is_empty() => "",
                _ if source.ends_with("\n\n") => "",
                _ if source.ends_with('\n') => "\n",
                _ => "\n\n",
            };
            edits.push(Edit::insert(Offset::new(source.len()), format!("{gap}{body}\n")));
        }
    }
    finished(source, edits)
}

/// The edits that make the barrel `source` export everything of `module`, in its order. `names` are listed instead if
/// the barrel lists names. No edits if it exports from there already.
#[must_use]
pub fn add_export(source: &str, module: &str, names: &[String], types: &[String], style: &Style) -> Edits {
    let scan = Scan::new(source);
    let mut exports: Vec<(String, usize, usize, bool)> = Vec::new();
    for statement in scan.statements() {
        if scan.text(statement.start) != "export" {
            continue;
        }
        let Some(from) = statement.clone().find(|it| scan.text(*it) == "from") else { continue };
        let star = scan.is(statement.start + 1, b'*');
        let end = if scan.is(from + 2, b';') { scan.end(from + 2) } else { scan.end(from + 1) };
        exports.push((scan.unquoted(from + 1).to_owned(), scan.start(statement.start), end, star));
    }
    if exports.iter().any(|it| it.0 == module) {
        return Edits::default();
    }
    let stars = exports.iter().filter(|it| it.3).count() * 2 >= exports.len();
    let from = style.quoted(module);
    let line = if stars {
        format!("export * from {from}{}", style.end())
    } else {
        let types = types.iter().map(|it| format!("type {it}"));
        let all: Vec<String> = names.iter().cloned().chain(types).collect();
        format!("export {{ {} }} from {from}{}", all.join(", "), style.end())
    };
    let sorted = exports.windows(2).all(|pair| matches!(pair, [a, b] if a.0 <= b.0));
    let after = if sorted { exports.iter().rev().find(|it| it.0.as_str() < module) } else { exports.last() };
    let edit = match (after, exports.first()) {
        (Some(before), _) => Edit::insert(Offset::new(scan.line_end(before.2)), format!("\n{line}")),
        (None, Some(first)) => Edit::insert(Offset::new(first.1), format!("{line}\n")),
        (None, None) if source.is_empty() || source.ends_with('\n') => {
            Edit::insert(Offset::new(source.len()), format!("{line}\n"))
        }
        (None, None) => Edit::insert(Offset::new(source.len()), format!("\n{line}\n")),
    };
    finished(source, vec![edit])
}

/// The edits that put `text` before entry number `before` of `list`, or behind the last.
pub(super) fn entry_edits(
    scan: &Scan<'_>,
    list: &Bracket,
    before: usize,
    text: &str,
    style: &Style,
) -> Vec<Edit> {
    let insert = |at: usize, text: String| Edit::insert(Offset::new(at), text);
    let Some(first) = list.entries.first() else {
        let outer = scan.indent(scan.start(list.open));
        let (indent, comma) = (&style.indent, style.last_comma());
        let inside = Span::from_range(scan.end(list.open)..scan.start(list.close));
        let inside =
            if inside.slice(scan.source).trim().is_empty() { inside } else { Span::empty(inside.start()) };
        return vec![Edit::replace(inside, format!("\n{outer}{indent}{text}{comma}\n{outer}"))];
    };
    let broken = scan.breaks_between(scan.end(list.open), scan.start(first.start));
    let indent = scan.indent(scan.start(first.start));
    if let Some(next) = list.entries.get(before) {
        if !broken {
            return vec![insert(scan.start(next.start), format!("{text}, "))];
        }
        let previous = scan.end(next.start - 1);
        return vec![insert(scan.line_end(previous), format!("\n{indent}{text},"))];
    }
    let last = list.entries.last().map_or(list.open, |it| it.end - 1);
    if !broken {
        return vec![insert(scan.end(last), format!(", {text}"))];
    }
    let (comma_at, comma) =
        if list.trailing_comma { (scan.end(last + 1), ",") } else { (scan.end(last), "") };
    let ends_line = scan.breaks_between(comma_at, scan.start(list.close));
    let at = if ends_line { scan.line_end(comma_at) } else { comma_at };
    let mut edits = Vec::new();
    if !list.trailing_comma {
        edits.push(insert(scan.end(last), ",".to_owned()));
    }
    edits.push(insert(at, format!("\n{indent}{text}{comma}")));
    edits
}

/// The edits with the line ends of `source`.
pub(super) fn finished(source: &str, mut edits: Vec<Edit>) -> Edits {
    if source.contains("\r\n") {
        for edit in &mut edits {
            edit.text = edit.text.replace("\r\n", "\n").replace('\n', "\r\n");
        }
    }
    Edits::new(edits)
}
