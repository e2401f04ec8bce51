//! DBML in its tokens. What never ends costs its line: a half-typed string hides no table below it.

use text::Span;

use crate::dialects::Comment;

/// A piece of the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// What it says: without quotes, with escapes resolved. A mark is itself.
    pub(super) text: String,
    /// Where that stands, without quotes.
    pub(super) span: Span,
    /// True if it is the first on its line.
    pub(super) begins_line: bool,
}

/// What a piece of the source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    Number,
    /// `"a name"`.
    Quoted,
    /// `'text'` or `'''text'''`.
    Text,
    /// `` `expression` ``.
    Code,
    /// One of the language's marks.
    Mark,
    /// What begins nothing that the language knows, also a string without its end.
    Bad,
}

impl Token {
    pub(super) fn is(&self, mark: &str) -> bool {
        self.kind == Kind::Mark && self.text == mark
    }

    /// True for the word `word`, in any case.
    pub(super) fn says(&self, word: &str) -> bool {
        self.kind == Kind::Word && self.text.eq_ignore_ascii_case(word)
    }

    /// True for what may be a name.
    pub(super) fn is_name(&self) -> bool {
        matches!(self.kind, Kind::Word | Kind::Quoted)
    }
}

/// The tokens of a source and its comments.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    pub(super) tokens: Vec<Token>,
    pub(super) comments: Vec<Comment>,
}

/// The tokens of `source`.
pub(super) fn tokens(source: &str) -> Tokens {
    let mut found = Tokens::default();
    let mut endless = Endless::default();
    let mut at = 0;
    let mut begins_line = true;
    while let Some(rest) = source.get(at..) {
        let Some(letter) = rest.chars().next() else { break };
        if letter.is_whitespace() || letter == '\u{feff}' {
            begins_line |= letter == '\n' || letter == '\r';
            at += letter.len_utf8();
            continue;
        }
        if let Some((text, length)) = comment(rest, at, &mut endless) {
            let span = Span::from_range(at..at + length);
            begins_line |= text.contains('\n');
            found.comments.push(Comment { span, text: text.trim().to_owned() });
            at += length;
            continue;
        }
        let piece = piece(rest, letter, at, &mut endless);
        let span = Span::from_range(at + piece.quote..at + piece.length - piece.quote);
        found.tokens.push(Token { kind: piece.kind, text: piece.text, span, begins_line });
        begins_line = false;
        at += piece.length;
    }
    found
}

/// Up to where in the source no `'''` and no `/*` has an end of its own: each end is looked for once.
#[derive(Debug, Default)]
struct Endless {
    texts: usize,
    comments: usize,
}

/// The comment that `rest`, at `at`, begins with, without its marks, and its whole length.
fn comment<'a>(rest: &'a str, at: usize, endless: &mut Endless) -> Option<(&'a str, usize)> {
    // A line is looked for where a comment begins only: for each of its tokens, a long line would be read again.
    let line = || rest.lines().next().unwrap_or_default();
    if rest.starts_with("//") {
        return Some((line().trim_start_matches('/'), line().trim_end().len()));
    }
    let inner = rest.strip_prefix("/*")?;
    let end = if at < endless.comments { None } else { inner.find("*/") };
    match end {
        Some(end) => Some((inner.get(..end)?, end + 4)),
        None => {
            endless.comments = usize::MAX;
            Some((line().get(2..)?, line().trim_end().len()))
        }
    }
}

/// One token with its whole length and the length of its quotes on either side.
struct Piece {
    kind: Kind,
    text: String,
    length: usize,
    quote: usize,
}

/// The token that `rest`, which starts with `letter` and stands at `at`, begins with.
fn piece(rest: &str, letter: char, at: usize, endless: &mut Endless) -> Piece {
    match letter {
        '\'' if rest.starts_with("'''") => block_text(rest, at, endless),
        '\'' => quoted(rest, letter, Kind::Text),
        '"' => quoted(rest, letter, Kind::Quoted),
        '`' => quoted(rest, letter, Kind::Code),
        _ if is_word(letter) => word(rest),
        '#' => {
            let length = 1 + run(rest.get(1..).unwrap_or_default());
            plain(rest, length, Kind::Number)
        }
        _ if "{}[]().,:<>-?~*+=".contains(letter) => plain(rest, letter.len_utf8(), Kind::Mark),
        _ => plain(rest, letter.len_utf8(), Kind::Bad),
    }
}

