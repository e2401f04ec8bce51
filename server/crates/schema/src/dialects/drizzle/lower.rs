//! From tree-sitter's expressions to ours.

use std::cell::RefCell;
use std::sync::Arc;

use syntax::tree::Node;
use text::Span;

use super::fields;
use super::ir::{Argument, Call, Entry, Expr, Kind, Part, Property, Touch, Word};

/// How deep expressions may nest. A chain of calls counts one level for each; nobody writes so many.
pub(super) const DEEPEST: usize = 120;

/// How many comments in a row are taken for one declaration's documentation.
const MOST_LINES: usize = 40;

/// Turns the nodes of one piece of a file into expressions.
#[derive(Clone, Copy)]
pub(super) struct Lowering<'a> {
    /// The text that was parsed.
    pub(super) source: &'a str,
    /// Where that text stands in the file. Brackets that were added behind it to close it stand at its end.
    pub(super) place: Span,
    /// The names that are written to, in the order in which they were read.
    pub(super) touched: &'a RefCell<Vec<Touch>>,
}

impl<'a> Lowering<'a> {
    /// The span of `node` in the file.
    pub(super) fn span(self, node: Node<'_>) -> Span {
        self.at(node.start_byte(), node.end_byte())
    }

    /// The span of the string `node` in the file, without its quotes.
    fn inside(self, node: Node<'_>) -> Span {
        let (start, end) = (node.start_byte(), node.end_byte());
        if end < start + 2 { self.at(start, end) } else { self.at(start + 1, end - 1) }
    }

    /// The stretch of the file from byte `start` to byte `end` of what was parsed.
    fn at(self, start: usize, end: usize) -> Span {
        let at = |byte: usize| self.place.start().plus(byte).min(self.place.end());
        Span::new(at(start), at(end))
    }

