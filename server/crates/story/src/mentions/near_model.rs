//! Names before the words "model" and "entity": what Prisma calls its tables.

use crate::mentions::near_table::{is_separator, stands_alone};
use crate::mentions::{Finder, Phrase};
use crate::phrases::{PHRASES, class};
use crate::prose::{Kind, Prose};
use crate::words;
use crate::{Form, Strength};

/// Between a name and the noun stand at most this many words ("`Order` Prisma model").
const MOST_BETWEEN: usize = 2;
/// A list is at most this long; what is longer is data.
const LONGEST_LIST: usize = 200;

/// Adds what stands before the word "model".
pub(crate) fn find(finder: &mut Finder<'_>) {
    for noun in 0..finder.prose.tokens().len() {
        if is_noun(finder.prose, noun) {
            names_before(finder, noun);
            names_behind(finder, noun);
        }
    }
}

fn is_noun(prose: &Prose, index: usize) -> bool {
    if !prose.is_run(index) {
        return prose.class(index) & class::MODEL != 0;
    }
    let run = prose.text(index);
    PHRASES.list("model.noun").iter().any(|noun| run.starts_with(noun.as_str()))
}

/// Adds the name that ends right before `noun`, and those listed before it: "User, Asset and WorkOrder models".
fn names_before(finder: &mut Finder<'_>, noun: usize) {
    let prose = finder.prose;
    let mut at = noun;
    let mut between = 0;
    let mut strength = Strength::Strong;
    loop {
        let Some(before) = at.checked_sub(1) else { return };
        at = before;
        let is_break = prose.token(at).is_some_and(|it| it.kind == Kind::Break);
        let other = has(prose, at, "model.other");
        let skip = between < MOST_BETWEEN && (other || has(prose, at, "model.between"));
        if other && skip {
            strength = Strength::Weak;
        }
        if !(is_break || skip) {
            break;
        }
        between += usize::from(skip);
    }
    if name(finder, at) != Some(Shape::Sure) {
        return;
    }
    let mut names = vec![at];
    while let Some(next) = previous_of_list(finder, *names.last().unwrap_or(&at)) {
        if names.len() >= LONGEST_LIST {
            break;
        }
        names.push(next);
    }
    let first = names.last().copied().unwrap_or(at);
    // "All NgRX entities": a plain word behind "all" is as often what they are made with.
    let is_plain = prose.word(first).is_some();
    let each = |it: usize| is_plain && has(prose, it, "table.each");
    let is_other = first.checked_sub(1).is_some_and(each)
        || first.checked_sub(1).is_some_and(|it| has(prose, it, "model.other"));
    if is_other || has(prose, noun + 1, "model.unlike") {
        strength = Strength::Weak;
    }
    let phrase = Phrase { from: first, to: noun + 1 };
    for index in names.into_iter().rev() {
        let shape = name(finder, index);
        if let Some(shape) = shape.filter(|_| !finder.is_taken(index)) {
            let strength = if shape == Shape::Sure { strength } else { Strength::Weak };
            finder.add_table(index, Form::CodeThenModel, strength, phrase);
        }
    }
}

/// Adds the names in code right behind `noun`, where a language puts them there: "modèle `Streak`".
fn names_behind(finder: &mut Finder<'_>, noun: usize) {
    let prose = finder.prose;
    let other = |it: usize| has(prose, it, "model.other") || has(prose, it, "model.unlike");
    if !has(prose, noun, "model.leads") || noun.checked_sub(1).is_some_and(other) {
        return;
    }
    let mut at = noun + 1;
    let skip = (has(prose, at, "model.between") || other(at)) && !prose.is_run(at);
    let strength = if other(at) { Strength::Weak } else { Strength::Strong };
    at += usize::from(skip);
    for _ in 0..LONGEST_LIST {
        let is_name =
            prose.code(at).is_some() && name(finder, at) == Some(Shape::Sure) && !finder.is_taken(at);
        if !is_name || other(at + 1) || prose.word(at + 1) == Some("de") && other(at + 2) {
            return;
        }
        finder.add_table(at, Form::CodeThenModel, strength, Phrase { from: noun, to: at + 1 });
        at += 1;
        let before = at;
        while is_separator(prose, at) {
            at += 1;
        }
        if at == before {
            return;
        }
    }
}

fn has(prose: &Prose, index: usize, list: &str) -> bool {
    prose.word(index).is_some_and(|word| PHRASES.has(list, word))
}

/// How sure a name is by its shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// `Order` in code, or OrderItem.
    Sure,
    /// Order, which may begin a sentence.
    Doubtful,
}

/// The shape of the name at `index`, if a model may bear it.
fn name(finder: &Finder<'_>, index: usize) -> Option<Shape> {
    let token = finder.prose.token(index)?;
    let text = finder.table_name(index)?;
    if words::is_no_model(text) {
        return None;
    }
    let compound = words::is_pascal_compound(text);
    match token.kind {
        Kind::Code => (compound || words::is_capitalised(text)).then_some(Shape::Sure),
        Kind::Word if !stands_alone(finder.prose, index) => None,
        Kind::Word if compound => Some(Shape::Sure),
        Kind::Word => words::is_capitalised(text).then_some(Shape::Doubtful),
        Kind::Mark | Kind::Break | Kind::Cell => None,
    }
}

/// The index of the name before the one at `index` in a list such as "User, Asset, and WorkOrder".
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
    let fits = (1..=2).contains(&separators) && name(finder, at).is_some();
    fits.then_some(at)
}
