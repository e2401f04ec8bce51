//! What a statement is by the words it starts with: one that a schema is made of, one that does not matter, or one whose
//! head is garbled, so that what it made must count as unknown.
//!
//! A word that no product starts a statement with is a slip where what follows looks like a declaration.

use super::foreign::bare;
use super::ir::{Kind, NewTable, Path, Word};
use super::pieces::{Token, TokenKind};
use crate::model::UnknownScope;

/// What a statement is, by its first words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Head {
    /// It can change what the schema declares.
    Schema,
    /// It cannot.
    Other,
    /// Nobody knows: a word in it is misspelled or lost.
    Garbled,
}

/// What the statement of `tokens` is.
pub(super) fn head(source: &str, tokens: &[Token]) -> Head {
    let word = |at: usize| match tokens.get(at) {
        Some(it) if it.kind == TokenKind::Word => it.span.slice(source),
        _ => "",
    };
    let is = |at: usize, words: &[&str]| words.iter().any(|it| word(at).eq_ignore_ascii_case(it));
    if is(0, &["CREATE", "ALTER", "DROP"]) {
        let mut at = 1;
        while is(at, FILLERS) {
            at += 1;
        }
        return match () {
            () if is(at, OBJECTS) => Head::Schema,
            () if is(at, OTHER_OBJECTS) || is(at - 1, OTHER_OBJECTS) => Head::Other,
            // Somebody has only begun to type.
            () if tokens.len() <= 2 => Head::Other,
            () => Head::Garbled,
        };
    }
    if is(0, &["COMMENT"]) {
        let is_ours = is(1, &["ON"]) && is(2, &["TABLE", "COLUMN", "VIEW", "MATERIALIZED"]);
        return if is_ours { Head::Schema } else { Head::Other };
    }
    if is(0, &["RENAME"]) {
        return if is(1, &["TABLE"]) { Head::Schema } else { Head::Other };
    }
    let is_lost_head = is(0, &["TABLE"]) && (opens(tokens) || is(2, NAMED) || is(2, CHANGES))
        || is(0, &["IF"])
            && (is(1, &["EXISTS"]) && !word(2).is_empty() || is(2, &["EXISTS"]) && !word(3).is_empty());
    if is_lost_head {
        return Head::Garbled;
    }
    match tokens.first().map(|it| it.kind) {
        // A query in parentheses, and a shell's own commands.
        Some(TokenKind::Symbol(b'(')) if is(1, VERBS) => Head::Other,
        Some(TokenKind::Symbol(b'.' | b':' | b'/' | b'!')) if !is(1, &["CREATE", "ALTER"]) => Head::Other,
        None => Head::Other,
        // A label, or a variable that gets a value.
        Some(TokenKind::Word) if assigns(tokens) => Head::Other,
        Some(TokenKind::Word) if is(0, VERBS) => Head::Other,
        _ if declares(source, tokens) => Head::Garbled,
        _ => Head::Other,
    }
}

/// True if a colon stands where the head of a declaration has none.
fn assigns(tokens: &[Token]) -> bool {
    tokens.iter().take(6).any(|it| it.kind == TokenKind::Symbol(b':'))
}

fn opens(tokens: &[Token]) -> bool {
    tokens.iter().any(|it| it.kind == TokenKind::Symbol(b'('))
}

/// True if `tokens`, whose first word is no verb, look like a declaration that lost it.
fn declares(source: &str, tokens: &[Token]) -> bool {
    let is = |it: &Token, words: &[&str]| {
        it.kind == TokenKind::Word
            && words.iter().any(|word| it.span.slice(source).eq_ignore_ascii_case(word))
    };
    let speaks = tokens.iter().any(|it| is(it, SIGNS));
    let is_routine = tokens.iter().any(|it| is(it, &["FUNCTION", "PROCEDURE", "EXTENSION", "LANGUAGE"]));
    !is_routine && (speaks || opens(tokens)) && tokens.len() > 2
}

/// What a statement whose head is garbled may have made or changed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Traces {
    /// What it is most likely about.
    pub(super) subject: Subject,
    /// True if nothing else can be meant.
    pub(super) is_sure: bool,
}

/// What a garbled statement is about.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Subject {
    /// It makes a table or view.
    Table(Path),
    /// It makes a type.
    Type(Path),
    /// It changes a table, or adds something to one.
    PartOf(Path),
    /// Nobody can tell.
    Anything,
}

