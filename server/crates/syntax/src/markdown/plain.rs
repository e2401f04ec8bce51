//! Prose as a reader sees it: without marks, escapes and entities.

use super::{Inline, InlineKind};

/// The text of `inlines` as it reads when rendered: marks, HTML and link targets left out, a line break as one space.
///
/// ```
/// use schemark_syntax::markdown::{BlockKind, parse, plain_text};
/// let source = "# The **`orders`** table &amp; co";
/// let markdown = parse(source);
/// let BlockKind::Heading { inlines, .. } = &markdown.blocks[0].kind else { panic!("a heading") };
/// assert_eq!(plain_text(source, inlines), "The orders table & co");
/// ```
#[must_use]
pub fn plain_text(source: &str, inlines: &[Inline]) -> String {
    let mut text = String::new();
    // A stack instead of recursion: this must hold for any tree, not only for those `parse` makes.
    let mut ahead = vec![inlines.iter()];
    while let Some(top) = ahead.last_mut() {
        let Some(inline) = top.next() else {
            ahead.pop();
            continue;
        };
        match &inline.kind {
            InlineKind::Text => push_text(&mut text, inline.span.slice(source)),
            InlineKind::Code { content } => push_code(&mut text, content.slice(source)),
            InlineKind::Break => text.push(' '),
            InlineKind::Html => {}
            InlineKind::Strong(_)
            | InlineKind::Emphasis(_)
            | InlineKind::Struck(_)
            | InlineKind::Link { .. } => {
                ahead.push(inline.children().iter());
            }
        }
    }
    text
}

fn push_text(text: &mut String, piece: &str) {
    let escaped = piece.strip_prefix('\\').filter(|rest| rest.len() == 1);
    match entity(piece) {
        Some(character) => text.push(character),
        None => text.push_str(escaped.unwrap_or(piece)),
    }
}

fn push_code(text: &mut String, code: &str) {
    for (index, line) in code.lines().enumerate() {
        if index > 0 {
            text.push(' ');
        }
        text.push_str(line);
    }
}

/// The character of an entity that people do write in stories; other names stay as they stand.
fn entity(piece: &str) -> Option<char> {
    let name = piece.strip_prefix('&')?.strip_suffix(';')?;
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|&c| c != '\0').or(Some(char::REPLACEMENT_CHARACTER));
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "rarr" => '→',
        "larr" => '←',
        _ => return None,
    })
}
