//! Text as the editor and the disk give it: spans, places, edits, and positions in any column encoding.
//!
//! Leaves to others: what the text means, which file it came from, and every LSP type.

mod edit;
mod place;
mod position;
mod rope;
mod span;

pub use edit::{Edit, Edits};
pub use place::{FileId, Place};
pub use position::{Encoding, Position};
pub use rope::Text;
pub use span::{Offset, Span};
