//! New names in what expressions say: the catalog shows a check, an index or a policy under the names of today.
//!
//! A name in a subquery may be another table's. Where that cannot be told, it stays as it was.

use std::collections::HashSet;

use text::Span;

use super::alteration::path_of;
use super::catalog::{Body, Catalog, HeldTable};
use super::ir::{Part, Path, Word};
use super::naming::PUBLIC;
use super::pieces::{Token, TokenKind, pieces};
use super::write::names;
use crate::model::{DefaultValue, Generated, TableKind};

/// Gives the column `from` of a table its new name in all that speaks of it. To be called while it has its old one.
pub(super) fn column(catalog: &mut Catalog, number: usize, from: &str, to: &str) {
    let Some(name) = catalog.table(number).map(|it| it.name.text.clone()) else { return };
    if let Some(held) = catalog.table_mut(number) {
        let own = |text: &str| of_column(text, &Meaning { owner: true, table: &name, from, to, is_taken: &|_| false });
        each_expression(held, own);
    }
    let mut changed: Vec<(usize, usize, [Option<String>; 2])> = Vec::new();
    let mut views = Vec::new();
    for at in catalog.speaking() {
        let Some(held) = catalog.table(at) else { continue };
        if held.kind != TableKind::Table {
            if at != number && held.query.contains(&name) && held.query.iter().any(|it| it == from) {
                views.push(at);
            }
            continue;
        }
        // Another table in the same query may have a column of that name.
        let is_taken = |other: &str| {
            let found = catalog.find(&path_of(held.schema.as_ref(), other)).and_then(|it| catalog.table(it));
            found.is_none_or(|it| it.open || it.column(from).is_some())
        };
        let meaning = Meaning { owner: at == number, table: &name, from, to, is_taken: &is_taken };
        for (policy, found) in held.policies.iter().enumerate() {
            let new = |text: &Option<String>| text.as_deref().and_then(|it| of_column(it, &meaning));
            changed.push((at, policy, [new(&found.using), new(&found.check)]));
        }
    }
    for (at, policy, [using, check]) in changed {
        if let Some(policy) = catalog.table_mut(at).and_then(|it| it.policies.get_mut(policy)) {
            policy.using = using.or(policy.using.take());
            policy.check = check.or(policy.check.take());
        }
    }
    // Its own columns keep their names, so that its query has to name them anew.
    for view in views {
        if let Some(held) = catalog.table_mut(view) {
            held.sql = None;
        }
    }
}

/// Gives the table `from` its new name in what speaks of it.
pub(super) fn table(catalog: &mut Catalog, number: usize, from: &str, to: &str) {
    if from == to {
        return;
    }
    let new = |text: &str| of_table(text, from, to);
    for at in catalog.speaking() {
        let Some(held) = catalog.table_mut(at) else { continue };
        each_policy(held, new);
        if let Some(sql) = held.sql.as_deref().and_then(new) {
            held.sql = Some(sql);
            held.query.iter_mut().filter(|it| *it == from).for_each(|it| to.clone_into(it));
        }
    }
    if let Some(held) = catalog.table_mut(number) {
        each_expression(held, new);
    }
}

/// Gives the type `from` its new name in casts.
pub(super) fn ty(catalog: &mut Catalog, from: &Path, to: &str) {
    let from = &from.name.text;
    let new = |text: &str| of_type(text, from, to);
    catalog.effort += catalog.tables.len();
    for held in catalog.tables.iter_mut().flatten() {
        each_expression(held, new);
        each_policy(held, new);
    }
}

/// Gives the value `from` of an enum its new name wherever it is written.
pub(super) fn value(catalog: &mut Catalog, of: &Path, from: &str, to: &str) {
    let Some(number) = catalog.find_enum(of) else { return };
    catalog.effort += catalog.tables.len();
    let all = catalog.tables.iter().flatten().flat_map(|it| &it.columns);
    let columns: HashSet<String> =
        all.filter(|it| it.enumeration == Some(number)).map(|it| it.name.text.clone()).collect();
    let new = |text: &str| of_value(text, &of.name.text, &columns, from, to);
    for held in catalog.tables.iter_mut().flatten() {
        for column in held.columns.iter_mut().filter(|it| it.enumeration == Some(number)) {
            if let DefaultValue::Database(expression) = &mut column.default
                && *expression == names::string(from)
            {
                *expression = names::string(to);
            }
        }
        each_expression(held, new);
        each_policy(held, new);
        held.sql.iter_mut().for_each(|it| replace(it, &new));
    }
}

