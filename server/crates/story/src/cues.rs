//! Why a table that is named need not exist: words such as "rejected" or "in a future phase" nearby.
//!
//! Leaves to others: the words themselves (`grammars/phrases/`), and what a cue means for a finding.

use crate::Cue;
use crate::phrases::{CuePhrase, PHRASES, Reach, class};
use crate::prose::{Kind, Prose};

/// A cue reaches over this many tokens at most: a verb and its object are close to each other.
const WINDOW: usize = 5;

/// A phrase found in a sentence: tokens `from..to`.
#[derive(Debug, Clone, Copy)]
struct Hit {
    cue: Cue,
    reach: Reach,
    from: usize,
    to: usize,
}

/// The cues of one text, found once for all its mentions.
#[derive(Debug, Default)]
pub(crate) struct Cues {
    hits: Vec<Hit>,
}

impl Cues {
    /// The cues in `prose`.
    pub(crate) fn find(prose: &Prose) -> Self {
        let mut hits = Vec::new();
        for index in 0..prose.tokens().len() {
            let Some(token) = prose.token(index) else { break };
            if token.run {
                find_in_run(prose, index, &mut hits);
            } else if token.class & class::CUE != 0 {
                find_at(prose, index, &prose.text_of(token).to_lowercase(), &mut hits);
            }
        }
        Self { hits }
    }

    /// The cue for what stands at the tokens `from..to`.
    pub(crate) fn at(&self, prose: &Prose, from: usize, to: usize) -> Option<Cue> {
        let token = prose.token(from)?;
        if token.style.struck {
            return Some(Cue::Removed);
        }
        let sentence = token.sentence;
        self.hits
            .iter()
            .filter(|hit| {
                prose.token(hit.from).is_some_and(|it| it.sentence == sentence)
                    || is_verdict(prose, hit, sentence)
            })
            .find(|hit| match hit.reach {
                Reach::Sentence => true,
                Reach::Before => hit.to <= from && governs(prose, hit.to, from),
                Reach::After => to <= hit.from && follows(prose, to, hit.from),
                Reach::Section => false,
            })
            .map(|hit| hit.cue)
    }
}

/// True if `hit` opens the sentence behind `sentence`: "`x` 表。被否决".
fn is_verdict(prose: &Prose, hit: &Hit, sentence: u32) -> bool {
    let opens = |it: usize| prose.token(it).is_some_and(|token| token.sentence == sentence);
    hit.reach == Reach::Sentence
        && matches!(hit.cue, Cue::Rejected | Cue::Deferred | Cue::Removed)
        && prose.token(hit.from).is_some_and(|it| it.sentence == sentence + 1)
        && hit.from.checked_sub(1).is_some_and(opens)
}

/// The cue that a heading with the text `text` gives to everything under it.
pub(crate) fn of_heading(prose: &Prose) -> Option<Cue> {
    // A long heading tells a story of its own: its words say nothing of the section.
    if prose.tokens().len() > 8 {
        return None;
    }
    for index in 0..prose.tokens().len() {
        let text = prose.text(index).to_lowercase();
        let latin = PHRASES.cues.get(&text).into_iter().flatten();
        if let Some(phrase) = latin.filter(|it| it.reach == Reach::Section).find(|it| is_at(prose, index, it))
        {
            return Some(phrase.cue);
        }
    }
    let runs = PHRASES.run_cues.iter().filter(|it| it.reach == Reach::Section);
    runs.into_iter()
        .find(|it| it.parts.first().is_some_and(|part| prose.plain().contains(part.as_str())))
        .map(|it| it.cue)
}

fn find_at(prose: &Prose, index: usize, word: &str, hits: &mut Vec<Hit>) {
    for phrase in PHRASES.cues.get(word).into_iter().flatten() {
        if phrase.reach != Reach::Section && is_at(prose, index, phrase) {
            let to = index + phrase.parts.len();
            hits.push(Hit { cue: phrase.cue, reach: phrase.reach, from: index, to });
        }
    }
}

fn find_in_run(prose: &Prose, index: usize, hits: &mut Vec<Hit>) {
    let text = prose.text(index);
    for phrase in &PHRASES.run_cues {
        let found = phrase.parts.first().is_some_and(|part| {
            let whole = part.strip_prefix('^').and_then(|it| it.strip_suffix('$'));
            whole.map_or_else(|| text.contains(part.as_str()), |whole| text == whole)
        });
        if found && phrase.reach != Reach::Section {
            // The run is one token: a mention inside it is governed from either side.
            hits.push(Hit { cue: phrase.cue, reach: phrase.reach, from: index, to: index + 1 });
        }
    }
}

fn is_at(prose: &Prose, index: usize, phrase: &CuePhrase) -> bool {
    phrase.parts.iter().enumerate().all(|(step, part)| {
        prose.token(index + step).is_some_and(|token| {
            matches!(token.kind, Kind::Word | Kind::Mark) && prose.text_of(token).to_lowercase() == *part
        })
    })
}

/// True if nothing between a verb, ending before token `from`, and token `to` turns to another subject.
fn governs(prose: &Prose, from: usize, to: usize) -> bool {
    to - from <= WINDOW
        && (from..to).all(|index| {
            let Some(token) = prose.token(index) else { return false };
            match token.kind {
                Kind::Cell => false,
                Kind::Mark => !matches!(
                    prose.mark(index),
                    Some(',' | ';' | '(' | ')' | '→' | '>' | '，' | '；' | '（' | '）')
                ),
                Kind::Word => !matches!(
                    prose.text_of(token).to_lowercase().as_str(),
                    "with"
                        | "by"
                        | "to"
                        | "into"
                        | "from"
                        | "in"
                        | "on"
                        | "of"
                        | "for"
                        | "at"
                        | "via"
                        | "using"
                        | "through"
                        | "and"
                        | "de"
                        | "en"
                        | "con"
                        | "por"
                ),
                Kind::Code | Kind::Break => true,
            }
        })
}

/// True if what begins at token `to` still speaks of what ended before token `from`.
fn follows(prose: &Prose, from: usize, to: usize) -> bool {
    to - from <= WINDOW
        && (from..to).all(|index| {
            prose.token(index).is_some_and(|token| {
                token.kind != Kind::Cell
                    && !matches!(prose.mark(index), Some(',' | ';' | ')' | '，' | '；' | '）' | '→'))
            })
        })
}
