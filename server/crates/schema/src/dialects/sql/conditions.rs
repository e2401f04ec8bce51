//! What a block asks the catalog before it goes on, and the answer, where the replayed statements give one.

use super::blocks::{Value, Variables, cut, value};
use super::catalog::{Catalog, HeldTable};
use super::doubts::{self, Why};
use super::ir::Statement;
use super::pieces::{Token, TokenKind};
use super::replay;

/// How deep conditions may nest.
const DEEPEST: usize = 8;

/// Statements that depend on a condition.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Branch {
    pub(super) condition: Condition,
    /// True if the condition asks about what the statements make or change: they may then be run as if it held, for
    /// what is there already is not made again.
    pub(super) is_guard: bool,
    pub(super) then: Vec<Statement>,
    pub(super) otherwise: Vec<Statement>,
}

/// A condition.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Condition {
    /// It asks for something else.
    Other,
    Exists(Lookup),
    Not(Box<Condition>),
    All(Vec<Condition>),
    Any(Vec<Condition>),
}

/// Something that is looked for in the catalog.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Lookup {
    kind: Kind,
    /// The table that it is a part of.
    table: Option<String>,
    name: Option<String>,
    /// False if more is demanded of it than its name.
    is_exact: bool,
}

/// What kind of thing is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Table,
    Column,
    Type,
    Constraint,
    Index,
    Policy,
}

impl Kind {
    /// What the relation called `name` lists.
    fn listed_by(name: &str) -> Option<Self> {
        Some(match name {
            "tables" | "pg_tables" | "views" | "pg_views" | "pg_matviews" | "pg_class" => Self::Table,
            "columns" | "pg_attribute" => Self::Column,
            "pg_type" => Self::Type,
            "pg_constraint" | "table_constraints" => Self::Constraint,
            "pg_indexes" => Self::Index,
            "pg_policies" | "pg_policy" => Self::Policy,
            _ => return None,
        })
    }
}

/// The condition of `tokens`.
pub(super) fn condition(source: &str, tokens: &[Token], variables: &Variables) -> Condition {
    Reading { source, variables }.condition(tokens, 0)
}

/// True if `tokens`, a condition, ask the catalog about what `branch` speaks of.
pub(super) fn is_guard(source: &str, tokens: &[Token], branch: &str) -> bool {
    let lower = |it: &Token| it.span.slice(source).to_ascii_lowercase();
    let branch = branch.to_ascii_lowercase();
    let spoken: Vec<&str> = branch.split(|it: char| !it.is_alphanumeric() && it != '_').collect();
    let mut behind = String::new();
    for token in tokens {
        if token.kind == TokenKind::Text && !BESIDES.contains(&behind.as_str()) {
            let name = super::tree::unquoted(&lower(token));
            let name = name.rsplit('.').next().unwrap_or("").trim_matches('"');
            if ELSEWHERE.contains(&behind.as_str()) || !spoken.contains(&name) {
                return false;
            }
        } else if token.kind == TokenKind::Word && !matches!(lower(token).as_str(), "in" | "any" | "array" | "not") {
            behind = lower(token);
        }
    }
    asks_catalog(source, tokens)
}

/// True if `tokens` ask the catalog.
pub(super) fn asks_catalog(source: &str, tokens: &[Token]) -> bool {
    let mut words = tokens.iter().map(|it| it.span.slice(source).to_ascii_lowercase());
    words.any(|it| it.starts_with("pg_") || matches!(it.as_str(), "information_schema" | "to_regclass" | "to_regtype"))
}

/// What the catalog's relations say of a thing besides its name.
const BESIDES: &[&str] = &[
    "table_schema", "constraint_schema", "schemaname", "nspname", "table_type", "relkind", "typtype", "data_type",
    "udt_name", "is_nullable", "column_default", "constraint_type", "contype", "table_catalog", "typcategory",
    "character_maximum_length", "conrelid_schema", "is_identity", "is_generated", "delete_rule", "update_rule", "like",
    "ilike",
];

/// Names of what no migration makes.
const ELSEWHERE: &[&str] = &["extname", "rolname", "setting", "datname", "usename", "prosrc"];

struct Reading<'a> {
    source: &'a str,
    variables: &'a Variables,
}

