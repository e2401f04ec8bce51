//! Code in fences: one reader for every language a schema is written in.

use expect_test::expect;

use super::{check, check_sketches, facts};
use crate::SketchSource;

#[test]
fn what_a_fence_leaves_out_is_not_said_to_be_absent() {
    let complete = |code: &str| {
        let facts = facts(&format!("```\n{code}\n```"));
        let tables: Vec<bool> = facts
            .sketches
            .iter()
            .filter_map(|it| match &it.source {
                SketchSource::Fence(table) => Some(table.complete),
                _ => None,
            })
            .collect();
        assert_eq!(tables.len(), 1, "{code}");
        tables == [true]
    };
    assert!(complete("CREATE TABLE a (\n  id int,\n  -- the buyer\n  b int\n);"));
    assert!(!complete("CREATE TABLE a (\n  id int,\n  ...\n);"));
    assert!(!complete("CREATE TABLE a (\n  id int,\n  -- etc\n  b int\n);"));
    assert!(complete("model A {\n  id Int @id\n}"));
    assert!(!complete("model A {\n  id Int @id\n  // other fields\n}"));
    assert!(!complete("model A {\n  ...\n  id Int @id\n}"));
    assert!(complete("export const a = pgTable('a', { id: integer('id') });"));
    assert!(!complete(
        "export const a = pgTable('a', {\n  // ... existing columns\n  id: integer('id'),\n});"
    ));
    assert!(!complete("export const a = pgTable('a', {\n  ...,\n  id: integer('id'),\n});"));
}

