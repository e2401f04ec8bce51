//! The blocks of a file, read line by line: a line that cannot be read costs its block the certainty, not its rest.

use text::Span;

use super::Module;
use super::ir::{Argument, Arity, Attribute, Block, BlockKind, Field, FieldType, Word};
use super::tokens::{Line, Token, TokenKind, tokens};
use super::values::Cursor;
use crate::dialects::Comment;

/// How many comment lines in a row are taken for one declaration's documentation.
const MOST_LINES: usize = 40;

/// How many fields or values a block is read with. A table of PostgreSQL has at most 1,600 columns.
const MOST_FIELDS: usize = 1600;

/// The attributes of fields; those of native types have a dot.
const FIELD_ATTRIBUTES: &[&str] =
    &["default", "id", "ignore", "map", "relation", "shardKey", "unique", "updatedAt"];

/// The attributes of blocks.
const BLOCK_ATTRIBUTES: &[&str] =
    &["fulltext", "id", "ignore", "index", "map", "schema", "shardKey", "unique"];

/// Adds what `source` contains to `module`.
pub(super) fn read(module: &mut Module, source: &str) {
    let mut reading = Reading { module, source, open: None, above: Vec::new(), headless: false, comment: None };
    let mut start = 0;
    for text in source.split_inclusive('\n') {
        reading.line(text, start);
        start += text.len();
    }
    if let Some(from) = reading.comment {
        let span = Span::from_range(from..source.len());
        reading.comment_found(span);
        reading.module.problem("the comment has no end", span);
        reading.module.lose(span);
        if let Some(block) = &mut reading.open {
            block.whole = false;
        }
    }
    if reading.open.is_some() {
        reading.cut(source.len());
    }
}

struct Reading<'a> {
    module: &'a mut Module,
    source: &'a str,
    open: Option<Block>,
    /// The comments directly above the line.
    above: Vec<(String, bool)>,
    /// True behind a line that looks like the head of a block and is none.
    headless: bool,
    /// Where a `/*` began whose end was not seen yet.
    comment: Option<usize>,
}

