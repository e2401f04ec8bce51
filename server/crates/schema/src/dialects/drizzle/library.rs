//! What drizzle-orm exports, as far as schemas use it.

use std::rc::Rc;

use text::Place;

use super::eval::{Arguments, Evaluator, Site, library_value};
use super::ir::{Expr, Kind};
use super::tables;
use super::types;
use super::values::{Constraint, ConstraintKind, Library, List, Package, Scope, Value};
use crate::dialects::Casing;
use crate::model::{Database, Enum, Ident, RelationKind, UnknownScope};

/// The package that `specifier` names, if it is drizzle-orm's.
pub(super) fn package(specifier: &str) -> Option<Package> {
    if matches!(specifier, "path" | "node:path") {
        return Some(Package { path: true, ..Package::default() });
    }
    let rest = specifier.strip_prefix("drizzle-orm")?;
    if !(rest.is_empty() || rest.starts_with('/')) {
        return None;
    }
    let database = match rest.trim_start_matches('/').split('/').next() {
        Some("pg-core" | "gel-core" | "supabase" | "neon") => Some(Database::PostgreSql),
        Some("sqlite-core") => Some(Database::Sqlite),
        Some("mysql-core" | "singlestore-core") => Some(Database::MySql),
        _ => None,
    };
    Some(Package { database, ..Package::default() })
}

/// The export `name` of `package`.
pub(super) fn value<'a>(name: &str, package: Rc<Package>) -> Value<'a> {
    library_value(name, package)
}

/// True for the expressions that give the folder of the file they stand in.
pub(super) fn is_folder(object: &Expr, name: &str) -> bool {
    object.kind == Kind::Name("import.meta".to_owned()) && name == "dirname"
}

/// The folder a file stands in, seen from that file.
pub(super) fn folder<'a>(place: Place) -> Value<'a> {
    Value::Text(Rc::new(Ident { text: ".".to_owned(), place }))
}

/// What `path.join` gives for `arguments`: relative paths stay relative.
fn joined<'a>(arguments: &Arguments<'a>, place: Place) -> Value<'a> {
    let mut parts: Vec<String> = Vec::new();
    for (value, _) in &arguments.values {
        let Value::Text(text) = value else { return Value::Unknown };
        for part in text.text.split('/').filter(|it| !matches!(*it, "" | ".")) {
            match part {
                ".." if parts.last().is_some_and(|it| it != "..") => {
                    parts.pop();
                }
                part => parts.push(part.to_owned()),
            }
        }
    }
    let start = if parts.first().is_some_and(|it| it == "..") { "" } else { "./" };
    Value::Text(Rc::new(Ident { text: format!("{start}{}", parts.join("/")), place }))
}

/// The export `name` of `package`, if schemas use it.
pub(super) fn known<'a>(name: &str, package: Rc<Package>) -> Option<Value<'a>> {
    let function = FUNCTIONS.contains(&name) || table_function(name).is_some() || types::is_builder(name);
    function.then(|| library_value(name, package))
}

/// The export called `name` of whichever package, if its name alone says what it is.
pub(super) fn by_name<'a>(name: &str) -> Option<Value<'a>> {
    let database = table_function(name);
    known(name, Rc::new(Package { database, ..Package::default() }))
}

/// Functions that are neither tables nor columns.
const FUNCTIONS: &[&str] = &[
    "check",
    "customType",
    "foreignKey",
    "index",
    "pgEnum",
    "pgPolicy",
    "pgSchema",
    "primaryKey",
    "relations",
    "sql",
    "unique",
    "uniqueIndex",
    "uniqueKey",
];

/// The database whose tables `name` makes, if it makes tables.
fn table_function(name: &str) -> Option<Database> {
    let (prefix, _) = ["TableCreator", "Table", "View", "MaterializedView"]
        .iter()
        .find_map(|suffix| name.strip_suffix(suffix).map(|it| (it, suffix)))?;
    match prefix.strip_suffix("Materialized").unwrap_or(prefix) {
        "pg" | "gel" => Some(Database::PostgreSql),
        "sqlite" => Some(Database::Sqlite),
        "mysql" | "singlestore" => Some(Database::MySql),
        _ => None,
    }
}

