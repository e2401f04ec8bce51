//! What a file is, and which schemas a workspace has.

use crate::document::FileKind;
use crate::snapshot::Snapshot;
use crate::store::Store;

const USERS: &str = "import { pgTable, text } from 'drizzle-orm/pg-core';\n\
    export const users = pgTable('users', { id: text('id').primaryKey(), firstName: text() });\n";
const ORDERS: &str = "import { pgTable, text } from 'drizzle-orm/pg-core';\n\
    export const orders = pgTable('orders', { id: text('id').primaryKey() });\n";

fn stories(snapshot: &Snapshot) -> Vec<&str> {
    let stories = snapshot.documents().filter(|it| it.kind() == FileKind::Story);
    stories.map(|it| it.path().as_str()).collect()
}

/// Each set as "name: tables".
fn sets(files: &[(&str, &str)]) -> Vec<String> {
    sets_of(&Store::from_files(files).snapshot())
}

fn sets_of(snapshot: &Snapshot) -> Vec<String> {
    let sets = snapshot.roots()[0].model.sets.iter();
    sets.map(|set| {
        let tables: Vec<&str> = set.declarations.tables.iter().map(|it| &*it.name.text).collect();
        format!("{}: {}", set.name, tables.join(" "))
    })
    .collect()
}

#[test]
fn stories_are_markdown_files_but_not_tools_and_housekeeping() {
    let yes = [
        ".agent-os/specs/2025-01-01-shop/spec.md",
        ".kiro/specs/shop/design.md",
        ".kiro/steering/tech.md",
        ".planning/ROADMAP.md",
        ".taskmaster/docs/prd.md",
        "README.md",
        "docs/billing-implementation-checklist.md",
        "docs/prd/epic-1.md",
        "docs/product/epics/billing.md",
        "docs/product/user-stories/billing/pay.md",
        "docs/stories/1.1.md",
        "openspec/changes/archive/x/spec.md",
        "specs/001-shop/data-model.md",
    ];
    let no = [
        ".agent-os/instructions/plan.md",
        ".aios-core/development/tasks/db.md",
        ".bmad-core/tasks/shard.md",
        ".bmad-game-pack/tasks/level.md",
        ".claude/agents/dev.md",
        ".cursor/rules/a.md",
        ".specify/templates/spec-template.md",
        ".taskmaster/rules/database.md",
        "CHANGELOG.md",
        "LICENSE.md",
        "_bmad/x.md",
        "docs/checklists/release.md",
        "docs/release-checklist.md",
        "node_modules/x/README.md",
        "docs/story-template.md",
    ];
    let files: Vec<(&str, &str)> = yes.iter().chain(&no).map(|it| (*it, "")).collect();
    let snapshot = Store::from_files(&files).snapshot();
    assert_eq!(stories(&snapshot), yes);
    let archived: Vec<&str> =
        snapshot.documents().filter(|it| it.is_archived()).map(|it| it.path().as_str()).collect();
    assert_eq!(archived, ["openspec/changes/archive/x/spec.md"]);
}

#[test]
fn the_configuration_says_which_files_are_stories() {
    let config = "stories = ['specs', 'docs/*.story.md']\nexclude = ['specs/old']";
    let snapshot = Store::from_files(&[
        ("schemark.toml", config),
        ("README.md", ""),
        ("docs/a.story.md", ""),
        ("specs/a.md", ""),
        ("specs/old/b.md", ""),
    ])
    .snapshot();
    assert_eq!(stories(&snapshot), ["docs/a.story.md", "specs/a.md"]);
}

#[test]
fn drizzle_config_names_the_schema_by_file_glob_or_folder() {
    let config = |schema: &str| format!("export default {{ dialect: 'postgresql', schema: {schema} }};");
    let file = config("'./src/db/schema.ts'");
    let files = [("drizzle.config.ts", &*file), ("src/db/schema.ts", USERS), ("src/old.ts", ORDERS)];
    assert_eq!(sets(&files), ["src/db: users"]);

    let globs = config("['./src/**/*.table.ts', './src/auth']");
    let files = [
        ("api/drizzle.config.ts", &*globs),
        ("api/src/a/users.table.ts", USERS),
        ("api/src/a/users.table.test.ts", USERS),
        ("api/src/auth/orders.ts", ORDERS),
        ("api/src/auth/deep/more.ts", ORDERS),
    ];
    assert_eq!(sets(&files), ["api: users orders"]);
}

#[test]
fn two_configs_of_one_schema_make_one_set() {
    let config = "export default { dialect: 'postgresql', schema: './schema.ts' };";
    let files = [("drizzle.config.ts", config), ("drizzle-prod.config.ts", config), ("schema.ts", USERS)];
    assert_eq!(sets(&files), [".: users"]);
}

