//! From a plan to declarations.

use std::collections::BTreeSet;

use schema::model::{
    Action, Check, Column, Counting, Declarations, DefaultValue, Enum, ForeignKey, Generated, Ident, Index,
    IndexPart, Policy, PrimaryKey, Table, Unique,
};
use schema::types::ColumnType;

use super::Words;
use super::plan::{
    Choice, ColumnPlan, EnumPlan, IndexPlan, KeyPlan, ListPlan, ReferencePlan, SchemaPlan, TablePlan,
    TypePlan, ValuePlan,
};
use super::vocabulary::{DOCS, NAMES, ORDERED, OTHER, SCHEMAS, VALUES};

/// The declarations of `plan`.
pub(super) fn built(plan: &SchemaPlan, words: Words) -> Declarations {
    let mut builder = Builder { words, declared: Declarations::default(), taken: BTreeSet::new() };
    for it in &plan.enums {
        builder.enumeration(it);
    }
    for it in &plan.tables {
        builder.table(it);
    }
    for it in &plan.references {
        builder.reference(it);
    }
    builder.declared
}

struct Builder {
    words: Words,
    declared: Declarations,
    /// Names of tables, enums, constraints and indexes: they share one space, here even across schemas.
    taken: BTreeSet<String>,
}

impl Builder {
    /// A name that nothing has yet.
    fn fresh(&mut self, choice: Choice) -> String {
        free(self.words, &mut self.taken, choice)
    }

    fn enumeration(&mut self, plan: &EnumPlan) {
        // In PostgreSQL its own type of that name comes first.
        self.taken.extend(["integer", "name", "text", "time"].map(str::to_owned));
        let name = ident(self.fresh(plan.name));
        let mut values: Vec<String> = Vec::new();
        for value in plan.values.iter().filter_map(|it| chosen(VALUES, *it)).filter(|it| fits(self.words, it))
        {
            if !values.iter().any(|it| it == value) {
                values.push((*value).to_owned());
            }
        }
        if values.is_empty() {
            values.push("open".to_owned());
        }
        self.declared.enums.push(Enum {
            key: name.clone(),
            name,
            schema: plan.schema.and_then(|it| chosen(SCHEMAS, it)).map(|it| (*it).to_owned()),
            values: values.into_iter().map(ident).collect(),
            complete: true,
            ..Enum::default()
        });
    }

    fn table(&mut self, plan: &TablePlan) {
        let name = ident(self.fresh(plan.name));
        let mut table = Table {
            key: name.clone(),
            name,
            schema: plan.schema.and_then(|it| chosen(SCHEMAS, it)).map(|it| (*it).to_owned()),
            exported: true,
            complete: true,
            doc: plan.doc.and_then(|it| chosen(DOCS, it)).map(|it| (*it).to_owned()),
            ..Table::default()
        };
        let mut names = BTreeSet::new();
        if matches!(plan.key, KeyPlan::Counted) {
            names.insert("id".to_owned());
            let mut id = column("id".to_owned(), "integer");
            id.nullable = Some(false);
            id.default = DefaultValue::Increment;
            table.columns.push(id);
            table.primary_key = Some(PrimaryKey { columns: vec!["id".to_owned()], ..PrimaryKey::default() });
        }
        for it in &plan.columns {
            let name = free(self.words, &mut names, it.name);
            let column = self.column(it, name, &table);
            table.columns.push(column);
        }
        if let KeyPlan::Columns(list) = &plan.key {
            self.primary_key(&mut table, list);
        }
        for list in &plan.uniques {
            let columns = ordered_columns(&table, list);
            let is_key = table.primary_key.as_ref().is_some_and(|it| it.columns == columns);
            if !columns.is_empty() && !is_key && !table.uniques.iter().any(|it| it.columns == columns) {
                let name = list.name.map(|it| self.fresh(it));
                table.uniques.push(Unique { name, columns, ..Unique::default() });
            }
        }
        for it in &plan.indexes {
            self.index(&mut table, it);
        }
        self.checks(&mut table, plan);
        policies(&mut table, plan, self.words);
        self.declared.tables.push(table);
    }

    fn checks(&mut self, table: &mut Table, plan: &TablePlan) {
        for (at, name) in &plan.checks {
            let numbers: Vec<&Column> = table
                .columns
                .iter()
                .filter(|it| matches!(it.ty.canonical.as_str(), "integer" | "numeric"))
                .collect();
            if let Some(column) = chosen(&numbers, *at) {
                let expression = format!("{} > 0", quoted(&column.name.text));
                let name = name.map(|it| self.fresh(it));
                table.checks.push(Check { name, expression, ..Check::default() });
            }
        }
    }

