//! Names beside the word "table": before it, behind it, or listed after "tables".

use crate::fields::cells;
use crate::mentions::{Finder, Phrase};
use crate::phrases::{PHRASES, class};
use crate::prose::{Kind, Prose};
use crate::words;
use crate::{Form, Strength};

/// Between a name and the noun stand at most this many words ("`x` audit log table").
const MOST_BETWEEN: usize = 3;
/// A list is at most this long; what is longer is data.
const LONGEST_LIST: usize = 200;
/// Between "tables" and the colon before their names stand at most this many tokens.
const MOST_BEFORE_COLON: usize = 8;

/// The word "table" in some language.
#[derive(Debug, Clone, Copy)]
struct Noun {
    index: usize,
    /// "tables".
    many: bool,
    /// What stands before may be its name; false for compounds that end with the noun (用户表).
    back: bool,
    /// What follows may be its name.
    ahead: bool,
}

/// Adds what stands beside the word "table".
pub(crate) fn find(finder: &mut Finder<'_>) {
    for index in 0..finder.prose.tokens().len() {
        let Some(noun) = noun(finder.prose, index) else { continue };
        let before = noun.back && names_before(finder, noun);
        if !before && noun.ahead {
            names_behind(finder, noun);
        }
        if finder.heading {
            heading(finder, noun);
        }
    }
}

/// Adds the tables named in cell `cell` (from 0) of a row whose header says "Table" there.
pub(crate) fn find_in_cell(finder: &mut Finder<'_>, cell: usize) {
    let Some(&(from, to)) = cells(finder.prose).get(cell) else { return };
    for index in from..to {
        let told = finder.prose.code(index).is_some() || words::is_snake(finder.prose.text(index));
        if told && form_before(finder, index).is_some() {
            finder.add_table(
                index,
                Form::ListAfterTables,
                Strength::Strong,
                Phrase { from: index, to: index + 1 },
            );
        }
    }
}

fn noun(prose: &Prose, index: usize) -> Option<Noun> {
    let word = prose.word(index)?;
    if prose.is_run(index) {
        return east_asian_noun(word, index);
    }
    if prose.class(index) & class::TABLE == 0 {
        return None;
    }
    let many = PHRASES.has("table.many", word);
    (many || PHRASES.has("table.one", word)).then_some(Noun { index, many, back: true, ahead: true })
}

fn east_asian_noun(run: &str, index: usize) -> Option<Noun> {
    let trapped = |text: &str| PHRASES.list("table.traps").iter().any(|trap| text.starts_with(trap.as_str()));
    let starts = |text: &str| {
        !trapped(text) && PHRASES.list("table.one").iter().any(|one| text.starts_with(one.as_str()))
    };
    let counted =
        run.trim_start_matches(|it: char| "这该此两三四五六七八九十等新旧主子个张些的".contains(it));
    let back = starts(run) || starts(counted);
    let ends = PHRASES.list("table.one").iter().any(|one| run.ends_with(one.as_str()));
    let ahead = ends && !PHRASES.list("table.end_traps").iter().any(|trap| run.ends_with(trap.as_str()));
    (back || ahead).then_some(Noun { index, many: false, back, ahead })
}

/// Adds the names that end right before `noun`; false if there are none.
fn names_before(finder: &mut Finder<'_>, noun: Noun) -> bool {
    let prose = finder.prose;
    let mut last = noun.index;
    let mut between = 0;
    loop {
        let Some(before) = last.checked_sub(1) else { return false };
        last = before;
        let is_break = prose.token(last).is_some_and(|it| it.kind == Kind::Break);
        let skip = prose.word(last).is_some_and(|word| PHRASES.has("table.between", word));
        if !(is_break || skip && between < MOST_BETWEEN) {
            break;
        }
        between += usize::from(skip);
    }
    let Some(form) = form_before(finder, last) else { return false };
    let mut names = vec![last];
    while let Some(next) = previous_of_list(finder, *names.last().unwrap_or(&0)) {
        if names.len() >= LONGEST_LIST {
            break;
        }
        names.push(next);
    }
    let first = names.last().copied().unwrap_or(last);
    let phrase = Phrase { from: first, to: noun.index + 1 };
    let usual = strength_before(prose, noun);
    for index in names.into_iter().rev() {
        if !finder.is_taken(index) {
            let form = form_before(finder, index).unwrap_or(form);
            let plain = form == Form::SnakeThenTable && !words::is_snake(prose.text(index));
            let is_weak = plain || words::is_of_code(prose.text(index));
            finder.add_table(index, form, if is_weak { Strength::Weak } else { usual }, phrase);
        }
    }
    true
}

