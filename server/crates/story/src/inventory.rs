//! Which file a text says tables are declared in: a file's name as a heading, and the tables listed below it.
//!
//! Leaves to others: how far a file's heading reaches (`assemble`), and whether it is so.

use std::ops::Range;

use text::Span;

use crate::block::UnitKind;
use crate::claims::Listing;
use crate::cues::{self, Cues};
use crate::phrases::PHRASES;
use crate::prose::{Kind, Prose};
use crate::{Claim, Cue, Said, Strength, fields, words};

/// The endings of files that may declare tables.
const ENDINGS: [&str; 7] = [".ts", ".mts", ".cts", ".js", ".mjs", ".prisma", ".sql"];
/// A sentence names its file among the first tokens, and says soon what the file holds.
const NEAR: usize = 12;

/// A file as a text names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FileName {
    /// Its name or path as written.
    pub(crate) name: String,
    /// Where it stands.
    pub(crate) span: Span,
}

/// A table said to be in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Held {
    /// Its name.
    pub(crate) name: String,
    /// Where it stands.
    pub(crate) span: Span,
    /// Why it need not be there.
    pub(crate) cue: Option<Cue>,
}

/// What a unit says of files and their tables. A file without tables is what the units below are about; tables without
/// a file are those of the file above; both together are a sentence.
#[derive(Debug, Clone, Default)]
pub(crate) struct Inventory {
    /// The file.
    pub(crate) file: Option<FileName>,
    /// The tables it is said to hold.
    pub(crate) tables: Vec<Held>,
    /// Whether these are all.
    pub(crate) listing: Listing,
}

/// What the unit of kind `kind` with the text `prose` says of files and their tables.
pub(crate) fn read(prose: &Prose, kind: &UnitKind) -> Inventory {
    match kind {
        UnitKind::Heading { .. } => {
            let file = file_alone(prose, kind).or_else(|| several_files(prose));
            Inventory { file, ..Inventory::default() }
        }
        UnitKind::Row { tables: Some(tables), files: Some(file), .. } => {
            row(prose, *file, *tables).unwrap_or_default()
        }
        UnitKind::Paragraph | UnitKind::Item { .. } => {
            if let Some(file) = file_alone(prose, kind) {
                return Inventory { file: Some(file), ..Inventory::default() };
            }
            let found = labelled(prose)
                .or_else(|| described(prose))
                .or_else(|| sentence(prose))
                .or_else(|| item(prose));
            found.map(|it| held(prose, it)).unwrap_or_default()
        }
        _ => Inventory::default(),
    }
}

/// What was found in `prose`, with the cues of each table.
fn held(prose: &Prose, (file, tokens, listing): Found) -> Inventory {
    let cues = Cues::find(prose);
    let section = cues::of_heading(prose);
    let held = |at: usize| {
        let span = prose.token(at)?.span;
        let cue = cues.at(prose, at, at + 1).or(section);
        Some(Held { name: name_at(prose, at)?.to_owned(), span, cue })
    };
    Inventory { file, tables: tokens.into_iter().filter_map(held).collect(), listing }
}

/// The file and the tables in the cells "| `users.ts` | `users`, `teams` |".
fn row(prose: &Prose, file: usize, tables: usize) -> Option<Inventory> {
    let cells = fields::cells(prose);
    let (&(from, to), &(first, end)) = (cells.get(file)?, cells.get(tables)?);
    let (written, span) = prose.stretch(from, to).filter(|it| is_file(it.0))?;
    let file = FileName { name: written.to_owned(), span };
    // Such a row may also tell what a file reads: it never says by itself that these are all.
    let (tables, _) = listed(prose, first..end);
    (!tables.is_empty()).then(|| held(prose, (Some(file), tables, Listing::Part)))
}

