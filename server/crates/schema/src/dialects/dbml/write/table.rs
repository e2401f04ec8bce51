//! One table.

use super::names::{expression, path, quoted, string};
use super::references::Reference;
use super::{References, Writer};
use crate::model::{Column, Index, IndexKey, IndexPart, Table, TableKind};

impl Writer<'_> {
    /// Adds `table`, and to `below` the references that stand on their own.
    pub(super) fn table(&mut self, table: &Table, below: &mut Vec<String>) {
        let name = &table.name.text;
        if table.kind != TableKind::Table {
            self.left_out.push(format!("view `{name}`"));
            return;
        }
        if table.implied
            && let Some(reference) = self.join(table)
        {
            below.push(reference);
            return;
        }
        if table.columns.is_empty() {
            self.left_out.push(format!("table `{name}`, of which no column is known"));
            return;
        }
        self.leave_out(table);
        let references = self.references(table);
        let mut lines = Vec::new();
        for column in &table.columns {
            let inline = references.iter().filter(|it| {
                self.style.references == References::Inline && it.fits_inline() && it.is_of(&column.name.text)
            });
            let inline: Vec<String> = inline.map(Reference::inline).collect();
            lines.push(self.column(table, column, &inline));
        }
        let is_below = |it: &&Reference| self.style.references == References::Below || !it.fits_inline();
        below.extend(references.iter().filter(is_below).map(|it| it.below(self.style, table)));
        let indexes = self.indexes(table);
        let checks = self.checks(table);
        for (title, block) in [("indexes", indexes), ("checks", checks)] {
            if !block.is_empty() {
                let indent = self.style.indent;
                let block = block.iter().map(|it| format!("{indent}{indent}{it}\n")).collect::<String>();
                lines.push(format!("\n{indent}{title} {{\n{block}{indent}}}"));
            }
        }
        if let Some(doc) = &table.doc {
            lines.push(format!("\n{}Note: {}", self.style.indent, string(doc)));
        }
        let keyword = self.style.keyword("Table");
        let name = path(table.schema.as_deref(), name);
        self.pieces.push(format!("{keyword} {name} {{\n{}\n}}\n", lines.join("\n")));
    }

    /// Says what of `table` the language has no words for.
    fn leave_out(&mut self, table: &Table) {
        let name = &table.name.text;
        let mut add = |what: String| self.left_out.push(what);
        if !table.complete {
            add(format!("columns of `{name}` beyond those that are known"));
        }
        for it in &table.policies {
            add(format!("policy `{}` of `{name}`", it.name));
        }
        if table.row_security {
            add(format!("row level security of `{name}`"));
        }
        if table.more_policies {
            add(format!("policies and row level security of `{name}` that are not known"));
        }
        for it in table.columns.iter().filter(|it| it.nullable.is_none()) {
            add(format!("whether `{name}.{}` may be null", it.name.text));
        }
        for it in table.columns.iter().filter(|it| !it.allowed.is_empty()) {
            add(format!("values that `{name}.{}` may have", it.name.text));
        }
    }

    fn column(&mut self, table: &Table, column: &Column, references: &[String]) -> String {
        let name = &column.name.text;
        let ty = self.ty(table, column);
        let key = table.primary_key.as_ref().filter(|it| it.columns.len() == 1 && it.columns.contains(name));
        let mut settings = Vec::new();
        if key.is_some_and(|it| is_usual(it.name.as_deref(), &format!("{}_pkey", table.name.text))) {
            settings.push("pk".to_owned());
        }
        let in_key = table.primary_key.as_ref().is_some_and(|it| it.columns.contains(name));
        let before = settings.len();
        self.value(table, column, &mut settings);
        let counts = settings.get(before).is_some_and(|it| it == "increment");
        if column.nullable == Some(false) && !in_key && !counts {
            settings.insert(before, "not null".to_owned());
        }
        if table.uniques.iter().any(|it| it.columns.len() == 1 && it.columns.contains(name)) {
            settings.push("unique".to_owned());
        }
        settings.extend(references.iter().cloned());
        settings.extend(column.doc.as_ref().map(|it| format!("note: {}", string(it))));
        let settings = if settings.is_empty() { String::new() } else { format!(" [{}]", settings.join(", ")) };
        format!("{}{} {ty}{settings}", self.style.indent, quoted(name))
    }

    /// The lines of `indexes`: keys and uniques of many columns too.
    fn indexes(&mut self, table: &Table) -> Vec<String> {
        let mut lines = Vec::new();
        let all = |columns: &[String]| {
            format!("({})", columns.iter().map(|it| quoted(it)).collect::<Vec<_>>().join(", "))
        };
        let named = |name: Option<&String>| name.map(|it| format!("name: {}", string(it)));
        if let Some(it) = &table.primary_key {
            let usual = format!("{}_pkey", table.name.text);
            let name = it.name.as_ref().filter(|it| **it != usual);
            if it.columns.len() > 1 || name.is_some() {
                let settings: Vec<String> =
                    std::iter::once("pk".to_owned()).chain(named(name)).collect();
                lines.push(format!("{} [{}]", all(&it.columns), settings.join(", ")));
            }
        }
        for it in &table.uniques {
            let usual = format!("{}_{}_key", table.name.text, it.columns.join("_"));
            if it.columns.len() > 1 {
                let settings = std::iter::once("unique".to_owned()).chain(named(it.name.as_ref()));
                lines.push(format!("{} [{}]", all(&it.columns), settings.collect::<Vec<_>>().join(", ")));
            } else if let Some(name) = it.name.as_ref().filter(|it| **it != usual) {
                self.left_out.push(format!("name `{name}` of a unique constraint of `{}`", table.name.text));
            }
        }
        for it in &table.indexes {
            lines.extend(self.index(table, it));
        }
        lines
    }

    fn index(&mut self, table: &Table, index: &Index) -> Option<String> {
        let columns: Vec<&str> = index.parts.iter().map(IndexPart::text).collect();
        let own = index.name.clone().unwrap_or_else(|| columns.join(", "));
        let name = format!("`{own}` of `{}`", table.name.text);
        if index.predicate.is_some() {
            self.left_out.push(format!("partial index {name}"));
            return None;
        }
        let parts = index.parts.iter().map(|it| match &it.key {
            IndexKey::Column(name) => Some(quoted(name)),
            IndexKey::Expression(sql) => expression(sql),
        });
        let Some(parts) = parts.collect::<Option<Vec<_>>>().filter(|it| !it.is_empty()) else {
            self.left_out.push(format!("index {name}"));
            return None;
        };
        if index.parts.iter().any(|it| !it.order.is_empty()) {
            self.left_out.push(format!("order of index {name}"));
        }
        let mut settings = Vec::new();
        if index.unique {
            settings.push("unique".to_owned());
        }
        settings.extend(index.name.as_ref().map(|it| format!("name: {}", string(it))));
        settings.extend(index.method.as_ref().map(|it| format!("type: {}", quoted(it))));
        let keys = match parts.as_slice() {
            [one] => one.clone(),
            many => format!("({})", many.join(", ")),
        };
        let settings = if settings.is_empty() { String::new() } else { format!(" [{}]", settings.join(", ")) };
        Some(keys + &settings)
    }

    fn checks(&mut self, table: &Table) -> Vec<String> {
        let mut lines = Vec::new();
        for it in &table.checks {
            let name = it.name.as_ref().map(|it| format!(" [name: {}]", string(it))).unwrap_or_default();
            match expression(&it.expression) {
                Some(condition) => lines.push(condition + &name),
                None => {
                    let own = it.name.as_deref().unwrap_or(&it.expression);
                    self.left_out.push(format!("check `{own}` of `{}`", table.name.text));
                }
            }
        }
        lines
    }
}

/// True if a constraint called `name` has the name that PostgreSQL gives it by itself.
fn is_usual(name: Option<&str>, usual: &str) -> bool {
    name.is_none_or(|it| it == usual)
}