/// What is left to be told of the garbled statement of `tokens`.
pub(super) fn traces(source: &str, tokens: &[Token]) -> Traces {
    let is = |it: &Token, words: &[&str]| {
        it.kind == TokenKind::Word
            && words.iter().any(|word| it.span.slice(source).eq_ignore_ascii_case(word))
    };
    let open = tokens.iter().position(|it| it.kind == TokenKind::Symbol(b'(')).unwrap_or(tokens.len());
    let before = tokens.get(..open).unwrap_or(tokens);
    let behind = |words: &[&str]| {
        let at = before.iter().position(|it| is(it, words))?;
        let rest = before.get(at + 1..)?;
        let skipped = rest.iter().take_while(|it| is(it, &["IF", "NOT", "EXISTS", "ONLY"])).count();
        path(source, rest.get(skipped..)?)
    };
    let is_enum = before.last().is_some_and(|it| is(it, &["ENUM"]));
    // The first word that says what kind of statement it was.
    let telling = before
        .iter()
        .skip(1)
        .position(|it| is(it, CHANGES) || is(it, NAMED) || is(it, &["ON"]))
        .map(|it| it + 1);
    let upto = before.get(..telling.unwrap_or(before.len())).unwrap_or(before);
    // A parenthesis too many may stand in the middle of a word.
    let symbols = |byte: u8| tokens.iter().filter(|it| it.kind == TokenKind::Symbol(byte)).count();
    let is_whole = before.len() > 1 && symbols(b'(') <= symbols(b')');
    let is_sure = is_whole && upto.iter().all(|it| !matches!(it.kind, TokenKind::Symbol(byte) if byte != b'.'));
    let subject = match telling.and_then(|at| Some((at, before.get(at)?))) {
        Some((at, it)) if is(it, NAMED) => {
            let name = before.get(..at).and_then(|it| path_before(source, it));
            name.map(if is_enum { Subject::Type } else { Subject::Table })
        }
        Some((_, it)) if is(it, &["ON"]) => behind(&["ON"]).map(Subject::PartOf),
        Some((at, _)) => {
            let ahead = || before.get(..at).and_then(|it| path_before(source, it));
            behind(&["TABLE", "VIEW"]).or_else(ahead).map(Subject::PartOf)
        }
        None if is_enum || open == tokens.len() => None,
        None => path_before(source, before).map(Subject::Table),
    };
    Traces { subject: subject.unwrap_or(Subject::Anything), is_sure }
}

/// What the garbled statement of `tokens` does, as far as it can be told; `what` says what is wrong.
pub(super) fn kinds(source: &str, tokens: &[Token], what: &str) -> Vec<Kind> {
    let Traces { subject, is_sure } = traces(source, tokens);
    let unknown = |scope| Kind::Unknown { what: what.to_owned(), scope };
    let renames = tokens.iter().any(|it| it.span.slice(source).eq_ignore_ascii_case("TO"));
    let anything =
        (!is_sure || subject == Subject::Anything || renames).then(|| unknown(UnknownScope::Tables));
    let told = match subject {
        Subject::Table(name) => {
            let open = Some("cannot be read: the statement is broken".to_owned());
            Some(Kind::CreateTable(Box::new(NewTable { name, open, ..NewTable::default() })))
        }
        Subject::Type(name) => Some(Kind::CreateEnum { name, values: Vec::new(), complete: false }),
        Subject::PartOf(name) => Some(unknown(UnknownScope::Table(name.name.text))),
        Subject::Anything => None,
    };
    told.into_iter().chain(anything).collect()
}

/// The name that `tokens` start with.
pub(super) fn path(source: &str, tokens: &[Token]) -> Option<Path> {
    let mut name = tokens.first()?;
    let mut schema = None;
    let mut rest = tokens.get(1..)?;
    while let [dot, next, behind @ ..] = rest
        && dot.kind == TokenKind::Symbol(b'.')
    {
        schema = Some(std::mem::replace(&mut name, next));
        rest = behind;
    }
    named(source, schema, name)
}

/// The name that `tokens` end with.
fn path_before(source: &str, tokens: &[Token]) -> Option<Path> {
    let (name, rest) = tokens.split_last()?;
    let schema = match rest {
        [.., schema, dot] if dot.kind == TokenKind::Symbol(b'.') => Some(schema),
        _ => None,
    };
    named(source, schema, name)
}

fn named(source: &str, schema: Option<&Token>, name: &Token) -> Option<Path> {
    let word = |token: &Token| {
        let word = bare(token, source);
        match token.kind {
            TokenKind::Word => Some(Word { text: word.text.to_ascii_lowercase(), ..word }),
            TokenKind::Quoted | TokenKind::Backtick => Some(word),
            _ => None,
        }
    };
    let schema = schema.and_then(word).map(|it| it.text);
    let name = word(name).filter(|it| !is_keyword(&it.text))?;
    Some(Path { schema, name })
}

/// True for a word of a head, which is no name.
fn is_keyword(word: &str) -> bool {
    ["CREATE", "ALTER", "DROP", "IF", "NOT", "EXISTS", "TABLE", "VIEW", "AS", "ON", "ONLY"]
        .iter()
        .any(|it| it.eq_ignore_ascii_case(word))
}

