//! Whether a type as people write it may be the type of a column.

use schema::model::{Column, Database, Table};

/// True if `written` may be the type of `column`, or if either cannot be compared.
pub(crate) fn agree(written: &str, column: &Column) -> bool {
    if column.ty.enumeration.is_some() || !column.ty.is_known() {
        return true;
    }
    let said = schema::types::canonical(written);
    let (said_list, held_list) = (said.ends_with("[]"), column.ty.canonical.ends_with("[]"));
    let Some((said_family, held_family)) = family(&said).zip(family(&column.ty.canonical)) else {
        return true;
    };
    if said_list != held_list {
        // "string[]" is often kept as JSON.
        return held_family == Family::Json;
    }
    if !compatible(said_family, held_family) {
        return false;
    }
    match (length(&said), length(&column.ty.canonical)) {
        (Some(said), Some(held)) => said == held,
        _ => true,
    }
}

/// True if `column` of `table` may be called `written` for what a program sees of it, or for what it means.
pub(crate) fn may_be_called(written: &str, table: &Table, column: &Column) -> bool {
    let held = family(&column.ty.canonical);
    // A program reads it as its mode says: `integer:timestamp`.
    let mode = column.ty.written.split_once(':').map(|(_, mode)| mode).and_then(|mode| match mode {
        "timestamp" | "timestamp_ms" => Some(Family::Moment),
        other => family(other),
    });
    let Some((said, held)) = family(&schema::types::canonical(written)).zip(held) else { return true };
    if mode.is_some_and(|it| compatible(said, it) || it == Family::Moment && said == Family::Day) {
        return true;
    }
    let seen = match written.trim() {
        "string" => {
            column.ty.canonical == "bigint" || !matches!(held, Family::Whole | Family::Truth | Family::Json)
        }
        "number" => held == Family::Moment,
        "Date" => held == Family::Moment,
        _ => false,
    };
    // SQLite has no types of its own for these.
    let kept = table.database == Database::Sqlite
        && match said {
            Family::Moment | Family::Day | Family::Clock => {
                matches!(held, Family::Whole | Family::Number | Family::Text)
            }
            Family::Truth => held == Family::Whole,
            Family::Uuid => held == Family::Text,
            _ => false,
        };
    seen || kept
}

/// True unless `written`, a diagram's word for a type, plainly contradicts what `column` of `table` holds: `boolean` for
/// an integer. A text may hold anything that can be spelled, and numbers are numbers.
pub(crate) fn fits_loosely(written: &str, table: &Table, column: &Column) -> bool {
    if column.ty.enumeration.is_some() || !column.ty.is_known() || column.ty.canonical.ends_with("[]") {
        return true;
    }
    let said = schema::types::canonical(written);
    let Some((said, held)) = family(&said).zip(family(&column.ty.canonical)) else { return true };
    let kind = |it: Family| match it {
        Family::Text | Family::Uuid | Family::Bytes => Family::Text,
        Family::Whole | Family::Number => Family::Number,
        Family::Moment | Family::Day | Family::Clock => Family::Moment,
        Family::Truth | Family::Json => it,
    };
    let spelled = |it: Family| matches!(it, Family::Moment | Family::Json);
    let (said, held) = (kind(said), kind(held));
    // MySQL has no truths of its own.
    let is_bit = table.database == Database::MySql && said == Family::Truth && held == Family::Number;
    said == held
        || is_bit
        || said == Family::Text && spelled(held)
        || held == Family::Text && spelled(said)
        || written.ends_with("[]") && held == Family::Json
        || may_be_called(written, table, column)
}

/// What a story may call a thing that the schema keeps as `held`.
fn compatible(said: Family, held: Family) -> bool {
    said == held
        || matches!(
            (said, held),
            // Identifiers are texts to those who write stories, and values of enums are texts too.
            (Family::Text, Family::Uuid)
                | (Family::Number, Family::Whole)
                | (Family::Moment, Family::Day)
                | (Family::Json, Family::Text)
        )
}

fn family(ty: &str) -> Option<Family> {
    let plain = ty.trim_end_matches("[]").split('(').next().unwrap_or("").trim().to_lowercase();
    Some(match plain.as_str() {
        "text" | "string" | "str" | "character varying" | "character" | "citext" | "cuid" | "cuid2"
        | "nanoid" | "ulid" | "longtext" | "mediumtext" | "varchar" => Family::Text,
        "uuid" | "guid" => Family::Uuid,
        "integer" | "bigint" | "smallint" | "tinyint" | "serial" | "bigserial" => Family::Whole,
        "number" | "numeric" | "real" | "double precision" | "double" | "money" => Family::Number,
        "boolean" => Family::Truth,
        "datetime" => Family::Moment,
        _ if plain.starts_with("timestamp") => Family::Moment,
        "date" => Family::Day,
        _ if plain.starts_with("time ") => Family::Clock,
        "json" | "jsonb" => Family::Json,
        "bytea" | "blob" | "binary" => Family::Bytes,
        _ => return None,
    })
}

/// What stands in the parentheses of a text's or number's type.
fn length(ty: &str) -> Option<&str> {
    if ty.starts_with("timestamp") || ty.starts_with("time") {
        return None;
    }
    ty.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map(|(length, _)| length)
}

/// What a type holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    Text,
    Uuid,
    Whole,
    Number,
    Truth,
    Moment,
    Day,
    Clock,
    Json,
    Bytes,
}

#[cfg(test)]
mod tests {
    use schema::model::Column;
    use schema::types::ColumnType;

    fn agrees(said: &str, held: &str) -> bool {
        let ty = ColumnType { canonical: held.to_owned(), ..ColumnType::default() };
        super::agree(said, &Column { ty, ..Column::default() })
    }

    #[test]
    fn types_are_compared_by_what_they_hold() {
        assert!(agrees("string", "uuid") && agrees("varchar(120)", "character varying(120)"));
        assert!(agrees("datetime", "timestamp(3) without time zone") && agrees("number", "numeric(15,2)"));
        assert!(agrees("TIMESTAMPTZ", "timestamp without time zone") && agrees("money maker", "text"));
        assert!(!agrees("varchar(120)", "character varying(80)") && !agrees("boolean", "integer"));
        assert!(!agrees("text", "text[]") && agrees("string[]", "jsonb") && !agrees("uuid", "text"));
    }
}
