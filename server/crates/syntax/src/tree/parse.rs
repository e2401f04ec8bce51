//! Parsing with bounded work, and telling tree-sitter of edits.

use std::cell::RefCell;
use std::ops::ControlFlow;

use text::{Edit, Offset, Text};
use tree_sitter::{InputEdit, ParseOptions, ParseState, Parser, Point, Range};

use super::grammar::Grammar;

/// What is parsed.
#[derive(Clone, Copy)]
pub(super) enum Input<'a> {
    Text(&'a Text),
    Source(&'a str),
    /// Only these stretches of the text.
    Ranges(&'a str, &'a [Range]),
}

impl<'a> Input<'a> {
    fn len(self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::Source(source) | Self::Ranges(source, _) => source.len(),
        }
    }

    fn piece(self, at: usize) -> &'a [u8] {
        match self {
            Self::Text(text) => text.piece(Offset::new(at)),
            Self::Source(source) | Self::Ranges(source, _) => source.as_bytes().get(at..).unwrap_or(&[]),
        }
    }
}

// Steps, not time: the same text then has the same tree on a slow machine, in the editor and in CI.
// A step is 100 operations of the parser. A schema takes one for 80 bytes, a story one for 40, and the worst texts we
// know one for 20.
const FIRST_STEPS: usize = 2_000;
const BYTES_PER_STEP: usize = 4;

thread_local! {
    /// One parser per grammar and thread: making one costs more than a small parse.
    static PARSERS: RefCell<Vec<(Grammar, Parser)>> = const { RefCell::new(Vec::new()) };
}

/// The tree of `input`, reusing `old`, which knows of the edits since. `None` if it takes too many steps.
pub(super) fn parse(
    grammar: Grammar,
    input: Input<'_>,
    old: Option<&tree_sitter::Tree>,
) -> Option<tree_sitter::Tree> {
    let mut parser = take_parser(grammar)?;
    let ranges = match input {
        Input::Ranges(_, ranges) => ranges,
        Input::Text(_) | Input::Source(_) => &[],
    };
    parser.set_included_ranges(ranges).ok()?;
    let mut left = FIRST_STEPS + input.len() / BYTES_PER_STEP;
    let mut step = |_: &ParseState| {
        left = left.saturating_sub(1);
        if left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let options = ParseOptions::new().progress_callback(&mut step);
    let tree = parser.parse_with_options(&mut |at, _| input.piece(at), old, Some(options));
    // Without this a parser that was stopped goes on with the old text at its next call, and returns a wrong tree.
    parser.reset();
    PARSERS.with_borrow_mut(|parsers| parsers.push((grammar, parser)));
    tree
}

fn take_parser(grammar: Grammar) -> Option<Parser> {
    let kept = PARSERS.with_borrow_mut(|parsers| {
        let index = parsers.iter().position(|(of, _)| *of == grammar)?;
        Some(parsers.swap_remove(index).1)
    });
    kept.or_else(|| {
        let mut parser = Parser::new();
        parser.set_language(&grammar.language()).ok()?;
        Some(parser)
    })
}

/// `edit` as tree-sitter wants to hear of it.
pub(super) fn input_edit(before: &Text, edit: &Edit) -> InputEdit {
    // What `Text::edit` makes of it, too.
    let span = before.clamp(edit.span);
    let start = point(before, Point::new(0, 0), Offset::default(), span.start());
    let old_end = point(before, start, span.start(), span.end());
    InputEdit {
        start_byte: span.start().bytes(),
        old_end_byte: span.end().bytes(),
        new_end_byte: span.start().plus(edit.text.len()).bytes(),
        start_position: start,
        old_end_position: old_end,
        new_end_position: advanced(start, edit.text.as_bytes()),
    }
}

/// The point of `to`, if `from` has the point `point`.
fn point(text: &Text, mut point: Point, from: Offset, to: Offset) -> Point {
    let mut at = from.bytes();
    while at < to.bytes() {
        let piece = text.piece(Offset::new(at));
        let piece = piece.get(..to.bytes() - at).unwrap_or(piece);
        if piece.is_empty() {
            break;
        }
        point = advanced(point, piece);
        at += piece.len();
    }
    point
}

/// `point` moved over `bytes`. Rows are tree-sitter's: only LF ends one, whatever ends a line for an editor.
fn advanced(point: Point, bytes: &[u8]) -> Point {
    let rows = bytes.iter().filter(|&&byte| byte == b'\n').count();
    match bytes.iter().rposition(|&byte| byte == b'\n') {
        Some(last) => Point::new(point.row + rows, bytes.len() - last - 1),
        None => Point::new(point.row, point.column + bytes.len()),
    }
}

/// True if some node of `tree` lies below more than `levels` others.
pub(super) fn is_deeper(tree: &tree_sitter::Tree, levels: u32) -> bool {
    let mut cursor = tree.walk();
    loop {
        let depth = cursor.depth();
        if depth > levels {
            return true;
        }
        // A node with few nodes in it cannot be deep: that keeps this far cheaper than walking the tree.
        let may_be_deep = cursor.node().descendant_count() > (levels - depth) as usize;
        if may_be_deep && cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return false;
            }
        }
    }
}