fn plain(rest: &str, length: usize, kind: Kind) -> Piece {
    Piece { kind, text: rest.get(..length).unwrap_or_default().to_owned(), length, quote: 0 }
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_' || (!letter.is_ascii() && !letter.is_whitespace())
}

fn run(rest: &str) -> usize {
    rest.find(|it| !is_word(it)).unwrap_or(rest.len())
}

fn word(rest: &str) -> Piece {
    let length = run(rest);
    let is_number = |it: &str| it.starts_with(|it: char| it.is_ascii_digit()) && it.parse::<f64>().is_ok();
    let word = rest.get(..length).unwrap_or_default();
    if !is_number(word) {
        return plain(rest, length, Kind::Word);
    }
    let behind = rest.get(length + 1..).filter(|_| rest.get(length..).is_some_and(|it| it.starts_with('.')));
    let fraction = behind.map_or(0, run);
    let whole = rest.get(..length + 1 + fraction).filter(|it| fraction > 0 && is_number(it));
    plain(rest, whole.map_or(length, str::len), Kind::Number)
}

/// The string between two `quote`s on one line. One without its end takes the line.
fn quoted(rest: &str, quote: char, kind: Kind) -> Piece {
    let mut text = String::new();
    let mut letters = rest.char_indices().skip(1);
    while let Some((at, letter)) = letters.next() {
        match letter {
            _ if letter == quote => return Piece { kind, text, length: at + 1, quote: 1 },
            // An expression may be of many lines where it ends; a name or a text may not.
            '\n' if kind != Kind::Code || !ends_soon(rest.get(at..).unwrap_or_default()) => break,
            '\\' if kind != Kind::Code => match letters.next() {
                Some((_, 'n')) => text.push('\n'),
                Some((_, 't')) => text.push('\t'),
                Some((_, 'r')) => text.push('\r'),
                Some((_, '\n')) | None => break,
                Some((_, other)) => text.push(other),
            },
            _ => text.push(letter),
        }
    }
    let length = rest.lines().next().unwrap_or_default().trim_end().len();
    plain(rest, length.max(1), Kind::Bad)
}

/// True if an expression that goes on in `rest` ends before a line of something else begins.
fn ends_soon(rest: &str) -> bool {
    let Some(end) = rest.find('`') else { return false };
    let inner = rest.get(..end).unwrap_or_default();
    inner.lines().count() <= 20 && !opens_declaration(inner)
}

/// The string that `'''` begins and ends, without the indentation that its lines share.
fn block_text(rest: &str, at: usize, endless: &mut Endless) -> Piece {
    let line = || plain(rest, rest.lines().next().unwrap_or_default().trim_end().len().max(3), Kind::Bad);
    if at < endless.texts {
        return line();
    }
    let inner = rest.get(3..).unwrap_or_default();
    let mut ends = inner.match_indices("'''").map(|it| it.0);
    let end = ends.find(|end| !inner.get(..*end).is_some_and(|it| it.ends_with('\\')));
    match end.and_then(|end| inner.get(..end)).filter(|it| !opens_declaration(it)) {
        Some(text) => Piece { kind: Kind::Text, text: unindented(text), length: text.len() + 6, quote: 3 },
        None => {
            endless.texts = end.map_or(usize::MAX, |end| at + 3 + end);
            line()
        }
    }
}

/// True if a line of `text` opens a declaration at its start: the string around it lacks its end.
fn opens_declaration(text: &str) -> bool {
    text.lines().skip(1).any(|line| {
        let keyword = line.split(|it: char| !it.is_alphanumeric()).next().unwrap_or_default();
        ["table", "enum", "tablepartial"].contains(&keyword.to_lowercase().as_str())
            && line.trim_end().ends_with('{')
    })
}

/// `text` without its shared indentation, without the line ends around it, and with escapes resolved.
fn unindented(text: &str) -> String {
    let indented = |line: &&str| !line.trim().is_empty();
    let indent = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let shared = text.lines().skip(1).filter(indented).map(indent).min().unwrap_or(0);
    let lines = text.lines().enumerate().map(|(at, line)| match at {
        0 => line.trim_start(),
        _ => line.get(shared..).unwrap_or_else(|| line.trim_start()),
    });
    let text = lines.collect::<Vec<_>>().join("\n").replace("\\\n", "");
    let mut plain = String::new();
    let mut letters = text.trim_matches(['\n', '\r']).trim_end().chars();
    while let Some(letter) = letters.next() {
        plain.push(if letter == '\\' { letters.next().unwrap_or('\\') } else { letter });
    }
    plain
}
