//! Acceptance criteria, and what refers to them.

use super::facts;
use crate::{ServedBy, Strength};

fn labels(source: &str) -> Vec<String> {
    facts(source).criteria.iter().map(|it| it.label.clone()).collect()
}

fn texts(source: &str) -> Vec<String> {
    facts(source).criteria.iter().map(|it| it.text.clone()).collect()
}

/// The labels that a task with `words` serves; `*` for all of them, and `?` behind what a warning may not stand on.
fn served(words: &str) -> Vec<String> {
    let facts = facts(&format!("- [ ] Write the export {words}\n"));
    let show = |it: &crate::CriterionReference| {
        let doubt = if it.strength == Strength::Strong { "" } else { "?" };
        format!("{}{doubt}", it.label.as_deref().unwrap_or("*"))
    };
    assert!(facts.references.iter().all(|it| it.by == ServedBy::Task));
    facts.references.iter().map(show).collect()
}

#[test]
fn a_range_holds_what_lies_between() {
    for words in
        ["(AC: 1-4)", "(AC: 1–4)", "(AC: #1-#4)", "(AC: 1 to 4)", "(AC: 1..4)", "(AC1-AC4)", "[AC-1 - AC-4]"]
    {
        assert_eq!(served(words), ["1", "2", "3", "4"], "{words}");
    }
    for words in [
        "(AC: 1~4)",
        "(验收标准：1至4)",
        "(인수 조건: 1~4)",
        "(CA: 1 a 4)",
        "(critères 1 à 4)",
        "(Criteria 1 through 4)",
    ] {
        assert_eq!(served(words), ["1", "2", "3", "4"], "{words}");
    }
    assert_eq!(served("(AC: 1-3, 5)"), ["1", "2", "3", "5"]);
    assert_eq!(served("(AC: 2.1-2.3)"), ["2.1", "2.2", "2.3"]);
}

#[test]
fn labels_stand_in_many_spellings() {
    for words in [
        "(AC: 1, 2)",
        "[AC1, AC2]",
        "(AC-1 + AC-2)",
        "(AC#1, AC#2)",
        "(Acceptance Criteria 1 and 2)",
        "（AC：1、2）",
    ] {
        assert_eq!(served(words), ["1", "2"], "{words}");
    }
    for words in [
        "(验收标准: 1, 2)",
        "(수용 기준: 1, 2)",
        "(CA: 1, 2)",
        "(criterios 1 y 2)",
        "(critères d'acceptation 1 et 2)",
    ] {
        assert_eq!(served(words), ["1", "2"], "{words}");
    }
}

#[test]
fn all_of_them_may_be_served() {
    for words in [
        "(AC: All)",
        "(All ACs)",
        "(AC: all)",
        "(验收标准：全部)",
        "(인수 조건: 전체)",
        "(CA: todos)",
        "(critères : tous)",
    ] {
        assert_eq!(served(words), ["*"], "{words}");
    }
    assert_eq!(served("(AC: 1, all)"), ["1", "*"]);
}

#[test]
fn what_only_looks_like_a_range_is_its_ends() {
    assert_eq!(served("(AC: 4-1)"), ["4", "1"]);
    assert_eq!(served("(AC: 1-99999999999)"), ["1", "99999999999"]);
    assert_eq!(served("(AC: 1-184467440737095516160)"), ["1", "184467440737095516160"]);
}

#[test]
fn words_beside_a_label_leave_it_in_doubt() {
    assert_eq!(served("(AC: 1, optional)"), ["1?"]);
    assert_eq!(served("(AC: 2 of story 3)"), ["2?"]);
    assert_eq!(served("(Story 1.2, Criteria 3-4)"), ["3?", "4?"]);
    assert_eq!(served("for AC 1 and 2, in 3 days"), ["1?", "2?"]);
}

#[test]
fn what_is_no_criterion_is_not_referred_to() {
    for words in [
        "(3 criteria)",
        "(AC/DC)",
        "(1, 2)",
        "(AC",
        "(AC:)",
        "(criteria: OrderCriteria)",
        "(AC: ",
        "the ac 3 unit",
    ] {
        assert!(served(words).is_empty(), "{words}: {:?}", served(words));
    }
}

#[test]
fn lines_and_headings_serve_criteria_too() {
    let facts =
        facts("### Export (AC: 1)\n\n- Write it (AC: 2)\n\n| Test | AC: 3 |\n|---|---|\n| (AC: 4) | x |\n");
    let found: Vec<_> = facts.references.iter().map(|it| (it.label.as_deref(), it.by)).collect();
    assert_eq!(found, [(Some("1"), ServedBy::Line), (Some("2"), ServedBy::Line)]);
}

