//! Calls of functions that a schema module declares itself.

use std::rc::Rc;

use super::eval::{DEEPEST, Evaluator};
use super::ir::{Pattern, Statement};
use super::values::{Closure, List, Record, Scope, Slot, Value};

impl<'a> Evaluator<'a> {
    /// What `closure` returns for `arguments`.
    pub(super) fn invoke(&mut self, closure: &Closure<'a>, arguments: Vec<Value<'a>>) -> Value<'a> {
        if self.depth >= DEEPEST {
            return Value::Unknown;
        }
        let scope = Rc::new(Scope {
            file: closure.scope.file,
            names: Default::default(),
            outer: Some(Rc::clone(&closure.scope)),
        });
        let mut arguments = arguments.into_iter();
        for parameter in &closure.function.parameters {
            if let Pattern::Rest(inner) = parameter {
                let items = arguments.by_ref().collect();
                self.bind(inner, Value::Array(Rc::new(List { items, complete: true })), &scope);
            } else {
                let value = arguments.next().unwrap_or(Value::Nothing);
                self.bind(parameter, value, &scope);
            }
        }
        self.run(&closure.function.body, &scope).unwrap_or(Value::Nothing)
    }

    /// What `body` returns; `None` if it goes on behind its last statement.
    fn run(&mut self, body: &'a [Statement], scope: &Rc<Scope<'a>>) -> Option<Value<'a>> {
        for statement in body {
            match statement {
                Statement::Let(pattern, value) => {
                    let value = self.eval(value, scope);
                    self.bind(pattern, value, scope);
                }
                Statement::Return(value) => return Some(self.eval(value, scope)),
                Statement::If(condition, yes, no) => {
                    let branch = match self.eval(condition, scope).truth() {
                        Some(true) => yes,
                        Some(false) => no,
                        None if yes.is_empty() && no.is_empty() => continue,
                        None => return Some(Value::Unknown),
                    };
                    self.depth += 1;
                    let result =
                        if self.depth < DEEPEST { self.run(branch, scope) } else { Some(Value::Unknown) };
                    self.depth -= 1;
                    if result.is_some() {
                        return result;
                    }
                }
                Statement::MayReturn => return Some(Value::Unknown),
            }
        }
        None
    }

    /// Binds the names of `pattern` to the parts of `value`.
    pub(super) fn bind(&mut self, pattern: &'a Pattern, value: Value<'a>, scope: &Rc<Scope<'a>>) {
        match pattern {
            Pattern::Name(word) => {
                scope.names.borrow_mut().insert(&word.text, value);
            }
            Pattern::Default(inner, default) => {
                let value = if matches!(value, Value::Nothing) { self.eval(default, scope) } else { value };
                self.bind(inner, value, scope);
            }
            Pattern::Object(entries) => {
                for (key, inner) in entries {
                    let part = match inner {
                        Pattern::Rest(_) => self.rest_of(&value, entries),
                        _ => self.member(&value, key),
                    };
                    self.bind(inner, part, scope);
                }
            }
            Pattern::Array(items) => {
                for (index, inner) in items.iter().enumerate() {
                    let part = match &value {
                        Value::Array(list) => list.items.get(index).cloned().unwrap_or(Value::Unknown),
                        _ => Value::Unknown,
                    };
                    self.bind(inner, part, scope);
                }
            }
            Pattern::Rest(inner) => self.bind(inner, value, scope),
            Pattern::Unknown => {}
        }
    }

    /// The properties of `value` that `entries` do not take.
    fn rest_of(&mut self, value: &Value<'a>, entries: &[(String, Pattern)]) -> Value<'a> {
        let Value::Object(record) = value else { return Value::Unknown };
        if !self.spend(record.slots.len() + record.gaps.len()) {
            return Value::Unknown;
        }
        let taken = |slot: &&Slot<'a>| !entries.iter().any(|(key, _)| *key == slot.key.text);
        let slots = record.slots.iter().filter(taken).cloned().collect();
        Value::Object(Rc::new(Record { slots, gaps: record.gaps.clone() }))
    }
}
