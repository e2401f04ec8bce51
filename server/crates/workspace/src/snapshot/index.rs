//! Which stories speak of a name: the reverse of what each story says.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use schema::names::Folded;
use text::FileId;

use crate::document::Document;

/// Parts of the index. A story that names something else copies the parts of those names, and no others.
const SHARDS: usize = 256;

/// The stories of every name that any story speaks of. Cheap to clone and to change after cloning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Index {
    shards: Vec<Arc<Shard>>,
}

type Shard = BTreeMap<Folded, Stories>;

/// The stories of one name, by number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Stories {
    /// Those that speak of it in any way.
    pub(crate) naming: Vec<FileId>,
    /// Those that mean a table of that name beyond doubt.
    pub(crate) demanding: Vec<FileId>,
}

impl Default for Index {
    fn default() -> Self {
        Self { shards: vec![Arc::default(); SHARDS] }
    }
}

impl Index {
    /// The stories of `name`.
    pub(crate) fn stories(&self, name: &Folded) -> Option<&Stories> {
        self.shards.get(shard(name))?.get(name)
    }

    /// Every name with its stories, in no order that means anything.
    pub(crate) fn names(&self) -> impl Iterator<Item = (&Folded, &Stories)> {
        self.shards.iter().flat_map(|it| it.iter())
    }

    /// Replaces what the version `old` of a file says by what `new` says. An index that tells the same of both stays
    /// as it is, shared with whoever else holds it.
    pub(super) fn replace(this: &mut Arc<Self>, old: Option<&Arc<Document>>, new: Option<&Arc<Document>>) {
        let Some(file) = new.or(old).map(|it| it.id()) else { return };
        let names = (old.map_or(&[][..], |it| it.names()), new.map_or(&[][..], |it| it.names()));
        Self::replace_in(this, file, names, |it| &mut it.naming);
        let demanded = (old.map_or(&[][..], |it| it.demanded()), new.map_or(&[][..], |it| it.demanded()));
        Self::replace_in(this, file, demanded, |it| &mut it.demanding);
    }

    fn replace_in(
        this: &mut Arc<Self>,
        file: FileId,
        (old, new): (&[Folded], &[Folded]),
        list: fn(&mut Stories) -> &mut Vec<FileId>,
    ) {
        let only_in = |one: &[Folded], other: &[Folded]| {
            one.iter().filter(|it| other.binary_search(it).is_err()).cloned().collect::<Vec<_>>()
        };
        for name in only_in(old, new) {
            let Some(shard) = Self::shard_mut(this, &name) else { continue };
            let Some(stories) = shard.get_mut(&name) else { continue };
            list(stories).retain(|it| *it != file);
            if *stories == Stories::default() {
                shard.remove(&name);
            }
        }
        for name in only_in(new, old) {
            let Some(shard) = Self::shard_mut(this, &name) else { continue };
            let files = list(shard.entry(name).or_default());
            if let Err(place) = files.binary_search(&file) {
                files.insert(place, file);
            }
        }
    }

    fn shard_mut<'a>(this: &'a mut Arc<Self>, name: &Folded) -> Option<&'a mut Shard> {
        Arc::make_mut(this).shards.get_mut(shard(name)).map(Arc::make_mut)
    }
}

fn shard(name: &Folded) -> usize {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    hasher.finish() as usize % SHARDS
}

#[cfg(test)]
mod tests;
