//! From single changes to one consistent world: what each file is, which schemas there are, what they declare.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use text::FileId;

use super::{Store, locked};
use crate::discovery::{Files, Glance, Layout, Wanted, is_archived};
use crate::disk::{Gap, LISTING_LIMIT, Listing};
use crate::document::{Document, FileKind};
use crate::model::{Completeness, Model, SchemaSet};
use crate::path::RelPath;
use crate::snapshot::Root;
use crate::snapshot::world::World;

/// The last consistent world and what it was made from.
#[derive(Debug, Default)]
pub(super) struct Settled {
    world: Arc<World>,
    roots: Vec<RootState>,
}

/// A root's bookkeeping.
#[derive(Debug, Default)]
struct RootState {
    folder: PathBuf,
    closed: bool,
    loading: bool,
    listed: BTreeSet<RelPath>,
    complete: bool,
    // `listed` and the files of open editors.
    paths: Arc<BTreeSet<RelPath>>,
    scanned: BTreeMap<RelPath, Glance>,
    gaps: Vec<Gap>,
    // What is to be said of schema and settings files that could not be read in full.
    unread: Vec<String>,
    layout: Layout,
    layout_stale: bool,
    kinds_stale: bool,
    model_stale: bool,
}

/// Whether the files of a root are still being read for the first time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Loading {
    Underway,
    Done,
}

/// Rounds of *plan, load* within one settling.
const ROUNDS: usize = 64;

impl Settled {
    pub(super) fn add_root(&mut self, number: usize, folder: PathBuf) {
        while self.roots.len() <= number {
            self.roots.push(RootState::default());
        }
        if let Some(root) = self.roots.get_mut(number) {
            *root = RootState { folder, layout_stale: true, model_stale: true, ..RootState::default() };
        }
    }

    pub(super) fn remove_root(&mut self, number: usize) {
        if let Some(root) = self.roots.get_mut(number) {
            *root = RootState { closed: true, layout_stale: true, model_stale: true, ..RootState::default() };
        }
    }

    pub(super) fn set_loading(&mut self, number: usize, loading: Loading) {
        if let Some(root) = self.roots.get_mut(number) {
            root.loading = loading == Loading::Underway;
            root.layout_stale = true;
            root.model_stale = true;
        }
    }

    /// Takes over a new listing; returns the files that are gone.
    pub(super) fn set_listing(&mut self, number: usize, listing: Listing) -> Vec<RelPath> {
        let Some(root) = self.roots.get_mut(number) else { return Vec::new() };
        let listed: BTreeSet<RelPath> = listing.files.into_iter().collect();
        let gone: Vec<RelPath> = root.listed.difference(&listed).cloned().collect();
        for path in &gone {
            root.scanned.remove(path);
        }
        root.paths = Arc::new(listed.clone());
        root.listed = listed;
        root.complete = listing.complete;
        root.gaps = listing.gaps;
        root.gaps.sort();
        root.layout_stale = true;
        gone
    }

    pub(super) fn lists(&self, number: usize, path: &RelPath) -> bool {
        self.roots.get(number).is_some_and(|it| it.listed.contains(path))
    }

    /// Takes over what scans of unloaded files found.
    pub(super) fn scanned(&mut self, number: usize, scans: Vec<(RelPath, Glance)>) {
        if let Some(root) = self.roots.get_mut(number) {
            root.scanned.extend(scans);
        }
    }

    pub(super) fn forget_scan(&mut self, number: usize, path: &RelPath) {
        if let Some(root) = self.roots.get_mut(number)
            && root.scanned.remove(path).is_some()
        {
            root.layout_stale = true;
        }
    }

    /// What must be loaded for root `number`; its layout is renewed as far as it can be told.
    pub(super) fn plan(&mut self, store: &Store, number: usize) -> Vec<Wanted> {
        self.roots.get_mut(number).map(|it| it.plan(store)).unwrap_or_default()
    }
}

impl RootState {
    fn plan(&mut self, store: &Store) -> Vec<Wanted> {
        self.kinds_stale = true;
        if self.closed {
            self.layout = Layout::default();
            return Vec::new();
        }
        let document = |path: &RelPath| store.newest(*store.ids.get(&self.folder.join(path.as_str()))?);
        let files =
            Files { paths: &self.paths, document: &document, scanned: &self.scanned, gaps: &self.gaps };
        let (layout, wanted) = Layout::plan(&files);
        self.layout = layout;
        wanted
    }

