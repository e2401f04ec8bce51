//! What words say of a column: "uuid, not null, FK to team", "ENUM (A, B)", "default `draft`".

use text::Span;

use crate::mentions::foreign_key;
use crate::phrases::PHRASES;
use crate::prose::{Kind, Prose};
use crate::{SketchColumn, SketchReference, Value};

/// A type stands among the first words.
const TYPE_WITHIN: usize = 8;
/// Between two types stand at most this many tokens, and one fewer.
const BETWEEN_TYPES: usize = 4;
/// An enum has at most this many values here.
const MOST_VALUES: usize = 64;

/// True if something is said that only columns have.
pub(super) fn is_told(column: &SketchColumn) -> bool {
    column.ty.is_some()
        || column.primary
        || column.references.is_some()
        || column.unique
        || (column.nullable.is_some() && column.default.is_some())
}

/// What the tokens `from..to` say.
pub(super) fn describe(prose: &Prose, from: usize, to: usize) -> SketchColumn {
    let mut column = SketchColumn::default();
    for index in from..to {
        let Some(token) = prose.token(index).filter(|it| !it.style.struck) else { continue };
        if token.kind == Kind::Code && column.ty.is_none() && index < from + TYPE_WITHIN {
            code_type(prose.text_of(token), &mut column);
        }
        let Some(word) = prose.word(index) else { continue };
        let lower = word.to_lowercase();
        if column.ty.is_none()
            && index < from + TYPE_WITHIN
            && is_type(&lower)
            && !is_one_of_several(prose, index)
        {
            column.ty = Some(written_type(prose, index));
        }
        flags(prose, index, &lower, &mut column);
        if column.values.is_empty() && (lower == "enum" || lower == "枚举") {
            column.values = values(prose, index + 1, Said::Enum);
        }
        if column.default.is_none() && says_default(&lower) {
            column.default = default_value(prose, index + 1, to);
        }
    }
    if column.values.is_empty()
        && let Some(open) = (from..to).find(|&it| prose.is_mark(it, '('))
    {
        column.values = values(prose, open, Said::Nothing);
    }
    if (from..to).any(|index| may_refer(prose, index)) {
        let reference =
            foreign_key::references(prose).into_iter().find(|it| it.starts >= from && it.from < to);
        column.references = reference.map(|it| SketchReference {
            table: it.table,
            column: it.column.map(|(name, _)| name),
            on_delete: None,
        });
    }
    if let Some(reference) = &mut column.references {
        reference.on_delete = on_delete(prose, from, to);
    }
    column
}

fn may_refer(prose: &Prose, index: usize) -> bool {
    matches!(prose.mark(index), Some('→' | '>'))
        || prose.word(index).is_some_and(|word| {
            let lower = word.to_lowercase();
            PHRASES.has("fields.foreign", &lower)
                || lower.starts_with("foreign")
                || lower.starts_with("referenc")
        })
}

fn flags(prose: &Prose, index: usize, lower: &str, column: &mut SketchColumn) {
    let next = prose.word(index + 1).unwrap_or("").to_lowercase();
    let pair = format!("{lower} {next}");
    if PHRASES.has("fields.primary", lower) || PHRASES.has("fields.primary", &pair) {
        column.primary = true;
        column.nullable = Some(false);
    }
    let negated =
        index.checked_sub(1).and_then(|it| prose.word(it)).is_some_and(|it| it.eq_ignore_ascii_case("not"));
    if (PHRASES.has("fields.unique", lower) || lower.starts_with("唯一")) && !negated {
        column.unique = true;
    }
    if PHRASES.has("fields.required", lower) || PHRASES.has("fields.required", &pair) || lower == "notnull" {
        column.nullable = column.nullable.or(Some(negated));
    } else if PHRASES.has("fields.optional", lower) && !negated {
        column.nullable = column.nullable.or(Some(true));
    }
}

/// True for the words that types are called by.
pub(crate) fn is_type(word: &str) -> bool {
    matches!(
        word.to_ascii_lowercase().as_str(),
        "text"
            | "string"
            | "str"
            | "varchar"
            | "char"
            | "character"
            | "citext"
            | "uuid"
            | "guid"
            | "int"
            | "integer"
            | "int2"
            | "int4"
            | "int8"
            | "bigint"
            | "smallint"
            | "tinyint"
            | "serial"
            | "bigserial"
            | "smallserial"
            | "bool"
            | "boolean"
            | "timestamp"
            | "timestamptz"
            | "datetime"
            | "date"
            | "time"
            | "timetz"
            | "json"
            | "jsonb"
            | "numeric"
            | "decimal"
            | "float"
            | "float4"
            | "float8"
            | "double"
            | "real"
            | "number"
            | "money"
            | "enum"
            | "bytea"
            | "blob"
            | "binary"
            | "cuid"
            | "cuid2"
            | "nanoid"
            | "ulid"
            | "interval"
            | "inet"
            | "cidr"
            | "vector"
            | "tsvector"
            | "xml"
            | "longtext"
            | "mediumtext"
    )
}

