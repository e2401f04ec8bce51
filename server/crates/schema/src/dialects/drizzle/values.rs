//! What expressions of a schema module can evaluate to.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use text::{FileId, Place};

use super::ir::{Expr, Function};
use super::order::Order;
use super::selection::Selection;
use crate::model::{Generated, Database, DefaultValue, Ident, IndexPart, Policy, RelationKind};

/// A value.
#[derive(Clone)]
pub(super) enum Value<'a> {
    /// It cannot be said.
    Unknown,
    /// `null`, `undefined`.
    Nothing,
    Bool(bool),
    Number(Rc<str>),
    Text(Rc<Ident>),
    Array(Rc<List<'a>>),
    Object(Rc<Record<'a>>),
    Function(Rc<Closure<'a>>),
    /// A function of drizzle-orm.
    Library(Rc<Library<'a>>),
    /// Everything that a package of drizzle-orm exports, or the methods of a `pgSchema`.
    Package(Rc<Package>),
    /// Everything that a module exports.
    Module(FileId),
    /// A column before it belongs to a table.
    Column(Rc<ColumnDraft<'a>>),
    /// A table, by its number.
    Table(usize),
    /// A column of a table, by its key.
    TableColumn(usize, Rc<str>),
    /// A column of a table in an index, with what follows it.
    Ordered(usize, Rc<str>, Rc<Order>),
    /// A query under way, or what makes queries.
    Selection(Rc<Selection<'a>>),
    /// An expression of a query, which is given, that has a name.
    Aliased(Rc<Ident>, Rc<str>),
    /// An enum type, by its number.
    Enum(usize),
    /// A type made with `customType`: the function that gives its name.
    Custom(Rc<Closure<'a>>),
    Constraint(Rc<Constraint<'a>>),
    Sql(Rc<str>),
    Relation(RelationKind, Option<usize>),
    /// What `defineRelations` hands to its callback: `r`, `r.one`, `r.many`, each with the tables they are for.
    Edges(Option<RelationKind>, Rc<Value<'a>>),
}

/// The items of an array.
#[derive(Default)]
pub(super) struct List<'a> {
    pub(super) items: Vec<Value<'a>>,
    /// False if there may be more.
    pub(super) complete: bool,
}

/// An object.
#[derive(Default, Clone)]
pub(super) struct Record<'a> {
    pub(super) slots: Vec<Slot<'a>>,
    /// What could not be evaluated, and where: more slots may exist for each. A syntax error inside has no name: the
    /// file tells of it as a problem.
    pub(super) gaps: Vec<(String, Place)>,
}

impl<'a> Record<'a> {
    /// The value of `key`.
    pub(super) fn get(&self, key: &str) -> Option<&Value<'a>> {
        self.slots.iter().find(|slot| slot.key.text == key).map(|slot| &slot.value)
    }

    /// The text at `key`.
    pub(super) fn text(&self, key: &str) -> Option<&str> {
        match self.get(key) {
            Some(Value::Text(text)) => Some(&text.text),
            _ => None,
        }
    }
}

/// A property.
#[derive(Clone)]
pub(super) struct Slot<'a> {
    pub(super) key: Ident,
    pub(super) value: Value<'a>,
    pub(super) doc: Option<String>,
    pub(super) place: Place,
    pub(super) source: &'a Expr,
}

/// A function and what it can see.
pub(super) struct Closure<'a> {
    pub(super) function: &'a Function,
    pub(super) scope: Rc<Scope<'a>>,
}

/// The names a piece of code can see.
pub(super) struct Scope<'a> {
    pub(super) file: FileId,
    pub(super) names: RefCell<HashMap<&'a str, Value<'a>>>,
    pub(super) outer: Option<Rc<Scope<'a>>>,
}

/// A function of drizzle-orm.
#[derive(Clone)]
pub(super) struct Library<'a> {
    pub(super) name: Rc<str>,
    pub(super) package: Rc<Package>,
    /// How `pgTableCreator` makes the database name from the one given.
    pub(super) naming: Option<Value<'a>>,
}

/// Where a function of drizzle-orm comes from.
#[derive(Clone, Default)]
pub(super) struct Package {
    /// The database, if the package is for one.
    pub(super) database: Option<Database>,
    /// The database schema of a `pgSchema`.
    pub(super) schema: Option<String>,
    /// True for Node's `path`, with which configurations name files.
    pub(super) path: bool,
}

/// A column before it belongs to a table.
#[derive(Clone)]
pub(super) struct ColumnDraft<'a> {
    /// The function that made it: `varchar`.
    pub(super) builder: Rc<str>,
    pub(super) database: Option<Database>,
    /// The database type, if it does not follow from the builder.
    pub(super) custom: Option<Rc<str>>,
    pub(super) name: Option<Rc<Ident>>,
    /// False if it may be called anything: what names it cannot be evaluated.
    pub(super) is_named: bool,
    pub(super) options: Option<Rc<Record<'a>>>,
    /// True if there are options that could not be evaluated.
    pub(super) open_options: bool,
    pub(super) enumeration: Option<usize>,
    pub(super) dimensions: usize,
    pub(super) not_null: bool,
    pub(super) primary: Option<Place>,
    pub(super) unique: Option<(Option<String>, Place)>,
    pub(super) default: DefaultValue,
    pub(super) generated: Option<Generated>,
    /// The function that gives the expression of what is generated: it may speak of the table itself.
    pub(super) expression: Option<Rc<Closure<'a>>>,
    pub(super) on_update: Option<String>,
    pub(super) allowed: Vec<String>,
    pub(super) references: Option<Reference<'a>>,
    pub(super) known: bool,
}

