//! Semantic tokens, lenses and document links.

use analysis::visible::{FileLink, Lens, Noun, Subject, Token};
use tower_lsp::ls_types::{
    CodeLens, Command, DocumentLink, InlayHint, InlayHintLabel, Range, SemanticToken, SemanticTokenType,
    SemanticTokens, SemanticTokensLegend,
};
use workspace::document::Document;

use crate::session::View;
use crate::translate::{places, uris};

/// The command behind a lens, which editors provide: its arguments are a URI, a position and locations.
const SHOW: &str = "schemark.showReferences";

/// What tokens are called: standard types, so that every theme has colours for them.
pub(crate) fn legend() -> SemanticTokensLegend {
    let types = [Subject::Table, Subject::Column, Subject::Enum, Subject::Value, Subject::Index].map(kind);
    SemanticTokensLegend { token_types: types.to_vec(), token_modifiers: Vec::new() }
}

fn kind(subject: Subject) -> SemanticTokenType {
    match subject {
        Subject::Table => SemanticTokenType::CLASS,
        Subject::Column => SemanticTokenType::PROPERTY,
        Subject::Enum => SemanticTokenType::ENUM,
        Subject::Value => SemanticTokenType::ENUM_MEMBER,
        Subject::Index => SemanticTokenType::VARIABLE,
    }
}

/// `tokens` of `document`, each relative to the one before; a token of several lines is left out, as LSP demands.
pub(crate) fn tokens(view: &View, document: &Document, tokens: &[Token]) -> SemanticTokens {
    let legend = legend().token_types;
    let mut data = Vec::with_capacity(tokens.len());
    let (mut line, mut column) = (0, 0);
    for token in tokens {
        let range = places::range(document.text(), token.span, view.profile().encoding);
        if range.start.line != range.end.line {
            continue;
        }
        let kind = kind(token.subject);
        let (Some(number), true) =
            (legend.iter().position(|it| *it == kind), range.end.character > range.start.character)
        else {
            continue;
        };
        let delta_line = range.start.line - line;
        let from = if delta_line == 0 { column } else { 0 };
        data.push(SemanticToken {
            delta_line,
            delta_start: range.start.character - from,
            length: range.end.character - range.start.character,
            token_type: u32::try_from(number).unwrap_or_default(),
            token_modifiers_bitset: 0,
        });
        (line, column) = (range.start.line, range.start.character);
    }
    SemanticTokens { result_id: None, data }
}

/// `lenses` of `document`.
pub(crate) fn lenses(view: &View, document: &Document, lenses: &[Lens]) -> Vec<CodeLens> {
    let lens = |lens: &Lens| {
        let range = places::range(document.text(), lens.span, view.profile().encoding);
        let locations = places::locations(view, &lens.places);
        let arguments = (view.uri(document.id()), range.start, locations);
        // Without places there is nothing to show: the line is only read.
        let is_read = lens.places.is_empty();
        let command = Command {
            title: lens.title.clone(),
            command: if is_read { String::new() } else { SHOW.to_owned() },
            arguments: match serde_json::to_value(arguments) {
                Ok(serde_json::Value::Array(arguments)) if !is_read => Some(arguments),
                _ => None,
            },
        };
        CodeLens { range, command: Some(command), data: None }
    };
    lenses.iter().map(lens).collect()
}

/// The tables of those of `nouns` that lie in `range` of `document`.
pub(crate) fn hints(view: &View, document: &Document, range: Range, nouns: &[Noun]) -> Vec<InlayHint> {
    let encoding = view.profile().encoding;
    let shown = places::span(document.text(), range, encoding);
    let hint = |noun: &Noun| InlayHint {
        position: places::position(document.text(), noun.span.end(), encoding),
        label: InlayHintLabel::String(format!("→ {}", noun.table)),
        kind: None,
        text_edits: None,
        tooltip: None,
        padding_left: Some(true),
        padding_right: None,
        data: None,
    };
    nouns.iter().filter(|it| shown.meets(it.span)).map(hint).collect()
}

/// `links` of `document`.
pub(crate) fn links(view: &View, document: &Document, links: &[FileLink]) -> Vec<DocumentLink> {
    let Some(root) = view.snapshot.roots().get(document.root()) else { return Vec::new() };
    let link = |link: &FileLink| DocumentLink {
        range: places::range(document.text(), link.span, view.profile().encoding),
        target: uris::uri(&root.folder.join(link.path.as_str())),
        tooltip: None,
        data: None,
    };
    links.iter().map(link).collect()
}
