//! Imports that join those a file has.

use text::{Edit, Offset};

use super::edit::entry_edits;
use super::find::declared;
use super::imports::{Purpose, statements};
use super::scan::{Bracket, Scan, TokenKind};
use super::{Imports, Style};

/// The edits that make every name of `imports` available in `source`; names it has already cost nothing.
pub(super) fn add_imports(source: &str, imports: &Imports, style: &Style) -> Vec<Edit> {
    let scan = Scan::new(source);
    let there = import_statements(&scan);
    let own = declared(&scan);
    let mut edits = Vec::new();
    let mut fresh = String::new();
    for (module, names) in imports.sorted() {
        let missing: Vec<(&str, Purpose)> = names
            .into_iter()
            .filter(|(name, purpose)| !own.contains_key(name) && !there.iter().any(|it| it.gives(name, *purpose)))
            .collect();
        let (listed, other): (Vec<_>, Vec<_>) =
            missing.into_iter().partition(|it| matches!(it.1, Purpose::Value | Purpose::Type));
        let home = there.iter().find(|it| it.module == module && it.list.is_some() && !it.type_only);
        let list = home.and_then(|it| it.list.as_ref());
        if let Some(list) = list {
            edits.extend(listed_edits(&scan, list, &listed, style));
        }
        let rest: Vec<(&str, Purpose)> =
            if list.is_some() { other } else { listed.into_iter().chain(other).collect() };
        for line in statements(module, &rest, style) {
            fresh.push_str(&format!("{line}\n"));
        }
    }
    if !fresh.is_empty() {
        edits.push(match there.last() {
            Some(last) => {
                Edit::insert(Offset::new(scan.line_end(last.end)), format!("\n{}", fresh.trim_end()))
            }
            None => {
                let at = scan.statements().first().map_or(0, |_| header_end(source));
                Edit::insert(Offset::new(at), format!("{fresh}\n"))
            }
        });
    }
    edits
}

/// An import statement that is there.
pub(super) struct Import {
    pub(super) module: String,
    pub(super) names: Vec<(String, Purpose)>,
    list: Option<Bracket>,
    type_only: bool,
    end: usize,
}

impl Import {
    fn gives(&self, name: &str, purpose: Purpose) -> bool {
        self.names.iter().any(|it| it.0 == name && (it.1 != Purpose::Type || purpose == Purpose::Type))
    }
}

pub(super) fn import_statements(scan: &Scan<'_>) -> Vec<Import> {
    let mut imports = Vec::new();
    for statement in scan.statements() {
        if scan.text(statement.start) != "import" {
            continue;
        }
        let quoted = |it: &usize| scan.tokens.get(*it).is_some_and(|it| it.kind == TokenKind::Quoted);
        let Some(module) = statement.clone().find(quoted) else { continue };
        let head = statement.start + 1..module;
        let type_only = scan.text(head.start) == "type" && scan.text(head.start + 1) != "from";
        let list = head.clone().find(|it| scan.is(*it, b'{')).and_then(|it| scan.bracket(it));
        let mut names = Vec::new();
        for entry in list.iter().flat_map(|it| &it.entries) {
            let marked = type_only || (scan.text(entry.start) == "type" && entry.len() > 1);
            let purpose = if marked { Purpose::Type } else { Purpose::Value };
            names.push((scan.text(entry.end - 1).to_owned(), purpose));
        }
        let first = head.start + usize::from(type_only);
        if scan.is(first, b'*') {
            names.push((scan.text(first + 2).to_owned(), Purpose::Namespace));
        } else if first < module && !scan.is(first, b'{') {
            names.push((scan.text(first).to_owned(), Purpose::Default));
        }
        let end = if scan.is(module + 1, b';') { scan.end(module + 1) } else { scan.end(module) };
        imports.push(Import { module: scan.unquoted(module).to_owned(), names, list, type_only, end });
    }
    imports
}

/// The edits that add `names` to an import's list: in order if the list is in order, else last.
fn listed_edits(scan: &Scan<'_>, list: &Bracket, names: &[(&str, Purpose)], style: &Style) -> Vec<Edit> {
    let there: Vec<&str> = list.entries.iter().map(|it| scan.text(it.end - 1)).collect();
    let sorted = there.windows(2).all(|pair| matches!(pair, [a, b] if a.to_lowercase() <= b.to_lowercase()));
    let mut edits = Vec::new();
    let mut last = Vec::new();
    for (name, purpose) in names {
        let text = if *purpose == Purpose::Type { format!("type {name}") } else { (*name).to_owned() };
        let place = there.iter().position(|it| it.to_lowercase() > name.to_lowercase());
        match place {
            Some(before) if sorted && there.len() > 1 => {
                edits.extend(entry_edits(scan, list, before, &text, style));
            }
            _ => last.push(text),
        }
    }
    if !last.is_empty() {
        let broken = list
            .entries
            .first()
            .is_some_and(|it| scan.breaks_between(scan.end(list.open), scan.start(it.start)));
        let separator = if broken { format!(",\n{}", style.indent) } else { ", ".to_owned() };
        if list.entries.is_empty() {
            edits.push(Edit::insert(Offset::new(scan.end(list.open)), format!(" {} ", last.join(", "))));
        } else {
            edits.extend(entry_edits(scan, list, list.entries.len(), &last.join(&separator), style));
        }
    }
    edits
}

/// The end of what opens a file: directives and the comments above everything else.
fn header_end(source: &str) -> usize {
    let scan = Scan::new(source);
    let mut at = 0;
    if scan.tokens.first().is_some_and(|it| it.kind == TokenKind::Quoted) {
        at = (scan.line_end(scan.end(0)) + 1).min(source.len());
    }
    at
}