    fn column(&mut self, plan: &ColumnPlan, name: String, table: &Table) -> Column {
        let enums = &self.declared.enums;
        let (mut made, defaults) = match &plan.ty {
            TypePlan::Enum { at, array } if !enums.is_empty() => {
                let found = chosen(enums, *at).cloned().unwrap_or_default();
                let mut made = column(name, "");
                let schema = found.schema.as_ref().map(|it| format!("{it}.")).unwrap_or_default();
                let brackets = if *array { "[]" } else { "" };
                made.ty.canonical = format!("{schema}{}{brackets}", found.name.text);
                made.ty.enumeration = Some(found.name.text.clone());
                let value = found.values.first().map(|it| format!("'{}'", it.text.replace('\'', "''")));
                (made, if *array { vec!["'{}'".to_owned()] } else { value.into_iter().collect() })
            }
            TypePlan::Other(at) => typed(OTHER, *at, name),
            TypePlan::Ordered(at) | TypePlan::Enum { at, .. } => typed(ORDERED, *at, name),
        };
        made.nullable = Some(plan.nullable);
        made.doc = plan.doc.and_then(|it| chosen(DOCS, it)).map(|it| (*it).to_owned());
        let is_integer = matches!(made.ty.canonical.as_str(), "integer" | "bigint" | "smallint");
        match &plan.value {
            ValuePlan::Default(at) => {
                let words = self.words;
                let inner = |it: &String| it.trim_matches('\'').to_owned();
                made.default = chosen(&defaults, *at)
                    .filter(|it| it.contains("::") || fits(words, &inner(it)))
                    .cloned()
                    .map_or(DefaultValue::None, DefaultValue::Database);
            }
            ValuePlan::Increment if is_integer => {
                made.nullable = Some(false);
                made.default = DefaultValue::Increment;
            }
            ValuePlan::Identity(always) if is_integer => {
                made.nullable = Some(false);
                made.generated = Some(Generated::Identity { always: *always, counting: Counting::default() });
            }
            ValuePlan::Stored if made.ty.canonical == "text" => {
                let source =
                    table.columns.iter().find(|it| it.ty.canonical == "text" && it.generated.is_none());
                made.generated =
                    source.map(|it| Generated::Stored(format!("upper({})", quoted(&it.name.text))));
            }
            _ => {}
        }
        made
    }

    fn primary_key(&mut self, table: &mut Table, list: &ListPlan) {
        let columns = ordered_columns(table, list);
        if columns.is_empty() {
            return;
        }
        for column in table.columns.iter_mut().filter(|it| columns.contains(&it.name.text)) {
            column.nullable = Some(false);
        }
        let name = list.name.map(|it| self.fresh(it));
        table.primary_key = Some(PrimaryKey { name, columns, ..PrimaryKey::default() });
    }

    fn index(&mut self, table: &mut Table, plan: &IndexPlan) {
        let name = plan.list.name.map(|it| self.fresh(it));
        let plain = Index { name, ..Index::default() };
        let texts: Vec<&Column> = table.columns.iter().filter(|it| it.ty.canonical == "text").collect();
        let documents: Vec<&Column> = table
            .columns
            .iter()
            .filter(|it| matches!(it.ty.canonical.as_str(), "jsonb" | "text[]"))
            .collect();
        let first = plan.list.columns.first().copied().unwrap_or_default();
        let made = match (plan.kind % 4, chosen(&texts, first), chosen(&documents, first)) {
            (1, Some(text), _) => {
                let part = IndexPart::of_expression(format!("lower({})", quoted(&text.name.text)));
                Index { parts: vec![part], unique: plan.unique, ..plain }
            }
            (2, _, Some(document)) => Index {
                parts: vec![IndexPart::of_column(&document.name.text)],
                method: Some("gin".to_owned()),
                ..plain
            },
            (kind, ..) => {
                let columns = ordered_columns(table, &plan.list);
                let orders = ["", "", "desc", "desc nulls last", "nulls first"];
                let part = |(at, name): (usize, &String)| {
                    let at = u16::try_from(at).unwrap_or_default();
                    let order = chosen(&orders, plan.order.wrapping_add(at)).copied().unwrap_or_default();
                    IndexPart { order: order.to_owned(), ..IndexPart::of_column(name) }
                };
                let predicate = columns.first().filter(|_| kind == 3);
                Index {
                    parts: columns.iter().enumerate().map(part).collect(),
                    unique: plan.unique,
                    predicate: predicate.map(|it| format!("{} is not null", quoted(it))),
                    ..plain
                }
            }
        };
        // Two that say the same would get the same name from who must give one.
        let texts = |it: &Index| it.parts.iter().map(|it| it.text().to_owned()).collect::<Vec<_>>();
        let is_new = !table.indexes.iter().any(|it| texts(it) == texts(&made));
        // PostgreSQL makes one constraint of two on the same columns.
        let columns: Vec<&str> = made.parts.iter().filter_map(IndexPart::column).collect();
        let key = table.primary_key.iter().map(|it| &it.columns);
        let mut keys = key.chain(table.uniques.iter().map(|it| &it.columns));
        let is_new = is_new && !(made.unique && keys.any(|it| *it == columns));
        if !made.parts.is_empty() && is_new {
            table.indexes.push(made);
        }
    }

