//! The YAML block at the top of a file: keys with their scalars. TOML's `key = value` lines are understood as well.
//!
//! Leaves to others: YAML's anchors, tags and block scalars, whose lines are skipped.

use text::Span;

use crate::FrontMatter;

/// Maps nest at most this deep in what anybody writes by hand.
const DEEPEST: usize = 16;

/// What the YAML at `content` of `text` says.
pub(crate) fn read(text: &str, content: Span) -> FrontMatter {
    let mut reader = Reader { entries: Vec::new(), path: Vec::new(), skip_deeper_than: None };
    let mut at = content.start();
    for line in content.slice(text).split_inclusive('\n') {
        reader.line(line, at.bytes());
        at = at.plus(line.len());
    }
    FrontMatter { span: content, entries: reader.entries }
}

struct Reader {
    entries: Vec<(String, Vec<(String, Span)>)>,
    /// The open keys with their indentation, outermost first, and their entry.
    path: Vec<(usize, String)>,
    /// Lines deeper than this belong to a block scalar.
    skip_deeper_than: Option<usize>,
}

impl Reader {
    fn line(&mut self, line: &str, start: usize) {
        let body = line.trim();
        if body.is_empty() || body.starts_with('#') {
            return;
        }
        let indent = line.len() - line.trim_start().len();
        if self.skip_deeper_than.is_some_and(|limit| indent > limit) {
            return;
        }
        self.skip_deeper_than = None;
        let at = start + indent;
        if let Some(item) = body.strip_prefix("- ") {
            // A list may stand at the same indentation as its key.
            self.path.retain(|(depth, _)| *depth <= indent);
            let lead = body.len() - item.trim_start().len();
            self.values(item.trim(), at + lead);
            return;
        }
        self.path.retain(|(depth, _)| *depth < indent);
        let colon =
            body.find(": ").or_else(|| body.strip_suffix(':').map(str::len)).or_else(|| body.find(" = "));
        let Some(colon) = colon else { return };
        let key = body.get(..colon).unwrap_or("").trim().trim_matches(['"', '\'']);
        let skip = if body.get(colon..).is_some_and(|it| it.starts_with(" = ")) { 3 } else { 1 };
        let rest = body.get(colon + skip..).unwrap_or("");
        if key.is_empty() || self.path.len() >= DEEPEST {
            return;
        }
        self.path.push((indent, key.to_owned()));
        let name = self.path.iter().map(|(_, key)| key.as_str()).collect::<Vec<_>>().join(".");
        self.entries.push((name, Vec::new()));
        let value = rest.trim();
        if value.starts_with(['|', '>']) {
            self.skip_deeper_than = Some(indent);
        } else if !value.is_empty() {
            self.values(value, at + colon + skip + (rest.len() - rest.trim_start().len()));
        }
    }

    /// Adds the scalar or the flow list `value`, which starts at `at`, to the last entry.
    fn values(&mut self, value: &str, at: usize) {
        match value.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            Some(list) => {
                let mut at = at + 1;
                for piece in list.split(',') {
                    self.scalar(piece, at);
                    at += piece.len() + 1;
                }
            }
            None => self.scalar(value, at),
        }
    }

    fn scalar(&mut self, written: &str, at: usize) {
        let body = written.trim();
        let inner = match body.chars().next() {
            Some(mark @ ('"' | '\'')) => {
                body.strip_prefix(mark).and_then(|it| it.strip_suffix(mark)).unwrap_or(body)
            }
            // A comment begins behind a space.
            _ => body.split(" #").next().unwrap_or(body).trim_end(),
        };
        if inner.is_empty() {
            return;
        }
        let start = at + written.find(inner).unwrap_or(0);
        if let Some((_, values)) = self.entries.last_mut() {
            values.push((inner.to_owned(), Span::from_range(start..start + inner.len())));
        }
    }
}
