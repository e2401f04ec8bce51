//! All files at one revision, as a structure that shares with the next revision what did not change.

use std::sync::{Arc, OnceLock};

use text::FileId;

use super::Root;
use super::index::Index;
use crate::derived::Derived;
use crate::document::Document;
use crate::path::RelPath;

/// Documents per chunk: a new version of one file copies one chunk and the list of chunks.
const CHUNK: usize = 64;

/// A chunk of documents by file number.
type Chunk = Arc<[Option<Arc<Document>>]>;

#[derive(Debug, Default)]
pub(crate) struct World {
    pub(crate) revision: u64,
    pub(crate) roots: Vec<Root>,
    chunks: Vec<Chunk>,
    // Every file that exists, sorted by root and path.
    order: Arc<[FileId]>,
    // The place of each file in `order`, by number.
    ranks: Arc<[u32]>,
    // Most revisions are never asked for their index; one that is starts from the latest there is. That one keeps the
    // documents it was made of: one old version of each file that changed since.
    index: OnceLock<Arc<Indexed>>,
    earlier: Option<Arc<Indexed>>,
    // What readers of this revision made from it.
    pub(super) derived: Derived,
}

/// An index, and the documents it tells of.
#[derive(Debug, Default)]
struct Indexed {
    index: Arc<Index>,
    chunks: Vec<Chunk>,
}

impl World {
    /// The next revision, as long as nothing is put into it the same as this one.
    pub(crate) fn next(&self, revision: u64) -> Self {
        Self {
            revision,
            roots: self.roots.clone(),
            chunks: self.chunks.clone(),
            order: Arc::clone(&self.order),
            ranks: Arc::clone(&self.ranks),
            index: OnceLock::new(),
            derived: Derived::default(),
            earlier: self.index.get().or(self.earlier.as_ref()).cloned(),
        }
    }

    pub(crate) fn document(&self, file: FileId) -> Option<&Arc<Document>> {
        let index = file.0 as usize;
        self.chunks.get(index / CHUNK)?.get(index % CHUNK)?.as_ref()
    }

    /// Puts `document` in place of the version of `file` known so far.
    pub(crate) fn put(&mut self, file: FileId, document: Option<Arc<Document>>) {
        debug_assert!(self.index.get().is_none(), "a world changes only before anybody reads it");
        let index = file.0 as usize;
        while self.chunks.len() <= index / CHUNK {
            self.chunks.push(std::iter::repeat_n(None, CHUNK).collect());
        }
        let Some(chunk) = self.chunks.get_mut(index / CHUNK) else { return };
        if let Some(slot) = Arc::make_mut(chunk).get_mut(index % CHUNK) {
            *slot = document;
        }
    }

    /// Sorts anew; needed when a file came, went or moved to another root.
    pub(crate) fn sort(&mut self) {
        let mut all: Vec<&Arc<Document>> = self.chunks.iter().flat_map(|it| it.iter().flatten()).collect();
        all.sort_by(|a, b| (a.root, &a.path).cmp(&(b.root, &b.path)));
        self.order = all.into_iter().map(|it| it.id).collect();
        let mut ranks = vec![u32::MAX; self.chunks.len() * CHUNK];
        for (rank, file) in (0..).zip(self.order.iter()) {
            if let Some(place) = ranks.get_mut(file.0 as usize) {
                *place = rank;
            }
        }
        self.ranks = ranks.into();
    }

    /// The place of `file` among all, sorted by root and path.
    pub(crate) fn rank(&self, file: FileId) -> u32 {
        self.ranks.get(file.0 as usize).copied().unwrap_or(u32::MAX)
    }

    pub(crate) fn documents(&self) -> impl Iterator<Item = &Arc<Document>> {
        self.order.iter().filter_map(|id| self.document(*id))
    }

    /// The documents of one root, by number; right even before [`World::sort`].
    pub(crate) fn documents_of(&self, root: usize) -> impl Iterator<Item = &Arc<Document>> {
        self.chunks.iter().flat_map(|it| it.iter().flatten()).filter(move |it| it.root == root)
    }

    /// The file at `path` below root number `root`.
    pub(crate) fn file_at(&self, root: usize, path: &RelPath) -> Option<FileId> {
        let place = self.order.binary_search_by(|id| {
            self.document(*id).map_or(std::cmp::Ordering::Less, |it| (it.root, &it.path).cmp(&(root, path)))
        });
        place.ok().and_then(|it| self.order.get(it)).copied()
    }

    /// The files whose documents differ, by number.
    pub(crate) fn differing(&self, old: &World) -> Vec<FileId> {
        let documents = differing(&self.chunks, &old.chunks);
        documents.filter_map(|(new, old)| new.or(old)).map(|it| it.id).collect()
    }

    /// Which stories speak of which names.
    pub(crate) fn index(&self) -> &Arc<Index> {
        let indexed = self.index.get_or_init(|| {
            let index = match &self.earlier {
                Some(earlier) => self.index_after(earlier),
                None => self.fresh_index(),
            };
            Arc::new(Indexed { index, chunks: self.chunks.clone() })
        });
        &indexed.index
    }

    /// The same without a past.
    pub(crate) fn fresh_index(&self) -> Arc<Index> {
        self.index_after(&Indexed::default())
    }

    fn index_after(&self, earlier: &Indexed) -> Arc<Index> {
        let mut index = Arc::clone(&earlier.index);
        for (new, old) in differing(&self.chunks, &earlier.chunks) {
            Index::replace(&mut index, old, new);
        }
        index
    }
}

type Version<'a> = Option<&'a Arc<Document>>;

/// The documents that differ, new and old, by number.
fn differing<'a>(new: &'a [Chunk], old: &'a [Chunk]) -> impl Iterator<Item = (Version<'a>, Version<'a>)> {
    let chunks = (0..new.len().max(old.len())).map(|it| (new.get(it), old.get(it)));
    let changed = chunks.filter(|it| !matches!(it, (Some(new), Some(old)) if Arc::ptr_eq(new, old)));
    let documents = changed.flat_map(|(new, old)| {
        let document = |chunk: Option<&'a Chunk>, slot: usize| chunk?.get(slot)?.as_ref();
        (0..CHUNK).map(move |slot| (document(new, slot), document(old, slot)))
    });
    documents.filter(|it| match it {
        (Some(new), Some(old)) => !Arc::ptr_eq(new, old),
        (None, None) => false,
        _ => true,
    })
}