/// Words between the verb and what it is about.
const FILLERS: &[&str] =
    &["FOREIGN", "FULLTEXT", "GLOBAL", "LOCAL", "OR", "RECURSIVE", "REPLACE", "SPATIAL", "TEMP", "TEMPORARY", "UNIQUE", "UNLOGGED"];

/// What a schema is made of.
const OBJECTS: &[&str] =
    &["DOMAIN", "INDEX", "MATERIALIZED", "POLICY", "SCHEMA", "TABLE", "TYPE", "VIEW", "VIRTUAL"];

/// What else products make, change and drop.
#[rustfmt::skip]
const OTHER_OBJECTS: &[&str] = &[
    "ACCESS", "AGGREGATE", "ALGORITHM", "ASSERTION", "BITMAP", "CAST", "CLUSTERED", "COLLATION", "COLUMNSTORE",
    "CONSTRAINT", "CONVERSION", "DATA", "DATABASE", "DEFAULT", "DEFINER", "EVENT", "EXTENSION", "EXTERNAL",
    "FULLTEXT", "FUNCTION", "GROUP", "INSTANCE", "KEYSPACE", "LANGUAGE", "LARGE", "LIBRARY", "LOGFILE", "LOGIN",
    "MACRO", "NONCLUSTERED", "OPERATOR", "OWNED", "PACKAGE", "PROC", "PROCEDURAL", "PROCEDURE", "PROFILE",
    "PUBLICATION", "RESOURCE", "ROLE", "ROUTINE", "RULE", "SECRET", "SEQUENCE", "SERVER", "SPATIAL", "SQL",
    "STATISTICS", "SUBSCRIPTION", "SYNONYM", "SYSTEM", "TABLESPACE", "TEXT", "TRANSFORM", "TRIGGER", "TRUSTED",
    "UNDO", "USER", "VECTOR", "WAREHOUSE",
];

/// What else a statement starts with, in scripts and in the bodies of routines.
#[rustfmt::skip]
const VERBS: &[&str] = &[
    "ABORT", "ANALYSE", "ANALYZE", "ASSERT", "ATTACH", "BEGIN", "BINLOG", "CACHE", "CALL", "CASE", "CHANGE", "CHECK",
    "CHECKPOINT", "CHECKSUM", "CLOSE", "CLUSTER", "COMMIT", "CONNECT", "CONTINUE", "COPY", "DEALLOCATE", "DECLARE",
    "DEFINE", "DELETE", "DELIMITER", "DENY", "DESC", "DESCRIBE", "DETACH", "DISCARD", "DO", "ELSE", "ELSEIF", "ELSIF",
    "END", "EXCEPTION", "EXEC", "EXECUTE", "EXIT", "EXPLAIN", "FETCH", "FLUSH", "FOR", "FOREACH", "FROM", "GET", "GO",
    "GRANT", "HANDLER", "HELP", "IF", "IMPORT", "INSERT", "INSTALL", "ITERATE", "KILL", "LEAVE", "LISTEN", "LOAD",
    "LOCK", "LOOP", "MERGE", "MOVE", "NOTIFY", "NULL", "OPEN", "OPTIMIZE", "PERFORM", "PRAGMA", "PREPARE", "PRINT",
    "PROMPT", "PURGE", "QUIT", "RAISE", "RAISERROR", "REASSIGN", "REFRESH", "REINDEX", "RELEASE", "REM", "RENAME",
    "REPAIR", "REPEAT", "REPLACE", "RESET", "RESIGNAL", "RESTORE", "RETURN", "REVOKE", "ROLLBACK", "SAVE",
    "SAVEPOINT", "SECURITY", "SELECT", "SET", "SHOW", "SHUTDOWN", "SIGNAL", "SPOOL", "START", "STOP", "TABLE", "THEN",
    "THROW", "TRUNCATE", "UNINSTALL", "UNLISTEN", "UNLOCK", "UNTIL", "UPDATE", "USE", "VACUUM", "VALUES", "WHEN",
    "WHENEVER", "WHILE", "WITH", "XA",
];

/// Words that no statement has but one that declares something.
#[rustfmt::skip]
const SIGNS: &[&str] = &[
    "ADD", "COLUMN", "CONSTRAINT", "DOMAIN", "ENUM", "INDEX", "POLICY", "PRIMARY", "REFERENCES", "RENAME", "TABLE",
    "TYPE", "VIEW",
];

/// Words behind the name of what a statement makes.
const NAMED: &[&str] = &["AS", "OF", "PARTITION", "USING", "WITH"];

