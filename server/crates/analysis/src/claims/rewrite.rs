//! What a fence of a story would say if it were written from the schema.

use schema::dialects::{Casing, Dialect, Linking, Module, Order, link, write};
use schema::model::{Declarations, Enum, Table};
use schema::names::Folded;
use story::Fence;
use text::{Edit, Edits, FileId, Span};
use workspace::snapshot::Snapshot;

/// The edits to `source`, a story, that make the declaration of `told` in `fence` that of `table`, which a schema
/// declares. `None` where the fence holds a part of the declaration only, or its language cannot say it.
pub(crate) fn declaration(
    snapshot: &Snapshot,
    source: &str,
    fence: &Fence,
    told: &Table,
    table: &Table,
    home: Option<Dialect>,
) -> Option<Edits> {
    let dialect = fence.dialect.filter(|it| *it != Dialect::Mermaid)?;
    let place = told.place.span;
    if place.is_empty() || !fence.span.covers(place) {
        return None;
    }
    let keeps_style = home == Some(dialect) && matches!(dialect, Dialect::Drizzle | Dialect::Prisma);
    let text = if keeps_style {
        let document = snapshot.document(table.place.file)?;
        table.place.span.slice(&document.source()).to_owned()
    } else {
        written(snapshot, fence, dialect, table)?
    };
    let mut text = text.trim().to_owned();
    let ends = source.get(place.end().bytes()..).is_some_and(|it| it.starts_with(';'));
    if ends && let Some(rest) = text.strip_suffix(';') {
        text.truncate(rest.len());
    }
    let indent = indent(source, place)?;
    let lines: Vec<String> = text
        .lines()
        .enumerate()
        .map(
            |(number, line)| {
                if number == 0 || line.is_empty() { line.to_owned() } else { format!("{indent}{line}") }
            },
        )
        .collect();
    let mut edits = vec![Edit::replace(place, lines.join("\n"))];
    for outside in outside(told) {
        edits.push(Edit::replace(statement(source, fence, outside)?, ""));
    }
    Some(Edits::new(edits))
}

/// `table` in `dialect`: in SQL with the types it needs and its indexes, elsewhere the declaration alone.
fn written(snapshot: &Snapshot, fence: &Fence, dialect: Dialect, table: &Table) -> Option<String> {
    let root = snapshot.root_of(table.place.file)?;
    let all = &root.model.set_of(table)?.declarations;
    let is_used = |name: &str| table.columns.iter().any(|it| it.ty.enumeration.as_deref() == Some(name));
    let is_told = |name: &str| fence.enums.iter().any(|it| Folded::new(&it.name.text) == Folded::new(name));
    let used: Vec<&Enum> = all.enums.iter().filter(|it| is_used(&it.name.text)).collect();
    let in_statements = matches!(dialect, Dialect::Sql | Dialect::Dbml);
    if in_statements {
        let enums = used.into_iter().filter(|it| !is_told(&it.name.text)).cloned().collect();
        let tables = vec![table.clone()];
        let text = write(dialect, &Declarations { tables, enums, ..Declarations::default() }).text;
        return (!text.is_empty()).then_some(text);
    }
    if used.iter().any(|it| !is_told(&it.name.text)) {
        return None;
    }
    // What it refers to is written too, so that references have names, and left behind.
    let is_target = |it: &&Table| table.foreign_keys.iter().any(|key| key.table.text == it.name.text);
    let others = all.tables.iter().filter(|it| !std::ptr::eq(*it, table)).filter(is_target);
    let tables = others.chain([table]).cloned().collect();
    let enums = used.into_iter().cloned().collect();
    let text = write(dialect, &Declarations { tables, enums, ..Declarations::default() }).text;
    let place = place_in(dialect, &text, &table.name.text)?;
    Some(place.slice(&text).to_owned())
}

/// Where `code` declares the table called `name`.
fn place_in(dialect: Dialect, code: &str, name: &str) -> Option<Span> {
    let module = Module::read(dialect, code);
    let declared = link(&Linking {
        roots: vec![FileId(0)],
        module: &|file| (file == FileId(0)).then_some(&module),
        resolve: &|_, _| None,
        casing: Casing::Preserve,
        order: Order::Listed,
        database: None,
    });
    declared.tables.iter().find(|it| it.name.text == name).map(|it| it.place.span)
}

/// What stands before `place` in its line, if that is no part of the code.
fn indent(source: &str, place: Span) -> Option<&str> {
    let before = source.get(..place.start().bytes())?;
    let line = before.rsplit('\n').next()?;
    line.chars().all(|it| it.is_whitespace() || it == '>').then_some(line)
}

/// The keys and indexes of `told` that are declared outside of its declaration.
fn outside(told: &Table) -> Vec<Span> {
    let places = (told.indexes.iter().map(|it| it.place))
        .chain(told.uniques.iter().map(|it| it.place))
        .chain(told.foreign_keys.iter().map(|it| it.place))
        .chain(told.checks.iter().map(|it| it.place))
        .chain(told.policies.iter().map(|it| it.place))
        .chain(told.primary_key.iter().map(|it| it.place));
    let mut spans: Vec<Span> =
        places.map(|it| it.span).filter(|it| !it.is_empty() && !told.place.span.covers(*it)).collect();
    spans.sort();
    spans.dedup();
    spans
}

/// The lines of the statement at `span`, if it fills them: an index that is made on its own.
fn statement(source: &str, fence: &Fence, span: Span) -> Option<Span> {
    let text = span.slice(source);
    if !text.get(.."create".len())?.eq_ignore_ascii_case("create") || !fence.span.covers(span) {
        return None;
    }
    let start = span.start().bytes() - indent(source, span)?.len();
    let behind = source.get(span.end().bytes()..)?;
    let line = behind.split('\n').next()?;
    if !matches!(line.trim(), "" | ";") {
        return None;
    }
    // The line end before goes along: the last line of a fence has none of its own.
    let before = source.get(..start)?;
    let start = if before.ends_with("\r\n") { start - 2 } else { start.checked_sub(1)? };
    Some(Span::from_range(start..span.end().bytes() + line.trim_end().len()))
}
