//! What one top-level block says on its own, with spans relative to its start: the part of reading that is kept while
//! the block's text stays the same.
//!
//! Leaves to others: everything that needs other blocks, such as which heading a list stands under.

use syntax::markdown::{Block, BlockKind, Cell, Inline, InlineKind, Item};
use text::Span;

use crate::prose::{Prose, Source};
use crate::{Claim, Cue, FrontMatter, Link, Mention, Sketch, SketchColumn};
use crate::{
    claims, comments, criteria, cues, fence, fields, front_matter, inventory, keys, links, mentions, scope,
    sketch, user_story,
};

/// Blocks nest at most this deep before their content is left out.
const DEEPEST: usize = 24;

/// What one top-level block says, in document order.
#[derive(Debug, Clone, Default)]
pub(crate) struct BlockFacts {
    /// Its smallest readable pieces.
    pub(crate) units: Vec<Unit>,
    /// Its links.
    pub(crate) links: Vec<Link>,
    /// Its `<!-- schemark-ignore … -->` comments, not yet with what they cover.
    pub(crate) comments: Vec<comments::Comment>,
}

/// A heading, a paragraph, the first paragraph of a list item, a table's row, a fence.
#[derive(Debug, Clone)]
pub(crate) struct Unit {
    /// Its bytes; of an item, the whole item's.
    pub(crate) span: Span,
    /// How many lists it lies in.
    pub(crate) depth: u32,
    /// What it is.
    pub(crate) kind: UnitKind,
    /// Its text without marks.
    pub(crate) text: String,
    /// The names in it.
    pub(crate) mentions: Vec<Mention>,
    /// The tables it sketches by itself.
    pub(crate) sketches: Vec<Sketch>,
    /// What it claims by itself.
    pub(crate) claims: Vec<Claim>,
    /// What it says of the units below it.
    pub(crate) opens: scope::Opening,
    /// Why the column that it would be need not exist.
    pub(crate) field_cue: Option<Cue>,
    /// The keys and indexes it gives to a table that it need not name.
    pub(crate) keys: Vec<keys::Key>,
    /// What it says of files and their tables.
    pub(crate) inventory: inventory::Inventory,
    /// The parts of a user story in it.
    pub(crate) story: Vec<user_story::Part>,
    /// The criteria it says it serves: "(AC: 1, 2)".
    pub(crate) criteria: Vec<criteria::references::Reference>,
    /// Its lines that begin as items do, in a paragraph.
    pub(crate) lines: Vec<criteria::Line>,
}

/// What a unit is.
#[derive(Debug, Clone)]
pub(crate) enum UnitKind {
    /// A heading.
    Heading {
        /// 1 to 6.
        level: u8,
        /// What it says of its whole section's tables.
        cue: Option<Cue>,
    },
    /// Prose.
    Paragraph,
    /// A list item.
    Item {
        /// Its number, in a numbered list.
        number: Option<u64>,
        /// Its box.
        task: Option<bool>,
        /// The column it would be, under a table's scope.
        field: Option<fields::Field>,
    },
    /// A table's header row: where its columns say field names and types.
    Header(fields::Columns),
    /// A row below it.
    Row {
        /// The column it would be, under a table's scope.
        field: Option<SketchColumn>,
        /// The cell, from 0, that names tables.
        tables: Option<usize>,
        /// The cell that names the file of these tables.
        files: Option<usize>,
    },
    /// A fence or indented code.
    Code(fence::Code),
    /// The YAML block at the top.
    FrontMatter(FrontMatter),
    /// Raw HTML, a rule.
    Other,
}

/// What `block`, whose text `source` is, says.
pub(crate) fn read(source: Source<'_>, block: &Block) -> BlockFacts {
    let mut reader = Reader { source, facts: BlockFacts::default() };
    reader.block(block, 0, DEEPEST);
    reader.facts
}

/// The column that a unit of the kind `kind` would be.
fn field_of(kind: &UnitKind) -> Option<&SketchColumn> {
    match kind {
        UnitKind::Item { field, .. } => field.as_ref().map(|it| &it.column),
        UnitKind::Row { field, .. } => field.as_ref(),
        _ => None,
    }
}

struct Reader<'a> {
    source: Source<'a>,
    facts: BlockFacts,
}