#[test]
fn a_number_makes_a_criterion_whatever_word_follows() {
    let source = "## Acceptance Criteria\n\n1. Given a cart, when paid, then an order\n2. When a cart is empty, no order\n3. And a mail\n4. Then rest\n";
    assert_eq!(labels(source), ["1", "2", "3", "4"]);
    assert_eq!(
        labels("## Acceptance Criteria\n\n1. Sent\n2. When paid, sent\n3. But once\n"),
        ["1", "2", "3"]
    );
    assert_eq!(labels("## 验收标准\n\n1. 已发送\n2. 当用户付款时发送\n"), ["1", "2"]);
}

#[test]
fn steps_with_numbers_of_their_own_are_one_criterion() {
    let source = "## Acceptance Criteria\n\n1. Given a cart\n2. When paid\n3. Then an order\n4. And a mail\n5. Given none\n";
    assert_eq!(texts(source), ["Given a cart When paid Then an order And a mail", "Given none"]);
}

#[test]
fn a_bullet_that_begins_with_when_follows_only_given() {
    let source =
        "**Acceptance Criteria:**\n\n- When paid, an order is made\n- When not paid, none is\n- Then rest\n";
    assert_eq!(texts(source), ["When paid, an order is made", "When not paid, none is Then rest"]);
}

#[test]
fn numbers_in_the_lines_of_a_paragraph_are_criteria() {
    let source = "## Acceptance Criteria\n\n**Functional:**\n\n1. One\n2. Two\n3. Three\n\n**Integration Requirements:**\n4. Existing `orders`\n   stay\n5. Five\n";
    assert_eq!(texts(source), ["One", "Two", "Three", "Existing orders stay", "Five"]);
    assert_eq!(labels(source), ["1", "2", "3", "4", "5"]);
    let lead = "**Acceptance Criteria:**\n\n1. One\n\n**Quality:**\n\n2. Two\n\n**Tasks:**\n\n1. No\n";
    assert_eq!(texts(lead), ["One", "Two"]);
}

#[test]
fn numbers_in_a_paragraph_of_another_section_are_none() {
    assert!(labels("## Steps\n\nDo this:\n4. Four\n5. Five\n").is_empty());
    assert_eq!(labels("## Acceptance Criteria\n\n1. One\n\nSince\n2024. It was so.\n"), ["1"]);
}

#[test]
fn what_tells_when_work_is_done_counts_only_alone() {
    let done = "## Definition of Done\n\n- [ ] Reviewed\n- [ ] Merged\n";
    assert_eq!(texts(done), ["Reviewed", "Merged"]);
    assert_eq!(texts(&format!("## Acceptance Criteria\n\n1. One\n\n{done}")), ["One"]);
}

#[test]
fn each_list_counts_anew() {
    let source = "### A\n\n#### Acceptance Criteria\n\n1. a\n2. b\n\n### B\n\n#### Acceptance Criteria\n\n1. c\n\n#### Acceptance Criteria (more)\n\n2. d\n";
    let found: Vec<_> = facts(source).criteria.iter().map(|it| (it.text.clone(), it.list)).collect();
    let expected = [("a", 0), ("b", 0), ("c", 1), ("d", 1)].map(|(text, list)| (text.to_owned(), list));
    assert_eq!(found, expected);
}

#[test]
fn details_below_a_label_are_no_criteria() {
    assert_eq!(
        labels(
            "## Acceptance Criteria\n\n### AC1: Send\n\n- Given a cart\n- fast\n\n### AC2: Rest\n\n1. x\n"
        ),
        ["AC1", "AC2"]
    );
    assert_eq!(labels("## Criterios de aceptación\n\n- CA-1: Enviar\n- CA-2: Pagar\n"), ["CA-1", "CA-2"]);
}

#[test]
fn a_review_of_criteria_adds_none() {
    let source =
        "## Acceptance Criteria\n\n1. Sent\n2. Paid\n\n## Review\n\n- ✅ AC1: sent at once\n- AC2: no mail\n";
    assert_eq!(texts(source), ["Sent", "Paid"]);
    assert!(facts(source).references.is_empty());
    assert_eq!(labels("## Review\n\n- AC1: sent\n- AC2: paid\n"), ["AC1", "AC2"]);
}

#[test]
fn half_typed_criteria_are_read_as_far_as_they_stand() {
    assert_eq!(labels("## Acceptance Criteria\n\n1. One\n2."), ["1", "2"]);
    assert_eq!(labels("**Acceptance Criteria:\n\n1. One (AC: 1"), ["1"]);
}

#[test]
fn spellings_of_a_label_have_one_key() {
    use crate::{criterion_head, criterion_key};
    for label in ["3", "AC-3", "AC3", "#3", "AC 03", "CA-3"] {
        assert_eq!(criterion_key(label), "3", "{label}");
    }
    assert_ne!(criterion_key("3"), criterion_key("13"));
    assert_eq!((criterion_head("2.1"), criterion_head("2b"), criterion_head("x")), ("2", "2", "x"));
}
