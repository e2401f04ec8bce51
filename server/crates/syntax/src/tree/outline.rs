//! A tree as indented text, one line per named node.

use std::fmt::Write as _;

use text::Text;
use tree_sitter::TreeCursor;

use super::{Tree, inline};

/// The named nodes of `tree` with their bytes, children indented below their parent.
pub(super) fn outline(tree: &Tree, text: &Text) -> String {
    let mut out = String::new();
    let mut cursor = tree.tree.walk();
    write(&mut cursor, 0, 0, &mut out, &mut |cursor, depth, out| {
        if let Some(inlines) = inline::inlines(cursor.node(), text) {
            let mut cursor = inlines.tree.walk();
            if cursor.goto_first_child() {
                write(&mut cursor, depth + 1, inlines.start, out, &mut |_, _, _| {});
            }
        }
    });
    out
}

type Inner<'a> = dyn FnMut(&TreeCursor<'_>, usize, &mut String) + 'a;

/// Writes the node at `cursor`, what is in it, and its later siblings; `inner` adds what belongs below a node.
fn write(cursor: &mut TreeCursor<'_>, base: usize, start: usize, out: &mut String, inner: &mut Inner<'_>) {
    let first = cursor.depth();
    loop {
        let node = cursor.node();
        let depth = base + (cursor.depth() - first) as usize;
        if node.is_named() || node.is_missing() {
            let field = cursor.field_name().map_or(String::new(), |name| format!("{name}: "));
            let missing = if node.is_missing() { "missing " } else { "" };
            let (from, to) = (start + node.start_byte(), start + node.end_byte());
            // Writing to a string cannot fail.
            let _ =
                writeln!(out, "{:depth$}{field}{missing}{} {from}..{to}", "", node.kind(), depth = depth * 2);
            inner(cursor, depth, out);
        }
        if cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if cursor.depth() == first || !cursor.goto_parent() {
                return;
            }
        }
    }
}
