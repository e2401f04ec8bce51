//! The server as an editor sees it: each test is a conversation.

use std::fs::File;
use std::process::Command;

use schemark_tests::Editor;
use schemark_tests::binary;
use schemark_tests::editor::short;
use serde_json::{Value, json};

const SHOP: &str = r"
//- schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';

export const orders = pgTable('orders', {
  id: text('id').primaryKey(),
});
//- docs/stories/checkout.md
# Checkout

The system stores a row in the `orders` table.
//- docs/stories/refund.md
# Refund

The system stores a row in the `refunds` table.
";

const CHECKOUT: &str = "docs/stories/checkout.md";
const REFUND: &str = "docs/stories/refund.md";

#[test]
fn a_finding_comes_and_goes_with_the_text() {
    let mut editor = Editor::new(SHOP).started();
    editor.open(CHECKOUT);
    assert_eq!(editor.diagnostics(CHECKOUT), [""; 0]);
    editor.edit(CHECKOUT, [2, 32, 2, 38], "invoices");
    assert_eq!(editor.diagnostics(CHECKOUT), ["2:32 unknown-table"]);
    editor.edit(CHECKOUT, [2, 32, 2, 40], "orders");
    assert_eq!(editor.diagnostics(CHECKOUT), [""; 0]);
    assert_eq!(editor.quit(), 0);
}

/// With `SCHEMARK_PARANOID=1` the server compares what every edit led to with a fresh reading, and logs differences.
#[test]
fn edits_survive_distrust() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log");
    let mut command = Command::new(binary());
    command.arg("lsp").env("SCHEMARK_PARANOID", "1").stderr(File::create(&log).unwrap());
    let mut editor = Editor::with_command(SHOP, &mut command).started();
    for path in [CHECKOUT, REFUND, "schema.ts"] {
        editor.open(path);
    }
    let cells = "\n| Column | Type |\n|---|---|\n| id 🦀 | uuid |\n\n```ts\nconst x =";
    for line in 0..3 {
        editor.edit(CHECKOUT, [line, 0, line, 0], cells);
        editor.edit(REFUND, [2, 32 + line, 2, 33 + line], "`x");
        editor.edit("schema.ts", [3 + line, 2, 3 + line, 2], "// {\n('");
        assert!(!editor.about("textDocument/foldingRange", CHECKOUT).is_null());
    }
    editor.edit(CHECKOUT, [1, 0, 9, 0], "");
    editor.replace("schema.ts", "export const orders = 1;\n");
    editor.close(REFUND);
    editor.settle();
    assert_eq!(editor.quit(), 0);
    let log = std::fs::read_to_string(&log).unwrap();
    let told: Vec<&str> = log.lines().filter(|it| it.contains("paranoid")).collect();
    assert_eq!(told, ["schemark: paranoid: every edit is compared with a fresh reading"], "{log}");
}

#[test]
fn a_diagnostic_says_where_it_comes_from() {
    let mut editor = Editor::new(SHOP).started();
    editor.open(REFUND);
    let found = editor.raw_diagnostics(REFUND);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["source"], "schemark");
    assert_eq!(found[0]["severity"], 2);
    assert_eq!(found[0]["message"], "no schema declares a table named `refunds`");
    let href = found[0]["codeDescription"]["href"].as_str().unwrap();
    assert!(href.ends_with("#unknown-table"), "{href}");
    assert_eq!(editor.quit(), 0);
}

#[test]
fn an_editor_that_can_do_nothing_gets_plain_diagnostics() {
    let mut editor = Editor::new(SHOP).able_to(json!({})).started();
    editor.settle();
    let shown = editor.shown();
    let keys: Vec<_> = shown[REFUND][0].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["code", "message", "range", "severity", "source"]);
    // Nothing was asked of it that it did not offer.
    assert_eq!(editor.heard(), [Value::Null; 0]);
    assert_eq!(editor.quit(), 0);
}

