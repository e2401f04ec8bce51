//! The forms of mentions: each with what it must find and what it must leave alone.

use expect_test::expect;

use super::check;

#[test]
fn a_name_before_the_word_table_is_strong() {
    check(
        "Rows of the `orders` table and the `order_items` junction table.",
        &expect![[r#"
        strong Table orders code-then-table
        strong Table order_items code-then-table
    "#]],
    );
}

#[test]
fn names_before_the_word_tables_are_a_list() {
    check(
        "The `orders`, `carts` and `line_items` tables hold what `sum` adds.",
        &expect![[r#"
        strong Table orders code-then-table
        strong Table carts code-then-table
        strong Table line_items code-then-table
        weak Table sum code
    "#]],
    );
}

#[test]
fn names_behind_the_word_table_are_strong() {
    check(
        "**Table**: `orders`\n\n**Tables**: `carts`, `line_items`\n\nThe table `users` and tables named `a1`.",
        &expect![[r#"
            strong Table orders list-after-tables
            strong Table carts list-after-tables
            strong Table line_items list-after-tables
            strong Table users code-then-table
            strong Table a1 code-then-table
        "#]],
    );
}

#[test]
fn names_in_parentheses_behind_tables_are_strong() {
    check(
        "RLS on all user-facing tables (`profiles`, `step_instances`, plain, audit_logs, …).",
        &expect![[r#"
            strong Table profiles list-after-tables
            strong Table step_instances list-after-tables
            strong Table audit_logs list-after-tables
        "#]],
    );
}

#[test]
fn columns_in_parentheses_behind_tables_are_no_tables() {
    check(
        "Audit fields on all tables (`created_at`, `updated_by`).",
        &expect![[r#"
        weak Column created_at code
        weak Column updated_by code
    "#]],
    );
}

#[test]
fn plain_words_behind_tables_are_not_strong() {
    check("The file defines all tables per plan: teams, users, keyResults.", &expect![[""]]);
}

#[test]
fn bare_snake_case_before_table_is_strong() {
    check(
        "Write to the order_items table, not to a markdown table or the ./db/order_items table.",
        &expect![[r#"
            strong Table order_items snake-then-table
        "#]],
    );
}

#[test]
fn chinese_korean_and_spanish_tables_are_strong() {
    check(
        "系统提供 `users` 表存储信息。\n\n`orders` 与 `carts` 两张表。\n\n`notes` 테이블은 있다.\n\nLa tabla `pedidos` y la tabla clientes_vip.",
        &expect![[r#"
            strong Table users code-then-table
            strong Table orders code-then-table
            strong Table carts code-then-table
            strong Table notes code-then-table
            strong Table pedidos code-then-table
            strong Table clientes_vip snake-then-table
        "#]],
    );
}

#[test]
fn words_that_only_begin_like_the_chinese_noun_are_left_alone() {
    check(
        "`status` 表示状态。`form` 表单。`items` 列表。problems 表 `runtime_config` 列。",
        &expect![[r#"
        weak Table status code
        weak Table form code
        weak Table items code
        weak Table runtime_config code
    "#]],
    );
}

#[test]
fn headings_name_tables() {
    check(
        "## Table: orders\n\n### order_items table (modified)\n\n### Requirement: 用户表（users）\n\n## Users Table\n\n## Decision table",
        &expect![[r#"
            strong Table orders heading
            strong Table order_items snake-then-table
            strong Table users heading
            weak Table Users heading
        "#]],
    );
}

#[test]
fn sql_is_told_by_its_content() {
    check(
        "```\nCREATE TABLE orders (\n  id uuid PRIMARY KEY,\n  user_id uuid NOT NULL REFERENCES auth.users(id)\n);\nCREATE INDEX i ON orders (user_id);\nALTER TABLE carts ADD COLUMN total int;\nWITH t AS (SELECT 1) SELECT * FROM t JOIN carts c ON true;\n```",
        &expect![[r#"
            strong Table orders sql-definition
            strong Column orders.id sql-definition
            strong Column orders.user_id sql-definition
            weak Table auth:users foreign-key Elsewhere
            strong Table orders sql-definition
            strong Column orders.user_id sql-definition
            strong Table carts sql-definition
            strong Column carts.total sql-definition
            strong Table carts sql-query
        "#]],
    );
}

#[test]
fn inline_sql_names_its_tables() {
    check(
        "Run `SELECT COUNT(*) FROM team` or `DELETE FROM carts WHERE now() > old`.",
        &expect![[r#"
        strong Table team sql-query
        strong Table carts sql-query
    "#]],
    );
}

#[test]
fn prisma_is_told_by_its_content() {
    check(
        "```typescript\nmodel Order {\n  id     String @id\n  teamId String\n  team   Team   @relation(fields: [teamId], references: [id])\n}\n```",
        &expect![[r#"
            strong Table Order prisma-definition
            strong Column Order.id prisma-definition
            strong Column Order.teamId prisma-definition
            strong Table Team foreign-key
        "#]],
    );
}

#[test]
fn drizzle_declares_tables_and_their_keys() {
    check(
        "```ts\nexport const orders = pgTable('orders', {\n  id: uuid('id').primaryKey(),\n  userId: uuid('user_id').references(() => users.id),\n});\n```",
        &expect![[r#"
            strong Table orders drizzle-definition
            strong Column orders.id drizzle-definition
            strong Column orders.user_id drizzle-definition
            strong Table users foreign-key
        "#]],
    );
}

#[test]
fn foreign_keys_name_their_targets() {
    check(
        "- FK to team, okrUser (owner), and organizationId\n- `user_id`: uuid, FK → users.id\n- foreign key to `orders`\n- references `carts.id`\n- ForeignKey('rows_of_seats.id')\n- parent_id → folders.id\n- FK to parent record\n- Foreign keys: enforced",
        &expect![[r#"
            strong Table team foreign-key
            strong Table okrUser foreign-key
            weak Column user_id code
            strong Table users foreign-key
            weak Column users.id foreign-key
            strong Table orders foreign-key
            strong Table carts foreign-key
            weak Column carts.id foreign-key
            strong Table rows_of_seats foreign-key
            weak Column rows_of_seats.id foreign-key
            strong Table folders foreign-key
            weak Column folders.id foreign-key
        "#]],
    );
}

#[test]
fn index_lists_name_tables_and_columns() {
    check(
        "- `team_org_idx`: team(organization_id)\n- unique constraint on VaultUser (userId, vaultId)\n- call on save(value)",
        &expect![[r#"
            weak Index team.team_org_idx index-on
            strong Table team index-on
            strong Column team.organization_id index-on
            strong Table VaultUser index-on
            strong Column VaultUser.userId index-on
            strong Column VaultUser.vaultId index-on
        "#]],
    );
}

#[test]
fn dotted_columns_are_strong_in_snake_case_only() {
    check(
        "`orders.user_id`, `orders.total`, `users.ts`, `req.user_id`, `orders.get_all`, `public.orders.user_id`.",
        &expect![[r#"
            weak Table orders dotted
            strong Column orders.user_id dotted
            weak Table orders dotted
            weak Column orders.total dotted
            weak Table orders dotted
            weak Column orders.get_all dotted
            weak Table orders dotted
            strong Column orders.user_id dotted
        "#]],
    );
}

#[test]
fn system_tables_are_nobody_s_to_declare() {
    check(
        "The `auth.users` table, the `pg_class` table and the `_prisma_migrations` table.",
        &expect![[r#"
        weak Table auth:users code-then-table Elsewhere
        weak Table pg_class code-then-table Elsewhere
        weak Table _prisma_migrations code-then-table Elsewhere
    "#]],
    );
}

#[test]
fn placeholders_and_words_are_no_names() {
    check(
        "The `table_name` table, `xxx` table, `HTML` table, `your_table` table, `lookup` table, `DataTable` table.",
        &expect![[r#"
            weak Table DataTable code
        "#]],
    );
}

#[test]
fn cues_take_the_force_of_a_mention() {
    check(
        "A `votes` table was rejected. We could add a `notes` table later. Drop the `files` table. No `users` table.\n\n~~The `old_ones` table.~~\n\n## Out of Scope\n\nThe `audit_logs` table.\n\n## Data\n\nThe `orders` table.",
        &expect![[r#"
            strong Table votes code-then-table Rejected
            strong Table notes code-then-table Deferred
            strong Table files code-then-table Removed
            strong Table users code-then-table Rejected
            strong Table old_ones code-then-table Removed
            strong Table audit_logs code-then-table OutOfScope
            strong Table orders code-then-table
        "#]],
    );
}

#[test]
fn cues_about_something_else_do_not_reach() {
    check(
        "- Define `team` table with organizationId for multi-tenant Phase 2\n- `steps` table: references, order, name, description, optional prompt_template\n- Remove `flag` from the `users` table\n- Rename `a_b` to the `c_d` table",
        &expect![[r#"
            strong Table team code-then-table
            strong Table steps code-then-table
            weak Table flag code Removed
            strong Table users code-then-table
            weak Table a_b code Removed
            strong Table c_d code-then-table
        "#]],
    );
}

#[test]
fn typed_bullets_under_a_strong_table_are_strong_columns() {
    check(
        "The `orders` table:\n\n- `email`: text, unique\n- `note`\n- plain words\n\n## Api\n\n- `limit`: integer",
        &expect![[r#"
            strong Table orders code-then-table
            strong Column orders.email field
            weak Column orders.note field
            weak Column Api.limit field
        "#]],
    );
}

#[test]
fn bullets_announced_as_tables_are_strong() {
    check(
        "New tables (keep these):\n- `orders`: what was bought (id, total)\n- `carts`\n\nColumns on all tables:\n- `tenant`",
        &expect![[r#"
            strong Table orders list-after-tables
            strong Table carts list-after-tables
            weak Table tenant code
        "#]],
    );
}

#[test]
fn lead_in_lines_carry_cues_and_chinese_verbs_govern_what_is_near() {
    check(
        "## Goals / Non-Goals\n\n**Goals:**\n\n- the `kept` table\n\n**Non-Goals:**\n\n- the `not_now` table\n\n## Data\n\n- 从 `users` 表删除 `banned` 列\n- 删除 `cats` 表\n- 而非独立 `papers` 表\n- `seats` 表。被否决——太多\n- `ALTER TABLE rows_x DROP COLUMN y_z` 删列",
        &expect![[r#"
            strong Table kept code-then-table
            strong Table not_now code-then-table OutOfScope
            strong Table users code-then-table
            weak Table banned code Removed
            strong Table cats code-then-table Removed
            strong Table papers code-then-table Rejected
            strong Table seats code-then-table Rejected
            strong Table rows_x sql-definition
            strong Column rows_x.y_z sql-definition Removed
        "#]],
    );
}

#[test]
fn a_verb_governs_a_list_but_no_second_object() {
    check(
        "- Drop `users.old_role` and `roles.is_root`\n- Drop `flags.a_b`, create the `kept` table",
        &expect![[r#"
            weak Table users dotted Removed
            strong Column users.old_role dotted Removed
            weak Table roles dotted Removed
            strong Column roles.is_root dotted Removed
            weak Table flags dotted Removed
            strong Column flags.a_b dotted Removed
            strong Table kept code-then-table
        "#]],
    );
}

#[test]
fn columns_belong_to_the_one_table_spoken_of() {
    check(
        "The `orders` table has `user_id`.\n\nThe `orders` and `carts` tables have `user_id`.",
        &expect![[r#"
            strong Table orders code-then-table
            weak Column orders.user_id code
            strong Table orders code-then-table
            strong Table carts code-then-table
            weak Column user_id code
        "#]],
    );
}

#[test]
fn tables_in_a_column_called_table_are_strong() {
    check(
        "| Table | Use | Alternatives |\n|---|---|---|\n| `orders` / `carts` | `x` | a `votes` table |",
        &expect![[r#"
            strong Table orders list-after-tables
            strong Table carts list-after-tables
            strong Table votes code-then-table Rejected
        "#]],
    );
}

#[test]
fn what_is_done_without_need_not_exist() {
    check(
        "The job does not depend on the `locks` table. It no longer uses the `queue` table and no longer relies on the `topics` table.\n\n- 不依赖 `caches` 表\n- 不再使用 `pools` 表\n- It depends on the `jobs` table and uses the `runs` table.",
        &expect![[r#"
            strong Table locks code-then-table Rejected
            strong Table queue code-then-table Rejected
            strong Table topics code-then-table Removed
            strong Table caches code-then-table Rejected
            strong Table pools code-then-table Removed
            strong Table jobs code-then-table
            strong Table runs code-then-table
        "#]],
    );
}

#[test]
fn a_guide_shows_examples_where_it_tells_how() {
    check(
        "# Guide\n\n## Creating a New Feature\n\n```ts\nexport const payments = pgTable('payments', { id: text('id') });\n```\n\n## How to Add a Table\n\nThe `gadgets` table.\n\n## Data\n\nThe `orders` table.",
        &expect![[r#"
            strong Table payments drizzle-definition Example
            strong Column payments.id drizzle-definition Example
            strong Table gadgets code-then-table Example
            strong Table orders code-then-table
        "#]],
    );
}

#[test]
fn a_name_before_the_word_model_is_strong() {
    check(
        "User, Asset, and WorkOrder models, the `Order` Prisma model, 增加 AssignmentRule 模型, LineItem 엔티티.",
        &expect![[r#"
            weak Table User code-then-model
            weak Table Asset code-then-model
            strong Table WorkOrder code-then-model
            strong Table Order code-then-model
            strong Table AssignmentRule code-then-model
            strong Table LineItem code-then-model
        "#]],
    );
}

#[test]
fn models_of_something_else_are_not_strong() {
    check(
        "The OpenAI model, AI model, Claude entity, the PostIt data model, Pydantic LineItem model, OrderItem model class.",
        &expect![[r#"
            weak Table PostIt code-then-model
            weak Table LineItem code-then-model
            weak Table OrderItem code-then-model
        "#]],
    );
}

#[test]
fn a_condition_names_a_value_of_the_lines_table() {
    check(
        "Rows of the `orders` table with `status = 'paid'`.\n\nSet `carts.state = OPEN`.",
        &expect![[r#"
            strong Table orders code-then-table
            weak Column orders.status predicate
            strong Value orders.paid predicate
            weak Table carts predicate
            weak Column carts.state predicate
            strong Value carts.OPEN predicate
        "#]],
    );
}

#[test]
fn a_condition_without_a_table_is_not_strong() {
    check(
        "If `status IN ('a', 'b') AND kind = 'c'`.",
        &expect![[r#"
            weak Column status predicate
            weak Value a predicate
            weak Value b predicate
            weak Column kind predicate
            weak Value c predicate
        "#]],
    );
}

#[test]
fn comparisons_of_code_are_no_conditions() {
    check(
        "If `type === 'x'`, `VERCEL_ENV = 'production'`, `status = 'a`, `data.status = 'x'`, `role=\"admin\"`, `a = 'b' +`.",
        &expect![[""]],
    );
}

#[test]
fn names_follow_the_word_model_where_a_language_puts_them_there() {
    check(
        "- Modèle `Streak` créé, les modèles `Tag` et `OrderItem`\n- Modelo `Pedido` y entidad `total`\n- Modèle IA `Corail`\n- Le modèle `Corail` de langage\n- Create model `Corail`\n- Pas de modèle `Badge`",
        &expect![[r#"
            strong Table Streak code-then-model
            strong Table Tag code-then-model
            strong Table OrderItem code-then-model
            strong Table Pedido code-then-model
            weak Table total code
            weak Table Corail code-then-model
            weak Table Corail code
            weak Table Corail code
            strong Table Badge code-then-model Rejected
        "#]],
    );
}

#[test]
fn names_of_code_are_no_tables_for_sure() {
    check(
        "- live tables (`listOrders` / `order_items`)\n- The Use Cases table includes `PlaceOrder`.\n- The tables include `carts`.\n\
         - the `getOrders` table and the `orderItems` table\n- the `PlaceOrderUseCase` table\n",
        &expect![[r#"
            weak Table listOrders list-after-tables
            strong Table order_items list-after-tables
            weak Table PlaceOrder code
            strong Table carts code-then-table
            weak Table getOrders code-then-table
            strong Table orderItems code-then-table
            weak Table PlaceOrderUseCase code-then-table
        "#]],
    );
}

#[test]
fn a_foreign_key_leads_to_a_name_and_not_to_a_word_that_stands_for_it() {
    check(
        "- no FKs a ella\n- FK a users\n- FK to them\n- The route references `registry.placeOrder`.\n- It references `orders.shopId`.\n\
         - text referencing `site.address.city`\n- text referencing `billing.invoices.id`\n",
        &expect![[r#"
            strong Table users foreign-key
            weak Table registry dotted
            weak Column registry.placeOrder dotted
            strong Table orders foreign-key
            weak Column orders.shopId foreign-key
            weak Table site:address dotted
            weak Column site:address.city dotted
            strong Table billing:invoices foreign-key
            weak Column billing:invoices.id foreign-key
        "#]],
    );
}

#[test]
fn keys_in_a_table_of_keys_are_no_columns_for_sure() {
    check(
        "Stores two keys in the `settings` table:\n\n- `last_run_time`: timestamp of the run\n\nForeign keys in the `orders` table:\n\n- `buyer_id`: uuid\n",
        &expect![[r#"
            strong Table settings code-then-table
            weak Column settings.last_run_time field
            strong Table orders code-then-table
            strong Column orders.buyer_id field
        "#]],
    );
}

#[test]
fn a_word_between_values_is_none() {
    check(
        "The `orders` table has `kind` ('group' or 'user') and `state` ('open', 'or').",
        &expect![[r#"
            strong Table orders code-then-table
            weak Column orders.kind value-list
            weak Value orders.group value-list
            weak Value orders.user value-list
            weak Column orders.state value-list
            weak Value orders.open value-list
            weak Value orders.or value-list
        "#]],
    );
}

#[test]
fn plain_words_name_tables_and_columns_beside_the_noun() {
    check(
        "### Requirement: users.must_change_password 列\n\nThe orders.paid_at column, window.inner_width and app.config_path column.\n\n\
         Tables credit_notes and credit_packs are new. All tables snake_case.\n\nThe **invoices** table.\n",
        &expect![[r#"
            weak Table users dotted
            strong Column users.must_change_password dotted
            weak Table orders dotted
            strong Column orders.paid_at dotted
            strong Table credit_notes snake-then-table
            strong Table credit_packs snake-then-table
            weak Table invoices snake-then-table
        "#]],
    );
}
