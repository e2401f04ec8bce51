//! Acceptance criteria: the items below a heading or lead-in that announces them, and labelled ones anywhere.

pub(crate) mod references;
mod steps;

use text::{Offset, Span};

use crate::block::{Unit, UnitKind};
use crate::criteria::steps::Step;
use crate::phrases::PHRASES;
use crate::prose::{Kind, Prose};
use crate::{Aim, Criterion, StoryFacts, Task};

/// The level of a section that a line opens, which is no heading: deeper than any heading.
const LEAD_IN: u8 = 7;

/// Finds criteria unit by unit.
#[derive(Debug, Default)]
pub(crate) struct Criteria {
    section: Option<Section>,
    /// How many were counted since the section began.
    count: u64,
    /// How many lists there were.
    list: u32,
    /// The number of the last one, if it has one.
    last: Option<u64>,
    /// The highest number in sections of criteria.
    highest: u64,
    /// True until the section that was opened last has its first.
    is_fresh: bool,
    /// What the last one has of "Given, When, Then".
    step: Option<Step>,
}

/// An open section of criteria.
#[derive(Debug, Clone, Copy)]
struct Section {
    /// The level of its heading.
    level: u8,
    aim: Aim,
    items: Items,
}

/// Which items of a section are criteria.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Items {
    /// The first that lie in more lists than this many, and those beside them.
    Below(u32),
    /// Those that lie in this many.
    At(u32),
    /// None: they tell more of the criterion that a line above is.
    Details,
    /// None but one that goes on counting: another lead-in stands between.
    Paused,
}

/// A line of a paragraph that begins as an item does: CommonMark begins no list at "4." within a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    number: u64,
    text: String,
    span: Span,
}

/// What became of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Taken {
    /// It is a criterion, a part of one, or tells of one.
    Criterion,
    /// It is something else.
    Nothing,
}

impl Criteria {
    /// Looks at `unit`, whose block starts at `base`.
    pub(crate) fn read(&mut self, unit: &Unit, base: Offset, facts: &mut StoryFacts) {
        // What a criterion says of others is no work on them.
        if self.take(unit, base, &mut facts.criteria) == Taken::Nothing {
            references::of_unit(unit, base, &mut facts.references);
        }
    }

    fn take(&mut self, unit: &Unit, base: Offset, found: &mut Vec<Criterion>) -> Taken {
        if let UnitKind::Heading { level, .. } = unit.kind {
            if let Some(aim) = announced(&unit.text) {
                self.open(level, aim, 0);
                return Taken::Nothing;
            }
            if self.section.is_some_and(|open| level <= open.level) {
                self.section = None;
            }
        }
        let span = unit.span.shifted(base);
        if let Some((label, text)) = labelled(&unit.text) {
            // "✅ AC1: loads" in a review tells of the criterion that its section has.
            if self.section.is_none() && number(label).is_some_and(|it| it <= self.highest) {
                return Taken::Criterion;
            }
            self.label(unit, Criterion { span, ..self.criterion(label, text) }, found);
            return Taken::Criterion;
        }
        let before = found.len();
        match &unit.kind {
            UnitKind::Paragraph => self.paragraph(unit, base, found),
            UnitKind::Item { number, task, .. } => {
                if let Some(aim) = announced(unit.text.trim_end_matches([':', '：'])) {
                    self.open(LEAD_IN, aim, unit.depth);
                } else if self.takes_item(unit.depth, *number, *task) {
                    return self.next(*number, &unit.text, span, found);
                }
            }
            _ => {}
        }
        if found.len() > before { Taken::Criterion } else { Taken::Nothing }
    }

    fn open(&mut self, level: u8, aim: Aim, depth: u32) {
        self.section = Some(Section { level, aim, items: Items::Below(depth) });
        (self.count, self.is_fresh, self.step) = (0, true, None);
    }

