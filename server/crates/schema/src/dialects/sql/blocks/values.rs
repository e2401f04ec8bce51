//! What a block's variables hold, and the texts that it puts together from them.
//!
//! A text is known up to holes. A hole stands in it as a name that nobody gives, so that the text can be read as SQL.

use std::collections::HashMap;

use super::super::doubts::Reach;
use super::super::pieces::{Token, TokenKind};
use super::super::tree::unquoted;
use super::super::write::names;

/// What starts the name that stands for a hole; its number and another underscore follow.
const HOLE: &str = "hole__";
/// The longest text that is put together, in bytes.
const LONGEST: usize = 1 << 16;
/// How deep calls in an expression may nest.
const DEEPEST: usize = 20;

/// What a variable holds.
#[derive(Debug, Clone, PartialEq)]
pub(in super::super) enum Value {
    Text(String),
    List(Vec<String>),
    /// One of these.
    OneOf(Vec<String>),
    /// Nobody knows.
    Any,
}

/// The values of the variables that have one, by name.
pub(in super::super) type Variables = HashMap<String, Value>;

/// A text of which parts may be unknown.
#[derive(Debug, Clone, PartialEq, Default)]
pub(in super::super) struct Template {
    pub(in super::super) text: String,
    /// What may stand in each hole.
    holes: Vec<Value>,
}

impl Template {
    /// True if all of it is known.
    pub(in super::super) fn is_whole(&self) -> bool {
        self.holes.is_empty()
    }

    /// Which names `name`, taken from the text, may stand for.
    pub(in super::super) fn reach(&self, name: &str) -> Reach {
        let Some((before, rest)) = name.split_once(HOLE) else { return Reach::Named(vec![name.to_owned()]) };
        let Some((number, behind)) = rest.split_once('_') else { return Reach::All };
        match number.parse().ok().and_then(|it: usize| self.holes.get(it)) {
            Some(Value::OneOf(values) | Value::List(values)) if !has_hole(behind) => {
                Reach::Named(values.iter().map(|it| format!("{before}{it}{behind}")).collect())
            }
            _ => Reach::All,
        }
    }

    fn push_hole(&mut self, value: Value) {
        self.text.push_str(&format!("{HOLE}{}_", self.holes.len()));
        self.holes.push(value);
    }

    /// Adds `other`, spelled by `spell` where it is known.
    fn push(&mut self, other: &Self, spell: impl Fn(&str) -> String, quote: &str) {
        if other.is_whole() {
            self.text.push_str(&spell(&other.text));
            return;
        }
        self.text.push_str(quote);
        let mut rest = other.text.as_str();
        for hole in &other.holes {
            let Some((before, behind)) = rest.split_once(HOLE) else { break };
            self.text.push_str(before);
            self.push_hole(hole.clone());
            rest = behind.split_once('_').map_or("", |it| it.1);
        }
        self.text.push_str(rest);
        self.text.push_str(quote);
    }

    fn of_hole(value: Value) -> Self {
        let mut template = Self::default();
        template.push_hole(value);
        template
    }

    fn of_value(value: Option<&Value>) -> Self {
        match value {
            Some(Value::Text(text)) => Self { text: text.clone(), holes: Vec::new() },
            Some(value) => Self::of_hole(value.clone()),
            None => Self::of_hole(Value::Any),
        }
    }
}

/// True if a part of `text` is a hole.
pub(in super::super) fn has_hole(text: &str) -> bool {
    text.contains(HOLE)
}

/// The text that the expression of `tokens` gives.
pub(in super::super) fn template(source: &str, tokens: &[Token], variables: &Variables) -> Template {
    Expression { source, variables }.template(tokens, 0)
}

/// What the expression of `tokens` gives.
pub(in super::super) fn value(source: &str, tokens: &[Token], variables: &Variables) -> Value {
    if let Some(values) = list(source, tokens, variables) {
        return Value::List(values);
    }
    let template = template(source, tokens, variables);
    match template.holes.as_slice() {
        [] => Value::Text(template.text),
        [only] if template.text == format!("{HOLE}0_") => only.clone(),
        _ => Value::Any,
    }
}

