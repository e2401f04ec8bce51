//! How a team makes its tables: names, keys, timestamps, references, lists of values, files. Read off what the schema
//! declares, whatever language it is written in, so that what is generated looks like what is there.
//!
//! Leaves to others: what to generate, and how a language spells it. Where a schema shows nothing, the defaults hold.

mod columns;
mod files;
mod names;

use schema::model::{Action, Column, Declarations, ForeignKey, Index, Table};
use schema::names::{Case, camel_case, kebab_case, pascal_case, singular, snake_case};

use crate::habit::habit;
pub(crate) use columns::{Ids, alike, default_id, key_column, most_common, stamp, timestamps_of};
pub(crate) use files::FilePattern;
pub(crate) use names::{IndexNames, Number, number, vote};

/// From this many tables on, what none of them has is left out on purpose.
pub(crate) const FEWEST_TABLES: usize = 5;

/// How a team makes its tables.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Conventions {
    /// Whether tables are called `orders` or `order`.
    pub(crate) tables: Number,
    /// The case of tables' database names.
    pub(crate) table_case: Case,
    /// The case of columns' database names.
    pub(crate) snake_columns: bool,
    /// The primary key.
    pub(crate) id: Column,
    /// What the primary key is called.
    pub(crate) id_name: IdName,
    /// The timestamps that most tables have, in order.
    pub(crate) timestamps: Vec<Column>,
    /// The columns that a table gets without listing them.
    pub(crate) given: Vec<Column>,
    /// The action on delete of a reference that must be there, and of one that may be missing.
    pub(crate) on_delete: (Option<Action>, Option<Action>),
    /// The action on update of a reference.
    pub(crate) on_update: Option<Action>,
    /// How indexes are called.
    pub(crate) indexes: IndexNames,
    /// Whether references get an index.
    pub(crate) reference_indexes: ReferenceIndexes,
    /// How a closed list of values is declared.
    pub(crate) lists: Lists,
    /// The type of short texts.
    pub(crate) short_text: String,
    /// The type of points in time.
    pub(crate) timestamp: String,
    /// The type of amounts.
    pub(crate) amount: String,
    /// The type of structured values.
    pub(crate) json: String,
}

/// What the primary key of a table is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum IdName {
    /// The same in every table.
    Same,
    /// After the table: `order_id`.
    OfTable,
}

/// Whether references get an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ReferenceIndexes {
    /// Each that has none.
    Added,
    /// The team makes none.
    LeftOut,
}

impl ReferenceIndexes {
    /// What most references of `declarations` say.
    pub(crate) fn of(declarations: &Declarations) -> Self {
        let tables =
            declarations.tables.iter().filter(|it| !it.implied && it.complete && !it.more_constraints);
        let keys: Vec<bool> =
            tables.flat_map(|it| it.foreign_keys.iter().map(|key| is_indexed(it, key))).collect();
        match habit(&keys) {
            Some(false) => Self::LeftOut,
            _ => Self::Added,
        }
    }
}

/// True if an index, the primary key or a unique constraint of `table` begins with the columns of `key`.
fn is_indexed(table: &Table, key: &ForeignKey) -> bool {
    let leads = |columns: &[String]| columns.starts_with(&key.columns);
    let parts =
        |it: &Index| it.parts.iter().map_while(|it| it.column().map(str::to_owned)).collect::<Vec<_>>();
    table.primary_key.as_ref().is_some_and(|it| leads(&it.columns))
        || table.uniques.iter().any(|it| leads(&it.columns))
        || table.indexes.iter().any(|it| leads(&parts(it)))
}

/// How a closed list of values is declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lists {
    /// As an enum type.
    Type,
    /// As text that allows these values in the source.
    Text,
    /// As text with a check.
    Check,
    /// As text of which the database knows no values.
    Open,
}

impl Default for Conventions {
    fn default() -> Self {
        Self {
            tables: Number::Kept,
            table_case: Case::Snake,
            snake_columns: true,
            id: default_id(Ids::Uuid),
            id_name: IdName::Same,
            timestamps: timestamps_of(["created_at", "updated_at"], "timestamp with time zone"),
            given: Vec::new(),
            on_delete: (Some(Action::Cascade), Some(Action::SetNull)),
            on_update: None,
            indexes: IndexNames::default(),
            reference_indexes: ReferenceIndexes::Added,
            lists: Lists::Type,
            short_text: "text".to_owned(),
            timestamp: "timestamp with time zone".to_owned(),
            amount: "numeric(12,2)".to_owned(),
            json: "jsonb".to_owned(),
        }
    }
}

impl Conventions {
    /// These conventions, but for what `declarations` show to be otherwise.
    pub(crate) fn read_off(mut self, declarations: Option<&Declarations>) -> Self {
        let Some(declarations) = declarations.filter(|it| !it.tables.is_empty()) else { return self };
        self.tables = names::number(declarations);
        self.table_case = names::table_case(declarations);
        self.snake_columns = names::snake_columns(declarations);
        self.indexes = IndexNames::of(declarations);
        columns::types(&mut self, declarations);
        columns::house(&mut self, declarations);
        self
    }

    /// The primary key of the table called `table`.
    pub(crate) fn id_of(&self, table: &str) -> Column {
        let mut id = self.id.clone();
        if self.id_name == IdName::OfTable {
            id.name.text = self.column_name(&format!("{}_id", singular(table)));
        }
        id
    }

    /// The name of a column that a story calls `said`.
    pub(crate) fn column_name(&self, said: &str) -> String {
        if self.snake_columns { snake_case(said) } else { camel_case(said) }
    }
}

/// `name` in `case`.
pub(crate) fn recased(name: &str, case: Case) -> String {
    match case {
        Case::Snake => snake_case(name),
        Case::Screaming => snake_case(name).to_uppercase(),
        Case::Camel => camel_case(name),
        Case::Pascal => pascal_case(name),
        Case::Kebab => kebab_case(name),
    }
}

#[cfg(test)]
mod tests;
