//! A column that is there becomes another, by its calls: `.notNull()` comes or goes, a key is chained to it.

use std::ops::Range;

use text::{Edit, Edits, Offset, Span};

use super::column::{head, reference};
use super::edit::{entry_edits, finished};
use super::find::{columns_object, table_call};
use super::page::Page;
use super::scan::Scan;
use super::{Imports, Scope, Style, add_imports};
use crate::model::{Column, ColumnChange, Table};

/// The edits to `source` that make `change` to `column` of `table` where it is declared. `None` if its declaration is not
/// of a form that can be changed, or says something that the change would contradict.
#[must_use]
pub fn change_column(
    source: &str,
    table: &Table,
    column: &Column,
    change: &ColumnChange,
    scope: &Scope,
    style: &Style,
) -> Option<Edits> {
    let scan = Scan::new(source);
    let call = table_call(&scan, &table.key.text)?;
    let (columns, prefix) = columns_object(&scan, &call)?;
    let mut entries = columns.entries.iter();
    let entry = entries.find(|it| scan.unquoted(it.start) == column.key.text && scan.is(it.start + 1, b':'))?;
    let chain = Chain::of(&scan, entry)?;
    let (mut edits, mut imports) = (Vec::new(), Imports::default());
    match change {
        ColumnChange::Required => edits.push(chain.with("notNull", ".notNull()")?),
        ColumnChange::Unique => edits.push(chain.with("unique", ".unique()")?),
        ColumnChange::Nullable => edits.push(chain.without("notNull")?),
        ColumnChange::Reference(key) => {
            let mut page = Page::new(scope, style, table.database);
            let text = reference(&mut page, table, key)?;
            edits.push(chain.with("references", &text)?);
            imports = page.imports;
        }
        ColumnChange::Values(values) => edits.extend(chain.listed(values, style)?),
        ColumnChange::Type(ty) => {
            // A default, a list of values or a target is of the old type.
            let bound = ["default", "references", "array"].iter().any(|it| chain.has(it));
            if bound || prefix.is_some() || chain.calls.iter().any(|it| scan.text(it.start + 1).starts_with('$')) {
                return None;
            }
            let column = Column { ty: ty.clone(), allowed: Vec::new(), ..column.clone() };
            let mut page = Page::new(scope, style, table.database);
            let text = head(&mut page, table, &column).into_iter().next().filter(|_| !ty.canonical.ends_with("[]"))?;
            edits.push(Edit::replace(chain.span(chain.calls.first()?), text));
            imports = page.imports;
        }
    }
    edits.extend(add_imports(source, &imports, style));
    Some(finished(source, edits))
}

/// The calls of a column's declaration: `text('email')`, `.notNull()`.
struct Chain<'s, 'a> {
    scan: &'s Scan<'a>,
    calls: Vec<Range<usize>>,
}

impl<'s, 'a> Chain<'s, 'a> {
    /// The calls of `entry`, behind its key; `None` if it is more than calls.
    fn of(scan: &'s Scan<'a>, entry: &Range<usize>) -> Option<Self> {
        let mut calls = Vec::new();
        let mut at = entry.start + 2;
        while at < entry.end {
            if !calls.is_empty() && !scan.is(at, b'.') {
                return None;
            }
            let open = (at..entry.end).find(|it| scan.is(*it, b'('))?;
            let close = scan.bracket(open)?.close;
            calls.push(at..close + 1);
            at = close + 1;
        }
        (!calls.is_empty()).then_some(Self { scan, calls })
    }

    /// The call of the method `name`.
    fn call(&self, name: &str) -> Option<&Range<usize>> {
        self.calls.iter().skip(1).find(|it| self.scan.text(it.start + 1) == name)
    }

    fn has(&self, name: &str) -> bool {
        self.call(name).is_some()
    }

    fn span(&self, call: &Range<usize>) -> Span {
        Span::from_range(self.scan.start(call.start)..self.scan.end(call.end - 1))
    }

    /// True if `call` starts on a line of its own.
    fn breaks_before(&self, call: &Range<usize>) -> bool {
        self.scan.breaks_between(self.scan.end(call.start.saturating_sub(1)), self.scan.start(call.start))
    }

    /// The edit that chains `text`, a call of the method `name`, to the last call; `None` if there is one.
    fn with(&self, name: &str, text: &str) -> Option<Edit> {
        let last = self.calls.last().filter(|_| !self.has(name))?;
        let gap = if self.calls.len() > 1 && self.breaks_before(last) {
            format!("\n{}", self.scan.indent(self.scan.start(last.start)))
        } else {
            String::new()
        };
        Some(Edit::insert(Offset::new(self.scan.end(last.end - 1)), format!("{gap}{text}")))
    }

    /// The edit that takes the call of the method `name` away; `None` if there is none.
    fn without(&self, name: &str) -> Option<Edit> {
        let call = self.call(name)?;
        let start = self.scan.end(call.start - 1);
        let gap = self.scan.source.get(start..self.scan.start(call.start))?;
        // A remark between the calls stays.
        let start = if gap.trim().is_empty() { start } else { self.scan.start(call.start) };
        Some(Edit::replace(Span::from_range(start..self.scan.end(call.end - 1)), ""))
    }

    /// The edits that add `values` to the list of those that the column takes; `None` if it has none in place.
    fn listed(&self, values: &[String], style: &Style) -> Option<Vec<Edit>> {
        let scan = self.scan;
        let mut tokens = self.calls.first()?.clone();
        let open = tokens.find(|it| scan.text(*it) == "enum" && scan.is(it + 1, b':') && scan.is(it + 2, b'['))? + 2;
        let list = scan.bracket(open)?;
        let values: Vec<String> = values.iter().map(|it| style.quoted(it)).collect();
        Some(entry_edits(scan, &list, list.entries.len(), &values.join(", "), style))
    }
}
