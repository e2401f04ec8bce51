//! What one DBML file says, before names are looked up.

use text::Span;

/// A name and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) span: Span,
}

/// A name that may be qualified: `core.users`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Path {
    pub(super) schema: Option<Word>,
    pub(super) name: Word,
}

/// `Table` or `TablePartial`.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct TableBlock {
    pub(super) path: Path,
    pub(super) alias: Option<Word>,
    pub(super) note: Option<String>,
    pub(super) items: Vec<Item>,
    pub(super) indexes: Vec<IndexLine>,
    pub(super) checks: Vec<CheckLine>,
    /// False if a part of it could not be read.
    pub(super) whole: bool,
    pub(super) span: Span,
}

impl TableBlock {
    /// How many lines it has.
    pub(super) fn size(&self) -> usize {
        self.items.len() + self.indexes.len() + self.checks.len()
    }
}

/// What stands in a table's body.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Item {
    Column(ColumnLine),
    /// `~partial`.
    Partial(Word),
}

/// A column.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct ColumnLine {
    pub(super) name: Word,
    pub(super) ty: TypeName,
    pub(super) settings: Vec<Setting>,
    /// False if a part of the line could not be read.
    pub(super) whole: bool,
    pub(super) span: Span,
}

/// A column's type.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct TypeName {
    pub(super) path: Path,
    /// `(10,2)`, without spaces; empty if there is none.
    pub(super) size: String,
    /// `[]` as often as it is written.
    pub(super) array: String,
}

/// One of `[key: value, …]`.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Setting {
    /// The words before the colon in lower case, joined by one space.
    pub(super) key: String,
    pub(super) value: Value,
    pub(super) span: Span,
}

/// What a setting is set to.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) enum Value {
    /// There is no colon.
    #[default]
    None,
    Text(String),
    Code(String),
    Number(String),
    /// Words, joined by one space; a path's last name.
    Words(String),
    /// `> users.id`.
    Ref(Operator, End),
    /// What the language does not know.
    Bad,
}

/// How many rows of the one side belong to how many of the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    /// `>`: the left side refers.
    ManyToOne,
    /// `<`: the right side refers.
    OneToMany,
    /// `-`.
    OneToOne,
    /// `<>`.
    ManyToMany,
}

/// One side of a reference.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct End {
    pub(super) table: Path,
    pub(super) columns: Vec<Word>,
}

/// `Ref name: left > right [settings]`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct RefLine {
    pub(super) name: Option<Word>,
    pub(super) left: End,
    pub(super) operator: Operator,
    pub(super) right: End,
    pub(super) settings: Vec<Setting>,
    pub(super) span: Span,
}

/// A line of `indexes`.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct IndexLine {
    pub(super) parts: Vec<Part>,
    pub(super) settings: Vec<Setting>,
    pub(super) span: Span,
}

/// What an index orders by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    Column(Word),
    Expression(String),
}

/// A line of `checks`.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct CheckLine {
    pub(super) expression: String,
    pub(super) settings: Vec<Setting>,
    pub(super) span: Span,
}

/// `Enum`.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct EnumBlock {
    pub(super) path: Path,
    pub(super) values: Vec<Word>,
    pub(super) whole: bool,
    pub(super) span: Span,
}

/// The setting called one of `keys`.
pub(super) fn setting<'a>(settings: &'a [Setting], keys: &[&str]) -> Option<&'a Setting> {
    settings.iter().find(|it| keys.contains(&it.key.as_str()))
}

/// The text that the setting called `key` is set to.
pub(super) fn text<'a>(settings: &'a [Setting], key: &str) -> Option<&'a str> {
    match &setting(settings, &[key])?.value {
        Value::Text(text) | Value::Words(text) => Some(text),
        _ => None,
    }
}
