//! The inlines of one markdown block, parsed when asked for.

use text::{Span, Text};
use tree_sitter::{Node, Point, Range};

use super::grammar::Grammar;
use super::parse::{self, Input};

/// The longest prose that is parsed. The inline grammar is quadratic on some texts: `**a *b ` repeated takes 0.1 s at
/// this length and 5 s at 28 KB, in steps that each grow longer, so that counting them does not help.
const LONGEST: usize = 4 * 1024;

/// The inlines of one block; their bytes count from `start`.
pub(super) struct Inlines {
    pub(super) tree: tree_sitter::Tree,
    pub(super) start: usize,
}

/// The inlines of `block`, a node of a markdown tree; `None` if it holds blocks, or is too long.
pub(super) fn inlines(block: Node<'_>, text: &Text) -> Option<Inlines> {
    if !is_prose(block) || block.byte_range().len() > LONGEST {
        return None;
    }
    let slice = text.slice(Span::from_range(block.byte_range()));
    let tree = parse::parse(Grammar::MarkdownInline, Input::Ranges(&slice, &ranges(block)), None)?;
    Some(Inlines { tree, start: block.start_byte() })
}

/// True if `block` is a leaf of the block tree that holds prose.
pub(super) fn is_prose(block: Node<'_>) -> bool {
    matches!(block.kind(), "inline" | "pipe_table_cell")
}

/// What of `block` is prose, counted from its start: all but the prefixes of the quotes and lists around it.
fn ranges(block: Node<'_>) -> Vec<Range> {
    let base = (block.start_byte(), block.start_position());
    let relative = |byte: usize, point: Point| {
        let column = if point.row == base.1.row { point.column - base.1.column } else { point.column };
        (byte - base.0, Point::new(point.row - base.1.row, column))
    };
    let mut ranges = Vec::new();
    let mut from = relative(base.0, base.1);
    let mut cursor = block.walk();
    for prefix in block.children(&mut cursor).filter(|child| child.kind() == "block_continuation") {
        let to = relative(prefix.start_byte(), prefix.start_position());
        push(&mut ranges, from, to);
        from = relative(prefix.end_byte(), prefix.end_position());
    }
    push(&mut ranges, from, relative(block.end_byte(), block.end_position()));
    ranges
}

fn push(ranges: &mut Vec<Range>, from: (usize, Point), to: (usize, Point)) {
    if from.0 < to.0 {
        let (start_byte, start_point) = from;
        let (end_byte, end_point) = to;
        ranges.push(Range { start_byte, end_byte, start_point, end_point });
    }
}
