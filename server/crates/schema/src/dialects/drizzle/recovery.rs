//! Half-typed files: one broken declaration must not hide the others.
//!
//! A parser that recovers may swallow everything up to the next place that makes sense to it. Declarations of a module
//! start at the line's beginning, in every formatter's output; so a file with an error is cut there and each piece is
//! read on its own.

use syntax::tree::{Language, Tree};
use text::Span;

use super::ir::Word;
use super::module::{Module, span};

/// How many bytes of a broken piece are looked through for its table's name.
const HEAD: usize = 400;

/// How many broken pieces of one file are read with their brackets closed. While somebody types, there is one.
const MOST_BROKEN: usize = 50;

/// How many pieces a file is cut into at most; the rest is one piece.
const MOST_PIECES: usize = 5_000;

/// A table of which little could be made out.
pub(super) struct Broken {
    /// The constant.
    pub(super) key: Word,
    /// The function that is called: `pgTable`.
    pub(super) callee: Word,
    /// The name in the database.
    pub(super) table: Word,
    /// Everything up to the next declaration.
    pub(super) span: Span,
    /// True after `export`.
    pub(super) exported: bool,
}

/// Reads `source`, which has errors in its `tree` or is too involved to have one, piece by piece into `module`.
pub(super) fn read(module: &mut Module, source: &str, tree: Option<&Tree>) {
    let mut broken = 0;
    if let Some(tree) = tree {
        report(module, tree);
    }
    for (start, end) in pieces(source) {
        let Some(piece) = source.get(start..end) else { continue };
        let before = module.bindings.len();
        let tree = Tree::parse_str(Language::TypeScript, piece);
        if let Some(tree) = &tree {
            module.read_piece(tree, piece, span(start, end));
        } else {
            module.problem("this is too involved to be read", span(start, end));
        }
        if tree.is_none_or(|tree| tree.root().has_error()) {
            broken += 1;
            // What is typed last is usually unclosed: with its brackets closed, the columns before it can be read.
            let closed = (broken <= MOST_BROKEN).then(|| format!("{piece}{}", closers(piece)));
            complete(module, piece, closed.as_deref(), start, before);
        }
    }
}

/// Makes sure that a broken piece which declares a table has a binding, if need be from its text with its brackets
/// closed.
fn complete(module: &mut Module, piece: &str, closed: Option<&str>, start: usize, before: usize) {
    let Some(found) = declared_table(piece, start) else {
        // Not every table starts at the line's beginning.
        if module.bindings.len() == before && (piece.contains("Table(") || piece.contains(".table(")) {
            module.unread.push(span(start, start + piece.trim_end().len()));
        }
        return;
    };
    let known = |module: &Module| {
        module
            .bindings
            .iter()
            .skip(before)
            .any(|binding| binding.pattern.names().iter().any(|word| word.text == found.key.text))
    };
    if known(module) {
        return;
    }
    let (comments, problems) = (module.comments.len(), module.problems.len());
    let tree = closed.and_then(|closed| Tree::parse_str(Language::TypeScript, closed));
    if let (Some(tree), Some(closed)) = (tree, closed) {
        module.read_piece(&tree, closed, span(start, start + piece.len()));
        module.comments.truncate(comments);
        module.problems.truncate(problems);
        for binding in module.bindings.iter_mut().skip(before) {
            binding.value.broken = true;
            binding.span = span(start, start + piece.trim_end().len());
        }
    }
    if !known(module) {
        module.bind_broken(found);
    }
}

