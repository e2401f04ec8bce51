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

/// Where a link of markdown leads within the workspace, percent signs decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkTarget {
    /// The file, relative to the story's; empty for the story itself.
    pub path: String,
    /// The anchor of a heading.
    pub anchor: Option<String>,
}

impl Link {
    /// Where a link of markdown leads, if that is a file; `None` for addresses, templates and whatever else a program
    /// may make a file's name of.
    #[must_use]
    pub fn target(&self) -> Option<LinkTarget> {
        let written = self.destination.as_str();
        let (path, anchor) = written.split_once('#').map_or((written, None), |(path, it)| (path, Some(it)));
        let path = without_line(path.split('?').next().unwrap_or(path));
        let is_filled_in = written.contains("...")
            || written.contains('…')
            || written.chars().any(|it| "{}<>$*|\\\"`".contains(it) || it.is_control());
        if self.kind != LinkKind::Markdown
            || is_filled_in
            || path.contains(':')
            || path.starts_with(['~', '@'])
        {
            return None;
        }
        let is_host = path.starts_with("//");
        let path = decoded(path).filter(|_| !is_host)?;
        let anchor = anchor.map(decoded).map_or(Some(None), |it| it.map(Some))?.filter(|it| !it.is_empty());
        (!path.is_empty() || anchor.is_some()).then_some(LinkTarget { path, anchor })
    }
}

/// `path` without the place behind it in "src/a.ts:12" and "src/a.ts:12-20".
#[must_use]
pub fn without_line(path: &str) -> &str {
    let is_place = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit() || it == b'-');
    match path.rsplit_once(':') {
        Some((rest, place)) if is_place(place) => without_line(rest),
        _ => path,
    }
}

/// `text` with `%20` and the like as the letters they stand for; `None` if that is no text.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digit = |it: Option<u8>| char::from(it?).to_digit(16).and_then(|it| u8::try_from(it).ok());
        let (high, low) = (digit(rest.next())?, digit(rest.next())?);
        bytes.push(high * 16 + low);
    }
    String::from_utf8(bytes).ok()
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

#[cfg(test)]
mod tests {
    use text::Span;

    use crate::{Link, LinkKind};

    fn leads(destination: &str) -> Option<String> {
        let link =
            Link { destination: destination.to_owned(), span: Span::default(), kind: LinkKind::Markdown };
        let target = link.target()?;
        Some(target.anchor.map_or_else(|| target.path.clone(), |it| format!("{} # {it}", target.path)))
    }

    #[test]
    fn a_link_to_a_file_is_decoded() {
        assert_eq!(leads("../a%20b.md#caf%C3%A9").as_deref(), Some("../a b.md # café"));
        assert_eq!(leads("#keys").as_deref(), Some(" # keys"));
        assert_eq!(leads("src/a.ts:12:4").as_deref(), Some("src/a.ts"));
        assert_eq!(leads("a.md?plain=1#").as_deref(), Some("a.md"));
    }

    #[test]
    fn an_address_and_a_template_lead_to_no_file() {
        for other in [
            "https://a.example/b.md",
            "mailto:a@b.example",
            "//cdn/x.md",
            "{{ page }}.md",
            "a.ts:12",
            "docs/<name>.md",
            "%zz.md",
            "",
            "#",
            "@/a.ts",
        ] {
            let is_file = leads(other).is_some();
            assert_eq!(is_file, other == "a.ts:12", "{other}");
        }
    }
}
