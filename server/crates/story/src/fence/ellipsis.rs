//! What the author of a fence left out: `...`, `// other fields`, `-- etc`.
//!
//! A reader of schema files would stumble over dots, so it is given the code with blanks in their place: every byte
//! keeps its offset.

use std::borrow::Cow;

use schema::dialects::Module;
use text::{Offset, Span};

use crate::phrases::PHRASES;

const DOTS: [&str; 2] = ["...", "…"];

/// Code without its ellipses.
pub(super) struct Whole<'a> {
    /// The code, with blanks where dots stood for something.
    pub(super) code: Cow<'a, str>,
    /// Where dots stood.
    dots: Vec<Span>,
}

impl<'a> Whole<'a> {
    /// The code `code` without the dots that stand for something.
    pub(super) fn new(code: &'a str) -> Self {
        let dots = dots(code);
        if dots.is_empty() {
            return Self { code: Cow::Borrowed(code), dots };
        }
        let mut whole = String::with_capacity(code.len());
        let mut from = 0;
        for span in &dots {
            whole.push_str(code.get(from..span.start().bytes()).unwrap_or(""));
            whole.extend(std::iter::repeat_n(' ', span.len()));
            from = span.end().bytes();
        }
        whole.push_str(code.get(from..).unwrap_or(""));
        Self { code: Cow::Owned(whole), dots }
    }

    /// Where the code, which was read as `module`, leaves something out.
    pub(super) fn left_out(&self, module: &Module) -> Vec<Span> {
        let comments = module.comments().iter().filter(|it| stands_for_more(&it.text)).map(|it| it.span);
        self.dots.iter().copied().chain(comments).collect()
    }
}

/// The dots in `code` that stand alone: at the start of a line or an item, with nothing behind them in it. What dots
/// stand before, as in `...timestamps`, is named.
fn dots(code: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((mark, start)) = next(code, at) {
        let before = code.get(..start).unwrap_or("").trim_end_matches([' ', '\t']);
        let behind = code.get(start + mark.len()..).unwrap_or("").trim_start_matches([' ', '\t']);
        let opens = before.is_empty() || before.ends_with(['\n', '(', '{', '[', ',']);
        let closes = behind.is_empty()
            || behind.starts_with(['\n', '\r', ')', '}', ']', ',', ';'])
            || ["--", "//", "/*"].iter().any(|it| behind.starts_with(it));
        let (mut start, mut end) = (start, start + mark.len());
        if opens && closes {
            // Neither would the one before it, if nothing else follows.
            let item = before.trim_end();
            if item.ends_with(',') && behind.trim_start().starts_with(')') {
                start = item.len() - 1;
            }
            // The comma behind it would separate nothing.
            if behind.starts_with(',') {
                end = code.len() - behind.len() + 1;
            }
            found.push(Span::new(Offset::new(start), Offset::new(end)));
        }
        at = end;
    }
    found
}

fn next(code: &str, at: usize) -> Option<(&'static str, usize)> {
    let rest = code.get(at..)?;
    DOTS.iter().filter_map(|mark| Some((*mark, at + rest.find(mark)?))).min_by_key(|it| it.1)
}

/// True if the comment `text` stands for code that is not shown.
pub(super) fn stands_for_more(text: &str) -> bool {
    let text = text.trim();
    let dotted = DOTS.iter().any(|mark| text.starts_with(mark) || text.ends_with(mark));
    if dotted {
        return true;
    }
    let words: Vec<String> = text
        .split(|it: char| !it.is_alphanumeric())
        .filter(|it| !it.is_empty())
        .map(str::to_lowercase)
        .collect();
    // A sentence about a column may hold the same words; what stands for more is short.
    words.len() <= 8
        && PHRASES.list("fences.more").iter().any(|phrase| {
            let phrase: Vec<&str> = phrase.split(' ').collect();
            words.windows(phrase.len()).any(|it| it.iter().zip(&phrase).all(|(word, part)| word == part))
        })
}

#[cfg(test)]
mod tests {
    use super::{Whole, stands_for_more};

    #[test]
    fn dots_that_stand_alone_are_left_out_and_offsets_stay() {
        let whole = Whole::new("create table a (\n  id int,\n  ...,\n  …\n  b int\n);");
        assert_eq!(whole.code, "create table a (\n  id int,\n      \n     \n  b int\n);");
        assert_eq!(Whole::new("f({ ... })").code, "f({     })");
        assert_eq!(Whole::new("create table a (id int, ...)").code, "create table a (id int     )");
    }

    #[test]
    fn dots_before_a_name_or_in_a_text_are_kept() {
        for code in ["...timestamps,", "a text default '...'", "etc. ... and more"] {
            assert_eq!(Whole::new(code).code, code);
        }
    }

    #[test]
    fn comments_that_stand_for_more_are_told_from_remarks() {
        for text in [
            "...",
            "... existing fields",
            "other fields",
            "etc",
            "existing columns here",
            "rest of the model",
        ] {
            assert!(stands_for_more(text), "{text}");
        }
        for text in ["the buyer", "existing users keep null", "restrict deletes"] {
            assert!(!stands_for_more(text), "{text}");
        }
    }
}
