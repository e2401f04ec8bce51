//! Tables and enums added to files of many kinds of houses.

use expect_test::expect;

use super::{column, ident, shows};
use crate::dialects::drizzle::write::{RelationDraft, Scope, Style, Target, add_relation, insert};
use crate::dialects::{Casing, Dialect, Linking, Module, Order, link};
use crate::model::{Action, Column, Declarations, Enum, ForeignKey, PrimaryKey, RelationKind, Table};
use crate::types::ColumnType;

/// What the files declare together; each names the others by `./` and its number.
fn around(sources: &[&str]) -> Declarations {
    let modules: Vec<Module> = sources.iter().map(|it| Module::read(Dialect::Drizzle, it)).collect();
    link(&Linking {
        roots: (0..modules.len()).map(|it| text::FileId(it as u32)).collect(),
        module: &|file| modules.get(file.0 as usize),
        resolve: &|_, specifier| Some(text::FileId(specifier.strip_prefix("./")?.parse().ok()?)),
        casing: Casing::Preserve,
        order: Order::Listed, database: None,
    })
}

/// A table of comments on posts, with an enum.
fn addition(posts: &str) -> Declarations {
    let state = Column {
        ty: ColumnType { canonical: "state".into(), written: String::new(), enumeration: Some("state".into()) },
        ..column("state", "state", "state", Some(false))
    };
    let table = Table {
        name: ident("comments"),
        key: ident("comments"),
        complete: true,
        columns: vec![
            column("id", "id", "uuid", Some(false)),
            column("postId", "post_id", "integer", Some(false)),
            column("body", "body", "text", Some(true)),
            state,
        ],
        primary_key: Some(PrimaryKey { columns: vec!["id".into()], ..PrimaryKey::default() }),
        foreign_keys: vec![ForeignKey {
            columns: vec!["post_id".into()],
            table: ident(posts),
            references: vec!["id".into()],
            on_delete: Some(Action::Cascade),
            known: true,
            ..ForeignKey::default()
        }],
        ..Table::default()
    };
    let state = Enum {
        name: ident("state"),
        values: vec![ident("open"), ident("closed")],
        complete: true,
        ..Enum::default()
    };
    Declarations { tables: vec![table], enums: vec![state], ..Declarations::default() }
}

fn inserted(sources: &[&str], posts: &str) -> String {
    let edits = insert(sources[0], &addition(posts), &around(sources));
    edits.map_or_else(|| "nothing".to_owned(), |it| it.apply(sources[0]))
}

