//! From the model to source.

use text::Edits;

use crate::dialects::Written;
use crate::model::Declarations;

/// One file with everything `declarations` hold.
#[must_use]
pub fn file(_declarations: &Declarations) -> Written {
    Written::default()
}

/// The edits that add `addition` to `source`. See [`crate::dialects::insert`].
#[must_use]
pub fn insert(_source: &str, _addition: &Declarations, _around: &Declarations) -> Option<Edits> {
    None
}
