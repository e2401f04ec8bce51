//! What is generated for small stories in small houses that write Prisma.

use expect_test::expect;
use testkit::{Fixture, Loaded};

use super::{generated, rendered, shows};

pub(super) const MAIN: &str = r#"
//- prisma/schema.prisma
generator client {
  provider = "prisma-client-js"
}

datasource db {
  provider = "postgresql"
  url      = env("DATABASE_URL")
}
"#;

pub(super) const MAPPED: &str = r#"
enum OrderStatus {
  OPEN
  PAID

  @@map("order_status")
}

model User {
  id        String   @id @default(uuid()) @db.Uuid
  fullName  String   @map("full_name") @db.VarChar(120)
  createdAt DateTime @default(now()) @map("created_at") @db.Timestamptz(6)
  updatedAt DateTime @updatedAt @map("updated_at") @db.Timestamptz(6)
  orders    Order[]

  @@map("users")
}

model Order {
  id        String      @id @default(uuid()) @db.Uuid
  userId    String      @map("user_id") @db.Uuid
  status    OrderStatus @default(OPEN)
  createdAt DateTime    @default(now()) @map("created_at") @db.Timestamptz(6)
  updatedAt DateTime    @updatedAt @map("updated_at") @db.Timestamptz(6)
  user      User        @relation(fields: [userId], references: [id], onDelete: Cascade)

  @@index([userId])
  @@map("orders")
}
"#;

const FEES: &str = "//- docs/stories/1.story.md
# Late fees

The system keeps the `late_fees` table:

- `order_id`: FK to orders
- `waived_by_user_id`: FK to users, optional
- `amount`: decimal(10,2), required
- `reason_code`: enum ('late' | 'damaged'), default 'late'
- `paid_at`: timestamp, optional
";

