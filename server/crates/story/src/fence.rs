//! Fenced code: its language by its content, its path comment, and the schema it declares.
//!
//! Leaves to others: whether what it declares exists.

mod declared;
mod ellipsis;
mod labels;
mod lexer;
mod listed;
pub(crate) mod places;
pub(crate) mod sql;

use std::sync::Arc;

use schema::dialects::Dialect;
use syntax::markdown::CodeText;
use text::Span;

use self::declared::Names;
use crate::cues::{self, Shown};
use crate::phrases::PHRASES;
use crate::prose::Source;
use crate::{Claim, Fence, Mention, Sketch};

/// What a fence holds, with spans in its block.
#[derive(Debug, Clone)]
pub(crate) struct Code {
    /// The fence as facts show it.
    pub(crate) fence: Fence,
    /// The names in it.
    pub(crate) mentions: Vec<Mention>,
    /// The tables it declares.
    pub(crate) sketches: Vec<Sketch>,
    /// What the lines of a diagram claim.
    pub(crate) claims: Vec<Claim>,
    /// How its first comment says that it is meant.
    pub(crate) shown: Option<Shown>,
    /// The types of a program that it declares: `interface Tag {`.
    pub(crate) types: Vec<String>,
    /// True if it starts a project that is made up: `npx create-next-app my-shop`.
    pub(crate) starts: bool,
    /// True if it is written for a store that is not read: SurrealDB, Cassandra, a graph.
    pub(crate) foreign: bool,
}

/// What the fence with the info string `info` and the content `lines` (spans in the file) holds.
pub(crate) fn read(source: Source<'_>, info: &str, lines: &[Span]) -> Code {
    let lines: Vec<Span> = lines.iter().map(|line| source.local(*line)).collect();
    let code = CodeText::new(source.text, &lines);
    let span = match (lines.first(), lines.last()) {
        (Some(first), Some(last)) => first.join(*last),
        _ => Span::default(),
    };
    let foreign = is_foreign(info, code.text());
    let dialect = dialect(info, code.text()).filter(|_| !foreign);
    // A diff says what goes as loudly as what comes.
    let mut names = match dialect.filter(|_| info.split_whitespace().next() != Some("diff")) {
        Some(Dialect::Sql) => sql::names(code.text()),
        Some(dialect) => declared::names(dialect, code.text()),
        None if foreign => Names::default(),
        None => listed::names(code.text()),
    };
    if dialect == Some(Dialect::Sql) {
        for (statement, cue) in labels::cues(code.text()) {
            let of_it = names.mentions.iter_mut().filter(|it| statement.covers(it.span) && it.cue.is_none());
            of_it.for_each(|it| it.cue = Some(cue));
        }
    }
    let to = |span: Span| code.span(span);
    let enums = names.enums.iter().map(|it| Arc::new(places::moved_enum(it, &to))).collect();
    let moved = |spans: &[Span]| spans.iter().map(|it| to(*it)).collect();
    let fence = Fence {
        info: info.to_owned(),
        dialect,
        path: path(code.text()),
        enums,
        left_out: moved(&names.left_out),
        broken: moved(&names.broken),
        span,
    };
    let mut mentions: Vec<Mention> =
        names.mentions.into_iter().map(|it| Mention { span: to(it.span), ..it }).collect();
    mentions.sort_by_key(|it| (it.span.start(), it.span.end(), it.subject));
    let sketches = names.sketches.iter().map(|it| crate::sketch::moved(it, &to)).collect();
    let claims = names.claims.iter().map(|it| it.moved(&to)).collect();
    let starts = code.text().lines().any(starts);
    let types = code.text().lines().filter_map(interface).map(str::to_owned).collect();
    Code { fence, mentions, sketches, claims, shown: shown(code.text()), types, starts, foreign }
}

/// True if `code`, under the info string `info`, speaks a language of stores whose schemas are not read.
fn is_foreign(info: &str, code: &str) -> bool {
    let begins = |line: &str| {
        let line = line.trim_start();
        PHRASES.list("stores.statements").iter().any(|it| {
            let (start, rest) = line.split_at_checked(it.len()).unwrap_or_default();
            start.eq_ignore_ascii_case(it) && rest.starts_with(char::is_whitespace)
        })
    };
    let named = info.split(|it: char| it.is_whitespace() || it == '{').next();
    named.is_some_and(|it| PHRASES.has("stores.languages", it)) || code.lines().any(begins)
}

/// The schema language that `code` is written in, by what it says: info strings lie.
fn dialect(info: &str, code: &str) -> Option<Dialect> {
    let found = Dialect::ALL.iter().copied().find(|it| match it {
        // A query is SQL though it declares nothing; a script or a letter that quotes a statement is not.
        Dialect::Sql => sql::begins_statement(code),
        _ => it.is_written_in(code),
    });
    // An enum on its own looks the same in both.
    let is_prisma = || info.split_whitespace().next().is_some_and(|it| it.eq_ignore_ascii_case("prisma"));
    found.map(|it| if it == Dialect::Dbml && is_prisma() { Dialect::Prisma } else { it })
}

/// How the comment on the first line says that `code` is meant; nothing if the code shows both ways.
fn shown(code: &str) -> Option<Shown> {
    let said = |line: &str| cues::shown(comment(line)?);
    let first = said(code.lines().next()?)?;
    let mixed = code.lines().filter_map(said).any(|it| it != first);
    (!mixed).then_some(first)
}

/// What the line `line` says, if it is a comment.
fn comment(line: &str) -> Option<&str> {
    let line = line.trim();
    ["//", "--", "#"].iter().find_map(|mark| line.strip_prefix(mark))
}

/// The name in `export interface Tag {` and `type Tag = {`.
fn interface(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let line = line.strip_prefix("export ").unwrap_or(line);
    let rest = line.strip_prefix("interface ").or_else(|| line.strip_prefix("type "))?;
    let name = rest.split(|it: char| !it.is_ascii_alphanumeric() && it != '_').next()?;
    (!name.is_empty() && rest.contains('{')).then_some(name)
}

/// True if `line` is a command that starts a project with a name that stands for a name.
fn starts(line: &str) -> bool {
    let line = line.trim_start().trim_start_matches("$ ");
    let command = PHRASES.list("guides.starts").iter().find_map(|it| line.strip_prefix(it.as_str()));
    let made_up = |word: &str| {
        !word.starts_with('-') && word.split(['-', '_']).any(|it| PHRASES.has("guides.made_up", it))
    };
    command.is_some_and(|rest| rest.split_whitespace().any(made_up))
}

/// The path in a comment on the first line: `// db/schema.ts`.
fn path(code: &str) -> Option<String> {
    let path = comment(code.lines().next()?)?.split_whitespace().next()?.trim_end_matches([':', ',']);
    let (_, end) = path.rsplit_once('.')?;
    let fits = !path.contains(['`', '"', '('])
        && !end.is_empty()
        && end.chars().all(|it| it.is_ascii_alphanumeric());
    fits.then(|| path.to_owned())
}
