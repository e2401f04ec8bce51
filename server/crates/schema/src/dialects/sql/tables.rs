//! `CREATE TABLE`, views and indexes.

use squawk_syntax::SyntaxKind as K;
use squawk_syntax::{SyntaxElement, SyntaxNode};

use super::constraints::constraint;
use super::ir::{Constraint, Like, NewColumn, NewIndex, NewTable, Part, Rule, Type, Word};
use super::query::{is_query, query};
use super::reader::Reader;
use super::write::names;
use super::tree::{Tree, all, child, has, has_token, text};
use crate::model::{IndexPart, TableKind};

/// The table that `CREATE TABLE`, `CREATE TABLE AS`, `CREATE FOREIGN TABLE` or `SELECT INTO` makes.
pub(super) fn table(reader: &Reader<'_>, tree: &Tree<'_>) -> NewTable {
    let node = &tree.node;
    let mut table = NewTable {
        name: name_of(tree, K::TABLE_NAME).unwrap_or_default(),
        temporary: has(node, K::TEMP) || is_temporary(tree),
        ..NewTable::default()
    };
    if let Some(list) = child(node, K::TABLE_ARG_LIST) {
        entries(reader, tree, &list, &mut table);
    }
    table.partitioned = has(node, K::PARTITION_BY);
    if let Some(parent) = child(node, K::PARTITION_OF) {
        table.partition = true;
        table.parents.extend(child(&parent, K::TABLE_NAME_REF).map(|it| tree.path(&it)));
    }
    if let Some(parents) = child(node, K::INHERITS) {
        table.parents.extend(all(&parents, K::TABLE_NAME_REF).map(|it| tree.path(&it)));
    }
    if has(node, K::OF_TYPE) {
        table.open = Some("come from a type".to_owned());
    }
    if matches!(node.kind(), K::CREATE_TABLE_AS | K::SELECT_INTO) {
        queried(tree, &mut table);
    }
    let parts = [K::TABLE_ARG_LIST, K::PARTITION_OF, K::OF_TYPE, K::INHERITS];
    let has_body = node.kind() != K::CREATE_TABLE || parts.iter().any(|it| has(node, *it));
    if !tree.errors.is_empty() || !has_body {
        table.open = Some("cannot be read: the statement is broken".to_owned());
    }
    table
}

/// True for `CREATE TEMPORARY TABLE` however the tree says it.
fn is_temporary(tree: &Tree<'_>) -> bool {
    let mut head = tree.text(&tree.node).split_whitespace().take(3);
    head.any(|it| it.eq_ignore_ascii_case("TEMP") || it.eq_ignore_ascii_case("TEMPORARY"))
}

fn name_of(tree: &Tree<'_>, kind: K) -> Option<super::ir::Path> {
    tree.node.descendants().find(|it| it.kind() == kind).map(|it| tree.path(&it))
}

/// The view that the statement makes.
pub(super) fn view(tree: &Tree<'_>) -> NewTable {
    let materialized = tree.node.kind() == K::CREATE_MATERIALIZED_VIEW;
    let mut view = NewTable {
        name: name_of(tree, K::VIEW).unwrap_or_default(),
        kind: if materialized { TableKind::MaterializedView } else { TableKind::View },
        replaces: has(&tree.node, K::OR_REPLACE),
        temporary: is_temporary(tree),
        ..NewTable::default()
    };
    if let Some(list) = child(&tree.node, K::COLUMN_LIST) {
        for name in all(&list, K::COLUMN_NAME) {
            view.columns.push(named(tree.word(&name)));
        }
    }
    let names: Vec<String> = view.columns.iter().map(|it| names::quoted(&it.name.text)).collect();
    queried(tree, &mut view);
    if !names.is_empty() {
        view.open = None;
    }
    let node = tree.node.children().find(|it| is_query(it.kind()));
    let aliased = node.as_ref().and_then(|it| aliased(it, &names));
    let query = node.as_ref().map(text);
    let (name, list) = (names::quoted(&view.name.name.text), names.join(", "));
    view.sql = query.map(|query| match () {
        () if has_token(&tree.node, K::RECURSIVE_KW) => {
            format!("WITH RECURSIVE {name} ({list}) AS ({query}) SELECT {list} FROM {name}")
        }
        () if names.is_empty() => query,
        () if aliased.is_some() => aliased.unwrap_or_default(),
        () => format!("SELECT * FROM ({query}) AS {name} ({list})"),
    });
    view
}

