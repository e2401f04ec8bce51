//! Symbols, nested or flat.

use analysis::navigate::{self, Symbol};
use text::FileId;
use tower_lsp::ls_types::{
    DocumentSymbol, DocumentSymbolResponse, Location, SymbolInformation, SymbolKind, Uri,
    WorkspaceSymbolResponse,
};
use workspace::document::Document;

use crate::session::View;
use crate::translate::places;

/// The outline of `document`, nested if the editor shows nesting.
pub(crate) fn document_symbols(
    view: &View,
    document: &Document,
    symbols: &[Symbol],
) -> Option<DocumentSymbolResponse> {
    if view.profile().nested_symbols {
        let nested = symbols.iter().map(|symbol| nested(view, document, symbol)).collect();
        return Some(DocumentSymbolResponse::Nested(nested));
    }
    let mut flattened = Vec::new();
    flatten(view, document, &view.uri(document.id())?, symbols, None, &mut flattened);
    Some(DocumentSymbolResponse::Flat(flattened))
}

/// The symbols of many files, as a list.
pub(crate) fn workspace_symbols(view: &View, symbols: &[(FileId, Symbol)]) -> WorkspaceSymbolResponse {
    let information = |(file, symbol): &(FileId, Symbol)| {
        let document = view.snapshot.document(*file)?;
        Some(flat(view, document, &view.uri(*file)?, symbol, Some(document.path().as_str())))
    };
    WorkspaceSymbolResponse::Flat(symbols.iter().filter_map(information).collect())
}

#[allow(deprecated, reason = "the field `deprecated` has to be filled in")]
fn nested(view: &View, document: &Document, symbol: &Symbol) -> DocumentSymbol {
    let encoding = view.profile().encoding;
    // LSP demands that the name lies inside the whole.
    let whole = symbol.span.join(symbol.name_span);
    let children: Vec<_> = symbol.children.iter().map(|child| nested(view, document, child)).collect();
    DocumentSymbol {
        name: name(symbol),
        detail: Some(symbol.detail.clone()).filter(|detail| !detail.is_empty()),
        kind: kind(symbol.kind),
        tags: None,
        deprecated: None,
        range: places::range(document.text(), whole, encoding),
        selection_range: places::range(document.text(), symbol.name_span, encoding),
        children: (!children.is_empty()).then_some(children),
    }
}

fn flatten(
    view: &View,
    document: &Document,
    uri: &Uri,
    symbols: &[Symbol],
    container: Option<&str>,
    flattened: &mut Vec<SymbolInformation>,
) {
    for symbol in symbols {
        flattened.push(flat(view, document, uri, symbol, container));
        flatten(view, document, uri, &symbol.children, Some(&symbol.name), flattened);
    }
}

#[allow(deprecated, reason = "the field `deprecated` has to be filled in")]
fn flat(
    view: &View,
    document: &Document,
    uri: &Uri,
    symbol: &Symbol,
    container: Option<&str>,
) -> SymbolInformation {
    let range = places::range(document.text(), symbol.name_span, view.profile().encoding);
    SymbolInformation {
        name: name(symbol),
        kind: kind(symbol.kind),
        tags: None,
        deprecated: None,
        location: Location { uri: uri.clone(), range },
        container_name: container.map(str::to_owned),
    }
}

/// The symbol's name; VS Code refuses the whole outline if one name is empty.
fn name(symbol: &Symbol) -> String {
    if symbol.name.trim().is_empty() { "(unnamed)".to_owned() } else { symbol.name.clone() }
}

fn kind(kind: navigate::SymbolKind) -> SymbolKind {
    match kind {
        navigate::SymbolKind::Heading => SymbolKind::STRING,
        navigate::SymbolKind::Story => SymbolKind::EVENT,
        navigate::SymbolKind::Criterion => SymbolKind::BOOLEAN,
        navigate::SymbolKind::Task => SymbolKind::EVENT,
        navigate::SymbolKind::Table => SymbolKind::STRUCT,
        navigate::SymbolKind::View => SymbolKind::INTERFACE,
        navigate::SymbolKind::Column => SymbolKind::FIELD,
        navigate::SymbolKind::Enum => SymbolKind::ENUM,
        navigate::SymbolKind::Value => SymbolKind::ENUM_MEMBER,
        navigate::SymbolKind::Index => SymbolKind::KEY,
        navigate::SymbolKind::Relation => SymbolKind::PROPERTY,
    }
}
