//! Calls of functions that cannot be evaluated: what such a call is given tells whether it makes a table.

use std::rc::Rc;

use super::eval::{Arguments, Evaluator, Site};
use super::ir::{Expr, Kind};
use super::library;
use super::tables;
use super::values::{ColumnDraft, Library, Package, Scope, Value};
use crate::model::UnknownScope;

/// The functions of drizzle-orm that make what stories may speak of.
const MAKERS: &[&str] = &["pgTable", "pgEnum", "pgView", "sqliteTable", "mysqlTable", "mysqlEnum"];

/// Those that make views, also of what only their name tells.
const VIEW_MAKERS: &[&str] = &["pgView", "pgMaterializedView", "sqliteView", "mysqlView"];

impl<'a> Evaluator<'a> {
    /// What a function gives that cannot be evaluated. One that takes a name and columns makes a table.
    pub(super) fn mystery(
        &mut self,
        arguments: &Arguments<'a>,
        site: Site<'a>,
        scope: &Rc<Scope<'a>>,
    ) -> Value<'a> {
        self.open_handed(arguments);
        let callee = match &site.call.callee.kind {
            Kind::Name(name) => name.as_str(),
            Kind::Member { name, .. } => name.text.as_str(),
            _ => "",
        };
        if let Some(table) = self.table_of_columns(callee, arguments, site) {
            return table;
        }
        let may_make = matches!(arguments.value(0), Value::Text(_))
            && match (&site.call.callee.kind, arguments.value(1)) {
                // A view, and a function of one's own, may be given nothing but a name.
                (Kind::Name(_), _) if arguments.values.len() == 1 => {
                    self.is_slip_of(VIEW_MAKERS, callee, scope) || self.is_slip_of_an_own_function(callee, scope)
                }
                (Kind::Name(_), Value::Array(_) | Value::Object(_) | Value::Function(_)) => {
                    self.is_slip_of_a_maker(callee, scope)
                }
                (Kind::Name(_), _) => false,
                _ => site.call.callee.broken,
            };
        if may_make {
            let what = format!("`{callee}` is declared nowhere: it may make tables");
            self.unknown(what, site.place(), UnknownScope::Tables);
        }
        Value::Unknown
    }

    /// What one of `yes` and `no` gives; which one cannot be told. Both are looked at, for tables may be made in them.
    pub(super) fn either(&mut self, yes: &'a Expr, no: &'a Expr, scope: &Rc<Scope<'a>>) -> Value<'a> {
        let before = self.found.tables.len();
        let (yes, no) = (self.eval(yes, scope), self.eval(no, scope));
        let made = [&yes, &no].into_iter().filter_map(Value::table).filter(|it| *it >= before);
        let made: Vec<usize> = made.collect();
        for number in &made {
            tables::mark_incomplete(self, *number);
            let place = self.found.tables.get(*number).map(|it| it.place).unwrap_or_default();
            let what = format!("{} is made under a condition that cannot be evaluated", self.titled(*number));
            self.unknown(what, place, UnknownScope::Tables);
        }
        match (yes, no) {
            (Value::Table(one), Value::Table(other)) if self.name_of(one) == self.name_of(other) => Value::Table(one),
            (Value::Column(one), Value::Column(other)) if one.is_called_as(&other) => {
                let draft = ColumnDraft {
                    not_null: one.not_null && other.not_null,
                    primary: one.primary.filter(|_| other.primary.is_some()),
                    unique: one.unique.clone().filter(|_| other.unique.is_some()),
                    references: None,
                    known: false,
                    ..(*one).clone()
                };
                Value::Column(Rc::new(draft))
            }
            _ => Value::Unknown,
        }
    }

    /// The table that the unknown function `callee` makes, if it takes a name and columns: these say more than any
    /// name.
    pub(super) fn table_of_columns(
        &mut self,
        callee: &str,
        arguments: &Arguments<'a>,
        site: Site<'a>,
    ) -> Option<Value<'a>> {
        let database = match arguments.value(1) {
            Value::Object(record) => record.slots.iter().find_map(|slot| match &slot.value {
                Value::Column(draft) => Some(draft.database),
                _ => None,
            })?,
            Value::Function(_) if callee.ends_with("Table") => None,
            _ => return None,
        };
        if !matches!(arguments.value(0), Value::Text(_)) {
            return None;
        }
        let package = Rc::new(Package { database, ..Package::default() });
        let library = Library { name: Rc::from(callee), package, naming: None };
        let table = self.table(&Rc::new(library), arguments, site);
        if let Value::Table(number) = table {
            tables::mark_incomplete(self, number);
        }
        let what = format!("`{callee}` cannot be evaluated: it may rename tables and add columns");
        self.unknown(what, site.place(), UnknownScope::Tables);
        Some(table)
    }

    /// True if nothing is called `name`, and one of `makers` nearly is: it is being typed.
    fn is_slip_of(&mut self, makers: &[&str], name: &str, scope: &Rc<Scope<'a>>) -> bool {
        makers.iter().any(|it| is_nearly(it, name)) && !self.is_declared(name, scope)
    }

    /// True if something is called `name` in `scope`.
    fn is_declared(&mut self, name: &str, scope: &Rc<Scope<'a>>) -> bool {
        let is_known = self.names_in(scope.file).is_some_and(|it| it.all().any(|it| it == name));
        is_known || library::by_name(name).is_some() || is_in(name, scope)
    }

    /// True if nothing is called `name`, and a function of the module nearly is.
    fn is_slip_of_an_own_function(&mut self, name: &str, scope: &Rc<Scope<'a>>) -> bool {
        if self.is_declared(name, scope) {
            return false;
        }
        let known: Vec<&'a str> = self.names_in(scope.file).map(|it| it.all().collect()).unwrap_or_default();
        let is_function = |it: &Value<'_>| matches!(it, Value::Function(_));
        let is_slip = |it: &str| it.len().abs_diff(name.len()) <= 1 && is_nearly(it, name);
        known.into_iter().any(|it| is_slip(it) && is_function(&self.lookup(it, scope)))
    }

    /// True if nothing is called `name`, and what is nearly called so makes tables or enums: it is being typed.
    fn is_slip_of_a_maker(&mut self, name: &str, scope: &Rc<Scope<'a>>) -> bool {
        if self.is_declared(name, scope) {
            return false;
        }
        let known: Vec<&'a str> = self.names_in(scope.file).map(|it| it.all().collect()).unwrap_or_default();
        let is_maker = |it: &Value<'_>| match it {
            Value::Library(library) => {
                MAKERS.contains(&&*library.name) || library::table_function(&library.name).is_some()
            }
            Value::Function(_) => true,
            _ => false,
        };
        MAKERS.iter().any(|it| is_nearly(it, name))
            || known.into_iter().any(|it| is_nearly(it, name) && is_maker(&self.lookup(it, scope)))
    }
}

/// True if `scope` or one around it binds `name`.
fn is_in(name: &str, scope: &Rc<Scope<'_>>) -> bool {
    let mut at = Some(scope);
    while let Some(scope) = at {
        if scope.names.borrow().contains_key(name) {
            return true;
        }
        at = scope.outer.as_ref();
    }
    false
}

/// True if one is the other but for one stretch of up to two letters.
fn is_nearly(one: &str, other: &str) -> bool {
    let start = one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    let longest = one.len().min(other.len()) - start;
    let end = one.bytes().rev().zip(other.bytes().rev()).take_while(|(a, b)| a == b).count().min(longest);
    let same = start + end;
    same >= 3 && one.len() - same <= 2 && other.len() - same <= 2
}

#[cfg(test)]
mod tests {
    use super::is_nearly;

    #[test]
    fn one_stretch_of_two_letters_may_differ() {
        for name in ["pgTabl", "gTable", "pgTbale", "pgTable2x", "pgTable"] {
            assert!(is_nearly("pgTable", name), "{name}");
        }
        for name in ["fn", "", "pg", "table", "createTable", "pgViews", "pTabl"] {
            assert!(!is_nearly("pgTable", name), "{name}");
        }
    }
}
