//! Which table the text speaks of: a heading, a lead-in line or a bullet opens a scope for what stands below it.

use crate::Mention;
use crate::block::UnitKind;
use crate::prose::Prose;

/// What a unit says of the units below it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Opening {}

/// What the unit of kind `kind` with the text `prose` and the mentions `found` opens.
pub(crate) fn opening(prose: &Prose, kind: &UnitKind, found: &[Mention]) -> Opening {
    let _ = (prose, kind, found);
    Opening::default()
}
