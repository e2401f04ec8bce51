//! Titles, stories, criteria, tasks, links and suppressions.

use expect_test::expect;

use super::facts;
use crate::Status;

fn stories(source: &str) -> Vec<[String; 3]> {
    let text = |part: &Option<(String, text::Span)>| {
        part.as_ref().map(|(text, span)| {
            // Emphasis and line breaks inside a part leave its text, not its bytes.
            let bare: String = span.slice(source).chars().filter(|it| !"*\n`".contains(*it)).collect();
            assert_eq!(bare.replace(' ', ""), text.replace(' ', ""), "a part's span is its text");
            text.clone()
        })
    };
    facts(source)
        .stories
        .iter()
        .map(|it| [&it.persona, &it.want, &it.benefit].map(|part| text(part).unwrap_or_default()))
        .collect()
}

#[test]
fn a_story_in_one_line_has_three_parts() {
    assert_eq!(
        stories("- As a backend developer, I want schemas generated so that I can rest."),
        [["backend developer", "schemas generated", "I can rest"]]
    );
}

#[test]
fn a_story_over_lines_and_paragraphs_is_one() {
    let expected = [["developer", "complete schemas", "the app has a base"]];
    assert_eq!(
        stories("**As a** developer,\n**I want** complete schemas,\n**so that** the app has a base."),
        expected
    );
    assert_eq!(
        stories("**As a** developer,\n\n**I want** complete schemas,\n\n**So that** the app has a base."),
        expected
    );
}

#[test]
fn a_sentence_that_begins_alike_is_no_story() {
    assert!(stories("As a result, I want to say nothing. As a team we met.").is_empty());
}

#[test]
fn a_chinese_story_is_read() {
    assert_eq!(stories("作为管理员，我希望看到日志，以便查错。"), [["管理员", "看到日志", "查错"]]);
}

