//! One line in its tokens.

use text::Span;

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) span: Span,
}

/// What a piece of a line is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum TokenKind {
    Word(String),
    Number(String),
    /// A string, with its escapes resolved. Its span excludes the quotes.
    Text(String),
    Mark(char),
    /// What begins nothing that the language knows, also a string without its end.
    Bad,
}

/// The comment that ends a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LineComment {
    pub(super) span: Span,
    pub(super) text: String,
    /// True for `///`, which says something of what it stands at.
    pub(super) is_doc: bool,
}

/// A line in its tokens.
#[derive(Debug, Default)]
pub(super) struct Line {
    pub(super) tokens: Vec<Token>,
    pub(super) comment: Option<LineComment>,
    /// Where a `/*` without its end starts.
    pub(super) opened: Option<usize>,
    /// The spans of whole `/* … */`.
    pub(super) inner: Vec<Span>,
}

/// The tokens of `line`, which starts `base` bytes into the file.
pub(super) fn tokens(line: &str, base: usize) -> Line {
    let mut found = Line::default();
    let mut at = 0;
    while let Some(rest) = line.get(at..) {
        let Some(letter) = rest.chars().next() else { break };
        let start = at;
        if letter.is_whitespace() || letter == '\u{feff}' {
            at += letter.len_utf8();
            continue;
        }
        if rest.starts_with("//") {
            let is_doc = rest.starts_with("///");
            let text = rest.trim_start_matches('/').trim().to_owned();
            let span = Span::from_range(base + start..base + start + rest.trim_end().len());
            found.comment = Some(LineComment { span, text, is_doc });
            break;
        }
        if rest.starts_with("/*") {
            let Some(end) = rest.get(2..).and_then(|it| it.find("*/")) else {
                found.opened = Some(base + start);
                break;
            };
            at += end + 4;
            found.inner.push(Span::from_range(base + start..base + at));
            continue;
        }
        let (kind, length) = token(rest, letter);
        at += length;
        let quotes = usize::from(matches!(kind, TokenKind::Text(_)));
        let span = Span::from_range(base + start + quotes..base + at - quotes);
        found.tokens.push(Token { kind, span });
    }
    found
}

/// The token that `rest` begins with, and its length.
fn token(rest: &str, letter: char) -> (TokenKind, usize) {
    let taken = |is_part: fn(char) -> bool| rest.find(|it| !is_part(it)).unwrap_or(rest.len());
    if letter == '"' {
        return text(rest);
    }
    let after = rest.chars().nth(1);
    if letter.is_ascii_digit() || (letter == '-' && after.is_some_and(|it| it.is_ascii_digit())) {
        let length =
            rest.char_indices().skip(1).find(|(_, it)| !is_in_number(*it)).map_or(rest.len(), |it| it.0);
        let number = rest.get(..length).unwrap_or_default();
        return (TokenKind::Number(number.to_owned()), length);
    }
    if letter.is_alphabetic() || letter == '_' {
        let length = taken(is_in_word);
        return (TokenKind::Word(rest.get(..length).unwrap_or_default().to_owned()), length);
    }
    let kind = if "@(){}[],:?=.!".contains(letter) { TokenKind::Mark(letter) } else { TokenKind::Bad };
    (kind, letter.len_utf8())
}

fn is_in_number(letter: char) -> bool {
    letter.is_ascii_digit() || matches!(letter, '.' | 'e' | 'E' | '+' | '-')
}

fn is_in_word(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | '-')
}

/// The string that `rest` begins with. One without its end takes the line.
fn text(rest: &str) -> (TokenKind, usize) {
    let mut text = String::new();
    let mut letters = rest.char_indices().skip(1);
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return (TokenKind::Text(text), at + 1),
            '\\' => match letters.next().map(|it| it.1) {
                Some('n') => text.push('\n'),
                Some('r') => text.push('\r'),
                Some('t') => text.push('\t'),
                Some('u') => text.push(unicode(&mut letters)),
                Some(other) => text.push(other),
                None => {}
            },
            other => text.push(other),
        }
    }
    (TokenKind::Bad, rest.trim_end().len().max(1))
}

/// The character of the four hexadecimal digits that come next.
fn unicode(letters: &mut impl Iterator<Item = (usize, char)>) -> char {
    let code = letters.take(4).fold(0, |code, (_, it)| code * 16 + it.to_digit(16).unwrap_or(0));
    char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
}
