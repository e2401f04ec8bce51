//! `relations(users, ({ one, many }) => ({ … }))`, and `defineRelations(schema, (r) => ({ users: { … } }))`.

use std::rc::Rc;

use text::{FileId, Place};

use super::eval::Evaluator;
use super::values::{Record, Value};
use crate::model::{Relation, UnknownScope};

/// Relations that wait until every table is known.
pub(super) struct PendingRelations<'a> {
    /// The table they start from, or the object or module of all tables.
    pub(super) of: Value<'a>,
    /// What lists them.
    pub(super) callback: Value<'a>,
    /// Where.
    pub(super) file: FileId,
}

impl<'a> Evaluator<'a> {
    /// Adds the relations that `pending` lists.
    pub(super) fn add_relations(&mut self, pending: &PendingRelations<'a>) {
        let Value::Function(closure) = &pending.callback else { return };
        let place = Place::new(pending.file, closure.function.span);
        let argument = match &pending.of {
            Value::Table(_) => Value::Package(Rc::default()),
            tables => Value::Edges(None, Rc::new(tables.clone())),
        };
        match (&pending.of, self.invoke(closure, vec![argument])) {
            (Value::Table(table), Value::Object(record)) => self.add_edges(*table, &record),
            (tables, Value::Object(record)) => {
                for slot in &record.slots {
                    let table = self.member(tables, &slot.key.text);
                    if let (Value::Table(table), Value::Object(edges)) = (table, &slot.value) {
                        self.add_edges(table, edges);
                    }
                }
            }
            (of, _) => {
                let of = match of {
                    Value::Table(table) => format!("`{}`", self.name_of(*table)),
                    _ => "the schema".to_owned(),
                };
                self.unknown(
                    format!("the relations of {of} cannot be evaluated"),
                    place,
                    UnknownScope::Detail,
                );
            }
        }
    }

    fn add_edges(&mut self, from: usize, record: &Record<'a>) {
        let database = self.found.tables.get(from).map(|it| it.database);
        if self.database.is_some() && self.database != database {
            return;
        }
        let table = self.name_of(from);
        for slot in &record.slots {
            let Value::Relation(kind, to) = slot.value else { continue };
            let Some(to) = to else {
                let what =
                    format!("where relation `{}` of `{table}` leads cannot be evaluated", slot.key.text);
                self.unknown(what, slot.place, UnknownScope::Detail);
                continue;
            };
            let to = self.name_of(to);
            let name = slot.key.clone();
            let (table, label, place) = (table.clone(), None, slot.place);
            self.found.relations.push(Relation { table, name, kind, to, label, ends: None, place });
        }
    }
}