#[test]
fn closed_files_are_checked_too_and_deleted_ones_cleared() {
    let mut editor = Editor::new(SHOP).started();
    editor.settle();
    assert_eq!(editor.publications(), [format!("{REFUND}: 1")]);
    editor.write("docs/stories/new.md", "Rows go to the `returns` table.\n");
    editor.settle();
    assert_eq!(editor.publications(), ["docs/stories/new.md: 1"]);
    editor.delete("docs/stories/new.md");
    editor.settle();
    assert_eq!(editor.publications(), ["docs/stories/new.md: 0"]);
    assert_eq!(editor.quit(), 0);
}

#[test]
fn typing_in_one_file_says_nothing_of_the_others() {
    let mut editor = Editor::new(SHOP).started();
    editor.open(CHECKOUT);
    editor.settle();
    editor.publications();
    for letter in ["a", "b", "c"] {
        editor.edit(CHECKOUT, [0, 10, 0, 10], letter);
    }
    editor.settle();
    assert!(editor.publications().iter().all(|it| it.starts_with(CHECKOUT)));
    assert_eq!(editor.quit(), 0);
}

#[test]
fn a_schema_edit_reaches_the_stories_that_speak_of_it() {
    let mut editor = Editor::new(SHOP).started();
    editor.open("schema.ts");
    editor.open(REFUND);
    assert_eq!(editor.diagnostics(REFUND), ["2:32 unknown-table"]);
    editor.settle();
    editor.publications();
    let more = "export const refunds = pgTable('refunds', {\n  id: text('id').primaryKey(),\n});\n";
    editor.edit("schema.ts", [5, 0, 5, 0], more);
    editor.settle();
    let said = editor.publications();
    assert!(said.contains(&format!("{REFUND}: 0")), "{said:?}");
    assert!(!said.iter().any(|it| it.starts_with(CHECKOUT)), "{said:?}");
    assert_eq!(editor.quit(), 0);
}

#[test]
fn closing_without_saving_brings_the_disk_back() {
    let mut editor = Editor::new(SHOP).started();
    editor.open(CHECKOUT);
    editor.edit(CHECKOUT, [2, 32, 2, 38], "invoices");
    assert_eq!(editor.diagnostics(CHECKOUT), ["2:32 unknown-table"]);
    editor.close(CHECKOUT);
    editor.settle();
    assert_eq!(editor.shown().keys().collect::<Vec<_>>(), [REFUND]);
    assert_eq!(editor.quit(), 0);
}

#[test]
fn a_quick_fix_mends_the_diagnostic_it_is_offered_for() {
    let mut editor =
        Editor::new(&SHOP.replace("`refunds`", "`order`").replace("`orders`", "`ordes`")).started();
    editor.open(CHECKOUT);
    let found = editor.raw_diagnostics(CHECKOUT);
    assert_eq!(found.iter().map(short).collect::<Vec<_>>(), ["2:32 unknown-table"]);
    let actions = editor.request(
        "textDocument/codeAction",
        json!({
            "textDocument": { "uri": editor.uri(CHECKOUT) },
            "range": found[0]["range"],
            "context": { "diagnostics": found, "only": ["quickfix"] },
        }),
    );
    let first = &actions[0];
    assert_eq!(first["title"], "Change to \"orders\"");
    assert_eq!(first["kind"], "quickfix");
    assert_eq!(first["isPreferred"], true);
    assert_eq!(first["diagnostics"], json!(found));
    let edit = &first["edit"]["documentChanges"][0];
    assert_eq!(edit["textDocument"], json!({ "uri": editor.uri(CHECKOUT), "version": 1 }));
    assert_eq!(edit["edits"][0]["newText"], "orders");
    let refactorings = editor.request(
        "textDocument/codeAction",
        json!({
            "textDocument": { "uri": editor.uri(CHECKOUT) },
            "range": found[0]["range"],
            "context": { "diagnostics": found, "only": ["source.organizeImports"] },
        }),
    );
    assert_eq!(refactorings, json!([]));
    assert_eq!(editor.quit(), 0);
}

