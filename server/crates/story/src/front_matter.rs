//! The YAML block at the top of a file: keys with their scalars. TOML's `key = value` lines are understood as well.
//!
//! Leaves to others: YAML's anchors, tags and block scalars, whose lines are skipped.

use syntax::markdown::{Inline, InlineKind};
use text::Span;

use crate::block::UnitKind;
use crate::phrases::PHRASES;
use crate::prose::{Prose, Source};
use crate::{Claim, Form, FrontMatter, Mention, Said, Strength, Subject, claims, mentions, words};

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

/// What the entries of `matter` name and claim: tables under keys that list them, and what sentences under keys such as
/// "provides" and "key-decisions" say.
pub(crate) fn told(source: Source<'_>, matter: &FrontMatter) -> (Vec<Mention>, Vec<Claim>) {
    let (mut found, mut claimed) = (Vec::new(), Vec::new());
    for (key, values) in &matter.entries {
        let key = key.rsplit('.').next().unwrap_or(key).to_lowercase();
        let lists = PHRASES.has("front-matter.tables", &key);
        let decides = PHRASES.has("front-matter.decisions", &key);
        for (value, span) in values {
            if lists {
                found.extend(listed(value, *span));
            } else if decides || PHRASES.has("front-matter.says", &key) {
                let prose = prose(source, *span);
                found.extend(spoken_of(&prose));
                let decision = |it: &Claim| decides && matches!(it.said, Said::Decision(_));
                let all = claims::of_prose(&prose, &[]).into_iter().filter(decision);
                claimed.extend(all.map(|it| Claim { strength: Strength::Strong, ..it }));
            }
        }
    }
    found.sort_by_key(|it| (it.span.start(), it.span.end(), it.subject));
    (found, claimed)
}

/// The table `value`, which stands at `span` in a list of tables.
fn listed(value: &str, span: Span) -> Option<Mention> {
    let name = words::qualified(value).filter(|it| words::may_be_table(it.name))?;
    Some(mentions::table(name, value, span, Form::ListAfterTables, Strength::Strong, None))
}

/// The text at `span` as a sentence.
fn prose(source: Source<'_>, span: Span) -> Prose {
    Prose::new(source, &[Inline { kind: InlineKind::Text, span: span.shifted(source.base) }])
}

/// What `prose` speaks of, for links and hover: a line of front matter is too short to be sure.
fn spoken_of(prose: &Prose) -> Vec<Mention> {
    let mut found = mentions::find(prose, &UnitKind::Paragraph);
    found.iter_mut().for_each(|it| it.strength = Strength::Weak);
    for (index, token) in prose.tokens().iter().enumerate() {
        let name = prose.word(index).filter(|it| words::may_be_table(it));
        let noun = prose.word(index + 1).is_some_and(|it| PHRASES.has("table.one", it));
        let known = found.iter().any(|it| it.span == token.span);
        if let Some(name) =
            name.filter(|it| noun && !known && it.starts_with(|it: char| it.is_ascii_lowercase()))
        {
            let name = words::Qualified { schema: None, name };
            found.push(mentions::table(name, name.name, token.span, Form::Word, Strength::Weak, None));
        }
    }
    found.retain(|it| matches!(it.subject, Subject::Table | Subject::Column));
    found
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
