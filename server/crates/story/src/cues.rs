//! Why a table that is named need not exist: words such as "rejected" or "in a future phase" nearby.
//!
//! Leaves to others: the words themselves (`grammars/phrases/`), and what a cue means for a finding.

mod adjectives;
mod options;

use crate::Cue;
use crate::phrases::{CuePhrase, PHRASES, Reach, class};
use crate::prose::{Kind, Prose, Token, is_east_asian};

/// A cue reaches over this many tokens at most: a verb and its object are close to each other.
const WINDOW: usize = 5;

/// A line above code that says how the code is meant is at most this long, in bytes.
const LONGEST_LABEL: usize = 80;

/// A phrase found in a sentence: tokens `from..to`.
#[derive(Debug, Clone, Copy)]
struct Hit {
    cue: Cue,
    reach: Reach,
    from: usize,
    to: usize,
    /// True in a run of a script without spaces: the noun itself may stand in the same token.
    in_run: bool,
}

/// The cues of one text, found once for all its mentions.
#[derive(Debug, Default)]
pub(crate) struct Cues {
    /// Those that reach over a sentence, with its number, in order; the word that says it, if it is one that may
    /// describe another thing.
    sentences: Vec<(u32, Cue, Option<Hit>)>,
    /// Those that reach over a few tokens, by their first token.
    near: Vec<Hit>,
    /// The one that reaches over the whole text.
    whole: Option<Cue>,
    /// The one that a cell says of its row.
    row: Option<Cue>,
}

impl Cues {
    /// The cues in `prose`.
    pub(crate) fn find(prose: &Prose) -> Self {
        let mut hits = Vec::new();
        for (index, token) in prose.tokens().iter().enumerate() {
            if token.run {
                find_in_run(prose, index, &mut hits);
            } else if token.class & class::CUE != 0 {
                find_at(prose, index, &prose.text_of(token).to_lowercase(), &mut hits);
            }
        }
        let mut cues = Self { sentences: asked(prose), ..Self::default() };
        cues.whole = of_option(prose);
        for hit in hits {
            if hit.reach != Reach::Sentence {
                cues.near.push(hit);
                continue;
            }
            let Some(sentence) = prose.token(hit.from).map(|it| it.sentence) else { continue };
            // A verdict may be a sentence of its own: "`x` 表。被否决".
            let verdict = matches!(hit.cue, Cue::Rejected | Cue::Deferred | Cue::Removed);
            let opens = |before: usize| prose.token(before).is_some_and(|it| it.sentence + 1 == sentence);
            if verdict && hit.from.checked_sub(1).is_some_and(opens) {
                cues.sentences.push((sentence - 1, hit.cue, None));
            }
            // "| `a` | High | Removed from the table |" says it of the row.
            if verdict
                && hit
                    .from
                    .checked_sub(1)
                    .and_then(|it| prose.token(it))
                    .is_some_and(|it| it.kind == Kind::Cell)
            {
                cues.row = cues.row.or(Some(hit.cue));
            }
            cues.sentences.push((sentence, hit.cue, Some(hit)));
        }
        cues.sentences.sort_by_key(|it| it.0);
        cues
    }

    /// The cue for what stands at the tokens `from..to`.
    pub(crate) fn at(&self, prose: &Prose, from: usize, to: usize) -> Option<Cue> {
        let token = prose.token(from)?;
        if token.style.struck {
            return Some(Cue::Removed);
        }
        if self.whole.is_some() {
            return self.whole;
        }
        let first = self.sentences.partition_point(|it| it.0 < token.sentence);
        let mut own =
            self.sentences.get(first..).unwrap_or(&[]).iter().take_while(|it| it.0 == token.sentence);
        let tells = |hit: Option<Hit>| hit.is_none_or(|it| !adjectives::describes_another(prose, &it, from));
        if let Some((_, cue, _)) = own.find(|it| tells(it.2)) {
            return Some(*cue);
        }
        if self.row.is_some() {
            return self.row;
        }
        let first = self.near.partition_point(|hit| hit.to + WINDOW < from);
        let near = self.near.get(first..).unwrap_or(&[]).iter().take_while(|hit| hit.from <= to + WINDOW);
        near.filter(|hit| prose.token(hit.from).is_some_and(|it| it.sentence == token.sentence))
            .find(|hit| match hit.reach {
                Reach::Before => hit.to <= from && governs(prose, hit.to, from),
                Reach::After => to <= hit.from + usize::from(hit.in_run) && follows(prose, to, hit.from),
                Reach::Sentence | Reach::Section => false,
            })
            .map(|hit| hit.cue)
    }
}

