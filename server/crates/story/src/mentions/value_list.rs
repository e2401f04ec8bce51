//! Values in parentheses behind a column: status ('draft'|'active'), `priority` (low|high).
//!
//! Leaves to others: what such a list claims (`claims`). Many a list behind a word names something else, so nothing here
//! is ever strong.

use text::Span;

use crate::fields;
use crate::mentions::{Finder, Phrase};
use crate::prose::Kind;
use crate::words;
use crate::{Form, Mention, Strength, Subject};

/// Adds the columns with a list of values behind them, and the values.
pub(crate) fn find(finder: &mut Finder<'_>) {
    let prose = finder.prose;
    for index in 0..prose.tokens().len() {
        let opens = prose.is_mark(index + 1, '(') || prose.is_mark(index + 1, '（');
        let Some(token) = prose.token(index).filter(|_| opens && !finder.is_taken(index)) else { continue };
        let name = prose.text_of(token);
        if !matches!(token.kind, Kind::Word | Kind::Code) || !may_be_column(name) {
            continue;
        }
        let values = fields::listed_values(prose, index + 1);
        if values.is_empty() {
            continue;
        }
        let cue = finder.cue(Phrase { from: index, to: index + 1 });
        let mention = |subject: Subject, text: &str, span: Span| Mention {
            subject,
            name: text.to_owned(),
            table: None,
            column: (subject == Subject::Value).then(|| name.to_owned()),
            schema: None,
            span,
            form: Form::ValueList,
            strength: Strength::Weak,
            cue,
        };
        finder.take(index);
        finder.add(mention(Subject::Column, name, token.span));
        for value in values.iter().filter(|it| !it.span.is_empty()) {
            finder.add(mention(Subject::Value, &value.text, value.span));
        }
    }
}

fn may_be_column(name: &str) -> bool {
    let begins_small = name.starts_with(|it: char| it.is_ascii_lowercase());
    begins_small && words::is_identifier(name) && !words::is_no_name(name) && !words::is_placeholder(name)
}
