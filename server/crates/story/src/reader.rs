//! From markdown to facts.

use std::sync::Arc;

use crate::StoryFacts;

/// What earlier versions of a file taught: facts of blocks, by their text. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Memo {}

/// What `source` says. Blocks whose text `memo` knows are not read again. Returns the facts and the memo for the next
/// version. Never fails.
#[must_use]
pub fn read(source: &str, memo: &Memo) -> (Arc<StoryFacts>, Memo) {
    let _ = (source, memo);
    (Arc::default(), Memo::default())
}
