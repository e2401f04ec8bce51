//! What has ended, silenced or confused language servers before: each test is one of these, and the server goes on.
#![allow(clippy::panic, clippy::indexing_slicing, reason = "a test fails by a panic")]

use std::process::Command;
use std::time::Duration;

use schemark_tests::{Editor, binary};
use serde_json::{Value, json};

const SHOP: &str = r"
//- schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const orders = pgTable('orders', { id: text('id').primaryKey() });
//- docs/stories/refund.md
The `refunds` table.
";

const REFUND: &str = "docs/stories/refund.md";

fn lives(editor: &mut Editor) {
    assert!(editor.request("workspace/symbol", json!({ "query": "" })).is_array());
}

/// Sends `bytes` and expects one error with `code`.
fn is_refused(editor: &mut Editor, bytes: &[u8], code: i64) {
    editor.raw(bytes);
    let until = |it: &Value| it["id"].is_null() && it["error"]["code"] == code;
    while let Some(message) = editor.next_message() {
        if until(&message) {
            return;
        }
    }
    panic!("no error {code}");
}

fn frame(body: &str) -> Vec<u8> {
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

#[test]
fn malformed_messages_are_answered_and_survived() {
    let mut editor = Editor::new(SHOP).started();
    for (bytes, code) in [
        (frame("{\"jsonrpc\": \"2.0\", oops"), -32700),
        (frame(r#"[{"jsonrpc":"2.0","id":1,"method":"shutdown"}]"#), -32600),
        (frame("null"), -32600),
        (frame("7"), -32600),
        (b"Content-Length: many\r\n\r\n".to_vec(), -32700),
        (b"Content-Type: text/plain\r\n\r\n{}".to_vec(), -32700),
    ] {
        is_refused(&mut editor, &bytes, code);
        lives(&mut editor);
    }
    assert_eq!(editor.quit(), 0);
}

#[test]
fn a_huge_message_is_skipped_and_survived() {
    let mut editor = Editor::new(SHOP).started();
    let length = (64 << 20) + 1;
    editor.raw(format!("Content-Length: {length}\r\n\r\n").as_bytes());
    let chunk = vec![b' '; 1 << 20];
    for _ in 0..64 {
        editor.raw(&chunk);
    }
    is_refused(&mut editor, b" ", -32600);
    lives(&mut editor);
    assert_eq!(editor.quit(), 0);
}

#[test]
fn lone_surrogates_are_text_like_any_other() {
    let mut editor = Editor::new(SHOP).started();
    let uri = editor.uri(REFUND);
    let body = format!(
        r#"{{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{{"textDocument":{{"uri":"{uri}","languageId":"markdown","version":7,"text":"\ud83d `invoices` table"}}}}}}"#
    );
    editor.raw(&frame(&body));
    editor.settle();
    let shown = editor.shown();
    assert_eq!(shown[REFUND][0]["range"]["start"], json!({ "line": 0, "character": 3 }));
    assert_eq!(editor.quit(), 0);
}

#[test]
fn unknown_requests_are_answered_and_unknown_notifications_ignored() {
    let mut editor = Editor::new(SHOP).started();
    for method in ["$/what", "what/is/this"] {
        assert_eq!(editor.request(method, json!({}))["error"]["code"], -32601, "{method}");
        editor.notify(method, json!({}));
    }
    editor.notify("$/setTrace", json!({ "value": "verbose" }));
    lives(&mut editor);
    assert_eq!(editor.quit(), 0);
}

#[test]
fn parameters_of_the_wrong_shape_are_refused() {
    let mut editor = Editor::new(SHOP).started();
    assert_eq!(editor.request("textDocument/hover", json!({ "x": 1 }))["error"]["code"], -32602);
    editor.notify("textDocument/didChange", json!({ "x": 1 }));
    editor.notify("textDocument/didOpen", json!([]));
    lives(&mut editor);
    assert_eq!(editor.quit(), 0);
}

#[test]
fn files_nobody_opened_can_be_asked_about_and_changed() {
    let mut editor = Editor::new(SHOP).started();
    editor.edit("docs/none.md", [9, 9, 9, 9], "x");
    editor.edit(REFUND, [4_000_000_000, 4_000_000_000, 4_000_000_000, 4_000_000_000], "x");
    editor.close("docs/never.md");
    editor.notify("textDocument/didOpen", json!({ "textDocument": { "uri": "untitled:Untitled-1", "languageId": "markdown", "version": 1, "text": "x" } }));
    assert_eq!(editor.at("textDocument/hover", "docs/nowhere.md", 0, 0), Value::Null);
    lives(&mut editor);
    assert_eq!(editor.quit(), 0);
}

#[test]
fn uris_with_brackets_spaces_and_letters_of_all_lands_are_files() {
    for name in ["[slug]/x.md", "my stories/x.md", "größe/ö.md", "100%/x.md"] {
        let mut editor = Editor::new(SHOP).started();
        let path = format!("docs/stories/{name}");
        editor.open_as(&path, "The `invoices` table.\n");
        editor.settle();
        let shown = editor.publications();
        assert!(
            shown.iter().any(|it| it.starts_with("docs/stories/") && it.ends_with(".md: 1")),
            "{name}: {shown:?}"
        );
        editor.edit(&path, [0, 5, 0, 13], "orders");
        editor.settle();
        let shown = editor.publications();
        assert!(shown.iter().any(|it| it.ends_with(".md: 0")), "{name}: {shown:?}");
        assert_eq!(editor.quit(), 0);
    }
}

#[test]
fn hundreds_of_questions_before_the_first_answer_is_read_do_no_harm() {
    let mut editor = Editor::new(SHOP).started();
    editor.open(REFUND);
    let ids: Vec<i64> = (0..400).map(|_| editor.ask("workspace/symbol", json!({ "query": "o" }))).collect();
    editor.edit(REFUND, [0, 5, 0, 12], "orders");
    for id in ids {
        let answer = editor.answer(id);
        assert!(answer.is_array() || answer["error"]["code"] == -32801, "{answer}");
    }
    assert_eq!(editor.diagnostics(REFUND), [""; 0]);
    assert_eq!(editor.quit(), 0);
}

#[test]
fn a_cancelled_request_is_answered_once() {
    let mut editor = Editor::new(SHOP).started();
    let id = editor.ask("workspace/symbol", json!({ "query": "" }));
    editor.notify("$/cancelRequest", json!({ "id": id }));
    editor.notify("$/cancelRequest", json!({ "id": 9999 }));
    let answer = editor.answer(id);
    // It may have been answered before the cancellation arrived; it is answered in any case.
    assert!(answer.is_array() || answer["error"]["code"] == -32800, "{answer}");
    lives(&mut editor);
    assert_eq!(editor.quit(), 0);
}

#[test]
fn nothing_is_answered_before_initialize_and_nothing_after_shutdown() {
    let mut editor = Editor::new(SHOP);
    assert_eq!(editor.request("workspace/symbol", json!({ "query": "" }))["error"]["code"], -32002);
    editor.initialize(json!({}));
    assert_eq!(editor.request("initialize", json!({ "capabilities": {} }))["error"]["code"], -32600);
    assert_eq!(editor.request("shutdown", Value::Null), Value::Null);
    assert_eq!(editor.request("workspace/symbol", json!({ "query": "" }))["error"]["code"], -32600);
    editor.notify("exit", Value::Null);
    assert_eq!(editor.exit_code(), 0);
}

#[test]
fn exit_without_shutdown_is_a_failure() {
    let mut editor = Editor::new(SHOP).started();
    editor.notify("exit", Value::Null);
    assert_eq!(editor.exit_code(), 1);
    let mut editor = Editor::new(SHOP);
    editor.notify("exit", Value::Null);
    assert_eq!(editor.exit_code(), 1);
}

#[test]
fn the_end_of_the_input_is_the_end() {
    let mut editor = Editor::with_process(SHOP).started();
    editor.hang_up();
    assert_eq!(editor.exit_code(), 1);
    let mut editor = Editor::with_process(SHOP).started();
    assert_eq!(editor.request("shutdown", Value::Null), Value::Null);
    editor.hang_up();
    assert_eq!(editor.exit_code(), 0);
}

#[test]
fn exit_ends_the_process_although_the_input_stays_open() {
    let editor = Editor::with_process(SHOP).started();
    assert_eq!(editor.quit(), 0);
}

#[cfg(unix)]
#[test]
fn the_death_of_the_editor_is_the_end_even_if_the_input_stays_open() {
    let mut parent = Command::new("sleep").arg("600").spawn().expect("sleep runs");
    let mut editor = Editor::with_process(SHOP);
    editor.initialize(json!({ "processId": parent.id() }));
    lives(&mut editor);
    parent.kill().expect("a child can be killed");
    parent.wait().expect("a child can be waited for");
    assert_eq!(editor.exit_code(), 1);
}

#[test]
fn a_parent_nobody_can_see_is_not_watched() {
    let mut editor = Editor::with_process(SHOP);
    editor.initialize(json!({ "processId": i32::MAX }));
    std::thread::sleep(Duration::from_millis(200));
    lives(&mut editor);
    assert_eq!(editor.quit(), 0);
}

#[cfg(unix)]
#[test]
fn a_closed_or_blocked_stderr_changes_nothing() {
    use std::process::Stdio;
    // A pipe that nobody reads holds 64 KiB; the server complains of more than that.
    let (unread, full) = std::io::pipe().expect("pipes can be had");
    for stderr in [Stdio::from(full), Stdio::null()] {
        let mut editor =
            Editor::with_command(SHOP, Command::new(binary()).arg("lsp").stderr(stderr)).started();
        editor.open(REFUND);
        for _ in 0..2000 {
            editor.raw(&frame("{oops"));
        }
        lives(&mut editor);
        assert_eq!(editor.quit(), 0);
    }
    drop(unread);
    let shell = format!("exec {} lsp 2>&-", binary().display());
    let mut editor = Editor::with_command(SHOP, Command::new("sh").args(["-c", &shell])).started();
    lives(&mut editor);
    assert_eq!(editor.quit(), 0);
}

#[test]
fn an_answer_reflects_the_edits_sent_before_it_however_fast() {
    let mut editor = Editor::new(SHOP).started();
    editor.open(REFUND);
    editor.diagnostics(REFUND);
    let mut asked = Vec::new();
    for round in 0..500 {
        let name = if round % 2 == 0 { "orders" } else { "nobody" };
        editor.replace(REFUND, &format!("The `{name}` table.\n"));
        let place = json!({ "textDocument": { "uri": editor.uri(REFUND) }, "position": { "line": 0, "character": 6 } });
        asked.push((name, editor.ask("textDocument/hover", place)));
    }
    for (name, id) in asked {
        let answer = editor.answer(id);
        let card = answer["contents"]["value"].as_str();
        assert_eq!(card.is_some_and(|it| it.contains("orders")), name == "orders", "{answer}");
    }
    assert_eq!(editor.quit(), 0);
}

#[test]
fn nothing_is_called_missing_while_files_are_being_read() {
    let mut fixture = String::from("//- drizzle.config.ts\nexport default { schema: './db/*.ts' };\n");
    for table in 0..300 {
        fixture.push_str(&format!(
            "//- db/t{table}.ts\nimport {{ pgTable, text }} from 'drizzle-orm/pg-core';\n\
             export const t = pgTable('things_{table}', {{ id: text('id').primaryKey() }});\n"
        ));
    }
    fixture.push_str("//- docs/stories/a.md\nRows go to the `things_299` table.\n");
    let mut editor = Editor::new(&fixture).started();
    editor.open("docs/stories/a.md");
    editor.edit("docs/stories/a.md", [0, 0, 0, 0], " ");
    editor.settle();
    let said = editor.publications();
    assert!(!said.is_empty() && said.iter().all(|it| it == "docs/stories/a.md: 0"), "{said:?}");
    assert_eq!(editor.quit(), 0);
}
