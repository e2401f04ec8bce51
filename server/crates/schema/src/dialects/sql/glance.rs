//! What the text of a SQL file tells at a glance: which tables come and go in it, and which product it is for.
//!
//! Files by the thousand are looked at so; only those that make up a schema are read in full.

mod columns;
mod rows;

use super::foreign;
use super::heads::{self, Head, Subject};
use super::pieces::{Token, TokenKind, pieces};
use crate::model::Database;
use text::Span;

/// What a glance at a SQL file tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Glance {
    /// What happens to tables, in order.
    pub steps: Vec<Step>,
    /// What happens to columns, in order.
    pub columns: Vec<Change>,
    /// The tables that rows are put into, with the columns that are named there: these must be there by then.
    pub filled: Vec<(String, Vec<String>)>,
    /// The product the file is for.
    pub product: Product,
}

/// The product a SQL file is for, as far as its words tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Product {
    /// Nothing tells.
    #[default]
    Unsaid,
    /// One whose schemas are read.
    Known(Database),
    /// Another (ClickHouse, SQL Server, BigQuery), or a template that makes SQL.
    Other,
}

/// What a statement does to tables. Names are without their schema, and folded if no quotes keep them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Makes a table.
    Table(String),
    /// Makes a view.
    View(String),
    /// Takes a table or view away.
    Drop(String),
    /// Gives a table another name.
    Rename(String, String),
    /// Changes a table that must be there.
    Alter(String),
    /// Changes something else that a schema is made of: an index, a type, a policy.
    Detail,
}

/// What a statement does to a column. Names are as in [`Step`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Makes the column of a table.
    Made(String, String),
    /// Takes it away.
    Gone(String, String),
}

/// Schemas of hosted PostgreSQL: what is done to their tables tells nothing of the files' own.
const HOSTED: &[&str] =
    &["auth", "cron", "extensions", "graphql", "net", "pg_catalog", "realtime", "storage", "vault"];

/// Words of products that are not read, in upper case.
const OTHER_WORDS: &[&str] = &["DBO", "GETDATE", "INT64", "KEYSPACE", "LOWCARDINALITY", "UNIQUEIDENTIFIER", "VARCHAR2"];

/// What a glance at `source` tells.
#[must_use]
pub fn glance(source: &str) -> Glance {
    let statements = pieces(source, Span::from_range(0..source.len())).statements;
    let (mut steps, mut columns, mut filled) = (Vec::new(), Vec::new(), Vec::new());
    for statement in &statements {
        let words = Words { source, rest: statement };
        match heads::head(source, statement) {
            Head::Garbled => steps.push(garbled(source, statement)),
            _ => step(words, &mut steps),
        }
        columns::find(source, statement, &mut columns);
        rows::find(Words { source, rest: statement }, &mut filled);
    }
    let product = if is_foreign(source, &statements) {
        Product::Other
    } else {
        foreign::database(source, &statements).map_or(Product::Unsaid, Product::Known)
    };
    Glance { steps, columns, filled, product }
}

/// True if `statements` are for a product that is not read, or for a program that makes SQL of them.
fn is_foreign(source: &str, statements: &[Vec<Token>]) -> bool {
    statements.iter().any(|statement| {
        let mut before = None;
        statement.iter().any(|token| {
            let opens = token.kind == TokenKind::Symbol(b'{') && before == Some(TokenKind::Symbol(b'{'));
            let is_tag = token.kind == TokenKind::Symbol(b'%') && before == Some(TokenKind::Symbol(b'{'));
            before = Some(token.kind);
            let is_word = || {
                let word = token.span.slice(source);
                let tail = word.len().checked_sub("MERGETREE".len()).and_then(|it| word.get(it..));
                tail.is_some_and(|it| it.eq_ignore_ascii_case("MERGETREE"))
                    || OTHER_WORDS.iter().any(|it| it.eq_ignore_ascii_case(word))
            };
            opens || is_tag || token.kind == TokenKind::Word && is_word()
        })
    })
}

/// The words of a statement, one after the other.
struct Words<'a> {
    source: &'a str,
    rest: &'a [Token],
}

impl<'a> Words<'a> {
    fn peek(&self) -> &'a str {
        self.rest.first().map_or("", |it| it.span.slice(self.source))
    }

    fn next(&mut self) -> &'a str {
        let word = self.peek();
        self.rest = self.rest.get(1..).unwrap_or(&[]);
        word
    }

    /// Skips what is one of `words`.
    fn skip(&mut self, words: &[&str]) {
        while words.iter().any(|it| self.peek().eq_ignore_ascii_case(it)) {
            self.next();
        }
    }

    fn is(&mut self, word: &str) -> bool {
        self.next().eq_ignore_ascii_case(word)
    }

    /// A name with its schema, if one stands here.
    fn name(&mut self) -> Option<(Option<String>, String)> {
        let mut name = self.part()?;
        let mut schema = None;
        while self.peek() == "." {
            self.next();
            schema = Some(std::mem::replace(&mut name, self.part()?));
        }
        Some((schema, name))
    }

    fn part(&mut self) -> Option<String> {
        let token = self.rest.first()?;
        let written = self.next();
        match token.kind {
            TokenKind::Word => Some(written.to_ascii_lowercase()),
            TokenKind::Quoted | TokenKind::Backtick => Some(written.trim_matches(['"', '`']).to_owned()),
            _ => None,
        }
    }

    /// A name that is none of hosted PostgreSQL's own.
    fn own_name(&mut self) -> Option<String> {
        let (schema, name) = self.name()?;
        schema.is_none_or(|it| !HOSTED.contains(&it.as_str())).then_some(name)
    }
}

