//! Every span of a markdown tree lies in its text, on character boundaries, inside its parent, behind its sibling.

use proptest::prelude::{Strategy, prop_assert_eq, proptest};
use proptest::sample::select;
use syntax::markdown::{self, Block, BlockKind, CodeText, Inline, InlineKind, plain_text};
use text::{Offset, Span};

/// The first promise about spans that the tree of `source` breaks.
pub(crate) fn broken(source: &str) -> Option<String> {
    let tree = markdown::parse(source);
    let mut found = Vec::new();
    let all = Span::from_range(0..source.len());
    blocks(source, all, &tree.blocks, 0, &mut found);
    found.into_iter().next()
}

/// Checks `span` against its parent and the place its sibling ended; gives the place it ends.
fn place(
    source: &str,
    outer: Span,
    after: Offset,
    span: Span,
    what: &str,
    found: &mut Vec<String>,
) -> Offset {
    if source.get(span.range()).is_none() {
        found.push(format!("{what} {span:?} is no stretch of the text"));
    }
    if !outer.covers(span) {
        found.push(format!("{what} {:?} leaves {:?}", span.slice(source), outer.slice(source)));
    }
    if span.start() < after {
        found.push(format!("{what} {:?} overlaps what is before it", span.slice(source)));
    }
    span.end().max(after)
}

fn blocks(source: &str, outer: Span, list: &[Block], depth: usize, found: &mut Vec<String>) {
    if depth > 200 {
        found.push("blocks nest without end".to_owned());
        return;
    }
    let mut after = outer.start();
    for block in list {
        after = place(source, outer, after, block.span, "block", found);
        match &block.kind {
            BlockKind::FrontMatter { content } => {
                place(source, block.span, block.span.start(), *content, "metadata", found);
            }
            BlockKind::Heading { inlines: list, .. } | BlockKind::Paragraph { inlines: list } => {
                inlines(source, block.span, list, depth + 1, found);
            }
            BlockKind::List { items, .. } => {
                let mut after = block.span.start();
                for item in items {
                    after = place(source, block.span, after, item.span, "item", found);
                    blocks(source, item.span, &item.blocks, depth + 1, found);
                }
            }
            BlockKind::Quote { blocks: list } => blocks(source, block.span, list, depth + 1, found),
            BlockKind::Code { content, lines, .. } => {
                place(source, source_end(block.span, source), block.span.start(), *content, "code", found);
                let mut after = content.start();
                for line in lines {
                    after = place(source, *content, after, *line, "line", found);
                    let text = line.slice(source);
                    if text.trim_end_matches(['\r', '\n']).contains('\n') || text.is_empty() {
                        found.push(format!("{text:?} is no line"));
                    }
                }
                code(source, lines, found);
            }
            BlockKind::Table { header, rows } => {
                let mut after = block.span.start();
                for cell in header.iter().chain(rows.iter().flatten()) {
                    after = place(source, block.span, after, cell.span, "cell", found);
                    inlines(source, cell.span, &cell.inlines, depth + 1, found);
                }
            }
            BlockKind::Html | BlockKind::Rule => {}
        }
    }
}

/// Checks that every character of the joined code is the one at its place in the document.
fn code(source: &str, lines: &[Span], found: &mut Vec<String>) {
    let code = CodeText::new(source, lines);
    for (index, character) in code.text().char_indices() {
        let place = Span::from_range(index..index + character.len_utf8());
        if !code.span(place).slice(source).starts_with(character) {
            found.push(format!("{character:?} of {:?} is elsewhere", code.text()));
        }
    }
}

/// `span` with the line end behind it, which belongs to the last line of code.
fn source_end(span: Span, source: &str) -> Span {
    let rest = source.get(span.end().bytes()..).unwrap_or("");
    let length = rest.len() - rest.trim_start_matches(['\r', '\n']).len();
    Span::new(span.start(), span.end().plus(length))
}

fn inlines(source: &str, outer: Span, list: &[Inline], depth: usize, found: &mut Vec<String>) {
    if depth > 200 {
        found.push("inlines nest without end".to_owned());
        return;
    }
    if plain_text(source, list).len() > outer.len() {
        found.push(format!("{:?} reads longer than it is", outer.slice(source)));
    }
    let mut after = outer.start();
    for inline in list {
        after = place(source, outer, after, inline.span, "inline", found);
        if let InlineKind::Code { content } = &inline.kind {
            place(source, inline.span, inline.span.start(), *content, "code", found);
        }
        inlines(source, inline.span, inline.children(), depth + 1, found);
    }
}

/// What markdown is made of, whole and half.
pub(crate) const PIECES: &[&str] = &[
    "a",
    "orders ",
    "é",
    "😀",
    " ",
    "  ",
    "    ",
    "\t",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "# ",
    "## ",
    "- ",
    "* ",
    "1. ",
    "12) ",
    "> ",
    ">",
    "```",
    "```ts\n",
    "~~~\n",
    "`",
    "``",
    "*",
    "**",
    "_",
    "__",
    "~~",
    "~",
    "[",
    "]",
    "(",
    ")",
    "](x.md)",
    "![",
    "[x] ",
    "[ ] ",
    "[a]: b\n",
    "[^1]",
    "[^1]: ",
    "|",
    "|-|-|\n",
    "| a | b |\n",
    "---\n",
    "+++\n",
    "===\n",
    "***\n",
    "<b>",
    "</b>",
    "<!-- ",
    " -->",
    "<!--",
    "<div>\n",
    "&amp;",
    "&#35;",
    "\\",
    "\\*",
    "\\|",
    "\\\n",
    "  \n",
    "!",
    "$",
    ":",
    "[!NOTE]\n",
    "\u{feff}",
    "\u{0}",
    "\u{2028}",
    "<https://x.y>",
    "...\n",
    "title: x\n",
];

/// Texts made of those.
pub(crate) fn texts() -> impl Strategy<Value = String> {
    proptest::collection::vec(select(PIECES), 0..60).prop_map(|pieces| pieces.concat())
}

#[test]
fn a_row_without_its_cells_keeps_its_spans() {
    assert_eq!(broken("|-|-|\n|-|-|\n`\n"), None);
}

proptest! {
    #![proptest_config(super::cases(10_000))]

    #[test]
    fn spans_nest(source in texts()) {
        prop_assert_eq!(broken(&source), None);
    }
}
