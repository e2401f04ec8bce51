//! One SQL file, statement by statement.

use std::ops::Range;

use squawk_syntax::SyntaxNode;
use text::Span;

use super::foreign::{self, Translation};
use super::heads::{self, Head};
use super::ir::{Kind, Module, NewTable, Statement, Type};
use super::pieces::{Pieces, Token, TokenKind, pieces, span};
use super::statements;
use super::tables::type_at;
use super::tree::{Tree, tree};
use super::blocks::Variables;
use super::cuts::{self, Name};
use super::mysql::{self, Change};
use super::{blocks, ir, others, routines, transactions};
use crate::dialects::{Comment, Problem};
use crate::model::{Database, UnknownScope};

/// The longest file that is read, in bytes. Dumps with data are longer, but their rows are not the schema's.
const LONGEST: usize = 1 << 24;
/// Problems beyond this many in one file are not listed.
const MOST_PROBLEMS: usize = 20;
/// How many comments in a row are taken for one declaration's documentation.
const MOST_LINES: usize = 40;

/// What the SQL file `source` contains. Never fails.
#[must_use]
pub fn read(source: &str) -> Module {
    let mut module = Module::default();
    if source.len() > LONGEST {
        let span = Span::from_range(0..0);
        module.problems.push(Problem { what: "the file is too long to be read".to_owned(), span });
        module.statements.push(unknown(span, "the file is too long to be read", UnknownScope::Tables));
        return module;
    }
    let Pieces { statements, comments, doubts, problems } = pieces(source, Span::from_range(0..source.len()));
    let database = foreign::database(source, &statements);
    let mut reader = Reader {
        source,
        sql: foreign::translated(source, &statements, database),
        database,
        comments: &comments,
        depth: 0,
        module: Module { database, ..module },
    };
    for statement in &statements {
        reader.statement(statement);
    }
    reader.module.statements = transactions::settled(reader.module.statements, database);
    let is_postgres = !matches!(database, Some(Database::Sqlite | Database::MySql));
    for (span, what) in doubts.into_iter().filter(|_| is_postgres) {
        reader.module.statements.push(unknown(span, what, UnknownScope::Tables));
    }
    for problem in problems {
        let what = "a quote or comment that is not closed hides what follows";
        reader.module.statements.push(unknown(problem.span, what, UnknownScope::Tables));
        reader.module.problems.push(problem);
    }
    let mut module = reader.module;
    module.problems.sort_by_key(|it| it.span);
    module.problems.truncate(MOST_PROBLEMS);
    module.comments = comments;
    module
}

/// What `read` finds in the statements of `source`, a text in a file, and in as many others as `depth` says.
pub(super) fn inside(source: &str, depth: usize, read: impl FnOnce(&mut Reader<'_>, &[Vec<Token>])) -> Vec<Statement> {
    let Pieces { statements, comments, .. } = pieces(source, Span::from_range(0..source.len()));
    let sql = Translation { text: source.into(), ..Translation::default() };
    let mut reader = Reader { source, sql, database: None, comments: &comments, depth, module: Module::default() };
    read(&mut reader, &statements);
    reader.module.statements
}

/// A statement that says what cannot be told.
pub(super) fn unknown(span: Span, what: &str, scope: UnknownScope) -> Statement {
    Statement { span, kind: Kind::Unknown { what: what.to_owned(), scope } }
}

/// Reads the statements of one file.
pub(super) struct Reader<'a> {
    /// The file as written.
    pub(super) source: &'a str,
    /// The file as PostgreSQL would write it, of the same length.
    sql: Translation<'a>,
    database: Option<Database>,
    comments: &'a [Comment],
    /// How many texts the file stands in, one in the other.
    pub(super) depth: usize,
    pub(super) module: Module,
}