/// Where the pieces of `source` start and end: a new one begins at each line that starts a statement.
fn pieces(source: &str) -> Vec<(usize, usize)> {
    const STARTS: &[&str] = &[
        "export ",
        "export{",
        "const ",
        "let ",
        "var ",
        "import ",
        "import{",
        "function ",
        "async ",
        "enum ",
        "type ",
        "interface ",
        "class ",
        "declare ",
    ];
    let mut pieces = Vec::new();
    let (mut start, mut at) = (0, 0);
    // A comment above a statement belongs to it.
    let mut comment = None;
    for line in source.split_inclusive('\n') {
        let is_comment = ["//", "/*", " *"].iter().any(|it| line.starts_with(it));
        if STARTS.iter().any(|it| line.starts_with(it)) {
            let begin = comment.unwrap_or(at);
            if begin > start && pieces.len() < MOST_PIECES {
                pieces.push((start, begin));
                start = begin;
            }
        }
        comment = if is_comment { comment.or(Some(at)) } else { None };
        at += line.len();
    }
    pieces.push((start, source.len()));
    pieces
}

/// Lists the errors of `tree` as problems.
fn report(module: &mut Module, tree: &Tree) {
    let mut cursor = tree.root().walk();
    loop {
        let node = cursor.node();
        if node.is_missing() {
            let what = format!("`{}` is missing here", node.kind());
            module.problem(&what, span(node.start_byte(), node.end_byte()));
        } else if node.is_error() {
            module.problem("this cannot be read", span(node.start_byte(), node.end_byte()));
        }
        if node.has_error() && !node.is_error() && cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return;
            }
        }
    }
}

/// The table that a piece such as `export const users = pgTable('users', {` declares.
fn declared_table(piece: &str, start: usize) -> Option<Broken> {
    let head: String = piece.chars().take(HEAD).collect();
    let declaration = head.find("const ")?;
    let exported = head.get(..declaration)?.trim_end().ends_with("export");
    let (key, rest) = word_at(&head, declaration + "const ".len())?;
    let equals = head.get(rest..)?.find('=')? + rest + 1;
    let (callee, mut rest) = word_at(&head, equals)?;
    let mut callee = callee;
    // `auth.table('users'`, `t.pgTable('users'`.
    while head.get(rest..)?.starts_with('.') {
        (callee, rest) = word_at(&head, rest + 1)?;
    }
    if !callee.1.to_lowercase().ends_with("table") {
        return None;
    }
    let open = head.get(rest..)?.find('(')? + rest + 1;
    let quote = head.get(open..)?.find(['\'', '"', '`'])? + open + 1;
    let table = head.get(quote..)?;
    let length = table.find(|letter: char| !(letter.is_alphanumeric() || "_-.".contains(letter)))?;
    let word = |(at, text): (usize, &str)| Word {
        text: text.to_owned(),
        span: span(start + at, start + at + text.len()),
    };
    Some(Broken {
        key: word(key),
        callee: word(callee),
        table: word((quote, table.get(..length)?)),
        span: span(start, start + piece.trim_end().len()),
        exported,
    })
}

/// The identifier at or after `from` (only blanks between), with its place, and where it ends.
fn word_at(text: &str, from: usize) -> Option<((usize, &str), usize)> {
    let rest = text.get(from..)?;
    let start = from + (rest.len() - rest.trim_start().len());
    let rest = text.get(start..)?;
    let length =
        rest.find(|it: char| !(it.is_alphanumeric() || it == '_' || it == '$')).unwrap_or(rest.len());
    (length > 0).then_some(((start, rest.get(..length)?), start + length))
}

/// The brackets that `piece` opens and does not close, as the text that closes them.
fn closers(piece: &str) -> String {
    let mut open = Vec::new();
    let mut chars = piece.chars().peekable();
    while let Some(letter) = chars.next() {
        match letter {
            '(' => open.push(')'),
            '[' => open.push(']'),
            '{' => open.push('}'),
            ')' | ']' | '}' if open.last() == Some(&letter) => {
                open.pop();
            }
            '\'' | '"' | '`' => {
                let mut closed = false;
                while let Some(inner) = chars.next() {
                    if inner == '\\' {
                        chars.next();
                    } else if inner == letter || inner == '\n' && letter != '`' {
                        closed = true;
                        break;
                    }
                }
                if !closed {
                    open.push(letter);
                }
            }
            '/' if chars.peek() == Some(&'/') => while chars.next().is_some_and(|it| it != '\n') {},
            _ => {}
        }
    }
    open.iter().rev().collect()
}
