//! What code in no schema language lists: fields under "messages table:", `orders { id: UUID (PK) }`, and a tree of
//! files with the tables they hold.

use text::Span;

use super::declared::Names;
use crate::{Form, Mention, Sketch, SketchColumn, SketchSource, Strength, Subject};
use crate::{fields, inventory, words};

/// So many typed fields make a table.
const FIELDS: usize = 2;

/// A name and where it stands in the code.
type Name<'a> = (&'a str, Span);

/// What `code` names, with spans in it.
pub(super) fn names(code: &str) -> Names {
    let mut names = Names { claims: inventory::of_tree(code), ..Names::default() };
    let mut open: Option<(Name<'_>, Vec<SketchColumn>)> = None;
    let mut start = 0;
    for line in code.split_inclusive('\n') {
        let table = title(line, start);
        if table.is_some() || line.trim().is_empty() {
            close(open.take(), &mut names);
        }
        match (table, &mut open) {
            (Some(table), _) => open = Some((table, Vec::new())),
            (None, Some((_, columns))) => columns.extend(field(line, start)),
            (None, None) => close(in_braces(line, start), &mut names),
        }
        start += line.len();
    }
    close(open, &mut names);
    names
}

/// Adds a table with its fields.
fn close(table: Option<(Name<'_>, Vec<SketchColumn>)>, names: &mut Names) {
    let Some(((name, span), columns)) = table.filter(|it| it.1.len() >= FIELDS) else { return };
    let qualified = words::Qualified { schema: None, name };
    names.mentions.push(crate::mentions::table(qualified, name, span, Form::Title, Strength::Strong, None));
    names.mentions.extend(columns.iter().map(|it| Mention {
        subject: Subject::Column,
        name: it.name.clone(),
        table: Some(name.to_owned()),
        column: None,
        schema: None,
        span: it.span,
        form: Form::Field,
        strength: Strength::Strong,
        cue: None,
    }));
    names.sketches.push(Sketch {
        source: SketchSource::Bullets,
        columns,
        ..crate::sketch::empty(name, span)
    });
}

/// The name in "messages table:", a line that starts at `start`.
fn title(line: &str, start: usize) -> Option<Name<'_>> {
    let text = line.trim().strip_suffix(':')?;
    let (name, noun) = text.split_once(' ')?;
    let fits = noun.eq_ignore_ascii_case("table") && words::may_be_table(name);
    fits.then(|| placed(line, start, name))
}

/// The column in "- id: uuid (PK)", a line that starts at `start`.
fn field(line: &str, start: usize) -> Option<SketchColumn> {
    let text = line.trim().trim_start_matches(['-', '*', '•']).trim_start();
    let (name, told) = text.split_once(':')?;
    let name = name.trim().trim_end_matches('?');
    let told = told.trim();
    let ty = told.split(|it: char| !it.is_ascii_alphanumeric()).next()?;
    let fits = words::is_identifier(name) && fields::is_type(ty) && !name.starts_with(char::is_uppercase);
    let (name, span) = placed(line, start, name);
    fits.then(|| SketchColumn {
        name: name.to_owned(),
        span,
        ty: Some(ty.to_owned()).filter(|it| !it.eq_ignore_ascii_case("enum")),
        ..SketchColumn::default()
    })
}

/// The table in `orders { id: UUID (PK), total: int }`, a line that starts at `start`: a key tells that it is one.
fn in_braces(line: &str, start: usize) -> Option<(Name<'_>, Vec<SketchColumn>)> {
    let (name, rest) = line.trim().split_once('{')?;
    let inner = rest.strip_suffix('}')?;
    let name = name.trim();
    let has_key = inner.contains("(PK") || inner.contains(" PK");
    if !has_key || !words::may_be_table(name) {
        return None;
    }
    let mut at = line.find('{')? + 1;
    let mut columns = Vec::new();
    for piece in inner.split(',') {
        columns.extend(field(piece, start + at));
        at += piece.len() + 1;
    }
    Some((placed(line, start, name), columns))
}

/// `name`, which is a part of `line`, which starts at `start`.
fn placed<'a>(line: &str, start: usize, name: &'a str) -> Name<'a> {
    let at = start + line.find(name).unwrap_or(0);
    (name, Span::from_range(at..at + name.len()))
}