/// Words of `ALTER TABLE` behind the table's name.
const CHANGES: &[&str] = &["ADD", "ALTER", "DROP", "RENAME", "OWNER", "SET", "ENABLE", "ATTACH", "DETACH"];

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::{Kind, UnknownScope};

    /// What `source` makes or makes unknown, in short.
    fn told(source: &str) -> Vec<String> {
        let module = read(source);
        let told = module.statements.iter().map(|it| match &it.kind {
            Kind::CreateTable(table) if table.open.is_some() => format!("{}?", table.name.name.text),
            Kind::CreateTable(table) => table.name.name.text.clone(),
            Kind::CreateEnum { name, complete: false, .. } => format!("type {}?", name.name.text),
            Kind::Unknown { scope: UnknownScope::Tables, .. } => "any".to_owned(),
            Kind::Unknown { scope: UnknownScope::Table(name), .. } => format!("of {name}?"),
            kind => format!("{kind:?}"),
        });
        told.collect()
    }

    #[test]
    fn a_garbled_head_makes_its_table_unknown() {
        for head in [
            "CREATE TABL copies",
            "cretae table copies",
            "TABLE copies",
            "create copies",
            "CREATE UNLOGED TABLE copies",
            "CREATE TABLE\ncopies",
            "E copies",
            "IF NOT EXISTS copies",
            "CREATE TABL IF NOT EXISTS public.copies",
        ] {
            let source = format!("{head} (\n  id int PRIMARY KEY\n);\nCREATE TABLE others (id int);");
            let expected = if head.contains('\n') { ["copies", "others"] } else { ["copies?", "others"] };
            assert_eq!(told(&source), expected, "{head}");
            assert_eq!(read(&source).problems.len(), usize::from(!head.contains('\n')), "{head}");
        }
        assert_eq!(told("CREATE TABL \"Copies\" AS SELECT 1 AS one FROM a, b;"), ["Copies?"]);
        assert_eq!(
            told("create or repalce view timeline with (security_invoker) as select 1;"),
            ["timeline?"]
        );
    }

    #[test]
    fn where_no_name_is_sure_anything_may_exist() {
        assert_eq!(told("@# copies (id int);"), ["copies?", "any"]);
        assert_eq!(told("(( copies (id int);"), ["any"]);
        assert_eq!(told("CREATE TABL copies PRIMARY KEY;"), ["any"]);
        assert_eq!(told("ALTER TABL copies RENAME TO duplicates;"), ["of copies?", "any"]);
    }

    #[test]
    fn a_garbled_change_or_type_makes_what_it_names_unknown() {
        assert_eq!(told("ALTER TABL copies ADD x int;"), ["of copies?"]);
        assert_eq!(
            told("ALTR TABLE ONLY public.copies ADD COLUMN x int GENERATED ALWAYS AS (1) STORED;"),
            ["of copies?"]
        );
        assert_eq!(told("CREATE UNIQ INDEX copies_at ON copies (at);"), ["of copies?"]);
        assert_eq!(told("CREAT TYPE mood AS ENUM ('happy');"), ["type mood?"]);
        assert_eq!(told("CREATE TYPE mood AS ENM ('happy');"), ["type mood?"]);
    }

    #[test]
    fn what_does_not_matter_stays_silent() {
        for silent in [
            "GRANT SELECT ON TABLE copies TO reader;",
            "SELECT count(*) FROM copies;",
            "(SELECT 1) UNION (SELECT 2);",
            "TABLE copies;",
            "VACUUM (ANALYZE) copies;",
            "CREATE EXTENSION IF NOT EXISTS pgcrypto WITH SCHEMA public;",
            "CREATE OR REPLACE FUNCTION f(x int) RETURNS TABLE (a int) AS $$ select 1 $$ LANGUAGE sql;",
            "CREATE DEFINER=`root`@`%` TRIGGER t BEFORE INSERT ON copies FOR EACH ROW SET NEW.a = 1;",
            "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO reader;",
            "CREATE EVENT TRIGGER t ON ddl_command_end EXECUTE FUNCTION f();",
            "ALTER SEQUENCE copies_id_seq OWNED BY copies.id;",
            "\\connect library (x)\n",
            ".mode column\n",
            "-- cretae table copies (id int)\n/* TABLE copies (id int) */",
            "CREATE",
            "CREATE TAB",
            "words that somebody wrote here",
            "IF (SELECT 1) THEN UPDATE copies SET a = 1; END IF;",
            "IF NOT EXISTS (SELECT FROM copies) THEN RAISE NOTICE 'x'; END IF;",
            "total := (SELECT count(*) FROM copies);",
            "next_one: LOOP FETCH rows INTO x; END LOOP;",
        ] {
            let told = read(silent).statements;
            assert!(told.iter().all(|it| matches!(it.kind, Kind::Other(_))), "{silent}: {told:?}");
            assert!(read(silent).problems.is_empty(), "{silent}");
        }
    }
}