/// `query` with the schema of today before the tables that have none.
pub(super) fn placed(catalog: &Catalog, query: &str) -> String {
    if catalog.search.first().is_none_or(|it| it == PUBLIC) {
        return query.to_owned();
    }
    let words = Words::read(query);
    let mut placed = query.to_owned();
    for at in words.sources_at().into_iter().rev() {
        let is_qualified = at.checked_sub(1).is_some_and(|it| words.is_symbol(it, b'.'));
        let name = words.name(at).filter(|_| !is_qualified);
        let found = name.and_then(|it| catalog.find(&Path { schema: None, name: Word { text: it, ..Word::default() } })).and_then(|it| catalog.table(it));
        if let (Some(schema), Some(token)) = (found.and_then(|it| it.schema.as_ref()), words.tokens.get(at)) {
            placed.insert_str(token.span.start().bytes(), &format!("{}.", names::spelled(schema)));
        }
    }
    placed
}

fn each_policy(held: &mut HeldTable, new: impl Fn(&str) -> Option<String>) {
    for policy in &mut held.policies {
        for condition in [&mut policy.using, &mut policy.check].into_iter().flatten() {
            replace(condition, &new);
        }
    }
}

/// Changes what a table's own checks, indexes, defaults and computed columns say.
fn each_expression(held: &mut HeldTable, new: impl Fn(&str) -> Option<String>) {
    for constraint in &mut held.constraints {
        if let Body::Check { expression, .. } = &mut constraint.body {
            replace(expression, &new);
        }
    }
    for index in &mut held.indexes {
        index.predicate.iter_mut().for_each(|it| replace(it, &new));
        for part in &mut index.parts {
            if let Part::Expression { text, .. } = part {
                replace(text, &new);
            }
        }
    }
    for column in &mut held.columns {
        if let Some(Generated::Stored(expression) | Generated::Virtual(expression)) = &mut column.generated {
            replace(expression, &new);
        }
        if let DefaultValue::Database(expression) = &mut column.default {
            replace(expression, &new);
        }
    }
}

fn replace(text: &mut String, new: &impl Fn(&str) -> Option<String>) {
    if let Some(changed) = new(text) {
        *text = changed;
    }
}

/// What a name in an expression may mean.
struct Meaning<'a> {
    /// True if the expression belongs to the table.
    owner: bool,
    table: &'a str,
    from: &'a str,
    to: &'a str,
    /// True if another table has a column of the old name, or may have.
    is_taken: &'a dyn Fn(&str) -> bool,
}

/// `text` with the column's new name; `None` if it does not speak of it.
fn of_column(text: &str, meaning: &Meaning<'_>) -> Option<String> {
    let Meaning { owner, table, from, to, is_taken } = meaning;
    let words = Words::of(text, from)?;
    let sources = words.sources();
    let is_source = sources.iter().any(|(name, _)| name == table);
    if !owner && !is_source {
        return None;
    }
    let is_ours = |qualifier: &str| {
        qualifier == *table && *owner || sources.iter().any(|(name, alias)| name == table && alias == qualifier)
    };
    let is_sure = sources.iter().all(|(name, _)| name == table || !is_taken(name));
    let in_queries = words.in_queries();
    words.replaced(from, to, |at| {
        if words.is_symbol(at + 1, b'(') || words.is_symbol(at + 1, b'.') || words.is_cast(at) {
            return false;
        }
        if let Some(qualifier) = at.checked_sub(2).filter(|_| words.is_symbol(at - 1, b'.')) {
            return words.name(qualifier).is_some_and(|it| is_ours(&it));
        }
        if in_queries.get(at) == Some(&true) { is_sure } else { *owner }
    })
}

/// `text` with the table's new name.
fn of_table(text: &str, from: &str, to: &str) -> Option<String> {
    let words = Words::of(text, from)?;
    let sources = words.sources_at();
    words.replaced(from, to, |at| {
        sources.binary_search(&at).is_ok() || words.is_symbol(at + 1, b'.') && !at.checked_sub(1).is_some_and(|it| words.is_symbol(it, b'.'))
    })
}

/// `text` with the type's new name.
fn of_type(text: &str, from: &str, to: &str) -> Option<String> {
    let words = Words::of(text, from)?;
    words.replaced(from, to, |at| words.is_cast(at))
}

