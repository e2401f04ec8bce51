//! A diagram line by line: one that cannot be read costs itself.

use std::collections::HashMap;

use text::Span;

use super::Module;
use super::ir::{Attribute, Entity, Key, Line, Word};
use super::scan::{Cursor, Piece, pieces};
use crate::dialects::Comment;

/// Statements that say how the diagram looks, not what it shows.
const LOOKS: &[&str] = &["classdef", "class", "style", "direction", "title", "subgraph", "end"];

/// The longest line that is read, in bytes.
const LONGEST_LINE: usize = 10_000;

/// Where the reader is.
enum State {
    /// Before `erDiagram`.
    Before,
    /// In the frontmatter.
    Front,
    /// In a directive or a description of many lines, which ends with this.
    Aside(&'static str),
    /// Between statements.
    Between,
    /// In the attributes of the entity of this number.
    In(usize),
    /// Behind a diagram of another kind.
    Elsewhere,
}

/// A diagram while it is read.
struct Reader<'a> {
    module: &'a mut Module,
    numbers: HashMap<String, usize>,
    state: State,
}

/// Reads `source` into `module`.
pub(super) fn read(module: &mut Module, source: &str) {
    let mut reader = Reader { module, numbers: HashMap::new(), state: State::Before };
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        reader.line(line.trim_end_matches(['\n', '\r']), at);
        at += line.len();
    }
    if let State::In(number) = reader.state {
        reader.unclosed(number);
    }
}

/// True if the first word of `source` that counts is `erDiagram`.
pub(super) fn begins_diagram(source: &str) -> bool {
    let mut module = Module::default();
    let mut reader = Reader { module: &mut module, numbers: HashMap::new(), state: State::Before };
    for line in source.lines() {
        match reader.state {
            State::Elsewhere => return false,
            State::Before | State::Front | State::Aside(_) if reader.module.keyword.is_none() => {
                reader.line(line, 0);
            }
            _ => break,
        }
    }
    module.keyword.is_some()
}

impl Reader<'_> {
    fn line(&mut self, line: &str, at: usize) {
        let cursor = Cursor::new(line.trim_start_matches('\u{feff}'), at);
        match self.state {
            State::Elsewhere => {}
            State::Front => {
                if cursor.rest.trim_end() == "---" {
                    self.state = State::Before;
                }
            }
            State::Aside(end) => {
                if line.contains(end) {
                    self.state = if self.module.keyword.is_some() { State::Between } else { State::Before };
                }
            }
            _ if cursor.rest.starts_with("%%{") => {
                if !line.contains("}%%") {
                    self.state = State::Aside("}%%");
                }
            }
            _ if cursor.rest.starts_with("%%") => {
                let text = cursor.rest.trim_start_matches('%').trim().to_owned();
                self.module.comments.push(Comment { span: cursor.span(), text });
            }
            _ if cursor.is_empty() => {}
            _ if line.len() > LONGEST_LINE => {
                self.module.problem("the line is too long to be read", Span::from_range(at..at));
            }
            _ => self.pieces(cursor),
        }
    }

    /// Reads a line, of which each step leaves a shorter rest or another state.
    fn pieces(&mut self, cursor: Cursor<'_>) {
        let mut next = Some(cursor);
        while let Some(cursor) = next.filter(|it| !it.is_empty()) {
            next = match self.state {
                State::Before => self.before(cursor),
                State::Between => self.statement(cursor),
                State::In(number) => self.attributes(number, cursor),
                State::Front | State::Aside(_) | State::Elsewhere => None,
            };
        }
    }

    fn before<'c>(&mut self, cursor: Cursor<'c>) -> Option<Cursor<'c>> {
        if cursor.rest.trim_end() == "---" {
            self.state = State::Front;
            return None;
        }
        let Some(behind) = cursor.past("erDiagram").filter(|it| it.is_empty() || it.at > cursor.at + 9) else {
            self.state = State::Elsewhere;
            return None;
        };
        self.module.keyword = Some(Span::from_range(cursor.at..cursor.at + 9));
        self.state = State::Between;
        Some(behind)
    }

    fn statement<'c>(&mut self, cursor: Cursor<'c>) -> Option<Cursor<'c>> {
        let word = cursor.rest.split(|it: char| !it.is_alphanumeric()).next().unwrap_or_default();
        let word = word.to_lowercase();
        if word == "accdescr" && cursor.rest.contains('{') && !cursor.rest.contains('}') {
            self.state = State::Aside("}");
            return None;
        }
        if LOOKS.contains(&word.as_str()) || word == "acctitle" || word == "accdescr" {
            return None;
        }
        let read = self.entity(cursor);
        if read.is_none() {
            self.module.problem("this line cannot be read", cursor.span());
        }
        read
    }

    /// Reads a statement that begins with an entity: what stands behind it, or `None` if it cannot be read.
    fn entity<'c>(&mut self, cursor: Cursor<'c>) -> Option<Cursor<'c>> {
        let (id, mut behind) = cursor.name()?;
        let mut alias = None;
        if let Some(inside) = behind.past("[") {
            let end = inside.rest.find(']')?;
            let inner = Cursor::new(inside.rest.get(..end)?, inside.at);
            let shown = inner.rest.trim_end().trim_matches('"');
            let from = inner.at + usize::from(inner.rest.starts_with('"'));
            let span = Span::from_range(from..from + shown.len());
            alias = Some(Word { text: shown.to_owned(), span }).filter(|it| !it.text.is_empty());
            behind = inside.after(end + 1);
        }
        behind = without_classes(behind);
        if let Some(inside) = behind.past("{") {
            let number = self.number(id, alias);
            self.list(number, cursor);
            return Some(inside);
        }
        if behind.is_empty() {
            self.number(id, alias);
            return Some(behind);
        }
        let (left_ends, behind) = behind.ends()?;
        let (right_ends, behind) = behind.middle()?.ends()?;
        let (other, behind) = behind.name()?;
        let behind = without_classes(behind);
        let label = match behind.past(":") {
            Some(behind) => label(behind),
            None if behind.is_empty() => Word { text: String::new(), span: other.span },
            None => return None,
        };
        let (left, right) = (self.number(id, alias), self.number(other, None));
        let span = cursor.span();
        self.module.lines.push(Line { left, left_ends, right, right_ends, label, span });
        Some(Cursor { rest: "", at: cursor.at })
    }

    /// The number of the entity called `id`.
    fn number(&mut self, id: Word, alias: Option<Word>) -> usize {
        let number = *self.numbers.entry(id.text.clone()).or_insert(self.module.entities.len());
        if number == self.module.entities.len() {
            let span = id.span;
            self.module.entities.push(Entity { id, span, ..Entity::default() });
        }
        if let Some(entity) = self.module.entities.get_mut(number) {
            entity.alias = alias.or(entity.alias.take());
        }
        number
    }

    /// Opens the list of attributes of an entity, which stands at `opened`.
    fn list(&mut self, number: usize, opened: Cursor<'_>) {
        if let Some(entity) = self.module.entities.get_mut(number).filter(|it| !it.listed)
            && let Some((id, _)) = opened.name()
        {
            entity.listed = true;
            entity.id = id;
            entity.span = opened.span();
        }
        self.state = State::In(number);
    }

    fn attributes<'c>(&mut self, number: usize, cursor: Cursor<'c>) -> Option<Cursor<'c>> {
        if is_statement(cursor) {
            self.unclosed(number);
            self.state = State::Between;
            return Some(cursor);
        }
        let read = pieces(cursor.rest, cursor.at).and_then(|(pieces, end)| {
            let is_closed = pieces.last() == Some(&Piece::Close);
            Some((attributes(&pieces)?, is_closed, end))
        });
        let Some((attributes, is_closed, end)) = read else {
            self.module.problem("this attribute cannot be read", cursor.span());
            if cursor.rest.trim_end().ends_with('}') {
                self.close(number, cursor.span().end().bytes());
            }
            return None;
        };
        if let Some(entity) = self.module.entities.get_mut(number) {
            entity.attributes.extend(attributes);
        }
        if is_closed {
            let close = cursor.at + cursor.rest.len() - end.rest.len();
            self.close(number, close);
        }
        is_closed.then_some(end)
    }

    fn close(&mut self, number: usize, end: usize) {
        if let Some(entity) = self.module.entities.get_mut(number) {
            entity.span = entity.span.join(Span::from_range(end..end));
        }
        self.state = State::Between;
    }

    fn unclosed(&mut self, number: usize) {
        if let Some(entity) = self.module.entities.get(number) {
            let span = entity.id.span;
            self.module.problem("this entity is not closed", span);
        }
    }
}

