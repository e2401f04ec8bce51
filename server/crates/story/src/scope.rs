//! Which table the text speaks of: a heading, a lead-in line or a bullet opens a scope for what stands below it.
//!
//! Leaves to others: how far a scope reaches (`assemble`).

use text::Span;

use crate::block::UnitKind;
use crate::phrases::PHRASES;
use crate::prose::{Kind, Prose};
use crate::words;
use crate::{Cue, Form, Mention, SketchColumn, Strength, Subject, cues};

/// "tables" stands at most this many tokens before the colon that announces their names.
const NEAR_COLON: usize = 24;

/// A table that a text opens a scope for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    /// Its name.
    pub(crate) name: String,
    /// The name's bytes.
    pub(crate) span: Span,
    /// Whether the text surely speaks of a table.
    pub(crate) strength: Strength,
    /// The name as written, if the word table stands behind it: "Document Versions" in "**Document Versions Table:**".
    pub(crate) titled: Option<String>,
}

/// What a unit says of the units below it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Opening {
    /// The table they are about.
    pub(crate) table: Option<Named>,
    /// True if they name tables.
    pub(crate) tables: bool,
    /// True for a paragraph that leads over to the next block.
    pub(crate) lead: bool,
    /// Why what follows need not exist: "**Non-Goals:**".
    pub(crate) cue: Option<Cue>,
    /// The columns it lists for the table of a bullet before it: "**Key Fields**: `a`, `b`".
    pub(crate) columns: Vec<SketchColumn>,
}

/// What the unit of kind `kind` with the text `prose` and the mentions `found` opens.
pub(crate) fn opening(prose: &Prose, kind: &UnitKind, found: &[Mention]) -> Opening {
    match kind {
        UnitKind::Heading { .. } => Opening {
            table: only_strong(found).or_else(|| named_by_shape(prose)),
            tables: announces_by_heading(prose),
            ..Opening::default()
        },
        UnitKind::Paragraph => {
            let lead = ends_with_colon(prose) || is_bold(prose);
            if !lead {
                return Opening { cue: cues::of_option(prose), ..Opening::default() };
            }
            let table = last_strong(prose, found).or_else(|| named_by_shape(prose)).or_else(|| label(prose));
            let sure = |it: Named| Named {
                strength: if leads_elsewhere(prose) { Strength::Weak } else { it.strength },
                ..it
            };
            Opening {
                table: table.map(sure),
                tables: announces(prose),
                lead,
                cue: cues::of_heading(prose),
                columns: Vec::new(),
            }
        }
        UnitKind::Item { field, .. } => {
            let named =
                field.as_ref().filter(|field| !field.typed && (field.marked || field.code)).map(|field| {
                    Named {
                        name: field.column.name.clone(),
                        span: field.column.span,
                        strength: Strength::Weak,
                        titled: None,
                    }
                });
            let table = if ends_with_colon(prose) { last_strong(prose, found) } else { only_strong(found) };
            let titled = || named_by_shape(prose).filter(|it| it.titled.is_some());
            Opening {
                table: table.or_else(titled).or(named),
                tables: ends_with_colon(prose) && announces(prose),
                columns: labelled_columns(prose),
                cue: if ends_with_colon(prose) || is_bold(prose) {
                    cues::of_heading(prose)
                } else {
                    cues::of_option(prose)
                },
                ..Opening::default()
            }
        }
        _ => Opening::default(),
    }
}

/// True if what a line leads over to is something else than columns: "The `orders` table is returned by the API:".
fn leads_elsewhere(prose: &Prose) -> bool {
    let says = |list: &str| PHRASES.stands_in(list, prose.plain());
    let of_rows = || {
        says("fields.entries") && !says("fields.foreign") && !says("fields.primary") && !says("fields.unique")
    };
    (says("fields.elsewhere") || of_rows()) && !says("fields.name")
}

/// The names in "**Key Fields**: `a`, `b`", if there is nothing else.
fn labelled_columns(prose: &Prose) -> Vec<SketchColumn> {
    let colon = (1..4).find(|&it| matches!(prose.mark(it), Some(':' | '：')));
    let label = |at: usize| prose.word(at).is_some_and(|it| PHRASES.has("fields.name", &it.to_lowercase()));
    let Some(colon) = colon.filter(|it| label(it - 1)) else { return Vec::new() };
    let mut columns = Vec::new();
    for token in prose.tokens().iter().skip(colon + 1) {
        let text = prose.text_of(token);
        match token.kind {
            Kind::Code if words::is_identifier(text) => {
                columns.push(SketchColumn {
                    name: text.to_owned(),
                    span: token.span,
                    ..SketchColumn::default()
                });
            }
            Kind::Mark | Kind::Break => {}
            Kind::Code | Kind::Word | Kind::Cell => return Vec::new(),
        }
    }
    columns
}

fn is_scope(mention: &Mention) -> bool {
    mention.subject == Subject::Table
        && mention.strength == Strength::Strong
        && matches!(
            mention.form,
            Form::CodeThenTable | Form::SnakeThenTable | Form::Heading | Form::ListAfterTables
        )
}

fn scope_of(mention: &Mention) -> Named {
    let (name, span) = (mention.name.clone(), mention.span);
    Named { name, span, strength: mention.strength, titled: None }
}

/// The one table that is named; none if there are several.
fn only_strong(found: &[Mention]) -> Option<Named> {
    let mut strong = found.iter().filter(|it| is_scope(it));
    let first = strong.next()?;
    strong.all(|it| it.name == first.name).then(|| scope_of(first))
}

