//! What one bullet or one row says of a column: name, type, keys, values.

use crate::SketchColumn;
use crate::prose::Prose;

/// A bullet that may describe a column.
#[derive(Debug, Clone)]
pub(crate) struct Field {
    /// What it says.
    pub(crate) column: SketchColumn,
}

/// Which columns of a markdown table say what.
#[derive(Debug, Clone, Default)]
pub(crate) struct Columns {}

/// What the item with the text `prose` says.
pub(crate) fn of_item(prose: &Prose) -> Option<Field> {
    let _ = prose;
    None
}

/// What the header `prose` says of the columns below it.
pub(crate) fn columns(prose: &Prose) -> Columns {
    let _ = prose;
    Columns::default()
}

/// What the row `prose` says of a column.
pub(crate) fn of_row(prose: &Prose, columns: &Columns) -> Option<SketchColumn> {
    let _ = (prose, columns);
    None
}
