//! The children of a syntax node by what they are to it, such as its `value`.

use std::sync::OnceLock;

use syntax::tree::Node;

/// What children are called here.
const NAMES: [&str; 24] = [
    "alias", "alternative", "argument", "arguments", "body", "condition", "consequence", "constructor", "declaration",
    "function", "index", "key", "left", "name", "object", "operator", "parameter", "parameters", "pattern", "property",
    "right", "source", "type_arguments", "value",
];

/// The grammar's numbers of [`NAMES`]. It finds a name by comparing all of its own, each time it is asked.
static NUMBERS: OnceLock<[u16; NAMES.len()]> = OnceLock::new();

/// The child that is the `name` of `node`.
pub(super) fn child<'tree>(node: Node<'tree>, name: &str) -> Option<Node<'tree>> {
    let numbers = NUMBERS.get_or_init(|| {
        let language = node.language();
        NAMES.map(|it| language.field_id_for_name(it).map_or(0, std::num::NonZero::get))
    });
    debug_assert!(NAMES.contains(&name), "`{name}` is in the list");
    let at = NAMES.iter().position(|it| *it == name)?;
    node.child_by_field_id(*numbers.get(at)?)
}

#[cfg(test)]
mod tests {
    use syntax::tree::{Language, Tree};

    use super::{NAMES, child};

    #[test]
    fn every_name_is_one_of_the_grammar() {
        let tree = Tree::parse_str(Language::TypeScript, "const a = 1;").expect("a tree");
        let language = tree.root().language();
        assert!(NAMES.iter().all(|it| language.field_id_for_name(it).is_some()));
        let declarator = tree.root().named_child(0).and_then(|it| it.named_child(0)).expect("a declarator");
        assert_eq!(child(declarator, "value").map(|it| it.kind()), Some("number"));
        assert_eq!(child(declarator, "name").map(|it| it.kind()), Some("identifier"));
        assert_eq!(child(declarator, "body"), None);
    }
}
