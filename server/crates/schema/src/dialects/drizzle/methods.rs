//! What `receiver.name(…)` gives, by the receiver.

use std::rc::Rc;

use super::eval::{Arguments, Evaluator, Site};
use super::ir::{Expr, Kind};
use super::{library, paths};
use super::order::Order;
use super::texts::LONGEST;
use super::values::{Library, List, Scope, Value};
use crate::model::{Ident, UnknownScope};

impl<'a> Evaluator<'a> {
    /// What `receiver.name(…)` gives.
    pub(super) fn method(
        &mut self,
        receiver: Value<'a>,
        name: &str,
        site: Site<'a>,
        scope: &Rc<Scope<'a>>,
    ) -> Value<'a> {
        match receiver {
            Value::Column(draft) => {
                let arguments = self.arguments(&site.call.arguments, scope);
                self.column_method(draft, name, &arguments, site)
            }
            Value::Constraint(constraint) => {
                let arguments = self.arguments(&site.call.arguments, scope);
                self.constraint_method(&constraint, name, &arguments, site)
            }
            Value::Table(table) => {
                match name {
                    "enableRLS" => self.secure_rows(table),
                    // `pgView('totals', { … }).existing()` is made by other means.
                    "existing" => {
                        if let Some(view) = self.found.tables.get_mut(table) {
                            view.unseen = true;
                        }
                    }
                    "as" => {
                        let arguments = self.arguments(&site.call.arguments, scope);
                        self.define_view(table, &arguments.value(0), site);
                    }
                    _ => {}
                }
                Value::Table(table)
            }
            Value::TableColumn(..) | Value::Ordered(..) | Value::Sql(_) | Value::Selection(_) => {
                let arguments = self.arguments(&site.call.arguments, scope);
                self.query_method(receiver, name, &arguments)
            }
            Value::Library(library) => self.library_method(library, name, site, scope),
            Value::Array(list) => self.list_method(&list, name, site, scope),
            Value::Text(text) => {
                if name == "as" {
                    // No text has this method, and every view: its function is still missing.
                    let what = format!("what makes `{}` is missing: it may be a view", text.text);
                    self.unknown(what, site.place(), UnknownScope::Tables);
                }
                text_method(&text, name)
            }
            Value::Edges(Some(kind), tables) => {
                let to = self.member(&tables, name);
                Value::Relation(kind, to.table())
            }
            Value::Object(_) | Value::Package(_) | Value::Module(_) => {
                let callee = self.member(&receiver, name);
                self.apply(&callee, site, scope)
            }
            _ => self.apply(&Value::Unknown, site, scope),
        }
    }

    /// What `receiver.name(…)` gives of the parts of an index or a query.
    fn query_method(&self, receiver: Value<'a>, name: &str, arguments: &Arguments<'a>) -> Value<'a> {
        match receiver {
            Value::Sql(sql) if name == "as" => match arguments.value(0) {
                Value::Text(name) => Value::Aliased(name, sql),
                _ => Value::Unknown,
            },
            Value::Selection(selection) => self.select(&selection, name, arguments),
            Value::Sql(sql) => Value::Sql(sql),
            column => ordered(&column, name, &arguments.value(0)),
        }
    }

    /// What `library.name(…)` gives of a function that has methods.
    fn library_method(
        &mut self,
        library: Rc<Library<'a>>,
        name: &str,
        site: Site<'a>,
        scope: &Rc<Scope<'a>>,
    ) -> Value<'a> {
        match name {
            _ if &*library.name == "sql" => {
                let arguments = self.arguments(&site.call.arguments, scope);
                match arguments.value(0) {
                    Value::Text(text) if name == "raw" => Value::Sql(Rc::from(text.text.as_str())),
                    _ => Value::Unknown,
                }
            }
            "withRLS" => {
                let made = self.apply(&Value::Library(library), site, scope);
                if let Value::Table(table) = made {
                    self.secure_rows(table);
                }
                made
            }
            // `import path from 'path'` is the package itself.
            _ if library.package.path => {
                let callee = library::member(name, &library.package);
                self.apply(&callee, site, scope)
            }
            _ => self.apply(&Value::Unknown, site, scope),
        }
    }

    fn secure_rows(&mut self, table: usize) {
        if let Some(table) = self.found.tables.get_mut(table) {
            table.row_security = true;
        }
    }

    fn list_method(
        &mut self,
        list: &Rc<List<'a>>,
        name: &str,
        site: Site<'a>,
        scope: &Rc<Scope<'a>>,
    ) -> Value<'a> {
        let arguments = self.arguments(&site.call.arguments, scope);
        if let Kind::Member { object, .. } = &site.call.callee.kind
            && let Some(value) = self.change_list(list, name, &arguments, object, scope)
        {
            return value;
        }
        match (name, arguments.value(0)) {
            ("forEach", Value::Function(closure)) if list.complete => {
                for item in &list.items {
                    self.invoke(&closure, vec![item.clone()]);
                }
                Value::Nothing
            }
            ("map", Value::Function(closure)) => {
                let items = list.items.iter().map(|it| self.invoke(&closure, vec![it.clone()])).collect();
                Value::Array(Rc::new(List { items, complete: list.complete }))
            }
            ("join", separator) if list.complete => {
                let separator = match separator {
                    Value::Nothing => Some(",".to_owned()),
                    other => other.printed(),
                };
                let items: Option<Vec<String>> = list.items.iter().map(Value::printed).collect();
                joined(items, separator).map_or(Value::Unknown, |text| {
                    Value::Text(Rc::new(Ident { text, place: site.place() }))
                })
            }
            ("concat", Value::Array(other)) if self.spend(list.items.len() + other.items.len()) => {
                let items = list.items.iter().chain(&other.items).cloned().collect();
                Value::Array(Rc::new(List { items, complete: list.complete && other.complete }))
            }
            _ => {
                self.open_handed(&arguments);
                Value::Unknown
            }
        }
    }

    /// The functions of `Object` that constants are made with; `None` if it is none of them.
    pub(super) fn builtin(
        &mut self,
        object: &'a Expr,
        name: &str,
        site: Site<'a>,
        scope: &Rc<Scope<'a>>,
    ) -> Option<Value<'a>> {
        if object.kind == Kind::Name("process".to_owned()) && name == "cwd" {
            return Some(paths::folder(site.place()));
        }
        if object.kind != Kind::Name("Object".to_owned()) {
            return None;
        }
        if name == "assign" {
            let arguments = self.arguments(&site.call.arguments, scope);
            return Some(self.merge(&arguments, site, scope));
        }
        let argument = self.eval(&site.call.arguments.first()?.value, scope);
        match (name, argument) {
            ("freeze", value) => Some(value),
            ("values", Value::Object(record)) => {
                let items = record.slots.iter().map(|slot| slot.value.clone()).collect();
                Some(Value::Array(Rc::new(List { items, complete: record.gaps.is_empty() })))
            }
            ("keys", Value::Object(record)) => {
                let items = record.slots.iter().map(|slot| Value::Text(Rc::new(slot.key.clone()))).collect();
                Some(Value::Array(Rc::new(List { items, complete: record.gaps.is_empty() })))
            }
            _ => Some(Value::Unknown),
        }
    }
}