impl Reading<'_> {
    fn line(&mut self, text: &str, start: usize) {
        let (mut text, mut start) = (text, start);
        if let Some(from) = self.comment {
            let Some(end) = text.find("*/").map(|it| it + 2) else { return };
            self.comment_found(Span::from_range(from..start + end));
            self.comment = None;
            text = text.get(end..).unwrap_or_default();
            start += end;
        }
        let line = tokens(text, start);
        self.comment = line.opened;
        for span in &line.inner {
            self.comment_found(*span);
        }
        if let Some(comment) = &line.comment {
            self.module.comments.push(Comment { span: comment.span, text: comment.text.clone() });
        }
        if !line.tokens.is_empty() {
            self.declare(&line);
            self.above.clear();
        } else if let Some(comment) = line.comment {
            if self.above.len() < MOST_LINES {
                self.above.push((comment.text, comment.is_doc));
            }
        } else if text.trim().is_empty() {
            self.above.clear();
        }
    }

    fn comment_found(&mut self, span: Span) {
        let text = span.slice(self.source).trim_start_matches("/*").trim_end_matches("*/");
        self.module.comments.push(Comment { span, text: text.trim().to_owned() });
    }

    /// What the comments above `line` and behind it say: those of `///` if there are any, else those of `//`.
    fn doc(&mut self, line: &Line) -> Option<String> {
        let behind = line.comment.iter().map(|it| (it.text.clone(), it.is_doc));
        let lines: Vec<(String, bool)> = self.above.drain(..).chain(behind).collect();
        let marked = lines.iter().any(|it| it.1);
        let lines: Vec<&str> = lines.iter().filter(|it| it.1 == marked).map(|it| it.0.as_str()).collect();
        let doc = lines.join("\n").trim().to_owned();
        (!doc.is_empty()).then_some(doc)
    }

    /// Takes a line that says something.
    fn declare(&mut self, line: &Line) {
        let opener = opener(&line.tokens);
        if let Some(opener) = opener.filter(|it| self.open.is_none() || it.has_brace) {
            if self.open.is_some() {
                self.cut(opener.span.start().bytes());
            }
            self.begin(line, opener);
            return;
        }
        if line.tokens.first().map(|it| &it.kind) == Some(&TokenKind::Mark('}')) {
            self.end(line);
            // Prisma lets the next block begin on the line: `} enum Mood {`.
            let rest = line.tokens.get(1..).unwrap_or_default();
            if let Some(opener) = self::opener(rest).filter(|it| it.has_brace) {
                let behind =
                    Line { tokens: rest.to_vec(), comment: line.comment.clone(), ..Line::default() };
                self.begin(&behind, opener);
            } else if !rest.is_empty() {
                self.module.problem("a line of its own is needed here", whole_span(rest));
                self.closed_early();
            }
            return;
        }
        match self.open.as_ref().map(|it| it.kind) {
            None => {
                self.module.problem("this belongs to no block", whole_span(&line.tokens));
                self.module.lose(whole_span(&line.tokens));
                // What stands behind the head of a block that cannot be read is none of the block before.
                self.headless |= line.tokens.last().is_some_and(|it| it.kind == TokenKind::Mark('{'));
                if line.tokens.len() > 1 && !self.headless {
                    self.closed_early();
                }
            }
            Some(BlockKind::Datasource | BlockKind::Generator) => self.setting(line),
            Some(BlockKind::Unknown) => {}
            Some(kind) => self.entry(line, kind),
        }
    }

    /// Notes that the brace of the last block came too early, for what follows it looks like one of its lines.
    fn closed_early(&mut self) {
        if let Some(block) = self.module.blocks.last_mut() {
            block.whole = false;
        }
    }

    /// Opens a block.
    fn begin(&mut self, line: &Line, opener: Opener) {
        self.headless = false;
        let mut block = Block {
            kind: opener.kind,
            name: opener.name,
            doc: self.doc(line),
            span: opener.span,
            fields: Vec::new(),
            attributes: Vec::new(),
            settings: Vec::new(),
            whole: opener.has_brace && opener.kind != BlockKind::Unknown,
        };
        if !block.whole {
            let what = if opener.has_brace { "no block begins with this word" } else { "`{` is missing" };
            self.module.problem(what, whole_span(&line.tokens));
            // Without its brace, a name may be half a name.
            if opener.kind == BlockKind::Unknown || !opener.has_brace {
                self.module.lose(whole_span(&line.tokens));
            }
        }
        let rest = line.tokens.get(opener.length..).unwrap_or_default();
        // A brace in the middle of a name, and a dash, which no name has.
        let is_named = !matches!(opener.kind, BlockKind::Datasource | BlockKind::Generator);
        if is_named && block.name.text.contains('-') || rest.iter().any(|it| it.kind == TokenKind::Mark('{')) {
            block.whole = false;
            self.module.problem("this is no name", block.name.span);
            self.module.lose(whole_span(&line.tokens));
        }
        let is_closed = rest.last().is_some_and(|it| it.kind == TokenKind::Mark('}'));
        if rest.len() > usize::from(is_closed) {
            block.whole = false;
            self.module.problem("a line of its own is needed here", whole_span(rest));
        }
        if is_closed {
            block.span = block.span.join(whole_span(rest));
            self.module.blocks.push(block);
        } else {
            self.open = Some(block);
        }
    }

    /// Closes the open block at its brace.
    fn end(&mut self, line: &Line) {
        let brace = whole_span(line.tokens.get(..1).unwrap_or_default());
        match self.open.take() {
            Some(mut block) => {
                block.span = block.span.join(brace);
                self.module.blocks.push(block);
            }
            None => self.module.problem("nothing is open here", brace),
        }
    }

    /// Closes the open block, whose brace is missing, before `end`.
    fn cut(&mut self, end: usize) {
        let Some(mut block) = self.open.take() else { return };
        let name = block.name.span;
        self.module.problem(&format!("`{}` has no `}}`", block.name.text), name);
        let inner = Span::from_range(block.span.start().bytes()..end.max(block.span.end().bytes()));
        let kept = inner.slice(self.source).trim_end().len();
        block.span = Span::from_range(inner.start().bytes()..inner.start().bytes() + kept);
        block.whole = false;
        self.module.blocks.push(block);
    }

    /// `key = value`. A generator may say what only it understands, so nothing here is a problem.
    fn setting(&mut self, line: &Line) {
        let mut cursor = Cursor { source: self.source, tokens: &line.tokens, at: 0 };
        let Some(key) = cursor.word() else { return };
        if !cursor.take('=') {
            return;
        }
        let from = cursor.at;
        let Some(value) = cursor.value(0) else { return };
        let written = cursor.since(from).slice(self.source).to_owned();
        if let Some(block) = &mut self.open {
            block.settings.push(Argument { name: Some(key.text), value, written });
        }
    }

    /// A field, a value of an enum, or an attribute of the block.
    fn entry(&mut self, line: &Line, kind: BlockKind) {
        let doc = self.doc(line);
        let Some(block) = &mut self.open else { return };
        let mut cursor = Cursor { source: self.source, tokens: &line.tokens, at: 0 };
        let whole = if cursor.peek() == Some(&TokenKind::Mark('@')) {
            // With one mark it is a field's, which lost its name.
            let is_own = line.tokens.get(1).is_some_and(|it| it.kind == TokenKind::Mark('@'));
            let attribute = cursor.attribute();
            let is_read = cursor.is_at_end() && attribute.as_ref().is_some_and(|it| is_known(it, BLOCK_ATTRIBUTES));
            block.attributes.extend(attribute.filter(|_| is_own));
            is_own && is_read
        } else {
            let field = field(&mut cursor, kind, doc).filter(|_| block.fields.len() < MOST_FIELDS);
            let whole = field.as_ref().is_some_and(|it| it.whole);
            block.fields.extend(field);
            whole
        };
        if !whole && may_map(&line.tokens) {
            self.module.lose(whole_span(&line.tokens));
        }
        if !whole {
            block.whole = false;
            self.module.problem("this line cannot be read", whole_span(&line.tokens));
        }
    }
}

