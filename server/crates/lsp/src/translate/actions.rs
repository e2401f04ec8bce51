//! Fixes as code actions, and our edits as workspace edits in the richest form the editor takes.

use std::collections::HashMap;

use analysis::{Fix, FixKind, WorkspaceEdits};
use text::Edits;
use tower_lsp::ls_types::{
    CodeAction, CodeActionContext, CodeActionKind, CodeActionOrCommand, CreateFile, Diagnostic,
    DocumentChangeOperation, DocumentChanges, NumberOrString, OneOf, OptionalVersionedTextDocumentIdentifier,
    Range, ResourceOp, TextDocumentEdit, TextEdit, Uri, WorkspaceEdit,
};
use workspace::document::Document;

use crate::session::View;
use crate::translate::places;

/// The code actions for `fixes` in `document`, those of the wanted kinds, each with the diagnostics it mends.
pub(crate) fn actions(
    view: &View,
    document: &Document,
    fixes: &[Fix],
    context: &CodeActionContext,
) -> Vec<CodeActionOrCommand> {
    let wanted = |fix: &&Fix| {
        // A kind asks for everything below it: `refactor` for `refactor.rewrite`; the empty kind for all.
        let kind = kind(fix.kind);
        context.only.as_deref().is_none_or(|only| {
            only.iter().any(|it| {
                let rest = kind.as_str().strip_prefix(it.as_str());
                it.as_str().is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            })
        })
    };
    fixes.iter().filter(wanted).filter_map(|fix| action(view, document, fix, &context.diagnostics)).collect()
}

fn action(
    view: &View,
    document: &Document,
    fix: &Fix,
    diagnostics: &[Diagnostic],
) -> Option<CodeActionOrCommand> {
    let mended: Vec<Diagnostic> = fix.mends.map_or_else(Vec::new, |(code, span)| {
        let range = places::range(document.text(), span, view.profile().encoding);
        let code = NumberOrString::String(code.to_owned());
        diagnostics
            .iter()
            .filter(|it| it.code.as_ref() == Some(&code) && it.range == range)
            .cloned()
            .collect()
    });
    Some(CodeActionOrCommand::CodeAction(CodeAction {
        title: fix.title.clone(),
        kind: Some(kind(fix.kind)),
        diagnostics: (!mended.is_empty()).then_some(mended),
        edit: Some(workspace_edit(view, &fix.edits)?),
        is_preferred: fix.preferred.then_some(true),
        ..Default::default()
    }))
}

fn kind(kind: FixKind) -> CodeActionKind {
    match kind {
        FixKind::QuickFix => CodeActionKind::QUICKFIX,
        FixKind::Refactor => CodeActionKind::REFACTOR,
    }
}

/// `edits` as one change; `None` if a file of it has no URI.
fn workspace_edit(view: &View, edits: &WorkspaceEdits) -> Option<WorkspaceEdit> {
    let mut changed = Vec::new();
    for (file, edits) in &edits.files {
        let document = view.snapshot.document(*file)?;
        changed.push((view.uri(*file)?, document.version(), text_edits(view, document, edits)));
    }
    let mut created = Vec::new();
    for (root, path, content) in &edits.created {
        let whole = TextEdit { range: Range::default(), new_text: content.clone() };
        created.push((view.new_uri(*root, path.as_str())?, whole));
    }
    let profile = view.profile();
    if profile.document_changes && (created.is_empty() || profile.creates_files) {
        return Some(document_changes(changed, created));
    }
    // An edit of a file that is not there creates it in every editor we know.
    let changes: HashMap<Uri, Vec<TextEdit>> = changed
        .into_iter()
        .map(|(uri, _, edits)| (uri, edits))
        .chain(created.into_iter().map(|(uri, whole)| (uri, vec![whole])))
        .collect();
    Some(WorkspaceEdit { changes: Some(changes), ..Default::default() })
}

fn document_changes(
    changed: Vec<(Uri, Option<i32>, Vec<TextEdit>)>,
    created: Vec<(Uri, TextEdit)>,
) -> WorkspaceEdit {
    let mut operations = Vec::new();
    for (uri, whole) in created {
        // Without options the creation fails where a file is, rather than writing over it.
        let create = CreateFile { uri: uri.clone(), options: None, annotation_id: None };
        operations.push(DocumentChangeOperation::Op(ResourceOp::Create(create)));
        operations.push(DocumentChangeOperation::Edit(text_document_edit(uri, None, vec![whole])));
    }
    for (uri, version, edits) in changed {
        operations.push(DocumentChangeOperation::Edit(text_document_edit(uri, version, edits)));
    }
    WorkspaceEdit { document_changes: Some(DocumentChanges::Operations(operations)), ..Default::default() }
}

fn text_document_edit(uri: Uri, version: Option<i32>, edits: Vec<TextEdit>) -> TextDocumentEdit {
    TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier { uri, version },
        edits: edits.into_iter().map(OneOf::Left).collect(),
    }
}

fn text_edits(view: &View, document: &Document, edits: &Edits) -> Vec<TextEdit> {
    let encoding = view.profile().encoding;
    let edit = |edit: &text::Edit| TextEdit {
        range: places::range(document.text(), edit.span, encoding),
        new_text: edit.text.clone(),
    };
    edits.iter().map(edit).collect()
}
