//! `schemark convert`: what is written where, what is said beside it, and what it refuses.

use schemark_tests::Shop;

const DRIZZLE: &str = r"
//- drizzle.config.ts
export default { schema: './schema.ts', dialect: 'postgresql' };
//- schema.ts
import { index, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

export const users = pgTable('users', {
  id: text('id').primaryKey().$defaultFn(() => createId()),
  email: text('email').notNull().unique(),
  createdAt: timestamp('created_at', { withTimezone: true }).defaultNow().notNull(),
});

export const posts = pgTable('posts', {
  id: text('id').primaryKey(),
  author: text('author').notNull().references(() => users.id, { onDelete: 'cascade' }),
}, (t) => [index('posts_author_idx').on(t.author)]);
";

const SQL: &str = "\
CREATE TABLE users (
  id text PRIMARY KEY,
  email text NOT NULL UNIQUE,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE posts (
  id text PRIMARY KEY,
  author text NOT NULL REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX posts_author_idx ON posts (author);
";

#[test]
fn a_schema_is_written_in_another_language() {
    let run = Shop::new(DRIZZLE).run(&["convert", "--to", "sql"]);
    assert_eq!((run.out.as_str(), run.code), (SQL, 0), "{}", run.err);
    assert!(run.err.contains("left out: default "), "{}", run.err);
    assert!(run.err.contains(" of `users.id`: the application gives it\n"), "{}", run.err);
}

#[test]
fn migrations_become_what_they_lead_to() {
    let shop = Shop::new(
        "//- migrations/0001_users.sql\ncreate table users (id int primary key, nam text);\n\
         //- migrations/0002_name.sql\nalter table users rename column nam to name;\n\
         alter table users alter column name set not null;\n",
    );
    let run = shop.run(&["convert", "--to", "sql"]);
    assert_eq!(run.out, "CREATE TABLE users (\n  id integer PRIMARY KEY,\n  name text NOT NULL\n);\n");
    assert_eq!((run.err.as_str(), run.code), ("", 0));
}

#[test]
fn a_file_that_is_there_is_replaced_only_by_force() {
    let shop = Shop::new(DRIZZLE);
    let run = shop.run(&["convert", "--to", "sql", "--write", "out/schema.sql"]);
    assert_eq!((run.out.as_str(), run.code), ("", 0), "{}", run.err);
    assert!(run.err.ends_with("created out/schema.sql\n"), "{}", run.err);
    assert_eq!(shop.read("out/schema.sql"), SQL);

    std::fs::write(shop.path().join("out/schema.sql"), "-- mine\n").expect("it can be written");
    let run = shop.run(&["convert", "--to", "sql", "--write", "out/schema.sql", "schema.ts"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("out/schema.sql is there already; --force replaces it"), "{}", run.err);
    assert_eq!(shop.read("out/schema.sql"), "-- mine\n");

    let run = shop.run(&["convert", "--to", "sql", "--write", "out/schema.sql", "--force", "schema.ts"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.ends_with("changed out/schema.sql\n"), "{}", run.err);
    assert_eq!(shop.read("out/schema.sql"), SQL);
}

#[test]
fn of_several_schemas_one_is_chosen() {
    let shop = Shop::new(
        "//- one/drizzle.config.ts\nexport default { schema: './schema.ts' };\n\
         //- one/schema.ts\nimport { pgTable, text } from 'drizzle-orm/pg-core';\n\
         export const a = pgTable('a', { id: text('id') });\n\
         //- two/prisma/schema.prisma\ndatasource db {\n  provider = \"postgresql\"\n}\nmodel B {\n  id Int @id\n}\n",
    );
    let run = shop.run(&["convert", "--to", "sql"]);
    assert_eq!((run.out.as_str(), run.code), ("", 2));
    assert!(run.err.contains("there are several schemas, choose one with --set"), "{}", run.err);
    let name = |file: &str| {
        let line = run.err.lines().find(|it| it.ends_with(&format!("{file})"))).expect("it is listed");
        line.trim().split(" (").next().unwrap_or_default().to_owned()
    };
    let (one, two) = (name("one/schema.ts"), name("two/prisma/schema.prisma"));
    let table = |arguments: &[&str]| {
        let run = shop.run(&[&["convert", "--to", "sql"], arguments].concat());
        assert_eq!(run.code, 0, "{arguments:?}: {}", run.err);
        run.out.lines().next().unwrap_or_default().to_owned()
    };
    assert_eq!(table(&["--set", &one]), "CREATE TABLE a (");
    assert_eq!(table(&["--set", &two]), "CREATE TABLE \"B\" (");
    assert_eq!(table(&["one"]), "CREATE TABLE a (");
    assert_eq!(table(&["two/prisma/schema.prisma"]), "CREATE TABLE \"B\" (");

    let run = shop.run(&["convert", "--to", "sql", "--set", "three"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("no schema is called three; there are:"), "{}", run.err);
}

#[test]
fn a_broken_file_gives_what_is_whole_and_says_the_rest() {
    let shop = Shop::new(
        "//- schema.prisma\ndatasource db {\n  provider = \"postgresql\"\n}\n\n\
         model users {\n  id Int @id\n}\n\nmodel posts {\n  id Int @id\n  title Str\n\n\
         model notes {\n  id Int @id\n}\n",
    );
    let run = shop.run(&["convert", "--to", "sql"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("CREATE TABLE users ("), "{}", run.out);
    assert!(run.out.contains("CREATE TABLE notes ("), "{}", run.out);
    assert!(run.err.contains("unknown: "), "{}", run.err);
    assert!(run.err.contains(" (schema.prisma:"), "{}", run.err);
    assert!(run.err.contains("left out: columns of `posts` that are not known\n"), "{}", run.err);
}

#[test]
fn what_cannot_be_converted_says_why_and_exits_with_2() {
    let empty = Shop::new("//- docs/story.md\n# Nothing\n");
    for (arguments, why) in [
        (&["convert", "--to", "sql"] as &[&str], "there is no schema in ."),
        (&["convert", "--to", "sql", "docs"], "docs holds no schema"),
        (&["convert", "--to", "sql", "nowhere"], "cannot read nowhere"),
        (&["convert", "--to", "cobol"], "invalid value 'cobol'"),
        (&["convert", "--to", "sql", "--force"], "--write"),
        (&["convert"], "--to"),
    ] {
        let run = empty.run(arguments);
        assert_eq!((run.out.as_str(), run.code), ("", 2), "{arguments:?}: {}", run.err);
        assert!(run.err.contains(why), "{arguments:?}: {}", run.err);
    }
}

#[test]
fn a_file_that_belongs_to_no_schema_is_converted_by_its_name() {
    let shop = Shop::new(
        "//- migrations/0001_users.sql\ncreate table users (id int primary key);\n\
         //- docs/db.dbml\nTable posts {\n  id int [pk]\n}\n\
         //- docs/db.mmd\nerDiagram\n  notes {\n    int id PK\n  }\n\
         //- docs/old.sql\ncreate table visits (id int primary key);\n",
    );
    for (file, table) in [("docs/db.dbml", "posts"), ("docs/db.mmd", "notes"), ("docs/old.sql", "visits")] {
        let run = shop.run(&["convert", "--to", "sql", file]);
        assert_eq!(run.code, 0, "{}", run.err);
        assert!(run.out.starts_with(&format!("CREATE TABLE {table} (")), "{}", run.out);
    }
    let run = shop.run(&["convert", "--to", "sql"]);
    assert!(run.out.starts_with("CREATE TABLE users ("), "{}", run.out);
}

#[test]
fn a_folder_is_no_file_to_write() {
    for arguments in [
        &["convert", "--to", "sql", "--write", "."] as &[&str],
        &["convert", "--to", "sql", "--write", ".", "--force"],
    ] {
        let run = Shop::new(DRIZZLE).run(arguments);
        assert_eq!((run.out.as_str(), run.code), ("", 2));
        assert!(run.err.contains(". is a folder; a file is wanted"), "{}", run.err);
    }
}

#[test]
fn another_kind_of_database_is_not_written() {
    let shop = Shop::new(
        "//- schema.prisma\ndatasource db {\n  provider = \"mongodb\"\n}\n\nmodel A {\n  id String @id @map(\"_id\")\n}\n",
    );
    for language in ["sql", "drizzle", "prisma"] {
        let run = shop.run(&["convert", "--to", language]);
        assert_eq!((run.out.as_str(), run.code), ("", 2), "{}", run.err);
        assert!(
            run.err.contains("left out: all tables: `mongodb` is another kind of database\n"),
            "{}",
            run.err
        );
    }
}
