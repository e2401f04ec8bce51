//! What code does to values that are there already: `name = …`, `name.key = …`, `name.push(…)`.
//!
//! A value never changes here. Who writes to an object makes another one, and whatever name stood for the old one stands
//! for the new one then. Where that cannot be followed, what may have been written to may hold anything besides.

use std::rc::Rc;

use text::{FileId, Place};

use super::eval::{Arguments, Evaluator, Site};
use super::ir::{Binding, Expr, Extent, Kind, Pattern, Touch};
use super::values::{List, Record, Scope, Slot, Value};
use crate::model::Ident;

/// How deep an object is looked into for what may have been written to.
const DEEPEST: u32 = 4;

impl<'a> Evaluator<'a> {
    /// What `target = value` gives, and does.
    pub(super) fn assign(&mut self, target: &'a Expr, value: &'a Expr, scope: &Rc<Scope<'a>>) -> Value<'a> {
        let given = self.eval(value, scope);
        let place = Place::new(scope.file, target.span);
        let key = match &target.kind {
            Kind::Name(name) => {
                self.rebind(name, given.clone(), scope);
                return given;
            }
            Kind::Member { name, .. } => {
                Some(Ident { text: name.text.clone(), place: Place::new(scope.file, name.span) })
            }
            Kind::Index { index, .. } => match self.eval(index, scope) {
                Value::Text(text) => Some((*text).clone()),
                _ => None,
            },
            _ => return given,
        };
        let (Kind::Member { object, .. } | Kind::Index { object, .. }) = &target.kind else { return given };
        let old = self.eval(object, scope);
        let new = match (&old, key) {
            (Value::Object(record), Some(key)) if self.spend(record.slots.len()) => {
                let mut record = (**record).clone();
                let slot = Slot { key, value: given.clone(), doc: None, place, source: value };
                put(&mut record, slot);
                Value::Object(Rc::new(record))
            }
            _ => opened(&old, &self.start_of(object, scope), place, 0),
        };
        if !self.replace(&old, &new, scope) {
            self.open_root(object, scope);
        }
        given
    }

    /// What `list.name(…)` gives of a method that changes the list, and does; `None` for any other.
    pub(super) fn change_list(
        &mut self,
        list: &Rc<List<'a>>,
        name: &str,
        given: &Arguments<'a>,
        object: &'a Expr,
        scope: &Rc<Scope<'a>>,
    ) -> Option<Value<'a>> {
        let items = || given.values.iter().map(|(value, _)| value.clone());
        let old = || list.items.iter().cloned();
        let complete = list.complete && given.complete;
        let (items, complete): (Vec<Value<'a>>, bool) = match name {
            "push" => (old().chain(items()).collect(), complete),
            "unshift" => (items().chain(old()).collect(), complete),
            "reverse" => (old().rev().collect(), complete),
            "sort" => match sorted(list, given) {
                Some(items) => (items, complete),
                None => (old().collect(), false),
            },
            "pop" | "shift" | "splice" | "fill" | "copyWithin" => (old().collect(), false),
            _ => return None,
        };
        let (items, complete) = if self.spend(items.len()) { (items, complete) } else { (Vec::new(), false) };
        let (from, to) = (Value::Array(Rc::clone(list)), Value::Array(Rc::new(List { items, complete })));
        // A list that no name stands for is changed for nobody else.
        if !self.replace(&from, &to, scope) {
            self.open_root(object, scope);
        }
        Some(match &to {
            Value::Array(list) if matches!(name, "push" | "unshift") && list.complete => {
                Value::Number(Rc::from(list.items.len().to_string()))
            }
            _ if matches!(name, "sort" | "reverse") => to,
            _ => Value::Unknown,
        })
    }

