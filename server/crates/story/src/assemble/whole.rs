//! What a document says of itself that takes the force of everything it names: it is a guide for strangers, or it speaks
//! of another store.

use std::collections::{HashMap, HashSet};

use schema::names::{Folded, same_column};

use crate::block::{Unit, UnitKind};
use crate::phrases::PHRASES;
use crate::{Cue, Form, Mention, Sketch, SketchSource, Status, StoryFacts, Strength, Subject};

/// The value of "**Storage**: …" is looked at for so many characters.
const LONGEST_VALUE: usize = 200;

/// What the units of a document say of it.
#[derive(Debug, Default)]
pub(super) struct Whole {
    cue: Option<Cue>,
    /// True if it starts a project that is made up.
    starts: bool,
    /// The program that data come from, and the one they go to, in small letters.
    moved: Option<(String, String)>,
    /// True if code in it is written for a store that is not read.
    foreign: bool,
    /// The types of a program that it declares.
    types: HashSet<String>,
    /// True behind "**Storage**:" until something else stands there.
    labelled: bool,
}

impl Whole {
    /// Takes `unit`, the next one.
    pub(super) fn take(&mut self, unit: &Unit) {
        match &unit.kind {
            UnitKind::FrontMatter(read) => {
                let is_page = |(key, _): &(String, _)| PHRASES.has("guides.published", key);
                if read.entries.iter().any(is_page) {
                    self.cue = self.cue.or(Some(Cue::Example));
                }
            }
            UnitKind::Code(code) => {
                self.starts |= code.starts;
                self.foreign |= code.foreign;
                self.types.extend(code.types.iter().cloned());
            }
            UnitKind::Paragraph if unit.depth == 0 => {
                self.labelled = false;
                let Some(value) = store(&unit.text) else { return };
                self.labelled = value.trim().is_empty();
                self.keep(value);
            }
            UnitKind::Item { .. } if std::mem::take(&mut self.labelled) => self.keep(&unit.text),
            UnitKind::Heading { level, .. } => {
                self.labelled = false;
                if *level == 1 && self.moved.is_none() {
                    self.moved = moved(&unit.text);
                }
            }
            _ => {}
        }
    }

    /// The cue for what stands under a line that speaks of the program alone which data come from.
    pub(super) fn lead(&self, text: &str) -> Option<Cue> {
        let (from, to) = self.moved.as_ref()?;
        let lower = text.to_lowercase();
        let says = |name: &str| lower.split(|it: char| !it.is_alphanumeric()).any(|it| it == name);
        (says(from) && !says(to)).then_some(Cue::Elsewhere)
    }

    /// Notes where the tables lie if `value` names a store that is not read, and none that is.
    fn keep(&mut self, value: &str) {
        if PHRASES.stands_in("stores.other", value) && !PHRASES.stands_in("stores.own", value) {
            self.cue = self.cue.or(Some(Cue::Elsewhere));
        }
    }

    /// Lets those of `mentions` ask for nothing that the document itself makes for a while, drops or keeps in code alone.
    pub(super) fn spare(&self, mentions: &mut [Mention], sketches: &[Sketch]) {
        spare_passing(mentions, sketches);
        spare_dropped(mentions);
        self.spare_types(mentions);
    }

    /// Lets what a diagram draws of types that the document declares in code ask for nothing: they may be kept anywhere.
    fn spare_types(&self, mentions: &mut [Mention]) {
        let is_type = |it: &Mention| self.types.contains(it.table.as_deref().unwrap_or(&it.name));
        let drawn = mentions.iter_mut().filter(|it| it.form == Form::MermaidDefinition && is_type(it));
        drawn.for_each(|it| it.strength = Strength::Weak);
    }

