//! `DO` blocks and the bodies of functions: what they do for certain, and what they may do.
//!
//! Loops over names that are spelled out are run, and texts that are put together from them are read. Migrations wrap a
//! statement in a block so that it may run twice: they swallow the error that it exists already, or ask the catalog
//! first. What depends on anything else is unknown.

mod executed;
mod frames;
mod values;

use std::collections::HashSet;

use text::Span;

use self::frames::{Chain, Construct, Frame, Place, taken};
use super::conditions::{self, Branch};
use super::doubts::{self, Why};
use super::ir::{Kind, Statement};
use super::pieces::{Token, TokenKind, dollar_body, pieces, span};
use super::reader::{self, Reader, unknown};
use super::routines;
use crate::model::UnknownScope;

pub(super) use values::{Value, Variables, arguments, cut, has_hole, value};

/// How deep conditions may nest.
const DEEPEST: usize = 30;
/// How many steps of a block are run.
const MOST_STEPS: usize = 5_000;

/// Adds what the block of `tokens` does.
pub(super) fn block(reader: &mut Reader<'_>, tokens: &[Token]) {
    let body = tokens.iter().find(|it| matches!(it.kind, TokenKind::Dollar | TokenKind::Text));
    let Some(body) = body.and_then(|it| plain(it, reader.source)) else {
        let what = "what this block does cannot be read";
        reader.module.statements.push(unknown(span(tokens), what, UnknownScope::Tables));
        return;
    };
    let inner = pieces(reader.source, body);
    run(reader, &inner.statements, Variables::new());
}

/// What `body`, a function's, does where its parameters have the values of `variables`.
pub(super) fn statements(body: &str, variables: Variables) -> Vec<Statement> {
    reader::inside(body, 1, |reader, statements| run(reader, statements, variables))
}

/// Where the text of `token` stands, if it stands there letter by letter.
fn plain(token: &Token, source: &str) -> Option<Span> {
    match token.kind {
        TokenKind::Dollar => Some(dollar_body(token, source)),
        TokenKind::Text => {
            let inner = token.span.slice(source).strip_prefix('\'')?.strip_suffix('\'')?;
            let start = token.span.start().bytes() + 1;
            (!inner.contains('\'')).then(|| Span::from_range(start..start + inner.len()))
        }
        _ => None,
    }
}

fn run(reader: &mut Reader<'_>, statements: &[Vec<Token>], variables: Variables) {
    let mut run = Run { reader, statements, variables, frames: Vec::new(), assigned: None, declares: false };
    let (mut place, mut is_over) = (Place::default(), false);
    for _ in 0..MOST_STEPS {
        let Some(statement) = statements.get(place.statement) else { break };
        match statement.get(place.token..).filter(|it| !it.is_empty()) {
            Some(tokens) => match run.step(tokens, place) {
                Some(next) => place = next,
                None => {
                    is_over = run.frames.len() <= DEEPEST;
                    break;
                }
            },
            None => place = place.behind(),
        }
    }
    while !run.frames.is_empty() {
        run.close();
    }
    if let Some(token) = statements.get(place.statement).and_then(|it| it.first()).filter(|_| !is_over) {
        let what = "this block takes too long to be run";
        run.reader.module.statements.push(unknown(token.span, what, UnknownScope::Tables));
    }
}

struct Run<'a, 'r> {
    reader: &'a mut Reader<'r>,
    statements: &'a [Vec<Token>],
    variables: Variables,
    frames: Vec<Frame>,
    /// The variables that are given a value anywhere, once somebody asked.
    assigned: Option<HashSet<String>>,
    /// True between `DECLARE` and `BEGIN`.
    declares: bool,
}

impl Run<'_, '_> {
    fn word(&self, tokens: &[Token], at: usize) -> String {
        let word = tokens.get(at).filter(|it| it.kind == TokenKind::Word);
        word.map(|it| it.span.slice(self.reader.source).to_ascii_uppercase()).unwrap_or_default()
    }

    /// How many tokens there are up to `word`, with it.
    fn upto(&self, tokens: &[Token], word: &str) -> usize {
        (0..tokens.len()).find(|it| self.word(tokens, *it) == word).map_or(tokens.len(), |it| it + 1)
    }

