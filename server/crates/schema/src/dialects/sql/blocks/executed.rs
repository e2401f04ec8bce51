//! `EXECUTE`: the statements in a text that a block puts together, as far as the text is known.

use super::super::conditions::asks_catalog;
use super::super::doubts::{self, Doubt, Reach, Why};
use super::super::ir::{Action, Constraint, Kind, Rule, Statement};
use super::super::pieces::{Token, TokenKind, pieces, span};
use super::super::reader::{self, Reader, unknown};
use super::values::{self, Template, Value, Variables, has_hole};
use crate::model::UnknownScope;

/// How deep texts may stand in texts.
const DEEPEST: usize = 4;

/// Adds what `EXECUTE …` does, the statement of `tokens` in a block of `statements`.
pub(super) fn execute(reader: &mut Reader<'_>, tokens: &[Token], statements: &[Vec<Token>], variables: &Variables) {
    let at = span(tokens);
    let is = |it: &Token, words: &[&str]| {
        it.kind == TokenKind::Word && words.iter().any(|word| it.span.slice(reader.source).eq_ignore_ascii_case(word))
    };
    let parts = values::cut(tokens.get(1..).unwrap_or(&[]), |it, at| it.get(at).is_some_and(|it| is(it, &["USING", "INTO"])).then_some(1));
    let text = parts.first().copied().unwrap_or(&[]);
    if reader.depth > DEEPEST {
        reader.module.statements.push(unknown(at, "texts in texts are too deep to be read", UnknownScope::Tables));
        return;
    }
    // What stands in the file as it is run keeps its places.
    if let [only] = text
        && let Some(inner) = super::plain(only, reader.source)
    {
        reader.depth += 1;
        for statement in pieces(reader.source, inner).statements {
            reader.statement(&statement);
        }
        reader.depth -= 1;
        return;
    }
    let template = values::template(reader.source, text, variables);
    let lost = lost_kinds(reader.source, statements);
    let found = reader::inside(&template.text, reader.depth + 1, |inner, statements| {
        for statement in statements {
            let starts_unknown = statement.first().is_some_and(|it| has_hole(it.span.slice(inner.source)));
            if starts_unknown {
                let doubt = Box::new(Doubt::everything());
                inner.module.statements.push(Statement { span: span(statement), kind: Kind::Doubt { doubt, why: Why::Text } });
            } else {
                inner.statement(statement);
            }
        }
    });
    let found: Vec<Statement> = found.into_iter().filter_map(|it| told(it, &template, &lost)).collect();
    if !found.is_empty() {
        reader.module.statements.push(Statement { span: at, kind: Kind::Made(found) });
    }
}

/// `statement` of `template` as far as it is known.
fn told(mut statement: Statement, template: &Template, lost: &[String]) -> Option<Statement> {
    if template.is_whole() || matches!(statement.kind, Kind::Doubt { .. } | Kind::Call(_) | Kind::Routine(_)) {
        return Some(statement);
    }
    each_default(&mut statement.kind, |it| {
        if has_hole(it) {
            // A value that is unknown is as good as one that is not.
            "${…}".clone_into(it);
        }
    });
    if !has_hole(&format!("{:?}", statement.kind)) {
        return Some(statement);
    }
    let mut doubt = match doubts::of(&statement.kind) {
        Some(doubt) => doubt,
        None if matches!(statement.kind, Kind::Unknown { .. }) => Doubt::everything(),
        None => return None,
    };
    if let Reach::Named(names) = &doubt.tables {
        doubt.tables = names.iter().map(|it| template.reach(it)).fold(Reach::Nothing, Reach::join);
    }
    lost.clone_into(&mut doubt.lost);
    Some(Statement { kind: Kind::Doubt { doubt: Box::new(doubt), why: Why::Text }, ..statement })
}

/// Hands each default that `kind` gives to `change`.
fn each_default(kind: &mut Kind, change: impl Fn(&mut String)) {
    let of_constraints = |constraints: &mut Vec<Constraint>| {
        for constraint in constraints {
            if let Rule::Default(expression) = &mut constraint.rule {
                change(expression);
            }
        }
    };
    match kind {
        Kind::CreateTable(table) => table.columns.iter_mut().for_each(|it| of_constraints(&mut it.constraints)),
        Kind::AlterTable { actions, .. } => {
            for action in actions {
                match action {
                    Action::AddColumn(column) => of_constraints(&mut column.constraints),
                    Action::SetDefault { expression: Some(expression), .. } => change(expression),
                    _ => {}
                }
            }
        }
        _ => {}
    }
}

/// The kinds of constraints that the statements of a block look for, as the catalog calls them (`c`, `f`); all of them if
/// none is named.
fn lost_kinds(source: &str, statements: &[Vec<Token>]) -> Vec<String> {
    let mut kinds = Vec::new();
    let mut names = false;
    for token in statements.iter().flatten() {
        let written = token.span.slice(source).to_ascii_lowercase();
        match token.kind {
            TokenKind::Word if !matches!(written.as_str(), "in" | "any" | "array") => {
                names = matches!(written.as_str(), "contype" | "constraint_type");
            }
            TokenKind::Text if names => kinds.push(written.trim_matches('\'').chars().take(1).collect()),
            _ => {}
        }
    }
    kinds
}

/// What a loop over the rows of the query of `tokens` gives its variable.
pub(super) fn rows(source: &str, tokens: &[Token], variables: &Variables) -> Value {
    let word = |at: usize| tokens.get(at).map(|it| it.span.slice(source).to_ascii_lowercase()).unwrap_or_default();
    let is_open = |at: usize| tokens.get(at).is_some_and(|it| it.kind == TokenKind::Symbol(b'('));
    if is_open(0) && tokens.last().is_some_and(|it| it.kind == TokenKind::Symbol(b')')) {
        return rows(source, tokens.get(1..tokens.len() - 1).unwrap_or(&[]), variables);
    }
    // `SELECT unnest(ARRAY['a', 'b'])`, and the same behind `FROM`.
    let at = (0..tokens.len()).find(|it| word(*it) == "unnest" && is_open(it + 1));
    let close = tokens.iter().rposition(|it| it.kind == TokenKind::Symbol(b')'));
    let is_plain = |at: usize| at <= 3 && word(0) == "select" && (0..tokens.len()).all(|it| !matches!(word(it).as_str(), "where" | "join" | "except"));
    if let (Some(at), Some(close)) = (at, close)
        && is_plain(at)
        && let Some(values) = tokens.get(at + 2..close).and_then(|it| values::list(source, it, variables))
    {
        return Value::List(values);
    }
    let has = |words: &[&str]| (0..tokens.len()).any(|it| words.contains(&word(it).as_str()));
    let symbols = |byte: u8| tokens.iter().any(|it| it.kind == TokenKind::Symbol(byte));
    let strings = values::strings(source, tokens);
    let is_list = has(&["values", "unnest"]) && !has(&["join", "except"]) || has(&["in", "any"]) && asks_catalog(source, tokens);
    let is_exact = !has(&["not", "like", "ilike", "or", "similar"]) && !symbols(b'<') && !symbols(b'!') && !symbols(b'~');
    if is_list && is_exact { Value::OneOf(strings) } else { Value::Any }
}
