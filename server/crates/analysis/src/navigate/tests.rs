//! What hover, definition, references and outlines give in a small workspace.

mod prisma;

use std::fmt::Write as _;

use expect_test::{Expect, expect};
use testkit::{Fixture, Loaded};
use text::{Encoding, Offset, Place};

use super::{Declaration, Symbol, definition, document_symbols, hover, references, workspace_symbols};

const HOUSE: &str = r#"
//- src/db/schema.ts
import { index, pgEnum, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { relations } from 'drizzle-orm';

export const roleEnum = pgEnum('role', ['admin', 'member']);

/** People who can sign in. */
export const users = pgTable('users', {
  id: uuid('id').primaryKey().defaultRandom(),
  email: text('email').notNull().unique(),
  role: roleEnum('role').notNull().default('member'),
});

export const orderItems = pgTable('order_items', {
  id: uuid('id').primaryKey(),
  userId: uuid('user_id').notNull().references(() => users.id, { onDelete: 'cascade' }),
}, (t) => [index('order_items_user_id_idx').on(t.userId)]);

export const orderItemsRelations = relations(orderItems, ({ one }) => ({
  user: one(users, { fields: [orderItems.userId], references: [users.id] }),
}));
//- docs/cart.md
# Cart

As a buyer, I want to see my order items, so that I can pay.

## Data

Each row of the `order_items` table belongs to one user: `order_items.user_id`.
The `users` table has an email.

- [x] Create the `users` table
"#;

fn shows(actual: &str, expected: &Expect) {
    expected.assert_eq(actual);
}

/// The workspace with a cursor where `mark` first occurs in the file at `path`, `into` bytes further.
fn at(path: &str, mark: &str, into: usize) -> (Loaded, text::FileId, Offset) {
    let loaded = Loaded::new(Fixture::parse(HOUSE));
    let file = loaded.file(path);
    let source = loaded.snapshot.document(file).expect("the fixture has it").source();
    let at = source.find(mark).expect("the mark is in the file") + into;
    (loaded, file, Offset::new(at))
}

fn card(path: &str, mark: &str, into: usize) -> String {
    let (loaded, file, at) = at(path, mark, into);
    hover(&loaded.snapshot, file, at).map_or_else(
        || "nothing".to_owned(),
        |(span, card)| {
            let source = loaded.snapshot.document(file).expect("hovered").source();
            format!("[{}]\n{card}", span.slice(&source))
        },
    )
}

fn places(loaded: &Loaded, places: &[Place]) -> String {
    let mut text = String::new();
    for place in places {
        let document = loaded.snapshot.document(place.file).expect("a place names a file");
        let line = document.text().position(place.span.start(), Encoding::Utf8);
        let what = document.text().slice(place.span).into_owned();
        let _ = writeln!(text, "{}:{}:{} {what}", document.path(), line.line + 1, line.column + 1);
    }
    text
}

#[test]
fn a_table_has_a_card() {
    shows(
        &card("docs/cart.md", "`users`", 2),
        &expect![[r#"
            [users]
            table **`users`** · `src/db/schema.ts:7`

            People who can sign in.

            | column | type | null | |
            |---|---|---|---|
            | `id` | `uuid` | no | primary key, default `gen_random_uuid()` |
            | `email` | `text` | no | unique |
            | `role` | `role` | no | default `'member'` |

            Referenced by: `order_items.user_id`

            In 1 story: `docs/cart.md`

            Bound by: code span next to the word "table"
        "#]],
    );
}

#[test]
fn a_column_has_a_card() {
    shows(
        &card("docs/cart.md", "order_items.user_id", 14),
        &expect![[r#"
            [user_id]
            column **`order_items.user_id`** · `src/db/schema.ts:15`

            `uuid`, not null, → `users.id` (on delete cascade)

            Indexes: `order_items_user_id_idx` (`user_id`)

            In 1 story: `docs/cart.md`

            Bound by: table.column in a code span
        "#]],
    );
}

#[test]
fn an_enum_has_a_card() {
    shows(
        &card("src/db/schema.ts", "roleEnum(", 2),
        &expect![[r#"
        [roleEnum]
        enum **`role`** · `src/db/schema.ts:4`

        Values: `admin`, `member`

        Used by: `users.role`
    "#]],
    );
}

#[test]
fn plain_words_that_name_a_table_are_hovered() {
    let card = |mark: &str| card("docs/cart.md", mark, 1).lines().next().unwrap_or_default().to_owned();
    shows(
        &[card("order items"), card("items, so"), card("user:"), card("buyer")].join("\n"),
        &expect![[r#"
        [order items]
        [order items]
        [user]
        nothing"#]],
    );
}

#[test]
fn definitions_lead_both_ways() {
    let to = |path: &str, mark: &str, into: usize| {
        let (loaded, file, at) = at(path, mark, into);
        places(&loaded, &definition(&loaded.snapshot, file, at))
    };
    let all = [
        to("docs/cart.md", "order_items", 0),
        to("docs/cart.md", "user_id", 0),
        to("src/db/schema.ts", "users.id, {", 1),
        to("src/db/schema.ts", "users.id, {", 7),
        to("src/db/schema.ts", "t.userId", 3),
        to("src/db/schema.ts", "users = ", 1),
        to("src/db/schema.ts", "relations(", 1),
    ];
    shows(
        &all.join("--\n"),
        &expect![[r#"
        src/db/schema.ts:13:14 orderItems
        --
        src/db/schema.ts:15:3 userId
        --
        src/db/schema.ts:7:14 users
        --
        src/db/schema.ts:8:3 id
        --
        src/db/schema.ts:15:3 userId
        --
        src/db/schema.ts:7:14 users
        --
    "#]],
    );
}

#[test]
fn references_are_found_in_stories_and_schemas() {
    let (loaded, file, at) = at("docs/cart.md", "`users`", 1);
    let found = |declaration| {
        let found = references(&loaded.snapshot, file, at, declaration).expect("nobody cancels");
        places(&loaded, &found)
    };
    shows(
        &found(Declaration::Included),
        &expect![[r#"
        docs/cart.md:8:6 users
        docs/cart.md:10:19 users
        src/db/schema.ts:7:14 users
        src/db/schema.ts:15:54 users
        src/db/schema.ts:19:13 users
        src/db/schema.ts:19:64 users
    "#]],
    );
    assert_eq!(
        found(Declaration::Excluded).lines().count() + 1,
        found(Declaration::Included).lines().count()
    );
}

fn outline(symbols: &[Symbol], depth: usize, text: &mut String) {
    for symbol in symbols {
        let _ = writeln!(text, "{}{:?} {} ({})", "  ".repeat(depth), symbol.kind, symbol.name, symbol.detail);
        assert!(symbol.span.covers(symbol.name_span), "a name lies in what it names");
        outline(&symbol.children, depth + 1, text);
    }
}

#[test]
fn files_have_an_outline() {
    let loaded = Loaded::new(Fixture::parse(HOUSE));
    let mut text = String::new();
    for path in ["docs/cart.md", "src/db/schema.ts"] {
        outline(&document_symbols(&loaded.snapshot, loaded.file(path)), 0, &mut text);
    }
    shows(
        &text,
        &expect![[r#"
        Heading Cart ()
          Story buyer: see my order items (story)
          Heading Data ()
            Task Create the users table (done)
        Enum role ()
          Value admin ()
          Value member ()
        Table users ()
          Column id (uuid)
          Column email (text)
          Column role (role)
        Table order_items (orderItems)
          Column id (uuid)
          Column user_id (uuid)
          Index order_items_user_id_idx (user_id)
        Relation order_items.user (one users)
    "#]],
    );
}

#[test]
fn names_are_found_by_some_of_their_letters() {
    let loaded = Loaded::new(Fixture::parse(HOUSE));
    let found = |query: &str| {
        let symbols = workspace_symbols(&loaded.snapshot, query).expect("nobody cancels");
        symbols.iter().map(|it| it.1.name.as_str()).collect::<Vec<_>>().join(", ")
    };
    shows(
        &["users", "oi", "useri", "cart", "", "zzz"].map(found).join("\n"),
        &expect![[r#"
        users, users.id, users.role, users.email
        order_items, order_items.id, order_items.user_id
        order_items.user_id, users.id, users.email
        Cart
        role, Cart, users, order_items
    "#]],
    );
}

#[test]
fn no_offset_is_too_odd() {
    let half = HOUSE.replace("uuid('id').primaryKey(),", "uuid('i").replace("# Cart", "# Cärt 🛒 `x");
    for fixture in [HOUSE, &half] {
        let loaded = Loaded::new(Fixture::parse(fixture));
        for path in ["docs/cart.md", "src/db/schema.ts"] {
            let file = loaded.file(path);
            let length = loaded.snapshot.document(file).expect("the fixture has it").text().len();
            for at in 0..length + 3 {
                let at = Offset::new(at);
                let _ = (hover(&loaded.snapshot, file, at), definition(&loaded.snapshot, file, at));
            }
        }
    }
}

mod fences;
mod why;

#[test]
fn a_name_of_two_databases_means_the_one_of_the_storys_package() {
    let workspace = r#"
//- packages/shop/package.json
{}
//- packages/shop/db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: text('id').primaryKey(), age: text('age') });
//- packages/blog/package.json
{}
//- packages/blog/db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: text('id').primaryKey(), age: text('age'), pen: text('pen') });
//- packages/blog/docs/a.md
The `users` table with `users.age`, and a word on users.
//- packages/shop/docs/a.md
The `users` table with `users.age`, and a word on users.
"#;
    let loaded = Loaded::new(Fixture::parse(workspace));
    for package in ["blog", "shop"] {
        let (story, home) =
            (format!("packages/{package}/docs/a.md"), format!("packages/{package}/db/schema.ts"));
        let file = loaded.file(&story);
        for at in [5, 30, 51] {
            let found = definition(&loaded.snapshot, file, Offset::new(at));
            assert_eq!(
                found.iter().map(|it| it.file).collect::<Vec<_>>(),
                [loaded.file(&home)],
                "{story}:{at}"
            );
            let (_, card) = hover(&loaded.snapshot, file, Offset::new(at)).expect("a card");
            assert!(card.contains(&home) || !card.contains("packages/"), "{card}");
        }
        let uses = references(&loaded.snapshot, file, Offset::new(5), Declaration::Excluded)
            .expect("nobody cancels");
        let stories: Vec<_> =
            uses.iter().filter(|it| it.file != loaded.file(&home)).map(|it| it.file).collect();
        assert!(stories.iter().all(|it| *it == file) && !stories.is_empty(), "{}", places(&loaded, &uses));
        let lenses = crate::lenses(&loaded.snapshot, loaded.file(&home)).expect("nobody cancels");
        assert_eq!(lenses.iter().map(|it| it.title.as_str()).collect::<Vec<_>>(), ["1 story"]);
    }
}