    /// The cue for all that `facts` name. A story or a plan is none for strangers, whatever it starts with.
    pub(super) fn cue(&self, facts: &StoryFacts) -> Option<Cue> {
        let is_guide = self.starts
            && facts.status == Status::Unstated
            && facts.stories.is_empty()
            && facts.criteria.is_empty()
            && facts.tasks.is_empty();
        let declares = || facts.sketches.iter().any(|it| matches!(it.source, SketchSource::Fence(_)));
        let is_elsewhere = || {
            let title = facts.title.as_deref().unwrap_or_default();
            let named = PHRASES.stands_in("stores.whole", title) && !PHRASES.stands_in("stores.own", title);
            named || self.foreign && !declares()
        };
        self.cue.or_else(|| is_elsewhere().then_some(Cue::Elsewhere)).or(is_guide.then_some(Cue::Example))
    }
}

/// Lets what SQL asks of a table that the same document makes for its own work ask for nothing: a copy kept before rows
/// are deleted, a part of a partitioned table. So does what it renames or drops, unless it declares that, too.
fn spare_passing(mentions: &mut [Mention], sketches: &[Sketch]) {
    let mut passing: HashMap<Folded, Cue> = HashMap::new();
    for mention in mentions.iter() {
        if mention.subject == Subject::Table
            && mention.form == Form::SqlDefinition
            && let Some(cue @ (Cue::Elsewhere | Cue::Removed)) = mention.cue
        {
            passing.insert(Folded::new(&mention.name), cue);
        }
    }
    if passing.is_empty() {
        return;
    }
    for sketch in sketches {
        passing.remove(&Folded::new(&sketch.name));
    }
    let is_sql = |it: &Mention| matches!(it.form, Form::SqlDefinition | Form::SqlQuery);
    for mention in mentions.iter_mut().filter(|it| it.cue.is_none() && is_sql(it)) {
        let table = mention.table.as_deref().unwrap_or(&mention.name);
        mention.cue = passing.get(&Folded::new(table)).copied();
    }
}

/// Lets a column that SQL in the document drops, and does not add, ask for nothing anywhere in it.
fn spare_dropped(mentions: &mut [Mention]) {
    let of_sql = |it: &&Mention| it.subject == Subject::Column && it.form == Form::SqlDefinition;
    let name = |it: &Mention| Some((Folded::new(it.table.as_deref()?), it.name.clone()));
    let told = mentions.iter().filter(of_sql);
    let (dropped, kept): (Vec<&Mention>, Vec<&Mention>) = told.partition(|it| it.cue == Some(Cue::Removed));
    if dropped.is_empty() {
        return;
    }
    let kept: Vec<_> = kept.into_iter().filter_map(name).collect();
    let is_in = |list: &[(Folded, String)], it: &Mention| {
        let table = it.table.as_deref().map(Folded::new);
        list.iter().any(|(of, column)| Some(of) == table.as_ref() && same_column(column, &it.name))
    };
    let dropped: Vec<_> = dropped.into_iter().filter(|it| !is_in(&kept, it)).filter_map(name).collect();
    let columns = mentions.iter_mut().filter(|it| it.subject == Subject::Column && it.cue.is_none());
    for mention in columns.filter(|it| is_in(&dropped, it)) {
        mention.cue = Some(Cue::Removed);
    }
}

/// The program that data come from in a title such as "Migration Oldshop → Newshop", and the one they go to.
fn moved(title: &str) -> Option<(String, String)> {
    if !PHRASES.stands_in("stores.moves", title) {
        return None;
    }
    let (from, to) = title.split_once('→').or_else(|| title.split_once("->"))?;
    let from = from.split_whitespace().next_back()?.to_lowercase();
    let to = to.split_whitespace().next()?.to_lowercase();
    // "v1 → v2" is one program, and of "MySQL → PostgreSQL" both may be read.
    let is_name = from.chars().all(char::is_alphabetic) && from != to;
    (is_name && !PHRASES.has("stores.own", &from)).then_some((from, to))
}

