//! Which table a bullet or row belongs to, and what it then says of the table.

use text::{Offset, Span};

use crate::block::{Unit, UnitKind};
use crate::keys::Key;
use crate::scope::Named;
use crate::words;
use crate::{Claim, Cue, Form, Mention, Sketch, SketchColumn, SketchSource, Strength, Subject};

/// A table that is spoken of, or the announcement of tables.
#[derive(Debug, Clone, Default)]
struct Scope {
    /// The table, with its place in the file.
    table: Option<Named>,
    /// True if tables' names follow.
    tables: bool,
}

impl Scope {
    fn of(unit: &Unit, base: Offset) -> Self {
        let table = unit.opens.table.clone().map(|it| Named { span: it.span.shifted(base), ..it });
        Self { table, tables: unit.opens.tables }
    }

    fn says_something(&self) -> bool {
        self.table.is_some() || self.tables
    }
}

/// The scopes that are open at one place of the file.
#[derive(Debug, Default)]
pub(super) struct Scopes {
    headings: Vec<(u8, Scope)>,
    lead: Option<Scope>,
    items: Vec<(u32, Scope)>,
    /// The table that a bullet before this one named, and how deep that bullet lies.
    beside: Option<(u32, Named)>,
    /// True inside a markdown table whose rows are columns.
    in_fields: bool,
}

impl Scopes {
    /// Takes `unit` whose block starts at `base`: adds what it says of the table in scope to `mentions` (the unit's
    /// own, with places in the file) and `sketches`, and opens what it opens.
    pub(super) fn take(
        &mut self,
        unit: &Unit,
        base: Offset,
        mentions: &mut Vec<Mention>,
        sketches: &mut Vec<Sketch>,
    ) {
        match &unit.kind {
            UnitKind::Heading { level, .. } => {
                self.headings.retain(|(open, _)| open < level);
                let mut scope = Scope::of(unit, base);
                if !scope.says_something() && is_generic(&unit.text) {
                    scope = self.headings.last().map(|(_, scope)| scope.clone()).unwrap_or_default();
                }
                self.headings.push((*level, scope));
                self.lead = None;
                self.items.clear();
                self.beside = None;
            }
            UnitKind::Paragraph if unit.depth == 0 => {
                self.items.clear();
                self.beside = None;
                self.lead = unit.opens.lead.then(|| Scope::of(unit, base));
            }
            UnitKind::Paragraph => {
                if let Some((_, scope)) = self.items.last_mut().filter(|_| unit.opens.lead) {
                    *scope = Scope::of(unit, base);
                }
            }
            UnitKind::Item { .. } => self.item(unit, base, mentions, sketches),
            UnitKind::Header(columns) => self.in_fields = columns.are_fields(),
            UnitKind::Row { field: Some(field), .. } if self.in_fields => {
                if let Some(table) = self.parent().table.filter(|it| words::may_be_table(&it.name)) {
                    column((&table, field), unit.field_cue, SketchSource::Table, base, mentions, sketches);
                }
            }
            UnitKind::Code(_) | UnitKind::Other => self.lead = None,
            UnitKind::Row { .. } | UnitKind::FrontMatter(_) => {}
        }
    }

    fn item(&mut self, unit: &Unit, base: Offset, mentions: &mut Vec<Mention>, sketches: &mut Vec<Sketch>) {
        self.items.retain(|(depth, _)| *depth < unit.depth);
        let mut scope = Scope::of(unit, base);
        if let Some((_, table)) = self.beside.as_ref().filter(|it| it.0 == unit.depth)
            && !unit.opens.columns.is_empty()
        {
            let columns: Vec<SketchColumn> = unit.opens.columns.iter().map(|it| placed(it, base)).collect();
            for column in &columns {
                give_column(mentions, table, column);
            }
            let empty = crate::sketch::empty(&table.name, table.span);
            sketches.push(Sketch { source: SketchSource::Bullets, columns, ..empty });
        }
        if let Some(table) = scope.table.clone().filter(|it| it.strength == Strength::Strong) {
            self.beside = Some((unit.depth, table));
        }
        if let UnitKind::Item { field: Some(field), .. } = &unit.kind {
            let parent = self.parent();
            let name = &field.column.name;
            let listed = !field.typed && (field.code || words::is_snake(name)) && words::may_be_table(name);
            let span = field.column.span.shifted(base);
            if parent.tables && listed {
                strengthen(mentions, name, span);
                scope.table =
                    Some(Named { name: name.clone(), span, strength: Strength::Strong, titled: None });
                if !field.listed.is_empty() {
                    let columns = field.listed.iter().map(|it| placed(it, base)).collect();
                    sketches.push(Sketch {
                        source: SketchSource::Bullets,
                        columns,
                        ..crate::sketch::empty(name, span)
                    });
                }
            } else if let Some(table) = parent.table.filter(|it| {
                let told = field.typed || (field.code && it.strength == Strength::Strong);
                told && words::may_be_table(&it.name) && it.name != *name
            }) {
                column(
                    (&table, &field.column),
                    unit.field_cue,
                    SketchSource::Bullets,
                    base,
                    mentions,
                    sketches,
                );
            }
        }
        self.items.push((unit.depth, scope));
    }