/// The sentences that ask: what a question names is not decided.
fn asked(prose: &Prose) -> Vec<(u32, Cue, Option<Hit>)> {
    let asks = |index: &usize| {
        // "`note`?" says that a field may be left out.
        matches!(prose.mark(*index), Some('?' | '？'))
            && prose.token(index + 1).is_none_or(|it| it.spaced || it.run || it.kind == Kind::Break)
            && index.checked_sub(1).is_some_and(|before| {
                prose.code(before).is_none() || prose.token(index + 1).is_none_or(|it| it.kind == Kind::Break)
            })
    };
    let ends = (0..prose.tokens().len()).filter(asks);
    ends.filter_map(|it| Some((prose.token(it)?.sentence, Cue::Deferred, None))).collect()
}

/// The cue of a text that weighs a way against others: "Option B".
pub(crate) fn of_option(prose: &Prose) -> Option<Cue> {
    options::is_open(prose).then_some(Cue::Rejected)
}

/// The cue that a heading with the text `text` gives to everything under it.
pub(crate) fn of_heading(prose: &Prose) -> Option<Cue> {
    if let Some(cue) = of_option(prose) {
        return Some(cue);
    }
    // A long heading tells a story of its own: its words say nothing of the section.
    if prose.tokens().len() > 8 {
        return None;
    }
    for index in 0..prose.tokens().len() {
        let text = prose.text(index).to_lowercase();
        let latin = PHRASES.cues.get(&text).into_iter().flatten();
        // "Goals / Non-Goals" opens both: what is out of scope is named first or alone.
        let mut sections = latin.filter(|it| {
            it.reach == Reach::Section
                && (index == 0 || it.cue != Cue::OutOfScope || !prose.is_mark(index - 1, '/'))
        });
        let stands = |it: &&CuePhrase| is_at(prose, index, it) && (!it.alone || is_alone(prose, index, it));
        if let Some(phrase) = sections.find(stands) {
            return Some(phrase.cue);
        }
    }
    let begins = |phrase: &CuePhrase| {
        prose.plain() == phrase.parts.join(" ")
            || (0..prose.tokens().len()).any(|index| {
                prose.is_run(index)
                    && phrase
                        .parts
                        .iter()
                        .enumerate()
                        .all(|(step, part)| prose.text(index + step).starts_with(part.as_str()))
            })
    };
    let mut runs = PHRASES.run_cues.iter().filter(|it| it.reach == Reach::Section);
    let of_other_store = || {
        let text = prose.plain();
        PHRASES.stands_in("stores.section", text) && !PHRASES.stands_in("stores.own", text)
    };
    runs.find(|it| begins(it)).map(|it| it.cue).or_else(|| of_other_store().then_some(Cue::Elsewhere))
}

/// The cue of the column that the row or bullet `prose` describes, named at token `at`: its name is struck out, the
/// text says so, or one of the remarks behind it begins with the word: "removed in v2", "(planned)".
pub(crate) fn of_field(prose: &Prose, at: usize) -> Option<Cue> {
    let tokens = prose.tokens();
    if tokens.get(at).is_some_and(|it| it.style.struck) {
        return Some(Cue::Removed);
    }
    let mut hits = Vec::new();
    for (index, token) in tokens.iter().enumerate().skip(at + 1) {
        if token.run {
            find_in_run(prose, index, &mut hits);
        } else if token.class & class::CUE != 0 {
            find_at(prose, index, &prose.text_of(token).to_lowercase(), &mut hits);
        }
    }
    let opens = |index: usize| {
        let ends = |it: &Token| {
            matches!(it.kind, Kind::Cell | Kind::Break)
                || it.kind == Kind::Mark
                    && matches!(
                        prose.text_of(it),
                        "(" | "," | ";" | "—" | "–" | "-" | ":" | "（" | "，" | "："
                    )
        };
        index.checked_sub(1).and_then(|it| tokens.get(it)).is_some_and(ends)
    };
    // "optional" says of a column that it may be NULL, and a lone "No" answers what the header asks.
    let is_answer = |hit: &Hit| {
        prose.text(hit.from).eq_ignore_ascii_case("no")
            && tokens.get(hit.from + 1).is_none_or(|it| it.kind == Kind::Cell)
    };
    let says = |hit: &&Hit| !PHRASES.has("fields.optional", prose.text(hit.from)) && !is_answer(hit);
    // "when it was deleted" says what the column holds.
    let of_column = |it: &&Hit| opens(it.from) || it.reach == Reach::Sentence && it.cue != Cue::Removed;
    hits.iter().filter(says).find(of_column).map(|it| it.cue)
}