/// What stands behind "Storage:" or "Database:" in `text`, which may hold several labels on lines of their own.
fn store(text: &str) -> Option<&str> {
    let (at, _) = PHRASES
        .list("stores.label")
        .iter()
        .flat_map(|label| text.match_indices(':').map(move |(at, _)| (at, label)))
        .find(|(at, label)| {
            let Some(before) = text.get(..*at) else { return false };
            let before = before.trim_end_matches('*');
            let start = before
                .len()
                .checked_sub(label.len())
                .and_then(|it| Some((before.get(..it)?, before.get(it..)?)));
            // In small letters it is a word like others: "the database: users".
            start.is_some_and(|(ahead, word)| {
                word.to_lowercase() == **label
                    && word.starts_with(char::is_uppercase)
                    && ahead.trim_end_matches('*').chars().next_back().is_none_or(char::is_whitespace)
            })
        })?;
    let value = text.get(at + 1..)?;
    let end = value.char_indices().nth(LONGEST_VALUE).map_or(value.len(), |it| it.0);
    value.get(..end)
}

#[cfg(test)]
mod tests {
    use crate::{Cue, Memo, read};

    /// The cue of the first mention of `name`.
    fn cue(source: &str, name: &str) -> Option<Cue> {
        let (facts, _) = read(source, &Memo::default());
        let mention = facts.mentions.iter().find(|it| it.name == name);
        mention.expect("a mention").cue
    }

    const TABLE: &str = "Each purchase is a row in the `receipts` table.\n";

    #[test]
    fn a_page_that_was_published_elsewhere_is_for_strangers() {
        let page = |key: &str| format!("---\ntitle: Receipts\n{key}: /docs/receipts\n---\n\n{TABLE}");
        assert_eq!(cue(&page("redirect_from"), "receipts"), Some(Cue::Example));
        assert_eq!(cue(&page("redirectFrom"), "receipts"), Some(Cue::Example));
        assert_eq!(cue(&page("related"), "receipts"), None);
    }

    #[test]
    fn a_guide_that_starts_a_made_up_project_is_for_strangers() {
        let guide = |line: &str| format!("# Receipts\n\n```bash\n{line}\n```\n\n{TABLE}");
        assert_eq!(
            cue(&guide("npx create-next-app@latest my-shop --typescript"), "receipts"),
            Some(Cue::Example)
        );
        assert_eq!(cue(&guide("$ rails new demo_shop"), "receipts"), Some(Cue::Example));
        assert_eq!(cue(&guide("npx create-next-app@latest shop --typescript"), "receipts"), None);
        assert_eq!(cue(&guide("npm install my-shop"), "receipts"), None);
    }

    #[test]
    fn a_plan_that_starts_with_a_new_project_is_a_plan() {
        let fence = "```bash\nnpx create-next-app@latest my-shop\n```\n";
        assert_eq!(cue(&format!("**Status**: Draft\n\n{fence}\n{TABLE}"), "receipts"), None);
        assert_eq!(cue(&format!("- [ ] start\n\n{fence}\n{TABLE}"), "receipts"), None);
    }

    #[test]
    fn a_document_called_after_another_store_is_about_that() {
        let page = |title: &str| format!("# {title}\n\n{TABLE}");
        assert_eq!(cue(&page("Shop on SurrealDB: a guide"), "receipts"), Some(Cue::Elsewhere));
        assert_eq!(cue(&page("Cassandra 指南"), "receipts"), Some(Cue::Elsewhere));
        assert_eq!(cue(&page("From SurrealDB to PostgreSQL"), "receipts"), None);
        assert_eq!(cue(&page("Shop"), "receipts"), None);
    }

