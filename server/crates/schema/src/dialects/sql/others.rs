//! What a schema has besides tables, enums and their parts: domains, composite types, sequences, functions, triggers.
//!
//! It is named, so that nobody who writes the schema anew loses it without a word; what tables need is kept as written.

use text::{Place, Span};

use super::catalog::{Body, Catalog, Key};
use super::heads;
use super::ir::{Kind, Path};
use super::pieces::{Token, TokenKind, span};
use crate::model::{DefaultValue, Other, TableKind};

/// What kind of thing it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum OtherKind {
    Aggregate,
    Domain,
    Extension,
    Function,
    Procedure,
    Rule,
    Sequence,
    Trigger,
    Type,
}

impl OtherKind {
    const ALL: &[(&'static str, Self)] = &[
        ("aggregate", Self::Aggregate),
        ("domain", Self::Domain),
        ("extension", Self::Extension),
        ("function", Self::Function),
        ("procedure", Self::Procedure),
        ("rule", Self::Rule),
        ("sequence", Self::Sequence),
        ("trigger", Self::Trigger),
        ("type", Self::Type),
    ];

    fn of_word(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|it| it.0.eq_ignore_ascii_case(word)).map(|it| it.1)
    }

    fn word(self) -> &'static str {
        Self::ALL.iter().find(|it| it.1 == self).map_or("", |it| it.0)
    }

    /// True for what has to be there before a table is made.
    fn comes_first(self) -> bool {
        matches!(self, Self::Domain | Self::Extension | Self::Sequence | Self::Type)
    }
}

/// What a statement does to such a thing.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Change {
    /// Makes it, or makes it anew.
    Create,
    /// Changes it in a way that its statement does not show.
    Alter,
    /// Says which table's it is.
    Own(Path),
    /// Gives it another name.
    Rename(String),
    Drop,
}

/// A statement about such a thing.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct OtherChange {
    pub(super) kind: OtherKind,
    pub(super) name: Path,
    /// The table that it belongs to: a trigger's, a sequence's.
    pub(super) table: Option<Path>,
    pub(super) change: Change,
    /// The statement, if it may have to be written again.
    pub(super) written: String,
}

/// Such a thing, as it is by now.
pub(super) struct HeldOther {
    kind: OtherKind,
    key: Key,
    /// The number of the table that it belongs to.
    table: Option<usize>,
    /// The statements that made it what it is.
    sql: String,
    place: Place,
}

/// What the statement of `tokens` does, if it is about such a thing.
pub(super) fn kinds(source: &str, tokens: &[Token]) -> Vec<Kind> {
    let is = |at: usize, words: &[&str]| {
        let token = tokens.get(at).filter(|it| it.kind == TokenKind::Word);
        token.is_some_and(|it| words.iter().any(|word| it.span.slice(source).eq_ignore_ascii_case(word)))
    };
    let mut at = 1;
    while is(at, &["OR", "REPLACE", "CONSTRAINT", "UNLOGGED"]) {
        at += 1;
    }
    if !is(0, &["CREATE", "ALTER", "DROP"]) {
        return Vec::new();
    }
    let kind = tokens.get(at).and_then(|it| OtherKind::of_word(it.span.slice(source)));
    let (Some(kind), Some(verb)) = (kind, tokens.first()) else { return Vec::new() };
    at += 1;
    while is(at, &["IF", "NOT", "EXISTS"]) {
        at += 1;
    }
    let behind = |words: [&str; 2]| {
        let found = (at..tokens.len()).find(|it| is(*it, &words[..1]) && (words[1].is_empty() || is(it + 1, &words[1..])));
        heads::path(source, tokens.get(found? + 1 + usize::from(!words[1].is_empty())..)?)
    };
    let table = match kind {
        OtherKind::Trigger => behind(["ON", ""]),
        OtherKind::Rule => behind(["TO", ""]),
        OtherKind::Sequence => behind(["OWNED", "BY"]).map(|it| owner(it, source, tokens)),
        _ => None,
    };
    let verb = verb.span.slice(source);
    let change = match () {
        () if verb.eq_ignore_ascii_case("CREATE") => Change::Create,
        () if verb.eq_ignore_ascii_case("DROP") => Change::Drop,
        () => match (behind(["RENAME", "TO"]), &table) {
            (Some(to), _) => Change::Rename(to.name.text),
            (None, Some(table)) if kind == OtherKind::Sequence => Change::Own(table.clone()),
            _ if (at..tokens.len()).any(|it| is(it, &["OWNER"])) => return Vec::new(),
            _ => Change::Alter,
        },
    };
    let mut names = Vec::new();
    let mut depth = 0_usize;
    for (number, token) in tokens.iter().enumerate().skip(at) {
        let starts = number == at
            || change == Change::Drop && depth == 0 && tokens.get(number - 1).is_some_and(|it| it.kind == TokenKind::Symbol(b','));
        match token.kind {
            TokenKind::Symbol(b'(') => depth += 1,
            TokenKind::Symbol(b')') => depth = depth.saturating_sub(1),
            _ if starts => names.extend(tokens.get(number..).and_then(|it| heads::path(source, it))),
            _ => {}
        }
    }
    let written = if kind.comes_first() { span(tokens).slice(source) } else { "" };
    let of = |name: Path| {
        let (table, change) = (table.clone(), change.clone());
        OtherChange { kind, name, table, change, written: written.to_owned() }
    };
    names.into_iter().map(|it| Kind::Other(Box::new(of(it)))).collect()
}