/// The query at `node` with `names` for what it gives, if it spells out as many columns.
fn aliased(node: &SyntaxNode, names: &[String]) -> Option<String> {
    let list = child(node, K::SELECT_CLAUSE).and_then(|it| child(&it, K::TARGET_LIST))?;
    let targets: Vec<SyntaxNode> = all(&list, K::TARGET).collect();
    let written = node.text().to_string();
    let start = usize::from(node.text_range().start());
    let mut aliased = written.clone();
    for (target, name) in targets.iter().zip(names).rev() {
        let given = target.children().find(|it| it.kind() != K::AS_NAME).filter(|it| !text(it).ends_with('*'))?;
        let end = usize::from(target.text_range().end()) - start;
        aliased.replace_range(usize::from(given.text_range().end()) - start..end, &format!(" AS {name}"));
    }
    (targets.len() == names.len()).then(|| aliased.trim().to_owned())
}

/// Notes what is known of a table that a query fills: the names of its columns, if the query spells them out.
fn queried(tree: &Tree<'_>, table: &mut NewTable) {
    let names = tree.node.descendants().filter(|it| matches!(it.kind(), K::PATH_REF | K::PATH_SEGMENT_REF));
    table.query = names.map(|it| tree.word(&it).text).collect();
    table.selected = query(tree, &tree.node).filter(|_| tree.errors.is_empty());
    if table.selected.is_none() {
        table.open = Some("come from a query".to_owned());
    }
}

/// A column of which nothing but the name is known.
fn named(name: Word) -> NewColumn {
    NewColumn { span: name.span, name, known: true, ..NewColumn::default() }
}

/// Adds what stands in the parentheses of `CREATE TABLE`.
fn entries(reader: &Reader<'_>, tree: &Tree<'_>, list: &SyntaxNode, table: &mut NewTable) {
    for entry in list.children() {
        match entry.kind() {
            K::COLUMN => {
                let column = column(reader, tree, &entry);
                if !column.name.text.is_empty() {
                    table.columns.push(column);
                }
            }
            K::LIKE_CLAUSE => table.likes.extend(like(tree, &entry)),
            K::ERROR => {}
            _ if tree.is_broken(&entry) => {}
            _ => table.constraints.extend(constraint(tree, &entry)),
        }
    }
}

/// The column at `node`: `COLUMN`, or `ADD COLUMN` whose parts are the same.
pub(super) fn column(reader: &Reader<'_>, tree: &Tree<'_>, node: &SyntaxNode) -> NewColumn {
    let name = child(node, K::COLUMN_NAME).map(|it| tree.word(&it)).unwrap_or_default();
    let ty = node.children().find(|it| is_type(it.kind()));
    let mut constraints: Vec<Constraint> = node.children().filter_map(|it| constraint(tree, &it)).collect();
    let start = name.span.start().bytes().saturating_sub(1);
    let end = tree.span(node).end();
    let behind = reader.behind(end.bytes());
    let span = text::Span::new(tree.span(node).start().max(text::Offset::new(start)), end);
    if reader.blanked(start..end.bytes() + behind, &["AUTO_INCREMENT", "AUTOINCREMENT"]) {
        constraints.push(Constraint { name: None, rule: Rule::AutoIncrement, unsaid: Vec::new(), span });
    }
    NewColumn {
        ty: ty.map(|it| reader.spelled(tree, &it)),
        known: !tree.is_broken(node),
        unsaid: child(node, K::COLLATE).iter().map(text).collect(),
        doc: reader.doc_of_line(span),
        name,
        constraints,
        span,
    }
}

pub(super) fn is_type(kind: K) -> bool {
    matches!(
        kind,
        K::ARRAY_TYPE
            | K::PATH_TYPE
            | K::VARCHAR_TYPE
            | K::CHARACTER_TYPE
            | K::BIT_TYPE
            | K::BIT_VARYING_TYPE
            | K::DOUBLE_TYPE
            | K::TIME_TYPE
            | K::TIMESTAMP_TYPE
            | K::INTERVAL_TYPE
    )
}