    /// The text of `node`.
    pub(super) fn text(self, node: Node<'_>) -> &'a str {
        self.source.get(node.byte_range()).unwrap_or("")
    }

    /// The expression at `node`.
    pub(super) fn expr(self, node: Node<'_>, depth: usize) -> Expr {
        // Wrappers such as `(x)`, `x as T` and `x!` mean what they wrap.
        let mut node = node;
        let mut broken = node.has_error();
        while let Some(inner) = unwrapped(node) {
            node = inner;
            broken |= node.has_error();
        }
        let kind = if depth >= DEEPEST { Kind::Unknown } else { self.kind(node, depth + 1) };
        let span = if matches!(kind, Kind::Text(_)) { self.inside(node) } else { self.span(node) };
        Expr { span, kind, broken }
    }

    fn kind(self, node: Node<'_>, depth: usize) -> Kind {
        let field = |name: &str| fields::child(node, name);
        let boxed = |name: &str| field(name).map(|it| Box::new(self.expr(it, depth)));
        let kind = match node.kind() {
            "string" => Some(Kind::Text(unescaped(trimmed(self.text(node))))),
            "number" => Some(Kind::Number(self.text(node).replace('_', ""))),
            "true" => Some(Kind::Bool(true)),
            "false" => Some(Kind::Bool(false)),
            "null" | "undefined" => Some(Kind::Nothing),
            "identifier" | "shorthand_property_identifier" => Some(Kind::Name(self.text(node).to_owned())),
            "member_expression" => {
                boxed("object").zip(field("property")).map(|(object, name)| Kind::Member {
                    object,
                    name: Word { text: self.text(name).to_owned(), span: self.span(name) },
                })
            }
            "subscript_expression" => {
                boxed("object").zip(boxed("index")).map(|(object, index)| Kind::Index { object, index })
            }
            "call_expression" => field("function").and_then(|it| self.call(it, node, depth)),
            // Of all that is constructed, only paths matter.
            "new_expression" => match field("constructor").filter(|it| self.text(*it) == "URL") {
                Some(it) => self.call(it, node, depth),
                None => self.unread(node),
            },
            "object" => Some(Kind::Object(self.entries(node, depth))),
            "sequence_expression" => self.call_without_callee(node, depth).or_else(|| self.unread(node)),
            "assignment_expression" => boxed("left").zip(boxed("right")).map(|(target, value)| {
                self.touch(node);
                Kind::Assign { target, value }
            }),
            "augmented_assignment_expression" | "update_expression" => {
                boxed("left").or_else(|| boxed("argument")).map(|it| self.changed(node, it))
            }
            "meta_property" => Some(Kind::Name(self.text(node).to_owned())),
            "array" => Some(Kind::Array(self.arguments(node, depth))),
            "arrow_function" | "function_expression" | "function_declaration" => {
                Some(Kind::Function(Arc::new(self.function(node, depth))))
            }
            "template_string" => Some(self.template(None, node, depth)),
            "ternary_expression" => boxed("condition")
                .zip(boxed("consequence"))
                .zip(boxed("alternative"))
                .map(|((condition, yes), no)| Kind::Choice { condition, yes, no }),
            "binary_expression" => boxed("left").zip(boxed("right")).map(|(left, right)| Kind::Binary {
                operator: field("operator").map(|it| self.text(it).to_owned()).unwrap_or_default(),
                left,
                right,
            }),
            "unary_expression" => match (field("operator").map(|it| self.text(it)), boxed("argument")) {
                (Some("!"), Some(operand)) => Some(Kind::Not(operand)),
                (Some("-"), Some(operand)) => Some(Kind::Minus(operand)),
                (Some("delete"), Some(operand)) => Some(self.changed(node, operand)),
                _ => None,
            },
            _ => self.unread(node),
        };
        kind.unwrap_or(Kind::Unknown)
    }

    /// Nothing, but for what `node` writes to.
    fn unread(self, node: Node<'_>) -> Option<Kind> {
        self.touch_all(node);
        None
    }

    /// `target += 1`, `target++`, `delete target`.
    fn changed(self, node: Node<'_>, target: Box<Expr>) -> Kind {
        self.touch(node);
        let value = Expr { span: self.span(node), kind: Kind::Unknown, broken: false };
        Kind::Assign { target, value: Box::new(value) }
    }

    fn call(self, callee: Node<'_>, node: Node<'_>, depth: usize) -> Option<Kind> {
        self.touch(node);
        let arguments = fields::child(node, "arguments")?;
        if arguments.kind() == "template_string" {
            let tag = Box::new(self.expr(callee, depth));
            return Some(self.template(Some(tag), arguments, depth));
        }
        let types = fields::child(node, "type_arguments");
        Some(Kind::Call(Box::new(Call {
            callee: self.expr(callee, depth),
            arguments: self.arguments(arguments, depth),
            type_argument: types.and_then(|it| it.named_child(0)).and_then(|it| self.type_of(it, depth)),
        })))
    }

    /// `('users', { … })`, `('users', columns)`: a call whose function is still missing. Nobody means it as it stands.
    fn call_without_callee(self, node: Node<'_>, depth: usize) -> Option<Kind> {
        let parts = children(node);
        let is_text = parts.first().is_some_and(|it| matches!(it.kind(), "string" | "template_string"));
        let takes = |it: &Node<'_>| {
            let named = ["identifier", "member_expression", "call_expression"];
            matches!(it.kind(), "object" | "array" | "arrow_function") || named.contains(&it.kind())
        };
        if !is_text || !parts.get(1).is_some_and(takes) {
            return None;
        }
        let callee = Expr { span: self.span(node), kind: Kind::Unknown, broken: true };
        let arguments = parts.into_iter().map(|it| Argument { value: self.expr(it, depth), spread: false });
        Some(Kind::Call(Box::new(Call { callee, arguments: arguments.collect(), type_argument: None })))
    }

    /// The arguments of a call, the items of an array.
    fn arguments(self, node: Node<'_>, depth: usize) -> Vec<Argument> {
        let mut arguments = Vec::new();
        for child in children(node) {
            let spread = child.kind() == "spread_element";
            let value = if spread { child.named_child(0) } else { Some(child) };
            arguments.extend(value.map(|it| Argument { value: self.expr(it, depth), spread }));
        }
        arguments
    }

