//! The command line's contract: what goes where, in which shape, and with which exit code.
#![allow(clippy::panic, clippy::indexing_slicing, reason = "a test fails by a panic")]

use std::process::{Command, Stdio};

use schemark_tests::{Shop, binary};

const SHOP: &str = r"
//- schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';

export const orders = pgTable('orders', {
  id: text('id').primaryKey(),
});
//- docs/stories/checkout.md
# Checkout

The system stores a row in the `ordes` table.
//- docs/stories/refund.md
# Refund

The system stores a row in the `orders` table.
";

#[test]
fn findings_go_to_standard_output_with_their_source() {
    let run = Shop::new(SHOP).run(&["check", "--fail-on", "hint"]);
    let wanted = "\
warning[unknown-table]: no schema declares a table named `ordes`
 --> docs/stories/checkout.md:3:33
  |
3 | The system stores a row in the `ordes` table.
  |                                 ^^^^^ code span next to the word \"table\"
  |
  = help: Change to \"orders\"";
    assert!(run.out.contains(wanted), "{}", run.out);
    assert!(!run.out.contains('\u{1b}'), "no colours in a pipe");
    assert!(run.err.contains(" in 2 stories; 2 mentions checked, 0 unknown"), "{}", run.err);
    assert_eq!(run.code, 1);
}

#[test]
fn what_is_read_is_the_same_when_distrusted() {
    let shop = Shop::new(SHOP);
    let run = shop.run_as(Command::new(binary()).arg("check").env("SCHEMARK_PARANOID", "1"));
    let told: Vec<&str> = run.err.lines().filter(|it| it.contains("paranoid")).collect();
    assert_eq!(told, ["paranoid: every file is compared with a fresh reading"], "{}", run.err);
    assert_eq!(run.out, shop.run(&["check"]).out);
}

#[test]
fn the_exit_code_says_whether_it_failed() {
    let shop = Shop::new(SHOP);
    assert_eq!(shop.run(&["check"]).code, 1);
    assert_eq!(shop.run(&["check", "--fail-on", "error"]).code, 0);
    assert_eq!(shop.run(&["check", "--fail-on", "never"]).code, 0);
    assert_eq!(shop.run(&["check", "docs/stories/refund.md"]).code, 0);
    assert_eq!(shop.run(&["check", "docs/stories/checkout.md"]).code, 1);
}

#[test]
fn what_cannot_run_says_why_and_exits_with_2() {
    let shop = Shop::new(SHOP);
    for (arguments, why) in [
        (&["check", "nowhere.md"] as &[&str], "schemark: cannot read nowhere.md"),
        (&["check", "--config", "none.toml"], "schemark: cannot read none.toml"),
        (&["check", "/"], "schemark: "),
        (&["generate", "docs"], "is a folder; a file is wanted"),
        (&["generate", "schema.ts"], "schema.ts is not a story"),
        (&["explain", "unknown-tabel"], "did you mean `unknown-table`?"),
        (&["explain", "x"], "no rule is called `x`"),
        (&["dump", "facts"], "is a folder; a file is wanted"),
        (&["what"], "unrecognized subcommand"),
        (&["check", "--format", "xml"], "invalid value"),
    ] {
        let run = shop.run(arguments);
        assert_eq!(run.code, 2, "{arguments:?}: {}", run.err);
        assert!(run.err.contains(why), "{arguments:?}: {}", run.err);
        assert_eq!(run.out, "", "{arguments:?}");
    }
}