/// The form of the name at `index` before the noun, if it is one.
fn form_before(finder: &Finder<'_>, index: usize) -> Option<Form> {
    let token = finder.prose.token(index)?;
    let text = finder.table_name(index)?;
    match token.kind {
        Kind::Code => (!is_component(text)).then_some(Form::CodeThenTable),
        Kind::Word => {
            let is_name = words::is_snake(text) || is_set_off(finder.prose, index);
            (is_name && stands_alone(finder.prose, index)).then_some(Form::SnakeThenTable)
        }
        Kind::Mark | Kind::Break | Kind::Cell => None,
    }
}

/// True for a plain word in bold, "the **invoices** table": it may be a name.
fn is_set_off(prose: &Prose, index: usize) -> bool {
    prose
        .token(index)
        .is_some_and(|it| it.style.bold && prose.text_of(it).bytes().all(|it| it.is_ascii_lowercase()))
}

/// True for names of things on a screen: `DataTable`.
fn is_component(name: &str) -> bool {
    words::is_pascal_compound(name) && name.ends_with("Table")
}

/// True if the word at `index` is not a part of a path, a flag or a longer name.
pub(super) fn stands_alone(prose: &Prose, index: usize) -> bool {
    let glued = |mark: Option<char>| {
        matches!(mark, Some('/' | '.' | '-' | '\\' | '@' | '#' | '$' | '<' | '{' | '[' | '='))
    };
    let before = index.checked_sub(1).filter(|_| prose.token(index).is_some_and(|it| !it.spaced));
    let after = Some(index + 1).filter(|&it| prose.token(it).is_some_and(|it| !it.spaced));
    let dot_ends = |it: usize| prose.is_mark(it, '.') && prose.token(it + 1).is_none_or(|next| next.spaced);
    !before.is_some_and(|it| glued(prose.mark(it)))
        && !after.is_some_and(|it| glued(prose.mark(it)) && !dot_ends(it))
}

/// The index of the name before the one at `index` in a list such as "`a`, `b` and `c`".
fn previous_of_list(finder: &Finder<'_>, index: usize) -> Option<usize> {
    let mut at = index;
    let mut separators = 0;
    loop {
        at = at.checked_sub(1)?;
        if is_separator(finder.prose, at) {
            separators += 1;
        } else if finder.prose.token(at)?.kind != Kind::Break {
            break;
        }
    }
    let fits = (1..=2).contains(&separators) && form_before(finder, at).is_some();
    fits.then_some(at)
}

pub(super) fn is_separator(prose: &Prose, index: usize) -> bool {
    match prose.mark(index) {
        Some(mark) => matches!(mark, ',' | '/' | '&' | '+' | '、' | '，'),
        None => prose.word(index).is_some_and(words::joins),
    }
}

fn strength_before(prose: &Prose, noun: Noun) -> Strength {
    let next = prose.word(noun.index + 1).unwrap_or("");
    if PHRASES.has("table.unlike", next) { Strength::Weak } else { Strength::Strong }
}

