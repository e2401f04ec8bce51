//! Tables and columns that SQL names, in a fence or in inline code: what it creates is read as in a schema; what it
//! queries, changes and drops is found word by word.

mod alter;
mod own;

use std::collections::HashSet;
use std::sync::Arc;

use schema::dialects::Dialect;
use text::{Offset, Span};

use super::declared::{self, Names};
use super::lexer::{Kind, Token, tokens};
use super::places;
use crate::phrases::PHRASES;
use crate::words;
use crate::{Cue, Form, Mention, Strength, Subject};
use own::{is_cut, is_insert, own};

/// What `code` names.
pub(crate) fn names(code: &str) -> Names {
    let tokens = tokens(code);
    let mut reader =
        Reader { tokens: &tokens, at: 0, own: own(&tokens), created: Vec::new(), names: Names::default() };
    while reader.at < tokens.len() {
        let before = reader.at;
        reader.step();
        reader.at = reader.at.max(before + 1);
    }
    let Reader { created, mut names, .. } = reader;
    if begins_statement(code) {
        declare(code, &created, &mut names);
    }
    names.sort();
    names
}

/// Adds what `code` declares to `names`. What a statement creates only to be dropped, or what was created before, is
/// not there in the end, but it stands in the text: such a statement, of those at `created`, is read on its own.
fn declare(code: &str, created: &[Created], names: &mut Names) {
    add(declared::names(Dialect::Sql, code), 0, names);
    for it in created {
        if names.sketches.iter().all(|sketch| sketch.span != it.name) {
            let found = declared::names(Dialect::Sql, it.statement.slice(code));
            add(found, it.statement.start().bytes(), names);
        }
    }
    // A part of a partitioned table and a copy for the work at hand are no tables to be had.
    let elsewhere =
        |span: Span| names.mentions.iter().any(|it| it.span == span && it.cue == Some(Cue::Elsewhere));
    names.sketches.retain(|it| !elsewhere(it.span));
}

/// Adds `found`, whose code starts at `base`, to `names`.
fn add(found: Names, base: usize, names: &mut Names) {
    let to = |span: Span| span.shifted(Offset::new(base));
    // "orders_backup_<date>" is read up to what somebody is to fill in.
    let whole = |name: &str| !name.ends_with('_');
    let mentions = found.mentions.into_iter().filter(|it| whole(it.table.as_deref().unwrap_or(&it.name)));
    let sketches = found.sketches.iter().filter(|it| whole(&it.name));
    names.mentions.extend(mentions.map(|it| Mention { span: to(it.span), ..it }));
    names.sketches.extend(sketches.map(|it| crate::sketch::moved(it, &to)));
    names.left_out.extend(found.left_out.into_iter().map(to));
    names.broken.extend(found.broken.into_iter().map(to));
    names.enums.extend(found.enums.iter().map(|it| Arc::new(places::moved_enum(it, &to))));
}

/// True if `code` begins as an SQL statement does.
pub(crate) fn begins_statement(code: &str) -> bool {
    const VERBS: [&str; 16] = [
        "create", "alter", "select", "insert", "update", "delete", "drop", "with", "truncate", "begin",
        "comment", "grant", "revoke", "explain", "pragma", "do",
    ];
    let tokens = tokens(code.get(..code.floor_char_boundary(2000)).unwrap_or(""));
    let Some(first) = tokens.first() else { return false };
    // "Create a table" is a sentence: keywords are all in capitals or all in small letters.
    let cased = first.text.bytes().skip(1).all(|it| it.is_ascii_lowercase())
        == first.text.starts_with(|it: char| it.is_ascii_lowercase());
    let verb = cased && VERBS.iter().any(|it| first.is(it));
    // "Update users" is a sentence; a statement shows its second keyword.
    verb && tokens.iter().skip(1).take(400).any(|it| {
        ["table", "from", "into", "set", "index", "select", "type", "policy", "view", "on", "extension"]
            .iter()
            .any(|word| it.is(word))
    })
}

/// A table's name as SQL writes it.
#[derive(Debug, Clone, Copy)]
struct TableName<'a> {
    schema: Option<&'a str>,
    name: &'a str,
    span: Span,
}

struct Reader<'a> {
    tokens: &'a [Token<'a>],
    at: usize,
    /// Names that the statements make for themselves: common table expressions, a trigger's rows, copies.
    own: HashSet<String>,
    created: Vec<Created>,
    names: Names,
}

/// A `CREATE TABLE`.
#[derive(Debug, Clone, Copy)]
struct Created {
    /// The table's name.
    name: Span,
    /// The statement.
    statement: Span,
}

