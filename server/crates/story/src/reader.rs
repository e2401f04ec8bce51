//! From markdown to facts.
//!
//! Reading has two steps: what each top-level block says on its own, kept for as long as the block stays the same, and
//! one pass that puts the blocks together.

use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use syntax::markdown::{Block, parse};

use crate::StoryFacts;
use crate::assemble::{Placed, assemble};
use crate::block::{self, BlockFacts};
use crate::prose::Source;

/// What earlier versions of a file taught: facts of blocks, by their text. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Memo {
    blocks: Arc<HashMap<Key, Arc<BlockFacts>>>,
}

/// What makes two blocks the same: text and structure, each in two independent hashes of 64 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Key(u64, u64);

/// What `source` says. Blocks whose text `memo` knows are not read again. Returns the facts and the memo for the next
/// version. Never fails.
///
/// ```
/// use schemark_story::{Memo, read};
/// let (facts, memo) = read("Each order is a row in the `orders` table.", &Memo::default());
/// assert_eq!(facts.mentions[0].name, "orders");
/// let (again, _) = read("# Orders\n\nEach order is a row in the `orders` table.", &memo);
/// assert_eq!(again.mentions[0].name, "orders");
/// ```
#[must_use]
pub fn read(source: &str, memo: &Memo) -> (Arc<StoryFacts>, Memo) {
    let markdown = parse(source);
    let mut blocks = HashMap::with_capacity(markdown.blocks.len());
    let mut read = Vec::with_capacity(markdown.blocks.len());
    for block in &markdown.blocks {
        let own = Source { text: block.span.slice(source), base: block.span.start() };
        let key = key(own.text, block);
        let facts = match memo.blocks.get(&key) {
            Some(facts) => Arc::clone(facts),
            None => Arc::new(block::read(own, block)),
        };
        blocks.insert(key, Arc::clone(&facts));
        read.push((block.span, facts));
    }
    let placed: Vec<Placed<'_>> = read.iter().map(|(span, facts)| Placed { span: *span, facts }).collect();
    (Arc::new(assemble(source.len(), &placed)), Memo { blocks: Arc::new(blocks) })
}

fn key(text: &str, block: &Block) -> Key {
    let mut hashers = [DefaultHasher::new(), DefaultHasher::new()];
    for (salt, hasher) in hashers.iter_mut().enumerate() {
        salt.hash(hasher);
        text.hash(hasher);
        // A definition elsewhere turns the same text into a link: the structure counts as well.
        crate::shape::hash(block, hasher);
    }
    let [first, second] = hashers;
    Key(first.finish(), second.finish())
}

#[cfg(test)]
mod tests;
