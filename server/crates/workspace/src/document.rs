//! One version of one file.

use std::sync::Arc;

use schema::dialects::{Dialect, Module};
use story::StoryFacts;
use syntax::tree::Tree;
use text::{FileId, Text};

use crate::path::RelPath;

/// What a file is to us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileKind {
    /// A markdown file that is read as a story.
    Story,
    /// A markdown file that is not: templates, skills, excluded paths.
    Markdown,
    /// A file that can hold schema declarations.
    Schema(Dialect),
    /// `schemark.toml`.
    Config,
    /// A file that steers discovery: `drizzle.config.*`, `tsconfig.json`, `package.json`.
    Settings,
}

/// One immutable version of one file. Parsing happens on first demand, once.
#[derive(Debug)]
pub struct Document {
    pub(crate) id: FileId,
    pub(crate) root: usize,
    pub(crate) path: RelPath,
    pub(crate) kind: FileKind,
    pub(crate) version: Option<i32>,
    pub(crate) text: Text,
}

impl Document {
    /// The file's number.
    #[must_use]
    pub fn id(&self) -> FileId {
        self.id
    }

    /// The number of the root it lies in.
    #[must_use]
    pub fn root(&self) -> usize {
        self.root
    }

    /// Its path below that root.
    #[must_use]
    pub fn path(&self) -> &RelPath {
        &self.path
    }

    /// What it is to us.
    #[must_use]
    pub fn kind(&self) -> FileKind {
        self.kind
    }

    /// The editor's version number; `None` if no editor has it open.
    #[must_use]
    pub fn version(&self) -> Option<i32> {
        self.version
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &Text {
        &self.text
    }

    /// The whole text in one piece, made once.
    #[must_use]
    pub fn source(&self) -> Arc<str> {
        self.text.to_source()
    }

    /// What the story says; empty for other kinds.
    #[must_use]
    pub fn facts(&self) -> Arc<StoryFacts> {
        Arc::default()
    }

    /// What the schema module contains; `None` for other kinds.
    #[must_use]
    pub fn module(&self) -> Option<&Module> {
        None
    }

    /// The syntax tree; `None` for kinds without a grammar, or where parsing would cost more than its bounded time.
    #[must_use]
    pub fn tree(&self) -> Option<&Tree> {
        None
    }
}
