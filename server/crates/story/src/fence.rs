//! Fenced code: its language by its content, its path comment, and the schema it declares.
//!
//! Leaves to others: whether what it declares exists.

mod drizzle;
mod lexer;
pub(crate) mod places;
mod prisma;
pub(crate) mod sql;

use syntax::markdown::CodeText;
use text::Span;

use schema::dialects::Dialect;

use crate::prose::Source;
use crate::{Fence, Mention, Sketch};

/// What a fence holds, with spans in its block.
#[derive(Debug, Clone)]
pub(crate) struct Code {
    /// The fence as facts show it.
    pub(crate) fence: Fence,
    /// The names in it.
    pub(crate) mentions: Vec<Mention>,
    /// The tables it declares.
    pub(crate) sketches: Vec<Sketch>,
}

/// What the fence with the info string `info` and the content `lines` (spans in the file) holds.
pub(crate) fn read(source: Source<'_>, info: &str, lines: &[Span]) -> Code {
    let lines: Vec<Span> = lines.iter().map(|line| source.local(*line)).collect();
    let code = CodeText::new(source.text, &lines);
    let span = match (lines.first(), lines.last()) {
        (Some(first), Some(last)) => first.join(*last),
        _ => Span::default(),
    };
    let dialect = dialect(code.text());
    // A diff says what goes as loudly as what comes.
    let names = match dialect.filter(|_| info.split_whitespace().next() != Some("diff")) {
        Some(Dialect::Drizzle) => drizzle::names(code.text()),
        Some(Dialect::Prisma) => prisma::names(code.text()),
        Some(Dialect::Sql) => sql::names(code.text()),
        Some(Dialect::Dbml | Dialect::Mermaid) | None => sql::Names::default(),
    };
    let fence = Fence { info: info.to_owned(), dialect, path: path(code.text()), span };
    let to = |span: Span| code.span(span);
    let mentions = names.mentions.into_iter().map(|it| Mention { span: to(it.span), ..it }).collect();
    let sketches = names.sketches.iter().map(|it| crate::sketch::moved(it, &to)).collect();
    Code { fence, mentions, sketches }
}

/// The schema language that `code` is written in, by what it says: info strings lie.
fn dialect(code: &str) -> Option<Dialect> {
    if drizzle::is_drizzle(code) {
        Some(Dialect::Drizzle)
    } else if prisma::is_prisma(code) {
        Some(Dialect::Prisma)
    } else {
        sql::begins_statement(code).then_some(Dialect::Sql)
    }
}

/// The path in a comment on the first line: `// db/schema.ts`.
fn path(code: &str) -> Option<String> {
    let line = code.lines().next()?.trim();
    let comment = ["//", "--", "#"].iter().find_map(|mark| line.strip_prefix(mark))?;
    let path = comment.split_whitespace().next()?.trim_end_matches([':', ',']);
    let (_, end) = path.rsplit_once('.')?;
    let fits = !path.contains(['`', '"', '('])
        && !end.is_empty()
        && end.chars().all(|it| it.is_ascii_alphanumeric());
    fits.then(|| path.to_owned())
}