/// `text` with the new name of a value, beside a column of its type or cast to it.
fn of_value(text: &str, ty: &str, columns: &HashSet<String>, from: &str, to: &str) -> Option<String> {
    let words = Words::of(text, from)?;
    let old = names::string(from);
    let is_value = |at: usize| words.tokens.get(at).is_some_and(|it| it.span.slice(text) == old);
    let is_cast = |at: usize| {
        let ty_at = at + 3 + 2 * usize::from(words.is_symbol(at + 4, b'.'));
        words.is_symbol(at + 1, b':') && words.name(ty_at).is_some_and(|it| it == ty)
    };
    let is_ours = |at: usize| {
        let before = (0..at).rev().take(MOST_BEFORE).filter(|it| !words.is_word(*it, &["IN", "NOT", "ANY", "ARRAY", "IS", "FROM", "DISTINCT"]));
        before.filter_map(|it| words.name(it)).next().is_some_and(|it| columns.contains(&it))
    };
    let mut changed = text.to_owned();
    for at in (0..words.tokens.len()).rev().filter(|it| is_value(*it) && (is_cast(*it) || is_ours(*it))) {
        changed.replace_range(words.tokens.get(at)?.span.range(), &names::string(to));
    }
    (changed != text).then_some(changed)
}

/// How far before a value its column is looked for.
const MOST_BEFORE: usize = 100;

/// The tokens of an expression.
struct Words<'a> {
    text: &'a str,
    tokens: Vec<Token>,
}

impl<'a> Words<'a> {
    /// The tokens of `text`, if it may speak of `name`.
    fn of(text: &'a str, name: &str) -> Option<Self> {
        text.to_lowercase().contains(&name.to_lowercase()).then(|| Self::read(text))
    }

    fn read(text: &'a str) -> Self {
        let tokens = pieces(text, Span::from_range(0..text.len())).statements.into_iter().flatten().collect();
        Self { text, tokens }
    }

    /// The name at `at`, if it is one.
    fn name(&self, at: usize) -> Option<String> {
        let token = self.tokens.get(at)?;
        let written = token.span.slice(self.text);
        match token.kind {
            TokenKind::Word => Some(written.to_ascii_lowercase()),
            TokenKind::Quoted => Some(written.trim_matches('"').replace("\"\"", "\"")),
            TokenKind::Backtick => Some(written.trim_matches('`').to_owned()),
            _ => None,
        }
    }

    fn is_symbol(&self, at: usize, symbol: u8) -> bool {
        self.tokens.get(at).is_some_and(|it| it.kind == TokenKind::Symbol(symbol))
    }

    fn is_word(&self, at: usize, words: &[&str]) -> bool {
        let token = self.tokens.get(at).filter(|it| it.kind == TokenKind::Word);
        token.is_some_and(|it| words.iter().any(|word| it.span.slice(self.text).eq_ignore_ascii_case(word)))
    }

    /// True if the name at `at` is a type that something is cast to.
    fn is_cast(&self, at: usize) -> bool {
        let Some(mut before) = at.checked_sub(1) else { return false };
        if self.is_symbol(before, b'.') {
            let Some(further) = before.checked_sub(2) else { return false };
            before = further;
        }
        self.is_symbol(before, b':') || self.is_word(before, &["AS"])
    }

    /// Of each token, whether a query in parentheses holds it.
    fn in_queries(&self) -> Vec<bool> {
        let mut open: Vec<bool> = Vec::new();
        let mut found = Vec::with_capacity(self.tokens.len());
        for at in 0..self.tokens.len() {
            if self.is_symbol(at, b'(') {
                open.push(open.last() == Some(&true) || self.is_word(at + 1, &["SELECT", "WITH"]));
            } else if self.is_symbol(at, b')') {
                open.pop();
            }
            found.push(open.last() == Some(&true));
        }
        found
    }

