//! One version of one file.

mod outline;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use schema::dialects::{Dialect, Module};
use schema::names::Folded;
use story::{Memo, StoryFacts, Subject};
use syntax::tree::{Language, Tree};
use text::{Edit, FileId, Text};

use self::outline::Outline;
use crate::disk::Unread;
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
    /// Any other file an editor has open.
    Other,
}

/// One immutable version of one file. Parsing happens on first demand, once.
#[derive(Debug, Clone)]
pub struct Document {
    pub(crate) id: FileId,
    pub(crate) root: usize,
    pub(crate) path: RelPath,
    pub(crate) kind: FileKind,
    pub(crate) archived: bool,
    pub(crate) version: Option<i32>,
    pub(crate) body: Arc<Body>,
}

impl Document {
    /// The file's number.
    #[must_use]
    pub fn id(&self) -> FileId {
        self.id
    }

    /// The number of the root it lies in; `usize::MAX` if it lies in none (an editor opened a file from elsewhere).
    #[must_use]
    pub fn root(&self) -> usize {
        self.root
    }

    /// Its path below that root; for a file in no root, its absolute path without the leading slash.
    #[must_use]
    pub fn path(&self) -> &RelPath {
        &self.path
    }

    /// What it is to us.
    #[must_use]
    pub fn kind(&self) -> FileKind {
        self.kind
    }

    /// True for a story.
    #[must_use]
    pub fn is_story(&self) -> bool {
        self.kind == FileKind::Story
    }

    /// True if it lies in a folder of finished work (`archive/`, `milestones/`): what it says was true once.
    #[must_use]
    pub fn is_archived(&self) -> bool {
        self.archived
    }

    /// The editor's version number; `None` if no editor has it open.
    #[must_use]
    pub fn version(&self) -> Option<i32> {
        self.version
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &Text {
        self.body.text()
    }

    /// The whole text in one piece, made once.
    #[must_use]
    pub fn source(&self) -> Arc<str> {
        Arc::clone(self.body.source())
    }

    /// Why the text is not what the disk holds, in the user's words: too large, not UTF-8.
    #[must_use]
    pub fn problem(&self) -> Option<&str> {
        self.body.problem()
    }

    /// True if the file on the disk begins with a byte order mark, which the text leaves out.
    #[must_use]
    pub fn has_mark(&self) -> bool {
        self.body.marked
    }

    /// What the story says; empty for other kinds.
    #[must_use]
    pub fn facts(&self) -> Arc<StoryFacts> {
        match self.kind {
            FileKind::Story => Arc::clone(&self.body.story().facts),
            _ => Arc::default(),
        }
    }

    /// The folded names of the tables, columns' tables and enums the story speaks of, sorted, each once: its outline
    /// as far as other files matter to it. Empty for other kinds.
    #[must_use]
    pub fn names(&self) -> &[Folded] {
        match self.kind {
            FileKind::Story => &self.body.outline().names,
            _ => &[],
        }
    }

    /// The folded names of the tables the story means beyond doubt, sorted, each once: those whose absence may be
    /// reported. Empty for other kinds.
    #[must_use]
    pub fn demanded(&self) -> &[Folded] {
        match self.kind {
            FileKind::Story => &self.body.outline().demanded,
            _ => &[],
        }
    }

    /// True if the story claims something of which every table of a schema may be a witness: a decision, a number, a
    /// foreign key that a third table may stand for, the file that a table is in;
    /// or if it shows a declaration, which is held against the table's own.
    #[must_use]
    pub fn judges_schemas(&self) -> bool {
        self.is_story() && self.body.outline().judges
    }

    /// True if the story links to a file, says where something is taken from, `[Source: file]`, or which file declares a
    /// table.
    #[must_use]
    pub fn refers_to_files(&self) -> bool {
        self.is_story() && (self.body.outline().sources > 0 || self.body.outline().places)
    }

    /// True if the story refers to a heading in a file called `name`: `[Source: name#heading]`, `[keys](name#keys)`.
    #[must_use]
    pub fn refers_to_heading_in(&self, name: &str) -> bool {
        self.is_story() && self.body.outline().headed.iter().any(|it| **it == *name)
    }

    /// Where the facts speak of the table whose name folds to `name`; `None` if they never do. The first question
    /// reads all facts, the others none.
    #[must_use]
    pub fn spoken_of(&self, name: &Folded) -> Option<&Spoken> {
        if !self.is_story() || self.names().binary_search(name).is_err() {
            return None;
        }
        self.body.spoken().get(name)
    }

    /// What the schema module contains; `None` for other kinds.
    #[must_use]
    pub fn module(&self) -> Option<&Module> {
        match self.kind {
            FileKind::Schema(dialect) => Some(self.body.module(dialect)),
            _ => None,
        }
    }

    /// The syntax tree; `None` for kinds without a grammar, or where parsing would take more than its bounded number of steps.
    #[must_use]
    pub fn tree(&self) -> Option<&Tree> {
        let language = match self.path.extension().as_str() {
            "md" | "markdown" => Language::Markdown,
            "ts" | "mts" | "cts" | "js" | "mjs" | "cjs" => Language::TypeScript,
            "tsx" => Language::Tsx,
            _ => return None,
        };
        self.body.tree(language)
    }
}

/// The text of one version and what was read from it. Shared by documents that differ only in what the file is to us.
#[derive(Debug, Default)]
pub(crate) struct Body {
    // At least one of the two is set when the body is made; the other is made from it on demand.
    text: OnceLock<Text>,
    source: OnceLock<Arc<str>>,
    problem: Option<&'static str>,
    marked: bool,
    // What earlier versions taught.
    memo: Memo,
    // True for a text that an editor wrote: the next version will be much like it. Of a file that lies on the disk
    // unchanged, what was learnt on the way to its facts would only take space, more than the facts themselves.
    edited: bool,
    shifted_tree: Option<Tree>,
    story: OnceLock<Read>,
    outline: OnceLock<Outline>,
    // Made for the few stories that something is generated from.
    spoken: OnceLock<BTreeMap<Folded, Spoken>>,
    module: OnceLock<Module>,
    tree: OnceLock<Option<Tree>>,
}

/// Where a story's facts speak of one table, as numbers in their lists.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spoken {
    /// The mentions of the table itself and of its columns.
    pub mentions: Vec<usize>,
    /// The sketches of it.
    pub sketches: Vec<usize>,
}