/// The files in the heading "`users.ts` and `teams.ts`", as one name: "users.ts, teams.ts". What stands below is in one
/// of them.
fn several_files(prose: &Prose) -> Option<FileName> {
    let raw = prose.raw();
    let from = raw.len() - raw.trim_start().len();
    let list = raw.get(from..)?;
    let list = list.split_once(" (").map_or(list, |it| it.0).trim_end_matches([':', '：']).trim_end();
    let parts = list.split([',', '&', '+', '、']).flat_map(|it| it.split(" and ")).map(str::trim);
    let files: Vec<&str> = parts.filter(|it| !it.is_empty()).collect();
    let all = files.len() > 1 && files.iter().all(|it| is_file(it));
    all.then(|| FileName { name: files.join(", "), span: prose.span_of(from..from + list.len()) })
}

/// The file in "`users.ts`", "3. src/db/users.ts (new)", "**users.ts:**", and in a heading also "users.ts - people".
fn file_alone(prose: &Prose, kind: &UnitKind) -> Option<FileName> {
    let raw = prose.raw();
    let mut from = raw.len() - raw.trim_start().len();
    let rest = raw.get(from..)?;
    let behind_number = rest.trim_start_matches(|it: char| it.is_ascii_digit());
    if behind_number.len() < rest.len() && behind_number.starts_with(['.', ')']) {
        from = raw.len() - behind_number.get(1..)?.trim_start().len();
    }
    let rest = raw.get(from..)?;
    let word = rest.split_whitespace().next()?.trim_end_matches([':', '：']);
    let behind = rest.get(word.len()..)?.trim().trim_end_matches([':', '：']).trim_end();
    let remark = behind.starts_with('(') && behind.ends_with(')') && behind.matches('(').count() == 1;
    let titled = matches!(kind, UnitKind::Heading { .. }) && behind.starts_with(['-', '—', '–', ':']);
    if !is_file(word) || !(behind.is_empty() || remark || titled) {
        return None;
    }
    Some(FileName { name: word.to_owned(), span: prose.span_of(from..from + word.len()) })
}

/// True for `users.ts` and `src/db/schema.prisma`, but not for tests and declarations of types.
fn is_file(text: &str) -> bool {
    let name = text.rsplit('/').next().unwrap_or(text);
    let Some(stem) = ENDINGS.iter().find_map(|it| name.strip_suffix(it)) else { return false };
    let other = [".d", ".test", ".spec", ".config"].iter().any(|it| stem.ends_with(it));
    let plain = |it: char| it.is_alphanumeric() || "_-./@[]".contains(it);
    !other && stem.chars().any(char::is_alphanumeric) && text.len() <= 200 && text.chars().all(plain)
}

/// What the tree of files in `code` says of them: "├── users.ts   # users, teams tables". Spans are in `code`.
pub(crate) fn of_tree(code: &str) -> Vec<Claim> {
    let mut claims = Vec::new();
    let mut start = 0;
    for line in code.split_inclusive('\n') {
        let from =
            line.find(|it: char| !it.is_whitespace() && !"│├└─|`+-".contains(it)).unwrap_or(line.len());
        let written = line.get(from..).unwrap_or("");
        let file = written.split_whitespace().next().filter(|it| is_file(it) && !it.contains('('));
        let remark = file.and_then(|it| {
            let rest = written.get(it.len()..)?.trim();
            ["#", "//", "<-", "←", "--", "—", "–", "-"]
                .iter()
                .find_map(|mark| rest.strip_prefix(mark))
                .map(str::trim)
        });
        if let Some((file, remark)) = file.zip(remark) {
            let at = start + line.find(remark).unwrap_or(from);
            let named = Span::from_range(start + from..start + from + file.len());
            claims.extend(tables_in(remark).into_iter().map(|(name, range)| Claim {
                said: Said::TableInFile {
                    table: name.to_owned(),
                    file: file.to_owned(),
                    named,
                    listing: Listing::Part,
                },
                span: Span::from_range(at + range.start..at + range.end),
                strength: Strength::Strong,
                cue: None,
                evidence: "table beside the file's name",
            }));
        }
        start += line.len();
    }
    claims
}

