//! Tables as sentences describe them.

use crate::prose::Prose;
use crate::{Mention, Sketch};

/// The tables that `prose`, with the mentions `found`, sketches.
pub(crate) fn of_prose(prose: &Prose, found: &[Mention]) -> Vec<Sketch> {
    let _ = (prose, found);
    Vec::new()
}

/// `sketch` in a block that starts at `base`.
pub(crate) fn shifted(sketch: &Sketch, base: text::Offset) -> Sketch {
    let mut sketch = sketch.clone();
    sketch.span = sketch.span.shifted(base);
    for column in &mut sketch.columns {
        column.span = column.span.shifted(base);
    }
    for index in &mut sketch.indexes {
        index.span = index.span.shifted(base);
    }
    sketch
}
