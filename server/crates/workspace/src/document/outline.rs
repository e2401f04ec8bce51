//! What of a story matters to other files.

use std::collections::BTreeSet;

use schema::names::Folded;
use story::{Link, LinkKind, Said, SketchSource, StoryFacts, Strength, Subject};

/// What of a story matters to other files, without places.
#[derive(Debug)]
pub(super) struct Outline {
    pub(super) names: Box<[Folded]>,
    pub(super) demanded: Box<[Folded]>,
    pub(super) judges: bool,
    /// True if it says which file a table is declared in.
    pub(super) places: bool,
    /// How many files it links to, or says things to be taken from.
    pub(super) sources: usize,
    /// The names of those of which it names a heading.
    pub(super) headed: Box<[Box<str>]>,
}

impl Outline {
    /// That of a story that says `facts`.
    pub(super) fn of(facts: &StoryFacts) -> Self {
        let mentioned = facts.mentions.iter().flat_map(|it| [Some(&it.name), it.table.as_ref()]).flatten();
        let sketched = facts.sketches.iter().flat_map(|it| {
            let targets = it.columns.iter().filter_map(|column| Some(&column.references.as_ref()?.table));
            std::iter::once(&it.name).chain(targets)
        });
        let strong = facts.mentions.iter().filter(|it| it.strength == Strength::Strong);
        let demanded = strong.filter(|it| it.subject == Subject::Table).map(|it| &it.name);
        let claimed = facts.claims.iter().flat_map(|it| it.said.tables());
        let judges = facts.claims.iter().filter(|it| it.strength == Strength::Strong).any(|it| {
            matches!(
                it.said,
                Said::Decision(_)
                    | Said::Count { .. }
                    | Said::ForeignKey { .. }
                    | Said::Joined { .. }
                    | Said::TableInFile { .. }
            )
        });
        // What a fence declares is compared with the table's declaration, wherever that moves.
        let shows = facts.sketches.iter().any(|it| matches!(it.source, SketchSource::Fence(_)));
        let front = facts.front_matter.iter().flat_map(|it| &it.entries);
        let listed =
            front.filter(|it| it.0.starts_with("key-files") || it.0.starts_with("key_files")).count();
        let places = facts.claims.iter().any(|it| matches!(it.said, Said::TableInFile { .. }));
        let names = folded(mentioned.chain(sketched).chain(claimed));
        let sources = || facts.links.iter().filter(|it| it.kind == LinkKind::Source);
        let headed = sources().filter_map(|it| it.destination.split_once('#')).map(|it| it.0.to_owned());
        let linked = || facts.links.iter().filter_map(Link::target).filter(|it| !it.path.is_empty());
        let anchored = linked().filter(|it| it.anchor.is_some()).map(|it| it.path);
        let name = |path: String| Box::from(path.rsplit('/').next().unwrap_or(&path));
        let headed = headed.chain(anchored).map(name).collect();
        Self {
            names,
            demanded: folded(demanded),
            judges: judges || shows,
            places,
            sources: sources().count() + linked().count() + listed,
            headed,
        }
    }
}

/// The keys of `names`, sorted, each once. Folding costs more than sorting: each spelling is folded once.
fn folded<'a>(names: impl Iterator<Item = &'a String>) -> Box<[Folded]> {
    let spellings: BTreeSet<&str> = names.map(String::as_str).collect();
    let keys: BTreeSet<Folded> = spellings.into_iter().map(Folded::new).collect();
    keys.into_iter().collect()
}