#[test]
fn criteria_carry_their_labels() {
    let source = "## Acceptance Criteria\n\n1. First `thing`\n2. Second\n   - detail\n\n## Next\n\n1. no\n\nAC-7: labelled";
    let found: Vec<_> = facts(source).criteria.iter().map(|it| (it.label.clone(), it.text.clone())).collect();
    expect![[r#"
        [
            (
                "1",
                "First thing",
            ),
            (
                "2",
                "Second",
            ),
            (
                "AC-7",
                "labelled",
            ),
        ]
    "#]]
    .assert_debug_eq(&found);
}

#[test]
fn given_when_then_is_one_criterion() {
    let source = "**Acceptance Criteria:**\n\n- **Given** a cart\n- **When** paid\n- **Then** an order\n- **Given** none";
    let found: Vec<_> = facts(source).criteria.iter().map(|it| (it.label.clone(), it.text.clone())).collect();
    expect![[r#"
        [
            (
                "1",
                "Given a cart When paid Then an order",
            ),
            (
                "2",
                "Given none",
            ),
        ]
    "#]]
    .assert_debug_eq(&found);
}

#[test]
fn status_is_read_in_three_ways() {
    assert_eq!(facts("## Status\nDraft\n").status, Status::Draft);
    assert_eq!(facts("**Status**: ✅ Complete\n").status, Status::Done);
    assert_eq!(facts("---\nstatus: approved\n---\n# T\n").status, Status::Approved);
    assert_eq!(facts("# T\n\nThe state of things.\n").status, Status::Unstated);
}

#[test]
fn front_matter_keeps_nested_keys_and_lists() {
    let source = "---\ntitle: \"A: b\"\ntags: [x, y]\nkeys:\n  made:\n    - \"p\"\n    - q # why\nnote: |\n  skipped: yes\nend: 1\n---\n# H\n";
    let facts = facts(source);
    assert_eq!(facts.title.as_deref(), Some("A: b"));
    let front = facts.front_matter.expect("front matter");
    for (value, span) in front.entries.iter().flat_map(|(_, values)| values) {
        assert_eq!(span.slice(source), value);
    }
    let found: Vec<_> = front
        .entries
        .iter()
        .map(|(key, values)| (key.clone(), values.iter().map(|it| it.0.clone()).collect::<Vec<_>>()))
        .collect();
    expect![[r#"
        [
            (
                "title",
                [
                    "A: b",
                ],
            ),
            (
                "tags",
                [
                    "x",
                    "y",
                ],
            ),
            (
                "keys",
                [],
            ),
            (
                "keys.made",
                [
                    "p",
                    "q",
                ],
            ),
            (
                "note",
                [],
            ),
            (
                "end",
                [
                    "1",
                ],
            ),
        ]
    "#]]
    .assert_debug_eq(&found);
}

#[test]
fn sections_reach_to_the_next_heading_of_their_level() {
    let source = "# A\n\n## B\n\ntext\n\n# C\n";
    let found: Vec<_> = facts(source).headings.iter().map(|it| it.section.slice(source).to_owned()).collect();
    assert_eq!(found, ["# A\n\n## B\n\ntext\n\n", "## B\n\ntext\n\n", "# C\n"]);
}

#[test]
fn links_and_sources_lead_somewhere() {
    let source = "[a](b.md#c), <https://x.y>, [Source: docs/d.md#E F, g.md] and [Source: PRD NFR17].";
    let found: Vec<_> = facts(source).links.iter().map(|it| it.destination.clone()).collect();
    expect![[r#"
        [
            "b.md#c",
            "https://x.y",
            "docs/d.md#E F",
            "g.md",
        ]
    "#]]
    .assert_debug_eq(&found);
}

#[test]
fn suppressions_say_what_they_cover() {
    let source = "<!-- schemark-ignore unknown-table, unknown-column: not ours -->\n\nThe `a1` table.\n\nThe `b1` table <!-- schemark-ignore unknown-table: legacy --> here.\n\n<!-- schemark-ignore-file table-naming -->\n";
    let found: Vec<_> = facts(source)
        .suppressions
        .iter()
        .map(|it| {
            let rules: Vec<_> =
                it.rules.iter().map(|(name, span)| (name.clone(), span.slice(source) == name)).collect();
            (rules, it.reason.clone(), it.covers.slice(source).chars().take(20).collect::<String>())
        })
        .collect();
    expect![[r#"
        [
            (
                [
                    (
                        "unknown-table",
                        true,
                    ),
                    (
                        "unknown-column",
                        true,
                    ),
                ],
                Some(
                    "not ours",
                ),
                "The `a1` table.",
            ),
            (
                [
                    (
                        "unknown-table",
                        true,
                    ),
                ],
                Some(
                    "legacy",
                ),
                "The `b1` table <!-- ",
            ),
            (
                [
                    (
                        "table-naming",
                        true,
                    ),
                ],
                None,
                "<!-- schemark-ignore",
            ),
        ]
    "#]]
    .assert_debug_eq(&found);
}

#[test]
fn fences_tell_their_path_and_dialect() {
    let source = "```typescript\n// db/schema.ts\nexport const a = pgTable('a', {});\n```\n\n- item\n  ```\n  CREATE TABLE b_c (id int);\n  ```\n";
    let found: Vec<_> =
        facts(source).fences.iter().map(|it| (it.info.clone(), it.dialect, it.path.clone())).collect();
    expect![[r#"
        [
            (
                "typescript",
                Some(
                    Drizzle,
                ),
                Some(
                    "db/schema.ts",
                ),
            ),
            (
                "",
                Some(
                    Sql,
                ),
                None,
            ),
        ]
    "#]]
    .assert_debug_eq(&found);
}

#[test]
fn a_number_used_twice_costs_no_step() {
    let text = "# Steps\n\n## Acceptance Criteria\n\n1. Read the stories\n2. Make the `orders` table\n\n2. Make the `carts` table\n3. Review\n";
    let facts = crate::read(text, &crate::Memo::default()).0;
    let tables: Vec<&str> = facts.mentions.iter().map(|it| it.name.as_str()).collect();
    assert_eq!((tables, facts.criteria.len()), (vec!["orders", "carts"], 4));
}

#[test]
fn front_matter_names_tables_and_decides() {
    let source = "---\ndb_tables: [orders, order_items]\nprovides:\n  - users table billing columns: credit_balance (int)\n\
                  key-decisions:\n  - \"No enum types\"\ntags: [carts table]\n---\n# A\n";
    super::check(
        source,
        &expect![[r#"
            strong Table orders list-after-tables
            strong Table order_items list-after-tables
            weak Table users word
        "#]],
    );
    let claims: Vec<String> = facts(source).claims.iter().map(|it| it.said.subject()).collect();
    assert_eq!(claims, ["no enum types"]);
}
