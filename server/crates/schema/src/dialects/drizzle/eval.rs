//! Evaluates the expressions of schema modules, across files.
//!
//! This is no JavaScript engine: it knows constants, objects, spreads, calls of functions that only return something,
//! and what drizzle-orm's functions make. Everything else is [`Value::Unknown`], and whoever needed the value says so.
//! Evaluation is bounded by fuel and depth; a value that depends on itself is unknown.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use text::{FileId, Place, Span};

use super::ir::{Argument, Call, Entry, Expr, Kind};
use super::{library, paths};
use super::module::Module;
use super::relations::PendingRelations;
use super::resolve::Names;
use super::values::{Closure, List, Record, Scope, Slot, Value};
use crate::dialects::{Casing, Linking, Module as AnyModule};
use crate::model::{Database, Declarations, Ident, RelationKind, UnknownScope};

/// How much one link may evaluate: one unit for each expression. Two hundred tables of twenty columns need about 100,000.
const FUEL: u32 = 3_000_000;
/// How much one top-level declaration may evaluate, so that none starves the others.
const FUEL_EACH: u32 = 200_000;
/// What copying one property or item by a spread costs: it takes memory, which a chain of spreads would double and double.
const SPREAD: usize = 8;
/// How deep evaluation may nest.
pub(super) const DEEPEST: u32 = 160;

/// The state of one link.
pub(super) struct Evaluator<'a> {
    modules: &'a dyn Fn(FileId) -> Option<&'a AnyModule>,
    pub(super) resolve: &'a dyn Fn(FileId, &str) -> Option<FileId>,
    pub(super) casing: Casing,
    /// The database whose tables count, if not all do.
    pub(super) database: Option<Database>,
    /// The tables, enums and unknowns found so far.
    pub(super) found: Declarations,
    /// What is left to do for each table, by the table's number.
    pub(super) pending: Vec<super::tables::Pending<'a>>,
    pub(super) relations: Vec<PendingRelations<'a>>,
    /// The values of declarations; `None` while one is being evaluated.
    pub(super) values: HashMap<(FileId, usize), Option<Value<'a>>>,
    /// Where names are, by file.
    pub(super) names: HashMap<FileId, Rc<Names<'a>>>,
    pub(super) scopes: HashMap<FileId, Rc<Scope<'a>>>,
    /// The imports that are being followed, outermost first: files and the names asked of them.
    pub(super) followed: Vec<(FileId, String)>,
    /// The functions under way, each with what it has bound.
    pub(super) running: Vec<Rc<Scope<'a>>>,
    fuel: u32,
    limit: u32,
    pub(super) depth: u32,
}

/// The arguments of a call, evaluated, with where each stands.
pub(super) struct Arguments<'a> {
    pub(super) values: Vec<(Value<'a>, &'a Expr)>,
    pub(super) complete: bool,
}

impl<'a> Arguments<'a> {
    /// The value at `index`; nothing if there is none.
    pub(super) fn value(&self, index: usize) -> Value<'a> {
        self.values.get(index).map_or(Value::Nothing, |(value, _)| value.clone())
    }

    /// Where the argument at `index` stands.
    pub(super) fn expr(&self, index: usize) -> Option<&'a Expr> {
        self.values.get(index).map(|(_, expr)| *expr)
    }
}

/// A call and the file it stands in.
#[derive(Clone, Copy)]
pub(super) struct Site<'a> {
    pub(super) file: FileId,
    pub(super) expr: &'a Expr,
    pub(super) call: &'a Call,
}

impl Site<'_> {
    /// Where the call stands.
    pub(super) fn place(&self) -> Place {
        Place::new(self.file, self.expr.span)
    }
}