/// True if another type stands beside the one at `index`: "text → integer", "date string". Which is meant is not told,
/// but for the last one of a change.
fn is_one_of_several(prose: &Prose, index: usize) -> bool {
    let joins = |at: usize| prose.word(at).is_some_and(|it| PHRASES.has("fields.type_joins", it));
    // "was text, now integer" is a change; in "text, UUID primary key" the first tells the type.
    let between = |it: &usize| {
        matches!(prose.mark(*it), Some('→' | '|' | '/' | '-' | '>'))
            || joins(*it)
            || prose.is_mark(*it, ',') && joins(it + 1)
    };
    let behind = (index + 1..index + 1 + BETWEEN_TYPES).find(|it| !between(it));
    let is_other = |at: usize| {
        let plain = prose.token(at).is_some_and(|it| !it.style.struck);
        prose.word(at).is_some_and(|it| plain && is_type(it) && !it.eq_ignore_ascii_case("enum"))
    };
    behind.is_some_and(is_other) || index.checked_sub(1).is_some_and(is_other)
}

/// The type at the word `index` with what belongs to it: `varchar(120)`, `text[]`, `timestamp with time zone`.
fn written_type(prose: &Prose, index: usize) -> String {
    let mut written = prose.text(index).to_owned();
    let glued = |at: usize| prose.token(at).is_some_and(|it| !it.spaced);
    if prose.is_mark(index + 1, '(') && glued(index + 1) && !written.eq_ignore_ascii_case("enum") {
        let close = (index + 2..index + 8).find(|&it| prose.is_mark(it, ')'));
        let numbers = close.filter(|&end| {
            (index + 2..end)
                .all(|it| prose.is_mark(it, ',') || prose.text(it).bytes().all(|byte| byte.is_ascii_digit()))
        });
        if let Some((text, _)) = numbers.and_then(|end| prose.stretch(index, end + 1)) {
            text.clone_into(&mut written);
        }
    } else if prose.is_mark(index + 1, '[') && prose.is_mark(index + 2, ']') && glued(index + 1)
        || prose.word(index + 1).is_some_and(|it| it.eq_ignore_ascii_case("array"))
    {
        written.push_str("[]");
    } else if prose.word(index + 1) == Some("with") && prose.word(index + 2) == Some("time") {
        written.push_str(" with time zone");
    } else if written.eq_ignore_ascii_case("double")
        && prose.word(index + 1).is_some_and(|it| it.eq_ignore_ascii_case("precision"))
    {
        written.push_str(" precision");
    }
    written
}

/// Takes the type from a code span such as `varchar(255)` or `text not null`.
fn code_type(code: &str, column: &mut SketchColumn) {
    let first = code.split(|it: char| !it.is_ascii_alphanumeric()).next().unwrap_or("");
    if !is_type(first) {
        return;
    }
    let upper = code.to_ascii_uppercase();
    let end = [" NOT NULL", " NULL", " DEFAULT", " PRIMARY", " UNIQUE", " REFERENCES"]
        .iter()
        .filter_map(|it| upper.find(it))
        .min();
    column.ty = code.get(..end.unwrap_or(code.len())).map(str::to_owned);
    if upper.contains("NOT NULL") {
        column.nullable = Some(false);
    }
    column.primary |= upper.contains("PRIMARY KEY");
    column.unique |= upper.contains(" UNIQUE");
}

/// The values in the parentheses at token `at`, if they can be nothing else: `('a'|'b')`.
pub(crate) fn quoted_values(prose: &Prose, at: usize) -> Vec<Value> {
    let opens = prose.is_mark(at, '(') || prose.is_mark(at, '（');
    let quoted = prose.mark(at + 1).is_some_and(|it| matches!(it, '\'' | '"' | '’' | '‘' | '“'));
    if opens && quoted { values(prose, at, Said::Nothing) } else { Vec::new() }
}

/// The values in the parentheses at token `at`, if they are quoted or bars stand between them: `(draft|active)`.
pub(crate) fn listed_values(prose: &Prose, at: usize) -> Vec<Value> {
    let quoted = quoted_values(prose, at);
    if !quoted.is_empty() {
        return quoted;
    }
    let barred = prose.is_mark(at, '(') && prose.is_mark(at + 2, '|')
        || prose.code(at + 1).is_some_and(|it| it.contains('|'));
    if barred { values(prose, at, Said::Nothing) } else { Vec::new() }
}

/// What is said before values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    /// The word enum.
    Enum,
    /// Nothing that tells.
    Nothing,
}

