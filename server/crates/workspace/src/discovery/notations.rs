//! Schemas in languages that mostly document a schema which is written elsewhere: they count only where there is no
//! other.
//!
//! Diagrams are left to stories and to `schemark.toml`: what a diagram shows is no promise of what a database holds.

use std::collections::BTreeMap;

use schema::dialects::Dialect;

use super::kinds::{Kinds, is_archived};
use super::{Files, SetPlan};
use crate::path::RelPath;

/// One set per folder: files of one folder know each other.
pub(super) fn find(files: &Files<'_>, kinds: &Kinds) -> Vec<SetPlan> {
    let mut folders: BTreeMap<&str, Vec<RelPath>> = BTreeMap::new();
    let is_notation = |path: &RelPath| Dialect::of_extension(&path.extension()) == Some(Dialect::Dbml);
    for path in files.paths.iter().filter(|it| is_notation(it) && kinds.may_hold_schema(it)) {
        if !is_archived(path) {
            folders.entry(path.folder()).or_default().push(path.clone());
        }
    }
    let sets = folders.into_iter().map(|(folder, roots)| {
        let name = if folder.is_empty() { "." } else { folder };
        SetPlan { name: name.to_owned(), dialect: Some(Dialect::Dbml), roots, ..SetPlan::default() }
    });
    sets.collect()
}

#[cfg(test)]
mod tests {
    use crate::store::Store;

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

    const USERS: &str = "Table users {\n  id int [pk]\n}\n";

    #[test]
    fn a_notation_is_a_schema_where_there_is_no_other() {
        assert_eq!(sets(&[("docs/db.dbml", USERS), ("README.md", "")]), ["docs: users"]);
        let posts = "Table posts {\n  author int [ref: > users.id]\n}\n";
        assert_eq!(sets(&[("db/a.dbml", USERS), ("db/b.dbml", posts)]), ["db: users posts"]);
        assert_eq!(sets(&[("archive/a.dbml", USERS)]), [""; 0]);
    }

    #[test]
    fn beside_another_schema_it_documents_that() {
        let sql = "create table orders (id bigint primary key);";
        assert_eq!(
            sets(&[("docs/db.dbml", USERS), ("db/migrations/001_init.sql", sql)]),
            ["db/migrations: orders"]
        );
    }

    #[test]
    fn a_diagram_is_no_schema_of_its_own() {
        assert_eq!(sets(&[("docs/db.mmd", "erDiagram\n  users {\n    int id PK\n  }\n")]), [""; 0]);
    }

    #[test]
    fn what_the_configuration_names_is_one() {
        let config = "[[schema]]\nfiles = [\"docs/db.mmd\"]\n";
        let diagram = "erDiagram\n  users {\n    int id PK\n  }\n";
        assert_eq!(sets(&[("docs/db.mmd", diagram), ("schemark.toml", config)]), ["docs: users"]);
    }
}
