//! The languages a schema is written in: one module each, and one word in the registry below.
//!
//! Work is split in two, so that one file's edit costs one file: [`Module::read`] says what one file contains, on its
//! own; [`link`] resolves what files say of each other and gives the [`Declarations`].
//!
//! A language is a module with these items: `EXTENSIONS`, the endings of files that hold nothing else; `Module`, what
//! one file contains, with `imports`, `problems` and `comments`; `read`; `link`; `is_written_in`, whether a piece of
//! code without a file name is in this language; `write::file`, the source of one file; and `write::insert`, the edits
//! that add declarations to a file that is there.

mod missing;

use text::{Edits, FileId};

use crate::model::{Database, Declarations};

/// Makes the registry of one module per language: `Dialect`, `Module` and what is asked of every language.
macro_rules! dialects {
    ($($(#[$doc:meta])* $variant:ident = $module:ident,)+) => {
        $(pub mod $module;)+

        /// A language a schema is written in.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Dialect {
            $($(#[$doc])* $variant,)+
        }

        impl Dialect {
            /// Every language.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// Their names, in the same order.
            pub const NAMES: &[&str] = &[$(stringify!($module),)+];

            /// The name in configuration and JSON: `drizzle`, `prisma`, `sql`.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => stringify!($module),)+
                }
            }

            /// The endings, in lower case and without the dot, of files that hold nothing but this language.
            #[must_use]
            pub fn extensions(self) -> &'static [&'static str] {
                match self {
                    $(Self::$variant => $module::EXTENSIONS,)+
                }
            }

            /// True if `code`, which no file name tells the language of, is written in this one and declares something.
            #[must_use]
            pub fn is_written_in(self, code: &str) -> bool {
                match self {
                    $(Self::$variant => $module::is_written_in(code),)+
                }
            }
        }

        /// What one schema file contains, before other files are known. Cheap to clone behind an `Arc`.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Module {
            $($(#[$doc])* $variant($module::Module),)+
        }

        impl Module {
            /// What `source`, written in `dialect`, contains. Never fails.
            #[must_use]
            pub fn read(dialect: Dialect, source: &str) -> Self {
                match dialect {
                    $(Dialect::$variant => Self::$variant($module::read(source)),)+
                }
            }

            /// The language it is written in.
            #[must_use]
            pub fn dialect(&self) -> Dialect {
                match self {
                    $(Self::$variant(_) => Dialect::$variant,)+
                }
            }

            /// The specifiers of the modules this one imports or re-exports from (`./users`, `@/db/schema`), in order.
            #[must_use]
            pub fn imports(&self) -> Vec<&str> {
                match self {
                    $(Self::$variant(module) => module.imports(),)+
                }
            }

            /// Broken stretches: syntax errors, each with what is wrong. A broken declaration's table is unknown, not
            /// missing.
            #[must_use]
            pub fn problems(&self) -> &[Problem] {
                match self {
                    $(Self::$variant(module) => module.problems(),)+
                }
            }

            /// The comments, in order: where they stand and what they say.
            #[must_use]
            pub fn comments(&self) -> &[Comment] {
                match self {
                    $(Self::$variant(module) => module.comments(),)+
                }
            }
        }

        /// Everything the root files declare, with constants, spreads, helpers and re-exports resolved across files.
        /// Each table counts once however often it is re-exported. What cannot be evaluated is in `unknowns` and marks
        /// its table or column. The first root that is there says in which dialect the schema is written.
        #[must_use]
        pub fn link(linking: &Linking<'_>) -> Declarations {
            let first = linking.roots.iter().find_map(|file| (linking.module)(*file));
            match first.map(Module::dialect) {
                $(Some(Dialect::$variant) => $module::link(linking),)+
                None => Declarations::default(),
            }
        }

        /// The source of one file that declares what `declarations` hold, in `dialect`, as people write it there.
        #[must_use]
        pub fn write(dialect: Dialect, declarations: &Declarations) -> Written {
            if let Some(product) = &declarations.other_product {
                let why = format!("all tables: `{product}` is another kind of database");
                return Written { text: String::new(), left_out: vec![why] };
            }
            let mut left_out = Vec::new();
            let declarations = &*missing::taken_out(dialect, declarations, &mut left_out);
            let mut written = match dialect {
                $(Dialect::$variant => $module::write::file(declarations),)+
            };
            written.left_out.extend(left_out);
            if dialect != Dialect::Sql {
                written.left_out.extend(declarations.others.iter().map(|it| it.what.clone()));
            }
            written
        }

        /// The edits that add the tables and enums of `addition` to `source`, a file in `dialect`, in the style of the
        /// file. `around` is what the whole schema declares already: what the new tables refer to. `None` if the
        /// language cannot say it.
        #[must_use]
        pub fn insert(
            dialect: Dialect,
            source: &str,
            addition: &Declarations,
            around: &Declarations,
        ) -> Option<Edits> {
            if around.other_product.is_some() {
                return None;
            }
            match dialect {
                $(Dialect::$variant => $module::write::insert(source, addition, around),)+
            }
        }
    };
}

dialects! {
    /// Drizzle ORM, in TypeScript.
    Drizzle = drizzle,
    /// Prisma schema language.
    Prisma = prisma,
    /// SQL data definition.
    Sql = sql,
    /// Database markup language.
    Dbml = dbml,
    /// Mermaid entity relationship diagrams.
    Mermaid = mermaid,
}

impl Dialect {
    /// The language in which `code`, that no file name tells the language of, declares something; `None` if it declares
    /// nothing in any.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        // A diagram names itself, and DBML is taken for nothing else: what their texts and names hold may look like SQL.
        [Self::Mermaid, Self::Dbml].iter().chain(Self::ALL).copied().find(|it| it.is_written_in(code))
    }

    /// The language of configuration's word `name`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|it| it.name() == name)
    }

    /// The language of a file by its ending, in lower case and without the dot; `None` where the ending does not tell.
    #[must_use]
    pub fn of_extension(extension: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|it| it.extensions().contains(&extension))
    }
}

/// Declarations as source.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Written {
    /// The source, with a line end at its end; empty if there is nothing to declare.
    pub text: String,
    /// What the language cannot say, or what was unknown, in the user's words: "check `price_positive` of `orders`".
    pub left_out: Vec<String>,
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

/// Whether files are listed in the order in which they take effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Order {
    /// They are: each sees what those before it declared.
    #[default]
    Listed,
    /// Nobody knows it: where two disagree, neither is believed.
    Unknown,
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
    /// Whether the roots are listed in the order in which they take effect.
    pub order: Order,
    /// The database whose tables count, where modules declare tables for several; `None` counts them all.
    pub database: Option<Database>,
}

#[cfg(test)]
mod tests;