/// `package.name`, also on a `pgSchema`.
pub(super) fn member<'a>(name: &str, package: &Rc<Package>) -> Value<'a> {
    let name = match (package.schema.is_some(), name) {
        (true, "table") => "pgTable",
        (true, "enum") => "pgEnum",
        (true, "view") => "pgView",
        (true, "materializedView") => "pgMaterializedView",
        (_, name) => name,
    };
    library_value(name, Rc::clone(package))
}

/// `name` in `casing`, by drizzle-orm's own rules for words.
pub(super) fn cased(name: &str, casing: Casing) -> String {
    match casing {
        Casing::Preserve => name.to_owned(),
        Casing::SnakeCase => words(name).join("_"),
        Casing::CamelCase => {
            let mut result = String::new();
            for (index, word) in words(name).iter().enumerate() {
                let mut chars = word.chars();
                match chars.next() {
                    Some(first) if index > 0 => result.push(first.to_ascii_uppercase()),
                    Some(first) => result.push(first),
                    None => {}
                }
                result.push_str(chars.as_str());
            }
            result
        }
    }
}

/// The words of `name` as drizzle-orm's `casing.ts` finds them: `/[\da-z]+|[A-Z]+(?![a-z])|[A-Z][\da-z]+/g`.
fn words(name: &str) -> Vec<String> {
    let chars: Vec<char> = name.chars().filter(|it| !matches!(it, '\'' | '\u{2019}')).collect();
    let at = |index: usize| chars.get(index).copied().unwrap_or(' ');
    let small = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit();
    let mut words = Vec::new();
    let mut start = 0;
    while start < chars.len() {
        let mut end = start;
        if small(at(start)) {
            while small(at(end)) {
                end += 1;
            }
        } else if at(start).is_ascii_uppercase() {
            while at(end).is_ascii_uppercase() {
                end += 1;
            }
            // A run of capitals gives its last one to the small letters behind it.
            if at(end).is_ascii_lowercase() {
                end -= 1;
            }
            if end == start {
                end = start + 1;
                while small(at(end)) {
                    end += 1;
                }
            }
        } else {
            start += 1;
            continue;
        }
        words.push(chars.iter().take(end).skip(start).map(char::to_ascii_lowercase).collect());
        start = end;
    }
    words
}

