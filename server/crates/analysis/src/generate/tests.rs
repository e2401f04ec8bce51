//! What is generated for small stories in small houses.

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
        //- src/db/schema/invoices.ts
        import { pgTable, text, timestamp } from "drizzle-orm/pg-core";
        import { createId } from "../../lib/ids";

        export const invoices = pgTable("invoices", {
          id: text("id").primaryKey().$defaultFn(() => createId("inv")),
          createdAt: timestamp("created_at", { mode: "date", precision: 3 }).notNull().defaultNow(),
        });

        export type Invoice = typeof invoices.$inferSelect;
        export type InvoiceInsert = typeof invoices.$inferInsert;
    "#]],
    );
}
