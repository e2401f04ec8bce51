//! What is open while the tree is built, and what it becomes when it closes.

use text::{Offset, Span};

use super::{Block, BlockKind, Cell, Inline, InlineKind, Item};

/// An open block, item, row, cell or mark.
pub(super) struct Frame {
    pub(super) span: Span,
    pub(super) body: Body,
}

pub(super) enum Body {
    Quote { blocks: Vec<Block> },
    List { first: Option<u64>, items: Vec<Item> },
    Item { task: Option<bool>, number: Option<u64>, blocks: Vec<Block> },
    Paragraph { inlines: Vec<Inline>, implicit: bool },
    Heading { level: u8, inlines: Vec<Inline> },
    Code { info: String, start: Offset, lines: Vec<Span> },
    Table { header: Vec<Cell>, rows: Vec<Vec<Cell>> },
    Row { cells: Vec<Cell>, header: bool },
    Cell { inlines: Vec<Inline> },
    Html,
    Strong { inlines: Vec<Inline> },
    Emphasis { inlines: Vec<Inline> },
    Struck { inlines: Vec<Inline> },
    Link { destination: String, inlines: Vec<Inline> },
}

/// What a frame became.
pub(super) enum Made {
    Block(Block),
    Item(Item),
    /// Cells, and whether they are the header.
    Row(Vec<Cell>, bool),
    Cell(Cell),
    Inline(Inline),
}

impl Body {
    pub(super) fn inlines_mut(&mut self) -> Option<&mut Vec<Inline>> {
        match self {
            Self::Paragraph { inlines, .. }
            | Self::Heading { inlines, .. }
            | Self::Cell { inlines }
            | Self::Strong { inlines }
            | Self::Emphasis { inlines }
            | Self::Struck { inlines }
            | Self::Link { inlines, .. } => Some(inlines),
            Self::Quote { .. }
            | Self::List { .. }
            | Self::Item { .. }
            | Self::Code { .. }
            | Self::Table { .. }
            | Self::Row { .. }
            | Self::Html => None,
        }
    }

    /// True if prose may stand directly in it.
    pub(super) fn takes_inlines(&self) -> bool {
        !matches!(
            self,
            Self::Quote { .. }
                | Self::List { .. }
                | Self::Item { .. }
                | Self::Code { .. }
                | Self::Table { .. }
                | Self::Row { .. }
                | Self::Html
        )
    }
}

impl Frame {
    /// What the closed frame is.
    pub(super) fn finish(self, source: &str) -> Made {
        let span = self.span;
        let block = |span: Span, kind: BlockKind| Made::Block(Block { span, kind });
        let prose = |inlines: &[Inline]| inlines.last().map_or(span, |last| span.join(last.span));
        match self.body {
            Body::Quote { blocks } => {
                block(around(source, span, last_end(&blocks)), BlockKind::Quote { blocks })
            }
            Body::List { first, items } => {
                let end = items.last().map(|item| item.span.end());
                block(upto(source, span, end), BlockKind::List { first, items })
            }
            Body::Item { task, number, blocks } => {
                Made::Item(Item { span: upto(source, span, last_end(&blocks)), task, number, blocks })
            }
            Body::Paragraph { inlines, implicit: true } => {
                block(prose(&inlines), BlockKind::Paragraph { inlines })
            }
            Body::Paragraph { inlines, implicit: false } => {
                block(trimmed(source, span), BlockKind::Paragraph { inlines })
            }
            Body::Heading { level, inlines } => {
                block(trimmed(source, span), BlockKind::Heading { level, inlines })
            }
            Body::Code { info, start, lines } => {
                let content = match (lines.first(), lines.last()) {
                    (Some(first), Some(last)) => first.join(*last),
                    _ => Span::empty(start),
                };
                block(trimmed(source, span), BlockKind::Code { info, content, lines })
            }
            Body::Table { header, rows } => block(trimmed(source, span), BlockKind::Table { header, rows }),
            Body::Row { mut cells, header } => {
                // Cells that the row lacks are given as empty ones behind its line end.
                let end = trimmed(source, span).end();
                for cell in &mut cells {
                    cell.span = Span::new(cell.span.start().min(end), cell.span.end().min(end));
                }
                Made::Row(cells, header)
            }
            Body::Cell { inlines } => Made::Cell(Cell { span, inlines }),
            Body::Html => block(trimmed(source, span), BlockKind::Html),
            Body::Strong { inlines } => Made::Inline(Inline { span, kind: InlineKind::Strong(inlines) }),
            Body::Emphasis { inlines } => Made::Inline(Inline { span, kind: InlineKind::Emphasis(inlines) }),
            Body::Struck { inlines } => Made::Inline(Inline { span, kind: InlineKind::Struck(inlines) }),
            Body::Link { destination, inlines } => {
                Made::Inline(Inline { span, kind: InlineKind::Link { destination, inlines } })
            }
        }
    }
}

fn last_end(blocks: &[Block]) -> Option<Offset> {
    blocks.last().map(|block| block.span.end())
}

/// `span` without the line end (or blank lines) behind it.
pub(super) fn trimmed(source: &str, span: Span) -> Span {
    let length = span.slice(source).trim_end_matches(['\n', '\r']).len();
    Span::new(span.start(), span.start().plus(length))
}

/// `span`, trimmed, but at least to `end`.
fn around(source: &str, span: Span, end: Option<Offset>) -> Span {
    let span = trimmed(source, span);
    end.map_or(span, |end| span.join(Span::empty(end)))
}

/// From the start of `span` to `end`: the blank lines a list takes in are not part of it.
fn upto(source: &str, span: Span, end: Option<Offset>) -> Span {
    match end {
        Some(end) => Span::new(span.start(), end.max(span.start())),
        None => {
            let length = span.slice(source).trim_end().len();
            Span::new(span.start(), span.start().plus(length))
        }
    }
}

/// Adds the source lines in `span` to a code block's lines. One line may come in several pieces.
pub(super) fn add_lines(source: &str, span: Span, lines: &mut Vec<Span>) {
    let mut start = span.start();
    for piece in span.slice(source).split_inclusive('\n') {
        let mut line = Span::new(start, start.plus(piece.len()));
        start = line.end();
        // The events leave the CR of a CRLF out.
        let before = line.start().bytes().saturating_sub(1);
        if piece.starts_with('\n') && source.as_bytes().get(before) == Some(&b'\r') {
            line = Span::new(Offset::new(before), line.end());
        }
        match lines.last_mut() {
            Some(last) if last.end() == line.start() && !last.slice(source).ends_with('\n') => {
                *last = last.join(line);
            }
            _ => lines.push(line),
        }
    }
}
