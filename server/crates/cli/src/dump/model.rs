//! The model of the schemas, in the shape that other programs rely on.

use anyhow::bail;
use schema::model::{Action, Column, IndexPart, RelationKind, Table, TableKind, Unknown, UnknownScope};
use serde::Serialize;
use workspace::model::SchemaSet;

use crate::arguments::Format;
use crate::opened::Opened;
use crate::output;
use crate::place::place;

#[derive(Serialize)]
struct Json {
    version: u32,
    sets: Vec<SetJson>,
}

#[derive(Serialize)]
struct SetJson {
    name: String,
    dialect: Option<&'static str>,
    files: Vec<String>,
    tables: Vec<TableJson>,
    /// What the source declares, and the tool that makes the database does not see.
    unseen: Vec<UnseenJson>,
    enums: Vec<EnumJson>,
    relations: Vec<RelationJson>,
    unknown: Vec<UnknownJson>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TableJson {
    name: String,
    schema: Option<String>,
    kind: &'static str,
    export: String,
    path: String,
    line: u32,
    known: bool,
    /// False if there may be more keys, indexes and checks than are listed.
    constraints_known: bool,
    columns: Vec<ColumnJson>,
    primary_key: Vec<String>,
    uniques: Vec<UniqueJson>,
    foreign_keys: Vec<ForeignKeyJson>,
    indexes: Vec<IndexJson>,
    checks: usize,
    rls: bool,
    policies_known: bool,
    policies: Vec<String>,
}

#[derive(Serialize)]
struct UnseenJson {
    name: String,
    schema: Option<String>,
    export: String,
    path: String,
    line: u32,
}

#[derive(Serialize)]
struct ColumnJson {
    name: String,
    key: String,
    #[serde(rename = "type")]
    ty: String,
    nullable: Option<bool>,
    default: bool,
    primary: bool,
    unique: bool,
    #[serde(rename = "enum")]
    enumeration: Option<String>,
    known: bool,
}

#[derive(Serialize)]
struct UniqueJson {
    name: Option<String>,
    columns: Vec<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ForeignKeyJson {
    columns: Vec<String>,
    table: String,
    /// The target's database schema, if one is named.
    schema: Option<String>,
    references: Vec<String>,
    on_delete: Option<&'static str>,
    on_update: Option<&'static str>,
    known: bool,
}

#[derive(Serialize)]
struct IndexJson {
    name: Option<String>,
    columns: Vec<String>,
    unique: bool,
    partial: bool,
}

#[derive(Serialize)]
struct EnumJson {
    name: String,
    schema: Option<String>,
    export: String,
    values: Vec<String>,
    known: bool,
}

#[derive(Serialize)]
struct RelationJson {
    table: String,
    name: String,
    kind: &'static str,
    to: String,
}

#[derive(Serialize)]
struct UnknownJson {
    path: String,
    line: u32,
    what: String,
    /// What may exist without being listed: `detail` for nothing, `table` for columns of `table`, `tables` for tables.
    scope: &'static str,
    table: Option<String>,
}

/// Prints the model.
pub(super) fn print(opened: &Opened, format: Format) -> anyhow::Result<()> {
    let sets = opened.snapshot.roots().iter().flat_map(|root| &root.model.sets);
    let asked = sets.filter(|set| !opened.is_narrowed() || set.files.iter().any(|it| opened.asks_about(*it)));
    let json = Json { version: 1, sets: asked.map(|set| set_json(opened, set)).collect() };
    if json.sets.is_empty() && opened.is_narrowed() {
        bail!("{} holds no schema", opened.asked());
    }
    match format {
        Format::Json => output::print_json(&json),
        Format::Text => output::print(&text(&json)),
    }
}

fn set_json(opened: &Opened, set: &SchemaSet) -> SetJson {
    let declared = &set.declarations;
    let asked = || declared.tables.iter().filter(|it| opened.asks_about(it.place.file));
    let mut unseen: Vec<_> = asked().filter(|it| it.unseen).map(|table| unseen_json(opened, table)).collect();
    unseen.sort_by(|a, b| (&a.schema, &a.name).cmp(&(&b.schema, &b.name)));
    let mut tables: Vec<_> = asked().filter(|it| !it.unseen).map(|table| table_json(opened, table)).collect();
    tables.sort_by(|a, b| (&a.schema, &a.name).cmp(&(&b.schema, &b.name)));
    let mut enums: Vec<_> = declared
        .enums
        .iter()
        .filter(|it| opened.asks_about(it.place.file))
        .map(|it| EnumJson {
            name: it.name.text.clone(),
            schema: it.schema.clone(),
            export: it.key.text.clone(),
            values: it.values.iter().map(|value| value.text.clone()).collect(),
            known: it.complete,
        })
        .collect();
    enums.sort_by(|a, b| (&a.name, &a.schema).cmp(&(&b.name, &b.schema)));
    let mut relations: Vec<_> = declared
        .relations
        .iter()
        .filter(|it| opened.asks_about(it.place.file))
        .map(|it| RelationJson {
            table: it.table.clone(),
            name: it.name.text.clone(),
            kind: match it.kind {
                RelationKind::One => "one",
                RelationKind::Many => "many",
            },
            to: it.to.clone(),
        })
        .collect();
    relations.sort_by(|a, b| (&a.table, &a.name).cmp(&(&b.table, &b.name)));
    let unknowns = declared.unknowns.iter().filter(|it| opened.asks_about(it.place.file));
    let unknown = unknowns.map(|it| unknown_json(opened, it));
    SetJson {
        name: set.name.clone(),
        dialect: set.dialect.map(schema::dialects::Dialect::name),
        files: set.files.iter().map(|file| opened.path(*file).to_owned()).collect(),
        tables,
        unseen,
        enums,
        relations,
        unknown: unknown.collect(),
    }
}

fn unknown_json(opened: &Opened, unknown: &Unknown) -> UnknownJson {
    let (scope, table) = match &unknown.scope {
        UnknownScope::Detail => ("detail", None),
        UnknownScope::Table(name) => ("table", Some(name.clone())),
        UnknownScope::Tables => ("tables", None),
    };
    UnknownJson {
        path: opened.path(unknown.place.file).to_owned(),
        line: line(opened, unknown.place),
        what: unknown.what.clone(),
        scope,
        table,
    }
}

fn unseen_json(opened: &Opened, table: &Table) -> UnseenJson {
    UnseenJson {
        name: table.name.text.clone(),
        schema: table.schema.clone(),
        export: table.key.text.clone(),
        path: opened.path(table.place.file).to_owned(),
        line: line(opened, table.place),
    }
}

fn table_json(opened: &Opened, table: &Table) -> TableJson {
    let primary_key = table.primary_key.as_ref().map(|it| it.columns.clone()).unwrap_or_default();
    let mut uniques: Vec<_> = table
        .uniques
        .iter()
        .map(|it| UniqueJson { name: it.name.clone(), columns: it.columns.clone() })
        .collect();
    uniques.sort_by(|a, b| (&a.name, &a.columns).cmp(&(&b.name, &b.columns)));
    TableJson {
        name: table.name.text.clone(),
        schema: table.schema.clone(),
        kind: match table.kind {
            TableKind::Table => "table",
            TableKind::View => "view",
            TableKind::MaterializedView => "materialized view",
        },
        export: table.key.text.clone(),
        path: opened.path(table.place.file).to_owned(),
        line: line(opened, table.place),
        known: table.complete,
        constraints_known: !table.more_constraints,
        columns: table.columns.iter().map(|column| column_json(table, column)).collect(),
        primary_key,
        uniques,
        foreign_keys: foreign_keys(table),
        indexes: indexes(table),
        checks: table.checks.len(),
        rls: table.row_security,
        policies_known: !table.more_policies,
        policies: table.policies.iter().map(|it| it.name.clone()).collect(),
    }
}

fn foreign_keys(table: &Table) -> Vec<ForeignKeyJson> {
    let mut keys: Vec<_> = table
        .foreign_keys
        .iter()
        .map(|it| ForeignKeyJson {
            columns: it.columns.clone(),
            table: it.table.text.clone(),
            schema: it.table_schema.clone(),
            references: it.references.clone(),
            on_delete: it.on_delete.map(Action::as_str),
            on_update: it.on_update.map(Action::as_str),
            known: it.known,
        })
        .collect();
    keys.sort_by(|a, b| (&a.columns, &a.table).cmp(&(&b.columns, &b.table)));
    keys
}

fn indexes(table: &Table) -> Vec<IndexJson> {
    let part = |part: &IndexPart| part.column().unwrap_or("<expr>").to_owned();
    let mut indexes: Vec<_> = table
        .indexes
        .iter()
        .map(|it| IndexJson {
            name: it.name.clone(),
            columns: it.parts.iter().map(part).collect(),
            unique: it.unique,
            partial: it.predicate.is_some(),
        })
        .collect();
    indexes.sort_by(|a, b| (&a.name, &a.columns).cmp(&(&b.name, &b.columns)));
    indexes
}

fn column_json(table: &Table, column: &Column) -> ColumnJson {
    let name = &column.name.text;
    let is_alone = |columns: &[String]| matches!(columns, [only] if only == name);
    ColumnJson {
        name: name.clone(),
        key: column.key.text.clone(),
        ty: column.ty.canonical.clone(),
        nullable: column.nullable,
        default: column.has_default(),
        primary: table.primary_key.as_ref().is_some_and(|key| key.columns.contains(name)),
        unique: table.uniques.iter().any(|it| is_alone(&it.columns)),
        enumeration: column.ty.enumeration.clone(),
        known: column.known,
    }
}

fn line(opened: &Opened, at: text::Place) -> u32 {
    opened.snapshot.document(at.file).map_or(1, |document| place(document.text(), at.span.start()).0)
}

fn text(json: &Json) -> String {
    let mut lines = Vec::new();
    for set in &json.sets {
        lines.push(format!("schema {} ({})", set.name, set.dialect.unwrap_or("unknown dialect")));
        for table in &set.tables {
            let more = if table.known { "" } else { ", and columns that cannot be evaluated" };
            lines.push(format!("  {} {}  {}:{}{more}", table.kind, table.name, table.path, table.line));
            lines.extend(table.columns.iter().map(column_line));
            for key in &table.foreign_keys {
                let (from, to) = (key.columns.join(", "), key.references.join(", "));
                lines.push(format!("    ({from}) -> {}({to})", key.table));
            }
            for index in &table.indexes {
                let name = index.name.as_deref().unwrap_or("(unnamed)");
                lines.push(format!("    index {name} ({})", index.columns.join(", ")));
            }
        }
        lines.extend(set.enums.iter().map(|it| format!("  enum {}: {}", it.name, it.values.join(", "))));
        lines
            .extend(set.unknown.iter().map(|it| format!("  unknown: {} ({}:{})", it.what, it.path, it.line)));
    }
    lines.iter().map(|line| format!("{line}\n")).collect()
}

fn column_line(column: &ColumnJson) -> String {
    let mut words = vec![column.name.as_str(), if column.ty.is_empty() { "unknown" } else { &column.ty }];
    let marks = [
        (column.primary, "primary key"),
        (column.unique, "unique"),
        (column.nullable == Some(false), "not null"),
        (column.default, "default"),
    ];
    words.extend(marks.iter().filter(|(is_so, _)| *is_so).map(|(_, mark)| *mark));
    format!("    {}", words.join(" "))
}
