//! What a column that is there can be asked to become.

use super::ForeignKey;
use crate::types::ColumnType;

/// One change to a column, with the columns and tables it names by their database names.
#[derive(Debug, Clone, PartialEq)]
pub enum ColumnChange {
    /// It has this type.
    Type(ColumnType),
    /// It takes NULL.
    Nullable,
    /// It takes no NULL.
    Required,
    /// No two rows have the same.
    Unique,
    /// It refers to another table. The key is of this column alone.
    Reference(ForeignKey),
    /// It takes these values too, where its declaration lists those that it takes.
    Values(Vec<String>),
}
