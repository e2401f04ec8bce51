//! What one TypeScript module contains: imports, exports, what is declared at its top, comments and syntax errors.

use std::cell::RefCell;
use std::collections::HashSet;

use syntax::tree::{Language, Node, Tree};
use text::{Offset, Span};

use super::ir::{
    Argument, Binding, Call, Entry, Export, Expr, Import, Kind, Pattern, Property, Taken, Touch, Type, Word,
};
use super::fields;
use super::lower::{Lowering, all_children, children, comment_text, trimmed};
use super::masked::masked;
use super::recovery;
use crate::dialects::{Comment, Problem};

/// The longest file that is read, in bytes. A schema module is a few kilobytes; larger ones are generated or minified.
const LONGEST: usize = 1 << 20;
/// Problems beyond this many in one file are not listed.
const MOST_PROBLEMS: usize = 20;

/// What one TypeScript module contains that a schema can be made of.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Module {
    pub(super) source: String,
    pub(super) imports: Vec<Import>,
    pub(super) bindings: Vec<Binding>,
    pub(super) exports: Vec<Export>,
    pub(super) types: Vec<(String, Type)>,
    pub(super) specifiers: Vec<String>,
    pub(super) problems: Vec<Problem>,
    /// Stretches in which tables may be declared that could not be made out.
    pub(super) unread: Vec<Span>,
    pub(super) comments: Vec<Comment>,
    /// What is written to, in the order in which it was read.
    pub(super) touched: Vec<Touched>,
}

/// A name that a statement of the module, or a part of it, writes to.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Touched {
    pub(super) touch: Touch,
    /// The number of its binding, if the statement is nothing but an expression.
    pub(super) statement: Option<usize>,
}

/// What `source` contains.
#[must_use]
pub fn read(source: &str) -> Module {
    let mut module = Module { source: source.to_owned(), ..Module::default() };
    if source.len() > LONGEST {
        module.leave("the file is too long to be read");
        return module;
    }
    if let Some(at) = ["require('drizzle-orm", "require(\"drizzle-orm"].iter().find_map(|it| source.find(it)) {
        let span = span(at, at + "require".len());
        module.problem("modules of CommonJS are not read: what this one declares is unknown", span);
        module.unread.push(span);
    }
    let masked = masked(source);
    let source = masked.as_ref();
    match Tree::parse_str(Language::TypeScript, source) {
        Some(tree) if !tree.root().has_error() => module.read_piece(&tree, source, span(0, source.len())),
        tree => {
            recovery::read(&mut module, source, tree.as_ref());
            // In which order things happen is not to be told of pieces.
            for it in &mut module.touched {
                it.statement = None;
            }
        }
    }
    module
}

/// The statement around a declaration.
struct Whole {
    span: Span,
    doc: Option<String>,
    exported: bool,
}

impl Module {
    /// The specifiers of the modules this one imports or re-exports from, in order, each once.
    #[must_use]
    pub fn imports(&self) -> Vec<&str> {
        let mut seen = HashSet::new();
        self.specifiers.iter().map(String::as_str).filter(|it| seen.insert(*it)).collect()
    }

    /// The stretches that could not be read.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// The comments, in order.
    #[must_use]
    pub fn comments(&self) -> &[Comment] {
        &self.comments
    }

    /// The text of `span`.
    pub(super) fn text(&self, span: Span) -> &str {
        span.slice(&self.source)
    }

    /// True if the file says `word` anywhere.
    pub(super) fn mentions(&self, word: &str) -> bool {
        self.source.contains(word)
    }

    /// True if `name` may be exported: the file says it as a word, or passes on what others export.
    pub(super) fn says(&self, name: &str) -> bool {
        let whole = span(0, self.source.len());
        self.exports.iter().any(|it| matches!(it, Export::Star { .. })) || self.count(name, whole) > 0
    }

    /// How often `span` says `name` as a word.
    pub(super) fn count(&self, name: &str, span: Span) -> usize {
        let is_letter = |it: char| it.is_alphanumeric() || matches!(it, '_' | '$');
        let text = self.text(span);
        let is_word = |at: usize| {
            let (before, behind) = (text.get(..at), text.get(at + name.len()..));
            !before.is_some_and(|it| it.ends_with(is_letter)) && !behind.is_some_and(|it| it.starts_with(is_letter))
        };
        text.match_indices(name).filter(|(at, _)| is_word(*at)).count()
    }

    /// Notes that the file is not read at all.
    fn leave(&mut self, why: &str) {
        let start = Span::from_range(0..0);
        self.problem(why, start);
        self.unread.push(start);
    }

    pub(super) fn problem(&mut self, what: &str, span: Span) {
        if self.problems.len() < MOST_PROBLEMS {
            self.problems.push(Problem { what: what.to_owned(), span });
        }
    }

