//! Offsets and positions, spans and ranges, places and locations.

use text::{Encoding, Offset, Place, Span, Text};
use tower_lsp::ls_types::{
    GotoDefinitionResponse, Hover, HoverContents, Location, LocationLink, MarkupContent, MarkupKind,
    Position, Range,
};
use workspace::document::Document;
use workspace::store::Stroke;

use crate::session::View;

/// The position of `offset`.
pub(crate) fn position(text: &Text, offset: Offset, encoding: Encoding) -> Position {
    let position = text.position(offset, encoding);
    Position { line: position.line, character: position.column }
}

/// Our form of `position`, in the column encoding it came in.
fn our_position(position: Position) -> text::Position {
    text::Position { line: position.line, column: position.character }
}

/// The offset of `position` in `document`.
pub(crate) fn offset(view: &View, document: &Document, position: Position) -> Offset {
    document.text().offset(our_position(position), view.profile().encoding)
}

/// The range of `span`.
pub(crate) fn range(text: &Text, span: Span, encoding: Encoding) -> Range {
    Range { start: position(text, span.start(), encoding), end: position(text, span.end(), encoding) }
}

/// The span of `range`.
pub(crate) fn span(text: &Text, range: Range, encoding: Encoding) -> Span {
    let start = text.offset(our_position(range.start), encoding);
    let end = text.offset(our_position(range.end), encoding);
    Span::new(start.min(end), end.max(start))
}

/// The change that an editor sent.
pub(crate) fn stroke(change: tower_lsp::ls_types::TextDocumentContentChangeEvent) -> Stroke {
    let range = change.range.map(|range| (our_position(range.start), our_position(range.end)));
    Stroke { range, text: change.text }
}

/// The location of `place`; `None` if its file is gone.
pub(crate) fn location(view: &View, place: Place) -> Option<Location> {
    let document = view.snapshot.document(place.file)?;
    let range = range(document.text(), place.span, view.profile().encoding);
    Some(Location { uri: view.uri(place.file)?, range })
}

/// The locations of `places`.
pub(crate) fn locations(view: &View, places: &[Place]) -> Vec<Location> {
    places.iter().filter_map(|place| location(view, *place)).collect()
}

/// The answer to "where is it declared", as links if the editor takes them.
pub(crate) fn definition(view: &View, places: &[Place]) -> Option<GotoDefinitionResponse> {
    let locations = locations(view, places);
    if locations.is_empty() {
        return None;
    }
    if !view.profile().definition_links {
        return Some(GotoDefinitionResponse::Array(locations));
    }
    let link = |location: Location| LocationLink {
        origin_selection_range: None,
        target_uri: location.uri,
        target_range: location.range,
        target_selection_range: location.range,
    };
    Some(GotoDefinitionResponse::Link(locations.into_iter().map(link).collect()))
}

/// The card that says what stands at `span`.
pub(crate) fn hover(view: &View, document: &Document, span: Span, card: String) -> Hover {
    let profile = view.profile();
    let kind = if profile.markdown_hover { MarkupKind::Markdown } else { MarkupKind::PlainText };
    Hover {
        contents: HoverContents::Markup(MarkupContent { kind, value: card }),
        range: Some(range(document.text(), span, profile.encoding)),
    }
}
