//! What can be folded, by the queries under `grammars/`.

use std::sync::LazyLock;

use streaming_iterator::StreamingIterator;
use text::{Offset, Span, Text};
use tree_sitter::{Query, QueryCursor};

use super::grammar::Grammar;
use super::{Language, Tree};

type Folds = LazyLock<Option<Query>>;

fn query(language: Language) -> Option<&'static Query> {
    static MARKDOWN: Folds = LazyLock::new(|| Grammar::Markdown.folds());
    static TYPESCRIPT: Folds = LazyLock::new(|| Grammar::TypeScript.folds());
    static TSX: Folds = LazyLock::new(|| Grammar::Tsx.folds());
    match language {
        Language::Markdown => MARKDOWN.as_ref(),
        Language::TypeScript => TYPESCRIPT.as_ref(),
        Language::Tsx => TSX.as_ref(),
    }
}

/// The stretches of more than one line that `folds.scm` names, sorted, each once. None if finding them would
/// take long.
pub(super) fn folds(tree: &Tree, text: &Text) -> Vec<Span> {
    let Some(query) = query(tree.language()).filter(|_| is_cheap(tree)) else { return Vec::new() };
    let mut cursor = QueryCursor::new();
    // No query under `grammars/` looks at the text of a node.
    let mut matches = cursor.matches(query, tree.root(), &[][..]);
    let mut folds = Vec::new();
    while let Some(found) = matches.next() {
        for capture in found.captures() {
            let whole = super::span(capture.node);
            let first = text.line_at(whole.start());
            // Most nodes are of one line: those are done with here.
            if first == text.line_at(whole.end()) {
                continue;
            }
            let span = without_blank_end(whole, text);
            if first < text.line_at(span.end()) {
                folds.push(span);
            }
        }
    }
    folds.sort_unstable_by_key(|span| (span.start(), std::cmp::Reverse(span.end())));
    folds.dedup();
    folds
}

/// False if some node has a long run of children without a name: at each of them the query looks through the run for
/// the next named sibling, and 50,000 open brackets in a row take it seconds.
fn is_cheap(tree: &Tree) -> bool {
    const LONGEST_RUN: usize = 2_000;
    let mut cursor = tree.root().walk();
    let mut run = 0;
    loop {
        run = if cursor.node().is_named() { 0 } else { run + 1 };
        if run > LONGEST_RUN {
            return false;
        }
        if cursor.node().descendant_count() > LONGEST_RUN && cursor.goto_first_child() {
            run = 0;
            continue;
        }
        while !cursor.goto_next_sibling() {
            // The parent has many nodes in it, so it has a name.
            run = 0;
            if !cursor.goto_parent() {
                return true;
            }
        }
    }
}

/// `span` without the blank lines at its end, which the markdown grammar takes into lists and sections.
fn without_blank_end(span: Span, text: &Text) -> Span {
    let mut end = span.end();
    while span.start() < end {
        let line = text.line_span(text.line_at(end));
        let start = line.start().max(span.start());
        let written = text.slice(Span::new(start, line.end().min(end).max(start)));
        let length = written.trim_end().len();
        if length > 0 {
            return Span::new(span.start(), start.plus(length));
        }
        if start == span.start() {
            break;
        }
        end = Offset::new(start.bytes() - 1);
    }
    Span::empty(span.start())
}