/// What a statement whose first words cannot be read may do.
fn garbled(source: &str, statement: &[Token]) -> Step {
    let says = |word: &str| statement.iter().take(3).any(|it| it.span.slice(source).eq_ignore_ascii_case(word));
    match heads::traces(source, statement).subject {
        Subject::Table(name) if says("CREATE") || says("TABLE") => Step::Table(name.name.text),
        _ => Step::Detail,
    }
}

/// Adds what a statement does.
fn step(mut words: Words<'_>, steps: &mut Vec<Step>) {
    let verb = words.next().to_ascii_uppercase();
    match verb.as_str() {
        "CREATE" => create(words, steps),
        "ALTER" => alter(words, steps),
        "DROP" => {
            words.skip(&["MATERIALIZED", "FOREIGN"]);
            let what = words.next().to_ascii_uppercase();
            if !matches!(what.as_str(), "TABLE" | "VIEW") {
                steps.push(Step::Detail);
                return;
            }
            words.skip(&["IF", "EXISTS"]);
            while let Some((_, name)) = words.name() {
                steps.push(Step::Drop(name));
                if words.next() != "," {
                    break;
                }
            }
        }
        "RENAME" if words.is("TABLE") => renamed(words, steps),
        "COMMENT" | "DO" | "SET" => steps.push(Step::Detail),
        _ => {}
    }
}

fn create(mut words: Words<'_>, steps: &mut Vec<Step>) {
    if matches!(words.peek().to_ascii_uppercase().as_str(), "TEMP" | "TEMPORARY") {
        return;
    }
    words.skip(&["OR", "REPLACE", "UNLOGGED", "FOREIGN", "GLOBAL", "LOCAL", "MATERIALIZED", "VIRTUAL", "RECURSIVE"]);
    let what = words.next().to_ascii_uppercase();
    words.skip(&["IF", "NOT", "EXISTS"]);
    let made = match what.as_str() {
        "TABLE" => words.own_name().map(Step::Table),
        "VIEW" => words.own_name().map(Step::View),
        // What only runs does not make a schema.
        "FUNCTION" | "PROCEDURE" | "TRIGGER" | "EXTENSION" | "ROLE" | "USER" | "DATABASE" | "SEQUENCE" => None,
        _ => Some(Step::Detail),
    };
    steps.extend(made);
}

fn alter(mut words: Words<'_>, steps: &mut Vec<Step>) {
    words.skip(&["MATERIALIZED", "FOREIGN"]);
    let what = words.next().to_ascii_uppercase();
    if !matches!(what.as_str(), "TABLE" | "VIEW") {
        steps.extend((!matches!(what.as_str(), "FUNCTION" | "ROLE" | "DATABASE")).then_some(Step::Detail));
        return;
    }
    let is_sure = !words.peek().eq_ignore_ascii_case("IF");
    words.skip(&["IF", "EXISTS", "ONLY"]);
    let Some(name) = words.own_name() else { return };
    words.skip(&["*"]);
    if words.is("RENAME") && words.is("TO") {
        steps.extend(words.name().map(|(_, to)| Step::Rename(name, to)));
    } else {
        steps.push(if is_sure { Step::Alter(name) } else { Step::Detail });
    }
}

/// MySQL's `RENAME TABLE a TO b, c TO d`.
fn renamed(mut words: Words<'_>, steps: &mut Vec<Step>) {
    while let Some((_, from)) = words.name() {
        if !words.is("TO") {
            return;
        }
        steps.extend(words.name().map(|(_, to)| Step::Rename(from, to)));
        if words.next() != "," {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Product, Step, glance};
    use crate::model::Database;

    fn steps(source: &str) -> Vec<Step> {
        glance(source).steps
    }

    #[test]
    fn tables_come_and_go() {
        let source = "create table if not exists \"Big\" (id int); CREATE UNLOGGED TABLE public.Small (id int);\n\
            alter table only small rename to tiny; alter table tiny add x int; drop table if exists a, b cascade;\n\
            create materialized view v as select 1; alter table auth.users enable row level security;";
        let name = |it: &str| it.to_owned();
        assert_eq!(
            steps(source),
            [
                Step::Table(name("Big")),
                Step::Table(name("small")),
                Step::Rename(name("small"), name("tiny")),
                Step::Alter(name("tiny")),
                Step::Drop(name("a")),
                Step::Drop(name("b")),
                Step::View(name("v")),
            ]
        );
    }

    #[test]
    fn queries_and_rows_are_no_steps() {
        let source = "select 1; insert into a values (1), (2); update a set b = 'create table c (id int)'; create temp table t (id int);";
        assert_eq!(steps(source), []);
    }

    #[test]
    fn the_way_back_of_a_migration_is_not_looked_at() {
        let source = "-- +goose Up\ncreate table a (id int);\n-- +goose Down\ndrop table a;\n";
        assert_eq!(steps(source), [Step::Table("a".to_owned())]);
    }

    #[test]
    fn products_are_told_apart() {
        let product = |source: &str| glance(source).product;
        assert_eq!(product("create table a (id UInt64) engine = ReplacingMergeTree order by id"), Product::Other);
        assert_eq!(product("create table {{ name }} (id int)"), Product::Other);
        assert_eq!(product("create table [dbo].[a] (id int)"), Product::Other);
        assert_eq!(product("create table a (id jsonb)"), Product::Known(Database::PostgreSql));
        assert_eq!(product("create table a (id int)"), Product::Unsaid);
    }
}
