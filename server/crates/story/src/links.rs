//! Links and `[Source: file#heading]` references.

use text::Span;

use crate::prose::Prose;
use crate::{Link, LinkKind};

/// The link at `span` of `text` that leads to `destination`.
pub(crate) fn link(text: &str, span: Span, destination: &str) -> Link {
    let written = span.slice(text);
    // The text of a link may repeat its destination: what counts stands last.
    let span = match written.rfind(destination).filter(|_| !destination.is_empty()) {
        Some(at) => {
            let start = span.start().plus(at);
            Span::new(start, start.plus(destination.len()))
        }
        None => span,
    };
    Link { destination: destination.to_owned(), span, kind: LinkKind::Markdown }
}

/// Adds the `[Source: …]` references in `prose`; several in one bracket are separated by commas.
pub(crate) fn sources(prose: &Prose, found: &mut Vec<Link>) {
    let mut index = 0;
    while index < prose.tokens().len() {
        let is_source = prose.is_mark(index, '[')
            && prose.word(index + 1).is_some_and(|word| word.eq_ignore_ascii_case("source"))
            && prose.is_mark(index + 2, ':');
        if !is_source {
            index += 1;
            continue;
        }
        let from = index + 3;
        index = from;
        let mut start = from;
        while index < prose.tokens().len() && !prose.is_mark(index, ']') {
            if prose.is_mark(index, ',') {
                push(prose, start, index, found);
                start = index + 1;
            }
            index += 1;
        }
        if prose.is_mark(index, ']') {
            push(prose, start, index, found);
        }
    }
}

fn push(prose: &Prose, from: usize, to: usize, found: &mut Vec<Link>) {
    if let Some((text, span)) = prose.stretch(from, to) {
        // Prose such as "[Source: PRD NFR17]" leads to no file.
        if text.split('#').next().is_some_and(|file| file.contains('.') && !file.contains(' ')) {
            found.push(Link { destination: text.to_owned(), span, kind: LinkKind::Source });
        }
    }
}
