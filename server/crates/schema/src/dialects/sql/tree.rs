//! Syntax trees of single statements, as squawk gives them, and the names in them.

use std::panic::{AssertUnwindSafe, catch_unwind};

use squawk_syntax::{SourceFile, SyntaxKind, SyntaxNode};
use text::Span;

use super::foreign::original;
use super::ir::{Path, Word};
use super::pieces::{Token, TokenKind};

/// The longest statement that is read, in bytes.
const LONGEST: usize = 1 << 18;
/// The deepest nesting that is read: the parser calls itself for each level.
const DEEPEST: usize = 50;
/// The longest chain of operators: the tree is as deep as the chain is long.
const LONGEST_CHAIN: usize = 400;
/// The longest name PostgreSQL keeps, in bytes.
const LONGEST_NAME: usize = 63;

/// The syntax tree of one statement.
pub(super) struct Tree<'a> {
    /// The text of the statement.
    source: &'a str,
    /// The statement.
    pub(super) node: SyntaxNode,
    /// Where the statement starts in the file.
    pub(super) base: usize,
    /// Where in the file something is wrong, and what.
    pub(super) errors: Vec<(usize, String)>,
    /// True if names without quotes are folded to lower case.
    pub(super) folds: bool,
}

/// The tree of `source`, the text of `tokens`, which starts at `base` in the file; `None` if it is out of all bounds.
pub(super) fn tree<'a>(source: &'a str, tokens: &[Token], base: usize, folds: bool) -> Option<Tree<'a>> {
    if source.len() > LONGEST || is_too_deep(tokens, source, base) {
        return None;
    }
    // The parser checks itself with assertions: a statement that trips one must not take the editor down.
    let parsed = catch_unwind(AssertUnwindSafe(|| {
        let parse = SourceFile::parse(source);
        let errors = parse.errors();
        (parse.syntax_node(), errors)
    }));
    let (root, errors) = parsed.ok()?;
    let node = root.children().find(|it| !matches!(it.kind(), SyntaxKind::ERROR | SyntaxKind::EMPTY_STMT))?;
    let errors = errors
        .iter()
        .map(|it| (usize::from(it.range().start()) + base, it.message().to_owned()))
        .filter(|(_, what)| what != "Missing semicolon between statements")
        .collect();
    Some(Tree { source, node, base, errors, folds })
}

/// True if reading the statement could exhaust the stack.
fn is_too_deep(tokens: &[Token], source: &str, base: usize) -> bool {
    let mut chains = vec![0_usize];
    for token in tokens {
        let long = match token.kind {
            TokenKind::Symbol(b'(' | b'[') => {
                chains.push(0);
                chains.len() > DEEPEST
            }
            TokenKind::Symbol(b')' | b']') => {
                if chains.len() > 1 {
                    chains.pop();
                }
                false
            }
            TokenKind::Symbol(b',') => {
                if let Some(chain) = chains.last_mut() {
                    *chain = 0;
                }
                false
            }
            TokenKind::Symbol(_) | TokenKind::Word => {
                let range = token.span.start().bytes().saturating_sub(base)
                    ..token.span.end().bytes().saturating_sub(base);
                let links = token.kind != TokenKind::Word
                    || source
                        .get(range)
                        .is_some_and(|word| LINKS.iter().any(|it| word.eq_ignore_ascii_case(it)));
                chains.last_mut().is_some_and(|chain| {
                    *chain += usize::from(links);
                    *chain > LONGEST_CHAIN
                })
            }
            _ => false,
        };
        if long {
            return true;
        }
    }
    false
}

/// Words that make an expression or a query one level deeper.
const LINKS: &[&str] = &[
    "AND",
    "BETWEEN",
    "CASE",
    "COLLATE",
    "EXCEPT",
    "ILIKE",
    "IN",
    "INTERSECT",
    "IS",
    "ISNULL",
    "JOIN",
    "LIKE",
    "NOT",
    "NOTNULL",
    "OR",
    "SELECT",
    "UNION",
    "WITH",
];

