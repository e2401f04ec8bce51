//! Evaluates the expressions of schema modules, across files.
//!
//! This is no JavaScript engine: it knows constants, objects, spreads, calls of functions that only return something,
//! and what drizzle-orm's functions make. Everything else is [`Value::Unknown`], and whoever needed the value says so.
//! Evaluation is bounded by fuel and depth; a value that depends on itself is unknown.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use text::{FileId, Place, Span};

use super::ir::{Argument, Call, Entry, Export, Expr, Kind, Part, Pattern, Statement, Taken};
use super::library;
use super::module::Module;
use super::values::{Closure, Library, List, Package, Record, Scope, Slot, Value};
use crate::dialects::{Casing, Linking, Module as AnyModule};
use crate::model::{Declarations, Ident, UnknownScope};

/// How much one link may evaluate: one unit for each expression. Two hundred tables of twenty columns need about 100,000.
const FUEL: u32 = 3_000_000;
/// How much one top-level declaration may evaluate, so that none starves the others.
const FUEL_EACH: u32 = 200_000;
/// What copying one property or item by a spread costs: it takes memory, which a chain of spreads would double and double.
const SPREAD: usize = 8;
/// The longest text that is built, in bytes, for the same reason.
const LONGEST: usize = 10_000;
/// How deep evaluation may nest.
const DEEPEST: u32 = 160;