#[derive(Debug)]
struct Read {
    facts: Arc<StoryFacts>,
    memo: Memo,
}

impl Body {
    /// The first version of a text.
    pub(crate) fn new(text: &str) -> Self {
        Self { source: OnceLock::from(Arc::from(text)), ..Self::default() }
    }

    /// What the disk gave. A byte order mark stays outside, as editors keep it; bytes that are not UTF-8 are replaced.
    pub(crate) fn from_disk(bytes: Result<Vec<u8>, Unread>) -> Self {
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(reason) => return Self::unread(reason),
        };
        if is_utf16(&bytes) {
            // Read as UTF-8 it would be noise from end to end.
            let problem = Some("the file is UTF-16 and is not read; save it as UTF-8");
            return Self { problem, ..Self::new("") };
        }
        let text = bytes.strip_prefix(b"\xef\xbb\xbf");
        let (marked, bytes) = (text.is_some(), text.unwrap_or(&bytes));
        match std::str::from_utf8(bytes) {
            Ok(text) => Self { marked, ..Self::new(text) },
            Err(_) => {
                let problem = Some("the file is not UTF-8; what could not be read is left out");
                Self { problem, marked, ..Self::new(&String::from_utf8_lossy(bytes)) }
            }
        }
    }

    fn unread(reason: Unread) -> Self {
        let problem = Some(match reason {
            Unread::Absent => "the file cannot be found",
            Unread::TooLarge => "the file is larger than 8 MiB and is not read",
            Unread::Refused => "the file cannot be read",
        });
        Self { problem, ..Self::new("") }
    }

    /// The version that `edits`, each meant for the text the one before it made, lead to.
    pub(crate) fn edited(&self, text: Text, edits: &[(Text, Edit)]) -> Self {
        let mut tree = self.tree.get().cloned().flatten().or_else(|| self.shifted_tree.clone());
        if let Some(tree) = &mut tree {
            for (before, edit) in edits {
                tree.edit(before, edit);
            }
        }
        Self {
            text: OnceLock::from(text),
            memo: self.memo(),
            edited: true,
            shifted_tree: tree,
            ..Self::default()
        }
    }

    /// The version with a wholly new text from an editor: what was learnt of equal blocks still holds.
    pub(crate) fn replaced(&self, text: &str) -> Self {
        Self { memo: self.memo(), edited: true, ..Self::new(text) }
    }

    fn memo(&self) -> Memo {
        self.story.get().map_or(&self.memo, |it| &it.memo).clone()
    }

    pub(crate) fn text(&self) -> &Text {
        self.text.get_or_init(|| Text::from(self.source.get().map_or("", |it| &**it)))
    }

    pub(crate) fn source(&self) -> &Arc<str> {
        self.source.get_or_init(|| self.text.get().map_or_else(|| Arc::from(""), Text::to_source))
    }

    /// Why the text is not what the disk holds.
    pub(crate) fn problem(&self) -> Option<&'static str> {
        self.problem
    }

    /// True if both say the same.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        self.problem == other.problem && self.source() == other.source()
    }

    /// True if the file's text could not be had at all.
    pub(crate) fn is_unread(&self) -> bool {
        self.problem.is_some() && self.source().is_empty()
    }

    fn story(&self) -> &Read {
        self.story.get_or_init(|| {
            let (facts, memo) = story::read(self.source(), &self.memo);
            Read { facts, memo: if self.edited { memo } else { Memo::default() } }
        })
    }

    fn outline(&self) -> &Outline {
        self.outline.get_or_init(|| Outline::of(&self.story().facts))
    }

    fn spoken(&self) -> &BTreeMap<Folded, Spoken> {
        self.spoken.get_or_init(|| {
            let facts = &self.story().facts;
            let mut spoken: BTreeMap<Folded, Spoken> = BTreeMap::new();
            for (number, it) in facts.mentions.iter().enumerate() {
                let named = if it.subject == Subject::Table { Some(&it.name) } else { it.table.as_ref() };
                if let Some(name) = named {
                    spoken.entry(Folded::new(name)).or_default().mentions.push(number);
                }
            }
            for (number, it) in facts.sketches.iter().enumerate() {
                spoken.entry(Folded::new(&it.name)).or_default().sketches.push(number);
            }
            spoken
        })
    }

    pub(crate) fn module(&self, dialect: Dialect) -> &Module {
        self.module.get_or_init(|| Module::read(dialect, self.source()))
    }

    fn tree(&self, language: Language) -> Option<&Tree> {
        let parsed = self.tree.get_or_init(|| match &self.shifted_tree {
            Some(tree) if tree.language() == language => tree.reparse(self.text()),
            _ => Tree::parse(language, self.text()),
        });
        parsed.as_ref()
    }
}

/// True if `bytes` are text of two bytes a character, as some editors save it.
fn is_utf16(bytes: &[u8]) -> bool {
    matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..])
        || matches!(bytes, [first, second, ..] if (*first == 0) != (*second == 0))
}
