//! What follows a table's name: "with teamId FK and organizationId", "has `email`, `name`", ": `a`, `b`".

use schema::names::snake_case;

use crate::fields;
use crate::mentions::foreign_key;
use crate::phrases::PHRASES;
use crate::prose::{Kind, Prose};
use crate::sketch::References;
use crate::words;
use crate::{SketchColumn, SketchReference};

/// A clause describes columns over at most this many tokens.
const LONGEST: usize = 80;

/// True for the word "table" in any language.
pub(super) fn is_noun(word: &str) -> bool {
    PHRASES.has("table.one", word)
        || PHRASES.has("table.many", word)
        || PHRASES.list("table.one").iter().any(|it| !it.is_ascii() && word.starts_with(it.as_str()))
}

/// The token behind the parentheses that open at `at`.
pub(super) fn behind_remark(prose: &Prose, at: usize) -> usize {
    let close =
        (at..(at + LONGEST).min(prose.tokens().len())).find(|&it| matches!(prose.mark(it), Some(')' | '）')));
    close.map_or(at, |it| it + 1)
}

/// Adds the columns that the clause at token `at` names.
pub(super) fn columns(prose: &Prose, at: usize, references: &References, found: &mut Vec<SketchColumn>) {
    let Some(first) = prose.token(at) else { return };
    let at = behind_purpose(prose, at);
    let verb = prose.word(at).is_some_and(|it| gives(&it.to_lowercase()));
    let colon = prose.is_mark(at, ':') && prose.code(at + 1).is_some();
    if !verb && !colon {
        return;
    }
    let references = references.get_or_init(|| foreign_key::references(prose));
    let near = references.partition_point(|it| it.to <= at);
    let mut index = at + 1;
    let end = (at + LONGEST).min(prose.tokens().len());
    let mut optional = false;
    while index < end {
        let Some(token) = prose.token(index).filter(|it| it.sentence == first.sentence) else { break };
        // "with status ('draft'|'active')": what stands in parentheses explains what stands before.
        if prose.is_mark(index, '(') {
            index = behind_remark(prose, index).max(index + 1);
            continue;
        }
        // "`status` defaults to `draft`" names one column.
        if prose.word(index).is_some_and(fields::says_default) {
            if let Some((value, at)) = fields::default_at(prose, index + 1, end) {
                if let Some(column) = found.last_mut() {
                    column.default.get_or_insert(value);
                }
                index = at;
            }
            index += 1;
            continue;
        }
        // "nullable org_id/template_id, share_token": a comma ends what may be left out.
        optional &= !prose.mark(index).is_some_and(|it| matches!(it, ',' | ';' | '，' | '、' | '；'));
        optional |= prose.word(index).is_some_and(|it| PHRASES.has("fields.optional", &it.to_lowercase()));
        if let Some(reference) = references
            .iter()
            .skip(near)
            .take(LONGEST)
            .find(|it| (it.starts..it.to).contains(&index) && it.from >= index)
        {
            found.push(key(reference));
            index = reference.to;
            continue;
        }
        let text = prose.text_of(token);
        let named = match token.kind {
            Kind::Code => words::is_identifier(text) && !words::is_screaming(text),
            Kind::Word => is_column_word(prose, index, text),
            Kind::Mark | Kind::Break | Kind::Cell => false,
        };
        if named {
            let mut column = column(prose, index, text);
            column.nullable = column.nullable.or(optional.then_some(true));
            found.push(column);
        }
        index += 1;
    }
}

/// True for a word between a table and its columns.
fn gives(word: &str) -> bool {
    matches!(
        word,
        "with"
            | "has"
            | "having"
            | "containing"
            | "contains"
            | "including"
            | "includes"
            | "gets"
            | "stores"
            | "con"
    )
}

/// The "with" of a clause that first says what the table is for, "`orders` table: what was bought with total_cents";
/// `at` itself if there is none.
fn behind_purpose(prose: &Prose, at: usize) -> usize {
    if !prose.is_mark(at, ':') || prose.code(at + 1).is_some() {
        return at;
    }
    let sentence = prose.token(at).map(|it| it.sentence);
    let same = |it: &usize| prose.token(*it).map(|it| it.sentence) == sentence;
    (at + 1..at + LONGEST).take_while(same).find(|&it| prose.word(it) == Some("with")).unwrap_or(at)
}

/// True for a word that is a column by its shape or by the type behind it.
fn is_column_word(prose: &Prose, index: usize, text: &str) -> bool {
    if words::is_snake(text) || words::is_camel(text) {
        return !words::is_placeholder(text);
    }
    let lower = text.bytes().all(|it| it.is_ascii_lowercase()) && text.len() > 1 && !fields::is_type(text);
    // Values between parentheses are those of a column, "status ('draft'|'active')", unless a plural announces them.
    if lower && !fields::quoted_values(prose, index + 1).is_empty() {
        return !schema::names::is_plural(text) || schema::names::is_singular(text);
    }
    let plain = lower && !words::is_no_name(text);
    let typed = prose.word(index + 1).is_some_and(|it| fields::is_type(it) && it != "text" && it != "number");
    let joined =
        prose.is_mark(index + 1, '/') && prose.word(index + 3).is_some_and(|it| it.starts_with("enum"));
    let enumerated = prose.word(index + 1).is_some_and(|it| it == "enums");
    plain && (typed || joined || enumerated)
}

fn column(prose: &Prose, index: usize, text: &str) -> SketchColumn {
    let span = prose.token(index).map(|it| it.span).unwrap_or_default();
    let mut column = SketchColumn { name: text.to_owned(), span, ..SketchColumn::default() };
    let next = prose.word(index + 1).unwrap_or("");
    if fields::is_type(next) {
        column.ty = Some(next.to_owned());
    } else if prose.is_mark(index + 1, '/') || next == "enums" {
        column.ty = Some("enum".to_owned());
    }
    column.values = fields::quoted_values(prose, index + 1);
    let role = text.strip_suffix("Id").or_else(|| text.strip_suffix("_id"));
    if let Some(table) = role.filter(|_| next.eq_ignore_ascii_case("fk")) {
        column.references = Some(SketchReference { table: table.to_owned(), ..SketchReference::default() });
    }
    column
}

/// The column that refers to `reference`: named by its role ("okrUser (owner)"), else by the table.
pub(super) fn key(reference: &foreign_key::Reference) -> SketchColumn {
    let (name, span) = match &reference.role {
        Some((role, span)) if words::is_camel(role) || role.contains('_') => (role.clone(), *span),
        Some((role, span)) => (format!("{role}_id"), *span),
        None => (format!("{}_id", singular_snake(&reference.table)), reference.span),
    };
    SketchColumn {
        name,
        span,
        references: Some(SketchReference {
            table: reference.table.clone(),
            column: reference.column.as_ref().map(|(it, _)| it.clone()),
            on_delete: None,
        }),
        ..SketchColumn::default()
    }
}

/// `OrderItems` as the start of a column's name: `order_item`.
pub(super) fn singular_snake(table: &str) -> String {
    schema::names::singular(&snake_case(table))
}