/// Adds the names behind `noun`: "table `x`", "**Tables**: `a`, `b`", "tables (`a`, `b`)".
fn names_behind(finder: &mut Finder<'_>, noun: Noun) {
    let prose = finder.prose;
    let each = noun.index.checked_sub(1).and_then(|it| prose.word(it));
    let each = each.is_some_and(|word| PHRASES.has("table.each", word));
    let mut at = noun.index + 1;
    if prose.is_mark(at, '(') || prose.is_mark(at, '（') {
        // "Results table (`code`, `scope`)": what several names in brackets behind one table are is its columns.
        if !noun.many && !prose.is_run(noun.index) && is_several(prose, at + 1) {
            return;
        }
        return list(finder, noun, at + 1, Form::ListAfterTables);
    }
    if let Some(colon) = colon_after(prose, noun) {
        if !noun.many && is_several(prose, colon + 1) && PHRASES.stands_in("table.screen", prose.plain()) {
            return;
        }
        return list(finder, noun, colon + 1, Form::ListAfterTables);
    }
    while prose.word(at).is_some_and(|word| PHRASES.has("table.named", word)) && at < noun.index + 3 {
        // "Use Cases table includes `PlaceOrder`": what one table includes is a row of it, or a column.
        if !noun.many && prose.word(at).is_some_and(|word| PHRASES.has("table.comprise", word)) {
            return;
        }
        at += 1;
    }
    if each || prose.token(at).is_none_or(|token| token.kind == Kind::Cell) {
        return;
    }
    if is_column_noun(prose, at + 1) {
        return;
    }
    let fits = match prose.token(at).map(|it| it.kind) {
        Some(Kind::Code) => may_follow(prose, noun, at),
        // "table x" in plain words is a table only if it looks like a name and no cell or field follows.
        Some(Kind::Word) => {
            words::is_snake(prose.text(at))
                && stands_alone(prose, at)
                && (!noun.many || is_several(prose, at))
        }
        _ => false,
    };
    if fits {
        list(finder, noun, at, Form::CodeThenTable);
    }
}

/// True if a separator stands behind the name at `at`: "`a`, `b`".
fn is_several(prose: &Prose, at: usize) -> bool {
    let behind = after_remark(prose, at + 1);
    prose.token(at).is_some_and(|it| matches!(it.kind, Kind::Code | Kind::Word))
        && is_separator(prose, behind)
}

/// True if the noun behind a name says that it is a column ("problems 表 `runtime_config` 列").
pub(super) fn is_column_noun(prose: &Prose, index: usize) -> bool {
    prose.word(index).is_some_and(|word| {
        let begins = |it: &String| !it.is_ascii() && word.starts_with(it.as_str());
        PHRASES.has("fields.name", word)
            || PHRASES.has("fields.rows", word)
            || prose.is_run(index) && PHRASES.list("fields.name").iter().any(begins)
    })
}

/// The colon that introduces names, if "tables" is followed by one within its clause.
fn colon_after(prose: &Prose, noun: Noun) -> Option<usize> {
    for index in noun.index + 1..noun.index + 1 + MOST_BEFORE_COLON {
        let token = prose.token(index)?;
        match token.kind {
            Kind::Mark => match prose.mark(index) {
                Some(':' | '：') => {
                    return (noun.many || index == noun.index + 1 || token.style.bold).then_some(index);
                }
                Some('(' | ')' | '-' | '/' | '（' | '）') => {}
                _ => return None,
            },
            Kind::Word => {}
            Kind::Code | Kind::Break | Kind::Cell => return None,
        }
    }
    None
}

/// Adds the names of the list that begins at token `at`: code spans and snake_case words. It ends with what is neither.
fn list(finder: &mut Finder<'_>, noun: Noun, mut at: usize, form: Form) {
    let prose = finder.prose;
    let mut names = Vec::new();
    while names.len() < LONGEST_LIST {
        let Some(token) = prose.token(at) else { break };
        let is_name = match token.kind {
            Kind::Code => finder.table_name(at).is_some() && may_follow(prose, noun, at),
            Kind::Word => {
                finder.table_name(at).is_some() && words::is_snake(prose.text(at)) && stands_alone(prose, at)
            }
            Kind::Mark | Kind::Break | Kind::Cell => false,
        };
        if is_name && !finder.is_taken(at) {
            names.push(at);
            at = after_remark(prose, at + 1);
        } else if token.kind == Kind::Word
            && form == Form::ListAfterTables
            && prose.word(at).is_some_and(is_list_word)
        {
            // A plain word among the names ("users, order_items"): too little to say it, enough to go on.
            at = after_remark(prose, at + 1);
        } else {
            break;
        }
        let mut separated = false;
        while is_separator(prose, at) || prose.token(at).is_some_and(|it| it.kind == Kind::Break) {
            separated |= is_separator(prose, at);
            at += 1;
        }
        if !separated {
            break;
        }
    }
    let phrase = Phrase { from: noun.index, to: at };
    for index in names {
        let own = Phrase { from: index, to: index + 1 };
        let cue = finder.cue(own);
        let in_words = form == Form::CodeThenTable && prose.word(index).is_some();
        let form = if in_words { Form::SnakeThenTable } else { form };
        let strength = if words::is_of_code(prose.text(index)) { Strength::Weak } else { Strength::Strong };
        finder.add_table(index, form, strength, if cue.is_some() { own } else { phrase });
    }
}