/// The one table that is named in the last sentence.
fn last_strong(prose: &Prose, found: &[Mention]) -> Option<Named> {
    let sentence = prose.tokens().last()?.sentence;
    let start = prose.tokens().iter().find(|it| it.sentence == sentence)?.span.start();
    let late: Vec<Mention> = found.iter().filter(|it| it.span.start() >= start).cloned().collect();
    only_strong(&late)
}

fn ends_with_colon(prose: &Prose) -> bool {
    let last = prose.tokens().len().checked_sub(1);
    last.and_then(|it| prose.mark(it)).is_some_and(|it| matches!(it, ':' | '：'))
}

fn is_bold(prose: &Prose) -> bool {
    prose.tokens().len() <= 12 && prose.tokens().iter().all(|it| it.style.bold)
}

/// The name in "1. events", "`users`", "User entity", "messages table:".
fn named_by_shape(prose: &Prose) -> Option<Named> {
    let mut end = prose.tokens().len();
    while end > 0 && prose.mark(end - 1).is_some_and(|it| matches!(it, ':' | '：')) {
        end -= 1;
    }
    // A remark in parentheses is no part of the name.
    if end > 0
        && matches!(prose.mark(end - 1), Some(')' | '）'))
        && let Some(open) = (0..end).find(|&it| matches!(prose.mark(it), Some('(' | '（')))
    {
        end = open;
    }
    let start = (0..end).find(|&it| {
        let number = prose.word(it).is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_digit()));
        !number && prose.token(it).is_some_and(|token| token.kind != Kind::Mark)
    })?;
    let lists = ["table.one", "table.kinds", "model.noun", "fields.name"];
    let is_kind = |word: &str| lists.iter().any(|it| PHRASES.has(it, word));
    let suffixed = end > start + 1 && prose.word(end - 1).is_some_and(is_kind);
    let body = start..if suffixed { end - 1 } else { end };
    let is_title = suffixed && prose.word(end - 1).is_some_and(|it| PHRASES.has("table.one", it));
    // "New Orders Table": what is done with it is no part of the name.
    let told = |it: &usize| prose.word(*it).is_some_and(|word| PHRASES.has("table.ahead", word));
    let first = body.clone().find(|it| !told(it)).filter(|_| is_title).unwrap_or(body.start);
    let body = first..body.end;
    let titled = |written: &str| is_title.then(|| written.to_owned());
    match body.len() {
        1 => {
            let token = prose.token(first)?;
            let text = prose.text_of(token);
            let fits = words::is_identifier(text) && !words::is_placeholder(text) && !words::is_no_name(text);
            let titled = titled(text).filter(|_| words::may_be_table(text));
            fits.then(|| Named { name: text.to_owned(), span: token.span, strength: Strength::Weak, titled })
        }
        // "Document Versions Table": several words, if the noun says that they are a name.
        2..=4 if suffixed => {
            let capitalised = |it: usize| prose.word(it).is_some_and(words::is_capitalised);
            let lower = |it: usize| prose.word(it).is_some_and(is_lower);
            let all_words = body.clone().all(|it| capitalised(it) || lower(it));
            let (written, span) = prose.stretch(body.start, body.end)?;
            let titled = titled(written).filter(|_| body.clone().all(capitalised));
            let name =
                body.filter_map(|it| prose.word(it)).map(str::to_lowercase).collect::<Vec<_>>().join("_");
            let is_set_off = prose.tokens().iter().any(|it| it.style.bold) || titled.is_some();
            (all_words && is_set_off).then_some(Named { name, span, strength: Strength::Weak, titled })
        }
        _ => None,
    }
}

fn is_lower(word: &str) -> bool {
    words::is_identifier(word) && word.bytes().all(|it| it.is_ascii_lowercase())
}

/// The name in a lead-in such as "**users**:" or "`users` fields:".
fn label(prose: &Prose) -> Option<Named> {
    let token = prose.token(0).filter(|it| it.kind == Kind::Code)?;
    let text = prose.text_of(token);
    let short = prose.tokens().len() <= 6 && words::may_be_table(text);
    short.then(|| Named { name: text.to_owned(), span: token.span, strength: Strength::Weak, titled: None })
}

fn announces_by_heading(prose: &Prose) -> bool {
    PHRASES.has("sections.tables", prose.plain())
        || prose.tokens().len() <= 5
            && prose.tokens().last().is_some_and(|it| PHRASES.has("table.many", prose.text_of(it)))
}

/// True if the last clause speaks of several tables: "with the following tables (keep these):".
fn announces(prose: &Prose) -> bool {
    let count = prose.tokens().len();
    let mut depth = 0_u32;
    let mut steps = 0;
    for index in (0..count).rev() {
        match prose.mark(index) {
            Some(')' | '）') => depth += 1,
            Some('(' | '（') => depth = depth.saturating_sub(1),
            Some('.' | ';' | '。') if prose.token(index + 1).is_some_and(|it| it.spaced) && depth == 0 => {
                return false;
            }
            _ => {}
        }
        steps += 1;
        if steps > NEAR_COLON {
            return false;
        }
        if depth > 0 {
            continue;
        }
        let word = prose.word(index).unwrap_or("");
        if PHRASES.has("table.many", word) {
            // "columns on all tables:" announces columns.
            return !(0..index).any(|it| {
                prose.word(it).is_some_and(|word| {
                    matches!(
                        word.to_lowercase().as_str(),
                        "column" | "columns" | "field" | "fields" | "index" | "indexes"
                    )
                })
            });
        }
        if ["column", "columns", "field", "fields", "indexes", "index"]
            .iter()
            .any(|it| word.eq_ignore_ascii_case(it))
        {
            return false;
        }
    }
    false
}
