//! The same in Prisma files.

use expect_test::{Expect, expect};
use testkit::{Fixture, Loaded};
use text::{FileId, Offset};

use super::super::{Declaration, definition, hover, references};
use super::places;

const HOUSE: &str = r#"
//- prisma/schema/main.prisma
datasource db {
  provider = "postgresql"
}

model User {
  id    Int    @id
  email String @unique
  role  Role   @default(MEMBER)
  items Item[]

  @@index([email(sort: Desc)])
  @@map("users")
}

enum Role {
  ADMIN
  MEMBER
}
//- prisma/schema/item.prisma
model Item {
  id      Int  @id
  ownerId Int  @map("owner_id")
  owner   User @relation(fields: [ownerId], references: [id])

  @@unique([ownerId, id])
}
//- apps/other/prisma/schema.prisma
datasource db {
  provider = "postgresql"
}

model User {
  name String @id
  logs Log[]
}

model Log {
  id   Int    @id
  user String
  of   User   @relation(fields: [user], references: [name])
}
//- docs/cart.md
# Cart

Each row of the `users` table has an `items.owner_id`. The `Item` table is new.
"#;

fn loaded(path: &str, mark: &str, into: usize) -> (Loaded, FileId, Offset) {
    let loaded = Loaded::new(Fixture::parse(HOUSE));
    let file = loaded.file(path);
    let source = loaded.snapshot.document(file).expect("the fixture has it").source();
    let at = source.find(mark).expect("the mark is in the file") + into;
    (loaded, file, Offset::new(at))
}

fn found(path: &str, mark: &str, into: usize) -> String {
    let (loaded, file, at) = loaded(path, mark, into);
    let found = references(&loaded.snapshot, file, at, Declaration::Included).expect("nobody cancels");
    places(&loaded, &found)
}

fn to(path: &str, mark: &str, into: usize) -> String {
    let (loaded, file, at) = loaded(path, mark, into);
    places(&loaded, &definition(&loaded.snapshot, file, at))
}

fn shows(actual: &str, expected: &Expect) {
    expected.assert_eq(actual);
}

#[test]
fn a_model_is_referred_to_by_relations_and_stories() {
    let all = found("prisma/schema/main.prisma", "User {", 1);
    shows(
        &all,
        &expect![[r#"
        docs/cart.md:3:18 users
        prisma/schema/item.prisma:4:11 User
        prisma/schema/main.prisma:5:7 User
    "#]],
    );
    assert_eq!(found("prisma/schema/item.prisma", "User @rel", 2), all, "from the type of a field");
    assert_eq!(found("prisma/schema/main.prisma", "\"users\"", 3), all, "from the name in the database");
    assert_eq!(found("docs/cart.md", "`users`", 2), all, "from a story");
}

#[test]
fn a_field_is_referred_to_by_relations_and_indexes() {
    shows(
        &found("prisma/schema/item.prisma", "ownerId Int", 1),
        &expect![[r#"
        docs/cart.md:3:45 owner_id
        prisma/schema/item.prisma:3:3 ownerId
        prisma/schema/item.prisma:4:35 ownerId
        prisma/schema/item.prisma:6:13 ownerId
    "#]],
    );
    shows(
        &found("prisma/schema/main.prisma", "id    Int", 1),
        &expect![[r#"
        prisma/schema/item.prisma:4:58 id
        prisma/schema/main.prisma:6:3 id
    "#]],
    );
    shows(
        &found("prisma/schema/main.prisma", "email(sort", 1),
        &expect![[r#"
        prisma/schema/main.prisma:7:3 email
        prisma/schema/main.prisma:11:12 email
    "#]],
    );
}

#[test]
fn an_enum_is_referred_to_by_types_and_not_by_its_values() {
    shows(
        &found("prisma/schema/main.prisma", "Role {", 1),
        &expect![[r#"
        prisma/schema/main.prisma:8:9 Role
        prisma/schema/main.prisma:15:6 Role
    "#]],
    );
}

#[test]
fn names_lead_to_their_declaration_in_the_same_schema() {
    let all = [
        to("prisma/schema/item.prisma", "User @rel", 1),
        to("prisma/schema/item.prisma", "id])\n\n", 1),
        to("prisma/schema/main.prisma", "Item[]", 1),
        to("prisma/schema/main.prisma", "MEMBER)", 1),
        to("apps/other/prisma/schema.prisma", "User   @rel", 1),
        to("apps/other/prisma/schema.prisma", "name])", 1),
        to("prisma/schema/main.prisma", "Int ", 1),
        to("docs/cart.md", "owner_id", 1),
    ];
    shows(
        &all.join("--\n"),
        &expect![[r#"
        prisma/schema/main.prisma:5:7 User
        --
        prisma/schema/main.prisma:6:3 id
        --
        prisma/schema/item.prisma:1:7 Item
        --
        prisma/schema/main.prisma:15:6 Role
        --
        apps/other/prisma/schema.prisma:5:7 User
        --
        apps/other/prisma/schema.prisma:6:3 name
        --
        --
        prisma/schema/item.prisma:3:3 ownerId
    "#]],
    );
}

#[test]
fn names_in_lists_have_the_card_of_their_column() {
    let (loaded, file, at) = loaded("prisma/schema/item.prisma", "ownerId, id", 1);
    let card = hover(&loaded.snapshot, file, at).expect("it is a column").1;
    assert!(card.starts_with("column **`Item.owner_id`**"), "{card}");
    let (loaded, file, at) = self::loaded("prisma/schema/main.prisma", "MEMBER)", 1);
    let card = hover(&loaded.snapshot, file, at).expect("it is a value").1;
    assert!(card.starts_with("enum **`Role`**"), "{card}");
}
