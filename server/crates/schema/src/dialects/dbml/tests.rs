//! Tests of the DBML reader.

mod broken;
mod forms;

use std::fmt::Write;

use text::FileId;

use super::read;
use crate::dialects::{Casing, Linking, Module, Order};
use crate::model::{Declarations, DefaultValue, IndexPart, Table};

/// What `source` declares, as one file.
pub(super) fn linked(source: &str) -> Declarations {
    linked_files(&[source])
}

/// What the files `sources`, called `./0`, `./1`, …, declare; the first is the root.
pub(super) fn linked_files(sources: &[&str]) -> Declarations {
    let modules: Vec<Module> = sources.iter().map(|it| Module::Dbml(read(it))).collect();
    crate::dialects::link(&Linking {
        roots: vec![FileId(0)],
        module: &|file| modules.get(file.0 as usize),
        resolve: &|_, specifier| Some(FileId(specifier.strip_prefix("./")?.parse().ok()?)),
        casing: Casing::default(),
        order: Order::Listed, database: None,
    })
}

/// What the tables of `source` are, a line per fact.
pub(super) fn told(source: &str) -> String {
    linked(source).tables.iter().map(shown).collect()
}

pub(super) fn shown(table: &Table) -> String {
    let mut said = String::new();
    let schema = table.schema.as_ref().map(|it| format!("{it}.")).unwrap_or_default();
    let marks = [(!table.complete, " …"), (table.implied, " implied"), (table.more_constraints, " +")];
    let marks: String = marks.iter().filter(|it| it.0).map(|it| it.1).collect();
    writeln!(said, "{schema}{}{marks}", table.name.text).expect("a string takes all");
    for it in &table.columns {
        let null = it.nullable.map_or(" null?", |it| if it { "" } else { " not null" });
        let default = match &it.default {
            DefaultValue::None => String::new(),
            DefaultValue::Increment => " increment".to_owned(),
            DefaultValue::Database(sql) | DefaultValue::Application(sql) => format!(" = {sql}"),
        };
        let doc = it.doc.as_ref().map(|it| format!(" # {it}")).unwrap_or_default();
        let unknown = if it.known { "" } else { " ?" };
        writeln!(said, "  {} {}{null}{default}{unknown}{doc}", it.name.text, it.ty.canonical).expect("…");
    }
    let named = |name: &Option<String>| name.as_ref().map(|it| format!("{it} ")).unwrap_or_default();
    if let Some(it) = &table.primary_key {
        writeln!(said, "  key {}({})", named(&it.name), it.columns.join(", ")).expect("…");
    }
    for it in &table.uniques {
        writeln!(said, "  unique {}({})", named(&it.name), it.columns.join(", ")).expect("…");
    }
    for it in &table.foreign_keys {
        let (from, to) = (it.columns.join(", "), it.references.join(", "));
        let schema = it.table_schema.as_ref().map(|it| format!("{it}.")).unwrap_or_default();
        let delete = it.on_delete.map(|it| format!(" delete {}", it.as_str())).unwrap_or_default();
        let update = it.on_update.map(|it| format!(" update {}", it.as_str())).unwrap_or_default();
        let unknown = if it.known { "" } else { " ?" };
        let name = named(&it.name);
        writeln!(said, "  {name}({from}) -> {schema}{}({to}){delete}{update}{unknown}", it.table.text).expect("…");
    }
    for it in &table.indexes {
        let parts: Vec<&str> = it.parts.iter().map(IndexPart::text).collect();
        let unique = if it.unique { " unique" } else { "" };
        let method = it.method.as_ref().map(|it| format!(" {it}")).unwrap_or_default();
        writeln!(said, "  index {}({}){unique}{method}", named(&it.name), parts.join(", ")).expect("…");
    }
    for it in &table.checks {
        writeln!(said, "  check {}{}", named(&it.name), it.expression).expect("…");
    }
    said
}
