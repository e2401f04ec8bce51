//! The workspaces beside these tests say what they were written to say.

use std::collections::BTreeMap;
use std::process::Command;

use schemark_tests::{binary, repository};
use serde_json::Value;

#[test]
fn the_demonstration_drifts_in_one_way_per_rule() {
    let found = findings("demo");
    let names = |rule: &str| found.get(rule).cloned().unwrap_or_default();
    assert_eq!(names("unknown-table"), ["accessories", "late_fees", "resevations"]);
    assert_eq!(names("unknown-column"), ["due_date"]);
    assert_eq!(names("foreign-key-without-index"), ["tool_id"]);
    assert_eq!(names("table-naming"), ["repair_visit"]);
    assert_eq!(names("column-naming"), ["workshopName"]);
    assert_eq!(names("missing-timestamps"), ["loan_deposits"]);
    assert_eq!(names("decision-broken"), ["columns are in snake_case", "table names are plural"]);
    assert_eq!(names("table-not-in-named-file"), ["tool_categories"]);
    assert_eq!(found.len(), 8, "{found:?}");
}

#[test]
fn a_prisma_house_drifts_in_the_same_ways() {
    let found = findings("prisma");
    let names = |rule: &str| found.get(rule).cloned().unwrap_or_default();
    assert_eq!(names("unknown-table"), ["school_visits"]);
    assert_eq!(names("unknown-column"), ["refunded_at"]);
    assert_eq!(names("foreign-key-without-index"), ["seat_id"]);
    assert_eq!(names("table-naming"), ["projector"]);
    assert_eq!(names("column-naming"), ["lampHours"]);
    assert_eq!(names("missing-timestamps"), ["seats"]);
    assert_eq!(found.len(), 6, "{found:?}");
}

#[test]
fn so_does_a_schema_that_is_one_file_of_sql() {
    let found = findings("sql-file");
    let names = |rule: &str| found.get(rule).cloned().unwrap_or_default();
    assert_eq!(names("unknown-table"), ["score_loans"]);
    assert_eq!(names("unknown-column"), ["last_seen_on"]);
    assert_eq!(names("foreign-key-without-index"), ["score_id"]);
    assert_eq!(names("table-naming"), ["concert"]);
    assert_eq!(names("column-naming"), ["pageCount"]);
    assert_eq!(names("missing-timestamps"), ["programme_items"]);
    assert_eq!(found.len(), 6, "{found:?}");
}

#[test]
fn a_history_of_migrations_is_asked_for_what_stories_lack_alone() {
    let found = findings("sql-migrations");
    let names = |rule: &str| found.get(rule).cloned().unwrap_or_default();
    assert_eq!(names("unknown-table"), ["tool_loans"]);
    assert_eq!(names("unknown-column"), ["waiting_since"]);
    assert_eq!(found.len(), 2, "{found:?}");
}

#[test]
fn a_workspace_in_step_has_no_finding() {
    for name in ["clean", "seeds/workflow", "seeds/gsd-summary", "seeds/schema-readme", "seeds/agent-os-spec"]
    {
        assert_eq!(findings(name), BTreeMap::new(), "{name}");
    }
}

#[test]
fn a_missing_schema_is_said_once() {
    for name in ["no-schema", "seeds/bmad-story"] {
        let mut found = findings(name);
        // The story was written for a tool of its day.
        let old = found.remove("obsolete-command").unwrap_or_default();
        assert_eq!(old.is_empty(), name == "no-schema", "{old:?}");
        assert_eq!(found.keys().collect::<Vec<_>>(), ["schema-unreadable"], "{name}");
        assert_eq!(found.values().flatten().count(), 1, "{name}");
    }
}

/// The names that `schemark check` finds fault with, by rule, each once.
fn findings(workspace: &str) -> BTreeMap<String, Vec<String>> {
    let folder = repository().join("tests/workspaces").join(workspace);
    let output = Command::new(binary())
        .args(["check", "--format", "json"])
        .current_dir(folder)
        .output()
        .expect("the program runs");
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for finding in report.get("findings").and_then(Value::as_array).expect("findings") {
        let text = |key| finding.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        found.entry(text("rule")).or_default().push(text("name"));
    }
    for names in found.values_mut() {
        names.sort();
        names.dedup();
    }
    found
}