#[test]
fn an_editor_without_versioned_edits_gets_plain_ones() {
    let capabilities = json!({ "textDocument": { "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } } } } });
    let mut editor = Editor::new(&SHOP.replace("`orders`", "`ordes`")).able_to(capabilities).started();
    editor.settle();
    let found = editor.shown()[CHECKOUT].clone();
    let actions = editor.request(
        "textDocument/codeAction",
        json!({
            "textDocument": { "uri": editor.uri(CHECKOUT) },
            "range": found[0]["range"],
            "context": { "diagnostics": [] },
        }),
    );
    let uri = editor.uri(CHECKOUT);
    assert_eq!(actions[0]["edit"]["changes"][&uri][0]["newText"], "orders");
    assert_eq!(editor.quit(), 0);
}

#[test]
fn columns_are_counted_as_the_editor_counts_them() {
    let story = "ä😀 `invoices` table\n";
    for (encoding, column) in [("utf-8", 8), ("utf-16", 5), ("utf-32", 4)] {
        let capabilities = json!({ "general": { "positionEncodings": [encoding] } });
        let mut editor = Editor::new(SHOP).able_to(capabilities);
        let answer = editor.initialize(json!({}));
        assert_eq!(answer["capabilities"]["positionEncoding"], encoding);
        editor.write("docs/stories/a.md", story);
        editor.settle();
        assert_eq!(short(&editor.shown()["docs/stories/a.md"][0]), format!("0:{column} unknown-table"));
        assert_eq!(editor.quit(), 0);
    }
}

#[test]
fn reading_shows_its_progress_and_files_are_watched() {
    let mut editor = Editor::new(SHOP).started();
    editor.settle();
    let heard = editor.heard();
    let kinds: Vec<_> = heard.iter().filter_map(|it| it["params"]["value"]["kind"].as_str()).collect();
    assert_eq!((kinds.first(), kinds.last()), (Some(&"begin"), Some(&"end")));
    let registered = heard.iter().find(|it| it["method"] == "client/registerCapability").unwrap();
    assert_eq!(registered["params"]["registrations"][0]["method"], "workspace/didChangeWatchedFiles");
    assert_eq!(editor.quit(), 0);
}

#[test]
fn folders_can_be_added_and_removed() {
    let mut editor = Editor::new(
        r"
//- a/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const orders = pgTable('orders', { id: text('id').primaryKey() });
//- a/docs/stories/a.md
The `refunds` table.
//- b/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const invoices = pgTable('invoices', { id: text('id').primaryKey() });
//- b/docs/stories/b.md
The `payments` table.
",
    );
    let folder = |editor: &Editor, name: &str| json!({ "uri": editor.uri(name), "name": name });
    let first = folder(&editor, "a");
    editor.initialize(json!({ "workspaceFolders": [first] }));
    editor.settle();
    assert_eq!(editor.publications(), ["a/docs/stories/a.md: 1"]);
    let event = json!({ "added": [folder(&editor, "b")], "removed": [folder(&editor, "a")] });
    editor.notify("workspace/didChangeWorkspaceFolders", json!({ "event": event }));
    editor.settle();
    let mut said = editor.publications();
    said.sort();
    assert_eq!(said, ["a/docs/stories/a.md: 0", "b/docs/stories/b.md: 1"]);
    assert_eq!(editor.quit(), 0);
}

#[test]
fn a_lone_file_brings_its_project_along() {
    let mut editor = Editor::new(&format!("//- package.json\n{{}}\n{SHOP}"));
    editor.initialize(json!({ "rootUri": null }));
    editor.open(REFUND);
    assert_eq!(editor.diagnostics(REFUND), ["2:32 unknown-table"]);
    assert_eq!(editor.quit(), 0);
}

#[test]
fn a_lone_file_of_a_package_brings_the_monorepo_along() {
    let packages = "//- pnpm-workspace.yaml\npackages: ['docs']\n//- docs/package.json\n{}\n";
    let mut editor = Editor::new(&format!("{packages}{SHOP}"));
    editor.initialize(json!({ "rootUri": null }));
    editor.open(REFUND);
    assert_eq!(editor.diagnostics(REFUND), ["2:32 unknown-table"]);
    assert_eq!(editor.quit(), 0);
}

#[test]
fn a_changed_configuration_counts_at_once() {
    let mut editor = Editor::new(SHOP).started();
    editor.settle();
    assert_eq!(editor.publications(), [format!("{REFUND}: 1")]);
    editor.write("schemark.toml", "external = [\"refunds\"]\n");
    editor.settle();
    assert_eq!(editor.publications(), [format!("{REFUND}: 0")]);
    assert_eq!(editor.quit(), 0);
}

#[test]
fn a_new_configuration_counts_when_settings_change() {
    let mut editor = Editor::new(SHOP).started();
    editor.settle();
    assert_eq!(editor.publications(), [format!("{REFUND}: 1")]);
    // An editor that watches no files says only that some setting changed.
    std::fs::write(editor.root().join("schemark.toml"), "external = [\"refunds\"]\n").expect("file");
    editor.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
    editor.settle();
    assert_eq!(editor.publications(), [format!("{REFUND}: 0")]);
    assert_eq!(editor.quit(), 0);
}

#[test]
fn a_table_is_found_from_its_name_in_a_story() {
    let mut editor = Editor::new(SHOP).started();
    editor.open(CHECKOUT);
    editor.diagnostics(CHECKOUT);
    let hover = editor.at("textDocument/hover", CHECKOUT, 2, 34);
    let card = hover["contents"]["value"].as_str().unwrap_or_default();
    assert!(card.contains("orders") && card.contains("id"), "{hover}");
    let target = editor.at("textDocument/definition", CHECKOUT, 2, 34);
    assert_eq!(target[0]["targetUri"], editor.uri("schema.ts"), "{target}");
    let places = editor.at("textDocument/references", "schema.ts", 2, 14);
    let uris: Vec<_> = places.as_array().unwrap().iter().map(|it| it["uri"].clone()).collect();
    assert!(uris.contains(&json!(editor.uri(CHECKOUT))), "{places}");
    assert_eq!(editor.quit(), 0);
}

#[test]
fn a_fence_is_read_at_its_place() {
    let story = "//- docs/stories/parcels.md\n# Parcels\n\n```sql\nCREATE TABLE parcels (\n  id uuid PRIMARY KEY,\n  order_id uuid REFERENCES orders\n);\n```\n";
    let path = "docs/stories/parcels.md";
    let mut editor = Editor::new(&format!("{SHOP}{story}")).started();
    editor.open(path);
    editor.diagnostics(path);
    let outline = editor.about("textDocument/documentSymbol", path);
    let table = &outline[0]["children"][0];
    assert_eq!(table["name"], "parcels", "{outline}");
    assert_eq!(table["children"][1]["name"], "order_id", "{outline}");
    let hover = editor.at("textDocument/hover", path, 3, 14);
    let card = hover["contents"]["value"].as_str().unwrap_or_default();
    assert!(card.contains("No schema declares `parcels`"), "{hover}");
    let own = editor.at("textDocument/definition", path, 4, 3);
    assert_eq!(own[0]["targetUri"], editor.uri(path), "{own}");
    let declared = editor.at("textDocument/definition", path, 5, 28);
    assert_eq!(declared[0]["targetUri"], editor.uri("schema.ts"), "{declared}");
    assert_eq!(editor.quit(), 0);
}

#[test]
fn files_have_outlines_folds_and_selections() {
    let mut editor = Editor::new(SHOP).started();
    editor.open("schema.ts");
    editor.open(CHECKOUT);
    editor.diagnostics(CHECKOUT);
    let outline = editor.about("textDocument/documentSymbol", "schema.ts");
    assert_eq!(outline[0]["name"], "orders", "{outline}");
    let found = editor.request("workspace/symbol", json!({ "query": "ord" }));
    assert!(found.as_array().unwrap().iter().any(|it| it["name"] == "orders"), "{found}");
    let folds = editor.about("textDocument/foldingRange", "schema.ts");
    assert!(folds.as_array().unwrap().iter().any(|it| it["startLine"] == 2), "{folds}");
    let selections = editor.request(
        "textDocument/selectionRange",
        json!({ "textDocument": { "uri": editor.uri("schema.ts") }, "positions": [{ "line": 3, "character": 3 }] }),
    );
    assert!(selections[0]["parent"].is_object(), "{selections}");
    assert_eq!(editor.quit(), 0);
}
