//! A story names a table that no schema declares.

use schema::model::Table;
use schema::names::{self, Case, Folded};
use story::{Mention, Status, Strength, Subject};
use workspace::document::Document;
use workspace::model::Presence;
use workspace::snapshot::Cancelled;

use super::Cx;
use crate::coverage::{self, presence};
use crate::{Finding, Fix, Related};

rule! {
    /// ## What it finds
    ///
    /// A table named in a story that no loaded schema declares.
    ///
    /// At the default strictness only mentions count whose form leaves no doubt (`` `invoices` table ``, `CREATE TABLE invoices`, "FK to
    /// invoices"), and only if the text does not itself say that the table is rejected, deferred, removed or kept
    /// elsewhere. A table may be spelled in any case style, in singular or plural. Documents that are retired or lie
    /// in an archive are left alone, and so is everything while a schema cannot be read. What another account of a
    /// database declares (entity classes, migrations in code, SQL beside a schema), or code asks a hosted database for
    /// (`supabase.from('orders')`), may be there and is not reported; nor
    /// is what a guide for strangers names, a document that keeps its data in another store (or defines its tables in that
    /// store's language), or a copy that a runbook keeps of a table (`orders_backup`, `CREATE TABLE … AS SELECT`). A
    /// `` `User` model `` or an OrderItem entity counts where a schema is Prisma's, which calls its tables models. A heading that
    /// is only a name ("5.2 Lead") over a table of fields with a key counts where most of the headings beside it are
    /// tables; so does a title in plain words ("**Order Items Table:**") with two typed fields or more below it.
    ///
    /// A document that says it is a draft (`**Status**: Draft`, front matter, "## Status") names what is not built yet:
    /// there the finding is an info, unless `schemark.toml` decides otherwise. Once it is approved or done it is a
    /// warning, as in documents that state nothing.
    ///
    /// ## Why it matters
    ///
    /// Either the story promises something that nobody built, or it calls something by a name that nobody will find.
    /// Both cost the next reader an hour.
    ///
    /// ## Examples
    ///
    /// ```bad
    /// //- db/schema.ts
    /// import { pgTable, text } from 'drizzle-orm/pg-core';
    /// export const orders = pgTable('orders', { id: text('id').primaryKey() });
    /// //- docs/stories/checkout.md
    /// The system stores a row in the `invoices` table.
    ///                                 ^^^^^^^^ no schema declares a table named `invoices`
    /// ```
    ///
    /// ```good
    /// //- db/schema.ts
    /// import { pgTable, text } from 'drizzle-orm/pg-core';
    /// export const orderItems = pgTable('order_items', { id: text('id').primaryKey() });
    /// //- docs/stories/checkout.md
    /// Each `OrderItem` keeps its price in the `order_items` table. Call `createInvoice` afterwards.
    /// ```
    code: "unknown-table",
    level: Warning,
    reads: Stories,
}

fn check(cx: &Cx<'_>, found: &mut Vec<Finding>) -> Result<(), Cancelled> {
    let model = &cx.root.model;
    let facts = cx.document.facts();
    // Without any schema, `schema-unreadable` says so once.
    if model.is_empty() || is_retired(facts.status, cx.document) {
        return Ok(());
    }
    let demands = coverage::demands(cx.document, cx.root, &facts);
    let ground = cx.ground();
    for demand in demands.iter().filter(|it| it.mention.subject == Subject::Table) {
        let mention = &demand.mention;
        if presence(&ground, mention) != Presence::Absent {
            continue;
        }
        let message = format!("no schema declares a table named `{}`", mention.name);
        let mut finding = cx.finding(mention.span, &mention.name, message);
        finding.evidence = mention.form.evidence().into();
        finding.severity = demand.at_most(cx.severity);
        finding.related.extend(nearest(cx, &mention.name).map(declared));
        found.push(finding);
    }
    Ok(())
}