    fn found(&self) -> usize {
        self.reader.module.statements.len()
    }

    fn open(&mut self, construct: Construct) {
        let start = self.found();
        self.frames.push(Frame { construct, start, left: None });
    }

    /// Runs what `tokens`, which stand at `place`, start with; where to go on, if anywhere.
    fn step(&mut self, tokens: &[Token], place: Place) -> Option<Place> {
        let label = tokens.iter().take(2).all(|it| it.kind == TokenKind::Symbol(b'<'));
        if label && tokens.len() > 4 {
            return place.on(5);
        }
        let first = self.word(tokens, 0);
        if self.declares && first != "BEGIN" {
            let skipped = usize::from(first == "DECLARE");
            self.declare(tokens.get(skipped..).unwrap_or(&[]));
            return Some(place.behind());
        }
        if self.frames.len() > DEEPEST {
            return None;
        }
        match first.as_str() {
            "DECLARE" => {
                self.declares = true;
                return Some(place);
            }
            "BEGIN" => {
                self.declares = false;
                self.open(Construct::Block);
                return place.on(1);
            }
            "IF" => return place.on(self.branch(tokens, place, Chain::First)),
            "ELSIF" | "ELSEIF" if self.is_in_branch() => {
                self.otherwise();
                return place.on(self.branch(tokens, place, Chain::Next));
            }
            "ELSE" => {
                self.otherwise();
                return place.on(1);
            }
            "FOR" | "FOREACH" | "WHILE" | "LOOP" => return Some(self.repeat(tokens, place, &first)),
            "CASE" => {
                self.open(Construct::Doubtful);
                return place.on(self.upto(tokens, "THEN"));
            }
            "EXCEPTION" => {
                self.open(Construct::Doubtful);
                return place.on(self.upto(tokens, "THEN"));
            }
            "WHEN" => return place.on(self.upto(tokens, "THEN")),
            "END" => return Some(self.end(tokens, place)),
            "RETURN" | "EXIT" | "CONTINUE" if !matches!(self.word(tokens, 1).as_str(), "QUERY" | "NEXT") => {
                return self.leave(tokens).then(|| place.behind());
            }
            _ => self.statement(tokens, &first),
        }
        Some(place.behind())
    }

    /// Notes the value that a variable starts with: `name text := 'x'`.
    fn declare(&mut self, tokens: &[Token]) {
        let Some(name) = tokens.first() else { return };
        let name = name.span.slice(self.reader.source).trim_matches('"').to_lowercase();
        let is_sign = |at: usize, byte: u8| tokens.get(at).is_some_and(|it| it.kind == TokenKind::Symbol(byte));
        let start = (1..tokens.len()).find(|it| is_sign(*it, b'=') || self.word(tokens, *it) == "DEFAULT");
        let given = start.and_then(|it| tokens.get(it + 1..)).filter(|it| !it.is_empty());
        let given = given.map_or(Value::Any, |it| value(self.reader.source, it, &self.variables));
        self.variables.insert(name, given);
    }

    /// Opens a branch; how many tokens its condition takes.
    fn branch(&mut self, tokens: &[Token], place: Place, chain: Chain) -> usize {
        let length = self.upto(tokens, "THEN");
        let source = self.reader.source;
        let asked = tokens.get(1..length.saturating_sub(1)).unwrap_or(&[]);
        let condition = conditions::condition(source, asked, &self.variables);
        let is_guard = conditions::is_guard(source, asked, self.branch_text(place, length));
        let branch = Branch { condition, is_guard, then: Vec::new(), otherwise: Vec::new() };
        self.open(Construct::If { branch, is_otherwise: false, chain });
        length
    }

