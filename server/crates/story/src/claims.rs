//! What a text says of the database that a schema may contradict: "status ('draft'|'active')", "no enum types",
//! "foreign keys: users → teams".
//!
//! Leaves to others: whether it is so.

mod counts;
mod decisions;
mod lists;
mod relations;
mod sketched;
mod values;

use schema::model::Action;
use text::{Offset, Span};

use crate::cues::Cues;
use crate::phrases::PHRASES;
use crate::prose::Prose;
use crate::{Cue, Mention, Strength, Value};

pub(crate) use sketched::of_sketches;

/// No phrase of a claim has more tokens.
const LONGEST_PHRASE: usize = 8;

/// One thing that a text says of the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// What it says.
    pub said: Said,
    /// The words that say it.
    pub span: Span,
    /// Whether a contradiction may be reported on this evidence.
    pub strength: Strength,
    /// Why it need not hold, if there is such a reason nearby.
    pub cue: Option<Cue>,
    /// How it is said, for people: "values in parentheses behind the column".
    pub evidence: &'static str,
}

/// What is claimed. Names are as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// A column has a type.
    Type {
        /// The table.
        table: String,
        /// The column.
        column: String,
        /// The type as written: `varchar(120)`, `string`.
        written: String,
    },
    /// A column may be NULL, or may not.
    Nullability {
        /// The table.
        table: String,
        /// The column.
        column: String,
        /// True if it may.
        nullable: bool,
    },
    /// A column that is not given takes this value.
    Default {
        /// The table.
        table: String,
        /// The column.
        column: String,
        /// The value as written: `draft`, `'draft'`, `now()`.
        value: String,
    },
    /// No two rows of a table are alike in these columns.
    Unique {
        /// The table.
        table: String,
        /// The columns.
        columns: Vec<String>,
    },
    /// A column takes these values and no others.
    Values {
        /// The table.
        table: String,
        /// The column.
        column: String,
        /// The values.
        values: Vec<Value>,
    },
    /// A table refers to another.
    ForeignKey {
        /// The referring table.
        table: String,
        /// The referring columns; empty if the text names none.
        columns: Vec<String>,
        /// The table referred to.
        to: String,
        /// The action on delete, if said.
        on_delete: Option<Action>,
    },
    /// Rows of two tables belong together, many to many: a table joins them.
    Joined {
        /// The one.
        table: String,
        /// The other.
        to: String,
    },
    /// A table has an index.
    Index {
        /// The table.
        table: String,
        /// Its name, if given.
        name: Option<String>,
        /// The columns, first to last.
        columns: Vec<String>,
        /// True if it is said to be unique.
        unique: bool,
        /// True if the text may mean an index on each column: "2 indexes on orders (user_id, status)".
        may_be_each: bool,
    },
    /// There are so many things of a kind.
    Count {
        /// Of which kind.
        of: Counted,
        /// How many.
        number: usize,
        /// Of what these are all.
        extent: Extent,
        /// Their names, if they are listed behind the number.
        listed: Vec<String>,
    },
    /// A file declares a table.
    TableInFile {
        /// The table.
        table: String,
        /// The file, as written: `users.ts`, `db/schema.ts`.
        file: String,
        /// Where the file is named.
        named: Span,
        /// Whether all tables of the file are listed.
        listing: Listing,
    },
    /// The team decided something for all tables, or for one.
    Decision(Decision),
}

/// Whether a list names all there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Listing {
    /// It does: "**Tables**: `users`, `teams`".
    Whole,
    /// It may not.
    #[default]
    Part,
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Counted {
    /// Tables.
    Tables,
    /// Enum types.
    Enums,
    /// Relations of the query layer.
    Relations,
}

/// Of what a number of things are all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Extent {
    /// Of the whole schema: "complete schema (6 tables)", "Total: 6 tables".
    Whole,
    /// Of all that the text speaks of: "all 6 tables". There are at least so many.
    All,
    /// Of something else: the work of one story, a module.
    Part,
}

/// A decision on how the schema is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// No enum types: text instead.
    NoEnumTypes,
    /// Every foreign key deletes with its target.
    CascadeEverywhere,
    /// Every foreign key has an index.
    IndexedForeignKeys,
    /// Rows are deleted, not marked as deleted.
    NoSoftDeletes,
    /// Columns are called in `snake_case`.
    SnakeCaseColumns,
    /// Tables are called in the plural.
    PluralTables,
    /// Every table has `created_at` and `updated_at`.
    TimestampsEverywhere,
    /// Every timestamp has this type, as PostgreSQL prints it.
    TimestampType(String),
    /// There is no such table.
    NoTable(String),
    /// There is no such column, in one table or in any.
    NoColumn {
        /// The table; `None` for all.
        table: Option<String>,
        /// The column.
        column: String,
    },
}

