//! What one TypeScript module contains, reduced to what can matter for a schema.
//!
//! Types, statements with effects and classes are left out. What is not understood stays as [`Kind::Unknown`] with its
//! span, so that whoever evaluates it knows that something stands there.

use std::sync::Arc;

use text::Span;

/// An expression.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Expr {
    /// Where it stands.
    pub(crate) span: Span,
    /// What it is.
    pub(crate) kind: Kind,
    /// True if the text holds a syntax error inside.
    pub(crate) broken: bool,
}

/// What an expression is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Kind {
    /// A string; the span of its content is the expression's without the quotes.
    Text(String),
    /// A number as written.
    Number(String),
    /// `true` or `false`.
    Bool(bool),
    /// `null` or `undefined`.
    Nothing,
    /// A variable.
    Name(String),
    /// `object.name`.
    Member { object: Box<Expr>, name: Word },
    /// `object[index]`.
    Index { object: Box<Expr>, index: Box<Expr> },
    /// `callee(arguments)`.
    Call(Box<Call>),
    /// `{ … }`.
    Object(Vec<Entry>),
    /// `[ … ]`.
    Array(Vec<Argument>),
    /// An arrow function, a function or a method.
    Function(Arc<Function>),
    /// A template literal, with the tag before it if there is one.
    Template { tag: Option<Box<Expr>>, parts: Vec<Part> },
    /// `condition ? yes : no`.
    Choice { condition: Box<Expr>, yes: Box<Expr>, no: Box<Expr> },
    /// `left operator right`.
    Binary { operator: String, left: Box<Expr>, right: Box<Expr> },
    /// `!operand`.
    Not(Box<Expr>),
    /// `target = value`; the value of `target += 1` and `delete target` is unknown.
    Assign { target: Box<Expr>, value: Box<Expr> },
    /// `-operand`.
    Minus(Box<Expr>),
    /// Anything else.
    Unknown,
}

/// A call.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Call {
    /// What is called.
    pub(crate) callee: Expr,
    /// The arguments.
    pub(crate) arguments: Vec<Argument>,
    /// The type argument, if it is made of string literals or is a name.
    pub(crate) type_argument: Option<Type>,
}

/// The little that is read of types.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Type {
    /// A union of string literals.
    Literals(Vec<String>),
    /// A type's name.
    Name(String),
}

/// A name as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    /// The name.
    pub(crate) text: String,
    /// Where it stands, without quotes.
    pub(crate) span: Span,
}

/// An argument of a call or an item of an array.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Argument {
    /// The value.
    pub(crate) value: Expr,
    /// True for `...value`.
    pub(crate) spread: bool,
}

/// An entry of an object.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Entry {
    /// `key: value`, `key` or `key() { … }`.
    Property(Property),
    /// `...value`.
    Spread(Expr),
    /// `[key]: value`.
    Computed { key: Expr, value: Expr, doc: Option<String>, span: Span },
    /// A stretch that cannot be read.
    Unknown(Span),
}

/// A property of an object.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Property {
    /// The key.
    pub(crate) key: Word,
    /// The value.
    pub(crate) value: Expr,
    /// The comment above or behind.
    pub(crate) doc: Option<String>,
    /// From the key to the value's end.
    pub(crate) span: Span,
}

/// A part of a template literal.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Part {
    /// Text.
    Text(String),
    /// `${value}`.
    Value(Expr),
}

/// A function.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Function {
    /// The parameters.
    pub(crate) parameters: Vec<Pattern>,
    /// What it does.
    pub(crate) body: Vec<Statement>,
    /// What it writes to that is not its own.
    pub(crate) touched: Vec<Touch>,
    /// The whole function.
    pub(crate) span: Span,
}

/// A statement in a function.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Statement {
    /// `const pattern = value`.
    Let(Pattern, Expr),
    /// `return value`.
    Return(Expr),
    /// An expression, for what it does, with what it writes to.
    Do(Expr, Vec<Touch>),
    /// `if (condition) { … } else { … }`, with what its branches write to.
    If(Expr, Vec<Statement>, Vec<Statement>, Vec<Touch>),
    /// `for (const pattern of list) { … }`, with what it writes to.
    Each(Pattern, Expr, Vec<Statement>, Vec<Touch>),
    /// A statement that is not read and may return, with what it writes to.
    Unread(Vec<Touch>),
}

/// A name that something is written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Touch {
    /// The name.
    pub(crate) name: String,
    /// Where that stands.
    pub(crate) span: Span,
    /// How much of it is written.
    pub(crate) extent: Extent,
    /// True if a function does it, whenever that is called.
    pub(crate) deferred: bool,
}

/// How much of a name's value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Extent {
    /// A property, an item.
    Part,
    /// The name stands for another value.
    Whole,
}

/// What a value is bound to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Pattern {
    /// A name.
    Name(Word),
    /// `{ key: pattern, … }`.
    Object(Vec<(String, Pattern)>),
    /// `[pattern, …]`.
    Array(Vec<Pattern>),
    /// `...pattern`; in an object it takes what the keys before it leave.
    Rest(Box<Pattern>),
    /// `pattern = value`.
    Default(Box<Pattern>, Box<Expr>),
    /// Anything else.
    Unknown,
}

impl Pattern {
    /// Every name it binds.
    pub(crate) fn names(&self) -> Vec<&Word> {
        match self {
            Self::Name(word) => vec![word],
            Self::Object(entries) => entries.iter().flat_map(|(_, it)| it.names()).collect(),
            Self::Array(items) => items.iter().flat_map(Self::names).collect(),
            Self::Rest(inner) | Self::Default(inner, _) => inner.names(),
            Self::Unknown => Vec::new(),
        }
    }
}

/// Something declared at the top of a module.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Binding {
    /// The names it binds; [`Pattern::Unknown`] for an expression without a name.
    pub(crate) pattern: Pattern,
    /// The value.
    pub(crate) value: Expr,
    /// The comment above.
    pub(crate) doc: Option<String>,
    /// The whole statement.
    pub(crate) span: Span,
    /// True if the statement itself exports it.
    pub(crate) exported: bool,
}

/// What is taken from a module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Taken {
    /// One export, by name; `default` for the default export.
    Named(String),
    /// All of them, as one object.
    All,
}

/// `import … from 'specifier'`: one name of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Import {
    /// The name in this module.
    pub(crate) local: String,
    /// What it stands for.
    pub(crate) taken: Taken,
    /// Where it comes from.
    pub(crate) specifier: String,
}

/// An export that is no declaration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Export {
    /// `export { local as name }`.
    Local { name: String, local: String },
    /// `export { x as name } from 'specifier'`, `export * as name from 'specifier'`.
    From { name: String, taken: Taken, specifier: String, span: Span },
    /// `export * from 'specifier'`.
    Star { specifier: String, span: Span },
}