    /// The text of the branch whose condition, of that length, stands at `place`.
    fn branch_text(&self, place: Place, length: usize) -> &str {
        let mut depth = 0_usize;
        let mut range: Option<Span> = None;
        let rest = self.statements.get(place.statement..).unwrap_or(&[]);
        for (at, statement) in rest.iter().enumerate() {
            let mut tokens = if at == 0 { statement.get(place.token + length..) } else { Some(statement.as_slice()) }.unwrap_or(&[]);
            while matches!(self.word(tokens, 0).as_str(), "IF" | "ELSE" | "ELSIF" | "ELSEIF") {
                let first = self.word(tokens, 0);
                depth += usize::from(first == "IF");
                if depth == 0 {
                    break;
                }
                let taken = if first == "ELSE" { 1 } else { self.upto(tokens, "THEN") };
                tokens = tokens.get(taken..).unwrap_or(&[]);
            }
            let ends = self.word(tokens, 0) == "END" && self.word(tokens, 1) == "IF";
            if depth == 0 && (ends || matches!(self.word(tokens, 0).as_str(), "ELSE" | "ELSIF" | "ELSEIF")) {
                break;
            }
            depth -= usize::from(ends);
            let here = span(tokens);
            range = Some(range.map_or(here, |it| it.join(here)));
        }
        range.map_or("", |it| it.slice(self.reader.source))
    }

    fn is_in_branch(&self) -> bool {
        self.frames.last().is_some_and(|it| matches!(it.construct, Construct::If { .. }))
    }

    /// Begins what runs where a condition does not hold.
    fn otherwise(&mut self) {
        let statements = &mut self.reader.module.statements;
        if let Some(Frame { construct: Construct::If { branch, is_otherwise, .. }, start, left }) = self.frames.last_mut() {
            branch.then = taken(statements, *start, left.take());
            *is_otherwise = true;
        }
    }

    /// Opens a loop; where its body starts.
    fn repeat(&mut self, tokens: &[Token], place: Place, first: &str) -> Place {
        let length = self.upto(tokens, "LOOP");
        let body = Place { token: place.token + length, ..place };
        let head = tokens.get(..length.saturating_sub(1)).unwrap_or(&[]);
        let source = self.reader.source;
        let variable = head.get(1).map(|it| it.span.slice(source).to_lowercase()).unwrap_or_default();
        let given = head.get(self.upto(head, "IN")..).unwrap_or(&[]);
        let over = match first {
            "FOREACH" => value(source, given.get(1..).unwrap_or(&[]), &self.variables),
            "FOR" => executed::rows(source, given, &self.variables),
            _ => Value::Any,
        };
        if let Value::List(mut rest) = over {
            rest.reverse();
            match rest.pop() {
                Some(next) => {
                    self.variables.insert(variable.clone(), Value::Text(next));
                    self.open(Construct::Each { variable, rest, body });
                }
                None => self.open(Construct::Doubtful),
            }
            return body;
        }
        // What a variable is given in one round it has in the next.
        let assigned = self.assigned.take().unwrap_or_else(|| self.assigned());
        self.variables.extend(assigned.iter().map(|it| (it.clone(), Value::Any)));
        self.assigned = Some(assigned);
        if matches!(first, "FOR" | "FOREACH") {
            self.variables.insert(variable, over);
        }
        self.open(Construct::Doubtful);
        body
    }

    /// The variables that are given a value anywhere in the block.
    fn assigned(&self) -> HashSet<String> {
        let tokens = || self.statements.iter().flatten();
        let pairs = tokens().zip(tokens().skip(1));
        let is_given = |it: &Token| it.kind == TokenKind::Symbol(b':') || it.kind == TokenKind::Symbol(b'=');
        let names = pairs.filter(|(name, sign)| name.kind == TokenKind::Word && is_given(sign)).map(|it| it.0);
        let into = tokens().zip(tokens().skip(1)).filter(|it| it.0.span.slice(self.reader.source).eq_ignore_ascii_case("INTO"));
        names.chain(into.map(|it| it.1)).map(|it| it.span.slice(self.reader.source).to_lowercase()).collect()
    }

    /// Ends what `END …` ends; where to go on.
    fn end(&mut self, tokens: &[Token], place: Place) -> Place {
        let kind = self.word(tokens, 1);
        if let Some(Frame { construct: Construct::Each { variable, rest, body }, .. }) = self.frames.last_mut()
            && kind == "LOOP"
            && let Some(next) = rest.pop()
        {
            self.variables.insert(variable.clone(), Value::Text(next));
            return *body;
        }
        while let Some(frame) = self.frames.last() {
            let goes_on = match &frame.construct {
                Construct::If { chain, .. } => *chain == Chain::Next,
                // What follows `EXCEPTION` ends with its block.
                Construct::Doubtful => !matches!(kind.as_str(), "IF" | "LOOP" | "CASE"),
                Construct::Block | Construct::Each { .. } => false,
            };
            self.close();
            if !goes_on {
                break;
            }
        }
        place.behind()
    }