#[test]
fn json_has_the_promised_shape() {
    let json = Shop::new(SHOP).json(&["check", "--format", "json"]);
    assert_eq!((json["version"].as_u64(), json["root"].as_str()), (Some(1), Some(".")));
    let summary = &json["summary"];
    assert_eq!((summary["stories"].as_u64(), summary["tables"].as_u64()), (Some(2), Some(1)));
    assert_eq!(
        summary["mentions"],
        serde_json::json!({ "checked": 2, "present": 1, "absent": 1, "unknown": 0 })
    );
    assert!(summary["milliseconds"].is_u64());
    let findings = json["findings"].as_array().expect("a list");
    let counted: u64 =
        ["error", "warning", "info", "hint"].iter().filter_map(|it| summary["findings"][it].as_u64()).sum();
    assert_eq!(usize::try_from(counted).ok(), Some(findings.len()));
    let first = findings.iter().find(|it| it["rule"] == "unknown-table").expect("it is found");
    assert_eq!(first["path"], "docs/stories/checkout.md");
    let place: Vec<_> = ["line", "column", "endLine", "endColumn", "offset", "length"]
        .iter()
        .filter_map(|key| first[key].as_u64())
        .collect();
    assert_eq!(place, [3, 33, 3, 38, 44, 5]);
    assert_eq!(first["severity"], "warning");
    assert_eq!(first["name"], "ordes");
    assert_eq!(first["related"][0]["path"], "schema.ts");
    assert_eq!(first["fixes"][0]["title"], "Change to \"orders\"");
    assert_eq!(first["fixes"][0]["kind"], "quickfix");
    assert!(first["docs"].as_str().is_some_and(|it| it.ends_with("#unknown-table")));
}

#[test]
fn the_model_has_the_promised_shape() {
    let json = Shop::new(SHOP).json(&["dump", "model", "--format", "json"]);
    let table = &json["sets"][0]["tables"][0];
    assert_eq!(
        (&table["name"], &table["export"], &table["path"]),
        (&"orders".into(), &"orders".into(), &"schema.ts".into())
    );
    assert_eq!(table["primaryKey"], serde_json::json!(["id"]));
    let column = &table["columns"][0];
    assert_eq!((&column["name"], &column["type"]), (&"id".into(), &"text".into()));
    assert_eq!(
        (&column["nullable"], &column["primary"], &column["default"]),
        (&false.into(), &true.into(), &false.into())
    );
    for key in
        ["schema", "kind", "line", "known", "uniques", "foreignKeys", "indexes", "checks", "rls", "policies"]
    {
        assert!(table.get(key).is_some(), "{key}");
    }
}

#[test]
fn facts_and_trees_are_shown_as_text_and_json() {
    let shop = Shop::new(SHOP);
    let json = shop.json(&["dump", "facts", "--format", "json", "docs/stories/checkout.md"]);
    assert_eq!(json["mentions"][0]["name"], "ordes");
    assert_eq!(json["mentions"][0]["binding"], "absent");
    assert_eq!(json["mentions"][0]["span"]["line"], 3);
    for key in ["stories", "claims", "sketches"] {
        assert!(json[key].is_array(), "{key}");
    }
    assert!(shop.run(&["dump", "facts", "docs/stories/refund.md"]).out.contains("orders: present"));
    assert!(shop.run(&["dump", "model"]).out.contains("table orders"));
    assert!(shop.run(&["dump", "tree", "schema.ts"]).out.contains("program"));
    assert!(shop.json(&["dump", "tree", "--format", "json", "schema.ts"])["tree"].is_string());
}

#[test]
fn a_rule_is_explained_and_all_are_listed() {
    let shop = Shop::new(SHOP);
    let run = shop.run(&["explain", "unknown-table"]);
    assert!(run.out.contains("WHAT IT FINDS") && run.out.contains("WHY IT MATTERS"), "{}", run.out);
    assert_eq!(run.code, 0);
    assert!(shop.run(&["explain"]).out.contains("unknown-column"));
}

#[test]
fn init_writes_a_configuration_once() {
    let shop = Shop::new(SHOP);
    let before = shop.run(&["check"]);
    assert_eq!(shop.run(&["init"]).code, 0);
    let after = shop.run(&["check"]);
    assert_eq!((before.code, before.out), (after.code, after.out));
    let again = shop.run(&["init"]);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("is there already"), "{}", again.err);
}

#[test]
fn everything_init_shows_is_understood() {
    let shop = Shop::new(SHOP);
    assert_eq!(shop.run(&["init"]).code, 0);
    let shown = shop.read("schemark.toml");
    // A commented setting is `# key = …` or `# [table]`; prose has no such shape.
    let is_setting = |line: &str| line.starts_with('[') || line.contains(" = ");
    let settings: String = shown
        .lines()
        .map(|line| line.strip_prefix("# ").filter(|it| is_setting(it)).unwrap_or(""))
        .map(|line| format!("{line}\n"))
        .collect();
    assert!(settings.lines().filter(|it| !it.is_empty()).count() > 8);
    std::fs::write(shop.path().join("schemark.toml"), settings).expect("files can be written");
    let run = shop.run(&["check"]);
    assert!(!run.out.contains("schemark.toml"), "{}", run.out);
}

