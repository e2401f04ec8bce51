//! Where relations of tables are spoken of: below "## Relationships", and in a list that such a line leads over to.

use crate::block::{Unit, UnitKind};
use crate::phrases::PHRASES;

/// A label has at most this many bytes.
const LONGEST_LABEL: usize = 48;

/// The headings and lines that are open at one place of the file.
#[derive(Debug, Default)]
pub(super) struct Relations {
    /// The level of the outermost heading that speaks of relations.
    heading: Option<u8>,
    /// How deep the line lies that does.
    line: Option<u32>,
}

impl Relations {
    /// Takes `unit`: what it says holds for itself and for what stands below it.
    pub(super) fn take(&mut self, unit: &Unit) {
        match unit.kind {
            UnitKind::Heading { level, .. } => {
                self.line = None;
                self.heading = self.heading.filter(|it| *it < level);
                if self.heading.is_none() && speaks(&unit.text) {
                    self.heading = Some(level);
                }
            }
            UnitKind::Paragraph | UnitKind::Item { .. } => {
                let is_item = matches!(unit.kind, UnitKind::Item { .. });
                self.line = self.line.filter(|it| *it < unit.depth && is_item);
                if self.line.is_none() && unit.text.split_once([':', '：']).is_some_and(|it| speaks(it.0)) {
                    self.line = Some(unit.depth);
                }
            }
            _ => {}
        }
    }

    /// True if relations are spoken of in the unit taken last.
    pub(super) fn stand_here(&self) -> bool {
        self.heading.is_some() || self.line.is_some()
    }
}

fn speaks(label: &str) -> bool {
    label.len() <= LONGEST_LABEL && PHRASES.stands_in("sections.relations", label)
}
