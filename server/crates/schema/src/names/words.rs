//! Where the words of a name begin and end.

/// The words of `name` in lower case without accents: `orderItems`, `order_items`, `ORDER-ITEMS` give `order`,
/// `items`; `userID` gives `user`, `id`; `URLPath` gives `url`, `path`; `userIDs` gives `user`, `ids`. A digit
/// belongs to the word before it, so that `oauth2Token` gives `oauth2`, `token` and `v2` stays whole.
#[must_use]
pub fn words(name: &str) -> Vec<String> {
    let chars: Vec<char> = name.chars().collect();
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    for (index, &letter) in chars.iter().enumerate() {
        if is_mark(letter) {
            continue;
        }
        if !letter.is_alphanumeric() {
            words.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
            continue;
        }
        if begins_word(&chars, index) {
            words.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
        }
        push_plain(&mut word, letter);
    }
    words.extend((!word.is_empty()).then_some(word));
    words
}

/// The characters of `name` that carry meaning: lower case, without accents and separators.
pub(super) fn letters(name: &str) -> impl Iterator<Item = char> + '_ {
    name.chars().filter(|letter| letter.is_alphanumeric() && !is_mark(*letter)).flat_map(|letter| {
        let mut plain = String::new();
        push_plain(&mut plain, letter);
        // At most three characters; they outlive the closure as an owned list.
        plain.chars().collect::<Vec<char>>()
    })
}

/// True if the character at `index` begins a word though nothing separates it from the one before.
fn begins_word(chars: &[char], index: usize) -> bool {
    let at = |index: usize| chars.get(index).copied();
    let (Some(here), Some(before)) = (at(index), index.checked_sub(1).and_then(at)) else { return false };
    if !here.is_uppercase() {
        return false;
    }
    if !before.is_uppercase() {
        // `orderItems`, `oauth2Token`.
        return before.is_alphanumeric();
    }
    // In `URLPath` the word begins at the last capital; in `userIDs` the `s` is the plural of the acronym.
    let Some(after) = at(index + 1).filter(|after| after.is_lowercase()) else { return false };
    let plural_ends = after == 's' && at(index + 2).is_none_or(|next| !next.is_lowercase());
    !plural_ends
}

/// True for a combining mark: an accent written as a character of its own.
fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}')
}

/// Appends `letter` to `word` in lower case without its accent.
fn push_plain(word: &mut String, letter: char) {
    if letter.is_ascii() {
        word.push(letter.to_ascii_lowercase());
        return;
    }
    for lower in letter.to_lowercase().filter(|lower| !is_mark(*lower)) {
        match lower {
            'à'..='å' | 'ā' | 'ă' | 'ą' => word.push('a'),
            'æ' => word.push_str("ae"),
            'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => word.push('c'),
            'ď' | 'đ' | 'ð' => word.push('d'),
            'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => word.push('e'),
            'ĝ' | 'ğ' | 'ġ' | 'ģ' => word.push('g'),
            'ĥ' | 'ħ' => word.push('h'),
            'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => word.push('i'),
            'ĵ' => word.push('j'),
            'ķ' => word.push('k'),
            'ĺ' | 'ļ' | 'ľ' | 'ł' => word.push('l'),
            'ñ' | 'ń' | 'ņ' | 'ň' => word.push('n'),
            'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => word.push('o'),
            'œ' => word.push_str("oe"),
            'ŕ' | 'ŗ' | 'ř' => word.push('r'),
            'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => word.push('s'),
            'ß' => word.push_str("ss"),
            'ţ' | 'ť' | 'ŧ' | 'ț' => word.push('t'),
            'þ' => word.push_str("th"),
            'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => word.push('u'),
            'ŵ' => word.push('w'),
            'ý' | 'ÿ' | 'ŷ' => word.push('y'),
            'ź' | 'ż' | 'ž' => word.push('z'),
            other => word.push(other),
        }
    }
}

/// A way to join the words of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Case {
    /// `order_items`; also one lower-case word.
    Snake,
    /// `orderItems`, with at least two words.
    Camel,
    /// `OrderItems`; also one capitalised word.
    Pascal,
    /// `order-items`, with at least two words.
    Kebab,
    /// `ORDER_ITEMS`; also one word in capitals.
    Screaming,
}

/// The case style `name` is spelled in; `None` if it mixes several, or holds no letter.
#[must_use]
pub fn case_of(name: &str) -> Option<Case> {
    let mut chars = name.chars();
    let first = chars.find(|letter| letter.is_alphanumeric())?;
    let lower = name.chars().any(char::is_lowercase);
    let upper = name.chars().any(char::is_uppercase);
    let underscore = name.contains('_');
    let hyphen = name.contains('-');
    let plain = name.chars().all(|letter| letter.is_alphanumeric() || letter == '_' || letter == '-');
    if !plain || !name.chars().any(char::is_alphabetic) {
        return None;
    }
    match (underscore, hyphen, lower, upper) {
        (_, false, _, false) => Some(Case::Snake),
        (false, true, true, false) => Some(Case::Kebab),
        (_, false, false, true) => Some(Case::Screaming),
        (false, false, true, true) if first.is_uppercase() => Some(Case::Pascal),
        (false, false, true, true) => Some(Case::Camel),
        _ => None,
    }
}
