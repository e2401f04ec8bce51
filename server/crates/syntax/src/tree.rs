//! Incremental tree-sitter trees: markdown blocks with their inlines, and TypeScript.
//!
//! They serve structure: folding, selection, colours, and reading TypeScript schemas. What a story says is read from
//! [`markdown`](crate::markdown), never from here: the markdown grammar differs from CommonMark in details.

mod fold;
mod grammar;
mod inline;
mod outline;
mod parse;
mod select;

#[cfg(test)]
mod tests;

use text::{Edit, Offset, Span, Text};

/// A node of a tree, with its kind, children and bytes; see [`span`] for its place.
pub type Node<'tree> = tree_sitter::Node<'tree>;

/// A language with a tree-sitter grammar and queries under `grammars/`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// Markdown, blocks and inlines.
    Markdown,
    /// TypeScript without JSX.
    TypeScript,
    /// TypeScript with JSX.
    Tsx,
}

/// One version's syntax tree. Cheap to clone.
///
/// A markdown tree keeps the blocks only. The inlines of a block are parsed when somebody asks about that block, as
/// the slice of text they are: nothing has to be kept in step with the edits, and a keystroke costs nothing for them.
#[derive(Debug, Clone)]
pub struct Tree {
    language: Language,
    tree: tree_sitter::Tree,
}

impl Tree {
    /// The tree of `text`, from scratch. `None` if parsing would cost more than its bounded work, or if the text nests
    /// deeper than [`Tree::DEEPEST`].
    #[must_use]
    pub fn parse(language: Language, text: &Text) -> Option<Self> {
        Self::read(language, parse::Input::Text(text), None)
    }

    /// The tree of `source`, from scratch, as [`Tree::parse`] makes it.
    #[must_use]
    pub fn parse_str(language: Language, source: &str) -> Option<Self> {
        Self::read(language, parse::Input::Source(source), None)
    }

    /// Tells the tree of an edit to the text it was made from, before [`Tree::reparse`]. `before` is the text
    /// before the edit.
    pub fn edit(&mut self, before: &Text, edit: &Edit) {
        self.tree.edit(&parse::input_edit(before, edit));
    }

    /// The tree of `text`, reusing what this tree's edits left alone. `None` as for [`Tree::parse`].
    ///
    /// It is the tree that [`Tree::parse`] makes. How tree-sitter recovers from an error depends on what it reuses, so
    /// a text with errors is parsed from scratch: two editors on one text then see one tree.
    #[must_use]
    pub fn reparse(&self, text: &Text) -> Option<Self> {
        Self::read(self.language, parse::Input::Text(text), Some(&self.tree))
            .filter(|tree| !tree.root().has_error())
            .or_else(|| Self::parse(self.language, text))
    }

    fn read(language: Language, input: parse::Input<'_>, old: Option<&tree_sitter::Tree>) -> Option<Self> {
        let tree = parse::parse(language.grammar(), input, old)?;
        (!parse::is_deeper(&tree, Self::DEEPEST)).then_some(Self { language, tree })
    }

    /// The levels of nodes a tree may have, so that whoever walks it may recurse. Code written by people stays below
    /// a tenth of it.
    pub const DEEPEST: u32 = 500;

    /// The language the tree was parsed as.
    #[must_use]
    pub fn language(&self) -> Language {
        self.language
    }

    /// The node that covers the whole text.
    #[must_use]
    pub fn root(&self) -> Node<'_> {
        self.tree.root_node()
    }

    /// The foldable stretches (whole lines, more than one), by `grammars/<language>/folds.scm`, sorted. A stretch ends
    /// at the end of its last line with text.
    #[must_use]
    pub fn folds(&self, text: &Text) -> Vec<Span> {
        fold::folds(self, text)
    }

    /// The ever larger stretches around `at`, smallest first, by the tree's own nodes.
    #[must_use]
    pub fn selections(&self, text: &Text, at: Offset) -> Vec<Span> {
        select::selections(self, text, at)
    }

    /// The tree of `text` as an indented list of its named nodes, for `schemark dump tree`.
    #[must_use]
    pub fn to_sexp(&self, text: &Text) -> String {
        outline::outline(self, text)
    }
}

impl Language {
    fn grammar(self) -> grammar::Grammar {
        match self {
            Self::Markdown => grammar::Grammar::Markdown,
            Self::TypeScript => grammar::Grammar::TypeScript,
            Self::Tsx => grammar::Grammar::Tsx,
        }
    }
}

/// The bytes of `node`.
#[must_use]
pub fn span(node: Node<'_>) -> Span {
    Span::from_range(node.byte_range())
}
