//! The columns that a query gives, with their types, in the database as it is.

use std::cell::{Cell, OnceCell};

use super::catalog::Catalog;
use super::ir::{Type, Word};
use super::query::{Query, Relation, Source, Target, Value};
use super::types::printed;

/// How many queries are looked into for one view: those that `WITH` names may be asked for again and again.
const MOST: usize = 500;

/// The columns of a source, once they are told.
type Told = OnceCell<Option<Vec<Given>>>;

/// A column that a query gives.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Given {
    pub(super) name: Word,
    pub(super) ty: Option<Known>,
}

/// A type that is known, and the enum that it is.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Known {
    pub(super) ty: Type,
    pub(super) enumeration: Option<usize>,
}

impl Known {
    fn plain(name: &str) -> Self {
        Self { ty: Type { written: name.to_owned(), ..Type::default() }, enumeration: None }
    }
}

/// The columns of `query`; `None` if they cannot be told.
pub(super) fn columns(catalog: &Catalog, query: &Query) -> Option<Vec<Given>> {
    let looks = Cell::new(0);
    let scope = Scope { catalog, query, outer: None, looks: &looks, told: told(query) };
    scope.columns()
}

/// Room for the columns of each source of `query`, and whether somebody is at work on it.
fn told(query: &Query) -> Vec<(Told, Cell<bool>)> {
    query.from.iter().map(|_| (Told::new(), Cell::new(false))).collect()
}

/// A query, and those around it.
struct Scope<'a> {
    catalog: &'a Catalog,
    query: &'a Query,
    outer: Option<&'a Scope<'a>>,
    looks: &'a Cell<usize>,
    told: Vec<(Told, Cell<bool>)>,
}

impl<'a> Scope<'a> {
    fn columns(&self) -> Option<Vec<Given>> {
        self.looks.set(self.looks.get() + 1);
        if self.looks.get() > MOST || self.query.targets.is_empty() {
            return None;
        }
        let mut given = Vec::new();
        for target in &self.query.targets {
            match target {
                Target::Column(name, value) => given.push(Given { name: name.clone(), ty: self.ty(value) }),
                Target::Star(None) if self.query.merges => return None,
                Target::Star(None) => {
                    for number in 0..self.query.from.len() {
                        given.extend(self.columns_of(number)?.iter().cloned());
                    }
                }
                Target::Star(Some(name)) => {
                    let number = self.query.from.iter().position(|it| is_called(it, name))?;
                    given.extend(self.columns_of(number)?.iter().cloned());
                }
            }
        }
        Some(given)
    }

    /// The columns of the source of that number; `None` if not all of them are known.
    fn columns_of(&self, number: usize) -> Option<&[Given]> {
        let (told, busy) = self.told.get(number)?;
        let source = self.query.from.get(number)?;
        // A query beside it may refer to it while its own columns are looked for.
        if busy.replace(true) {
            return None;
        }
        let columns = told.get_or_init(|| self.told_of(source));
        busy.set(false);
        columns.as_deref()
    }

    fn told_of(&self, source: &Source) -> Option<Vec<Given>> {
        let mut columns = match &source.relation {
            Relation::Named(path) => {
                let inner = path.schema.is_none().then(|| self.named(&path.name.text)).flatten();
                match inner {
                    Some((scope, query)) => scope.inner(query).columns()?,
                    None => self.of_table(self.catalog.find(path)?)?,
                }
            }
            Relation::Query(query) => self.inner(query).columns()?,
            Relation::Unknown => return None,
        };
        for (column, name) in columns.iter_mut().zip(&source.columns) {
            column.name.text.clone_from(name);
        }
        Some(columns)
    }

    fn of_table(&self, number: usize) -> Option<Vec<Given>> {
        let held = self.catalog.table(number).filter(|it| !it.open)?;
        let columns = held.columns.iter().map(|it| Given {
            name: Word { text: it.name.text.clone(), span: it.name.place.span },
            ty: it.ty.clone().map(|ty| Known { ty, enumeration: it.enumeration }),
        });
        Some(columns.collect())
    }

    fn inner<'b>(&'b self, query: &'b Query) -> Scope<'b> {
        Scope { catalog: self.catalog, query, outer: Some(self), looks: self.looks, told: told(query) }
    }

    /// The query that `WITH` calls `name`, and where it does.
    fn named(&self, name: &str) -> Option<(&Scope<'a>, &'a Query)> {
        let found = self.query.named.iter().find(|it| it.0 == name);
        match found {
            Some((_, query)) => Some((self, query)),
            None => self.outer.and_then(|it| it.named(name)),
        }
    }

