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

#[test]
fn a_text_of_crlf_lines_reads_like_one_of_lf_lines() {
    let source = "# A\n\nb `c`\nd  \ne\n\n- f\n  g\n\n> ```ts\n> h\n>\n>  i\n> ```\n\n| j |\n|---|\n| k |\n";
    let crlf = source.replace('\n', "\r\n");
    assert_eq!(show(&crlf).replace("\\r\\n", "\\n"), show(source));
}

#[test]
fn a_byte_order_mark_is_before_the_text() {
    expect![[r##"
        front matter "---\na: b\n---"
          content "a: b\n"
        heading 1 "# C"
          text "C"
    "##]]
    .assert_eq(&show("\u{feff}---\na: b\n---\n# C\n"));
}

#[test]
fn front_matter_is_closed_and_at_the_start() {
    for source in [
        "---\na: b\n",
        "\n---\na: b\n---\n",
        "---\n\nstory\n\n---\n",
        "----\na: b\n----\n",
        "+++\na = 1\n---\n",
    ] {
        let is_front =
            matches!(parse(source).blocks.first(), Some(Block { kind: BlockKind::FrontMatter { .. }, .. }));
        assert!(!is_front, "{source:?}");
    }
    for source in ["---\n---\n", "---\na: b\n---", "---  \na: b\n\nc: d\n...\nmore", "+++\na = 1\n+++\n"] {
        let is_front =
            matches!(parse(source).blocks.first(), Some(Block { kind: BlockKind::FrontMatter { .. }, .. }));
        assert!(is_front, "{source:?}");
    }
}

#[test]
fn a_fence_being_typed_holds_the_rest() {
    expect![[r##"
        paragraph "a"
          text "a"
        code "ts" "```ts\nconst b = 1;\n\n# c"
          content "const b = 1;\n\n# c"
          line "const b = 1;\n"
          line "\n"
          line "# c"
    "##]]
    .assert_eq(&show("a\n\n```ts\nconst b = 1;\n\n# c"));
}

#[test]
fn a_table_being_typed_is_prose_until_its_second_line() {
    expect![[r#"
        paragraph "| a | b |"
          text "| a | b |"
    "#]]
    .assert_eq(&show("| a | b |\n"));
    expect![[r#"
        table "| a | b |\n|--|--|\n| `c\\|d` "
          header " a "
            text "a"
          header " b "
            text "b"
          cell " `c\\|d` "
            code "`c\\|d`"
              content "c\\|d"
          cell ""
    "#]]
    .assert_eq(&show("| a | b |\n|--|--|\n| `c\\|d` "));
}

#[test]
fn loose_items_nest_and_count() {
    expect![[r#"
        list "7. [ ] a\n\n   b\n   - c\n8. d"
          item 7 open "7. [ ] a\n\n   b\n   - c"
            paragraph "a"
              text "a"
            paragraph "b"
              text "b"
            list "- c"
              item "- c"
                paragraph "c"
                  text "c"
          item 8 "8. d"
            paragraph "d"
              text "d"
    "#]]
    .assert_eq(&show("7. [ ] a\n\n   b\n   - c\n8. d\n"));
}

#[test]
fn html_and_comments_keep_their_places() {
    expect![[r#"
        html "<!-- a\n\nb -->"
        paragraph "c <b>d</b> <!-- e\nf --> g"
          text "c "
          html "<b>"
          text "d"
          html "</b>"
          text " "
          html "<!-- e\nf -->"
          text " g"
    "#]]
    .assert_eq(&show("<!-- a\n\nb -->\n\nc <b>d</b> <!-- e\nf --> g\n"));
}

#[test]
fn references_lead_where_they_are_defined() {
    expect![[r#"
        paragraph "[a][b] [b] [c] <https://d.e> ![f](g.png \"h\")"
          link "./b.md" "[a][b]"
            text "a"
          text " "
          link "./b.md" "[b]"
            text "b"
          text " [c] "
          link "https://d.e" "<https://d.e>"
            text "https://d.e"
          text " "
          link "g.png" "![f](g.png \"h\")"
            text "f"
    "#]]
    .assert_eq(&show("[a][b] [b] [c] <https://d.e> ![f](g.png \"h\")\n\n[B]: ./b.md\n"));
}

#[test]
fn footnotes_stand_where_they_are_written() {
    expect![[r#"
        paragraph "a[^1]"
          text "a"
          text "[^1]"
        paragraph "`b` c"
          code "`b`"
            content "b"
          text " c"
    "#]]
    .assert_eq(&show("a[^1]\n\n[^1]: `b` c\n"));
}

#[test]
fn escapes_and_entities_stand_alone() {
    expect![[r#"
        paragraph "order_items \\*a\\* 1 \\< 2 &lt; AT&T &#x41;😀 snake\\_case"
          text "order_items "
          text "\\*"
          text "a"
          text "\\*"
          text " 1 "
          text "\\<"
          text " 2 "
          text "&lt;"
          text " AT&T "
          text "&#x41;"
          text "😀 snake"
          text "\\_"
          text "case"
    "#]]
    .assert_eq(&show("order_items \\*a\\* 1 \\< 2 &lt; AT&T &#x41;😀 snake\\_case\n"));
}

#[test]
fn padding_is_not_code() {
    for (source, expected) in [
        ("`a`", "a"),
        ("`` a ` b ``", "a ` b"),
        ("` a`", " a"),
        ("`  a  `", " a "),
        ("` `", " "),
        ("`\na\r\n`", "a"),
    ] {
        let markdown = parse(source);
        let content = markdown.inlines().find_map(|inline| match inline.kind {
            InlineKind::Code { content } => Some(content.slice(source)),
            _ => None,
        });
        assert_eq!(content, Some(expected), "{source:?}");
    }
}

#[test]
fn lone_carriage_returns_end_lines() {
    expect![[r##"
        heading 1 "# a"
          text "a"
        paragraph "b"
          text "b"
        code "" "```\rc\rd\r```"
          content "c\rd\r"
          line "c\r"
          line "d\r"
    "##]]
    .assert_eq(&show("# a\rb\r\r```\rc\rd\r```\r"));
}

#[test]
fn code_ends_with_the_item_around_it() {
    let source = "1. a\n   ```sql\n   select\n     1\n  ;\n   ```\n\tb\n";
    expect![[r#"
        list "1. a\n   ```sql\n   select\n     1"
          item 1 "1. a\n   ```sql\n   select\n     1"
            paragraph "a"
              text "a"
            code "sql" "```sql\n   select\n     1"
              content "select\n     1\n"
              line "select\n"
              line "  1\n"
        paragraph ";"
          text ";"
        code "" "```\n\tb"
          content "b\n"
          line "b\n"
    "#]]
    .assert_eq(&show(source));
}
