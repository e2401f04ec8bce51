//! Law L1: after any edits, the incremental tree is the tree a fresh parse makes.

use proptest::prelude::{Strategy, prop_assert_eq, proptest};
use proptest::sample::select;
use syntax::tree::{Language, Tree};
use text::{Edit, Span, Text};

use super::spans;

const STORY: &str = include_str!("../../workspaces/demo/README.md");
const SCHEMA: &str = include_str!("../../workspaces/demo/packages/db/src/schema/loan.ts");

const CODE: &[&str] = &[
    "a",
    "x1",
    " ",
    "\n",
    "\r\n",
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    "<",
    ">",
    ",",
    ";",
    ":",
    ".",
    "=",
    "=>",
    "'",
    "\"",
    "`",
    "${",
    "//",
    "/*",
    "*/",
    "/",
    "?",
    "!",
    "export ",
    "const ",
    "import ",
    "type ",
    "function f() {",
    "text('name')",
    "1",
    "é",
    "😀",
    "\\",
    "\u{2028}",
    "@",
    "#",
    "async ",
    "as const",
    "...",
];

/// An edit: where (of 10,000), how many characters go, what comes.
fn edits(pieces: &'static [&'static str]) -> impl Strategy<Value = Vec<(usize, usize, String)>> {
    let insert = proptest::collection::vec(select(pieces), 0..6).prop_map(|pieces| pieces.concat());
    proptest::collection::vec((0usize..10_000, 0usize..12, insert), 1..8)
}

/// Two errors a few lines apart: tree-sitter recovers from the second as if the first had never been alone.
#[test]
fn recovery_does_not_depend_on_what_was_typed_first() {
    let script = [(1419, 0, "`".to_owned()), (1626, 0, "`".to_owned())];
    assert_eq!(differs(Language::TypeScript, SCHEMA, &script), None);
}

/// Makes the edits one after the other; gives the first incremental tree that is not the fresh one, with that.
fn differs(
    language: Language,
    source: &str,
    script: &[(usize, usize, String)],
) -> Option<(String, String, String)> {
    let mut text = Text::from(source);
    let mut tree = Tree::parse(language, &text)?;
    for (place, length, insert) in script {
        let start = text.len() * place / 10_000;
        let edit = Edit::replace(text.clamp(Span::from_range(start..start + length)), insert.clone());
        tree.edit(&text, &edit);
        text.edit(&edit);
        let again = tree.reparse(&text).map(|tree| tree.to_sexp(&text));
        let fresh = Tree::parse(language, &text);
        let expected = fresh.as_ref().map(|tree| tree.to_sexp(&text));
        if again != expected {
            return Some((text.to_string(), again.unwrap_or_default(), expected.unwrap_or_default()));
        }
        tree = tree.reparse(&text)?;
    }
    None
}

proptest! {
    #![proptest_config(super::cases(150))]

    #[test]
    fn markdown_again_is_markdown_fresh(script in edits(spans::PIECES)) {
        prop_assert_eq!(differs(Language::Markdown, STORY, &script), None);
    }

    #[test]
    fn small_markdown_again_is_markdown_fresh(source in spans::texts(), script in edits(spans::PIECES)) {
        prop_assert_eq!(differs(Language::Markdown, &source, &script), None);
    }

    #[test]
    fn typescript_again_is_typescript_fresh(script in edits(CODE)) {
        prop_assert_eq!(differs(Language::TypeScript, SCHEMA, &script), None);
    }

    #[test]
    fn tsx_again_is_tsx_fresh(script in edits(CODE)) {
        prop_assert_eq!(differs(Language::Tsx, SCHEMA, &script), None);
    }
}
