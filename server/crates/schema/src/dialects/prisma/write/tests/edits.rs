//! Declarations added to files.

use expect_test::{Expect, expect};

use super::super::{insert, opposite};
use crate::dialects::prisma::tests::declared;
use crate::model::{Declarations, Table};

/// What only `new` declares of what `old` and `new` declare together.
fn added(old: &str, new: &str) -> Declarations {
    let before = declared(&[old]);
    let mut all = declared(&[old, new]);
    let is_new = |it: &Table| !before.tables.iter().any(|old| old.name.text == it.name.text);
    all.tables.retain(is_new);
    all.enums.retain(|it| !before.enums.iter().any(|old| old.name.text == it.name.text));
    all.relations.clear();
    all
}

/// Asserts that adding `new` to `old` gives `expected`, which declares the same as both.
fn check(old: &str, new: &str, expected: &Expect) {
    let addition = added(old, new);
    let edits = insert(old, &addition, &declared(&[old])).expect("it can be said");
    let after = edits.apply(old);
    expected.assert_eq(&after.replace('\r', "␍"));
    let found = declared(&[&after]);
    for table in &addition.tables {
        let again = found.tables.iter().find(|it| it.name.text == table.name.text).expect("it was added");
        assert_eq!(again.foreign_keys.len(), table.foreign_keys.len());
        assert_eq!(again.columns.len(), table.columns.len());
    }
    assert!(found.unknowns.is_empty(), "{:?}", found.unknowns);
}

const SHOP: &str = "datasource db {
  provider = \"postgresql\"
}

