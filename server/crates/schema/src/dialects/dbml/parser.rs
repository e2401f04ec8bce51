//! A DBML file in its declarations, each on its own: a broken one costs itself.

use text::Span;

use super::ir::{EnumBlock, Path, RefLine, Word};
use super::statements::{self, Settled};
use super::tokens::{Kind, Token};
use super::{Module, table};

/// Declarations whose beginning ends one that was left open.
const OPENERS: &[&str] = &["enum", "project", "ref", "table", "tablegroup", "tablepartial"];

/// Tokens before the body of a declaration: what is longer lacks its body.
const LONGEST_HEADER: usize = 200;

/// One declaration in its parts.
struct Element<'a> {
    keyword: &'a Token,
    /// What stands between the keyword and the body.
    header: &'a [Token],
    /// What stands between the braces, or behind the colon.
    body: &'a [Token],
    /// True if it has no braces.
    is_short: bool,
    /// False if there is no body, or if it has no end.
    closed: bool,
    span: Span,
}

/// Reads `tokens` into `module`.
pub(super) fn read(module: &mut Module, tokens: &[Token]) {
    let mut at = 0;
    while let Some(rest) = tokens.get(at..).filter(|it| !it.is_empty()) {
        let (element, length) = element(rest);
        at += length.max(1);
        match element {
            Some(element) => declaration(module, &element),
            None => {
                if let Some(first) = rest.first() {
                    module.lose("this begins no declaration", first.span);
                }
            }
        }
    }
}

/// The declaration that `tokens` begin with, and how many tokens are its own.
fn element(tokens: &[Token]) -> (Option<Element<'_>>, usize) {
    let Some(keyword) = tokens.first() else { return (None, 0) };
    if keyword.kind != Kind::Word {
        return (None, line_end(tokens, 0));
    }
    let opens = |it: &Token| it.is("{") || it.is(":");
    // Settings of a table stand before its brace, and they may hold colons.
    let mut depth = 0_usize;
    let mut body = None;
    for (at, token) in tokens.iter().enumerate().skip(1) {
        let is_next = token.begins_line && !token.is("{");
        if at > LONGEST_HEADER
            || (is_next && (depth == 0 || opens_element(tokens.get(at..).unwrap_or_default())))
        {
            break;
        }
        match token.text.as_str() {
            "[" if token.kind == Kind::Mark => depth += 1,
            "]" if token.kind == Kind::Mark => depth = depth.saturating_sub(1),
            _ if opens(token) && (depth == 0 || token.is("{")) => {
                body = Some(at);
                break;
            }
            _ => {}
        }
    }
    let (start, end, length, closed) = match body {
        None => {
            let end = line_end(tokens, 0);
            (end, end, end, false)
        }
        Some(at) if tokens.get(at).is_some_and(|it| it.is("{")) => {
            let (end, closed) = block_end(tokens, at + 1);
            (at + 1, end, end + usize::from(closed), closed)
        }
        Some(at) => {
            let is_there = tokens.get(at + 1).is_some_and(|it| !it.begins_line);
            let end = if is_there { statements::end(tokens, at + 1) } else { at + 1 };
            (at + 1, end, end, true)
        }
    };
    let is_short = body.is_none_or(|at| tokens.get(at).is_some_and(|it| it.is(":")));
    let last = tokens.get(..length).and_then(<[Token]>::last).unwrap_or(keyword);
    let element = Element {
        keyword,
        header: tokens.get(1..start.saturating_sub(usize::from(body.is_some())).max(1)).unwrap_or_default(),
        body: tokens.get(start..end).unwrap_or_default(),
        is_short,
        closed,
        span: keyword.span.join(last.span),
    };
    (Some(element), length)
}

/// The number of the first token behind `from` that begins a line.
fn line_end(tokens: &[Token], from: usize) -> usize {
    let behind = tokens.iter().enumerate().skip(from + 1).find(|(_, it)| it.begins_line);
    behind.map_or(tokens.len(), |it| it.0)
}

/// Where the block whose content starts at `from` ends, and whether a brace says so.
fn block_end(tokens: &[Token], from: usize) -> (usize, bool) {
    let mut depth = 1_usize;
    for (at, token) in tokens.iter().enumerate().skip(from) {
        if token.is("{") {
            depth += 1;
        } else if token.is("}") {
            depth -= 1;
            if depth == 0 {
                return (at, true);
            }
        } else if token.begins_line && opens_element(tokens.get(at..).unwrap_or_default()) {
            return (at, false);
        }
    }
    (tokens.len(), false)
}