#[test]
fn a_house_that_maps_its_names_gets_a_model_that_does() {
    shows(
        &format!("{MAIN}{MAPPED}{FEES}"),
        &expect![[r#"
            //- prisma/schema.prisma
            generator client {
              provider = "prisma-client-js"
            }

            datasource db {
              provider = "postgresql"
              url      = env("DATABASE_URL")
            }

            enum OrderStatus {
              OPEN
              PAID

              @@map("order_status")
            }

            model User {
              id        String    @id @default(uuid()) @db.Uuid
              fullName  String    @map("full_name") @db.VarChar(120)
              createdAt DateTime  @default(now()) @map("created_at") @db.Timestamptz(6)
              updatedAt DateTime  @updatedAt @map("updated_at") @db.Timestamptz(6)
              orders    Order[]
              lateFees  LateFee[]

              @@map("users")
            }

            model Order {
              id        String      @id @default(uuid()) @db.Uuid
              userId    String      @map("user_id") @db.Uuid
              status    OrderStatus @default(OPEN)
              createdAt DateTime    @default(now()) @map("created_at") @db.Timestamptz(6)
              updatedAt DateTime    @updatedAt @map("updated_at") @db.Timestamptz(6)
              user      User        @relation(fields: [userId], references: [id], onDelete: Cascade)
              lateFees  LateFee[]

              @@index([userId])
              @@map("orders")
            }

            model LateFee {
              id             String            @id @default(uuid()) @db.Uuid
              orderId        String            @map("order_id") @db.Uuid
              waivedByUserId String?           @map("waived_by_user_id") @db.Uuid
              amount         Decimal           @db.Decimal(10, 2)
              reasonCode     LateFeeReasonCode @default(LATE) @map("reason_code")
              paidAt         DateTime?         @map("paid_at") @db.Timestamptz(6)
              createdAt      DateTime          @default(now()) @map("created_at") @db.Timestamptz(6)
              updatedAt      DateTime          @updatedAt @map("updated_at") @db.Timestamptz(6)
              order          Order             @relation(fields: [orderId], references: [id], onDelete: Cascade)
              waivedByUser   User?             @relation(fields: [waivedByUserId], references: [id])

              @@index([orderId])
              @@index([waivedByUserId])
              @@map("late_fees")
            }

            enum LateFeeReasonCode {
              LATE
              DAMAGED

              @@map("late_fee_reason_code")
            }
        "#]],
    );
}

#[test]
fn the_first_model_is_as_prisma_recommends_it() {
    let story = "//- docs/stories/1.story.md
# Bookings

The `bookings` table:

- `roomId`: FK to rooms
- `starts_at`: timestamp
- `is_paid`: boolean, default false

The `rooms` table:

- `name`: string, unique
";
    shows(
        &format!("{MAIN}{story}"),
        &expect![[r#"
        //- prisma/schema.prisma
        generator client {
          provider = "prisma-client-js"
        }

        datasource db {
          provider = "postgresql"
          url      = env("DATABASE_URL")
        }

        model Room {
          id        String    @id @default(cuid())
          name      String    @unique
          createdAt DateTime  @default(now())
          updatedAt DateTime  @updatedAt
          bookings  Booking[]
        }

        model Booking {
          id        String    @id @default(cuid())
          roomId    String
          startsAt  DateTime?
          isPaid    Boolean   @default(false)
          createdAt DateTime  @default(now())
          updatedAt DateTime  @updatedAt
          room      Room      @relation(fields: [roomId], references: [id], onDelete: Cascade)

          @@index([roomId])
        }
    "#]],
    );
}

#[test]
fn in_a_folder_each_side_of_a_relation_stands_in_its_file() {
    let house = r#"
//- prisma/schema/main.prisma
datasource db {
  provider = "postgresql"
}
//- prisma/schema/user.prisma
model User {
  id    Int    @id @default(autoincrement())
  email String @unique
  teams TeamMember[]
}
//- prisma/schema/team-member.prisma
model TeamMember {
  id     Int  @id @default(autoincrement())
  userId Int
  user   User @relation(fields: [userId], references: [id])
}
"#;
    let story = "//- docs/stories/1.story.md
# Api keys

The `ApiKey` table:

- `userId`: FK to users
- `token_hash`: string, unique
";
    shows(
        &format!("{house}{story}"),
        &expect![[r#"
        //- prisma/schema/api-key.prisma
        model ApiKey {
          id        Int      @id @default(autoincrement())
          userId    Int
          tokenHash String   @unique
          createdAt DateTime @default(now())
          updatedAt DateTime @updatedAt
          user      User     @relation(fields: [userId], references: [id])

          @@index([userId])
        }
        //- prisma/schema/user.prisma
        model User {
          id    Int    @id @default(autoincrement())
          email String @unique
          teams TeamMember[]
          apiKeys ApiKey[]
        }
    "#]],
    );
}

#[test]
fn a_column_comes_with_both_sides_of_its_relation() {
    let fixture = format!(
        "{MAIN}{MAPPED}//- docs/stories/1.story.md\n# Orders\n\nThe `orders` table has the column `orders.gift_for_user_id`:\n\n- `gift_for_user_id`: FK to users, optional\n"
    );
    let loaded = Loaded::new(Fixture::parse(&fixture));
    let story = loaded.file("docs/stories/1.story.md");
    let table = loaded.snapshot.root_of(story).and_then(|it| it.model.table("orders").present()).unwrap();
    let change = super::super::add_column(&loaded.snapshot, story, table, "gift_for_user_id").unwrap();
    expect![[r#"
        //- prisma/schema.prisma
        generator client {
          provider = "prisma-client-js"
        }

        datasource db {
          provider = "postgresql"
          url      = env("DATABASE_URL")
        }

        enum OrderStatus {
          OPEN
          PAID

          @@map("order_status")
        }

        model User {
          id        String   @id @default(uuid()) @db.Uuid
          fullName  String   @map("full_name") @db.VarChar(120)
          createdAt DateTime @default(now()) @map("created_at") @db.Timestamptz(6)
          updatedAt DateTime @updatedAt @map("updated_at") @db.Timestamptz(6)
          orders    Order[]
          giftForUserOrders Order[] @relation("OrderGiftForUser")

          @@map("users")
        }

        model Order {
          id        String      @id @default(uuid()) @db.Uuid
          userId    String      @map("user_id") @db.Uuid
          status    OrderStatus @default(OPEN)
          giftForUserId String?     @map("gift_for_user_id") @db.Uuid
          createdAt DateTime    @default(now()) @map("created_at") @db.Timestamptz(6)
          updatedAt DateTime    @updatedAt @map("updated_at") @db.Timestamptz(6)
          user      User        @relation(fields: [userId], references: [id], onDelete: Cascade)
          giftForUser User?       @relation("OrderGiftForUser", fields: [giftForUserId], references: [id])

          @@index([userId])
          @@map("orders")
        }
    "#]]
    .assert_eq(&rendered(&loaded, &change));
}

#[test]
fn an_index_stands_with_the_others() {
    let loaded =
        Loaded::new(Fixture::parse(&format!("{MAIN}{MAPPED}//- docs/stories/1.story.md\nNothing.\n")));
    let story = loaded.file("docs/stories/1.story.md");
    let root = loaded.snapshot.root_of(story).unwrap();
    let mut text = String::new();
    for (table, column) in [("orders", "status"), ("users", "full_name")] {
        let table = root.model.table(table).present().unwrap();
        let change = super::super::add_index(&loaded.snapshot, table, &[column.to_owned()]).unwrap();
        let after = rendered(&loaded, &change);
        text.extend(after.lines().filter(|it| it.contains("@@")).map(|it| format!("{}\n", it.trim())));
    }
    expect![[r#"
          @@map("order_status")
          @@map("users")
          @@index([userId])
          @@index([status])
          @@map("orders")
          @@map("order_status")
          @@index([fullName])
          @@map("users")
          @@index([userId])
          @@map("orders")
    "#]]
    .assert_eq(&text);
}

#[test]
fn a_key_is_called_after_its_table_where_the_others_are() {
    let house = MAPPED
        .replace(
            "id        String   @id @default(uuid())",
            "id String @id @default(uuid()) @map(\"user_id\")",
        )
        .replace(
            "id        String      @id @default(uuid())",
            "id String @id @default(uuid()) @map(\"order_id\")",
        );
    let made = generated(&format!("{MAIN}{house}{FEES}"));
    let model = made.split("model LateFee").nth(1).unwrap_or_default();
    let lines: Vec<&str> = model.lines().skip(1).take(2).map(str::trim).collect();
    expect![[r#"
        id             String            @id @default(uuid()) @map("late_fee_id") @db.Uuid
        orderId        String            @map("order_id") @db.Uuid"#]]
    .assert_eq(&lines.join("\n"));
}

#[test]
fn half_a_schema_does_no_harm() {
    for end in (0..MAPPED.len()).filter(|it| it % 5 == 0 && MAPPED.is_char_boundary(*it)) {
        let _ = generated(&format!("{MAIN}{}\n{FEES}", &MAPPED[..end]));
    }
}
