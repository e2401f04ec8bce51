//! A column that is there becomes another: by a statement of its own, or where it is declared.

use text::{Edit, Edits, Span};

use super::super::foreign;
use super::super::pieces::pieces;
use super::insert::File;
use super::{Writer, types};
use crate::model::{Column, ColumnChange, Database, Declarations, Table};

/// The statements that make `change` to `column` of `table`, in the style of the file `like`, and those that take it back.
/// `None` if the database has no statement for it.
#[must_use]
pub fn column_statements(
    like: &str,
    table: &Table,
    column: &Column,
    change: &ColumnChange,
    around: &Declarations,
) -> Option<(String, String)> {
    let found = pieces(like, Span::from_range(0..like.len()));
    let file = File { source: like, statements: &found.statements };
    let database = foreign::database(like, &found.statements).unwrap_or(table.database);
    // SQLite changes no column, and MySQL only as a whole.
    let is_said = match change {
        ColumnChange::Unique | ColumnChange::Reference(_) => database != Database::Sqlite,
        ColumnChange::Values(_) => false,
        // A default is of the old type.
        ColumnChange::Type(_) => database == Database::PostgreSql && !column.has_default(),
        _ => database == Database::PostgreSql,
    };
    if !is_said || database != table.database {
        return None;
    }
    let mut style = file.style(database);
    style.take(around);
    let writer = Writer::new(&mut style, around, around);
    let style = writer.style;
    let alter = format!("{} {}", style.say("ALTER TABLE"), style.path(table.schema.as_deref(), &table.name.text));
    let name = style.name(&column.name.text);
    let alter_column = format!("{alter} {} {name}", style.say("ALTER COLUMN"));
    let required = format!("{alter_column} {};", style.say("SET NOT NULL"));
    let nullable = format!("{alter_column} {};", style.say("DROP NOT NULL"));
    let named = |kind: &str| format!("{}_{}_{kind}", table.name.text, column.name.text);
    let constraint = |kind: &str, what: &str| {
        let own = style.name(&named(kind));
        let add = format!("{alter} {} {own} {what};", style.say("ADD CONSTRAINT"));
        (add, format!("{alter} {} {own};", style.say("DROP CONSTRAINT")))
    };
    let (up, down) = match change {
        ColumnChange::Required => (required, nullable),
        ColumnChange::Nullable => (nullable, required),
        ColumnChange::Unique => constraint("key", &format!("{} ({name})", style.say("UNIQUE"))),
        ColumnChange::Reference(key) => {
            let what = format!("{} ({name}) {}", style.say("FOREIGN KEY"), writer.references(key));
            constraint("fkey", &what)
        }
        ColumnChange::Type(ty) => {
            let to = |it: &Column| {
                let ty = types::spelled(style, it)?;
                let (words, using) = (style.say("TYPE"), style.say("USING"));
                Some(format!("{alter_column} {words} {ty} {using} {name}::{ty};"))
            };
            (to(&Column { ty: ty.clone(), ..column.clone() })?, to(column)?)
        }
        ColumnChange::Values(_) => return None,
    };
    Some((style.joined(&[vec![up]]), style.joined(&[vec![down]])))
}

/// The edits that make `change` to `column` of `table` in the statement of `source` that makes the table. `None` if it
/// does not say the column in a way that can be changed.
#[must_use]
pub fn change_column(
    source: &str,
    table: &Table,
    column: &Column,
    change: &ColumnChange,
    around: &Declarations,
) -> Option<Edits> {
    let place = column.place.span;
    let is_own = column.place.file == table.place.file && table.place.span.covers(place);
    let text = place.slice(source);
    // What is quoted, or remarked, may hold any words.
    if !is_own || text.contains("--") || text.contains("/*") || text.contains('\'') {
        return None;
    }
    let found = pieces(source, Span::from_range(0..source.len()));
    let file = File { source, statements: &found.statements };
    let mut style = file.style(table.database);
    style.take(around);
    let writer = Writer::new(&mut style, around, around);
    let style = writer.style;
    let lower = text.to_ascii_lowercase();
    let add = |words: String| Some(Edits::new(vec![Edit::insert(place.end(), format!(" {words}"))]));
    match change {
        ColumnChange::Required if !lower.contains(" null") => add(style.say("NOT NULL")),
        ColumnChange::Unique if !lower.contains("unique") => add(style.say("UNIQUE")),
        ColumnChange::Reference(key) if !lower.contains("references") && table.database != Database::MySql => {
            add(writer.references(key))
        }
        ColumnChange::Nullable => {
            let at = lower.find(" not null").filter(|_| lower.matches(" not null").count() == 1)?;
            let start = place.start().plus(at);
            let span = Span::new(start, start.plus(" not null".len()));
            Some(Edits::new(vec![Edit::replace(span, "")]))
        }
        ColumnChange::Type(ty) if !lower.contains("default") && !lower.contains("references") => {
            let behind = column.name.place.span.end();
            let gap = source.get(behind.bytes()..place.end().bytes())?;
            let quote = usize::from(gap.starts_with(['"', '`']));
            let rest = gap.get(quote..)?;
            let start = quote + rest.len() - rest.trim_start().len();
            let held = column.ty.written.as_str();
            let there = gap.get(start..start + held.len())?;
            let ends = !gap.get(start + held.len()..)?.starts_with(|it: char| it.is_alphanumeric() || "([_".contains(it));
            let is_type = !held.is_empty() && ends && there.eq_ignore_ascii_case(held);
            let wanted = types::spelled(style, &Column { ty: ty.clone(), ..column.clone() }).filter(|_| is_type)?;
            let span = Span::new(behind.plus(start), behind.plus(start + held.len()));
            Some(Edits::new(vec![Edit::replace(span, wanted)]))
        }
        _ => None,
    }
}

/// The statements that add `values` to the enum type called `name`, in the style of the file `like`; PostgreSQL takes none
/// of them back.
#[must_use]
pub fn value_statements(like: &str, schema: Option<&str>, name: &str, values: &[String]) -> String {
    let found = pieces(like, Span::from_range(0..like.len()));
    let style = File { source: like, statements: &found.statements }.style(Database::PostgreSql);
    let add = |value: &String| {
        let (alter, words) = (style.say("ALTER TYPE"), style.say("ADD VALUE"));
        format!("{alter} {} {words} '{}';", style.path(schema, name), value.replace('\'', "''"))
    };
    style.joined(&[values.iter().map(add).collect()])
}
