//! The pieces of a diagram's lines.

use text::Span;

use super::ir::Word;
use crate::model::Ends;

/// A place in a line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cursor<'a> {
    /// What is left of the line.
    pub(super) rest: &'a str,
    /// Where that stands in the file.
    pub(super) at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(rest: &'a str, at: usize) -> Self {
        Self { rest, at }.trimmed()
    }

    pub(super) fn trimmed(self) -> Self {
        let rest = self.rest.trim_start();
        Self { rest, at: self.at + self.rest.len() - rest.len() }
    }

    pub(super) fn is_empty(self) -> bool {
        self.rest.trim_end().is_empty()
    }

    /// The place behind `length` bytes and the blanks that follow.
    pub(super) fn after(self, length: usize) -> Self {
        Self { rest: self.rest.get(length..).unwrap_or_default(), at: self.at + length }.trimmed()
    }

    /// The place behind `mark`, if the line goes on with it.
    pub(super) fn past(self, mark: &str) -> Option<Self> {
        self.rest.starts_with(mark).then(|| self.after(mark.len()))
    }

    /// What is left of the line, as a span.
    pub(super) fn span(self) -> Span {
        Span::from_range(self.at..self.at + self.rest.trim_end().len())
    }

    /// The name here, in quotes or plain, and the place behind it.
    pub(super) fn name(self) -> Option<(Word, Self)> {
        if let Some(inner) = self.rest.strip_prefix('"') {
            let end = inner.find('"')?;
            let text = inner.get(..end)?.to_owned();
            let span = Span::from_range(self.at + 1..self.at + 1 + end);
            return Some((Word { text, span }, self.after(end + 2))).filter(|it| !it.0.text.is_empty());
        }
        let is_part = |it: char| it.is_alphanumeric() || !it.is_ascii() || "_-*.".contains(it);
        let length = self.rest.find(|it| !is_part(it)).unwrap_or(self.rest.len());
        let plain = self.rest.get(..length)?;
        // `users--orders`: the line begins where the name ends.
        let length = ["--", ".."].iter().filter_map(|it| plain.find(it)).min().unwrap_or(length);
        let text = plain.get(..length).filter(|it| !it.is_empty())?.to_owned();
        let span = Span::from_range(self.at..self.at + length);
        Some((Word { text, span }, self.after(length)))
    }

    /// How many rows the end of a line here stands for.
    pub(super) fn ends(self) -> Option<(Ends, Self)> {
        const MARKS: &[(&str, Ends)] = &[
            ("||", Ends::One),
            ("|o", Ends::AtMostOne),
            ("o|", Ends::AtMostOne),
            ("}o", Ends::Many),
            ("o{", Ends::Many),
            ("}|", Ends::OneOrMore),
            ("|{", Ends::OneOrMore),
            ("1+", Ends::OneOrMore),
            ("0+", Ends::Many),
            ("many(0)", Ends::Many),
            ("many(1)", Ends::OneOrMore),
        ];
        const WORDS: &[(&str, Ends)] = &[
            ("one or zero", Ends::AtMostOne),
            ("zero or one", Ends::AtMostOne),
            ("one or more", Ends::OneOrMore),
            ("one or many", Ends::OneOrMore),
            ("zero or more", Ends::Many),
            ("zero or many", Ends::Many),
            ("only one", Ends::One),
            ("many", Ends::Many),
            ("one", Ends::One),
            ("1", Ends::One),
        ];
        let marked = MARKS.iter().find_map(|(mark, ends)| Some((*ends, self.past(mark)?)));
        marked.or_else(|| WORDS.iter().find_map(|(words, ends)| Some((*ends, self.past_words(words)?))))
    }

    /// The place behind the line's middle: `--`, `..`, `to`.
    pub(super) fn middle(self) -> Option<Self> {
        let marks = ["--", "..", ".-", "-."];
        let marked = marks.iter().find_map(|it| self.past(it));
        marked.or_else(|| ["optionally to", "to"].iter().find_map(|it| self.past_words(it)))
    }

    /// The place behind `words`, which no letter may follow.
    fn past_words(self, words: &str) -> Option<Self> {
        let begins = self.rest.get(..words.len()).is_some_and(|it| it.eq_ignore_ascii_case(words));
        let behind = self.rest.get(words.len()..)?;
        let is_over = !behind.starts_with(|it: char| it.is_alphanumeric() || it == '_');
        (begins && is_over).then(|| self.after(words.len()))
    }
}

/// A piece of an attribute's line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    Word(Word),
    Key(super::ir::Key),
    Comment(Word),
    /// `}`.
    Close,
}

/// The pieces that `line`, which starts at `at`, holds up to the end of the entity, and where they end; `None` if a
/// quote is not closed.
pub(super) fn pieces(line: &str, at: usize) -> Option<(Vec<Piece>, Cursor<'_>)> {
    let mut found = Vec::new();
    let mut cursor = Cursor::new(line, at);
    while let Some(letter) = cursor.rest.chars().next() {
        let quote = if letter == '"' || letter == '`' { letter } else { '\0' };
        if let Some(inner) = cursor.rest.strip_prefix(quote) {
            let end = inner.find(quote)?;
            let text = inner.get(..end)?.to_owned();
            let span = Span::from_range(cursor.at + 1..cursor.at + 1 + end);
            let word = Word { text, span };
            found.push(if quote == '"' { Piece::Comment(word) } else { Piece::Word(word) });
            cursor = cursor.after(end + 2);
        } else if letter == '}' {
            found.push(Piece::Close);
            return Some((found, cursor.after(1)));
        } else if letter == ',' {
            cursor = cursor.after(1);
        } else if let Some((key, behind)) = key(cursor) {
            found.push(Piece::Key(key));
            cursor = behind;
        } else {
            let length = word(cursor.rest);
            let text = cursor.rest.get(..length)?.to_owned();
            let span = Span::from_range(cursor.at..cursor.at + length);
            found.push(Piece::Word(Word { text, span }));
            cursor = cursor.after(length);
        }
    }
    Some((found, cursor))
}

fn key(cursor: Cursor<'_>) -> Option<(super::ir::Key, Cursor<'_>)> {
    use super::ir::Key;
    let keys = [("PK", Key::Primary), ("FK", Key::Foreign), ("UK", Key::Unique)];
    keys.into_iter().find_map(|(word, key)| Some((key, cursor.past_words(word)?)))
}

/// The length of the word that `rest` begins with. Brackets hold their blanks: `decimal(10, 2)`.
fn word(rest: &str) -> usize {
    let mut depth = 0_usize;
    for (at, letter) in rest.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '"' | '`' | '}' | '{' if at > 0 => return at,
            _ if letter.is_whitespace() && (depth == 0 || !rest.get(at..).is_some_and(|it| it.contains(')'))) => {
                return at;
            }
            _ => {}
        }
    }
    rest.len()
}
