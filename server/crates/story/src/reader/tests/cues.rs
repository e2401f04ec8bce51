//! What takes a mention's force, and what only looks like it.

use expect_test::expect;

use super::check;

#[test]
fn what_is_not_to_be_made_need_not_exist() {
    check(
        "- Do **not** add a `votes` table.\n- We do NOT create a new `notes` or `pages` table.\n- Never introduce `tags` tables.\n- Don’t create a `Game` model.\n- Do not add rows to the `orders` table.\n- Create the `carts` table, do not forget its index.",
        &expect![[r#"
            strong Table votes code-then-table Rejected
            strong Table notes code-then-table Rejected
            strong Table pages code-then-table Rejected
            strong Table tags code-then-table Rejected
            strong Table Game code-then-model Rejected
            strong Table orders code-then-table
            strong Table carts code-then-table
        "#]],
    );
}

#[test]
fn other_languages_say_it_too() {
    check(
        "- 不要新增 `votes` 表\n- 禁止创建 `notes` 表\n- `pages` 테이블은 추가하지 않는다\n- No crear la tabla `tags`\n- Ne pas créer la table `games`\n- 新增 `orders` 表\n- `carts` 테이블을 추가한다\n- Crear la tabla `items`\n- Créer la table `rows_x`",
        &expect![[r#"
            strong Table votes code-then-table Rejected
            strong Table notes code-then-table Rejected
            strong Table pages code-then-table Rejected
            strong Table tags code-then-table Rejected
            strong Table games code-then-table Rejected
            strong Table orders code-then-table
            strong Table carts code-then-table
            strong Table items code-then-table
            strong Table rows_x code-then-table
        "#]],
    );
}

#[test]
fn a_question_asks() {
    check(
        "Should there be a `votes` table? It goes into the `notes` table. Or in a separate reset_keys table?\n\n这里需要 `pages` 表吗？\n\n- **`orders` table** (`note`?: text)",
        &expect![[r#"
            strong Table votes code-then-table Deferred
            strong Table notes code-then-table
            strong Table reset_keys snake-then-table Deferred
            strong Table pages code-then-table Deferred
            strong Table orders code-then-table
            weak Table note code
        "#]],
    );
}

#[test]
fn an_option_is_not_taken_unless_it_says_so() {
    check(
        "## Option A — a column (recommended)\n\nThe `orders` table.\n\n## Option B — a `votes` table\n\nThe `notes` table.\n\n## Decision\n\nThe `carts` table.\n\n**Option 2: a `pages` table**\n- the `tags` table\n\nSo the `items` table stays.\n\n1. **Approach C**: split\n   - the `parts` table\n2. The `seats` table\n\n### 方案二：新表\n\n`cats` 表\n\n### Option a table has\n\nThe `rows_x` table.",
        &expect![[r#"
            strong Table orders code-then-table
            strong Table votes code-then-table Rejected
            strong Table notes code-then-table Rejected
            strong Table carts code-then-table
            strong Table pages code-then-table Rejected
            strong Table tags code-then-table Rejected
            strong Table items code-then-table
            strong Table parts code-then-table Rejected
            strong Table seats code-then-table
            strong Table cats code-then-table Rejected
            strong Table rows_x code-then-table
        "#]],
    );
}

#[test]
fn what_a_log_takes_away_later_is_gone() {
    check(
        "## Tasks\n\n- Create the `votes` table\n\n### Change Log\n\n| Date | What |\n|---|---|\n| 1 May | Added Vote and PageNote models |\n| 2 May | Added the `orders` table |\n| 3 May | Removed the `votes` table |\n| 3 May | Removed PageNote model |\n| 4 May | Added PageNote model |",
        &expect![[r#"
            strong Table votes code-then-table
            weak Table Vote code-then-model Removed
            strong Table PageNote code-then-model Removed
            strong Table orders code-then-table
            strong Table votes code-then-table Removed
            strong Table PageNote code-then-model Removed
            strong Table PageNote code-then-model
        "#]],
    );
}

#[test]
fn what_is_to_be_removed_is_no_demand() {
    check(
        "### Replace/remove completely\n\n- the `votes` table\n\n### Remove\n\n- the `notes` table\n\n### Remove the limit on orders\n\n- the `orders` table\n\n### Edit\n\n- Drop wiring of the deleted `pages` table",
        &expect![[r#"
            strong Table votes code-then-table Removed
            strong Table notes code-then-table Removed
            strong Table orders code-then-table
            strong Table pages code-then-table Removed
        "#]],
    );
}

#[test]
fn an_instance_of_many_is_an_example() {
    let sql = "\n\n```sql\nALTER TABLE orders ADD COLUMN note_text text;\n```\n";
    let example = expect![[r#"
        strong Table orders sql-definition Example
        strong Column orders.note_text sql-definition Example
    "#]];
    check(&format!("Change the schema's file. For example, a new column:{sql}"), &example);
    check(&format!("修改文件。例如：{sql}"), &example);
    check(
        &format!("For example, see the guide. Then add the column:{sql}"),
        &expect![[r#"
            strong Table orders sql-definition
            strong Column orders.note_text sql-definition
        "#]],
    );
    check(
        "For example, a `votes` table; the `orders` table. A join table (e.g., `a_b` table).",
        &expect![[r#"
            strong Table votes code-then-table Example
            strong Table orders code-then-table
            strong Table a_b code-then-table Example
        "#]],
    );
}

#[test]
fn a_table_on_a_screen_lists_its_columns() {
    check(
        "- Results table (`code`, `scope`, `seen`)\n- Orders table: `total`, `state` (sortable)\n- New tables (`orders`, `carts`)\n- The join table (`order_items`)\n- 新增表（`votes`、`notes`）",
        &expect![[r#"
            weak Table code code
            weak Table scope code
            weak Table seen code
            weak Table total code
            weak Table state code
            strong Table orders list-after-tables
            strong Table carts list-after-tables
            strong Table order_items list-after-tables
            strong Table votes list-after-tables
            strong Table notes list-after-tables
        "#]],
    );
}

#[test]
fn what_entities_are_made_with_is_no_table() {
    check(
        "All SmartGrid entities follow this. One per SmartGrid entity. The SmartGrid entity store. The `SmartGrid` entity and the OrderItem entity.",
        &expect![[r#"
            weak Table SmartGrid code-then-model
            weak Table SmartGrid code-then-model
            weak Table SmartGrid code-then-model
            strong Table SmartGrid code-then-model
            strong Table OrderItem code-then-model
        "#]],
    );
}

#[test]
fn a_word_cut_at_a_hyphen_is_no_target() {
    check(
        "- `a_id`: FK to work-unit child row\n- `b_id`: FK to orders - required",
        &expect![[r#"
            weak Column a_id code
            weak Column b_id code
            strong Table orders foreign-key
        "#]],
    );
}

#[test]
fn fields_in_a_section_that_is_put_off_are_put_off() {
    check(
        "## Later\n\nThe `orders` table:\n\n- `email`: text, unique\n\n## Now\n\nThe `orders` table:\n\n- `total`: integer",
        &expect![[r#"
            strong Table orders code-then-table Deferred
            strong Column orders.email field Deferred
            strong Table orders code-then-table
            strong Column orders.total field
        "#]],
    );
}

#[test]
fn a_table_that_the_document_renames_is_gone_under_its_old_name() {
    check(
        "The `votes` table gets a name that fits.\n\n```sql\nALTER TABLE \"votes\" RENAME TO \"ballots\";\nALTER TABLE notes RENAME TO orders;\nCREATE TABLE notes (id text);\n```\n\nThe `ballots` table and the `notes` table.",
        &expect![[r#"
            strong Table votes code-then-table Removed
            strong Table votes sql-definition Removed
            strong Table ballots sql-definition
            strong Table notes sql-definition Removed
            strong Table orders sql-definition
            strong Table notes sql-definition
            strong Column notes.id sql-definition
            strong Table ballots code-then-table
            strong Table notes code-then-table
        "#]],
    );
}

#[test]
fn code_from_before_shows_what_was() {
    check(
        "**Before:**\n\n```sql\nCREATE TABLE votes (id text);\n```\n\n**After:**\n\n```sql\nCREATE TABLE ballots (id text);\n```\n\nBefore you deploy, create:\n\n```sql\nCREATE TABLE orders (id text);\n```",
        &expect![[r#"
            strong Table votes sql-definition Example
            strong Column votes.id sql-definition Example
            strong Table ballots sql-definition
            strong Column ballots.id sql-definition
            strong Table orders sql-definition
            strong Column orders.id sql-definition
        "#]],
    );
}

#[test]
fn a_row_or_a_bullet_says_that_its_column_is_not_there() {
    check(
        "## `orders` table\n\n| Field | Type | Notes |\n|---|---|---|\n| a_one | text | removed in v2 |\n| ~~a_two~~ | text | |\n\
         | a_three | text | 已废弃 |\n| a_four | text | optional, set later |\n| a_five | text | when it was removed |\n\n\
         - `b_one`: text (planned)\n- `b_two`: text, legacy\n- `b_three`: text, the old name\n- ~~`b_four`: text~~\n",
        &expect![[r#"
            strong Table orders code-then-table
            strong Column orders.a_one field Removed
            strong Column orders.a_two field Removed
            strong Column orders.a_three field Removed
            strong Column orders.a_four field
            strong Column orders.a_five field
            strong Column orders.b_one field Deferred
            strong Column orders.b_two field Removed
            strong Column orders.b_three field
            weak Column orders.b_four field Removed
        "#]],
    );
}

#[test]
fn a_heading_says_that_tables_lie_in_another_store() {
    check(
        "# Data\n\n## ClickHouse\n\nThe `events` table.\n\n## From Redis to PostgreSQL\n\nThe `jobs` table.\n",
        &expect![[r#"
            strong Table events code-then-table Elsewhere
            strong Table jobs code-then-table
        "#]],
    );
}

#[test]
fn a_list_of_something_else_holds_no_columns_for_sure() {
    check(
        "The `orders` table is returned by the API:\n\n- `grand_total`: number\n\nThe `orders` table with these fields of the \
         form:\n\n- `total`: number\n",
        &expect![[r#"
            strong Table orders code-then-table
            weak Column orders.grand_total field
            strong Table orders code-then-table
            strong Column orders.total field
        "#]],
    );
}

#[test]
fn old_code_is_old_in_every_language() {
    for label in ["Old schema:", "旧表结构：", "Esquema anterior:", "기존 스키마:", "Antes:"] {
        let found = super::facts(&format!("{label}\n\n```sql\ncreate table gone (id int);\n```\n"));
        let cues: Vec<_> = found.mentions.iter().map(|it| it.cue).collect();
        assert!(!cues.is_empty() && cues.iter().all(Option::is_some), "{label}: {cues:?}");
    }
    let found = super::facts("Nuevo esquema:\n\n```sql\ncreate table made (id int);\n```\n");
    assert!(found.mentions.iter().all(|it| it.cue.is_none()));
}

#[test]
fn a_verdict_on_another_thing_is_none_on_the_table() {
    check(
        "- The deferred payment is kept in the `invoices` table.\n- Rejected payments are stored in the `refunds` table.\n\
         - The rejected alternative stores it in the `votes` table.\n- Deferred to v2: rows in the `notes` table.\n\
         - The export was deferred; it reads from the `pages` table.\n- Rejected adding it to the `tags` table.\n\
         - Rejected: the `games` table.\n- A deferred migration to the `seats` table.",
        &expect![[r#"
            strong Table invoices code-then-table
            strong Table refunds code-then-table
            strong Table votes code-then-table Rejected
            strong Table notes code-then-table Deferred
            strong Table pages code-then-table
            strong Table tags code-then-table Rejected
            strong Table games code-then-table Rejected
            strong Table seats code-then-table Deferred
        "#]],
    );
}

#[test]
fn a_cell_says_it_of_its_row() {
    check(
        "| # | What | Level | Then |\n|---|---|---|---|\n| 1 | `orders` table | High | Deferred |\n| 2 | `orders.note_text` | High | Removidos da tabela. Ver o log |\n\
         | 3 | `carts` table | High | Removed the limit |\n",
        &expect![[r#"
            strong Table orders code-then-table Deferred
            weak Table orders dotted Removed
            strong Column orders.note_text dotted Removed
            strong Table carts code-then-table
        "#]],
    );
}

#[test]
fn cues_stand_in_every_language() {
    check(
        "- `votes` 테이블은 제외\n- `notes` 테이블은 필요 없다\n- La tabla `tags` se pospone.\n- `pages` 表将在二期实现\n\
         - The `games` table (SQLite in the Durable Object)\n- Never store keys in the `users` table.\n- Store keys in the `seats` table.\n\
         - `carts` 테이블은 필요하다\n- `items` 表将在本期实现",
        &expect![[r#"
            strong Table votes code-then-table OutOfScope
            strong Table notes code-then-table Rejected
            strong Table tags code-then-table Deferred
            strong Table pages code-then-table Deferred
            strong Table games code-then-table Elsewhere
            strong Table users code-then-table Rejected
            strong Table seats code-then-table
            strong Table carts code-then-table
            strong Table items code-then-table
        "#]],
    );
}
