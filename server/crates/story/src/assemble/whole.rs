//! What a document says of itself that takes the force of everything it names: it is a guide for strangers, or it speaks
//! of another store.

use crate::block::{Unit, UnitKind};
use crate::phrases::PHRASES;
use crate::{Cue, Status, StoryFacts};

/// The value of "**Storage**: …" is looked at for so many characters.
const LONGEST_VALUE: usize = 200;

/// What the units of a document say of it.
#[derive(Debug, Default)]
pub(super) struct Whole {
    cue: Option<Cue>,
    /// True if it starts a project that is made up.
    starts: bool,
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
            UnitKind::Code(code) => self.starts |= code.starts,
            UnitKind::Paragraph if unit.depth == 0 => {
                self.labelled = false;
                let Some(value) = store(&unit.text) else { return };
                self.labelled = value.trim().is_empty();
                self.keep(value);
            }
            UnitKind::Item { .. } if std::mem::take(&mut self.labelled) => self.keep(&unit.text),
            UnitKind::Heading { .. } => self.labelled = false,
            _ => {}
        }
    }

    /// Notes where the tables lie if `value` names a store that is not read, and none that is.
    fn keep(&mut self, value: &str) {
        if PHRASES.stands_in("stores.other", value) && !PHRASES.stands_in("stores.own", value) {
            self.cue = self.cue.or(Some(Cue::Elsewhere));
        }
    }

    /// The cue for all that `facts` name. A story or a plan is none for strangers, whatever it starts with.
    pub(super) fn cue(&self, facts: &StoryFacts) -> Option<Cue> {
        let is_guide = self.starts
            && facts.status == Status::Unstated
            && facts.stories.is_empty()
            && facts.criteria.is_empty()
            && facts.tasks.is_empty();
        self.cue.or(is_guide.then_some(Cue::Example))
    }
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
