//! Tables: what `pgTable('users', { … }, (table) => [ … ])` declares.

use std::rc::Rc;

use text::Place;

use super::eval::{Arguments, Evaluator, Site};
use super::types::{database_of, kind_of};
use super::values::{Closure, Library, List, Record, Value};
use crate::model::{Action, Database, ForeignKey, Ident, PrimaryKey, Table, Unique, UnknownScope};

/// What waits until every table is known: it may speak of any of them.
#[derive(Default)]
pub(super) struct Pending<'a> {
    /// The third argument, and where it stands.
    extras: Option<(Value<'a>, Place)>,
    references: Vec<PendingReference<'a>>,
    /// The functions that give what columns, by their names, are generated from.
    expressions: Vec<(String, Rc<Closure<'a>>)>,
}

/// A foreign key declared on a column.
struct PendingReference<'a> {
    column: String,
    reference: super::values::Reference<'a>,
}

/// Notes that the table numbered `number` may have more columns and constraints than were read.
pub(super) fn mark_incomplete(evaluator: &mut Evaluator<'_>, number: usize) {
    if let Some(table) = evaluator.found.tables.get_mut(number) {
        table.complete = false;
        table.more_constraints = true;
    }
}

impl<'a> Evaluator<'a> {
    /// Makes the table that a call of `library` declares.
    pub(super) fn table(
        &mut self,
        library: &Rc<Library<'a>>,
        arguments: &Arguments<'a>,
        site: Site<'a>,
    ) -> Value<'a> {
        let name = self.table_name(library, arguments, site);
        let place = name.place;
        let number = self.found.tables.len();
        let database = library.package.database.or(database_of(&library.name)).unwrap_or_default();
        self.found.tables.push(Table {
            name,
            schema: library.package.schema.clone(),
            kind: kind_of(&library.name),
            database,
            // A table that nothing names is found at its own name.
            key: Ident { text: String::new(), place },
            complete: arguments.complete && arguments.values.len() > 1,
            place: site.place(),
            ..Table::default()
        });
        let columns = match arguments.value(1) {
            Value::Function(closure) => self.invoke(
                &closure,
                vec![Value::Package(Rc::new(super::values::Package {
                    database: Some(database),
                    ..super::values::Package::default()
                }))],
            ),
            other => other,
        };
        let extras = arguments.expr(2).map(|expr| (arguments.value(2), Place::new(site.file, expr.span)));
        let mut pending = Pending { extras, ..Pending::default() };
        match columns {
            Value::Object(record) => self.add_columns(number, &record, &mut pending),
            Value::Nothing => {}
            _ => {
                let name = self.name_of(number);
                self.unknown(
                    format!("the columns of {} cannot be evaluated", self.titled(number)),
                    arguments.expr(1).map_or(site.place(), |expr| Place::new(site.file, expr.span)),
                    UnknownScope::Table(name),
                );
                mark_incomplete(self, number);
            }
        }
        if site.expr.broken {
            mark_incomplete(self, number);
        }
        // A table made while another was under way has taken a later number.
        while self.pending.len() <= number {
            self.pending.push(Pending::default());
        }
        if let Some(slot) = self.pending.get_mut(number) {
            *slot = pending;
        }
        Value::Table(number)
    }

    fn table_name(&mut self, library: &Library<'a>, arguments: &Arguments<'a>, site: Site<'a>) -> Ident {
        let given = arguments.value(0);
        let named = match &library.naming {
            Some(Value::Function(closure)) => self.invoke(closure, vec![given.clone()]),
            Some(_) => Value::Unknown,
            None => given.clone(),
        };
        match (named, given) {
            (Value::Text(name), Value::Text(given)) if spells(&name.text, &given.text) => {
                Ident { text: name.text.clone(), place: given.place }
            }
            (Value::Text(name), _) => (*name).clone(),
            _ => {
                let what = "a table's name cannot be evaluated".to_owned();
                self.unknown(what, site.place(), UnknownScope::Tables);
                Ident { text: String::new(), place: site.place() }
            }
        }
    }

    pub(super) fn name_of(&self, number: usize) -> String {
        self.found.tables.get(number).map(|table| table.name.text.clone()).unwrap_or_default()
    }

    /// The table numbered `number` in words.
    pub(super) fn titled(&self, number: usize) -> String {
        match self.name_of(number) {
            name if name.is_empty() => "a table whose name is unknown".to_owned(),
            name => format!("`{name}`"),
        }
    }

    fn add_columns(&mut self, number: usize, record: &Record<'a>, pending: &mut Pending<'a>) {
        let name = self.name_of(number);
        for (what, place) in &record.gaps {
            mark_incomplete(self, number);
            if !what.is_empty() {
                let what = format!("more columns of {} may come from {what}", self.titled(number));
                self.unknown(what, *place, UnknownScope::Table(name.clone()));
            }
        }
        let mut keys: Vec<(String, Place)> = Vec::new();
        for slot in &record.slots {
            let is_named = match &slot.value {
                Value::Column(draft) => draft.is_named,
                _ => self.is_named_by_others(slot),
            };
            if !is_named {
                mark_incomplete(self, number);
                let what = format!("a column of {}, `{}`, cannot be evaluated", self.titled(number), slot.key.text);
                self.unknown(what, slot.place, UnknownScope::Table(name.clone()));
                continue;
            }
            let Some(table) = self.found.tables.get(number) else { return };
            let column = self.finished(slot, table.database);
            if !column.known {
                let what = format!("column `{}` of {} cannot be evaluated", column.key.text, self.titled(number));
                self.unknown(what, column.place, UnknownScope::Detail);
            } else if !column.ty.is_known() {
                let of = self.titled(number);
                let what = format!("the type of column `{}` of {of} cannot be evaluated", column.key.text);
                self.unknown(what, column.place, UnknownScope::Detail);
            }
            let Some(table) = self.found.tables.get_mut(number) else { return };
            if let Value::Column(draft) = &slot.value {
                keys.extend(draft.primary.map(|place| (column.name.text.clone(), place)));
                table.uniques.extend(draft.unique.clone().map(|(name, place)| Unique {
                    name,
                    columns: vec![column.name.text.clone()],
                    place,
                }));
                let expression = draft.expression.clone();
                pending.expressions.extend(expression.map(|it| (column.name.text.clone(), it)));
                pending.references.extend(
                    draft
                        .references
                        .clone()
                        .map(|reference| PendingReference { column: column.name.text.clone(), reference }),
                );
            } else {
                // What makes the column may make others, and keys and references too.
                mark_incomplete(self, number);
            }
            let Some(table) = self.found.tables.get_mut(number) else { return };
            table.more_constraints |= !column.known;
            table.columns.push(column);
        }
        if let (Some((_, place)), Some(table)) = (keys.first().cloned(), self.found.tables.get_mut(number)) {
            let columns = keys.into_iter().map(|(column, _)| column).collect();
            table.primary_key = Some(PrimaryKey { name: None, columns, place });
        }
    }

    /// Adds what waited: constraints, foreign keys and relations. Evaluating them may bring up further tables.
    pub(super) fn finish(&mut self) {
        let mut number = 0;
        while number < self.found.tables.len() {
            self.refuel();
            let pending = self.pending.get_mut(number).map(std::mem::take).unwrap_or_default();
            for (column, closure) in pending.expressions {
                self.generate(number, &column, &closure);
            }
            for waiting in pending.references {
                let key = self.column_reference(waiting);
                self.add_foreign_key(number, key);
            }
            if let Some((extras, place)) = pending.extras {
                self.add_extras(number, &extras, place);
            }
            self.settle_keys(number);
            number += 1;
        }
        // Where no table is of the database that is said to be the schema's, that word means something else.
        self.database = self.database.filter(|it| self.found.tables.iter().any(|table| table.database == *it));
        for pending in std::mem::take(&mut self.relations) {
            self.refuel();
            self.add_relations(&pending);
        }
    }

    /// A column of a primary key is never NULL, whatever its own declaration says; SQLite alone allows it.
    fn settle_keys(&mut self, number: usize) {
        let Some(table) = self.found.tables.get_mut(number) else { return };
        let Some(key) = table.primary_key.as_ref().filter(|_| table.database != Database::Sqlite) else {
            return;
        };
        for column in &mut table.columns {
            if key.columns.contains(&column.name.text) {
                column.nullable = Some(false);
            }
        }
    }

    pub(super) fn add_foreign_key(&mut self, number: usize, key: ForeignKey) {
        if !key.known {
            let (columns, of) = (key.columns.join(", "), self.titled(number));
            let what = match key.references.is_empty() {
                true => format!("the table that `{columns}` of {of} refers to cannot be evaluated"),
                false => format!("the actions of the key of `{columns}` of {of} cannot be evaluated"),
            };
            self.unknown(what, key.place, UnknownScope::Detail);
        }
        if let Some(table) = self.found.tables.get_mut(number) {
            table.foreign_keys.push(key);
        }
    }

    fn column_reference(&mut self, waiting: PendingReference<'a>) -> ForeignKey {
        let reference = waiting.reference;
        let target = match &reference.target {
            Value::Function(closure) => self.invoke(closure, Vec::new()),
            other => other.clone(),
        };
        let options = reference.options.record();
        let action = |key: &str| options.as_ref().and_then(|it| it.text(key)).and_then(action);
        let mut key = ForeignKey {
            columns: vec![waiting.column],
            table: reference.written,
            on_delete: action("onDelete"),
            on_update: action("onUpdate"),
            place: reference.place,
            ..ForeignKey::default()
        };
        match target {
            Value::TableColumn(table, column) => self.aim(&mut key, table, &[column]),
            _ if key.table.text == "authUsers" => {
                // `drizzle-orm/supabase` declares the table that Supabase keeps its users in.
                key.table.text = "users".to_owned();
                key.table_schema = Some("auth".to_owned());
                key.references = vec!["id".to_owned()];
                key.known = true;
            }
            _ => {}
        }
        key.known &= match &reference.options {
            Value::Object(options) => {
                options.gaps.is_empty() && ["onDelete", "onUpdate"].iter().all(|it| is_action(options.get(it)))
            }
            other => matches!(other, Value::Nothing),
        };
        key
    }

    /// Makes `key` refer to `columns` of the table numbered `table`.
    pub(super) fn aim(&self, key: &mut ForeignKey, table: usize, columns: &[Rc<str>]) {
        let Some(target) = self.found.tables.get(table) else { return };
        key.table.text = target.name.text.clone();
        key.table_schema = target.schema.clone();
        key.references = columns.iter().map(|it| self.column_name(table, it)).collect();
        key.known = true;
    }

    fn add_extras(&mut self, number: usize, extras: &Value<'a>, place: Place) {
        let value = match extras {
            Value::Function(closure) => self.invoke(closure, vec![Value::Table(number)]),
            other => other.clone(),
        };
        let (items, complete) = match value {
            Value::Array(list) => flat(&list),
            Value::Object(record) => {
                (record.slots.iter().map(|slot| slot.value.clone()).collect(), record.gaps.is_empty())
            }
            Value::Nothing => (Vec::new(), true),
            _ => (Vec::new(), false),
        };
        let mut complete = complete;
        for item in items {
            match item {
                Value::Constraint(constraint) => {
                    complete &= constraint.known;
                    self.attach(number, &constraint);
                }
                // What is no key and no index is passed over: `{ kind: 'check', … }`.
                Value::Nothing | Value::Bool(false) | Value::Object(_) => {}
                _ => complete = false,
            }
        }
        if !complete {
            let what = format!("not all keys and indexes of {} can be evaluated", self.titled(number));
            self.unknown(what, place, UnknownScope::Detail);
            if let Some(table) = self.found.tables.get_mut(number) {
                table.more_constraints = true;
            }
        }
    }
}

/// The items of `list`, those of lists in it for themselves, and whether they are all.
fn flat<'a>(list: &List<'a>) -> (Vec<Value<'a>>, bool) {
    let mut items = Vec::new();
    let mut complete = list.complete;
    for item in &list.items {
        match item {
            Value::Array(inner) => {
                items.extend(inner.items.iter().cloned());
                complete &= inner.complete;
            }
            other => items.push(other.clone()),
        }
    }
    (items, complete)
}

/// True if `name` has the letters of `given` in it, whatever their case and what stands between words.
fn spells(name: &str, given: &str) -> bool {
    let letters = |text: &str| -> String {
        text.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    letters(name).contains(&letters(given))
}

/// True if `value` is an action, or none is asked for.
pub(super) fn is_action(value: Option<&Value<'_>>) -> bool {
    matches!(value, None | Some(Value::Nothing | Value::Text(_)))
}

/// The action called `name` in Drizzle.
pub(super) fn action(name: &str) -> Option<Action> {
    [Action::Cascade, Action::SetNull, Action::SetDefault, Action::Restrict, Action::NoAction]
        .into_iter()
        .find(|it| it.as_str() == name)
}