    /// Adds a foreign key and its columns.
    fn reference(&mut self, plan: &ReferencePlan) {
        let tables = &self.declared.tables;
        let Some(target) = chosen(tables, plan.to) else { return };
        let keys: Vec<&Vec<String>> = target
            .primary_key
            .iter()
            .map(|it| &it.columns)
            .chain(target.uniques.iter().map(|it| &it.columns))
            .collect();
        let Some(references) = chosen(&keys, plan.key).map(|it| (*it).clone()) else { return };
        let types: Vec<ColumnType> = references
            .iter()
            .filter_map(|name| target.columns.iter().find(|it| it.name.text == *name))
            .map(|it| it.ty.clone())
            .collect();
        let (to, schema) = (target.name.clone(), target.schema.clone());
        let from = usize::from(plan.from) % tables.len();
        let name = plan.name.map(|it| self.fresh(it));
        let index = plan.indexed.then(|| self.fresh(plan.column));
        let Some(table) = self.declared.tables.get_mut(from) else { return };
        let mut names: BTreeSet<String> = table.columns.iter().map(|it| it.name.text.clone()).collect();
        let mut columns = Vec::new();
        for ty in types {
            let mut made = column(free(self.words, &mut names, plan.column), "");
            made.ty = ty;
            made.nullable = Some(plan.nullable);
            columns.push(made.name.text.clone());
            table.columns.push(made);
        }
        // A column that cannot be NULL is never set to NULL.
        let possible = |it: &Action| *it != Action::SetNull || plan.nullable;
        if let Some(name) = index {
            let parts = columns.iter().map(IndexPart::of_column).collect();
            table.indexes.push(Index { name: Some(name), parts, ..Index::default() });
        }
        table.foreign_keys.push(ForeignKey {
            name,
            columns,
            table: to,
            table_schema: schema,
            references,
            on_delete: plan.on_delete.filter(possible),
            on_update: plan.on_update.filter(possible),
            known: true,
            ..ForeignKey::default()
        });
    }
}

fn policies(table: &mut Table, plan: &TablePlan, words: Words) {
    for it in &plan.policies {
        table.row_security = true;
        let mut names: BTreeSet<String> = table.policies.iter().map(|it| it.name.clone()).collect();
        let command =
            chosen(&[None, Some("select"), Some("insert"), Some("update"), Some("delete")], it.command);
        let command = command.copied().flatten();
        let using = (command != Some("insert")).then(|| "true".to_owned());
        let check = matches!(command, Some("insert" | "update")).then(|| "1 < 2".to_owned());
        table.policies.push(Policy {
            name: free(words, &mut names, it.name),
            restrictive: it.restrictive,
            command: command.map(str::to_owned),
            roles: if it.restrictive { vec!["public".to_owned()] } else { Vec::new() },
            using,
            check,
            ..Policy::default()
        });
    }
}

/// One of `list`; none if it is empty.
fn chosen<T>(list: &[T], choice: Choice) -> Option<&T> {
    list.get(usize::from(choice).checked_rem(list.len())?)
}

/// True if `text` is among `words`.
fn fits(words: Words, text: &str) -> bool {
    let trips = ["constructor", "toString", "null", "time"].contains(&text);
    words == Words::Wild || !text.contains(['\'', '"', '\\', ',', ';']) && !trips
}

/// A name that `taken` has not, and has from now on.
fn free(words: Words, taken: &mut BTreeSet<String>, choice: Choice) -> String {
    let plain = chosen(NAMES, choice).copied().filter(|it| fits(words, it)).unwrap_or("x");
    let numbered = (2..).map(|it| format!("{plain}{it}"));
    let name = std::iter::once(plain.to_owned()).chain(numbered).find(|it| !taken.contains(it));
    let name = name.unwrap_or_default();
    taken.insert(name.clone());
    name
}

fn ident(text: impl Into<String>) -> Ident {
    Ident { text: text.into(), ..Ident::default() }
}

fn column(name: String, canonical: &str) -> Column {
    let name = ident(name);
    let ty = ColumnType { canonical: canonical.to_owned(), ..ColumnType::default() };
    Column { key: name.clone(), name, ty, nullable: Some(true), known: true, ..Column::default() }
}

fn typed(list: &[(&str, &[&str])], choice: Choice, name: String) -> (Column, Vec<String>) {
    let (ty, defaults) = chosen(list, choice).copied().unwrap_or_default();
    (column(name, ty), defaults.iter().map(|it| (*it).to_owned()).collect())
}

/// Those of the chosen columns that a key or an index can be on, each once.
fn ordered_columns(table: &Table, list: &ListPlan) -> Vec<String> {
    let is_ordered = |it: &&Column| {
        ORDERED.iter().any(|(ty, _)| *ty == it.ty.canonical)
            || it.ty.enumeration.is_some() && !it.ty.canonical.ends_with("[]")
    };
    let ordered: Vec<&Column> = table.columns.iter().filter(is_ordered).collect();
    let mut names: Vec<String> = Vec::new();
    for column in list.columns.iter().filter_map(|it| chosen(&ordered, *it)) {
        if !names.contains(&column.name.text) {
            names.push(column.name.text.clone());
        }
    }
    names
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