    #[test]
    fn a_document_whose_tables_are_defined_for_another_store_is_about_that() {
        let fence = |info: &str, code: &str| format!("```{info}\n{code}\n```\n\n{TABLE}");
        let define = "DEFINE TABLE basket SCHEMAFULL;\nDEFINE FIELD sum ON TABLE basket TYPE int;";
        assert_eq!(cue(&fence("sql", define), "receipts"), Some(Cue::Elsewhere));
        assert_eq!(
            cue(&fence("surql", "SELECT * FROM basket FETCH lines;"), "receipts"),
            Some(Cue::Elsewhere)
        );
        let query = "SELECT * FROM receipts;";
        assert_eq!(cue(&fence("sql", query), "receipts"), None);
        let both = format!("```sql\nCREATE TABLE receipts (id int);\n```\n\n{}", fence("sql", define));
        assert_eq!(cue(&both, "receipts"), None);
    }

    #[test]
    fn what_a_runbook_copies_is_no_table_to_be_had() {
        let book = "```sql\nCREATE TABLE receipts_before AS SELECT * FROM receipts;\nSELECT count(*) FROM receipts_before;\n\
            CREATE TEMP TABLE doubles (id int);\nINSERT INTO doubles VALUES (1);\n\
            CREATE TABLE receipts_kept_<DATE> AS SELECT * FROM receipts;\nSELECT 1 FROM receipts_kept_{date};\n\
            CREATE TABLE refunds (id int);\n```\n\n```sql\nDELETE FROM receipts WHERE id IN (SELECT id FROM receipts_before);\n```\n";
        let (facts, _) = read(book, &Memo::default());
        let asked = facts.mentions.iter().filter(|it| it.cue.is_none() && it.table.is_none());
        let asked: Vec<&str> = asked.map(|it| it.name.as_str()).collect();
        assert_eq!(asked, ["receipts", "receipts", "refunds", "receipts"]);
        assert!(facts.sketches.iter().all(|it| it.name == "refunds"), "{:?}", facts.sketches);
    }

    #[test]
    fn what_sql_renames_or_drops_is_gone() {
        let book = |extra: &str| {
            format!(
                "```sql\nALTER TABLE carts ADD COLUMN kind text;\n```\n\n```sql\nALTER TABLE carts RENAME TO baskets;\n```\n{extra}"
            )
        };
        assert_eq!(cue(&book(""), "carts"), Some(Cue::Removed));
        assert_eq!(cue(&book("\n```sql\nCREATE TABLE carts (id int);\n```\n"), "carts"), None);
        assert_eq!(cue(&book(""), "baskets"), None);
    }

    #[test]
    fn the_program_that_data_come_from_has_its_own_tables() {
        let page = |title: &str, lead: &str| format!("# {title}\n\n{lead}\n\n- the `receipts` table\n");
        let title = "Migration Oldshop → Newshop";
        assert_eq!(cue(&page(title, "Oldshop has two tables:"), "receipts"), Some(Cue::Elsewhere));
        assert_eq!(cue(&page(title, "Newshop gets two tables:"), "receipts"), None);
        assert_eq!(cue(&page(title, "Oldshop rows go to Newshop:"), "receipts"), None);
        assert_eq!(cue(&page("Oldshop → Newshop", "Oldshop has two tables:"), "receipts"), None);
        assert_eq!(cue(&page("Migration MySQL → Neon", "MySQL has two tables:"), "receipts"), None);
    }

    #[test]
    fn a_document_of_another_store_asks_nothing_of_this_one() {
        let head = |line: &str| format!("**Branch**: `a`\n{line}\n\n{TABLE}");
        for line in [
            "**Storage**: Room 2.6 on the phone",
            "**Database:** IndexedDB through Dexie",
            "**Storage**:\n\n- The Room database of the app",
        ] {
            assert_eq!(cue(&head(line), "receipts"), Some(Cue::Elsewhere), "{line}");
        }
        for line in [
            "**Storage**: PostgreSQL, with Redis before it",
            "**Storage**:\n\n- PostgreSQL\n- Redis",
            "**Location**: Room 12",
            "The database: Redis",
        ] {
            assert_eq!(cue(&head(line), "receipts"), None, "{line}");
        }
    }
}
