//! What will be written, before it is laid out: which table is which model, which column which field.

use std::collections::HashSet;

use super::links::{self, Link};
use super::names::{self, Of};
use super::style::{PUBLIC, Style};
use super::types::{self, Exactness, Spelling};
use crate::model::{Column, Database, Declarations, Enum, Table, TableKind};

/// Whether a declaration is to be written or is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    New,
    There,
}

/// A table as a model.
pub(super) struct Model<'a> {
    pub(super) table: &'a Table,
    pub(super) standing: Standing,
    pub(super) name: String,
    pub(super) fields: Vec<Field<'a>>,
    /// The names of its fields, relations included.
    pub(super) taken: HashSet<String>,
}

/// A column as a field.
pub(super) struct Field<'a> {
    pub(super) column: &'a Column,
    pub(super) name: String,
    pub(super) spelling: Spelling,
    pub(super) kind: Kind,
    pub(super) is_list: bool,
    pub(super) is_required: bool,
}

/// What a field holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    Scalar,
    /// A value of an enum: the names of its values in the source and in the database.
    Enum(Vec<(String, String)>),
    Unsupported,
}

/// An enum type.
pub(super) struct Enumeration<'a> {
    pub(super) source: &'a Enum,
    pub(super) standing: Standing,
    pub(super) name: String,
    /// The names of its values in the source and in the database.
    pub(super) values: Vec<(String, String)>,
}

/// What will be written.
pub(super) struct Plan<'a> {
    pub(super) style: Style,
    /// Those that are there come first.
    pub(super) models: Vec<Model<'a>>,
    pub(super) enums: Vec<Enumeration<'a>>,
    pub(super) links: Vec<Link<'a>>,
    pub(super) left_out: Vec<String>,
}

impl<'a> Plan<'a> {
    /// The plan that writes `addition` where `around` is there.
    pub(super) fn new(addition: &'a Declarations, around: &'a Declarations, style: Style) -> Self {
        let mut plan = Self { style, models: Vec::new(), enums: Vec::new(), links: Vec::new(), left_out: Vec::new() };
        let mut taken = HashSet::new();
        plan.add_what_is_there(around, &mut taken);
        let joins: Vec<&Table> = addition.tables.iter().filter(|it| links::is_join(it)).collect();
        for table in addition.tables.iter().filter(|it| !links::is_join(it)) {
            plan.add_model(table, &mut taken);
        }
        // An enum is rarer than the table of the same name, so it is the enum that gives way.
        for source in &addition.enums {
            plan.add_enum(source, &mut taken);
        }
        plan.add_fields();
        let (implied, others): (Vec<&Table>, Vec<&Table>) =
            joins.into_iter().partition(|it| links::join(&plan, it).is_some());
        for table in others {
            plan.add_model(table, &mut taken);
        }
        plan.add_fields();
        links::add(&mut plan, addition, around, &implied);
        plan
    }

    fn add_what_is_there(&mut self, around: &'a Declarations, taken: &mut HashSet<String>) {
        for table in around.tables.iter().filter(|it| !it.implied) {
            let relations = around.relations.iter().filter(|it| it.table == table.name.text);
            let fields = table.columns.iter().map(|it| &it.key).chain(relations.map(|it| &it.name));
            let model = Model {
                table,
                standing: Standing::There,
                name: table.key.text.clone(),
                fields: Vec::new(),
                taken: fields.map(|it| it.text.clone()).collect(),
            };
            taken.insert(model.name.clone());
            self.models.push(model);
        }
        for source in &around.enums {
            let key = &source.key.text;
            taken.insert(key.clone());
            let values = source.values.iter().map(|it| (it.text.clone(), it.text.clone())).collect();
            self.enums.push(Enumeration { source, standing: Standing::There, name: key.clone(), values });
        }
    }

    fn add_model(&mut self, table: &'a Table, taken: &mut HashSet<String>) {
        let own = (table.key.text.as_str(), table.name.text.as_str());
        let name = names::of_type(Of::Model, own, table.schema.as_deref(), self.style.models, taken);
        let (standing, taken) = (Standing::New, HashSet::new());
        self.models.push(Model { table, standing, name, fields: Vec::new(), taken });
    }

    fn add_enum(&mut self, source: &'a Enum, taken: &mut HashSet<String>) {
        if source.values.is_empty() {
            self.left_out.push(format!("enum `{}`, which has no values", source.name.text));
            return;
        }
        let own = (source.key.text.as_str(), source.name.text.as_str());
        let name = names::of_type(Of::Enum, own, source.schema.as_deref(), self.style.models, taken);
        let mut values_taken = HashSet::new();
        let values = source.values.iter().map(|it| (names::of_value(&it.text, &mut values_taken), it.text.clone()));
        let values = values.collect();
        self.enums.push(Enumeration { source, standing: Standing::New, name, values });
    }

    /// Adds the fields of models that have none yet.
    fn add_fields(&mut self) {
        let mut models = std::mem::take(&mut self.models);
        for model in models.iter_mut().filter(|it| it.fields.is_empty()) {
            let table = model.table;
            for column in &table.columns {
                let Some((spelling, kind)) = self.spelling(column) else {
                    self.left_out.push(format!("column `{}` of `{}`: its type is unknown", column.name.text, table.name.text));
                    continue;
                };
                let (key, name) = (&column.key.text, &column.name.text);
                let name = match model.standing {
                    Standing::There => key.clone(),
                    Standing::New => names::of_field(key, name, self.style.fields, &mut model.taken),
                };
                let is_list = column.ty.canonical.ends_with("[]");
                let is_key = table.primary_key.as_ref().is_some_and(|it| it.columns.contains(&column.name.text));
                let is_required = !is_list && (column.nullable == Some(false) || is_key);
                if model.standing == Standing::New {
                    self.note(model.table, column, &spelling);
                }
                model.fields.push(Field { column, name, spelling, kind, is_list, is_required });
            }
        }
        self.models = models;
    }

