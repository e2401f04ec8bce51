//! Hover, definition, references and outlines inside the fences of stories.

use expect_test::expect;
use testkit::{Fixture, Loaded};
use text::Offset;

use super::super::{Declaration, definition, document_symbols, hover, references};
use super::{outline, places, shows};

const HOUSE: &str = r#"
//- src/db/schema.ts
import { integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';

export const orders = pgTable('orders', {
  id: uuid('id').primaryKey(),
  total: integer('total').notNull(),
  note: text('note'),
});
//- docs/parcels.md
# Parcels

## Data

```sql
CREATE TYPE state AS ENUM ('packed', 'sent');
CREATE TABLE orders (
  id uuid PRIMARY KEY,
  total numeric(10, 2) NOT NULL,
  weight integer
);
CREATE TABLE parcels (
  id uuid PRIMARY KEY,
  order_id uuid NOT NULL REFERENCES orders(id),
  state state NOT NULL,
  UNIQUE (order_id, id)
);
CREATE INDEX parcels_order_idx ON parcels (order_id);
```

## Later

- The `parcels` table in Prisma:

  ```prisma
  model Crate {
    id       String @id
    // other fields
    parcelId String @map("parcel_id")
    @@map("crates")
  }
  ```
//- docs/more.md
# More

Each row of the `parcels` table has a `parcels.order_id`.
"#;

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

fn leads(path: &str, mark: &str, into: usize) -> String {
    let (loaded, file, at) = at(path, mark, into);
    places(&loaded, &definition(&loaded.snapshot, file, at))
}

#[test]
fn a_table_of_a_fence_is_held_against_the_schema() {
    shows(
        &card("docs/parcels.md", "orders (", 2),
        &expect![[r#"
            [orders]
            table **`orders`** · `src/db/schema.ts:3`

            | column | type | null | |
            |---|---|---|---|
            | `id` | `uuid` | no | primary key |
            | `total` | `integer` | no |  |
            | `note` | `text` | yes |  |

            In 1 story: `docs/parcels.md`

            `total`: numeric(10,2) in this fence, integer in the schema.

            `weight` is not in the schema.

            Only in the schema: `note`.

            Bound by: SQL definition in a fence
        "#]],
    );
    shows(
        &card("docs/parcels.md", "total numeric", 2),
        &expect![[r#"
            [total]
            column **`orders.total`** · `src/db/schema.ts:5`

            `integer`, not null

            In 1 story: `docs/parcels.md`

            `total`: numeric(10,2) in this fence, integer in the schema.

            Bound by: SQL definition in a fence
        "#]],
    );
}

#[test]
fn what_only_a_fence_declares_has_a_card() {
    shows(
        &card("docs/parcels.md", "parcels (", 2),
        &expect![[r#"
        [parcels]
        table **`parcels`** · `docs/parcels.md:12`

        | column | type | null | |
        |---|---|---|---|
        | `id` | `uuid` | no | primary key |
        | `order_id` | `uuid` | no | → `orders.id` |
        | `state` | `state` | no |  |

        Unique: (`order_id`, `id`)

        Indexes: `parcels_order_idx` (`order_id`)

        In 2 stories: `docs/more.md`, `docs/parcels.md`

        No schema declares `parcels`.
    "#]],
    );
    shows(
        &card("docs/parcels.md", "weight", 2),
        &expect![[r#"
        [weight]
        column **`orders.weight`** · `docs/parcels.md:10`

        `integer`, may be null

        In 1 story: `docs/parcels.md`

        The schema's `orders` has no column `weight`.
    "#]],
    );
    shows(
        &card("docs/parcels.md", "state NOT", 1),
        &expect![[r#"
        [state]
        column **`parcels.state`** · `docs/parcels.md:15`

        `state`, not null

        In 1 story: `docs/parcels.md`

        No schema declares `parcels`.
    "#]],
    );
    shows(
        &card("docs/parcels.md", "parcelId", 2),
        &expect![[r#"
            [parcelId]
            column **`crates.parcel_id`** · `docs/parcels.md:29`

            `text`, not null

            In 1 story: `docs/parcels.md`

            No schema declares `crates`.
        "#]],
    );
    shows(
        &card("docs/parcels.md", "sent'", 1),
        &expect![[r#"
        [sent]
        enum **`state`** · `docs/parcels.md:6`

        Values: `packed`, `sent`

        No schema declares `state`.
    "#]],
    );
}

#[test]
fn a_proposal_is_known_in_other_stories() {
    shows(
        &card("docs/more.md", "`parcels`", 2),
        &expect![[r#"
        [parcels]
        table **`parcels`** · `docs/parcels.md:12`

        | column | type | null | |
        |---|---|---|---|
        | `id` | `uuid` | no | primary key |
        | `order_id` | `uuid` | no | → `orders.id` |
        | `state` | `state` | no |  |

        Unique: (`order_id`, `id`)

        Indexes: `parcels_order_idx` (`order_id`)

        In 2 stories: `docs/more.md`, `docs/parcels.md`

        No schema declares `parcels`.
    "#]],
    );
}

#[test]
fn names_in_a_fence_lead_to_the_schema_or_else_to_the_fence() {
    let all = [
        leads("docs/parcels.md", "orders (", 1),
        leads("docs/parcels.md", "orders(id)", 1),
        leads("docs/parcels.md", "total numeric", 1),
        leads("docs/parcels.md", "weight", 1),
        leads("docs/parcels.md", "parcels (order_id)", 1),
        leads("docs/parcels.md", "order_id, id", 1),
        leads("docs/parcels.md", "(order_id);", 2),
        leads("docs/parcels.md", "state NOT", 1),
        leads("docs/parcels.md", "crates", 1),
        leads("docs/more.md", "`parcels`", 1),
        leads("docs/more.md", "order_id", 1),
        leads("docs/parcels.md", "REFERENCES", 1),
    ];
    shows(
        &all.join("--\n"),
        &expect![[r#"
        src/db/schema.ts:3:14 orders
        --
        src/db/schema.ts:3:14 orders
        --
        src/db/schema.ts:5:3 total
        --
        docs/parcels.md:10:3 weight
        --
        docs/parcels.md:12:14 parcels
        --
        docs/parcels.md:14:3 order_id
        --
        docs/parcels.md:14:3 order_id
        --
        docs/parcels.md:15:3 state
        --
        docs/parcels.md:26:9 Crate
        --
        docs/parcels.md:12:14 parcels
        --
        docs/parcels.md:14:3 order_id
        --
    "#]],
    );
}

#[test]
fn a_proposal_is_found_wherever_stories_name_it() {
    let (loaded, file, at) = at("docs/parcels.md", "parcels (", 1);
    let found = references(&loaded.snapshot, file, at, Declaration::Included).expect("nobody cancels");
    shows(
        &places(&loaded, &found),
        &expect![[r#"
        docs/more.md:3:18 parcels
        docs/more.md:3:40 parcels
        docs/parcels.md:12:14 parcels
        docs/parcels.md:18:35 parcels
        docs/parcels.md:23:8 parcels
    "#]],
    );
}

#[test]
fn a_fence_is_a_part_of_the_outline() {
    let loaded = Loaded::new(Fixture::parse(HOUSE));
    let mut text = String::new();
    outline(&document_symbols(&loaded.snapshot, loaded.file("docs/parcels.md")), 0, &mut text);
    shows(
        &text,
        &expect![[r#"
        Heading Parcels ()
          Heading Data ()
            Enum state ()
              Value packed ()
              Value sent ()
            Table orders ()
              Column id (uuid)
              Column total (numeric(10,2))
              Column weight (integer)
            Table parcels ()
              Column id (uuid)
              Column order_id (uuid)
              Column state (state)
          Heading Later ()
            Table crates (Crate)
              Column id (text)
              Column parcel_id (text)
    "#]],
    );
}

#[test]
fn no_offset_of_a_fence_is_too_odd() {
    let half =
        HOUSE.replace("# Parcels", "# Pärcels 🛒 `x").replace("total numeric(10, 2)", "tötal numeric(10, …");
    for fixture in [HOUSE, &half] {
        let loaded = Loaded::new(Fixture::parse(fixture));
        let file = loaded.file("docs/parcels.md");
        let length = loaded.snapshot.document(file).expect("the fixture has it").text().len();
        for at in (0..length + 3).map(Offset::new) {
            let _ = (hover(&loaded.snapshot, file, at), definition(&loaded.snapshot, file, at));
        }
    }
}