/// The tables in the remark "users, teams tables"; none if it says anything else.
fn tables_in(remark: &str) -> Vec<(&str, Range<usize>)> {
    let is_noun = |it: &str| PHRASES.has("table.many", it) || PHRASES.has("table.one", it);
    let list = remark.trim_end_matches('.');
    let named = list.rsplit_once(' ').filter(|it| is_noun(it.1)).map(|it| it.0);
    let list = named.unwrap_or(list);
    let mut found = Vec::new();
    let mut at = 0;
    for piece in list.split(',').flat_map(|it| it.split(" and ")) {
        let name = piece.trim().trim_start_matches("and ").trim_matches('`');
        if !words::may_be_table(name) {
            return Vec::new();
        }
        let start = at + list.get(at..).and_then(|it| it.find(name)).unwrap_or(0);
        at = start + name.len();
        found.push((name, start..at));
    }
    // "auth.ts  # sessions" may tell what the file is for.
    if named.is_some() || found.len() > 1 { found } else { Vec::new() }
}

type Found = (Option<FileName>, Vec<usize>, Listing);

/// The tables in "**Tables**: `users`, `teams`".
fn labelled(prose: &Prose) -> Option<Found> {
    let label = prose.word(0)?.to_lowercase();
    let is_label = PHRASES.has("table.many", &label) || PHRASES.has("table.one", &label);
    let has_colon = matches!(prose.mark(1), Some(':' | '：'));
    let (tables, end) = listed(prose, 2..prose.tokens().len());
    let is_whole = end == prose.tokens().len();
    let listing = if is_whole { Listing::Whole } else { Listing::Part };
    (is_label && has_colon && !tables.is_empty()).then_some((None, tables, listing))
}

/// The table in "`users` table: people who sign in".
fn described(prose: &Prose) -> Option<Found> {
    let named = prose.token(0).is_some_and(|it| it.kind == Kind::Code) && name_at(prose, 0).is_some();
    let noun = prose.word(1)?.to_lowercase();
    let is_noun = PHRASES.has("table.one", &noun) || noun == "model";
    let ends = prose.token(2).is_none() || matches!(prose.mark(2), Some(':' | '：' | '-' | '–' | '—' | '('));
    (named && is_noun && ends).then(|| (None, vec![0], Listing::Part))
}

/// The tables in "`db/schema.ts` defines all tables: users, teams" and "`users.ts` holds the `users` table".
fn sentence(prose: &Prose) -> Option<Found> {
    let at = (0..NEAR).find(|&it| prose.code(it).is_some_and(is_file))?;
    let verb = prose.word(at + 1)?.to_lowercase();
    if !PHRASES.has("files.holds", &verb) {
        return None;
    }
    let file = FileName { name: prose.code(at)?.to_owned(), span: prose.token(at)?.span };
    let lower = |it: usize| prose.word(it).map(str::to_lowercase);
    let is_noun = |it: &usize| {
        lower(*it).is_some_and(|it| PHRASES.has("table.many", &it) || PHRASES.has("table.one", &it))
    };
    let Some(noun) = (at + 2..at + 2 + NEAR).find(is_noun) else {
        // "`users.ts` holds `users` and `teams`."
        let first = (at + 2..at + 4).find(|it| prose.code(*it).is_some())?;
        let (tables, _) = listed(prose, first..prose.tokens().len());
        return (!tables.is_empty()).then_some((Some(file), tables, Listing::Part));
    };
    let between = (at + 2..noun).find(|&it| prose.code(it).is_some());
    if let Some(first) = between {
        let (tables, end) = listed(prose, first..noun);
        return (end == noun && !tables.is_empty()).then_some((Some(file), tables, Listing::Part));
    }
    let of = prose.token(noun)?.sentence;
    let near = |it: &usize| prose.token(*it).is_some_and(|token| token.sentence == of);
    let colon =
        (noun + 1..noun + NEAR).take_while(near).find(|&it| matches!(prose.mark(it), Some(':' | '：')))?;
    let (tables, end) = listed(prose, colon + 1..prose.tokens().len());
    let says_all = (at + 2..noun).any(|it| lower(it).as_deref() == Some("all"));
    let whole = says_all && end == prose.tokens().len();
    let listing = if whole { Listing::Whole } else { Listing::Part };
    (!tables.is_empty()).then_some((Some(file), tables, listing))
}

