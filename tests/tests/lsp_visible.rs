//! What an editor shows of names that are bound: colours, lenses, hints, links, and places that follow.

use schemark_tests::Editor;
use serde_json::{Value, json};

const SHOP: &str = r"
//- schemark.toml
inlayHints = true
//- schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';

export const orders = pgTable('orders', {
  id: text('id').primaryKey(),
  total: text('total'),
});
//- docs/architecture/keys.md
# Keys
//- docs/stories/checkout.md
# Checkout

The `orders` table and the `parcels` table: all orders with `orders.total`.
[Source: architecture/keys.md#Keys]
";

const STORY: &str = "docs/stories/checkout.md";

fn started() -> Editor {
    let mut editor = Editor::new(SHOP).started();
    editor.open("schema.ts");
    editor.open(STORY);
    editor.diagnostics(STORY);
    editor
}

#[test]
fn bound_names_are_coloured_and_others_are_not() {
    let mut editor = started();
    let tokens = editor.about("textDocument/semanticTokens/full", STORY);
    // Line and column relative to the token before, length, type: two tables and a column of one of them.
    let expected = [[2, 5, 6, 0, 0], [0, 56, 6, 0, 0], [0, 7, 5, 1, 0]];
    assert_eq!(tokens["data"], json!(expected.as_flattened()), "{tokens}");
    assert_eq!(editor.quit(), 0);
}

#[test]
fn lenses_say_what_is_there_and_who_speaks_of_it() {
    let mut editor = started();
    let titles = |lenses: &Value| -> Vec<String> {
        let all = lenses.as_array().expect("lenses").iter();
        all.map(|it| it["command"]["title"].as_str().unwrap_or_default().to_owned()).collect()
    };
    let story = editor.about("textDocument/codeLens", STORY);
    assert_eq!(titles(&story), ["1 of 2 tables exist"], "{story}");
    let schema = editor.about("textDocument/codeLens", "schema.ts");
    assert_eq!(titles(&schema), ["1 story"], "{schema}");
    assert_eq!(schema[0]["range"]["start"]["line"], 2, "{schema}");
    assert_eq!(editor.quit(), 0);
}

#[test]
fn a_source_is_a_link_to_its_file() {
    let mut editor = started();
    let links = editor.about("textDocument/documentLink", STORY);
    assert_eq!(links.as_array().map(Vec::len), Some(1), "{links}");
    assert_eq!(links[0]["target"], editor.uri("docs/architecture/keys.md"), "{links}");
    assert_eq!(editor.quit(), 0);
}

#[test]
fn a_plain_noun_shows_its_table_if_that_is_wanted() {
    let mut editor = started();
    let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 9, "character": 0 } });
    let ask = |editor: &mut Editor| {
        let document = json!({ "uri": editor.uri(STORY) });
        editor.request("textDocument/inlayHint", json!({ "textDocument": document, "range": range }))
    };
    let hints = ask(&mut editor);
    assert_eq!(hints[0]["label"], "→ orders", "{hints}");
    assert_eq!(hints[0]["position"], json!({ "line": 2, "character": 54 }), "{hints}");
    editor.write("schemark.toml", "");
    editor.settle();
    let none = ask(&mut editor);
    assert!(none.as_array().is_none_or(Vec::is_empty), "{none}");
    assert_eq!(editor.quit(), 0);
}

#[test]
fn related_places_follow_a_table_that_moved() {
    let story = "//- docs/stories/types.md\n## `orders` table\n\n- `total`: boolean\n";
    let path = "docs/stories/types.md";
    let mut editor = Editor::new(&format!("{SHOP}{story}")).started();
    editor.open("schema.ts");
    editor.open(path);
    let line = |diagnostics: &[Value]| {
        let found = diagnostics.iter().find(|it| it["code"] == "column-type-differs").expect("a finding");
        found["relatedInformation"][0]["location"]["range"]["start"]["line"].clone()
    };
    assert_eq!(line(&editor.raw_diagnostics(path)), 2);
    editor.settle();
    editor.publications();
    editor.edit("schema.ts", [1, 0, 1, 0], "\n\n\n");
    editor.settle();
    let shown = editor.shown();
    assert_eq!(line(&shown[path]), 5, "{shown:?}");
    assert_eq!(editor.quit(), 0);
}