    /// Where the names of tables stand that queries read from.
    fn sources_at(&self) -> Vec<usize> {
        let mut found = Vec::new();
        let mut lists = false;
        let mut depth = 0_usize;
        for at in 0..self.tokens.len() {
            if self.is_word(at, &["FROM", "JOIN"]) {
                (lists, depth) = (true, 0);
            } else if self.is_symbol(at, b'(') {
                depth += 1;
            } else if self.is_symbol(at, b')') {
                lists &= depth > 0;
                depth = depth.saturating_sub(1);
            } else if self.is_word(at, &["WHERE", "ON", "GROUP", "ORDER", "LIMIT", "UNION", "SELECT"]) {
                lists = false;
            }
            let starts = self.is_word(at, &["FROM", "JOIN"]) || self.is_symbol(at, b',') && depth == 0;
            if lists && starts {
                let mut name = at + 1 + usize::from(self.is_word(at + 1, &["ONLY", "LATERAL"]));
                while self.is_symbol(name + 1, b'.') {
                    name += 2;
                }
                found.push(name);
            }
        }
        found
    }

    /// The tables that queries read from, each with what it is called there.
    fn sources(&self) -> Vec<(String, String)> {
        const BEHIND: &[&str] =
            &["WHERE", "ON", "JOIN", "LEFT", "RIGHT", "INNER", "FULL", "CROSS", "NATURAL", "GROUP", "ORDER", "LIMIT"];
        let called = |at: usize| {
            let name = self.name(at)?;
            let next = at + 1 + usize::from(self.is_word(at + 1, &["AS"]));
            let alias = self.name(next).filter(|_| !self.is_word(next, BEHIND));
            Some((name.clone(), alias.unwrap_or(name)))
        };
        self.sources_at().into_iter().filter_map(called).collect()
    }

    /// The text with `to` for each `from` that is `meant`; `None` if none is.
    fn replaced(&self, from: &str, to: &str, meant: impl Fn(usize) -> bool) -> Option<String> {
        let mut text = String::new();
        let mut end = 0;
        for (at, token) in self.tokens.iter().enumerate() {
            let is_it = self.name(at).is_some_and(|it| it == from || it.eq_ignore_ascii_case(from) && token.kind != TokenKind::Quoted);
            if !is_it || !meant(at) {
                continue;
            }
            text.push_str(self.text.get(end..token.span.start().bytes())?);
            text.push_str(&match token.kind {
                TokenKind::Backtick => names::ticked(to),
                _ => names::spelled(to),
            });
            end = token.span.end().bytes();
        }
        text.push_str(self.text.get(end..)?);
        (end > 0).then_some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::{Meaning, of_column, of_table, of_type};

    /// `text`, an expression of `items`, once its column `at` is called `since`. `logs` has such a column, too.
    fn renamed(text: &str, of: &str) -> Option<String> {
        let is_taken = |it: &str| it == "logs";
        of_column(text, &Meaning { owner: of == "items", table: "items", from: "at", to: "since", is_taken: &is_taken })
    }

    #[test]
    fn a_column_is_renamed_wherever_it_is_meant() {
        let own = |text: &str| renamed(text, "items");
        assert_eq!(own("AT > '2000-01-01' and items.at < now()").unwrap(), "since > '2000-01-01' and items.since < now()");
        assert_eq!(own("\"at\" is not null").unwrap(), "since is not null");
        assert_eq!(own("exists (select 1 from bins b where b.id = bin and b.full_at < at)").unwrap(), "exists (select 1 from bins b where b.id = bin and b.full_at < since)");
        assert_eq!(own("'at' = at(1) or other.at is null or x = 1::at"), None);
        assert_eq!(own("exists (select 1 from logs where at > 1)"), None);
        assert_eq!(renamed("at > 1", "shelves"), None);
        let other = renamed("at > 1 and exists (select 1 from bins, items i where i.at > 1 and at > 2)", "shelves");
        assert_eq!(other.unwrap(), "at > 1 and exists (select 1 from bins, items i where i.since > 1 and since > 2)");
    }

    #[test]
    fn a_table_is_renamed_where_it_is_read_from_and_before_a_dot() {
        let new = |text: &str| of_table(text, "items", "order");
        assert_eq!(
            new("exists (select items from public.items, a join items i on items.id = i.items)").unwrap(),
            "exists (select items from public.\"order\", a join \"order\" i on \"order\".id = i.items)"
        );
        assert_eq!(new("items > 0 and 'from items' = note"), None);
    }

    #[test]
    fn a_type_is_renamed_in_casts() {
        let new = |text: &str| of_type(text, "mood", "humour");
        assert_eq!(new("mood = 'ok'::mood or mood = cast(x as public.Mood)").unwrap(), "mood = 'ok'::humour or mood = cast(x as public.humour)");
        assert_eq!(new("mood is null"), None);
    }
}
