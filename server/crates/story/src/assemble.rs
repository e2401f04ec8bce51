//! From blocks to a file: sections, scopes, criteria, and what comments cover. One pass over the units, without reading
//! any text again.

mod files;
mod log;
mod parts;
mod relations;
mod scopes;
mod titles;
mod whole;

use std::collections::HashSet;

use schema::names::Folded;
use text::{Offset, Span};

use crate::assemble::files::Files;
use crate::assemble::relations::Relations;
use crate::assemble::scopes::Scopes;
use crate::assemble::titles::Titles;
use crate::assemble::whole::Whole;
use crate::block::{BlockFacts, Unit, UnitKind};
use crate::comments::{Comment, Covers};
use crate::criteria::Criteria;
use crate::cues::{self, Shown};
use crate::fence::{Code, places};
use crate::mentions::plain_code;
use crate::phrases::PHRASES;
use crate::user_story::Gathering;
use crate::{
    Claim, Cue, Decision, Form, Heading, Link, Mention, Said, Sketch, Status, StoryFacts, Strength, Subject,
    Suppression, claims, criteria, sketch,
};

/// A block's facts and where the block stands.
pub(crate) struct Placed<'a> {
    /// The block in the file.
    pub(crate) span: Span,
    /// What it says.
    pub(crate) facts: &'a BlockFacts,
}

