//! The tree of blocks and inlines, built from pulldown-cmark's events.
//!
//! Events come well nested. Each start opens a frame, each end closes one and hands its block or inline to the frame
//! below. A container too deep opens no frame, so what it holds falls into the frame around it.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use text::{Offset, Span};

use super::{Block, BlockKind, Cell, Inline, InlineKind, Item, Markdown, front_matter, ordinary};

mod frame;
mod inline;

use frame::{Body, Frame};

/// Levels of quotes, lists, items and marks that are kept. Deeper ones serve only to break readers.
const DEEPEST: usize = 64;

/// The structure of `source`.
pub(super) fn markdown(source: &str) -> Markdown {
    let source = &*ordinary::ordinary(source);
    let start = if source.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut builder = Builder::default();
    let mut rest = start;
    if let Some(found) = front_matter::front_matter(source, start) {
        builder
            .blocks
            .push(Block { span: found.span, kind: BlockKind::FrontMatter { content: found.content } });
        rest = found.rest;
    }
    builder.read(source, rest);
    Markdown { blocks: builder.blocks }
}

/// The tree so far.
#[derive(Default)]
struct Builder {
    blocks: Vec<Block>,
    frames: Vec<Frame>,
    /// For each open start event, whether it opened a frame.
    opened: Vec<bool>,
    /// Where the last inline ended, to see what the events leave out.
    inline_end: usize,
    /// Where the last text ended, if the next text may be added to it.
    plain_end: Option<usize>,
}