fn fix(cx: &Cx<'_>, finding: &Finding) -> Vec<Fix> {
    let mut fixes = Vec::new();
    if let Some(table) = nearest(cx, &finding.name) {
        let name = spelled_like(&table.name.text, &finding.name);
        let mut fix = cx.replacement(finding, format!("Change to \"{name}\""), finding.span, &name);
        fix.preferred = true;
        fixes.push(fix);
    }
    if let Some(edits) = cx.tables(finding.file, std::slice::from_ref(&finding.name)) {
        fixes.push(cx.change(finding, format!("Create table `{}`", finding.name), edits));
    }
    fixes
}

/// The table whose name lies closest to `name`, if `name` may be a slip for it.
fn nearest<'a>(cx: &Cx<'a>, name: &str) -> Option<&'a Table> {
    cx.root
        .model
        .nearest_table(name)
        .filter(|table| may_be_slip(name, &table.name.text) || may_be_slip(name, &table.key.text))
}

/// True if every word of `name` may be a slip for its counterpart in `meant`: `payed_at` for `paid_at`, but not
/// `owner_id` for `owner_at`, which are different words.
pub(crate) fn may_be_slip(name: &str, meant: &str) -> bool {
    let (name, meant) = (names::words(name), names::words(meant));
    let alike = |(a, b): (&String, &String)| {
        let (a, b) = (names::singular(a), names::singular(b));
        let longer = a.chars().count().max(b.chars().count());
        names::distance(&Folded::new(&a), &Folded::new(&b)) * 2 <= longer
    };
    name.len() != meant.len() || name.iter().zip(&meant).all(alike)
}

/// True if `mention` asks for the thing it names to exist.
pub(super) fn demands(mention: &Mention) -> bool {
    mention.strength == Strength::Strong && mention.cue.is_none()
}

/// True for a document that speaks of the past: its names were right once.
pub(crate) fn is_retired(status: Status, document: &Document) -> bool {
    status == Status::Retired || document.is_archived()
}

/// The remark that `table` is declared where it is.
pub(super) fn declared(table: &Table) -> Related {
    Related { place: table.name.place, message: format!("`{}` is declared here", table.name.text) }
}