#[test]
fn a_configuration_can_be_given() {
    let shop = Shop::new(&format!("{SHOP}//- ci.toml\nexternal = [\"ordes\"]\n"));
    assert_eq!(shop.run(&["check", "--config", "ci.toml"]).code, 0);
    assert_eq!(shop.run(&["check"]).code, 1);
}

const WISH: &str = r"
//- drizzle.config.ts
export default { dialect: 'postgresql', schema: './src/db/schema.ts' };
//- src/db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';

export const orders = pgTable('orders', {
  id: text('id').primaryKey(),
});
//- docs/stories/invoice.md
# Invoices

The `invoices` table:

- `number`: text, unique
- `order_id`: FK to `orders.id`
";

#[test]
fn generate_shows_the_change_and_makes_it_only_when_told() {
    let shop = Shop::new(WISH);
    let before = shop.read("src/db/schema.ts");
    let shown = shop.run(&["generate", "docs/stories/invoice.md", "--table", "invoices"]);
    assert_eq!(shown.code, 0, "{}", shown.err);
    assert!(shown.out.contains("+++ b/src/db/schema.ts"), "{}{}", shown.out, shown.err);
    assert!(shown.out.contains("+export const invoices = pgTable("), "{}", shown.out);
    assert_eq!(shop.read("src/db/schema.ts"), before);
    let written = shop.run(&["generate", "docs/stories/invoice.md", "--table", "invoices", "--write"]);
    assert_eq!((written.code, written.out.as_str()), (0, ""), "{}", written.err);
    assert!(written.err.contains("changed src/db/schema.ts"), "{}", written.err);
    assert!(shop.read("src/db/schema.ts").contains("export const invoices"));
    let again = shop.run(&["generate", "docs/stories/invoice.md", "--table", "invoices"]);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("declared already"), "{}", again.err);
    assert_eq!(shop.run(&["generate", "docs/stories/invoice.md"]).code, 0);
}

#[cfg(unix)]
#[test]
fn nothing_is_written_outside_the_root() {
    let (shop, outside) = (Shop::new(WISH), tempfile::tempdir().expect("a folder can be had"));
    let schema = shop.path().join("src/db/schema.ts");
    let target = outside.path().join("schema.ts");
    std::fs::rename(&schema, &target).expect("files can be moved");
    std::os::unix::fs::symlink(&target, &schema).expect("links can be made");
    let before = std::fs::read_to_string(&target).expect("it is there");
    let run = shop.run(&["generate", "docs/stories/invoice.md", "--table", "invoices", "--write"]);
    assert_ne!(run.code, 101, "{}", run.err);
    assert_eq!(std::fs::read_to_string(&target).expect("it is there"), before);
}

#[test]
fn a_story_of_a_package_is_checked_against_the_monorepo() {
    let packages = "//- pnpm-workspace.yaml\npackages: ['docs']\n//- docs/package.json\n{}\n";
    let shop = Shop::new(&format!("{packages}{SHOP}"));
    let story = shop.path().join("docs/stories/checkout.md");
    for here in ["", "docs", "docs/stories"] {
        let mut command = Command::new(binary());
        let output = command.arg("check").arg(&story).current_dir(shop.path().join(here)).output();
        let output = output.expect("it runs");
        let out = String::from_utf8_lossy(&output.stdout);
        assert!(out.contains("no schema declares a table named `ordes`"), "{here}: {out}");
    }
}

#[test]
fn a_reader_that_leaves_is_no_error() {
    let shop = Shop::new(SHOP);
    let mut child = Command::new(binary())
        .arg("check")
        .current_dir(shop.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert!(!String::from_utf8_lossy(&output.stderr).contains("panicked"));
    assert_ne!(output.status.code(), Some(101));
}

#[test]
fn versions_and_help_are_told() {
    let shop = Shop::new(SHOP);
    assert!(shop.run(&["--version"]).out.starts_with("schemark 0."));
    assert!(shop.run(&["--help"]).out.contains("explain"));
    assert!(shop.run(&["check", "--help"]).out.contains("--fail-on"));
}