#[test]
fn a_config_for_one_stage_is_a_config() {
    let config = "export default { dialect: 'postgresql', schema: './schema.ts' };";
    assert_eq!(
        sets(&[("drizzle.config.prod.ts", config), ("schema.ts", USERS), ("auth-schema.ts", ORDERS)]),
        [".: users"]
    );
    let test = ("drizzle.config.test.ts", config);
    assert_eq!(sets(&[test, ("schema.ts", USERS), ("auth-schema.ts", ORDERS)]), [".: orders users"]);
}

#[test]
fn without_a_config_copies_of_a_table_are_one() {
    let table = |name: &str, columns: &str| {
        format!(
            "import {{ pgTable, text }} from 'drizzle-orm/pg-core';\nexport const {name} = pgTable('{name}', {{ {columns} }});\n"
        )
    };
    let (users, older) = (table("users", "id: text(), email: text()"), table("users", "id: text()"));
    let extra = format!("{users}{}", table("extra", "id: text()"));
    let files = [
        ("drizzle/meta/_journal.json", "{}"),
        ("drizzle/schema.ts", &*extra),
        ("src/db/schema.ts", &*users),
        ("z/auth-schema.ts", &*users),
    ];
    assert_eq!(sets(&files), [".: users extra"]);
    let snapshot = Store::from_files(&files).snapshot();
    let document =
        |it: &str| snapshot.roots()[0].model.tables().find(|table| table.name.text == it).unwrap().place.file;
    assert_ne!(document("users"), document("extra"), "what drizzle-kit pulled counts least");
    let complete = |files: &[(&str, &str)]| {
        Store::from_files(files).snapshot().roots()[0].model.tables().next().unwrap().complete
    };
    assert!(complete(&files));
    // Which of two that differ is right nobody knows.
    assert!(!complete(&[("src/db/schema.ts", &users), ("auth-schema.ts", &older)]));
    // What settings name is meant.
    let config = "export default { dialect: 'postgresql', schema: ['./a.ts', './b.ts'] };";
    assert_eq!(
        sets(&[("drizzle.config.ts", config), ("a.ts", &users), ("b.ts", &older)]),
        [".: users users"]
    );
}

#[test]
fn the_casing_of_the_config_names_columns() {
    let config = "export default { dialect: 'postgresql', schema: './schema.ts', casing: 'snake_case' };";
    let snapshot = Store::from_files(&[("drizzle.config.ts", config), ("schema.ts", USERS)]).snapshot();
    let table = snapshot.roots()[0].model.tables().next().expect("one table");
    assert_eq!(table.columns[1].name.text, "first_name");
}

#[test]
fn without_a_config_each_package_with_tables_is_a_set() {
    let files = [
        ("package.json", "{}"),
        ("packages/a/package.json", "{}"),
        ("packages/a/src/users.ts", USERS),
        ("packages/b/package.json", "{}"),
        ("packages/b/orders.ts", ORDERS),
        ("packages/b/tests/users.ts", USERS),
        ("packages/b/_backup_2025/users.ts", USERS),
        ("packages/b/app.ts", "export const pgTable = 1;"),
    ];
    assert_eq!(sets(&files), ["packages/a: users", "packages/b: orders"]);
}

#[test]
fn schemark_toml_wins_over_everything() {
    let files = [
        ("schemark.toml", "[[schema]]\nname = 'shop'\nfiles = ['db']"),
        ("drizzle.config.ts", "export default { dialect: 'postgresql', schema: './other.ts' };"),
        ("db/users.ts", USERS),
        ("other.ts", ORDERS),
    ];
    assert_eq!(sets(&files), ["shop: users"]);
}

