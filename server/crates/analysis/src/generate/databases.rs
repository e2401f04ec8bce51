//! From PostgreSQL's types, in which tables are planned, to those of the database that a house is for.

use schema::model::{Column, Database, Declarations, DefaultValue, Table};
use schema::types::ColumnType;

use super::plan::Plan;
use crate::conventions::most_common;

/// The database that most tables of `declarations` are for.
pub(super) fn database(declarations: Option<&Declarations>) -> Database {
    let tables = declarations.into_iter().flat_map(|it| &it.tables);
    most_common(tables.map(|it| it.database)).unwrap_or_default()
}

/// Makes `plan` one for `database`, whose tables are `there`.
pub(super) fn fit(plan: &mut Plan, database: Database, there: Option<&Declarations>) {
    if database == Database::PostgreSql || plan.table.database == database {
        return;
    }
    plan.table.database = database;
    // Only PostgreSQL has enum types: a column lists its values itself.
    let enums = std::mem::take(&mut plan.enums);
    let known = || enums.iter().chain(there.into_iter().flat_map(|it| &it.enums));
    for column in &mut plan.table.columns {
        let Some(name) = column.ty.enumeration.take() else { continue };
        "text".clone_into(&mut column.ty.canonical);
        if let Some(found) = known().find(|it| it.name.text == name) {
            column.allowed = found.values.iter().map(|it| it.text.clone()).collect();
        }
    }
    let table = plan.table.clone();
    for column in &mut plan.table.columns {
        fit_column(column, &table, database, there);
    }
}

/// Makes `column`, which is to stand in `table`, one for `database`, whose tables are `there`.
pub(super) fn fit_column(
    column: &mut Column,
    table: &Table,
    database: Database,
    there: Option<&Declarations>,
) {
    let fitting = match database {
        Database::PostgreSql => return,
        Database::Sqlite => sqlite(column, there),
        Database::MySql => mysql(column, table),
    };
    let Some(ty) = fitting else { return };
    column.default = default(&column.default, &ty);
    column.ty = ty;
}

/// The type of SQLite for `column`; `None` if it has one.
fn sqlite(column: &Column, there: Option<&Declarations>) -> Option<ColumnType> {
    let canonical = column.ty.canonical.as_str();
    let base = canonical.split('(').next().unwrap_or(canonical).trim();
    Some(match base {
        _ if canonical.ends_with("[]") => ty("text", "text:json"),
        "json" | "jsonb" => ty("text", "text:json"),
        "boolean" => ty("integer", "integer:boolean"),
        "bigint" | "smallint" => ty("integer", ""),
        "double precision" => ty("real", ""),
        "numeric" => ty("numeric", ""),
        "bytea" => ty("blob", ""),
        "integer" | "text" | "real" | "blob" => return None,
        _ if base.starts_with("timestamp") => times(there),
        _ => ty("text", ""),
    })
}

/// How the tables that are there keep a time; as a number of seconds, if they keep none.
fn times(there: Option<&Declarations>) -> ColumnType {
    let columns = there.into_iter().flat_map(|it| &it.tables).flat_map(|it| &it.columns);
    let timed = columns.filter(|it| it.ty.written.contains(":timestamp") || is_told_the_time(it));
    let usual = most_common(timed.map(|it| (it.ty.canonical.clone(), it.ty.written.clone())));
    usual.map_or_else(|| ty("integer", "integer:timestamp"), |it| ty(&it.0, &it.1))
}

/// True if the default of `column` is the time.
fn is_told_the_time(column: &Column) -> bool {
    let DefaultValue::Database(sql) = &column.default else { return false };
    let sql = sql.to_lowercase();
    ["current_timestamp", "now()", "unixepoch", "datetime('now"].iter().any(|it| sql.contains(it))
}

/// The type of MySQL for `column` of `table`; `None` if it has one.
fn mysql(column: &Column, table: &Table) -> Option<ColumnType> {
    let canonical = column.ty.canonical.as_str();
    let (base, size) = canonical.find('(').map_or((canonical, ""), |at| canonical.split_at(at));
    if !column.allowed.is_empty() {
        let values: Vec<String> =
            column.allowed.iter().map(|it| format!("'{}'", it.replace('\'', "''"))).collect();
        return Some(ty(&format!("enum({})", values.join(",")), ""));
    }
    let sized =
        |name: &str, usual: &str| ty(&format!("{name}{}", if size.is_empty() { usual } else { size }), "");
    Some(match base {
        _ if canonical.ends_with("[]") => ty("json", ""),
        "jsonb" => ty("json", ""),
        "uuid" => ty("varchar(36)", ""),
        "character varying" => sized("varchar", "(255)"),
        "character" => sized("char", ""),
        "numeric" => sized("decimal", "(12,2)"),
        "integer" => ty("int", ""),
        "double precision" => ty("double", ""),
        "bytea" => ty("varbinary(255)", ""),
        // MySQL keeps no index on a text of any length.
        "text" if is_key(column, table) => ty("varchar(255)", ""),
        "inet" | "cidr" | "macaddr" | "interval" => ty("varchar(255)", ""),
        _ if base.starts_with("timestamp ") || base == "timestamp" && canonical.contains("time zone") => {
            ty("timestamp", "")
        }
        _ if base.starts_with("time ") => ty("time", ""),
        _ => return None,
    })
}

/// True if a key or an index of `table` is on `column`.
fn is_key(column: &Column, table: &Table) -> bool {
    let name = column.name.text.as_str();
    let lists = table.primary_key.iter().map(|it| &it.columns);
    let lists = lists.chain(table.uniques.iter().map(|it| &it.columns));
    let mut lists = lists.chain(table.foreign_keys.iter().map(|it| &it.columns));
    lists.any(|it| it.iter().any(|it| it == name))
        || table.indexes.iter().flat_map(|it| &it.parts).any(|it| it.column() == Some(name))
}

/// What PostgreSQL's `default` is for a column of the type `ty`.
fn default(default: &DefaultValue, ty: &ColumnType) -> DefaultValue {
    let DefaultValue::Database(sql) = default else { return default.clone() };
    let sql = match (sql.as_str(), ty.written.split_once(':').map(|it| it.1)) {
        ("gen_random_uuid()", _) => return DefaultValue::Application("() => crypto.randomUUID()".to_owned()),
        ("now()", Some("timestamp")) => "(unixepoch())",
        ("now()", Some("timestamp_ms")) => "(unixepoch() * 1000)",
        (sql, _) => sql.split_once("::").map_or(sql, |it| it.0),
    };
    DefaultValue::Database(sql.to_owned())
}

fn ty(canonical: &str, written: &str) -> ColumnType {
    ColumnType { canonical: canonical.to_owned(), written: written.to_owned(), enumeration: None }
}
