//! The stretches a growing selection takes.

use text::{Offset, Span, Text};
use tree_sitter::{Node, TreeCursor};

use super::{Tree, inline};

/// The spans of the nodes around `at`, smallest first, each once; in markdown down to the inlines.
pub(super) fn selections(tree: &Tree, text: &Text, at: Offset) -> Vec<Span> {
    let mut spans = vec![Span::from_range(0..text.len())];
    let mut cursor = tree.tree.walk();
    // The tokens the block grammar leaves in prose say nothing; the inlines do.
    descend(&mut cursor, 0, at, inline::is_prose, &mut spans);
    for span in spans.iter_mut().skip(1) {
        *span = without_line_end(*span, text, at);
    }
    if let Some(inlines) = inline::inlines(cursor.node(), text) {
        descend(&mut inlines.tree.walk(), inlines.start, at, |_| false, &mut spans);
    }
    spans.dedup();
    spans.reverse();
    spans
}

/// `span` without the line ends that blocks of markdown take in, unless the cursor stands there.
fn without_line_end(span: Span, text: &Text, at: Offset) -> Span {
    let mut end = span.end();
    while let Some(before) = end.bytes().checked_sub(1).map(Offset::new) {
        let is_line_end = matches!(text.piece(before), [b'\n' | b'\r', ..]);
        if !is_line_end || before < at || before <= span.start() {
            break;
        }
        end = before;
    }
    Span::new(span.start(), end)
}

/// True if there is nothing to select inside a node.
type Leaf = fn(Node<'_>) -> bool;

/// Adds the spans of ever deeper nodes that touch `at`, down to a `leaf`, and leaves the cursor at the deepest.
fn descend(cursor: &mut TreeCursor<'_>, start: usize, at: Offset, leaf: Leaf, spans: &mut Vec<Span>) {
    while let Some(relative) = at.bytes().checked_sub(start) {
        if leaf(cursor.node()) || !enter(cursor, relative) {
            return;
        }
        let span = Span::from_range(start + cursor.node().start_byte()..start + cursor.node().end_byte());
        let outer = spans.last().copied().unwrap_or_default();
        // A bracket or mark alone is nothing to select.
        let is_mark = !cursor.node().is_named() || cursor.node().kind().ends_with("_delimiter");
        if !is_mark && span != outer && !span.is_empty() && outer.covers(span) {
            spans.push(span);
        }
    }
}

/// Moves to the child around `at`: the one that starts there rather than the one that ends there.
fn enter(cursor: &mut TreeCursor<'_>, at: usize) -> bool {
    let holds = |cursor: &TreeCursor<'_>| {
        let range = cursor.node().byte_range();
        range.start <= at && at <= range.end && !range.is_empty()
    };
    // The first child that ends behind `at` is the one around it, or the one just behind it.
    if cursor.goto_first_child_for_byte(at).is_some() {
        if holds(cursor) {
            return true;
        }
        if cursor.goto_previous_sibling() && holds(cursor) {
            return true;
        }
        cursor.goto_parent();
        return false;
    }
    if cursor.goto_last_child() {
        if holds(cursor) {
            return true;
        }
        cursor.goto_parent();
    }
    false
}
