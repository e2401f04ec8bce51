//! Column types: as PostgreSQL prints them, and as the source spells them.

/// A column's type.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ColumnType {
    /// The type as PostgreSQL's `format_type` prints it (`timestamp with time zone`, `character varying(255)`,
    /// `numeric(15,2)`, `text[]`), an enum's database name, or the dialect's own type for SQLite and MySQL. Empty if unknown.
    pub canonical: String,
    /// The type as the source spells it (`varchar('name', { length: 120 })` gives `varchar(120)`).
    pub written: String,
    /// The enum type's database name, if it is one.
    pub enumeration: Option<String>,
}

impl ColumnType {
    /// True if the type could be evaluated.
    #[must_use]
    pub fn is_known(&self) -> bool {
        !self.canonical.is_empty()
    }
}
