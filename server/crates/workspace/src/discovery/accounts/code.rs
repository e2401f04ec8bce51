//! The tables that code declares to an ORM, told by the words before their names.

use std::collections::HashSet;

use schema::dialects::sql::glance::glance;

use super::tokens::{Hash, Token, tokens};
use super::{Account, OfSql};
use crate::path::RelPath;

/// Annotations and attributes on a class that is a table.
const ANNOTATIONS: &[&str] = &["Entity", "Model", "Table", "TableName", "ViewEntity"];

/// Functions whose first argument is a table's name.
const CALLS: &[&str] = &[
    "addColumn",
    "addColumns",
    "add_column",
    "add_reference",
    "alterTable",
    "alter_table",
    "changeTable",
    "change_table",
    "createTable",
    "createTableIfNotExists",
    "create_table",
    "createView",
    "mysqlTable",
    "pgTable",
    "pgView",
    "sqliteTable",
    "singlestoreTable",
    "ToTable",
];

/// The same, behind a dot or two colons: the words alone mean anything.
const METHODS: &[&str] = &["create", "define", "table"];

/// Keys whose value is a table's name.
const KEYS: &[&str] = &[
    "__tablename__",
    "$table",
    "TableName",
    "collection",
    "databaseTableName",
    "db_table",
    "tableName",
    "table_name",
];

/// Classes whose children are tables.
const BASES: &[&str] = &["ApplicationRecord", "Base", "Model", "RealmObject", "SQLModel"];

/// The arguments of an annotation are at most so many pieces long.
const LONGEST_ARGUMENTS: usize = 400;

/// The tables that `source`, the file at `path`, declares.
pub(super) fn accounts(path: &RelPath, source: &str) -> Vec<Account> {
    let ending = path.extension();
    let hash =
        if matches!(ending.as_str(), "py" | "rb" | "ex" | "exs") { Hash::Comments } else { Hash::Other };
    let tokens = tokens(source, hash);
    let code = Code { tokens: &tokens, kysely: source.contains("kysely") };
    let app = if ending == "py" { app(path) } else { None };
    let mut found: Vec<Account> = Vec::new();
    let mut sql = OfSql::default();
    // The tables that stand open: what follows may be their columns.
    let mut open: Vec<Account> = Vec::new();
    let mut seen: HashSet<&str> = HashSet::new();
    for at in 0..tokens.len() {
        let mut tables = code.tables(at);
        tables.retain(|it| is_name(it) && open.iter().all(|known| known.table != *it));
        if !tables.is_empty() {
            found.append(&mut open);
            seen.clear();
            for name in tables {
                let table = name.rsplit('.').next().unwrap_or(name).to_owned();
                let of_app = app.map(|it| Account { table: format!("{it}_{table}"), ..Account::default() });
                open.extend(of_app);
                open.push(Account { table, ..Account::default() });
            }
        }
        // In types of a database, what follows names other tables' columns.
        if code.word(at) == Some("Relationships") && code.is(at + 1, b':') {
            found.append(&mut open);
        }
        let word = match tokens.get(at) {
            Some(Token::Text(text)) if speaks_sql(text) => {
                sql.add(&glance(text));
                continue;
            }
            Some(Token::Text(text) | Token::Word(text)) => text,
            _ => continue,
        };
        if !open.is_empty() && is_name(word) && seen.insert(word) {
            open.iter_mut().for_each(|it| it.words.push((*word).to_owned()));
        }
    }
    found.append(&mut open);
    found.extend(sql.accounts());
    found
}

/// The app of Django that the models at `path` belong to: their tables are called after it.
fn app(path: &RelPath) -> Option<&str> {
    let folder = match path.file_name() {
        "models.py" => path.folder(),
        _ => path.folder().strip_suffix("/models")?,
    };
    folder.rsplit('/').next().filter(|it| !it.is_empty())
}

/// True if `text` changes tables.
fn speaks_sql(text: &str) -> bool {
    let verbs: [&[u8]; 2] = [b"create", b"alter"];
    text.len() > 12
        && verbs
            .iter()
            .any(|verb| text.as_bytes().windows(verb.len()).any(|it| it.eq_ignore_ascii_case(verb)))
}

/// True if `name` may be that of a table or column.
pub(super) fn is_name(name: &str) -> bool {
    (2..64).contains(&name.len())
        && name.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'.'))
        && !name.starts_with(|it: char| it.is_ascii_digit())
}

/// The pieces of a file.
struct Code<'a> {
    tokens: &'a [Token<'a>],
    /// True if types for Kysely may be among them.
    kysely: bool,
}

