//! From tree-sitter's functions and patterns to ours.

use syntax::tree::Node;

use super::fields;
use super::ir::{Expr, Function, Kind, Pattern, Statement, Word};
use super::lower::{DEEPEST, Lowering, children};

impl Lowering<'_> {
    /// The function at `node`.
    pub(super) fn function(self, node: Node<'_>, depth: usize) -> Function {
        let mut parameters = Vec::new();
        if let Some(single) = fields::child(node, "parameter") {
            parameters.push(self.pattern(single, depth));
        }
        for parameter in fields::child(node, "parameters").map(children).unwrap_or_default() {
            let pattern = fields::child(parameter, "pattern")
                .or_else(|| fields::child(parameter, "name"))
                .map_or(Pattern::Unknown, |it| self.pattern(it, depth));
            let default = fields::child(parameter, "value");
            parameters.push(self.with_default(pattern, default, depth));
        }
        let body = match fields::child(node, "body") {
            Some(block) if block.kind() == "statement_block" => self.statements(block, depth),
            Some(value) => vec![Statement::Return(self.expr(value, depth))],
            None => vec![Statement::MayReturn],
        };
        Function { parameters, body, span: self.span(node) }
    }

    fn with_default(self, pattern: Pattern, default: Option<Node<'_>>, depth: usize) -> Pattern {
        match default {
            Some(value) => Pattern::Default(Box::new(pattern), Box::new(self.expr(value, depth))),
            None => pattern,
        }
    }

    /// What a declaration or a parameter binds.
    pub(super) fn pattern(self, node: Node<'_>, depth: usize) -> Pattern {
        if depth >= DEEPEST {
            return Pattern::Unknown;
        }
        let depth = depth + 1;
        let name = |node| Pattern::Name(Word { text: self.text(node).to_owned(), span: self.span(node) });
        match node.kind() {
            "identifier" | "shorthand_property_identifier_pattern" => name(node),
            "object_pattern" => Pattern::Object(
                children(node).into_iter().map(|child| self.pattern_entry(child, depth)).collect(),
            ),
            "array_pattern" => {
                Pattern::Array(children(node).into_iter().map(|child| self.pattern(child, depth)).collect())
            }
            "rest_pattern" => node
                .named_child(0)
                .map_or(Pattern::Unknown, |inner| Pattern::Rest(Box::new(self.pattern(inner, depth)))),
            "assignment_pattern" | "object_assignment_pattern" => {
                let left = fields::child(node, "left").map(|it| self.pattern(it, depth));
                let right = fields::child(node, "right");
                self.with_default(left.unwrap_or(Pattern::Unknown), right, depth)
            }
            _ => Pattern::Unknown,
        }
    }

    fn pattern_entry(self, node: Node<'_>, depth: usize) -> (String, Pattern) {
        if node.kind() == "pair_pattern" {
            let key = fields::child(node, "key").and_then(|it| self.key(it));
            let value = fields::child(node, "value").map(|it| self.pattern(it, depth));
            return (key.map(|it| it.text).unwrap_or_default(), value.unwrap_or(Pattern::Unknown));
        }
        let pattern = self.pattern(node, depth);
        let key = match &pattern {
            Pattern::Name(word) => word.text.clone(),
            Pattern::Default(inner, _) => inner.names().first().map(|it| it.text.clone()).unwrap_or_default(),
            _ => String::new(),
        };
        (key, pattern)
    }

    fn statements(self, block: Node<'_>, depth: usize) -> Vec<Statement> {
        if depth >= DEEPEST {
            return vec![Statement::MayReturn];
        }
        let depth = depth + 1;
        let mut statements = Vec::new();
        let nodes = if block.kind() == "statement_block" { children(block) } else { vec![block] };
        for node in nodes {
            let field = |name: &str| fields::child(node, name);
            match node.kind() {
                "lexical_declaration" | "variable_declaration" => {
                    for declarator in children(node) {
                        let pattern =
                            fields::child(declarator, "name").map(|it| self.pattern(it, depth));
                        let value = fields::child(declarator, "value").map(|it| self.expr(it, depth));
                        statements.extend(pattern.zip(value).map(|(it, value)| Statement::Let(it, value)));
                    }
                }
                "function_declaration" => {
                    let name = field("name").map(|it| self.pattern(it, depth));
                    let value = self.expr(node, depth);
                    statements.extend(name.map(|name| Statement::Let(name, value)));
                }
                "return_statement" => {
                    let nothing = Expr { span: self.span(node), kind: Kind::Nothing, broken: false };
                    let value = node.named_child(0).map_or(nothing, |it| self.expr(it, depth));
                    statements.push(Statement::Return(value));
                }
                "if_statement" => {
                    let condition = field("condition").map(|it| self.expr(it, depth));
                    let yes = field("consequence").map(|it| self.statements(it, depth)).unwrap_or_default();
                    let no = field("alternative").and_then(|it| it.named_child(0));
                    let no = no.map(|it| self.statements(it, depth)).unwrap_or_default();
                    statements.extend(condition.map(|it| Statement::If(it, yes, no)));
                }
                "expression_statement"
                | "throw_statement"
                | "comment"
                | "empty_statement"
                | "type_alias_declaration"
                | "interface_declaration" => {}
                _ => statements.push(Statement::MayReturn),
            }
        }
        statements
    }
}
