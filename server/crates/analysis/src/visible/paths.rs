//! Paths that a story names without linking to them: in inline code, and in its front matter.
//!
//! Leaves to others: whether such a file is there.

use story::StoryFacts;
use text::Span;

/// What inline code of `source` may be a path, and where it stands.
pub(super) fn code(source: &str, facts: &StoryFacts) -> Vec<(Span, String)> {
    let fences: Vec<Span> = facts.fences.iter().map(|it| it.span).collect();
    let mut found = Vec::new();
    let mut start = 0;
    for line in source.split_inclusive('\n') {
        let mut at = start;
        for (number, part) in line.split('`').enumerate() {
            let span = Span::from_range(at..at + part.len());
            at += part.len() + 1;
            let is_fenced = || lies_in(&fences, span);
            // The words of a link lead where it leads.
            let is_linked = || source.get(at..).is_some_and(|it| it.starts_with("]("));
            if number % 2 == 1 && at < start + line.len() + 1 && is_path(part) && !is_fenced() && !is_linked()
            {
                found.push((span, part.to_owned()));
            }
        }
        start += line.len();
    }
    found
}

/// What the lists of files in the front matter name.
pub(super) fn front_matter(facts: &StoryFacts) -> Vec<(Span, String)> {
    let entries = facts.front_matter.iter().flat_map(|it| &it.entries).flat_map(|(_, values)| values);
    let exact = entries.filter(|(written, span)| is_path(written) && span.len() == written.len());
    exact.map(|(written, span)| (*span, written.clone())).collect()
}

/// True if one of `spans`, which are sorted and apart, covers `span`.
pub(super) fn lies_in(spans: &[Span], span: Span) -> bool {
    let next = spans.partition_point(|it| it.start() <= span.start());
    next.checked_sub(1).and_then(|it| spans.get(it)).is_some_and(|it| it.covers(span))
}

/// True for words that name a file: they have an ending, and nothing that a path has not.
fn is_path(text: &str) -> bool {
    let ending = text.rsplit_once('.').map_or("", |it| it.1);
    let is_plain = |it: char| it.is_alphanumeric() || "/._-@[]:+~".contains(it);
    !ending.is_empty() && text.len() <= 200 && text.chars().all(is_plain) && !text.contains("://")
}
