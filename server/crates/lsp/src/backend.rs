//! What each message of the editor does.
//!
//! Notifications about documents make their change before anything else; requests go through [`Session::ask`], which
//! takes its snapshot before it waits. No handler waits for the editor.

use std::path::PathBuf;
use std::sync::Arc;

use analysis::navigate::Declaration;
use tokio::sync::mpsc::UnboundedReceiver;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    CodeActionParams, CodeActionResponse, CodeLens, CodeLensParams, DidChangeConfigurationParams,
    DidChangeTextDocumentParams, DidChangeWatchedFilesParams, DidChangeWatchedFilesRegistrationOptions,
    DidChangeWorkspaceFoldersParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    DidSaveTextDocumentParams, DocumentLink, DocumentLinkParams, DocumentSymbolParams,
    DocumentSymbolResponse, FileSystemWatcher, FoldingRange, FoldingRangeParams, GlobPattern,
    GotoDefinitionParams, GotoDefinitionResponse, Hover, HoverParams, InitializeParams, InitializeResult,
    InitializedParams, InlayHint, InlayHintParams, Location, Position, ReferenceParams, Registration,
    SelectionRange, SelectionRangeParams, SemanticTokensParams, SemanticTokensResult, ServerInfo,
    TextDocumentIdentifier, TextDocumentPositionParams, Uri, WorkspaceSymbolParams, WorkspaceSymbolResponse,
};
use tower_lsp::{Client, LanguageServer};

use workspace::document::Document;

use crate::loader;
use crate::profile::Profile;
use crate::publisher::{self, News};
use crate::session::{Session, View};
use crate::translate::{actions, places, structure, symbols, uris, visible};

/// The files outside the editor that decide what we say.
const WATCHED: [&str; 7] = [
    "**/*.{md,markdown}",
    "**/*.{ts,tsx,mts,cts,js,mjs,cjs}",
    "**/*.{prisma,sql,dbml,mmd,mermaid}",
    "**/schemark.toml",
    "**/sqitch.plan",
    "**/{package,tsconfig,tsconfig.*}.json",
    "**/.gitignore",
];

/// The server as tower-lsp sees it.
pub(crate) struct Backend {
    session: Arc<Session>,
    /// What has to wait for `initialized`: the news for the publisher, and the folders to read.
    waiting: std::sync::Mutex<Waiting>,
}

#[derive(Default)]
struct Waiting {
    news: Option<UnboundedReceiver<News>>,
    folders: Vec<PathBuf>,
}

impl Backend {
    /// A server that speaks to `client`.
    pub(crate) fn new(client: Client) -> Self {
        let (session, news) = Session::new(client);
        Self { session, waiting: std::sync::Mutex::new(Waiting { news: Some(news), folders: Vec::new() }) }
    }

    /// The text of a document as the server has it: for bug reports, and for the law that it is the editor's.
    pub(crate) async fn text(&self, document: TextDocumentIdentifier) -> Result<Option<String>> {
        let question = |_: &View, document: &Document| Ok(Some(document.source().to_string()));
        self.session.ask_about("schemark/text", &document.uri, question).await
    }

    fn waiting(&self) -> std::sync::MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl LanguageServer for Backend {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        let profile = Profile::new(&params.capabilities);
        let capabilities = profile.offer();
        self.session.meet(profile);
        self.waiting().folders = folders(params);
        let server_info = Some(ServerInfo {
            name: "schemark".to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        });
        Ok(InitializeResult { capabilities, server_info, offset_encoding: None })
    }

    async fn initialized(&self, _: InitializedParams) {
        let Waiting { news, folders } = std::mem::take(&mut *self.waiting());
        loader::load(&self.session, folders);
        if let Some(news) = news {
            tokio::spawn(publisher::publish(Arc::clone(&self.session), news));
        }
        if self.session.profile().watches {
            tokio::spawn(watch_files(self.session.client.clone()));
        }
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    // Documents: write before you wait.

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        let document = params.text_document;
        let Some(path) = uris::path(&document.uri) else { return };
        self.session.spelled(&path, &document.uri);
        if !self.session.is_loading() && self.session.store.snapshot().roots().is_empty() {
            loader::load(&self.session, loader::project_of(&path).into_iter().collect());
        }
        self.session.typed(self.session.store.open(&path, &document.text, document.version));
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        let Some(path) = uris::path(&params.text_document.uri) else { return };
        let strokes: Vec<_> = params.content_changes.into_iter().map(places::stroke).collect();
        let encoding = self.session.profile().encoding;
        let change = self.session.store.edit(&path, &strokes, encoding, params.text_document.version);
        self.session.typed(change);
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        if let Some(path) = uris::path(&params.text_document.uri) {
            self.session.typed(self.session.store.close(&path));
        }
    }

    async fn did_save(&self, _: DidSaveTextDocumentParams) {
        // The text is known already.
    }

