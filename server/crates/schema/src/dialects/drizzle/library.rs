//! What drizzle-orm exports, as far as schemas use it.

use std::rc::Rc;

use super::eval::{Arguments, Evaluator, Site};
use super::relations::PendingRelations;
use super::paths;
use super::types;
use super::values::{ConstraintKind, Library, Package, Value};
use crate::model::{Database, Enum, Ident, RelationKind, UnknownScope};

/// The package that `specifier` names, if it is drizzle-orm's.
pub(super) fn package(specifier: &str) -> Option<Package> {
    if matches!(specifier, "path" | "node:path" | "url" | "node:url") {
        return Some(Package { path: true, ..Package::default() });
    }
    let name = specifier.strip_prefix("npm:").unwrap_or(specifier);
    let rest = name.strip_prefix("drizzle-orm")?;
    // Deno names the version: `npm:drizzle-orm@0.45/pg-core`.
    let rest = if rest.starts_with('@') { rest.find('/').and_then(|it| rest.get(it..)).unwrap_or("") } else { rest };
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
    "pgRole",
    "pgSchema",
    "primaryKey",
    "relations",
    "defineRelations",
    "defineRelationsPart",
    "sql",
    "unique",
    "uniqueIndex",
    "uniqueKey",
];

/// The database whose tables `name` makes, if it makes tables.
pub(super) fn table_function(name: &str) -> Option<Database> {
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

/// The functions of the database schema that is called `name`; `public` is the one without a name.
fn named_schema<'a>(package: &Package, name: &Value<'a>) -> Value<'a> {
    let Value::Text(name) = name else { return Value::Unknown };
    let schema = (name.text != "public").then(|| name.text.clone());
    Value::Package(Rc::new(Package { schema, ..package.clone() }))
}

/// The constraint that `name` makes, if it makes any.
fn constraint_kind(name: &str) -> Option<ConstraintKind> {
    Some(match name {
        "index" => ConstraintKind::Index,
        "uniqueIndex" => ConstraintKind::UniqueIndex,
        "unique" | "uniqueKey" => ConstraintKind::Unique,
        "primaryKey" => ConstraintKind::PrimaryKey,
        "foreignKey" => ConstraintKind::ForeignKey,
        "check" => ConstraintKind::Check,
        "pgPolicy" => ConstraintKind::Policy,
        _ => return None,
    })
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
            return paths::call(name, arguments, site.place());
        }
        if let Some(kind) = constraint_kind(name) {
            return self.constraint(kind, arguments, site);
        }
        match name {
            "pgSchema" | "mysqlSchema" => named_schema(&library.package, &arguments.value(0)),
            "pgEnum" => self.enumeration(library, arguments, site),
            "relations" | "defineRelations" | "defineRelationsPart" => {
                let (of, callback, file) = (arguments.value(0), arguments.value(1), site.file);
                self.relations.push(PendingRelations { of, callback, file });
                Value::Unknown
            }
            "one" | "many" => {
                let kind = if name == "one" { RelationKind::One } else { RelationKind::Many };
                Value::Relation(kind, arguments.value(0).table())
            }
            // `customType({ dataType() { return 'citext' } })`.
            "customType" => match arguments.value(0).record().and_then(|it| it.get("dataType").cloned()) {
                Some(Value::Function(data_type)) => Value::Custom(data_type),
                _ => Value::Unknown,
            },
            "sql" => Value::Unknown,
            "pgRole" => arguments.value(0),
            _ if types::is_builder(name) => self.column(library, arguments),
            _ if library.package.database.is_some() => match self.table_of_columns(name, arguments, site) {
                Some(table) => table,
                None => self.column(library, arguments),
            },
            // `isNotNull(table.x)`, `and(…)`.
            _ => Value::Sql(Rc::from(self.operation(name, arguments, site))),
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
            key: Ident { text: String::new(), place: name.place },
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
}

/// A library function of that name.
fn library_value<'a>(name: &str, package: Rc<Package>) -> Value<'a> {
    Value::Library(Rc::new(Library { name: Rc::from(name), package, naming: None }))
}