impl<'a> Reader<'a> {
    fn step(&mut self) {
        if self.eat("create") {
            self.create();
        } else if self.eat("alter") && self.eat("table") {
            self.alter();
        } else if self.eat("drop") && self.eat("table") {
            self.skip_words(&["if", "exists"]);
            while let Some(name) = self.table_name() {
                self.table(name, Form::SqlDefinition, Some(Cue::Removed));
                if !self.eat_mark(',') {
                    break;
                }
            }
        } else if self.eat("references") {
            self.references();
        } else if self.eat("grant") || self.eat("revoke") {
            // What follows FROM and TO are roles.
            while self.peek(0).is_some_and(|it| !it.is_mark(';')) {
                self.at += 1;
            }
        } else if self.is_query_start() {
            self.query();
        } else {
            self.at += 1;
        }
    }

    fn create(&mut self) {
        let start = self.at.checked_sub(1).and_then(|it| self.tokens.get(it)).map(|it| it.span.start());
        self.skip_words(&[
            "or",
            "replace",
            "temp",
            "temporary",
            "unlogged",
            "unique",
            "global",
            "local",
            "virtual",
        ]);
        if self.eat("table") {
            self.skip_words(&["if", "not", "exists"]);
            let Some(name) = self.table_name() else { return };
            let partition = self.peek(0).is_some_and(|it| it.is("partition"));
            self.table(name, Form::SqlDefinition, partition.then_some(Cue::Elsewhere));
            if self.peek(0).is_some_and(|it| it.is_mark('(')) {
                self.skip_parentheses();
                let end = self.statement_end().unwrap_or(name.span.end());
                let statement = Span::new(start.unwrap_or(name.span.start()), end);
                self.created.push(Created { name: name.span, statement });
            }
        } else if self.eat("index") {
            self.skip_words(&["concurrently", "if", "not", "exists"]);
            if !self.peek(0).is_some_and(|it| it.is("on")) {
                self.at += 1;
            }
            if self.eat("on") {
                self.skip_words(&["only"]);
                let Some(name) = self.table_name() else { return };
                self.table(name, Form::SqlDefinition, None);
                self.index_columns(name);
            }
        } else if self.eat("policy") || self.eat("trigger") {
            // The table stands behind ON, a few words on.
            for _ in 0..24 {
                if self.eat("on") {
                    if let Some(name) = self.table_name() {
                        self.table(name, Form::SqlDefinition, None);
                    }
                    return;
                }
                if self.peek(0).is_none_or(|it| it.is_mark(';')) {
                    return;
                }
                self.at += 1;
            }
        }
    }

    fn index_columns(&mut self, table: TableName<'a>) {
        if self.eat("using") {
            self.at += 1;
        }
        if !self.eat_mark('(') {
            return;
        }
        while let Some(token) = self.peek(0).filter(|it| it.kind == Kind::Word) {
            // "lower(email)" is an expression.
            if self.peek(1).is_some_and(|it| it.is_mark('(')) {
                return;
            }
            self.column(table, *token, Form::SqlDefinition, None);
            self.at += 1;
            self.skip_words(&["asc", "desc", "nulls", "first", "last"]);
            if !self.eat_mark(',') {
                return;
            }
        }
    }

    fn is_query_start(&self) -> bool {
        self.peek(0)
            .is_some_and(|it| ["from", "join", "into", "update", "truncate"].iter().any(|word| it.is(word)))
    }

    fn query(&mut self) {
        let before = self.at.checked_sub(1).and_then(|it| self.tokens.get(it));
        let verb = self.peek(0).copied();
        self.at += 1;
        let capitalised = verb.is_some_and(|it| {
            it.text.starts_with(|it: char| it.is_ascii_uppercase())
                && it.text.ends_with(|it: char| it.is_ascii_lowercase())
        });
        let blocked = capitalised
            || before.is_some_and(|it| ["distinct", "on", "for", "do"].iter().any(|word| it.is(word)))
            // "SELECT role INTO found_role" fills a variable.
            || verb.is_some_and(|it| it.is("into")) && !before.is_some_and(is_insert);
        let Some(verb) = verb.filter(|_| !blocked && !self.inside_extract()) else { return };
        self.skip_words(&["table", "only", "lateral"]);
        let Some(name) = self.table_name() else { return };
        let next = self.peek(0);
        let is_call = next.is_some_and(|it| it.is_mark('(')) && !verb.is("into");
        let is_update =
            !verb.is("update") || (0..3).any(|ahead| self.peek(ahead).is_some_and(|it| it.is("set")));
        if next.is_some_and(|it| it.is("as")) && self.peek(1).is_some_and(|it| it.is_mark('(')) {
            return;
        }
        if !is_call && is_update && !self.own.contains(&name.name.to_lowercase()) {
            let of_platform = PHRASES.has("names.platform_logs", name.name);
            self.table(name, Form::SqlQuery, of_platform.then_some(Cue::Elsewhere));
        }
        // "FROM a, b": the second table follows the comma and perhaps an alias.
        if self.eat_mark(',') && verb.is("from") && self.peek(0).is_some_and(|it| it.kind == Kind::Word) {
            self.at -= 1;
        }
        // "), next AS (": one more common table expression.
        self.at = self.at.max(1);
    }