/// True if a line of `tokens` that cannot be read may be the `@@map("…")` that names the table: `@@ma`, `map("users")`.
fn may_map(tokens: &[Token]) -> bool {
    let marks = tokens.iter().take_while(|it| it.kind == TokenKind::Mark('@')).count();
    let word = tokens.iter().find_map(|it| match &it.kind {
        TokenKind::Word(word) => Some(word.as_str()),
        _ => None,
    });
    let quotes = tokens.iter().any(|it| matches!(it.kind, TokenKind::Text(_) | TokenKind::Bad));
    if marks > 0 {
        let is_other = word.is_some_and(|it| it != "map" && BLOCK_ATTRIBUTES.contains(&it));
        return !is_other && (quotes || word.is_some_and(|it| "map".starts_with(it)));
    }
    // A field's own attributes stand behind its type.
    quotes && tokens.iter().all(|it| it.kind != TokenKind::Mark('@'))
}

/// True if `attribute` is one of `known` and says what it must: a half-typed `@ma` hides a name.
fn is_known(attribute: &Attribute, known: &[&str]) -> bool {
    let is_name = matches!(attribute.name.as_str(), "map" | "schema");
    let is_said = || attribute.arguments.first().is_some_and(|it| it.value.text().is_some());
    (attribute.name.contains('.') || known.contains(&attribute.name.as_str())) && (!is_name || is_said())
}

/// The field that a line declares; `None` if not even its name can be told.
fn field(cursor: &mut Cursor<'_>, kind: BlockKind, doc: Option<String>) -> Option<Field> {
    let name = cursor.word()?;
    let mut field = Field {
        name,
        ty: FieldType::default(),
        attributes: Vec::new(),
        doc,
        span: Span::default(),
        whole: true,
    };
    // No column has a dash in its name.
    field.whole = kind == BlockKind::Enum || !field.name.text.contains('-');
    if kind != BlockKind::Enum {
        match field_type(cursor) {
            Some(ty) => field.ty = ty,
            None => field.whole = false,
        }
    }
    while field.whole && !cursor.is_at_end() {
        let attribute = (cursor.peek() == Some(&TokenKind::Mark('@'))).then(|| cursor.attribute()).flatten();
        field.whole = attribute.as_ref().is_some_and(|it| is_known(it, FIELD_ATTRIBUTES));
        field.attributes.extend(attribute);
    }
    field.span = if field.whole { cursor.since(0) } else { whole_span(cursor.tokens) };
    Some(field)
}

/// `String`, `String?`, `String[]`, `Unsupported("circle")?`.
fn field_type(cursor: &mut Cursor<'_>) -> Option<FieldType> {
    let name = cursor.word()?;
    let mut ty = FieldType { name, ..FieldType::default() };
    if ty.name.text == "Unsupported" && cursor.take('(') {
        let arguments = cursor.arguments(')', 0)?;
        ty.unsupported = Some(arguments.first()?.value.text()?.text.clone());
    }
    if cursor.take('?') {
        ty.arity = Arity::Optional;
    } else if cursor.take('[') {
        if !cursor.take(']') {
            return None;
        }
        ty.arity = Arity::List;
    } else {
        // `!` was how older versions wrote a required field.
        cursor.take('!');
    }
    Some(ty)
}

/// The first line of a block.
struct Opener {
    kind: BlockKind,
    name: Word,
    span: Span,
    /// How many tokens it takes.
    length: usize,
    has_brace: bool,
}

/// The block that a line of `tokens` opens, also where its brace is still missing.
fn opener(tokens: &[Token]) -> Option<Opener> {
    let (TokenKind::Word(keyword), TokenKind::Word(name)) = (&tokens.first()?.kind, &tokens.get(1)?.kind)
    else {
        return None;
    };
    let has_brace = tokens.get(2).map(|it| &it.kind) == Some(&TokenKind::Mark('{'));
    let kind = match keyword.as_str() {
        "model" => BlockKind::Model,
        "view" => BlockKind::View,
        "type" => BlockKind::Composite,
        "enum" => BlockKind::Enum,
        "datasource" => BlockKind::Datasource,
        "generator" => BlockKind::Generator,
        _ if has_brace => BlockKind::Unknown,
        _ => return None,
    };
    if !has_brace && tokens.len() > 2 {
        return None;
    }
    let length = if has_brace { 3 } else { 2 };
    let name = Word { text: name.clone(), span: tokens.get(1)?.span };
    Some(Opener { kind, name, span: whole_span(tokens.get(..length)?), length, has_brace })
}

/// The span of all `tokens`.
fn whole_span(tokens: &[Token]) -> Span {
    match (tokens.first(), tokens.last()) {
        (Some(first), Some(last)) => first.span.join(last.span),
        _ => Span::default(),
    }
}
