//! Which Prisma schemas a workspace has.

use crate::document::FileKind;
use crate::store::Store;
use schema::dialects::Dialect;

const MAIN: &str = "datasource db {\n  provider = \"postgresql\"\n}\n";
const USER: &str = "model User {\n  id Int @id\n\n  @@map(\"users\")\n}\n";
const POST: &str = "model Post {\n  id Int @id\n\n  @@map(\"posts\")\n}\n";
const DRAFT: &str = "model Draft {\n  id Int @id\n}\n";

/// Each set as "name: tables".
fn sets(files: &[(&str, &str)]) -> Vec<String> {
    let snapshot = Store::from_files(files).snapshot();
    let sets = snapshot.roots()[0].model.sets.iter();
    sets.map(|set| {
        let tables: Vec<&str> = set.declarations.tables.iter().map(|it| &*it.name.text).collect();
        format!("{}: {}", set.name, tables.join(" "))
    })
    .collect()
}

#[test]
fn a_template_of_a_tool_is_no_schema() {
    let whole = format!("{MAIN}{USER}");
    let template = format!("{MAIN}{POST}");
    for path in [
        ".bmad-core/templates/audit.prisma",
        ".claude/skills/db/schema.prisma",
        ".taskmaster/templates/a.prisma",
    ] {
        assert_eq!(sets(&[("prisma/schema.prisma", &whole), (path, &template)]), ["prisma: users"], "{path}");
    }
    assert_eq!(sets(&[("templates/shop/schema.prisma", &template)]), ["templates/shop: posts"]);
}

#[test]
fn a_file_with_a_datasource_is_a_schema() {
    let whole = format!("{MAIN}{USER}");
    assert_eq!(sets(&[("prisma/schema.prisma", &whole)]), ["prisma: users"]);
    assert_eq!(sets(&[("schema.prisma", &whole), ("README.md", "")]), [".: users"]);
    assert_eq!(
        sets(&[
            ("package.json", "{}"),
            ("apps/a/package.json", "{}"),
            ("apps/a/prisma/schema.prisma", &whole),
            ("apps/b/package.json", "{}"),
            ("apps/b/prisma/schema.prisma", &format!("{MAIN}{POST}")),
        ]),
        ["apps/a: users", "apps/b: posts"]
    );
}

#[test]
fn the_files_of_a_folder_are_one_schema() {
    let files = [
        ("prisma/schema/models/post.prisma", POST),
        ("prisma/schema/schema.prisma", MAIN),
        ("prisma/schema/user.prisma", USER),
    ];
    assert_eq!(sets(&files), ["prisma/schema: posts users"]);
    let snapshot = Store::from_files(&files).snapshot();
    let kinds: Vec<FileKind> = snapshot.documents().map(|it| it.kind()).collect();
    assert_eq!(kinds, [FileKind::Schema(Dialect::Prisma); 3]);
}

#[test]
fn settings_name_the_file_or_the_folder() {
    let main = ("db/main.prisma", MAIN);
    let rest = [("db/user.prisma", USER), ("old/schema.prisma", &*format!("{MAIN}{DRAFT}"))];
    let package = ("package.json", r#"{ "prisma": { "schema": "./db" } }"#);
    assert_eq!(sets(&[main, rest[0], rest[1], package]), ["db: users"]);
    let config = ("prisma.config.ts", "export default defineConfig({ schema: 'db' });");
    assert_eq!(sets(&[main, rest[0], rest[1], config]), ["db: users"]);
    let wrong = ("prisma.config.ts", "export default defineConfig({ schema: 'nowhere' });");
    let store = Store::from_files(&[main, rest[0], wrong]);
    let snapshot = store.snapshot();
    assert_eq!(snapshot.roots()[0].notes, ["prisma.config.ts names nowhere, and no Prisma schema is there"]);
    assert_eq!(snapshot.roots()[0].model.sets.len(), 1);
}

#[test]
fn the_configuration_names_prisma_files() {
    let config = ("schemark.toml", "[[schema]]\nname = 'shop'\nfiles = ['prisma']");
    let files = [config, ("prisma/a.prisma", USER), ("prisma/seed.ts", ""), ("b.prisma", POST)];
    assert_eq!(sets(&files), ["shop: users"]);
}

#[test]
fn copies_generated_clients_and_designs_are_not_counted_twice() {
    let whole = format!("{MAIN}{USER}");
    let draft = format!("{MAIN}{DRAFT}");
    assert_eq!(
        sets(&[
            ("prisma/schema.prisma", &whole),
            ("prisma/schema.test.prisma", &draft),
            ("prisma/_backup/schema.prisma", &draft),
            ("src/generated/prisma/schema.prisma", &draft),
            ("src/client/schema.prisma", &draft),
            ("src/client/index.d.ts", ""),
            ("specs/001/schema.prisma", &draft),
            ("notes/part.prisma", DRAFT),
        ]),
        ["prisma: users"]
    );
    assert_eq!(sets(&[("specs/001/schema.prisma", &draft)]), ["specs/001: Draft"]);
    assert_eq!(sets(&[("a/user.prisma", USER), ("a/post.prisma", POST)]), ["a: posts users"]);
}

#[test]
fn a_schema_stands_beside_one_of_drizzle() {
    let users = "import { pgTable, text } from 'drizzle-orm/pg-core';\n\
        export const teams = pgTable('teams', { id: text('id').primaryKey() });\n";
    let whole = format!("{MAIN}{USER}");
    assert_eq!(
        sets(&[("prisma/schema.prisma", &whole), ("src/schema.ts", users)]),
        ["prisma: users", "src: teams"]
    );
}

#[test]
fn settings_speak_for_the_folders_that_they_reach() {
    let config = "export default { schema: 'prisma/schema.prisma' };\n";
    let (whole, other) = (format!("{MAIN}{USER}"), format!("{MAIN}{POST}"));
    // Two services without a manifest: settings of one say nothing of the other.
    let services = [
        ("one/prisma.config.ts", config),
        ("one/prisma/schema.prisma", &whole),
        ("one/prisma/old/schema.prisma", &other),
        ("two/prisma/schema.prisma", &other),
    ];
    assert_eq!(sets(&services), ["one: users", "two/prisma: posts"]);
    // Settings beside the schema's folder reach as far as what they name.
    let apart = [
        ("config/prisma.config.ts", "export default { schema: '../prisma/schema.prisma' };\n"),
        ("prisma/schema.prisma", &*whole),
        ("prisma/old/schema.prisma", &*other),
    ];
    assert_eq!(sets(&apart), ["config: users"]);
    // Those of a whole package leave nothing beside.
    let root =
        [("prisma.config.ts", config), ("prisma/schema.prisma", &*whole), ("old/schema.prisma", &*other)];
    assert_eq!(sets(&root), ["prisma: users"]);
}
