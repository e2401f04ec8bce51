//! What the reader makes of schemas.

use super::super::{Casing, Dialect, Linking, Module as AnyModule};
use super::*;
use crate::model::{Action, DefaultValue, IndexPart, Table};

/// Links the fixture's files (`//- path` starts one), all of them roots.
fn declared(fixture: &str) -> Declarations {
    declared_with(fixture, Casing::Preserve)
}

fn declared_with(fixture: &str, casing: Casing) -> Declarations {
    let mut files: Vec<(String, AnyModule)> = Vec::new();
    for file in fixture.split("//- ").skip(1) {
        let (path, source) = file.split_once('\n').unwrap();
        files.push((path.trim().to_owned(), AnyModule::read(Dialect::Drizzle, source)));
    }
    let id = |index: usize| FileId(u32::try_from(index).unwrap());
    let module = |file: FileId| files.get(file.0 as usize).map(|(_, module)| module);
    let resolve = |_: FileId, specifier: &str| {
        let name = specifier.strip_prefix("./")?;
        let candidates = [name.to_owned(), format!("{name}.ts"), format!("{name}/index.ts")];
        files.iter().position(|(path, _)| candidates.contains(path)).map(id)
    };
    let roots = (0..files.len()).map(id).collect();
    link(&Linking { roots, module: &module, resolve: &resolve, casing })
}

fn table<'a>(declarations: &'a Declarations, name: &str) -> &'a Table {
    declarations.tables.iter().find(|it| it.name.text == name).unwrap()
}

#[test]
fn a_plain_table_is_read_with_columns_keys_and_references() {
    let found = declared(
        r#"//- schema.ts
import { pgTable, text, uuid, varchar, timestamp, index, uniqueIndex } from 'drizzle-orm/pg-core';
import { sql } from 'drizzle-orm';

/** People who sign in. */
export const users = pgTable('users', {
  id: uuid('id').primaryKey().defaultRandom(),
  email: varchar('email', { length: 255 }).notNull().unique(),
  createdAt: timestamp('created_at', { withTimezone: true }).defaultNow().notNull(), // when they signed up
});

export const posts = pgTable('posts', {
  id: uuid('id').primaryKey(),
  authorId: uuid('author_id').notNull().references(() => users.id, { onDelete: 'cascade' }),
  title: text('title').notNull().default('untitled'),
}, (table) => [
  index('posts_author_idx').on(table.authorId),
  uniqueIndex('posts_title_idx').on(sql`lower(${table.title})`).where(sql`${table.title} <> ''`),
]);
"#,
    );
    assert_eq!(found.unknowns, Vec::new());
    let users = table(&found, "users");
    assert!(users.complete && users.exported);
    assert_eq!(users.doc.as_deref(), Some("People who sign in."));
    let spelled: Vec<_> = users
        .columns
        .iter()
        .map(|it| (it.name.text.as_str(), it.ty.canonical.as_str(), it.nullable))
        .collect();
    assert_eq!(
        spelled,
        [
            ("id", "uuid", Some(false)),
            ("email", "character varying(255)", Some(false)),
            ("created_at", "timestamp with time zone", Some(false)),
        ]
    );
    assert_eq!(users.columns[2].key.text, "createdAt");
    assert_eq!(users.columns[2].doc.as_deref(), Some("when they signed up"));
    assert_eq!(users.columns[0].default, DefaultValue::Database("gen_random_uuid()".into()));
    assert_eq!(users.uniques[0].columns, ["email"]);
    assert_eq!(users.primary_key.as_ref().unwrap().columns, ["id"]);
    let posts = table(&found, "posts");
    let key = &posts.foreign_keys[0];
    assert_eq!(
        (key.table.text.as_str(), &key.references[..], key.on_delete),
        ("users", &["id".to_owned()][..], Some(Action::Cascade))
    );
    assert_eq!(posts.indexes[0].parts, [IndexPart::Column("author_id".into())]);
    assert_eq!(posts.indexes[1].parts, [IndexPart::Expression("lower(title)".into())]);
    assert_eq!(posts.indexes[1].predicate.as_deref(), Some("title <> ''"));
    assert_eq!(posts.columns[2].default, DefaultValue::Database("'untitled'".into()));
}
