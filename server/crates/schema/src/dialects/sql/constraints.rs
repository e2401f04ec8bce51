//! Constraints, of tables and of columns.

use squawk_syntax::SyntaxKind as K;
use squawk_syntax::SyntaxNode;

use super::ir::{Constraint, Reference, Rule};
use super::tree::{Tree, all, child, has, text};
use crate::model::{Action, Counting};

/// The constraint at `node`, if it is one.
pub(super) fn constraint(tree: &Tree<'_>, node: &SyntaxNode) -> Option<Constraint> {
    let rule = match node.kind() {
        K::NOT_NULL_CONSTRAINT => Rule::NotNull,
        K::NULL_CONSTRAINT => Rule::Null,
        K::DEFAULT_CONSTRAINT => {
            Rule::Default(node.children().last().map(|it| tree.text(&it).to_owned()).unwrap_or_default())
        }
        K::GENERATED_CONSTRAINT if has(node, K::GENERATED_IDENTITY) => {
            let written = text(node);
            Rule::Identity {
                always: written.to_ascii_uppercase().contains("ALWAYS"),
                counting: Counting::of_sql(&written),
            }
        }
        K::GENERATED_CONSTRAINT => Rule::Generated(generated(node)),
        K::PRIMARY_KEY_CONSTRAINT => {
            Rule::PrimaryKey { columns: listed(tree, node), index: using(tree, node) }
        }
        K::UNIQUE_CONSTRAINT => Rule::Unique { columns: listed(tree, node), index: using(tree, node) },
        K::CHECK_CONSTRAINT => check(tree, node),
        K::REFERENCES_CONSTRAINT | K::FOREIGN_KEY_CONSTRAINT => {
            Rule::ForeignKey(Box::new(reference(tree, node)))
        }
        K::EXCLUDE_CONSTRAINT => Rule::Exclude {
            columns: child(node, K::CONSTRAINT_EXCLUSION_LIST).map(|it| tree.names(&it)).unwrap_or_default(),
        },
        _ => return None,
    };
    let name = child(node, K::CONSTRAINT_NAME_CLAUSE).and_then(|it| child(&it, K::CONSTRAINT_NAME));
    let name = name.map(|it| tree.word(&it).text).filter(|it| !it.is_empty());
    Some(Constraint { name, rule, unsaid: unsaid(node), span: tree.span(node) })
}

/// What the constraint at `node` says besides, in the order of its words.
fn unsaid(node: &SyntaxNode) -> Vec<String> {
    let is_unsaid = |it: &SyntaxNode| {
        matches!(
            it.kind(),
            K::DEFERRABLE_CONSTRAINT_OPTION
                | K::INITIALLY_DEFERRED_CONSTRAINT_OPTION
                | K::MATCH_FULL
                | K::NULLS_NOT_DISTINCT
                | K::CONSTRAINT_INCLUDE_CLAUSE
        )
    };
    let mut found = Vec::new();
    for part in node.children() {
        // `SET NULL (column)`.
        let changes = part.children().filter(|it| it.kind() == K::SET_NULL_COLUMNS && has(it, K::COLUMN_REF_LIST));
        found.extend(changes.map(|it| text(&it)));
        let inner = part.children().filter(|_| part.kind() == K::INDEX_PARAMETERS);
        found.extend(std::iter::once(part.clone()).chain(inner).filter(is_unsaid).map(|it| text(&it)));
    }
    found
}

fn generated(node: &SyntaxNode) -> String {
    let inner = node.children().next().unwrap_or_else(|| node.clone());
    let expression =
        inner.children().find(|it| !matches!(it.kind(), K::GENERATED_ALWAYS | K::STORED | K::VIRTUAL));
    expression.map(|it| text(&it)).unwrap_or_default()
}

fn check(tree: &Tree<'_>, node: &SyntaxNode) -> Rule {
    let condition = node.children().find(|it| it.kind() != K::CONSTRAINT_NAME_CLAUSE);
    Rule::Check {
        expression: condition.as_ref().map(|it| tree.text(it).to_owned()).unwrap_or_default(),
        names: condition.map(|it| tree.names(&it)).unwrap_or_default(),
    }
}

/// The columns of a key.
fn listed(tree: &Tree<'_>, node: &SyntaxNode) -> Vec<String> {
    let list = child(node, K::INDEX_PARAMETERS).and_then(|it| child(&it, K::CONSTRAINT_COLUMN_REF_LIST));
    list.map(|it| columns(tree, &it)).unwrap_or_default()
}

fn columns(tree: &Tree<'_>, list: &SyntaxNode) -> Vec<String> {
    all(list, K::COLUMN_NAME_REF).map(|it| tree.word(&it).text).collect()
}

/// The index of `USING INDEX name`.
fn using(tree: &Tree<'_>, node: &SyntaxNode) -> Option<String> {
    let clause = child(node, K::USING_INDEX_NAME)?;
    child(&clause, K::INDEX_REF).map(|it| tree.word(&it).text)
}

fn reference(tree: &Tree<'_>, node: &SyntaxNode) -> Reference {
    let mut lists = all(node, K::FOREIGN_KEY_COLUMN_LIST).map(|it| columns(tree, &it));
    let (own, references) = if node.kind() == K::REFERENCES_CONSTRAINT {
        (Vec::new(), columns(tree, node))
    } else {
        (lists.next().unwrap_or_default(), lists.next().unwrap_or_default())
    };
    let action =
        |kind: K| child(node, kind).and_then(|it| it.children().next()).and_then(|it| on_change(&it));
    Reference {
        columns: own,
        table: child(node, K::TABLE_NAME_REF).map(|it| tree.path(&it)).unwrap_or_default(),
        references,
        on_delete: action(K::ON_DELETE_ACTION),
        on_update: action(K::ON_UPDATE_ACTION),
    }
}

fn on_change(node: &SyntaxNode) -> Option<Action> {
    let upper = text(node).to_ascii_uppercase();
    let mut words = upper.split_whitespace();
    match (words.next()?, words.next()) {
        ("CASCADE", _) => Some(Action::Cascade),
        ("RESTRICT", _) => Some(Action::Restrict),
        ("NO", _) => Some(Action::NoAction),
        ("SET", Some("NULL")) => Some(Action::SetNull),
        ("SET", Some("DEFAULT")) => Some(Action::SetDefault),
        _ => None,
    }
}
