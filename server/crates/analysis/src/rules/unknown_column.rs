//! A story names a column that its table does not have.

use schema::model::{Column, Table};
use schema::names;
use story::{Mention, Subject};
use workspace::model::Presence;
use workspace::snapshot::Cancelled;

use super::Cx;
use super::unknown_table::{declared, is_retired, may_be_slip, spelled_like};
use crate::coverage::{self, Ground, presence};
use crate::{Finding, Fix, generate};

rule! {
    /// ## What it finds
    ///
    /// A column named in a story that its table does not have.
    ///
    /// Only mentions count that name the table too and look like nothing else (`orders.paid_at` in a code span), and
    /// only tables of which every column is known. Columns may be spelled in any case style. What reads like an event
    /// (`orders.payment_failed`) is left alone, and so is the key of a row in a table of keys and values
    /// (`settings.page_size`). Where several schemas have a table of that name, the one of the story's
    /// package counts, or the only one with all tables of the story; else a column is missing if none has it. A column
    /// that another account of the database may make (an entity class, a migration in code, SQL beside a schema), or that
    /// a script puts rows into, is not missing. In a document that says it is a draft the finding is an info, unless `schemark.toml` decides otherwise.
    ///
    /// ## Why it matters
    ///
    /// A story that relies on a column that is not there is a bug found before it is written.
    ///
    /// ## Examples
    ///
    /// ```bad
    /// //- db/schema.ts
    /// import { pgTable, text, timestamp } from 'drizzle-orm/pg-core';
    /// export const orders = pgTable('orders', { id: text('id').primaryKey(), paidAt: timestamp('paid_at') });
    /// //- docs/stories/checkout.md
    /// Set `orders.payed_at` when the money arrives.
    ///             ^^^^^^^^ table `orders` has no column named `payed_at`
    /// ```
    ///
    /// ```good
    /// //- db/schema.ts
    /// import { pgTable, text, timestamp } from 'drizzle-orm/pg-core';
    /// export const orders = pgTable('orders', { id: text('id').primaryKey(), paidAt: timestamp('paid_at') });
    /// //- docs/stories/checkout.md
    /// Set `orders.paid_at` when the money arrives, then `orders.paidAt` is shown by `orders.format()`.
    /// ```
    code: "unknown-column",
    level: Warning,
    reads: Stories,
}

fn check(cx: &Cx<'_>, found: &mut Vec<Finding>) -> Result<(), Cancelled> {
    let facts = cx.document.facts();
    if cx.root.model.is_empty() || is_retired(facts.status, cx.document) {
        return Ok(());
    }
    let demands = coverage::demands(cx.document, cx.root, &facts);
    let ground = cx.ground();
    for demand in demands.iter().filter(|it| it.mention.subject == Subject::Column) {
        let mention = &demand.mention;
        let Some(table) = table_without(&ground, mention) else { continue };
        let message = format!("table `{}` has no column named `{}`", table.name.text, mention.name);
        let mut finding = cx.finding(mention.span, &mention.name, message);
        finding.evidence = mention.form.evidence().into();
        finding.severity = demand.at_most(cx.severity);
        finding.related.push(declared(table));
        found.push(finding);
    }
    Ok(())
}

fn fix(cx: &Cx<'_>, finding: &Finding) -> Vec<Fix> {
    let facts = cx.document.facts();
    let mut mentions = facts.mentions.iter();
    let mention = mentions.find(|it| it.subject == Subject::Column && it.span == finding.span);
    let Some(table) = mention.and_then(|it| table_without(&cx.ground(), it)) else { return Vec::new() };
    let mut fixes = Vec::new();
    if let Some(column) = nearest(table, &finding.name) {
        let name = spelled_like(&column.name.text, &finding.name);
        let mut fix = cx.replacement(finding, format!("Change to \"{name}\""), finding.span, &name);
        fix.preferred = true;
        fixes.push(fix);
    }
    if let Some(edits) = generate::add_column(cx.snapshot, finding.file, table, &finding.name) {
        fixes.push(cx.change(
            finding,
            format!("Add column `{}` to `{}`", finding.name, table.name.text),
            edits,
        ));
    }
    fixes
}

/// The table that `mention` names the column of, if it surely lacks that column.
fn table_without<'a>(ground: &Ground<'a>, mention: &Mention) -> Option<&'a Table> {
    let table = ground.table(mention.table.as_deref()?)?;
    (presence(ground, mention) == Presence::Absent).then_some(table)
}