    /// What `Object.assign(target, …)` gives, and does.
    pub(super) fn merge(
        &mut self,
        given: &Arguments<'a>,
        site: Site<'a>,
        scope: &Rc<Scope<'a>>,
    ) -> Value<'a> {
        let old = given.value(0);
        let Value::Object(target) = &old else {
            self.open_argument(given, scope);
            return Value::Unknown;
        };
        let mut record = (**target).clone();
        for (value, source) in given.values.iter().skip(1) {
            match value {
                Value::Object(other) if self.spend(target.slots.len() + other.slots.len()) => {
                    record.gaps.extend(other.gaps.iter().cloned());
                    other.slots.iter().for_each(|slot| put(&mut record, slot.clone()));
                }
                Value::Nothing | Value::Bool(false) => {}
                _ => {
                    let what = format!("`{}`", self.start_of(source, scope));
                    record.gaps.push((what, Place::new(scope.file, source.span)));
                }
            }
        }
        if !given.complete {
            record.gaps.push((format!("`{}`", self.start_of(site.expr, scope)), site.place()));
        }
        let new = Value::Object(Rc::new(record));
        if !self.replace(&old, &new, scope) {
            self.open_argument(given, scope);
        }
        new
    }

    /// What each of `touches` may have written to may hold anything besides.
    pub(super) fn open_all(&mut self, touches: &[Touch], scope: &Rc<Scope<'a>>) {
        for touch in touches {
            self.open(&touch.name, touch.extent, Place::new(scope.file, touch.span), scope);
        }
    }

    /// What the functions among `arguments` write to may hold anything besides: somebody who is not known may call them.
    pub(super) fn open_handed(&mut self, arguments: &Arguments<'a>) {
        for (value, _) in &arguments.values {
            if let Value::Function(closure) = value {
                self.open_all(&closure.function.touched, &closure.scope);
            }
        }
    }

    /// `value` of the name that `touch`, in `file`, writes to, at any time.
    pub(super) fn doubted(value: &Value<'a>, touch: &Touch, file: FileId) -> Value<'a> {
        match touch.extent {
            Extent::Whole => Value::Unknown,
            Extent::Part => opened(value, &touch.name, Place::new(file, touch.span), 0),
        }
    }

    fn open_argument(&mut self, given: &Arguments<'a>, scope: &Rc<Scope<'a>>) {
        if let Some(first) = given.expr(0) {
            self.open_root(first, scope);
        }
    }

    /// What the name at the root of `expr` stands for may hold anything besides.
    fn open_root(&mut self, expr: &'a Expr, scope: &Rc<Scope<'a>>) {
        let mut at = expr;
        while let Kind::Member { object, .. } | Kind::Index { object, .. } = &at.kind {
            at = object;
        }
        if let Kind::Name(name) = &at.kind {
            self.open(name, Extent::Part, Place::new(scope.file, expr.span), scope);
        }
    }

    fn open(&mut self, name: &str, extent: Extent, place: Place, scope: &Rc<Scope<'a>>) {
        let Some(old) = self.standing(name, scope) else { return };
        match extent {
            Extent::Whole => self.rebind(name, Value::Unknown, scope),
            Extent::Part => {
                let new = opened(&old, name, place, 0);
                self.replace(&old, &new, scope);
                self.open_parts(&old, name, place, scope);
            }
        }
    }

    /// What the object or list `value` holds may be known by other names, too.
    fn open_parts(&mut self, value: &Value<'a>, name: &str, place: Place, scope: &Rc<Scope<'a>>) {
        let parts: Vec<Value<'a>> = match value {
            Value::Object(record) => record.slots.iter().map(|it| it.value.clone()).collect(),
            Value::Array(list) => list.items.clone(),
            _ => return,
        };
        for part in parts.iter().filter(|it| matches!(it, Value::Object(_) | Value::Array(_))) {
            let new = opened(part, name, place, 1);
            self.replace(part, &new, scope);
        }
    }

    /// The value of `name` as code in `scope` sees it, if it has one by now.
    fn standing(&mut self, name: &str, scope: &Rc<Scope<'a>>) -> Option<Value<'a>> {
        let mut at = Some(scope);
        while let Some(scope) = at {
            if let Some(value) = scope.names.borrow().get(name) {
                return Some(value.clone());
            }
            at = scope.outer.as_ref();
        }
        let index = self.names_in(scope.file)?.binding(name)?;
        self.values.get(&(scope.file, index)).cloned().flatten()
    }

    /// Makes `name` stand for `value`.
    fn rebind(&mut self, name: &str, value: Value<'a>, scope: &Rc<Scope<'a>>) {
        let mut at = Some(scope);
        while let Some(scope) = at {
            if let Some(old) = scope.names.borrow_mut().get_mut(name) {
                *old = value;
                return;
            }
            at = scope.outer.as_ref();
        }
        let file = scope.file;
        let Some(index) = self.names_in(file).and_then(|it| it.binding(name)) else { return };
        let is_name = |it: &Binding| matches!(it.pattern, Pattern::Name(_));
        if self.module(file).and_then(|it| it.bindings.get(index)).is_some_and(is_name)
            && let Some(Some(old)) = self.values.get_mut(&(file, index))
        {
            *old = value;
        }
    }

    /// Makes every name that stands for the object or list `old` stand for `new`; false if none does.
    fn replace(&mut self, old: &Value<'a>, new: &Value<'a>, scope: &Rc<Scope<'a>>) -> bool {
        if !matches!(old, Value::Object(_) | Value::Array(_)) {
            return true;
        }
        self.charge(self.values.len());
        let mut found = false;
        let mut scopes: Vec<Rc<Scope<'a>>> = self.running.clone();
        scopes.push(Rc::clone(scope));
        for scope in scopes {
            let mut at = Some(&scope);
            while let Some(scope) = at {
                for value in scope.names.borrow_mut().values_mut() {
                    found |= exchange(value, old, new, 0);
                }
                at = scope.outer.as_ref();
            }
        }
        for value in self.values.values_mut().flatten() {
            found |= exchange(value, old, new, 0);
        }
        found
    }

    /// The start of `expr` as written.
    pub(super) fn start_of(&self, expr: &Expr, scope: &Rc<Scope<'a>>) -> String {
        self.text(scope.file, expr.span).chars().take(60).collect()
    }
}

