//! Names in code that a text lists as columns or values of a table, so that they are no tables of their own: "the
//! `users` table has columns `id` and `email`", "**Indexes**: `status`".
//!
//! Leaves to others: which table that is.

use text::Span;

use crate::{Claim, Form, Mention, Said, Sketch, Strength, Subject};

/// Makes the lone names of `mentions` that `sketches` or `claims` of the same text take for parts of a table what they
/// are taken for.
pub(super) fn settle(mentions: &mut [Mention], sketches: &[Sketch], claims: &[Claim]) {
    let is_lone =
        |it: &Mention| it.form == Form::Code && it.strength == Strength::Weak && it.subject == Subject::Table;
    if sketches.is_empty() && claims.is_empty() {
        return;
    }
    for mention in mentions.iter_mut().filter(|it| is_lone(it)) {
        if let Some((subject, table, column)) =
            in_sketches(mention.span, sketches).or_else(|| in_claims(mention.span, claims))
        {
            (mention.subject, mention.table, mention.column) = (subject, Some(table), column);
        }
    }
}

type Part = (Subject, String, Option<String>);

fn in_sketches(span: Span, sketches: &[Sketch]) -> Option<Part> {
    sketches.iter().find_map(|sketch| {
        sketch.columns.iter().find_map(|column| {
            let value = column.values.iter().any(|it| it.span == span);
            match () {
                // A column that is called after its target stands where the target is named.
                () if column.span == span && column.references.is_none() => {
                    Some((Subject::Column, sketch.name.clone(), None))
                }
                () if value => Some((Subject::Value, sketch.name.clone(), Some(column.name.clone()))),
                () => None,
            }
        })
    })
}

fn in_claims(span: Span, claims: &[Claim]) -> Option<Part> {
    claims.iter().find_map(|claim| match &claim.said {
        Said::Index { table, .. } | Said::Unique { table, .. } if claim.span.covers(span) => {
            Some((Subject::Column, table.clone(), None))
        }
        Said::Values { table, column, values } if values.iter().any(|it| it.span == span) => {
            Some((Subject::Value, table.clone(), Some(column.clone())))
        }
        Said::Values { table, .. } if claim.span == span => Some((Subject::Column, table.clone(), None)),
        _ => None,
    })
}
