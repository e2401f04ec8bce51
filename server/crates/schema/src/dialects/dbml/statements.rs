//! Lines of a body: where one ends, its settings, and references.

use text::Span;

use super::ir::{End, Operator, Path, Setting, Value, Word};
use super::parser::word;
use super::tokens::{Kind, Token};

/// The number of the token that begins the statement behind the one that begins at `from`. A bracket that is left open
/// ends where a line follows that does not go on with the one before.
pub(super) fn end(tokens: &[Token], from: usize) -> usize {
    let mut braces = 0_usize;
    let mut brackets = 0_usize;
    let mut before: Option<&Token> = None;
    for (at, token) in tokens.iter().enumerate().skip(from) {
        let goes_on = before.is_none_or(|it| ["[", "(", ",", ":"].iter().any(|mark| it.is(mark)))
            || ["]", ")", ","].iter().any(|mark| token.is(mark));
        let is_inside = braces > 0 || (brackets > 0 && goes_on) || token.is("{");
        if token.begins_line && before.is_some() && !is_inside {
            return at;
        }
        if token.kind == Kind::Mark {
            match token.text.as_str() {
                "{" => braces += 1,
                "}" => braces = braces.saturating_sub(1),
                "[" | "(" => brackets += 1,
                "]" | ")" => brackets = brackets.saturating_sub(1),
                _ => {}
            }
        }
        before = Some(token);
    }
    tokens.len()
}

/// The statements of a body.
pub(super) fn split(tokens: &[Token]) -> Vec<&[Token]> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let end = end(tokens, at);
        found.extend(tokens.get(at..end));
        at = end;
    }
    found
}

/// Where the statement `tokens` stands.
pub(super) fn span(tokens: &[Token]) -> Span {
    match (tokens.first(), tokens.last()) {
        (Some(first), Some(last)) => first.span.join(last.span),
        _ => Span::default(),
    }
}

/// Settings as far as they can be read.
#[derive(Debug, Default)]
pub(super) struct Settled {
    pub(super) settings: Vec<Setting>,
    /// False if there is more than could be read.
    pub(super) whole: bool,
}

/// The settings `[…]` that `tokens` are; none if there are no tokens.
pub(super) fn settings(tokens: &[Token]) -> Settled {
    let Some((first, inner)) = tokens.split_first() else {
        return Settled { whole: true, ..Settled::default() };
    };
    if !first.is("[") {
        return Settled::default();
    }
    let close = inner.iter().position(|it| it.is("]"));
    let mut settled = Settled { whole: close.is_some_and(|it| it + 1 == inner.len()), settings: Vec::new() };
    let inner = inner.get(..close.unwrap_or(inner.len())).unwrap_or_default();
    for piece in pieces(inner) {
        let colon = piece.iter().position(|it| it.is(":")).unwrap_or(piece.len());
        let (key, value) = piece.split_at(colon);
        let is_key = key.iter().all(|it| matches!(it.kind, Kind::Word | Kind::Number));
        let key = key.iter().map(|it| it.text.to_lowercase()).collect::<Vec<_>>().join(" ");
        let value = match value {
            [] => Value::None,
            [_, value @ ..] => self::value(value),
        };
        settled.whole &= value != Value::Bad && is_key && !key.is_empty();
        settled.settings.push(Setting { key, value, span: span(piece) });
    }
    settled
}

/// `tokens` between commas that stand in no brackets.
pub(super) fn pieces(tokens: &[Token]) -> Vec<&[Token]> {
    let mut depth = 0_usize;
    let is_comma = |it: &Token| {
        if it.is("(") {
            depth += 1;
        } else if it.is(")") {
            depth = depth.saturating_sub(1);
        }
        depth == 0 && it.is(",")
    };
    tokens.split(is_comma).filter(|it| !it.is_empty()).collect()
}

fn value(tokens: &[Token]) -> Value {
    match tokens {
        [it] if matches!(it.kind, Kind::Text | Kind::Quoted) => Value::Text(it.text.clone()),
        [it] if it.kind == Kind::Code => Value::Code(it.text.clone()),
        [it] if it.kind == Kind::Number => Value::Number(it.text.clone()),
        [sign, it] if it.kind == Kind::Number && sign.is("-") => Value::Number(format!("-{}", it.text)),
        [sign, it] if it.kind == Kind::Number && sign.is("+") => Value::Number(it.text.clone()),
        [first, ..] if ["<", ">", "-", "?"].iter().any(|it| first.is(it)) => match operator(tokens) {
            Some((operator, rest)) => match endpoint(rest) {
                Some((end, [])) => Value::Ref(operator, end),
                _ => Value::Bad,
            },
            None => Value::Bad,
        },
        [first, ..] if first.is_name() => words(tokens),
        _ => Value::Bad,
    }
}

/// Words in a row, or a path of names, of which the last counts.
fn words(tokens: &[Token]) -> Value {
    if tokens.iter().any(|it| !it.is_name() && !it.is(".")) {
        return Value::Bad;
    }
    if tokens.iter().any(|it| it.is(".")) {
        // An enum's value in full: `core.role.admin`.
        let last = tokens.last().filter(|it| it.is_name());
        return last.map_or(Value::Bad, |it| Value::Text(it.text.clone()));
    }
    Value::Words(tokens.iter().map(|it| it.text.as_str()).collect::<Vec<_>>().join(" "))
}

/// `left > right` and what stands behind it.
pub(super) fn reference(tokens: &[Token]) -> Option<(End, Operator, End, &[Token])> {
    let (left, rest) = endpoint(tokens)?;
    let (operator, rest) = operator(rest)?;
    let (right, rest) = endpoint(rest)?;
    Some((left, operator, right, rest))
}

/// The operator that `tokens` begin with. `?` says which side may have no row: nullability tells that in a database.
fn operator(tokens: &[Token]) -> Option<(Operator, &[Token])> {
    let optional = |it: &[Token]| usize::from(it.first().is_some_and(|it| it.is("?")));
    let tokens = tokens.get(optional(tokens)..)?;
    let (operator, rest) = match tokens {
        [less, more, rest @ ..] if less.is("<") && more.is(">") => (Operator::ManyToMany, rest),
        [it, rest @ ..] if it.is("<") => (Operator::OneToMany, rest),
        [it, rest @ ..] if it.is(">") => (Operator::ManyToOne, rest),
        [it, rest @ ..] if it.is("-") => (Operator::OneToOne, rest),
        _ => return None,
    };
    Some((operator, rest.get(optional(rest)..)?))
}

/// `schema.table.column` or `table.(one, two)`, and what stands behind it.
fn endpoint(tokens: &[Token]) -> Option<(End, &[Token])> {
    let (first, mut rest) = tokens.split_first().filter(|it| it.0.is_name())?;
    let mut names = vec![word(first)];
    loop {
        rest = match rest {
            [dot, name, behind @ ..] if dot.is(".") && name.is_name() => {
                names.push(word(name));
                behind
            }
            [dot, open, behind @ ..] if dot.is(".") && open.is("(") => {
                let close = behind.iter().position(|it| it.is(")"))?;
                let (inner, behind) = behind.split_at(close);
                let columns: Vec<Word> = inner.iter().filter(|it| it.is_name()).map(word).collect();
                return Some((End { table: table(names)?, columns }, behind.get(1..)?));
            }
            _ => break,
        };
    }
    let column = names.pop()?;
    Some((End { table: table(names)?, columns: vec![column] }, rest))
}

fn table(mut names: Vec<Word>) -> Option<Path> {
    let name = names.pop()?;
    Some(Path { schema: names.pop(), name })
}