    /// Closes the innermost frame: what was found in it is what it does.
    fn close(&mut self) {
        let Some(Frame { construct, start, left }) = self.frames.pop() else { return };
        let statements = &mut self.reader.module.statements;
        match construct {
            Construct::Block | Construct::Each { .. } => {
                let found = taken(statements, start, left);
                statements.extend(found);
            }
            Construct::Doubtful => {
                let found = statements.split_off(start.min(statements.len()));
                statements.extend(doubts::doubted(found, Why::Condition));
            }
            Construct::If { mut branch, is_otherwise, .. } => {
                let found = taken(statements, start, left);
                let at = branch.then.iter().chain(&found).map(|it| it.span).reduce(Span::join);
                if is_otherwise {
                    branch.otherwise = found;
                } else {
                    branch.then = found;
                }
                if let Some(span) = at {
                    statements.push(Statement { span, kind: Kind::Branch(Box::new(branch)) });
                }
            }
        }
    }

    /// Leaves the block or a loop; false if nothing that follows is run.
    fn leave(&mut self, tokens: &[Token]) -> bool {
        let is_sure = (0..tokens.len()).all(|it| self.word(tokens, it) != "WHEN");
        let depends = |it: &Frame| !matches!(it.construct, Construct::Block);
        if is_sure && self.word(tokens, 0) == "RETURN" && !self.frames.iter().any(depends) {
            return false;
        }
        let is_guard = |it: &Frame| matches!(&it.construct, Construct::If { branch, .. } if branch.is_guard || branch.condition != conditions::Condition::Other);
        if !is_sure || !self.frames.last().is_some_and(is_guard) {
            let found = self.found();
            for frame in &mut self.frames {
                frame.left.get_or_insert(found);
            }
        }
        true
    }

    /// Adds what one statement does.
    fn statement(&mut self, tokens: &[Token], first: &str) {
        let source = self.reader.source;
        let is_sign = |at: usize, byte: u8| tokens.get(at).is_some_and(|it| it.kind == TokenKind::Symbol(byte));
        if first == "EXECUTE" {
            self.forget(tokens);
            executed::execute(self.reader, tokens, self.statements, &self.variables);
        } else if is_sign(1, b':') && is_sign(2, b'=') || is_sign(1, b'=') {
            let given = tokens.get(if is_sign(1, b':') { 3 } else { 2 }..).unwrap_or(&[]);
            let is_sure = self.frames.iter().all(|it| matches!(it.construct, Construct::Block | Construct::Each { .. }));
            let given_value = if is_sure { value(source, given, &self.variables) } else { Value::Any };
            let name = tokens.first().map(|it| it.span.slice(source).to_lowercase()).unwrap_or_default();
            self.variables.insert(name, given_value);
            self.call(tokens);
        } else if matches!(first, "SELECT" | "WITH" | "PERFORM" | "CALL" | "INSERT" | "UPDATE" | "DELETE" | "RAISE" | "GET" | "FETCH") {
            self.forget(tokens);
            self.call(tokens);
        } else {
            self.reader.statement(tokens);
        }
    }

    fn call(&mut self, tokens: &[Token]) {
        let span = span(tokens);
        let calls = routines::calls(self.reader.source, tokens, &self.variables);
        self.reader.module.statements.extend(calls.into_iter().map(|kind| Statement { span, kind }));
    }

    /// Forgets what the variables hold that a statement fills.
    fn forget(&mut self, tokens: &[Token]) {
        if self.word(tokens, 0) == "INSERT" {
            return;
        }
        let into = self.upto(tokens, "INTO");
        for token in tokens.get(into..).unwrap_or(&[]) {
            match token.kind {
                TokenKind::Word if token.span.slice(self.reader.source).eq_ignore_ascii_case("FROM") => break,
                TokenKind::Word => {
                    self.variables.insert(token.span.slice(self.reader.source).to_lowercase(), Value::Any);
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests;
