//! The outline of a file, and names found by a few of their letters.

use schema::model::{Column, Enum, Ident, IndexPart, RelationKind, Table, TableKind};
use story::StoryFacts;
use text::{FileId, Place, Span};
use workspace::document::{Document, FileKind};
use workspace::snapshot::{Cancelled, Snapshot};

use super::{Symbol, SymbolKind, fenced};

/// More results than this are of no use to anybody who types on.
const MOST_RESULTS: usize = 256;

/// Labels longer than this are cut, in characters.
const LONGEST_LABEL: usize = 96;

/// The outline of `file`.
pub(super) fn document(snapshot: &Snapshot, file: FileId) -> Vec<Symbol> {
    let Some(document) = snapshot.document(file) else { return Vec::new() };
    match document.kind() {
        FileKind::Story | FileKind::Markdown => story(&document.facts()),
        _ => schema(snapshot, document),
    }
}

fn symbol(name: &str, detail: &str, kind: SymbolKind, span: Span, name_span: Span) -> Symbol {
    let line = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut name: String = line.chars().take(LONGEST_LABEL).collect();
    if name.len() < line.len() {
        name.push('…');
    }
    if name.is_empty() {
        "…".clone_into(&mut name);
    }
    // A client refuses a name outside of what it names.
    let name_span = if span.covers(name_span) { name_span } else { Span::empty(span.start()) };
    Symbol { name, detail: detail.to_owned(), kind, span, name_span, children: Vec::new() }
}

fn story(facts: &StoryFacts) -> Vec<Symbol> {
    let mut flat: Vec<Symbol> = Vec::new();
    for it in &facts.headings {
        flat.push(symbol(&it.text, "", SymbolKind::Heading, it.section.join(it.span), it.span));
    }
    for it in &facts.stories {
        let part = |it: &Option<(String, Span)>| it.as_ref().map(|it| it.0.clone()).unwrap_or_default();
        let name =
            [part(&it.persona), part(&it.want)].into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>();
        flat.push(symbol(&name.join(": "), "story", SymbolKind::Story, it.span, it.span));
    }
    for it in &facts.criteria {
        flat.push(symbol(
            &format!("{}: {}", it.label, it.text),
            "criterion",
            SymbolKind::Criterion,
            it.span,
            it.span,
        ));
    }
    for it in &facts.tasks {
        let state = if it.done { "done" } else { "open" };
        flat.push(symbol(&it.text, state, SymbolKind::Task, it.span, it.span));
    }
    for table_here in fenced::tables(facts).filter(|it| !it.place.span.is_empty()) {
        flat.push(table(table_here));
    }
    for it in facts.fences.iter().flat_map(|it| &it.enums) {
        flat.push(enumeration(it));
    }
    nested(flat)
}

/// The symbols as a forest: each in the last one before it that covers it.
fn nested(mut flat: Vec<Symbol>) -> Vec<Symbol> {
    flat.sort_by_key(|it| (it.span.start(), std::cmp::Reverse(it.span.end())));
    let mut forest: Vec<Symbol> = Vec::new();
    let mut open: Vec<Symbol> = Vec::new();
    let close = |open: &mut Vec<Symbol>, forest: &mut Vec<Symbol>| {
        if let Some(done) = open.pop() {
            open.last_mut().map_or(&mut *forest, |it| &mut it.children).push(done);
        }
    };
    for symbol in flat {
        // Lists may nest as deep as their author likes; what shows the outline need not.
        while open.last().is_some_and(|it| !it.span.covers(symbol.span)) || open.len() > 12 {
            close(&mut open, &mut forest);
        }
        open.push(symbol);
    }
    while !open.is_empty() {
        close(&mut open, &mut forest);
    }
    forest
}

fn schema(snapshot: &Snapshot, document: &Document) -> Vec<Symbol> {
    let (file, Some(root)) = (document.id(), snapshot.root_of(document.id())) else { return Vec::new() };
    let mut symbols = Vec::new();
    for set in &root.model.sets {
        let declarations = &set.declarations;
        symbols.extend(declarations.tables.iter().filter(|it| it.place.file == file).map(table));
        symbols.extend(declarations.enums.iter().filter(|it| it.place.file == file).map(enumeration));
        for it in declarations.relations.iter().filter(|it| it.place.file == file) {
            let kind = if it.kind == RelationKind::Many { "many" } else { "one" };
            let name = format!("{}.{}", it.table, it.name.text);
            let detail = format!("{kind} {}", it.to);
            symbols.push(symbol(&name, &detail, SymbolKind::Relation, it.place.span, it.name.place.span));
        }
    }
    symbols.sort_by_key(|it| it.span);
    // A file may belong to several sets.
    symbols.dedup();
    symbols
}

/// The bytes of the first name that stands in the source.
fn name_span(names: [&Ident; 2], all: Place) -> Span {
    let there = names.iter().find(|it| it.place.file == all.file && !it.place.span.is_empty());
    there.map_or(Span::empty(all.span.start()), |it| it.place.span)
}