    /// What kept files from being read.
    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if !self.complete && !self.loading && !self.closed {
            let folder = self.folder.display();
            notes.push(match self.listed.len() {
                LISTING_LIMIT.. => {
                    format!("more than {LISTING_LIMIT} files in {folder}, the rest is left out")
                }
                _ => format!("{folder} cannot be read"),
            });
        }
        notes.extend(self.layout.notes.iter().chain(&self.unread).cloned());
        notes
    }

    /// Notes what the change from `old` to `new` makes stale.
    fn note_change(&mut self, old: Option<&Document>, new: Option<&Document>) {
        let Some(either) = new.or(old) else { return };
        // A file that concerns us only while it is open goes when it is closed.
        let is_open = |it: Option<&Document>| it.is_some_and(|it| it.version.is_some());
        self.kinds_stale |= is_open(old) && !is_open(new);
        match either.kind {
            FileKind::Story | FileKind::Markdown => {}
            FileKind::Config | FileKind::Settings => self.layout_stale = true,
            FileKind::Schema(dialect) => {
                self.model_stale = true;
                let imports = |it: Option<&Document>| {
                    let imports = it?.body.module(dialect).imports();
                    Some(imports.into_iter().map(str::to_owned).collect::<Vec<_>>())
                };
                let glance = |it: Option<&Document>| it.map(|it| Glance::of_part(&it.path, &it.body));
                self.layout_stale |= glance(old) != glance(new) || imports(old) != imports(new);
            }
            FileKind::Other => {
                self.layout_stale |= glance(old) != glance(new) || old.is_none() || new.is_none();
            }
        }
    }
}

/// What is to be said of schema and settings files that could not be read in full, each once.
fn unread(world: &World, root: usize) -> Vec<String> {
    let matters =
        |it: &&Arc<Document>| matches!(it.kind, FileKind::Schema(_) | FileKind::Config | FileKind::Settings);
    let unread = world.documents_of(root).filter(matters);
    unread.filter_map(|it| Some(format!("{}: {}", it.path, it.problem()?))).collect()
}

/// What a glance at the file tells, if there is a file.
fn glance(document: Option<&Document>) -> Option<Glance> {
    document.map(|it| Glance::of(&it.path, &it.body))
}

impl Store {
    /// The world as it is now.
    pub(super) fn settle(&self) -> Arc<World> {
        let mut settled = locked(&self.settled);
        let settled = &mut *settled;
        // The revision is read first: what comes in later is seen early at worst, never missed.
        let revision = self.revision.load(Ordering::SeqCst);
        if revision == settled.world.revision && !settled.roots.iter().any(|it| it.layout_stale) {
            return Arc::clone(&settled.world);
        }
        let mut world = settled.world.next(revision);
        world.roots.resize_with(settled.roots.len(), Root::default);
        let mut order_stale = self.absorb(&mut settled.roots, &mut world);
        for number in 0..settled.roots.len() {
            order_stale |= self.lay_out(&mut settled.roots, &mut world, number);
        }
        if order_stale {
            world.sort();
        }
        for (number, state) in settled.roots.iter_mut().enumerate() {
            let Some(root) = world.roots.get(number) else { continue };
            let root = self.root(state, number, root, &world);
            if let Some(place) = world.roots.get_mut(number) {
                *place = root;
            }
        }
        let world = Arc::new(world);
        self.compare(&settled.world, &world);
        settled.world = Arc::clone(&world);
        world
    }

    /// Takes the changed files into `world`, and notes what that makes stale. True if files came or went.
    fn absorb(&self, roots: &mut [RootState], world: &mut World) -> bool {
        let changed: BTreeSet<FileId> = std::mem::take(&mut *locked(&self.dirty)).into_iter().collect();
        let mut order_stale = false;
        for id in changed {
            let (old, new) = (world.document(id).cloned(), self.newest(id));
            let new = new.map(|it| match roots.get(it.root) {
                Some(root) => self.classified(&it, &root.layout),
                None => it,
            });
            order_stale |= match (&old, &new) {
                (Some(old), Some(new)) => old.root != new.root,
                (None, None) => false,
                _ => true,
            };
            for document in [&old, &new].into_iter().flatten() {
                if let Some(root) = roots.get_mut(document.root) {
                    root.note_change(old.as_deref(), new.as_deref());
                }
            }
            world.put(id, new);
        }
        order_stale
    }