    /// What the keys and indexes of `unit`, which was just taken and whose block starts at `base`, say of the table in
    /// scope.
    pub(super) fn keys(&self, unit: &Unit, base: Offset) -> Vec<Claim> {
        let own = unit.opens.table.clone().or_else(|| only_table(&unit.mentions));
        let own = own.filter(|it| it.strength == Strength::Strong);
        let scope = || self.parent().table.filter(|it| words::may_be_table(&it.name));
        let claim = |key: &Key| {
            let table = own.clone().or_else(|| scope().filter(|_| key.leads))?;
            Some(Claim {
                said: key.said(&table.name),
                span: key.span.shifted(base),
                strength: table.strength,
                cue: key.cue,
                evidence: "columns of a key or an index, under their table",
            })
        };
        unit.keys.iter().filter_map(claim).collect()
    }

    /// The innermost scope that says something.
    fn parent(&self) -> Scope {
        let item = self.items.iter().rev().map(|(_, scope)| scope).find(|it| it.says_something());
        let lead = self.lead.as_ref().filter(|it| it.says_something());
        let heading = self.headings.last().map(|(_, scope)| scope);
        item.or(lead).or(heading).cloned().unwrap_or_default()
    }
}

/// True for headings that say what follows, not of what: "Fields", "Schema".
fn is_generic(text: &str) -> bool {
    let plain = text.trim_matches(|it: char| !it.is_alphanumeric()).to_lowercase();
    crate::phrases::PHRASES.has("fields.name", &plain)
        || matches!(plain.as_str(), "schema" | "structure" | "字段定义" | "表结构")
}

/// The one table that a text with the mentions `found` surely names.
fn only_table(found: &[Mention]) -> Option<Named> {
    let mut strong =
        found.iter().filter(|it| it.subject == Subject::Table && it.strength == Strength::Strong);
    let table = strong.next()?;
    let only = strong.all(|it| it.name == table.name);
    only.then(|| Named { name: table.name.clone(), span: table.span, strength: table.strength, titled: None })
}

fn placed(column: &SketchColumn, base: Offset) -> SketchColumn {
    crate::sketch::moved_column(column, &|span| span.shifted(base))
}

/// Makes the mention of `column` one of `table`: its list was announced as one of that table's columns.
fn give_column(mentions: &mut [Mention], table: &Named, column: &SketchColumn) {
    let weak = |it: &&mut Mention| it.span == column.span && it.strength == Strength::Weak;
    if let Some(known) = mentions.iter_mut().find(weak) {
        let cue = known.cue;
        *known = Mention {
            subject: Subject::Column,
            name: column.name.clone(),
            table: Some(table.name.clone()),
            column: None,
            schema: None,
            span: column.span,
            form: Form::Field,
            strength: table.strength,
            cue,
        };
    }
}

/// Makes the mention at `span` a strong one: its list was announced as one of tables.
fn strengthen(mentions: &mut Vec<Mention>, name: &str, span: Span) {
    let known = mentions.iter_mut().find(|it| it.span == span);
    let cue = known.as_ref().and_then(|it| it.cue);
    let name = words::Qualified { schema: None, name };
    let strong = crate::mentions::table(name, name.name, span, Form::ListAfterTables, Strength::Strong, cue);
    match known {
        Some(known) if known.strength == Strength::Weak => *known = strong,
        Some(_) => {}
        None => mentions.push(strong),
    }
}

/// Adds `field` as a column of `table`, as a mention and to the table's sketch.
fn column(
    (table, field): (&Named, &SketchColumn),
    cue: Option<Cue>,
    source: SketchSource,
    base: Offset,
    mentions: &mut Vec<Mention>,
    sketches: &mut Vec<Sketch>,
) {
    let field = placed(field, base);
    let told = field.ty.is_some() || field.references.is_some() || field.primary;
    let strength = if told { table.strength } else { Strength::Weak };
    let known = mentions.iter_mut().find(|it| it.span == field.span);
    let mention = Mention {
        subject: Subject::Column,
        name: field.name.clone(),
        table: Some(table.name.clone()),
        column: None,
        schema: None,
        span: field.span,
        form: Form::Field,
        strength,
        cue: known.as_ref().and_then(|it| it.cue).or(cue),
    };
    match known {
        Some(known) if known.strength == Strength::Weak => *known = mention,
        Some(known) => known.cue = mention.cue,
        None => mentions.push(mention),
    }
    match sketches.last_mut().filter(|it| it.span == table.span && it.source == source) {
        Some(sketch) => sketch.columns.push(field),
        None => sketches.push(Sketch {
            source,
            columns: vec![field],
            ..crate::sketch::empty(&table.name, table.span)
        }),
    }
}