impl Reader<'_> {
    /// The words that `tokens` start with, in upper case.
    pub(super) fn head(&self, tokens: &[Token]) -> Vec<String> {
        let words = tokens.iter().take_while(|it| it.kind == TokenKind::Word).take(6);
        words.map(|it| it.span.slice(self.source).to_ascii_uppercase()).collect()
    }

    /// Adds what the statement of `tokens` does.
    pub(super) fn statement(&mut self, tokens: &[Token]) {
        let head = self.head(tokens);
        let head: Vec<&str> = head.iter().map(String::as_str).collect();
        match head.as_slice() {
            ["DO", ..] => blocks::block(self, tokens),
            ["BEGIN" | "START" | "COMMIT" | "END" | "SAVEPOINT" | "ROLLBACK" | "ABORT", ..] => {
                let turn = transactions::turn(self.source, tokens).map(Kind::Turn);
                let span = span(tokens);
                self.module.statements.extend(turn.map(|kind| Statement { span, kind }));
            }
            ["SET" | "RESET" | "SELECT" | "WITH" | "CALL" | "PERFORM", ..] => self.setting(tokens),
            ["CREATE", "VIRTUAL", ..] => self.virtual_table(tokens),
            _ => {
                let kinds = match heads::head(self.source, tokens) {
                    Head::Schema => {
                        let mut kinds = self.parsed(tokens);
                        let is_enum = kinds.iter().any(|it| matches!(it, Kind::CreateEnum { .. }));
                        kinds.extend(if is_enum { Vec::new() } else { others::kinds(self.source, tokens) });
                        kinds
                    }
                    Head::Garbled => self.garbled(tokens),
                    Head::Other => {
                        let routine = routines::routine(self.source, tokens);
                        routine.into_iter().chain(others::kinds(self.source, tokens)).collect()
                    }
                };
                let span = span(tokens);
                self.module.statements.extend(kinds.into_iter().map(|kind| Statement { span, kind }));
            }
        }
    }

    /// What the statement of `tokens` may do, whose first words cannot be read.
    pub(super) fn garbled(&mut self, tokens: &[Token]) -> Vec<Kind> {
        let span = span(tokens);
        self.problem(tokens, span.start().bytes());
        heads::kinds(self.source, tokens, &self.unreadable_words(span))
    }

    /// What the statement of `tokens` does, by its syntax tree.
    pub(super) fn parsed(&mut self, tokens: &[Token]) -> Vec<Kind> {
        let (kinds, broken) = self.told(tokens);
        if let Some(at) = broken {
            self.problem(tokens, at);
        }
        kinds
    }

    /// What the statement of `tokens` does, and where it is broken first.
    fn told(&self, tokens: &[Token]) -> (Vec<Kind>, Option<usize>) {
        let span = span(tokens);
        let text = self.sql.text.get(span.range()).unwrap_or("");
        if let Some(kinds) = mysql::statement(self.source, tokens) {
            return (kinds, None);
        }
        let (changed, own) = match mysql::change(self.source, text, tokens) {
            Some(Change { table, text: None, own }) => return (vec![mysql::altered(table, own, Vec::new())], None),
            change => change.map_or((None, None), |it| (it.text, Some(it.own))),
        };
        let redefined = foreign::redefined(text, tokens);
        let text = changed.as_deref().or(redefined.as_ref().map(|it| it.0.as_str())).unwrap_or(text);
        let folds = !matches!(self.database, Some(Database::Sqlite | Database::MySql));
        let Some(mut tree) = tree(text, tokens, span.start().bytes(), folds) else {
            let name = self.name_by_tokens(tokens);
            return (vec![self.unreadable(span, name)], Some(span.start().bytes()));
        };
        if self.database == Some(Database::Sqlite) {
            tree.errors.retain(|(_, what)| what != "Missing column type");
        }
        let broken = tree.errors.iter().map(|it| it.0).min();
        let mut kinds = statements::kinds(self, &tree);
        if let Some(((_, name), Kind::AlterTable { actions, .. })) = redefined.as_ref().zip(kinds.first_mut()) {
            for action in actions {
                if let ir::Action::AddColumn(column) = action {
                    *action = ir::Action::Redefine { name: name.clone(), column: column.clone() };
                }
            }
        }
        if let (Some(own), Some(Kind::AlterTable { table, actions, .. })) = (own, kinds.first_mut()) {
            kinds = vec![mysql::altered(table.clone(), own, std::mem::take(actions))];
        }
        if let Some(Kind::CreateTable(table)) = kinds.first_mut() {
            self.complete(table, span);
        }
        if let Some(Kind::CreateTable(table)) = kinds.first() {
            let first = tree.errors.iter().map(|it| it.0).min();
            match cuts::name(self.source, tokens, &table.name, first) {
                Name::Whole => {}
                Name::Cut => kinds.push(self.unreadable(span, None)),
                Name::Lost => return (vec![self.unreadable(span, None)], broken),
            }
        }
        if kinds.is_empty() && !tree.errors.is_empty() {
            let name = self.name_by_tokens(tokens);
            kinds.push(self.unreadable(span, name));
        }
        (kinds, broken)
    }

    /// Notes that the statement of `tokens` is broken at `at`. What follows the first slip is most often due to it.
    fn problem(&mut self, tokens: &[Token], at: usize) {
        let here = tokens.iter().find(|it| it.span.end().bytes() > at).or(tokens.last());
        let span = here.map_or_else(|| Span::from_range(at..at), |it| it.span);
        self.module.problems.push(Problem { what: "this statement cannot be read".to_owned(), span });
    }

    /// Adds to `table` what its syntax tree does not hold.
    fn complete(&self, table: &mut NewTable, span: Span) {
        table.doc = self.doc(span);
        if self.database == Some(Database::Sqlite) && is_keyed(span.slice(self.source)) {
            forbid_null(table);
        }
        let inside = self.sql.indexes.iter().filter(|it| span.covers(it.span));
        for found in inside {
            if found.unique {
                let columns = found.columns();
                let name = found.name.as_ref().map(|it| it.text.clone());
                let rule = ir::Rule::Unique { columns, index: None };
                table.constraints.push(ir::Constraint { name, rule, unsaid: Vec::new(), span: found.span });
            } else {
                table.indexes.push(found.clone());
            }
        }
    }

    /// A statement that matters and cannot be read; `table` is what it is about, if that can be told.
    fn unreadable(&self, span: Span, table: Option<String>) -> Kind {
        let scope = table.map_or(UnknownScope::Tables, UnknownScope::Table);
        Kind::Unknown { what: self.unreadable_words(span), scope }
    }

    /// What is said of the statement at `span`, which cannot be read.
    fn unreadable_words(&self, span: Span) -> String {
        let head = span.slice(self.source).lines().next().unwrap_or("").chars().take(60).collect::<String>();
        format!("this statement cannot be read: {head}")
    }

    /// The table that `ALTER TABLE` is about, by its tokens.
    fn name_by_tokens(&self, tokens: &[Token]) -> Option<String> {
        let head = self.head(tokens);
        if head.first().is_none_or(|it| it != "ALTER") {
            return None;
        }
        let skip = ["ALTER", "FOREIGN", "TABLE", "IF", "EXISTS", "ONLY"];
        let is_name =
            |it: &&Token| !skip.iter().any(|word| it.span.slice(self.source).eq_ignore_ascii_case(word));
        let mut rest = tokens.iter().skip_while(|it| !is_name(it)).peekable();
        let mut name = rest.next()?;
        while rest.next_if(|it| it.kind == TokenKind::Symbol(b'.')).is_some() {
            name = rest.next()?;
        }
        let written = name.span.slice(self.source);
        let is_plain = name.kind == TokenKind::Word;
        Some(if is_plain { written.to_lowercase() } else { written.trim_matches(['"', '`']).to_owned() })
    }

    /// `SET search_path = …` in its two spellings, and `SELECT … INTO`.
    fn setting(&mut self, tokens: &[Token]) {
        let span = span(tokens);
        let text = |it: &Token| it.span.slice(self.source);
        let is = |it: &Token, word: &str| text(it).eq_ignore_ascii_case(word);
        let is_path = |at: usize, it: &Token| {
            let called = at.checked_sub(2).and_then(|it| tokens.get(it)).is_some_and(|it| is(it, "set_config"));
            is(it, "search_path") || called && is(it, "'search_path'")
        };
        if let Some((at, _)) = tokens.iter().enumerate().take(8).find(|(at, it)| is_path(*at, it)) {
            let behind = tokens.iter().skip(at + 1).filter(|it| !matches!(it.kind, TokenKind::Symbol(_)) && !is(it, "to"));
            // `set_config('search_path', 'a, b', false)` has the names in one string.
            let is_call = tokens.get(at).is_some_and(|it| it.kind == TokenKind::Text);
            let names = behind.take(if is_call { 1 } else { usize::MAX }).flat_map(|it| {
                let inner = text(it).trim_matches('\'');
                inner.split(',').map(|it| it.trim().trim_matches('"').to_lowercase())
            });
            let names = names.filter(|it| !matches!(it.as_str(), "" | "$user" | "default")).collect();
            self.module.statements.push(Statement { span, kind: Kind::SearchPath(names) });
            return;
        }
        let inserts = |it: &[Token]| {
            let into = it.get(1).is_some_and(|it| is(it, "into"));
            into && it.first().is_some_and(|it| is(it, "insert") || is(it, "merge"))
        };
        let selects = tokens.first().is_some_and(|it| is(it, "select") || is(it, "with"));
        let into = tokens.iter().any(|it| it.kind == TokenKind::Word && is(it, "into"));
        if selects && into && !tokens.windows(2).any(inserts) {
            let kinds = self.parsed(tokens);
            let made = kinds.into_iter().filter(|it| matches!(it, Kind::CreateTable(_)));
            self.module.statements.extend(made.map(|kind| Statement { span, kind }));
        }
        if !tokens.first().is_some_and(|it| is(it, "set") || is(it, "reset")) {
            let calls = routines::calls(self.source, tokens, &Variables::new());
            self.module.statements.extend(calls.into_iter().map(|kind| Statement { span, kind }));
        }
    }

    /// `CREATE VIRTUAL TABLE name USING module(…)`: the module alone knows the columns.
    fn virtual_table(&mut self, tokens: &[Token]) {
        let using = tokens.iter().position(|it| it.span.slice(self.source).eq_ignore_ascii_case("USING"));
        let name = using.and_then(|it| tokens.get(it.checked_sub(1)?));
        if let Some(name) = name {
            let kind = statements::virtual_table(foreign::bare(name, self.source));
            self.module.statements.push(Statement { span: span(tokens), kind });
        }
    }

    /// The type at `node`, with what other products write behind it.
    pub(super) fn spelled(&self, tree: &Tree<'_>, node: &SyntaxNode) -> Type {
        let mut ty = type_at(tree, node);
        if self.database == Some(Database::Sqlite) {
            ty.written = tree.span(node).slice(self.source).to_owned();
        }
        let behind = self.source.get(tree.span(node).end().bytes()..).unwrap_or("").trim_start();
        if behind.get(..8).is_some_and(|it| it.eq_ignore_ascii_case("unsigned")) {
            ty.written.push_str(" unsigned");
        }
        ty
    }

    /// How many blanks follow `end`, in the text as it was translated.
    pub(super) fn behind(&self, end: usize) -> usize {
        let rest = self.sql.text.get(end..).unwrap_or("");
        rest.len() - rest.trim_start().len()
    }

    /// True if one of `words` was taken out of `range`.
    pub(super) fn blanked(&self, range: Range<usize>, words: &[&str]) -> bool {
        let is_foreign = matches!(self.database, Some(Database::Sqlite | Database::MySql));
        let text = self.source.get(range).filter(|_| is_foreign).unwrap_or("");
        text.split_whitespace()
            .any(|it| words.iter().any(|word| it.trim_end_matches([',', ')']).eq_ignore_ascii_case(word)))
    }

    /// The comments on the lines above `span`.
    fn doc(&self, span: Span) -> Option<String> {
        let mut start = span.start().bytes();
        let until = self.comments.partition_point(|it| it.span.start() < span.start());
        let mut lines = Vec::new();
        for comment in self.comments.get(..until)?.iter().rev().take(MOST_LINES) {
            let between = self.source.get(comment.span.end().bytes()..start)?;
            if !between.trim().is_empty() || between.matches('\n').count() > 1 {
                break;
            }
            start = comment.span.start().bytes();
            if !is_banner(&comment.text) {
                lines.push(comment.text.as_str());
            }
        }
        lines.reverse();
        (!lines.is_empty()).then(|| lines.join("\n"))
    }

    /// The comment above the declaration at `span`, or behind it on its line.
    pub(super) fn doc_of_line(&self, span: Span) -> Option<String> {
        let end = span.end().bytes();
        let behind = self.comments.partition_point(|it| it.span.start().bytes() < end);
        let next = self.comments.get(behind).filter(|it| {
            let between = self.source.get(end..it.span.start().bytes()).unwrap_or("\n");
            between.trim_start().trim_start_matches(',').trim().is_empty() && !between.contains('\n')
        });
        if let Some(comment) = next {
            return Some(comment.text.clone()).filter(|it| !it.is_empty());
        }
        let own_line = behind.checked_sub(1).and_then(|it| self.comments.get(it)).is_some_and(|it| {
            let line = self.source.get(..it.span.start().bytes()).and_then(|it| it.rsplit('\n').next());
            line.is_some_and(|it| it.trim().is_empty())
        });
        own_line.then(|| self.doc(span)).flatten()
    }
}

