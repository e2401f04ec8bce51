//! What the trees of small texts are, and that no text costs more than it may.

use std::fs;
use std::path::Path;

use expect_test::expect;
use text::{Edit, Offset, Span, Text};

use super::grammar::Grammar;
use super::{Language, Tree};

#[test]
fn every_query_fits_its_grammar() {
    let grammars = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../grammars");
    for (directory, all) in [
        ("markdown", &[Grammar::Markdown][..]),
        ("markdown_inline", &[Grammar::MarkdownInline]),
        ("typescript", &[Grammar::TypeScript, Grammar::Tsx]),
    ] {
        let files = fs::read_dir(grammars.join(directory)).expect("the directory is part of the repository");
        for file in files.map(|file| file.expect("a readable directory").path()) {
            let query = fs::read_to_string(&file).expect("a readable query");
            for grammar in all {
                if let Err(error) = tree_sitter::Query::new(&grammar.language(), &query) {
                    panic!("{} in {grammar:?}: {error}", file.display());
                }
            }
        }
    }
}

fn tree(language: Language, source: &str) -> (Text, Tree) {
    let text = Text::from(source);
    let tree = Tree::parse(language, &text).expect("a small text");
    (text, tree)
}

const STORY: &str = "\
# Checkout

As a *shop owner*
> I want `orders`
> and **more _of_ it**

- [x] one
  - deep `x`

- two

```ts
const a = 1;
```

## Later

| a | b |
|---|---|
| `c` | d |
";

const SCHEMA: &str = "\
import { pgTable } from 'drizzle-orm/pg-core';

export const orders = pgTable('orders', {
  id: serial('id').primaryKey(),
  // who pays
  payer: text('payer'),
}, (t) => [
  index('x').on(t.payer),
]);
";

