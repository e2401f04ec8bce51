//! Which file a bullet or paragraph on tables belongs to.

use text::Offset;

use crate::block::{Unit, UnitKind};
use crate::inventory::FileName;
use crate::{Claim, Cue, Said, Strength};

/// The files that are spoken of at one place of the text.
#[derive(Debug, Default)]
pub(super) struct Files {
    headings: Vec<(u8, FileName)>,
    lead: Option<FileName>,
    items: Vec<(u32, FileName)>,
}

impl Files {
    /// Takes `unit` whose block starts at `base`: adds what it says of a file's tables to `claims`, under `cue`, and
    /// opens the file that it names.
    pub(super) fn take(&mut self, unit: &Unit, base: Offset, cue: Option<Cue>, claims: &mut Vec<Claim>) {
        let file =
            unit.inventory.file.as_ref().map(|it| FileName { span: it.span.shifted(base), ..it.clone() });
        let lists = !unit.inventory.tables.is_empty();
        match &unit.kind {
            UnitKind::Heading { level, .. } => {
                self.headings.retain(|(open, _)| open < level);
                self.headings.extend(file.map(|it| (*level, it)));
                self.lead = None;
                self.items.clear();
                return;
            }
            UnitKind::Paragraph if unit.depth == 0 => {
                self.items.clear();
                if !lists {
                    self.lead = file;
                    return;
                }
            }
            UnitKind::Item { .. } => {
                self.items.retain(|(depth, _)| *depth < unit.depth);
                if !lists {
                    self.items.extend(file.map(|it| (unit.depth, it)));
                    return;
                }
            }
            UnitKind::Code(_) | UnitKind::Other => self.lead = None,
            _ => {}
        }
        let heading = || self.headings.last().map(|it| &it.1);
        let above = || self.items.last().map(|it| &it.1).or(self.lead.as_ref()).or_else(heading);
        let Some(file) = file.as_ref().or_else(above) else { return };
        claims.extend(unit.inventory.tables.iter().map(|it| Claim {
            said: Said::TableInFile {
                table: it.name.clone(),
                file: file.name.clone(),
                named: file.span,
                listing: unit.inventory.listing,
            },
            span: it.span.shifted(base),
            strength: Strength::Strong,
            cue: it.cue.or(cue),
            evidence: "table listed under the file's name",
        }));
    }
}
