//! The actions of `ALTER TABLE`.

use squawk_syntax::SyntaxKind as K;
use squawk_syntax::SyntaxNode;

use super::constraints::constraint;
use super::ir::{Action, Dependents, Path};
use super::reader::Reader;
use super::tables;
use super::tree::{Tree, child, text};
use crate::model::{Counting, Generated};

/// What the part `node` of `ALTER TABLE` does; `None` if it does not matter.
pub(super) fn action(reader: &Reader<'_>, tree: &Tree<'_>, node: &SyntaxNode) -> Option<Action> {
    let word = |kind: K| child(node, kind).map(|it| tree.word(&it)).filter(|it| !it.text.is_empty());
    let dependents = Dependents::of(node);
    match node.kind() {
        K::ADD_COLUMN => {
            let column = tables::column(reader, tree, node);
            (!column.name.text.is_empty()).then(|| Action::AddColumn(Box::new(column)))
        }
        K::DROP_COLUMN => Some(
            word(K::COLUMN_NAME_REF)
                .map_or(Action::Unknown, |it| Action::DropColumn { name: it.text, dependents }),
        ),
        K::ALTER_COLUMN => column(reader, tree, node),
        K::ADD_CONSTRAINT => {
            if tree.is_broken(node) {
                return Some(Action::Unknown);
            }
            let found = node.children().find_map(|it| constraint(tree, &it));
            Some(found.map_or(Action::Unknown, Action::Add))
        }
        K::DROP_CONSTRAINT => {
            word(K::CONSTRAINT_NAME_REF).map(|it| Action::DropConstraint { name: it.text, dependents })
        }
        K::RENAME_COLUMN => {
            let renamed = word(K::COLUMN_NAME_REF).zip(word(K::COLUMN_NAME));
            Some(renamed.map_or(Action::Unknown, |(from, to)| Action::RenameColumn { from: from.text, to }))
        }
        K::RENAME_CONSTRAINT => word(K::CONSTRAINT_NAME_REF)
            .zip(word(K::CONSTRAINT_NAME))
            .map(|(from, to)| Action::RenameConstraint { from: from.text, to: to.text }),
        K::TABLE_RENAME_TO | K::VIEW_RENAME_TO => {
            let name = node.children().next().map(|it| tree.word(&it)).filter(|it| !it.text.is_empty());
            Some(name.map_or(Action::Unknown, Action::Rename))
        }
        K::SET_SCHEMA => word(K::SCHEMA_REF).map(|it| Action::SetSchema(it.text)),
        K::ENABLE_RLS => Some(Action::RowSecurity(true)),
        K::DISABLE_RLS => Some(Action::RowSecurity(false)),
        K::INHERIT_TABLE => path(tree, node).map(|parent| Action::Inherit { parent }),
        K::ATTACH_PARTITION => path(tree, node).map(|partition| Action::Attach { partition }),
        K::DETACH_PARTITION => path(tree, node).map(|partition| Action::Detach { partition }),
        K::OF_TYPE | K::MERGE_PARTITIONS | K::SPLIT_PARTITION | K::ERROR => Some(Action::Unknown),
        _ => None,
    }
}

fn path(tree: &Tree<'_>, node: &SyntaxNode) -> Option<Path> {
    child(node, K::TABLE_NAME_REF).map(|it| tree.path(&it)).filter(|it| !it.name.text.is_empty())
}

fn column(reader: &Reader<'_>, tree: &Tree<'_>, node: &SyntaxNode) -> Option<Action> {
    let column = child(node, K::COLUMN_NAME_REF).map(|it| tree.word(&it).text)?;
    if tree.is_broken(node) {
        return Some(Action::Unknown);
    }
    let option = node.children().find(|it| it.kind() != K::COLUMN_NAME_REF)?;
    Some(match option.kind() {
        K::SET_TYPE => {
            let ty = option.children().find(|it| tables::is_type(it.kind()))?;
            Action::SetType { column, ty: reader.spelled(tree, &ty) }
        }
        K::SET_NOT_NULL => Action::SetNullable { column, nullable: false },
        K::DROP_NOT_NULL => Action::SetNullable { column, nullable: true },
        K::SET_DEFAULT => {
            let expression = option.children().last().map(|it| text(&it));
            Action::SetDefault { column, expression }
        }
        K::DROP_DEFAULT => Action::SetDefault { column, expression: None },
        K::ADD_GENERATED => {
            let always = text(&option).to_ascii_uppercase().contains("ALWAYS");
            let counting = Counting::of_sql(&text(&option));
            Action::SetGenerated { column, generated: Some(Generated::Identity { always, counting }) }
        }
        K::SET_GENERATED | K::SET_GENERATED_OPTIONS if text(&option).to_ascii_uppercase().contains("GENERATED") => {
            let always = text(&option).to_ascii_uppercase().contains("ALWAYS");
            let counting = Counting::of_sql(&text(&option));
            Action::SetGenerated { column, generated: Some(Generated::Identity { always, counting }) }
        }
        K::DROP_IDENTITY | K::DROP_EXPRESSION => Action::SetGenerated { column, generated: None },
        _ => return None,
    })
}