/// The column of `table` whose name lies closest to `name`, if one is close enough to be a slip.
fn nearest<'a>(table: &'a Table, name: &str) -> Option<&'a Column> {
    let candidates = table.columns.iter().map(|column| column.name.text.as_str());
    let nearest = names::nearest(name, candidates.filter(|it| may_be_slip(name, it)))?;
    table.columns.iter().find(|column| column.name.text == nearest)
}

#[cfg(test)]
mod tests {
    use testkit::{check, check_fix, check_fix_titled, check_none};

    #[test]
    fn fields_under_a_title_are_columns_of_its_table() {
        check(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const items = pgTable('order_items', { id: text('id').primaryKey() });
//- docs/stories/a.md
**New Order Items Table:**

- `id`: text
- `coupon`: text
   ^^^^^^ table `order_items` has no column named `coupon`

**Coupons Table:**

- Name: the first column
- `coupon`: sortable
",
        );
    }

    #[test]
    fn a_column_that_the_table_lacks_is_reported() {
        check(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const teams = pgTable('teams', { id: text('id').primaryKey(), name: text('name') });
//- docs/stories/a.md
Show `teams.display_name` in the header.
            ^^^^^^^^^^^^ table `teams` has no column named `display_name`
",
        );
    }

    #[test]
    fn a_table_with_columns_that_cannot_be_known_lacks_nothing() {
        check_none(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
import { auditColumns } from 'company-tables';
export const teams = pgTable('teams', { id: text('id').primaryKey(), ...auditColumns });
//- docs/stories/a.md
Show `teams.display_name` in the header.
//- schemark.toml
[rules]
schema-unreadable = \"off\"
",
        );
    }

    #[test]
    fn key_fields_of_a_file_are_columns_in_any_case_style() {
        check(
            "
//- db/users.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: text('id').primaryKey(), clerkUserId: text('clerk_user_id'), first_name: text('first_name') });
//- docs/stories/schema.md
#### `users.ts`

- **Table**: `users`
- **Key Fields**: `clerkUserId`, `firstName`, `nickName`
                                               ^^^^^^^^ table `users` has no column named `nickName`
",
        );
    }

    #[test]
    fn an_event_is_no_column() {
        check_none(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const orders = pgTable('orders', { id: text('id').primaryKey() });
//- docs/stories/a.md
Publish `orders.payment_failed`, then `orders.owner_change`; `billing.orders.line_items` is another place.
",
        );
    }

    #[test]
    fn a_column_that_rows_are_put_into_may_be_there() {
        let story = "//- docs/stories/a.md\nShow `parts.maker_code` and `parts.shelf_code`.\n";
        let unsure =
            "                                   ^^^^^^^^^^ table `parts` has no column named `shelf_code`\n";
        let sure = format!("            ^^^^^^^^^^ table `parts` has no column named `maker_code`\n{unsure}");
        let schema = "\n//- db/schema.sql\nCREATE TABLE parts (id int PRIMARY KEY, name text);\n";
        let rows = "INSERT INTO parts (name, maker_code) VALUES ('bolt', 'b-1');\n";
        for path in ["db/seeds/parts.sql", "db/sample-data.sql", "db/setup.sql"] {
            check(&format!("{schema}{story}{unsure}//- {path}\n{rows}"));
        }
        check(&format!("{schema}{story}{sure}//- tests/seed.sql\n{rows}"));
        // Rows of another table of that name: one that is planned, too.
        let planned =
            "INSERT INTO parts (name, maker_code, weight, colour) VALUES ('bolt', 'b-1', 1, 'red');\n";
        check(&format!("{schema}{story}{sure}//- db/seeds/parts.sql\n{planned}"));
        let history =
            "\n//- db/migrations/001_parts.sql\nCREATE TABLE parts (id int PRIMARY KEY, maker_code text);\n";
        let later =
            format!("//- db/migrations/002_maker.sql\n{rows}ALTER TABLE parts DROP COLUMN maker_code;\n");
        check(&format!("{history}{story}{sure}{later}"));
    }