/// `name` in the case style of `like`; as it is if `like` shows none.
pub(super) fn spelled_like(name: &str, like: &str) -> String {
    let is_one_word = names::words(like).len() < 2;
    match names::case_of(like) {
        Some(Case::Snake) if !is_one_word => names::snake_case(name),
        Some(Case::Camel) => names::camel_case(name),
        Some(Case::Pascal) => names::pascal_case(name),
        Some(Case::Kebab) => names::kebab_case(name),
        Some(Case::Screaming) => names::snake_case(name).to_uppercase(),
        Some(Case::Snake) | None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use testkit::{Fixture, Loaded, check, check_fix, check_none};

    #[test]
    fn every_strong_mention_is_reported() {
        check(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const orders = pgTable('orders', { id: text('id').primaryKey() });
//- docs/stories/a.md
The `invoices` table and the `payments` table.
     ^^^^^^^^ no schema declares a table named `invoices`
                              ^^^^^^^^ no schema declares a table named `payments`
",
        );
    }

    #[test]
    fn case_and_number_do_not_hide_a_table() {
        check_none(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const orderItems = pgTable('order_items', { id: text('id').primaryKey() });
//- docs/stories/a.md
The `orderItems` table, the `OrderItem` table and the `order_item` table are one.
",
        );
    }

    #[test]
    fn a_slip_becomes_the_nearest_name_in_the_mentions_style() {
        check_fix(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const orderItems = pgTable('order_items', { id: text('id').primaryKey() });
//- docs/stories/a.md
Add a row to the `orderItmes<|>` table.
",
            "
//- docs/stories/a.md
Add a row to the `orderItems` table.
",
        );
    }

    fn severity(status: &str, config: &str) -> &'static str {
        let loaded = Loaded::new(Fixture::parse(&format!(
            "
//- db/schema.ts
import {{ pgTable, text }} from 'drizzle-orm/pg-core';
export const orders = pgTable('orders', {{ id: text('id').primaryKey() }});
//- docs/stories/a.md
{status}

The `invoices` table.
//- schemark.toml
{config}
"
        )));
        loaded.findings().first().map_or("none", |it| it.severity.name())
    }

    #[test]
    fn the_documents_state_of_work_decides_how_serious_a_gap_is() {
        assert_eq!(severity("**Status**: Draft", ""), "info");
        assert_eq!(severity("## Status\n\n📋 Draft - Pending Development", ""), "info");
        assert_eq!(severity("**Status**: Approved", ""), "warning");
        assert_eq!(severity("**Status**: ✅ Complete", ""), "warning");
        assert_eq!(severity("Nothing is said.", ""), "warning");
        assert_eq!(severity("- `status`: pending\n- status: new", ""), "warning");
        assert_eq!(severity("Then set `orders.status: PENDING` at once.", ""), "warning");
    }

    #[test]
    fn what_the_user_decides_holds_in_a_draft_too() {
        assert_eq!(severity("**Status**: Draft", "rules = { unknown-table = 'warning' }"), "warning");
        assert_eq!(severity("**Status**: Draft", "rules = { unknown-table = 'error' }"), "error");
    }

    #[test]
    fn a_model_is_a_table_where_prisma_speaks() {
        check(
            "
//- prisma/schema.prisma
datasource db {
  provider = \"postgresql\"
}
model User {
  id Int @id
}
//- docs/stories/a.md
The `User` model, User and WorkOrder models, the OpenAI model and the `PostIt` data model.
                           ^^^^^^^^^ no schema declares a table named `WorkOrder`
",
        );
    }

    #[test]
    fn a_model_may_be_any_class_where_no_prisma_speaks() {
        check_none(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const orders = pgTable('orders', { id: text('id').primaryKey() });
//- docs/stories/a.md
The `JourneyNode` model and the WorkOrder entity.
",
        );
    }

    #[test]
    fn another_word_is_no_slip() {
        assert!(super::may_be_slip("payed_at", "paid_at") && super::may_be_slip("orderItmes", "order_items"));
        assert!(!super::may_be_slip("facilitator_id", "facilitator_mode"));
    }

    #[test]
    fn a_query_makes_names_for_itself() {
        check(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const orders = pgTable('orders', { id: text('id').primaryKey() });
//- docs/stories/a.md
```sql
INSERT INTO orders (id)
WITH recent AS (SELECT id FROM orders), best (id) AS MATERIALIZED (SELECT id FROM recent)
SELECT best.id FROM best JOIN recent ON recent.id = best.id JOIN refunds ON true;
                                                                 ^^^^^^^ no schema declares a table named `refunds`

CREATE FUNCTION note() RETURNS trigger AS $$
BEGIN
  SELECT count(*) INTO found_count FROM added_rows;
  RETURN NULL;
END;
$$ LANGUAGE plpgsql;

CREATE TRIGGER noted AFTER INSERT ON orders REFERENCING NEW TABLE AS added_rows
FOR EACH STATEMENT EXECUTE FUNCTION note();
```
",
        );
    }

    #[test]
    fn an_enum_or_a_database_schema_is_no_missing_table() {
        check_none(
            "
//- db/schema.ts
import { pgEnum, pgSchema, pgTable, text } from 'drizzle-orm/pg-core';
export const billing = pgSchema('billing');
export const invoices = billing.table('invoices', { id: text('id').primaryKey() });
export const orderState = pgEnum('order_state', ['open', 'paid']);
export const orders = pgTable('orders', { id: text('id').primaryKey(), state: orderState('state') });
//- docs/stories/a.md
Added the order_state and orders tables; `invoice_id` is a FK to billing.invoices.

```mermaid
erDiagram
  order_state {
    open open
    paid paid
  }
  orders {
    text id
  }
```
",
        );
    }

    #[test]
    fn what_a_comment_calls_an_example_is_not_asked_for() {
        check_none(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const orders = pgTable('orders', { id: text('id').primaryKey() });
//- docs/stories/a.md
Edit the schema like this:

```sql
-- Example: a table more for those who give things away, which nobody needs to build before the next year has come
CREATE TABLE coupons (id text PRIMARY KEY);
```

```sql
-- 例: 字段
ALTER TABLE orders ADD COLUMN note text;
```
",
        );
    }

    #[test]
    fn a_table_of_another_database_schema_is_elsewhere() {
        check_none(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const orders = pgTable('orders', { id: text('id').primaryKey() });
//- docs/stories/a.md
```sql
CREATE TABLE orders (id text, member_id text REFERENCES auth.members(id));
```
//- schemark.toml
[rules]
unknown-column = \"off\"
",
        );
    }

    #[test]
    fn an_archived_story_is_history() {
        check_none(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const orders = pgTable('orders', { id: text('id').primaryKey() });
//- docs/stories/archive/a.md
Rows go to the `invoices` table.
",
        );
    }

    #[test]
    fn a_half_typed_schema_makes_its_table_unknown_not_missing() {
        check_none(
            "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const orders = pgTable('orders', { id: text('id').primaryKey() });
export const invoices = pgTable('invoices', { id: text('id').primaryKey(), total: 
//- docs/stories/a.md
Rows go to the `orders` table and to the `invoices` table.
//- schemark.toml
[rules]
schema-unreadable = \"off\"
",
        );
    }

    const ORDERS: &str = "
//- db/schema.ts
import { pgTable, text } from 'drizzle-orm/pg-core';
export const orders = pgTable('orders', { id: text('id').primaryKey() });
//- docs/stories/a.md
";

    #[test]
    fn a_table_that_another_orm_declares_may_be_there() {
        for account in [
            "//- app/src/main/java/shop/data/entity/NoteEntity.kt\n@Entity(tableName = \"gift_notes\")\ndata class NoteEntity(val id: Long)\n",
            "//- db/migrate/3_notes.rb\ncreate_table :gift_notes do |t|\nend\n",
            "//- shop/models.py\nclass GiftNote(models.Model):\n    pass\n",
            "//- src/types/database.types.ts\nexport type Database = { public: { Tables: { gift_notes: { Row: { id: string } } } } }\n",
        ] {
            check(&format!(
                "{ORDERS}The `gift_notes` table and the `coupons` table.
                                ^^^^^^^ no schema declares a table named `coupons`
{account}"
            ));
        }
    }

    #[test]
    fn a_copy_that_is_kept_of_a_table_may_be_there() {
        check(&format!(
            "{ORDERS}The `orders_backup` table, the `orders_bak_20250131` table, the `backup_orders` table, and the `notes_backup` table.
                                                                                                ^^^^^^^^^^^^ no schema declares a table named `notes_backup`
The `orders_archive` table.
     ^^^^^^^^^^^^^^ no schema declares a table named `orders_archive`
"
        ));
    }

    #[test]
    fn tests_and_plain_code_declare_no_tables() {
        check(&format!(
            "{ORDERS}The `gift_notes` table.
     ^^^^^^^^^^ no schema declares a table named `gift_notes`
//- tests/models/note.entity.ts
@Entity('gift_notes') class Note {{}}
//- src/notes.ts
@Entity('gift_notes') class Note {{}}
"
        ));
    }

    #[test]
    fn tables_of_the_store_on_a_phone_are_elsewhere() {
        check(&format!(
            "{ORDERS}### Local Room

Near-term code adds tables:

1. `draft_notes`
2. `draft_lines`

### Cloud

Recommended tables:

1. `cloud_notes`
    ^^^^^^^^^^^ no schema declares a table named `cloud_notes`

The `sketches` table in IndexedDB stays; the meeting room has a `seats` table.
                                                                 ^^^^^ no schema declares a table named `seats`
"
        ));
    }

    #[test]
    fn a_guide_for_strangers_asks_for_nothing() {
        let guide = |name: &str| {
            format!("```bash\nnpx create-next-app@latest {name}\n```\n\nThen add the `todos` table.\n")
        };
        check_none(&format!("{ORDERS}{}", guide("my-first-app")));
        check(&format!(
            "{ORDERS}{}              ^^^^^ no schema declares a table named `todos`\n",
            guide("shop")
        ));
    }
}
