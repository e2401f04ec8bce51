//! Sketches: what text says of tables that may not exist yet.

use expect_test::expect;

use super::{check, check_sketches};

/// The texts of `values`.
fn texts(values: &[crate::Value]) -> Vec<&str> {
    values.iter().map(|it| it.text.as_str()).collect()
}

#[test]
fn bullets_describe_columns() {
    check_sketches(
        "Create `seasonFilms` junction table with:\n\n- `id`: uuid, primary key\n- `email`: varchar(255), unique, not null\n- film_id (uuid, FK → films.id, cascade)\n- **title** - string, required\n- `status`: enum ('draft' | 'live'), default `draft`\n- `note?`: text\n- `due_at` TIMESTAMP\n",
        &expect![[r#"
            bullets seasonFilms
              id uuid required key
              email varchar(255) required unique
              film_id uuid -> films.id cascade
              title string required
              status enum =draft ["draft", "live"]
              note text null
              due_at TIMESTAMP
        "#]],
    );
}

#[test]
fn rows_describe_columns() {
    check_sketches(
        "## Table: films\n\n| Field | Type | Required | Default | Notes |\n|---|---|---|---|---|\n| id | UUID | yes | | primary key |\n| `owner_id` | TEXT | NO | '0' | FK → users.id |\n| two words | TEXT | | | |\n",
        &expect![[r#"
            table films
              id UUID required key
              owner_id TEXT null ='0' -> users.id
        "#]],
    );
}

#[test]
fn rows_of_an_api_describe_nothing() {
    check_sketches("## POST /films\n\n| Field | Type |\n|---|---|\n| id | string |\n", &expect![[""]]);
}

#[test]
fn lead_in_lines_name_the_table() {
    check_sketches(
        "**Document Versions Table:**\n\n- `document_id`: UUID foreign key\n- `status`: ENUM (PENDING, APPROVED)\n",
        &expect![[r#"
            bullets document_versions
              document_id UUID
              status ENUM ["PENDING", "APPROVED"]
        "#]],
    );
}

#[test]
fn a_title_with_typed_fields_names_a_table() {
    check(
        "**New Order Items Table:**\n\n- `id`: uuid, primary key\n- `note`: text\n\n## Users Table\n\n- `email`: text\n",
        &expect![[r#"
            strong Table Order Items title
            strong Column order_items.id field
            strong Column order_items.note field
            weak Table Users heading
            strong Column Users.email field
        "#]],
    );
}

#[test]
fn a_title_above_what_a_screen_shows_names_none() {
    check(
        "**Users Table:**\n\n- Name: the first column\n- `email`: sortable\n\n### Comparison Table\n\n| Column | Type |\n|---|---|\n| Name | Text |\n",
        &expect![[r#"
            weak Column email code
        "#]],
    );
}

#[test]
fn names_in_parentheses_are_columns() {
    check_sketches(
        "The following tables:\n- `session`: Sessions (id, expiresAt, token, etc.)\n\nThe `users` table (id, name, email).\n",
        &expect![[r#"
            bullets session
              id
              expiresAt
              token
            prose users
              id
              name
              email
        "#]],
    );
}

#[test]
fn prose_tells_columns_and_keys() {
    check_sketches(
        "- Define `objective` table with FKs to team, quarter, okrUser (owner), and organizationId\n- Define `okrUser` table (separate) with teamId FK and metadata jsonb field\n- Define `kr` table with unit/direction enums, numeric values\n- `checkIn` belongs to `keyResult`, `okrUser` creator (many:1 each)\n- unused `organizationId` columns on teams, users\n",
        &expect![[r#"
            prose objective
              team_id -> team
              quarter_id -> quarter
              owner_id -> okrUser
              organizationId
            prose okrUser
              teamId -> team
              metadata jsonb
            prose kr
              unit enum
              direction enum
            prose checkIn
              key_result_id -> keyResult
              creator_id -> okrUser
            prose teams
              organizationId
            prose users
              organizationId
        "#]],
    );
}

#[test]
fn index_lists_are_kept() {
    check_sketches(
        "- `team_org_idx`: team(organization_id, created_at)\n",
        &expect![[r#"
        prose team
          index team_org_idx (organization_id, created_at)
    "#]],
    );
}

#[test]
fn sql_and_prisma_fences_describe_columns() {
    check_sketches(
        "```sql\nCREATE TABLE orders (\n  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),\n  total numeric(15, 2) NOT NULL,\n  user_id uuid REFERENCES users(id) ON DELETE SET NULL,\n  UNIQUE (total)\n);\n```\n\n```prisma\nmodel Team {\n  id   String  @id @default(cuid())\n  name String?\n  orgId String\n  org  Org @relation(fields: [orgId], references: [id], onDelete: Cascade)\n}\n```\n",
        &expect![[r#"
            fence orders
              id uuid required =gen_random_uuid() key
              total numeric(15, 2) required unique
              user_id uuid null -> users.id set null
            fence Team
              id String required =cuid() key
              name String null
              orgId String required -> Org.id cascade
        "#]],
    );
}

#[test]
fn a_bullet_says_what_a_table_is_for_and_what_it_has() {
    let text = "- `talks` table: Core entity with status ('draft'|'held'), nullable org_id/template_id, share_token\n- `steps` table: References with semantic IDs ('one', 'two'), order, optional prompt_template";
    let facts = crate::read(text, &crate::Memo::default()).0;
    let columns = facts.sketches.iter().flat_map(|sketch| {
        sketch
            .columns
            .iter()
            .map(|it| (sketch.name.as_str(), it.name.as_str(), it.nullable, texts(&it.values).join(" ")))
    });
    assert_eq!(
        columns.collect::<Vec<_>>(),
        [
            ("talks", "status", None, "draft held".to_owned()),
            ("talks", "org_id", Some(true), String::new()),
            ("talks", "template_id", Some(true), String::new()),
            ("talks", "share_token", None, String::new()),
            ("steps", "prompt_template", Some(true), String::new()),
        ]
    );
}

#[test]
fn key_fields_are_columns_of_the_table_named_before() {
    let text = "### Clubs\n\n- **Table**: `clubs`\n- **Purpose**: who walks together\n- **Key Fields**: `loginId`, `email`\n\n### Roles\n\n- **Key Fields**: `other`\n";
    let facts = crate::read(text, &crate::Memo::default()).0;
    let columns = facts
        .sketches
        .iter()
        .flat_map(|sketch| sketch.columns.iter().map(|it| (sketch.name.as_str(), it.name.as_str())));
    assert_eq!(columns.collect::<Vec<_>>(), [("clubs", "loginId"), ("clubs", "email")]);
}

#[test]
fn traditional_chinese_headers_and_remarks_are_read() {
    check_sketches(
        "### 3.2 Lead（現行版本）\n\n| 欄位 | 型別 | 說明 |\n|---|---|---|\n| `id` | UUID | PK |\n| `note` | text | 備註 |\n\n### 設定（一覽）\n\n| 頁面 | 說明 |\n|---|---|\n| `home` | text |",
        &expect![[r#"
            table Lead
              id UUID required key
              note text
        "#]],
    );
}

#[test]
fn names_listed_as_columns_or_values_are_no_tables() {
    check(
        "The `users` table has columns `id`, `phone` and `nickname`.\n\n## `orders` table\n\n- **Indexes**: `status`, `total`\n\
         - `orders.status` is one of `draft`, `paid`; it defaults to `draft`\n\nSee `notes`.\n",
        &expect![[r#"
            strong Table users code-then-table
            weak Column users.id code
            weak Column users.phone code
            weak Column users.nickname code
            strong Table orders code-then-table
            weak Column orders.status code
            weak Column orders.total code
            weak Table orders dotted
            weak Column orders.status dotted
            weak Value orders.draft code
            weak Value orders.paid code
            weak Table notes code
        "#]],
    );
}