    /// Adds what the piece of the file at `place` contains. `source` is its text, and may go on with brackets that close
    /// it but stand nowhere.
    pub(super) fn read_piece(&mut self, tree: &Tree, source: &str, place: Span) {
        let touched = RefCell::default();
        let lowering = Lowering { source, place, touched: &touched };
        let siblings = all_children(tree.root());
        for (index, &node) in siblings.iter().enumerate() {
            if node.kind() == "comment" {
                continue;
            }
            let whole = Whole {
                span: lowering.span(node),
                doc: lowering.doc(&siblings, index),
                exported: node.kind() == "export_statement",
            };
            let (touches, bindings) = (touched.borrow().len(), self.bindings.len());
            self.statement(lowering, node, &whole);
            let statement = (node.kind() == "expression_statement").then_some(bindings);
            let touched = lowering.touched_since(touches).into_iter();
            self.touched.extend(touched.map(|touch| Touched { touch, statement }));
        }
        self.collect_comments(lowering, tree);
    }

    /// Adds what `node` declares; `whole` is the statement it is a part of.
    fn statement(&mut self, lowering: Lowering<'_>, node: Node<'_>, whole: &Whole) {
        match node.kind() {
            "import_statement" => self.import(lowering, node),
            "export_statement" => self.export(lowering, node, whole),
            "lexical_declaration" | "variable_declaration" => {
                for declarator in children(node) {
                    let pattern = fields::child(declarator, "name").map(|it| lowering.pattern(it, 0));
                    let value = fields::child(declarator, "value").map(|it| lowering.expr(it, 0));
                    let (Some(pattern), Some(value)) = (pattern, value) else { continue };
                    self.bind(pattern, value, whole);
                }
            }
            "function_declaration" => {
                let name = fields::child(node, "name").map(|it| lowering.pattern(it, 0));
                self.bind(name.unwrap_or(Pattern::Unknown), lowering.expr(node, 0), whole);
            }
            "enum_declaration" => self.enumeration(lowering, node, whole),
            "type_alias_declaration" => {
                let name = fields::child(node, "name").map(|it| lowering.text(it).to_owned());
                let value = fields::child(node, "value").and_then(|it| lowering.type_of(it, 0));
                self.types.extend(name.zip(value));
            }
            "expression_statement" => {
                if let Some(value) = node.named_child(0) {
                    self.bind(Pattern::Unknown, lowering.expr(value, 0), whole);
                    lowering.touch_handed(value);
                }
            }
            // A property that is being typed above a declaration is a label of it.
            "labeled_statement" => {
                if let Some(body) = fields::child(node, "body") {
                    let exported = body.kind() == "export_statement";
                    self.statement(lowering, body, &Whole { span: lowering.span(body), doc: None, exported });
                }
            }
            _ => lowering.touch_all(node),
        }
    }

    fn bind(&mut self, pattern: Pattern, value: Expr, whole: &Whole) {
        self.bindings.push(Binding {
            pattern,
            value,
            doc: whole.doc.clone(),
            span: whole.span,
            exported: whole.exported,
        });
    }

    /// `enum Role { Admin = 'admin' }` is an object of its values.
    fn enumeration(&mut self, lowering: Lowering<'_>, node: Node<'_>, whole: &Whole) {
        let (Some(name), Some(body)) = (fields::child(node, "name"), fields::child(node, "body"))
        else {
            return;
        };
        let mut entries = Vec::new();
        for member in children(body) {
            let key = fields::child(member, "name").unwrap_or(member);
            let key = Word {
                text: lowering.text(key).trim_matches(['\'', '"']).to_owned(),
                span: lowering.span(key),
            };
            let unknown = Expr { span: lowering.span(member), kind: Kind::Unknown, broken: false };
            let value = fields::child(member, "value").map_or(unknown, |it| lowering.expr(it, 0));
            entries.push(Entry::Property(Property { key, value, doc: None, span: lowering.span(member) }));
        }
        let value = Expr { span: lowering.span(node), kind: Kind::Object(entries), broken: node.has_error() };
        self.bind(lowering.pattern(name, 0), value, whole);
    }

    fn specifier(&mut self, lowering: Lowering<'_>, node: Node<'_>) -> Option<String> {
        let source = fields::child(node, "source")?;
        let specifier = trimmed(lowering.text(source)).to_owned();
        self.specifiers.push(specifier.clone());
        Some(specifier)
    }

