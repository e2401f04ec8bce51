//! From the syntax tree of one statement to what it does.

use squawk_syntax::SyntaxKind as K;
use squawk_syntax::SyntaxNode;

use super::alter;
use super::constraints::constraint;
use super::foreign;
use super::ir::{Action, Dependents, Kind, Neighbour, NewTable, Path, Rule, Word};
use super::reader::Reader;
use super::tables;
use super::tree::{Tree, all, child, has, has_token, string, text, unquoted};
use crate::model::{Policy, UnknownScope};

/// What the statement of `tree` does; nothing if it does not matter.
pub(super) fn kinds(reader: &Reader<'_>, tree: &Tree<'_>) -> Vec<Kind> {
    let node = &tree.node;
    let dependents = Dependents::of(node);
    let kind = match node.kind() {
        K::CREATE_TABLE | K::CREATE_TABLE_AS | K::CREATE_FOREIGN_TABLE | K::SELECT_INTO => {
            Some(Kind::CreateTable(Box::new(tables::table(reader, tree))))
        }
        K::CREATE_VIEW | K::CREATE_MATERIALIZED_VIEW => Some(Kind::CreateTable(Box::new(tables::view(tree)))),
        K::ALTER_TABLE | K::ALTER_VIEW | K::ALTER_MATERIALIZED_VIEW | K::ALTER_FOREIGN_TABLE => {
            return altered(reader, tree);
        }
        K::DROP_TABLE => Some(Kind::DropTables { names: paths(tree, node, K::TABLE_NAME_REF), dependents }),
        K::DROP_FOREIGN_TABLE => {
            Some(Kind::DropTables { names: paths(tree, node, K::TABLE_NAME_REF), dependents })
        }
        K::DROP_VIEW | K::DROP_MATERIALIZED_VIEW => {
            Some(Kind::DropTables { names: paths(tree, node, K::VIEW_REF), dependents })
        }
        K::CREATE_INDEX => tables::index(tree)
            .filter(|it| tree.errors.is_empty() && !it.parts.is_empty())
            .map(|mut it| {
                it.method = it.method.or_else(|| foreign::kind_of_index(it.span.slice(reader.source)));
                Kind::CreateIndex(Box::new(it))
            }),
        K::DROP_INDEX => Some(Kind::DropIndexes(paths(tree, node, K::INDEX_REF))),
        K::ALTER_INDEX => {
            renamed(tree, K::INDEX_REF, K::INDEX_RENAME_TO).map(|(from, to)| Kind::RenameIndex { from, to })
        }
        K::CREATE_TYPE => enumeration(tree).or_else(|| broken_enumeration(tree)).or_else(|| other_type(tree)),
        K::CREATE_DOMAIN => other_type(tree),
        K::ALTER_TYPE => alter_type(tree),
        K::ALTER_DOMAIN => {
            renamed(tree, K::DOMAIN_REF, K::DOMAIN_RENAME_TO).map(|(from, to)| Kind::RenameType { from, to })
        }
        K::DROP_TYPE => Some(Kind::DropTypes { names: paths(tree, node, K::TYPE_NAME_REF), dependents }),
        K::CREATE_POLICY | K::ALTER_POLICY | K::DROP_POLICY => policy(tree),
        K::COMMENT_ON => comment(tree),
        K::DROP_SCHEMA => {
            let names = all(node, K::SCHEMA_REF).map(|it| tree.word(&it)).collect();
            Some(Kind::DropSchemas { names, dependents })
        }
        K::ALTER_SCHEMA => renamed(tree, K::SCHEMA_REF, K::SCHEMA_RENAME_TO)
            .map(|(from, to)| Kind::RenameSchema { from: from.name, to }),
        _ => None,
    };
    if kind.is_none() && !tree.errors.is_empty() && matches!(node.kind(), K::CREATE_INDEX | K::CREATE_TYPE) {
        return vec![broken(tree, node)];
    }
    kind.into_iter().collect()
}

/// A broken statement that declares a part of something.
fn broken(tree: &Tree<'_>, node: &SyntaxNode) -> Kind {
    let table = child(node, K::TABLE_RELATION_NAME).map(|it| tree.path(&it).name.text);
    let scope = table.filter(|it| !it.is_empty()).map_or(UnknownScope::Detail, UnknownScope::Table);
    Kind::Unknown { what: "this statement is broken".to_owned(), scope }
}

