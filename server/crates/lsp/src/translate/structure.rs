//! Folding and selection.

use text::{Span, Text};
use tower_lsp::ls_types::{FoldingRange, Position, Range, SelectionRange};

use crate::profile::Profile;
use crate::translate::places;

/// The folding ranges of `spans`, those of more than one line.
pub(crate) fn folds(profile: &Profile, text: &Text, spans: &[Span]) -> Vec<FoldingRange> {
    let fold = |span: &Span| {
        let range = places::range(text, *span, profile.encoding);
        // A span that ends at a line's start does not cover that line.
        let end_line =
            if range.end.character == 0 { range.end.line.saturating_sub(1) } else { range.end.line };
        let whole = end_line == range.end.line && !profile.line_folds;
        (range.start.line < end_line).then_some(FoldingRange {
            start_line: range.start.line,
            start_character: None,
            end_line,
            end_character: whole.then_some(range.end.character),
            kind: None,
            collapsed_text: None,
        })
    };
    spans.iter().filter_map(fold).collect()
}

/// The selection that grows through `spans`, which hold each other, smallest first.
pub(crate) fn selection(profile: &Profile, text: &Text, at: Position, spans: &[Span]) -> SelectionRange {
    let mut outer = None;
    for span in spans.iter().rev() {
        let range = places::range(text, *span, profile.encoding);
        outer = Some(Box::new(SelectionRange { range, parent: outer }));
    }
    // LSP wants one answer per position, if only the position itself.
    outer.map_or_else(|| SelectionRange { range: Range { start: at, end: at }, parent: None }, |it| *it)
}