    fn import(&mut self, lowering: Lowering<'_>, node: Node<'_>) {
        if is_type_only(node) {
            return;
        }
        let Some(specifier) = self.specifier(lowering, node) else { return };
        let mut push = |local: Node<'_>, taken: Taken| {
            let local = lowering.text(local).to_owned();
            self.imports.push(Import { local, taken, specifier: specifier.clone() });
        };
        for clause in children(node).into_iter().filter(|it| it.kind() == "import_clause") {
            for child in children(clause) {
                match child.kind() {
                    "identifier" => push(child, Taken::Named("default".to_owned())),
                    "namespace_import" => {
                        if let Some(name) = child.named_child(0) {
                            push(name, Taken::All);
                        }
                    }
                    _ => {
                        for named in children(child) {
                            let Some(name) = fields::child(named, "name") else { continue };
                            let local = fields::child(named, "alias").unwrap_or(name);
                            push(local, Taken::Named(plain(lowering.text(name))));
                        }
                    }
                }
            }
        }
    }

    fn export(&mut self, lowering: Lowering<'_>, node: Node<'_>, whole: &Whole) {
        if let Some(declaration) = fields::child(node, "declaration") {
            self.statement(lowering, declaration, whole);
            return;
        }
        if let Some(value) = fields::child(node, "value") {
            let mut cursor = node.walk();
            let keyword = node.children(&mut cursor).find(|it| it.kind() == "default");
            let name = Word { text: "default".to_owned(), span: lowering.span(keyword.unwrap_or(value)) };
            self.bind(Pattern::Name(name), lowering.expr(value, 0), whole);
            return;
        }
        if is_type_only(node) {
            return;
        }
        let span = lowering.span(node);
        let specifier = self.specifier(lowering, node);
        let clause =
            children(node).into_iter().find(|it| matches!(it.kind(), "export_clause" | "namespace_export"));
        match (clause, specifier) {
            (None, Some(specifier)) => self.exports.push(Export::Star { specifier, span }),
            (Some(clause), Some(specifier)) if clause.kind() == "namespace_export" => {
                let name = clause.named_child(0).map(|it| plain(lowering.text(it))).unwrap_or_default();
                self.exports.push(Export::From { name, taken: Taken::All, specifier, span });
            }
            (Some(clause), specifier) => {
                for named in children(clause) {
                    let Some(local) = fields::child(named, "name").map(|it| plain(lowering.text(it)))
                    else {
                        continue;
                    };
                    let alias = fields::child(named, "alias").map(|it| plain(lowering.text(it)));
                    let name = alias.unwrap_or_else(|| local.clone());
                    self.exports.push(match &specifier {
                        None => Export::Local { name, local },
                        Some(it) => {
                            Export::From { name, taken: Taken::Named(local), specifier: it.clone(), span }
                        }
                    });
                }
            }
            (None, None) => {}
        }
    }

    /// Adds the comments of a piece, found by walking those parts of its tree, without recursion, that hold the marks
    /// of one: most of a schema holds none, and walking all of it costs as much as reading it.
    fn collect_comments(&mut self, lowering: Lowering<'_>, tree: &Tree) {
        let source = lowering.source.as_bytes();
        let mut marks = source.windows(2).enumerate().filter(|(_, it)| matches!(*it, b"//" | b"/*")).map(|it| it.0);
        let Some(mut next) = marks.next() else { return };
        let mut cursor = tree.root().walk();
        loop {
            let node = cursor.node();
            // What lies before the node is no comment, or one that was taken.
            while next < node.start_byte() {
                let Some(mark) = marks.next() else { return };
                next = mark;
            }
            let holds = next < node.end_byte();
            if holds && node.kind() == "comment" {
                let text = comment_text(lowering.text(node));
                self.comments.push(Comment { span: lowering.span(node), text });
            }
            if holds && cursor.goto_first_child() {
                continue;
            }
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    return;
                }
            }
        }
    }

    /// Adds a table of which only the name and the constant could be made out.
    pub(super) fn bind_broken(&mut self, found: recovery::Broken) {
        let name = Expr { span: found.table.span, kind: Kind::Text(found.table.text), broken: true };
        let columns =
            Expr { span: found.span, kind: Kind::Object(vec![Entry::Unknown(found.span)]), broken: true };
        let plain = |word: Word| Expr { span: word.span, kind: Kind::Name(word.text), broken: false };
        let callee = match found.object.map(plain) {
            Some(object) => Expr {
                span: object.span.join(found.callee.span),
                kind: Kind::Member { object: Box::new(object), name: found.callee },
                broken: false,
            },
            None => plain(found.callee),
        };
        let arguments = [name, columns].map(|value| Argument { value, spread: false }).to_vec();
        let call = Call { callee, arguments, type_argument: None };
        self.bindings.push(Binding {
            pattern: Pattern::Name(found.key),
            value: Expr { span: found.span, kind: Kind::Call(Box::new(call)), broken: true },
            doc: None,
            span: found.span,
            exported: found.exported,
        });
    }

    /// The first binding of `name`.
    pub(super) fn binding(&self, name: &str) -> Option<usize> {
        self.bindings.iter().position(|it| it.pattern.names().iter().any(|word| word.text == name))
    }
}

/// True for `import type` and `export type`.
fn is_type_only(node: Node<'_>) -> bool {
    node.child(1).is_some_and(|it| it.kind() == "type")
}

/// A name that may stand in quotes.
fn plain(text: &str) -> String {
    text.trim_matches(['\'', '"']).to_owned()
}

/// The span from `start` to `end` bytes.
pub(super) fn span(start: usize, end: usize) -> Span {
    Span::new(Offset::new(start), Offset::new(end.max(start)))
}
