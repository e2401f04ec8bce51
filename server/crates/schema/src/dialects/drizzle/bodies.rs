//! From tree-sitter's functions and patterns to ours.

use syntax::tree::Node;

use super::fields;
use super::ir::{Expr, Function, Kind, Pattern, Statement, Word};
use super::lower::{DEEPEST, Lowering, children};

impl Lowering<'_> {
    /// The function at `node`.
    pub(super) fn function(self, node: Node<'_>, depth: usize) -> Function {
        let before = self.touched.borrow().len();
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
            None => vec![Statement::Unread(Vec::new())],
        };
        self.defer(before, &parameters, &body);
        Function { parameters, body, touched: self.touched_since(before), span: self.span(node) }
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
            return vec![Statement::Unread(Vec::new())];
        }
        let depth = depth + 1;
        let mut statements = Vec::new();
        let nodes = if block.kind() == "statement_block" { children(block) } else { vec![block] };
        for node in nodes {
            let before = self.touched.borrow().len();
            let field = |name: &str| fields::child(node, name);
            match node.kind() {
                "lexical_declaration" | "variable_declaration" => {
                    for declarator in children(node) {
                        let pattern =
                            fields::child(declarator, "name").map(|it| self.pattern(it, depth));
                        let nothing = Expr { span: self.span(declarator), kind: Kind::Nothing, broken: false };
                        let value = fields::child(declarator, "value").map_or(nothing, |it| self.expr(it, depth));
                        statements.extend(pattern.map(|it| Statement::Let(it, value)));
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
                    let touched = self.touched_since(before);
                    statements.extend(condition.map(|it| Statement::If(it, yes, no, touched)));
                }
                "expression_statement" => {
                    let value = node.named_child(0).map(|it| self.expr(it, depth));
                    if let Some(value) = node.named_child(0) {
                        self.touch_handed(value);
                    }
                    let touched = self.touched_since(before);
                    statements.extend(value.map(|it| Statement::Do(it, touched)));
                }
                "for_in_statement" => statements.push(self.loop_over(node, depth, before)),
                "throw_statement"
                | "comment"
                | "empty_statement"
                | "type_alias_declaration"
                | "interface_declaration" => {}
                _ => statements.push(self.unread_statement(node, before)),
            }
        }
        statements
    }

    /// A statement that is not read: behind a loop without `return`, code goes on.
    fn unread_statement(self, node: Node<'_>, before: usize) -> Statement {
        self.touch_all(node);
        let touched = self.touched_since(before);
        let goes_on = node.kind().starts_with("for_") || matches!(
            node.kind(),
            "while_statement" | "do_statement" | "try_statement" | "switch_statement" | "class_declaration"
        );
        if !goes_on || self.text(node).contains("return") {
            return Statement::Unread(touched);
        }
        let unknown = Expr { span: self.span(node), kind: Kind::Unknown, broken: false };
        Statement::If(unknown, Vec::new(), Vec::new(), touched)
    }

    /// `for (const name of list) { … }`.
    fn loop_over(self, node: Node<'_>, depth: usize, before: usize) -> Statement {
        let is_of = fields::child(node, "operator").is_some_and(|it| self.text(it) == "of");
        let part = |name: &str| fields::child(node, name);
        let (Some(left), Some(list), Some(body), true) = (part("left"), part("right"), part("body"), is_of) else {
            return self.unread_statement(node, before);
        };
        let (pattern, list) = (self.pattern(left, depth), self.expr(list, depth));
        let body = self.statements(body, depth);
        Statement::Each(pattern, list, body, self.touched_since(before))
    }
}
