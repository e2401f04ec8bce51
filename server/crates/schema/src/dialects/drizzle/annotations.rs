//! From tree-sitter's types to the little that is read of them.

use syntax::tree::Node;

use super::ir::Type;
use super::lower::{DEEPEST, Lowering, children, trimmed, unescaped};

impl Lowering<'_> {
    /// The type at `node`, if it is a union of string literals or a name.
    pub(super) fn type_of(self, node: Node<'_>, depth: usize) -> Option<Type> {
        if node.kind() == "type_identifier" {
            return Some(Type::Name(self.text(node).to_owned()));
        }
        let mut literals = Vec::new();
        self.literals(node, depth, &mut literals).then_some(Type::Literals(literals))
    }

    /// Collects the string literals of a union type; false if it holds anything else.
    fn literals(self, node: Node<'_>, depth: usize, found: &mut Vec<String>) -> bool {
        match node.kind() {
            "literal_type" => {
                let Some(text) = node.named_child(0).filter(|it| it.kind() == "string") else { return false };
                found.push(unescaped(trimmed(self.text(text))));
                true
            }
            "union_type" | "parenthesized_type" if depth < DEEPEST => {
                children(node).into_iter().all(|child| self.literals(child, depth + 1, found))
            }
            _ => false,
        }
    }
}
