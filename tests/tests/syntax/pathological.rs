//! A text made to hurt costs bounded time and memory, and never ends the process.
//!
//! Nothing here is timed: a reader that is not linear makes this file take minutes, a reader that recurses ends it.

use syntax::markdown;
use syntax::tree::{Language, Tree};
use text::{Offset, Text};

use super::spans;

/// A text made of `piece`, about `bytes` long.
fn long(piece: &str, bytes: usize) -> String {
    piece.repeat(bytes / piece.len())
}

const PIECES: &[&str] = &[
    "> ",
    ">",
    "- ",
    "* ",
    "1. ",
    "*",
    "**a *b ",
    "_a __b ",
    "~~a ~b ",
    "a**",
    "[",
    "[a](",
    "![",
    "](",
    "[a][",
    "[^",
    "`",
    "`a ``b ",
    "<",
    "<a ",
    "<!--",
    "<!-- -",
    "<?",
    "<![CDATA[",
    "&",
    "&a;",
    "\\",
    "\\*",
    "|",
    "|-",
    "#",
    "# ",
    "```\n",
    "```\n\n",
    "> ```\n",
    "- a\n",
    "  - a\n",
    "a\n",
    "\n",
    "\r",
    "\r\n",
    "\t",
    "    a\n",
    "[a]: b\n",
    "[a]\n",
    "[^a]: b\n\n",
    "---\n",
    "===\n",
    "a\n===\n",
    "<div>\n",
    "<div>\n\n",
    "|a|b|\n|-|-|\n",
    "|a\n",
    "- [ ] ",
    "- [x] a\n",
    "\u{feff}",
    "\u{0}",
    "😀",
    "e\u{301}",
    "https://",
    "a@b.c ",
    "$",
    "$$",
    "!",
    "*a_ ",
    "_a* ",
    "<a@b.c> ",
    "\"",
    "'",
    "(",
    ")",
];

#[test]
fn repeated_markdown_is_read() {
    for piece in PIECES {
        let source = long(piece, 20_000);
        assert_eq!(spans::broken(&source), None, "{piece:?} repeated");
        let text = Text::from(source.as_str());
        if let Some(tree) = Tree::parse(Language::Markdown, &text) {
            let _ = (tree.folds(&text), tree.selections(&text, Offset::new(10_000)));
        }
    }
}

#[test]
fn nested_markdown_is_read() {
    let deeper =
        |piece: &str, end: &str| -> String { (0..400).map(|depth| piece.repeat(depth) + end).collect() };
    for source in [
        "> ".repeat(1_000) + "x",
        "- ".repeat(50_000) + &"\na".repeat(50_000),
        "> ".repeat(50_000) + &"\na".repeat(50_000),
        "- ".repeat(1_000) + "x",
        "1. ".repeat(1_000) + "x",
        deeper("> ", "a\n"),
        deeper("  ", "- a\n"),
        deeper("  ", "> a\n"),
        deeper("> - ", "a\n"),
        format!("{}a{}", "*a _b ".repeat(1_000), "_ *".repeat(1_000)),
        format!("{}a{}", "[".repeat(1_000), "](b)".repeat(1_000)),
        format!("{}a{}", "<b>".repeat(1_000), "</b>".repeat(1_000)),
        "|".repeat(1_000) + "\n" + &"|-".repeat(1_000) + "\n" + &"|a\n".repeat(1_000),
    ] {
        assert_eq!(spans::broken(&source), None);
        let text = Text::from(source.as_str());
        if let Some(tree) = Tree::parse(Language::Markdown, &text) {
            let _ = (tree.folds(&text), tree.selections(&text, Offset::new(500)));
        }
    }
}

#[test]
fn what_is_nested_too_deep_stays_in_the_tree() {
    let source = "> ".repeat(1_000) + "the `orders` table";
    let tree = markdown::parse(&source);
    let code = tree.inlines().filter(|inline| inline.span.slice(&source) == "`orders`");
    assert_eq!(code.count(), 1);
}

#[test]
fn repeated_code_is_read() {
    for piece in [
        "[",
        "(",
        "{",
        "<",
        "`${",
        "`",
        "'",
        "\"",
        "/",
        "/*",
        "//",
        "a<",
        "a(",
        "a=>",
        "(a,",
        "a+",
        "a.",
        "a().",
        "a?",
        "a:",
        "}",
        ")",
        "]",
        "\\",
        "@",
        "#",
        "<a>",
        "if(",
        "=",
        "=>",
        "...",
        "a\n",
        ";",
        "1",
        "class a{",
        "function a(){",
        "import{",
        "type a=",
        "as a ",
        "new ",
        "! ",
        "{a:",
        "[a,",
        "${",
        "\u{0}",
        "😀",
    ] {
        let source = long(piece, 20_000);
        let text = Text::from(source.as_str());
        for language in [Language::TypeScript, Language::Tsx] {
            if let Some(tree) = Tree::parse(language, &text) {
                let _ = (tree.folds(&text), tree.selections(&text, Offset::new(10_000)));
            }
        }
    }
}
