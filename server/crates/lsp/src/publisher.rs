//! The one owner of what the editor shows.
//!
//! The file being typed in goes first and at once; the others wait for a short quiet. Only differences are sent.

use std::collections::{BTreeSet, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use text::FileId;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tower_lsp::ls_types::{Diagnostic, Uri};
use workspace::snapshot::Cancelled;

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
    let mut board = Board { session, shown: HashMap::new() };
    let mut due = Due::default();
    loop {
        let heard = if due.everything && !board.session.is_loading() {
            tokio::time::timeout(QUIET, news.recv()).await
        } else if due.typed.is_empty() || board.session.is_loading() {
            Ok(news.recv().await)
        } else {
            // Files that were overtaken while they were being looked at.
            Ok(Some(News::Typed(Vec::new())))
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
            Err(_quiet) => {
                let files = board.everything();
                due.everything = !board.show(files).await.is_empty();
            }
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
}

/// The findings of a file as of one snapshot; `None` for a file that is gone.
type Looked = (FileId, Option<Shown>);

impl Board {
    /// Every file that has something to show or may have.
    fn everything(&self) -> BTreeSet<FileId> {
        let snapshot = self.session.store.snapshot();
        snapshot.documents().map(|it| it.id()).chain(self.shown.keys().copied()).collect()
    }

    /// Shows what is wrong in `files`; gives the files that an edit overtook.
    async fn show(&mut self, files: BTreeSet<FileId>) -> BTreeSet<FileId> {
        if files.is_empty() {
            return files;
        }
        let session = Arc::clone(&self.session);
        let looked = tokio::task::spawn_blocking(move || look(&session.view(), files)).await;
        let Ok((looked, overtaken)) = looked else { return BTreeSet::new() };
        for (file, now) in looked {
            self.replace(file, now).await;
        }
        overtaken
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

fn look(view: &View, files: BTreeSet<FileId>) -> (Vec<Looked>, BTreeSet<FileId>) {
    let mut looked = Vec::new();
    let mut files = files.into_iter();
    while let Some(file) = files.next() {
        let Some((document, uri)) = view.snapshot.document(file).zip(view.uri(file)) else {
            looked.push((file, None));
            continue;
        };
        let found = catch_unwind(AssertUnwindSafe(|| analysis::findings(&view.snapshot, file)));
        let findings = match found {
            Ok(Ok(findings)) => findings,
            Ok(Err(Cancelled)) => return (looked, std::iter::once(file).chain(files).collect()),
            Err(panic) => {
                log::line(format!(
                    "schemark: {} cannot be checked: {}",
                    document.path(),
                    log::panic_text(&*panic)
                ));
                continue;
            }
        };
        let diagnostics = diagnostics::diagnostics(view, document, &findings);
        looked.push((file, Some(Shown { uri, version: document.version(), diagnostics })));
    }
    (looked, BTreeSet::new())
}