/// The table of `path`, a column of one with its table and maybe its schema.
fn owner(path: Path, source: &str, tokens: &[Token]) -> Path {
    let by = tokens.iter().rposition(|it| it.span.slice(source).eq_ignore_ascii_case("BY"));
    let mut parts: Vec<Path> = Vec::new();
    for token in tokens.iter().skip(by.map_or(tokens.len(), |it| it + 1)) {
        match token.kind {
            TokenKind::Symbol(b'.') => {}
            _ => match heads::path(source, std::slice::from_ref(token)) {
                Some(part) if parts.len() < 3 => parts.push(part),
                _ => break,
            },
        }
    }
    parts.pop();
    let Some(table) = parts.pop() else { return path };
    let schema = parts.pop().map(|it| it.name.text);
    Path { schema, name: table.name }
}

/// Applies `other`, the statement at `at`.
pub(super) fn apply(catalog: &mut Catalog, other: &OtherChange, at: Span) {
    let written = other.written.as_str();
    let key = catalog.new_key(&other.name);
    let table = other.table.as_ref().and_then(|it| catalog.find(it));
    let has_place = |it: &HeldOther| matches!(it.kind, OtherKind::Trigger | OtherKind::Rule);
    let is_it = |it: &&mut HeldOther| {
        it.kind == other.kind
            && it.key.1 == key.1
            && (it.key.0 == key.0 || it.key.0.as_deref() == other.name.home() || has_place(it))
            && (!has_place(it) || it.table == table)
    };
    catalog.effort += catalog.others.len();
    match &other.change {
        Change::Create => {
            if catalog.others.iter_mut().any(|it| is_it(&it)) {
                return;
            }
            let place = catalog.place(at);
            let sql = qualified(written, at, other, &key);
            catalog.others.push(HeldOther { kind: other.kind, key, table, sql, place });
        }
        Change::Drop => {
            catalog.others.retain_mut(|it| !is_it(&it));
            if matches!(other.kind, OtherKind::Function | OtherKind::Procedure) {
                catalog.routines.remove(&key.1);
            }
            if matches!(other.kind, OtherKind::Domain | OtherKind::Type) {
                catalog.types.remove(&key);
            }
        }
        change => {
            let Some(found) = catalog.others.iter_mut().find(is_it) else { return };
            match change {
                Change::Own(_) => found.table = table,
                Change::Rename(to) => {
                    found.key.1.clone_from(to);
                    found.sql = format!("{};\n{}", found.sql, written.trim());
                }
                _ => found.sql = format!("{};\n{}", found.sql, written.trim()),
            }
        }
    }
}