    #[test]
    fn the_key_of_a_row_is_no_column() {
        let schema = |columns: &str| {
            format!(
                "//- prisma/schema.prisma\ndatasource db {{\n  provider = \"postgresql\"\n}}\nmodel Setting {{\n{columns}\n  @@map(\"shop_settings\")\n}}\n//- docs/stories/a.md\n"
            )
        };
        let columns = "  key String @id\n  value String\n  updatedAt DateTime @updatedAt";
        check(&format!(
            "\n{}The size is `shop_settings.max_page_size`, changed by `shop_settings.deleted_at`.
                                                                     ^^^^^^^^^^ table `shop_settings` has no column named `deleted_at`
",
            schema(columns)
        ));
        for columns in [
            // Keys that are not told apart, rows that hold more than a value, a name that is no key.
            "  id Int @id\n  key String\n  value String",
            "  key String @id\n  value String\n  price Int",
            "  name String @id\n  data String",
        ] {
            check(&format!(
                "\n{}The size is `shop_settings.max_page_size`.
                           ^^^^^^^^^^^^^ table `shop_settings` has no column named `max_page_size`
",
                schema(columns)
            ));
        }
    }

    #[test]
    fn a_column_that_is_wanted_is_added_to_the_schema() {
        check_fix_titled(
            "Add column `display_name` to `teams`",
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const teams = pgTable('teams', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
});
//- docs/stories/a.md
Show `teams.display_name` in the header.
",
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const teams = pgTable('teams', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  displayName: text('display_name'),
});
",
        );
    }

    #[test]
    fn a_slip_becomes_the_nearest_column() {
        check_fix(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const teams = pgTable('teams', { id: text('id').primaryKey(), displayName: text('display_name') });
//- docs/stories/a.md
Show `teams.dispaly_name` in the header.
",
            "
//- docs/stories/a.md
Show `teams.display_name` in the header.
",
        );
    }

    #[test]
    fn a_broken_table_lacks_nothing() {
        check_none(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: text('id').primaryKey() });
export const teams = pgTable('teams', { id: text('id').primaryKey(), name: text(
//- docs/stories/a.md
Show `teams.display_name` in the header.
//- schemark.toml
[rules]
schema-unreadable = \"off\"
",
        );
    }

    const USERS: &str = "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const members = pgTable('members', { id: text('id').primaryKey() });
//- docs/stories/a.md
";

    #[test]
    fn a_column_that_another_account_of_the_database_makes_may_be_there() {
        let entity = "//- src/members/member.entity.ts
@Entity('members')
export class Member { @Column({ name: 'pen_name' }) penName: string; }
";
        let migration = "//- migrations/7-pen-name.ts
await runner.query('ALTER TABLE members ADD COLUMN pen_name text');
";
        let script = "//- sql/add-pen-names.sql
ALTER TABLE members ADD COLUMN IF NOT EXISTS pen_name text;
";
        for account in [entity, migration, script] {
            check(&format!(
                "{USERS}Show `members.pen_name` and `members.last_name`.
                                     ^^^^^^^^^ table `members` has no column named `last_name`
{account}"
            ));
        }
    }

    #[test]
    fn what_a_later_script_takes_away_is_missing() {
        check(&format!(
            "{USERS}Show `members.pen_name` in the header.
              ^^^^^^^^ table `members` has no column named `pen_name`
//- sql/migrations/001_add.sql
ALTER TABLE members ADD COLUMN pen_name text;
//- sql/migrations/002_drop.sql
ALTER TABLE members DROP COLUMN pen_name;
"
        ));
    }

    #[test]
    fn what_a_tool_made_of_the_schema_tells_nothing_more() {
        let journal = "//- drizzle/meta/_journal.json
{ \"entries\": [{ \"idx\": 0, \"tag\": \"0000_first\" }] }
//- drizzle/0000_first.sql
CREATE TABLE members (id text PRIMARY KEY, pen_name text);
";
        check(&format!(
            "{USERS}Show `members.pen_name` in the header.
              ^^^^^^^^ table `members` has no column named `pen_name`
{journal}"
        ));
        check_none(&format!(
            "{USERS}Show `members.pen_name` in the header.
{journal}//- drizzle/0001_search_by_hand.sql
ALTER TABLE members ADD COLUMN pen_name text;
"
        ));
    }

    #[test]
    fn a_renamed_column_is_no_missing_one_in_french() {
        check(&format!(
            "{USERS}- `members.pen_name` → `members.id` (renommage de colonne)
- Afficher `members.last_name`
                    ^^^^^^^^^ table `members` has no column named `last_name`
"
        ));
    }
}