/// True if the line at `cursor` cannot be an attribute: it opens an entity, or relates two.
fn is_statement(cursor: Cursor<'_>) -> bool {
    let Some((_, behind)) = cursor.name() else { return false };
    let line = || behind.ends().and_then(|it| it.1.middle()).and_then(Cursor::ends);
    let opens = cursor.rest.trim_end().ends_with('{') && !cursor.rest.contains('"');
    opens || line().is_some()
}

/// The place behind `:::one,two`.
fn without_classes(cursor: Cursor<'_>) -> Cursor<'_> {
    let Some(classes) = cursor.past(":::") else { return cursor };
    let is_part = |it: char| it.is_alphanumeric() || "_-,".contains(it);
    let length = classes.rest.find(|it| !is_part(it)).unwrap_or(classes.rest.len());
    classes.after(length)
}

fn label(cursor: Cursor<'_>) -> Word {
    let text = cursor.rest.trim_end();
    let inner = text.strip_prefix('"').and_then(|it| it.split('"').next());
    let from = cursor.at + usize::from(inner.is_some());
    let text = inner.unwrap_or(text);
    Word { text: text.to_owned(), span: Span::from_range(from..from + text.len()) }
}

/// The attributes that `pieces` are; `None` if one is not whole.
fn attributes(pieces: &[Piece]) -> Option<Vec<Attribute>> {
    let mut found: Vec<Attribute> = Vec::new();
    let mut ty: Option<&Word> = None;
    for piece in pieces {
        match (piece, ty) {
            (Piece::Word(word), None) => ty = Some(word),
            (Piece::Word(word), Some(of)) => {
                let starred = word.text.strip_prefix('*');
                let name = Word { text: starred.unwrap_or(&word.text).to_owned(), span: word.span };
                let keys = starred.iter().map(|_| Key::Primary).collect();
                let span = of.span.join(word.span);
                found.push(Attribute { ty: of.text.clone(), name, keys, comment: None, span });
                ty = None;
            }
            (Piece::Key(key), None) => found.last_mut()?.keys.push(*key),
            (Piece::Comment(comment), None) => {
                let last = found.last_mut()?;
                last.comment = Some(comment.text.clone());
                last.span = last.span.join(comment.span);
            }
            (Piece::Close, None) => {}
            _ => return None,
        }
    }
    ty.is_none().then_some(found)
}
