//! What a table, a column or an enum is, as a card in markdown.

use schema::model::{Column, DefaultValue, Enum, ForeignKey, Index, Table, TableKind};
use text::{Encoding, FileId, Place};
use workspace::snapshot::Snapshot;

use super::fenced::Fenced;
use super::thing::{Thing, is_column};
use super::{relation, uses};

/// More rows or links than this do not help anybody who hovers.
const MOST_COLUMNS: usize = 60;
const MOST_LINKS: usize = 5;

/// The card of `thing`, as seen from `file`.
pub(super) fn of(snapshot: &Snapshot, file: FileId, thing: Thing<'_>) -> String {
    let cx = Cx { snapshot, file };
    match thing {
        Thing::Table(table) => cx.table(table),
        Thing::Column(table, column) => cx.column(table, column),
        Thing::Enum(it) => cx.enumeration(it),
    }
}

/// The card of what a fence of the story `file` declares and no schema does.
pub(super) fn of_fenced(snapshot: &Snapshot, file: FileId, fenced: &Fenced) -> Option<String> {
    // Facts do not know which file they are of.
    let here = fenced.placed_in(file);
    let mut card = of(snapshot, file, here.thing()?);
    push_relation(snapshot, file, fenced, None, &mut card);
    Some(card)
}

/// Adds how `fenced` relates to `real`, which the schemas declare in its place.
pub(super) fn push_relation(
    snapshot: &Snapshot,
    file: FileId,
    fenced: &Fenced,
    real: Option<Thing<'_>>,
    card: &mut String,
) {
    let Some(root) = snapshot.root_of(file) else { return };
    for line in relation::lines(&root.model, fenced, real) {
        card.push_str(&format!("\n{line}\n"));
    }
}

struct Cx<'a> {
    snapshot: &'a Snapshot,
    file: FileId,
}

impl Cx<'_> {
    fn table(&self, table: &Table) -> String {
        let kind = match table.kind {
            TableKind::Table => "table",
            TableKind::View => "view",
            TableKind::MaterializedView => "materialized view",
        };
        let mut card = format!("{kind} **`{}`**{}\n", full_name(table), self.location(table.place));
        push_doc(&mut card, table.doc.as_deref());
        card.push_str("\n| column | type | null | |\n|---|---|---|---|\n");
        for column in table.columns.iter().take(MOST_COLUMNS) {
            let notes = notes(table, column).join(", ");
            card.push_str(&format!(
                "| `{}` | {} | {} | {} |\n",
                column.name.text,
                ty(column),
                null(column),
                notes
            ));
        }
        if table.columns.len() > MOST_COLUMNS {
            card.push_str(&format!("| … {} more | | | |\n", table.columns.len() - MOST_COLUMNS));
        }
        if !table.complete {
            card.push_str("\nMore columns may exist: a part of the declaration cannot be evaluated.\n");
        }
        push_list(&mut card, "Key", &composite_key(table));
        push_list(
            &mut card,
            "Unique",
            &table
                .uniques
                .iter()
                .filter(|it| it.columns.len() > 1)
                .map(|it| listed(&it.columns))
                .collect::<Vec<_>>(),
        );
        push_list(&mut card, "Indexes", &table.indexes.iter().map(index).collect::<Vec<_>>());
        push_list(&mut card, "Referenced by", &self.referring(table));
        self.push_stories(&mut card, &Thing::Table(table));
        card
    }

    fn column(&self, table: &Table, column: &Column) -> String {
        let mut card =
            format!("column **`{}.{}`**{}\n", table.name.text, column.name.text, self.location(column.place));
        push_doc(&mut card, column.doc.as_deref());
        card.push_str(&format!("\n{}", ty(column)));
        card.push_str(match column.nullable {
            Some(true) => ", may be null",
            Some(false) => ", not null",
            None => "",
        });
        for note in notes(table, column) {
            card.push_str(&format!(", {note}"));
        }
        card.push('\n');
        let values: Vec<String> = column.allowed.iter().map(|it| code(it)).collect();
        push_list(&mut card, "Values", &values);
        let part = |it: &&Index| it.parts.iter().any(|it| it.column() == Some(&column.name.text));
        push_list(&mut card, "Indexes", &table.indexes.iter().filter(part).map(index).collect::<Vec<_>>());
        self.push_stories(&mut card, &Thing::Column(table, column));
        card
    }

    fn enumeration(&self, it: &Enum) -> String {
        let mut card = format!("enum **`{}`**{}\n", it.name.text, self.location(it.place));
        push_list(&mut card, "Values", &it.values.iter().map(|it| code(&it.text)).collect::<Vec<_>>());
        let tables = self.snapshot.root_of(self.file).into_iter().flat_map(|it| it.model.tables());
        let users: Vec<String> = tables
            .flat_map(|table| table.columns.iter().map(move |column| (table, column)))
            .filter(|(_, column)| column.ty.enumeration.as_deref() == Some(it.name.text.as_str()))
            .map(|(table, column)| format!("`{}.{}`", table.name.text, column.name.text))
            .collect();
        push_list(&mut card, "Used by", &users);
        card
    }

    /// ` · path:line`.
    fn location(&self, place: Place) -> String {
        self.snapshot
            .document(place.file)
            .map(|it| {
                let line = it.text().position(place.span.start(), Encoding::Utf8).line + 1;
                format!(" · `{}:{line}`", it.path())
            })
            .unwrap_or_default()
    }

    /// The columns that refer to `table`.
    fn referring(&self, table: &Table) -> Vec<String> {
        let Some(root) = self.snapshot.root_of(self.file) else { return Vec::new() };
        let Some(set) = root.model.set_of(table) else { return Vec::new() };
        let keys = set
            .declarations
            .tables
            .iter()
            .flat_map(|other| other.foreign_keys.iter().map(move |key| (other, key)));
        keys.filter(|(_, key)| {
            key.known && key.table.text == table.name.text && key.table_schema == table.schema
        })
        .map(|(other, key)| format!("`{}.{}`", other.name.text, key.columns.join(", ")))
        .collect()
    }

    fn push_stories(&self, card: &mut String, thing: &Thing<'_>) {
        let Some(document) = self.snapshot.document(self.file) else { return };
        let mut stories: Vec<FileId> = uses::stories(self.snapshot, document.root(), thing);
        if let Thing::Column(_, column) = thing {
            stories.retain(|it| {
                let facts = self.snapshot.document(*it).map(|it| it.facts());
                facts.is_some_and(|facts| facts.mentions.iter().any(|it| is_column(column, &it.name)))
            });
        }
        let paths: Vec<String> = stories
            .iter()
            .filter_map(|it| Some(format!("`{}`", self.snapshot.document(*it)?.path())))
            .collect();
        let Some(shown) = paths.get(..paths.len().min(MOST_LINKS)).filter(|it| !it.is_empty()) else {
            return;
        };
        let more = if paths.len() > shown.len() {
            format!(" and {} more", paths.len() - shown.len())
        } else {
            String::new()
        };
        let noun = if paths.len() == 1 { "story" } else { "stories" };
        card.push_str(&format!("\nIn {} {noun}: {}{more}\n", paths.len(), shown.join(", ")));
    }
}