pub(super) fn paths(tree: &Tree<'_>, node: &SyntaxNode, kind: K) -> Vec<Path> {
    all(node, kind).map(|it| tree.path(&it)).filter(|it| !it.name.text.is_empty()).collect()
}

/// The first `from` and the name it gets, of a `… RENAME TO …`.
fn renamed(tree: &Tree<'_>, from: K, to: K) -> Option<(Path, Word)> {
    let from = child(&tree.node, from).map(|it| tree.path(&it))?;
    let to = child(&tree.node, to).and_then(|it| it.children().next()).map(|it| tree.word(&it))?;
    Some((from, to))
}

/// `ALTER TABLE`, also of views.
fn altered(reader: &Reader<'_>, tree: &Tree<'_>) -> Vec<Kind> {
    let node = &tree.node;
    let target = node.children().find(|it| {
        matches!(it.kind(), K::TABLE_RELATION_NAME | K::VIEW_REF | K::TABLE_NAME_REF | K::RELATION_NAME_REF)
    });
    let Some(table) = target.map(|it| tree.path(&it)).filter(|it| !it.name.text.is_empty()) else {
        return Vec::new();
    };
    let mut actions: Vec<Action> =
        node.children().filter_map(|it| alter::action(reader, tree, &it)).collect();
    if !tree.errors.is_empty() {
        actions.push(Action::Unknown);
    }
    let only = tree.text(node).split_whitespace().take(5).any(|it| it.eq_ignore_ascii_case("ONLY"));
    vec![Kind::AlterTable { table, if_exists: has(node, K::IF_EXISTS), only, actions }]
}

fn enumeration(tree: &Tree<'_>) -> Option<Kind> {
    let list = child(&tree.node, K::ENUM_TYPE)?;
    let name = child(&tree.node, K::TYPE_NAME).map(|it| tree.path(&it))?;
    let values = list.descendants().filter(|it| it.kind() == K::VARIANT).map(|it| value(tree, &it)).collect();
    Some(Kind::CreateEnum { name, values, complete: tree.errors.is_empty() })
}

/// A broken statement of which only the type's name is left: most types are enums.
fn broken_enumeration(tree: &Tree<'_>) -> Option<Kind> {
    let name = child(&tree.node, K::TYPE_NAME).map(|it| tree.path(&it)).filter(|it| !it.name.text.is_empty())?;
    let is_lost = !tree.errors.is_empty() && !text(&tree.node).contains('(');
    is_lost.then(|| Kind::CreateEnum { name, values: Vec::new(), complete: false })
}

/// A composite type, a range or a domain.
fn other_type(tree: &Tree<'_>) -> Option<Kind> {
    let named = tree.node.children().find(|it| matches!(it.kind(), K::TYPE_NAME | K::DOMAIN));
    let name = named.map(|it| tree.path(&it)).filter(|it| !it.name.text.is_empty())?;
    let (mut not_null, mut default) = (false, None);
    let rules = tree.node.descendants().filter_map(|it| constraint(tree, &it));
    for rule in rules.filter(|_| tree.node.kind() == K::CREATE_DOMAIN).map(|it| it.rule) {
        match rule {
            Rule::NotNull => not_null = true,
            Rule::Default(expression) => default = Some(expression),
            _ => {}
        }
    }
    Some(Kind::CreateType { name, not_null, default })
}

/// A string, and where it stands without its quotes.
fn value(tree: &Tree<'_>, node: &SyntaxNode) -> Word {
    let written = text(node);
    // `E'…'` has a letter before its quote, and a string that is being typed has no quote behind it.
    let open = written.find('\'').map_or(0, |it| it + 1);
    let close = written.len() - usize::from(written.len() > open && written.ends_with('\''));
    let start = tree.span(node).start().bytes();
    Word { text: string(node), span: text::Span::from_range(start + open..start + close) }
}