#[test]
fn a_markdown_tree_shows_its_inlines() {
    let (text, tree) = tree(Language::Markdown, "# A `b`\n\n> c *d\n> e*\n");
    expect![[r#"
        document 0..21
          section 0..21
            atx_heading 0..8
              atx_h1_marker 0..1
              heading_content: inline 2..7
                code_span 4..7
                  code_span_delimiter 4..5
                  code_span_delimiter 6..7
            block_quote 9..21
              block_quote_marker 9..11
              paragraph 11..21
                inline 11..20
                  emphasis 13..20
                    emphasis_delimiter 13..14
                    emphasis_delimiter 19..20
                  block_continuation 16..18
    "#]]
    .assert_eq(&tree.to_sexp(&text));
}

fn show(text: &Text, spans: &[Span]) -> String {
    spans.iter().map(|span| format!("{:?}\n", text.slice(*span))).collect()
}

#[test]
fn sections_lists_quotes_fences_and_tables_fold() {
    let (text, tree) = tree(Language::Markdown, STORY);
    expect![[r###"
        "# Checkout\n\nAs a *shop owner*\n> I want `orders`\n> and **more _of_ it**\n\n- [x] one\n  - deep `x`\n\n- two\n\n```ts\nconst a = 1;\n```\n\n## Later\n\n| a | b |\n|---|---|\n| `c` | d |"
        "> I want `orders`\n> and **more _of_ it**"
        "- [x] one\n  - deep `x`\n\n- two"
        "- [x] one\n  - deep `x`"
        "```ts\nconst a = 1;\n```"
        "## Later\n\n| a | b |\n|---|---|\n| `c` | d |"
        "| a | b |\n|---|---|\n| `c` | d |"
    "###]].assert_eq(&show(&text, &tree.folds(&text)));
}

#[test]
fn declarations_and_their_parts_fold() {
    let (text, tree) = tree(Language::TypeScript, SCHEMA);
    expect![[r#"
        "('orders', {\n  id: serial('id').primaryKey(),\n  // who pays\n  payer: text('payer'),\n}, (t) => [\n  index('x').on(t.payer),\n])"
        "{\n  id: serial('id').primaryKey(),\n  // who pays\n  payer: text('payer'),\n}"
        "[\n  index('x').on(t.payer),\n]"
    "#]].assert_eq(&show(&text, &tree.folds(&text)));
}

#[test]
fn a_selection_grows_from_the_inline_to_the_text() {
    let (text, tree) = tree(Language::Markdown, STORY);
    let at = Offset::new(STORY.find("of").expect("in the story"));
    expect![[r##"
        "_of_"
        "**more _of_ it**"
        "I want `orders`\n> and **more _of_ it**"
        "> I want `orders`\n> and **more _of_ it**"
        "# Checkout\n\nAs a *shop owner*\n> I want `orders`\n> and **more _of_ it**\n\n- [x] one\n  - deep `x`\n\n- two\n\n```ts\nconst a = 1;\n```\n\n## Later\n\n| a | b |\n|---|---|\n| `c` | d |\n"
    "##]].assert_eq(&show(&text, &tree.selections(&text, at)));
}

#[test]
fn a_selection_grows_from_the_name_to_the_declaration() {
    let (text, tree) = tree(Language::TypeScript, SCHEMA);
    let at = Offset::new(SCHEMA.find("primaryKey").expect("in the schema"));
    expect![[r#"
        "primaryKey"
        "serial('id').primaryKey"
        "serial('id').primaryKey()"
        "id: serial('id').primaryKey()"
        "{\n  id: serial('id').primaryKey(),\n  // who pays\n  payer: text('payer'),\n}"
        "('orders', {\n  id: serial('id').primaryKey(),\n  // who pays\n  payer: text('payer'),\n}, (t) => [\n  index('x').on(t.payer),\n])"
        "pgTable('orders', {\n  id: serial('id').primaryKey(),\n  // who pays\n  payer: text('payer'),\n}, (t) => [\n  index('x').on(t.payer),\n])"
        "orders = pgTable('orders', {\n  id: serial('id').primaryKey(),\n  // who pays\n  payer: text('payer'),\n}, (t) => [\n  index('x').on(t.payer),\n])"
        "const orders = pgTable('orders', {\n  id: serial('id').primaryKey(),\n  // who pays\n  payer: text('payer'),\n}, (t) => [\n  index('x').on(t.payer),\n]);"
        "export const orders = pgTable('orders', {\n  id: serial('id').primaryKey(),\n  // who pays\n  payer: text('payer'),\n}, (t) => [\n  index('x').on(t.payer),\n]);"
        "import { pgTable } from 'drizzle-orm/pg-core';\n\nexport const orders = pgTable('orders', {\n  id: serial('id').primaryKey(),\n  // who pays\n  payer: text('payer'),\n}, (t) => [\n  index('x').on(t.payer),\n]);\n"
    "#]].assert_eq(&show(&text, &tree.selections(&text, at)));
}

#[test]
fn an_edited_tree_is_the_fresh_tree() {
    let (mut text, mut tree) = tree(Language::TypeScript, SCHEMA);
    let at = Offset::new(SCHEMA.find("payer").expect("in the schema"));
    let edit = Edit::insert(at, "x\r\n,y");
    tree.edit(&text, &edit);
    text.edit(&edit);
    let again = tree.reparse(&text).expect("a small text").to_sexp(&text);
    let fresh = Tree::parse(Language::TypeScript, &text).expect("a small text").to_sexp(&text);
    assert_eq!(again, fresh);
}

#[test]
fn cut_off_parses_leave_nothing_behind() {
    let nested = format!("x = {}", "[a, ".repeat(30_000));
    let _ = Tree::parse_str(Language::TypeScript, &nested);
    let (text, tree) = tree(Language::TypeScript, "const a = 1;");
    assert_eq!(
        tree.to_sexp(&text).lines().next(),
        Some("program 0..12"),
        "the next parse starts from its own text"
    );
}

#[test]
fn deep_nesting_ends_no_process() {
    for (language, source) in [
        (Language::Markdown, "> ".repeat(1000) + "x"),
        (Language::Markdown, ">".repeat(1000) + "\n" + &">".repeat(1000)),
        (Language::Markdown, "- ".repeat(1000) + "x"),
        (Language::Markdown, (0..200).map(|depth| "  ".repeat(depth) + "- x\n").collect()),
        (Language::TypeScript, "[".repeat(10_000)),
        (Language::TypeScript, "[".repeat(10_000) + &"]".repeat(10_000)),
        (Language::TypeScript, "{".repeat(10_000)),
        (Language::TypeScript, "`${".repeat(10_000)),
        (Language::TypeScript, "a+".repeat(10_000)),
        (Language::TypeScript, "a().".repeat(10_000)),
        (Language::TypeScript, "a<".repeat(2_000)),
        (Language::Tsx, "<a>".repeat(10_000)),
    ] {
        let text = Text::from(source.as_str());
        if let Some(tree) = Tree::parse(language, &text) {
            let _ = (tree.folds(&text), tree.to_sexp(&text), tree.selections(&text, Offset::new(1000)));
        }
    }
}

#[test]
fn a_deep_tree_is_none() {
    assert!(Tree::parse_str(Language::TypeScript, &("[".repeat(600) + &"]".repeat(600))).is_none());
    assert!(Tree::parse_str(Language::TypeScript, &("[".repeat(100) + &"]".repeat(100))).is_some());
}

#[test]
fn prose_too_long_for_the_inline_grammar_stays_whole() {
    let (text, tree) = tree(Language::Markdown, &"**a *b ".repeat(4000));
    assert_eq!(tree.selections(&text, Offset::new(14)), [Span::from_range(0..28_000)]);
}