impl ColumnDraft<'_> {
    /// True if both have the same name, or both the one of their key.
    pub(super) fn is_called_as(&self, other: &Self) -> bool {
        let is_named = self.is_named && other.is_named;
        is_named && self.name.as_ref().map(|it| &it.text) == other.name.as_ref().map(|it| &it.text)
    }
}

/// `.references(() => users.id, { onDelete: 'cascade' })`.
#[derive(Clone)]
pub(super) struct Reference<'a> {
    pub(super) target: Value<'a>,
    pub(super) options: Value<'a>,
    /// The target as written, and where.
    pub(super) written: Ident,
    pub(super) place: Place,
}

/// What the third argument of a table is made of.
#[derive(Clone)]
pub(super) struct Constraint<'a> {
    pub(super) kind: ConstraintKind,
    pub(super) name: Option<String>,
    pub(super) parts: Vec<IndexPart>,
    pub(super) predicate: Option<String>,
    pub(super) method: Option<String>,
    /// The options of a foreign key.
    pub(super) options: Option<Rc<Record<'a>>>,
    pub(super) on_delete: Value<'a>,
    pub(super) on_update: Value<'a>,
    /// The condition of a check.
    pub(super) expression: String,
    /// What a policy says.
    pub(super) policy: Option<Rc<Policy>>,
    pub(super) place: Place,
    /// False if a part could not be evaluated.
    pub(super) known: bool,
}

/// A kind of constraint.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ConstraintKind {
    Index,
    UniqueIndex,
    Unique,
    PrimaryKey,
    ForeignKey,
    Check,
    Policy,
}

impl<'a> Value<'a> {
    /// Whether JavaScript takes it for true; `None` if that is unknown.
    pub(super) fn truth(&self) -> Option<bool> {
        match self {
            Self::Unknown => None,
            Self::Nothing => Some(false),
            Self::Bool(value) => Some(*value),
            Self::Number(number) => Some(&**number != "0"),
            Self::Text(text) => Some(!text.text.is_empty()),
            _ => Some(true),
        }
    }

    /// What it is as text; `None` if it is no plain value.
    pub(super) fn printed(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.text.clone()),
            Self::Number(number) => Some(number.to_string()),
            Self::Bool(value) => Some(value.to_string()),
            Self::Nothing => Some("undefined".to_owned()),
            _ => None,
        }
    }

    /// The table's number, if it is one.
    pub(super) fn table(&self) -> Option<usize> {
        match self {
            Self::Table(number) => Some(*number),
            _ => None,
        }
    }

    /// The function, if it is one.
    pub(super) fn function(&self) -> Option<Rc<Closure<'a>>> {
        match self {
            Self::Function(closure) => Some(Rc::clone(closure)),
            _ => None,
        }
    }

    /// The record, if it is one.
    pub(super) fn record(&self) -> Option<Rc<Record<'a>>> {
        match self {
            Self::Object(record) => Some(Rc::clone(record)),
            _ => None,
        }
    }
}