impl Said {
    /// The kind of claim in JSON, in kebab-case: `foreign-key`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Type { .. } => "type",
            Self::Nullability { .. } => "nullability",
            Self::Default { .. } => "default",
            Self::Unique { .. } => "unique",
            Self::Values { .. } => "values",
            Self::ForeignKey { .. } => "foreign-key",
            Self::Joined { .. } => "many-to-many",
            Self::Index { .. } => "index",
            Self::Count { .. } => "count",
            Self::TableInFile { .. } => "table-in-file",
            Self::Decision(_) => "decision",
        }
    }

    /// The tables it names.
    pub fn tables(&self) -> impl Iterator<Item = &String> {
        let (table, to) = match self {
            Self::Type { table, .. }
            | Self::Nullability { table, .. }
            | Self::Default { table, .. }
            | Self::Unique { table, .. }
            | Self::Values { table, .. }
            | Self::Index { table, .. }
            | Self::TableInFile { table, .. }
            | Self::Decision(Decision::NoTable(table) | Decision::NoColumn { table: Some(table), .. }) => {
                (Some(table), None)
            }
            Self::ForeignKey { table, to, .. } | Self::Joined { table, to } => (Some(table), Some(to)),
            Self::Count { .. } | Self::Decision(_) => (None, None),
        };
        table.into_iter().chain(to)
    }

    /// What it is said of, and what: `orders.status: draft, paid`.
    #[must_use]
    pub fn subject(&self) -> String {
        match self {
            Self::Type { table, column, written } => format!("{table}.{column}: {written}"),
            Self::Nullability { table, column, nullable: true } => format!("{table}.{column}: nullable"),
            Self::Nullability { table, column, nullable: false } => format!("{table}.{column}: not null"),
            Self::Default { table, column, value } => format!("{table}.{column}: {value}"),
            Self::Unique { table, columns } => format!("{table}({})", columns.join(", ")),
            Self::Values { table, column, values } => {
                let texts: Vec<&str> = values.iter().map(|it| it.text.as_str()).collect();
                format!("{table}.{column}: {}", texts.join(", "))
            }
            Self::ForeignKey { table, columns, to, .. } if columns.is_empty() => format!("{table} -> {to}"),
            Self::ForeignKey { table, columns, to, .. } => format!("{table}({}) -> {to}", columns.join(", ")),
            Self::Joined { table, to } => format!("{table} <-> {to}"),
            Self::Index { table, columns, .. } => format!("{table}({})", columns.join(", ")),
            Self::Count { of, number, .. } => format!("{number} {}", of.name()),
            Self::TableInFile { table, file, .. } => format!("{table} in {file}"),
            Self::Decision(decision) => decision.name().to_owned(),
        }
    }
}

impl Counted {
    /// The word for it: `tables`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Tables => "tables",
            Self::Enums => "enums",
            Self::Relations => "relations",
        }
    }
}

impl Decision {
    /// What was decided, in the user's words.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::NoEnumTypes => "no enum types",
            Self::CascadeEverywhere => "every foreign key cascades on delete",
            Self::IndexedForeignKeys => "every foreign key has an index",
            Self::NoSoftDeletes => "no soft deletes",
            Self::SnakeCaseColumns => "columns are in snake_case",
            Self::PluralTables => "table names are plural",
            Self::TimestampsEverywhere => "every table has timestamps",
            Self::TimestampType(_) => "every timestamp has one type",
            Self::NoTable(_) => "no such table",
            Self::NoColumn { .. } => "no such column",
        }
    }
}

impl Claim {
    /// The same claim in a text that starts at `base`.
    pub(crate) fn shifted(&self, base: Offset) -> Self {
        self.moved(&|span| span.shifted(base))
    }

    /// The same claim with every span sent through `to`.
    pub(crate) fn moved(&self, to: &dyn Fn(Span) -> Span) -> Self {
        let mut claim = Self { span: to(self.span), ..self.clone() };
        match &mut claim.said {
            Said::Values { values, .. } => {
                for value in values {
                    value.span = to(value.span);
                }
            }
            Said::TableInFile { named, .. } => *named = to(*named),
            _ => {}
        }
        claim
    }
}

/// The claims in `prose`, with the mentions `found`, apart from those that sketches tell.
pub(crate) fn of_prose(prose: &Prose, found: &[Mention]) -> Vec<Claim> {
    let mut claims = Vec::new();
    if prose.tokens().is_empty() {
        return claims;
    }
    decisions::find(prose, found, &mut claims);
    counts::find(prose, &mut claims);
    relations::find(prose, found, &mut claims);
    values::find(found, &mut claims);
    lists::find(prose, found, &mut claims);
    claims.sort_by_key(|it| it.span);
    give_cues(prose, &mut claims);
    claims
}

/// The token behind the longest phrase of the list `list` that begins at token `at`.
fn phrase(prose: &Prose, at: usize, list: &str) -> Option<usize> {
    let is_it = |to: &usize| {
        let text = prose.stretch(at, *to).map(|it| it.0);
        text.is_some_and(|it| PHRASES.has(list, it))
    };
    (at + 1..=at + LONGEST_PHRASE).rev().find(is_it)
}

/// Gives `claims` the cues that stand near them in `prose`: "rejected: `orders` belongs to `products`".
fn give_cues(prose: &Prose, claims: &mut [Claim]) {
    let mut known = None;
    for claim in claims.iter_mut().filter(|it| it.cue.is_none()) {
        let from = prose.tokens().partition_point(|it| it.span.end() <= claim.span.start());
        let to = prose.tokens().partition_point(|it| it.span.start() < claim.span.end());
        let is_unsure = || {
            let before = from.checked_sub(1).and_then(|it| prose.word(it));
            before.is_some_and(|it| PHRASES.has("claims.unless", it))
        };
        let cues = known.get_or_insert_with(|| Cues::find(prose));
        claim.cue = cues.at(prose, from, to).or_else(|| is_unsure().then_some(Cue::Deferred));
    }
}

#[cfg(test)]
mod tests;
