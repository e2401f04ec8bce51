//! Every block and inline of a tree, depth first, in the order of the text.

use super::{Block, BlockKind, Inline, InlineKind, Markdown};

/// Every block, depth first: a list before its items' blocks.
#[derive(Debug, Clone)]
pub struct Blocks<'a> {
    ahead: Vec<std::slice::Iter<'a, Block>>,
}

/// Every inline, depth first: a link before its text.
#[derive(Debug, Clone)]
pub struct Inlines<'a> {
    ahead: Vec<std::slice::Iter<'a, Inline>>,
}

impl Markdown {
    /// Every block of the text, containers before what they hold.
    #[must_use]
    pub fn blocks(&self) -> Blocks<'_> {
        Blocks { ahead: vec![self.blocks.iter()] }
    }

    /// Every inline of the text, marks before what they hold.
    pub fn inlines(&self) -> impl Iterator<Item = &Inline> {
        self.blocks().flat_map(Block::inlines)
    }
}

impl Block {
    /// Every inline of this block itself (prose or table cells), not of the blocks in it.
    #[must_use]
    pub fn inlines(&self) -> Inlines<'_> {
        let ahead = match &self.kind {
            BlockKind::Heading { inlines, .. } | BlockKind::Paragraph { inlines } => vec![inlines.iter()],
            BlockKind::Table { header, rows } => {
                let cells = header.iter().chain(rows.iter().flatten());
                let mut ahead: Vec<_> = cells.map(|cell| cell.inlines.iter()).collect();
                ahead.reverse();
                ahead
            }
            BlockKind::FrontMatter { .. }
            | BlockKind::List { .. }
            | BlockKind::Quote { .. }
            | BlockKind::Code { .. }
            | BlockKind::Html
            | BlockKind::Rule => Vec::new(),
        };
        Inlines { ahead }
    }
}

impl Inline {
    /// What the mark holds; empty for text, code, HTML and breaks.
    #[must_use]
    pub fn children(&self) -> &[Inline] {
        match &self.kind {
            InlineKind::Strong(inlines)
            | InlineKind::Emphasis(inlines)
            | InlineKind::Struck(inlines)
            | InlineKind::Link { inlines, .. } => inlines,
            InlineKind::Text | InlineKind::Code { .. } | InlineKind::Html | InlineKind::Break => &[],
        }
    }
}

impl<'a> Blocks<'a> {
    fn enter(&mut self, block: &'a Block) {
        match &block.kind {
            BlockKind::Quote { blocks } => self.ahead.push(blocks.iter()),
            BlockKind::List { items, .. } => {
                self.ahead.extend(items.iter().rev().map(|item| item.blocks.iter()));
            }
            _ => {}
        }
    }
}

impl<'a> Iterator for Blocks<'a> {
    type Item = &'a Block;

    fn next(&mut self) -> Option<&'a Block> {
        loop {
            if let Some(block) = self.ahead.last_mut()?.next() {
                self.enter(block);
                return Some(block);
            }
            self.ahead.pop();
        }
    }
}

impl<'a> Iterator for Inlines<'a> {
    type Item = &'a Inline;

    fn next(&mut self) -> Option<&'a Inline> {
        loop {
            if let Some(inline) = self.ahead.last_mut()?.next() {
                if !inline.children().is_empty() {
                    self.ahead.push(inline.children().iter());
                }
                return Some(inline);
            }
            self.ahead.pop();
        }
    }
}
