//! How a team writes Prisma: what is called as in the database, what is mapped, and how enums look.

use schema::model::{Action, Column, Declarations, DefaultValue, Enum};
use schema::names::{Case, camel_case, case_of, pascal_case, snake_case};

use crate::conventions::{
    Conventions, FEWEST_TABLES, Ids, Lists, Number, ReferenceIndexes, default_id, key_column, most_common,
    recased, timestamps_of, vote,
};
use crate::generate::plan::{Plan, ident};

/// How the names of a schema are made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Habits {
    /// True if models are called otherwise than their tables.
    maps_models: bool,
    /// How models are called.
    models: (Number, Case),
    /// True if fields are called otherwise than their columns, where these have several words.
    maps_fields: bool,
    /// True if the only field of most keys is called `id`, and its column otherwise.
    maps_ids: bool,
    /// True if enums are called otherwise than their types in the database.
    maps_enums: bool,
    /// True if the values of enums are in capitals.
    capitals: bool,
    /// True if the team gives names to its indexes.
    pub(super) names_indexes: bool,
}

/// How a team makes its tables where `declarations` are its schema.
pub(super) fn conventions(declarations: Option<&Declarations>) -> Conventions {
    let usual = "timestamp(3) without time zone";
    let mut timestamps = timestamps_of(["createdAt", "updatedAt"], usual);
    if let Some(updated) = timestamps.last_mut() {
        updated.default = DefaultValue::None;
        updated.on_update = Some(String::new());
    }
    let start = Conventions {
        tables: Number::Singular,
        table_case: Case::Pascal,
        snake_columns: false,
        id: default_id(Ids::Cuid),
        timestamps,
        timestamp: usual.to_owned(),
        on_update: Some(Action::Cascade),
        ..Conventions::default()
    };
    let mut conventions = start.read_off(declarations);
    let Some(declarations) = declarations else { return conventions };
    let keys = || declarations.tables.iter().filter(|it| !it.implied).flat_map(|it| &it.foreign_keys);
    if let Some(action) = most_common(keys().map(|it| it.on_update)) {
        conventions.on_update = action;
    }
    if declarations.enums.is_empty() && declarations.tables.len() >= FEWEST_TABLES {
        // A team that came this far without an enum does not want its first one from us.
        conventions.lists = Lists::Open;
    }
    conventions.reference_indexes = ReferenceIndexes::of(declarations);
    conventions
}

impl Habits {
    pub(super) fn of(declarations: Option<&Declarations>) -> Self {
        let empty = Declarations::default();
        let declarations = declarations.unwrap_or(&empty);
        let tables = || declarations.tables.iter().filter(|it| !it.implied);
        let names = || tables().map(|it| (it.key.text.as_str(), it.name.text.as_str()));
        let columns = tables().flat_map(|it| &it.columns);
        let fields: Vec<(&str, &str)> =
            columns.map(|it| (it.key.text.as_str(), it.name.text.as_str())).collect();
        let several = |name: &str| name.contains('_') || name.chars().any(char::is_uppercase);
        let enums = || declarations.enums.iter().map(|it| (it.key.text.as_str(), it.name.text.as_str()));
        let values = declarations.enums.iter().flat_map(|it| &it.values).map(|it| it.text.as_str());
        let indexes = tables().flat_map(|it| &it.indexes).map(|it| it.name.is_some());
        let cases = names().filter_map(|it| case_of(it.0));
        let ids = tables().filter_map(key_column).map(|it| it.key.text == "id" && it.name.text != "id");
        let is_mapped = |it: (&str, &str)| it.0 != it.1;
        let mapped_fields = fields.iter().filter(|it| several(it.1)).map(|it| is_mapped(*it));
        Self {
            maps_models: most_common(names().map(is_mapped)).unwrap_or(false),
            models: (model_number(names().map(|it| it.0)), most_common(cases).unwrap_or(Case::Pascal)),
            maps_fields: most_common(mapped_fields).unwrap_or(false),
            maps_ids: most_common(ids).unwrap_or(false),
            maps_enums: most_common(enums().map(is_mapped)).unwrap_or(false),
            capitals: most_common(values.map(|it| it == it.to_uppercase())).unwrap_or(false),
            names_indexes: most_common(indexes).unwrap_or(false),
        }
    }

    /// Gives what `plan` declares the names that this team would.
    pub(super) fn name(&self, plan: &mut Plan) {
        let name = plan.table.name.text.clone();
        let (number, case) = self.models;
        let is_model_name = case_of(&name) == Some(case);
        let key = if self.maps_models || !is_model_name { recased(&number.of(&name), case) } else { name };
        plan.table.key = ident(&key);
        let key = plan.table.primary_key.as_ref().map(|it| it.columns.clone()).unwrap_or_default();
        for column in &mut plan.table.columns {
            // A key that is called after its table in the database is `id` in the source, if it is elsewhere.
            if !(self.maps_ids && key == [column.name.text.clone()]) {
                self.name_column(column);
            }
        }
        for it in &mut plan.enums {
            self.name_enum(it, &mut plan.table.columns);
        }
    }

    /// Gives `column` the name of its field.
    pub(super) fn name_column(&self, column: &mut Column) {
        let name = &column.name.text;
        let key = if self.maps_fields || !name.contains('_') { camel_case(name) } else { name.clone() };
        column.key = ident(&key);
    }

    /// Names an enum and its values, and what `columns` say of it.
    pub(super) fn name_enum(&self, it: &mut Enum, columns: &mut [Column]) {
        let before = it.name.text.clone();
        it.key = ident(&pascal_case(&before));
        let name = if self.maps_enums { snake_case(&before) } else { it.key.text.clone() };
        it.name = ident(&name);
        let spelled =
            |value: &str| if self.capitals { snake_case(value).to_uppercase() } else { value.to_owned() };
        for value in &mut it.values {
            value.text = spelled(&value.text);
        }
        let own = |column: &&mut Column| column.ty.enumeration.as_ref() == Some(&before);
        for column in columns.iter_mut().filter(own) {
            column.ty.enumeration = Some(name.clone());
            column.ty.canonical.clone_from(&name);
            if let DefaultValue::Database(sql) = &mut column.default
                && let Some(value) = sql.strip_prefix('\'').and_then(|it| it.strip_suffix('\''))
            {
                *sql = format!("'{}'", spelled(value));
            }
        }
    }
}

/// The number most models are called in; one where nothing shows.
fn model_number<'a>(keys: impl Iterator<Item = &'a str>) -> Number {
    let mut keys = keys.peekable();
    if keys.peek().is_none() { Number::Singular } else { vote(keys) }
}
