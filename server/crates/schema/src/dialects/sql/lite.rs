//! What SQLite alone takes: names in brackets, types of several words, the order of a key's columns.

use super::pieces::{Token, TokenKind};

/// Makes what PostgreSQL would not read in the statement of `tokens` readable for it, in as many bytes.
pub(super) fn translate(source: &str, tokens: &[Token], bytes: &mut [u8]) {
    let words = Words { source, tokens };
    brackets(tokens, bytes);
    if words.is(0, &["ALTER"]) {
        if let Some(add) = (0..tokens.len()).find(|it| words.is(*it, &["ADD"])) {
            words.column(add + 1 + usize::from(words.is(add + 1, &["COLUMN"])), bytes);
        }
        return;
    }
    if !words.is(0, &["CREATE"]) || !(1..4).any(|it| words.is(it, &["TABLE"])) {
        return;
    }
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            TokenKind::Symbol(b'(') => {
                depth += 1;
                if depth == 1 {
                    words.column(at + 1, bytes);
                }
            }
            TokenKind::Symbol(b')') => depth = depth.saturating_sub(1),
            TokenKind::Symbol(b',') if depth == 1 => words.column(at + 1, bytes),
            TokenKind::Word if words.is(at, &["ASC", "DESC"]) && words.is_in_key(at) => words.put(at, b' ', bytes),
            _ => {}
        }
    }
}

/// `[name]` as `"name"`.
fn brackets(tokens: &[Token], bytes: &mut [u8]) {
    for token in tokens {
        if matches!(token.kind, TokenKind::Symbol(b'[' | b']'))
            && let Some(byte) = bytes.get_mut(token.span.start().bytes())
        {
            *byte = b'"';
        }
    }
}

struct Words<'a> {
    source: &'a str,
    tokens: &'a [Token],
}

impl Words<'_> {
    fn is(&self, at: usize, words: &[&str]) -> bool {
        let token = self.tokens.get(at).filter(|it| it.kind == TokenKind::Word);
        token.is_some_and(|it| words.iter().any(|word| it.span.slice(self.source).eq_ignore_ascii_case(word)))
    }

    fn put(&self, at: usize, byte: u8, bytes: &mut [u8]) {
        let range = self.tokens.get(at).map(|it| it.span.range()).unwrap_or_default();
        bytes.get_mut(range).into_iter().flatten().for_each(|it| *it = byte);
    }

    /// True if the word at `at` stands in the list of a key, or right behind `PRIMARY KEY`.
    fn is_in_key(&self, at: usize) -> bool {
        let open = (0..at).rev().find(|it| self.tokens.get(*it).is_some_and(|it| matches!(it.kind, TokenKind::Symbol(b'(' | b')'))));
        let before = open.and_then(|it| it.checked_sub(1));
        at > 0 && self.is(at - 1, &["KEY"]) || before.is_some_and(|it| self.is(it, &["KEY", "UNIQUE"]))
    }

    /// Joins the words of the type of the column whose definition starts at `at`.
    fn column(&self, at: usize, bytes: &mut [u8]) {
        // A name in brackets is of at least three tokens.
        let is_symbol = |at: usize, byte: u8| self.tokens.get(at).is_some_and(|it| it.kind == TokenKind::Symbol(byte));
        let length = if is_symbol(at, b'[') { (at..self.tokens.len()).position(|it| is_symbol(it, b']')).map_or(1, |it| it + 1) } else { 1 };
        if self.is(at, &["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"]) {
            return;
        }
        let start = at + length;
        let is_part = |it: &usize| self.tokens.get(*it).is_some_and(|it| it.kind == TokenKind::Word) && !self.is(*it, BEHIND);
        let end = start + (start..self.tokens.len()).take_while(is_part).count();
        for pair in self.tokens.get(start..end).unwrap_or(&[]).windows(2) {
            let [left, right] = pair else { continue };
            let gap = left.span.end().bytes()..right.span.start().bytes();
            // What stood there before may be blank by now: it is the type's all the same.
            let is_blank = self.source.get(gap.clone()).is_some_and(|it| it.trim().is_empty() && !it.contains('\n'));
            if is_blank {
                bytes.get_mut(gap).into_iter().flatten().for_each(|it| *it = b'_');
                for token in [left, right] {
                    let written = token.span.slice(self.source).as_bytes();
                    bytes.get_mut(token.span.range()).into_iter().flatten().zip(written).for_each(|(it, own)| *it = *own);
                }
            }
        }
        // A word that PostgreSQL keeps for itself.
        if end == start + 1 && self.is(start, &["ANY"]) {
            self.put(start, b'_', bytes);
        }
    }
}

/// Words that stand behind the type of a column.
const BEHIND: &[&str] = &[
    "AS", "AUTOINCREMENT", "CHECK", "COLLATE", "CONSTRAINT", "DEFAULT", "GENERATED", "HIDDEN", "NOT", "NULL", "ON",
    "PRIMARY", "REFERENCES", "UNIQUE",
];

#[cfg(test)]
mod tests {
    use super::super::tests::{columns, replayed, table, types};
    use crate::model::Declarations;

    const START: &str = "CREATE TABLE `users` (`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL);\n";

    fn declared(source: &str) -> Declarations {
        replayed(&[&format!("{START}{source}")])
    }

    #[test]
    fn a_type_may_have_several_words() {
        let found = declared("CREATE TABLE t (un UNSIGNED BIG INT NOT NULL, dp DOUBLE PRECISION, nvc NATIVE CHARACTER(70) UNIQUE, v VARYING CHARACTER(255) DEFAULT 'a b', x ANY, [a b] LONG VARCHAR, y, z INTEGER);\n\
            ALTER TABLE t ADD COLUMN late BIG INT;");
        let t = table(&found, "t");
        assert_eq!(columns(t), ["un", "dp", "nvc", "v", "x", "a b", "y", "z", "late"]);
        let expected = ["unsigned big int", "double precision", "native character(70)", "varying character(255)", "any", "long varchar", "", "integer", "big int"];
        assert_eq!(types(t), expected);
        assert!(t.complete && t.columns.iter().all(|it| it.known), "{:?}", found.unknowns);
        assert_eq!((t.columns[0].nullable, t.uniques.len()), (Some(false), 1));
    }

    #[test]
    fn a_key_may_have_an_order_and_a_table_a_database() {
        let found = declared("CREATE TABLE c (a int, b int, PRIMARY KEY (a, b DESC), UNIQUE (b ASC)); CREATE TABLE main.m (id INTEGER PRIMARY KEY DESC); CREATE TABLE n (m int REFERENCES m);");
        assert_eq!(table(&found, "c").primary_key.as_ref().unwrap().columns, ["a", "b"]);
        assert_eq!((table(&found, "m").schema.as_deref(), table(&found, "n").foreign_keys[0].known), (None, true));
        assert!(found.tables.iter().all(|it| it.complete && !it.more_constraints), "{:?}", found.unknowns);
    }

    #[test]
    fn a_table_that_is_half_typed_is_unknown() {
        for text in ["CREATE TABLE t ([a b TEXT, c INT);", "CREATE TABLE t (a BIG", "CREATE TABLE t (a int, PRIMARY KEY (a DE);"] {
            let found = declared(text);
            let is_open = found.unknowns.iter().any(|it| it.scope == crate::model::UnknownScope::Tables);
            assert!(is_open || !table(&found, "t").complete, "{text}");
        }
    }
}