    /// Renews the layout of a root if it is stale: loads what it asks for, gives every file its kind. True if files
    /// came or went.
    fn lay_out(&self, roots: &mut [RootState], world: &mut World, number: usize) -> bool {
        let Some(state) = roots.get_mut(number) else { return false };
        if state.loading {
            // Its loader plans and reads; a reader never waits for that.
            return std::mem::take(&mut state.kinds_stale) && self.classify(state, world, number);
        }
        let mut order_stale = false;
        for _ in 0..ROUNDS {
            let Some(state) = roots.get_mut(number).filter(|it| it.layout_stale) else { break };
            state.layout_stale = false;
            state.model_stale = true;
            let mut paths = state.listed.clone();
            paths.extend(
                world.documents_of(number).filter(|it| it.version.is_some()).map(|it| it.path.clone()),
            );
            state.paths = Arc::new(paths);
            let wanted = state.plan(self);
            if !wanted.is_empty() {
                let folder = state.folder.clone();
                let scans = self.fetch(&folder, &wanted, &|| {});
                state.scanned.extend(scans);
                state.layout_stale = true;
            }
            order_stale |= self.absorb(roots, world);
        }
        let Some(state) = roots.get_mut(number) else { return order_stale };
        let changed = std::mem::take(&mut state.kinds_stale) && self.classify(state, world, number);
        order_stale || changed
    }

    /// Gives every file of a root the kind its layout says, and drops what it no longer asks for. True if files went.
    fn classify(&self, state: &mut RootState, world: &mut World, number: usize) -> bool {
        state.model_stale = true;
        let documents: Vec<Arc<Document>> = world.documents_of(number).cloned().collect();
        let mut order_stale = false;
        for document in documents {
            let classified = self.classified(&document, &state.layout);
            let is_wanted = !matches!(classified.kind, FileKind::Markdown | FileKind::Other);
            if classified.version.is_none() && !is_wanted && !state.loading {
                self.forget(classified.id);
                world.put(classified.id, None);
                order_stale = true;
            } else if !Arc::ptr_eq(&classified, &document) {
                world.put(classified.id, Some(classified));
            }
        }
        order_stale
    }

    /// `document` as the kind that `layout` says it is; the store's newest version is told, too.
    fn classified(&self, document: &Arc<Document>, layout: &Layout) -> Arc<Document> {
        let kind = layout.kind(&document.path);
        let archived = is_archived(&document.path);
        if document.kind == kind && document.archived == archived {
            return Arc::clone(document);
        }
        let classified = Arc::new(Document { kind, archived, ..(**document).clone() });
        if let Some(mut slot) = self.slots.get_mut(&document.id)
            && let Some(newest) = &slot.document
        {
            slot.document = Some(if Arc::ptr_eq(newest, document) {
                Arc::clone(&classified)
            } else {
                Arc::new(Document { kind, archived, ..(**newest).clone() })
            });
        }
        classified
    }

    /// The root as readers see it.
    fn root(&self, state: &mut RootState, number: usize, before: &Root, world: &World) -> Root {
        let config = match before.config == state.layout.config {
            true => Arc::clone(&before.config),
            false => Arc::clone(&state.layout.config),
        };
        if state.model_stale {
            state.unread = unread(world, number);
        }
        let completeness = match state.complete && !state.loading && !state.layout.partial {
            true => Completeness::Complete,
            false => Completeness::Partial,
        };
        let same = !state.model_stale && Arc::ptr_eq(&config, &before.config);
        let model =
            if same { Arc::clone(&before.model) } else { self.model(state, before, world, completeness) };
        state.model_stale = false;
        let notes = state.notes();
        let name = state.folder.file_name().map_or_else(String::new, |it| it.to_string_lossy().into_owned());
        let paths = match before.paths == state.paths {
            true => Arc::clone(&before.paths),
            false => Arc::clone(&state.paths),
        };
        let cut = (!state.complete).then(RelPath::empty);
        let hidden = state.gaps.iter().map(|it| it.path.clone()).chain(cut).collect();
        let folder = state.folder.clone();
        Root { name, folder, loading: state.loading, notes, paths, hidden, config, model }
    }

    /// The schemas of a root. A set whose files are the same as before is taken over.
    fn model(
        &self,
        state: &RootState,
        before: &Root,
        world: &World,
        completeness: Completeness,
    ) -> Arc<Model> {
        let file = |path: &RelPath| self.ids.get(&state.folder.join(path.as_str())).map(|it| *it);
        let sets = state.layout.sets.iter().map(|plan| {
            let documents: Vec<&Arc<Document>> =
                plan.files.iter().filter_map(|it| world.document(file(it)?)).collect();
            let known = before.model.sets.iter().find(|it| it.is_made_of(plan, &documents));
            known.map_or_else(
                || {
                    let resolve =
                        |from: &RelPath, specifier: &str| file(&state.layout.resolve(from, specifier)?);
                    Arc::new(SchemaSet::link(plan, &documents, &resolve))
                },
                Arc::clone,
            )
        });
        let sets: Vec<Arc<SchemaSet>> = sets.collect();
        if before.model.is_made_of(&sets, &state.layout.config, completeness, &state.layout.beside) {
            return Arc::clone(&before.model);
        }
        Arc::new(Model::new(sets, &state.layout.config, completeness, Arc::clone(&state.layout.beside)))
    }
}
