//! Which names a module writes to: `name = …`, `name.key = …`, `name.push(…)`, `Object.assign(name, …)`.

use syntax::tree::Node;

use super::fields;
use super::ir::{Extent, Pattern, Statement, Touch};
use super::lower::{Lowering, children};

/// The methods of arrays that change them.
const CHANGING: &[&str] = &["push", "unshift", "pop", "shift", "splice", "sort", "reverse", "fill", "copyWithin"];

/// The functions of `Object` that change their first argument.
const DEFINING: &[&str] = &["assign", "defineProperty", "defineProperties", "setPrototypeOf"];

impl Lowering<'_> {
    /// Notes what `node` itself, not what is in it, writes to.
    pub(super) fn touch(self, node: Node<'_>) {
        match node.kind() {
            "assignment_expression" | "augmented_assignment_expression" => {
                if let Some(left) = fields::child(node, "left") {
                    self.touch_target(left);
                }
            }
            "update_expression" | "unary_expression" => {
                if let Some(operand) = fields::child(node, "argument") {
                    self.touch_target(operand);
                }
            }
            "call_expression" => self.touch_called(node),
            _ => {}
        }
    }

    /// Notes what `node` writes to, and everything in it.
    pub(super) fn touch_all(self, node: Node<'_>) {
        if node.named_child_count() == 0 {
            return;
        }
        let mut cursor = node.walk();
        let mut depth = 0_usize;
        loop {
            let at = cursor.node();
            if at.kind() != "unary_expression" || fields::child(at, "operator").is_some_and(|it| self.text(it) == "delete") {
                self.touch(at);
            }
            if cursor.goto_first_child() {
                depth += 1;
                continue;
            }
            loop {
                if depth == 0 {
                    return;
                }
                if cursor.goto_next_sibling() {
                    break;
                }
                cursor.goto_parent();
                depth -= 1;
            }
        }
    }

    /// Notes the names that the statement `node`, if it calls a function, hands over: it is called for what it does.
    pub(super) fn touch_handed(self, node: Node<'_>) {
        if node.kind() != "call_expression" {
            return;
        }
        let callee = fields::child(node, "function");
        if callee.is_some_and(|it| self.text(it).starts_with("console.")) {
            return;
        }
        let method = callee.and_then(|it| fields::child(it, "property"));
        // What an array takes in, or is asked to call, does not change by that; `Object.assign` was looked at.
        let is_harmless = |it: &str| CHANGING.contains(&it) || DEFINING.contains(&it) || it == "forEach";
        if method.is_some_and(|it| is_harmless(self.text(it))) {
            return;
        }
        for argument in fields::child(node, "arguments").map(children).unwrap_or_default() {
            if matches!(argument.kind(), "identifier" | "member_expression" | "subscript_expression") {
                self.touch_root(argument, Extent::Part);
            }
        }
    }

    /// What was noted behind the first `before`.
    pub(super) fn touched_since(self, before: usize) -> Vec<Touch> {
        self.touched.borrow().get(before..).unwrap_or_default().to_vec()
    }

    /// Of what was noted behind the first `before` in a function, keeps what is not its own.
    pub(super) fn defer(self, before: usize, parameters: &[Pattern], body: &[Statement]) {
        let mut touched = self.touched.borrow_mut();
        if touched.len() == before {
            return;
        }
        let mut own: Vec<&str> = parameters.iter().flat_map(Pattern::names).map(|it| it.text.as_str()).collect();
        declared_in(body, &mut own);
        let mut number = 0;
        touched.retain_mut(|it| {
            number += 1;
            it.deferred |= number > before;
            number <= before || !own.contains(&it.name.as_str())
        });
    }

    fn touch_called(self, node: Node<'_>) {
        let Some(callee) = fields::child(node, "function").filter(|it| it.kind() == "member_expression") else { return };
        let Some((object, name)) = fields::child(callee, "object").zip(fields::child(callee, "property")) else { return };
        let name = self.text(name);
        if self.text(object) == "Object" && DEFINING.contains(&name) {
            let first = fields::child(node, "arguments").and_then(|it| it.named_child(0));
            if let Some(first) = first {
                self.touch_root(first, Extent::Part);
            }
        } else if CHANGING.contains(&name) {
            self.touch_root(object, Extent::Part);
        }
    }

    /// Notes that `target` is written to.
    fn touch_target(self, target: Node<'_>) {
        match target.kind() {
            "identifier" => self.touch_root(target, Extent::Whole),
            "object_pattern" | "array_pattern" => {
                for word in self.pattern(target, 0).names() {
                    self.note(word.text.clone(), target, Extent::Whole);
                }
            }
            _ => self.touch_root(target, Extent::Part),
        }
    }

    /// Notes that the name at the root of `node` is written to.
    fn touch_root(self, node: Node<'_>, extent: Extent) {
        let mut at = node;
        loop {
            match at.kind() {
                "identifier" => return self.note(self.text(at).to_owned(), at, extent),
                "member_expression" | "subscript_expression" => {
                    let Some(object) = fields::child(at, "object") else { return };
                    at = object;
                }
                "parenthesized_expression" | "as_expression" | "satisfies_expression" | "non_null_expression" => {
                    let Some(inner) = children(at).into_iter().next() else { return };
                    at = inner;
                }
                _ => return,
            }
        }
    }

    fn note(self, name: String, at: Node<'_>, extent: Extent) {
        self.touched.borrow_mut().push(Touch { name, span: self.span(at), extent, deferred: false });
    }
}

/// Collects the names that `body` declares.
fn declared_in<'s>(body: &'s [Statement], found: &mut Vec<&'s str>) {
    for statement in body {
        match statement {
            Statement::Let(pattern, _) => found.extend(pattern.names().into_iter().map(|it| it.text.as_str())),
            Statement::If(_, yes, no, _) => {
                declared_in(yes, found);
                declared_in(no, found);
            }
            Statement::Each(pattern, _, body, _) => {
                found.extend(pattern.names().into_iter().map(|it| it.text.as_str()));
                declared_in(body, found);
            }
            Statement::Return(_) | Statement::Do(..) | Statement::Unread(_) => {}
        }
    }
}
