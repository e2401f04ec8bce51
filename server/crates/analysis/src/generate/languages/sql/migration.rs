//! Migrations: which file comes next, and what tools want to stand in it.
//!
//! Whoever answers a question here has no clock, so a history of time stamps goes on one second (or the smallest unit it
//! counts in) behind the newest: the order is right, and a team's tool renames the file if it wants the hour.

use schema::dialects::sql::write::Alteration;
use schema::model::{IndexPart, Table};
use workspace::document::Document;

use crate::WorkspaceEdits;
use crate::generate::ground::Ground;

/// A schema that is a history of migrations.
pub(super) struct History<'a> {
    /// The files, in the order in which they take effect.
    files: Vec<&'a Document>,
    /// The newest file that makes a table, whose style is followed.
    like: std::sync::Arc<str>,
}

/// What a migration does.
pub(super) enum Step<'a> {
    /// Makes tables.
    Create(&'a [&'a str]),
    /// Changes one.
    Alter { table: &'a Table, alteration: &'a Alteration },
    /// Does what these words say.
    Change(String),
}

impl<'a> History<'a> {
    /// The history on `ground`, if its schema is one.
    pub(super) fn of(ground: Ground<'a>) -> Option<Self> {
        let set = ground.set().filter(|it| it.is_history())?;
        let documents = set.files.iter().filter_map(|it| ground.snapshot.document(*it));
        let files: Vec<&Document> = documents.map(|it| &**it).collect();
        let numbered = files.iter().filter(|it| Name::of(it.path().as_str()).is_some()).count();
        if numbered == 0 {
            return None;
        }
        let makes_table = |it: &&&Document| it.source().to_ascii_lowercase().contains("create table");
        let like = files.iter().rev().find(makes_table).or(files.last())?.source();
        Some(Self { files, like })
    }

    /// A file in the style of which the next one is written.
    pub(super) fn like(&self) -> &str {
        &self.like
    }

    /// True if keywords are written in lower case.
    pub(super) fn is_lower(&self) -> bool {
        self.like.contains("create table")
    }

    /// The change that adds a migration that does `step` by the statements `up`, which `down` takes back.
    pub(super) fn add(&self, ground: Ground<'_>, step: &Step<'_>, up: &str, down: &str) -> WorkspaceEdits {
        let mut change = WorkspaceEdits::default();
        let names = self.files.iter().filter_map(|it| Name::of(it.path().as_str()));
        let Some(newest) = names.max_by(|a, b| a.order().cmp(&b.order())) else { return change };
        let said = self.said(step, &newest);
        ground.create(&mut change, &newest.next(&said, newest.ending), marked(&self.like, up, down));
        if let Some(ending) = newest.way_back() {
            ground.create(&mut change, &newest.next(&said, &ending), down.to_owned());
        }
        change
    }

    /// What the next migration is called: as the others are, verb first.
    fn said(&self, step: &Step<'_>, newest: &Name<'_>) -> String {
        let said: Vec<String> = self
            .files
            .iter()
            .filter_map(|it| Some(Name::of(it.path().as_str())?.said.to_lowercase()))
            .collect();
        let starts = |verb: &str| said.iter().filter(|it| it.starts_with(verb)).count();
        let verb = if starts("add") > starts("create") { "add" } else { "create" };
        let tables = |it: &String| it.ends_with("_table") || it.ends_with("-table");
        let suffix = if said.iter().any(tables) { "_table" } else { "" };
        let words = match step {
            Step::Create([only]) => format!("{verb}_{only}{suffix}"),
            Step::Create([first, second]) => format!("{verb}_{first}_and_{second}"),
            Step::Create(all) => {
                let first = all.first().copied().unwrap_or_default();
                format!("{verb}_{first}_and_{}_more", all.len().saturating_sub(1))
            }
            Step::Change(words) => words.clone(),
            Step::Alter { table, alteration } => {
                let columns = alteration.columns.iter().map(|it| it.name.text.as_str());
                let indexed = alteration.indexes.iter().flat_map(|it| &it.parts).map(IndexPart::text);
                let names: Vec<&str> = columns.chain(indexed).collect();
                let what = if alteration.columns.is_empty() { "index_" } else { "" };
                let to = if alteration.columns.is_empty() { "of" } else { "to" };
                format!("add_{what}{}_{to}_{}", names.join("_and_"), table.name.text)
            }
        };
        let words = schema::names::snake_case(&words);
        let kebab = newest.said.contains('-') && !newest.said.contains('_');
        if kebab { words.replace('_', "-") } else { words }
    }
}

/// The path of a migration in its parts: `db/migrations/` `V` `0012` `__` `add_users` `.sql`, or with a folder of its own,
/// `migrations/` `2024-01-31-120000` `_` `add_users` `/up.sql`.
struct Name<'a> {
    folder: &'a str,
    mark: &'a str,
    number: &'a str,
    gap: &'a str,
    said: &'a str,
    ending: &'a str,
}

