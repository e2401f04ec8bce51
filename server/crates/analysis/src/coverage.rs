//! How much of what a story names is there.

mod demands;
mod ground;
mod settings;

use schema::dialects::Dialect;
use schema::model::{Enum, Table, TableKind};
use schema::names::{Folded, words};
use story::{Form, Mention, Status, Subject};
use text::FileId;
use workspace::model::{Model, Presence};
use workspace::snapshot::Snapshot;

pub(crate) use demands::demands;
pub(crate) use ground::Ground;

use crate::rules;

/// How many of a story's mentions were checked, and what came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Coverage {
    /// Those that name something which is there.
    pub present: usize,
    /// Those that name something which is not there, although every schema was read.
    pub absent: usize,
    /// Those of which it cannot be said.
    pub unknown: usize,
}

impl Coverage {
    /// All that were checked.
    #[must_use]
    pub fn checked(self) -> usize {
        self.present + self.absent + self.unknown
    }

    /// Both counts together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            present: self.present + other.present,
            absent: self.absent + other.absent,
            unknown: self.unknown + other.unknown,
        }
    }
}

pub(crate) fn coverage(snapshot: &Snapshot, file: FileId) -> Coverage {
    let mut coverage = Coverage::default();
    let Some((document, root)) = snapshot.document(file).zip(snapshot.root_of(file)) else { return coverage };
    // A document that speaks of the past is not checked: its names were right once.
    if document.is_archived() || document.facts().status == Status::Retired {
        return coverage;
    }
    let facts = document.facts();
    let ground = Ground::of(snapshot, root, document);
    for demand in demands(document, root, &facts) {
        match presence(&ground, &demand.mention) {
            Presence::Present(()) => coverage.present += 1,
            Presence::Absent => coverage.absent += 1,
            Presence::Unknown => coverage.unknown += 1,
        }
    }
    coverage
}

/// Whether a schema declares what `mention` names. The rules report what is absent here, and nothing else.
pub(crate) fn presence(ground: &Ground<'_>, mention: &Mention) -> Presence<()> {
    let model = ground.model;
    if model.is_empty() || is_elsewhere(model, mention) {
        return Presence::Unknown;
    }
    match (mention.subject, mention.table.as_deref()) {
        (Subject::Table, _) => match model.table(&mention.name) {
            Presence::Present(_) => Presence::Present(()),
            // Only Prisma calls its tables models; elsewhere a model may be any class.
            Presence::Absent if mention.form == Form::CodeThenModel && !speaks_of_models(model) => {
                Presence::Unknown
            }
            Presence::Absent if is_other(model, &mention.name) => Presence::Unknown,
            Presence::Absent if is_copy(model, &mention.name) => Presence::Unknown,
            Presence::Absent => Presence::Absent,
            Presence::Unknown => Presence::Unknown,
        },
        (Subject::Column, Some(name)) => match ground.own_table(name) {
            Some(table) => column_in(model, &[table], mention),
            // The missing table is what is reported, not each of its columns.
            None => ground.table(name).map_or(Presence::Unknown, |table| column(model, table, mention)),
        },
        (Subject::Enum, _) => {
            let is_it = |it: &Enum| it.name.text == mention.name || it.key.text == mention.name;
            if model.enums().any(is_it) { Presence::Present(()) } else { Presence::Unknown }
        }
        (Subject::Value, _) => rules::takes(ground, mention),
        _ => Presence::Unknown,
    }
}

/// True if `name` is declared as something else than a table: an enum that a diagram draws as a box, or the database
/// schema in "FK to billing.invoices".
fn is_other(model: &Model, name: &str) -> bool {
    model.enums().any(|it| it.name.text == name || it.key.text == name)
        || model.tables().any(|it| it.schema.as_deref() == Some(name))
}

/// True for the name of a copy that somebody keeps of a declared table while working on it: `orders_backup`,
/// `orders_bak_20250131`.
fn is_copy(model: &Model, name: &str) -> bool {
    const ENDS: &[&str] = &["backup", "bak", "copy", "new", "old", "tmp", "temp"];
    const STARTS: &[&str] = &["backup", "bak", "tmp", "temp"];
    const DATES: &[&str] = &["yyyy", "yyyymm", "yyyymmdd", "mm", "dd", "hhmm", "hhmmss", "timestamp"];
    let is_date = |it: &str| it.len() >= 4 && it.bytes().all(|it| it.is_ascii_digit()) || DATES.contains(&it);
    let lower = name.to_ascii_lowercase();
    let whole = lower.trim_end_matches('_');
    let mut base = whole;
    while let Some((ahead, _)) = base.rsplit_once('_').filter(|it| is_date(it.1)) {
        base = ahead;
    }
    let behind = base.rsplit_once('_').filter(|it| ENDS.contains(&it.1)).map(|it| it.0);
    let ahead = base.split_once('_').filter(|it| STARTS.contains(&it.0)).map(|it| it.1);
    let dated = (base.len() < whole.len()).then_some(base);
    [behind, ahead, dated].into_iter().flatten().any(|it| model.declared(it).is_some())
}

/// Whether `table`, or another of its name in another schema set, has the column that `mention` names.
fn column(model: &Model, table: &Table, mention: &Mention) -> Presence<()> {
    // Most columns are there, and folding the name of every table is the costly part.
    if table.column(&mention.name).is_some() {
        return Presence::Present(());
    }
    let folded = Folded::new(&table.name.text);
    let namesakes = model.tables().filter(|it| Folded::new(&it.name.text) == folded);
    column_in(model, &namesakes.chain([table]).collect::<Vec<_>>(), mention)
}

/// Whether one of `tables` has the column that `mention` names.
fn column_in(model: &Model, tables: &[&Table], mention: &Mention) -> Presence<()> {
    if tables.iter().any(|it| it.column(&mention.name).is_some()) {
        return Presence::Present(());
    }
    if tables.iter().any(|it| model.may_have(it, &mention.name)) {
        return Presence::Unknown;
    }
    if mention.form == Form::Dotted && tables.iter().any(|it| settings::may_be_key(it, &mention.name)) {
        return Presence::Unknown;
    }
    let is_known = |it: &&Table| it.complete && it.kind == TableKind::Table;
    if tables.iter().all(is_known) && !may_be_event(mention) { Presence::Absent } else { Presence::Unknown }
}

fn speaks_of_models(model: &Model) -> bool {
    model.sets.iter().any(|it| it.dialect == Some(Dialect::Prisma))
}

/// True if `mention` names a database schema (`auth.users`) that none of our tables lies in.
fn is_elsewhere(model: &Model, mention: &Mention) -> bool {
    let Some(schema) = mention.schema.as_deref().filter(|it| *it != "public") else { return false };
    !model.tables().any(|table| table.schema.as_deref() == Some(schema))
}

/// True for `orders.payment_failed` or `users.role_change`: events are called like columns, after what happened.
fn may_be_event(mention: &Mention) -> bool {
    let words = words(&mention.name);
    let asks = words.first().is_some_and(|first| matches!(first.as_str(), "is" | "has" | "was" | "can"));
    let happened = words.last().is_some_and(|last| last.ends_with("ed") || last == "change");
    mention.form == Form::Dotted && words.len() > 1 && happened && !asks
}
