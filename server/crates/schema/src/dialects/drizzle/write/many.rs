//! An entry added to relations that a file declares already.

use text::{Edit, Edits, Offset};

use super::edit::{entry_edits, finished};
use super::find::extras;
use super::relation::{RelationDraft, entry};
use super::scan::{Bracket, Scan};
use super::{Imports, Scope, Style, add_imports};
use crate::model::RelationKind;

/// The edits that add `draft` to the relations of `table` in `source`: the other side of a relation, once a new table
/// has said its own with [`super::relations`]. `table` and `draft.to` are full names that `scope` knows, with the module
/// to import each from as `source` sees it.
///
/// For a new table `comments` with a `one` to `posts`, the call for the file that holds `postsRelations` is
/// `add_relation(source, "posts", &RelationDraft { name: "comments", kind: Many, to: "comments", .. }, scope, style)`.
/// Where two relations lead from one table to the same other, both sides need the same `label`.
///
/// Knows `relations(posts, ({ many }) => ({ … }))`, whose parameter gets the function it lacks, and
/// `defineRelations(schema, (r) => ({ posts: { … } }))`. `None` if the file declares no relations of the table, or has
/// an entry of that name.
#[must_use]
pub fn add_relation(source: &str, table: &str, draft: &RelationDraft, scope: &Scope, style: &Style) -> Option<Edits> {
    let scan = Scan::new(source);
    let (own, target) = (scope.tables.get(table)?, scope.tables.get(&draft.to)?);
    for at in 0..scan.tokens.len() {
        let word = scan.text(at);
        if !scan.is(at + 1, b'(') || !matches!(word, "relations" | "defineRelations" | "defineRelationsPart") {
            continue;
        }
        let Some(call) = scan.bracket(at + 1) else { continue };
        let (Some(first), Some(second)) = (call.entries.first(), call.entries.get(1)) else { continue };
        let Some((list, _, parameter, _)) = extras_of(&scan, second) else { continue };
        if word == "relations" {
            if scan.slice(first) != own.key || names(&scan, &list).contains(&draft.name.as_str()) {
                continue;
            }
            let text = entry(draft, own, target, style);
            let mut edits = entry_edits(&scan, &list, list.entries.len(), &text, style);
            edits.extend(helper(&scan, second, draft.kind));
            let mut imports = Imports::default();
            if let Some(module) = &target.module {
                imports.value(module, &target.key);
            }
            edits.extend(add_imports(source, &imports, style));
            return Some(finished(source, edits));
        }
        let parameter = parameter.unwrap_or_else(|| "r".to_owned());
        let found = list.entries.iter().find(|it| scan.unquoted(it.start) == own.key && scan.is(it.start + 1, b':'));
        let Some(entries) = found.and_then(|it| scan.bracket(it.start + 2)) else { continue };
        if names(&scan, &entries).contains(&draft.name.as_str()) {
            continue;
        }
        let text = edge(draft, own, target, &parameter);
        return Some(finished(source, entry_edits(&scan, &entries, entries.entries.len(), &text, style)));
    }
    None
}

type Entries = (Bracket, super::Extras, Option<String>, Option<usize>);

/// The object that a callback gives; its parameter may be a pattern.
fn extras_of(scan: &Scan<'_>, argument: &std::ops::Range<usize>) -> Option<Entries> {
    if let Some(found) = extras(scan, argument) {
        return Some(found);
    }
    let arrow = argument.clone().find(|it| scan.is(*it, b'=') && scan.is(it + 1, b'>'))?;
    let body = (arrow + 2..argument.end).find(|it| scan.is(*it, b'{'))?;
    let body = if scan.text(body + 1) == "return" { body + 2 } else { body };
    Some((scan.bracket(body)?, super::Extras::Object, None, None))
}

fn names<'a>(scan: &Scan<'a>, list: &Bracket) -> Vec<&'a str> {
    list.entries.iter().map(|it| scan.unquoted(it.start)).collect()
}

/// The edits that bring `many`, or `one`, into `({ one }) => …`.
fn helper(scan: &Scan<'_>, callback: &std::ops::Range<usize>, kind: RelationKind) -> Vec<Edit> {
    let wanted = match kind {
        RelationKind::One => "one",
        RelationKind::Many => "many",
    };
    let Some(pattern) = scan.is(callback.start, b'(').then(|| scan.bracket(callback.start + 1)).flatten() else {
        // `() => ({})` takes nothing yet.
        let empty = scan.is(callback.start, b'(') && scan.is(callback.start + 1, b')');
        let at = Offset::new(scan.end(callback.start));
        return if empty { vec![Edit::insert(at, format!("{{ {wanted} }}"))] } else { Vec::new() };
    };
    match pattern.entries.last() {
        Some(_) if names(scan, &pattern).contains(&wanted) => Vec::new(),
        Some(last) => vec![Edit::insert(Offset::new(scan.end(last.end - 1)), format!(", {wanted}"))],
        None => vec![Edit::insert(Offset::new(scan.end(pattern.open)), format!(" {wanted} "))],
    }
}

/// An entry of `defineRelations`: `comments: r.many.comments()`.
fn edge(draft: &RelationDraft, own: &super::Target, target: &super::Target, parameter: &str) -> String {
    let kind = match draft.kind {
        RelationKind::One => "one",
        RelationKind::Many => "many",
    };
    let side = |table: &super::Target, name: &str| {
        let key = table.columns.get(name).cloned().unwrap_or_else(|| super::camel(name));
        format!("{parameter}.{}.{key}", table.key)
    };
    let mut options: Vec<String> = Vec::new();
    if !draft.columns.is_empty() {
        let from: Vec<String> = draft.columns.iter().map(|it| side(own, &it.0)).collect();
        let to: Vec<String> = draft.columns.iter().map(|it| side(target, &it.1)).collect();
        let listed = |list: &[String]| match list {
            [only] => only.clone(),
            list => format!("[{}]", list.join(", ")),
        };
        options.push(format!("from: {}", listed(&from)));
        options.push(format!("to: {}", listed(&to)));
    }
    options.extend(draft.label.as_ref().map(|it| format!("alias: '{it}'")));
    let options = if options.is_empty() { String::new() } else { format!("{{ {} }}", options.join(", ")) };
    format!("{}: {parameter}.{kind}.{}({options})", draft.name, target.key)
}
