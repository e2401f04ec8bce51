//! `<!-- schemark-ignore rule[, rule]: reason -->` and `<!-- schemark-ignore-file rule: reason -->`.

use text::{Offset, Span};

const FILE: &str = "schemark-ignore-file";
const BLOCK: &str = "schemark-ignore";

/// A comment that silences findings, before it is known what it covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Comment {
    /// The silenced rules.
    pub(crate) rules: Vec<(String, Span)>,
    /// The reason given.
    pub(crate) reason: Option<String>,
    /// The comment.
    pub(crate) span: Span,
    /// What it covers.
    pub(crate) covers: Covers,
}

/// What a comment covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Covers {
    /// The whole file.
    File,
    /// The next block.
    NextBlock,
    /// The block it stands in.
    Here(Span),
}

/// Adds the comments in `html`, which starts at `span` inside the block at `around`. If both are the same, the comment
/// is a block of its own.
pub(crate) fn find(span: Span, around: Span, html: &str, found: &mut Vec<Comment>) {
    let mut at = 0;
    while let Some(open) = html.get(at..).and_then(|rest| rest.find("<!--")) {
        let start = at + open;
        let Some(length) = html.get(start..).and_then(|rest| rest.find("-->")) else { return };
        let end = start + length + "-->".len();
        let inner = html.get(start + "<!--".len()..end - "-->".len()).unwrap_or("");
        let covers = if span == around { Covers::NextBlock } else { Covers::Here(around) };
        let whole = Span::new(span.start().plus(start), span.start().plus(end));
        found.extend(parse(inner, span.start().plus(start + "<!--".len()), whole, covers));
        at = end;
    }
}

/// The comment with the text `inner`, which starts at `start`, if it is addressed to this program.
fn parse(inner: &str, start: Offset, span: Span, covers: Covers) -> Option<Comment> {
    let word = inner.trim_start();
    let (rest, covers) = match word.strip_prefix(FILE) {
        Some(rest) => (rest, Covers::File),
        None => (word.strip_prefix(BLOCK)?, covers),
    };
    if rest.starts_with(|it: char| !it.is_whitespace() && it != ':') {
        return None;
    }
    let (names, reason) = match rest.split_once(':') {
        Some((names, reason)) => (names, Some(reason.trim()).filter(|it| !it.is_empty())),
        None => (rest, None),
    };
    let mut at = start.plus(inner.len() - rest.len());
    let mut rules = Vec::new();
    for piece in names.split([',', ' ', '\t', '\n', '\r']) {
        if !piece.is_empty() {
            rules.push((piece.to_owned(), Span::new(at, at.plus(piece.len()))));
        }
        at = at.plus(piece.len() + 1);
    }
    Some(Comment { rules, reason: reason.map(str::to_owned), span, covers })
}
