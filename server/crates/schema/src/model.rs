//! The model every dialect is read into and written from.
//!
//! `None` and *unknown* are different things everywhere: what cannot be evaluated is said to be unknown, and nobody
//! may report it as missing.

use text::Place;

use crate::types::ColumnType;

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
    /// True if the column is generated from others or an identity.
    pub generated: bool,
    /// The values the source allows where the type itself does not say (`text({ enum: [...] })`, `$type<'a' | 'b'>`).
    pub allowed: Vec<String>,
    /// The comment above or behind it.
    pub doc: Option<String>,
    /// The whole declaration.
    pub place: Place,
    /// False if a part of the declaration could not be evaluated.
    pub known: bool,
}

/// What a column gets when no value is given.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum DefaultValue {
    /// NULL.
    #[default]
    None,
    /// An expression of the database, as SQL (`now()`, `'draft'`, `gen_random_uuid()`).
    Database(String),
    /// A function of the application (Drizzle `$defaultFn`, Prisma `cuid()`), as written.
    Application(String),
}

/// A primary key.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PrimaryKey {
    /// The constraint's name, if given.
    pub name: Option<String>,
    /// The columns' database names.
    pub columns: Vec<String>,
    /// Where it is declared.
    pub place: Place,
}

/// A unique constraint.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Unique {
    /// The constraint's name, if given.
    pub name: Option<String>,
    /// The columns' database names.
    pub columns: Vec<String>,
    /// Where it is declared.
    pub place: Place,
}

/// What happens to a row whose target goes away or changes its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// `CASCADE`.
    Cascade,
    /// `SET NULL`.
    SetNull,
    /// `SET DEFAULT`.
    SetDefault,
    /// `RESTRICT`.
    Restrict,
    /// `NO ACTION`.
    NoAction,
}

impl Action {
    /// The action in lower case SQL: `cascade`, `set null`, `set default`, `restrict`, `no action`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Cascade => "cascade",
            Self::SetNull => "set null",
            Self::SetDefault => "set default",
            Self::Restrict => "restrict",
            Self::NoAction => "no action",
        }
    }
}

/// A foreign key.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ForeignKey {
    /// The constraint's name, if given.
    pub name: Option<String>,
    /// The referring columns' database names.
    pub columns: Vec<String>,
    /// The target table: its database name where it is known, else the name as written.
    pub table: Ident,
    /// The target's database schema, if one is named.
    pub table_schema: Option<String>,
    /// The target columns' database names.
    pub references: Vec<String>,
    /// The action on delete, if stated.
    pub on_delete: Option<Action>,
    /// The action on update, if stated.
    pub on_update: Option<Action>,
    /// False if the target could not be resolved: it may or may not exist.
    pub known: bool,
    /// Where it is declared.
    pub place: Place,
}

/// An index.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Index {
    /// Its name, if given.
    pub name: Option<String>,
    /// What it orders by, first to last.
    pub parts: Vec<IndexPart>,
    /// True if it forbids duplicates.
    pub unique: bool,
    /// The predicate of a partial index, as SQL or as written.
    pub predicate: Option<String>,
    /// The method (`gin`), if stated.
    pub method: Option<String>,
    /// Where it is declared.
    pub place: Place,
}

/// One part of an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IndexPart {
    /// A column, by its database name.
    Column(String),
    /// An expression, as written.
    Expression(String),
}

/// A check constraint.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Check {
    /// Its name, if given.
    pub name: Option<String>,
    /// The condition, as written.
    pub expression: String,
    /// Where it is declared.
    pub place: Place,
}

/// A row level security policy.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Policy {
    /// Its name.
    pub name: String,
    /// Where it is declared.
    pub place: Place,
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
