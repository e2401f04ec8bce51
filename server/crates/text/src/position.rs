//! Lines and columns, in the column encoding an editor asks for (LSP 3.17, `PositionEncodingKind`).

/// The unit in which an editor counts columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    /// Columns are bytes.
    Utf8,
    /// Columns are UTF-16 code units, LSP's default.
    #[default]
    Utf16,
    /// Columns are Unicode code points.
    Utf32,
}

/// A line and a column, both counted from 0; the column is in the [`Encoding`] that goes with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Position {
    /// The line, from 0.
    pub line: u32,
    /// The column, from 0, in the units of the encoding in use.
    pub column: u32,
}
