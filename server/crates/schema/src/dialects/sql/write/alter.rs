//! Changes to tables that are there: as statements of their own, or inside of the statement that makes the table.

use text::{Edit, Edits, Offset, Span};

use super::super::foreign;
use super::super::pieces::pieces;
use super::insert::File;
use super::{Group, Writer};
use crate::model::{Column, Declarations, Index, Table};
use crate::names::same_column;

/// What a table that is there gets.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Alteration {
    /// Columns. Keys and uniques of the table that name one are written with it.
    pub columns: Vec<Column>,
    /// Indexes.
    pub indexes: Vec<Index>,
}

/// The statements that make what `addition` holds and that `alterations` ask for, in the style of the file `like`: what a
/// new migration says. `None` if there is nothing to say, or `like` is for another database product.
#[must_use]
pub fn statements(
    like: &str,
    addition: &Declarations,
    alterations: &[(&Table, &Alteration)],
    around: &Declarations,
) -> Option<String> {
    let found = pieces(like, Span::from_range(0..like.len()));
    let file = File { source: like, statements: &found.statements };
    let mut tables = addition.tables.iter().chain(alterations.iter().map(|it| it.0));
    let wanted = tables.next().map(|it| it.database);
    let database = foreign::database(like, &found.statements).or(wanted).unwrap_or_default();
    if wanted.is_some_and(|it| it != database) {
        return None;
    }
    let mut style = file.style(database);
    style.take(around);
    let mut writer = Writer::new(&mut style, addition, around);
    writer.write();
    for (table, alteration) in alterations {
        let group = writer.altered(table, alteration);
        writer.groups.push(group);
    }
    let groups = writer.groups;
    (!groups.iter().all(Vec::is_empty)).then(|| style.joined(&groups))
}

/// The statements that take back what [`statements`] made.
#[must_use]
pub fn reversal(like: &str, addition: &Declarations, alterations: &[(&Table, &Alteration)]) -> String {
    let found = pieces(like, Span::from_range(0..like.len()));
    let file = File { source: like, statements: &found.statements };
    let style = file.style(foreign::database(like, &found.statements).unwrap_or_default());
    let mut group = Group::new();
    let drop = |what: &str, schema: Option<&str>, name: &str| {
        format!("{} {};", style.say(&format!("DROP {what}")), style.path(schema, name))
    };
    for (table, alteration) in alterations.iter().rev() {
        let schema = table.schema.as_deref();
        let indexes = alteration.indexes.iter().filter_map(|it| it.name.as_deref());
        group.extend(indexes.map(|it| drop("INDEX", schema, it)));
        let path = style.path(schema, &table.name.text);
        let (alter, words) = (style.say("ALTER TABLE"), style.say("DROP COLUMN"));
        let columns = alteration.columns.iter().rev();
        group.extend(columns.map(|it| format!("{alter} {path} {words} {};", style.name(&it.name.text))));
    }
    let tables = addition.tables.iter().rev();
    group.extend(tables.map(|it| drop("TABLE", it.schema.as_deref(), &it.name.text)));
    let enums = addition.enums.iter().rev();
    group.extend(enums.map(|it| drop("TYPE", it.schema.as_deref(), &it.name.text)));
    style.joined(&[group])
}

/// The edits that put `statements` behind the last statement of `source` that declares or changes something.
#[must_use]
pub fn append(source: &str, statements: &str) -> Edits {
    let found = pieces(source, Span::from_range(0..source.len()));
    let file = File { source, statements: &found.statements };
    Edits::new(vec![file.last_edit(&file.style(foreign::database(source, file.statements).unwrap_or_default()), statements)])
}

/// The edits that add `columns` to the statement of `source` that makes `table`: before the timestamps that end it, else
/// behind its last column. `None` if the statement is not of a form that can be extended.
#[must_use]
pub fn add_columns(source: &str, table: &Table, columns: &[Column], around: &Declarations) -> Option<Edits> {
    let statement = table.place.span;
    let is_own = |it: &&Column| it.place.file == table.place.file && statement.covers(it.place.span);
    let there: Vec<&Column> = table.columns.iter().filter(is_own).collect();
    let stamps = there.iter().rev().take_while(|it| closes_table(&it.name.text)).count();
    let (before, behind) = there.split_at_checked(there.len() - stamps)?;
    let last = before.last().or_else(|| behind.last())?;
    let found = pieces(source, Span::from_range(0..source.len()));
    let file = File { source, statements: &found.statements };
    let mut style = file.style(table.database);
    style.take(around);
    let mut writer = Writer::new(&mut style, around, around);
    let lines: Option<Vec<String>> = columns.iter().map(|it| writer.column_line(table, it)).collect();
    let (lines, end) = (lines?, writer.style.line_end);
    let line_start = |at: usize| source.get(..at).and_then(|it| it.rfind('\n')).map_or(0, |it| it + 1);
    let at = last.place.span.start().bytes();
    let indent = source.get(line_start(at)..at)?;
    let rest = source.get(last.place.span.end().bytes()..statement.end().bytes())?;
    let line = rest.split(['\r', '\n']).next().unwrap_or_default();
    let at = last.place.span.end().bytes();
    if !indent.trim().is_empty() {
        // Several columns on one line.
        return Some(Edits::new(vec![Edit::insert(Offset::new(at), format!(", {}", lines.join(", ")))]));
    }
    let joined = lines.join(&format!(",{end}{indent}"));
    let remark = line.trim_start().trim_start_matches(',').trim_start();
    let edits = match (line.trim_start().starts_with(','), remark.is_empty() || remark.starts_with("--")) {
        // The remark behind the comma stays with its column.
        (true, true) => vec![(at + line.trim_end().len(), format!("{end}{indent}{joined},"))],
        (false, true) if !remark.is_empty() => {
            vec![(at, ",".to_owned()), (at + line.trim_end().len(), format!("{end}{indent}{joined}"))]
        }
        _ => vec![(at, format!(",{end}{indent}{joined}"))],
    };
    Some(Edits::new(edits.into_iter().map(|(at, text)| Edit::insert(Offset::new(at), text)).collect()))
}

/// True for what usually ends a table: its timestamps.
fn closes_table(name: &str) -> bool {
    ["created_at", "updated_at", "deleted_at"].iter().any(|it| same_column(it, name))
}

impl Writer<'_> {
    /// The statements that `alteration` of `table` takes.
    fn altered(&mut self, table: &Table, alteration: &Alteration) -> Group {
        let mut group = Group::new();
        let path = self.style.path(table.schema.as_deref(), &table.name.text);
        for column in &alteration.columns {
            if let Some(line) = self.column_line(table, column) {
                let (alter, add) = (self.style.say("ALTER TABLE"), self.style.say("ADD COLUMN"));
                group.push(format!("{alter} {path} {add} {line};"));
            }
        }
        group.extend(alteration.indexes.iter().map(|it| self.index(table, it)));
        group
    }
}