    /// Says what is lost of `column` of `table` by its `spelling`.
    fn note(&mut self, table: &Table, column: &Column, spelling: &Spelling) {
        let (name, table, table_key) = (&column.name.text, &table.name.text, &table.primary_key);
        let table_key = table_key.as_ref();
        if spelling.exactness == Exactness::Near {
            self.left_out.push(format!("type `{}` of `{name}` of `{table}`", column.ty.canonical));
        }
        if column.ty.canonical.ends_with("[]") && column.nullable == Some(false) {
            self.left_out.push(format!("that the list `{name}` of `{table}` is never null"));
        }
        let is_key = table_key.is_some_and(|it| it.columns.contains(name));
        if column.nullable == Some(true) && is_key {
            self.left_out.push(format!("that `{name}` of `{table}` may be null"));
        }
        if column.nullable.is_none() {
            self.left_out.push(format!("whether `{name}` of `{table}` may be null"));
        }
    }

    /// The type of `column`; `None` if it is unknown.
    fn spelling(&self, column: &Column) -> Option<(Spelling, Kind)> {
        let ty = &column.ty;
        let plain = ty.canonical.trim_end_matches("[]");
        if plain.is_empty() {
            return None;
        }
        if let Some(found) = ty.enumeration.as_deref().and_then(|it| self.enumeration(it, plain)) {
            let spelling = Spelling { scalar: found.name.clone(), native: None, exactness: Exactness::Exact };
            return Some((spelling, Kind::Enum(found.values.clone())));
        }
        let spelling = types::spelling(plain, self.style.database);
        let kind = if spelling.scalar.starts_with("Unsupported") { Kind::Unsupported } else { Kind::Scalar };
        Some((spelling, kind))
    }

    /// The enum called `name`, of several the one whose schema is in the type `canonical`.
    fn enumeration(&self, name: &str, canonical: &str) -> Option<&Enumeration<'a>> {
        let is_exact = |it: &&Enumeration<'_>| {
            it.source.schema.as_ref().is_some_and(|schema| canonical == format!("{schema}.{}", it.source.name.text))
        };
        let bare = name.rsplit('.').next().unwrap_or(name);
        let named = || self.enums.iter().filter(|it| it.source.name.text == name || it.source.name.text == bare);
        named().find(is_exact).or_else(|| named().next())
    }

    /// The model of the table `name` in `schema`, if it is named.
    pub(super) fn model(&self, name: &str, schema: Option<&str>) -> Option<usize> {
        let in_schema = |it: &Model<'_>| it.table.schema.as_deref().unwrap_or(PUBLIC) == schema.unwrap_or(PUBLIC);
        let exact = self.models.iter().position(|it| it.table.name.text == name && in_schema(it));
        let is_named = schema.is_some();
        exact.or_else(|| self.models.iter().position(|it| it.table.name.text == name).filter(|_| !is_named))
    }
}

impl<'a> Model<'a> {
    /// The field of the column `name`.
    pub(super) fn field(&self, name: &str) -> Option<&Field<'a>> {
        self.fields.iter().find(|it| it.column.name.text == name)
    }

    /// The names of the fields of `columns`; `None` if one is not written.
    pub(super) fn names(&self, columns: &[String]) -> Option<Vec<String>> {
        columns.iter().map(|it| self.field(it).map(|it| it.name.clone())).collect()
    }

    /// The columns of the primary key, if Prisma can have it.
    pub(super) fn key(&self) -> Option<&'a [String]> {
        let key = self.table.primary_key.as_ref()?;
        let is_fit = |it: &String| self.field(it).is_some_and(|it| it.is_required && it.kind != Kind::Unsupported);
        (!key.columns.is_empty() && key.columns.iter().all(is_fit)).then_some(key.columns.as_slice())
    }

    /// The column sets of which no two rows have the same, as Prisma knows them.
    pub(super) fn uniques(&self) -> impl Iterator<Item = Vec<&str>> {
        let plain = |it: &'a [String]| it.iter().map(String::as_str).collect::<Vec<_>>();
        let uniques = self.table.uniques.iter().map(move |it| plain(&it.columns));
        let indexes = self.table.indexes.iter().filter(|it| it.unique && it.predicate.is_none());
        let indexes = indexes.filter_map(|it| it.parts.iter().map(crate::model::IndexPart::column).collect());
        self.key().map(plain).into_iter().chain(uniques).chain(indexes)
    }

    /// True if Prisma's client can tell one row from another; otherwise it must ignore the model.
    pub(super) fn is_identified(&self) -> bool {
        let is_fit = |it: &&str| self.field(it).is_some_and(|it| it.is_required && it.kind != Kind::Unsupported);
        self.table.kind != TableKind::Table || self.uniques().any(|it| !it.is_empty() && it.iter().all(is_fit))
    }
}

impl Field<'_> {
    /// True if the next number of a sequence can be its value.
    pub(super) fn is_number(&self) -> bool {
        !self.is_list && matches!(self.spelling.scalar.as_str(), "Int" | "BigInt")
    }

    /// True if the name in the database is not the name in the source.
    pub(super) fn is_mapped(&self) -> bool {
        self.name != self.column.name.text
    }
}

/// True if `database` names primary keys.
pub(super) fn names_keys(database: Database) -> bool {
    database == Database::PostgreSql
}
