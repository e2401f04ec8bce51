//! Small texts and what they claim.

use expect_test::{Expect, expect};

use crate::phrases::{PHRASES, Reach};
use crate::{Extent, Memo, Said, Strength, read};

/// One line for each claim: `strength kind: subject`.
fn check(source: &str, expected: &Expect) {
    let (facts, _) = read(source, &Memo::default());
    let lines = facts.claims.iter().map(|it| {
        let strength = if it.strength == Strength::Strong { "strong" } else { "weak" };
        let cue = it.cue.map(|cue| format!(" {cue:?}")).unwrap_or_default();
        format!("{strength} {}: {}{cue}\n", it.said.kind(), it.said.subject())
    });
    expected.assert_eq(&lines.collect::<String>());
}

#[test]
fn a_field_under_its_table_claims_type_null_and_key() {
    check(
        "## `orders` table\n\n- `status`: text, required ('draft'|'paid')\n- `user_id`: uuid, nullable, FK to users\n",
        &expect![[r#"
            strong type: orders.status: text
            strong nullability: orders.status: not null
            strong values: orders.status: draft, paid
            strong type: orders.user_id: uuid
            strong nullability: orders.user_id: nullable
            strong foreign-key: orders(user_id) -> users
        "#]],
    );
}

#[test]
fn values_in_a_sentence_are_of_the_table_it_names() {
    check(
        "`workshops` table: core entity with status ('draft'|'active'), nullable org_id\n",
        &expect![[r#"
            strong values: workshops.status: draft, active
            strong nullability: workshops.org_id: nullable
        "#]],
    );
}

#[test]
fn arrows_are_foreign_keys_where_the_text_calls_them_so() {
    check(
        "3. Foreign key relationships defined: users→teams, objectives→quarters/teams, checkIns→keyResults\n\n\
         Draft → review → done. Users → teams is what they click.\n",
        &expect![[r#"
            strong foreign-key: users -> teams
            strong foreign-key: objectives -> quarters
            strong foreign-key: objectives -> teams
            strong foreign-key: checkIns -> keyResults
        "#]],
    );
}

#[test]
fn what_belongs_to_something_refers_to_it() {
    check(
        "- `objective` belongs to `team`, `quarter`, `okrUser` owner (many:1 each)\n- this belongs to marketing\n",
        &expect![[r#"
            strong foreign-key: objective -> team
            strong foreign-key: objective -> quarter
            strong foreign-key: objective -> okrUser
        "#]],
    );
}

#[test]
fn numbers_say_what_they_are_all_of() {
    check(
        "Complete database schema (6 tables).\n\nAll 2 tables defined: users, teams\n\nThis story adds 3 new tables and \
         6 relation definitions; 20 tables of results are shown in 4 columns.\n",
        &expect![[r#"
            strong count: 6 tables
            strong count: 2 tables
            strong count: 6 relations
            strong count: 20 tables
        "#]],
    );
}

#[test]
fn decisions_count_where_decisions_are_kept() {
    check(
        "## Locked decisions\n\n- Cascade delete on all foreign key constraints\n- NO local users table\n- No enum types\n\
         - timestamp with { mode: 'date', precision: 3 } everywhere\n\n## Notes\n\nThere are no soft deletes here.\n\n\
         ✅ No soft deletes\n",
        &expect![[r#"
            strong decision: every foreign key cascades on delete
            strong decision: no such table
            strong decision: no enum types
            strong decision: every timestamp has one type
            weak decision: no soft deletes
            strong decision: no soft deletes
        "#]],
    );
}

#[test]
fn a_column_that_is_not_there_is_decided_for_a_table_or_for_all() {
    check(
        "## Decisions\n\n- `sessions` table is lean (no updated_at)\n- Hard deletes (no deleted_at columns)\n- no idea\n",
        &expect![[r#"
            strong decision: no such column
            strong decision: no soft deletes
        "#]],
    );
}

#[test]
fn a_fence_claims_nothing_piece_by_piece() {
    check("```sql\nCREATE TABLE orders (id uuid PRIMARY KEY, total int NOT NULL);\n```\n", &expect![""]);
}

#[test]
fn a_files_name_above_tables_says_where_they_are() {
    check(
        "#### `users.ts`\n- **Tables**: `users`, `teams`\n- **Purpose**: `people` and more\n\n\
         **db/shop.ts:**\n- `orders` table: what they buy\n- Reads the `users` table\n\n\
         Text between.\n\n- `items` table: what orders hold\n",
        &expect![[r#"
            strong table-in-file: users in users.ts
            strong table-in-file: teams in users.ts
            strong table-in-file: orders in db/shop.ts
            strong table-in-file: items in users.ts
        "#]],
    );
}

#[test]
fn a_sentence_says_which_tables_a_file_holds() {
    check(
        "1. `db/schema.ts` defines all tables per PRD: teams, users (both), `keyResults`\n\n\
         `audit.ts` contains the `logs` and `metrics` tables. `route.ts` reads tables: `users`.\n\n\
         `later.ts` holds the tables: see below.\n",
        &expect![[r#"
            strong table-in-file: teams in db/schema.ts
            strong table-in-file: users in db/schema.ts
            strong table-in-file: keyResults in db/schema.ts
            strong table-in-file: logs in audit.ts
            strong table-in-file: metrics in audit.ts
        "#]],
    );
}

#[test]
fn a_file_that_is_to_come_later_holds_nothing_yet() {
    check(
        "## Out of scope\n\n### `audit.ts`\n\n**Tables**: `logs`\n\n## `tests/users.test.ts`\n\n**Tables**: `users`\n",
        &expect![[r#"
            strong table-in-file: logs in audit.ts OutOfScope
        "#]],
    );
}

#[test]
fn keys_and_indexes_are_of_the_table_in_scope() {
    check(
        "### `members` table\n\n- Composite unique on (team_id, user_id)\n- Unique: (email)\n- No unique on (a_b, c_d)\n\
         - **Indexes**: `email`, (team_id, created_at)\n- `UNIQUE(a, b)`\n- a unique (name, age) is a joke\n\
         - the page has an index on `email`\n\n\
         The `teams` table has a unique constraint on (`org_id`, `slug`).\n",
        &expect![[r#"
            strong unique: members(team_id, user_id)
            strong index: members(email)
            strong index: members(team_id, created_at)
            strong unique: members(a, b)
            strong unique: teams(org_id, slug)
        "#]],
    );
}

#[test]
fn what_stands_between_values_is_none() {
    check(
        "## `orders` table\n\n- `state_a`: enum ('draft' or 'paid')\n- `state_b`: enum ('draft', 'paid', or 'shipped')\n\
         - `state_c`: enum ('draft' 或 'paid')\n- `state_d`: text ('draft' | 'paid' | null)\n- `state_e`: text ('draft'|'paid', default 'draft')\n\
         - `state_f`: enum (draft, paid, ~~gone~~)\n- `state_g`: enum (draft, paid, default draft)\n- `state_h`: text (the 'draft' state and the 'paid' one)\n\
         - `state_i`: ~~text~~ integer\n- `state_j`: text → integer\n- `state_k`: was text, now integer\n- `state_l`: date string\n\
         - `state_m`: text enum ('draft', 'paid')\n",
        &expect![[r#"
            strong values: orders.state_a: draft, paid
            strong values: orders.state_b: draft, paid, shipped
            strong values: orders.state_c: draft, paid
            strong type: orders.state_d: text
            strong nullability: orders.state_d: nullable
            strong values: orders.state_d: draft, paid
            strong type: orders.state_e: text
            strong default: orders.state_e: 'draft'
            strong values: orders.state_e: draft, paid
            strong values: orders.state_f: draft, paid
            strong default: orders.state_g: draft
            strong values: orders.state_g: draft, paid
            strong type: orders.state_h: text
            strong type: orders.state_i: integer
            strong type: orders.state_j: integer
            strong type: orders.state_k: integer
            strong type: orders.state_m: text
            strong values: orders.state_m: draft, paid
        "#]],
    );
}

#[test]
fn an_index_is_claimed_once() {
    check(
        "- CREATE INDEX on `orders` (`status`)\n- Indexes on `order_items` (quantity, created_at)\n- 2 indexes on `orders` (a_b, c_d)\n",
        &expect![[r#"
            strong index: orders(status)
            strong index: order_items(quantity, created_at)
            strong index: orders(a_b, c_d)
        "#]],
    );
}

#[test]
fn keys_under_no_table_are_of_none() {
    check(
        "## Notes\n\n- Unique on (team_id, user_id)\n- Index: (email)\n- `UNIQUE(a, b)`\n",
        &expect![[r#"
        weak unique: Notes(team_id, user_id)
        weak unique: Notes(a, b)
    "#]],
    );
}

#[test]
fn a_claim_carries_the_cues_near_it() {
    check(
        "- Rejected: `orders` belongs to `products`.\n- Foreign keys: ~~orders → products~~\n- No foreign keys: orders → teams\n\
         - If `orders` belongs to `teams`, we wait.\n- Old design: all 9 tables\n- Total: 9 tables (planned)\n\
         - Should we have all 3 tables?\n- The complete Excel file has 9 tables\n- FK: orders → products\n",
        &expect![[r#"
            strong foreign-key: orders -> products Rejected
            strong foreign-key: orders -> products Removed
            strong foreign-key: orders -> teams Rejected
            strong foreign-key: orders -> teams Deferred
            strong count: 9 tables Removed
            strong count: 9 tables
            strong count: 3 tables Deferred
            strong foreign-key: orders -> products
        "#]],
    );
}

#[test]
fn every_cue_of_a_sentence_reaches_what_it_claims() {
    let cues = PHRASES.cues.values().flatten().chain(&PHRASES.run_cues);
    for cue in cues.filter(|it| it.reach == Reach::Sentence && !it.parts.iter().any(|it| it.starts_with('^')))
    {
        let phrase = cue.parts.join(" ").replace(" ' ", "'").replace(" - ", "-");
        let source = format!("{phrase}: `orders` belongs to `products`, all 9 tables, no soft deletes\n");
        let (facts, _) = read(&source, &Memo::default());
        assert_eq!(facts.claims.len(), 3, "{source}");
        assert!(facts.claims.iter().all(|it| it.cue.is_some()), "{source}: {:?}", facts.claims);
    }
}

#[test]
fn decisions_on_code_are_none_on_the_schema() {
    check(
        "## Conventions\n\n- TypeScript: no enums\n- No enums, no default exports\n- ❌ no enum types\n- ~~No enum types~~\n\
         - Rejected: no soft deletes\n- There is no separate teams table in the UI\n\n## Database rules\n\n- No enums\n\
         - All timestamps are timestamptz\n\n## 设计决策\n\n- 不使用枚举类型\n\n## Decisiones clave\n\n- Sin tipos enum\n",
        &expect![[r#"
            weak decision: no enum types
            weak decision: no enum types
            weak decision: no enum types
            strong decision: no enum types Removed
            strong decision: no soft deletes Rejected
            weak decision: no such table
            strong decision: no enum types
            strong decision: every timestamp has one type
            strong decision: no enum types
            strong decision: no enum types
        "#]],
    );
}

#[test]
fn numbers_are_read_in_every_language() {
    check(
        "数据库共有 5 张表。\n\n총 6개 테이블\n\nEl esquema tiene en total 7 tablas.\n",
        &expect![[r#"
        strong count: 5 tables
        strong count: 6 tables
        strong count: 7 tables
    "#]],
    );
}

#[test]
fn indexes_are_noted_with_a_table_in_plain_words() {
    check(
        "- indexes on orders (status, total), Order (status), and products (sku)\n- index on speed (very fast)\n",
        &expect![[r#"
            strong index: orders(status, total)
            strong index: Order(status)
            strong index: products(sku)
        "#]],
    );
}

#[test]
fn verbs_between_two_tables_say_which_refers() {
    check(
        "`team` has many `users`, `orders`. Each `order` has one `product`.\n\n`orders` belongs to a `customer`. \
         `products` 1:N `orders`; `orders` (many-to-one) `users`\n\n`orders` 表属于 `teams` 表。\n\n\
         `orders`는 `products`에 속한다.\n\n`orders` pertenece a `products`\n\nThe `form` has many fields. A team has many users.\n",
        &expect![[r#"
            strong foreign-key: users -> team
            strong foreign-key: orders -> team
            strong foreign-key: order -> product
            strong foreign-key: orders -> customer
            strong foreign-key: orders -> products
            strong foreign-key: orders -> users
            strong foreign-key: orders -> teams
            strong foreign-key: orders -> products
            strong foreign-key: orders -> products
        "#]],
    );
}

#[test]
fn arrows_are_relations_where_relations_are_spoken_of() {
    check(
        "## Relationships\n\n- users → teams\n- teams → orders (1:N)\n- draft → sent → paid\n\n## Flow\n\n- users → orders\n\
         - `orders` → `products` (FK)\n\nKey relationships:\n\n- orders → users\n\nThen users → orders.\n",
        &expect![[r#"
            strong foreign-key: users -> teams
            strong foreign-key: orders -> teams
            strong foreign-key: orders -> products
            strong foreign-key: orders -> users
        "#]],
    );
}

#[test]
fn two_tables_are_joined_by_a_third() {
    check(
        "`users` and `teams` are many-to-many through `members`.\n\nMany-to-many between `users` and `roles`.\n\n\
         Many-to-many is hard. `a_b`, `c_d` and `e_f` are many-to-many.\n",
        &expect![[r#"
            strong foreign-key: members -> users
            strong foreign-key: members -> teams
            strong many-to-many: users <-> roles
        "#]],
    );
}

#[test]
fn a_column_refers_to_what_its_notation_leads_to() {
    check(
        "`orders.product_id` → `products.id`, orders.user_id → users.id\n\nThe `orders.team_id` references `teams`. \
         `orders.status` → `paid`. `orders.owner_id`: uuid, FK to users\n\n## `notes` table\n\n- `a_id → users`\n- b_id → users.id\n\
         - `c_id`: uuid → users\n- `state` → done\n",
        &expect![[r#"
            strong foreign-key: orders(product_id) -> products
            strong foreign-key: orders(user_id) -> users
            strong foreign-key: orders(team_id) -> teams
            strong foreign-key: orders(owner_id) -> users
            strong foreign-key: notes(a_id) -> users
            strong foreign-key: notes(b_id) -> users
            strong type: notes.c_id: uuid
            strong foreign-key: notes(c_id) -> users
        "#]],
    );
}

#[test]
fn a_default_is_what_a_column_takes() {
    check(
        "The `orders` table: `status` defaults to `draft`.\n\n## `notes` table\n\n| Column | Type | Null | Default |\n|---|---|---|---|\n\
         | state | text | No | 'new' |\n| body | text, UUID in text | Yes | - |\n",
        &expect![[r#"
            strong default: orders.status: draft
            strong type: notes.state: text
            strong nullability: notes.state: not null
            strong default: notes.state: 'new'
            strong type: notes.body: text
            strong nullability: notes.body: nullable
        "#]],
    );
}

#[test]
fn values_follow_a_word_that_announces_them() {
    check(
        "`orders.status` is one of `draft`, `paid` or `sent`. Add role enum (admin|member) to `users` table.\n\n\
         The `orders` table: status enum: draft, paid.\n\n`users` 表的 `role` 取值：admin、member。\n\n\
         `orders.status` can be `draft` or \"paid\". `orders.note` can be read or written. `orders.state` is `null` or `x`.\n\n\
         The `orders` table: status enum: draft and whatever comes. Any `mode` is one of `a`, `b`.\n",
        &expect![[r#"
            strong values: orders.status: draft, paid, sent
            strong values: users.role: admin, member
            strong values: orders.status: draft, paid
            strong values: users.role: admin, member
            strong values: orders.status: draft, paid
            strong values: orders.mode: a, b
        "#]],
    );
}

#[test]
fn a_file_holds_the_tables_beside_its_name() {
    check(
        "- `users.ts` holds `users` and `teams`.\n- `orders.ts` - orders table\n- `carts.ts`: carts, cart_items\n\
         - `auth.ts` - signs people in\n- `notes.ts`: helpers\n\n```\ndb/schema/\n├── users.ts   # users, teams tables\n├── auth.ts    # sessions\n\
         ├── carts.ts   // how carts are kept\n└── index.ts\n```\n",
        &expect![[r#"
            strong table-in-file: users in users.ts
            strong table-in-file: teams in users.ts
            strong table-in-file: orders in orders.ts
            strong table-in-file: carts in carts.ts
            strong table-in-file: cart_items in carts.ts
            strong table-in-file: users in users.ts
            strong table-in-file: teams in users.ts
        "#]],
    );
}

#[test]
fn what_a_schema_has_is_all_there_is() {
    let extents = |source: &str| -> Vec<Extent> {
        let (facts, _) = read(source, &Memo::default());
        let extent = |it: &crate::Claim| match it.said {
            Said::Count { extent, .. } => Some(extent),
            _ => None,
        };
        facts.claims.iter().filter_map(extent).collect()
    };
    assert_eq!(extents("The database schema has 6 tables and 2 enums.\n"), [Extent::Whole, Extent::Whole]);
    assert_eq!(extents("The database consists of 6 tables.\n"), [Extent::Whole]);
    assert_eq!(extents("El esquema tiene 6 tablas.\n"), [Extent::Whole]);
    assert_eq!(extents("The reporting database has 6 tables.\n"), [Extent::Part]);
    assert_eq!(extents("Billing has 6 tables.\n"), [Extent::Part]);
}
