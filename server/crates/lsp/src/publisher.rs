//! The one owner of what the editor shows.
//!
//! The file being typed in goes first and at once; the others wait for a short quiet. Only differences are sent.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use analysis::Finding;
use text::FileId;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tower_lsp::ls_types::{Diagnostic, Uri};
use workspace::snapshot::{Cancelled, Snapshot};

use crate::log;
use crate::session::{Session, View};
use crate::translate::diagnostics;

/// How long nothing must happen before other files are looked at: longer than the gap between two keys.
const QUIET: Duration = Duration::from_millis(150);

/// What the publisher has to hear.
#[derive(Debug)]
pub(crate) enum News {
    /// The editor opened, changed or closed these files.
    Typed(Vec<FileId>),
    /// The answers for any file may have changed.
    Everything,
}

/// The way to the publisher's task.
#[derive(Debug)]
pub(crate) struct Publisher(UnboundedSender<News>);

impl Publisher {
    /// The publisher, and the news its task has to hear.
    pub(crate) fn new() -> (Self, UnboundedReceiver<News>) {
        let (tx, rx) = unbounded_channel();
        (Self(tx), rx)
    }

    /// Passes on `news`; waits for nothing.
    pub(crate) fn tell(&self, news: News) {
        // A closed channel means that the session has ended.
        let _ = self.0.send(news);
    }
}

/// Keeps the editor's diagnostics up to date until the session ends.
pub(crate) async fn publish(session: Arc<Session>, mut news: UnboundedReceiver<News>) {
    let mut board = Board { session, shown: HashMap::new(), reviewed: Snapshot::default() };
    let mut due = Due::default();
    loop {
        let loading = board.session.is_loading();
        let heard = if !due.typed.is_empty() && !loading {
            // Files that were overtaken while they were being looked at, or opened while roots were being read.
            news.try_recv().map_or(Ok(Some(News::Typed(Vec::new()))), |more| Ok(Some(more)))
        } else if due.everything && !loading {
            tokio::time::timeout(QUIET, news.recv()).await
        } else {
            Ok(news.recv().await)
        };
        match heard {
            Ok(Some(first)) => {
                due.add(first);
                while let Ok(more) = news.try_recv() {
                    due.add(more);
                }
                if !board.session.is_loading() {
                    due.typed = board.show(std::mem::take(&mut due.typed)).await;
                }
            }
            Ok(None) => return,
            Err(_quiet) => due.everything = !board.review().await,
        }
    }
}

/// What is still to be looked at.
#[derive(Default)]
struct Due {
    typed: BTreeSet<FileId>,
    everything: bool,
}

impl Due {
    fn add(&mut self, news: News) {
        match news {
            News::Typed(files) => self.typed.extend(files),
            News::Everything => self.everything = true,
        }
    }
}

/// What the editor shows of one file.
struct Shown {
    uri: Uri,
    version: Option<i32>,
    diagnostics: Vec<Diagnostic>,
}

struct Board {
    session: Arc<Session>,
    shown: HashMap<FileId, Shown>,
    /// Everything as it was when all files were last looked at.
    reviewed: Snapshot,
}

/// What was found as of one snapshot.
struct Looked {
    snapshot: Snapshot,
    /// The findings of each file; `None` for a file that is gone.
    files: Vec<(FileId, Option<Shown>)>,
    /// The files that an edit overtook.
    overtaken: BTreeSet<FileId>,
}

impl Board {
    /// Shows what is wrong in `files`; gives the files that an edit overtook.
    async fn show(&mut self, files: BTreeSet<FileId>) -> BTreeSet<FileId> {
        if files.is_empty() {
            return files;
        }
        let session = Arc::clone(&self.session);
        let looked = tokio::task::spawn_blocking(move || look(&session.view(), files)).await;
        let Ok(looked) = looked else { return BTreeSet::new() };
        for (file, now) in looked.files {
            self.replace(file, now).await;
        }
        looked.overtaken
    }

    /// Looks at every file whose findings may differ from those of the last review; false if an edit overtook it.
    async fn review(&mut self) -> bool {
        let session = Arc::clone(&self.session);
        let before = self.reviewed.clone();
        let pointing = self.pointing();
        let looked = tokio::task::spawn_blocking(move || {
            let view = session.view();
            let affected: BTreeSet<FileId> = view.snapshot.affected_since(&before).into_iter().collect();
            let moved: HashSet<Uri> = affected.iter().filter_map(|file| view.uri(*file)).collect();
            let pointing = pointing.into_iter().filter(|(_, to)| to.iter().any(|uri| moved.contains(uri)));
            let files = pointing.map(|(file, _)| file).chain(affected.iter().copied()).collect();
            look(&view, files)
        });
        let Ok(looked) = looked.await else { return true };
        for (file, now) in looked.files {
            self.replace(file, now).await;
        }
        let whole = looked.overtaken.is_empty();
        if whole {
            self.reviewed = looked.snapshot;
        }
        whole
    }

