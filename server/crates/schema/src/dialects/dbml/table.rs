//! The body of a table, line by line.

use super::ir::{CheckLine, ColumnLine, IndexLine, Item, Part, Setting, TableBlock, TypeName, Value, Word, text};
use super::parser::{path, word};
use super::statements::{self, Settled};
use super::tokens::{Kind, Token};
use super::Module;

/// The table whose name, alias and settings are `header`; `None` if it has no name.
pub(super) fn read(module: &mut Module, header: &[Token], body: &[Token]) -> Option<TableBlock> {
    let (path, mut rest) = path(header)?;
    let mut block = TableBlock { path, whole: true, ..TableBlock::default() };
    if let [keyword, alias, behind @ ..] = rest
        && keyword.says("as")
        && alias.is_name()
    {
        block.alias = Some(word(alias));
        rest = behind;
    }
    let Settled { settings, whole } = statements::settings(rest);
    block.note = text(&settings, "note").map(str::to_owned);
    if !whole {
        module.problem("these settings cannot be read", statements::span(rest));
    }
    for line in statements::split(body) {
        if let Err(what) = statement(module, &mut block, line) {
            block.whole = false;
            module.problem(what, statements::span(line));
        }
    }
    Some(block)
}

/// Adds what `line` says to `block`.
fn statement(module: &mut Module, block: &mut TableBlock, line: &[Token]) -> Result<(), &'static str> {
    let Some((first, rest)) = line.split_first() else { return Ok(()) };
    let opens = rest.first().is_some_and(|it| it.is("{"));
    if first.is("~") {
        let [name] = rest else { return Err("this names no partial") };
        block.items.push(Item::Partial(word(name)));
        return Ok(());
    }
    if opens && first.says("indexes") {
        let (inner, closed) = inner(rest);
        for line in statements::split(inner) {
            index(module, block, line);
        }
        return if closed { Ok(()) } else { Err("these indexes are not closed") };
    }
    if opens && first.says("checks") {
        let (inner, closed) = inner(rest);
        for line in statements::split(inner) {
            check(module, block, line);
        }
        return if closed { Ok(()) } else { Err("these checks are not closed") };
    }
    if first.says("note") && rest.first().is_some_and(|it| it.is(":") || it.is("{")) {
        let note = rest.iter().find(|it| matches!(it.kind, Kind::Text | Kind::Quoted));
        block.note = note.map(|it| it.text.clone()).or_else(|| block.note.take());
        return if note.is_some() { Ok(()) } else { Err("this note has no text") };
    }
    let is_aside = first.says("records") || first.says("metadata");
    if is_aside && rest.iter().any(|it| it.is("{")) {
        return Ok(());
    }
    column(module, block, line)
}

/// What stands between the braces that `tokens` begin with, and whether they are closed.
fn inner(tokens: &[Token]) -> (&[Token], bool) {
    let closed = tokens.last().is_some_and(|it| it.is("}"));
    let end = tokens.len() - usize::from(closed);
    (tokens.get(1..end).unwrap_or_default(), closed)
}

fn column(module: &mut Module, block: &mut TableBlock, line: &[Token]) -> Result<(), &'static str> {
    let [name, rest @ ..] = line else { return Err("this is no column") };
    if !name.is_name() {
        return Err("this is no column");
    }
    let Some((ty, rest)) = ty(rest) else { return Err("this column has no type") };
    // `id int pk`: two settings may stand without brackets.
    let bare = rest.iter().take_while(|it| it.says("pk") || it.says("unique")).count();
    let (bare, rest) = rest.split_at(bare);
    let mut settled = statements::settings(rest);
    let bare = bare.iter().map(|it| Setting {
        key: it.text.to_lowercase(),
        value: Value::None,
        span: it.span,
    });
    settled.settings.splice(0..0, bare);
    let Settled { settings, whole } = settled;
    if !whole {
        block.whole = false;
        module.problem("these settings cannot be read", statements::span(rest));
    }
    let span = statements::span(line);
    block.items.push(Item::Column(ColumnLine { name: word(name), ty, settings, whole, span }));
    Ok(())
}

/// The type that `tokens` begin with, and what stands behind it.
fn ty(tokens: &[Token]) -> Option<(TypeName, &[Token])> {
    let (path, mut rest) = path(tokens)?;
    let mut ty = TypeName { path, ..TypeName::default() };
    if rest.first().is_some_and(|it| it.is("(")) {
        let close = rest.iter().position(|it| it.is(")"))?;
        let (size, behind) = rest.split_at(close + 1);
        ty.size = size.iter().map(written).collect();
        rest = behind;
    }
    loop {
        rest = match rest {
            [open, close, behind @ ..] if open.is("[") && close.is("]") => behind,
            [open, number, close, behind @ ..]
                if open.is("[") && number.kind == Kind::Number && close.is("]") =>
            {
                behind
            }
            _ => return Some((ty, rest)),
        };
        ty.array.push_str("[]");
    }
}

/// A token of a type's arguments as it was written.
fn written(token: &Token) -> String {
    match token.kind {
        Kind::Text => format!("'{}'", token.text.replace('\'', "''")),
        _ => token.text.clone(),
    }
}

fn index(module: &mut Module, block: &mut TableBlock, line: &[Token]) {
    let parts = |tokens: &[Token]| -> Option<Vec<Part>> { tokens.iter().map(part).collect() };
    let (keys, rest) = match line {
        [open, behind @ ..] if open.is("(") => {
            let close = behind.iter().position(|it| it.is(")")).unwrap_or(behind.len());
            let (inner, rest) = behind.split_at(close);
            let inner: Vec<Token> = inner.iter().filter(|it| !it.is(",")).cloned().collect();
            (parts(&inner), rest.get(1..))
        }
        [key, rest @ ..] => (parts(std::slice::from_ref(key)), Some(rest)),
        [] => return,
    };
    let settled = rest.map(statements::settings).unwrap_or_default();
    match keys {
        Some(parts) if settled.whole && !parts.is_empty() => {
            block.indexes.push(IndexLine { parts, settings: settled.settings, span: statements::span(line) });
        }
        _ => {
            block.whole = false;
            module.problem("this index cannot be read", statements::span(line));
        }
    }
}

fn part(token: &Token) -> Option<Part> {
    match token.kind {
        Kind::Code => Some(Part::Expression(token.text.clone())),
        Kind::Word | Kind::Quoted => Some(Part::Column(Word { text: token.text.clone(), span: token.span })),
        _ => None,
    }
}

fn check(module: &mut Module, block: &mut TableBlock, line: &[Token]) {
    let settled = line.get(1..).map(statements::settings).unwrap_or_default();
    match line.first() {
        Some(code) if code.kind == Kind::Code && settled.whole => block.checks.push(CheckLine {
            expression: code.text.clone(),
            settings: settled.settings,
            span: statements::span(line),
        }),
        _ => {
            block.whole = false;
            module.problem("this check cannot be read", statements::span(line));
        }
    }
}
