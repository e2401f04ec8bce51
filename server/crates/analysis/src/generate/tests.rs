//! What is generated for small stories in small houses.

mod prisma;
mod sql;

use expect_test::{Expect, expect};
use testkit::{Fixture, Loaded};

use super::{candidates, tables};

/// Everything `candidates` finds in `story.md` of the fixture, as the files it changes would be afterwards.
fn generated(fixture: &str) -> String {
    let loaded = Loaded::new(Fixture::parse(fixture));
    let story = loaded.file("docs/stories/1.story.md");
    let names = candidates(&loaded.snapshot, story);
    match tables(&loaded.snapshot, story, &names) {
        Ok(change) => rendered(&loaded, &change),
        Err((name, refusal)) => format!("{name}: {refusal:?}"),
    }
}

fn rendered(loaded: &Loaded, change: &crate::WorkspaceEdits) -> String {
    let mut files: Vec<(String, String)> =
        change.created.iter().map(|(_, path, text)| (path.as_str().to_owned(), text.clone())).collect();
    for (file, edits) in &change.files {
        let document = loaded.snapshot.document(*file).expect("edits name files that exist");
        files.push((document.path().as_str().to_owned(), edits.apply(&document.source())));
    }
    files.sort();
    let mut text: String = files.iter().map(|(path, text)| format!("//- {path}\n{text}")).collect();
    for note in &change.notes {
        text.push_str(&format!("note: {note}\n"));
    }
    text
}

fn shows(fixture: &str, expected: &Expect) {
    expected.assert_eq(&generated(fixture));
}

const HOUSE: &str = r#"
//- package.json
{ "dependencies": { "nanoid": "5" } }
//- drizzle.config.ts
export default { schema: "./src/db/schema/index.ts", dialect: "postgresql" };
//- src/db/schema/users.ts
import { pgTable, text, timestamp, index } from "drizzle-orm/pg-core";
import { createId } from "../../lib/ids";

export const users = pgTable("users", {
  id: text("id").primaryKey().$defaultFn(() => createId("us")),
  email: text("email").notNull().unique(),
  createdAt: timestamp("created_at", { mode: "date", precision: 3 }).notNull().defaultNow(),
}, (t) => ({
  emailIdx: index("users_email_idx").on(t.email),
}));

export type User = typeof users.$inferSelect;
export type UserInsert = typeof users.$inferInsert;
//- src/db/schema/order-items.ts
import { pgTable, text, timestamp, index } from "drizzle-orm/pg-core";
import { createId } from "../../lib/ids";
import { users } from "./users";

export const orderItems = pgTable("order_items", {
  id: text("id").primaryKey().$defaultFn(() => createId("oi")),
  userId: text("user_id").notNull().references(() => users.id, { onDelete: "restrict" }),
  createdAt: timestamp("created_at", { mode: "date", precision: 3 }).notNull().defaultNow(),
}, (t) => ({
  userIdIdx: index("order_items_user_id_idx").on(t.userId),
}));

export type OrderItem = typeof orderItems.$inferSelect;
export type OrderItemInsert = typeof orderItems.$inferInsert;
//- src/db/schema/relations.ts
import { relations } from "drizzle-orm";
import { orderItems } from "./order-items";
import { users } from "./users";

export const orderItemsRelations = relations(orderItems, ({ one }) => ({
  user: one(users, { fields: [orderItems.userId], references: [users.id] }),
}));
//- src/db/schema/index.ts
export * from "./order-items";
export * from "./relations";
export * from "./users";
"#;