/// True if `tokens` begin with a declaration that no other can hold.
fn opens_element(tokens: &[Token]) -> bool {
    let [keyword, next, ..] = tokens else { return false };
    if !OPENERS.iter().any(|it| keyword.says(it)) {
        return false;
    }
    if keyword.says("ref") {
        let named = next.is_name() && tokens.get(2).is_some_and(|it| it.is(":") || it.is("{"));
        return next.is(":") || next.is("{") || named;
    }
    let mut line = tokens.iter().skip(1).take_while(|it| !it.begins_line);
    next.is_name() && line.any(|it| it.is("{"))
}

fn declaration(module: &mut Module, element: &Element<'_>) {
    let keyword = element.keyword.text.to_lowercase();
    if matches!(keyword.as_str(), "use" | "reuse" | "from") {
        // `use { … } from './x'`: the words behind the brace stand for themselves.
        let from = element.header.iter().find(|it| it.kind == Kind::Text);
        module.imports.extend(from.map(|it| it.text.clone()));
        return;
    }
    if !element.closed {
        let what = if element.body.is_empty() && element.is_short {
            "this declaration has no body"
        } else {
            "this declaration is not closed"
        };
        module.problem(what, element.keyword.span);
    }
    match keyword.as_str() {
        "table" | "tablepartial" => {
            let Some(mut block) = table::read(module, element.header, element.body) else {
                module.lose("this table has no name", element.keyword.span);
                return;
            };
            block.span = element.span;
            block.whole &= element.closed && !element.is_short;
            if keyword == "table" { module.tables.push(block) } else { module.partials.push(block) }
        }
        "enum" => enumeration(module, element),
        "ref" => references(module, element),
        "project" => project(module, element),
        // What says nothing of the database: groups, notes, sample rows, views of the diagram.
        "tablegroup" | "note" | "records" | "dep" | "metadata" | "diagramview" => {}
        _ => module.lose("this begins no declaration", element.keyword.span),
    }
}

fn enumeration(module: &mut Module, element: &Element<'_>) {
    let Some((path, rest)) = path(element.header) else {
        module.problem("this enum has no name", element.keyword.span);
        return;
    };
    let mut whole = element.closed && rest.is_empty();
    let mut values = Vec::new();
    for line in statements::split(element.body) {
        match line.split_first() {
            Some((name, rest)) if name.is_name() || name.kind == Kind::Number => {
                values.push(word(name));
                // Behind a value its settings stand, and nothing behind these.
                let settings = rest.iter().position(|it| it.is("]")).unwrap_or(rest.len().saturating_sub(1));
                if rest.first().is_some_and(|it| !it.is("[")) || settings + 1 < rest.len() {
                    whole = false;
                    module.problem("a value stands on a line of its own", name.span);
                }
            }
            Some((first, _)) if first.says("note") => {}
            Some((first, _)) => {
                whole = false;
                module.problem("this is no value", first.span);
            }
            None => {}
        }
    }
    module.enums.push(EnumBlock { path, values, whole, span: element.span });
}

fn references(module: &mut Module, element: &Element<'_>) {
    let name = element.header.first().filter(|it| it.is_name()).map(word);
    let lines = if element.is_short { vec![element.body] } else { statements::split(element.body) };
    for line in lines {
        match statements::reference(line) {
            Some((left, operator, right, rest)) => {
                let Settled { settings, whole } = statements::settings(rest);
                let span = if element.is_short { element.span } else { statements::span(line) };
                if !whole {
                    module.problem("these settings cannot be read", span);
                }
                module.refs.push(RefLine { name: name.clone(), left, operator, right, settings, span });
            }
            None => {
                module.broken_refs = true;
                module.problem("this reference cannot be read", element.keyword.span);
            }
        }
    }
}

fn project(module: &mut Module, element: &Element<'_>) {
    for line in statements::split(element.body) {
        if let [key, _, value, ..] = line
            && key.says("database_type")
        {
            module.database_type = Some(value.text.clone());
        }
    }
}

/// The path that `tokens` begin with, and what stands behind it.
pub(super) fn path(tokens: &[Token]) -> Option<(Path, &[Token])> {
    let (first, mut rest) = tokens.split_first().filter(|it| it.0.is_name())?;
    let mut names = vec![word(first)];
    while let [dot, name, behind @ ..] = rest {
        if !dot.is(".") || !name.is_name() {
            break;
        }
        names.push(word(name));
        rest = behind;
    }
    let name = names.pop()?;
    Some((Path { schema: names.pop(), name }, rest))
}

pub(super) fn word(token: &Token) -> Word {
    Word { text: token.text.clone(), span: token.span }
}
