//! The words and strings of code in any language, as far as it takes to find names in it.

/// At most so many bytes are searched in vain for the ends of quotes.
const MOST_SEARCHED: usize = 4 * 1024 * 1024;

/// A piece of code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// A name or keyword.
    Word(&'a str),
    /// What stands in quotes.
    Text(&'a str),
    /// Any other character.
    Mark(u8),
}

/// The pieces of `source`, without comments. `hash` comments open with `#` and run to the end of the line.
pub(super) fn tokens(source: &str, hash: Hash) -> Vec<Token<'_>> {
    let bytes = source.as_bytes();
    let mut tokens = Vec::new();
    let mut at = 0;
    let mut fuel = MOST_SEARCHED;
    while let Some(byte) = bytes.get(at).copied() {
        let rest = source.get(at..).unwrap_or("");
        let next = match byte {
            b'/' if rest.starts_with("//") => at + line(rest),
            b'/' if rest.starts_with("/*") => at + rest.find("*/").map_or(rest.len(), |it| it + 2),
            b'#' if hash == Hash::Comments => at + line(rest),
            b'"' | b'\'' | b'`' => {
                let (text, length) = quoted(rest, &mut fuel);
                tokens.push(Token::Text(text));
                at + length
            }
            _ if is_word(byte) => {
                let length = rest.bytes().take_while(|it| is_word(*it)).count();
                tokens.push(Token::Word(rest.get(..length).unwrap_or("")));
                at + length
            }
            _ => {
                if byte.is_ascii_punctuation() {
                    tokens.push(Token::Mark(byte));
                }
                at + 1
            }
        };
        at = next.max(at + 1);
    }
    tokens
}

/// What a `#` does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hash {
    /// It opens a comment.
    Comments,
    /// It does not.
    Other,
}

/// Letters of other scripts are a part of words: names hold them whole or not at all.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$') || !byte.is_ascii()
}

fn line(rest: &str) -> usize {
    rest.find('\n').unwrap_or(rest.len())
}

/// What the quotes hold that `rest` opens with, and how long it is with them. A quote that is not closed on its line,
/// in a language where it must be, holds nothing.
fn quoted<'a>(rest: &'a str, fuel: &mut usize) -> (&'a str, usize) {
    for long in ["\"\"\"", "'''"] {
        if let Some(inner) = rest.strip_prefix(long) {
            let end = inner.find(long).unwrap_or(inner.len());
            return (inner.get(..end).unwrap_or(""), end + 2 * long.len());
        }
    }
    let quote = rest.as_bytes().first().copied().unwrap_or_default();
    let mut escaped = false;
    for (at, byte) in rest.bytes().enumerate().skip(1).take(*fuel) {
        match byte {
            _ if std::mem::take(&mut escaped) => {}
            b'\\' => escaped = true,
            b'\n' if quote != b'`' => {
                *fuel = fuel.saturating_sub(at);
                return ("", 1);
            }
            _ if byte == quote => return (rest.get(1..at).unwrap_or(""), at + 1),
            _ => {}
        }
    }
    *fuel = fuel.saturating_sub(rest.len());
    ("", 1)
}
