//! The blocks and inlines of a markdown text, as CommonMark with GitHub's tables and task lists reads them.

mod build;
mod code;
mod front_matter;
mod ordinary;
mod plain;
mod walk;

#[cfg(test)]
mod tests;

use text::Span;

pub use code::CodeText;
pub use plain::plain_text;
pub use walk::{Blocks, Inlines};

/// The structure of one markdown text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Markdown {
    /// The top-level blocks in order. Front matter, if any, is the first.
    pub blocks: Vec<Block>,
}

/// One block, with its span in the whole text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The block's bytes, without the line end behind it.
    pub span: Span,
    /// What it is and holds.
    pub kind: BlockKind,
}

/// What a block is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlockKind {
    /// YAML or TOML between fences at the start of the text.
    FrontMatter {
        /// The metadata without its fences.
        content: Span,
    },
    /// `# Heading`, or one underlined.
    Heading {
        /// 1 to 6.
        level: u8,
        /// The heading's text.
        inlines: Vec<Inline>,
    },
    /// A run of prose. Also the text of a tight list item.
    Paragraph {
        /// The prose; soft line breaks are [`InlineKind::Break`].
        inlines: Vec<Inline>,
    },
    /// A bullet or numbered list.
    List {
        /// The first number of a numbered list.
        first: Option<u64>,
        /// The items.
        items: Vec<Item>,
    },
    /// `> quoted` blocks.
    Quote {
        /// The quoted blocks.
        blocks: Vec<Block>,
    },
    /// A fenced or indented code block.
    Code {
        /// The info string behind the opening fence (``` ```typescript ```), empty if there is none.
        info: String,
        /// The code, from the first content line to the last, without fences. Lines keep their indentation and,
        /// inside quotes or lists, their prefixes: `lines` leaves them out.
        content: Span,
        /// The spans of the content lines without container prefixes, in order, line ends included.
        lines: Vec<Span>,
    },
    /// A table.
    Table {
        /// The header cells.
        header: Vec<Cell>,
        /// The rows below it.
        rows: Vec<Vec<Cell>>,
    },
    /// Raw HTML, comments included.
    Html,
    /// `---`.
    Rule,
}

/// One list item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The item with its marker.
    pub span: Span,
    /// The state of a task's box: `[x]` is `Some(true)`, `[ ]` is `Some(false)`.
    pub task: Option<bool>,
    /// The item's number in a numbered list.
    pub number: Option<u64>,
    /// What it holds.
    pub blocks: Vec<Block>,
}

/// One table cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The cell between its bars.
    pub span: Span,
    /// Its text.
    pub inlines: Vec<Inline>,
}

/// A piece of prose, with its span in the whole text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inline {
    /// The bytes, marks included.
    pub span: Span,
    /// What it is and holds.
    pub kind: InlineKind,
}

/// What a piece of prose is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InlineKind {
    /// Plain text; an escape or entity is a text of its own whose `span` shows the source.
    Text,
    /// Inline code; `content` is the code without backticks and without the one space of padding.
    Code {
        /// The code between the marks.
        content: Span,
    },
    /// `**strong**`.
    Strong(Vec<Inline>),
    /// `*emphasis*`.
    Emphasis(Vec<Inline>),
    /// `~~struck~~`: what the author took back.
    Struck(Vec<Inline>),
    /// A link or an image.
    Link {
        /// Where it leads, as written in the source (reference links resolved).
        destination: String,
        /// Its text.
        inlines: Vec<Inline>,
    },
    /// Inline HTML, comments included.
    Html,
    /// A line break inside a paragraph.
    Break,
}

/// The structure of `source`. Any text has one; this never fails, and costs time linear in the text's length.
///
/// Containers and marks nested deeper than 64 levels are flattened: what they hold becomes part of the block around
/// them, so that whoever walks the tree may recurse.
///
/// ```
/// use schemark_syntax::markdown::{InlineKind, parse};
/// let source = "# Checkout\n\nThe `orders` table.\n";
/// let markdown = parse(source);
/// assert_eq!(markdown.blocks.len(), 2);
/// let code = markdown.inlines().find(|inline| matches!(inline.kind, InlineKind::Code { .. }));
/// assert_eq!(code.map(|code| code.span.slice(source)), Some("`orders`"));
/// ```
#[must_use]
pub fn parse(source: &str) -> Markdown {
    build::markdown(source)
}
