//! The languages a schema is written in: one module each, and one word in [`ALL`].
//!
//! Work is split in two, so that one file's edit costs one file: [`Module::read`] says what one file contains, on its
//! own; [`link`] resolves what files say of each other and gives the [`Declarations`].

pub mod drizzle;
pub mod prisma;
pub mod sql;

use text::FileId;

use crate::model::Declarations;

/// A language a schema is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Dialect {
    /// Drizzle ORM, in TypeScript.
    Drizzle,
    /// Prisma schema language.
    Prisma,
    /// SQL data definition.
    Sql,
}

impl Dialect {
    /// The name in configuration and JSON: `drizzle`, `prisma`, `sql`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Drizzle => "drizzle",
            Self::Prisma => "prisma",
            Self::Sql => "sql",
        }
    }
}

/// What one schema file contains, before other files are known. Cheap to clone behind an `Arc`.
#[derive(Debug, Clone, PartialEq)]
pub enum Module {
    /// A TypeScript module.
    Drizzle(drizzle::Module),
    /// A Prisma file.
    Prisma(prisma::Module),
    /// A file of SQL statements.
    Sql(sql::Module),
}

impl Module {
    /// What `source`, written in `dialect`, contains. Never fails; a dialect that has no reader yet gives an empty module.
    #[must_use]
    pub fn read(dialect: Dialect, source: &str) -> Self {
        match dialect {
            Dialect::Drizzle => Self::Drizzle(drizzle::read(source)),
            Dialect::Prisma => Self::Prisma(prisma::read(source)),
            Dialect::Sql => Self::Sql(sql::read(source)),
        }
    }

    /// The specifiers of the modules this one imports or re-exports from (`./users`, `@/db/schema`), in order.
    #[must_use]
    pub fn imports(&self) -> Vec<&str> {
        match self {
            Self::Drizzle(module) => module.imports(),
            // The files of a Prisma schema know each other by lying in one folder, those of SQL by their order.
            Self::Prisma(_) | Self::Sql(_) => Vec::new(),
        }
    }

    /// Broken stretches: syntax errors, each with what is wrong. A broken declaration's table is unknown, not missing.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        match self {
            Self::Drizzle(module) => module.problems(),
            Self::Prisma(module) => module.problems(),
            Self::Sql(module) => module.problems(),
        }
    }

    /// The comments, in order: where they stand and what they say.
    #[must_use]
    pub fn comments(&self) -> &[Comment] {
        match self {
            Self::Drizzle(module) => module.comments(),
            Self::Prisma(module) => module.comments(),
            Self::Sql(module) => module.comments(),
        }
    }
}

/// A comment of a schema file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// The whole comment with its marks.
    pub span: text::Span,
    /// What it says, without its marks.
    pub text: String,
}

/// A stretch of a file that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong, in the user's words, without a full stop.
    pub what: String,
    /// Where.
    pub span: text::Span,
}

/// How the names of columns without an explicit name are made (drizzle.config `casing`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Casing {
    /// As written.
    #[default]
    Preserve,
    /// `created_at`.
    SnakeCase,
    /// `createdAt`.
    CamelCase,
}

/// The files of one schema, all of one dialect, ready to be linked.
pub struct Linking<'a> {
    /// The files whose declarations count, in order.
    pub roots: Vec<FileId>,
    /// The content of any file, roots and what they import.
    pub module: &'a dyn Fn(FileId) -> Option<&'a Module>,
    /// The file that `specifier` names when written in `from`; `None` if it lies outside (a package).
    pub resolve: &'a dyn Fn(FileId, &str) -> Option<FileId>,
    /// How names of columns without an explicit name are made.
    pub casing: Casing,
}

/// Everything the root files declare, with constants, spreads, helpers and re-exports resolved across files. Each
/// table counts once however often it is re-exported. What cannot be evaluated is in `unknowns` and marks its table
/// or column. The first root that is there says in which dialect the schema is written.
#[must_use]
pub fn link(linking: &Linking<'_>) -> Declarations {
    match linking.roots.iter().find_map(|file| (linking.module)(*file)) {
        Some(Module::Prisma(_)) => prisma::link(linking),
        Some(Module::Sql(_)) => sql::link(linking),
        Some(Module::Drizzle(_)) | None => drizzle::link(linking),
    }
}

/// The source of one file that declares what `declarations` hold, in `dialect`; empty if the dialect has no writer.
#[must_use]
pub fn write(dialect: Dialect, declarations: &Declarations) -> String {
    match dialect {
        Dialect::Drizzle => drizzle::write::file(declarations, &drizzle::write::Style::default()),
        Dialect::Prisma | Dialect::Sql => String::new(),
    }
}
