//! What holds for every text: a memo changes nothing, and no text is too broken to read.

use proptest::prelude::*;
use text::{Edit, Edits, Offset, Span};

use crate::{Memo, read};

/// A text with everything a story can have.
const STORY: &str = include_str!("story.md");

/// Pieces that edits insert: they open and close every structure.
const PIECES: [&str; 26] = [
    "`orders` table",
    "\n\n",
    "- ",
    "| a | b |\n|---|---|\n",
    "```sql\n",
    "```\n",
    "CREATE TABLE t1 (id int);",
    "# ",
    "**",
    "~~",
    "<!-- schemark-ignore x: y -->",
    "表",
    "`",
    "(AC: 1)",
    "As a user, I want x so that y.\n",
    "rejected ",
    "\n",
    "    ",
    "> ",
    "1. ",
    "[ ] ",
    "tables: a_b, `c`",
    "FK to x_y",
    "[a]: b.md\n",
    "é👍",
    "\r\n",
];

fn edited(source: &str, at: usize, length: usize, piece: &str) -> String {
    let at = source.floor_char_boundary(at % (source.len() + 1));
    let end = source.floor_char_boundary((at + length).min(source.len()));
    let span = Span::new(Offset::new(at), Offset::new(end.max(at)));
    Edits::new(vec![Edit::replace(span, piece)]).apply(source)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_a_memo_remembers_is_what_a_fresh_look_sees(
        edits in prop::collection::vec((any::<usize>(), 0_usize..40, 0_usize..PIECES.len()), 1..12)
    ) {
        let mut source = STORY.to_owned();
        let mut memo = read(&source, &Memo::default()).1;
        for (at, length, piece) in edits {
            source = edited(&source, at, length, PIECES[piece]);
            let (facts, next) = read(&source, &memo);
            let (fresh, _) = read(&source, &Memo::default());
            prop_assert_eq!(facts, fresh);
            memo = next;
        }
    }
}

#[test]
fn a_text_cut_anywhere_is_read() {
    let mut memo = Memo::default();
    for (at, _) in STORY.char_indices() {
        let (facts, next) = read(&STORY[..at], &memo);
        memo = next;
        for mention in &facts.mentions {
            assert_eq!(mention.span.slice(&STORY[..at]).replace('\\', ""), mention.name, "cut at {at}");
        }
    }
}

#[test]
fn a_text_that_begins_anywhere_is_read() {
    for (at, _) in STORY.char_indices().step_by(7) {
        let source = &STORY[at..];
        for mention in &read(source, &Memo::default()).0.mentions {
            assert_eq!(mention.span.slice(source).replace('\\', ""), mention.name, "from {at}");
        }
    }
}

#[test]
fn deep_and_long_texts_are_read() {
    for (piece, count) in [
        ("> ", 3000),
        ("- ", 3000),
        ("**a ", 3000),
        ("`a` table, ", 3000),
        ("tables: a_b, ", 3000),
        ("FK to ", 3000),
        ("(", 5000),
        ("- [ ] ", 2000),
        ("|", 5000),
    ] {
        let _ = read(&piece.repeat(count), &Memo::default());
    }
}