    // The workspace.

    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        let paths = params.changes.iter().filter_map(|event| uris::path(&event.uri)).collect();
        loader::reread(&self.session, paths);
    }

    async fn did_change_configuration(&self, _: DidChangeConfigurationParams) {
        // What decides is `schemark.toml`, in the editor and in CI alike: it is looked at again.
        loader::reread_settings(&self.session);
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        for folder in params.event.removed {
            if let Some(path) = uris::path(&folder.uri) {
                self.session.store.remove_root(&path);
            }
        }
        self.session.publisher.tell(News::Everything);
        loader::load(&self.session, params.event.added.iter().filter_map(|it| uris::path(&it.uri)).collect());
    }

    // Questions: snapshot before you wait.

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position_params;
        let question = move |view: &View, document: &Document| {
            let at = places::offset(view, document, position);
            let card = analysis::hover(&view.snapshot, document.id(), at);
            Ok(card.map(|(span, card)| places::hover(view, document, span, card)))
        };
        self.session.ask_about("hover", &text_document.uri, question).await
    }

    async fn goto_definition(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position_params;
        let question = move |view: &View, document: &Document| {
            let at = places::offset(view, document, position);
            Ok(places::definition(view, &analysis::definition(&view.snapshot, document.id(), at)))
        };
        self.session.ask_about("definition", &text_document.uri, question).await
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position;
        let declaration = match params.context.include_declaration {
            true => Declaration::Included,
            false => Declaration::Excluded,
        };
        let question = move |view: &View, document: &Document| {
            let at = places::offset(view, document, position);
            let found = analysis::references(&view.snapshot, document.id(), at, declaration)?;
            Ok(Some(places::locations(view, &found)))
        };
        self.session.ask_about("references", &text_document.uri, question).await
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        let CodeActionParams { text_document, range, context, .. } = params;
        let question = move |view: &View, document: &Document| {
            let profile = view.profile();
            if !profile.action_literals {
                return Ok(None);
            }
            let span = places::span(document.text(), range, profile.encoding);
            let fixes = analysis::actions(&view.snapshot, document.id(), span)?;
            Ok(Some(actions::actions(view, document, &fixes, &context)))
        };
        self.session.ask_about("codeAction", &text_document.uri, question).await
    }

    async fn document_symbol(&self, params: DocumentSymbolParams) -> Result<Option<DocumentSymbolResponse>> {
        let question = |view: &View, document: &Document| {
            let found = analysis::document_symbols(&view.snapshot, document.id());
            Ok(symbols::document_symbols(view, document, &found))
        };
        self.session.ask_about("documentSymbol", &params.text_document.uri, question).await
    }

    async fn symbol(&self, params: WorkspaceSymbolParams) -> Result<Option<WorkspaceSymbolResponse>> {
        let question = move |view: &View| {
            let found = analysis::workspace_symbols(&view.snapshot, &params.query)?;
            Ok(Some(symbols::workspace_symbols(view, &found)))
        };
        self.session.ask("workspace/symbol", question).await
    }

    async fn semantic_tokens_full(
        &self,
        params: SemanticTokensParams,
    ) -> Result<Option<SemanticTokensResult>> {
        let question = |view: &View, document: &Document| {
            let found = analysis::tokens(&view.snapshot, document.id());
            Ok(Some(SemanticTokensResult::Tokens(visible::tokens(view, document, &found))))
        };
        self.session.ask_about("semanticTokens", &params.text_document.uri, question).await
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        let question = |view: &View, document: &Document| {
            let found = analysis::lenses(&view.snapshot, document.id())?;
            Ok(Some(visible::lenses(view, document, &found)))
        };
        self.session.ask_about("codeLens", &params.text_document.uri, question).await
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        let InlayHintParams { text_document, range, .. } = params;
        let question = move |view: &View, document: &Document| {
            let wanted = view.snapshot.root_of(document.id()).is_some_and(|it| it.config.inlay_hints);
            let nouns = if wanted { analysis::words(&view.snapshot, document.id()) } else { Vec::new() };
            Ok(Some(visible::hints(view, document, range, &nouns)))
        };
        self.session.ask_about("inlayHint", &text_document.uri, question).await
    }

    async fn document_link(&self, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
        let question = |view: &View, document: &Document| {
            let found = analysis::links(&view.snapshot, document.id());
            Ok(Some(visible::links(view, document, &found)))
        };
        self.session.ask_about("documentLink", &params.text_document.uri, question).await
    }

    async fn folding_range(&self, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        let question = |view: &View, document: &Document| {
            let folds = analysis::folds(&view.snapshot, document.id());
            Ok(Some(structure::folds(&view.profile(), document.text(), &folds)))
        };
        self.session.ask_about("foldingRange", &params.text_document.uri, question).await
    }

    async fn selection_range(&self, params: SelectionRangeParams) -> Result<Option<Vec<SelectionRange>>> {
        let question = move |view: &View, document: &Document| {
            let selection = |at: &Position| {
                let offset = places::offset(view, document, *at);
                let spans = analysis::selections(&view.snapshot, document.id(), offset);
                structure::selection(&view.profile(), document.text(), *at, &spans)
            };
            Ok(Some(params.positions.iter().map(selection).collect()))
        };
        self.session.ask_about("selectionRange", &params.text_document.uri, question).await
    }
}

/// The folders the editor has open.
#[allow(deprecated, reason = "older clients send a root instead of folders")]
fn folders(params: InitializeParams) -> Vec<PathBuf> {
    let of_uri = |uri: &Uri| uris::path(uri);
    match params.workspace_folders {
        Some(folders) if !folders.is_empty() => folders.iter().filter_map(|it| of_uri(&it.uri)).collect(),
        _ => {
            let root = params.root_uri.as_ref().and_then(of_uri);
            root.or_else(|| params.root_path.map(PathBuf::from)).into_iter().collect()
        }
    }
}

async fn watch_files(client: Client) {
    let watcher =
        |glob: &&str| FileSystemWatcher { glob_pattern: GlobPattern::String((*glob).to_owned()), kind: None };
    let options =
        DidChangeWatchedFilesRegistrationOptions { watchers: WATCHED.iter().map(watcher).collect() };
    let registration = Registration {
        id: "schemark/files".to_owned(),
        method: "workspace/didChangeWatchedFiles".to_owned(),
        register_options: serde_json::to_value(options).ok(),
    };
    // An editor that refuses keeps sending what it has open, which is most of what matters.
    let _ = client.register_capability(vec![registration]).await;
}
