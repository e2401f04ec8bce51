//! From what the stories say of an entity to a table as the team would write it.

use std::collections::BTreeSet;

use schema::model::{
    Action, Check, Column, Declarations, DefaultValue, Enum, ForeignKey, Ident, PrimaryKey, Table, Unique,
};
use schema::names::{Case, Folded, camel_case, same_column, singular, snake_case, words};
use schema::types::ColumnType;
use story::{SketchColumn, SketchReference, Value};

use super::claim::{Claim, FenceClaim, Manner};
use super::{adopt, indexes, infer};
use crate::conventions::{Conventions, IdName, Lists, Number, recased};

/// A table to generate, in no language yet.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Plan {
    /// The table.
    pub(super) table: Table,
    /// The enum types that come with it.
    pub(super) enums: Vec<Enum>,
    /// The database names of the columns that are the team's own.
    pub(super) house: BTreeSet<String>,
    /// True if the columns that the team gives to every table without listing them are given to this one.
    pub(super) given: bool,
    /// The fence it comes from, if it comes from one.
    pub(super) fence: Option<FenceClaim>,
    /// Its file, below the root.
    pub(super) path: String,
    /// What could not be done.
    pub(super) notes: Vec<String>,
}

/// What a reference needs to know of its target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head {
    /// The names it answers to, folded.
    keys: Vec<Folded>,
    /// The name in the database.
    pub(super) name: String,
    /// The key column and its type, if the key is one column.
    key: Option<(String, String)>,
}

impl Head {
    /// The head of a table that is there.
    pub(super) fn of_table(table: &Table) -> Self {
        let key = table.primary_key.as_ref().and_then(|it| match it.columns.as_slice() {
            [only] => table.columns.iter().find(|column| column.name.text == *only),
            _ => None,
        });
        Self {
            keys: vec![Folded::new(&table.name.text), Folded::new(&table.key.text)],
            name: table.name.text.clone(),
            key: key.map(|it| (it.name.text.clone(), it.ty.canonical.clone())),
        }
    }

    /// The head of a table that is to be generated.
    pub(super) fn of_claim(claim: &Claim, conventions: &Conventions) -> Self {
        if let Some(fence) = &claim.fence {
            return Self {
                keys: [Self::of_table(&fence.table).keys, vec![Folded::new(&claim.name)]].concat(),
                ..Self::of_table(&fence.table)
            };
        }
        let name = claim_name(claim, conventions);
        let said = claim.columns.iter().find(|it| same_column(&it.name, "id") && it.ty.is_some());
        let own = said.map(|it| infer::column_type(it, claim.manner, conventions));
        let id = conventions.id_of(&name);
        let key = (id.name.text.clone(), own.unwrap_or_else(|| id.ty.canonical.clone()));
        Self { keys: vec![Folded::new(&claim.name), Folded::new(&name)], name, key: Some(key) }
    }
}

/// What a plan is made with.
pub(super) struct Planning<'a> {
    pub(super) conventions: &'a Conventions,
    /// The tables and enums that are there.
    pub(super) declarations: Option<&'a Declarations>,
    /// The tables that are there or to come.
    pub(super) heads: Vec<&'a Head>,
}

/// The database name of the table that `claim` is about: its own in a fence of SQL, else the team's.
fn claim_name(claim: &Claim, conventions: &Conventions) -> String {
    if claim.manner == Manner::Exact { claim.name.clone() } else { table_name(&claim.name, conventions) }
}

/// The database name of the table that a story calls `name`.
pub(super) fn table_name(name: &str, conventions: &Conventions) -> String {
    let mut words = words(name);
    if words.len() > 1
        && words.last().is_some_and(|it| matches!(it.as_str(), "table" | "tables" | "model" | "models"))
    {
        words.pop();
    }
    let snake = words.join("_");
    let name = if name == snake || conventions.tables != Number::Kept {
        conventions.tables.of(&snake)
    } else {
        Number::Plural.of(&snake)
    };
    if conventions.table_case == Case::Snake { name } else { recased(&name, conventions.table_case) }
}