    /// The type of the column `name`, of the source called `qualifier` or of any.
    fn column(&self, qualifier: Option<&str>, name: &str) -> Option<Known> {
        let sources = self.query.from.iter().enumerate();
        let numbers: Vec<usize> =
            sources.filter(|(_, it)| qualifier.is_none_or(|name| is_called(it, name))).map(|it| it.0).collect();
        let has = |number: &usize| self.columns_of(*number)?.iter().find(|it| it.name.text == name);
        match numbers.iter().find_map(has) {
            Some(found) => found.ty.clone(),
            // A source that is not known may have it, too.
            None if numbers.iter().any(|it| self.columns_of(*it).is_none()) => None,
            None => self.outer.and_then(|it| it.column(qualifier, name)),
        }
    }

    fn ty(&self, value: &Value) -> Option<Known> {
        match value {
            Value::Column(qualifier, name) => self.column(qualifier.as_deref(), name),
            Value::Typed(ty) => {
                let enumeration = ty.name.as_ref().and_then(|it| self.catalog.find_enum(it));
                Some(Known { ty: ty.clone(), enumeration })
            }
            Value::Literal => Some(Known::plain("text")),
            Value::Choice(values) => self.choice(values),
            Value::Array(values) => self.choice(values).map(array),
            Value::Call(name, arguments) => self.call(name, arguments),
            Value::Operation(operator, left, right) => self.operation(operator, left, right),
            Value::Query(query) => match self.inner(query).columns()?.as_slice() {
                [only] => only.ty.clone(),
                _ => None,
            },
            Value::Unknown => None,
        }
    }

    /// The type that `values` share. Strings take the others' type.
    fn choice(&self, values: &[Value]) -> Option<Known> {
        let mut shared: Option<Known> = None;
        for value in values.iter().filter(|it| **it != Value::Literal) {
            let ty = self.ty(value)?;
            shared = Some(match shared {
                None => ty,
                Some(other) if self.name(&other) == self.name(&ty) => other,
                Some(other) => self.wider(&loose(other)?, &loose(ty)?)?,
            });
        }
        let Some(shared) = shared else { return Some(Known::plain("text")) };
        // A string beside a type with a size has none.
        if values.contains(&Value::Literal) { loose(shared) } else { Some(shared) }
    }

    fn call(&self, name: &str, arguments: &[Value]) -> Option<Known> {
        if let Some(ty) = result_of(name) {
            return Some(Known::plain(ty));
        }
        let first = || arguments.first().and_then(|it| self.ty(it));
        match name {
            "coalesce" | "greatest" | "least" => self.choice(arguments),
            "nullif" | "abs" => loose(first()?),
            "lag" | "lead" | "first_value" | "last_value" => first(),
            "min" | "max" => {
                let ty = loose(first()?)?;
                Some(if self.name(&ty) == "character varying" { Known::plain("text") } else { ty })
            }
            "sum" => Some(Known::plain(match self.name(&first()?).split('(').next()? {
                "smallint" | "integer" => "bigint",
                "bigint" | "numeric" => "numeric",
                "real" => "real",
                "double precision" => "double precision",
                "interval" => "interval",
                _ => return None,
            })),
            "avg" | "round" | "ceil" | "floor" => Some(Known::plain(match self.name(&first()?).split('(').next()? {
                "smallint" | "integer" | "bigint" | "numeric" if name == "avg" || arguments.len() > 1 => "numeric",
                "numeric" => "numeric",
                "smallint" | "integer" | "bigint" | "real" | "double precision" => "double precision",
                "interval" => "interval",
                _ => return None,
            })),
            "array_agg" => Some(array(loose(first()?)?)),
            "date_trunc" => self.ty(arguments.get(1)?),
            _ => None,
        }
    }

