//! The details of inlines that the events leave to their reader.

use text::Span;

/// The code in `` `span` `` without its marks and the one blank of padding.
pub(super) fn code_content(source: &str, span: Span) -> Span {
    let text = span.slice(source);
    let marks = text.len() - text.trim_start_matches('`').len();
    let Some(inner) = text.len().checked_sub(marks).and_then(|end| text.get(marks..end)) else { return span };
    let (mut start, mut end) = (span.start().bytes() + marks, span.end().bytes() - marks);
    let blank = |c: char| matches!(c, ' ' | '\n' | '\r');
    if inner.len() > 1
        && inner.starts_with(blank)
        && inner.ends_with(blank)
        && !inner.trim_matches(' ').is_empty()
    {
        start += if inner.starts_with("\r\n") { 2 } else { 1 };
        end -= if inner.ends_with("\r\n") { 2 } else { 1 };
    }
    Span::from_range(start..end.max(start))
}

/// The escape (`\*`) whose backslash the events left out before `start`; `known` is where the last inline ended.
pub(super) fn escape(source: &str, start: usize, known: usize) -> Option<Span> {
    let backslash = start.checked_sub(1)?;
    let behind = source.get(backslash..)?.strip_prefix('\\')?;
    let escaped = behind.chars().next().filter(char::is_ascii_punctuation)?;
    (backslash >= known).then(|| Span::from_range(backslash..start + escaped.len_utf8()))
}
