//! Singular and plural of English nouns, as tables are named with them.
//!
//! Rules by ending, and lists of what the rules get wrong. Folding runs for every name of every story, so this is
//! plain comparison of endings: the regular expressions of the usual crates cost a hundred times as much.

use super::words;

/// Nouns without a second form, and abbreviations whose last letter only looks like a plural.
#[rustfmt::skip]
const INVARIANT: &[&str] = &[
    "advice", "aes", "aircraft", "analytics", "ats", "aws", "chassis", "cms", "cors", "corps", "css", "data",
    "diagnostics", "dns", "ecs", "eks", "equipment", "feedback", "furniture", "gps", "hardware", "headquarters",
    "his", "hls", "homework", "https", "iaas", "info", "information", "ios", "kms", "knowledge", "lms", "logistics",
    "luggage", "means", "media", "merchandise", "metadata", "money", "mms", "music", "nas", "news", "offspring",
    "ops", "os", "paas", "pos", "progress", "rds", "rss", "saas", "scss", "series", "sheep", "sms", "sns", "software", "species",
    "sqs", "staff", "statistics", "this", "tls", "traffic", "tts", "weather", "yes",
];

/// Nouns that can be counted but rarely are: a table called `history` is as good as a plural.
#[rustfmt::skip]
const MASS: &[&str] = &[
    "access", "audio", "content", "history", "inventory", "mail", "payroll", "storage", "usage", "work",
];

/// Plurals that no rule makes, with their singulars. Both also match as the end of a longer word.
const IRREGULAR: &[(&str, &str)] = &[
    ("people", "person"),
    ("children", "child"),
    ("women", "woman"),
    ("feet", "foot"),
    ("teeth", "tooth"),
    ("geese", "goose"),
    ("mice", "mouse"),
    ("oxen", "ox"),
    ("criteria", "criterion"),
    ("phenomena", "phenomenon"),
    ("corpora", "corpus"),
    ("alumni", "alumnus"),
    ("radii", "radius"),
    ("stimuli", "stimulus"),
    ("nuclei", "nucleus"),
    ("matrices", "matrix"),
    ("vertices", "vertex"),
    ("appendices", "appendix"),
    ("codices", "codex"),
    ("passersby", "passerby"),
    ("caches", "cache"),
    ("quizzes", "quiz"),
    ("canvases", "canvas"),
    ("aliases", "alias"),
    ("atlases", "atlas"),
    ("lenses", "lens"),
    ("submenus", "submenu"),
];

/// The same, for words too short or too common as an ending to match inside another word.
const WHOLE: &[(&str, &str)] = &[
    ("men", "man"),
    ("gases", "gas"),
    ("biases", "bias"),
    ("irises", "iris"),
    ("buses", "bus"),
    ("minibuses", "minibus"),
    ("oases", "oasis"),
    ("crises", "crisis"),
    ("axes", "axis"),
    ("menus", "menu"),
    ("gurus", "guru"),
    ("emus", "emu"),
    ("apis", "api"),
    ("kpis", "kpi"),
    ("uris", "uri"),
    ("uis", "ui"),
    ("clis", "cli"),
    ("skis", "ski"),
    ("taxis", "taxi"),
    ("pois", "poi"),
    ("emojis", "emoji"),
    ("shoes", "shoe"),
    ("toes", "toe"),
    ("canoes", "canoe"),
    ("leaves", "leaf"),
    ("lives", "life"),
    ("knives", "knife"),
    ("wives", "wife"),
    ("shelves", "shelf"),
    ("bookshelves", "bookshelf"),
    ("halves", "half"),
    ("wolves", "wolf"),
    ("selves", "self"),
    ("thieves", "thief"),
    ("calves", "calf"),
    ("loaves", "loaf"),
    ("scarves", "scarf"),
    ("elves", "elf"),
    ("niches", "niche"),
    ("headaches", "headache"),
    ("epochs", "epoch"),
    ("techs", "tech"),
    ("stomachs", "stomach"),
    ("monarchs", "monarch"),
    ("indexes", "index"),
    ("ellipses", "ellipsis"),
    ("synopses", "synopsis"),
];

