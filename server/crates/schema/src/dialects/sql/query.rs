//! What a query gives: its columns with what each is computed from.
//!
//! Only what tells a column's name and type is kept; what it is filtered and ordered by is not.

use squawk_syntax::SyntaxKind as K;
use squawk_syntax::SyntaxNode;
use squawk_syntax::ast::{AstNode, CallExpr, Expr, Target as TargetNode};
use squawk_syntax::column_name::ColumnName;
use text::Span;

use super::ir::{Path, Type, Word};
use super::tables::{is_type, type_at};
use super::tree::{Tree, all, child, has, has_token};

/// The deepest nesting of queries and expressions that is followed.
const DEEPEST: usize = 40;

/// How many rows of `VALUES` are looked at.
const MOST_ROWS: usize = 20;

/// A query.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Query {
    /// The queries that `WITH` names.
    pub(super) named: Vec<(String, Query)>,
    pub(super) from: Vec<Source>,
    pub(super) targets: Vec<Target>,
    /// True if columns of the same name come out once (`USING`): then `*` cannot be told.
    pub(super) merges: bool,
}

/// What a query reads from.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Source {
    pub(super) alias: Option<String>,
    /// Names its columns get, the first ones first.
    pub(super) columns: Vec<String>,
    pub(super) relation: Relation,
}

/// A table, or what acts as one.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Relation {
    Named(Path),
    Query(Query),
    Unknown,
}

/// What a query gives.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Target {
    /// Every column, of the source of that name or of all.
    Star(Option<String>),
    Column(Word, Value),
}

/// What a column of a query is computed from.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    /// A column, of the source of that name or of any.
    Column(Option<String>, String),
    /// Something of that type whatever it is made of.
    Typed(Type),
    /// A string or NULL: it takes the type that others beside it have.
    Literal,
    Call(String, Vec<Value>),
    /// One of several.
    Choice(Vec<Value>),
    Operation(String, Box<Value>, Box<Value>),
    Array(Vec<Value>),
    Query(Box<Query>),
    Unknown,
}

impl Query {
    /// True if the query spells out a column that is called `name`, there.
    pub(super) fn gives(&self, name: &Word) -> bool {
        self.targets.iter().any(|it| matches!(it, Target::Column(own, _) if own == name))
    }
}

impl Value {
    /// A value of the built-in type `name`.
    pub(super) fn typed(name: &str) -> Self {
        Self::Typed(Type { written: name.to_owned(), ..Type::default() })
    }
}

/// The query at or below `node`: the first one of a union.
pub(super) fn query(tree: &Tree<'_>, node: &SyntaxNode) -> Option<Query> {
    read(tree, node, 0)
}

fn read(tree: &Tree<'_>, node: &SyntaxNode, depth: usize) -> Option<Query> {
    if depth > DEEPEST {
        return None;
    }
    match node.kind() {
        K::SELECT | K::SELECT_INTO => {}
        K::VALUES => return rows(tree, node, depth),
        K::COMPOUND_SELECT | K::PAREN_SELECT | K::CREATE_TABLE_AS | K::CREATE_VIEW | K::CREATE_MATERIALIZED_VIEW => {
            let first = node.children().find(|it| is_query(it.kind()))?;
            return read(tree, &first, depth + 1);
        }
        _ => return None,
    }
    let mut query = Query::default();
    if let Some(with) = child(node, K::WITH_CLAUSE) {
        for table in all(&with, K::WITH_TABLE) {
            let name = child(&table, K::CTE_NAME).map(|it| tree.word(&it).text)?;
            let inner = table.children().find(|it| is_query(it.kind()));
            let inner = inner.filter(|_| !has(&table, K::COLUMN_LIST)).and_then(|it| read(tree, &it, depth + 1));
            // One that cannot be told hides a table of that name.
            query.named.push((name, inner.unwrap_or_default()));
        }
    }
    if let Some(from) = child(node, K::FROM_CLAUSE) {
        for item in from.children() {
            sources(tree, &item, &mut query, depth + 1);
        }
    }
    let targets = child(node, K::SELECT_CLAUSE).and_then(|it| child(&it, K::TARGET_LIST))?;
    for item in all(&targets, K::TARGET) {
        query.targets.push(target(tree, &item, depth + 1)?);
    }
    Some(query)
}