/// The items of `list` as `sort()` orders texts; `None` if it is told how, or not all are texts.
fn sorted<'a>(list: &List<'a>, given: &Arguments<'a>) -> Option<Vec<Value<'a>>> {
    let text = |it: &Value<'a>| match it {
        Value::Text(text) => Some(text.text.encode_utf16().collect::<Vec<u16>>()),
        _ => None,
    };
    if !given.values.is_empty() || !given.complete || !list.items.iter().all(|it| text(it).is_some()) {
        return None;
    }
    let mut items = list.items.clone();
    items.sort_by_cached_key(text);
    Some(items)
}

/// True if both are the same object or list, not only equal ones.
fn is_same<'a>(one: &Value<'a>, other: &Value<'a>) -> bool {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => Rc::ptr_eq(one, other),
        (Value::Array(one), Value::Array(other)) => Rc::ptr_eq(one, other),
        _ => false,
    }
}

/// Puts `new` in the place of `old`, which `value` is or holds; false if it does neither.
fn exchange<'a>(value: &mut Value<'a>, old: &Value<'a>, new: &Value<'a>, depth: u32) -> bool {
    if is_same(value, old) {
        *value = new.clone();
        return true;
    }
    if depth >= DEEPEST {
        return false;
    }
    match value {
        Value::Object(record) if record.slots.iter().any(|it| holds(&it.value, old, depth + 1)) => {
            let mut made = (**record).clone();
            for slot in &mut made.slots {
                exchange(&mut slot.value, old, new, depth + 1);
            }
            *record = Rc::new(made);
            true
        }
        Value::Array(list) if list.items.iter().any(|it| holds(it, old, depth + 1)) => {
            let mut items = list.items.clone();
            for item in &mut items {
                exchange(item, old, new, depth + 1);
            }
            *list = Rc::new(List { items, complete: list.complete });
            true
        }
        _ => false,
    }
}

/// True if `value` is `old`, or holds it.
fn holds<'a>(value: &Value<'a>, old: &Value<'a>, depth: u32) -> bool {
    match value {
        _ if is_same(value, old) => true,
        _ if depth >= DEEPEST => false,
        Value::Object(record) => record.slots.iter().any(|it| holds(&it.value, old, depth + 1)),
        Value::Array(list) => list.items.iter().any(|it| holds(it, old, depth + 1)),
        _ => false,
    }
}

/// Puts `slot` into `record`, in the place of one with the same key.
pub(super) fn put<'a>(record: &mut Record<'a>, slot: Slot<'a>) {
    match record.slots.iter_mut().find(|it| it.key.text == slot.key.text) {
        Some(old) => *old = slot,
        None => record.slots.push(slot),
    }
}

/// `value` when something has been written to it, as `name`, that is not known.
fn opened<'a>(value: &Value<'a>, name: &str, place: Place, depth: u32) -> Value<'a> {
    if depth >= DEEPEST {
        return Value::Unknown;
    }
    match value {
        Value::Object(record) => {
            let slots = record.slots.iter().map(|it| Slot { value: opened(&it.value, name, place, depth + 1), ..it.clone() });
            let mut gaps = record.gaps.clone();
            gaps.push((format!("what is written to `{name}`"), place));
            Value::Object(Rc::new(Record { slots: slots.collect(), gaps }))
        }
        Value::Array(list) => {
            let items = list.items.iter().map(|it| opened(it, name, place, depth + 1)).collect();
            Value::Array(Rc::new(List { items, complete: false }))
        }
        other => other.clone(),
    }
}
