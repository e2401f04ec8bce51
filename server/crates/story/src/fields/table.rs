//! Markdown tables whose rows are columns: a header such as Field and Type.

use crate::SketchColumn;
use crate::fields::describe;
use crate::phrases::PHRASES;
use crate::prose::{Kind, Prose};
use crate::words;

/// Which columns of a markdown table say what, counted from 0.
#[derive(Debug, Clone, Default)]
pub(crate) struct Columns {
    /// Where field names stand.
    name: Option<usize>,
    /// Where types stand.
    ty: Option<usize>,
    /// Where defaults stand.
    default: Option<usize>,
    /// Where "required" is answered with yes or no.
    required: Option<usize>,
    /// Where "nullable" is.
    nullable: Option<usize>,
    /// Where tables' names stand.
    pub(crate) tables: Option<usize>,
    /// Where files' names stand.
    pub(crate) files: Option<usize>,
}

impl Columns {
    /// True if the rows are columns of a database table, as far as the header tells.
    pub(crate) fn are_fields(&self) -> bool {
        self.name.is_some() && self.ty.is_some()
    }
}

/// What the header `prose` says of the columns below it.
pub(crate) fn columns(prose: &Prose) -> Columns {
    let mut columns = Columns::default();
    for (index, (from, to)) in cells(prose).into_iter().enumerate() {
        let Some((text, _)) = prose.stretch(from, to) else { continue };
        let text = text.trim().to_lowercase();
        let slot = if PHRASES.has("fields.name", &text) {
            &mut columns.name
        } else if PHRASES.has("fields.type", &text) {
            &mut columns.ty
        } else if PHRASES.has("fields.default", &text) {
            &mut columns.default
        } else if PHRASES.has("fields.required", &text) {
            &mut columns.required
        } else if PHRASES.has("fields.optional", &text) {
            &mut columns.nullable
        } else if PHRASES.has("files.name", &text) {
            &mut columns.files
        } else if PHRASES.has("table.one", &text)
            || PHRASES.has("table.many", &text)
            || text == "table name"
            || text == "表名"
        {
            &mut columns.tables
        } else {
            continue;
        };
        slot.get_or_insert(index);
    }
    columns
}

/// What the row `prose` says of a column.
pub(crate) fn of_row(prose: &Prose, columns: &Columns) -> Option<SketchColumn> {
    let cells = cells(prose);
    let &(from, to) = cells.get(columns.name?)?;
    let token = prose.token(from).filter(|_| from < to)?;
    let name = prose.text_of(token);
    // A name is the only thing in its cell, but for a question mark or a remark in parentheses.
    let alone = to == from + 1 || prose.is_mark(from + 1, '?') || prose.is_mark(from + 1, '(');
    if !matches!(token.kind, Kind::Word | Kind::Code)
        || !words::is_identifier(name)
        || words::is_screaming(name)
        || !alone
    {
        return None;
    }
    let end = prose.tokens().len();
    let mut column = describe::describe(prose, to.min(end), end);
    if let Some(ty) = columns.ty.and_then(|it| cells.get(it)).and_then(|&(from, to)| prose.stretch(from, to))
    {
        let (written, _) = ty;
        let first = written.split(|it: char| !it.is_ascii_alphanumeric()).next().unwrap_or("");
        if !describe::is_type(first) || column.ty.is_none() {
            column.ty = Some(written.trim().to_owned()).filter(|it| it.len() <= 60);
        }
    }
    if let Some((value, _)) =
        columns.default.and_then(|it| cells.get(it)).and_then(|&(from, to)| prose.stretch(from, to))
    {
        let value = value.trim();
        column.default = Some(value.to_owned())
            .filter(|it| !matches!(it.as_str(), "" | "-" | "—" | "–" | "none" | "None" | "无" | "N/A"));
    }
    let answer = |at: Option<usize>| {
        at.and_then(|it| cells.get(it)).and_then(|&(from, to)| yes_or_no(prose.stretch(from, to)?.0))
    };
    let required = answer(columns.required).map(|required| !required);
    column.nullable = answer(columns.nullable).or(required).or(column.nullable);
    name.clone_into(&mut column.name);
    column.span = token.span;
    Some(column)
}

fn yes_or_no(answer: &str) -> Option<bool> {
    match answer.trim().to_lowercase().as_str() {
        "yes" | "y" | "true" | "✓" | "✅" | "是" | "sí" | "required" | "예" => Some(true),
        "no" | "n" | "false" | "否" | "-" | "❌" | "optional" | "not null" | "아니오" => Some(false),
        _ => None,
    }
}

/// The tokens of each cell, `from..to`.
pub(crate) fn cells(prose: &Prose) -> Vec<(usize, usize)> {
    let mut cells = Vec::new();
    let mut from = 0;
    for (index, token) in prose.tokens().iter().enumerate() {
        if token.kind == Kind::Cell {
            cells.push((from, index));
            from = index + 1;
        }
    }
    cells.push((from, prose.tokens().len()));
    cells
}
