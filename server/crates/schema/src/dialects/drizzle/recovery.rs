//! Half-typed files: one broken declaration must not hide the others.
//!
//! A parser that recovers may swallow everything up to the next place that makes sense to it. Declarations of a module
//! start at the line's beginning, in every formatter's output; so a file with an error is cut there and each piece is
//! read on its own.

use syntax::tree::{Language, Tree};
use text::Span;

use super::ir::{Binding, Expr, Kind, Word};
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
    /// What it is called on: the schema of `auth.table`.
    pub(super) object: Option<Word>,
    /// The name in the database.
    pub(super) table: Word,
    /// False if the name is still being typed.
    pub(super) is_named: bool,
    /// Everything up to the next declaration.
    pub(super) span: Span,
    /// True after `export`.
    pub(super) exported: bool,
}

/// Reads `source`, which has errors in its `tree` or is too involved to have one, piece by piece into `module`.
pub(super) fn read(module: &mut Module, source: &str, tree: Option<&Tree>) {
    if let Some(tree) = tree {
        report(module, tree);
    }
    let (mut broken, mut parsed) = (0, 0);
    for (start, end) in pieces(source) {
        let Some(piece) = source.get(start..end) else { continue };
        let tree = Tree::parse_str(Language::TypeScript, piece);
        if let Some(tree) = tree.as_ref().filter(|it| !it.root().has_error()) {
            module.read_piece(tree, piece, span(start, end));
            continue;
        }
        // A declaration whose first word is garbled starts no piece: it stands behind the one above it.
        let statements = statements(piece, MOST_PIECES.saturating_sub(parsed));
        parsed += statements.len();
        let mut whole = Some(tree).filter(|_| statements.len() == 1);
        for (from, to) in statements {
            let Some(statement) = piece.get(from..to) else { continue };
            let parse = || Tree::parse_str(Language::TypeScript, statement);
            let tree = whole.take().unwrap_or_else(parse);
            read_statement(module, statement, start + from, tree.as_ref(), &mut broken);
        }
    }
}

/// Reads the statement `piece`, which starts at byte `start`; `broken` counts those with errors.
fn read_statement(module: &mut Module, piece: &str, start: usize, tree: Option<&Tree>, broken: &mut usize) {
    let before = module.bindings.len();
    let place = span(start, start + piece.len());
    if let Some(tree) = tree {
        module.read_piece(tree, piece, place);
    } else {
        module.problem("this is too involved to be read", place);
    }
    if tree.is_none_or(|tree| tree.root().has_error()) {
        *broken += 1;
        // What is typed last is usually unclosed: with its brackets closed, the columns before it can be read.
        let closed = (*broken <= MOST_BROKEN).then(|| format!("{piece}{}", walk(piece).closers()));
        complete(module, piece, closed.as_deref(), start, before);
    }
}

/// Makes sure that a broken piece which declares a table has a binding, if need be from its text with its brackets
/// closed.
fn complete(module: &mut Module, piece: &str, closed: Option<&str>, start: usize, before: usize) {
    let Some(found) = declared_table(piece, start) else {
        if may_declare(module, piece, before) {
            module.unread.push(span(start, start + piece.trim_end().len()));
        }
        return;
    };
    // Two tables in one statement, or a name that is being typed.
    let calls_in_piece = piece.matches("Table(").count();
    if calls_in_piece > 1 || !found.is_named {
        module.unread.push(found.span);
    }
    let is_it = |binding: &Binding| binding.pattern.names().iter().any(|word| word.text == found.key.text);
    let known = |module: &Module| {
        let mut bindings = module.bindings.iter().skip(before);
        bindings.any(|binding| is_it(binding) && calls(&binding.value, &found.table.text))
    };
    if known(module) {
        return;
    }
    // A parser that recovers may take the constant for the function alone, and lose what it is called with.
    let mut number = 0;
    module.bindings.retain(|binding| {
        number += 1;
        number <= before || !is_it(binding)
    });
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

/// True if the broken `piece`, from which `module` has its bindings from the number `before` on, may declare a table
/// that is not among them.
fn may_declare(module: &Module, piece: &str, before: usize) -> bool {
    let code = code_of(piece);
    if code.trim().is_empty() {
        return false;
    }
    // Not every table starts at the line's beginning.
    if module.bindings.len() == before && (code.contains("Table(") || code.contains(".table(")) {
        return true;
    }
    // What is no table may be left unread: tables are constants, in a file where constants are tables.
    const OTHERS: &[&str] =
        &["import ", "import{", "function ", "async ", "enum ", "type ", "interface ", "class ", "declare "];
    let declared = code.strip_prefix("export ").unwrap_or(code);
    let declared = declared.strip_prefix("default ").unwrap_or(declared);
    if OTHERS.iter().any(|it| declared.starts_with(it)) {
        return false;
    }
    let passes_on = code.contains('*') || code.contains("from");
    passes_on || ["Table", ".table(", "View(", "drizzle-orm"].iter().any(|it| module.mentions(it))
}

/// True if `value` is a call whose first argument is the text `name`, or methods called on one.
fn calls(value: &Expr, name: &str) -> bool {
    let mut value = value;
    while let Kind::Call(call) = &value.kind {
        let first = call.arguments.first().map(|it| &it.value.kind);
        value = match (&call.callee.kind, first) {
            (Kind::Name(_) | Kind::Member { .. }, Some(Kind::Text(text))) if text == name => return true,
            (Kind::Member { object, .. }, _) => object,
            _ => return false,
        };
    }
    false
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
        if STARTS.iter().any(|it| line.starts_with(it)) {
            let begin = comment.unwrap_or(at);
            if begin > start && pieces.len() < MOST_PIECES {
                pieces.push((start, begin));
                start = begin;
            }
        }
        comment = if is_comment(line) { comment.or(Some(at)) } else { None };
        at += line.len();
    }
    pieces.push((start, source.len()));
    pieces
}