    fn paragraph(&mut self, unit: &Unit, base: Offset, found: &mut Vec<Criterion>) {
        if let Some(aim) = announced(unit.text.trim_end_matches([':', '：'])) {
            self.open(LEAD_IN, aim, unit.depth);
            return;
        }
        let Some(section) = &mut self.section else { return };
        if section.items == Items::Details {
            return;
        }
        let goes_on = |line: &Line| self.count == 0 || self.last.is_some_and(|it| it + 1 == line.number);
        if unit.lines.first().is_some_and(goes_on) {
            for line in &unit.lines {
                self.next(Some(line.number), &line.text, line.span.shifted(base), found);
            }
        } else if steps::first(&unit.text).is_some() {
            self.next(None, &unit.text, unit.span.shifted(base), found);
        } else if section.level == LEAD_IN {
            section.items = Items::Paused;
        }
    }

    /// True if an item that lies in `depth` lists is a criterion.
    fn takes_item(&mut self, depth: u32, number: Option<u64>, task: Option<bool>) -> bool {
        let goes_on =
            number.is_some() && number == self.last.map(|it| it.saturating_add(1)) && task.is_none();
        let Some(section) = &mut self.section else { return false };
        match section.items {
            Items::Below(above) if depth > above => section.items = Items::At(depth),
            Items::At(at) if depth == at => {}
            Items::At(at) if depth > at => return false,
            Items::Paused if goes_on => section.items = Items::At(depth),
            Items::Details => return false,
            Items::Below(_) | Items::At(_) | Items::Paused => {
                // An item further out than the criteria, or of another list.
                self.section = None;
                return false;
            }
        }
        true
    }

    fn next(&mut self, number: Option<u64>, text: &str, span: Span, found: &mut Vec<Criterion>) -> Taken {
        let step = steps::first(text);
        let goes_on = match (step, number) {
            (Some(step), None) => self.count > 0 && step.follows(self.step),
            (Some(step), Some(_)) => self.count > 0 && self.step.is_some() && step.follows(self.step),
            (None, _) => false,
        };
        if goes_on && let Some(last) = found.last_mut() {
            last.text.push(' ');
            last.text.push_str(text);
            last.span = last.span.join(span);
            self.step = self.step.max(step.filter(|it| *it != Step::And));
            self.last = number.or(self.last);
            return Taken::Criterion;
        }
        self.count += 1;
        // What has a number of its own is a criterion of its own, unless each step has one.
        let may_go_on = number.is_none() || steps::first(text) == Some(Step::Given);
        self.step = steps::last(text).filter(|_| may_go_on);
        let number = number.unwrap_or(self.count);
        self.push(Criterion { span, ..self.criterion(&number.to_string(), text) }, found);
        Taken::Criterion
    }

    /// The criterion that names itself in `unit`.
    fn label(&mut self, unit: &Unit, criterion: Criterion, found: &mut Vec<Criterion>) {
        self.step = None;
        if let Some(section) = &mut self.section {
            section.items = match unit.kind {
                UnitKind::Item { .. } => Items::At(unit.depth),
                _ => Items::Details,
            };
        }
        self.push(criterion, found);
        self.count = self.last.unwrap_or(self.count);
    }

    fn criterion(&self, label: &str, text: &str) -> Criterion {
        let aim = self.section.map_or(Aim::Acceptance, |it| it.aim);
        let (label, text) = (label.to_owned(), text.trim().to_owned());
        Criterion { label, text, aim, list: self.list, span: Span::default() }
    }

    /// Adds `criterion`, in a list of its own where the numbers begin anew.
    fn push(&mut self, mut criterion: Criterion, found: &mut Vec<Criterion>) {
        let number = number(&criterion.label);
        let is_anew = match (number, self.last) {
            (Some(number), Some(last)) => number < last || self.is_fresh && number == last,
            _ => self.is_fresh,
        };
        if is_anew && !found.is_empty() {
            self.list += 1;
        }
        criterion.list = self.list;
        (self.last, self.is_fresh) = (number, false);
        if self.section.is_some_and(|it| it.aim == Aim::Acceptance) {
            self.highest = self.highest.max(number.unwrap_or(0));
        }
        found.push(criterion);
    }
}

/// The number that the label `label` begins with: 2 of "AC-2.1".
fn number(label: &str) -> Option<u64> {
    references::head(&references::key(label)).parse().ok()
}

