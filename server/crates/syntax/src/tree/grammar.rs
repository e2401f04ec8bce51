//! The grammars, and the queries that go with each. Those for colours and injections are for editors.

use tree_sitter::Query;

/// A tree-sitter grammar. Markdown has two: one for blocks, one for the prose in them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Grammar {
    Markdown,
    MarkdownInline,
    TypeScript,
    Tsx,
}

impl Grammar {
    pub(super) fn language(self) -> tree_sitter::Language {
        match self {
            Self::Markdown => tree_sitter_md::LANGUAGE.into(),
            Self::MarkdownInline => tree_sitter_md::INLINE_LANGUAGE.into(),
            Self::TypeScript => tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into(),
            Self::Tsx => tree_sitter_typescript::LANGUAGE_TSX.into(),
        }
    }

    /// The query for what can be folded.
    pub(super) fn folds(self) -> Option<Query> {
        self.query(match self {
            Self::Markdown => include_str!("../../../../../grammars/markdown/folds.scm"),
            Self::MarkdownInline => "",
            Self::TypeScript | Self::Tsx => include_str!("../../../../../grammars/typescript/folds.scm"),
        })
    }

    /// `source` as a query over this grammar's nodes. `None` only if it does not fit, which a test rules out for every
    /// query under `grammars/`.
    fn query(self, source: &str) -> Option<Query> {
        let query = Query::new(&self.language(), source);
        debug_assert!(query.is_ok(), "a query under grammars/ does not fit: {:?}", query.err());
        query.ok()
    }
}
