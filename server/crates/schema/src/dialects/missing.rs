//! What no writer can write, taken out before any of them begins: all languages then give one answer to one schema.

mod mysql;
mod remarks;

use std::borrow::Cow;

use super::Dialect;
use crate::model::{Database, Declarations, DefaultValue, Other, Table, TableKind};

/// `declarations` as `dialect` can write them; what was taken out is added to `left_out`.
pub(super) fn taken_out<'a>(
    dialect: Dialect,
    declarations: &'a Declarations,
    left_out: &mut Vec<String>,
) -> Cow<'a, Declarations> {
    let mut declared = Cow::Borrowed(declarations);
    // A diagram shows types as they are written, and tables without columns.
    if dialect != Dialect::Mermaid {
        name_types(&mut declared);
    }
    if matches!(dialect, Dialect::Drizzle | Dialect::Prisma | Dialect::Sql) {
        without_empty_tables(&mut declared, left_out);
    }
    if dialect != Dialect::Sql {
        without_sequences(&mut declared, left_out);
    }
    if declared.tables.iter().any(|it| it.database == Database::MySql) {
        mysql::as_written_there(dialect, declared.to_mut(), left_out);
    }
    if declared.tables.iter().any(remarks::has_some) {
        remarks::take_out(declared.to_mut());
    }
    declared
}

/// Gives the types that people write in diagrams the names that databases have for them. Who compares a diagram with a
/// schema is not told so: any text is a `string`.
fn name_types(declared: &mut Cow<'_, Declarations>) {
    let meant = |database: Database, written: &str| match (written.to_lowercase().as_str(), database) {
        ("string", _) => Some("text"),
        ("datetime", Database::PostgreSql) => Some("timestamp without time zone"),
        _ => None,
    };
    let is_named = |it: &Table| {
        it.columns
            .iter()
            .any(|column| !column.ty.is_known() && meant(it.database, &column.ty.written).is_some())
    };
    if !declared.tables.iter().any(is_named) {
        return;
    }
    for table in &mut declared.to_mut().tables {
        for column in table.columns.iter_mut().filter(|it| !it.ty.is_known()) {
            if let Some(ty) = meant(table.database, &column.ty.written) {
                ty.clone_into(&mut column.ty.canonical);
            }
        }
    }
}

/// Takes out the tables of which no column is known, and what refers to them.
fn without_empty_tables(declared: &mut Cow<'_, Declarations>, left_out: &mut Vec<String>) {
    let is_empty = |it: &Table| {
        it.kind == TableKind::Table
            && !it.complete
            && it.schema.is_none()
            && it.columns.iter().all(|column| !column.ty.is_known() && it.database != Database::Sqlite)
    };
    let names: Vec<String> =
        declared.tables.iter().filter(|it| is_empty(it)).map(|it| it.name.text.clone()).collect();
    if names.is_empty() {
        return;
    }
    let declared = declared.to_mut();
    declared.tables.retain(|it| !is_empty(it));
    left_out.extend(names.iter().map(|it| format!("table `{it}`: none of its columns is known")));
    for key in declared.tables.iter_mut().flat_map(|it| &mut it.foreign_keys) {
        key.known &= key.table_schema.is_some() || !names.contains(&key.table.text);
    }
}

/// Takes out the defaults that count with a sequence, for languages that have none.
fn without_sequences(declared: &mut Cow<'_, Declarations>, left_out: &mut Vec<String>) {
    let of = |it: &Other| Some(it.what.strip_prefix("sequence `")?.strip_suffix('`')?.to_owned());
    let sequences: Vec<String> = declared.others.iter().filter_map(of).collect();
    if sequences.is_empty() {
        return;
    }
    for table in &mut declared.to_mut().tables {
        for column in &mut table.columns {
            let needed = sequences.iter().find(|it| takes_from(&column.default, it));
            if let Some(sequence) = needed {
                let (table, column_name) = (&table.name.text, &column.name.text);
                left_out.push(format!(
                    "the default of `{column_name}` of `{table}`: it counts with sequence `{sequence}`"
                ));
                column.default = DefaultValue::None;
            }
        }
    }
}

/// True if `default` speaks of `sequence` in a call of `nextval`.
fn takes_from(default: &DefaultValue, sequence: &str) -> bool {
    let DefaultValue::Database(sql) = default else { return false };
    let Some(at) = sql.to_ascii_lowercase().find("nextval") else { return false };
    let quoted = sql.get(at..).unwrap_or_default().split('\'').skip(1).step_by(2);
    let plain = |it: &str| it.replace('"', "");
    let mut names = quoted.map(plain);
    names.any(|it| {
        it.eq_ignore_ascii_case(sequence)
            || it.strip_prefix("public.").is_some_and(|it| it.eq_ignore_ascii_case(sequence))
    })
}
