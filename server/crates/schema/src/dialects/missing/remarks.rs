//! Comments that speak to a tool, or are code: they are notes of the source, and nothing of the database.

use crate::dialects::Dialect;
use crate::model::{Declarations, Table};

/// How lines begin that speak to a tool, in lower case.
const MARKERS: &[&str] = &[
    "! previous",
    "! message",
    "#endregion",
    "#region",
    "+goose",
    "+migrate",
    "--liquibase",
    "//@undo",
    "@ts-",
    "atlas:",
    "biome-ignore",
    "changeset ",
    "endregion",
    "eslint",
    "gen:",
    "liquibase formatted",
    "migrate:",
    "noqa",
    "oxlint",
    "prettier-ignore",
    "region ",
    "rollback ",
    "sqlfluff:",
    "squawk-ignore",
    "statement-breakpoint",
    "tslint:",
];

/// True if a comment of `table` may have such a line.
pub(super) fn has_some(table: &Table) -> bool {
    let docs = table.columns.iter().map(|it| &it.doc).chain([&table.doc]);
    docs.flatten().any(|it| it.lines().any(is_note))
}

/// Takes such lines out of all comments.
pub(super) fn take_out(declared: &mut Declarations) {
    for table in &mut declared.tables {
        let docs = table.columns.iter_mut().map(|it| &mut it.doc);
        for doc in docs.chain([&mut table.doc]) {
            let Some(text) = doc.take() else { continue };
            let kept: Vec<&str> = text.lines().filter(|it| !is_note(it)).collect();
            *doc = Some(kept.join("\n").trim().to_owned()).filter(|it| !it.is_empty());
        }
    }
}

/// True if `line` speaks to a tool, or is code.
fn is_note(line: &str) -> bool {
    let line = line.trim();
    let lower = line.to_lowercase();
    MARKERS.iter().any(|it| lower.starts_with(it)) || is_query_name(&lower) || is_code(line)
}

/// True for `name: CreateThing :exec`.
fn is_query_name(lower: &str) -> bool {
    lower.starts_with("name:") && lower.split_whitespace().last().is_some_and(|it| it.starts_with(':'))
}

/// True for a statement, or for a property or a column that somebody took out: `old: text('old'),`.
fn is_code(line: &str) -> bool {
    let is_statement = line.ends_with(';') && Dialect::Sql.is_written_in(line);
    let is_property = line.split_once(':').is_some_and(|(key, value)| {
        let value = value.trim();
        let is_word = !key.is_empty() && key.chars().all(|it| it.is_ascii_alphanumeric() || it == '_');
        let call = value.find('(').and_then(|it| value.get(..it)).unwrap_or_default();
        let is_call = !call.is_empty() && call.chars().all(|it| it.is_ascii_alphanumeric() || it == '.');
        is_word && is_call && value.ends_with([',', ';', ')'])
    });
    is_statement || is_property || line.starts_with("export const ") || line.starts_with("import {")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_speaks_to_a_tool_or_is_code_is_no_comment() {
        for note in [
            "+goose StatementBegin",
            "CREATE TABLE old (id int);",
            "eslint-disable-next-line",
            "#region x",
            "biome-ignore lint: x",
            "old: text('old'),",
            "name: CreateThing :exec",
            "! Previous: sha1:abc",
            "export const old = pgTable('old', {",
            "alter table t drop column x;",
        ] {
            assert!(is_note(note), "{note}");
        }
        for comment in [
            "Who buys.",
            "name: as in the passport",
            "regions: where we sell",
            "create a table for it",
            "note: see (1)",
            "values: open, closed",
            "rollbacks of orders",
            "Previous: the last one",
        ] {
            assert!(!is_note(comment), "{comment}");
        }
    }
}
