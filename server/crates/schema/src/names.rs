//! How names are compared and spelled: the one place that knows case styles, plurals and suffixes.
//!
//! Leaves to others: which names exist. A lookup tries the same characters first and takes a folded match
//! only if nothing closer is there, because folding makes different names equal on purpose.

mod nearest;
mod number;
mod words;

use std::fmt;

pub use nearest::{distance, is_slip, nearest};
pub use number::{is_plural, is_singular, plural, singular};
pub use words::{Case, case_of, words};

/// A name reduced to what makes it the same name: `orderItems`, `order_items`, `OrderItem`, `order-item` and
/// `orderItemsTable` all fold to one key.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Folded(String);

impl Folded {
    /// The key of `name`: accents folded, words split at case changes and separators, lower case, the last word
    /// singular, a trailing word `table` or `model` dropped if another word is left.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let mut words = words(name);
        if words.len() > 1 && words.last().is_some_and(|last| is_suffix(last)) {
            words.pop();
        }
        if let Some(last) = words.last_mut() {
            *last = number::singular_of_lower(last);
        }
        Self(words.concat())
    }

    /// The key as text, for maps and messages in logs.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// True if the name held no letter and no digit, and so means nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Folded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "~{}", self.0)
    }
}

/// True for a word that says what a name is rather than which: `usersTable`, `UserModel`.
fn is_suffix(word: &str) -> bool {
    matches!(word, "table" | "tables" | "model" | "models")
}

/// True if `a` and `b` name the same column: equal words in any case style, without plural folding.
#[must_use]
pub fn same_column(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let mut left = words::letters(a);
    let mut right = words::letters(b);
    let mut any = false;
    loop {
        match (left.next(), right.next()) {
            (None, None) => return any,
            (x, y) if x == y => any = true,
            _ => return false,
        }
    }
}

/// `name` as `order_items`.
#[must_use]
pub fn snake_case(name: &str) -> String {
    words(name).join("_")
}

/// `name` as `order-items`.
#[must_use]
pub fn kebab_case(name: &str) -> String {
    words(name).join("-")
}

/// `name` as `OrderItems`.
#[must_use]
pub fn pascal_case(name: &str) -> String {
    words(name).iter().map(|word| capitalized(word)).collect()
}

/// `name` as `orderItems`.
#[must_use]
pub fn camel_case(name: &str) -> String {
    let words = words(name);
    let (Some(first), rest) = (words.first(), words.iter().skip(1)) else { return String::new() };
    rest.fold(first.clone(), |name, word| name + &capitalized(word))
}

fn capitalized(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests;