#[test]
fn a_house_with_a_creator_gets_a_table_by_its_creator() {
    let source = "import { pgTableCreator } from \"drizzle-orm/pg-core\";

export const createTable = pgTableCreator((name) => `shop_${name}`);

export const posts = createTable(\"post\", (d) => ({
  id: d.integer().primaryKey().generatedByDefaultAsIdentity(),
  name: d.varchar({ length: 256 }),
}));
";
    shows(&inserted(&[source], "shop_post"), &expect![[r#"
        import { pgTableCreator, pgEnum } from "drizzle-orm/pg-core";

        export const createTable = pgTableCreator((name) => `shop_${name}`);

        export const posts = createTable("post", (d) => ({
          id: d.integer().primaryKey().generatedByDefaultAsIdentity(),
          name: d.varchar({ length: 256 }),
        }));

        export const stateEnum = pgEnum("state", ["open", "closed"]);

        export const comments = createTable("comments", (d) => ({
          id: d.uuid().primaryKey(),
          postId: d.integer("post_id")
            .notNull()
            .references(() => posts.id, { onDelete: "cascade" }),
          body: d.text(),
          state: stateEnum().notNull(),
        }));
    "#]]);
}

#[test]
fn a_creator_from_elsewhere_is_used_as_it_is_imported() {
    let source = "import { integer } from 'drizzle-orm/pg-core'
import { createTable } from './1'

export const posts = createTable('post', { id: integer('id').primaryKey() })
";
    let creator = "import { pgTableCreator } from 'drizzle-orm/pg-core';
export const createTable = pgTableCreator((name) => `app_${name}`);
";
    shows(&inserted(&[source, creator], "app_post"), &expect![[r#"
        import { integer, pgEnum, text, uuid } from 'drizzle-orm/pg-core'
        import { createTable } from './1'

        export const posts = createTable('post', { id: integer('id').primaryKey() })

        export const stateEnum = pgEnum('state', ['open', 'closed'])

        export const comments = createTable('comments', {
          id: uuid('id').primaryKey(),
          postId: integer('post_id')
            .notNull()
            .references(() => posts.id, { onDelete: 'cascade' }),
          body: text('body'),
          state: stateEnum('state').notNull(),
        })
    "#]]);
}

#[test]
fn a_target_beside_an_imported_one_is_imported_from_there() {
    let source = "import { integer, pgTable } from 'drizzle-orm/pg-core';
import { users } from './1';

export const likes = pgTable('likes', { user: integer('user').references(() => users.id) });
";
    let other = "import { integer, pgTable } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: integer('id').primaryKey() });
export const posts = pgTable('posts', { id: integer('id').primaryKey() });
";
    let lone = "import { pgTable } from 'drizzle-orm/pg-core';
export const notes = pgTable('notes', {});
";
    let far = "import { integer, pgTable } from 'drizzle-orm/pg-core';
export const far = pgTable('far', { id: integer('id').primaryKey() });
";
    shows(
        &[inserted(&[source, other], "posts"), inserted(&[lone, far], "far")].join("---\n"),
        &expect![[r#"
            import { integer, pgEnum, pgTable, text, uuid } from 'drizzle-orm/pg-core';
            import { users, posts } from './1';

            export const likes = pgTable('likes', { user: integer('user').references(() => users.id) });

            export const stateEnum = pgEnum('state', ['open', 'closed']);

            export const comments = pgTable('comments', {
              id: uuid('id').primaryKey(),
              postId: integer('post_id').notNull().references(() => posts.id, { onDelete: 'cascade' }),
              body: text('body'),
              state: stateEnum('state').notNull(),
            });
            ---
            nothing"#]],
    );
}

#[test]
fn tables_of_a_named_schema_are_made_by_its_constant() {
    let source = "import { integer, pgSchema } from 'drizzle-orm/pg-core';

export const blog = pgSchema('blog');
export const posts = blog.table('posts', { id: integer('id').primaryKey() });
";
    let mut more = addition("posts");
    more.enums.clear();
    for table in &mut more.tables {
        table.columns.pop();
        table.schema = Some("blog".into());
        table.foreign_keys[0].table_schema = Some("blog".into());
    }
    let edits = insert(source, &more, &around(&[source])).expect("it can be said");
    shows(&edits.apply(source), &expect![[r#"
        import { integer, pgSchema, text, uuid } from 'drizzle-orm/pg-core';

        export const blog = pgSchema('blog');
        export const posts = blog.table('posts', { id: integer('id').primaryKey() });

        export const comments = blog.table('comments', {
          id: uuid('id').primaryKey(),
          postId: integer('post_id')
            .notNull()
            .references(() => posts.id, { onDelete: 'cascade' }),
          body: text('body'),
        });
    "#]]);
}

#[test]
fn half_typed_files_do_not_break_an_insertion() {
    let whole = "import { pgTableCreator } from 'x';\nexport const t = pgTableCreator((n) => `a_${n}`);\nexport const posts = t('post', (d) => ({ id: d.integer() }), (t) => [index('a').on(t.id)]);\n";
    for end in 0..=whole.len() {
        let source = &whole[..end];
        let _ = insert(source, &addition("a_post"), &around(&[source]));
    }
}

#[test]
fn the_other_side_of_a_relation_joins_those_of_its_table() {
    let columns = [("id".to_owned(), "id".to_owned())].into();
    let target = |key: &str, module: Option<&str>| Target {
        key: key.to_owned(),
        module: module.map(str::to_owned),
        columns: std::collections::BTreeMap::clone(&columns),
    };
    let mut scope = Scope::default();
    scope.tables.insert("posts".to_owned(), target("posts", None));
    scope.tables.insert("comments".to_owned(), target("comments", Some("./comments")));
    let draft = RelationDraft {
        name: "comments".to_owned(),
        kind: RelationKind::Many,
        to: "comments".to_owned(),
        ..RelationDraft::default()
    };
    let with = |source: &str| {
        let edits = add_relation(source, "posts", &draft, &scope, &Style::of(source));
        edits.map_or_else(|| "nothing\n".to_owned(), |it| it.apply(source))
    };
    let first = "import { relations } from 'drizzle-orm';
export const postsRelations = relations(posts, ({ one }) => ({
  author: one(users, { fields: [posts.authorId], references: [users.id] }),
}));
";
    let empty = "import { relations } from 'drizzle-orm';\nexport const postsRelations = relations(posts, () => ({}));\n";
    let both = "export const relations = defineRelations(schema, (r) => ({
  posts: {
    author: r.one.users({ from: r.posts.authorId, to: r.users.id }),
  },
}));
";
    let there = "export const a = relations(posts, ({ many }) => ({ comments: many(comments) }));\n";
    let other = "export const a = relations(users, ({ many }) => ({ posts: many(posts) }));\n";
    shows(
        &[with(first), with(empty), with(both), with(there), with(other)].join("---\n"),
        &expect![[r#"
            import { relations } from 'drizzle-orm';
            import { comments } from './comments';
            export const postsRelations = relations(posts, ({ one, many }) => ({
              author: one(users, { fields: [posts.authorId], references: [users.id] }),
              comments: many(comments),
            }));
            ---
            import { relations } from 'drizzle-orm';
            import { comments } from './comments';
            export const postsRelations = relations(posts, ({ many }) => ({
              comments: many(comments),
            }));
            ---
            export const relations = defineRelations(schema, (r) => ({
              posts: {
                author: r.one.users({ from: r.posts.authorId, to: r.users.id }),
                comments: r.many.comments(),
              },
            }));
            ---
            nothing
            ---
            nothing
        "#]],
    );
    for end in 0..=first.len() {
        let _ = with(&first[..end]);
    }
}