/// A column of an index with one more word behind it; the column itself for any other method.
fn ordered<'a>(receiver: &Value<'a>, method: &str, argument: &Value<'a>) -> Value<'a> {
    let (table, key, order) = match receiver {
        Value::TableColumn(table, key) => (*table, key, Order::default()),
        Value::Ordered(table, key, order) => (*table, key, (**order).clone()),
        _ => return Value::Unknown,
    };
    let argument = match argument {
        Value::Text(text) => Some(text.text.as_str()),
        _ => None,
    };
    match order.with(method, argument) {
        Some(order) => Value::Ordered(table, Rc::clone(key), Rc::new(order)),
        None => Value::Unknown,
    }
}

/// `items` with `separator` between them, if that is not too long.
fn joined(items: Option<Vec<String>>, separator: Option<String>) -> Option<String> {
    let (items, separator) = (items?, separator?);
    let length: usize = items.iter().map(|it| it.len() + separator.len()).sum();
    (length <= LONGEST).then(|| items.join(&separator))
}

/// What a method of the string `text` gives.
fn text_method<'a>(text: &Ident, name: &str) -> Value<'a> {
    let changed = match name {
        // A role is known by its name.
        "existing" => text.text.clone(),
        "toLowerCase" => text.text.to_lowercase(),
        "toUpperCase" => text.text.to_uppercase(),
        "trim" => text.text.trim().to_owned(),
        _ => return Value::Unknown,
    };
    Value::Text(Rc::new(Ident { text: changed, place: text.place }))
}