/// The list that the expression of `tokens` gives: `ARRAY['a', 'b']`, `'{a,b}'::text[]`, or a variable that holds one.
pub(in super::super) fn list(source: &str, tokens: &[Token], variables: &Variables) -> Option<Vec<String>> {
    let text = |it: &Token| it.span.slice(source);
    let first = tokens.first()?;
    let is_symbol = |at: usize, byte: u8| tokens.get(at).is_some_and(|it| it.kind == TokenKind::Symbol(byte));
    if is_symbol(0, b'(') && tokens.last().is_some_and(|it| it.kind == TokenKind::Symbol(b')')) {
        return list(source, tokens.get(1..tokens.len() - 1)?, variables);
    }
    if first.kind == TokenKind::Text && is_symbol(1, b':') && tokens.iter().any(|it| it.kind == TokenKind::Symbol(b'[')) {
        let written = unquoted(text(first));
        let inner = written.trim().strip_prefix('{')?.strip_suffix('}')?.to_owned();
        return Some(inner.split(',').map(|it| it.trim().trim_matches('"').to_owned()).filter(|it| !it.is_empty()).collect());
    }
    if text(first).eq_ignore_ascii_case("ARRAY") && is_symbol(1, b'[') {
        let end = tokens.iter().position(|it| it.kind == TokenKind::Symbol(b']'))?;
        let parts = tokens.get(2..end)?.split(|it| it.kind == TokenKind::Symbol(b','));
        let parts: Vec<Template> = parts.filter(|it| !it.is_empty()).map(|it| template(source, it, variables)).collect();
        return parts.iter().all(Template::is_whole).then(|| parts.into_iter().map(|it| it.text).collect());
    }
    match variables.get(&text(first).to_lowercase()) {
        Some(Value::List(values)) if tokens.len() == 1 => Some(values.clone()),
        _ => None,
    }
}

/// The strings among `tokens`.
pub(in super::super) fn strings(source: &str, tokens: &[Token]) -> Vec<String> {
    let strings = tokens.iter().filter(|it| it.kind == TokenKind::Text);
    strings.map(|it| unquoted(it.span.slice(source))).collect()
}

/// `tokens` cut at each comma that no parenthesis holds.
pub(in super::super) fn arguments(tokens: &[Token]) -> Vec<&[Token]> {
    cut(tokens, |it, at| it.get(at).is_some_and(|it| it.kind == TokenKind::Symbol(b',')).then_some(1))
}

/// `tokens` cut where `separator` finds one, outside of parentheses.
pub(in super::super) fn cut(tokens: &[Token], separator: impl Fn(&[Token], usize) -> Option<usize>) -> Vec<&[Token]> {
    let (mut parts, mut start, mut depth, mut at) = (Vec::new(), 0, 0_usize, 0);
    while let Some(token) = tokens.get(at) {
        match token.kind {
            TokenKind::Symbol(b'(' | b'[') => depth += 1,
            TokenKind::Symbol(b')' | b']') => depth = depth.saturating_sub(1),
            _ => {}
        }
        match separator(tokens, at).filter(|_| depth == 0) {
            Some(length) => {
                parts.extend(tokens.get(start..at));
                at += length.max(1);
                start = at;
            }
            None => at += 1,
        }
    }
    parts.extend(tokens.get(start..).filter(|it| !it.is_empty()));
    parts
}

/// An expression and what its names hold.
struct Expression<'a> {
    source: &'a str,
    variables: &'a Variables,
}

