//! The white space of a block: fields in columns, as `prisma format` lays them out.

use super::style::Style;

/// A block before it is laid out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) keyword: &'static str,
    pub(super) name: String,
    pub(super) doc: Option<String>,
    pub(super) rows: Vec<Row>,
    /// `@@map("orders")` and the like.
    pub(super) attributes: Vec<String>,
}

/// A field, or a value of an enum, which has no type.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) doc: Option<String>,
    pub(super) name: String,
    pub(super) ty: String,
    pub(super) attributes: Vec<String>,
}

/// The text of `block`.
pub(super) fn block(block: &Block, style: &Style) -> String {
    let mut lines = documentation(block.doc.as_deref(), "");
    lines.push(format!("{} {} {{", block.keyword, block.name));
    let widths = Widths::of(&block.rows);
    for row in &block.rows {
        lines.extend(documentation(row.doc.as_deref(), &style.indent));
        lines.push(line(row, widths, style));
    }
    if !block.attributes.is_empty() {
        lines.push(String::new());
    }
    lines.extend(block.attributes.iter().map(|it| format!("{}{it}", style.indent)));
    lines.push("}".to_owned());
    lines.push(String::new());
    lines.join(style.line_end)
}

/// How wide the columns of a block are, in bytes, which `prisma format` counts too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Widths {
    pub(super) name: usize,
    pub(super) ty: usize,
}

impl Widths {
    /// These, or wider if `rows` need it.
    pub(super) fn with(self, rows: &[Row]) -> Self {
        let other = Self::of(rows);
        Self { name: self.name.max(other.name), ty: self.ty.max(other.ty) }
    }

    pub(super) fn of(rows: &[Row]) -> Self {
        let widest = |part: fn(&Row) -> &String| rows.iter().map(|it| part(it).len()).max();
        Self { name: widest(|it| &it.name).unwrap_or(0), ty: widest(|it| &it.ty).unwrap_or(0) }
    }
}

/// The line of `row`, without a line end.
pub(super) fn line(row: &Row, widths: Widths, style: &Style) -> String {
    let attributes = row.attributes.join(" ");
    let padded = |text: &str, width: usize| format!("{text}{} ", " ".repeat(width.saturating_sub(text.len())));
    let ty = if row.ty.is_empty() { String::new() } else { padded(&row.ty, widths.ty) };
    let columns = format!("{}{ty}{attributes}", padded(&row.name, widths.name));
    format!("{}{}", style.indent, columns.trim_end())
}

/// The lines of the comment `doc`.
pub(super) fn documentation(doc: Option<&str>, indent: &str) -> Vec<String> {
    let lines = doc.map(str::lines).into_iter().flatten();
    lines.map(|it| format!("{indent}/// {it}").trim_end().to_owned()).collect()
}

/// `content` as a string of Prisma.
pub(super) fn text(content: &str) -> String {
    let mut text = String::from("\"");
    for letter in content.chars() {
        match letter {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            it if it.is_control() => text.push_str(&format!("\\u{:04x}", u32::from(it))),
            it => text.push(it),
        }
    }
    text.push('"');
    text
}
