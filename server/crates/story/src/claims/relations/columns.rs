//! Columns that are said to refer to a table: "`orders.product_id` → `products.id`", "orders.user_id references users".

use text::Span;

use crate::claims::phrase;
use crate::mentions::foreign_key;
use crate::phrases::class;
use crate::prose::{Kind, Prose};
use crate::words;
use crate::{Claim, Said, Strength};

/// Between a column and the notation of its target stand at most this many tokens: "`a.b`: uuid, FK to c".
const NEAR: usize = 5;

/// A column with its table, as the last tokens before an index spell it.
struct Column<'a> {
    table: &'a str,
    name: &'a str,
    span: Span,
}

/// Adds the foreign keys of columns that `prose` names with their tables.
pub(super) fn find(prose: &Prose, claims: &mut Vec<Claim>) {
    for at in 0..prose.tokens().len() {
        let Some(column) = column(prose, at) else { continue };
        let Some(target) = target(prose, at + 1, column.name) else { continue };
        claims.push(Claim {
            said: Said::ForeignKey {
                table: column.table.to_owned(),
                columns: vec![column.name.to_owned()],
                to: target.table,
                on_delete: None,
            },
            span: column.span.join(target.span),
            strength: Strength::Strong,
            cue: None,
            evidence: "foreign key notation behind the column",
        });
    }
}

/// The column `a.b`, in code or in words, that ends at token `at`.
fn column(prose: &Prose, at: usize) -> Option<Column<'_>> {
    let token = prose.token(at)?;
    let text = prose.text_of(token);
    let (table, name, span) = match token.kind {
        Kind::Code => {
            let (table, name) = text.split_once('.')?;
            (table, name, token.span)
        }
        Kind::Word => {
            let first = at.checked_sub(2)?;
            let glued = !token.spaced && prose.token(at - 1).is_some_and(|it| !it.spaced);
            let table = prose.word(first).filter(|_| glued && prose.is_mark(at - 1, '.'))?;
            (table, text, prose.token(first)?.span.join(token.span))
        }
        Kind::Mark | Kind::Break | Kind::Cell => return None,
    };
    let fits = words::may_be_table(table)
        && words::is_identifier(name)
        && !words::is_file_ending(name)
        && !words::is_object(table);
    fits.then_some(Column { table, name, span })
}

/// The target of the notation behind a column `name`, which ends before token `at`.
fn target(prose: &Prose, at: usize, name: &str) -> Option<foreign_key::Reference> {
    if let Some(to) = phrase(prose, at, "relations.refers") {
        let to = to + usize::from(prose.word(to) == Some("the"));
        return foreign_key::target_at(prose, to);
    }
    if let Some(to) = foreign_key::arrow_at(prose, at) {
        // "orders.status → paid" leads from a column to what becomes of it.
        let target = foreign_key::target_at(prose, to)?;
        return (foreign_key::refers(name) || target.column.is_some()).then_some(target);
    }
    let sentence = prose.token(at)?.sentence;
    let near = |it: &usize| {
        let token = prose.token(*it);
        let passes = token.is_some_and(|it| {
            it.sentence == sentence
                && (it.kind == Kind::Word || matches!(prose.text_of(it), ":" | "(" | "," | "-" | "—"))
        });
        passes && column(prose, *it).is_none()
    };
    let label = (at..at + NEAR).take_while(near).find(|it| prose.class(*it) & class::FOREIGN != 0)?;
    let references = foreign_key::references(prose);
    references.into_iter().find(|it| it.starts == label)
}