/// `written`, the statement at `at`, with the schema before the name that it makes.
fn qualified(written: &str, at: Span, other: &OtherChange, key: &Key) -> String {
    let name = other.name.name.span.start().bytes().saturating_sub(at.start().bytes());
    let schema = key.0.as_ref().filter(|_| other.name.schema.is_none() && other.kind != OtherKind::Extension);
    let quote = usize::from(name > 0 && written.as_bytes().get(name - 1) == Some(&b'"'));
    match (schema, written.split_at_checked(name - quote)) {
        (Some(schema), Some((before, behind))) => format!("{before}{schema}.{behind}"),
        _ => written.trim().to_owned(),
    }
}

/// True if `default` takes the next number of a sequence that belongs to the table of that number.
pub(super) fn counts(catalog: &Catalog, table: usize, default: &DefaultValue) -> bool {
    sequence(default).is_some_and(|(schema, name)| {
        catalog.others.iter().any(|it| {
            it.kind == OtherKind::Sequence
                && it.table == Some(table)
                && it.key.1 == name
                && (schema.is_none() || it.key.0 == schema)
        })
    })
}

/// The sequence that `nextval('schema.name'::regclass)` speaks of.
fn sequence(default: &DefaultValue) -> Option<Key> {
    let DefaultValue::Database(expression) = default else { return None };
    let inner = expression.trim().strip_prefix("pg_catalog.").unwrap_or(expression.trim());
    let (call, rest) = inner.split_once('(')?;
    let (quoted, _) = rest.trim_start().strip_prefix('\'')?.split_once('\'')?;
    let parts: Vec<&str> = quoted.split('.').collect();
    let part = |it: &str| match it.strip_prefix('"').and_then(|it| it.strip_suffix('"')) {
        Some(inner) => inner.to_owned(),
        None => it.to_lowercase(),
    };
    let schema = parts.len().checked_sub(2).and_then(|it| parts.get(it)).map(|it| part(it)).filter(|it| it != "public");
    call.trim().eq_ignore_ascii_case("nextval").then(|| Some((schema, part(parts.last()?)))).flatten()
}

/// What exists in `catalog` besides tables and enums.
pub(super) fn listed(catalog: &Catalog) -> Vec<Other> {
    let mut found = Vec::new();
    for held in &catalog.others {
        let owner = held.table.and_then(|it| catalog.table(it));
        let is_gone = held.table.is_some() && owner.is_none();
        // A column that counts says so itself.
        let is_own = held.kind == OtherKind::Sequence && owner.is_some();
        if is_gone || is_own {
            continue;
        }
        let schema = held.key.0.as_ref().map(|it| format!("{it}.")).unwrap_or_default();
        let of = owner.map(|it| format!(" of `{}`", it.name.text)).unwrap_or_default();
        let what = format!("{} `{schema}{}`{of}", held.kind.word(), held.key.1);
        let sql = held.kind.comes_first().then(|| held.sql.clone());
        found.push(Other { what, sql, place: held.place });
    }
    for held in catalog.tables.iter().flatten().filter(|it| it.kind == TableKind::Table) {
        let name = &held.name.text;
        let mut note = |what: String| found.push(Other { what, sql: None, place: held.place });
        if held.partitioned {
            note(format!("partitioning of `{name}`"));
        }
        for child in held.children.iter().filter_map(|it| catalog.table(*it)) {
            let words = if child.partition { "is a part of" } else { "inherits from" };
            note(format!("that `{}` {words} `{name}`", child.name.text));
        }
        for constraint in &held.constraints {
            if let Body::Exclude(_) = constraint.body {
                note(format!("exclusion constraint `{}` of `{name}`", constraint.name));
            }
            for words in &constraint.unsaid {
                note(format!("`{words}` of constraint `{}` of `{name}`", constraint.name));
            }
        }
        for column in held.columns.iter().filter(|it| !held.partition && it.default == DefaultValue::Increment) {
            if let Some(source) = column.counts_with.and_then(|it| catalog.table(it)) {
                note(format!("that `{name}.{}` takes its numbers from `{}`", column.name.text, source.name.text));
            }
        }
        for (column, words) in held.columns.iter().flat_map(|it| it.unsaid.iter().map(move |words| (it, words))) {
            note(format!("`{words}` of `{name}.{}`", column.name.text));
        }
        for index in held.indexes.iter().filter(|it| !it.included.is_empty()) {
            note(format!("columns `{}` that index `{}` of `{name}` carries along", index.included.join("`, `"), index.name));
        }
    }
    found
}