/// What `VALUES` gives: columns called `column1` and so on.
fn rows(tree: &Tree<'_>, node: &SyntaxNode, depth: usize) -> Option<Query> {
    let mut columns: Vec<Vec<Value>> = Vec::new();
    let list = child(node, K::ROW_LIST)?;
    for row in all(&list, K::ROW).take(MOST_ROWS) {
        for (at, item) in row.children().enumerate() {
            if columns.len() <= at {
                columns.push(Vec::new());
            }
            if let Some(column) = columns.get_mut(at) {
                column.push(value(tree, &item, depth + 1));
            }
        }
    }
    let span = tree.span(node);
    let column = |(at, values)| {
        Target::Column(Word { text: format!("column{}", at + 1), span }, Value::Choice(values))
    };
    Some(Query { targets: columns.into_iter().enumerate().map(column).collect(), ..Query::default() })
}

fn has_natural(join: &str) -> bool {
    join.split_whitespace().any(|it| it.eq_ignore_ascii_case("NATURAL"))
}

/// True for the syntax of a query.
pub(super) fn is_query(kind: K) -> bool {
    matches!(kind, K::SELECT | K::COMPOUND_SELECT | K::PAREN_SELECT | K::VALUES)
}

fn sources(tree: &Tree<'_>, item: &SyntaxNode, query: &mut Query, depth: usize) {
    if depth > DEEPEST {
        query.merges = true;
        return;
    }
    let relation = match item.kind() {
        K::JOIN_EXPR | K::JOIN => {
            query.merges |= has(item, K::JOIN_USING_CLAUSE) || has_natural(tree.text(item));
            for inner in item.children() {
                sources(tree, &inner, query, depth + 1);
            }
            return;
        }
        K::RELATION_FROM_ITEM => {
            child(item, K::RELATION_NAME_REF).map_or(Relation::Unknown, |it| Relation::Named(tree.path(&it)))
        }
        K::PAREN_FROM_ITEM => item
            .children()
            .find(|it| is_query(it.kind()))
            .and_then(|it| read(tree, &it, depth + 1))
            .map_or(Relation::Unknown, Relation::Query),
        K::ON_CLAUSE | K::JOIN_INNER | K::JOIN_LEFT | K::JOIN_RIGHT | K::JOIN_FULL | K::JOIN_CROSS => return,
        K::JOIN_USING_CLAUSE => {
            query.merges = true;
            return;
        }
        _ => Relation::Unknown,
    };
    let alias = child(item, K::FROM_ALIAS);
    let columns = alias.as_ref().and_then(|it| child(it, K::COLUMN_LIST));
    let columns = columns.map(|it| all(&it, K::COLUMN_NAME).map(|it| tree.word(&it).text).collect());
    let alias = alias.and_then(|it| child(&it, K::TABLE_ALIAS)).map(|it| tree.word(&it).text);
    query.from.push(Source { alias, columns: columns.unwrap_or_default(), relation });
}

fn target(tree: &Tree<'_>, item: &SyntaxNode, depth: usize) -> Option<Target> {
    let node = item.children().find(|it| it.kind() != K::AS_NAME);
    let Some(node) = node else { return Some(Target::Star(None)) };
    if node.kind() == K::FIELD_EXPR && has_token(&node, K::STAR) {
        let words = tree.words(&node);
        return Some(Target::Star(words.last().map(|it| it.text.clone())));
    }
    // squawk panics when asked what `(1)(2)` is called (`column_name.rs`, 2.68).
    if item.descendants().any(|it| calls_no_function(&it)) {
        return None;
    }
    let (name, place) = ColumnName::from_target(TargetNode::cast(item.clone())?)?;
    let text = name.to_string()?;
    let written = tree.span(&place);
    // PostgreSQL makes a name up where none stands: `?column?`.
    let spelled = tree.text(&place);
    let is_there = spelled.contains('"') || spelled.to_lowercase().starts_with(&text.to_lowercase());
    let span = if is_there { written } else { Span::empty(written.start()) };
    Some(Target::Column(Word { text, span }, value(tree, &node, depth)))
}

/// True for a call of what is no function: `(1)(2)`.
fn calls_no_function(node: &SyntaxNode) -> bool {
    let called = CallExpr::cast(node.clone()).and_then(|it| it.expr());
    called.is_some_and(|it| !matches!(it, Expr::FieldExpr(_) | Expr::NameRef(_)))
}