    /// True for FROM in "extract(epoch FROM x)".
    fn inside_extract(&self) -> bool {
        let from = self.at.saturating_sub(6);
        self.tokens.get(from..self.at).is_some_and(|before| {
            before.windows(2).any(|pair| {
                matches!(pair, [name, open] if open.is_mark('(') && ["extract", "substring", "trim", "overlay", "position"].iter().any(|word| name.is(word)))
            })
        })
    }

    fn references(&mut self) {
        let Some(name) = self.table_name() else { return };
        self.table(name, Form::ForeignKey, None);
    }

    /// Moves behind the parentheses that open here, or to the end of the statement.
    fn skip_parentheses(&mut self) {
        let mut depth = 0_u32;
        while let Some(kind) = self.peek(0).filter(|it| !it.is_mark(';')).map(|it| it.kind) {
            self.at += 1;
            match kind {
                Kind::Mark('(') => depth += 1,
                Kind::Mark(')') => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                return;
            }
        }
    }

    /// Where the statement ends.
    fn statement_end(&self) -> Option<Offset> {
        let rest = self.tokens.get(self.at..)?;
        let end = rest.iter().find(|it| it.is_mark(';')).or_else(|| self.tokens.last());
        end.map(|it| it.span.end())
    }

    fn table(&mut self, name: TableName<'a>, form: Form, cue: Option<Cue>) {
        if words::is_placeholder(name.name) || name.name.starts_with("__") {
            return;
        }
        let qualified = words::Qualified { schema: name.schema, name: name.name };
        let cue = cue.or_else(|| self.own.contains(&name.name.to_lowercase()).then_some(Cue::Elsewhere));
        let mention = crate::mentions::table(qualified, name.name, name.span, form, Strength::Strong, cue);
        self.names.mentions.push(mention);
    }

    fn column(&mut self, table: TableName<'a>, token: Token<'a>, form: Form, cue: Option<Cue>) {
        if !words::is_identifier(token.text) || words::is_placeholder(table.name) {
            return;
        }
        let system = table.schema.is_some_and(words::is_system_schema) || words::is_system_table(table.name);
        self.names.mentions.push(Mention {
            subject: Subject::Column,
            name: token.text.to_owned(),
            table: Some(table.name.to_owned()),
            column: None,
            schema: table.schema.filter(|it| !it.eq_ignore_ascii_case("public")).map(str::to_owned),
            span: token.span,
            form,
            strength: if system { Strength::Weak } else { Strength::Strong },
            cue: if system { Some(Cue::Elsewhere) } else { cue },
        });
    }

    fn table_name(&mut self) -> Option<TableName<'a>> {
        let first = *self.peek(0).filter(|it| it.kind == Kind::Word && words::is_identifier(it.text))?;
        if !first.quoted && is_keyword(&first) || is_cut(&first, self.peek(1)) {
            return None;
        }
        let dotted = self.peek(1).filter(|it| it.is_mark('.')).and_then(|_| self.peek(2)).copied();
        if let Some(second) = dotted.filter(|it| it.kind == Kind::Word && words::is_identifier(it.text)) {
            self.at += 3;
            return Some(TableName { schema: Some(first.text), name: second.text, span: second.span });
        }
        self.at += 1;
        Some(TableName { schema: None, name: first.text, span: first.span })
    }

    fn peek(&self, ahead: usize) -> Option<&Token<'a>> {
        self.tokens.get(self.at + ahead)
    }

    fn eat(&mut self, word: &str) -> bool {
        let found = self.peek(0).is_some_and(|it| it.is(word));
        self.at += usize::from(found);
        found
    }

    fn eat_mark(&mut self, mark: char) -> bool {
        let found = self.peek(0).is_some_and(|it| it.is_mark(mark));
        self.at += usize::from(found);
        found
    }

    fn skip_words(&mut self, skipped: &[&str]) {
        while self.peek(0).is_some_and(|it| skipped.iter().any(|word| it.is(word))) {
            self.at += 1;
        }
    }
}

fn is_constraint(token: &Token<'_>) -> bool {
    const WORDS: [&str; 9] =
        ["constraint", "primary", "foreign", "unique", "check", "exclude", "like", "index", "key"];
    WORDS.iter().any(|word| token.is(word))
}

fn is_keyword(token: &Token<'_>) -> bool {
    const WORDS: [&str; 31] = [
        "add",
        "drop",
        "column",
        "rename",
        "alter",
        "enable",
        "add_column",
        "select",
        "from",
        "where",
        "set",
        "values",
        "table",
        "if",
        "exists",
        "not",
        "only",
        "as",
        "on",
        "using",
        "the",
        "a",
        "an",
        "your",
        "this",
        "that",
        "each",
        "every",
        "and",
        "or",
        "with",
    ];
    WORDS.iter().any(|word| token.is(word))
}