fn alter_type(tree: &Tree<'_>) -> Option<Kind> {
    let node = &tree.node;
    let of = child(node, K::TYPE_NAME_REF).map(|it| tree.path(&it))?;
    if let Some(added) = child(node, K::ADD_VALUE) {
        let neighbour =
            |kind: K| child(&added, kind).and_then(|it| child(&it, K::LITERAL)).map(|it| string(&it));
        let at = match (neighbour(K::BEFORE_VALUE), neighbour(K::AFTER_VALUE)) {
            (Some(it), _) => Neighbour::Before(it),
            (_, Some(it)) => Neighbour::After(it),
            _ => Neighbour::Last,
        };
        let value = child(&added, K::LITERAL).map(|it| value(tree, &it))?;
        return Some(Kind::AddValue { of, value, at });
    }
    if let Some(change) = child(node, K::RENAME_VALUE) {
        let mut values = all(&change, K::LITERAL).map(|it| value(tree, &it));
        return Some(Kind::RenameValue { of, from: values.next()?, to: values.next()? });
    }
    if let Some(to) = child(node, K::TYPE_RENAME_TO) {
        let to = child(&to, K::TYPE_NAME).map(|it| tree.word(&it))?;
        return Some(Kind::RenameType { from: of, to });
    }
    let schema = child(node, K::SET_SCHEMA).and_then(|it| child(&it, K::SCHEMA_REF))?;
    Some(Kind::MoveType { from: of, to: tree.word(&schema).text })
}

fn policy(tree: &Tree<'_>) -> Option<Kind> {
    let node = &tree.node;
    let name =
        node.children().find(|it| matches!(it.kind(), K::POLICY | K::POLICY_REF)).map(|it| tree.word(&it))?;
    let table =
        child(node, K::ON_TABLE).and_then(|it| child(&it, K::TABLE_NAME_REF)).map(|it| tree.path(&it))?;
    match node.kind() {
        K::CREATE_POLICY => Some(Kind::CreatePolicy { name, table, terms: Box::new(terms(tree)) }),
        K::DROP_POLICY => Some(Kind::DropPolicy { name, table }),
        _ => {
            let to = child(node, K::POLICY_RENAME_TO).and_then(|it| child(&it, K::POLICY))?;
            Some(Kind::RenamePolicy { name, table, to: tree.word(&to) })
        }
    }
}

/// What a policy says.
fn terms(tree: &Tree<'_>) -> Policy {
    let node = &tree.node;
    // `USING (condition)` and `WITH CHECK (condition)`: what stands in the parentheses.
    let condition = |kind: K| {
        let written = child(node, kind).map(|it| text(&it))?;
        let inner = written.split_once('(')?.1.strip_suffix(')')?;
        Some(inner.trim().to_owned())
    };
    let words = |kind: K, skipped: &str| {
        let written = child(node, kind).map(|it| text(&it)).unwrap_or_default();
        written.get(skipped.len()..).unwrap_or("").trim().to_owned()
    };
    let command = Some(words(K::POLICY_COMMAND, "for").to_lowercase());
    let roles = words(K::POLICY_ROLES, "to");
    let roles = roles.split(',').map(|it| it.trim().trim_matches('"').to_owned());
    Policy {
        restrictive: words(K::AS_POLICY_TYPE, "as").eq_ignore_ascii_case("restrictive"),
        command: command.filter(|it| !it.is_empty() && it != "all"),
        roles: roles.filter(|it| !it.is_empty() && !it.eq_ignore_ascii_case("public")).collect(),
        using: condition(K::USING_EXPR_CLAUSE),
        check: condition(K::WITH_CHECK_EXPR_CLAUSE),
        ..Policy::default()
    }
}

fn comment(tree: &Tree<'_>) -> Option<Kind> {
    let node = &tree.node;
    let text = child(node, K::LITERAL).map(|it| unquoted(&text(&it)));
    if text.is_none() && !has_token(node, K::NULL_KW) {
        return None;
    }
    let on = node.children().next()?;
    let (table, column) = match on.kind() {
        K::OBJECT_TABLE | K::OBJECT_VIEW | K::OBJECT_MATERIALIZED_VIEW | K::OBJECT_FOREIGN_TABLE => {
            (tree.path(&on.children().next()?), None)
        }
        K::OBJECT_COLUMN => {
            let mut words = tree.words(&on.children().next()?);
            let column = words.pop()?;
            let name = words.pop()?;
            let schema = words.pop().map(|it| it.text);
            (Path { schema, name }, Some(column))
        }
        _ => return None,
    };
    Some(Kind::Describe { table, column, text })
}

/// The table that `CREATE VIRTUAL TABLE` makes: only its module knows the columns.
pub(super) fn virtual_table(name: Word) -> Kind {
    let open = Some("come from a module".to_owned());
    let name = Path { schema: None, name };
    Kind::CreateTable(Box::new(NewTable { name, open, ..NewTable::default() }))
}
