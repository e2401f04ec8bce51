//! What `parse` makes of small texts.

use std::fmt::Write as _;

use expect_test::expect;
use text::Span;

use super::{Block, BlockKind, CodeText, Inline, InlineKind, parse, plain_text};

/// The tree of `source`, one line per block or inline with the source it covers.
fn show(source: &str) -> String {
    let mut out = String::new();
    show_blocks(source, &parse(source).blocks, 0, &mut out);
    out
}

fn line(source: &str, depth: usize, name: &str, span: Span, out: &mut String) {
    writeln!(out, "{:depth$}{name} {:?}", "", span.slice(source), depth = depth * 2).unwrap();
}

fn show_blocks(source: &str, blocks: &[Block], depth: usize, out: &mut String) {
    for block in blocks {
        let mut line = |depth, name: &str, span| line(source, depth, name, span, out);
        match &block.kind {
            BlockKind::FrontMatter { content } => {
                line(depth, "front matter", block.span);
                line(depth + 1, "content", *content);
            }
            BlockKind::Heading { level, inlines } => {
                line(depth, &format!("heading {level}"), block.span);
                show_inlines(source, inlines, depth + 1, out);
            }
            BlockKind::Paragraph { inlines } => {
                line(depth, "paragraph", block.span);
                show_inlines(source, inlines, depth + 1, out);
            }
            BlockKind::List { items, .. } => {
                line(depth, "list", block.span);
                for item in items {
                    let number = item.number.map_or(String::new(), |it| format!(" {it}"));
                    let task = item.task.map_or("", |done| if done { " done" } else { " open" });
                    self::line(source, depth + 1, &format!("item{number}{task}"), item.span, out);
                    show_blocks(source, &item.blocks, depth + 2, out);
                }
            }
            BlockKind::Quote { blocks } => {
                line(depth, "quote", block.span);
                show_blocks(source, blocks, depth + 1, out);
            }
            BlockKind::Code { info, content, lines } => {
                line(depth, &format!("code {info:?}"), block.span);
                line(depth + 1, "content", *content);
                for span in lines {
                    line(depth + 1, "line", *span);
                }
            }
            BlockKind::Table { header, rows } => {
                line(depth, "table", block.span);
                for (name, cells) in
                    std::iter::once(("header", header)).chain(rows.iter().map(|it| ("cell", it)))
                {
                    for cell in cells {
                        self::line(source, depth + 1, name, cell.span, out);
                        show_inlines(source, &cell.inlines, depth + 2, out);
                    }
                }
            }
            BlockKind::Html => line(depth, "html", block.span),
            BlockKind::Rule => line(depth, "rule", block.span),
        }
    }
}

fn show_inlines(source: &str, inlines: &[Inline], depth: usize, out: &mut String) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text => line(source, depth, "text", inline.span, out),
            InlineKind::Code { content } => {
                line(source, depth, "code", inline.span, out);
                line(source, depth + 1, "content", *content, out);
            }
            InlineKind::Strong(_) => line(source, depth, "strong", inline.span, out),
            InlineKind::Emphasis(_) => line(source, depth, "emphasis", inline.span, out),
            InlineKind::Struck(_) => line(source, depth, "struck", inline.span, out),
            InlineKind::Link { destination, .. } => {
                line(source, depth, &format!("link {destination:?}"), inline.span, out);
            }
            InlineKind::Html => line(source, depth, "html", inline.span, out),
            InlineKind::Break => line(source, depth, "break", inline.span, out),
        }
        show_inlines(source, inline.children(), depth + 1, out);
    }
}

#[test]
fn code_lines_lose_the_prefixes_of_quotes_and_lists() {
    let source = "- step:\r\n\r\n  > ```sql\r\n  > select 1\r\n  >\r\n  >   from t\r\n  > ```\r\n";
    let markdown = parse(source);
    let lines = markdown.blocks().find_map(|block| match &block.kind {
        BlockKind::Code { lines, .. } => Some(lines),
        _ => None,
    });
    let code = CodeText::new(source, lines.unwrap());
    assert_eq!(code.text(), "select 1\r\n\r\n  from t\r\n");
    let from = code.text().find("from").unwrap();
    let span = code.span(Span::from_range(from..from + 4));
    assert_eq!(span.slice(source), "from");
    let all = code.span(Span::from_range(0..code.text().len()));
    assert_eq!(all.slice(source), "select 1\r\n  >\r\n  >   from t\r\n");
}

#[test]
fn tight_items_hold_paragraphs() {
    expect![[r#"
        list "- [x] one `c`\n- two"
          item done "- [x] one `c`"
            paragraph "one `c`"
              text "one "
              code "`c`"
                content "c"
          item "- two"
            paragraph "two"
              text "two"
    "#]]
    .assert_eq(&show("- [x] one `c`\n- two\n"));
}

#[test]
fn plain_text_reads_as_rendered() {
    let source = "The **`orders`** table\n&amp; its \\*items\\* [here](x.md) <!-- no -->";
    let markdown = parse(source);
    let BlockKind::Paragraph { inlines } = &markdown.blocks[0].kind else { panic!("a paragraph") };
    assert_eq!(plain_text(source, inlines), "The orders table & its *items* here ");
}

#[test]
fn nesting_beyond_the_cap_is_flattened() {
    for source in
        ["> ".repeat(1000) + "x", "- ".repeat(1000) + "x", "*a **b ".repeat(1000) + &"** *".repeat(1000)]
    {
        let _ = show(&source);
    }
}
