//! The model every dialect is read into and written from.
//!
//! `None` and *unknown* are different things everywhere: what cannot be evaluated is said to be unknown, and nobody
//! may report it as missing.

mod changes;
mod constraints;
mod counting;

use text::Place;

use crate::types::ColumnType;

pub use changes::ColumnChange;
pub use constraints::{Action, Check, ForeignKey, Index, IndexKey, IndexPart, Policy, PrimaryKey, Unique};
pub use counting::Counting;

/// A name and where it is written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ident {
    /// The name.
    pub text: String,
    /// Where it stands (without quotes).
    pub place: Place,
}

/// The database product a schema is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Database {
    /// PostgreSQL.
    #[default]
    PostgreSql,
    /// SQLite.
    Sqlite,
    /// MySQL or MariaDB.
    MySql,
}

/// Everything a set of linked schema files declares.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Declarations {
    /// Tables and views, in declared order.
    pub tables: Vec<Table>,
    /// Enum types, in declared order.
    pub enums: Vec<Enum>,
    /// Relations of the query layer (Drizzle `relations()`, Prisma relation fields).
    pub relations: Vec<Relation>,
    /// What could not be evaluated.
    pub unknowns: Vec<Unknown>,
    /// What else the database has, and no table holds: domains, sequences, functions, triggers.
    pub others: Vec<Other>,
    /// The database product, where it is none of [`Database`] (`mongodb`): nothing is known of its types then, and nothing
    /// can be written for it.
    pub other_product: Option<String>,
}

/// Something of the database that the model does not take apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Other {
    /// What, in the user's words: "domain `email`".
    pub what: String,
    /// The statements that make it, where tables need it and they can be written as they stand.
    pub sql: Option<String>,
    /// Where.
    pub place: Place,
}

/// What a table is in the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum TableKind {
    /// A table.
    #[default]
    Table,
    /// A view.
    View,
    /// A materialized view.
    MaterializedView,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// The name in the database.
    pub name: Ident,
    /// The database schema (`auth` in `auth.users`), if one is named.
    pub schema: Option<String>,
    /// The name in the source: the exported constant, the model; the same as `name` in SQL.
    pub key: Ident,
    /// True if the source exports it.
    pub exported: bool,
    /// Table or view.
    pub kind: TableKind,
    /// True if the tool that makes the database does not see it, for nothing exports it, or is told that it is there.
    pub unseen: bool,
    /// True if no declaration of its own stands in the source, which names it neither (Prisma's join tables).
    pub implied: bool,
    /// The database product.
    pub database: Database,
    /// Columns in declared order.
    pub columns: Vec<Column>,
    /// False if more columns may exist than `columns` lists: nothing may then be called missing from this table.
    pub complete: bool,
    /// True if it may have more keys, indexes and checks than are listed: none may then be called missing.
    pub more_constraints: bool,
    /// The primary key, also if declared on one column.
    pub primary_key: Option<PrimaryKey>,
    /// Unique constraints, also those declared on one column.
    pub uniques: Vec<Unique>,
    /// Foreign keys, also those declared on one column.
    pub foreign_keys: Vec<ForeignKey>,
    /// Indexes, without those that back a key or a unique constraint.
    pub indexes: Vec<Index>,
    /// Check constraints.
    pub checks: Vec<Check>,
    /// Row level security policies.
    pub policies: Vec<Policy>,
    /// True if row level security is enabled.
    pub row_security: bool,
    /// True if it may have other policies than are listed, or row level security: neither may then be called missing.
    pub more_policies: bool,
    /// Of a view, the query, as SQL; `None` for a table and where it cannot be evaluated.
    pub query: Option<String>,
    /// The comment above the declaration.
    pub doc: Option<String>,
    /// The whole declaration (the statement, the model block).
    pub place: Place,
}

