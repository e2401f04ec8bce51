//! A text whose lines open no more containers than the tree keeps.
//!
//! pulldown-cmark looks at every open quote and list on every line. Ten thousand `- ` on one line and ten thousand
//! lines below them would take it minutes. Containers opened line by line cost their own indentation each time, so
//! only those of one line need a limit.

use std::borrow::Cow;

/// Containers that one line may open: more than the tree keeps.
const MOST: usize = 128;

/// `source`, with the first marker too many of a line made plain text. Every byte keeps its place.
pub(super) fn shallow(source: &str) -> Cow<'_, str> {
    let mut changed: Option<Vec<u8>> = None;
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        if let Some(marker) = marker_too_many(line.as_bytes())
            && let Some(byte) = changed.get_or_insert_with(|| source.into()).get_mut(at + marker)
        {
            *byte = b'x';
        }
        at += line.len();
    }
    match changed.map(String::from_utf8) {
        Some(Ok(text)) => Cow::Owned(text),
        // Markers are ASCII, so replacing one leaves UTF-8.
        _ => Cow::Borrowed(source),
    }
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
            assert!(matches!(shallow(source), Cow::Borrowed(_)));
        }
    }

    #[test]
    fn the_first_marker_too_many_is_text() {
        for (marker, plain) in [("> ", "x "), (">", "x"), ("- ", "x "), ("12. ", "12x "), ("+\t", "x\t")] {
            let source = format!("a\r\n{}é", marker.repeat(200));
            let expected = format!("a\r\n{}{plain}{}é", marker.repeat(128), marker.repeat(71));
            assert_eq!(shallow(&source), expected);
        }
    }
}
