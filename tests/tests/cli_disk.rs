//! What the command line does with the disk: files it cannot read, and files it writes.
#![allow(clippy::panic, clippy::indexing_slicing, reason = "a test fails by a panic")]

use schemark_tests::Shop;

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

const SCHEMA: &str = "src/db/schema.ts";
const STORY: &str = "docs/stories/invoice.md";

fn bytes(shop: &Shop, path: &str) -> Vec<u8> {
    std::fs::read(shop.path().join(path)).expect("it is there")
}

fn write(shop: &Shop, path: &str, bytes: &[u8]) {
    std::fs::write(shop.path().join(path), bytes).expect("files can be written");
}

#[test]
fn a_schema_that_is_not_utf8_is_never_written() {
    let shop = Shop::new(WISH);
    let mut before = b"// caf\xe9\n".to_vec();
    before.extend(bytes(&shop, SCHEMA));
    write(&shop, SCHEMA, &before);
    let run = shop.run(&["generate", STORY, "--table", "invoices", "--write"]);
    assert_eq!(bytes(&shop, SCHEMA), before);
    assert_eq!(run.code, 2, "{}{}", run.out, run.err);
}

#[test]
fn a_byte_order_mark_survives_writing() {
    let shop = Shop::new(WISH);
    let mut before = b"\xef\xbb\xbf".to_vec();
    before.extend(bytes(&shop, SCHEMA));
    write(&shop, SCHEMA, &before);
    let run = shop.run(&["generate", STORY, "--table", "invoices", "--write"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let after = bytes(&shop, SCHEMA);
    assert!(after.starts_with(b"\xef\xbb\xbfimport"), "the mark is kept, once");
    assert!(String::from_utf8_lossy(&after).contains("invoices"));
}

#[cfg(unix)]
#[test]
fn new_files_have_the_users_permissions_and_old_ones_keep_theirs() {
    use std::os::unix::fs::PermissionsExt;
    use std::process::Command;

    let mode = |shop: &Shop, path: &str| {
        let file = std::fs::metadata(shop.path().join(path)).expect("it is there");
        file.permissions().mode() & 0o777
    };
    let shop = Shop::new(WISH);
    let allowed = std::fs::Permissions::from_mode(0o640);
    std::fs::set_permissions(shop.path().join(SCHEMA), allowed).expect("modes can be set");
    assert_eq!(shop.run(&["generate", STORY, "--table", "invoices", "--write"]).code, 0);
    assert_eq!(mode(&shop, SCHEMA), 0o640);

    let shop = Shop::new(WISH);
    std::fs::remove_file(shop.path().join(SCHEMA)).expect("files can be removed");
    let program = schemark_tests::binary();
    let line = "umask 027; exec \"$0\" generate \"$1\" --table invoices --write";
    let run = shop.run_as(Command::new("sh").args(["-c", line]).arg(program).arg(STORY));
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(mode(&shop, SCHEMA), 0o640);
}

#[test]
fn a_story_that_cannot_be_read_is_said_to_be_unchecked() {
    let shop = Shop::new(WISH);
    write(&shop, "docs/stories/old.md", b"# Caf\xe9\n\nThe `orders` table.\n");
    let large = vec![b'a'; 9 << 20];
    write(&shop, "docs/stories/large.md", &large);
    let run = shop.run(&["check", "--fail-on", "never"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("note: docs/stories/old.md: the file is not UTF-8"), "{}", run.err);
    assert!(run.err.contains("note: docs/stories/large.md: the file is larger than 8 MiB"), "{}", run.err);
    // Who names a file wants it checked.
    for path in ["docs/stories/old.md", "docs/stories/large.md"] {
        for command in ["check", "generate"] {
            let run = shop.run(&[command, path]);
            assert_eq!(run.code, 2, "{command} {path}: {}", run.err);
            assert!(run.err.contains("schemark: cannot read docs/stories/"), "{}", run.err);
        }
    }
}

#[test]
fn offsets_count_the_byte_order_mark() {
    let shop = Shop::new(WISH);
    let before = shop.json(&["check", "--format", "json", STORY]);
    let mut marked = b"\xef\xbb\xbf".to_vec();
    marked.extend(bytes(&shop, STORY));
    write(&shop, STORY, &marked);
    let after = shop.json(&["check", "--format", "json", STORY]);
    let (before, after) = (&before["findings"][0], &after["findings"][0]);
    assert_eq!(after["offset"].as_u64(), before["offset"].as_u64().map(|it| it + 3));
    assert_eq!((&after["line"], &after["column"]), (&before["line"], &before["column"]));
}

#[cfg(unix)]
#[test]
fn a_link_to_a_symbolic_link_is_not_broken() {
    let on = "//- schemark.toml\n[rules]\nbroken-link = \"hint\"\n";
    let shop = Shop::new(&format!(
        "//- docs/AGENTS.md\n# Agents\n//- docs/b.md\n[a](./CLAUDE.md), [b](./AGENT.md)\n{on}"
    ));
    std::os::unix::fs::symlink("AGENTS.md", shop.path().join("docs/CLAUDE.md")).expect("links can be made");
    let found = shop.json(&["check", "--format", "json"]);
    let broken: Vec<_> = found["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .filter(|it| it["rule"] == "broken-link")
        .map(|it| it["name"].clone())
        .collect();
    assert_eq!(broken, ["./AGENT.md"]);
}