/// Second plurals: read, never written.
const ALSO: &[(&str, &str)] = &[
    ("indices", "index"),
    ("schemata", "schema"),
    ("formulae", "formula"),
    ("foci", "focus"),
    ("cacti", "cactus"),
    ("fungi", "fungus"),
    ("syllabi", "syllabus"),
    ("vortices", "vortex"),
];

/// Plurals in `-ies` whose singular ends in `-ie`.
#[rustfmt::skip]
const IE: &[&str] = &[
    "brownies", "calories", "cookies", "dies", "foodies", "freebies", "genies", "hoodies", "lies", "movies",
    "newbies", "pies", "prairies", "rookies", "selfies", "smoothies", "ties", "zombies",
];

/// Nouns in `-o` whose plural takes `-es`.
const OES: &[&str] = &["echo", "embargo", "hero", "mosquito", "potato", "tomato", "torpedo", "veto"];

/// Nouns in `-man` and `-men` that have nothing to do with men.
#[rustfmt::skip]
const NOT_MEN: &[&str] = &[
    "abdomen", "acumen", "german", "human", "omen", "ottoman", "regimen", "roman", "semen", "shaman", "specimen",
    "stamen", "talisman",
];

/// Nouns in `-use` (the plural drops one letter only), where most nouns in `-uses` come from `-us`.
#[rustfmt::skip]
const USE: &[&str] = &["abuses", "accuses", "excuses", "fuses", "muses", "refuses", "reuses", "ruses", "uses"];

/// `name` with its last word singular, in the case style it has: `orderItems` gives `orderItem`.
#[must_use]
pub fn singular(name: &str) -> String {
    with_last_word(name, singular_of_lower)
}

/// `name` with its last word plural, in the case style it has: `orderItem` gives `orderItems`; a plural stays.
#[must_use]
pub fn plural(name: &str) -> String {
    with_last_word(name, plural_of_lower)
}

/// True if the last word of `name` is a plural, or a noun without a singular of its own (`data`, `history`).
#[must_use]
pub fn is_plural(name: &str) -> bool {
    words(name).last().is_some_and(|last| {
        MASS.contains(&last.as_str()) || !same_noun(last) || plural_of_lower(last) == *last
    })
}

/// True if the last word of `name` is a singular, or a noun without a plural of its own (`data`).
#[must_use]
pub fn is_singular(name: &str) -> bool {
    words(name).last().is_some_and(|last| same_noun(last))
}

/// True if taking the singular of `word` changes nothing.
fn same_noun(word: &str) -> bool {
    singular_of_lower(word) == word
}

/// `name` with its last word replaced by what `change` makes of it; the letters both share keep their case.
fn with_last_word(name: &str, change: fn(&str) -> String) -> String {
    let Some(last) = words(name).pop() else { return name.to_owned() };
    let cut = name.chars().rev().skip_while(|letter| !letter.is_alphanumeric()).count();
    let kept: Vec<char> = name.chars().take(cut).collect();
    let start = kept.len().saturating_sub(last.chars().count());
    let (head, tail) = kept.split_at(start);
    let shouts = tail.len() > 1 && tail.iter().all(|letter| letter.is_uppercase() || letter.is_numeric());
    let changed = change(&last);
    // An acronym's plural is written with a small letter: `URLs`; a name in capitals throughout stays so.
    let shouts = shouts && (head.is_empty() || !head.iter().any(|letter| letter.is_lowercase()));
    let mut result: String = head.iter().collect();
    for (index, letter) in changed.chars().enumerate() {
        match tail.get(index) {
            Some(old) if old.to_lowercase().eq(std::iter::once(letter)) => result.push(*old),
            _ if shouts => result.extend(letter.to_uppercase()),
            _ => result.push(letter),
        }
    }
    result
}