/// The state of one link.
pub(super) struct Evaluator<'a> {
    modules: &'a dyn Fn(FileId) -> Option<&'a AnyModule>,
    pub(super) resolve: &'a dyn Fn(FileId, &str) -> Option<FileId>,
    pub(super) casing: Casing,
    /// The tables, enums and unknowns found so far.
    pub(super) found: Declarations,
    /// What is left to do for each table, by the table's number.
    pub(super) pending: Vec<super::tables::Pending<'a>>,
    /// `relations(table, callback)`.
    pub(super) relations: Vec<(usize, Value<'a>, FileId)>,
    /// The values of declarations; `None` while one is being evaluated.
    values: HashMap<(FileId, usize), Option<Value<'a>>>,
    /// Where the declaration of a name is, by file.
    names: HashMap<FileId, HashMap<&'a str, usize>>,
    scopes: HashMap<FileId, Rc<Scope<'a>>>,
    fuel: u32,
    limit: u32,
    depth: u32,
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
            found: Declarations::default(),
            pending: Vec::new(),
            relations: Vec::new(),
            values: HashMap::new(),
            names: HashMap::new(),
            scopes: HashMap::new(),
            fuel: FUEL,
            limit: 0,
            depth: 0,
        }
    }

    /// The module in `file`, if it is one.
    pub(super) fn module(&self, file: FileId) -> Option<&'a Module> {
        match (self.modules)(file)? {
            AnyModule::Drizzle(module) => Some(module),
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

    /// Takes fuel for `copies` copied properties or items; false if there is not enough.
    pub(super) fn spend(&mut self, copies: usize) -> bool {
        let cost = u32::try_from(copies.saturating_mul(SPREAD)).unwrap_or(u32::MAX);
        if self.fuel.saturating_sub(cost) <= self.limit {
            return false;
        }
        self.fuel -= cost;
        true
    }

    fn scope(&mut self, file: FileId) -> Rc<Scope<'a>> {
        let new = || Rc::new(Scope { file, names: Default::default(), outer: None });
        Rc::clone(self.scopes.entry(file).or_insert_with(new))
    }

    /// The value of the declaration numbered `index` in `file`.
    pub(super) fn declared(&mut self, file: FileId, index: usize) -> Value<'a> {
        match self.values.get(&(file, index)) {
            Some(Some(value)) => return value.clone(),
            Some(None) => return Value::Unknown,
            None => {}
        }
        let Some(binding) = self.module(file).and_then(|module| module.bindings.get(index)) else {
            return Value::Unknown;
        };
        self.values.insert((file, index), None);
        let scope = self.scope(file);
        let value = self.eval(&binding.value, &scope);
        self.name_tables(file, binding, &value);
        self.values.insert((file, index), Some(value.clone()));
        value
    }

    /// The value of `name` at the top of `file`.
    fn global(&mut self, file: FileId, name: &str) -> Option<Value<'a>> {
        let module = self.module(file)?;
        let names = self.names.entry(file).or_insert_with(|| {
            let mut names = HashMap::new();
            for (index, binding) in module.bindings.iter().enumerate() {
                for word in binding.pattern.names() {
                    names.entry(word.text.as_str()).or_insert(index);
                }
            }
            names
        });
        if let Some(&index) = names.get(name) {
            let value = self.declared(file, index);
            let pattern = &module.bindings.get(index)?.pattern;
            if matches!(pattern, Pattern::Name(_)) {
                return Some(value);
            }
            let scope = Rc::new(Scope { file, names: Default::default(), outer: Some(self.scope(file)) });
            self.bind(pattern, value, &scope);
            return scope.names.borrow().get(name).cloned();
        }
        let import = module.imports.iter().find(|it| it.local == name)?;
        Some(self.imported(file, &import.specifier, &import.taken))
    }

    /// What `taken` of the module `specifier` is, seen from `file`.
    fn imported(&mut self, file: FileId, specifier: &str, taken: &Taken) -> Value<'a> {
        if let Some(package) = library::package(specifier) {
            return match taken {
                Taken::All => Value::Package(Rc::new(package)),
                Taken::Named(name) => library::value(name, Rc::new(package)),
            };
        }
        match ((self.resolve)(file, specifier), taken) {
            (Some(target), Taken::All) => Value::Module(target),
            (Some(target), Taken::Named(name)) => {
                self.export(target, name, &mut HashSet::new()).unwrap_or(Value::Unknown)
            }
            // A package of the workspace may pass on drizzle's own functions.
            (None, Taken::Named(name)) => library::by_name(name).unwrap_or(Value::Unknown),
            (None, Taken::All) => Value::Unknown,
        }
    }

    /// What `file` exports as `name`; `seen` are the files already asked.
    pub(super) fn export(
        &mut self,
        file: FileId,
        name: &str,
        seen: &mut HashSet<FileId>,
    ) -> Option<Value<'a>> {
        if !seen.insert(file) {
            return None;
        }
        let module = self.module(file)?;
        for export in &module.exports {
            match export {
                Export::Local { name: exported, local } if exported == name => {
                    return self.global(file, local);
                }
                Export::From { name: exported, taken, specifier, .. } if exported == name => {
                    return Some(self.imported(file, specifier, taken));
                }
                _ => {}
            }
        }
        if module.binding(name).is_some() {
            return self.global(file, name);
        }
        if name == "default" {
            return None;
        }
        for export in &module.exports {
            let Export::Star { specifier, .. } = export else { continue };
            if let Some(target) = (self.resolve)(file, specifier)
                && let Some(value) = self.export(target, name, seen)
            {
                return Some(value);
            }
            if let Some(package) = library::package(specifier)
                && let Some(value) = library::known(name, Rc::new(package))
            {
                return Some(value);
            }
        }
        None
    }

    /// The value of `name` as code in `scope` sees it.
    fn lookup(&mut self, name: &str, scope: &Rc<Scope<'a>>) -> Value<'a> {
        let mut at = Some(scope);
        while let Some(scope) = at {
            if let Some(value) = scope.names.borrow().get(name) {
                return value.clone();
            }
            at = scope.outer.as_ref();
        }
        // In a half-typed file the import may still be missing.
        let found = self.global(scope.file, name).or_else(|| library::by_name(name));
        match found {
            None if name == "__dirname" => library::folder(Place::new(scope.file, Span::default())),
            found => found.unwrap_or(Value::Unknown),
        }
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
            Kind::Number(number) => Value::Number(Rc::from(number.as_str())),
            Kind::Bool(value) => Value::Bool(*value),
            Kind::Nothing => Value::Nothing,
            Kind::Name(name) => self.lookup(name, scope),
            Kind::Member { object, name } => {
                if library::is_folder(object, &name.text) {
                    return library::folder(Place::new(scope.file, expr.span));
                }
                let object = self.eval(object, scope);
                self.member(&object, &name.text)
            }
            Kind::Index { object, index } => {
                let object = self.eval(object, scope);
                self.indexed(&object, index, scope)
            }
            Kind::Call(call) => self.call(Site { file: scope.file, expr, call }, scope),
            Kind::Object(entries) => self.object(entries, scope),
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
                None => Value::Unknown,
            },
            Kind::Binary { operator, left, right } => self.binary(operator, left, right, scope),
            Kind::Not(operand) => {
                self.eval(operand, scope).truth().map_or(Value::Unknown, |it| Value::Bool(!it))
            }
            Kind::Minus(operand) => match self.eval(operand, scope) {
                Value::Number(number) => Value::Number(Rc::from(format!("-{number}"))),
                _ => Value::Unknown,
            },
            Kind::Assign(value) => self.eval(value, scope),
            Kind::Unknown => Value::Unknown,
        }
    }

    fn binary(
        &mut self,
        operator: &str,
        left: &'a Expr,
        right: &'a Expr,
        scope: &Rc<Scope<'a>>,
    ) -> Value<'a> {
        let first = self.eval(left, scope);
        match (operator, first.truth()) {
            ("&&", Some(false)) | ("||", Some(true)) => return first,
            ("&&", Some(true)) | ("||", Some(false)) => return self.eval(right, scope),
            ("??", _) => {
                return match first {
                    Value::Nothing => self.eval(right, scope),
                    other => other,
                };
            }
            _ => {}
        }
        let second = self.eval(right, scope);
        match (operator, first.printed(), second.printed()) {
            ("+", Some(before), Some(after))
                if !matches!((&first, &second), (Value::Number(_), Value::Number(_))) =>
            {
                let place = Place::new(scope.file, left.span.join(right.span));
                Value::Text(Rc::new(Ident { text: before + &after, place }))
            }
            ("===" | "==", Some(before), Some(after)) => Value::Bool(before == after),
            ("!==" | "!=", Some(before), Some(after)) => Value::Bool(before != after),
            _ => Value::Unknown,
        }
    }

    fn template(
        &mut self,
        expr: &'a Expr,
        tag: Option<&'a Expr>,
        parts: &'a [Part],
        scope: &Rc<Scope<'a>>,
    ) -> Value<'a> {
        let Some(tag) = tag else {
            let mut text = String::new();
            for part in parts {
                match part {
                    Part::Text(piece) => text.push_str(piece),
                    Part::Value(value) => match self.eval(value, scope).printed() {
                        Some(piece) if text.len() + piece.len() <= LONGEST => text.push_str(&piece),
                        _ => return Value::Unknown,
                    },
                }
            }
            // Quotes are as wide in a template as in a string.
            let range = expr.span.range();
            let span = Span::from_range(range.start + 1..range.end.saturating_sub(1).max(range.start + 1));
            return Value::Text(Rc::new(Ident { text, place: Place::new(scope.file, span) }));
        };
        match self.eval(tag, scope) {
            Value::Library(library) if &*library.name == "sql" => {}
            _ => return Value::Unknown,
        }
        let mut sql = String::new();
        for part in parts {
            match part {
                Part::Text(piece) => sql.push_str(piece),
                Part::Value(value) => {
                    let written = self.text(scope.file, value.span);
                    let rendered = self.eval(value, scope);
                    sql.push_str(&self.sql(&rendered, written));
                    if sql.len() > LONGEST {
                        return Value::Unknown;
                    }
                }
            }
        }
        Value::Sql(Rc::from(sql.trim()))
    }

    /// `value` as it appears in SQL; what cannot be evaluated, as written.
    pub(super) fn sql(&self, value: &Value<'a>, written: &str) -> String {
        match value {
            Value::TableColumn(table, key) => self.column_name(*table, key),
            Value::Table(table) => {
                self.found.tables.get(*table).map(|it| it.name.text.clone()).unwrap_or_default()
            }
            Value::Text(text) => format!("'{}'", text.text.replace('\'', "''")),
            Value::Number(number) => number.to_string(),
            Value::Bool(value) => value.to_string(),
            Value::Nothing => "null".to_owned(),
            Value::Sql(sql) => sql.to_string(),
            _ => format!("${{{written}}}"),
        }
    }

    /// The database name of the column `key` of `table`.
    pub(super) fn column_name(&self, table: usize, key: &str) -> String {
        let columns = self.found.tables.get(table).map(|it| it.columns.as_slice()).unwrap_or_default();
        match columns.iter().find(|column| column.key.text == key) {
            Some(column) => column.name.text.clone(),
            None => library::cased(key, self.casing),
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

    fn object(&mut self, entries: &'a [Entry], scope: &Rc<Scope<'a>>) -> Value<'a> {
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
                Entry::Property(property) => {
                    let place = |span| Place::new(scope.file, span);
                    let value = self.eval(&property.value, scope);
                    let key = Ident { text: property.key.text.clone(), place: place(property.key.span) };
                    let doc = property.doc.clone();
                    let place = place(property.span);
                    put(&mut record, Slot { key, value, doc, place, source: &property.value });
                }
                Entry::Spread(source) => match self.eval(source, scope) {
                    Value::Object(other) if self.spend(other.slots.len() + other.gaps.len()) => {
                        record.gaps.extend(other.gaps.iter().cloned());
                        for slot in &other.slots {
                            put(&mut record, slot.clone());
                        }
                    }
                    Value::Nothing | Value::Bool(false) => {}
                    _ => {
                        let written = self.text(scope.file, source.span).chars().take(60).collect::<String>();
                        record.gaps.push((format!("`...{written}`"), Place::new(scope.file, source.span)));
                    }
                },
                Entry::Unknown(span) => {
                    record
                        .gaps
                        .push(("a part that cannot be read".to_owned(), Place::new(scope.file, *span)));
                }
            }
        }
        Value::Object(Rc::new(record))
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
            Value::Enum(number) if name == "enumValues" => {
                let values = self.found.enums.get(*number);
                let items =
                    values.map(|it| it.values.iter().map(|it| Value::Text(Rc::new(it.clone()))).collect());
                let complete = values.is_some_and(|it| it.complete);
                Value::Array(Rc::new(List { items: items.unwrap_or_default(), complete }))
            }
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
            _ => self.mystery(&arguments, site),
        }
    }

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
    fn bind(&mut self, pattern: &'a Pattern, value: Value<'a>, scope: &Rc<Scope<'a>>) {
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

impl<'a> Value<'a> {
    /// Whether JavaScript takes it for true; `None` if that is unknown.
    pub(super) fn truth(&self) -> Option<bool> {
        match self {
            Self::Unknown => None,
            Self::Nothing => Some(false),
            Self::Bool(value) => Some(*value),
            Self::Number(number) => Some(&**number != "0"),
            Self::Text(text) => Some(!text.text.is_empty()),
            _ => Some(true),
        }
    }

    /// What it is as text; `None` if it is no plain value.
    pub(super) fn printed(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.text.clone()),
            Self::Number(number) => Some(number.to_string()),
            Self::Bool(value) => Some(value.to_string()),
            Self::Nothing => Some("undefined".to_owned()),
            _ => None,
        }
    }

    /// The record, if it is one.
    pub(super) fn record(&self) -> Option<Rc<Record<'a>>> {
        match self {
            Self::Object(record) => Some(Rc::clone(record)),
            _ => None,
        }
    }
}

/// A library function of that name.
pub(super) fn library_value<'a>(name: &str, package: Rc<Package>) -> Value<'a> {
    Value::Library(Rc::new(Library { name: Rc::from(name), package, naming: None }))
}
