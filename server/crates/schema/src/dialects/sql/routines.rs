//! Functions and procedures that make or change tables, and the statements that call them.

use std::sync::Arc;

use text::Span;

use super::blocks::{self, Value, Variables, arguments, value};
use super::catalog::Catalog;
use super::doubts::{self, Why};
use super::ir::{Kind, Path};
use super::pieces::{Token, TokenKind};
use super::tree::unquoted;
use super::{heads, replay};

/// How deep functions may call each other.
const DEEPEST: usize = 6;
/// How much work a byte of a function's body is.
const EFFORT: usize = 10;

/// A function whose body may matter for a schema.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Routine {
    pub(super) name: Path,
    parameters: Vec<Parameter>,
    body: String,
}

#[derive(Debug, Clone, PartialEq)]
struct Parameter {
    name: String,
    /// What it is where nothing is given; `None` if something must be given.
    default: Option<Value>,
}

/// A call of a function.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Call {
    name: Path,
    /// The arguments, with the names of the parameters that they are given to, if these are said.
    arguments: Vec<(Option<String>, Value)>,
    /// False if nobody knows whether it is called, or how often.
    pub(super) is_sure: bool,
}

/// The function that the statement of `tokens` makes, if its body may matter.
pub(super) fn routine(source: &str, tokens: &[Token]) -> Option<Kind> {
    let word = |at: usize| tokens.get(at).map_or("", |it| it.span.slice(source)).to_ascii_uppercase();
    let mut at = 1;
    while matches!(word(at).as_str(), "OR" | "REPLACE") {
        at += 1;
    }
    if word(0) != "CREATE" || !matches!(word(at).as_str(), "FUNCTION" | "PROCEDURE") {
        return None;
    }
    let name = heads::path(source, tokens.get(at + 1..)?)?;
    let open = tokens.iter().position(|it| it.kind == TokenKind::Symbol(b'('))?;
    let close = closing(tokens, open)?;
    let is_body = |it: &Token| matches!(it.kind, TokenKind::Text | TokenKind::Dollar);
    let body = (close..tokens.len()).find(|it| word(*it) == "AS" && tokens.get(it + 1).is_some_and(is_body))?;
    let body = unquoted(tokens.get(body + 1)?.span.slice(source));
    let matters = body.split(|it: char| !it.is_ascii_alphabetic()).any(|it| VERBS.iter().any(|verb| it.eq_ignore_ascii_case(verb)));
    let parameters = arguments(tokens.get(open + 1..close)?).into_iter().filter_map(|it| parameter(source, it)).collect();
    matters.then(|| Kind::Routine(Arc::new(Routine { name, parameters, body })))
}

/// Words of bodies that matter.
const VERBS: &[&str] = &["ALTER", "CALL", "CREATE", "DROP", "EXECUTE", "PERFORM"];

/// A parameter as declared; `None` for one that only gives something back.
fn parameter(source: &str, tokens: &[Token]) -> Option<Parameter> {
    let word = |it: &Token| it.span.slice(source).to_ascii_lowercase();
    let is_mode = |it: &Token| matches!(word(it).as_str(), "in" | "inout" | "variadic");
    let tokens = if tokens.first().is_some_and(is_mode) { tokens.get(1..)? } else { tokens };
    let first = tokens.first().filter(|it| word(it) != "out")?;
    let start = tokens.iter().position(|it| it.kind == TokenKind::Symbol(b'=') || word(it) == "default");
    let default = start.and_then(|it| tokens.get(it + 1..)).map(|it| value(source, it, &Variables::new()));
    Some(Parameter { name: word(first).trim_matches('"').to_owned(), default })
}

/// Where the parenthesis closes that `open` opens.
fn closing(tokens: &[Token], open: usize) -> Option<usize> {
    let mut depth = 0_usize;
    tokens.iter().enumerate().skip(open).find_map(|(at, it)| {
        match it.kind {
            TokenKind::Symbol(b'(') => depth += 1,
            TokenKind::Symbol(b')') => depth = depth.saturating_sub(1),
            _ => {}
        }
        (depth == 0).then_some(at)
    })
}

