//! The vocabulary: what a markdown file can say.

use std::sync::Arc;

use schema::dialects::Dialect;
use text::Span;

use crate::claims::Claim;
use crate::form::Form;

/// Everything one markdown file says, in document order. Spans are bytes in that file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StoryFacts {
    /// The first heading, or the front matter's `title`.
    pub title: Option<String>,
    /// The YAML block at the top.
    pub front_matter: Option<FrontMatter>,
    /// The document's state of work, where it says so.
    pub status: Status,
    /// Headings.
    pub headings: Vec<Heading>,
    /// "As a … I want … so that …".
    pub stories: Vec<UserStory>,
    /// Acceptance criteria.
    pub criteria: Vec<Criterion>,
    /// Tasks with a check box.
    pub tasks: Vec<Task>,
    /// What is said of the criteria that tasks serve.
    pub references: Vec<CriterionReference>,
    /// Names of database objects.
    pub mentions: Vec<Mention>,
    /// Tables as the text proposes or describes them.
    pub sketches: Vec<Sketch>,
    /// What it says of them that a schema may contradict.
    pub claims: Vec<Claim>,
    /// Links and source references.
    pub links: Vec<Link>,
    /// Fenced code.
    pub fences: Vec<Fence>,
    /// `<!-- schemark-ignore … -->` comments.
    pub suppressions: Vec<Suppression>,
}

/// The YAML block at the top of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FrontMatter {
    /// The YAML without its fences.
    pub span: Span,
    /// The top-level keys with their scalar values or the scalars of their list; nested maps are joined with dots.
    pub entries: Vec<(String, Vec<(String, Span)>)>,
}

/// The state of work a document states (`## Status`, `**Status**: Draft`, front matter).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Status {
    /// It does not say.
    #[default]
    Unstated,
    /// Draft, proposed, planned, pending.
    Draft,
    /// Approved, ready, in progress, active.
    Approved,
    /// Done, complete, shipped, passed.
    Done,
    /// Archived, superseded, rejected, deprecated.
    Retired,
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// The text, without marks.
    pub text: String,
    /// The whole heading.
    pub span: Span,
    /// Everything up to the next heading of this level or a higher one.
    pub section: Span,
}

/// A user story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserStory {
    /// Who: "backend developer".
    pub persona: Option<(String, Span)>,
    /// What: "database schemas auto-generated from requirements".
    pub want: Option<(String, Span)>,
    /// What for: "I can avoid manual schema design".
    pub benefit: Option<(String, Span)>,
    /// The whole sentence.
    pub span: Span,
}

/// An acceptance criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Criterion {
    /// Its label as tasks refer to it: `1`, `2`, `AC-3`.
    pub label: String,
    /// The text, without marks.
    pub text: String,
    /// What its list is for.
    pub aim: Aim,
    /// The list it stands in, from 0: in each the numbers begin anew.
    pub list: u32,
    /// The whole item.
    pub span: Span,
}

/// What a list of criteria is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aim {
    /// To accept what was built: what tasks refer to.
    Acceptance,
    /// To call a thing done or a success. Counts only in a document without the others.
    Outcome,
}

/// A reference to an acceptance criterion: "(AC: 2)".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CriterionReference {
    /// Its label, as written; `None` where every criterion is meant.
    pub label: Option<String>,
    /// What refers to it.
    pub by: ServedBy,
    /// Strong where a bracket holds labels and nothing besides.
    pub strength: Strength,
    /// The label, or the range it lies in.
    pub span: Span,
}

/// What serves a criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServedBy {
    /// A task with a box.
    Task,
    /// A heading, an item or a paragraph.
    Line,
}

/// A task with a check box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// True if the box is ticked.
    pub done: bool,
    /// The text, without marks.
    pub text: String,
    /// The whole item.
    pub span: Span,
}

/// What kind of thing a mention names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    /// A table or view.
    Table,
    /// A column; [`Mention::table`] says of which table.
    Column,
    /// An enum type.
    Enum,
    /// A value of an enum or of a column.
    Value,
    /// An index.
    Index,
}

/// Whether an absent thing may be reported on this mention's evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Strength {
    /// For links, hover and coverage only.
    Weak,
    /// The writer means a database object of this name.
    Strong,
}

/// Why a mention does not ask for the thing to exist, though its form is strong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cue {
    /// Rejected, alternative, instead of.
    Rejected,
    /// Deferred, later, future, v2, optional.
    Deferred,
    /// Removed, dropped, renamed, deprecated.
    Removed,
    /// Out of scope.
    OutOfScope,
    /// An example or an unfilled template.
    Example,
    /// Another store: another database, an external service, a system schema.
    Elsewhere,
}