/// The values in `('a' | 'b')`, `(A, B)`, `: a, b`. Without the word enum they must be quoted or separated by bars.
fn values(prose: &Prose, at: usize, before: Said) -> Vec<Value> {
    let opens = prose.is_mark(at, '(') || prose.is_mark(at, '（');
    let colon = prose.is_mark(at, ':') || prose.is_mark(at, '：');
    if !(opens || before == Said::Enum && colon) {
        return Vec::new();
    }
    let mut found: Vec<Value> = Vec::new();
    let (mut quoted, mut barred, mut in_quotes) = (false, false, false);
    let follows_word =
        |index: usize| index > at + 1 && prose.token(index - 1).is_some_and(|it| it.kind == Kind::Word);
    for index in at + 1..(at + 1 + 4 * MOST_VALUES).min(prose.tokens().len()) {
        let Some(token) = prose.token(index) else { break };
        match (token.kind, prose.mark(index)) {
            (_, Some(')' | '）' | ';')) => break,
            (_, Some('\'' | '"' | '’' | '‘' | '“' | '”')) => {
                // Of values some of which are quoted, the others are none.
                if !std::mem::replace(&mut quoted, true) {
                    found.clear();
                }
                in_quotes = !in_quotes;
            }
            // What stands behind is one of the values.
            (Kind::Word, _) if !in_quotes && PHRASES.has("fields.default", prose.text_of(token)) => break,
            (Kind::Word, _)
                if !in_quotes && (quoted && !follows_word(index) || is_no_value(prose, index)) => {}
            _ if token.style.struck => {}
            (_, Some('|' | '/')) => barred = true,
            (_, Some(',' | '、' | '，' | '_' | '-')) | (Kind::Break, _) => {}
            (Kind::Word | Kind::Code, _) => {
                // Two words in a row are a sentence.
                if follows_word(index) || found.len() >= MOST_VALUES {
                    return Vec::new();
                }
                match found.last_mut().filter(|_| joined_by_hyphen(prose, index)) {
                    Some(value) => {
                        value.text.push('-');
                        value.text.push_str(prose.text_of(token));
                        value.span = value.span.join(token.span);
                    }
                    None => found.extend(values_in(prose.text_of(token), token.span)),
                }
            }
            _ => return Vec::new(),
        }
    }
    let enough = found.len() >= 2 && (before == Said::Enum || quoted || barred);
    if enough { found } else { Vec::new() }
}

/// True for `null` and the like in a list of values.
fn is_no_value(prose: &Prose, index: usize) -> bool {
    PHRASES.has("fields.no_values", prose.text(index))
}

/// True if the word at `index` goes on with what stands before it: "in-progress".
fn joined_by_hyphen(prose: &Prose, index: usize) -> bool {
    let glued = |at: usize| prose.token(at).is_some_and(|it| !it.spaced);
    let hyphen = index.checked_sub(1).filter(|it| prose.is_mark(*it, '-') && glued(*it) && glued(index));
    hyphen.and_then(|it| prose.word(it.checked_sub(1)?)).is_some()
}

/// The values in `text`, which stands at `span`: one, or several between bars in one code span.
fn values_in(text: &str, span: Span) -> impl Iterator<Item = Value> {
    let mut from = 0;
    text.split('|').map(move |part| {
        let value = part.trim().trim_matches(['\'', '"']);
        let start = from + part.find(value).unwrap_or(0);
        from += part.len() + 1;
        // Where characters stand for other bytes, only the whole is sure.
        let exact = span.len() == text.len();
        let at = span.start().plus(start);
        let span = if exact { Span::new(at, at.plus(value.len())) } else { span };
        Value { text: value.to_owned(), span }
    })
}

/// The value behind the word "default", which stands before token `at`.
fn default_value(prose: &Prose, at: usize, to: usize) -> Option<String> {
    default_at(prose, at, to).map(|it| it.0)
}

/// The value behind the word "default", which stands before token `at`, and its token.
pub(crate) fn default_at(prose: &Prose, mut at: usize, to: usize) -> Option<(String, usize)> {
    while at < to
        && (matches!(prose.mark(at), Some(':' | '=' | '：'))
            || matches!(prose.word(at), Some("to" | "is" | "value")))
    {
        at += 1;
    }
    let token = prose.token(at).filter(|_| at < to)?;
    let text = prose.text_of(token);
    let value = match token.kind {
        Kind::Code => Some(text.to_owned()),
        Kind::Word if prose.is_mark(at + 1, '(') && prose.is_mark(at + 2, ')') => Some(format!("{text}()")),
        Kind::Word => Some(text.to_owned()),
        Kind::Mark if matches!(prose.mark(at), Some('\'' | '"')) => {
            let (value, _) = prose.stretch(at + 1, at + 2)?;
            Some(format!("'{value}'"))
        }
        Kind::Mark | Kind::Break | Kind::Cell => None,
    };
    value.map(|it| (it, at))
}

/// True for the word that says what a column takes if nothing is given.
pub(crate) fn says_default(word: &str) -> bool {
    PHRASES.has("fields.default", word)
}

fn on_delete(prose: &Prose, from: usize, to: usize) -> Option<schema::model::Action> {
    use schema::model::Action;
    let is = |index: usize, word: &str| prose.word(index).is_some_and(|it| it.eq_ignore_ascii_case(word));
    (from..to).find_map(|index| {
        let update = index.checked_sub(1).is_some_and(|before| is(before, "update"));
        if update {
            None
        } else if is(index, "cascade") || is(index, "cascades") {
            Some(Action::Cascade)
        } else if is(index, "set") && is(index + 1, "null") {
            Some(Action::SetNull)
        } else if is(index, "restrict") {
            Some(Action::Restrict)
        } else {
            None
        }
    })
}
