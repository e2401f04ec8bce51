//! Models and fields that a Prisma fence names.

use text::{Offset, Span};

use super::sql::Names;
use crate::words;
use crate::{Cue, Form, Mention, Sketch, SketchColumn, SketchReference, SketchSource, Strength, Subject};

/// The scalar types: a field of any other type is an enum or a relation.
const SCALARS: [&str; 9] =
    ["String", "Boolean", "Int", "BigInt", "Float", "Decimal", "DateTime", "Json", "Bytes"];

/// True if a line of `code` opens a model and another is a field of one.
pub(super) fn is_prisma(code: &str) -> bool {
    code.lines().any(|line| opened_model(line).is_some())
        && code.lines().any(|line| {
            let mut words = line.split_whitespace();
            let ty = words.nth(1).unwrap_or("").trim_end_matches(['?', '[', ']']);
            SCALARS.contains(&ty) || line.contains("@relation") || line.contains("@id")
        })
}

fn opened_model(line: &str) -> Option<&str> {
    let rest = line.trim_start().strip_prefix("model ")?.trim_start();
    let name = rest.split(|it: char| !(it.is_ascii_alphanumeric() || it == '_')).next()?;
    let tail = rest.get(name.len()..)?.trim_start();
    (words::is_identifier(name) && tail.starts_with('{')).then_some(name)
}

/// What `code` names.
pub(super) fn names(code: &str) -> Names {
    let mut names = Names::default();
    let mut open: Option<Sketch> = None;
    let mut start = 0;
    for line in code.split_inclusive('\n') {
        let at = |part: &str| {
            let from = start + line.find(part).unwrap_or(0);
            Span::from_range(from..from + part.len())
        };
        if let Some(name) = opened_model(line) {
            names.sketches.extend(open.take());
            let span = after(line, "model ", name, start);
            names.mentions.push(model(name, span, Form::PrismaDefinition));
            open = Some(Sketch {
                name: name.to_owned(),
                span,
                source: SketchSource::Table,
                columns: Vec::new(),
                indexes: Vec::new(),
            });
        } else if line.trim_start().starts_with('}') {
            names.sketches.extend(open.take());
        } else if let Some(sketch) = &mut open {
            field(line, &at, sketch, &mut names.mentions);
        }
        start += line.len();
    }
    names.sketches.extend(open);
    names.mentions.retain(|it| !words::is_placeholder(&it.name));
    names
}

fn after(line: &str, keyword: &str, name: &str, start: usize) -> Span {
    let from = line.find(keyword).map_or(0, |at| at + keyword.len());
    let at = line.get(from..).and_then(|rest| rest.find(name)).unwrap_or(0);
    let begin = Offset::new(start + from + at);
    Span::new(begin, begin.plus(name.len()))
}

fn model(name: &str, span: Span, form: Form) -> Mention {
    let qualified = words::Qualified { schema: None, name };
    crate::mentions::table(qualified, name, span, form, Strength::Strong, None::<Cue>)
}

fn field(line: &str, at: &dyn Fn(&str) -> Span, sketch: &mut Sketch, mentions: &mut Vec<Mention>) {
    let mut parts = line.split_whitespace();
    let (Some(name), Some(written)) = (parts.next(), parts.next()) else { return };
    if !words::is_identifier(name) || name.starts_with("//") {
        return;
    }
    let base = written.trim_end_matches(['?', '[', ']']);
    if !words::is_identifier(base) {
        return;
    }
    let relation = line.find("@relation").filter(|_| line.contains("fields:"));
    if let Some(relation) = relation {
        // `team Team @relation(fields: [teamId], references: [id])`
        mentions.push(model(base, type_span(line, name, base, at(name)), Form::ForeignKey));
        let column = bracketed(line.get(relation..).unwrap_or(""), "fields:");
        let target = bracketed(line.get(relation..).unwrap_or(""), "references:");
        if let Some(column) = sketch.columns.iter_mut().find(|it| Some(it.name.as_str()) == column) {
            column.references = Some(SketchReference {
                table: base.to_owned(),
                column: target.map(str::to_owned),
                on_delete: line.contains("onDelete: Cascade").then_some(schema::model::Action::Cascade),
            });
        }
        return;
    }
    if !SCALARS.contains(&base) {
        return;
    }
    let span = at(name);
    mentions.push(Mention {
        subject: Subject::Column,
        name: name.to_owned(),
        table: Some(sketch.name.clone()),
        schema: None,
        span,
        form: Form::PrismaDefinition,
        strength: Strength::Strong,
        cue: None,
    });
    sketch.columns.push(SketchColumn {
        name: name.to_owned(),
        span,
        ty: Some(if written.ends_with("[]") { format!("{base}[]") } else { base.to_owned() }),
        nullable: Some(written.ends_with('?')),
        default: inside(line, "@default("),
        primary: line.contains("@id"),
        unique: line.contains("@unique"),
        references: None,
        values: Vec::new(),
    });
}

/// The bytes of the type `base` behind the field's name, which stands at `name_at`.
fn type_span(line: &str, name: &str, base: &str, name_at: Span) -> Span {
    let behind = line.find(name).map_or(0, |at| at + name.len());
    let ahead = line.get(behind..).and_then(|rest| rest.find(base)).unwrap_or(0);
    let start = name_at.end().plus(ahead);
    Span::new(start, start.plus(base.len()))
}

fn bracketed<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    let rest = text.get(text.find(key)? + key.len()..)?.trim_start().strip_prefix('[')?;
    rest.split([',', ']']).next().map(str::trim)
}

fn inside(line: &str, opening: &str) -> Option<String> {
    let rest = line.get(line.find(opening)? + opening.len()..)?;
    let mut depth = 1_u32;
    for (at, character) in rest.char_indices() {
        match character {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return rest.get(..at).map(str::to_owned);
        }
    }
    None
}