#[test]
fn dots_hide_no_column_behind_them() {
    check_sketches(
        "```sql\nCREATE TABLE carts (\n  id uuid,\n  ...,\n  total integer NOT NULL\n);\n```\n\n- in a list:\n\n  ```prisma\n  model Cart {\n    ...\n    total Int\n  }\n  ```\n",
        &expect![[r#"
            fence carts
              id uuid null
              total integer required
            fence Cart
              total Int required
        "#]],
    );
}

#[test]
fn a_mapped_model_is_bound_by_its_name_in_the_database() {
    check(
        "```prisma\nmodel Purchase {\n  id      Int    @id\n  buyerId Int    @map(\"buyer_id\")\n  buyer   Person @relation(fields: [buyerId], references: [id])\n  gifts   Gift[]\n  @@map(\"orders\")\n}\nmodel Gift {\n  id         Int @id\n  purchaseId Int\n  purchase   Purchase @relation(fields: [purchaseId], references: [id])\n}\n```",
        &expect![[r#"
            weak Table Purchase prisma-definition
            strong Column orders.id prisma-definition
            weak Column orders.buyerId prisma-definition
            strong Column orders.buyer_id prisma-definition
            strong Table Person foreign-key
            strong Table orders prisma-definition
            strong Table Gift prisma-definition
            strong Column Gift.id prisma-definition
            strong Column Gift.purchaseId prisma-definition
            weak Table Purchase foreign-key
        "#]],
    );
}

#[test]
fn what_a_fence_makes_twice_or_drops_again_stands_in_it() {
    check(
        "```sql\nCREATE TABLE carts (id int);\nCREATE TABLE carts (id int, total int);\nCREATE TABLE temps (id int);\nDROP TABLE temps;\nCREATE TABLE new_carts (id int);\nALTER TABLE new_carts RENAME TO baskets;\nCREATE TABLE copies (LIKE carts INCLUDING ALL);\nCREATE VIEW totals AS SELECT total FROM carts;\n```",
        &expect![[r#"
            strong Table carts sql-definition
            strong Column carts.id sql-definition
            strong Table carts sql-definition
            strong Column carts.id sql-definition
            strong Column carts.total sql-definition
            strong Table temps sql-definition
            strong Column temps.id sql-definition
            strong Table temps sql-definition Removed
            strong Table new_carts sql-definition
            strong Column baskets.id sql-definition
            strong Table new_carts sql-definition Removed
            strong Table baskets sql-definition
            strong Table copies sql-definition
            weak Table totals sql-definition
            strong Table carts sql-query
        "#]],
    );
}

#[test]
fn a_broken_statement_costs_no_other() {
    check(
        "```sql\nCREATE TABLE carts (id int, name\n\nCREATE TABLE Orders (\n  id int PRIMARY KEY,\n  \"cartId\" int REFERENCES carts,\n);\nUPDATE orders SET id = 1;\n```",
        &expect![[r#"
            strong Table carts sql-definition
            strong Column carts.id sql-definition
            weak Column carts.name sql-definition
            strong Table Orders sql-definition
            strong Column Orders.id sql-definition
            strong Column Orders.cartId sql-definition
            strong Table carts foreign-key
            strong Table orders sql-query
        "#]],
    );
}

#[test]
fn enums_of_a_fence_are_the_values_of_its_columns() {
    check_sketches(
        "```sql\nCREATE TYPE state AS ENUM ('draft', 'sent');\nCREATE TABLE letters (id int PRIMARY KEY, state state NOT NULL DEFAULT 'draft');\n```\n\n```prisma\nenum Kind {\n  ONE\n  TWO\n}\nmodel Item {\n  id Int @id @default(autoincrement())\n  kind Kind\n}\n```",
        &expect![[r#"
            fence letters
              id int required key
              state state required ='draft' ["draft", "sent"]
            fence Item
              id Int required key
              kind Kind required ["ONE", "TWO"]
        "#]],
    );
}

#[test]
fn code_that_shows_how_not_to_do_it_asks_for_nothing() {
    let code = |name: &str, first: &str| format!("```sql\n{first}CREATE TABLE {name} (id int);\n```\n\n");
    check(
        &[
            "**Incorrect (capitals):**\n\n".to_owned(),
            code("one", ""),
            "**Correct:**\n\n".to_owned(),
            code("two", ""),
            code("three", "-- ❌ Bad\n"),
            code("four", "-- Bad\nSELECT 1;\n-- Good\n"),
            "## Avoid\n\n".to_owned(),
            code("five", ""),
            "We add this:\n\n".to_owned(),
            code("six", ""),
            "## Avoiding bad data\n\nGood:\n\n".to_owned(),
            code("seven", ""),
        ]
        .concat(),
        &expect![[r#"
            strong Table one sql-definition Example
            strong Column one.id sql-definition Example
            strong Table two sql-definition
            strong Column two.id sql-definition
            strong Table three sql-definition Example
            strong Column three.id sql-definition Example
            strong Table four sql-definition Example
            strong Column four.id sql-definition Example
            strong Table five sql-definition Example
            strong Column five.id sql-definition Example
            strong Table six sql-definition Example
            strong Column six.id sql-definition Example
            strong Table seven sql-definition
            strong Column seven.id sql-definition
        "#]],
    );
}

#[test]
fn any_language_is_read_whatever_the_fence_is_called() {
    check(
        "```sql\nTable orders {\n  id int [pk]\n  buyer_id int [ref: > users.id]\n}\n```\n\n```mermaid\nerDiagram\n  CARTS {\n    uuid id PK\n    int total\n  }\n  CARTS ||--o{ ITEMS : has\n```\n\n```mermaid\ngraph TD\n  A --> B\n```\n",
        &expect![[r#"
            strong Table orders dbml-definition
            strong Column orders.id dbml-definition
            strong Column orders.buyer_id dbml-definition
            strong Table users foreign-key
            strong Table CARTS mermaid-definition
            strong Column CARTS.id mermaid-definition
            strong Column CARTS.total mermaid-definition
            weak Table ITEMS mermaid-definition
        "#]],
    );
}

#[test]
fn a_comment_right_above_a_statement_says_how_it_is_meant() {
    check(
        "```sql\nALTER TABLE orders ADD COLUMN a_one int;\n\n-- Or use JSONB:\nALTER TABLE orders ADD COLUMN a_two jsonb;\n\n\
         -- Option 2: two steps\nALTER TABLE orders ADD COLUMN a_three int;\n-- ✅ CORRECT\nALTER TABLE orders ADD COLUMN a_four int;\n\
         -- Example of a part\nCREATE TABLE one (\n  id int, -- a; b\n  at date\n);\n-- Orders and items\nALTER TABLE orders ADD COLUMN a_five int;\n\
         -- Example schema\nALTER TABLE orders ADD COLUMN a_six int;\n-- Good old order\nALTER TABLE orders ADD COLUMN a_seven int;\n\
         -- Example\n\nALTER TABLE orders ADD COLUMN a_eight int;\n```\n",
        &expect![[r#"
            strong Table orders sql-definition
            strong Column orders.a_one sql-definition
            strong Table orders sql-definition Rejected
            strong Column orders.a_two sql-definition Rejected
            strong Table orders sql-definition Rejected
            strong Column orders.a_three sql-definition Rejected
            strong Table orders sql-definition Example
            strong Column orders.a_four sql-definition Example
            strong Table one sql-definition Example
            strong Column one.id sql-definition Example
            strong Column one.at sql-definition Example
            strong Table orders sql-definition
            strong Column orders.a_five sql-definition
            strong Table orders sql-definition
            strong Column orders.a_six sql-definition
            strong Table orders sql-definition
            strong Column orders.a_seven sql-definition
            strong Table orders sql-definition
            strong Column orders.a_eight sql-definition
        "#]],
    );
}

#[test]
fn what_sql_drops_is_gone_in_the_whole_document() {
    check(
        "- `ALTER TABLE orders DROP COLUMN shop_id`\n- `ALTER TABLE orders ADD COLUMN shop_key text`\n- `ALTER TABLE carts DROP COLUMN note_text`\n\n\
         Search for `orders.shop_id` and `orders.shop_key`.\n\n```sql\nALTER TABLE carts ADD COLUMN note_text text;\n```\n\nThen `carts.note_text`.\n",
        &expect![[r#"
            strong Table orders sql-definition
            strong Column orders.shop_id sql-definition Removed
            strong Table orders sql-definition
            strong Column orders.shop_key sql-definition
            strong Table carts sql-definition
            strong Column carts.note_text sql-definition Removed
            weak Table orders dotted
            strong Column orders.shop_id dotted Removed
            weak Table orders dotted
            strong Column orders.shop_key dotted
            strong Table carts sql-definition
            strong Column carts.note_text sql-definition
            weak Table carts dotted
            strong Column carts.note_text dotted
        "#]],
    );
}

#[test]
fn a_diagram_of_types_in_code_asks_for_nothing() {
    check(
        "```ts\nexport interface Tag {\n  name: string;\n}\n```\n\n```mermaid\nerDiagram\n  Tag {\n    string name\n  }\n  ORDERS {\n    uuid id PK\n  }\n```\n",
        &expect![[r#"
            weak Table Tag mermaid-definition
            weak Column Tag.name mermaid-definition
            strong Table ORDERS mermaid-definition
            strong Column ORDERS.id mermaid-definition
        "#]],
    );
}

#[test]
fn what_a_platform_logs_is_no_table_to_be_had() {
    check(
        "```sql\nSELECT * FROM edge_logs;\nSELECT * FROM order_logs;\nDELETE FROM public.tabla_rota;\nUPDATE tabla SET a = 1;\n```\n\n```sql\nCREATE TABLE auth_logs (id int);\n```\n",
        &expect![[r#"
            strong Table edge_logs sql-query Elsewhere
            strong Table order_logs sql-query
            strong Table auth_logs sql-definition
            strong Column auth_logs.id sql-definition
        "#]],
    );
}

#[test]
fn code_in_no_language_lists_the_fields_of_a_table() {
    check(
        "```\nmessages table:\n- id: uuid (PK)\n- sender_type: enum (USER, AGENT)\n\nrouting table:\n- next: hop\n```\n\n\
         ```\ncarts { id: UUID (PK), total: int }\nuser { id: string, name: string }\n```\n\n```yaml\nuser:\n  id: string\n  name: string\n```\n",
        &expect![[r#"
            strong Table messages title
            strong Column messages.id field
            strong Column messages.sender_type field
            strong Table carts title
            strong Column carts.id field
            strong Column carts.total field
        "#]],
    );
}
