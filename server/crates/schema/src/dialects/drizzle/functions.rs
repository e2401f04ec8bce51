//! Calls of functions that a schema module declares itself.

use std::rc::Rc;

use super::eval::{DEEPEST, Evaluator};
use super::ir::{Expr, Kind, Pattern, Statement, Touch};
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
        self.running.push(Rc::clone(&scope));
        let result = self.run(&closure.function.body, &scope).unwrap_or(Value::Nothing);
        self.running.pop();
        result
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
                Statement::Do(value, touches) => self.act(value, touches, scope),
                Statement::If(condition, yes, no, touches) => {
                    let branch = match self.eval(condition, scope).truth() {
                        Some(true) => yes,
                        Some(false) => no,
                        None => {
                            self.open_all(touches, scope);
                            match goes_on(yes) && goes_on(no) {
                                true => continue,
                                false => return Some(Value::Unknown),
                            }
                        }
                    };
                    let result = self.within(branch, scope);
                    if result.is_some() {
                        return result;
                    }
                }
                Statement::Each(pattern, list, body, touches) => {
                    let list = self.eval(list, scope);
                    let Value::Array(list) = list else {
                        self.open_all(touches, scope);
                        match goes_on(body) {
                            true => continue,
                            false => return Some(Value::Unknown),
                        }
                    };
                    for item in &list.items {
                        self.bind(pattern, item.clone(), scope);
                        let result = self.within(body, scope);
                        if result.is_some() {
                            return result;
                        }
                    }
                    if !list.complete {
                        self.open_all(touches, scope);
                        if !goes_on(body) {
                            return Some(Value::Unknown);
                        }
                    }
                }
                Statement::Unread(touches) => {
                    self.open_all(touches, scope);
                    return Some(Value::Unknown);
                }
            }
        }
        None
    }

    /// What `body`, a part of another, returns.
    fn within(&mut self, body: &'a [Statement], scope: &Rc<Scope<'a>>) -> Option<Value<'a>> {
        self.depth += 1;
        let result = if self.depth < DEEPEST { self.run(body, scope) } else { Some(Value::Unknown) };
        self.depth -= 1;
        result
    }

    /// Does what `value` says, which writes to `touches`, also where it is a call that cannot be evaluated.
    fn act(&mut self, value: &'a Expr, touches: &'a [Touch], scope: &Rc<Scope<'a>>) {
        let result = self.eval(value, scope);
        if matches!((&value.kind, result), (Kind::Call(_), Value::Unknown)) {
            self.open_all(touches, scope);
        }
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

/// True if code goes on behind `body`, whatever happens in it.
fn goes_on(body: &[Statement]) -> bool {
    body.iter().all(|it| match it {
        Statement::Return(_) | Statement::Unread(_) => false,
        Statement::If(_, yes, no, _) => goes_on(yes) && goes_on(no),
        Statement::Each(_, _, body, _) => goes_on(body),
        Statement::Let(..) | Statement::Do(..) => true,
    })
}
