//! Law L7: the check on the command line and the server in the editor find the same, in every workspace we have.
#![allow(clippy::panic, clippy::indexing_slicing, reason = "a test fails by a panic")]

use std::process::Command;

use schemark_tests::{Editor, binary, workspaces};
use serde_json::{Value, json};

/// A finding, the same from both: path, place, rule, severity, message, and the places it points to.
type Line = String;

fn of_check(folder: &std::path::Path) -> Vec<Line> {
    let output = Command::new(binary())
        .args(["check", "--format", "json"])
        .current_dir(folder)
        .output()
        .expect("the binary runs");
    let found: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let number = |it: &Value, key: &str| it[key].as_u64().expect("a number") - 1;
    let line = |it: &Value| {
        let related = it["related"].as_array().expect("a list").iter();
        let related: Vec<_> =
            related.map(|it| format!("{}:{} {}", it["path"], number(it, "line"), it["message"])).collect();
        let (line, column) = (number(it, "line"), number(it, "column"));
        let (end_line, end_column) = (number(it, "endLine"), number(it, "endColumn"));
        let place = format!("{}:{line}:{column}-{end_line}:{end_column}", it["path"]);
        format!("{place} {} {} {} {related:?}", it["rule"], it["severity"], it["message"])
    };
    found["findings"].as_array().expect("a list").iter().map(line).collect()
}

fn of_server(editor: &mut Editor) -> Vec<Line> {
    editor.settle();
    let root = format!("{}/", editor.uri(""));
    let mut found = Vec::new();
    for (path, diagnostics) in editor.shown() {
        for it in diagnostics {
            let related = it["relatedInformation"].as_array().into_iter().flatten().map(|it| {
                let uri = it["location"]["uri"].as_str().expect("a URI").replace(&root, "");
                format!("{}:{} {}", json!(uri), it["location"]["range"]["start"]["line"], it["message"])
            });
            let related: Vec<_> = related.collect();
            let (start, end) = (&it["range"]["start"], &it["range"]["end"]);
            let severity = ["", "error", "warning", "info", "hint"]
                [usize::try_from(it["severity"].as_u64().expect("a number")).expect("it is small")];
            found.push(format!(
                "{}:{}:{}-{}:{} {} {} {} {related:?}",
                json!(path),
                start["line"],
                start["character"],
                end["line"],
                end["character"],
                it["code"],
                json!(severity),
                it["message"],
            ));
        }
    }
    found
}

#[test]
fn both_front_ends_find_the_same() {
    let mut total = 0;
    for workspace in workspaces() {
        let capabilities = json!({
            "general": { "positionEncodings": ["utf-32"] },
            "textDocument": { "publishDiagnostics": { "relatedInformation": true } },
        });
        let mut editor = Editor::in_copy_of(&workspace).able_to(capabilities).started();
        let (mut checked, mut shown) = (of_check(&editor.root()), of_server(&mut editor));
        checked.sort();
        shown.sort();
        assert_eq!(checked, shown, "{}", workspace.display());
        total += checked.len();
        assert_eq!(editor.quit(), 0);
    }
    assert!(total > 10, "the workspaces have something to find");
}
