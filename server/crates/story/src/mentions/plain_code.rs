//! Names in inline code without more evidence, and `table.column` in inline code.

use text::Span;

use crate::fields;
use crate::mentions::near_table::is_column_noun;
use crate::mentions::{Finder, Phrase, table};
use crate::prose::{Kind, Prose};
use crate::words;
use crate::{Form, Mention, Strength, Subject};

/// Adds the code spans that no other form has claimed.
pub(crate) fn find(finder: &mut Finder<'_>) {
    let prose = finder.prose;
    for (index, token) in prose.tokens().iter().enumerate() {
        if token.kind == Kind::Word && token.spaced {
            dotted_words(finder, index);
        }
        if token.kind != Kind::Code || finder.is_taken(index) {
            continue;
        }
        let text = prose.text_of(token);
        if text.contains('.') {
            dotted(finder, index, text, token.span);
        } else if words::is_identifier(text) && !words::is_screaming(text) && !words::is_placeholder(text) {
            plain(finder, index, text, token.span);
        }
    }
}

fn plain(finder: &mut Finder<'_>, index: usize, text: &str, span: Span) {
    if is_default(finder.prose, index) {
        return;
    }
    if words::is_no_name(text) && !text.eq_ignore_ascii_case("status") {
        return;
    }
    let phrase = Phrase { from: index, to: index + 1 };
    let cue = finder.cue(phrase);
    let (subject, form) = if words::is_index_like(text) {
        (Subject::Index, Form::Code)
    } else if words::is_column_like(text) {
        (Subject::Column, Form::Code)
    } else {
        (Subject::Table, Form::Code)
    };
    finder.take(index);
    finder.add(Mention {
        subject,
        name: text.to_owned(),
        table: None,
        column: None,
        schema: None,
        span,
        form,
        strength: Strength::Weak,
        cue,
    });
}

/// True for the value in "defaults to `draft`" and "(default: `draft`)".
fn is_default(prose: &Prose, index: usize) -> bool {
    let word = (0..index).rev().take(3).find(|it| prose.word(*it).is_some_and(fields::says_default));
    let value = word.and_then(|it| fields::default_at(prose, it + 1, index + 1));
    value.is_some_and(|(_, at)| at == index)
}

/// `table.column` or `schema.table.column`. Only a snake_case column tells that this is no property of an object.
fn dotted(finder: &mut Finder<'_>, index: usize, text: &str, span: Span) {
    let parts: Vec<&str> = text.split('.').collect();
    let (schema, name, column) = match parts.as_slice() {
        [name, column] => (None, *name, *column),
        [schema, name, column] => (Some(*schema), *name, *column),
        _ => return,
    };
    let is_name = words::is_identifier(name) && schema.is_none_or(words::is_identifier);
    let is_column = words::is_identifier(column) && !words::is_file_ending(column);
    let is_other = words::is_placeholder(name) || words::is_screaming(name);
    if !is_name || !is_column || is_other {
        return;
    }
    let phrase = Phrase { from: index, to: index + 1 };
    let cue = finder.cue(phrase);
    finder.take(index);
    if schema.is_none() && words::is_system_schema(name) {
        if let Some(qualified) = words::qualified(text) {
            finder.add(table(qualified, text, span, Form::Dotted, Strength::Weak, cue));
        }
        return;
    }
    let before = schema.map_or(0, |it| it.len() + 1);
    let table_at = span.start().plus(before);
    let table_span = Span::new(table_at, table_at.plus(name.len()));
    let column_at = table_at.plus(name.len() + 1);
    if words::is_object(name) || schema.is_some_and(words::is_object) {
        return;
    }
    let strength = strength(finder, schema, name, column);
    let schema = schema.filter(|it| !it.eq_ignore_ascii_case("public")).map(str::to_owned);
    let found = table(
        words::Qualified { schema: schema.as_deref(), name },
        name,
        table_span,
        Form::Dotted,
        Strength::Weak,
        cue,
    );
    let cue = found.cue.or(cue);
    finder.add(found);
    finder.add(Mention {
        subject: Subject::Column,
        name: column.to_owned(),
        table: Some(name.to_owned()),
        column: None,
        schema,
        span: Span::new(column_at, column_at.plus(column.len())),
        form: Form::Dotted,
        strength,
        cue,
    });
}

