//! Tables as sentences describe them.

use std::sync::Arc;

use text::Span;

use crate::fence::places;
use crate::prose::Prose;
use crate::{Mention, Sketch, SketchSource};

/// The tables that `prose`, with the mentions `found`, sketches.
pub(crate) fn of_prose(prose: &Prose, found: &[Mention]) -> Vec<Sketch> {
    let _ = (prose, found);
    Vec::new()
}

/// `sketch` with every span sent through `to`.
pub(crate) fn moved(sketch: &Sketch, to: &dyn Fn(Span) -> Span) -> Sketch {
    let mut sketch = sketch.clone();
    sketch.span = to(sketch.span);
    for column in &mut sketch.columns {
        column.span = to(column.span);
    }
    for index in &mut sketch.indexes {
        index.span = to(index.span);
    }
    if let SketchSource::Fence(table) = &sketch.source {
        let table = places::moved(table.as_ref().clone(), to);
        sketch.source = SketchSource::Fence(Arc::new(table));
    }
    sketch
}
