//! What one SQL file says, statement by statement, reduced to what can matter for a schema.

use std::sync::Arc;

use squawk_syntax::{SyntaxKind, SyntaxNode};
use text::Span;

use super::super::{Comment, Problem};
use super::others::OtherChange;
use super::conditions::Branch;
use super::doubts::{Doubt, Why};
use super::indexes::OwnChange;
use super::naming::PUBLIC;
use super::query::Query;
use super::routines::{Call, Routine};
use super::transactions::Turn;
use super::tree::has;
use crate::model::{Policy, Action as OnChange, Counting, Database, Generated, TableKind, UnknownScope};

/// What one SQL file contains.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Module {
    /// The product the file is written for, if anything in it tells.
    pub(super) database: Option<Database>,
    pub(super) statements: Vec<Statement>,
    pub(super) problems: Vec<Problem>,
    pub(super) comments: Vec<Comment>,
}

/// A name as the database knows it: without quotes, folded.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Word {
    pub(super) text: String,
    /// Where it stands, without quotes.
    pub(super) span: Span,
}

/// A name that may be qualified. `public` is said as well: a name without a schema may be in another one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Path {
    pub(super) schema: Option<String>,
    pub(super) name: Word,
}

impl Path {
    /// The schema that it names, if that is not the usual one.
    pub(super) fn home(&self) -> Option<&str> {
        self.schema.as_deref().filter(|it| *it != PUBLIC)
    }
}

/// A statement.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Statement {
    pub(super) span: Span,
    pub(super) kind: Kind,
}

/// What a statement does.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    CreateTable(Box<NewTable>),
    AlterTable {
        table: Path,
        if_exists: bool,
        /// True for `ONLY`: tables that took it over stay as they are.
        only: bool,
        actions: Vec<Action>,
    },
    DropTables {
        names: Vec<Path>,
        dependents: Dependents,
    },
    CreateIndex(Box<NewIndex>),
    DropIndexes(Vec<Path>),
    RenameIndex {
        from: Path,
        to: Word,
    },
    CreateEnum {
        name: Path,
        values: Vec<Word>,
        complete: bool,
    },
    /// A type that is no enum: a composite type, a range, or a domain, which may forbid NULL and give a value.
    CreateType {
        name: Path,
        not_null: bool,
        default: Option<String>,
    },
    AddValue {
        of: Path,
        value: Word,
        at: Neighbour,
    },
    RenameValue {
        of: Path,
        from: Word,
        to: Word,
    },
    RenameType {
        from: Path,
        to: Word,
    },
    MoveType {
        from: Path,
        to: String,
    },
    DropTypes {
        names: Vec<Path>,
        dependents: Dependents,
    },
    CreatePolicy {
        name: Word,
        table: Path,
        /// What it says, without its name and place.
        terms: Box<Policy>,
    },
    RenamePolicy {
        name: Word,
        table: Path,
        to: Word,
    },
    DropPolicy {
        name: Word,
        table: Path,
    },
    Describe {
        table: Path,
        column: Option<Word>,
        text: Option<String>,
    },
    DropSchemas {
        names: Vec<Word>,
        dependents: Dependents,
    },
    RenameSchema {
        from: Word,
        to: Word,
    },
    /// Something besides tables and enums is made, changed or dropped.
    Other(Box<OtherChange>),
    /// A transaction begins, ends or goes back: settled before the file is linked.
    Turn(Turn),
    /// Where names without a schema are looked for; what is made is made in the first of these.
    SearchPath(Vec<String>),
    /// Statements that are put together when this one is run: what they say stands nowhere in the file.
    Made(Vec<Statement>),
    /// Statements that depend on a condition.
    Branch(Box<Branch>),
    /// A function is made whose body may matter.
    Routine(Arc<Routine>),
    /// Functions are called.
    Call(Box<Call>),
    /// What may be otherwise because of it.
    Doubt {
        doubt: Box<Doubt>,
        why: Why,
    },
    /// What may exist because of it, and cannot be told.
    Unknown {
        what: String,
        scope: UnknownScope,
    },
}

/// What becomes of what cannot be without something that is dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dependents {
    /// It stays, and so does what it needs.
    Stay,
    /// It goes, too (`CASCADE`).
    Go,
}

impl Dependents {
    /// What `DROP` says, where the syntax has `CASCADE` or not.
    pub(super) fn of(node: &SyntaxNode) -> Self {
        if has(node, SyntaxKind::CASCADE) { Self::Go } else { Self::Stay }
    }
}

/// Where a value is added to an enum.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Neighbour {
    Last,
    Before(String),
    After(String),
}