    fn entries(self, node: Node<'_>, depth: usize) -> Vec<Entry> {
        let mut entries = Vec::new();
        let siblings = all_children(node);
        for (index, &child) in siblings.iter().enumerate() {
            if !child.is_named() || child.kind() == "comment" {
                continue;
            }
            let doc = || self.doc(&siblings, index);
            let field = |name: &str| fields::child(child, name);
            let entry = match child.kind() {
                "pair" => field("key").zip(field("value")).and_then(|(key, value)| {
                    let value = self.expr(value, depth);
                    match (self.key(key), computed(key)) {
                        (Some(key), _) => Some(self.property(child, key, value, doc())),
                        (None, Some(key)) => {
                            let (key, span) = (self.expr(key, depth), self.span(child));
                            Some(Entry::Computed { key, value, doc: doc(), span })
                        }
                        (None, None) => None,
                    }
                }),
                "shorthand_property_identifier" => {
                    let key = Word { text: self.text(child).to_owned(), span: self.span(child) };
                    Some(self.property(child, key, self.expr(child, depth), doc()))
                }
                "method_definition" => field("name").and_then(|name| self.key(name)).map(|key| {
                    let function = Kind::Function(Arc::new(self.function(child, depth)));
                    let value = Expr { span: self.span(child), kind: function, broken: child.has_error() };
                    self.property(child, key, value, doc())
                }),
                "spread_element" => child.named_child(0).map(|it| Entry::Spread(self.expr(it, depth))),
                _ => None,
            };
            entries.push(entry.unwrap_or_else(|| Entry::Unknown(self.span(child))));
        }
        if broken_here(node) && !entries.iter().any(|it| matches!(it, Entry::Unknown(_))) {
            entries.push(Entry::Unknown(self.span(node)));
        }
        entries
    }

    fn property(self, node: Node<'_>, key: Word, value: Expr, doc: Option<String>) -> Entry {
        Entry::Property(Property { key, value, doc, span: self.span(node) })
    }

    /// The key of a property; `None` if it is computed from anything but a string.
    pub(super) fn key(self, node: Node<'_>) -> Option<Word> {
        match node.kind() {
            "computed_property_name" => {
                node.named_child(0).filter(|it| it.kind() != "identifier").and_then(|it| self.key(it))
            }
            "template_string" if children(node).iter().all(|it| it.kind() != "template_substitution") => {
                Some(Word { text: unescaped(trimmed(self.text(node))), span: self.inside(node) })
            }
            "string" => {
                Some(Word { text: unescaped(trimmed(self.text(node))), span: self.inside(node) })
            }
            "property_identifier" | "number" | "identifier" => {
                Some(Word { text: self.text(node).to_owned(), span: self.span(node) })
            }
            _ => None,
        }
    }

    fn template(self, tag: Option<Box<Expr>>, node: Node<'_>, depth: usize) -> Kind {
        let mut parts = Vec::new();
        let mut from = node.start_byte() + 1;
        let text = |from: usize, to: usize, parts: &mut Vec<Part>| {
            let piece = self.source.get(from..to).filter(|it| !it.is_empty());
            parts.extend(piece.map(|it| Part::Text(unescaped(it))));
        };
        for child in children(node) {
            if child.kind() == "template_substitution" {
                text(from, child.start_byte(), &mut parts);
                parts.extend(child.named_child(0).map(|it| Part::Value(self.expr(it, depth))));
                from = child.end_byte();
            }
        }
        text(from, node.end_byte().saturating_sub(1), &mut parts);
        Kind::Template { tag, parts }
    }