impl Reader<'_> {
    fn block(&mut self, block: &Block, depth: u32, fuel: usize) {
        let Some(fuel) = fuel.checked_sub(1) else { return };
        let span = self.source.local(block.span);
        match &block.kind {
            BlockKind::FrontMatter { content } => {
                let content = self.source.local(*content);
                let read = front_matter::read(self.source.text, content);
                let told = front_matter::told(self.source, &read);
                self.unit(span, depth, UnitKind::FrontMatter(read), Prose::default());
                if let Some(unit) = self.facts.units.last_mut() {
                    (unit.mentions, unit.claims) = told;
                }
            }
            BlockKind::Heading { level, inlines } => {
                let prose = self.prose(inlines, span);
                let kind = UnitKind::Heading { level: *level, cue: cues::of_heading(&prose) };
                self.unit(span, depth, kind, prose);
            }
            BlockKind::Paragraph { inlines } => {
                let prose = self.prose(inlines, span);
                self.unit(span, depth, UnitKind::Paragraph, prose);
            }
            BlockKind::List { items, .. } => {
                for item in items {
                    self.item(item, depth, fuel);
                }
            }
            BlockKind::Quote { blocks } => {
                for block in blocks {
                    self.block(block, depth, fuel);
                }
            }
            BlockKind::Code { info, lines, .. } => {
                let code = fence::read(self.source, info, lines);
                self.unit(span, depth, UnitKind::Code(code), Prose::default());
            }
            BlockKind::Table { header, rows } => self.table(header, rows, depth),
            BlockKind::Html => {
                comments::find(span, span, span.slice(self.source.text), &mut self.facts.comments);
                self.unit(span, depth, UnitKind::Other, Prose::default());
            }
            BlockKind::Rule => self.unit(span, depth, UnitKind::Other, Prose::default()),
        }
    }

    fn item(&mut self, item: &Item, depth: u32, fuel: usize) {
        let span = self.source.local(item.span);
        let mut blocks = item.blocks.as_slice();
        let prose = match blocks.split_first() {
            Some((Block { kind: BlockKind::Paragraph { inlines }, .. }, rest)) => {
                blocks = rest;
                self.prose(inlines, span)
            }
            _ => Prose::default(),
        };
        let field = fields::of_item(&prose);
        let kind = UnitKind::Item { number: item.number, task: item.task, field };
        self.unit(span, depth + 1, kind, prose);
        for block in blocks {
            self.block(block, depth + 1, fuel);
        }
    }

    fn table(&mut self, header: &[Cell], rows: &[Vec<Cell>], depth: u32) {
        let prose = self.row_prose(header);
        let columns = fields::columns(&prose);
        let span = self.row_span(header);
        self.unit(span, depth, UnitKind::Header(columns.clone()), prose);
        let verdicts: Vec<Option<Cue>> =
            header.iter().map(|cell| cues::of_heading(&Prose::new(self.source, &cell.inlines))).collect();
        for row in rows {
            let prose = self.row_prose(row);
            let field = fields::of_row(&prose, &columns);
            let span = self.row_span(row);
            self.unit(
                span,
                depth,
                UnitKind::Row { field, tables: columns.tables, files: columns.files },
                prose,
            );
            self.judge(row, &verdicts);
        }
    }

    /// Gives the mentions of the last row the cue of their cell's header: "Alternatives", "Don't build".
    fn judge(&mut self, row: &[Cell], verdicts: &[Option<Cue>]) {
        let Some(unit) = self.facts.units.last_mut() else { return };
        for (cell, verdict) in row.iter().zip(verdicts) {
            let span = self.source.local(cell.span);
            for mention in unit.mentions.iter_mut().filter(|it| span.covers(it.span)) {
                mention.cue = mention.cue.or(*verdict);
            }
        }
    }

    fn row_prose(&mut self, cells: &[Cell]) -> Prose {
        let span = self.row_span(cells);
        for cell in cells {
            self.inlines(&cell.inlines, span, DEEPEST);
        }
        Prose::of_cells(self.source, cells.iter().map(|cell| cell.inlines.as_slice()))
    }

    fn row_span(&self, cells: &[Cell]) -> Span {
        match (cells.first(), cells.last()) {
            (Some(first), Some(last)) => self.source.local(first.span).join(self.source.local(last.span)),
            _ => Span::default(),
        }
    }

    fn prose(&mut self, inlines: &[Inline], span: Span) -> Prose {
        self.inlines(inlines, span, DEEPEST);
        let prose = Prose::new(self.source, inlines);
        links::sources(&prose, &mut self.facts.links);
        prose
    }

    /// Links and comments among `inlines`, which lie in the block at `around`.
    fn inlines(&mut self, inlines: &[Inline], around: Span, fuel: usize) {
        let Some(fuel) = fuel.checked_sub(1) else { return };
        for inline in inlines {
            let span = self.source.local(inline.span);
            match &inline.kind {
                InlineKind::Html => {
                    comments::find(span, around, span.slice(self.source.text), &mut self.facts.comments);
                }
                InlineKind::Link { destination, inlines } => {
                    self.facts.links.push(links::link(self.source.text, span, destination));
                    self.inlines(inlines, around, fuel);
                }
                InlineKind::Strong(inner) | InlineKind::Emphasis(inner) | InlineKind::Struck(inner) => {
                    self.inlines(inner, around, fuel);
                }
                InlineKind::Text | InlineKind::Code { .. } | InlineKind::Break => {}
            }
        }
    }

    fn unit(&mut self, span: Span, depth: u32, kind: UnitKind, prose: Prose) {
        let found = mentions::find(&prose, &kind);
        let opens = scope::opening(&prose, &kind, &found);
        let inventory = inventory::read(&prose, &kind);
        let sketches = sketch::of_prose(&prose, &found);
        let claims = claims::of_prose(&prose, &found);
        let field_cue = field_of(&kind).and_then(|it| {
            let name = prose.tokens().iter().position(|token| token.span.covers(it.span))?;
            cues::of_field(&prose, name)
        });
        let has_keys = matches!(kind, UnitKind::Paragraph | UnitKind::Item { .. });
        let keys = if has_keys { keys::find(&prose) } else { Vec::new() };
        let story = user_story::parts(&prose);
        let criteria = criteria::references::find(&prose);
        let is_prose = matches!(kind, UnitKind::Paragraph);
        let lines = if is_prose { criteria::lines(&prose) } else { Vec::new() };
        let text = prose.into_plain();
        self.facts.units.push(Unit {
            span,
            depth,
            kind,
            text,
            mentions: found,
            sketches,
            claims,
            opens,
            field_cue,
            keys,
            inventory,
            story,
            criteria,
            lines,
        });
    }
}