/// A table or view that is made.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct NewTable {
    pub(super) name: Path,
    pub(super) kind: TableKind,
    /// True if it goes away with the session.
    pub(super) temporary: bool,
    /// True if it takes the place of one that is there (`OR REPLACE`).
    pub(super) replaces: bool,
    pub(super) columns: Vec<NewColumn>,
    pub(super) constraints: Vec<Constraint>,
    /// `LIKE other`.
    pub(super) likes: Vec<Like>,
    /// `INHERITS (…)` and `PARTITION OF …`.
    pub(super) parents: Vec<Path>,
    /// True for `PARTITION BY`: it has parts.
    pub(super) partitioned: bool,
    /// True for `PARTITION OF`: keys and indexes of the parent are the partition's too.
    pub(super) partition: bool,
    /// Indexes declared inside (MySQL).
    pub(super) indexes: Vec<NewIndex>,
    /// Why more columns may exist than are listed.
    pub(super) open: Option<String>,
    pub(super) doc: Option<String>,
    /// The words of a query, to know which tables it needs.
    pub(super) query: Vec<String>,
    /// What the query gives.
    pub(super) selected: Option<Query>,
    /// The query of a view, as written.
    pub(super) sql: Option<String>,
}

/// `LIKE other INCLUDING …`.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Like {
    pub(super) table: Path,
    pub(super) defaults: bool,
    pub(super) constraints: bool,
    pub(super) indexes: bool,
    pub(super) generated: bool,
    pub(super) identity: bool,
}

/// A column that is made.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct NewColumn {
    pub(super) name: Word,
    pub(super) ty: Option<Type>,
    pub(super) constraints: Vec<Constraint>,
    /// False if its text holds a syntax error.
    pub(super) known: bool,
    /// What is said of it that the model does not hold: `COLLATE "C"`.
    pub(super) unsaid: Vec<String>,
    pub(super) doc: Option<String>,
    pub(super) span: Span,
}

/// A type as written.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Type {
    pub(super) written: String,
    /// Its name if it is one that may be declared.
    pub(super) name: Option<Path>,
    /// What stands in its parentheses, with them.
    pub(super) size: String,
    pub(super) array: bool,
}

/// A constraint of a table or of a column.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Constraint {
    pub(super) name: Option<String>,
    pub(super) rule: Rule,
    /// What is said of it that the model does not hold: `DEFERRABLE`, `MATCH FULL`.
    pub(super) unsaid: Vec<String>,
    pub(super) span: Span,
}

/// What a constraint demands. Of a column's own constraint `columns` is empty.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Rule {
    NotNull,
    Null,
    Default(String),
    Identity { always: bool, counting: Counting },
    AutoIncrement,
    Generated(String),
    PrimaryKey {
        columns: Vec<String>,
        index: Option<String>,
    },
    Unique {
        columns: Vec<String>,
        index: Option<String>,
    },
    /// With the names in the condition.
    Check {
        expression: String,
        names: Vec<String>,
    },
    ForeignKey(Box<Reference>),
    Exclude {
        columns: Vec<String>,
    },
}

/// A foreign key.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Reference {
    pub(super) columns: Vec<String>,
    pub(super) table: Path,
    pub(super) references: Vec<String>,
    pub(super) on_delete: Option<OnChange>,
    pub(super) on_update: Option<OnChange>,
}

/// An index that is made.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct NewIndex {
    pub(super) name: Option<Word>,
    pub(super) table: Path,
    /// True for `ON ONLY`: the parts of the table do not get it.
    pub(super) only: bool,
    pub(super) unique: bool,
    pub(super) parts: Vec<Part>,
    pub(super) predicate: Option<String>,
    pub(super) method: Option<String>,
    /// Every name in its expressions and predicate.
    pub(super) names: Vec<String>,
    /// Columns it carries along.
    pub(super) included: Vec<String>,
    pub(super) span: Span,
}

/// A part of an index.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Part {
    /// A column, and what follows it (`desc`, `gin_trgm_ops`) as the model has it.
    Column {
        name: String,
        order: String,
    },
    /// An expression, the name PostgreSQL gives it, and what follows it.
    Expression {
        text: String,
        label: String,
        order: String,
    },
}

/// What `ALTER TABLE` does.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Action {
    AddColumn(Box<NewColumn>),
    /// A column is said anew (libSQL): its type and its rules are those of `column`.
    Redefine {
        name: String,
        column: Box<NewColumn>,
    },
    DropColumn {
        name: String,
        dependents: Dependents,
    },
    SetType {
        column: String,
        ty: Type,
    },
    SetNullable {
        column: String,
        nullable: bool,
    },
    SetDefault {
        column: String,
        expression: Option<String>,
    },
    SetGenerated {
        column: String,
        generated: Option<Generated>,
    },
    Add(Constraint),
    DropConstraint {
        name: String,
        dependents: Dependents,
    },
    RenameColumn {
        from: String,
        to: Word,
    },
    RenameConstraint { from: String, to: String },
    Rename(Word),
    SetSchema(String),
    RowSecurity(bool),
    /// It becomes a child of `parent`, whose columns it has already.
    Inherit { parent: Path },
    /// `partition` becomes a part of it, and gets its keys and indexes.
    Attach {
        partition: Path,
    },
    /// `partition` is a table of its own from now on.
    Detach {
        partition: Path,
    },
    /// What MySQL says of keys and of the order of columns.
    Own(OwnChange),
    /// Something that may add or take columns.
    Unknown,
}