    /// The comment directly above the node at `index` of its `siblings`, and the one behind it on its line.
    pub(super) fn doc(self, siblings: &[Node<'_>], index: usize) -> Option<String> {
        let node = *siblings.get(index)?;
        let mut lines = Vec::new();
        let (mut at, mut below) = (index, node);
        while let Some(above) = at.checked_sub(1).and_then(|it| siblings.get(it)) {
            if above.kind() != "comment" {
                break;
            }
            // A comment behind the line before says something of that line.
            let before = at.checked_sub(2).and_then(|it| siblings.get(it));
            let behind = before.is_some_and(|it| {
                it.end_position().row == above.start_position().row && !matches!(it.kind(), "{" | "[")
            });
            if lines.len() >= MOST_LINES
                || above.end_position().row + 1 < below.start_position().row
                || behind
            {
                break;
            }
            lines.push(comment_text(self.text(*above)));
            (at, below) = (at - 1, *above);
        }
        lines.reverse();
        let mut after = siblings.iter().skip(index + 1).skip_while(|it| matches!(it.kind(), "," | ";"));
        let same_line =
            |it: &&Node<'_>| it.kind() == "comment" && it.start_position().row == node.end_position().row;
        lines.extend(after.next().filter(same_line).map(|it| comment_text(self.text(*it))));
        let doc = lines.join("\n").trim().to_owned();
        (!doc.is_empty()).then_some(doc)
    }
}

/// What a wrapper such as `(x)`, `x as T`, `x satisfies T`, `x!` or `await x` wraps.
fn unwrapped(node: Node<'_>) -> Option<Node<'_>> {
    match node.kind() {
        "parenthesized_expression"
        | "as_expression"
        | "satisfies_expression"
        | "non_null_expression"
        | "await_expression"
        | "instantiation_expression" => node.named_child(0).filter(|it| it.kind() != "comment"),
        "type_assertion" => node.named_child(node.named_child_count().checked_sub(1)? as u32),
        _ => None,
    }
}

/// What stands in the brackets of `[key]: value`.
fn computed(key: Node<'_>) -> Option<Node<'_>> {
    if key.kind() == "computed_property_name" { key.named_child(0) } else { None }
}

/// The named children of `node` without comments.
pub(super) fn children(node: Node<'_>) -> Vec<Node<'_>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor).filter(|it| it.kind() != "comment").collect()
}

/// The children of `node`, punctuation and comments included.
pub(super) fn all_children(node: Node<'_>) -> Vec<Node<'_>> {
    let mut cursor = node.walk();
    node.children(&mut cursor).collect()
}

/// True if a child of `node` itself, not one deeper, is an error.
fn broken_here(node: Node<'_>) -> bool {
    let mut cursor = node.walk();
    node.has_error() && node.children(&mut cursor).any(|it| it.is_error() || it.is_missing())
}

/// `text` without the quotes at both ends.
pub(super) fn trimmed(text: &str) -> &str {
    let mut chars = text.chars();
    chars.next();
    chars.next_back();
    chars.as_str()
}

/// `text` with the escapes of JavaScript strings resolved, as far as names and SQL use them.
pub(super) fn unescaped(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(letter) = chars.next() {
        if letter != '\\' {
            result.push(letter);
            continue;
        }
        match chars.next() {
            Some('n') => result.push('\n'),
            Some('t') => result.push('\t'),
            Some('r') => result.push('\r'),
            Some('\n') | None => {}
            Some(mark @ ('u' | 'x')) => match code_point(mark, &mut chars) {
                Some(letter) => result.push(letter),
                None => result.push(mark),
            },
            Some(other) => result.push(other),
        }
    }
    result
}

/// The letter that `\u00e9`, `\u{e9}` or `\xe9` stands for; `None`, and nothing taken, if it is none.
fn code_point(mark: char, chars: &mut std::str::Chars<'_>) -> Option<char> {
    let rest = chars.as_str();
    let (digits, taken) = match (mark, rest.strip_prefix('{').and_then(|it| it.split_once('}'))) {
        ('u', Some((digits, _))) => (digits, digits.len() + 2),
        ('u', None) => (rest.get(..4)?, 4),
        _ => (rest.get(..2)?, 2),
    };
    let letter = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32)?;
    *chars = rest.get(taken..)?.chars();
    Some(letter)
}

/// What a comment says, without its marks.
pub(super) fn comment_text(comment: &str) -> String {
    let inner =
        comment.strip_prefix("//").unwrap_or_else(|| comment.trim_start_matches("/*").trim_end_matches("*/"));
    let lines = inner.lines().map(|line| line.trim().trim_start_matches('*').trim());
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}