#[cfg(test)]
mod tests {
    use crate::dialects::{Casing, Dialect, Linking, Module, Order, Written, link, write};
    use crate::model::{Declarations, DefaultValue};

    fn declared(source: &str) -> Declarations {
        let module = Module::read(Dialect::Sql, source);
        let roots = vec![text::FileId(0)];
        let (casing, order) = (Casing::Preserve, Order::Listed);
        link(&Linking { roots, module: &|_| Some(&module), resolve: &|_, _| None, casing, order, database: None })
    }

    fn written(source: &str) -> Written {
        write(Dialect::Sql, &declared(source))
    }

    #[test]
    fn what_tables_need_is_written_and_the_rest_is_named() {
        let source = "set search_path = shop; create domain email as text check (value like '%@%');\n\
            create type box as (width int); create sequence codes start 5; create table t (a email, b box, c int default nextval('codes'));\n\
            create or replace function f(x int, y int) returns int language sql as 'select 1';\n\
            create trigger g before update on t for each row execute function f(); create table u (id int) inherits (t);\n\
            create table p (at date) partition by range (at); create table q partition of p default;";
        let Written { text, left_out } = written(source);
        for sql in ["create domain shop.email as text check (value like '%@%');", "create type shop.box as (width int);", "create sequence shop.codes start 5;"] {
            assert!(text.contains(sql), "{text}");
        }
        let expected = [
            "function `shop.f`",
            "trigger `shop.g` of `t`",
            "that `u` inherits from `t`",
            "partitioning of `p`",
            "that `q` is a part of `p`",
        ];
        assert_eq!(left_out, expected);
    }

    #[test]
    fn what_is_dropped_is_nowhere() {
        let source = "create domain d as int; create function f() returns int as $$ $$ language sql; create sequence s;\n\
            create table t (id int); create trigger g after delete on t for each row execute function f();\n\
            drop trigger g on t; drop function f(), h(int, int); drop domain d; drop sequence if exists x, s cascade;";
        assert_eq!(declared(source).others, []);
        let gone = "create table t (id serial); create trigger g after delete on t for each row execute function f(); drop table t;";
        assert_eq!(declared(gone).others, []);
    }

    #[test]
    fn a_column_counts_where_the_sequence_is_its_own() {
        let dump = |owned: &str| {
            format!(
                "create table public.t (id integer not null);\ncreate sequence public.t_id_seq as integer start with 1;\n{owned}\n\
                 alter table only public.t alter column id set default nextval('public.t_id_seq'::regclass);"
            )
        };
        let column = |source: &str| declared(source).tables[0].columns[0].default.clone();
        let own = dump("alter sequence public.t_id_seq owned by public.t.id;");
        assert_eq!(column(&own), DefaultValue::Increment);
        assert_eq!(written(&own), Written { text: "CREATE TABLE t (\n  id serial\n);\n".to_owned(), left_out: Vec::new() });
        let shared = dump("");
        assert!(matches!(column(&shared), DefaultValue::Database(_)));
        assert!(written(&shared).text.starts_with("create sequence public.t_id_seq as integer start with 1;"));
    }

    #[test]
    fn numbers_that_are_another_tables_are_named() {
        let source = "create table p (id serial, at date) partition by range (at); create table q partition of p default;\n\
            create table r partition of p for values from ('2024-01-01') to ('2025-01-01'); alter table p detach partition q;\n\
            create table l (like p including defaults); create table m (like p); create table own (id serial);\n\
            create table again (like q including all);";
        let expected = [
            "partitioning of `p`",
            "that `r` is a part of `p`",
            "that `q.id` takes its numbers from `p`",
            "that `l.id` takes its numbers from `p`",
            "that `again.id` takes its numbers from `p`",
        ];
        assert_eq!(written(source).left_out, expected);
    }

    #[test]
    fn half_a_statement_names_what_it_can() {
        for source in ["create function", "create trigger g", "alter sequence", "drop function (", "create sequence \"s"] {
            assert!(declared(source).others.len() <= 1, "{source}");
        }
    }
}
