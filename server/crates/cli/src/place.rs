//! Where something is, as people and programs are told.

use std::path::{Component, Path, PathBuf};

use serde::Serialize;
use text::{Offset, Span, Text};
use workspace::document::Document;

/// How many bytes a byte order mark has.
const MARK_LENGTH: usize = 3;

/// A span as programs are told.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SpanJson {
    pub(crate) line: u32,
    pub(crate) column: u32,
    end_line: u32,
    end_column: u32,
    /// In bytes of the file, a byte order mark counted, though the text is kept without it.
    offset: usize,
    length: usize,
}

impl SpanJson {
    /// The place of `span` in `document`.
    pub(crate) fn new(document: &Document, span: Span) -> Self {
        let (line, column) = place(document.text(), span.start());
        let (end_line, end_column) = place(document.text(), span.end());
        let mark = if document.has_mark() { MARK_LENGTH } else { 0 };
        let (offset, length) = (span.start().bytes() + mark, span.len());
        Self { line, column, end_line, end_column, offset, length }
    }
}

/// The line and column of an offset, both from 1; columns count code points.
pub(crate) fn place(text: &Text, offset: Offset) -> (u32, u32) {
    let position = text.position(offset, text::Encoding::Utf32);
    (position.line + 1, position.column + 1)
}

/// The way from the folder `from` to `to`, both absolute: what a terminal in `from` can open. `to` itself if the two
/// share nothing.
pub(crate) fn way(from: &Path, to: &Path) -> PathBuf {
    let shared = from.components().zip(to.components()).take_while(|(a, b)| a == b).count();
    let shares = to.components().take(shared).any(|it| matches!(it, Component::Normal(_)));
    if !shares && from != to {
        return to.to_owned();
    }
    let up = from.components().skip(shared).map(|_| Component::ParentDir);
    let way: PathBuf = up.chain(to.components().skip(shared)).collect();
    if way.as_os_str().is_empty() { PathBuf::from(".") } else { way }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_leads_down_up_and_aside() {
        let told = |from: &str, to: &str| way(Path::new(from), Path::new(to)).display().to_string();
        assert_eq!(told("/home/a", "/home/a"), ".");
        assert_eq!(told("/home/a", "/home/a/b/c.md"), "b/c.md");
        assert_eq!(told("/home/a/b", "/home/a/c.md"), "../c.md");
        assert_eq!(told("/home/a", "/var/b"), "/var/b");
    }
}
