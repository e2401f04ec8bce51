//! Where the metadata before a markdown text lies: YAML between `---`, or TOML between `+++`.
//!
//! pulldown-cmark takes such a block anywhere in the text; a story has it at its start only, as GitHub reads it.

use text::Span;

/// The metadata at the start of a text.
pub(super) struct FrontMatter {
    /// Both fences and what is between them, without the line end behind the closing fence.
    pub(super) span: Span,
    /// What is between the fences, line ends included.
    pub(super) content: Span,
    /// Where the text after it starts.
    pub(super) rest: usize,
}

/// The front matter of `source`, which starts at `start` (behind a byte order mark, if there is one). A fence that is
/// never closed is none: while it is being typed, the text below stays what it was.
pub(super) fn front_matter(source: &str, start: usize) -> Option<FrontMatter> {
    let text = source.get(start..)?;
    let fence = ["---", "+++"].into_iter().find(|fence| text.starts_with(fence))?;
    let mut lines = text.split_inclusive('\n');
    let opening = lines.next()?;
    if opening.trim_end() != fence {
        return None;
    }
    let content_start = start + opening.len();
    let mut at = content_start;
    for line in lines {
        let bare = line.trim_end();
        // A text may start with a rule, and have another further down: what follows a rule is a blank line.
        if bare.is_empty() && at == content_start {
            return None;
        }
        if bare == fence || (fence == "---" && bare == "...") {
            return Some(FrontMatter {
                span: Span::from_range(start..at + bare.len()),
                content: Span::from_range(content_start..at),
                rest: at + line.len(),
            });
        }
        at += line.len();
    }
    None
}
