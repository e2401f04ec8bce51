//! The names that a module gives its tables and enums.

use text::{FileId, Place};

use super::eval::Evaluator;
use super::ir::{Binding, Pattern};
use super::tables::mark_incomplete;
use super::values::{Record, Value};
use crate::model::Ident;

impl<'a> Evaluator<'a> {
    /// Gives the tables in `value` the names that `binding` binds them to.
    pub(super) fn name_tables(&mut self, file: FileId, binding: &'a Binding, value: &Value<'a>) {
        match (&binding.pattern, value) {
            (Pattern::Name(word), Value::Object(record)) => {
                self.name_slots(file, binding, record);
                let _ = word;
            }
            (Pattern::Name(word), value) => {
                let key = Ident { text: word.text.clone(), place: Place::new(file, word.span) };
                self.name_one(file, binding, value, key);
            }
            (Pattern::Object(_), Value::Object(record)) => self.name_slots(file, binding, record),
            _ => {}
        }
    }

    fn name_slots(&mut self, file: FileId, binding: &'a Binding, record: &Record<'a>) {
        for slot in &record.slots {
            if slot.key.place.file == file {
                self.name_one(file, binding, &slot.value, slot.key.clone());
            }
        }
    }

    fn name_one(&mut self, file: FileId, binding: &'a Binding, value: &Value<'a>, key: Ident) {
        let exported = binding.exported || self.lists(file, &key.text);
        let place = Place::new(file, binding.span);
        match value {
            Value::Table(number) => {
                let Some(table) = self.found.tables.get_mut(*number).filter(|it| it.key.text.is_empty())
                else {
                    return;
                };
                if table.name.text.is_empty() {
                    // It is found at the only name there is, which is not the database's.
                    table.name = key.clone();
                    table.complete = false;
                    table.more_constraints = true;
                }
                table.key = key;
                table.exported = exported;
                if table.place.file == file {
                    table.place = place;
                }
                table.doc = binding.doc.clone();
                if binding.value.broken {
                    mark_incomplete(self, *number);
                }
            }
            Value::Enum(number) => {
                let Some(found) = self.found.enums.get_mut(*number).filter(|it| it.key.text.is_empty())
                else {
                    return;
                };
                if found.name.text.is_empty() {
                    found.name = key.clone();
                    found.complete = false;
                }
                found.key = key;
                found.complete &= !binding.value.broken;
                if found.place.file == file {
                    found.place = place;
                }
            }
            _ => {}
        }
    }
}
