//! Reading roots while the editor is already served, and telling the user how far it is.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use tokio::sync::watch;
use tower_lsp::ls_types::notification::Progress;
use tower_lsp::ls_types::{
    MessageType, ProgressParams, ProgressParamsValue, ProgressToken, WorkDoneProgress, WorkDoneProgressBegin,
    WorkDoneProgressEnd, WorkDoneProgressReport,
};

use workspace::config::FILE_NAME;
use workspace::root;

use crate::log;
use crate::publisher::News;
use crate::session::Session;

/// Reads `folders` on a thread of their own. Returns at once.
pub(crate) fn load(session: &Arc<Session>, folders: Vec<PathBuf>) {
    if folders.is_empty() {
        return;
    }
    session.loads();
    // The roots are known before the first file arrives, so that every file finds its place.
    for folder in &folders {
        if let Err(refusal) = session.store.add_root(folder) {
            log::line(format!("schemark: {refusal}"));
            let client = session.client.clone();
            tokio::spawn(async move { client.show_message(MessageType::WARNING, refusal).await });
        }
    }
    let (far_tx, far) = watch::channel((0, 0));
    if session.profile().progress {
        tokio::spawn(show_progress(Arc::clone(session), far));
    }
    let reading = Arc::clone(session);
    let run = move || {
        for folder in folders {
            // Progress is shown by a task that may miss steps; the reading never waits for it.
            let progress = |read: usize, found: usize| {
                far_tx.send_replace((read, found));
            };
            let read = catch_unwind(AssertUnwindSafe(|| reading.store.load_root(&folder, &progress)));
            if let Err(panic) = read {
                let what = log::panic_text(&*panic);
                log::line(format!("schemark: {} cannot be read: {what}", folder.display()));
            }
        }
        for note in reading.store.snapshot().roots().iter().flat_map(|root| &root.notes) {
            log::line(format!("schemark: {note}"));
        }
        reading.loaded();
    };
    if let Err(error) = thread::Builder::new().name("loader".to_owned()).spawn(run) {
        log::line(format!("schemark: no thread to read files with: {error}"));
        session.loaded();
    }
}

/// Reads the files at `paths` again, on the pool. Returns at once.
pub(crate) fn reread(session: &Arc<Session>, paths: Vec<PathBuf>) {
    let session = Arc::clone(session);
    tokio::task::spawn_blocking(move || {
        let change = session.store.disk_changed(&paths);
        if change.model || !change.files.is_empty() {
            session.publisher.tell(News::Everything);
        }
    });
}

/// Reads the settings of every root again, on the pool. Returns at once.
pub(crate) fn reread_settings(session: &Arc<Session>) {
    let snapshot = session.store.snapshot();
    // Whether there is one already or it is new.
    let roots = snapshot.roots().iter().filter(|it| !it.folder.as_os_str().is_empty());
    reread(session, roots.map(|it| it.folder.join(FILE_NAME)).collect());
}

/// The root that the lone file at `path` belongs to, as `schemark check` in the server's folder would find it.
pub(crate) fn project_of(path: &Path) -> Option<PathBuf> {
    let here = std::env::current_dir().ok();
    root::around(path, here.as_deref())
}

async fn show_progress(session: Arc<Session>, mut far: watch::Receiver<(usize, usize)>) {
    let client = &session.client;
    let token = ProgressToken::String("schemark/load".to_owned());
    if client.create_work_done_progress(token.clone()).await.is_err() {
        return;
    }
    let tell = async |value| {
        let value = ProgressParamsValue::WorkDone(value);
        client.send_notification::<Progress>(ProgressParams { token: token.clone(), value }).await;
    };
    let title = "Reading stories and schemas".to_owned();
    tell(WorkDoneProgress::Begin(WorkDoneProgressBegin { title, percentage: Some(0), ..Default::default() }))
        .await;
    // The channel closes when the reading ends.
    while far.changed().await.is_ok() {
        let (read, found) = *far.borrow_and_update();
        let percentage = u32::try_from(read * 100 / found.max(1)).ok();
        let message = Some(format!("{read} of {found} files"));
        tell(WorkDoneProgress::Report(WorkDoneProgressReport { message, percentage, ..Default::default() }))
            .await;
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    tell(WorkDoneProgress::End(WorkDoneProgressEnd { message: None })).await;
}