/// Where the statements of `piece` start and end, `most` of them at most: a statement ends with a line outside of all
/// brackets, unless the next line goes on with it. A comment above a statement belongs to it.
fn statements(piece: &str, most: usize) -> Vec<(usize, usize)> {
    let mut statements = Vec::new();
    let mut start = 0;
    for end in walk(piece).ends {
        let Some((before, after)) = piece.get(start..end).zip(piece.get(end..)) else { continue };
        let (before, after) = (before.trim_end(), after.trim_start());
        let last = before.rsplit('\n').next().unwrap_or_default();
        let goes_on = before.ends_with(['=', ',', '+', '?', ':', '&', '|', '>', '.'])
            || !before.ends_with(';') && after.starts_with(['.', ',', '?', '&', '|', '+', ')', ']', '}'])
            || after.starts_with(':') && before.contains('?');
        if before.is_empty() || after.is_empty() || is_comment(last) || goes_on {
            continue;
        }
        if statements.len() + 1 >= most {
            break;
        }
        statements.push((start, end));
        start = end;
    }
    statements.push((start, piece.len()));
    statements
}

/// True if `line` starts with a comment, or is a line of one.
fn is_comment(line: &str) -> bool {
    ["//", "/*", " *"].iter().any(|it| line.starts_with(it))
}

/// `piece` from its first line on that is no comment.
fn code_of(piece: &str) -> &str {
    let mut rest = piece;
    while let Some((line, behind)) = rest.split_once('\n') {
        if !is_comment(line) && !line.trim().is_empty() {
            break;
        }
        rest = behind;
    }
    rest
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
    let code = code_of(piece);
    let start = start + (piece.len() - code.len());
    let head: String = code.chars().take(HEAD).collect();
    let exported = head.starts_with("export ");
    let declaration = head.strip_prefix("export ").unwrap_or(&head).trim_start();
    let keyword = ["const ", "let ", "var "].into_iter().find(|it| declaration.starts_with(it))?;
    let (key, rest) = word_at(&head, head.len() - declaration.len() + keyword.len())?;
    let equals = head.get(rest..)?.find('=')? + rest + 1;
    // Between a constant and its value stands at most its type: another constant is another table.
    let between = head.get(rest..equals - 1)?.trim();
    if !between.is_empty() && !between.starts_with(':') {
        return None;
    }
    let (callee, mut rest) = word_at(&head, equals)?;
    let mut callee = callee;
    // `auth.table('users'`, `t.pgTable('users'`.
    let mut object = None;
    while head.get(rest..)?.starts_with('.') {
        object = Some(callee);
        (callee, rest) = word_at(&head, rest + 1)?;
    }
    let called = callee.1.to_lowercase();
    if !called.ends_with("table") && !called.ends_with("view") {
        return None;
    }
    let open = head.get(rest..)?.find('(')? + rest + 1;
    let types = head.get(rest..open - 1)?.trim();
    let quote = head.get(open..)?.find(['\'', '"', '`'])? + open + 1;
    // What stands before the name is garbled, and then the name is another's.
    if !(types.is_empty() || types.starts_with('<')) || !head.get(open..quote - 1)?.trim().is_empty() {
        return None;
    }
    let table = head.get(quote..)?;
    let length = table.find(|letter: char| !(letter.is_alphanumeric() || "_-.".contains(letter)))?;
    let behind = table.get(length..)?.strip_prefix(['\'', '"', '`']).map(str::trim_start);
    let word = |(at, text): (usize, &str)| Word {
        text: text.to_owned(),
        span: span(start + at, start + at + text.len()),
    };
    Some(Broken {
        key: word(key),
        callee: word(callee),
        object: object.map(word),
        table: word((quote, table.get(..length)?)),
        is_named: behind.is_some_and(|it| it.is_empty() || it.starts_with([',', ')', ';'])),
        span: span(start, start + code.trim_end().len()),
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

/// What a walk over code finds.
struct Walk {
    /// What closes the brackets and quotes that are open at its end, the outermost first.
    open: Vec<char>,
    /// Behind each line that ends outside of all of them.
    ends: Vec<usize>,
}

impl Walk {
    /// The text that closes what is open.
    fn closers(&self) -> String {
        self.open.iter().rev().collect()
    }
}

fn walk(piece: &str) -> Walk {
    let mut found = Walk { open: Vec::new(), ends: Vec::new() };
    let mut letters = piece.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '(' => found.open.push(')'),
            '[' => found.open.push(']'),
            '{' => found.open.push('}'),
            ')' | ']' | '}' if found.open.last() == Some(&letter) => {
                found.open.pop();
            }
            '\n' if found.open.is_empty() => found.ends.push(at + 1),
            '\'' | '"' | '`' => {
                let mut closed = false;
                while let Some((at, inner)) = letters.next() {
                    if inner == '\\' {
                        letters.next();
                    } else if inner == letter || inner == '\n' && letter != '`' {
                        if inner == '\n' && found.open.is_empty() {
                            found.ends.push(at + 1);
                        }
                        closed = true;
                        break;
                    }
                }
                if !closed {
                    found.open.push(letter);
                }
            }
            '/' if letters.peek().is_some_and(|it| it.1 == '/') => {
                while letters.next_if(|it| it.1 != '\n').is_some() {}
            }
            '/' if letters.peek().is_some_and(|it| it.1 == '*') => {
                let mut before = ' ';
                letters.next();
                for (_, inner) in letters.by_ref() {
                    if before == '*' && inner == '/' {
                        break;
                    }
                    before = inner;
                }
            }
            _ => {}
        }
    }
    found
}