/// The tables in "`users.ts` - users table" and "`teams.ts`: teams, sessions", if there is nothing else.
fn item(prose: &Prose) -> Option<Found> {
    let file =
        FileName { name: prose.code(0).filter(|it| is_file(it))?.to_owned(), span: prose.token(0)?.span };
    prose.mark(1).filter(|it| matches!(it, '-' | '–' | '—' | ':' | '：'))?;
    let (tables, end) = listed_tables(prose, 2)?;
    (end == prose.tokens().len()).then_some((Some(file), tables, Listing::Part))
}

/// The names in "users and teams tables" at token `from`, and the token behind; plain words only beside the noun or in
/// a list.
fn listed_tables(prose: &Prose, from: usize) -> Option<(Vec<usize>, usize)> {
    let is_noun = |it: &usize| {
        prose.word(*it).is_some_and(|it| PHRASES.has("table.many", it) || PHRASES.has("table.one", it))
    };
    let noun = (from..prose.tokens().len()).find(is_noun);
    let to = noun.unwrap_or(prose.tokens().len());
    let mut tables = Vec::new();
    let mut at = from;
    while at < to {
        name_at(prose, at)
            .filter(|_| matches!(prose.token(at).map(|it| it.kind), Some(Kind::Word | Kind::Code)))?;
        tables.push(at);
        at += 1;
        let before = at;
        while matches!(prose.mark(at), Some(',' | '&' | '+' | '、'))
            || prose.word(at).is_some_and(words::joins)
        {
            at += 1;
        }
        if at == before {
            break;
        }
    }
    let ends = prose.is_mark(to + 1, '.') && noun.is_some();
    let end = noun.map_or(at, |it| it + 1 + usize::from(ends));
    let told =
        noun.is_some() || tables.len() > 1 || tables.first().is_some_and(|it| prose.code(*it).is_some());
    (at == to && told && !tables.is_empty()).then_some((tables, end))
}

/// The names listed at the tokens `range`, and the token at which the list ends.
fn listed(prose: &Prose, range: Range<usize>) -> (Vec<usize>, usize) {
    let mut names = Vec::new();
    let mut at = range.start;
    let mut open = true;
    while at < range.end {
        match prose.token(at).map(|it| it.kind) {
            Some(Kind::Code) if name_at(prose, at).is_some() => {
                names.push(at);
                open = false;
            }
            Some(Kind::Word) if prose.word(at).is_some_and(words::joins) => open = true,
            Some(Kind::Word) if open && ends_item(prose, at + 1) && name_at(prose, at).is_some() => {
                names.push(at);
                open = false;
            }
            Some(Kind::Mark) if matches!(prose.mark(at), Some('(' | '（')) => {
                let close = (at + 1..range.end).find(|&it| matches!(prose.mark(it), Some(')' | '）')));
                let Some(close) = close else { return (names, at) };
                at = close;
            }
            Some(Kind::Mark) if matches!(prose.mark(at), Some(',' | '、' | '，' | '&' | '.' | '。')) => {
                open = true;
            }
            Some(Kind::Break) => {}
            _ => return (names, at),
        }
        at += 1;
    }
    (names, at)
}

/// True if the item of a list that stands before the token `at` ends there.
fn ends_item(prose: &Prose, at: usize) -> bool {
    prose.token(at).is_none()
        || matches!(prose.mark(at), Some(',' | '、' | '，' | '.' | '。' | '('))
        || prose.word(at).is_some_and(words::joins)
}

/// The name of a table at the token `at`, without its database schema.
fn name_at(prose: &Prose, at: usize) -> Option<&str> {
    let name = words::qualified(prose.text(at))?.name;
    words::may_be_table(name).then_some(name)
}