fn table(table: &Table) -> Symbol {
    let kind = if table.kind == TableKind::Table { SymbolKind::Table } else { SymbolKind::View };
    let detail = if table.key.text == table.name.text { String::new() } else { table.key.text.clone() };
    let mut parent = symbol(
        &table.name.text,
        &detail,
        kind,
        table.place.span,
        name_span([&table.key, &table.name], table.place),
    );
    let inside =
        |it: Place| it.file == table.place.file && table.place.span.covers(it.span) && !it.span.is_empty();
    for it in table.columns.iter().filter(|it| inside(it.place)) {
        let span = name_span([&it.key, &it.name], it.place);
        parent.children.push(symbol(
            &it.name.text,
            &it.ty.canonical,
            SymbolKind::Column,
            it.place.span,
            span,
        ));
    }
    for it in table.indexes.iter().filter(|it| inside(it.place)) {
        let parts: Vec<&str> = it.parts.iter().map(IndexPart::text).collect();
        let name = it.name.clone().unwrap_or_else(|| parts.join(", "));
        parent.children.push(symbol(
            &name,
            &parts.join(", "),
            SymbolKind::Index,
            it.place.span,
            it.place.span,
        ));
    }
    parent
}

fn enumeration(it: &Enum) -> Symbol {
    let mut parent =
        symbol(&it.name.text, "", SymbolKind::Enum, it.place.span, name_span([&it.key, &it.name], it.place));
    let inside = it
        .values
        .iter()
        .filter(|value| it.place.span.covers(value.place.span) && !value.place.span.is_empty());
    parent
        .children
        .extend(inside.map(|it| symbol(&it.text, "", SymbolKind::Value, it.place.span, it.place.span)));
    parent
}

/// Tables, columns, enums and stories that hold the letters of `query` in order, best first.
pub(super) fn workspace(snapshot: &Snapshot, query: &str) -> Result<Vec<(FileId, Symbol)>, Cancelled> {
    let query: Vec<char> =
        query.chars().filter(|it| !it.is_whitespace()).flat_map(char::to_lowercase).collect();
    let mut found: Vec<(u32, FileId, Symbol)> = Vec::new();
    for root in snapshot.roots() {
        snapshot.alive()?;
        for it in root.model.tables() {
            if let Some(rank) = rank(&query, &it.name.text) {
                found.push((rank, it.place.file, Symbol { children: Vec::new(), ..table(it) }));
            }
            // Without a letter everything matches: tables are what is asked for then.
            if !query.is_empty() {
                found.extend(it.columns.iter().filter_map(|column| matching_column(&query, it, column)));
            }
        }
        for it in root.model.enums() {
            if let Some(rank) = rank(&query, &it.name.text) {
                found.push((rank, it.place.file, Symbol { children: Vec::new(), ..enumeration(it) }));
            }
        }
    }
    for document in snapshot.documents().filter(|it| it.kind() == FileKind::Story) {
        snapshot.alive()?;
        let facts = document.facts();
        let Some(title) = facts.title.as_deref() else { continue };
        if let Some(rank) = rank(&query, title) {
            let span = facts.headings.first().map_or(Span::default(), |it| it.span);
            let made = symbol(title, document.path().as_str(), SymbolKind::Story, span, span);
            found.push((rank + 2, document.id(), made));
        }
    }
    found.sort_by(|a, b| (a.0, &a.2.name, a.1, a.2.span).cmp(&(b.0, &b.2.name, b.1, b.2.span)));
    found.truncate(MOST_RESULTS);
    Ok(found.into_iter().map(|it| (it.1, it.2)).collect())
}

/// The column as a result, behind tables that match as well.
fn matching_column(query: &[char], table: &Table, column: &Column) -> Option<(u32, FileId, Symbol)> {
    let label = format!("{}.{}", table.name.text, column.name.text);
    let rank = rank(query, &column.name.text).or_else(|| rank(query, &label))?;
    let span = name_span([&column.key, &column.name], column.place);
    let made = symbol(&label, &column.ty.canonical, SymbolKind::Column, column.place.span, span);
    Some((rank + 1, column.place.file, made))
}

/// How badly `label` fits: 0 for the same, more for a beginning, a part, scattered letters; `None` if letters lack.
fn rank(query: &[char], label: &str) -> Option<u32> {
    let label: Vec<char> =
        label.chars().filter(|it| !it.is_whitespace()).flat_map(char::to_lowercase).collect();
    let mut letters = label.iter();
    if !query.iter().all(|wanted| letters.any(|it| it == wanted)) {
        return None;
    }
    let class = match label.windows(query.len().max(1)).position(|it| it == query) {
        _ if label == query => 0,
        Some(0) => 1,
        Some(at) if label.get(at - 1).is_some_and(|it| !it.is_alphanumeric()) => 2,
        Some(_) => 3,
        None => 4,
    };
    // Among equals the shorter label is the nearer one; three steps leave room for kinds.
    Some(class * 1000 + u32::try_from(label.len().min(300)).unwrap_or(300) * 3)
}
