//! The anchors of a document's headings, as GitHub makes them.
//!
//! Leaves to others: which links lead there.

use std::collections::{HashMap, HashSet};

use schema::names::Folded;
use story::Heading;

/// The anchors of `headings`, in order; equal ones are numbered.
pub(crate) fn anchors(headings: &[Heading]) -> Vec<String> {
    let mut taken: HashSet<String> = HashSet::new();
    let mut numbers: HashMap<String, usize> = HashMap::new();
    let mut anchors = Vec::with_capacity(headings.len());
    for heading in headings {
        let base = slug(&heading.text);
        let mut anchor = base.clone();
        while taken.contains(&anchor) {
            let number = numbers.entry(base.clone()).or_default();
            *number += 1;
            anchor = format!("{base}-{number}");
        }
        taken.insert(anchor.clone());
        anchors.push(anchor);
    }
    anchors
}

/// The anchor of the first heading with this text: letters, digits, marks, `_` and `-` in lower case, spaces as `-`.
pub(crate) fn slug(text: &str) -> String {
    let kept = text.trim().chars().filter(|it| it.is_alphanumeric() || is_mark(*it) || "_- ".contains(*it));
    kept.flat_map(char::to_lowercase).map(|it| if it == ' ' { '-' } else { it }).collect()
}

/// True for what stands on, in or under a letter.
fn is_mark(it: char) -> bool {
    matches!(it, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{dff}' | '\u{e31}'..='\u{e4e}' | '\u{3099}' | '\u{309a}')
}

/// True if `anchor` is one of `anchors`, or nearly: other programs than GitHub drop accents and double hyphens, count
/// otherwise, or keep capitals.
pub(crate) fn has(anchors: &[String], anchor: &str) -> bool {
    let lower = anchor.to_lowercase();
    let bare = lower.trim_end_matches(|it: char| it.is_ascii_digit() || it == '-' || it == '_');
    let (whole, first) = (Folded::new(&lower), Folded::new(bare));
    let is_it = |it: &String| {
        let own = Folded::new(it);
        *it == lower || !own.is_empty() && own == whole || !own.is_empty() && own == first
    };
    anchors.iter().any(is_it)
}

#[cfg(test)]
mod tests {
    use story::Heading;
    use text::Span;

    use super::{anchors, has, slug};

    fn of(texts: &[&str]) -> Vec<String> {
        let heading = |it: &&str| Heading {
            level: 2,
            text: (*it).to_owned(),
            span: Span::default(),
            section: Span::default(),
        };
        anchors(&texts.iter().map(heading).collect::<Vec<_>>())
    }

    #[test]
    fn a_heading_becomes_an_anchor_as_on_github() {
        assert_eq!(slug("Keys & Indexes"), "keys--indexes");
        assert_eq!(slug("3.2 `order_items` — table?"), "32-order_items--table");
        assert_eq!(slug("Configuración básica"), "configuración-básica");
        assert_eq!(slug("用户表（users）"), "用户表users");
        assert_eq!(slug("Größe: Ünïcode"), "größe-ünïcode");
    }

    #[test]
    fn equal_headings_are_numbered() {
        assert_eq!(of(&["Keys", "Keys", "Keys-1", "Keys"]), ["keys", "keys-1", "keys-1-1", "keys-2"]);
    }

    #[test]
    fn what_another_program_makes_of_a_heading_is_no_flaw() {
        let anchors = of(&["Keys & Indexes", "Configuración"]);
        assert!(
            has(&anchors, "Keys--Indexes") && has(&anchors, "keys-indexes") && has(&anchors, "configuracion")
        );
        assert!(!has(&anchors, "tables") && !has(&[], "-"));
    }
}