/// "users.must_change_password column", "users.must_change_password 列": the noun tells what a dot in plain words joins.
fn dotted_words(finder: &mut Finder<'_>, index: usize) {
    let prose = finder.prose;
    let glued = |at: usize| prose.token(at).is_some_and(|it| !it.spaced);
    let (Some(name), Some(column)) = (prose.word(index), prose.word(index + 2)) else { return };
    let is_dotted = prose.is_mark(index + 1, '.') && glued(index + 1) && glued(index + 2);
    if !is_dotted || !is_column_noun(prose, index + 3) || (index..index + 3).any(|it| finder.is_taken(it)) {
        return;
    }
    if !words::may_be_table(name) || words::is_object(name) || !words::is_identifier(column) {
        return;
    }
    let place = |it: usize| prose.token(it).map(|it| it.span).unwrap_or_default();
    let cue = finder.cue(Phrase { from: index, to: index + 4 });
    let qualified = words::Qualified { schema: None, name };
    let strength = if reads_as_column(column) { Strength::Strong } else { Strength::Weak };
    (index..index + 3).for_each(|it| finder.take(it));
    finder.add(table(qualified, name, place(index), Form::Dotted, Strength::Weak, cue));
    finder.add(Mention {
        subject: Subject::Column,
        name: column.to_owned(),
        table: Some(name.to_owned()),
        column: None,
        schema: None,
        span: place(index + 2),
        form: Form::Dotted,
        strength,
        cue,
    });
}

/// Whether `name.column` surely is a column. A singular name may be any object; a plural one is a table.
fn strength(finder: &Finder<'_>, schema: Option<&str>, name: &str, column: &str) -> Strength {
    let is_table = schema::names::is_plural(name);
    let in_public = schema.is_none_or(|it| it.eq_ignore_ascii_case("public"));
    let lower = name.starts_with(|it: char| it.is_ascii_lowercase() || it == '_');
    let strong = is_table && in_public && lower && reads_as_column(column) && !finder.speaks_of_events();
    if strong { Strength::Strong } else { Strength::Weak }
}

/// True if `name` behind a dot is spelled as a column, and neither as a call nor as an event.
pub(crate) fn reads_as_column(name: &str) -> bool {
    const EVENTS: [&str; 9] = [
        "_changed",
        "_removed",
        "_created",
        "_updated",
        "_deleted",
        "_added",
        "_change",
        "_failed",
        "_requested",
    ];
    words::is_snake(name)
        && !words::is_placeholder(name)
        && !is_verb(name)
        && !EVENTS.iter().any(|end| name.ends_with(end))
}

/// True for what reads as a call: `orders.get_all`.
fn is_verb(name: &str) -> bool {
    const VERBS: [&str; 26] = [
        "get", "set", "create", "update", "delete", "find", "list", "fetch", "load", "save", "add", "remove",
        "insert", "select", "send", "run", "build", "make", "parse", "validate", "check", "handle", "to",
        "from", "on", "upsert",
    ];
    name.split('_').next().is_some_and(|first| VERBS.contains(&first))
}

/// True if the text is about events, whose names look like columns: "audit action `orders.item_paid`".
pub(super) fn speaks_of_events(prose: &Prose) -> bool {
    const WORDS: [&str; 10] = [
        "event",
        "events",
        "action",
        "actions",
        "audit",
        "webhook",
        "permission",
        "permissions",
        "metric",
        "payload",
    ];
    prose.tokens().iter().any(|it| {
        let text = prose.text_of(it);
        WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
            || it.run && ["审计", "事件", "权限"].iter().any(|word| text.contains(word))
    })
}