/// True unless the name at `at` is a row of a table in a document: "错误来源表 `CallTimeout`".
fn may_follow(prose: &Prose, noun: Noun, at: usize) -> bool {
    noun.back || !words::is_pascal_compound(prose.text(at))
}

fn is_list_word(word: &str) -> bool {
    words::is_identifier(word)
        && !words::is_no_name(word)
        && !matches!(word, "and" | "or" | "with" | "for" | "in" | "see")
}

/// The token behind a remark in parentheses at `at`: "`users` (id, name)".
fn after_remark(prose: &Prose, at: usize) -> usize {
    if !(prose.is_mark(at, '(') || prose.is_mark(at, '（')) {
        return at;
    }
    let mut depth = 0;
    for index in at..(at + 60).min(prose.tokens().len()) {
        match prose.mark(index) {
            Some('(' | '（') => depth += 1,
            Some(')' | '）') => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return index + 1;
        }
    }
    at
}

/// Adds the table that a heading names in plain words: "Table: orders", "orders table (modified)", "用户表（users）".
fn heading(finder: &mut Finder<'_>, noun: Noun) {
    let prose = finder.prose;
    let count = prose.tokens().len();
    let named_behind =
        (prose.is_mark(noun.index + 1, ':') || prose.is_mark(noun.index + 1, '：')).then_some(noun.index + 2);
    let in_brackets = prose.is_mark(noun.index + 1, '（') || prose.is_mark(noun.index + 1, '(');
    let in_brackets = (in_brackets && !noun.back).then_some(noun.index + 2);
    let before = noun.index.checked_sub(1).filter(|&it| noun.back && opens_heading(prose, it));
    let ends = |at: usize| {
        at >= count
            || prose.is_mark(at, '(')
            || prose.is_mark(at, '（')
            || prose.is_mark(at, '）')
            || prose.is_mark(at, ')')
            || prose.is_mark(at, '-')
            || prose.is_mark(at, '—')
            || prose.is_mark(at, ':')
    };
    let candidates = [
        named_behind.filter(|it| ends(it + 1)),
        in_brackets.filter(|it| ends(it + 1)),
        before.filter(|_| ends(noun.index + 1)),
    ];
    for index in candidates.into_iter().flatten() {
        if finder.is_taken(index) || finder.table_name(index).is_none() {
            continue;
        }
        // "Users table" may be on a screen; "users table" and "OrderItem table" are not.
        let strong = !words::is_capitalised(prose.text(index));
        let phrase = Phrase { from: index.min(noun.index), to: index.max(noun.index) + 1 };
        let strength = if strong && !noun.many { Strength::Strong } else { Strength::Weak };
        finder.add_table(index, Form::Heading, strength, phrase);
    }
}

/// True if only a number or a label stands before the token at `index`.
fn opens_heading(prose: &Prose, index: usize) -> bool {
    index == 0
        || (0..index).all(|it| match prose.token(it).map(|token| token.kind) {
            Some(Kind::Mark) => matches!(prose.mark(it), Some('.' | ':' | ')')),
            Some(Kind::Word) => {
                prose.text(it).bytes().all(|byte| byte.is_ascii_digit()) || prose.is_mark(it + 1, ':')
            }
            _ => false,
        })
}