/// The calls in the statement of `tokens`.
pub(super) fn calls(source: &str, tokens: &[Token], variables: &Variables) -> Vec<Kind> {
    let is_name = |it: &Token| matches!(it.kind, TokenKind::Word | TokenKind::Quoted);
    let is_open = |at: usize| tokens.get(at).is_some_and(|it| it.kind == TokenKind::Symbol(b'('));
    let is = |at: usize, words: &[&str]| {
        tokens.get(at).is_some_and(|it| words.iter().any(|word| it.span.slice(source).eq_ignore_ascii_case(word)))
    };
    let depends = (0..tokens.len()).any(|it| is(it, &["WHERE", "CASE", "JOIN", "HAVING", "LIMIT"]));
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate().skip(1) {
        let is_call = is_name(token) && is_open(at + 1) && !is(at, BUILT_IN);
        let Some(close) = is_call.then(|| closing(tokens, at + 1)).flatten() else { continue };
        let mut start = at;
        while start >= 2 && tokens.get(start - 1).is_some_and(|it| it.kind == TokenKind::Symbol(b'.')) {
            start -= 2;
        }
        let Some(name) = tokens.get(start..).and_then(|it| heads::path(source, it)) else { continue };
        let given = arguments(tokens.get(at + 2..close).unwrap_or(&[]));
        let given = given.into_iter().map(|it| argument(source, it, variables)).collect();
        // Rows of something else are as many as there are.
        let is_sure = !depends && (0..tokens.len()).all(|it| !is(it, &["FROM"]) || it + 1 == start);
        found.push(Kind::Call(Box::new(Call { name, arguments: given, is_sure })));
    }
    found
}

/// Names before a parenthesis that no migration gives a function.
const BUILT_IN: &[&str] = &[
    "and", "any", "array_agg", "as", "cast", "coalesce", "concat", "count", "exists", "format", "in", "json_agg",
    "jsonb_agg", "jsonb_build_object", "lower", "max", "min", "not", "now", "on", "or", "row", "select", "set_config",
    "setval", "string_agg", "sum", "unnest", "upper", "using", "values", "when", "where",
];

/// An argument: `'x'`, or `name => 'x'`.
fn argument(source: &str, tokens: &[Token], variables: &Variables) -> (Option<String>, Value) {
    let is_sign = |at: usize, byte: u8| tokens.get(at).is_some_and(|it| it.kind == TokenKind::Symbol(byte));
    let is_named = is_sign(1, b'=') && is_sign(2, b'>') || is_sign(1, b':') && is_sign(2, b'=');
    let name = tokens.first().filter(|_| is_named).map(|it| it.span.slice(source).trim_matches('"').to_lowercase());
    let given = if is_named { tokens.get(3..).unwrap_or(&[]) } else { tokens };
    (name, value(source, given, variables))
}

impl Routine {
    /// The values of its parameters in `call`; `None` if it is another function that is called.
    fn bound(&self, call: &Call) -> Option<Variables> {
        let mut variables = Variables::new();
        for (at, parameter) in self.parameters.iter().enumerate() {
            let named = call.arguments.iter().find(|it| it.0.as_ref() == Some(&parameter.name));
            let given = named.or_else(|| call.arguments.get(at).filter(|it| it.0.is_none())).map(|it| it.1.clone());
            variables.insert(parameter.name.clone(), given.or_else(|| parameter.default.clone())?);
        }
        (call.arguments.len() <= self.parameters.len()).then_some(variables)
    }
}

/// Notes a function; it takes the place of one with the same parameters.
pub(super) fn create(catalog: &mut Catalog, routine: &Arc<Routine>) {
    let known = catalog.routines.entry(routine.name.name.text.clone()).or_default();
    known.retain(|it| it.name.schema != routine.name.schema || it.parameters.len() != routine.parameters.len());
    known.push(Arc::clone(routine));
}

/// Does what the function does that the statement at `span` calls.
pub(super) fn call(catalog: &mut Catalog, call: &Call, span: Span) {
    let known = catalog.routines.get(&call.name.name.text).cloned().unwrap_or_default();
    let is_meant = |it: &&Arc<Routine>| call.name.schema.is_none() || it.name.schema.is_none() || it.name.schema == call.name.schema;
    let bound: Vec<(Arc<Routine>, Variables)> =
        known.iter().filter(is_meant).filter_map(|it| Some((Arc::clone(it), it.bound(call)?))).collect();
    if catalog.calls >= DEEPEST {
        return;
    }
    catalog.calls += 1;
    let is_sure = call.is_sure && bound.len() == 1;
    for (routine, variables) in bound {
        catalog.effort += routine.body.len() * EFFORT;
        let mut statements = blocks::statements(&routine.body, variables);
        if !is_sure {
            statements = doubts::doubted(statements, Why::Condition);
        }
        replay::made(catalog, &statements, span);
    }
    catalog.calls -= 1;
}