impl<'a> Evaluator<'a> {
    pub(super) fn new(linking: &Linking<'a>) -> Self {
        Self {
            modules: linking.module,
            resolve: linking.resolve,
            casing: linking.casing,
            database: linking.database,
            found: Declarations::default(),
            pending: Vec::new(),
            relations: Vec::new(),
            values: HashMap::new(),
            names: HashMap::new(),
            scopes: HashMap::new(),
            running: Vec::new(),
            followed: Vec::new(),
            fuel: FUEL,
            limit: 0,
            depth: 0,
        }
    }

    /// The module in `file`, if it is one.
    pub(super) fn module(&self, file: FileId) -> Option<&'a Module> {
        match (self.modules)(file)? {
            AnyModule::Drizzle(module) => Some(module),
            _ => None,
        }
    }

    /// The text at `span` of `file`.
    pub(super) fn text(&self, file: FileId, span: Span) -> &'a str {
        self.module(file).map_or("", |module| module.text(span))
    }

    pub(super) fn unknown(&mut self, what: String, place: Place, scope: UnknownScope) {
        self.found.unknowns.push(crate::model::Unknown { what, place, scope });
    }

    /// Gives one declaration its share of fuel.
    pub(super) fn refuel(&mut self) {
        self.limit = self.fuel.saturating_sub(FUEL_EACH);
    }

    /// Takes fuel for `steps`, as far as there is any.
    pub(super) fn charge(&mut self, steps: usize) {
        let cost = u32::try_from(steps).unwrap_or(u32::MAX);
        self.fuel = self.fuel.saturating_sub(cost).max(self.limit);
    }

    /// Takes fuel for `copies` copied properties or items; false if there is not enough.
    pub(super) fn spend(&mut self, copies: usize) -> bool {
        let cost = u32::try_from(copies.saturating_mul(SPREAD)).unwrap_or(u32::MAX);
        if self.fuel.saturating_sub(cost) <= self.limit {
            return false;
        }
        self.fuel -= cost;
        true
    }

    /// The value of `expr` in `scope`.
    pub(super) fn eval(&mut self, expr: &'a Expr, scope: &Rc<Scope<'a>>) -> Value<'a> {
        if self.depth >= DEEPEST || self.fuel <= self.limit {
            return Value::Unknown;
        }
        self.fuel -= 1;
        self.depth += 1;
        let value = self.eval_kind(expr, scope);
        self.depth -= 1;
        value
    }

    fn eval_kind(&mut self, expr: &'a Expr, scope: &Rc<Scope<'a>>) -> Value<'a> {
        match &expr.kind {
            Kind::Text(text) => {
                let place = Place::new(scope.file, expr.span);
                Value::Text(Rc::new(Ident { text: text.clone(), place }))
            }
            Kind::Number(number) => {
                let digits = number.strip_suffix('n').unwrap_or(number).replace('_', "");
                Value::Number(Rc::from(digits))
            }
            Kind::Bool(value) => Value::Bool(*value),
            Kind::Nothing => Value::Nothing,
            Kind::Name(name) => self.lookup(name, scope),
            Kind::Member { object, name } => {
                if let Some(path) = paths::of_module(object, &name.text, Place::new(scope.file, expr.span)) {
                    return path;
                }
                let object = self.eval(object, scope);
                self.member(&object, &name.text)
            }
            Kind::Index { object, index } => {
                let object = self.eval(object, scope);
                self.indexed(&object, index, scope)
            }
            Kind::Call(call) => self.call(Site { file: scope.file, expr, call }, scope),
            Kind::Object(entries) => {
                let mut record = self.object(entries, scope);
                if expr.broken && record.gaps.is_empty() {
                    record.gaps.push((String::new(), Place::new(scope.file, expr.span)));
                }
                Value::Object(Rc::new(record))
            }
            Kind::Array(items) => {
                let arguments = self.arguments(items, scope);
                let items = arguments.values.into_iter().map(|(value, _)| value).collect();
                Value::Array(Rc::new(List { items, complete: arguments.complete && !expr.broken }))
            }
            Kind::Function(function) => {
                Value::Function(Rc::new(Closure { function, scope: Rc::clone(scope) }))
            }
            Kind::Template { tag, parts } => self.template(expr, tag.as_deref(), parts, scope),
            Kind::Choice { condition, yes, no } => match self.eval(condition, scope).truth() {
                Some(true) => self.eval(yes, scope),
                Some(false) => self.eval(no, scope),
                None => self.either(yes, no, scope),
            },
            Kind::Binary { operator, left, right } => self.binary(operator, left, right, scope),
            Kind::Not(operand) => {
                self.eval(operand, scope).truth().map_or(Value::Unknown, |it| Value::Bool(!it))
            }
            Kind::Minus(operand) => match self.eval(operand, scope) {
                Value::Number(number) => Value::Number(Rc::from(format!("-{number}"))),
                _ => Value::Unknown,
            },
            Kind::Assign { target, value } => self.assign(target, value, scope),
            Kind::Unknown => Value::Unknown,
        }
    }

    pub(super) fn arguments(&mut self, arguments: &'a [Argument], scope: &Rc<Scope<'a>>) -> Arguments<'a> {
        let mut result = Arguments { values: Vec::new(), complete: true };
        for argument in arguments {
            let value = self.eval(&argument.value, scope);
            match (argument.spread, value) {
                (false, value) => result.values.push((value, &argument.value)),
                (true, Value::Array(list)) if self.spend(list.items.len()) => {
                    result.complete &= list.complete;
                    result.values.extend(list.items.iter().map(|it| (it.clone(), &argument.value)));
                }
                (true, _) => result.complete = false,
            }
        }
        result
    }

    fn object(&mut self, entries: &'a [Entry], scope: &Rc<Scope<'a>>) -> Record<'a> {
        let mut record = Record::default();
        let mut at: HashMap<String, usize> = HashMap::new();
        let mut put = |record: &mut Record<'a>, slot: Slot<'a>| match at.get(&slot.key.text) {
            Some(index) => {
                if let Some(old) = record.slots.get_mut(*index) {
                    *old = slot;
                }
            }
            None => {
                at.insert(slot.key.text.clone(), record.slots.len());
                record.slots.push(slot);
            }
        };
        for entry in entries {
            match entry {
                Entry::Computed { key, value, doc, span } => {
                    let given = self.eval(value, scope);
                    let place = Place::new(scope.file, *span);
                    match self.computed_key(key, scope) {
                        Ok(key) => put(&mut record, Slot { key, value: given, doc: doc.clone(), place, source: value }),
                        Err(what) => record.gaps.push((what, place)),
                    }
                }
                Entry::Property(property) => {
                    let place = |span| Place::new(scope.file, span);
                    let value = self.eval(&property.value, scope);
                    let key = Ident { text: property.key.text.clone(), place: place(property.key.span) };
                    let doc = property.doc.clone();
                    let place = place(property.span);
                    put(&mut record, Slot { key, value, doc, place, source: &property.value });
                }
                Entry::Spread(source) => match self.spread(source, scope) {
                    Value::Object(other) if self.spend(other.slots.len() + other.gaps.len()) => {
                        record.gaps.extend(other.gaps.iter().cloned());
                        for slot in &other.slots {
                            put(&mut record, slot.clone());
                        }
                    }
                    Value::Nothing | Value::Bool(false) => {}
                    _ => {
                        let what = format!("`...{}`", self.start_of(source, scope));
                        record.gaps.push((what, Place::new(scope.file, source.span)));
                    }
                },
                Entry::Unknown(span) => {
                    let what = "a part that cannot be read".to_owned();
                    record.gaps.push((what, Place::new(scope.file, *span)));
                }
            }
        }
        record
    }

    /// The key that `[key]` says; what is unknown, in words, if it cannot be told.
    fn computed_key(&mut self, key: &'a Expr, scope: &Rc<Scope<'a>>) -> Result<Ident, String> {
        match self.eval(key, scope) {
            Value::Text(name) => Ok(Ident { text: name.text.clone(), place: Place::new(scope.file, key.span) }),
            _ => Err(format!("`[{}]`", self.start_of(key, scope))),
        }
    }

    /// What `...source` spreads into an object.
    fn spread(&mut self, source: &'a Expr, scope: &Rc<Scope<'a>>) -> Value<'a> {
        match self.eval(source, scope) {
            Value::Module(file) => self.exports(file, source),
            other => other,
        }
    }

    fn indexed(&mut self, object: &Value<'a>, index: &'a Expr, scope: &Rc<Scope<'a>>) -> Value<'a> {
        match (object, self.eval(index, scope)) {
            (_, Value::Text(key)) => self.member(object, &key.text),
            (Value::Array(list), Value::Number(number)) => {
                let index = number.parse::<usize>().ok();
                index.and_then(|it| list.items.get(it)).cloned().unwrap_or(Value::Unknown)
            }
            _ => Value::Unknown,
        }
    }

    /// `object.name`.
    pub(super) fn member(&mut self, object: &Value<'a>, name: &str) -> Value<'a> {
        match object {
            Value::Object(record) => match record.get(name) {
                Some(value) => value.clone(),
                None if record.gaps.is_empty() => Value::Nothing,
                None => Value::Unknown,
            },
            Value::Module(file) => self.export(*file, name, &mut HashSet::new()).unwrap_or(Value::Unknown),
            Value::Package(package) => library::member(name, package),
            Value::Table(table) if !matches!(name, "$inferSelect" | "$inferInsert" | "_") => {
                Value::TableColumn(*table, Rc::from(name))
            }
            // The parts of a URL.
            Value::Text(_) if matches!(name, "pathname" | "href") => object.clone(),
            Value::Enum(number) if name == "enumValues" => {
                let values = self.found.enums.get(*number);
                let items =
                    values.map(|it| it.values.iter().map(|it| Value::Text(Rc::new(it.clone()))).collect());
                let complete = values.is_some_and(|it| it.complete);
                Value::Array(Rc::new(List { items: items.unwrap_or_default(), complete }))
            }
            Value::Edges(None, tables) => match name {
                "one" => Value::Edges(Some(RelationKind::One), Rc::clone(tables)),
                "many" => Value::Edges(Some(RelationKind::Many), Rc::clone(tables)),
                _ => self.member(&Rc::clone(tables), name),
            },
            // Only `x?.y` comes here in code that runs.
            Value::Nothing => Value::Nothing,
            _ => Value::Unknown,
        }
    }

    fn call(&mut self, site: Site<'a>, scope: &Rc<Scope<'a>>) -> Value<'a> {
        if let Kind::Member { object, name } = &site.call.callee.kind {
            if let Some(value) = self.builtin(object, &name.text, site, scope) {
                return value;
            }
            let receiver = self.eval(object, scope);
            return self.method(receiver, &name.text, site, scope);
        }
        if site.call.callee.kind == Kind::Name("URL".to_owned()) {
            let arguments = self.arguments(&site.call.arguments, scope);
            return paths::call("URL", &arguments, site.place());
        }
        let callee = self.eval(&site.call.callee, scope);
        self.apply(&callee, site, scope)
    }

    /// What calling `callee` gives.
    pub(super) fn apply(&mut self, callee: &Value<'a>, site: Site<'a>, scope: &Rc<Scope<'a>>) -> Value<'a> {
        let arguments = self.arguments(&site.call.arguments, scope);
        match callee {
            Value::Function(closure) => {
                let values = arguments.values.into_iter().map(|(value, _)| value).collect();
                self.invoke(closure, values)
            }
            Value::Library(library) => self.call_library(&Rc::clone(library), &arguments, site),
            Value::Enum(_) | Value::Custom(_) => self.typed_column(callee, &arguments),
            _ => self.mystery(&arguments, site, scope),
        }
    }
}
