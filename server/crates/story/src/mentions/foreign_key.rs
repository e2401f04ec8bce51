//! Targets of foreign keys in prose: "FK to orders", "references `orders.id`", "order_id → orders.id".

mod target;

use text::Span;

use self::target::target;

use crate::mentions::{Finder, Phrase};
use crate::phrases::{PHRASES, class};
use crate::prose::{Kind, Prose};
use crate::words;
use crate::{Form, Mention, Strength, Subject};

/// "FKs to a, b and c": a list is at most this long.
const LONGEST_LIST: usize = 24;

/// A foreign key's target as prose names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reference {
    /// The target table.
    pub(crate) table: String,
    /// Its bytes.
    pub(crate) span: Span,
    /// The database schema.
    pub(crate) schema: Option<String>,
    /// The target column and its bytes.
    pub(crate) column: Option<(String, Span)>,
    /// What the referring column is for: "okrUser (owner)".
    pub(crate) role: Option<(String, Span)>,
    /// The tokens `from..to`.
    pub(crate) from: usize,
    /// See `from`.
    pub(crate) to: usize,
    /// The first token of the notation.
    pub(crate) starts: usize,
    strength: Strength,
}

/// Adds the targets of foreign keys.
pub(crate) fn find(finder: &mut Finder<'_>) {
    for reference in references(finder.prose) {
        if finder.is_taken(reference.from) {
            continue;
        }
        for index in reference.from..reference.to {
            finder.take(index);
        }
        let phrase = Phrase { from: reference.starts, to: reference.to };
        let cue = finder.cue(phrase);
        let name = words::Qualified { schema: reference.schema.as_deref(), name: &reference.table };
        let table = crate::mentions::table(
            name,
            &reference.table,
            reference.span,
            Form::ForeignKey,
            reference.strength,
            cue,
        );
        let cue = table.cue;
        finder.add(table);
        if let Some((column, span)) = reference.column {
            finder.add(Mention {
                subject: Subject::Column,
                name: column,
                table: Some(reference.table),
                column: None,
                schema: reference.schema,
                span,
                form: Form::ForeignKey,
                strength: Strength::Weak,
                cue,
            });
        }
    }
}

/// The targets in `prose`, in order.
pub(crate) fn references(prose: &Prose) -> Vec<Reference> {
    let mut found = Vec::new();
    let mut index = 0;
    while index < prose.tokens().len() {
        let next = at(prose, index, &mut found);
        index = next.max(index + 1);
    }
    found
}

/// Reads the notation that begins at `index`, if any; returns where to go on.
fn at(prose: &Prose, index: usize, found: &mut Vec<Reference>) -> usize {
    match foreign_key_words(prose, index) {
        Some((after, Sign::Word)) => return list(prose, index, after, found),
        Some((after, Sign::Arrow)) => return single(prose, index, after, Needs::Nothing, found),
        Some((after, Sign::Colon)) => return single(prose, index, after, Needs::Column, found),
        None => {}
    }
    if prose.class(index) & class::FOREIGN == 0 {
        return match arrow(prose, index) {
            Some(target) => single(prose, index, target, Needs::Column, found),
            None => index + 1,
        };
    }
    if let Some(open) = call(prose, index) {
        return single(prose, index, open, Needs::Nothing, found);
    }
    let word = prose.word(index).unwrap_or("");
    if word.eq_ignore_ascii_case("references") || word.eq_ignore_ascii_case("referencing") {
        let count = found.len();
        let next = single(prose, index, index + 1, Needs::Column, found);
        // "The route references `registry.placeOrder`" speaks of code.
        let is_member = |it: &Reference| {
            it.column.as_ref().is_some_and(|(name, _)| words::is_camel(name) && !words::is_column_like(name))
        };
        if found.len() > count && found.last().is_some_and(is_member) {
            found.pop();
        }
        return next;
    }
    index + 1
}

/// How a foreign key and its target are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// "FK to a, b": a list may follow.
    Word,
    /// "FK → a".
    Arrow,
    /// "FK: a.id", "FK (a.id)".
    Colon,
}