impl Expression<'_> {
    fn template(&self, tokens: &[Token], depth: usize) -> Template {
        let is_bar = |it: Option<&Token>| it.is_some_and(|it| it.kind == TokenKind::Symbol(b'|'));
        let operands = cut(tokens, |it, at| (is_bar(it.get(at)) && is_bar(it.get(at + 1))).then_some(2));
        let mut joined = Template::default();
        for operand in operands {
            let part = self.operand(operand, depth);
            joined.push(&part, str::to_owned, "");
            if depth > DEEPEST || joined.text.len() > LONGEST {
                return Template::of_hole(Value::Any);
            }
        }
        joined
    }

    fn operand(&self, tokens: &[Token], depth: usize) -> Template {
        let kind = |at: usize| tokens.get(at).map(|it| it.kind);
        let any = || Template::of_hole(Value::Any);
        let Some(first) = tokens.first().filter(|_| depth <= DEEPEST) else { return any() };
        let text = first.span.slice(self.source);
        let inside = |open: usize| {
            let last = tokens.iter().rposition(|it| it.kind == TokenKind::Symbol(b')'))?;
            tokens.get(open + 1..last)
        };
        match first.kind {
            TokenKind::Text | TokenKind::Dollar => {
                // Strings on lines of their own are one.
                let strings = tokens.iter().take_while(|it| it.kind == first.kind);
                let behind = strings.clone().count();
                let joined = strings.map(|it| unquoted(it.span.slice(self.source))).collect();
                let is_cast = matches!(kind(behind), None | Some(TokenKind::Symbol(b':')));
                if is_cast { Template { text: joined, holes: Vec::new() } } else { any() }
            }
            TokenKind::Number if tokens.len() == 1 => Template { text: text.to_owned(), holes: Vec::new() },
            TokenKind::Symbol(b'(') => inside(0).map_or_else(any, |it| self.template(it, depth + 1)),
            TokenKind::Word | TokenKind::Quoted => match kind(1) {
                Some(TokenKind::Symbol(b'(')) => {
                    let arguments = inside(1).map(arguments).unwrap_or_default();
                    self.call(&text.to_lowercase(), &arguments, depth + 1)
                }
                // A field of a record, or one of a list.
                Some(TokenKind::Symbol(b'.' | b'[' | b':')) | None => {
                    match self.variables.get(&text.trim_matches('"').to_lowercase()) {
                        Some(Value::List(values)) => Template::of_hole(Value::OneOf(values.clone())),
                        value => Template::of_value(value),
                    }
                }
                _ => any(),
            },
            _ => any(),
        }
    }

    fn call(&self, name: &str, arguments: &[&[Token]], depth: usize) -> Template {
        let of = |at: usize| arguments.get(at).map(|it| self.template(it, depth));
        match name {
            "format" => self.format(arguments, depth).unwrap_or_else(|| Template::of_hole(Value::Any)),
            "concat" => {
                let mut joined = Template::default();
                arguments.iter().for_each(|it| joined.push(&self.template(it, depth), str::to_owned, ""));
                joined
            }
            "quote_ident" => {
                let mut quoted = Template::default();
                of(0).iter().for_each(|it| quoted.push(it, names::spelled, "\""));
                quoted
            }
            "quote_literal" | "quote_nullable" => {
                let mut quoted = Template::default();
                of(0).iter().for_each(|it| quoted.push(it, names::string, "'"));
                quoted
            }
            "trim" | "btrim" => of(0).unwrap_or_default(),
            _ => Template::of_hole(Value::Any),
        }
    }

    /// What `format` makes of its pattern: `%I`, `%L` and `%s`, also by number.
    fn format(&self, arguments: &[&[Token]], depth: usize) -> Option<Template> {
        let pattern = self.template(arguments.first()?, depth);
        if !pattern.is_whole() {
            return None;
        }
        let mut made = Template::default();
        let mut next = 1;
        let mut parts = pattern.text.split('%');
        made.text.push_str(parts.next()?);
        while let Some(part) = parts.next() {
            // `%%` is a per cent sign.
            if part.is_empty() {
                made.text.push('%');
                made.text.push_str(parts.next().unwrap_or(""));
                continue;
            }
            let (number, spec) = match part.split_once('$') {
                Some((number, behind)) if number.parse::<usize>().is_ok() => (number.parse().ok(), behind),
                _ => (None, part),
            };
            let at = number.unwrap_or(next);
            next = at + 1;
            let given = arguments.get(at).map_or_else(|| Template::of_hole(Value::Any), |it| self.template(it, depth));
            match spec.chars().next()? {
                'I' => made.push(&given, names::spelled, "\""),
                'L' => made.push(&given, names::string, "'"),
                's' => made.push(&given, str::to_owned, ""),
                _ => return None,
            }
            made.text.push_str(spec.get(1..)?);
        }
        Some(made)
    }
}