#[test]
fn a_house_of_many_files_gets_one_more_like_them() {
    let story = "//- docs/stories/1.story.md
# Invoices

The system keeps the `invoices` table:

- `user_id`: FK to users
- `number`: string, unique
- `total`: decimal, required
- `paid_at`: timestamp, optional
";
    shows(
        &format!("{HOUSE}{story}"),
        &expect![[r#"
            //- src/db/schema/index.ts
            export * from "./invoices";
            export * from "./order-items";
            export * from "./relations";
            export * from "./users";
            //- src/db/schema/invoices.ts
            import { index, numeric, pgTable, text, timestamp } from "drizzle-orm/pg-core";
            import { createId } from "../../lib/ids";
            import { users } from "./users";

            export const invoices = pgTable("invoices", {
              id: text("id").primaryKey().$defaultFn(() => createId("inv")),
              userId: text("user_id").notNull().references(() => users.id, { onDelete: "restrict" }),
              number: text("number").notNull().unique(),
              total: numeric("total", { precision: 12, scale: 2 }).notNull(),
              paidAt: timestamp("paid_at", { mode: "date", precision: 3 }),
              createdAt: timestamp("created_at", { mode: "date", precision: 3 }).notNull().defaultNow(),
            }, (t) => ({
              userIdIdx: index("invoices_user_id_idx").on(t.userId),
            }));

            export type Invoice = typeof invoices.$inferSelect;
            export type InvoiceInsert = typeof invoices.$inferInsert;
            //- src/db/schema/relations.ts
            import { relations } from "drizzle-orm";
            import { orderItems } from "./order-items";
            import { users } from "./users";
            import { invoices } from "./invoices";

            export const orderItemsRelations = relations(orderItems, ({ one }) => ({
              user: one(users, { fields: [orderItems.userId], references: [users.id] }),
            }));

            export const invoicesRelations = relations(invoices, ({ one }) => ({
              user: one(users, {
                fields: [invoices.userId],
                references: [users.id],
              }),
            }));
        "#]],
    );
}

#[test]
fn relations_stand_where_the_house_has_them() {
    let story = "//- docs/stories/1.story.md
# Reviews

The system keeps the `order_reviews` table:

- `user_id`: FK to users
- `order_item_id`: FK to order_items, optional
- `rating`: integer, default 5
- `status`: enum ('open' | 'hidden')
";
    shows(
        &format!("{HOUSE}{story}"),
        &expect![[r#"
        //- src/db/schema/index.ts
        export * from "./order-items";
        export * from "./order-reviews";
        export * from "./relations";
        export * from "./users";
        //- src/db/schema/order-reviews.ts
        import { index, integer, pgEnum, pgTable, text, timestamp } from "drizzle-orm/pg-core";
        import { createId } from "../../lib/ids";
        import { orderItems } from "./order-items";
        import { users } from "./users";

        export const orderReviewStatusEnum = pgEnum("order_review_status", ["open", "hidden"]);

        export const orderReviews = pgTable("order_reviews", {
          id: text("id").primaryKey().$defaultFn(() => createId("or")),
          userId: text("user_id").notNull().references(() => users.id, { onDelete: "restrict" }),
          orderItemId: text("order_item_id").references(() => orderItems.id, { onDelete: "set null" }),
          rating: integer("rating").notNull().default(5),
          status: orderReviewStatusEnum("status").notNull(),
          createdAt: timestamp("created_at", { mode: "date", precision: 3 }).notNull().defaultNow(),
        }, (t) => ({
          userIdIdx: index("order_reviews_user_id_idx").on(t.userId),
          orderItemIdIdx: index("order_reviews_order_item_id_idx").on(t.orderItemId),
        }));

        export type OrderReview = typeof orderReviews.$inferSelect;
        export type OrderReviewInsert = typeof orderReviews.$inferInsert;
        //- src/db/schema/relations.ts
        import { relations } from "drizzle-orm";
        import { orderItems } from "./order-items";
        import { users } from "./users";
        import { orderReviews } from "./order-reviews";

        export const orderItemsRelations = relations(orderItems, ({ one }) => ({
          user: one(users, { fields: [orderItems.userId], references: [users.id] }),
        }));

        export const orderReviewsRelations = relations(orderReviews, ({ one }) => ({
          user: one(users, {
            fields: [orderReviews.userId],
            references: [users.id],
          }),
          orderItem: one(orderItems, {
            fields: [orderReviews.orderItemId],
            references: [orderItems.id],
          }),
        }));
    "#]],
    );
}

const SINGLE: &str = r#"
//- lib/schema.ts
import { pgTable, serial, varchar, timestamp, integer } from 'drizzle-orm/pg-core'

export const customer = pgTable('customer', {
  id: serial('id').primaryKey(),
  name: varchar('name', { length: 200 }).notNull(),
  createdAt: timestamp('created_at').notNull().defaultNow()
})

export const purchase = pgTable('purchase', {
  id: serial('id').primaryKey(),
  customerId: integer('customer_id').notNull().references(() => customer.id),
  createdAt: timestamp('created_at').notNull().defaultNow()
})
"#;

#[test]
fn a_house_of_one_file_keeps_to_it() {
    let story = "//- docs/stories/1.story.md
# Refunds

Add the `refund` table:

| Field | Type | Constraints |
|---|---|---|
| purchase_id | integer | NOT NULL, FK → purchase.id |
| reason | text | |
| amount | decimal(10,2) | NOT NULL |
| voucher_id | uuid | FK → voucher.id |
";
    shows(
        &format!("{SINGLE}{story}"),
        &expect![[r#"
        //- lib/schema.ts
        import { pgTable, serial, varchar, timestamp, integer, index, numeric, text } from 'drizzle-orm/pg-core'

        export const customer = pgTable('customer', {
          id: serial('id').primaryKey(),
          name: varchar('name', { length: 200 }).notNull(),
          createdAt: timestamp('created_at').notNull().defaultNow()
        })

        export const purchase = pgTable('purchase', {
          id: serial('id').primaryKey(),
          customerId: integer('customer_id').notNull().references(() => customer.id),
          createdAt: timestamp('created_at').notNull().defaultNow()
        })

        export const voucher = pgTable('voucher', {
          id: serial('id').primaryKey(),
          createdAt: timestamp('created_at').notNull().defaultNow()
        })

        export type Voucher = typeof voucher.$inferSelect
        export type NewVoucher = typeof voucher.$inferInsert

        export const refund = pgTable(
          'refund',
          {
            id: serial('id').primaryKey(),
            purchaseId: integer('purchase_id').notNull().references(() => purchase.id),
            reason: text('reason'),
            amount: numeric('amount', { precision: 10, scale: 2 }).notNull(),
            voucherId: integer('voucher_id').notNull().references(() => voucher.id),
            createdAt: timestamp('created_at').notNull().defaultNow()
          },
          (table) => [
            index('refund_purchase_id_idx').on(table.purchaseId),
            index('refund_voucher_id_idx').on(table.voucherId)
          ]
        )

        export type Refund = typeof refund.$inferSelect
        export type NewRefund = typeof refund.$inferInsert
    "#]],
    );
}

#[test]
fn without_a_schema_the_fence_says_where() {
    let story = "//- docs/stories/1.story.md
# Teams

```ts
// db/schema.ts
import { pgTable, uuid, text } from 'drizzle-orm/pg-core';
export const team = pgTable('team', {
  id: uuid('id').primaryKey().defaultRandom(),
  leadId: uuid('lead_id').references(() => member.id, { onDelete: 'set null' }),
});
export const member = pgTable('member', {
  id: uuid('id').primaryKey().defaultRandom(),
  teamId: uuid('team_id').notNull().references(() => team.id),
  bossId: uuid('boss_id').references((): AnyPgColumn => member.id),
});
```

Indexes:
- `member_team`: member(team_id)
";
    shows(
        story,
        &expect![[r#"
            //- db/schema.ts
            import { type AnyPgColumn, index, pgTable, uuid } from 'drizzle-orm/pg-core';

            export const team = pgTable(
              'team',
              {
                id: uuid('id').primaryKey().defaultRandom(),
                leadId: uuid('lead_id').references((): AnyPgColumn => member.id, { onDelete: 'set null' }),
              },
              (table) => [index('team_lead_id_idx').on(table.leadId)],
            );

            export type Team = typeof team.$inferSelect;
            export type NewTeam = typeof team.$inferInsert;

            export const member = pgTable(
              'member',
              {
                id: uuid('id').primaryKey().defaultRandom(),
                teamId: uuid('team_id').notNull().references((): AnyPgColumn => team.id),
                bossId: uuid('boss_id').references((): AnyPgColumn => member.id),
              },
              (table) => [
                index('member_team_id_idx').on(table.teamId),
                index('member_boss_id_idx').on(table.bossId),
              ],
            );

            export type Member = typeof member.$inferSelect;
            export type NewMember = typeof member.$inferInsert;
        "#]],
    );
}

#[test]
fn without_anything_a_plain_layout_is_used() {
    let story = "//- package.json
{ \"dependencies\": { \"nanoid\": \"5\" } }
//- docs/stories/1.story.md
# Bookings

The `bookings` table, where `bookings.guest_count` is shown:

- `roomId`: FK to rooms
- `starts_at`: timestamp
- `is_paid`: boolean, default false

The `rooms` table:

- `name`: string, unique
";
    shows(
        story,
        &expect![[r#"
            //- src/db/schema/booking.ts
            import { boolean, index, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
            import { nanoid } from 'nanoid';
            import { rooms } from './room';

            export const bookings = pgTable(
              'bookings',
              {
                id: text('id').primaryKey().$defaultFn(() => nanoid()),
                roomId: text('room_id').notNull().references(() => rooms.id, { onDelete: 'cascade' }),
                startsAt: timestamp('starts_at', { withTimezone: true }),
                isPaid: boolean('is_paid').notNull().default(false),
                guestCount: integer('guest_count').notNull(),
                createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
                updatedAt: timestamp('updated_at', { withTimezone: true })
                  .notNull()
                  .defaultNow()
                  .$onUpdate(() => new Date()),
              },
              (table) => [index('bookings_room_id_idx').on(table.roomId)],
            );

            export type Booking = typeof bookings.$inferSelect;
            export type NewBooking = typeof bookings.$inferInsert;
            //- src/db/schema/index.ts
            export * from './booking';
            export * from './room';
            //- src/db/schema/room.ts
            import { pgTable, text, timestamp } from 'drizzle-orm/pg-core';
            import { nanoid } from 'nanoid';

            export const rooms = pgTable('rooms', {
              id: text('id').primaryKey().$defaultFn(() => nanoid()),
              name: text('name').notNull().unique(),
              createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
              updatedAt: timestamp('updated_at', { withTimezone: true })
                .notNull()
                .defaultNow()
                .$onUpdate(() => new Date()),
            });

            export type Room = typeof rooms.$inferSelect;
            export type NewRoom = typeof rooms.$inferInsert;
        "#]],
    );
}

#[test]
fn what_is_there_is_not_made_again() {
    let story =
        "//- docs/stories/1.story.md\n# Customers\n\nThe `customers` table and the `purchases` table.\n";
    assert_eq!(generated(&format!("{SINGLE}{story}")), "");
}

#[test]
fn what_is_missing_on_purpose_is_not_made() {
    let story = "//- docs/stories/1.story.md
# Payments

<!-- schemark-ignore unknown-table: kept by the payment provider -->
The provider has a `payment_intents` table.
";
    assert_eq!(generated(&format!("{SINGLE}{story}")), "");
}

#[test]
fn a_slip_of_the_pen_is_not_made() {
    let story = "//- docs/stories/1.story.md\n# Customers\n\nThe `custommer` table.\n";
    assert_eq!(generated(&format!("{SINGLE}{story}")), "");
}

#[test]
fn a_table_in_sql_is_kept_as_it_is() {
    let story = "//- docs/stories/1.story.md
# Audit

```sql
CREATE TABLE audit_log (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  actor INTEGER NOT NULL REFERENCES customer(id) ON DELETE CASCADE,
  action VARCHAR(40) NOT NULL DEFAULT 'none',
  details JSONB DEFAULT '{}',
  at TIMESTAMPTZ NOT NULL DEFAULT now()
);
```
";
    shows(
        &format!("{SINGLE}{story}"),
        &expect![[r#"
        //- lib/schema.ts
        import { pgTable, serial, varchar, timestamp, integer, index, jsonb, uuid } from 'drizzle-orm/pg-core'

        export const customer = pgTable('customer', {
          id: serial('id').primaryKey(),
          name: varchar('name', { length: 200 }).notNull(),
          createdAt: timestamp('created_at').notNull().defaultNow()
        })

        export const purchase = pgTable('purchase', {
          id: serial('id').primaryKey(),
          customerId: integer('customer_id').notNull().references(() => customer.id),
          createdAt: timestamp('created_at').notNull().defaultNow()
        })

        export const auditLog = pgTable(
          'audit_log',
          {
            id: uuid('id').primaryKey().defaultRandom(),
            actor: integer('actor').notNull().references(() => customer.id, { onDelete: 'cascade' }),
            action: varchar('action', { length: 40 }).notNull().default('none'),
            details: jsonb('details').default({}),
            at: timestamp('at', { withTimezone: true }).notNull().defaultNow()
          },
          (table) => [index('audit_log_actor_idx').on(table.actor)]
        )

        export type AuditLog = typeof auditLog.$inferSelect
        export type NewAuditLog = typeof auditLog.$inferInsert
    "#]],
    );
}

#[test]
fn a_reference_to_nothing_is_left_out_and_said() {
    let story = "//- docs/stories/1.story.md
# Refunds

The `refund` table:

- `voucher_id`: uuid, FK to `vouchers.id`
";
    let loaded = Loaded::new(Fixture::parse(&format!("{SINGLE}{story}")));
    let change = super::table(&loaded.snapshot, loaded.file("docs/stories/1.story.md"), "refund");
    let change = change.expect("the story describes it");
    let text = rendered(&loaded, &change).lines().skip(17).collect::<Vec<_>>().join("\n");
    let expected = expect![[r#"
          voucherId: uuid('voucher_id').notNull(),
          createdAt: timestamp('created_at').notNull().defaultNow()
        })

        export type Refund = typeof refund.$inferSelect
        export type NewRefund = typeof refund.$inferInsert
        note: `vouchers` is declared nowhere, so `refund.voucher_id` refers to nothing yet"#]];
    expected.assert_eq(&text);
}

#[test]
fn a_house_of_spreads_suffixes_and_extensions_is_followed() {
    let house = r#"
//- src/db/common.ts
import { timestamp } from 'drizzle-orm/pg-core';

export const timestamps = {
  createdAt: timestamp('created_at').notNull().defaultNow(),
};
//- src/db/tables/enums.ts
import { pgEnum } from 'drizzle-orm/pg-core';

export const Status = pgEnum('status', ['open', 'shut']);
//- src/db/tables/user.table.ts
import { pgTable, integer, text, index } from 'drizzle-orm/pg-core';
import { timestamps } from '../common.js';

export const usersTable = pgTable('users', {
  id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
  name: text('name').notNull(),
  ...timestamps,
});
//- src/db/tables/blog_post.table.ts
import { pgTable, integer, index } from 'drizzle-orm/pg-core';
import { timestamps } from '../common.js';
import { usersTable } from './user.table.js';
import { Status } from './enums.js';

export const blogPostsTable = pgTable('blog_posts', {
  id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
  authorId: integer('author_id').notNull().references(() => usersTable.id),
  status: Status('status').notNull(),
  ...timestamps,
}, (table) => [
  index('idx_blog_posts_author_id').on(table.authorId),
]);
"#;
    let story = "//- docs/stories/1.story.md
# Comments

The `post_comments` table:

- `blog_post_id`: FK to blog_posts
- `body`: text
- `status`: enum ('open' | 'shut')
- `kind`: enum ('reply' | 'note')
";
    shows(
        &format!("{house}{story}"),
        &expect![[r#"
        //- src/db/tables/enums.ts
        import { pgEnum } from 'drizzle-orm/pg-core';

        export const Status = pgEnum('status', ['open', 'shut']);

        export const PostCommentKind = pgEnum('post_comment_kind', ['reply', 'note']);
        //- src/db/tables/post_comment.table.ts
        import { index, integer, pgTable, text } from 'drizzle-orm/pg-core';
        import { timestamps } from '../common.js';
        import { blogPostsTable } from './blog_post.table.js';
        import { PostCommentKind, Status } from './enums.js';

        export const postCommentsTable = pgTable('post_comments', {
          id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
          blogPostId: integer('blog_post_id')
            .notNull()
            .references(() => blogPostsTable.id),
          body: text('body').notNull(),
          status: Status('status').notNull(),
          kind: PostCommentKind('kind').notNull(),
          ...timestamps,
        }, (table) => [
          index('idx_post_comments_blog_post_id').on(table.blogPostId),
        ]);

        export type PostComment = typeof postCommentsTable.$inferSelect;
        export type NewPostComment = typeof postCommentsTable.$inferInsert;
    "#]],
    );
}

#[test]
fn a_house_of_another_database_than_the_writer_knows_gets_no_table() {
    let story = "//- prisma/schema.prisma
datasource db {
  provider = \"sqlite\"
  url = \"file:./dev.db\"
}
model User {
  id String @id
}
//- docs/stories/1.story.md
# Notes

The `notes` table has a text.
";
    assert_eq!(generated(story), "notes: OtherDatabase");
}

const STORY: &str = "
//- docs/stories/1.story.md
# Orders

The `orders` table:

| Column | Type | Notes |
|---|---|---|
| id | uuid | primary key |
| user_id | | references users |
| code | varchar(20) | unique |
| status | enum('open', 'paid') | |
| paid | boolean | default false |
| total | numeric(10,2) | |
| details | jsonb | optional |
| shipped_at | timestamp | optional |
";

#[test]
fn a_house_of_sqlite_gets_tables_of_sqlite() {
    let house = r#"
//- db/schema.ts
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const users = sqliteTable('users', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  createdAt: integer('created_at', { mode: 'timestamp_ms' }).notNull().$defaultFn(() => new Date()),
});

export const teams = sqliteTable('teams', {
  id: text('id').primaryKey(),
  createdAt: integer('created_at', { mode: 'timestamp_ms' }).notNull().$defaultFn(() => new Date()),
});
"#;
    shows(
        &format!("{house}{}", STORY.trim_start()),
        &expect![[r#"
        //- db/schema.ts
        import { index, integer, numeric, sqliteTable, text } from 'drizzle-orm/sqlite-core';

        export const users = sqliteTable('users', {
          id: text('id').primaryKey(),
          name: text('name').notNull(),
          createdAt: integer('created_at', { mode: 'timestamp_ms' }).notNull().$defaultFn(() => new Date()),
        });

        export const teams = sqliteTable('teams', {
          id: text('id').primaryKey(),
          createdAt: integer('created_at', { mode: 'timestamp_ms' }).notNull().$defaultFn(() => new Date()),
        });

        export const orders = sqliteTable(
          'orders',
          {
            id: text('id').primaryKey().$defaultFn(() => crypto.randomUUID()),
            userId: text('user_id').notNull().references(() => users.id, { onDelete: 'cascade' }),
            code: text('code').notNull().unique(),
            status: text('status', { enum: ['open', 'paid'] }).notNull(),
            paid: integer('paid', { mode: 'boolean' }).notNull().default(false),
            total: numeric('total').notNull(),
            details: text('details', { mode: 'json' }),
            shippedAt: integer('shipped_at', { mode: 'timestamp_ms' }),
            createdAt: integer('created_at', { mode: 'timestamp_ms' })
              .notNull()
              .$defaultFn(() => new Date()),
          },
          (table) => [index('orders_user_id_idx').on(table.userId)],
        );

        export type Order = typeof orders.$inferSelect;
        export type NewOrder = typeof orders.$inferInsert;
    "#]],
    );
}

#[test]
fn a_house_of_mysql_gets_tables_of_mysql() {
    let house = r#"
//- db/schema.ts
import { int, mysqlTable, timestamp, varchar } from 'drizzle-orm/mysql-core';

export const users = mysqlTable('users', {
  id: int('id').autoincrement().primaryKey(),
  name: varchar('name', { length: 120 }).notNull(),
  createdAt: timestamp('created_at').notNull().defaultNow(),
});

export const teams = mysqlTable('teams', {
  id: int('id').autoincrement().primaryKey(),
  createdAt: timestamp('created_at').notNull().defaultNow(),
});
"#;
    shows(
        &format!("{house}{}", STORY.trim_start()),
        &expect![[r#"
        //- db/schema.ts
        import { boolean, decimal, index, int, json, mysqlEnum, mysqlTable, timestamp, varchar } from 'drizzle-orm/mysql-core';

        export const users = mysqlTable('users', {
          id: int('id').autoincrement().primaryKey(),
          name: varchar('name', { length: 120 }).notNull(),
          createdAt: timestamp('created_at').notNull().defaultNow(),
        });

        export const teams = mysqlTable('teams', {
          id: int('id').autoincrement().primaryKey(),
          createdAt: timestamp('created_at').notNull().defaultNow(),
        });

        export const orders = mysqlTable(
          'orders',
          {
            id: varchar('id', { length: 36 })
              .primaryKey()
              .$defaultFn(() => crypto.randomUUID()),
            userId: int('user_id')
              .notNull()
              .references(() => users.id, { onDelete: 'cascade' }),
            code: varchar('code', { length: 20 }).notNull().unique(),
            status: mysqlEnum('status', ['open', 'paid']).notNull(),
            paid: boolean('paid').notNull().default(false),
            total: decimal('total', { precision: 10, scale: 2 }).notNull(),
            details: json('details'),
            shippedAt: timestamp('shipped_at'),
            createdAt: timestamp('created_at').notNull().defaultNow(),
          },
          (table) => [index('orders_user_id_idx').on(table.userId)],
        );

        export type Order = typeof orders.$inferSelect;
        export type NewOrder = typeof orders.$inferInsert;
    "#]],
    );
}

#[test]
fn half_a_story_or_half_a_schema_does_no_harm() {
    let story = "# Refunds

The `refund` table:

| Field | Type |
|---|---|
| status | enum ('open' \\| 'done') |

- `purchase_id`: FK to purchase, `refund.amount`

```sql
CREATE TABLE audit_log (id UUID PRIMARY KEY, actor INTEGER REFERENCES refund(id) ON DELETE SET NULL);
```
";
    let schema = SINGLE.trim_start().trim_start_matches("//- lib/schema.ts\n");
    let cut = |text: &str, end: usize| text.get(..end).map(str::to_owned);
    for end in (0..=story.len().max(schema.len())).filter(|it| it % 3 == 0) {
        let whole = cut(story, end).unwrap_or_else(|| story.to_owned());
        let _ = generated(&format!("{SINGLE}//- docs/stories/1.story.md\n{whole}"));
        let half = cut(schema, end).unwrap_or_else(|| schema.to_owned());
        let _ = generated(&format!("//- lib/schema.ts\n{half}\n//- docs/stories/1.story.md\n{story}"));
    }
}

#[test]
fn a_barrel_and_relations_that_no_setting_names_are_kept_up() {
    let story = "//- docs/stories/1.story.md
# Invoices

The system keeps the `invoices` table:

- `user_id`: FK to users
- `number`: string, unique
";
    let (head, tail) = HOUSE.split_once("//- drizzle.config.ts").expect("the house has settings");
    let (_, files) = tail.split_once("//- ").expect("the house has files");
    let without = generated(&format!("{head}//- {files}{story}"));
    assert_eq!(without, generated(&format!("{HOUSE}{story}")));
    assert!(without.contains("export * from \"./invoices\";"), "{without}");
    assert!(without.contains("export const invoicesRelations"), "{without}");
}

#[test]
fn a_name_in_a_query_alone_asks_for_no_table() {
    let loaded = Loaded::new(Fixture::parse(
        "
//- docs/stories/1.story.md
Run `SELECT * FROM nowhere` first. Rows go to the `invoices` table, see `SELECT id FROM invoices`.
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const orders = pgTable('orders', { id: text('id').primaryKey() });
",
    ));
    assert_eq!(candidates(&loaded.snapshot, loaded.file("docs/stories/1.story.md")), ["invoices"]);
}

#[test]
fn a_house_that_has_only_begun_gets_timestamps_and_a_grown_one_without_gets_none() {
    let story = "//- docs/stories/1.story.md\nRows go to the `invoices` table.\n";
    let house = |count: usize| {
        let mut text =
            format!("{story}//- db/schema.ts\nimport {{ pgTable, text }} from 'drizzle-orm/pg-core';\n");
        for number in 0..count {
            text.push_str(&format!(
                "export const t{number} = pgTable('t{number}', {{ id: text('id').primaryKey() }});\n"
            ));
        }
        generated(&text)
    };
    let begun = house(2);
    assert!(begun.contains("createdAt: timestamp('created_at'"), "{begun}");
    assert!(begun.contains("updatedAt: timestamp('updated_at'"), "{begun}");
    let grown = house(6);
    assert!(!grown.contains("timestamp("), "{grown}");
}

#[test]
fn a_model_in_prisma_gets_the_teams_names_and_its_own_types() {
    let story = "//- docs/stories/1.story.md
# Parcels

```prisma
enum ParcelState {
  PACKED
  SENT
}

model Parcel {
  id         Int         @id @default(autoincrement())
  customerId Int
  customer   Customer    @relation(fields: [customerId], references: [id], onDelete: Cascade)
  weight     Decimal     @db.Decimal(8, 3)
  state      ParcelState @default(PACKED)
  sentAt     DateTime?   @db.Timestamptz(6)
  @@unique([customerId, sentAt])
}
```
";
    let text = generated(&format!("{SINGLE}{story}")).lines().skip(12).collect::<Vec<_>>().join("\n");
    let expected = expect![[r#"
          createdAt: timestamp('created_at').notNull().defaultNow()
        })

        export const parcelStateEnum = pgEnum('parcel_state', ['PACKED', 'SENT'])

        export const parcel = pgTable(
          'parcel',
          {
            id: serial('id').primaryKey(),
            customerId: integer('customer_id')
              .notNull()
              .references(() => customer.id, { onDelete: 'cascade', onUpdate: 'cascade' }),
            weight: numeric('weight', { precision: 8, scale: 3 }).notNull(),
            state: parcelStateEnum('state').notNull().default('PACKED'),
            sentAt: timestamp('sent_at', { withTimezone: true, precision: 6 })
          },
          (table) => [unique().on(table.customerId, table.sentAt)]
        )

        export type Parcel = typeof parcel.$inferSelect
        export type NewParcel = typeof parcel.$inferInsert"#]];
    expected.assert_eq(&text);
}

#[test]
fn a_diagrams_own_words_for_types_cost_no_column() {
    shows(
        r#"
//- drizzle.config.ts
export default { schema: "./db/schema.ts", dialect: "postgresql" };
//- db/schema.ts
import { pgTable, text } from "drizzle-orm/pg-core";

export const users = pgTable("users", { id: text("id").primaryKey() });
//- docs/stories/1.story.md
# Orders

```mermaid
erDiagram
  orders {
    string id PK
    number copies
    any thing
    datetime seen
  }
```
"#,
        &expect![[r#"
            //- db/schema.ts
            import { integer, pgTable, text, timestamp } from "drizzle-orm/pg-core";

            export const users = pgTable("users", { id: text("id").primaryKey() });

            export const orders = pgTable("orders", {
              id: text("id").primaryKey(),
              copies: integer("copies"),
              thing: text("thing"),
              seen: timestamp("seen", { withTimezone: true }),
            });

            export type Order = typeof orders.$inferSelect;
            export type NewOrder = typeof orders.$inferInsert;
        "#]],
    );
}

#[test]
fn a_house_that_declares_both_sides_of_a_relation_gets_both() {
    shows(
        r#"
//- src/db/users.ts
import { relations } from "drizzle-orm";
import { pgTable, text } from "drizzle-orm/pg-core";
import { posts } from "./posts";

export const users = pgTable("users", { id: text("id").primaryKey() });

export const usersRelations = relations(users, ({ many }) => ({
  posts: many(posts),
}));
//- src/db/posts.ts
import { relations } from "drizzle-orm";
import { pgTable, text } from "drizzle-orm/pg-core";
import { users } from "./users";

export const posts = pgTable("posts", {
  id: text("id").primaryKey(),
  userId: text("user_id").notNull().references(() => users.id),
});

export const postsRelations = relations(posts, ({ one }) => ({
  user: one(users, { fields: [posts.userId], references: [users.id] }),
}));
//- docs/stories/1.story.md
# Comments

The `comments` table:

| Column | Type | Notes |
|---|---|---|
| id | text | primary key |
| user_id | text | references users |
| body | text | |
"#,
        &expect![[r#"
            //- src/db/comments.ts
            import { relations } from "drizzle-orm";
            import { index, pgTable, text, timestamp } from "drizzle-orm/pg-core";
            import { users } from "./users";

            export const comments = pgTable(
              "comments",
              {
                id: text("id").primaryKey(),
                userId: text("user_id").notNull().references(() => users.id),
                body: text("body").notNull(),
                createdAt: timestamp("created_at", { withTimezone: true })
                  .notNull()
                  .defaultNow(),
                updatedAt: timestamp('updated_at', { withTimezone: true })
                  .notNull()
                  .defaultNow()
                  .$onUpdate(() => new Date()),
              },
              (table) => [index("comments_user_id_idx").on(table.userId)],
            );

            export type Comment = typeof comments.$inferSelect;
            export type NewComment = typeof comments.$inferInsert;

            export const commentsRelations = relations(comments, ({ one }) => ({
              user: one(users, {
                fields: [comments.userId],
                references: [users.id],
              }),
            }));
            //- src/db/users.ts
            import { relations } from "drizzle-orm";
            import { pgTable, text } from "drizzle-orm/pg-core";
            import { posts } from "./posts";
            import { comments } from "./comments";

            export const users = pgTable("users", { id: text("id").primaryKey() });

            export const usersRelations = relations(users, ({ many }) => ({
              posts: many(posts),
              comments: many(comments),
            }));
        "#]],
    );
}