impl Builder {
    fn read(&mut self, source: &str, from: usize) {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_GFM;
        let text = source.get(from..).unwrap_or("");
        for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
            // An end before its start would be a slip of the parser: read it as empty.
            let span = Span::from_range(from + range.start..from + range.end.max(range.start));
            match event {
                Event::Start(tag) => self.start(source, &tag, span),
                Event::End(tag) => self.end(source, tag),
                Event::Rule => {
                    self.close_implicit(source);
                    self.push_block(Block { span: frame::trimmed(source, span), kind: BlockKind::Rule });
                }
                Event::TaskListMarker(done) => self.mark_task(done),
                Event::Text(text) => self.text(source, &text, span),
                Event::Html(_) => {}
                Event::InlineHtml(_) => self.push_inline(span, InlineKind::Html),
                Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {
                    let content = inline::code_content(source, span);
                    self.push_inline(span, InlineKind::Code { content });
                }
                Event::FootnoteReference(_) => self.push_inline(span, InlineKind::Text),
                Event::SoftBreak | Event::HardBreak => self.push_inline(span, InlineKind::Break),
            }
        }
        self.close_implicit(source);
    }

    fn start(&mut self, source: &str, tag: &Tag<'_>, span: Span) {
        let inline = is_inline(tag);
        if inline {
            self.ensure_prose(span);
        } else {
            self.close_implicit(source);
        }
        self.plain_end = None;
        if inline || matches!(tag, Tag::TableCell | Tag::Paragraph | Tag::Heading { .. }) {
            self.inline_end = span.start().bytes();
        }
        let body = self.body(source, tag, span);
        self.opened.push(body.is_some());
        if let Some(body) = body {
            self.frames.push(Frame { span, body });
        }
    }

    /// What `tag` opens; nothing if it is transparent or too deep.
    fn body(&self, source: &str, tag: &Tag<'_>, span: Span) -> Option<Body> {
        let deep = self.frames.len() >= DEEPEST;
        let parent = self.frames.last().map(|frame| &frame.body);
        Some(match tag {
            Tag::Paragraph => Body::Paragraph { inlines: Vec::new(), implicit: false },
            Tag::Heading { level, .. } => Body::Heading { level: *level as u8, inlines: Vec::new() },
            Tag::CodeBlock(kind) => {
                let (info, start) = match kind {
                    CodeBlockKind::Fenced(info) => (info.to_string(), behind_line(source, span)),
                    CodeBlockKind::Indented => (String::new(), span.start()),
                };
                Body::Code { info, start, lines: Vec::new() }
            }
            Tag::HtmlBlock => Body::Html,
            Tag::Table(_) => Body::Table { header: Vec::new(), rows: Vec::new() },
            Tag::TableHead => Body::Row { cells: Vec::new(), header: true },
            Tag::TableRow => Body::Row { cells: Vec::new(), header: false },
            Tag::TableCell => Body::Cell { inlines: Vec::new() },
            Tag::Item => match parent {
                Some(Body::List { first, items }) => {
                    let number = first.map(|first| first.saturating_add(items.len() as u64));
                    Body::Item { task: None, number, blocks: Vec::new() }
                }
                _ => return None,
            },
            _ if deep => return None,
            Tag::BlockQuote(_) => Body::Quote { blocks: Vec::new() },
            Tag::List(first) => Body::List { first: *first, items: Vec::new() },
            Tag::Emphasis => Body::Emphasis { inlines: Vec::new() },
            Tag::Strong => Body::Strong { inlines: Vec::new() },
            Tag::Strikethrough => Body::Struck { inlines: Vec::new() },
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                Body::Link { destination: dest_url.to_string(), inlines: Vec::new() }
            }
            // A footnote's blocks belong to what is around it; the others are never asked for.
            Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => return None,
        })
    }

    fn end(&mut self, source: &str, tag: TagEnd) {
        let inline = matches!(
            tag,
            TagEnd::Emphasis
                | TagEnd::Strong
                | TagEnd::Strikethrough
                | TagEnd::Superscript
                | TagEnd::Subscript
                | TagEnd::Link
                | TagEnd::Image
        );
        if !inline {
            self.close_implicit(source);
        }
        self.plain_end = None;
        if self.opened.pop() == Some(true) {
            self.close(source);
        }
    }

    /// Closes the topmost frame and hands what it made to the one below.
    fn close(&mut self, source: &str) {
        let Some(frame) = self.frames.pop() else { return };
        match frame.finish(source) {
            frame::Made::Block(block) => self.push_block(block),
            frame::Made::Inline(inline) => {
                self.inline_end = inline.span.end().bytes();
                self.add_inline(inline);
            }
            frame::Made::Item(item) => {
                if let Some(Frame { body: Body::List { items, .. }, .. }) = self.frames.last_mut() {
                    items.push(item);
                }
            }
            frame::Made::Cell(cell) => {
                if let Some(Frame { body: Body::Row { cells, .. }, .. }) = self.frames.last_mut() {
                    cells.push(cell);
                }
            }
            frame::Made::Row(cells, is_header) => {
                if let Some(Frame { body: Body::Table { header, rows }, .. }) = self.frames.last_mut() {
                    if is_header {
                        *header = cells;
                    } else {
                        rows.push(cells);
                    }
                }
            }
        }
    }

    fn push_block(&mut self, block: Block) {
        match self.frames.last_mut().map(|frame| &mut frame.body) {
            Some(Body::Quote { blocks } | Body::Item { blocks, .. }) => blocks.push(block),
            _ => self.blocks.push(block),
        }
    }

    /// Opens a paragraph for prose that stands in a container without one, as in a tight list.
    fn ensure_prose(&mut self, span: Span) {
        let stands = self.frames.last().is_some_and(|frame| frame.body.takes_inlines());
        if !stands {
            self.inline_end = span.start().bytes();
            self.plain_end = None;
            let body = Body::Paragraph { inlines: Vec::new(), implicit: true };
            self.frames.push(Frame { span, body });
        }
    }

    fn close_implicit(&mut self, source: &str) {
        if let Some(Frame { body: Body::Paragraph { implicit: true, .. }, .. }) = self.frames.last() {
            self.close(source);
        }
    }

    fn mark_task(&mut self, done: bool) {
        let item = self.frames.iter_mut().rev().take(2).find_map(|frame| match &mut frame.body {
            Body::Item { task, .. } => Some(task),
            _ => None,
        });
        if let Some(task) = item {
            *task = Some(done);
        }
    }

    fn text(&mut self, source: &str, text: &str, span: Span) {
        if let Some(Frame { body: Body::Code { lines, .. }, .. }) = self.frames.last_mut() {
            frame::add_lines(source, span, lines);
            return;
        }
        if matches!(self.frames.last(), Some(Frame { body: Body::Html, .. })) {
            return;
        }
        self.ensure_prose(span);
        let mut start = span.start().bytes();
        let end = span.end().bytes();
        if let Some(escape) = inline::escape(source, start, self.inline_end) {
            let escape_end = escape.end().bytes().min(end).max(start);
            self.push_inline(Span::from_range(escape.start().bytes()..escape_end), InlineKind::Text);
            start = escape_end;
            if start == end {
                return;
            }
        }
        let piece = Span::from_range(start..end);
        // An entity or the like: its text is not its source, so it stays alone.
        let plain = text.ends_with(piece.slice(source));
        if plain && self.plain_end == Some(start) && self.extend_text(end) {
            self.inline_end = end;
        } else {
            self.push_inline(piece, InlineKind::Text);
        }
        self.plain_end = plain.then_some(end);
    }

    /// Adds the bytes up to `end` to the last inline, if that is a text.
    fn extend_text(&mut self, end: usize) -> bool {
        let last =
            self.frames.last_mut().and_then(|frame| frame.body.inlines_mut()).and_then(|it| it.last_mut());
        let Some(Inline { span, kind: InlineKind::Text }) = last else { return false };
        *span = span.join(Span::empty(Offset::new(end)));
        true
    }

    fn push_inline(&mut self, span: Span, kind: InlineKind) {
        self.ensure_prose(span);
        self.inline_end = span.end().bytes();
        self.plain_end = None;
        self.add_inline(Inline { span, kind });
    }

    fn add_inline(&mut self, inline: Inline) {
        if let Some(inlines) = self.frames.last_mut().and_then(|frame| frame.body.inlines_mut()) {
            inlines.push(inline);
        }
    }
}

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. }
    )
}

/// Where the line after the first line of `span` starts, within the span.
fn behind_line(source: &str, span: Span) -> Offset {
    let text = span.slice(source);
    let line = text.find('\n').map_or(text.len(), |at| at + 1);
    span.start().plus(line)
}