/// True if nothing but numbers and marks stands beside `phrase`, which begins at `index`.
fn is_alone(prose: &Prose, index: usize, phrase: &CuePhrase) -> bool {
    let mut words = (0..prose.tokens().len()).filter(|it| !(index..index + phrase.parts.len()).contains(it));
    words.all(|it| {
        prose
            .word(it)
            .map_or_else(|| prose.code(it).is_none(), |word| word.bytes().all(|it| it.is_ascii_digit()))
    })
}

/// How code is meant that stands under a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    /// As it is to be done.
    Right,
    /// As it is not to be done, or as it might be.
    Wrong,
}

/// How the code is meant that stands under or behind `text`, if it says so at its start: "❌ Bad:", "Avoid", "Good".
pub(crate) fn shown(text: &str) -> Option<Shown> {
    let start = text.trim_start_matches(|it: char| it.is_whitespace() || matches!(it, '*' | '#' | '-'));
    let label = start.split_inclusive([':', '：']).next().unwrap_or("");
    if is_example(label) || is_instance(text) {
        return Some(Shown::Wrong);
    }
    // A long line tells a story of its own.
    if text.len() > LONGEST_LABEL {
        return None;
    }
    let lower = start.to_lowercase();
    let begins = |list: &str| {
        PHRASES.list(list).iter().any(|phrase| {
            let Some(rest) = lower.strip_prefix(phrase.as_str()) else { return false };
            // "Avoid duplicates by an index:" is about something else than the code's manner.
            if phrase.ends_with(is_east_asian) && lower.trim_end().ends_with([':', '：']) {
                return true;
            }
            let next = rest.trim_start().split(|it: char| !it.is_alphanumeric()).next().unwrap_or("");
            !phrase.ends_with(char::is_alphanumeric)
                || !rest.starts_with(|it: char| it.is_alphanumeric() || it == '\'')
                    && (next.is_empty() || PHRASES.has("fences.manner", next))
        })
    };
    if begins("fences.wrong") { Some(Shown::Wrong) } else { begins("fences.right").then_some(Shown::Right) }
}

/// True for "Example: a column more"; "Example schema" may be the schema.
fn is_example(label: &str) -> bool {
    if label.len() > LONGEST_LABEL {
        return false;
    }
    let label = label.trim_end_matches(|it: char| matches!(it, ':' | '：' | '*' | '_') || it.is_whitespace());
    PHRASES.has("fences.example", label.to_lowercase().as_str())
}

/// True if the last sentence of `text` leads over to one instance of many: "… in the schema. For example, a new field:".
fn is_instance(text: &str) -> bool {
    let Some(body) = text.trim_end().strip_suffix([':', '：']) else { return false };
    let ends = [". ", "! ", "。", "！", "\n"];
    let start = ends.iter().filter_map(|end| Some(body.rfind(end)? + end.len())).max().unwrap_or(0);
    let last =
        body.get(start..).unwrap_or("").trim_start_matches(|it: char| !it.is_alphanumeric()).to_lowercase();
    let rest = PHRASES.list("fences.instance").iter().find_map(|it| last.strip_prefix(it.as_str()));
    rest.is_some_and(|it| {
        it.is_empty() || it.starts_with(|it: char| !it.is_alphanumeric() || is_east_asian(it))
    })
}

fn find_at(prose: &Prose, index: usize, word: &str, hits: &mut Vec<Hit>) {
    for phrase in PHRASES.cues.get(word).into_iter().flatten() {
        if phrase.reach != Reach::Section && is_at(prose, index, phrase) {
            let to = index + phrase.parts.len();
            hits.push(Hit { cue: phrase.cue, reach: phrase.reach, from: index, to, in_run: false });
        }
    }
}

/// Words between a verb and the name it governs, in scripts without spaces: "而非独立 `x` 表".
const MODIFIERS: [&str; 14] =
    ["独立", "单独", "新的", "新建", "新增", "额外", "现有", "原有", "一张", "一个", "旧", "原", "的", "了"];