/// The token behind "FK to", "FK →", "foreign key referencing", "外键引用", if that stands at `index`.
fn foreign_key_words(prose: &Prose, index: usize) -> Option<(usize, Sign)> {
    let word = prose.word(index)?;
    if prose.class(index) & class::FOREIGN == 0 && !prose.is_run(index) {
        return None;
    }
    let mut at =
        if word.eq_ignore_ascii_case("foreign") && prose.word(index + 1)?.to_lowercase().starts_with("key") {
            index + 2
        } else if matches!(word, "FK" | "FKs" | "fk" | "fks" | "Fk") || PHRASES.has("fields.foreign", word) {
            index + 1
        } else if word.starts_with("外键")
            && (word.ends_with("引用") || word.ends_with("到") || word.ends_with("指向"))
        {
            return Some((index + 1, Sign::Arrow));
        } else {
            return None;
        };
    if prose.word(at).is_some_and(|it| matches!(it, "constraint" | "constraints" | "column" | "relationship"))
    {
        at += 1;
    }
    if let Some(after) = arrow_at(prose, at) {
        return Some((after, Sign::Arrow));
    }
    match (prose.word(at), prose.mark(at)) {
        (Some(word), _) if PHRASES.has("foreign.to", word) => at += 1,
        (_, Some(':' | '(')) => return Some((at + 1, Sign::Colon)),
        _ => return None,
    }
    if prose.word(at).is_some_and(|it| PHRASES.has("foreign.articles", it)) {
        at += 1;
    }
    Some((at, Sign::Word))
}

/// The token behind "→", "->" or "=>" at `index`.
pub(crate) fn arrow_at(prose: &Prose, index: usize) -> Option<usize> {
    match prose.mark(index)? {
        '→' | '➜' | '⟶' => Some(index + 1),
        '-' | '=' => (prose.is_mark(index + 1, '>') && !prose.token(index + 1)?.spaced).then_some(index + 2),
        _ => None,
    }
}

/// The token behind the parenthesis and quote of "ForeignKey('" at `index`.
fn call(prose: &Prose, index: usize) -> Option<usize> {
    let is_call = prose.word(index).is_some_and(|it| it == "ForeignKey") && prose.is_mark(index + 1, '(');
    let quote = prose.is_mark(index + 2, '\'') || prose.is_mark(index + 2, '"');
    (is_call && quote).then_some(index + 3)
}

/// The target's token in "order_id → orders.id", where `index` is the column's.
fn arrow(prose: &Prose, index: usize) -> Option<usize> {
    let token = prose.token(index)?;
    let behind = arrow_at(prose, index + 1)?;
    let name = prose.text_of(token);
    if !matches!(token.kind, Kind::Word | Kind::Code) || !words::is_identifier(name) {
        return None;
    }
    refers(name).then_some(behind)
}

/// True for names of columns that refer to something: `order_id`, `createdBy`.
pub(crate) fn refers(name: &str) -> bool {
    let ends = ["_id", "Id", "_by"];
    name.len() > 3 && ends.iter().any(|it| name.ends_with(it))
}

/// The table, and perhaps its column, at token `at`.
pub(crate) fn target_at(prose: &Prose, at: usize) -> Option<Reference> {
    target(prose, at, at)
}

/// What a target needs besides its table's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Needs {
    /// Nothing.
    Nothing,
    /// Its column (`x.id`, `x(id)`): the notation alone does not tell.
    Column,
}

/// Reads one target at `at`, which counts if it has what it `needs`.
fn single(prose: &Prose, starts: usize, at: usize, needs: Needs, found: &mut Vec<Reference>) -> usize {
    let Some(reference) = target(prose, starts, at) else { return at };
    let to = reference.to;
    if reference.column.is_some() || (needs == Needs::Nothing && reference.strength == Strength::Strong) {
        found.push(reference);
    }
    to
}

/// Reads "a, b (role) and c" at `at`.
fn list(prose: &Prose, starts: usize, mut at: usize, found: &mut Vec<Reference>) -> usize {
    for count in 0..LONGEST_LIST {
        let Some(mut reference) = target(prose, starts, at) else { break };
        if words::is_column_like(&reference.table) && reference.column.is_none() {
            break;
        }
        if count > 0 {
            reference.starts = reference.from;
            // Further plain words are targets only if nothing but the list goes on behind them.
            let listed = prose.token(reference.to).is_none()
                || prose.word(reference.to) == Some("and")
                || matches!(prose.mark(reference.to), Some(',' | '(' | ')' | '.'));
            if reference.column.is_none() && !listed {
                break;
            }
        }
        at = reference.to;
        if let (true, Some(role), Some(token)) =
            (prose.is_mark(at, '('), prose.word(at + 1), prose.token(at + 1))
            && words::is_identifier(role)
            && prose.is_mark(at + 2, ')')
            && reference.column.is_none()
        {
            reference.role = Some((role.to_owned(), token.span));
            at += 3;
        }
        found.push(reference);
        let before = at;
        while prose.is_mark(at, ',')
            || prose.is_mark(at, '/')
            || prose.is_mark(at, '+')
            || prose.word(at) == Some("and")
        {
            at += 1;
        }
        if at == before {
            break;
        }
    }
    at
}
