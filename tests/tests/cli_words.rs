//! What the command line says of paths, of what it leaves out, and of having nothing to do.
#![allow(clippy::panic, clippy::indexing_slicing, reason = "a test fails by a panic")]

use std::process::Command;

use schemark_tests::{Shop, binary};

const SHOP: &str = r"
//- schemark.toml
exclude = ['docs/archive/**']
external = ['auth_sessions']
//- src/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';

export const orders = pgTable('orders', {
  id: text('id').primaryKey(),
});
//- docs/ordes.md
# A slip

The system stores a row in the `ordes` table.
//- docs/declared.md
# Declared

The system stores a row in the `orders` table.
//- docs/elsewhere.md
# Elsewhere

The system stores a row in the `auth_sessions` table.
//- docs/silent.md
# Silent

As a guest, I want to look around.
//- docs/archive/past.md
# Past

The system stores a row in the `tokens` table.
//- notes/a.txt
Not ours.
";

#[test]
fn paths_are_shown_as_the_current_folder_sees_them() {
    let shop = Shop::new(SHOP);
    let docs = shop.path().join("docs");
    // The last word on the current folder is the shell's, not the harness's.
    let run = |folder: &std::path::Path, arguments: &str| {
        let line = format!("cd \"$1\" && exec \"$0\" {arguments}");
        shop.run_as(Command::new("sh").args(["-c", &line]).arg(binary()).arg(folder))
    };
    assert!(run(shop.path(), "check").out.contains("--> docs/ordes.md:3:"));
    assert!(run(&docs, "check .").out.contains("--> ordes.md:3:"));
    assert!(run(&docs, "check .").out.contains("--> ../src/schema.ts:3:"));
    let root_of = |folder: &std::path::Path, arguments: &str| {
        let out = run(folder, arguments).out;
        let json: serde_json::Value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("no JSON: {out}"));
        assert_eq!(json["findings"][0]["path"], "docs/ordes.md");
        json["root"].as_str().unwrap_or_default().to_owned()
    };
    assert_eq!(root_of(shop.path(), "check --format json"), ".");
    assert_eq!(root_of(&docs, "check --format json ."), "..");
    let real = shop.path().canonicalize().expect("it is there");
    let away = format!("check --format json '{}'", real.display());
    assert_eq!(root_of(std::path::Path::new("/"), &away), real.display().to_string());
}

#[test]
fn what_is_named_and_left_out_is_said_to_be() {
    let shop = Shop::new(SHOP);
    for (path, why) in [
        ("docs/archive/past.md", "`stories` or `exclude` in schemark.toml leaves it out"),
        ("notes/a.txt", "it is neither a story nor a schema"),
        ("notes", "holds no story and no schema"),
    ] {
        let run = shop.run(&["check", path]);
        assert_eq!(run.code, 0, "{path}: {}", run.err);
        assert!(run.err.contains(&format!("note: {path} ")) && run.err.contains(why), "{path}: {}", run.err);
    }
    let run = shop.run(&["generate", "docs/archive/past.md"]);
    assert_eq!(run.code, 2);
    let why = "schemark: docs/archive/past.md cannot be looked at: `stories` or `exclude`";
    assert!(run.err.contains(why), "{}", run.err);
    assert!(!shop.run(&["check", "docs/declared.md", "src"]).err.contains("note: "));
}

#[test]
fn having_nothing_to_add_has_a_reason() {
    let shop = Shop::new(SHOP);
    for (story, why) in [
        ("docs/declared.md", "nothing to add: every table that docs/declared.md describes is declared"),
        ("docs/silent.md", "nothing to add: docs/silent.md describes no table"),
        ("docs/ordes.md", "`ordes`: looks like a slip for `orders`"),
        ("docs/elsewhere.md", "`auth_sessions`: lives elsewhere, as schemark.toml says"),
    ] {
        let run = shop.run(&["generate", story]);
        assert_eq!((run.code, run.out.as_str()), (0, ""), "{story}");
        assert!(run.err.contains(why), "{story}: {}", run.err);
    }
    let broken = "import { more } from 'somewhere-else';\n\nexport * from './nowhere';\n";
    std::fs::write(shop.path().join("src/broken.ts"), broken).expect("files can be written");
    let config = "[[schema]]\nfiles = ['src/*.ts']\n";
    std::fs::write(shop.path().join("schemark.toml"), config).expect("files can be written");
    let run = shop.run(&["generate", "docs/elsewhere.md"]);
    assert!(run.err.contains("may be declared where the schema could not be read"), "{}", run.err);
}

#[test]
fn a_file_about_to_be_made_is_not_said_to_be_missing() {
    let shop = Shop::new(
        r"
//- drizzle.config.ts
export default { dialect: 'postgresql', schema: './db/schema.ts' };
//- docs/ask.md
# Ask

The `invoices` table:

- `number`: text, unique
",
    );
    assert!(shop.run(&["check"]).err.contains("db/schema.ts, which does not exist"));
    let run = shop.run(&["generate", "docs/ask.md", "--table", "invoices"]);
    assert!(run.out.contains("+++ b/db/schema.ts"), "{}{}", run.out, run.err);
    assert!(!run.err.contains("does not exist"), "{}", run.err);
}

#[test]
fn a_given_configuration_is_called_by_its_own_name() {
    let shop = Shop::new(SHOP);
    std::fs::write(shop.path().join("ci.toml"), "colour = 'blue'\n").expect("files can be written");
    let run = shop.run(&["check", "--config", "ci.toml"]);
    assert!(run.out.contains("--> ci.toml:1:1"), "{}", run.out);
    let json = shop.json(&["check", "--config", "ci.toml", "--format", "json"]);
    let findings = json["findings"].as_array().cloned().unwrap_or_default();
    assert!(findings.iter().any(|it| it["path"] == "ci.toml"), "{json}");
    assert!(findings.iter().all(|it| it["path"] != "schemark.toml"), "{json}");
}

#[test]
fn dumping_what_a_file_is_not_is_refused() {
    let shop = Shop::new(SHOP);
    for (arguments, why) in [
        (["dump", "facts", "src/schema.ts"], "src/schema.ts is not a story"),
        (["dump", "model", "docs/ordes.md"], "docs/ordes.md holds no schema"),
    ] {
        let run = shop.run(&arguments);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{arguments:?}: {}", run.err);
        assert!(run.err.contains(why), "{}", run.err);
    }
    let run = shop.run(&["dump", "model", "src/schema.ts"]);
    assert!(run.out.contains("table orders"), "{}", run.out);
}

#[test]
fn a_foreign_key_says_its_targets_schema() {
    let shop = Shop::new(
        r"
//- schema.ts
import { pgSchema, text } from 'drizzle-orm/pg-core';

export const shop = pgSchema('shop');
export const orders = shop.table('orders', { id: text('id').primaryKey() });
export const items = shop.table('items', { order: text('order').references(() => orders.id) });
",
    );
    let json = shop.json(&["dump", "model", "--format", "json"]);
    let tables = json["sets"][0]["tables"].as_array().cloned().unwrap_or_default();
    let items = tables.iter().find(|it| it["name"] == "items").expect("it is there");
    assert_eq!(items["foreignKeys"][0]["schema"], "shop", "{items}");
}