fn find_in_run(prose: &Prose, index: usize, hits: &mut Vec<Hit>) {
    let text = prose.text(index);
    let mut stem = text;
    while let Some(shorter) = MODIFIERS.iter().find_map(|it| stem.strip_suffix(it)) {
        stem = shorter;
    }
    let object =
        prose.token(index + 1).is_some_and(|it| matches!(it.kind, Kind::Code | Kind::Word) && !it.run);
    for phrase in &PHRASES.run_cues {
        let Some(part) = phrase.parts.first() else { continue };
        let whole = part.strip_prefix('^').and_then(|it| it.strip_suffix('$'));
        let found = match phrase.reach {
            Reach::Sentence if phrase.parts.len() > 1 => runs_on(prose, index, phrase),
            Reach::Sentence => whole.map_or_else(|| text.contains(part.as_str()), |whole| text == whole),
            _ if phrase.parts.len() > 1 => false,
            Reach::Before => stem.ends_with(part.as_str()) || text.ends_with(part.as_str()),
            // "表删除 `column`" speaks of a column.
            Reach::After => (text.starts_with(part.as_str()) || text.ends_with(part.as_str())) && !object,
            Reach::Section => false,
        };
        if found {
            let from = index;
            hits.push(Hit { cue: phrase.cue, reach: phrase.reach, from, to: index + 1, in_run: true });
        }
    }
}

/// True if `phrase`, which has spaces, begins in the run at `index`: "생성하지 않는다".
fn runs_on(prose: &Prose, index: usize, phrase: &CuePhrase) -> bool {
    phrase.parts.iter().enumerate().all(|(step, part)| {
        let text = prose.text(index + step);
        if step == 0 { text.ends_with(part.as_str()) } else { text.starts_with(part.as_str()) }
    })
}

fn is_at(prose: &Prose, index: usize, phrase: &CuePhrase) -> bool {
    // "future-proofing" and "pre-removed" are words of their own.
    let behind = index + phrase.parts.len();
    let glued = |it: usize| prose.is_mark(it, '-') && prose.token(it).is_some_and(|it| !it.spaced);
    if glued(behind) || index.checked_sub(1).is_some_and(glued) {
        return false;
    }
    phrase.parts.iter().enumerate().all(|(step, part)| {
        prose.token(index + step).is_some_and(|token| {
            let text = prose.text_of(token);
            matches!(token.kind, Kind::Word | Kind::Mark)
                && (text.to_lowercase() == *part || part == "'" && text == "’")
        })
    })
}

/// True if nothing between a verb, ending before token `from`, and token `to` turns to another subject.
fn governs(prose: &Prose, from: usize, to: usize) -> bool {
    const TURNS: [&str; 22] = [
        "with", "by", "to", "into", "from", "in", "on", "of", "for", "at", "via", "using", "through", "and",
        "add", "adds", "create", "creates", "de", "en", "con", "por",
    ];
    const MARKS: [char; 11] = [',', ';', '(', ')', '→', '>', '，', '；', '（', '）', '、'];
    to - from <= WINDOW
        && (from..to).all(|index| {
            let Some(token) = prose.token(index) else { return false };
            match token.kind {
                Kind::Cell => false,
                // "`a`, `b` and `c`" is one object; another name without a list is another object.
                Kind::Code => joins(prose, index + 1),
                Kind::Mark | Kind::Word if index > from && prose.code(index - 1).is_some() => {
                    joins(prose, index)
                }
                Kind::Mark => !prose.mark(index).is_some_and(|mark| MARKS.contains(&mark)),
                Kind::Word => !TURNS.contains(&prose.text_of(token).to_lowercase().as_str()),
                Kind::Break => true,
            }
        })
}

/// True if the token at `index` joins two names.
fn joins(prose: &Prose, index: usize) -> bool {
    match prose.mark(index) {
        Some(mark) => matches!(mark, ',' | '/' | '&' | '、' | '，'),
        None => prose.word(index).is_some_and(|word| PHRASES.has("lists.join", word)),
    }
}

/// True if what begins at token `to` still speaks of what ended before token `from`.
fn follows(prose: &Prose, from: usize, to: usize) -> bool {
    to.saturating_sub(from) <= WINDOW
        && (from..to).all(|index| {
            prose.token(index).is_some_and(|token| {
                token.kind != Kind::Cell
                    && !matches!(prose.mark(index), Some(',' | ';' | ')' | '，' | '；' | '）' | '→'))
            })
        })
}
