//! What the editor can do, asked once, and what we offer it.

use text::Encoding;
use tower_lsp::ls_types::{
    ClientCapabilities, CodeActionKind, CodeActionOptions, CodeActionProviderCapability, CodeLensOptions,
    DocumentLinkOptions, FoldingRangeProviderCapability, HoverProviderCapability, MarkupKind, OneOf,
    PositionEncodingKind, ResourceOperationKind, SaveOptions, SelectionRangeProviderCapability,
    SemanticTokensFullOptions, SemanticTokensOptions, SemanticTokensServerCapabilities, ServerCapabilities,
    TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions, TextDocumentSyncSaveOptions,
    WorkDoneProgressOptions, WorkspaceFoldersServerCapabilities, WorkspaceServerCapabilities,
};

use crate::translate::visible;

/// What the editor can do.
#[derive(Debug, Clone, Default)]
pub(crate) struct Profile {
    /// How it counts columns.
    pub(crate) encoding: Encoding,
    /// It shows other places that belong to a diagnostic.
    pub(crate) related: bool,
    /// It knows versions of published diagnostics.
    pub(crate) diagnostic_versions: bool,
    /// It shows links behind codes.
    pub(crate) code_links: bool,
    /// It keeps the `data` of diagnostics.
    pub(crate) diagnostic_data: bool,
    /// It takes code actions that are no commands.
    pub(crate) action_literals: bool,
    /// It takes edits with document versions.
    pub(crate) document_changes: bool,
    /// It creates files as part of an edit.
    pub(crate) creates_files: bool,
    /// It takes locations with an origin.
    pub(crate) definition_links: bool,
    /// It shows nested symbols.
    pub(crate) nested_symbols: bool,
    /// It folds whole lines only.
    pub(crate) line_folds: bool,
    /// It renders markdown in hovers.
    pub(crate) markdown_hover: bool,
    /// It watches files for us if asked.
    pub(crate) watches: bool,
    /// It shows progress that we start.
    pub(crate) progress: bool,
}

impl Profile {
    /// What `client` says it can do. Whatever it does not say, it cannot.
    pub(crate) fn new(client: &ClientCapabilities) -> Self {
        let document = client.text_document.clone().unwrap_or_default();
        let workspace = client.workspace.clone().unwrap_or_default();
        let publish = document.publish_diagnostics.unwrap_or_default();
        let edit = workspace.workspace_edit.unwrap_or_default();
        let yes = |it: Option<bool>| it.unwrap_or(false);
        Self {
            encoding: encoding(client),
            related: yes(publish.related_information),
            diagnostic_versions: yes(publish.version_support),
            code_links: yes(publish.code_description_support),
            diagnostic_data: yes(publish.data_support),
            action_literals: document.code_action.is_some_and(|it| it.code_action_literal_support.is_some()),
            document_changes: yes(edit.document_changes),
            creates_files: edit
                .resource_operations
                .is_some_and(|it| it.contains(&ResourceOperationKind::Create)),
            definition_links: document.definition.is_some_and(|it| yes(it.link_support)),
            nested_symbols: document
                .document_symbol
                .is_some_and(|it| yes(it.hierarchical_document_symbol_support)),
            line_folds: document.folding_range.is_some_and(|it| yes(it.line_folding_only)),
            markdown_hover: document
                .hover
                .and_then(|it| it.content_format)
                .is_none_or(|it| it.contains(&MarkupKind::Markdown)),
            watches: workspace.did_change_watched_files.is_some_and(|it| yes(it.dynamic_registration)),
            progress: client.window.as_ref().is_some_and(|it| yes(it.work_done_progress)),
        }
    }

    /// What we offer.
    pub(crate) fn offer(&self) -> ServerCapabilities {
        ServerCapabilities {
            position_encoding: Some(match self.encoding {
                Encoding::Utf8 => PositionEncodingKind::UTF8,
                Encoding::Utf16 => PositionEncodingKind::UTF16,
                Encoding::Utf32 => PositionEncodingKind::UTF32,
            }),
            text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
                open_close: Some(true),
                change: Some(TextDocumentSyncKind::INCREMENTAL),
                save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions {
                    include_text: Some(false),
                })),
                ..Default::default()
            })),
            hover_provider: Some(HoverProviderCapability::Simple(true)),
            definition_provider: Some(OneOf::Left(true)),
            references_provider: Some(OneOf::Left(true)),
            document_symbol_provider: Some(OneOf::Left(true)),
            workspace_symbol_provider: Some(OneOf::Left(true)),
            code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
                code_action_kinds: Some(vec![CodeActionKind::QUICKFIX, CodeActionKind::REFACTOR]),
                ..Default::default()
            })),
            folding_range_provider: Some(FoldingRangeProviderCapability::Simple(true)),
            selection_range_provider: Some(SelectionRangeProviderCapability::Simple(true)),
            semantic_tokens_provider: Some(SemanticTokensServerCapabilities::SemanticTokensOptions(
                SemanticTokensOptions {
                    legend: visible::legend(),
                    full: Some(SemanticTokensFullOptions::Bool(true)),
                    ..Default::default()
                },
            )),
            inlay_hint_provider: Some(OneOf::Left(true)),
            code_lens_provider: Some(CodeLensOptions { resolve_provider: Some(false) }),
            document_link_provider: Some(DocumentLinkOptions {
                resolve_provider: Some(false),
                work_done_progress_options: WorkDoneProgressOptions::default(),
            }),
            workspace: Some(WorkspaceServerCapabilities {
                workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                    supported: Some(true),
                    change_notifications: Some(OneOf::Left(true)),
                }),
                file_operations: None,
            }),
            ..Default::default()
        }
    }
}

/// The first column encoding in the client's order that we know; UTF-16 if it names none (LSP 3.17).
fn encoding(client: &ClientCapabilities) -> Encoding {
    let offered = client.general.as_ref().and_then(|it| it.position_encodings.as_deref()).unwrap_or_default();
    offered
        .iter()
        .find_map(|kind| match kind.as_str() {
            "utf-8" => Some(Encoding::Utf8),
            "utf-16" => Some(Encoding::Utf16),
            "utf-32" => Some(Encoding::Utf32),
            _ => None,
        })
        .unwrap_or_default()
}