    fn operation(&self, operator: &str, left: &Value, right: &Value) -> Option<Known> {
        if matches!(operator, "->>" | "#>>") {
            return Some(Known::plain("text"));
        }
        if matches!(operator, "=" | "<>" | "!=" | "<" | ">" | "<=" | ">=" | "AND" | "OR" | "@>" | "<@" | "&&" | "?" | "~" | "~*")
            || ["IS", "IN", "NOT", "LIKE", "ILIKE"].iter().any(|it| operator.split(' ').next() == Some(it))
        {
            return Some(Known::plain("boolean"));
        }
        let (one, other) = (self.ty(left), self.ty(right));
        if operator == "||" {
            let is_text = |it: &Known| matches!(self.name(it).split('(').next(), Some("text" | "character varying"));
            let either = [(&one, right), (&other, left)];
            let texts = either.iter().any(|(it, beside)| {
                it.as_ref().is_some_and(is_text) && (**beside == Value::Literal || [&one, &other].iter().all(|it| it.as_ref().is_some_and(|it| !self.name(it).ends_with(']') && self.name(it) != "jsonb")))
            });
            return texts.then(|| Known::plain("text"));
        }
        let (one, other) = (one?, other?);
        if matches!(operator, "->" | "#>") {
            return Some(one);
        }
        let (a, b) = (self.name(&one), self.name(&other));
        let is_time = |it: &str| it.starts_with("timestamp");
        match operator {
            "AT TIME ZONE" if a.ends_with("with time zone") => Some(Known::plain("timestamp")),
            "AT TIME ZONE" if is_time(&a) => Some(Known::plain("timestamptz")),
            "-" if is_time(&a) && is_time(&b) => Some(Known::plain("interval")),
            "+" | "-" if is_time(&a) && b == "interval" => loose(one),
            "+" | "-" | "*" | "/" | "%" => self.wider(&loose(one)?, &loose(other)?),
            _ => None,
        }
    }

    /// The wider of two types of numbers.
    fn wider(&self, one: &Known, other: &Known) -> Option<Known> {
        const NUMBERS: [&str; 6] = ["smallint", "integer", "bigint", "numeric", "real", "double precision"];
        let rank = |it: &Known| NUMBERS.iter().position(|name| *name == self.name(it));
        let (one, other) = (rank(one)?, rank(other)?);
        let mut wide = one.max(other);
        if wide == 4 && one.min(other) < 4 {
            wide = 5;
        }
        NUMBERS.get(wide).map(|it| Known::plain(it))
    }

    /// The type's name, as it is printed.
    fn name(&self, known: &Known) -> String {
        let declared = known.enumeration.and_then(|it| self.catalog.enums.get(it)?.as_ref());
        declared.map_or_else(|| printed(&known.ty, self.catalog.database), |it| it.name.text.clone())
    }
}

/// True if the query knows the source by that name.
fn is_called(source: &Source, name: &str) -> bool {
    match (&source.alias, &source.relation) {
        (Some(alias), _) => alias == name,
        (None, Relation::Named(path)) => path.name.text == name,
        _ => false,
    }
}

/// The type without its size, which most functions lose; `None` if that cannot be told.
fn loose(known: Known) -> Option<Known> {
    if known.ty.size.is_empty() && !known.ty.written.contains('(') {
        return Some(known);
    }
    let written = known.ty.written.to_ascii_lowercase();
    let name = written.split('(').next().unwrap_or("").trim().to_owned();
    let is_simple = !known.ty.array && matches!(name.as_str(), "varchar" | "character varying" | "numeric" | "decimal");
    is_simple.then(|| Known::plain(&name))
}

fn array(known: Known) -> Known {
    Known { ty: Type { array: true, written: format!("{}[]", known.ty.written), ..known.ty }, ..known }
}

/// The type that the built-in function `name` gives, whatever it is given.
fn result_of(name: &str) -> Option<&'static str> {
    Some(match name {
        "count" | "row_number" | "rank" | "dense_rank" | "ntile" => "bigint",
        "now" | "clock_timestamp" | "statement_timestamp" | "transaction_timestamp" | "to_timestamp" => "timestamptz",
        "json_agg" | "json_build_object" | "json_object_agg" | "row_to_json" | "to_json" | "json_build_array" => "json",
        "jsonb_agg" | "jsonb_build_object" | "jsonb_object_agg" | "to_jsonb" | "jsonb_build_array" | "jsonb_set" => {
            "jsonb"
        }
        "string_agg" | "concat" | "concat_ws" | "lower" | "upper" | "initcap" | "trim" | "btrim" | "ltrim" | "rtrim"
        | "replace" | "regexp_replace" | "substring" | "substr" | "left" | "right" | "to_char" | "format" | "md5"
        | "split_part" | "lpad" | "rpad" | "repeat" | "reverse" => "text",
        "length" | "char_length" | "array_length" | "cardinality" | "jsonb_array_length" | "json_array_length" => "integer",
        "bool_and" | "bool_or" | "every" | "exists" => "boolean",
        "gen_random_uuid" | "uuid_generate_v4" => "uuid",
        "date_part" | "random" => "double precision",
        "age" => "interval",
        _ => return None,
    })
}