    /// The files whose diagnostics point into other files, and into which: those follow when the others move.
    fn pointing(&self) -> Vec<(FileId, Vec<Uri>)> {
        let related = |shown: &Shown| {
            let all = shown.diagnostics.iter().flat_map(|it| it.related_information.iter().flatten());
            all.map(|it| it.location.uri.clone()).collect::<Vec<_>>()
        };
        let pointing = self.shown.iter().map(|(file, shown)| (*file, related(shown)));
        pointing.filter(|(_, to)| !to.is_empty()).collect()
    }

    async fn replace(&mut self, file: FileId, now: Option<Shown>) {
        let before = self.shown.get(&file);
        let Some(now) = now else {
            if let Some(gone) = self.shown.remove(&file) {
                self.clear(gone).await;
            }
            return;
        };
        let same = match before {
            // A new version of an open document is a difference: the editor then knows that we have seen it.
            Some(before) => {
                before.diagnostics == now.diagnostics
                    && (now.version.is_none() || before.version == now.version)
                    && before.uri == now.uri
            }
            None => now.diagnostics.is_empty() && now.version.is_none(),
        };
        if !same {
            if let Some(before) = self.shown.remove(&file).filter(|before| before.uri != now.uri) {
                self.clear(before).await;
            }
            let version = now.version.filter(|_| self.session.profile().diagnostic_versions);
            let (uri, diagnostics) = (now.uri.clone(), now.diagnostics.clone());
            self.session.client.publish_diagnostics(uri, diagnostics, version).await;
        }
        self.shown.insert(file, now);
    }

    async fn clear(&self, shown: Shown) {
        if !shown.diagnostics.is_empty() {
            self.session.client.publish_diagnostics(shown.uri, Vec::new(), None).await;
        }
    }
}

fn look(view: &View, files: BTreeSet<FileId>) -> Looked {
    look_with(view, files, analysis::findings)
}

/// What `find` finds in `files`. Where it fails nothing is shown: what was found before may be long mended.
fn look_with(
    view: &View,
    files: BTreeSet<FileId>,
    find: impl Fn(&Snapshot, FileId) -> Result<Vec<Finding>, Cancelled>,
) -> Looked {
    let mut looked =
        Looked { snapshot: view.snapshot.clone(), files: Vec::new(), overtaken: BTreeSet::new() };
    let mut files = files.into_iter();
    while let Some(file) = files.next() {
        let Some((document, uri)) = view.snapshot.document(file).zip(view.uri(file)) else {
            looked.files.push((file, None));
            continue;
        };
        let found = catch_unwind(AssertUnwindSafe(|| find(&view.snapshot, file)));
        let findings = match found {
            Ok(Ok(findings)) => findings,
            Ok(Err(Cancelled)) => {
                looked.overtaken = std::iter::once(file).chain(files).collect();
                break;
            }
            Err(panic) => {
                let what = log::panic_text(&*panic);
                log::line(format!("schemark: {} cannot be checked: {what}", document.path()));
                Vec::new()
            }
        };
        let diagnostics = diagnostics::diagnostics(view, document, &findings);
        looked.files.push((file, Some(Shown { uri, version: document.version(), diagnostics })));
    }
    looked
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use tower_lsp::LspService;

    use super::*;
    use crate::backend::Backend;

    #[test]
    fn a_file_that_cannot_be_checked_shows_nothing() {
        let mut session = None;
        let _service = LspService::new(|client| {
            session = Some(Session::new(client.clone()).0);
            Backend::new(client)
        });
        let session = session.unwrap();
        let files = session.store.open(Path::new("/shop/a.md"), "The `ordes` table.", 3).files;
        let looked = look_with(&session.view(), files.iter().copied().collect(), |_, _| panic!("a rule"));
        let [(file, Some(shown))] = looked.files.as_slice() else { panic!("the file is answered for") };
        assert_eq!((Some(file), shown.version), (files.first(), Some(3)));
        assert!(shown.diagnostics.is_empty() && looked.overtaken.is_empty());
    }
}