impl<'a> Tree<'a> {
    /// The text of `node`, without the blanks around it.
    pub(super) fn text(&self, node: &SyntaxNode) -> &'a str {
        self.written(node).trim()
    }

    /// The text of `node` as it stands.
    pub(super) fn written(&self, node: &SyntaxNode) -> &'a str {
        let range = node.text_range();
        self.source.get(usize::from(range.start())..usize::from(range.end())).unwrap_or("")
    }

    /// The span of `node` in the file, without the blanks around it.
    pub(super) fn span(&self, node: &SyntaxNode) -> Span {
        let text = self.written(node);
        let start =
            usize::from(node.text_range().start()) + self.base + (text.len() - text.trim_start().len());
        Span::from_range(start..start + text.trim().len())
    }

    /// True if something is wrong in `node` or right behind it.
    pub(super) fn is_broken(&self, node: &SyntaxNode) -> bool {
        let span = self.span(node);
        // The errors are in order, and there may be as many as there are columns.
        let first = self.errors.partition_point(|(at, _)| *at < span.start().bytes());
        self.errors.get(first).is_some_and(|(at, _)| *at <= span.end().bytes())
    }

    /// The name that `node` holds, the last one if it is qualified.
    pub(super) fn word(&self, node: &SyntaxNode) -> Word {
        self.words(node).pop().unwrap_or_default()
    }

    /// The qualified name that `node` holds.
    pub(super) fn path(&self, node: &SyntaxNode) -> Path {
        let mut words = self.words(node);
        let name = words.pop().unwrap_or_default();
        Path { schema: words.pop().map(|it| it.text), name }
    }

    /// The names in `node`, which holds names and dots alone.
    pub(super) fn words(&self, node: &SyntaxNode) -> Vec<Word> {
        let tokens = node.descendants_with_tokens().filter_map(squawk_syntax::SyntaxElement::into_token);
        tokens
            .filter(|it| !it.kind().is_trivia() && !matches!(it.text(), "." | "*"))
            .filter(|it| !matches!(it.kind(), SyntaxKind::ONLY_KW))
            .map(|it| {
                let start = usize::from(it.text_range().start()) + self.base;
                self.folded(it.text(), start)
            })
            .collect()
    }

    /// The name written as `written` at `start`.
    fn folded(&self, written: &str, start: usize) -> Word {
        let inner = written.strip_prefix('"').map(|it| it.strip_suffix('"').unwrap_or(it));
        let (mut text, skipped) = match inner {
            Some(inner) => (inner.replace("\"\"", "\""), 1),
            // PostgreSQL folds no letters but ASCII's in UTF-8.
            None if self.folds => (written.to_ascii_lowercase(), 0),
            None => (original(written).into_owned(), 0),
        };
        while self.folds && text.len() > LONGEST_NAME {
            text.pop();
        }
        let length = inner.map_or(written.len(), str::len);
        Word { text, span: Span::from_range(start + skipped..start + skipped + length) }
    }

    /// The names that the expression `node` speaks of.
    pub(super) fn names(&self, node: &SyntaxNode) -> Vec<String> {
        let names = node.descendants().filter(|it| it.kind() == SyntaxKind::NAME_REF);
        names.map(|it| self.word(&it).text).collect()
    }
}

/// The first child of `node` of that kind.
pub(super) fn child(node: &SyntaxNode, kind: SyntaxKind) -> Option<SyntaxNode> {
    node.children().find(|it| it.kind() == kind)
}

/// True if `node` has a child of that kind.
pub(super) fn has(node: &SyntaxNode, kind: SyntaxKind) -> bool {
    child(node, kind).is_some()
}

/// The children of `node` of that kind.
pub(super) fn all(node: &SyntaxNode, kind: SyntaxKind) -> impl Iterator<Item = SyntaxNode> {
    node.children().filter(move |it| it.kind() == kind)
}

/// The tokens right below `node`.
pub(super) fn has_token(node: &SyntaxNode, kind: SyntaxKind) -> bool {
    node.children_with_tokens().any(|it| it.kind() == kind)
}

/// The text of `node`, without the blanks around it.
pub(super) fn text(node: &SyntaxNode) -> String {
    node.text().to_string().trim().to_owned()
}

/// The string that the literal `node` stands for.
pub(super) fn string(node: &SyntaxNode) -> String {
    unquoted(&text(node))
}

/// `'it''s'` without quotes.
pub(super) fn unquoted(written: &str) -> String {
    if let Some(body) = written.strip_prefix('$').and_then(|it| it.split_once('$')).map(|(_, body)| body) {
        return body
            .rsplit_once('$')
            .and_then(|(body, _)| body.rsplit_once('$'))
            .map_or("", |it| it.0)
            .to_owned();
    }
    let escapes = written.starts_with(['e', 'E']);
    let inner = written.trim_start_matches(|it: char| it != '\'');
    let inner = inner.strip_prefix('\'').unwrap_or(inner);
    let inner = inner.strip_suffix('\'').unwrap_or(inner).replace("''", "'");
    if escapes {
        inner.replace("\\n", "\n").replace("\\t", "\t").replace("\\'", "'").replace("\\\\", "\\")
    } else {
        inner
    }
}