#[test]
fn helpers_are_followed_across_files_and_only_inside() {
    let users = "import { pgTable, text } from 'drizzle-orm/pg-core';\nimport { times } from '@/times';\n\
        export const users = pgTable('users', { id: text('id'), ...times });\n";
    let times = "import { text } from 'drizzle-orm/pg-core';\nexport const times = { made: text('made') };\n";
    let files = [
        ("drizzle.config.ts", "export default { dialect: 'postgresql', schema: './db/users.ts' };"),
        ("tsconfig.json", r#"{"compilerOptions":{"paths":{"@/*":["./lib/*"]}}}"#),
        ("db/users.ts", users),
        ("lib/times.ts", times),
        ("lib/unused.ts", times),
    ];
    let snapshot = Store::from_files(&files).snapshot();
    let table = snapshot.roots()[0].model.tables().next().expect("one table");
    assert!(table.complete);
    assert_eq!(table.columns.iter().map(|it| &*it.name.text).collect::<Vec<_>>(), ["id", "made"]);
    let schemas = snapshot.documents().filter(|it| matches!(it.kind(), FileKind::Schema(_)));
    assert_eq!(schemas.map(|it| it.path().as_str()).collect::<Vec<_>>(), ["db/users.ts", "lib/times.ts"]);
}

#[test]
fn a_schema_outside_of_the_workspace_is_not_read_and_leaves_all_unknown() {
    let snapshot = Store::from_files(&[
        (
            "drizzle.config.ts",
            "export default { dialect: 'postgresql', schema: ['../secret.ts', './a.ts'] };",
        ),
        ("a.ts", USERS),
    ])
    .snapshot();
    let root = &snapshot.roots()[0];
    assert_eq!(root.notes, ["drizzle.config.ts names ../secret.ts, which lies outside of the workspace"]);
    assert!(root.model.table("users").present().is_some());
    assert_eq!(root.model.table("orders"), crate::model::Presence::Unknown);
}

#[test]
fn a_config_that_cannot_be_evaluated_leaves_the_rest_unknown() {
    let snapshot = Store::from_files(&[
        ("drizzle.config.ts", "export default { dialect: 'postgresql', schema: process.env.SCHEMA };"),
        ("db/a.ts", USERS),
    ])
    .snapshot();
    let model = &snapshot.roots()[0].model;
    assert!(model.table("users").present().is_some());
    assert_eq!(model.table("orders"), crate::model::Presence::Unknown);
}

/// The schema files of the first root, by path.
fn schemas(files: &[(&str, &str)]) -> Vec<String> {
    let snapshot = Store::from_files(files).snapshot();
    assert!(files.is_empty() || snapshot.roots()[0].model.is_complete());
    assert_eq!(snapshot.roots()[0].model.table("nothing"), crate::model::Presence::Absent);
    let schemas = snapshot.documents().filter(|it| matches!(it.kind(), FileKind::Schema(_)));
    schemas.map(|it| it.path().to_string()).collect()
}

const RELATIONS: &str = "import { relations } from 'drizzle-orm';\nimport { users } from '.';\n\
    export const usersRelations = relations(users, ({ many }) => ({ friends: many(users) }));\n";

#[test]
fn barrels_and_relations_belong_to_the_tables_they_lead_to() {
    let files = [
        (
            "db/schema/_enums.ts",
            "import { pgEnum } from 'drizzle-orm/pg-core';\nexport const s = pgEnum('s', ['a']);\n",
        ),
        (
            "db/schema/index.ts",
            "export * from './_enums';\nexport * from './relations';\nexport { users } from './users';\n",
        ),
        ("db/schema/relations.ts", RELATIONS),
        ("db/schema/users.ts", USERS),
        (
            "db/types.ts",
            "import type { users } from './schema';\nexport type User = typeof users.$inferSelect;\n",
        ),
    ];
    assert_eq!(schemas(&files), files.map(|it| it.0));
    let snapshot = Store::from_files(&files).snapshot();
    let declarations = &snapshot.roots()[0].model.sets[0].declarations;
    assert_eq!((declarations.tables.len(), declarations.relations.len()), (1, 1));
    assert_eq!(declarations.unknowns, []);
}

#[test]
fn code_beside_tables_does_not_belong_to_them() {
    let barrel = "export * from './users.table';\nexport * from './users.service';\n";
    let client = "import { drizzle } from 'drizzle-orm/pg';\nimport * as schema from './users.table';\n\
        export const db = drizzle('x', { schema });\n";
    let files = [
        ("index.ts", "export * from './packages/a/users.table';\n"),
        ("package.json", "{}"),
        ("packages/a/client.ts", client),
        ("packages/a/index.ts", barrel),
        ("packages/a/more.ts", "export * from './index';\n"),
        ("packages/a/package.json", "{}"),
        ("packages/a/users.service.ts", "import { users } from './users.table';\nexport const x = users;\n"),
        ("packages/a/users.table.ts", USERS),
    ];
    assert_eq!(schemas(&files), ["packages/a/users.table.ts"]);
}

#[test]
fn a_barrel_that_also_makes_the_client_hides_no_table() {
    let index = "import { drizzle } from 'drizzle-orm/node-postgres';\nimport * as schema from './users';\n\
        export * from './users';\nexport const db = drizzle(process.env.URL!, { schema });\n";
    assert_eq!(schemas(&[("db/index.ts", index), ("db/users.ts", USERS)]), ["db/index.ts", "db/users.ts"]);
}

#[test]
fn a_barrel_comes_and_goes_with_what_it_exports() {
    let store = Store::from_files(&[("db/index.ts", ""), ("db/users.ts", USERS)]);
    let path = std::path::Path::new(Store::FIXTURE).join("db/index.ts");
    let kind = |store: &Store| {
        let snapshot = store.snapshot();
        store.file(&path).and_then(|it| Some(snapshot.document(it)?.kind()))
    };
    assert_eq!(kind(&store), None);
    store.open(&path, "export * from './users';\n", 1);
    assert!(matches!(kind(&store), Some(FileKind::Schema(_))));
    store.open(&path, "export * from './users';\nexport * from './other';\n", 2);
    assert!(matches!(kind(&store), Some(FileKind::Schema(_))));
    store.open(&path, "", 3);
    assert_eq!(kind(&store), Some(FileKind::Other));
    store.close(&path);
    assert_eq!(kind(&store), None);
}

/// Three databases in one folder, each with a config of its own.
const PER_DATABASE: &[(&str, &str)] = &[
    ("packages/db/package.json", r#"{ "name": "@shop/db" }"#),
    (
        "packages/db/configs/pg.config.ts",
        "import type { Config } from 'drizzle-kit';\nimport { CASING } from '@shop/core/casing';\n\
         export default { dialect: 'postgresql', schema: './schema', casing: CASING } satisfies Config;\n",
    ),
    (
        "packages/db/configs/lite.config.ts",
        "import type { Config } from 'drizzle-kit';\n\
         export default { dialect: 'sqlite', schema: './schema' } satisfies Config;\n",
    ),
    ("packages/db/configs/vitest.config.ts", "export default { external: ['drizzle-kit'] };"),
    ("packages/db/schema/pg.ts", USERS),
    (
        "packages/db/schema/lite.ts",
        "import { sqliteTable, text } from 'drizzle-orm/sqlite-core';\n\
         export const users = sqliteTable('users', { id: text('id').primaryKey(), lastName: text() });\n\
         export const notes = sqliteTable('notes', { id: text('id').primaryKey() });\n",
    ),
    (
        "packages/core/package.json",
        r#"{ "name": "@shop/core", "exports": { "./casing": "./src/casing.ts" } }"#,
    ),
    ("packages/core/src/casing.ts", "export const CASING: Casing = 'snake_case';\n"),
];

#[test]
fn a_config_of_any_name_has_the_tables_of_its_database() {
    let expected = ["packages/db/configs/lite: users notes", "packages/db/configs/pg: users"];
    assert_eq!(sets(PER_DATABASE), expected);
}

#[test]
fn a_config_may_import_how_columns_are_named() {
    let snapshot = Store::from_files(PER_DATABASE).snapshot();
    let names = snapshot.roots()[0].model.sets.iter().map(|set| {
        let columns = &set.declarations.tables[0].columns;
        columns.last().map(|it| it.name.text.clone()).unwrap_or_default()
    });
    assert_eq!(names.collect::<Vec<_>>(), ["lastName", "first_name"]);
}

#[test]
fn the_main_config_counts_before_its_variants() {
    let config = |rest: &str| format!("import 'drizzle-kit';\nexport default {{ schema: './db.ts'{rest} }};");
    let files = [
        ("db.ts", USERS),
        ("drizzle.config.ts", &*config("")),
        ("drizzle.config.prod.ts", &*config(", casing: 'snake_case'")),
        ("drizzle.config.test.ts", &*config(", casing: 'snake_case'")),
    ];
    let snapshot = Store::from_files(&files).snapshot();
    let sets = &snapshot.roots()[0].model.sets;
    assert_eq!(sets.len(), 1);
    assert_eq!(sets[0].declarations.tables[0].columns[1].name.text, "firstName");
}

#[test]
fn a_table_that_code_asks_a_hosted_database_for_may_be_there() {
    let code = "export const load = () => supabase.from('folders').select('*');";
    let package = r#"{"dependencies": {"@supabase/supabase-js": "2"}}"#;
    let files = |package: &'static str| {
        [
            ("package.json", package),
            ("src/store/vault.ts", code),
            ("supabase/migrations/1_a.sql", "create table a (id int);"),
        ]
    };
    let is_absent = |package, table: &str| {
        let snapshot = Store::from_files(&files(package)).snapshot();
        snapshot.roots()[0].model.table(table).is_absent()
    };
    assert!(!is_absent(package, "folders"));
    assert!(is_absent(package, "invoices"));
    assert!(is_absent("{}", "folders"));
}

#[test]
fn packs_for_agents_hold_no_stories() {
    let files = [
        ("crews/README.md", ""),
        ("crews/db/agents/sage.md", ""),
        ("crews/db/config.yaml", ""),
        ("crews/db/docs/guide.md", ""),
        ("crews/db/tasks/run.md", ""),
        ("docs/agents/a.md", ""),
    ];
    assert_eq!(stories(&Store::from_files(&files).snapshot()), ["crews/README.md", "docs/agents/a.md"]);
}
