//! One editor's session: what all handlers share, and the one door to the thread pool.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use text::FileId;
use tokio::sync::mpsc::UnboundedReceiver;
use tower_lsp::Client;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types::Uri;
use workspace::document::Document;
use workspace::snapshot::{Cancelled, Snapshot};
use workspace::store::{Change, Store};

use crate::log;
use crate::profile::Profile;
use crate::publisher::{News, Publisher};
use crate::translate::uris;

/// What all handlers share.
pub(crate) struct Session {
    /// The files.
    pub(crate) store: Store,
    /// The way to the editor. Handlers never wait on it.
    pub(crate) client: Client,
    /// The owner of what the editor shows.
    pub(crate) publisher: Publisher,
    profile: OnceLock<Profile>,
    spellings: Spellings,
    loading: AtomicUsize,
}

/// An answer, or that an edit overtook it.
type Answer<T> = std::result::Result<T, Cancelled>;

/// Everything at one revision, with what is needed to put it in the editor's words.
pub(crate) struct View {
    /// The files and the model.
    pub(crate) snapshot: Snapshot,
    session: Arc<Session>,
}

impl Session {
    /// A session over `client`, and the news its publisher has to hear.
    pub(crate) fn new(client: Client) -> (Arc<Self>, UnboundedReceiver<News>) {
        let (publisher, news) = Publisher::new();
        let store = Store::new();
        if std::env::var_os("SCHEMARK_PARANOID").is_some_and(|it| it == "1") {
            log::line("schemark: paranoid: every edit is compared with a fresh reading".to_owned());
            store.distrust(|it| log::line(format!("schemark: paranoid: {it}")));
        }
        let session = Self {
            store,
            client,
            publisher,
            profile: OnceLock::new(),
            spellings: Spellings::default(),
            loading: AtomicUsize::new(0),
        };
        (Arc::new(session), news)
    }

    /// The answer of `question` to everything as it is now, asked in the pool.
    pub(crate) async fn ask<T: Send + 'static>(
        self: &Arc<Self>,
        name: &'static str,
        question: impl FnOnce(&View) -> Answer<T> + Send + 'static,
    ) -> Result<T> {
        self.answer(name, self.view(), question).await
    }

    /// The answer of `question` to the document that the editor calls `uri`; none if there is no such document.
    pub(crate) async fn ask_about<T: Send + 'static>(
        self: &Arc<Self>,
        name: &'static str,
        uri: &Uri,
        question: impl FnOnce(&View, &Document) -> Answer<Option<T>> + Send + 'static,
    ) -> Result<Option<T>> {
        let view = self.view();
        let file = uris::path(uri).and_then(|path| self.store.file(&path));
        let Some(document) = file.and_then(|file| view.snapshot.document(file)).map(Arc::clone) else {
            return Ok(None);
        };
        self.answer(name, view, move |view| question(view, &document)).await
    }

    /// The one door to the thread pool.
    ///
    /// Its callers take the snapshot before anything is awaited, so that the answer reflects exactly the edits that
    /// arrived before the request named `name`.
    async fn answer<T: Send + 'static>(
        self: &Arc<Self>,
        name: &'static str,
        view: View,
        question: impl FnOnce(&View) -> Answer<T> + Send + 'static,
    ) -> Result<T> {
        let answer = tokio::task::spawn_blocking(move || catch_unwind(AssertUnwindSafe(|| question(&view))));
        match answer.await {
            Ok(Ok(Ok(answer))) => Ok(answer),
            Ok(Ok(Err(Cancelled))) => Err(Error::content_modified()),
            Ok(Err(panic)) => Err(internal_error(name, log::panic_text(&*panic))),
            Err(lost) => Err(internal_error(name, &lost.to_string())),
        }
    }

    /// Everything as it is now.
    pub(crate) fn view(self: &Arc<Self>) -> View {
        View { snapshot: self.store.snapshot(), session: Arc::clone(self) }
    }

    /// Keeps what the editor can do; counts once.
    pub(crate) fn meet(&self, profile: Profile) {
        let _ = self.profile.set(profile);
    }

    /// What the editor can do.
    pub(crate) fn profile(&self) -> Profile {
        self.profile.get().cloned().unwrap_or_default()
    }

    /// Notes that the editor spells the file at `path` as `uri`.
    pub(crate) fn spelled(&self, path: &Path, uri: &Uri) {
        self.spellings.learn(path, uri);
    }

    /// Tells the publisher of a change in a document of the editor.
    pub(crate) fn typed(&self, change: Change) {
        self.publisher.tell(News::Typed(change.files));
        if change.model {
            self.publisher.tell(News::Everything);
        }
    }

    /// True while roots are being read: until then nothing can be called missing.
    pub(crate) fn is_loading(&self) -> bool {
        self.loading.load(Ordering::Acquire) > 0
    }

    /// From now until [`Session::loaded`], nothing is called missing.
    pub(crate) fn loads(&self) {
        self.loading.fetch_add(1, Ordering::AcqRel);
    }

    /// A root has been read.
    pub(crate) fn loaded(&self) {
        self.loading.fetch_sub(1, Ordering::AcqRel);
        self.publisher.tell(News::Everything);
    }
}

impl View {
    /// What the editor calls `file`.
    pub(crate) fn uri(&self, file: FileId) -> Option<Uri> {
        let path = self.session.store.absolute(file)?;
        self.session.spellings.of(&path).or_else(|| uris::uri(&path))
    }

    /// What the editor would call the file at `path` below root number `root`.
    pub(crate) fn new_uri(&self, root: usize, path: &str) -> Option<Uri> {
        uris::uri(&self.snapshot.roots().get(root)?.folder.join(path))
    }

    /// What the editor can do.
    pub(crate) fn profile(&self) -> Profile {
        self.session.profile()
    }
}

fn internal_error(name: &str, what: &str) -> Error {
    log::line(format!("schemark: `{name}` failed: {what}"));
    Error {
        code: ErrorCode::InternalError,
        message: format!("internal error in `{name}`").into(),
        data: None,
    }
}

/// How the editor spells the URIs of the files it opened: `c%3A` or `C:`, encoded or not. Some editors compare URIs
/// letter by letter, so they get their own spelling back.
#[derive(Default)]
struct Spellings(Mutex<HashMap<PathBuf, Uri>>);

impl Spellings {
    fn learn(&self, path: &Path, uri: &Uri) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), uri.clone());
    }

    fn of(&self, path: &Path) -> Option<Uri> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(path).cloned()
    }
}