/// A name of a database object in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// What kind of thing. Of a weak [`Form::Code`] it is a guess by the name's shape.
    pub subject: Subject,
    /// The name as written, without quotes and database schema.
    pub name: String,
    /// For a column, value or index: the table it belongs to, as written.
    pub table: Option<String>,
    /// For a value: the column that takes it, as written.
    pub column: Option<String>,
    /// The database schema, if one is written (`auth` in `auth.users`).
    pub schema: Option<String>,
    /// The name's bytes.
    pub span: Span,
    /// How it is written.
    pub form: Form,
    /// Whether its absence may be reported.
    pub strength: Strength,
    /// Why its absence is nobody's fault, if there is such a reason nearby.
    pub cue: Option<Cue>,
}

/// A table as the text proposes or describes it.
#[derive(Debug, Clone, PartialEq)]
pub struct Sketch {
    /// The table's name as written.
    pub name: String,
    /// The name's bytes.
    pub span: Span,
    /// Where it is said.
    pub source: SketchSource,
    /// What is said of its columns, in order.
    pub columns: Vec<SketchColumn>,
    /// Indexes it names.
    pub indexes: Vec<SketchIndex>,
}

/// Where a sketch comes from.
#[derive(Debug, Clone, PartialEq)]
pub enum SketchSource {
    /// A schema fence: the declaration itself, with places in this file (`FileId` 0) .
    Fence(Arc<schema::model::Table>),
    /// Bullets such as "- `email`: text, unique".
    Bullets,
    /// A markdown table with a header such as Field and Type.
    Table,
    /// Sentences: "`okrUser` belongs to `team`", "`team` table with organizationId".
    Prose,
}

/// What the text says of one column.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SketchColumn {
    /// The name as written.
    pub name: String,
    /// The name's bytes.
    pub span: Span,
    /// The type as written: `UUID`, `varchar(120)`, `string`.
    pub ty: Option<String>,
    /// Whether NULL is allowed, if said (required, NOT NULL, optional, nullable, `?`).
    pub nullable: Option<bool>,
    /// The default as written.
    pub default: Option<String>,
    /// True if said to be the primary key.
    pub primary: bool,
    /// True if said to be unique.
    pub unique: bool,
    /// The table it refers to.
    pub references: Option<SketchReference>,
    /// The values it may take: `('draft'|'active')`, `ENUM (A, B)`.
    pub values: Vec<Value>,
}

/// One value of a list: `draft` in `('draft'|'active')`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Value {
    /// The value without quotes.
    pub text: String,
    /// Where it stands; empty if its declaration does not tell.
    pub span: Span,
}

/// A foreign key as a text puts it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SketchReference {
    /// The target table as written.
    pub table: String,
    /// The target column, if written.
    pub column: Option<String>,
    /// The action on delete, if said.
    pub on_delete: Option<schema::model::Action>,
}

/// An index as a text puts it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SketchIndex {
    /// Its name, if given.
    pub name: Option<String>,
    /// The columns as written.
    pub columns: Vec<String>,
    /// True if said to be unique.
    pub unique: bool,
    /// True if the text may mean an index on each column: "2 indexes on orders (user_id, status)".
    pub may_be_each: bool,
    /// The whole phrase.
    pub span: Span,
}

/// A link, or a `[Source: file#heading]` reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Where it leads, as written.
    pub destination: String,
    /// The destination's bytes where they stand in the text, else the whole link.
    pub span: Span,
    /// How it is written.
    pub kind: LinkKind,
}

/// How a link is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LinkKind {
    /// A link of markdown: relative to its file.
    Markdown,
    /// `[Source: file#heading]`: the file is given as people name it.
    Source,
}

/// A fenced code block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fence {
    /// The info string.
    pub info: String,
    /// The schema language its content is in, by the content itself.
    pub dialect: Option<Dialect>,
    /// The path of a first-line comment such as `// db/schema.ts`.
    pub path: Option<String>,
    /// The enum types it declares, with places in this file (`FileId` 0).
    pub enums: Vec<Arc<schema::model::Enum>>,
    /// Where it leaves something out: dots, "// other fields".
    pub left_out: Vec<Span>,
    /// Where it cannot be read.
    pub broken: Vec<Span>,
    /// The code.
    pub span: Span,
}

/// A comment that silences findings: `<!-- schemark-ignore unknown-table: reason -->` for the next block, or
/// `schemark-ignore-file` for the whole file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppression {
    /// The silenced rules; empty means that the comment names none, which silences nothing and is reported.
    pub rules: Vec<(String, Span)>,
    /// The reason given.
    pub reason: Option<String>,
    /// The comment.
    pub span: Span,
    /// What it silences.
    pub covers: Span,
}
