//! A text as pulldown-cmark reads it well and fast. Every byte keeps its place.
//!
//! - A lone CR becomes an LF: it ends a line for editors and for CommonMark, but the parser looks past it in fences.
//! - A line opens no more containers than the tree keeps. The parser looks at every open quote and list on every line:
//!   ten thousand `- ` on one line and ten thousand lines below would take it minutes. Containers opened line by line
//!   cost their own indentation each time, so only those of one line need a limit.

use std::borrow::Cow;

/// Containers that one line may open: more than the tree keeps.
const MOST: usize = 128;

/// `source` with the bytes replaced that the parser reads badly; nearly always `source` itself.
pub(super) fn ordinary(source: &str) -> Cow<'_, str> {
    let mut changes: Vec<(usize, u8)> = Vec::new();
    for (at, _) in source.match_indices('\r') {
        if source.as_bytes().get(at + 1) != Some(&b'\n') {
            changes.push((at, b'\n'));
        }
    }
    let mut at = 0;
    for line in source.split_inclusive(['\n', '\r']) {
        if let Some(marker) = marker_too_many(line.as_bytes()) {
            changes.push((at + marker, b'x'));
        }
        at += line.len();
    }
    if changes.is_empty() {
        return Cow::Borrowed(source);
    }
    let mut bytes = source.as_bytes().to_vec();
    for (at, new) in changes {
        if let Some(byte) = bytes.get_mut(at) {
            *byte = new;
        }
    }
    // ASCII was replaced by ASCII, so this is UTF-8 still.
    String::from_utf8(bytes).map_or(Cow::Borrowed(source), Cow::Owned)
}

/// Where in `line` the marker stands that is one too many.
fn marker_too_many(line: &[u8]) -> Option<usize> {
    if line.len() <= MOST {
        return None;
    }
    let mut markers = 0;
    let mut at = 0;
    loop {
        let rest = line.get(at..)?;
        let marker = match rest {
            [b' ' | b'\t', ..] => {
                at += 1;
                continue;
            }
            [b'>', ..] => 0,
            [b'-' | b'*' | b'+', b' ' | b'\t' | b'\r' | b'\n', ..] => 0,
            _ => numbered(rest)?,
        };
        markers += 1;
        if markers > MOST {
            return Some(at + marker);
        }
        at += marker + 1;
    }
}

/// Where in `rest` the mark behind a list number stands, if it starts with one.
fn numbered(rest: &[u8]) -> Option<usize> {
    let digits = rest.iter().take(10).take_while(|byte| byte.is_ascii_digit()).count();
    let is_marker = digits > 0 && matches!(rest.get(digits), Some(b'.' | b')'));
    is_marker.then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_as_people_write_it_stays() {
        for source in ["> - 1. a\n", "- - - -\n", &"> ".repeat(64), &"a - ".repeat(500)] {
            assert!(matches!(ordinary(source), Cow::Borrowed(_)));
        }
    }

    #[test]
    fn a_lone_cr_is_a_line_end() {
        assert_eq!(ordinary("a\rb\r\nc\r"), "a\nb\r\nc\n");
    }

    #[test]
    fn the_first_marker_too_many_is_text() {
        for (marker, plain) in [("> ", "x "), (">", "x"), ("- ", "x "), ("12. ", "12x "), ("+\t", "x\t")] {
            let source = format!("a\r\n{}é", marker.repeat(200));
            let expected = format!("a\r\n{}{plain}{}é", marker.repeat(128), marker.repeat(71));
            assert_eq!(ordinary(&source), expected);
        }
    }
}