/// The type at `node`.
pub(super) fn type_at(tree: &Tree<'_>, node: &SyntaxNode) -> Type {
    let array = node.kind() == K::ARRAY_TYPE;
    let inner = if array { node.children().find(|it| is_type(it.kind())) } else { None };
    let inner = inner.unwrap_or_else(|| node.clone());
    let path = child(&inner, K::PATH_REF).filter(|_| inner.kind() == K::PATH_TYPE);
    let name = path.map(|it| {
        let mut words = tree.words(&it);
        let name = words.pop().unwrap_or_default();
        super::ir::Path { schema: words.pop().map(|it| it.text), name }
    });
    let size = child(&inner, K::ARG_LIST).map(|it| tree.text(&it).to_owned()).unwrap_or_default();
    let written = tree.text(&inner);
    let written = if array { format!("{written}[]") } else { written.to_owned() };
    Type { written, name, size, array }
}

fn like(tree: &Tree<'_>, node: &SyntaxNode) -> Option<Like> {
    let mut like = Like { table: tree.path(&child(node, K::RELATION_NAME_REF)?), ..Like::default() };
    for option in node.children() {
        let text = text(&option).to_ascii_uppercase();
        let including = text.starts_with("INCLUDING");
        if !including && !text.starts_with("EXCLUDING") {
            continue;
        }
        let what = text.split_whitespace().nth(1).unwrap_or("");
        let of = |name: &str| what == name || what == "ALL";
        for (name, flag) in [
            ("DEFAULTS", &mut like.defaults),
            ("CONSTRAINTS", &mut like.constraints),
            ("INDEXES", &mut like.indexes),
            ("GENERATED", &mut like.generated),
            ("IDENTITY", &mut like.identity),
        ] {
            if of(name) {
                *flag = including;
            }
        }
    }
    Some(like)
}

/// The index that `CREATE INDEX` makes.
pub(super) fn index(tree: &Tree<'_>) -> Option<NewIndex> {
    let node = &tree.node;
    let target = child(node, K::TABLE_RELATION_NAME)?;
    let mut index = NewIndex {
        name: child(node, K::INDEX).map(|it| tree.word(&it)).filter(|it| !it.text.is_empty()),
        table: tree.path(&target),
        only: has_token(&target, K::ONLY_KW),
        unique: has_token(node, K::UNIQUE_KW),
        method: child(node, K::USING_METHOD).map(|it| tree.word(&it).text).filter(|it| it != "btree"),
        span: tree.span(node),
        ..NewIndex::default()
    };
    if let Some(list) = child(node, K::PARTITION_ITEM_LIST) {
        for item in all(&list, K::PARTITION_ITEM) {
            index.parts.extend(part(tree, &item, &mut index.names));
        }
    }
    if let Some(clause) = child(node, K::WHERE_CLAUSE) {
        index.names.extend(tree.names(&clause));
        let written = text(&clause);
        index.predicate = Some(written.get(5..).unwrap_or("").trim().to_owned());
    }
    if let Some(clause) = child(node, K::INDEX_INCLUDE_CLAUSE) {
        index.included = tree.names(&clause);
    }
    Some(index)
}

fn part(tree: &Tree<'_>, item: &SyntaxNode, names: &mut Vec<String>) -> Option<Part> {
    let mut expression = item.children().next()?;
    while let Some(inner) = expression.first_child().filter(|_| expression.kind() == K::COLLATE) {
        expression = inner;
    }
    let order = order(item, &expression);
    if expression.kind() == K::NAME_REF {
        return Some(Part::Column { name: tree.word(&expression).text, order });
    }
    names.extend(tree.names(&expression));
    let call = (expression.kind() == K::CALL_EXPR).then(|| expression.children().next()).flatten();
    let label = call.and_then(|it| tree.words(&it).pop()).map_or_else(|| "expr".to_owned(), |it| it.text);
    Some(Part::Expression { text: tree.text(&expression).to_owned(), label, order })
}

/// What follows the key of an index, in the model's words. Names in quotes stay as they are.
fn order(item: &SyntaxNode, key: &SyntaxNode) -> String {
    let end = key.text_range().end();
    let tokens = item.descendants_with_tokens().filter_map(SyntaxElement::into_token).filter(|it| it.text_range().start() >= end);
    let mut words: Vec<String> = Vec::new();
    let mut apart = true;
    for token in tokens {
        let written = match token.kind() {
            K::WHITESPACE | K::COMMENT => {
                apart = true;
                continue;
            }
            _ if token.text().starts_with('"') => token.text().to_owned(),
            _ => token.text().to_lowercase(),
        };
        match words.last_mut().filter(|_| !apart) {
            Some(word) => word.push_str(&written),
            None => words.push(written),
        }
        apart = false;
    }
    IndexPart::usual_order(words)
}