impl Planning<'_> {
    /// The table that `name` means, among those that are there or to come.
    pub(super) fn head(&self, name: &str) -> Option<&Head> {
        let key = Folded::new(name);
        self.heads
            .iter()
            .find(|it| it.name == name)
            .or_else(|| self.heads.iter().find(|it| it.keys.contains(&key)))
            .copied()
    }

    /// The plan for `claim`, without a file.
    pub(super) fn plan(&self, claim: &Claim) -> Plan {
        let mut plan = match &claim.fence {
            Some(fence) => self.fenced(fence),
            None => self.described(claim),
        };
        indexes::add(&mut plan.table, claim, self.conventions);
        plan
    }

    /// The declaration as the fence has it, with references that resolve.
    fn fenced(&self, fence: &FenceClaim) -> Plan {
        let mut table = Table { exported: true, place: text::Place::default(), ..(*fence.table).clone() };
        let mut notes = Vec::new();
        let name = table.name.text.clone();
        table.foreign_keys.retain_mut(|key| {
            let Some(head) = self.head(&key.table.text) else {
                notes.push(missing_target(&key.table.text, &name, key.columns.first()));
                return false;
            };
            key.table.text.clone_from(&head.name);
            // The fence alone could not know where it leads.
            key.known = true;
            if key.references.is_empty() {
                key.references.extend(head.key.iter().map(|it| it.0.clone()));
            }
            true
        });
        let enums = adopt::enums(fence, &table, self.declarations);
        Plan { table, enums, notes, fence: Some(fence.clone()), ..Plan::default() }
    }

    /// A table of the columns that stories list, with the team's key and timestamps.
    fn described(&self, claim: &Claim) -> Plan {
        let conventions = self.conventions;
        let name = claim_name(claim, conventions);
        let mut plan = Plan::default();
        let table = &mut plan.table;
        table.name = ident(&name);
        table.exported = true;
        table.complete = true;
        let keys: Vec<&SketchColumn> = claim.columns.iter().filter(|it| it.primary).collect();
        if keys.len() < 2 {
            self.id(claim, keys.first().copied(), &mut plan);
        } else {
            let columns = keys.iter().map(|it| conventions.column_name(&it.name)).collect();
            plan.table.primary_key = Some(PrimaryKey { columns, ..PrimaryKey::default() });
        }
        for column in &claim.columns {
            self.column(column, claim.manner, &mut plan);
        }
        if claim.manner != Manner::Described {
            return plan;
        }
        plan.given = true;
        for stamp in &conventions.timestamps {
            plan.put_house(stamp);
        }
        plan
    }

    /// The key: the team's own, unless the story says another type.
    fn id(&self, claim: &Claim, primary: Option<&SketchColumn>, plan: &mut Plan) {
        let house = &self.conventions.id_of(&plan.table.name.text);
        let said = primary.or_else(|| claim.columns.iter().find(|it| same_column(&it.name, "id")));
        if said.is_none() && claim.manner != Manner::Described {
            return;
        }
        let ty = said
            .filter(|it| it.ty.is_some())
            .map(|it| infer::column_type(it, claim.manner, self.conventions));
        let named = said.map(|it| self.conventions.column_name(&it.name)).filter(|it| it != "id");
        if named.is_none() && ty.as_ref().is_none_or(|it| *it == house.ty.canonical) {
            plan.put_house(house);
            if self.conventions.id_name == IdName::OfTable {
                // What is copied from another table would carry that table's name.
                plan.house.clear();
            }
        } else {
            let ty = ty.unwrap_or_else(|| house.ty.canonical.clone());
            let written = said.and_then(|it| it.ty.clone()).unwrap_or_default().to_lowercase();
            let counts = written.contains("serial") || ty == "integer" || ty == "bigint";
            let default = match ty.as_str() {
                "uuid" => DefaultValue::Database("gen_random_uuid()".to_owned()),
                _ if counts => DefaultValue::Increment,
                _ => DefaultValue::None,
            };
            let name = named.unwrap_or_else(|| "id".to_owned());
            let spelled = if counts { if ty == "bigint" { "bigserial" } else { "serial" } } else { "" };
            plan.table.columns.push(Column {
                name: ident(&name),
                key: ident(&camel_case(&name)),
                ty: ColumnType { canonical: ty, written: spelled.to_owned(), enumeration: None },
                nullable: Some(false),
                default,
                known: true,
                ..Column::default()
            });
        }
        let column = plan.table.columns.last().map(|it| it.name.text.clone());
        let columns = column.into_iter().collect();
        plan.table.primary_key = Some(PrimaryKey { columns, ..PrimaryKey::default() });
    }

    /// Adds the column that a story describes, with its constraints.
    pub(super) fn column(&self, said: &SketchColumn, manner: Manner, plan: &mut Plan) {
        let described = manner == Manner::Described;
        let target = self.target(said).filter(|_| described || said.references.is_some());
        let name = match (&target, &said.references) {
            _ if manner == Manner::Exact => said.name.clone(),
            // "belongs to `team`" names the target, not the column.
            (Some(head), Some(_))
                if head.keys.contains(&Folded::new(&said.name))
                    && !said.name.to_lowercase().ends_with("id") =>
            {
                self.conventions.column_name(&format!("{}_id", singular(&said.name)))
            }
            _ => self.conventions.column_name(&said.name),
        };
        let given = |it: &Column| same_column(&it.name.text, &name);
        let house = self.conventions.given.iter().any(given) || self.conventions.timestamps.iter().any(given);
        if name.is_empty() || (house && described) || plan.table.column(&name).is_some() {
            return;
        }
        if let Some(reference) = said.references.as_ref().filter(|_| target.is_none()) {
            plan.notes.push(missing_target(&reference.table, &plan.table.name.text, Some(&name)));
        }
        let mut column =
            Column { name: ident(&name), key: ident(&camel_case(&name)), known: true, ..Column::default() };
        column.ty.canonical = match target.and_then(|it| it.key.as_ref()) {
            Some((_, ty)) if !ty.is_empty() && (described || said.ty.is_none()) => ty.clone(),
            _ => infer::column_type(said, manner, self.conventions),
        };
        self.values(said, &mut column, plan);
        let hint = if column.ty.enumeration.is_some() { "text" } else { column.ty.canonical.as_str() };
        if let Some(sql) = said.default.as_deref().and_then(|it| infer::default_sql(it, hint)) {
            column.default = DefaultValue::Database(sql);
        }
        let clears = said.references.as_ref().and_then(|it| it.on_delete) == Some(Action::SetNull);
        // SQL allows NULL where nothing is said; people who describe a table mean what it cannot do without.
        let usual = said.primary || (described && !infer::optional_by_name(&name));
        let needed = said.nullable.map_or(usual, |it| !it);
        column.nullable = Some(!needed || clears);
        if let Some(head) = target {
            let mut key = self.reference(&column, said.references.as_ref(), head);
            if !described {
                key.on_delete = said.references.as_ref().and_then(|it| it.on_delete);
            }
            plan.table.foreign_keys.push(key);
        }
        if said.unique && !said.primary {
            plan.table.uniques.push(Unique { columns: vec![name], ..Unique::default() });
        }
        plan.table.columns.push(column);
    }

    /// The table a column refers to: the one it is said to, or the one its name is made of.
    fn target(&self, said: &SketchColumn) -> Option<&Head> {
        if let Some(reference) = &said.references {
            return self.head(&reference.table);
        }
        let mut words = words(&said.name);
        if words.len() < 2 || words.pop().as_deref() != Some("id") {
            return None;
        }
        self.head(&words.join("_"))
    }

    fn reference(&self, column: &Column, said: Option<&SketchReference>, head: &Head) -> ForeignKey {
        let (needed, optional) = self.conventions.on_delete;
        let usual = if column.nullable == Some(false) { needed } else { optional };
        let key = head.key.as_ref().map_or("id", |it| it.0.as_str());
        let references = said
            .and_then(|it| it.column.as_deref())
            .map_or_else(|| key.to_owned(), |it| self.conventions.column_name(it));
        ForeignKey {
            columns: vec![column.name.text.clone()],
            table: ident(&head.name),
            references: vec![references],
            on_delete: said.and_then(|it| it.on_delete).or(usual),
            on_update: self.conventions.on_update,
            known: true,
            ..ForeignKey::default()
        }
    }

    /// A closed list of values as the team declares one.
    fn values(&self, said: &SketchColumn, column: &mut Column, plan: &mut Plan) {
        if said.values.is_empty() {
            return;
        }
        if said.values.iter().all(|it| it.text.parse::<i64>().is_ok()) {
            "integer".clone_into(&mut column.ty.canonical);
            return;
        }
        let textual = said.ty.as_deref().is_some_and(|it| {
            let it = it.to_lowercase();
            it.starts_with("text") || it.starts_with("varchar") || it.starts_with("string")
        });
        if textual || self.conventions.lists != Lists::Type {
            let drawn = matches!(self.conventions.lists, Lists::Check | Lists::Open) && !textual;
            if drawn || !column.ty.canonical.starts_with("character varying") {
                "text".clone_into(&mut column.ty.canonical);
            }
            match self.conventions.lists {
                Lists::Type | Lists::Text => column.allowed = texts(&said.values),
                Lists::Check => plan.table.checks.push(check(&column.name.text, &texts(&said.values))),
                Lists::Open => {}
            }
            return;
        }
        let known = self.declarations.and_then(|it| {
            it.enums.iter().find(|it| {
                it.complete
                    && it
                        .values
                        .iter()
                        .map(|value| &value.text)
                        .eq(said.values.iter().map(|value| &value.text))
            })
        });
        let name = known.map_or_else(
            || format!("{}_{}", singular(&plan.table.name.text), snake_case(&said.name)),
            |it| it.name.text.clone(),
        );
        if known.is_none() {
            plan.enums.push(Enum {
                name: ident(&name),
                values: said.values.iter().map(|it| ident(&it.text)).collect(),
                complete: true,
                ..Enum::default()
            });
        }
        column.ty.canonical.clone_from(&name);
        column.ty.enumeration = Some(name);
    }
}

fn texts(values: &[Value]) -> Vec<String> {
    values.iter().map(|it| it.text.clone()).collect()
}

fn missing_target(target: &str, table: &str, column: Option<&String>) -> String {
    let column = column.map(String::as_str).unwrap_or_default();
    format!("`{target}` is declared nowhere, so `{table}.{column}` refers to nothing yet")
}

pub(super) fn ident(text: &str) -> Ident {
    Ident { text: text.to_owned(), ..Ident::default() }
}

/// The check that the column called `column` holds one of `values`.
pub(super) fn check(column: &str, values: &[String]) -> Check {
    let quoted: Vec<String> = values.iter().map(|it| format!("'{}'", it.replace('\'', "''"))).collect();
    Check { expression: format!("{column} IN ({})", quoted.join(", ")), ..Check::default() }
}

impl Plan {
    /// Adds one of the team's own columns.
    fn put_house(&mut self, column: &Column) {
        self.house.insert(column.name.text.clone());
        self.table.columns.push(column.clone());
    }
}