/// What the expression `node` is.
fn value(tree: &Tree<'_>, node: &SyntaxNode, depth: usize) -> Value {
    if depth > DEEPEST {
        return Value::Unknown;
    }
    let inner = |node: &SyntaxNode| value(tree, node, depth + 1);
    match node.kind() {
        K::LITERAL => literal(tree.text(node)),
        K::NAME_REF => named(tree.word(node).text),
        K::FIELD_EXPR if node.children().all(|it| matches!(it.kind(), K::NAME_REF | K::FIELD_EXPR)) => {
            let mut words = tree.words(node);
            let name = words.pop().unwrap_or_default().text;
            Value::Column(words.pop().map(|it| it.text), name)
        }
        K::PAREN_EXPR => match node.children().next() {
            Some(it) if is_query(it.kind()) => {
                read(tree, &it, depth + 1).map_or(Value::Unknown, |it| Value::Query(Box::new(it)))
            }
            Some(it) => inner(&it),
            None => Value::Unknown,
        },
        K::CAST_EXPR => {
            let ty = node.children().find(|it| is_type(it.kind()));
            ty.map_or(Value::Unknown, |it| Value::Typed(type_at(tree, &it)))
        }
        K::CALL_EXPR => call(tree, node, depth),
        K::CASE_EXPR => {
            let whens = child(node, K::WHEN_CLAUSE_LIST);
            let whens: Vec<SyntaxNode> = whens.map(|it| all(&it, K::WHEN_CLAUSE).collect()).unwrap_or_default();
            let branches =
                whens.into_iter().chain(child(node, K::ELSE_CLAUSE)).filter_map(|it| it.children().last());
            Value::Choice(branches.map(|it| inner(&it)).collect())
        }
        K::ARRAY_EXPR => Value::Array(node.children().map(|it| inner(&it)).collect()),
        K::BETWEEN_EXPR => Value::typed("boolean"),
        K::PREFIX_EXPR if tree.text(node).get(..3).is_some_and(|it| it.eq_ignore_ascii_case("NOT")) => Value::typed("boolean"),
        K::PREFIX_EXPR => node.children().last().map_or(Value::Unknown, |it| inner(&it)),
        K::BIN_EXPR => operation(tree, node, depth),
        _ => Value::Unknown,
    }
}

/// A column, or a word that stands for a value.
fn named(name: String) -> Value {
    match name.as_str() {
        "current_timestamp" => Value::typed("timestamptz"),
        "current_date" => Value::typed("date"),
        "current_user" | "session_user" => Value::typed("name"),
        _ => Value::Column(None, name),
    }
}

fn literal(written: &str) -> Value {
    let lower = written.to_ascii_lowercase();
    if matches!(lower.as_str(), "true" | "false") {
        Value::typed("boolean")
    } else if let Ok(number) = lower.parse::<i64>() {
        Value::typed(if i32::try_from(number).is_ok() { "integer" } else { "bigint" })
    } else if lower.starts_with(|it: char| it.is_ascii_digit() || it == '.') {
        Value::typed("numeric")
    } else {
        Value::Literal
    }
}

fn call(tree: &Tree<'_>, node: &SyntaxNode, depth: usize) -> Value {
    match node.children().next().map(|it| it.kind()) {
        Some(K::EXISTS_FN) => return Value::typed("boolean"),
        Some(K::EXTRACT_FN) => return Value::typed("numeric"),
        Some(K::NAME_REF | K::FIELD_EXPR) => {}
        _ => return Value::Unknown,
    }
    let name = node.children().next().and_then(|it| tree.words(&it).pop()).unwrap_or_default().text;
    let list = child(node, K::ARG_LIST);
    let given = |it: SyntaxNode| it.children().next().map_or(Value::Unknown, |it| value(tree, &it, depth + 1));
    let arguments = list.map(|it| all(&it, K::ARG).map(given).collect()).unwrap_or_default();
    Value::Call(name, arguments)
}

fn operation(tree: &Tree<'_>, node: &SyntaxNode, depth: usize) -> Value {
    let mut sides = node.children().filter(|it| !matches!(it.kind(), K::CUSTOM_OP | K::AT_TIME_ZONE));
    let (Some(left), Some(right)) = (sides.next(), sides.next()) else { return Value::Unknown };
    let source = tree.written(node);
    let start = usize::from(node.text_range().start());
    let between = usize::from(left.text_range().end()) - start..usize::from(right.text_range().start()) - start;
    let operator = source.get(between).unwrap_or("").trim().to_ascii_uppercase();
    let side = |it: &SyntaxNode| Box::new(value(tree, it, depth + 1));
    Value::Operation(operator, side(&left), side(&right))
}
