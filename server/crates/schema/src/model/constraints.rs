//! What a table demands of its rows: keys, indexes, checks and policies.

use text::Place;

use super::Ident;

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
pub struct IndexPart {
    /// What it orders by.
    pub key: IndexKey,
    /// What follows the key, as SQL in lower case (`desc nulls last`, `gin_trgm_ops`); empty if nothing does.
    pub order: String,
}

/// What a part of an index orders by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IndexKey {
    /// A column, by its database name.
    Column(String),
    /// An expression, as written.
    Expression(String),
}

impl IndexPart {
    /// The part that is the column `name`, in the usual order.
    #[must_use]
    pub fn of_column(name: impl Into<String>) -> Self {
        Self { key: IndexKey::Column(name.into()), order: String::new() }
    }

    /// The part that is `expression`, in the usual order.
    #[must_use]
    pub fn of_expression(expression: impl Into<String>) -> Self {
        Self { key: IndexKey::Expression(expression.into()), order: String::new() }
    }

    /// `words`, in lower case, without those that say the usual: ascending, and NULL where that direction has it by
    /// itself.
    pub(crate) fn usual_order(mut words: Vec<String>) -> String {
        let descending = words.iter().any(|it| it == "desc");
        let usual = if descending { "first" } else { "last" };
        if words.ends_with(&["nulls".to_owned(), usual.to_owned()]) {
            words.truncate(words.len().saturating_sub(2));
        }
        words.retain(|it| it != "asc");
        words.join(" ")
    }

    /// The column, by its database name; `None` for an expression.
    #[must_use]
    pub fn column(&self) -> Option<&str> {
        match &self.key {
            IndexKey::Column(name) => Some(name),
            IndexKey::Expression(_) => None,
        }
    }

    /// The column's name, or the expression as written.
    #[must_use]
    pub fn text(&self) -> &str {
        match &self.key {
            IndexKey::Column(text) | IndexKey::Expression(text) => text,
        }
    }
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
    /// True if it only narrows what others allow (`AS RESTRICTIVE`).
    pub restrictive: bool,
    /// The command it is for in lower case (`select`); `None` for all.
    pub command: Option<String>,
    /// The roles it is for; empty for everybody.
    pub roles: Vec<String>,
    /// The condition on rows that are there (`USING`), as SQL or as written.
    pub using: Option<String>,
    /// The condition on new rows (`WITH CHECK`), as SQL or as written.
    pub check: Option<String>,
    /// Where it is declared.
    pub place: Place,
}