impl<'a> Name<'a> {
    fn of(path: &'a str) -> Option<Self> {
        let (head, file) = path.rsplit_once('/').unwrap_or(("", path));
        let own = matches!(file, "up.sql" | "migration.sql");
        let (start, name) = if own {
            (head.rfind('/').map_or(0, |it| it + 1), head.get(head.rfind('/').map_or(0, |it| it + 1)..)?)
        } else {
            (path.len() - file.len(), file)
        };
        let mark = name.get(..1).filter(|it| matches!(*it, "V" | "v")).unwrap_or_default();
        let rest = name.get(mark.len()..)?;
        let digits = |it: char| it.is_ascii_digit();
        let dated = rest.get(..17).filter(|it| {
            it.char_indices().all(|(at, it)| if matches!(at, 4 | 7 | 10) { it == '-' } else { digits(it) })
        });
        let plain = rest.split(|it| !digits(it)).next().filter(|it| !it.is_empty());
        let number = dated.or(plain)?;
        let behind = rest.get(number.len()..)?;
        let said = behind.trim_start_matches(['_', '-', ' ']);
        let gap = behind.get(..behind.len() - said.len())?;
        let dot = if own { said.len() } else { said.find('.').unwrap_or(said.len()) };
        let ending_start = path.len() - if own { file.len() + 1 } else { said.len() - dot };
        Some(Self {
            folder: path.get(..start)?,
            mark,
            number,
            gap: if said.get(..dot).is_some_and(|it| !it.is_empty()) { gap } else { "_" },
            said: said.get(..dot)?,
            ending: path.get(ending_start..)?,
        })
    }

    /// What comes later is larger.
    fn order(&self) -> (usize, String) {
        let digits: String = self.number.chars().filter(char::is_ascii_digit).collect();
        let digits = digits.trim_start_matches('0').to_owned();
        (digits.len(), digits)
    }

    /// The path of the next migration, which is about `said`.
    fn next(&self, said: &str, ending: &str) -> String {
        let Self { folder, mark, gap, .. } = self;
        format!("{folder}{mark}{}{gap}{said}{ending}", after(self.number))
    }

    /// The ending of the file that takes such a migration back, if the name shows that there is one.
    fn way_back(&self) -> Option<String> {
        let back = self.ending.strip_suffix("up.sql").filter(|it| it.ends_with(['.', '/']))?;
        Some(format!("{back}down.sql"))
    }
}

/// The number or time stamp behind `number`, as wide as it.
fn after(number: &str) -> String {
    let digits: Vec<u32> = number.chars().filter_map(|it| it.to_digit(10)).collect();
    let next = if matches!(digits.len(), 8 | 12 | 14) { next_moment(&digits) } else { None };
    let next = next.unwrap_or_else(|| plus_one(&digits));
    let mut next = next.chars();
    let mut text: String =
        number.chars().map(|it| if it.is_ascii_digit() { next.next().unwrap_or('0') } else { it }).collect();
    text.extend(next);
    text
}

/// `digits` and one, with as many digits at least.
fn plus_one(digits: &[u32]) -> String {
    let mut digits = digits.to_vec();
    for digit in digits.iter_mut().rev() {
        *digit = (*digit + 1) % 10;
        if *digit != 0 {
            return digits.iter().map(u32::to_string).collect();
        }
    }
    std::iter::once("1".to_owned()).chain(digits.iter().map(u32::to_string)).collect()
}

/// The day, minute or second behind the one that `digits` name; `None` if they name none.
fn next_moment(digits: &[u32]) -> Option<String> {
    let part = |from: usize, to: usize| Some(digits.get(from..to)?.iter().fold(0, |sum, it| sum * 10 + it));
    let (year, month, day) = (part(0, 4)?, part(4, 6)?, part(6, 8)?);
    let clock = [part(8, 10), part(10, 12), part(12, 14)];
    let mut parts: Vec<u32> = [year, month, day].into_iter().chain(clock.into_iter().flatten()).collect();
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    };
    let limits = [(0, 9999), (1, 12), (1, days), (0, 23), (0, 59), (0, 59)];
    let fits = parts.iter().zip(limits).all(|(it, (low, high))| (low..=high).contains(it));
    if !fits || !(1900..2200).contains(&year) {
        return None;
    }
    for (part, (low, high)) in parts.iter_mut().zip(limits).rev() {
        *part += 1;
        if *part <= high {
            break;
        }
        *part = low;
    }
    let widths = [4, 2, 2, 2, 2, 2];
    Some(parts.iter().zip(widths).map(|(it, width)| format!("{it:0width$}")).collect())
}

/// `up` between the marks by which the tool of the file `like` tells it from `down`.
fn marked(like: &str, up: &str, down: &str) -> String {
    for (way, back) in [
        ("-- +goose Up", "-- +goose Down"),
        ("-- migrate:up", "-- migrate:down"),
        ("-- +migrate Up", "-- +migrate Down"),
    ] {
        if like.contains(way) {
            return format!("{way}\n{up}\n{back}\n{down}");
        }
    }
    up.to_owned()
}

#[cfg(test)]
mod tests;
