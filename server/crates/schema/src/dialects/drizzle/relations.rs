//! `relations(users, ({ one, many }) => ({ … }))`.

use std::rc::Rc;

use text::{FileId, Place};

use super::eval::Evaluator;
use super::values::Value;
use crate::model::{Relation, UnknownScope};

impl<'a> Evaluator<'a> {
    /// Adds the relations that `callback` lists for the table numbered `from`.
    pub(super) fn add_relations(&mut self, from: usize, callback: &Value<'a>, file: FileId) {
        let Value::Function(closure) = callback else { return };
        let package = Value::Package(Rc::default());
        let listed = self.invoke(closure, vec![package]);
        let table = self.name_of(from);
        let Value::Object(record) = listed else {
            let place = Place::new(file, closure.function.span);
            self.unknown(
                format!("the relations of `{table}` cannot be evaluated"),
                place,
                UnknownScope::Detail,
            );
            return;
        };
        for slot in &record.slots {
            let Value::Relation(kind, to) = slot.value else { continue };
            let Some(to) = to else {
                let what =
                    format!("where relation `{}` of `{table}` leads cannot be evaluated", slot.key.text);
                self.unknown(what, slot.place, UnknownScope::Detail);
                continue;
            };
            let to = self.name_of(to);
            let relation =
                Relation { table: table.clone(), name: slot.key.clone(), kind, to, place: slot.place };
            self.found.relations.push(relation);
        }
    }
}
