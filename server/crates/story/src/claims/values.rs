//! Values in parentheses behind a column, in a text that surely speaks of one table: "each row of the `orders` table has
//! a status ('draft'|'paid')".

use super::{Claim, Said};
use crate::{Form, Mention, Strength, Subject, Value};

/// Adds the lists of values among the mentions `found`.
pub(super) fn find(found: &[Mention], claims: &mut Vec<Claim>) {
    let listed = |it: &&Mention| it.form == Form::ValueList;
    let Some(table) = only_table(found).filter(|_| found.iter().any(|it| listed(&it))) else { return };
    let mut rest = found.iter().filter(listed).peekable();
    while let Some(column) = rest.next() {
        if column.subject != Subject::Column {
            continue;
        }
        let mut values = Vec::new();
        while let Some(value) = rest.next_if(|it| it.subject == Subject::Value) {
            values.push(Value { text: value.name.clone(), span: value.span });
        }
        claims.push(Claim {
            said: Said::Values { table: table.name.clone(), column: column.name.clone(), values },
            span: column.span,
            strength: Strength::Strong,
            cue: column.cue.or(table.cue),
            evidence: Form::ValueList.evidence(),
        });
    }
}

/// The one table that `found` surely names; what a foreign key leads to is another.
pub(super) fn only_table(found: &[Mention]) -> Option<&Mention> {
    let mut strong = found.iter().filter(|it| {
        it.subject == Subject::Table && it.strength == Strength::Strong && it.form != Form::ForeignKey
    });
    let table = strong.next()?;
    strong.all(|it| it.name == table.name).then_some(table)
}