impl<'a> Code<'a> {
    fn word(&self, at: usize) -> Option<&'a str> {
        match self.tokens.get(at) {
            Some(Token::Word(word)) => Some(word),
            _ => None,
        }
    }

    fn text(&self, at: usize) -> Option<&'a str> {
        match self.tokens.get(at) {
            Some(Token::Text(text)) => Some(text),
            _ => None,
        }
    }

    fn is(&self, at: usize, mark: u8) -> bool {
        self.tokens.get(at) == Some(&Token::Mark(mark))
    }

    /// The names of the tables that the piece at `at` opens.
    fn tables(&self, at: usize) -> Vec<&'a str> {
        let Some(word) = self.word(at) else { return Vec::new() };
        let behind = |mark: u8| at.checked_sub(1).is_some_and(|it| self.is(it, mark));
        if ANNOTATIONS.contains(&word) && (behind(b'@') || behind(b'[')) {
            return self.annotated(at);
        }
        if word == "class" {
            return self.child(at).into_iter().collect();
        }
        let called = CALLS.contains(&word) || METHODS.contains(&word) && (behind(b'.') || behind(b':'));
        let one = if called {
            self.argument(at + 1).or_else(|| self.declared(at, word))
        } else if KEYS.contains(&word) {
            self.value(at + 1)
        } else {
            self.declared(at, word)
        };
        one.into_iter().collect()
    }

    /// The name in `@Entity("orders")`, `@Entity(tableName = "orders")`, `@Table({ name: 'orders' })`; else that of
    /// the class behind it, whole and without "Entity".
    fn annotated(&self, at: usize) -> Vec<&'a str> {
        let mut end = at + 1;
        if self.is(end, b'(') {
            if let Some(name) = self.text(end + 1) {
                return vec![name];
            }
            let mut depth = 0_usize;
            while end < self.tokens.len().min(at + LONGEST_ARGUMENTS) {
                match self.tokens.get(end) {
                    Some(Token::Mark(b'(')) => depth += 1,
                    Some(Token::Mark(b')')) => depth -= 1,
                    Some(Token::Word("name" | "tableName" | "collection")) if depth == 1 => {
                        if let Some(name) = self.value(end + 1) {
                            return vec![name];
                        }
                    }
                    _ => {}
                }
                end += 1;
                if depth == 0 {
                    break;
                }
            }
        }
        let class = (end..end + 24).find(|it| matches!(self.word(*it), Some("class" | "struct" | "record")));
        let Some(name) = class.and_then(|it| self.word(it + 1)) else { return Vec::new() };
        let short = name.strip_suffix("Entity").filter(|it| !it.is_empty());
        [Some(name), short].into_iter().flatten().collect()
    }

    /// The name of a class that has a table by what it is a child of.
    fn child(&self, at: usize) -> Option<&'a str> {
        let name = self.word(at + 1)?;
        let opens = self.is(at + 2, b'(') || self.is(at + 2, b'<') || self.is(at + 2, b':');
        let extends = self.word(at + 2) == Some("extends");
        if !opens && !extends {
            return None;
        }
        // The last part of `models.Model`, `ActiveRecord::Base`.
        let mut base = at + 3;
        while self.is(base + 1, b'.') || self.is(base + 1, b':') && self.is(base + 2, b':') {
            base += if self.is(base + 1, b'.') { 2 } else { 3 };
        }
        BASES.contains(&self.word(base)?).then_some(name)
    }

    /// The first argument of a call: `('orders'`, `<Row>('orders'`, `:orders`, `(:orders`.
    fn argument(&self, mut at: usize) -> Option<&'a str> {
        if self.is(at, b'<') {
            at = (at..at + 12).find(|it| self.is(*it, b'>'))? + 1;
        }
        at += usize::from(self.is(at, b'('));
        self.name(at)
    }

    /// The value of a key: `= "orders"`, `: 'orders'`, `() string { return "orders"`.
    fn value(&self, at: usize) -> Option<&'a str> {
        if self.is(at, b'=') || self.is(at, b':') {
            return self.text(at + 1);
        }
        let is_function = self.is(at, b'(') && self.is(at + 1, b')');
        let returns = || (at..at + 6).find(|it| self.word(*it) == Some("return"));
        if is_function { self.text(returns()? + 1) } else { None }
    }

    fn name(&self, at: usize) -> Option<&'a str> {
        if self.is(at, b':') { self.word(at + 1) } else { self.text(at) }
    }

    /// The table in `new Table({ name: 'orders'`, `schema "orders" do`, `table! { orders (`, `DbSet<Order> Orders`,
    /// and in types of a database: `orders: { Row: {`, `orders: OrdersTable`.
    fn declared(&self, at: usize, word: &'a str) -> Option<&'a str> {
        match word {
            "Table" if self.is(at + 1, b'(') && self.is(at + 2, b'{') => {
                (self.word(at + 3) == Some("name")).then(|| self.value(at + 4)).flatten()
            }
            "schema" => self.text(at + 1).filter(|_| self.word(at + 2) == Some("do")),
            "table" if self.is(at + 1, b'!') && self.is(at + 2, b'{') => self.word(at + 3),
            "table" if self.is(at + 1, b'(') && self.is(at + 2, b':') => self.word(at + 3),
            "DbSet" if self.is(at + 1, b'<') && self.is(at + 3, b'>') => self.word(at + 4),
            _ => {
                let is_row = self.is(at + 1, b':')
                    && self.is(at + 2, b'{')
                    && self.word(at + 3) == Some("Row")
                    && self.is(at + 4, b':');
                let is_typed = self.kysely
                    && self.is(at + 1, b':')
                    && self.word(at + 2).is_some_and(|it| it.len() > 5 && it.ends_with("Table"));
                (is_row || is_typed).then_some(word)
            }
        }
    }
}
