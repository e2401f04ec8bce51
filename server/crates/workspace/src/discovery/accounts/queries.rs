//! The tables that code asks a hosted database for by name: `supabase.from('orders')`.
//!
//! A program that reads a table is a witness that it is there, whether or not a migration in the repository makes it.

use std::collections::BTreeSet;

use super::Account;
use super::code::is_name;

/// What has a `from` that takes no table's name: a place for files, and what other libraries call so.
const OTHERS: &[&str] = &["storage", "fastify", "gsap", "lodash", "moment", "z"];

/// The tables that `source` asks for, sorted.
pub(super) fn accounts(source: &str) -> impl Iterator<Item = Account> {
    let calls = source.match_indices(".from").map(|it| it.0);
    let tables: BTreeSet<&str> = calls.filter_map(|at| table(source, at)).collect();
    tables.into_iter().map(|it| Account { table: it.to_owned(), ..Account::default() })
}

/// The table that the call at `at` names: `.from('orders')`, `.from<Order>("orders")`.
fn table(source: &str, at: usize) -> Option<&str> {
    let before = source.get(..at)?;
    let line = before.rsplit('\n').next().unwrap_or("").trim_start();
    if line.starts_with("//") || line.starts_with('*') {
        return None;
    }
    let asked = before.trim_end().trim_end_matches(['?', '!']);
    let start =
        asked.rfind(|it: char| !it.is_ascii_alphanumeric() && it != '_' && it != '$').map_or(0, |it| it + 1);
    let object = asked.get(start..)?;
    // `Array.from('abc')`, `Buffer.from("…")`.
    if object.starts_with(|it: char| it.is_ascii_uppercase()) || OTHERS.contains(&object) {
        return None;
    }
    let rest = source.get(at..)?.strip_prefix(".from")?;
    let rest = rest.strip_prefix('<').map_or(Some(rest), |it| it.split_once('>').map(|it| it.1))?;
    let inner = rest.strip_prefix('(')?.trim_start();
    let quote = inner.chars().next().filter(|it| matches!(it, '\'' | '"' | '`'))?;
    let (name, behind) = inner.get(1..)?.split_once(quote)?;
    (behind.trim_start().starts_with([')', ',']) && is_name(name)).then_some(name)
}
