//! Small stories and what they say.

use std::fmt::Write;

use expect_test::{Expect, expect};

use crate::{Memo, StoryFacts, Strength, read};

fn facts(source: &str) -> StoryFacts {
    (*read(source, &Memo::default()).0).clone()
}

/// One line for each mention: `strong? subject table.name form cue`.
fn mentions(source: &str) -> String {
    let mut lines = String::new();
    for it in &facts(source).mentions {
        assert_eq!(it.span.slice(source), it.name, "a mention's span is its name");
        let strength = if it.strength == Strength::Strong { "strong" } else { "weak" };
        let table = it.table.as_deref().map(|table| format!("{table}.")).unwrap_or_default();
        let cue = it.cue.map(|cue| format!(" {cue:?}")).unwrap_or_default();
        writeln!(lines, "{strength} {:?} {table}{} {}{cue}", it.subject, it.name, it.form.name())
            .expect("a string");
    }
    lines
}

fn check(source: &str, expected: &Expect) {
    expected.assert_eq(&mentions(source));
}

#[test]
fn a_name_before_the_word_table_is_strong() {
    check(
        "Rows of the `orders` table and the `order_items` junction table.",
        &expect![[r#"
        strong Table orders code-then-table
        strong Table order_items code-then-table
    "#]],
    );
}