/// True for a table of SQLite whose rows have no number of their own.
fn is_keyed(statement: &str) -> bool {
    let options = statement.rsplit(')').next().unwrap_or("").to_ascii_uppercase();
    options.split_whitespace().any(|it| it.trim_end_matches(',') == "ROWID")
}

/// Notes that the columns of the primary key hold no NULL.
fn forbid_null(table: &mut NewTable) {
    let is_key = |it: &ir::Constraint| matches!(it.rule, ir::Rule::PrimaryKey { .. });
    let mut keys: Vec<String> = Vec::new();
    for constraint in &table.constraints {
        if let ir::Rule::PrimaryKey { columns, .. } = &constraint.rule {
            keys.extend(columns.iter().cloned());
        }
    }
    for column in &mut table.columns {
        if keys.contains(&column.name.text) || column.constraints.iter().any(is_key) {
            let span = column.span;
            column.constraints.push(ir::Constraint { name: None, rule: ir::Rule::NotNull, unsaid: Vec::new(), span });
        }
    }
}

/// True for a comment that a tool writes above everything: `CreateTable`, `Name: users; Type: TABLE`.
fn is_banner(text: &str) -> bool {
    let is_command = !text.contains(' ') && text.starts_with(|it: char| it.is_ascii_uppercase());
    is_command || text.starts_with("Name: ") || text.is_empty() || !text.contains(char::is_alphanumeric)
}
