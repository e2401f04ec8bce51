//! Why a story gives nothing to make.

use std::collections::BTreeMap;

use schema::names::Folded;
use story::{Strength, Subject};
use workspace::document::Document;
use workspace::model::Presence;

use crate::opened::Opened;
use crate::output;

/// Why one table is not made.
enum Why {
    Declared,
    /// A schema was not read whole, so it may be there.
    Unknown,
    /// The configuration says that it lives elsewhere.
    External,
    /// It may be a slip for the table of this name.
    Slip(String),
    /// The story takes it back, silences it, or gives it to another schema.
    Left,
}

/// Says on standard error, table by table, why nothing of what `story` describes is made.
pub(super) fn explain(opened: &Opened, story: &Document) {
    let named = named(story);
    let why: Vec<_> = named.values().map(|name| (name, why(opened, story, name))).collect();
    let path = opened.shown(story);
    if why.is_empty() {
        output::remark(&format!("nothing to add: {path} describes no table"));
    } else if why.iter().all(|(_, why)| matches!(why, Why::Declared)) {
        output::remark(&format!("nothing to add: every table that {path} describes is declared"));
    } else {
        output::remark(&format!("nothing to add for {path}:"));
        for (name, why) in why.iter().filter(|(_, why)| !matches!(why, Why::Declared)) {
            output::remark(&format!("  `{name}`: {}", why.told()));
        }
    }
}

/// The tables that `story` surely speaks of, by folded name, as first spelled.
fn named(story: &Document) -> BTreeMap<Folded, String> {
    let facts = story.facts();
    let sketched = facts.sketches.iter().map(|it| &it.name);
    let strong = facts.mentions.iter().filter(|it| it.strength == Strength::Strong);
    let mentioned = strong.filter(|it| it.subject == Subject::Table).map(|it| &it.name);
    let mut named = BTreeMap::new();
    for name in mentioned.chain(sketched) {
        named.entry(Folded::new(name)).or_insert_with(|| name.clone());
    }
    named
}

fn why(opened: &Opened, story: &Document, name: &str) -> Why {
    let Some(root) = opened.snapshot.root_of(story.id()) else { return Why::Unknown };
    let key = Folded::new(name);
    if root.config.external.iter().any(|it| Folded::new(it) == key) {
        return Why::External;
    }
    match root.model.table(name) {
        Presence::Present(_) => Why::Declared,
        Presence::Unknown if !root.model.is_empty() => Why::Unknown,
        Presence::Unknown | Presence::Absent => {
            let near = root.model.nearest_table(name);
            near.map_or(Why::Left, |near| Why::Slip(near.name.text.clone()))
        }
    }
}

impl Why {
    fn told(&self) -> String {
        match self {
            Self::Declared => "is declared".to_owned(),
            Self::Unknown => {
                "may be declared where the schema could not be read; `--table` makes it all the same"
                    .to_owned()
            }
            Self::External => "lives elsewhere, as schemark.toml says".to_owned(),
            Self::Slip(near) => format!("looks like a slip for `{near}`; `--table` makes it all the same"),
            Self::Left => "the story does not ask for it".to_owned(),
        }
    }
}