model User {
  id        Int      @id @default(autoincrement())
  createdAt DateTime @default(now()) @map(\"created_at\")
  orders    Order[] // newest first

  @@map(\"users\")
}

model Order {
  id     Int  @id
  userId Int  @map(\"user_id\")
  user   User @relation(fields: [userId], references: [id])

  @@map(\"orders\")
}
";

#[test]
fn a_model_is_added_with_the_other_side_of_its_relations() {
    let new = "model Invoice {\n  id Int @id\n  orderId Int @unique @map(\"order_id\")\n  order Order @relation(fields: [orderId], references: [id], onDelete: Cascade)\n  payer_id Int?\n  payer User? @relation(\"a\", fields: [payer_id], references: [id])\n  state State\n  @@map(\"invoices\")\n}\nenum State {\n  OPEN\n}\n";
    check(SHOP, new, &expect![[r#"
        datasource db {
          provider = "postgresql"
        }

        model User {
          id        Int       @id @default(autoincrement())
          createdAt DateTime  @default(now()) @map("created_at")
          orders    Order[] // newest first
          invoices  Invoice[]

          @@map("users")
        }

        model Order {
          id      Int      @id
          userId  Int      @map("user_id")
          user    User     @relation(fields: [userId], references: [id])
          invoice Invoice?

          @@map("orders")
        }

        model Invoice {
          id      Int   @id
          orderId Int   @unique @map("order_id")
          payerId Int?  @map("payer_id")
          state   State
          order   Order @relation(fields: [orderId], references: [id], onDelete: Cascade)
          payer   User? @relation(fields: [payerId], references: [id])

          @@map("invoices")
        }

        enum State {
          OPEN
        }
    "#]]);
}

#[test]
fn several_relations_to_one_model_get_names() {
    let new = "model messages {\n  id Int @id\n  senderId Int\n  sender User @relation(\"a\", fields: [senderId], references: [id])\n  recipientId Int\n  recipient User @relation(\"b\", fields: [recipientId], references: [id])\n  parentId Int?\n  parent messages? @relation(\"c\", fields: [parentId], references: [id])\n  children messages[] @relation(\"c\")\n}\n";
    check(SHOP, new, &expect![[r#"
        datasource db {
          provider = "postgresql"
        }

        model User {
          id                Int       @id @default(autoincrement())
          createdAt         DateTime  @default(now()) @map("created_at")
          orders            Order[] // newest first
          senderMessages    Message[] @relation("MessageSender")
          recipientMessages Message[] @relation("MessageRecipient")

          @@map("users")
        }

        model Order {
          id     Int  @id
          userId Int  @map("user_id")
          user   User @relation(fields: [userId], references: [id])

          @@map("orders")
        }

        model Message {
          id          Int       @id
          senderId    Int
          recipientId Int
          parentId    Int?
          sender      User      @relation("MessageSender", fields: [senderId], references: [id])
          recipient   User      @relation("MessageRecipient", fields: [recipientId], references: [id])
          parent      Message?  @relation("MessageParent", fields: [parentId], references: [id])
          children    Message[] @relation("MessageParent")

          @@map("messages")
        }
    "#]]);
}

#[test]
fn a_file_that_is_named_as_its_database_stays_so() {
    let old = "model users {\r\n\tid Int @id\r\n\tcreated_at DateTime @pg.Timestamptz(6)\r\n}";
    let new = "model order_items {\n  id Int @id\n  user_id Int\n  users users @relation(fields: [user_id], references: [id])\n  at DateTime @db.Timestamptz(6)\n}\n";
    check(old, new, &expect![[r#"
        model users {␍
        	id Int @id␍
        	created_at DateTime @pg.Timestamptz(6)␍
        	order_items order_items[]␍
        }␍
        ␍
        model order_items {␍
        	id      Int      @id␍
        	user_id Int␍
        	at      DateTime @pg.Timestamptz(6)␍
        	user    users    @relation(fields: [user_id], references: [id])␍
        }␍
    "#]]);
}

#[test]
fn relations_are_called_as_those_beside_them() {
    let new = "model LateFee {\n  id Int @id\n  shop_order_id Int\n  shopOrder ShopOrder @relation(fields: [shop_order_id], references: [id])\n}\n";
    for (there, field, back) in [
        ("shopOwner", "shopOrder", "lateFees"),
        ("shop_owner", "shop_order", "late_fees"),
        ("owner", "shop_order", "late_fees"),
    ] {
        let old = format!(
            "model ShopOwner {{\n  id Int @id\n  orders ShopOrder[]\n}}\nmodel ShopOrder {{\n  id Int @id\n  owner_id Int\n  {there} ShopOwner @relation(fields: [owner_id], references: [id])\n}}\n"
        );
        let edits = insert(&old, &added(&old, new), &declared(&[&old])).expect("it can be said");
        let after = edits.apply(&old);
        for line in [format!(" {field} "), format!(" {back} "), " shop_order_id ".to_owned()] {
            assert!(after.contains(&line), "{line}: {after}");
        }
    }
}

#[test]
fn a_model_in_another_file_gets_its_side_by_edits_of_its_own() {
    let new = "model Note {\n  id Int @id\n  userId Int\n  user User @relation(fields: [userId], references: [id])\n}\n";
    let addition = added(SHOP, new);
    let around = declared(&[SHOP]);
    let other = "generator client {\n  provider = \"prisma-client\"\n}\n";
    let here = insert(other, &addition, &around).expect("it can be said").apply(other);
    let there = opposite(SHOP, &addition, &around).apply(SHOP);
    expect![[r#"
        generator client {
          provider = "prisma-client"
        }

        model Note {
          id     Int  @id
          userId Int
          user   User @relation(fields: [userId], references: [id])
        }
    "#]].assert_eq(&here);
    expect!["  notes     Note[]"].assert_eq(there.lines().nth(8).expect("there is such a line"));
    assert!(declared(&[&here, &there]).tables.iter().all(|it| it.complete));
}

#[test]
fn an_empty_file_gets_the_declarations_alone() {
    check("", "model A {\n  id Int @id\n}\n", &expect![[r#"
        model A {
          id Int @id
        }
    "#]]);
}