/// What the list below `text` tells, if that announces criteria: "Acceptance Criteria", also with a number or a remark
/// around it.
fn announced(text: &str) -> Option<Aim> {
    if text.len() > 90 {
        return None;
    }
    let lists = [("sections.criteria", Aim::Acceptance), ("sections.outcomes", Aim::Outcome)];
    let plain = text.trim_matches(|it: char| !it.is_alphanumeric());
    let lower = plain.to_lowercase();
    let is_short = lower.chars().count() <= 60;
    let names = |phrase: &String| {
        phrase.chars().count() > 3
            && (lower.ends_with(phrase.as_str())
                || lower
                    .strip_prefix(phrase.as_str())
                    .is_some_and(|it| it.starts_with(" (") || it.starts_with('（')))
    };
    let found = lists
        .iter()
        .find(|(list, _)| PHRASES.has(list, plain) || is_short && PHRASES.list(list).iter().any(names));
    found.map(|(_, aim)| *aim)
}

/// The label and the rest of "AC-1: …", "AC1 …", "AC #2: …".
fn labelled(text: &str) -> Option<(&str, &str)> {
    let body = text.trim_start_matches(|it: char| !it.is_alphanumeric());
    let word = PHRASES.list("criteria.label").iter().find(|it| {
        body.get(..it.len()).is_some_and(|head| head.eq_ignore_ascii_case(it) && *head == head.to_uppercase())
    })?;
    let rest = body.get(word.len()..)?;
    let digits_at = rest.find(|it: char| it.is_ascii_digit()).filter(|&at| at <= 2)?;
    let between = rest.get(..digits_at)?;
    if !between.chars().all(|it| matches!(it, '-' | ' ' | '#' | '_' | '.')) {
        return None;
    }
    let after = rest.get(digits_at..)?;
    let length = after.find(|it: char| !it.is_ascii_digit() && it != '.' && it != '-').unwrap_or(after.len());
    let tail = after.get(length..)?;
    let digits = after.get(..length)?.trim_end_matches(['.', '-']);
    let label = body.get(..word.len() + digits_at + digits.len())?;
    let text = tail.trim_start_matches([':', '：', ' ', '-', '—', '.', ')', '*']);
    let marked = tail.starts_with([':', '：', ')', '.', '-', '—'])
        || tail.starts_with(" -")
        || tail.starts_with(" —")
        || tail.starts_with(" (")
        || after.get(digits.len()..).is_some_and(|it| it.starts_with(['-', '.']));
    (marked && !text.is_empty()).then_some((label, text))
}

/// The lines of a paragraph that begin as items of a list do: "4. Orders can be sent".
pub(crate) fn lines(prose: &Prose) -> Vec<Line> {
    let breaks: Vec<usize> = (0..prose.tokens().len())
        .filter(|&at| prose.tokens().get(at).is_some_and(|it| it.kind == Kind::Break))
        .collect();
    let ends = breaks.iter().skip(1).copied().chain([prose.tokens().len()]);
    let mut lines: Vec<Line> = Vec::new();
    for (start, end) in breaks.iter().map(|it| it + 1).zip(ends) {
        let number = prose.word(start).and_then(|it| it.parse().ok());
        let is_marked = (prose.is_mark(start + 1, '.') || prose.is_mark(start + 1, ')'))
            && prose.token(start + 2).is_some_and(|it| it.spaced);
        let stretch = |from| prose.stretch(from, end);
        match (number.filter(|_| is_marked && end > start + 2), stretch(start + 2), stretch(start)) {
            (Some(number), Some((text, span)), _) => lines.push(Line { number, text: text.to_owned(), span }),
            // A line without a number goes on with the one before.
            (_, _, Some((text, span))) => {
                if let Some(last) = lines.last_mut() {
                    last.text.push(' ');
                    last.text.push_str(text);
                    last.span = last.span.join(span);
                }
            }
            _ => {}
        }
    }
    lines
}

/// Leaves out what tells when a thing is done or a success, where criteria of acceptance stand beside.
pub(crate) fn settle(criteria: &mut Vec<Criterion>) {
    if criteria.iter().any(|it| it.aim == Aim::Acceptance) {
        criteria.retain(|it| it.aim == Aim::Acceptance);
    }
}

/// The task that `unit`, whose block starts at `base`, is, if it has a box.
pub(crate) fn task(unit: &Unit, base: Offset) -> Option<Task> {
    let UnitKind::Item { task: Some(done), .. } = unit.kind else { return None };
    Some(Task { done, text: unit.text.clone(), span: unit.span.shifted(base) })
}
