//! How names are compared: the one place that knows case styles, plurals and suffixes.

use std::fmt;

/// A name reduced to what makes it the same name: `orderItems`, `order_items`, `OrderItem`, `order-item` and
/// `orderItemsTable` all fold to one key.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Folded(String);

impl Folded {
    /// The key of `name`: accents folded, words split at case changes and separators, lower case, the last word
    /// singular, a trailing word `table` or `model` dropped if another word is left.
    #[must_use]
    pub fn new(name: &str) -> Self {
        // Replaced by the real folding.
        Self(name.to_lowercase().replace(['_', '-'], "").trim_end_matches('s').to_owned())
    }

    /// The key as text, for maps and messages in logs.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Folded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "~{}", self.0)
    }
}

/// True if `a` and `b` name the same column: equal words in any case style, without plural folding.
#[must_use]
pub fn same_column(a: &str, b: &str) -> bool {
    let fold = |name: &str| name.to_lowercase().replace(['_', '-'], "");
    fold(a) == fold(b)
}
