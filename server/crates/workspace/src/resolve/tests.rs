//! Which file an import names.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Resolver;
use crate::discovery::Files;
use crate::path::RelPath;
use crate::store::Store;

/// The file that `specifier` in `from` leads to, among `files`.
fn resolve(files: &[(&str, &str)], from: &str, specifier: &str) -> Option<String> {
    let snapshot = Store::from_files(files).snapshot();
    let paths: BTreeSet<RelPath> = files.iter().filter_map(|it| RelPath::new(it.0)).collect();
    let document = |path: &RelPath| snapshot.document(snapshot.file_at(0, path)?).cloned();
    let files = Files { paths: &Arc::new(paths), document: &document, scanned: &BTreeMap::new(), gaps: &[] };
    let from = RelPath::new(from).expect("inside");
    Resolver::new(&files).resolve(&from, specifier).map(|it| it.to_string())
}

#[test]
fn relative_imports_find_sources_with_any_ending_and_folders() {
    let files = [("db/a.ts", ""), ("db/users/index.ts", ""), ("db/users.ts", ""), ("db/b.mts", "")];
    assert_eq!(resolve(&files, "db/index.ts", "./a").as_deref(), Some("db/a.ts"));
    assert_eq!(resolve(&files, "db/index.ts", "./a.js").as_deref(), Some("db/a.ts"));
    assert_eq!(resolve(&files, "db/index.ts", "./b.mjs").as_deref(), Some("db/b.mts"));
    assert_eq!(resolve(&files, "db/index.ts", "./users").as_deref(), Some("db/users.ts"));
    assert_eq!(resolve(&files, "db/index.ts", "./users/").as_deref(), Some("db/users.ts"));
    assert_eq!(resolve(&files, "app/x.ts", "../db/users/index").as_deref(), Some("db/users/index.ts"));
    assert_eq!(resolve(&files, "db/index.ts", "./zebra"), None);
}

#[test]
fn an_import_never_leads_outside_of_the_root() {
    let files = [("db/a.ts", ""), ("tsconfig.json", r#"{"compilerOptions":{"paths":{"@/*":["../*"]}}}"#)];
    assert_eq!(resolve(&files, "db/a.ts", "../../other/secret"), None);
    assert_eq!(resolve(&files, "db/a.ts", "@/secret"), None);
}

#[test]
fn the_nearest_tsconfig_maps_paths_and_may_extend_another() {
    let files = [
        ("tsconfig.base.json", r#"{"compilerOptions":{"baseUrl":".","paths":{"~/*":["shared/*"]}}}"#),
        ("web/tsconfig.json", "{\"extends\":\"../tsconfig.base\", // inherits\n}"),
        (
            "api/tsconfig.json",
            r#"{"compilerOptions":{"paths":{"@/*":["./src/*"],"@/db":["./src/other.ts"]}}}"#,
        ),
        ("api/src/db.ts", ""),
        ("api/src/other.ts", ""),
        ("api/src/db/users.ts", ""),
        ("shared/ids.ts", ""),
    ];
    assert_eq!(resolve(&files, "api/src/x.ts", "@/db/users").as_deref(), Some("api/src/db/users.ts"));
    assert_eq!(resolve(&files, "api/src/x.ts", "@/db").as_deref(), Some("api/src/other.ts"));
    assert_eq!(resolve(&files, "web/x.ts", "~/ids").as_deref(), Some("shared/ids.ts"));
    assert_eq!(resolve(&files, "web/x.ts", "shared/ids").as_deref(), Some("shared/ids.ts"));
    assert_eq!(resolve(&files, "web/x.ts", "@/db"), None);
}

#[test]
fn a_tsconfig_that_extends_itself_many_times_ends() {
    let itself = format!("{{\"extends\":[{}]}}", vec!["\"./tsconfig.json\""; 100].join(","));
    let files = [("tsconfig.json", &*itself), ("a.ts", "")];
    assert_eq!(resolve(&files, "b.ts", "./a").as_deref(), Some("a.ts"));
}

#[test]
fn packages_of_the_workspace_lead_to_their_sources() {
    let files = [
        (
            "packages/db/package.json",
            r#"{"name":"@shop/db","exports":{".":{"types":"./dist/index.d.ts","default":"./dist/index.js"},"./t/*":"./src/tables/*.ts"}}"#,
        ),
        ("packages/db/src/index.ts", ""),
        ("packages/db/src/tables/users.ts", ""),
        (
            "packages/db-extra/package.json",
            r##"{"name":"@shop/db-extra","main":"index.ts","imports":{"#ids":"./ids.ts"}}"##,
        ),
        ("packages/db-extra/index.ts", ""),
        ("packages/db-extra/ids.ts", ""),
    ];
    assert_eq!(resolve(&files, "app/x.ts", "@shop/db").as_deref(), Some("packages/db/src/index.ts"));
    assert_eq!(
        resolve(&files, "app/x.ts", "@shop/db/t/users").as_deref(),
        Some("packages/db/src/tables/users.ts")
    );
    assert_eq!(resolve(&files, "app/x.ts", "@shop/db-extra").as_deref(), Some("packages/db-extra/index.ts"));
    assert_eq!(
        resolve(&files, "packages/db-extra/index.ts", "#ids").as_deref(),
        Some("packages/db-extra/ids.ts")
    );
    assert_eq!(resolve(&files, "app/x.ts", "drizzle-orm"), None);
}

#[test]
fn denos_import_map_counts() {
    let files =
        [("core/deno.json", r#"{"imports":{"@/":"./src/","std":"jsr:@std"}}"#), ("core/src/a.ts", "")];
    assert_eq!(resolve(&files, "core/src/b.ts", "@/a.ts").as_deref(), Some("core/src/a.ts"));
    assert_eq!(resolve(&files, "core/src/b.ts", "std"), None);
}