fn full_name(table: &Table) -> String {
    match &table.schema {
        Some(schema) => format!("{schema}.{}", table.name.text),
        None => table.name.text.clone(),
    }
}

fn push_doc(card: &mut String, doc: Option<&str>) {
    if let Some(doc) = doc.map(str::trim).filter(|it| !it.is_empty()) {
        card.push_str(&format!("\n{doc}\n"));
    }
}

fn push_list(card: &mut String, label: &str, items: &[String]) {
    if !items.is_empty() {
        card.push_str(&format!("\n{label}: {}\n", items.join(", ")));
    }
}

/// Inline code that may stand in a table cell.
fn code(text: &str) -> String {
    format!("`{}`", text.replace('|', "\\|").replace(['`', '\n'], "'"))
}

fn ty(column: &Column) -> String {
    if column.ty.is_known() { code(&column.ty.canonical) } else { "?".to_owned() }
}

fn null(column: &Column) -> &'static str {
    match column.nullable {
        Some(true) => "yes",
        Some(false) => "no",
        None => "?",
    }
}

/// Key, reference, default and the like, as a few words each.
fn notes(table: &Table, column: &Column) -> Vec<String> {
    let name = &column.name.text;
    let alone = |columns: &[String]| matches!(columns, [only] if only == name);
    let mut notes = Vec::new();
    if table.primary_key.as_ref().is_some_and(|it| alone(&it.columns)) {
        notes.push("primary key".to_owned());
    }
    if table.uniques.iter().any(|it| alone(&it.columns)) {
        notes.push("unique".to_owned());
    }
    notes.extend(table.foreign_keys.iter().filter(|it| it.columns.contains(name)).map(reference));
    match &column.default {
        DefaultValue::Database(sql) => notes.push(format!("default {}", code(sql))),
        DefaultValue::Application(function) => notes.push(format!("default {}", code(function))),
        DefaultValue::Increment => notes.push("numbered by itself".to_owned()),
        DefaultValue::None => {}
    }
    notes
}

fn reference(key: &ForeignKey) -> String {
    let target = format!("→ `{}.{}`", key.table.text, key.references.join(", "));
    key.on_delete.map_or_else(|| target.clone(), |it| format!("{target} (on delete {})", it.as_str()))
}

fn composite_key(table: &Table) -> Vec<String> {
    table.primary_key.iter().filter(|it| it.columns.len() > 1).map(|it| listed(&it.columns)).collect()
}

fn listed(columns: &[String]) -> String {
    format!("({})", columns.iter().map(|it| code(it)).collect::<Vec<_>>().join(", "))
}

fn index(index: &Index) -> String {
    let parts = index.parts.iter().map(|it| code(it.text()));
    let name = index.name.as_deref().map(code).unwrap_or_default();
    let unique = if index.unique { "unique " } else { "" };
    let partial = if index.predicate.is_some() { " where …" } else { "" };
    format!("{unique}{name} ({}){partial}", parts.collect::<Vec<_>>().join(", "))
}
