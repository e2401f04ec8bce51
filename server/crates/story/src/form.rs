//! The ways in which a text names a database object.

use schema::dialects::Dialect;

/// How a mention is written. The taxonomy's row numbers are in parentheses; README and rule docs cite these names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Form {
    /// `` `orders` table``, `` table `orders` `` (1).
    CodeThenTable,
    /// order_items table, in plain words (8).
    SnakeThenTable,
    /// `` `Order` model``, OrderItem entity (15).
    CodeThenModel,
    /// "tables (`a`, `b`)", "**Tables**: `a`, `b`": names listed after the word.
    ListAfterTables,
    /// A heading such as `Table: orders` or `orders table` (14).
    Heading,
    /// A heading or a lead-in in plain words with typed fields below it: "**Document Versions Table:**" (14, 19).
    Title,
    /// `CREATE TABLE`, `ALTER TABLE`, `CREATE INDEX … ON` in a fence (3, 4).
    SqlDefinition,
    /// A query in a fence or in inline code: `SELECT … FROM orders`.
    SqlQuery,
    /// `pgTable('orders', …)` in a fence (5).
    DrizzleDefinition,
    /// `model Order {` in a fence (6).
    PrismaDefinition,
    /// `Table orders {` in a fence (30).
    DbmlDefinition,
    /// `ORDERS {` in an `erDiagram` (30).
    MermaidDefinition,
    /// "FK to orders", "references `orders.id`", `.references(() => orders.id)` (7).
    ForeignKey,
    /// `orders.status` in inline code (10, 11).
    Dotted,
    /// `orders.status = 'paid'` in inline code (23).
    Predicate,
    /// status ('draft'|'active'): values in parentheses behind a column (24).
    ValueList,
    /// A name in inline code without more evidence (2, 9).
    Code,
    /// A field in a bullet or table under a table's scope (12, 13).
    Field,
    /// `team_org_idx`: team(organization_id) (16).
    IndexOn,
    /// A plain noun (27, 28): for hover and coverage, never for findings.
    Word,
}

impl Form {
    /// The form of a declaration in a fence of `dialect`.
    #[must_use]
    pub fn of(dialect: Dialect) -> Self {
        match dialect {
            Dialect::Drizzle => Self::DrizzleDefinition,
            Dialect::Prisma => Self::PrismaDefinition,
            Dialect::Sql => Self::SqlDefinition,
            Dialect::Dbml => Self::DbmlDefinition,
            Dialect::Mermaid => Self::MermaidDefinition,
        }
    }

    /// What the form consists of, for people: "code span followed by \"table\"".
    #[must_use]
    pub fn evidence(self) -> &'static str {
        match self {
            Self::CodeThenTable => "code span next to the word \"table\"",
            Self::SnakeThenTable => "snake_case name next to the word \"table\"",
            Self::CodeThenModel => "name next to the word \"model\" or \"entity\"",
            Self::ListAfterTables => "name listed after the word \"tables\"",
            Self::Heading => "heading that names a table",
            Self::Title => "heading or lead-in with typed fields below it",
            Self::SqlDefinition => "SQL definition in a fence",
            Self::SqlQuery => "SQL query",
            Self::DrizzleDefinition => "Drizzle definition in a fence",
            Self::PrismaDefinition => "Prisma model in a fence",
            Self::DbmlDefinition => "DBML table in a fence",
            Self::MermaidDefinition => "entity of a mermaid diagram",
            Self::ForeignKey => "foreign key notation",
            Self::Dotted => "table.column in a code span",
            Self::Predicate => "condition in a code span",
            Self::ValueList => "values in parentheses behind the column",
            Self::Code => "code span",
            Self::Field => "field under a table's heading",
            Self::IndexOn => "index notation: table(columns)",
            Self::Word => "plain word",
        }
    }

    /// The name in JSON, in kebab-case: `code-then-table`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::CodeThenTable => "code-then-table",
            Self::SnakeThenTable => "snake-then-table",
            Self::CodeThenModel => "code-then-model",
            Self::ListAfterTables => "list-after-tables",
            Self::Heading => "heading",
            Self::Title => "title",
            Self::SqlDefinition => "sql-definition",
            Self::SqlQuery => "sql-query",
            Self::DrizzleDefinition => "drizzle-definition",
            Self::PrismaDefinition => "prisma-definition",
            Self::DbmlDefinition => "dbml-definition",
            Self::MermaidDefinition => "mermaid-definition",
            Self::ForeignKey => "foreign-key",
            Self::Dotted => "dotted",
            Self::Predicate => "predicate",
            Self::ValueList => "value-list",
            Self::Code => "code",
            Self::Field => "field",
            Self::IndexOn => "index-on",
            Self::Word => "word",
        }
    }
}
