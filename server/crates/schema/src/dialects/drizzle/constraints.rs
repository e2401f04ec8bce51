//! The third argument of a table: keys, indexes, checks.

use std::rc::Rc;

use text::Place;

use super::columns::call_place;
use super::eval::{Arguments, Evaluator, Site};
use super::ir::{Expr, Kind};
use super::order::split_order;
use super::tables::{action, is_action};
use super::values::{Constraint, ConstraintKind, Slot, Value};
use crate::model::{Column, Check, ForeignKey, Ident, Index, IndexKey, IndexPart, Policy, PrimaryKey, Unique};

impl<'a> Evaluator<'a> {
    pub(super) fn constraint(
        &mut self,
        kind: ConstraintKind,
        arguments: &Arguments<'a>,
        site: Site<'a>,
    ) -> Value<'a> {
        let mut constraint = Constraint {
            kind,
            name: None,
            parts: Vec::new(),
            predicate: None,
            method: None,
            options: None,
            on_delete: Value::Nothing,
            on_update: Value::Nothing,
            expression: String::new(),
            policy: None,
            place: site.place(),
            known: arguments.complete,
        };
        match (kind, arguments.value(0)) {
            (ConstraintKind::ForeignKey, Value::Function(closure)) => {
                // The older form hands the options over in a function.
                constraint.options = self.invoke(&closure, Vec::new()).record();
            }
            (ConstraintKind::PrimaryKey | ConstraintKind::ForeignKey, Value::Object(record)) => {
                constraint.name = record.text("name").map(str::to_owned);
                constraint.options = Some(record);
            }
            (ConstraintKind::PrimaryKey, _) => {
                for (value, expr) in &arguments.values {
                    constraint.parts.push(self.part(value, expr, site));
                }
            }
            (_, Value::Text(name)) => constraint.name = Some(name.text.clone()),
            (_, Value::Nothing) => {}
            _ => constraint.known = false,
        }
        if kind == ConstraintKind::Policy {
            constraint.policy = Some(Rc::new(self.policy(arguments, site)));
        }
        if kind == ConstraintKind::Check
            && let Some(expr) = arguments.expr(1)
        {
            constraint.expression = self.sql_or_written(&arguments.value(1), expr, site);
        }
        Value::Constraint(Rc::new(constraint))
    }

    pub(super) fn attach(&mut self, number: usize, constraint: &Constraint<'a>) {
        let columns = || {
            let column = |part: &IndexPart| part.column().map(str::to_owned);
            constraint.parts.iter().filter_map(column).collect::<Vec<String>>()
        };
        let (name, place) = (constraint.name.clone(), constraint.place);
        if constraint.kind == ConstraintKind::ForeignKey {
            let key = self.table_reference(constraint);
            self.add_foreign_key(number, key);
            return;
        }
        let listed = match constraint.options.as_ref().and_then(|it| it.get("columns")) {
            Some(Value::Array(list)) => self.names(&list.items),
            _ => columns(),
        };
        let Some(table) = self.found.tables.get_mut(number) else { return };
        match constraint.kind {
            ConstraintKind::Index | ConstraintKind::UniqueIndex => table.indexes.push(Index {
                name,
                parts: constraint.parts.iter().map(|it| settled(it, &table.columns)).collect(),
                unique: constraint.kind == ConstraintKind::UniqueIndex,
                predicate: constraint.predicate.clone(),
                method: constraint.method.clone(),
                place,
            }),
            ConstraintKind::Unique => table.uniques.push(Unique { name, columns: listed, place }),
            ConstraintKind::PrimaryKey => {
                table.primary_key = Some(PrimaryKey { name, columns: listed, place });
            }
            ConstraintKind::Check => {
                table.checks.push(Check { name, expression: constraint.expression.clone(), place });
            }
            ConstraintKind::Policy => {
                table.row_security = true;
                let policy = constraint.policy.as_deref().cloned().unwrap_or_default();
                table.policies.push(Policy { name: name.unwrap_or_default(), place, ..policy });
            }
            ConstraintKind::ForeignKey => {}
        }
    }

    /// The database names of the columns among `items`.
    fn names(&self, items: &[Value<'a>]) -> Vec<String> {
        let name = |item: &Value<'a>| match item {
            Value::TableColumn(table, key) => Some(self.column_name(*table, key)),
            _ => None,
        };
        items.iter().filter_map(name).collect()
    }

    fn table_reference(&self, constraint: &Constraint<'a>) -> ForeignKey {
        let options = constraint.options.clone().unwrap_or_default();
        let items = |key: &str| match options.get(key) {
            Some(Value::Array(list)) => list.items.clone(),
            _ => Vec::new(),
        };
        let given = |value: &Value<'a>| match value {
            Value::Text(text) => action(&text.text),
            _ => None,
        };
        let written = options.slots.iter().find(|slot| slot.key.text == "foreignColumns");
        let mut key = ForeignKey {
            name: constraint.name.clone().or_else(|| options.text("name").map(str::to_owned)),
            columns: self.names(&items("columns")),
            table: written.map(|slot| self.written_target(slot)).unwrap_or_default(),
            on_delete: given(&constraint.on_delete),
            on_update: given(&constraint.on_update),
            place: constraint.place,
            ..ForeignKey::default()
        };
        let targets = items("foreignColumns");
        if let Some(Value::TableColumn(table, _)) = targets.first() {
            let columns: Vec<Rc<str>> = targets
                .iter()
                .filter_map(|it| match it {
                    Value::TableColumn(_, key) => Some(Rc::clone(key)),
                    _ => None,
                })
                .collect();
            self.aim(&mut key, *table, &columns);
        }
        key.known &= is_action(Some(&constraint.on_delete)) && is_action(Some(&constraint.on_update));
        key
    }

    /// The table before the dot of the first foreign column, as written.
    fn written_target(&self, slot: &Slot<'a>) -> Ident {
        let mut span = slot.source.span;
        if let Kind::Array(items) = &slot.source.kind
            && let Some(Kind::Member { object, .. }) = items.first().map(|it| &it.value.kind)
        {
            span = object.span;
        }
        let file = slot.place.file;
        Ident { text: self.text(file, span).to_owned(), place: Place::new(file, span) }
    }

    /// What `constraint.name(…)` gives.
    pub(super) fn constraint_method(
        &mut self,
        constraint: &Constraint<'a>,
        name: &str,
        arguments: &Arguments<'a>,
        site: Site<'a>,
    ) -> Value<'a> {
        let mut constraint = constraint.clone();
        constraint.place.span = constraint.place.span.join(call_place(site).span);
        constraint.known &= arguments.complete;
        match name {
            "on" | "onOnly" | "using" => {
                let columns = usize::from(name == "using");
                if let (1, Value::Text(method)) = (columns, arguments.value(0)) {
                    constraint.method = Some(method.text.clone());
                }
                for (value, expr) in arguments.values.iter().skip(columns) {
                    constraint.parts.push(self.part(value, expr, site));
                }
            }
            "where" => {
                let written = arguments.expr(0);
                constraint.predicate = written.map(|it| self.sql_or_written(&arguments.value(0), it, site));
            }
            "onDelete" => constraint.on_delete = arguments.value(0),
            "onUpdate" => constraint.on_update = arguments.value(0),
            // A policy may stand outside of its table.
            "link" if constraint.kind == ConstraintKind::Policy => {
                if let Value::Table(table) = arguments.value(0) {
                    self.attach(table, &constraint);
                }
            }
            "concurrently" | "with" | "nullsNotDistinct" | "asc" | "desc" | "nullsFirst" | "nullsLast"
            | "algorithm" | "lock" | "link" => {}
            _ => constraint.known = false,
        }
        Value::Constraint(Rc::new(constraint))
    }

    /// One part of an index.
    pub(super) fn part(&self, value: &Value<'a>, expr: &'a Expr, site: Site<'a>) -> IndexPart {
        match value {
            Value::TableColumn(table, key) => IndexPart::of_column(self.column_name(*table, key)),
            Value::Ordered(table, key, order) => {
                let key = IndexKey::Column(self.column_name(*table, key));
                IndexPart { key, order: order.text() }
            }
            other => IndexPart::of_expression(self.sql_or_written(other, expr, site)),
        }
    }
}

/// An expression in its parts; one that is nothing but a column is that column.
fn settled(part: &IndexPart, columns: &[Column]) -> IndexPart {
    let IndexKey::Expression(expression) = &part.key else { return part.clone() };
    let (key, order) = split_order(expression);
    let name = key.trim_matches(['"', '`']);
    match columns.iter().find(|it| it.name.text == name) {
        Some(column) => IndexPart { key: IndexKey::Column(column.name.text.clone()), order },
        None => IndexPart { key: IndexKey::Expression(key.to_owned()), order },
    }
}