impl Reading<'_> {
    fn word(&self, token: Option<&Token>) -> String {
        let word = token.filter(|it| matches!(it.kind, TokenKind::Word | TokenKind::Quoted));
        word.map(|it| it.span.slice(self.source).trim_matches('"').to_ascii_lowercase()).unwrap_or_default()
    }

    fn condition(&self, tokens: &[Token], depth: usize) -> Condition {
        if depth > DEEPEST {
            return Condition::Other;
        }
        let is = |at: usize, word: &str| self.word(tokens.get(at)) == word;
        let between = |word: &'static str| cut(tokens, move |it, at| (self.word(it.get(at)) == word).then_some(1));
        for (word, join) in [("or", Condition::Any as fn(Vec<Condition>) -> Condition), ("and", Condition::All)] {
            let parts = between(word);
            if parts.len() > 1 {
                return join(parts.into_iter().map(|it| self.condition(it, depth + 1)).collect());
            }
        }
        if is(0, "not") {
            return Condition::Not(Box::new(self.condition(tokens.get(1..).unwrap_or(&[]), depth + 1)));
        }
        let inside = |open: usize| match (tokens.get(open), tokens.last()) {
            (Some(first), Some(last)) if first.kind == TokenKind::Symbol(b'(') && last.kind == TokenKind::Symbol(b')') => {
                tokens.get(open + 1..tokens.len() - 1)
            }
            _ => None,
        };
        if let Some(inner) = inside(0) {
            return self.condition(inner, depth + 1);
        }
        if is(0, "exists") {
            let lookup = inside(1).and_then(|it| self.lookup(it));
            return lookup.map_or(Condition::Other, Condition::Exists);
        }
        if is(0, "to_regclass") || is(0, "to_regtype") {
            return self.registered(tokens).unwrap_or(Condition::Other);
        }
        Condition::Other
    }

    /// `to_regclass('name') IS NULL` and `IS NOT NULL`.
    fn registered(&self, tokens: &[Token]) -> Option<Condition> {
        let close = tokens.iter().position(|it| it.kind == TokenKind::Symbol(b')'))?;
        let name = self.text(tokens.get(2..close)?)?;
        let kind = if self.word(tokens.first()) == "to_regclass" { Kind::Table } else { Kind::Type };
        let name = name.rsplit('.').next().map(|it| it.trim_matches('"').to_owned());
        let exists = Condition::Exists(Lookup { kind, table: None, name, is_exact: true });
        let words: Vec<String> = tokens.get(close + 1..)?.iter().map(|it| self.word(Some(it))).collect();
        match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            ["is", "null"] => Some(Condition::Not(Box::new(exists))),
            ["is", "not", "null"] => Some(exists),
            _ => None,
        }
    }

    /// The text that an expression gives, whatever it is cast to.
    fn text(&self, tokens: &[Token]) -> Option<String> {
        match value(self.source, tokens, self.variables) {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// What `SELECT … FROM relation WHERE …` looks for.
    fn lookup(&self, tokens: &[Token]) -> Option<Lookup> {
        let from = tokens.iter().position(|it| self.word(Some(it)) == "from")?;
        let mut at = from + 1;
        while tokens.get(at + 1).is_some_and(|it| it.kind == TokenKind::Symbol(b'.')) {
            at += 2;
        }
        let kind = Kind::listed_by(&self.word(tokens.get(at)))?;
        let filter = tokens.iter().position(|it| self.word(Some(it)) == "where")?;
        // A second relation, or an alias of the only one.
        let alias = usize::from(self.word(tokens.get(at + 1)) == "as");
        let mut lookup = Lookup { kind, table: None, name: None, is_exact: filter <= at + 2 + alias };
        let demands = tokens.get(filter + 1..)?;
        if cut(demands, |it, at| (self.word(it.get(at)) == "or").then_some(1)).len() > 1 {
            return None;
        }
        for demand in cut(demands, |it, at| (self.word(it.get(at)) == "and").then_some(1)) {
            let equals = demand.iter().position(|it| it.kind == TokenKind::Symbol(b'='));
            let column = equals.and_then(|it| demand.get(it.checked_sub(1)?)).map(|it| self.word(Some(it)));
            let given = equals.and_then(|it| self.text(demand.get(it + 1..)?));
            let last = |it: String| it.rsplit('.').next().unwrap_or("").trim_matches('"').to_owned();
            match (column.as_deref().unwrap_or(""), given) {
                ("table_schema" | "schemaname" | "nspname" | "constraint_schema" | "relkind" | "typtype" | "table_type" | "constraint_type" | "contype", _) => {}
                ("table_name" | "tablename" | "viewname" | "matviewname" | "relname", Some(name)) if kind == Kind::Table => {
                    lookup.name = Some(name);
                }
                ("table_name" | "tablename" | "attrelid" | "conrelid" | "relname", Some(name)) => lookup.table = Some(last(name)),
                ("column_name" | "attname" | "typname" | "conname" | "constraint_name" | "indexname" | "policyname" | "polname", Some(name)) => {
                    lookup.name = Some(name);
                }
                _ => lookup.is_exact = false,
            }
        }
        lookup.name.is_some().then_some(lookup)
    }
}

/// Applies what is done under a condition.
pub(super) fn apply(catalog: &mut Catalog, branch: &Branch) {
    catalog.effort += catalog.tables.len();
    let (run, may_run) = match holds(catalog, &branch.condition) {
        Some(true) => (&branch.then, None),
        Some(false) => (&branch.otherwise, None),
        None if branch.is_guard => (&branch.then, Some(&branch.otherwise)),
        None => (&Vec::new(), Some(&branch.then)),
    };
    run.iter().for_each(|it| replay::apply(catalog, it));
    let also = may_run.filter(|it| std::ptr::eq(*it, &branch.then)).map(|_| &branch.otherwise);
    for statements in may_run.into_iter().chain(also) {
        doubts::doubted(statements.clone(), Why::Condition).iter().for_each(|it| replay::apply(catalog, it));
    }
}

/// Whether `condition` holds by now, if that can be told.
fn holds(catalog: &Catalog, condition: &Condition) -> Option<bool> {
    match condition {
        Condition::Other => None,
        Condition::Exists(lookup) => exists(catalog, lookup),
        Condition::Not(inner) => holds(catalog, inner).map(|it| !it),
        Condition::All(parts) => {
            let parts: Vec<Option<bool>> = parts.iter().map(|it| holds(catalog, it)).collect();
            if parts.contains(&Some(false)) { Some(false) } else { parts.into_iter().collect::<Option<Vec<_>>>().map(|_| true) }
        }
        Condition::Any(parts) => {
            let parts: Vec<Option<bool>> = parts.iter().map(|it| holds(catalog, it)).collect();
            if parts.contains(&Some(true)) { Some(true) } else { parts.into_iter().collect::<Option<Vec<_>>>().map(|_| false) }
        }
    }
}

/// Whether what is looked for is there. What these statements never made may come from elsewhere.
fn exists(catalog: &Catalog, lookup: &Lookup) -> Option<bool> {
    let name = lookup.name.as_deref()?;
    let found = |is_there: bool| if is_there { Some(true).filter(|_| lookup.is_exact) } else { Some(false) };
    let tables = || catalog.tables.iter().flatten().filter(|it| lookup.table.as_ref().is_none_or(|name| it.name.text == *name));
    match lookup.kind {
        Kind::Table if catalog.tables.iter().flatten().any(|it| it.name.text == name) => found(true),
        Kind::Table => catalog.gone.iter().any(|it| it.1 == name).then_some(false),
        Kind::Column => {
            lookup.table.as_ref()?;
            let mut tables = tables().peekable();
            tables.peek()?;
            let held: Vec<&HeldTable> = tables.collect();
            match () {
                () if held.iter().any(|it| it.column(name).is_some_and(|it| it.known)) => found(true),
                () if held.iter().any(|it| it.open || it.column(name).is_some()) => None,
                () => found(false),
            }
        }
        Kind::Type => {
            let is_ours = catalog.enums.iter().flatten().any(|it| it.name.text == name) || catalog.types.keys().any(|it| it.1 == name);
            is_ours.then(|| found(true)).flatten()
        }
        Kind::Constraint => tables().any(|it| it.constraints.iter().any(|it| it.name == name)).then(|| found(true)).flatten(),
        Kind::Index => tables().any(|it| it.indexes.iter().any(|it| it.name == name)).then(|| found(true)).flatten(),
        Kind::Policy => {
            let has = |it: &HeldTable| it.policies.iter().any(|it| it.name == name);
            tables().any(has).then(|| found(true)).flatten()
        }
    }
}
