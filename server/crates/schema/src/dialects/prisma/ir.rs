//! What a Prisma file is made of: blocks, fields, attributes and values, as written.

use text::Span;

/// A word and where it stands (without quotes).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) span: Span,
}

/// What a block declares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum BlockKind {
    Model,
    View,
    /// A composite type (`type Address { … }`).
    Composite,
    Enum,
    Datasource,
    Generator,
    /// A block behind a keyword that is none.
    Unknown,
}

/// `keyword Name { … }`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Block {
    pub(super) kind: BlockKind,
    pub(super) name: Word,
    pub(super) doc: Option<String>,
    pub(super) span: Span,
    /// The fields of a model, view or type; the values of an enum, which have no type.
    pub(super) fields: Vec<Field>,
    /// `@@…`
    pub(super) attributes: Vec<Attribute>,
    /// `key = value` of a datasource or generator.
    pub(super) settings: Vec<Argument>,
    /// False if a part of it could not be read.
    pub(super) whole: bool,
}

/// A field of a model, or a value of an enum.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Field {
    pub(super) name: Word,
    pub(super) ty: FieldType,
    pub(super) attributes: Vec<Attribute>,
    pub(super) doc: Option<String>,
    pub(super) span: Span,
    /// False if a part of the line could not be read.
    pub(super) whole: bool,
}

/// How many values a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) enum Arity {
    #[default]
    One,
    Optional,
    List,
}

/// The type of a field, as written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct FieldType {
    /// The type's name; empty for values of an enum.
    pub(super) name: Word,
    /// What `Unsupported("…")` says.
    pub(super) unsupported: Option<String>,
    pub(super) arity: Arity,
}

/// `@name(arguments)` or `@@name(arguments)`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Attribute {
    /// The name with its dots and without its marks: `db.VarChar`.
    pub(super) name: String,
    pub(super) arguments: Vec<Argument>,
    pub(super) span: Span,
}

/// `value` or `name: value`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Argument {
    pub(super) name: Option<String>,
    pub(super) value: Value,
    /// The value as written.
    pub(super) written: String,
}

/// A value in an argument.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Text(Word),
    Number(String),
    /// A name, with its dots: a field, an enum value, `true`, `Cascade`.
    Name(Word),
    /// `now()`, `title(sort: Desc)`.
    Call {
        name: Word,
        arguments: Vec<Argument>,
    },
    List(Vec<Value>),
    /// `{ deletedAt: null }`.
    Object(Vec<Argument>),
}

impl Block {
    /// The attribute `@@name`.
    pub(super) fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|it| it.name == name)
    }

    /// The field called `name`.
    pub(super) fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|it| it.name.text == name)
    }

    /// The name in the database.
    pub(super) fn mapped(&self) -> &Word {
        mapped(&self.attributes).unwrap_or(&self.name)
    }

    /// True if the name in the database is certain: a line that cannot be read may be the one that maps it.
    pub(super) fn is_named(&self) -> bool {
        self.whole || mapped(&self.attributes).is_some()
    }

    /// The database schema, if one is named.
    pub(super) fn schema(&self) -> Option<&str> {
        let schema = self.attribute("schema")?;
        Some(&schema.argument("map").or(schema.first())?.text()?.text)
    }

    /// The value of the setting `key`.
    pub(super) fn setting(&self, key: &str) -> Option<&Value> {
        self.settings.iter().find(|it| it.name.as_deref() == Some(key)).map(|it| &it.value)
    }
}

impl Field {
    /// The attribute `@name`.
    pub(super) fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|it| it.name == name)
    }

    /// The name in the database.
    pub(super) fn mapped(&self) -> &Word {
        mapped(&self.attributes).unwrap_or(&self.name)
    }
}

fn mapped(attributes: &[Attribute]) -> Option<&Word> {
    let map = attributes.iter().find(|it| it.name == "map")?;
    map.argument("name").or(map.first())?.text()
}

impl Attribute {
    /// The argument `name: …`.
    pub(super) fn argument(&self, name: &str) -> Option<&Value> {
        self.arguments.iter().find(|it| it.name.as_deref() == Some(name)).map(|it| &it.value)
    }

    /// The first argument without a name.
    pub(super) fn first(&self) -> Option<&Value> {
        self.arguments.iter().find(|it| it.name.is_none()).map(|it| &it.value)
    }

    /// The name in the database that `map: "…"` gives.
    pub(super) fn map(&self) -> Option<String> {
        Some(self.argument("map")?.text()?.text.clone())
    }
}

impl Value {
    /// The string, if it is one.
    pub(super) fn text(&self) -> Option<&Word> {
        match self {
            Self::Text(word) => Some(word),
            _ => None,
        }
    }

    /// The name, if it is one.
    pub(super) fn name(&self) -> Option<&Word> {
        match self {
            Self::Name(word) => Some(word),
            _ => None,
        }
    }

    /// The items of a list; a value alone is a list of one.
    pub(super) fn items(&self) -> &[Value] {
        match self {
            Self::List(items) => items,
            other => std::slice::from_ref(other),
        }
    }
}
