//! What of a block's structure its text alone does not tell.

use std::hash::{Hash, Hasher};

use syntax::markdown::{Block, BlockKind, Inline, InlineKind};

/// Feeds the structure of `block` to `hasher`: kinds, sizes, and where links lead, but no places in the file.
pub(crate) fn hash(block: &Block, hasher: &mut impl Hasher) {
    // A stack instead of recursion: any depth costs no more than its own size.
    let mut blocks = vec![block];
    while let Some(block) = blocks.pop() {
        std::mem::discriminant(&block.kind).hash(hasher);
        block.span.len().hash(hasher);
        match &block.kind {
            BlockKind::Heading { inlines, .. } | BlockKind::Paragraph { inlines } => {
                hash_inlines(inlines, hasher);
            }
            BlockKind::List { items, .. } => {
                for item in items {
                    (item.span.len(), item.task, item.number).hash(hasher);
                    blocks.extend(&item.blocks);
                }
            }
            BlockKind::Quote { blocks: inner } => blocks.extend(inner),
            BlockKind::Table { header, rows } => {
                for cell in header.iter().chain(rows.iter().flatten()) {
                    hash_inlines(&cell.inlines, hasher);
                }
            }
            BlockKind::Code { info, lines, .. } => {
                info.hash(hasher);
                for line in lines {
                    line.len().hash(hasher);
                }
            }
            BlockKind::FrontMatter { .. } | BlockKind::Html | BlockKind::Rule => {}
        }
    }
}

fn hash_inlines(inlines: &[Inline], hasher: &mut impl Hasher) {
    let mut ahead: Vec<&Inline> = inlines.iter().collect();
    while let Some(inline) = ahead.pop() {
        std::mem::discriminant(&inline.kind).hash(hasher);
        inline.span.len().hash(hasher);
        match &inline.kind {
            InlineKind::Strong(inner) | InlineKind::Emphasis(inner) | InlineKind::Struck(inner) => {
                ahead.extend(inner);
            }
            InlineKind::Link { destination, inlines } => {
                destination.hash(hasher);
                ahead.extend(inlines);
            }
            InlineKind::Text | InlineKind::Code { .. } | InlineKind::Break | InlineKind::Html => {}
        }
    }
}
