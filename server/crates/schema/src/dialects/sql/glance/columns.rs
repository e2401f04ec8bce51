//! Which columns the statements of a SQL file make and take away, told by their words.

use super::super::pieces::{Token, TokenKind, pieces};
use super::{Change, Words};
use text::Span;

/// Words that open a constraint or an index where a column may stand.
const NO_COLUMNS: &[&str] = &[
    "CHECK",
    "CONSTRAINT",
    "EXCLUDE",
    "FOREIGN",
    "FULLTEXT",
    "INDEX",
    "KEY",
    "LIKE",
    "PARTITION",
    "PERIOD",
    "PRIMARY",
    "SPATIAL",
    "UNIQUE",
];

/// Adds what `statement` does to columns.
pub(super) fn find(source: &str, statement: &[Token], changes: &mut Vec<Change>) {
    let is = |at: usize, word: &str| {
        statement.get(at).is_some_and(|it| it.span.slice(source).eq_ignore_ascii_case(word))
    };
    if is(0, "DO") {
        // What a block does if something is not there yet is done by the time the block has run.
        for block in statement.iter().filter(|it| it.kind == TokenKind::Dollar) {
            for inner in pieces(source, within(source, block.span)).statements {
                let starts = (0..inner.len()).filter(|at| {
                    inner.get(*at).is_some_and(|it| it.span.slice(source).eq_ignore_ascii_case("ALTER"))
                });
                starts.for_each(|at| alter(source, inner.get(at..).unwrap_or(&[]), changes));
            }
        }
    }
    match () {
        () if is(0, "CREATE") => create(source, statement, changes),
        () if is(0, "ALTER") => alter(source, statement, changes),
        () => {}
    }
}

/// What stands between the marks of a string in dollars.
fn within(source: &str, span: Span) -> Span {
    let text = span.slice(source);
    let mark = text.get(1..).and_then(|it| it.find('$')).map_or(0, |it| it + 2);
    let (start, end) = (span.start().plus(mark), span.end().bytes().saturating_sub(mark));
    Span::from_range(start.bytes()..end.max(start.bytes()))
}

/// The columns in the parentheses of `CREATE TABLE`.
fn create(source: &str, statement: &[Token], changes: &mut Vec<Change>) {
    let mut words = Words { source, rest: statement };
    words.skip(&["CREATE", "UNLOGGED", "FOREIGN", "GLOBAL", "LOCAL"]);
    if !words.is("TABLE") {
        return;
    }
    words.skip(&["IF", "NOT", "EXISTS"]);
    let Some(table) = words.own_name() else { return };
    if words.next() != "(" {
        return;
    }
    let mut depth = 1_usize;
    let mut opens = true;
    while let Some(token) = words.rest.first() {
        if std::mem::take(&mut opens)
            && !NO_COLUMNS.iter().any(|it| words.peek().eq_ignore_ascii_case(it))
            && let Some(column) = (Words { source, rest: words.rest }).part()
        {
            changes.push(Change::Made(table.clone(), column));
        }
        match token.kind {
            TokenKind::Symbol(b'(') => depth += 1,
            TokenKind::Symbol(b')') => depth -= 1,
            TokenKind::Symbol(b',') => opens = depth == 1,
            _ => {}
        }
        if depth == 0 {
            return;
        }
        words.next();
    }
}

/// The columns that the actions of `ALTER TABLE` add, drop and rename.
fn alter(source: &str, statement: &[Token], changes: &mut Vec<Change>) {
    let mut words = Words { source, rest: statement };
    if !(words.is("ALTER") && words.is("TABLE")) {
        return;
    }
    words.skip(&["IF", "EXISTS", "ONLY"]);
    let Some(table) = words.own_name() else { return };
    let mut depth = 0_usize;
    let mut opens = true;
    while let Some(token) = words.rest.first() {
        if std::mem::take(&mut opens) {
            action(&table, Words { source, rest: words.rest }, changes);
        }
        match token.kind {
            TokenKind::Symbol(b'(') => depth += 1,
            TokenKind::Symbol(b')') => depth = depth.saturating_sub(1),
            TokenKind::Symbol(b',') => opens = depth == 0,
            _ => {}
        }
        words.next();
    }
}

/// Adds what one action of `ALTER TABLE` does to a column.
fn action(table: &str, mut words: Words<'_>, changes: &mut Vec<Change>) {
    let verb = words.next().to_ascii_uppercase();
    words.skip(&["COLUMN"]);
    words.skip(&["IF", "NOT", "EXISTS"]);
    if NO_COLUMNS.iter().any(|it| words.peek().eq_ignore_ascii_case(it)) {
        return;
    }
    let table = table.to_owned();
    match verb.as_str() {
        "ADD" => changes.extend(words.part().map(|it| Change::Made(table, it))),
        "DROP" => changes.extend(words.part().map(|it| Change::Gone(table, it))),
        "RENAME" => {
            let Some(from) = words.part() else { return };
            if words.is("TO") {
                changes.push(Change::Gone(table.clone(), from));
                changes.extend(words.part().map(|it| Change::Made(table, it)));
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Change, glance};

    fn changes(source: &str) -> Vec<String> {
        let changes = glance(source).columns.into_iter();
        changes
            .map(|it| match it {
                Change::Made(table, column) => format!("+{table}.{column}"),
                Change::Gone(table, column) => format!("-{table}.{column}"),
            })
            .collect()
    }

    #[test]
    fn a_table_is_made_with_its_columns() {
        let source = "create table if not exists public.\"Orders\" (id int primary key, total numeric(10, 2) check (total > 0),\n\
            constraint c check (id > 0), primary key (id), \"paidAt\" timestamptz);";
        assert_eq!(changes(source), ["+Orders.id", "+Orders.total", "+Orders.paidAt"]);
    }

    #[test]
    fn columns_come_and_go() {
        let source = "alter table only orders add column if not exists a int default f(1, 2), add b text, drop column if exists c,\n\
            rename d to e, add constraint g check (h > 1), rename to sales, alter column i set not null;";
        assert_eq!(changes(source), ["+orders.a", "+orders.b", "-orders.c", "-orders.d", "+orders.e"]);
    }

    #[test]
    fn a_block_that_asks_first_makes_its_columns() {
        let source =
            "do $$ begin if not exists (select 1) then alter table orders add column a int; end if; end $$;";
        assert_eq!(changes(source), ["+orders.a"]);
    }

    #[test]
    fn half_a_statement_costs_nothing_else() {
        assert_eq!(changes("create table a (id int, ; alter table b add ; alter table c add d int;"), ["+a.id", "+c.d"]);
        assert_eq!(changes("create table (; alter table; do $$"), [""; 0]);
    }
}