/// The singular of one lower-case word.
pub(super) fn singular_of_lower(word: &str) -> String {
    if INVARIANT.contains(&word) {
        return word.to_owned();
    }
    if let Some((_, singular)) = ALSO.iter().find(|(plural, _)| *plural == word) {
        return (*singular).to_owned();
    }
    if let Some(found) = listed(word, |pair| *pair) {
        return found;
    }
    if word.ends_with("men") && !NOT_MEN.iter().any(|it| word.ends_with(it)) && word.len() > 3 {
        return replaced(word, "men", "man");
    }
    if !word.ends_with('s') || word.len() < 3 || !word.is_ascii() {
        return word.to_owned();
    }
    let ending = |ending: &str| word.ends_with(ending);
    if ending("ss") || ending("us") || ending("is") || ["gas", "lens", "bias"].contains(&word) {
        return word.to_owned();
    }
    if ["alias", "canvas", "atlas", "christmas", "whereas"].iter().any(|it| ending(it)) {
        return word.to_owned();
    }
    if ending("ies") {
        let keeps = word.len() <= 4 || IE.iter().any(|it| it.len() > 4 && ending(it));
        return if keeps { replaced(word, "s", "") } else { replaced(word, "ies", "y") };
    }
    if ending("yses") || ending("theses") || ending("gnoses") || ending("geneses") {
        return replaced(word, "es", "is");
    }
    let sibilant = ["ches", "shes", "xes", "sses", "zzes", "tzes"].iter().any(|it| ending(it));
    let from_us = ending("uses") && !ending("auses") && !ending("ouses") && !USE.contains(&word);
    let from_o = ending("oes");
    if sibilant || from_us || from_o { replaced(word, "es", "") } else { replaced(word, "s", "") }
}

/// The plural of one lower-case word, singular or plural.
fn plural_of_lower(word: &str) -> String {
    // An acronym in digits or another script has no English plural.
    if !word.is_ascii() || word.ends_with(|last: char| last.is_ascii_digit()) || word.is_empty() {
        return word.to_owned();
    }
    if INVARIANT.contains(&word) || ALSO.iter().any(|(plural, _)| *plural == word) {
        return word.to_owned();
    }
    let word = singular_of_lower(word);
    if let Some(found) = listed(&word, |(plural, singular)| (*singular, *plural)) {
        return found;
    }
    let ending = |ending: &str| word.ends_with(ending);
    if ending("man") && !NOT_MEN.iter().any(|it| ending(it)) && word.len() > 3 {
        return replaced(&word, "man", "men");
    }
    if ending("is") {
        return replaced(&word, "is", "es");
    }
    if ending("y") && !["ay", "ey", "oy", "uy"].iter().any(|it| ending(it)) {
        return replaced(&word, "y", "ies");
    }
    let sibilant = ["s", "x", "z", "ch", "sh"].iter().any(|it| ending(it));
    if sibilant || OES.iter().any(|it| ending(it)) { word + "es" } else { word + "s" }
}

/// What the lists say of `word`; `turn` puts what is looked for before what is given.
fn listed<'a>(word: &str, turn: impl Fn(&'a (&'a str, &'a str)) -> (&'a str, &'a str)) -> Option<String> {
    let whole = WHOLE.iter().chain(IRREGULAR).map(&turn).find(|(from, _)| *from == word);
    if let Some((_, to)) = whole {
        return Some(to.to_owned());
    }
    let (from, to) = IRREGULAR.iter().map(&turn).find(|(from, _)| from.len() > 4 && word.ends_with(from))?;
    Some(replaced(word, from, to))
}

/// `word` with its ending `from` replaced by `to`.
fn replaced(word: &str, from: &str, to: &str) -> String {
    word.strip_suffix(from).unwrap_or(word).to_owned() + to
}