/// What the file of the given length with these blocks says.
pub(crate) fn assemble(length: usize, blocks: &[Placed<'_>]) -> StoryFacts {
    let mut assembly = Assembly::default();
    for (index, block) in blocks.iter().enumerate() {
        let base = block.span.start();
        for unit in &block.facts.units {
            assembly.unit(unit, base);
        }
        assembly
            .facts
            .links
            .extend(block.facts.links.iter().map(|it| Link { span: it.span.shifted(base), ..it.clone() }));
        let next = blocks.get(index + 1).map_or(Span::empty(block.span.end()), |next| next.span);
        for comment in &block.facts.comments {
            assembly.facts.suppressions.push(suppression(comment, base, next, length));
        }
    }
    assembly.finish(length)
}

fn suppression(comment: &Comment, base: Offset, next: Span, length: usize) -> Suppression {
    Suppression {
        rules: comment.rules.iter().map(|(name, span)| (name.clone(), span.shifted(base))).collect(),
        reason: comment.reason.clone(),
        span: comment.span.shifted(base),
        covers: match comment.covers {
            Covers::File => Span::from_range(0..length),
            Covers::NextBlock => next,
            Covers::Here(span) => span.shifted(base),
        },
    }
}

/// An open heading.
#[derive(Debug, Clone, Copy)]
struct Open {
    level: u8,
    /// Its place in `StoryFacts::headings`.
    index: usize,
    cue: Option<Cue>,
    status: bool,
    /// Whether decisions are kept under it.
    decides: bool,
}

#[derive(Default)]
struct Assembly {
    facts: StoryFacts,
    open: Vec<Open>,
    gathering: Gathering,
    criteria: Criteria,
    scopes: Scopes,
    titles: Titles,
    relations: Relations,
    files: Files,
    whole: Whole,
    /// The cue of the lead-in line that the current list stands under.
    lead_cue: Option<Cue>,
    /// The cue of the item that the items below it stand under, and how many lists that lies in.
    item_cue: Option<(u32, Cue)>,
    /// How the line above says that code is meant.
    shown: Option<Shown>,
}

impl Assembly {
    fn unit(&mut self, unit: &Unit, base: Offset) {
        if let UnitKind::Heading { level, cue } = unit.kind {
            (self.lead_cue, self.item_cue) = (None, None);
            self.heading(unit, level, cue, base);
        }
        self.lead(unit);
        self.relations.take(unit);
        if !matches!(unit.kind, UnitKind::Code(_) | UnitKind::Other) {
            self.shown = cues::shown(&unit.text);
        }
        self.status(unit);
        self.whole.take(unit);
        self.gathering.take(&unit.story, base, &mut self.facts.stories);
        self.criteria.read(unit, base, &mut self.facts);
        match &unit.kind {
            UnitKind::Item { .. } => self.facts.tasks.extend(criteria::task(unit, base)),
            UnitKind::Code(code) => self.code(code, base),
            UnitKind::FrontMatter(read) => {
                let mut read = read.clone();
                read.span = read.span.shifted(base);
                for (_, values) in &mut read.entries {
                    for (_, span) in values {
                        *span = span.shifted(base);
                    }
                }
                self.front_matter(read);
            }
            _ => {}
        }
        let from = self.facts.mentions.len();
        self.mentions(&unit.mentions, base);
        let (sketched, claimed) = (self.facts.sketches.len(), self.facts.claims.len());
        self.sketches(&unit.sketches, base);
        self.claims(unit, base);
        let cue = self.cue();
        self.files.take(unit, base, cue, &mut self.facts.claims);
        let mut own = self.facts.mentions.split_off(from);
        self.scopes.take(unit, base, &mut own, &mut self.facts.sketches);
        self.titles.take(unit, base, cue);
        let keys = self.scopes.keys(unit, base).into_iter();
        self.facts.claims.extend(keys.map(|it| Claim { cue: it.cue.or(cue), ..it }));
        let sketches = self.facts.sketches.get(sketched..).unwrap_or_default();
        parts::settle(&mut own, sketches, self.facts.claims.get(claimed..).unwrap_or_default());
        own.iter_mut().for_each(|it| it.cue = it.cue.or(cue));
        give_table(&mut own);
        self.facts.mentions.append(&mut own);
    }

    /// Takes what a fence holds.
    fn code(&mut self, code: &Code, base: Offset) {
        self.facts.fences.push(places::moved_fence(&code.fence, &|span| span.shifted(base)));
        let from = self.facts.mentions.len();
        self.mentions(&code.mentions, base);
        let mut cue = self.cue();
        if code.shown.or(self.shown).or_else(|| self.section_shown()) == Some(Shown::Wrong) {
            for mention in self.facts.mentions.iter_mut().skip(from) {
                mention.cue = mention.cue.or(Some(Cue::Example));
            }
            cue = cue.or(Some(Cue::Example));
        }
        self.facts.claims.extend(code.claims.iter().map(|it| Claim { cue, ..it.shifted(base) }));
        self.sketches(&code.sketches, base);
    }

    /// Learns what cue `unit` gives to the units that stand under it.
    fn lead(&mut self, unit: &Unit) {
        let is_heading = matches!(unit.kind, UnitKind::Heading { .. });
        if is_heading || unit.depth == 0 && matches!(unit.kind, UnitKind::Paragraph) {
            self.lead_cue = unit.opens.cue.or_else(|| self.whole.lead(&unit.text));
        }
        if self.item_cue.is_some_and(|(depth, _)| unit.depth <= depth) {
            self.item_cue = None;
        }
        if matches!(unit.kind, UnitKind::Item { .. }) && self.item_cue.is_none() {
            self.item_cue = unit.opens.cue.map(|cue| (unit.depth, cue));
        }
    }

    fn heading(&mut self, unit: &Unit, level: u8, cue: Option<Cue>, base: Offset) {
        let span = unit.span.shifted(base);
        self.close(level, span.start());
        let cue = cue.or_else(|| self.cue());
        let index = self.facts.headings.len();
        self.facts.headings.push(Heading { level, text: unit.text.clone(), span, section: span });
        let status = PHRASES.has("sections.status", &unit.text);
        let decides = PHRASES.stands_in("sections.decisions", &unit.text)
            || self.open.last().is_some_and(|it| it.decides);
        self.open.push(Open { level, index, cue, status, decides });
        self.facts.title.get_or_insert_with(|| unit.text.clone());
    }

    /// Ends the sections that a heading of `level` at `at` ends.
    fn close(&mut self, level: u8, at: Offset) {
        while let Some(open) = self.open.pop_if(|open| open.level >= level) {
            if let Some(heading) = self.facts.headings.get_mut(open.index) {
                heading.section = Span::new(heading.span.start(), at);
            }
        }
    }

    /// The cue of the sections that are open.
    fn cue(&self) -> Option<Cue> {
        let above = self.lead_cue.or(self.item_cue.map(|(_, cue)| cue));
        above.or_else(|| self.open.last().and_then(|open| open.cue))
    }

    /// How the heading above says that the code below it is meant.
    fn section_shown(&self) -> Option<Shown> {
        let heading = self.open.last().and_then(|open| self.facts.headings.get(open.index));
        heading.and_then(|it| cues::shown(&it.text))
    }

    fn mentions(&mut self, mentions: &[Mention], base: Offset) {
        let cue = self.cue();
        for mention in mentions {
            let mut mention = mention.clone();
            mention.span = mention.span.shifted(base);
            mention.cue = mention.cue.or(cue);
            self.facts.mentions.push(mention);
        }
    }

    fn sketches(&mut self, sketches: &[Sketch], base: Offset) {
        let to = |span: Span| span.shifted(base);
        self.facts.sketches.extend(sketches.iter().map(|it| sketch::moved(it, &to)));
    }

    /// Takes what `unit` claims. A decision is one where decisions are kept, or under a tick: "✅ No enum types".
    fn claims(&mut self, unit: &Unit, base: Offset) {
        let cue = self.cue();
        let ticked = unit.text.starts_with(['✅', '✓', '✔']);
        let decides = (ticked || self.open.last().is_some_and(|it| it.decides)) && self.decides(unit);
        for claim in &unit.claims {
            let mut claim = claim.shifted(base);
            claim.cue = claim.cue.or(cue);
            // "No enums" is a rule of TypeScript as often.
            let of_schema = || match claim.said {
                Said::Decision(Decision::NoEnumTypes) => self.speaks_of_schema(unit),
                _ => true,
            };
            if decides && matches!(claim.said, Said::Decision(_)) && of_schema() {
                claim.strength = Strength::Strong;
            }
            if matches!(claim.said, Said::ForeignKey { .. }) && claim.strength == Strength::Weak {
                if !self.relations.stand_here() {
                    continue;
                }
                claim.strength = Strength::Strong;
            }
            self.facts.claims.push(claim);
        }
    }

    /// True if what `unit` decides may be how the schema is made: neither how code is, nor against.
    fn decides(&self, unit: &Unit) -> bool {
        let heading = self.open.last().and_then(|open| self.facts.headings.get(open.index));
        let mut around = heading.map(|it| it.text.as_str()).into_iter().chain([unit.text.as_str()]);
        !unit.text.starts_with(['❌', '✗', '✘', '🚫'])
            && !around.any(|it| PHRASES.stands_in("decisions.elsewhere", it))
    }

    /// True if `unit`, a heading above it or the title names what only schemas have.
    fn speaks_of_schema(&self, unit: &Unit) -> bool {
        let headings = self.open.iter().filter_map(|open| self.facts.headings.get(open.index));
        let above = headings.map(|it| it.text.as_str()).chain(self.facts.title.as_deref());
        above.chain([unit.text.as_str()]).any(|it| PHRASES.stands_in("decisions.schema", it))
    }

    fn front_matter(&mut self, read: crate::FrontMatter) {
        let value = |key: &str| {
            let (_, values) = read.entries.iter().find(|(name, _)| name.eq_ignore_ascii_case(key))?;
            values.first().map(|(value, _)| value.clone())
        };
        if let Some(status) = value("status").or_else(|| value("state")).and_then(|it| PHRASES.status(&it)) {
            self.facts.status = status;
        }
        self.facts.title = value("title");
        self.facts.front_matter = Some(read);
    }

    /// Learns the state of work from "**Status**: Draft" or the first line under "## Status".
    fn status(&mut self, unit: &Unit) {
        if self.facts.status != Status::Unstated || matches!(unit.kind, UnitKind::Heading { .. }) {
            return;
        }
        let under_heading = self.open.last_mut().is_some_and(|open| std::mem::take(&mut open.status));
        // "- `status`: pending" describes a column.
        if let UnitKind::Item { field: Some(field), .. } = &unit.kind
            && (field.code || field.typed || unit.text.starts_with(char::is_lowercase))
        {
            return;
        }
        let stated = if under_heading { Some(unit.text.as_str()) } else { after_label(&unit.text) };
        let plain = stated.map(|it| it.trim_start_matches(|it: char| !it.is_alphanumeric()));
        if let Some(status) = plain.and_then(|it| PHRASES.status(it)) {
            self.facts.status = status;
        }
    }

    fn finish(mut self, length: usize) -> StoryFacts {
        self.close(0, Offset::new(length));
        self.gathering.finish(&mut self.facts.stories);
        self.titles.settle(&self.facts.sketches, &mut self.facts.mentions);
        criteria::settle(&mut self.facts.criteria);
        self.facts.mentions.sort_by_key(|it| (it.span.start(), it.span.end(), it.subject));
        strengthen_dotted(&mut self.facts.mentions);
        log::settle(&self.facts.headings, &mut self.facts.mentions);
        log::rename(&self.facts.sketches, &mut self.facts.mentions);
        self.facts.claims.extend(claims::of_sketches(
            &self.facts.sketches,
            &self.facts.mentions,
            &self.facts.fences,
        ));
        self.facts.claims.sort_by_key(|it| it.span);
        drop_repeated(&mut self.facts.claims);
        self.whole.spare(&mut self.facts.mentions, &self.facts.sketches);
        if let Some(cue) = self.whole.cue(&self.facts) {
            self.facts.mentions.iter_mut().for_each(|it| it.cue = it.cue.or(Some(cue)));
            self.facts.claims.iter_mut().for_each(|it| it.cue = it.cue.or(Some(cue)));
        }
        self.facts
    }
}

/// Leaves one claim of those that say the same with the same words.
fn drop_repeated(claims: &mut Vec<Claim>) {
    claims.dedup_by(|a, b| {
        a.said == b.said
            && a.span == b.span
            && a.strength == b.strength
            && matches!(a.said, Said::Values { .. })
    });
}

/// Gives columns and values without a table the one table that the same text surely speaks of.
fn give_table(mentions: &mut [Mention]) {
    // What a foreign key leads to is another table than the one its column is in.
    let mut strong = mentions.iter().filter(|it| {
        it.subject == Subject::Table && it.strength == Strength::Strong && it.form != Form::ForeignKey
    });
    let Some(table) = strong.next().map(|it| it.name.clone()) else { return };
    if !strong.all(|it| it.name == table) {
        return;
    }
    let is_part = |it: &Mention| matches!(it.subject, Subject::Column | Subject::Value);
    for mention in mentions.iter_mut().filter(|it| is_part(it) && it.table.is_none()) {
        mention.table = Some(table.clone());
        // Four of ten lists behind a word are none of values: such a list claims something as a whole, if anything.
        if mention.subject == Subject::Value && mention.form != Form::ValueList {
            mention.strength = Strength::Strong;
        }
    }
}

/// Makes `team.organization_id` strong where the same text surely speaks of a table `team`.
fn strengthen_dotted(mentions: &mut [Mention]) {
    let may_be = |it: &Mention| {
        let weak = it.form == Form::Dotted && it.subject == Subject::Column && it.strength == Strength::Weak;
        weak && it.schema.is_none() && plain_code::reads_as_column(&it.name)
    };
    if !mentions.iter().any(may_be) {
        return;
    }
    let known: HashSet<Folded> = mentions
        .iter()
        .filter(|it| it.subject == Subject::Table && it.strength == Strength::Strong)
        .map(|it| Folded::new(&it.name))
        .collect();
    for mention in mentions.iter_mut().filter(|it| may_be(it)) {
        if mention.table.as_deref().is_some_and(|table| known.contains(&Folded::new(table))) {
            mention.strength = Strength::Strong;
        }
    }
}

/// What follows "Status:" in `text`, which may hold several labels on lines of their own.
fn after_label(text: &str) -> Option<&str> {
    let (label, rest) = text.split_once([':', '：'])?;
    let label = label.trim_matches(|it: char| !it.is_alphanumeric());
    if PHRASES.has("sections.status", label) {
        return Some(rest);
    }
    // In small letters it is a column's or a field's: "update `orders.status: PAID`".
    let at = text.find("Status: ")?;
    let alone = text.get(..at).is_some_and(|it| it.is_empty() || it.ends_with(char::is_whitespace));
    text.get(at + "Status: ".len()..).filter(|_| alone && at < 400)
}