impl<'a> Evaluator<'a> {
    /// What calling drizzle-orm's `library` gives.
    pub(super) fn call_library(
        &mut self,
        library: &Rc<Library<'a>>,
        arguments: &Arguments<'a>,
        site: Site<'a>,
    ) -> Value<'a> {
        let name: &str = &library.name;
        if table_function(name).is_some() {
            if name.ends_with("TableCreator") {
                let name = Rc::from(name.trim_end_matches("Creator"));
                let naming = Some(arguments.value(0));
                return Value::Library(Rc::new(Library {
                    name,
                    package: Rc::clone(&library.package),
                    naming,
                }));
            }
            return self.table(library, arguments, site);
        }
        if library.package.path {
            let join = arguments.complete && matches!(name, "join" | "resolve");
            return if join { joined(arguments, site.place()) } else { Value::Unknown };
        }
        match name {
            "pgSchema" | "mysqlSchema" => match arguments.value(0) {
                Value::Text(schema) => Value::Package(Rc::new(Package {
                    schema: (schema.text != "public").then(|| schema.text.clone()),
                    ..(*library.package).clone()
                })),
                _ => Value::Unknown,
            },
            "pgEnum" => self.enumeration(library, arguments, site),
            "relations" => {
                if let Value::Table(table) = arguments.value(0) {
                    self.relations.push((table, arguments.value(1), site.file));
                }
                Value::Unknown
            }
            "one" | "many" => {
                let kind = if name == "one" { RelationKind::One } else { RelationKind::Many };
                let to = match arguments.value(0) {
                    Value::Table(table) => Some(table),
                    _ => None,
                };
                Value::Relation(kind, to)
            }
            "index" => self.constraint(ConstraintKind::Index, arguments, site),
            "uniqueIndex" => self.constraint(ConstraintKind::UniqueIndex, arguments, site),
            "unique" | "uniqueKey" => self.constraint(ConstraintKind::Unique, arguments, site),
            "primaryKey" => self.constraint(ConstraintKind::PrimaryKey, arguments, site),
            "foreignKey" => self.constraint(ConstraintKind::ForeignKey, arguments, site),
            "check" => self.constraint(ConstraintKind::Check, arguments, site),
            "pgPolicy" => self.constraint(ConstraintKind::Policy, arguments, site),
            // `customType({ dataType() { return 'citext' } })`.
            "customType" => match arguments.value(0).record().and_then(|it| it.get("dataType").cloned()) {
                Some(Value::Function(data_type)) => Value::Custom(data_type),
                _ => Value::Unknown,
            },
            "sql" => Value::Unknown,
            _ if library.package.database.is_some() || types::is_builder(name) => {
                self.column(library, arguments)
            }
            // `isNotNull(table.x)`, `and(…)`: SQL, best shown as written.
            _ => Value::Sql(Rc::from(self.text(site.file, site.expr.span))),
        }
    }

    /// `pgEnum('role', ['admin', 'member'])`.
    fn enumeration(&mut self, library: &Library<'a>, arguments: &Arguments<'a>, site: Site<'a>) -> Value<'a> {
        let name = match arguments.value(0) {
            Value::Text(name) => (*name).clone(),
            _ => Ident { text: String::new(), place: site.place() },
        };
        let mut found = Enum {
            schema: library.package.schema.clone(),
            complete: true,
            place: site.place(),
            name,
            ..Enum::default()
        };
        let listed = match arguments.value(1) {
            Value::Array(list) => {
                found.complete = list.complete;
                list.items.clone()
            }
            Value::Object(record) => {
                found.complete = record.gaps.is_empty();
                record.slots.iter().map(|slot| slot.value.clone()).collect()
            }
            _ => {
                found.complete = false;
                Vec::new()
            }
        };
        for value in listed {
            match value {
                Value::Text(value) => found.values.push((*value).clone()),
                _ => found.complete = false,
            }
        }
        if !found.complete {
            let what = format!("the values of enum `{}` cannot be evaluated", found.name.text);
            self.unknown(what, site.place(), UnknownScope::Detail);
        }
        self.found.enums.push(found);
        Value::Enum(self.found.enums.len() - 1)
    }

    fn constraint(&mut self, kind: ConstraintKind, arguments: &Arguments<'a>, site: Site<'a>) -> Value<'a> {
        let mut constraint = Constraint {
            kind,
            name: None,
            parts: Vec::new(),
            predicate: None,
            method: None,
            options: None,
            on_delete: Value::Nothing,
            on_update: Value::Nothing,
            expression: String::new(),
            place: site.place(),
            known: arguments.complete,
        };
        match (kind, arguments.value(0)) {
            (ConstraintKind::ForeignKey, Value::Function(closure)) => {
                // The older form hands the options over in a function.
                constraint.options = self.invoke(&closure, Vec::new()).record();
            }
            (ConstraintKind::PrimaryKey | ConstraintKind::ForeignKey, Value::Object(record)) => {
                constraint.name = record.text("name").map(str::to_owned);
                constraint.options = Some(record);
            }
            (ConstraintKind::PrimaryKey, _) => {
                for (value, expr) in &arguments.values {
                    constraint.parts.push(self.part(value, expr, site));
                }
            }
            (_, Value::Text(name)) => constraint.name = Some(name.text.clone()),
            (_, Value::Nothing) => {}
            _ => constraint.known = false,
        }
        if kind == ConstraintKind::Check
            && let Some(expr) = arguments.expr(1)
        {
            constraint.expression = self.sql_or_written(&arguments.value(1), expr, site);
        }
        Value::Constraint(Rc::new(constraint))
    }

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
                self.column_method(&draft, name, &arguments, site)
            }
            Value::Constraint(constraint) => {
                let arguments = self.arguments(&site.call.arguments, scope);
                self.constraint_method(&constraint, name, &arguments, site)
            }
            Value::Table(table) => {
                if let Some(table) = self.found.tables.get_mut(table).filter(|_| name == "enableRLS") {
                    table.row_security = true;
                }
                Value::Table(table)
            }
            Value::TableColumn(..) if matches!(name, "asc" | "desc" | "nullsFirst" | "nullsLast" | "op") => {
                receiver
            }
            Value::Sql(_) => receiver,
            Value::Library(library) if &*library.name == "sql" => {
                let arguments = self.arguments(&site.call.arguments, scope);
                match arguments.value(0) {
                    Value::Text(text) if name == "raw" => Value::Sql(Rc::from(text.text.as_str())),
                    _ => Value::Unknown,
                }
            }
            Value::Library(library) if name == "withRLS" => {
                let table = self.apply(&Value::Library(library), site, scope);
                if let Value::Table(number) = table
                    && let Some(table) = self.found.tables.get_mut(number)
                {
                    table.row_security = true;
                }
                table
            }
            // `import path from 'path'` is the package itself.
            Value::Library(library) if library.package.path => {
                let callee = self::member(name, &library.package);
                self.apply(&callee, site, scope)
            }
            Value::Array(list) => self.list_method(&list, name, site, scope),
            Value::Text(text) => match name {
                "toLowerCase" => text_value(&text, text.text.to_lowercase()),
                "toUpperCase" => text_value(&text, text.text.to_uppercase()),
                "trim" => text_value(&text, text.text.trim().to_owned()),
                _ => Value::Unknown,
            },
            Value::Object(_) | Value::Package(_) | Value::Module(_) => {
                let callee = self.member(&receiver, name);
                self.apply(&callee, site, scope)
            }
            _ => self.apply(&Value::Unknown, site, scope),
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
        match (name, arguments.value(0)) {
            ("map", Value::Function(closure)) => {
                let items = list.items.iter().map(|it| self.invoke(&closure, vec![it.clone()])).collect();
                Value::Array(Rc::new(List { items, complete: list.complete }))
            }
            ("concat", Value::Array(other)) if self.spend(list.items.len() + other.items.len()) => {
                let items = list.items.iter().chain(&other.items).cloned().collect();
                Value::Array(Rc::new(List { items, complete: list.complete && other.complete }))
            }
            _ => Value::Unknown,
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
            return Some(folder(site.place()));
        }
        if object.kind != Kind::Name("Object".to_owned()) {
            return None;
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

    /// What a function gives that cannot be evaluated. One that is called like a table maker makes a table.
    pub(super) fn mystery(&mut self, arguments: &Arguments<'a>, site: Site<'a>) -> Value<'a> {
        let callee = match &site.call.callee.kind {
            Kind::Name(name) => name.as_str(),
            Kind::Member { name, .. } => name.text.as_str(),
            _ => "",
        };
        let columns = match arguments.value(1) {
            Value::Object(record) => record.slots.iter().any(|slot| matches!(slot.value, Value::Column(_))),
            Value::Function(_) => callee.ends_with("Table"),
            _ => false,
        };
        if !callee.to_lowercase().ends_with("table")
            || !columns
            || !matches!(arguments.value(0), Value::Text(_))
        {
            return Value::Unknown;
        }
        let library = Library { name: Rc::from(callee), package: Rc::default(), naming: None };
        let table = self.table(&Rc::new(library), arguments, site);
        if let Value::Table(number) = table {
            tables::mark_incomplete(self, number);
        }
        let what = format!("`{callee}` cannot be evaluated: it may rename tables and add columns");
        self.unknown(what, site.place(), UnknownScope::Tables);
        table
    }
}

fn text_value<'a>(old: &Ident, text: String) -> Value<'a> {
    Value::Text(Rc::new(Ident { text, place: old.place }))
}