impl Table {
    /// The column whose database name or source name is the same as `name` in any case style. An exact spelling wins.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&Column> {
        let exact = self.columns.iter().find(|column| column.name.text == name || column.key.text == name);
        exact.or_else(|| {
            self.columns.iter().find(|column| {
                crate::names::same_column(&column.name.text, name)
                    || crate::names::same_column(&column.key.text, name)
            })
        })
    }
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Column {
    /// The name in the database.
    pub name: Ident,
    /// The name in the source.
    pub key: Ident,
    /// The type.
    pub ty: ColumnType,
    /// Whether NULL is allowed; `None` if that cannot be evaluated.
    pub nullable: Option<bool>,
    /// The value a row gets when none is given.
    pub default: DefaultValue,
    /// How the database makes the value by itself, if it does.
    pub generated: Option<Generated>,
    /// The application's function that gives a new value at each update, as written (Drizzle `$onUpdate`); empty for
    /// Prisma's `@updatedAt`, which names none; `current_timestamp` where MySQL does it by itself.
    pub on_update: Option<String>,
    /// The values the source allows where the type itself does not say (`text({ enum: [...] })`, `$type<'a' | 'b'>`).
    pub allowed: Vec<String>,
    /// The comment above or behind it.
    pub doc: Option<String>,
    /// The whole declaration.
    pub place: Place,
    /// False if a part of the declaration could not be evaluated.
    pub known: bool,
}

impl Column {
    /// True if a row may leave the column out though NULL is not allowed: it has a default, is numbered, or has a
    /// function for updates, which is called for new rows too.
    #[must_use]
    pub fn has_default(&self) -> bool {
        let numbered = matches!(self.generated, Some(Generated::Identity { .. }));
        let updated = self.on_update.as_ref().is_some_and(|it| !it.is_empty());
        self.default != DefaultValue::None || numbered || updated
    }
}

/// True if `text` is SQL throughout. What a reader cannot evaluate stands as written, in `${…}`.
#[must_use]
pub fn is_sql(text: &str) -> bool {
    !text.contains("${")
}

/// How the database makes a column's value by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Generated {
    /// `GENERATED ALWAYS AS (expression) STORED`: the expression as SQL, or as written; empty if it cannot be evaluated.
    Stored(String),
    /// `GENERATED ALWAYS AS (expression) VIRTUAL`.
    Virtual(String),
    /// `GENERATED … AS IDENTITY`.
    Identity {
        /// True for `ALWAYS`, false for `BY DEFAULT`.
        always: bool,
        /// How its sequence counts.
        counting: Counting,
    },
}

/// What a column gets when no value is given.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum DefaultValue {
    /// NULL.
    #[default]
    None,
    /// An expression of the database, as SQL (`now()`, `'draft'`, `gen_random_uuid()`). What cannot be evaluated stands
    /// in it as written, in `${…}`: see [`is_sql`].
    Database(String),
    /// The next number of a sequence of its own (`serial`, `AUTO_INCREMENT`, Prisma `autoincrement()`).
    Increment,
    /// A function of the application (Drizzle `$defaultFn`, Prisma `cuid()`), as written.
    Application(String),
}

/// An enum type.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Enum {
    /// The name in the database.
    pub name: Ident,
    /// The database schema, if one is named.
    pub schema: Option<String>,
    /// The name in the source.
    pub key: Ident,
    /// The values, in order.
    pub values: Vec<Ident>,
    /// False if more values may exist.
    pub complete: bool,
    /// The whole declaration.
    pub place: Place,
}

/// How many rows a relation leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum RelationKind {
    /// At most one.
    #[default]
    One,
    /// Any number.
    Many,
}

/// How many rows stand at one end of a relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ends {
    /// None or one.
    AtMostOne,
    /// Exactly one.
    One,
    /// Any number.
    Many,
    /// At least one.
    OneOrMore,
}

impl Ends {
    /// True if there may be several.
    #[must_use]
    pub fn is_many(self) -> bool {
        matches!(self, Self::Many | Self::OneOrMore)
    }
}

/// A relation of the query layer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Relation {
    /// The database name of the table it starts from.
    pub table: String,
    /// The relation's name (`author`).
    pub name: Ident,
    /// One or many.
    pub kind: RelationKind,
    /// The database name of the table it leads to.
    pub to: String,
    /// What tells it from others between the same two tables, the same on both sides (Prisma `@relation("name")`).
    pub label: Option<String>,
    /// How many rows stand at its two ends, that of `table` first, where the source says so exactly (a diagram).
    pub ends: Option<[Ends; 2]>,
    /// The whole declaration.
    pub place: Place,
}

/// Something that cannot be evaluated statically.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Unknown {
    /// What, in the user's words: "columns of `audit` come from a call that cannot be evaluated".
    pub what: String,
    /// Where.
    pub place: Place,
    /// What may exist without being listed because of it.
    pub scope: UnknownScope,
}

/// What may exist without being listed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum UnknownScope {
    /// Nothing: a detail of something listed is unknown.
    #[default]
    Detail,
    /// Columns of the table of that database name.
    Table(String),
    /// Whole tables: no table may then be called missing.
    Tables,
}
